#include "ingest/remittance/remittance_netter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "ingest/remittance/remittance_testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;

std::vector<std::string> Net(std::string_view claims) {
  RemittanceNetter netter;
  for (const v1::RemittanceRecord& record : ReadRemittance(InEnvelope(claims)).records) {
    netter.Add(record);
  }
  std::vector<std::string> all;
  netter.ForEach([&](const v1::NetClaimPayment& net) { all.push_back(net.ShortDebugString()); });
  return all;
}

TEST(RemittanceNetter, AReversalTakesThePaymentBackAndACorrectionStands) {
  EXPECT_THAT(Net("CLP*A1*1*100*80*20*12*I~CAS*PR*2*20~"
                  "CLP*A1*22*-100*-80*-20*12*I~CAS*PR*2*-20~"
                  "CLP*A1*4*100*0**12*I~CAS*CO*50*100~"),
              ElementsAre("claim_id: \"A1\" payer_claim_number: \"I\" payments: 2 reversals: 1 "
                          "charge_cents: 10000 paid_cents: 0 patient_responsibility_cents: 0 "
                          "denied_cents: 10000 status_code: \"4\" denied: true"));
}

TEST(RemittanceNetter, AReversedDenialDeniesNothing) {
  EXPECT_THAT(Net("CLP*A1*4*100*0**12*I~CAS*CO*50*100~CLP*A1*22*-100*0**12*I~CAS*CO*50*-100~"),
              ElementsAre("claim_id: \"A1\" payer_claim_number: \"I\" payments: 1 reversals: 1 "
                          "charge_cents: 0 paid_cents: 0 patient_responsibility_cents: 0"));
}

TEST(RemittanceNetter, ThePayersNumberTellsClaimsApart) {
  EXPECT_THAT(
      Net("CLP*A1*1*50*50**12*I~CLP*A1*1*60*60**12*J~"),
      ElementsAre(testing::HasSubstr("paid_cents: 5000"), testing::HasSubstr("paid_cents: 6000")));
}

TEST(RemittanceNetter, AReversalOfAnEarlierFileIsCountedAndLowersTheSums) {
  // Its amounts are positive, as some payers write them.
  EXPECT_THAT(Net("CLP*A1*22*100*80**12*I~"),
              ElementsAre("claim_id: \"A1\" payer_claim_number: \"I\" reversals: 1 "
                          "reversals_of_earlier: 1 charge_cents: -10000 paid_cents: -8000 "
                          "patient_responsibility_cents: 0"));
}

TEST(RemittanceNetter, PredeterminationsAreNoPayments) {
  EXPECT_THAT(Net("CLP*A1*25*100*0**12*I~"), ElementsAre());
}

TEST(RemittanceNetter, AnUnreadableAmountMakesTheSumAbsent) {
  EXPECT_THAT(Net("CLP*A1*1*100*x**12*I~"),
              ElementsAre("claim_id: \"A1\" payer_claim_number: \"I\" payments: 1 "
                          "charge_cents: 10000 patient_responsibility_cents: 0 "
                          "status_code: \"1\""));
}

}  // namespace
}  // namespace scrubline
