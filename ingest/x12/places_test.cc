#include "ingest/x12/places.h"

#include <algorithm>
#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

struct Case {
  std::string field, loop, element;  // as ElementName
  std::string line;                  // how the segment begins
};

// The segment that begins at `offset`.
std::string SegmentAt(const std::string& bytes, uint64_t offset) {
  return bytes.substr(offset, bytes.find('~', offset) - offset);
}

void Check(const std::string& bytes, const std::vector<Case>& cases) {
  const Read read = ReadAll(bytes, {.keep_source = true});
  ASSERT_THAT(read.sources, testing::SizeIs(1));
  for (const Case& test : cases) {
    SCOPED_TRACE(test.field);
    const auto place = read.sources[0].places.Find(test.field);
    ASSERT_TRUE(place.has_value());
    EXPECT_EQ(place->loop, test.loop);
    EXPECT_EQ(place->ElementName(), test.element);
    const std::string segment = SegmentAt(bytes, place->offset);
    EXPECT_TRUE(segment.starts_with(test.line)) << segment;
    // The ordinal is that of the same segment: it counts the terminators from ST on.
    const size_t st = bytes.find("ST*");
    const auto ordinal = 1 + std::count(bytes.begin() + static_cast<ptrdiff_t>(st),
                                        bytes.begin() + static_cast<ptrdiff_t>(place->offset), '~');
    EXPECT_EQ(place->ordinal, ordinal);
  }
}

