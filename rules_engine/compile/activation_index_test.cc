#include "rules_engine/compile/activation_index.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

namespace scrubline {
namespace {

std::set<int32_t> RulesFor(const ActivationIndex& index, Code code) {
  std::set<int32_t> rules;
  index.ForEach(index.Find(code), [&rules](int32_t rule) { rules.insert(rule); });
  return rules;
}

TEST(ActivationIndexTest, HoldsEveryRuleWhoseCodesContainTheCode) {
  std::mt19937 random(7);
  const auto code = [&random] { return *Code::Parse(std::to_string(10000 + random() % 200)); };
  std::vector<CodeSet> sets(60);
  ActivationIndex::Builder builder;
  for (size_t rule = 0; rule < sets.size(); ++rule) {
    for (int i = 0; i < 3; ++i) sets[rule].Add(code());
    if (rule % 3 == 0) {
      const Code a = code(), b = code();
      sets[rule].AddRange(std::min(a, b), std::max(a, b));
    }
    if (rule % 7 == 0) sets[rule].AddPrefix(*Code::Parse("1001"));
    sets[rule].Seal();
    builder.Add(sets[rule], static_cast<int32_t>(rule));
  }
  const ActivationIndex index = std::move(builder).Build();
  for (int n = 9990; n < 10210; ++n) {
    const Code probe = *Code::Parse(std::to_string(n));
    const std::set<int32_t> found = RulesFor(index, probe);
    for (size_t rule = 0; rule < sets.size(); ++rule) {
      EXPECT_EQ(found.contains(static_cast<int32_t>(rule)), sets[rule].Contains(probe))
          << n << " rule " << rule;
    }
  }
}

TEST(ActivationIndexTest, AnEmptyIndexHasNoRules) {
  const ActivationIndex index = ActivationIndex::Builder().Build();
  EXPECT_TRUE(index.empty());
  EXPECT_TRUE(RulesFor(index, Code::Of("99213")).empty());
}

}  // namespace
}  // namespace scrubline
