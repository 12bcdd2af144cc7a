#include "ingest/remittance/denial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

#include "ingest/remittance/remittance_testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::ClaimPayment Claim(std::string_view segments) {
  return ReadRemittance(InEnvelope(segments)).claim();
}

TEST(Denial, ALinePaidNothingForAReasonThatDenies) {
  const v1::ClaimPayment claim = Claim(
      "CLP*A1*1*150*80**12*I~"
      "SVC*HC:99213*100*80~CAS*CO*45*20~"
      "SVC*HC:97110*50*0~CAS*CO*197*50~");
  EXPECT_FALSE(claim.denied()) << "something was paid";
  EXPECT_EQ(claim.denied_cents(), 5000);
  EXPECT_FALSE(claim.service_lines(0).denied());
  EXPECT_EQ(claim.service_lines(0).denied_cents(), 0);
  EXPECT_TRUE(claim.service_lines(1).denied());
  EXPECT_THAT(claim.service_lines(1).likely_rule_families(), ElementsAre("AUTH"));
}

TEST(Denial, TheStatusCodeAloneSaysTooLittle) {
  EXPECT_TRUE(Claim("CLP*A1*1*50*0**12*I~SVC*HC:97110*50*0~CAS*PR*96*50~").denied());
  EXPECT_FALSE(Claim("CLP*A1*4*50*0*50*12*I~SVC*HC:97110*50*0~CAS*PR*1*50~").denied());
}

TEST(Denial, SharesPricesAndOtherPayersDenyNothing) {
  for (const char* adjustment : {"PR*1", "PR*2", "PR*3", "CO*45", "CO*24", "OA*23", "CO*253"}) {
    const v1::ClaimPayment claim =
        Claim(std::string("CLP*A1*2*50*0**12*I~SVC*HC:97110*50*0~CAS*") + adjustment + "*50~");
    EXPECT_FALSE(claim.denied()) << adjustment;
    EXPECT_EQ(claim.denied_cents(), 0) << adjustment;
  }
}

TEST(Denial, OfAPartThatWasNotPaidTheAmountIsTold) {
  const v1::ClaimPayment claim = Claim("CLP*A1*1*100*50**12*I~SVC*HC:97110*100*50~CAS*CO*151*50~");
  EXPECT_FALSE(claim.service_lines(0).denied());
  EXPECT_EQ(claim.service_lines(0).denied_cents(), 5000);
  EXPECT_THAT(claim.service_lines(0).likely_rule_families(), ElementsAre("NCCI", "FREQ", "UNIT"));
}

TEST(Denial, AClaimWithoutLinesIsToldByItsOwnAdjustments) {
  EXPECT_TRUE(Claim("CLP*A1*4*50*0**MA*I*11*1~CAS*CO*29*50~").denied());
}

TEST(Denial, AdjustmentsRepeatedForTheClaimCountOnce) {
  const v1::ClaimPayment claim =
      Claim("CLP*A1*4*50*0**12*I~CAS*CO*197*50~SVC*HC:97110*50*0~CAS*CO*197*50~");
  EXPECT_EQ(claim.denied_cents(), 5000);
  EXPECT_EQ(claim.out_of_balance_cents(), -5000) << "and are told";
  const v1::ClaimPayment split =
      Claim("CLP*A1*4*50*0**12*I~CAS*CO*29*20~SVC*HC:97110*50*0~CAS*CO*197*30~");
  EXPECT_EQ(split.denied_cents(), 5000);
}

TEST(Denial, ReversalsPredeterminationsAndForwardedClaimsDenyNothing) {
  for (const char* status : {"22", "23", "25"}) {
    const v1::ClaimPayment claim =
        Claim(std::string("CLP*A1*") + status + "*50*0**12*I~SVC*HC:97110*50*0~CAS*CO*50*50~");
    EXPECT_FALSE(claim.denied()) << status;
    EXPECT_EQ(claim.denied_cents(), 0) << status;
    EXPECT_FALSE(claim.service_lines(0).denied()) << status;
  }
}

TEST(Denial, TakenBackAdjustmentsDenyNothing) {
  EXPECT_FALSE(
      Claim("CLP*A1*1*50*0**12*I~SVC*HC:97110*50*0~CAS*CO*50*50~CAS*CO*50*-50~CAS*PR*1*50~")
          .service_lines(0)
          .denied());
}

TEST(Denial, AGenericReasonIsToldByItsRemarks) {
  const v1::ClaimPayment claim =
      Claim("CLP*A1*4*50*0**12*I~MOA***MA120~SVC*HC:80053*50*0~CAS*CO*16*50~LQ*HE*M76~");
  EXPECT_THAT(claim.service_lines(0).likely_rule_families(), ElementsAre("DX", "CLIA"));
  EXPECT_THAT(LikelyRuleFamilies("16", {}), IsEmpty());
}

TEST(Denial, EveryFamilyNamedIsShipped) {
  std::set<std::string> shipped;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("rulesets")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      constexpr std::string_view kId = "- id: ";
      const size_t at = line.find(kId);
      const size_t dot = line.find('.', at);
      if (at == line.npos || dot == line.npos) continue;
      shipped.insert(line.substr(at + kId.size(), dot - at - kId.size()));
    }
  }
  for (const std::string_view family : AllLikelyRuleFamilies()) {
    EXPECT_TRUE(shipped.contains(std::string(family))) << family;
  }
}

}  // namespace
}  // namespace scrubline