TEST(X12Places, OfAProfessionalClaim) {
  const std::string bytes =
      Interchange(std::vector<std::string>{"HL*1**20*1",
                                           "PRV*BI*PXC*261QM1300X",
                                           "NM1*85*2*GROUP*****XX*1234567893",
                                           "N4*TOWN*IL*62701-0001",
                                           "REF*EI*12-3456789",
                                           "NM1*87*2",
                                           "N4*ELSEWHERE*CA*90001",
                                           "HL*2*1*22*1",
                                           "SBR*P*******CI",
                                           "NM1*IL*1*DOE*JO****MI*MEMBER1",
                                           "DMG*D8*19500102*F",
                                           "NM1*PR*2*THE PAYER*****PI*PAYER1",
                                           "HL*3*2*23*0",
                                           "PAT*19",
                                           "NM1*QC*1*DOE*JIM",
                                           "DMG*D8*20100102*M",
                                           "CLM*C1*1250.5***11:B:7*Y*A*Y*Y",
                                           "DTP*431*D8*20240401",
                                           "DTP*484*D8*20240402",
                                           "DTP*439*D8*20240501",
                                           "DTP*435*D8*20240502",
                                           "REF*F8*ICN1",
                                           "REF*9F*REFERRAL1",
                                           "REF*X4*CLIA1",
                                           "REF*G1*AUTH1",
                                           "HI*ABK:I10*ABF:E119",
                                           "HI*BG:C5*BG:09",
                                           "NM1*DN*1*REF*ER****XX*1003000126",
                                           "NM1*82*1*REN*DER****XX*1245319599",
                                           "PRV*PE*PXC*207Q00000X",
                                           "NM1*77*2*FACILITY*****XX*2000000002",
                                           "N4*CITY*WI*53701",
                                           "SBR*P*18*******CI",
                                           "CAS*PR*1*5",
                                           "AMT*D*60",
                                           "NM1*IL*1*DOE*JO****MI*OTHER",
                                           "NM1*PR*2*OTHER*****PI*FIRST",
                                           "DTP*573*D8*20240601",
                                           "SBR*S*18*******MB",
                                           "NM1*PR*2*OTHER*****PI*SECOND",
                                           "LX*1",
                                           "SV1*HC:J3301*20.50*UN*1***1",
                                           "DTP*472*D8*20240510",
                                           "LX*2",
                                           "SV1*HC:J3301:25:59*20*UN*1*22**2:1",
                                           "DTP*472*D8*20240510",
                                           "DTP*454*D8*20240301",
                                           "REF*G1*AUTH2",
                                           "REF*X4*CLIA2",
                                           "LIN**N4*00003029305",
                                           "CTP****2.5*ML",
                                           "NM1*82*1*LINE*REN****XX*1003000126",
                                           "PRV*PE*PXC*207Q00000X",
                                           "NM1*DK*1*LINE*ORD****XX*1111111112",
                                           "SVD*FIRST*60*HC:J3301**1"});
  Check(bytes, {
                   {"claim_id", "2300", "CLM01", "CLM*C1"},
                   {"type", "2300", "CLM05-2", "CLM*C1"},
                   {"total_charge_cents", "2300", "CLM02", "CLM*C1"},
                   {"place_of_service", "2300", "CLM05-1", "CLM*C1"},
                   {"frequency_code", "2300", "CLM05-3", "CLM*C1"},
                   {"accept_assignment", "2300", "CLM07", "CLM*C1"},
                   {"accident", "2300", "CLM11", "CLM*C1"},
                   {"accident.auto", "2300", "CLM11", "CLM*C1"},
                   {"accident.employment", "2300", "CLM11", "CLM*C1"},
                   {"accident.other", "2300", "CLM11", "CLM*C1"},
                   {"accident.state", "2300", "CLM11-4", "CLM*C1"},
                   {"accident.date", "2300", "DTP03", "DTP*439"},
                   {"admission_date", "2300", "DTP03", "DTP*435"},
                   {"onset_date", "2300", "DTP03", "DTP*431"},
                   {"last_menstrual_period_date", "2300", "DTP03", "DTP*484"},
                   {"initial_treatment_date", "2400", "DTP03", "DTP*454"},
                   {"original_reference_number", "2300", "REF02", "REF*F8"},
                   {"referral_number", "2300", "REF02", "REF*9F"},
                   {"clia_number", "2300", "REF02", "REF*X4*CLIA1"},
                   {"prior_authorization_number", "2300", "REF02", "REF*G1*AUTH1"},
                   {"diagnoses", "2300", "HI01", "HI*ABK"},
                   {"diagnoses[0].code", "2300", "HI01-2", "HI*ABK"},
                   {"diagnoses[1].code", "2300", "HI02-2", "HI*ABK"},
                   {"diagnoses[1].present_on_admission", "2300", "HI02-9", "HI*ABK"},
                   {"diagnoses[1]", "2300", "HI02", "HI*ABK"},
                   {"condition_codes[1]", "2300", "HI02-2", "HI*BG"},
                   {"submitted_date", "", "BHT04", "BHT"},
                   {"subscriber_id", "2010BA", "NM109", "NM1*IL"},
                   {"payer.id", "2010BB", "NM109", "NM1*PR*2*THE"},
                   {"payer.name", "2010BB", "NM103", "NM1*PR*2*THE"},
                   {"payer.filing_indicator", "2000B", "SBR09", "SBR*P*******CI"},
                   {"payer.line_of_business", "2000B", "SBR09", "SBR*P*******CI"},
                   {"payer.responsibility", "2000B", "SBR01", "SBR*P*******CI"},
                   {"patient.id", "2010CA", "NM109", "NM1*QC"},
                   {"patient.birth_date", "2010CA", "DMG02", "DMG*D8*2010"},
                   {"patient.sex", "2010CA", "DMG03", "DMG*D8*2010"},
                   {"patient.death_date", "2000C", "PAT06", "PAT"},
                   {"patient.relationship", "2000C", "PAT01", "PAT"},
                   {"billing.npi", "2010AA", "NM109", "NM1*85"},
                   {"billing.entity_type", "2010AA", "NM102", "NM1*85"},
                   {"billing.taxonomy_code", "2000A", "PRV03", "PRV*BI"},
                   {"billing.tax_id", "2010AA", "REF02", "REF*EI"},
                   {"billing.state", "2010AA", "N402", "N4*TOWN"},
                   {"billing.zip", "2010AA", "N403", "N4*TOWN"},
                   {"rendering.npi", "2310B", "NM109", "NM1*82*1*REN"},
                   {"rendering.taxonomy_code", "2310B", "PRV03", "PRV*PE"},
                   {"rendering.zip", "2310B", "NM1", "NM1*82*1*REN"},
                   {"referring.taxonomy_code", "2310A", "NM1", "NM1*DN"},
                   {"service_facility.zip", "2310C", "N403", "N4*CITY"},
                   {"supervising.npi", "2300", "CLM", "CLM"},
                   {"other_payers[0].payer_id", "2330B", "NM109", "NM1*PR*2*OTHER*****PI*FIRST"},
                   {"other_payers[1].payer_id", "2330B", "NM109", "NM1*PR*2*OTHER*****PI*SECOND"},
                   {"other_payers[0].responsibility", "2320", "SBR01", "SBR*P*18"},
                   {"other_payers[1].filing_indicator", "2320", "SBR09", "SBR*S*18"},
                   {"other_payers[0].paid_cents", "2320", "AMT02", "AMT*D"},
                   {"other_payers[1].paid_cents", "2320", "SBR", "SBR*S"},
                   {"other_payers[0].adjusted_cents", "2320", "CAS", "CAS"},
                   {"other_payers[0].remittance_date", "2330B", "DTP03", "DTP*573"},
                   {"service_lines", "2300", "CLM", "CLM"},
                   {"service_lines[0]", "2400", "LX", "LX*1"},
                   {"service_lines[1].line_number", "2400", "LX01", "LX*2"},
                   {"service_lines[1].procedure_code", "2400", "SV101-2", "SV1*HC:J3301:25"},
                   {"service_lines[1].modifiers", "2400", "SV101-3", "SV1*HC:J3301:25"},
                   {"service_lines[1].modifiers[1]", "2400", "SV101-4", "SV1*HC:J3301:25"},
                   {"service_lines[1].description", "2400", "SV101-7", "SV1*HC:J3301:25"},
                   {"service_lines[0].charge_cents", "2400", "SV102", "SV1*HC:J3301*20.50"},
                   {"service_lines[1].unit_basis", "2400", "SV103", "SV1*HC:J3301:25"},
                   {"service_lines[1].units", "2400", "SV104", "SV1*HC:J3301:25"},
                   {"service_lines[1].minutes", "2400", "SV104", "SV1*HC:J3301:25"},
                   {"service_lines[1].place_of_service", "2400", "SV105", "SV1*HC:J3301:25"},
                   {"service_lines[1].diagnosis_pointers[1]", "2400", "SV107-2", "SV1*HC:J3301:25"},
                   {"service_lines[1].service_date", "2400", "DTP03", "DTP*472"},
                   {"service_lines[1].service_date_through", "2400", "DTP03", "DTP*472"},
                   {"service_lines[1].ndc", "2410", "LIN03", "LIN"},
                   {"service_lines[1].ndc_quantity", "2410", "CTP04", "CTP"},
                   {"service_lines[1].ndc_unit", "2410", "CTP05-1", "CTP"},
                   {"service_lines[0].ndc", "2400", "LX", "LX*1"},
                   {"service_lines[1].prior_authorization_number", "2400", "REF02", "REF*G1*AUTH2"},
                   {"service_lines[1].clia_number", "2400", "REF02", "REF*X4*CLIA2"},
                   {"service_lines[1].rendering.npi", "2420A", "NM109", "NM1*82*1*LINE"},
                   {"service_lines[1].rendering.taxonomy_code", "2420A", "PRV03", "PRV*PE"},
                   {"service_lines[0].rendering.npi", "2400", "LX", "LX*1"},
                   {"service_lines[1].ordering.npi", "2420E", "NM109", "NM1*DK"},
                   // Nothing of the form: the claim itself.
                   {"received_date", "2300", "CLM", "CLM"},
               });
}

