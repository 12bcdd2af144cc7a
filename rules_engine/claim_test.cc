#include "rules_engine/claim.h"

#include <gmock/gmock.h>

#include <string>

namespace scrubline {
namespace {

TEST(ClaimTest, EqualProvidersShareOnePlace) {
  Claim claim;
  const ProviderIndex a = claim.AddProvider({.npi = claim.Keep("1234567893")});
  const ProviderIndex b = claim.AddProvider({.npi = claim.Keep("1234567893")});
  const ProviderIndex c =
      claim.AddProvider({.npi = claim.Keep("1234567893"), .tax_id = claim.Keep("12")});
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
  EXPECT_EQ(claim.provider(kNoProvider), nullptr);
}

TEST(ClaimTest, KeptTextSurvivesManyBlocksAndAMove) {
  Claim claim;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 5000; ++i) kept.push_back(claim.Keep("text " + std::to_string(i)));
  kept.push_back(claim.Keep(std::string(100000, 'x')));
  Claim moved = std::move(claim);
  EXPECT_EQ(kept[0], "text 0");
  EXPECT_EQ(kept[4999], "text 4999");
  EXPECT_EQ(kept[5000].size(), 100000u);
}

TEST(ClaimTest, ClearGivesAnEmptyClaim) {
  Claim claim;
  claim.claim_id = claim.Keep("A");
  claim.service_lines.resize(7);
  claim.billing = claim.AddProvider({});
  claim.total_charge_cents = 5;
  claim.Clear();
  EXPECT_TRUE(claim.claim_id.empty());
  EXPECT_TRUE(claim.service_lines.empty());
  EXPECT_EQ(claim.billing, kNoProvider);
  EXPECT_EQ(claim.total_charge_cents, kUnset);
  EXPECT_GE(claim.service_lines.capacity(), 7u);
}

}  // namespace
}  // namespace scrubline
