// The other payers of a claim, and what they decided.
#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

TEST(X12Reader, OtherPayersProvidersDoNotOverwriteTheClaims) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim +
      std::vector<std::string>{"NM1*82*1*OUR*REN****XX*1245319599", "SBR*S*18*******CI", "AMT*D*12",
                               "NM1*IL*1*DOE*JO****MI*OTHERMEMBER",
                               "NM1*PR*2*OTHER*****PI*OTHERPAYER", "REF*G1*OTHERAUTH",
                               "NM1*82*1******XX*9999999999", "NM1*85*2", "REF*EI*999999999"} +
      kLine));
  const Claim& claim = read.claims[0];
  EXPECT_EQ(Npi(claim, claim.rendering), "1245319599");
  EXPECT_EQ(Npi(claim, claim.billing), "1234567893");
  EXPECT_EQ(claim.provider(claim.billing)->tax_id, "123456789");
  EXPECT_EQ(claim.subscriber_id, "MEMBER1");
  EXPECT_EQ(claim.payer.id, "PAYER1");
  EXPECT_EQ(claim.prior_authorization_number, "");
  EXPECT_THAT(claim.service_lines, SizeIs(1));
  EXPECT_THAT(read.issues, IsEmpty());
}

// A secondary claim as the guides show it: 60 paid, 30 of the claim's adjustments, 5 + 5 of a
// line's.
std::vector<std::string> Secondary(const std::string& adjudicated_by = "OTHERPAYER") {
  auto parties = kParties;
  parties[6] = "SBR*S*18*******MB";
  return parties + kClaim +
         std::vector<std::string>{"SBR*P*18*******CI", "CAS*PR*1*20**2*15*1*3*-5", "AMT*D*60",
                                  "NM1*IL*1*DOE*JO****MI*OTHER",
                                  "NM1*PR*2*OTHER*****PI*OTHERPAYER"} +
         kLine +
         std::vector<std::string>{"SVD*" + adjudicated_by + "*60*HC:99213**1", "CAS*CO*45*5**97*5",
                                  "DTP*573*D8*20240601"};
}

TEST(X12Reader, OtherPayersComeWithWhatTheyDecided) {
  const Read read = ReadOne(Interchange(Secondary()));
  const Claim& claim = read.claims[0];
  EXPECT_THAT(read.issues, IsEmpty());
  EXPECT_THAT(claim.unreadable, IsEmpty());
  EXPECT_EQ(claim.payer.responsibility, Responsibility::kSecondary);
  EXPECT_EQ(claim.patient.relationship, Code::Of("18"));
  ASSERT_THAT(claim.other_payers, SizeIs(1));
  const OtherPayer& payer = claim.other_payers[0];
  EXPECT_EQ(payer.payer_id, "OTHERPAYER");
  EXPECT_EQ(payer.responsibility, Responsibility::kPrimary);
  EXPECT_EQ(payer.filing_indicator, Code::Of("CI"));
  EXPECT_EQ(payer.paid_cents, 6000);
  EXPECT_EQ(payer.adjusted_cents, 4000) << "those of the line too";
  EXPECT_EQ(payer.remittance_date.ToString(), "2024-06-01");
}

TEST(X12Reader, AdjustmentsOfNobodyInParticularAreNotAddedUp) {
  const Read read = ReadOne(Interchange(Secondary("ANOTHER")));
  ASSERT_THAT(read.claims[0].other_payers, SizeIs(1));
  EXPECT_EQ(read.claims[0].other_payers[0].adjusted_cents, kUnset);
  EXPECT_EQ(read.claims[0].other_payers[0].paid_cents, 6000);
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kAdjudicationPayer)));
}

TEST(X12Reader, AnotherPayerThatAdjustedNothingSendsNoAdjustment) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim + std::vector<std::string>{"SBR*P*18*******CI", "AMT*D*100"} + kLine));
  EXPECT_EQ(read.claims[0].other_payers[0].adjusted_cents, 0);
  const Read nothing =
      ReadOne(Interchange(kParties + kClaim + std::vector<std::string>{"SBR*X*18"} + kLine));
  EXPECT_EQ(nothing.claims[0].other_payers[0].adjusted_cents, kUnset);
  ASSERT_THAT(nothing.claims[0].unreadable, SizeIs(1));
  EXPECT_EQ(nothing.claims[0].unreadable[0].field, "other_payers[0].responsibility");
}

TEST(X12Reader, AnAdjustmentThatIsNoAmountIsListed) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim + std::vector<std::string>{"SBR*P*18", "CAS*PR*1*x", "AMT*D*5"} + kLine));
  EXPECT_EQ(read.claims[0].other_payers[0].adjusted_cents, kUnset);
  ASSERT_THAT(read.claims[0].unreadable, SizeIs(1));
  EXPECT_EQ(read.claims[0].unreadable[0].field, "other_payers[0].adjusted_cents");
}

}  // namespace
}  // namespace scrubline