TEST(X12Places, OfAnInstitutionalClaim) {
  const std::string bytes = Interchange(
      std::vector<std::string>{"HL*1**20*1",
                               "NM1*85*2*GROUP*****XX*1234567893",
                               "REF*SY*123456789",
                               "HL*2*1*22*0",
                               "SBR*P*18*******MA",
                               "NM1*IL*1*DOE*JO****MI*MEMBER1",
                               "DMG*D8*19500102*F",
                               "NM1*PR*2*THE PAYER*****PI*PAYER1",
                               "CLM*C1*300***13:A:1**A*Y*Y",
                               "DTP*434*RD8*20240510-20240511",
                               "CL1*1*7*01",
                               "REF*LU*IL",
                               "HI*ABK:I10:::::::Y",
                               "HI*ABJ:R079",
                               "HI*ABF:E119:::::::N*ABF:E118",
                               "HI*BH:11:D8:20240509",
                               "HI*BI:74:RD8:20240501-20240503*BI:75:RD8:20240501-20240503",
                               "HI*BE:A1:::120.5",
                               "NM1*71*1*ATT*END****XX*1245319599",
                               "NM1*72*1*OPER*ATE****XX*1003000126",
                               "NM1*82*1*REN*DER****XX*1111111112",
                               "LX*1",
                               "SV2*0450*HC:99283:25*200*UN*1**50",
                               "DTP*472*D8*20240510"},
      "005010X223A2");
  Check(bytes, {
                   {"type_of_bill", "2300", "CLM05", "CLM"},
                   {"statement_from", "2300", "DTP03", "DTP*434"},
                   {"statement_through", "2300", "DTP03", "DTP*434"},
                   {"patient_status", "2300", "CL103", "CL1"},
                   {"accident.state", "2300", "REF02", "REF*LU"},
                   {"patient.birth_date", "2010BA", "DMG02", "DMG"},
                   {"patient.sex", "2010BA", "DMG03", "DMG"},
                   {"patient.death_date", "2000B", "HL", "HL*2"},
                   {"patient.relationship", "2000B", "SBR02", "SBR"},
                   {"billing.tax_id", "2010AA", "REF02", "REF*SY"},
                   {"diagnoses[0].role", "2300", "HI01-1", "HI*ABK"},
                   {"diagnoses[1].code", "2300", "HI01-2", "HI*ABJ"},
                   {"diagnoses[3].code", "2300", "HI02-2", "HI*ABF"},
                   {"occurrences[0].code", "2300", "HI01-2", "HI*BH"},
                   {"occurrences[0].date", "2300", "HI01-4", "HI*BH"},
                   {"occurrences[0]", "2300", "HI01", "HI*BH"},
                   {"occurrence_spans[1].from", "2300", "HI02-4", "HI*BI"},
                   {"occurrence_spans[1].through", "2300", "HI02-4", "HI*BI"},
                   {"occurrence_spans[1].code", "2300", "HI02-2", "HI*BI"},
                   {"occurrence_spans[1]", "2300", "HI02", "HI*BI"},
                   {"value_codes[0].code", "2300", "HI01-2", "HI*BE"},
                   {"value_codes[0].amount_cents", "2300", "HI01-5", "HI*BE"},
                   {"value_codes[0]", "2300", "HI01", "HI*BE"},
                   {"attending.npi", "2310A", "NM109", "NM1*71"},
                   {"attending.taxonomy_code", "2310A", "NM1", "NM1*71"},
                   {"operating.entity_type", "2310B", "NM102", "NM1*72"},
                   {"operating.npi", "2310B", "NM109", "NM1*72"},
                   {"rendering.npi", "2310D", "NM109", "NM1*82"},
                   {"service_lines[0].procedure_code", "2400", "SV202-2", "SV2"},
                   {"service_lines[0].modifiers[0]", "2400", "SV202-3", "SV2"},
                   {"service_lines[0].description", "2400", "SV202-7", "SV2"},
                   {"service_lines[0].charge_cents", "2400", "SV203", "SV2"},
                   {"service_lines[0].unit_basis", "2400", "SV204", "SV2"},
                   {"service_lines[0].units", "2400", "SV205", "SV2"},
                   {"service_lines[0].revenue_code", "2400", "SV201", "SV2"},
                   {"service_lines[0].noncovered_charge_cents", "2400", "SV207", "SV2"},
               });
}

TEST(X12Places, OfAPatientWhoIsTheSubscriber) {
  Check(Interchange(std::vector<std::string>{"HL*1**20*1", "HL*2*1*22*0", "SBR*P*18*******MB",
                                             "PAT*****D8*20240101", "NM1*IL*1*DOE", "CLM*C*1"}),
        {{"patient.death_date", "2000B", "PAT06", "PAT"},
         {"payer.id", "2000B", "HL", "HL*2"},
         {"billing.npi", "2000A", "HL", "HL*1"}});
}

TEST(X12Places, NothingIsKnownOfAClaimWithoutSource) {
  EXPECT_EQ(X12Places().Find("claim_id"), std::nullopt);
  const Read read = ReadOne(Interchange(kParties + kClaim + kLine));
  EXPECT_TRUE(read.sources[0].places.empty());
}

}  // namespace
}  // namespace scrubline
