#include "ingest/x12/claim_source.h"

#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::SizeIs;

TEST(ClaimSource, KeepsWhatAnAcknowledgementEchoes) {
  const Read read = ReadAll(
      Interchange(kParties +
                  std::vector<std::string>{"CLM*C1*100.50***11:B:1*Y*A*Y*Y", "REF*D9*TRACE1",
                                           "HI*ABK:I10", "LX*7", "SV1*HC:99213:25*60.5*UN*1***1",
                                           "DTP*472*RD8*20240510-20240512", "REF*6R*LINE7", "LX*8",
                                           "SV1*HC:99214*40*MJ*2.5***1", "DTP*472*D8*20240509"}),
      {.keep_source = true});
  ASSERT_THAT(read.sources, SizeIs(1));
  const X12ClaimSource& source = read.sources[0];
  EXPECT_EQ(source.claim, 1u);
  EXPECT_EQ(source.at.segment, 13u);
  EXPECT_EQ(source.interchange_control, "000000001");
  EXPECT_EQ(source.billing_level, 1u);
  EXPECT_EQ(source.billing.entity_type, "2");
  EXPECT_EQ(source.billing.last_name, "GROUP");
  EXPECT_EQ(source.billing.id_qualifier, "XX");
  EXPECT_EQ(source.billing.id, "1234567893");
  EXPECT_EQ(source.billing_tax_id, "12-3456789");
  EXPECT_EQ(source.patient.last_name, "DOE");
  EXPECT_EQ(source.patient.first_name, "JO");
  EXPECT_EQ(source.subscriber_id, "MEMBER1");
  EXPECT_EQ(source.payer_name, "THE PAYER");
  EXPECT_EQ(source.claim_id, "C1");
  EXPECT_EQ(source.total_charge, "100.50");
  EXPECT_EQ(source.type_of_bill, "");
  EXPECT_EQ(source.clearinghouse_trace, "TRACE1");
  EXPECT_EQ(source.service_from, "20240509");
  EXPECT_EQ(source.service_through, "20240512");
  ASSERT_THAT(source.lines, SizeIs(2));
  EXPECT_EQ(source.lines[0].number, "7");
  EXPECT_EQ(source.lines[0].control_number, "LINE7");
  EXPECT_EQ(source.lines[0].procedure, "HC:99213:25");
  EXPECT_EQ(source.lines[0].charge, "60.5");
  EXPECT_EQ(source.lines[0].unit_basis, "UN");
  EXPECT_EQ(source.lines[0].units, "1");
  EXPECT_EQ(source.lines[0].service_from, "20240510");
  EXPECT_EQ(source.lines[0].service_through, "20240512");
  EXPECT_EQ(source.lines[1].control_number, "");
  EXPECT_EQ(source.lines[1].unit_basis, "MJ");
  EXPECT_EQ(source.lines[1].units, "2.5");
  EXPECT_EQ(source.lines[1].service_through, "");
}

TEST(ClaimSource, OfAnInstitutionalClaim) {
  const Read read =
      ReadAll(Interchange(kParties + std::vector<std::string>{"CLM*C1*300***13:A:1**A*Y*Y",
                                                              "DTP*434*RD8*20240510-20240511",
                                                              "LX*1", "SV2*0450*HC:99283*200*UN*1",
                                                              "LX*2", "SV2*0120**100*DA*1"},
                          "005010X223A2"),
              {.keep_source = true});
  ASSERT_THAT(read.sources, SizeIs(1));
  const X12ClaimSource& source = read.sources[0];
  EXPECT_EQ(source.type_of_bill, "0131");
  EXPECT_EQ(source.service_from, "20240510");
  EXPECT_EQ(source.service_through, "20240511");
  ASSERT_THAT(source.lines, SizeIs(2));
  EXPECT_EQ(source.lines[0].revenue_code, "0450");
  EXPECT_EQ(source.lines[0].procedure, "HC:99283");
  EXPECT_EQ(source.lines[1].procedure, "");
  EXPECT_EQ(source.lines[1].units, "1");
}

TEST(ClaimSource, NothingOfOneClaimIsLeftInTheNext) {
  const Read read = ReadAll(Interchange({"HL*1**20*1",
                                         "NM1*85*2*FIRST*****XX*1234567893",
                                         "REF*EI*111111111",
                                         "HL*2*1*22*1",
                                         "SBR*P*18",
                                         "NM1*IL*1*DOE*JO****MI*MEMBER1",
                                         "NM1*PR*2*FIRST PAYER",
                                         "CLM*OWN*1***11:B:1",
                                         "REF*D9*TRACE",
                                         "LX*1",
                                         "SV1*HC:99213*1*UN*1***1",
                                         "DTP*472*D8*20240510",
                                         "HL*3*2*23*0",
                                         "PAT*19",
                                         "NM1*QC*1*DOE*CHILD",
                                         "CLM*CHILD*2***11:B:1",
                                         "HL*4**20*1",
                                         "NM1*85*1*SECOND",
                                         "HL*5*4*22*0",
                                         "SBR*P*18",
                                         "CLM*LAST*3***11:B:1"}),
                            {.keep_source = true});
  ASSERT_THAT(read.sources, SizeIs(3));
  const X12ClaimSource& child = read.sources[1];
  EXPECT_EQ(child.patient.first_name, "CHILD");
  EXPECT_EQ(child.subscriber_id, "MEMBER1");
  EXPECT_EQ(child.billing.last_name, "FIRST");
  EXPECT_EQ(child.clearinghouse_trace, "");
  EXPECT_EQ(child.service_from, "");
  EXPECT_THAT(child.lines, SizeIs(0));
  const X12ClaimSource& last = read.sources[2];
  EXPECT_EQ(last.billing_level, 2u);
  EXPECT_EQ(last.billing.last_name, "SECOND");
  EXPECT_EQ(last.billing.id, "");
  EXPECT_EQ(last.billing_tax_id, "");
  EXPECT_EQ(last.patient.last_name, "");
  EXPECT_EQ(last.payer_name, "");
  EXPECT_EQ(last.claim_id, "LAST");
}

TEST(ClaimSource, TheSeparatorInUseCounts) {
  const Read read = ReadAll(
      Interchange(kParties + std::vector<std::string>{"CLM*C1*100***11>B>1", "HI*ABK>I10*ABF>E119",
                                                      "LX*1", "SV1*HC>99213>25*100*UN*1***1"}),
      {.keep_source = true});
  ASSERT_THAT(read.sources, SizeIs(1));
  EXPECT_EQ(read.sources[0].lines[0].procedure, "HC:99213:25");
  const auto place = read.sources[0].places.Find("diagnoses[1].code");
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->ElementName(), "HI02-2");
}

TEST(ClaimSource, TextsAreUtf8AndBounded) {
  const Read read =
      ReadAll(Interchange({"HL*1**20*1", "HL*2*1*22*0", "SBR*P*18",
                           "NM1*IL*1*M\xDCLLER*" + std::string(200, 'x'), "CLM*C1*1***11:B:1"}),
              {.keep_source = true});
  ASSERT_THAT(read.sources, SizeIs(1));
  EXPECT_EQ(read.sources[0].patient.last_name, "M\xC3\x9CLLER");
  EXPECT_EQ(read.sources[0].patient.first_name, std::string(80, 'x'));
}

}  // namespace
}  // namespace scrubline
