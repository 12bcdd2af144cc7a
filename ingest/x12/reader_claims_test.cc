// What of a well-made 837 ends up where in the claim.
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

TEST(X12Reader, ReadsAWholeProfessionalClaim) {
  const Read read = ReadOne(
      Interchange(kParties + std::vector<std::string>{
                                 "CLM*C1*1250.5***11:B:7*Y*A*Y*Y**AA:OA::IL",
                                 "DTP*439*D8*20240501",
                                 "DTP*435*D8*20240502",
                                 "REF*G1*AUTH1",
                                 "REF*9F*REFERRAL1",
                                 "REF*F8*ICN1",
                                 "REF*X4*CLIA1",
                                 "HI*ABK:I10*ABF:E11.9*ABF:M545",
                                 "NM1*DN*1*REF*ER****XX*1003000126",
                                 "NM1*82*1*REN*DER****XX*1245319599",
                                 "PRV*PE*PXC*207Q00000X",
                                 "NM1*77*2*FACILITY*****XX*2000000002",
                                 "N4*CITY*WI*53701",
                                 "NM1*DQ*1*SUP*ER****XX*1111111112",
                                 "LX*1",
                                 "SV1*HC:J3301:25:59::XS:TRIAMCINOLONE*20.50*UN*1.5*22**3:1",
                                 "DTP*472*RD8*20240510-20240512",
                                 "REF*G1*AUTH2",
                                 "REF*G1*OTHERS**2U:PAYER2",
                                 "REF*X4*CLIA2",
                                 "LIN**N4*00003-0293-05",
                                 "CTP****2.5*ML",
                                 "NM1*82*1*LINE*REN****XX*1003000126",
                                 "NM1*DK*1*LINE*ORD****XX*1111111112",
                                 "LX*2",
                                 "SV1*HC:00100:AA*1230*MJ*45***1",
                                 "DTP*472*D8*20240510"}));
  const Claim& claim = read.claims[0];
  EXPECT_THAT(Fields(claim), IsEmpty());
  EXPECT_EQ(claim.claim_id, "C1");
  EXPECT_EQ(claim.type, ClaimType::kProfessional);
  EXPECT_EQ(claim.total_charge_cents, 125050);
  EXPECT_EQ(claim.place_of_service, Code::Of("11"));
  EXPECT_EQ(claim.frequency_code, Code::Of("7"));
  EXPECT_EQ(claim.accept_assignment, Tristate::kYes);
  EXPECT_EQ(claim.submitted_date.ToString(), "2024-05-13");
  EXPECT_EQ(claim.admission_date.ToString(), "2024-05-02");
  EXPECT_EQ(claim.accident.auto_accident, Tristate::kYes);
  EXPECT_EQ(claim.accident.other, Tristate::kYes);
  EXPECT_EQ(claim.accident.employment, Tristate::kUnset);
  EXPECT_EQ(claim.accident.state, Code::Of("IL"));
  EXPECT_EQ(claim.accident.date.ToString(), "2024-05-01");
  EXPECT_EQ(claim.prior_authorization_number, "AUTH1");
  EXPECT_EQ(claim.referral_number, "REFERRAL1");
  EXPECT_EQ(claim.original_reference_number, "ICN1");
  EXPECT_EQ(claim.clia_number, "CLIA1");
  EXPECT_EQ(claim.payer.id, "PAYER1");
  EXPECT_EQ(claim.payer.name, "THE PAYER");
  EXPECT_EQ(claim.payer.line_of_business, LineOfBusiness::kMedicare);
  EXPECT_EQ(claim.payer.filing_indicator, Code::Of("MB"));
  EXPECT_EQ(claim.subscriber_id, "MEMBER1");
  EXPECT_EQ(claim.patient.birth_date.ToString(), "1950-01-02");
  EXPECT_EQ(claim.patient.sex, Sex::kFemale);

  const Provider& billing = *claim.provider(claim.billing);
  EXPECT_EQ(billing.npi, "1234567893");
  EXPECT_EQ(billing.taxonomy_code, "261QM1300X");
  EXPECT_EQ(billing.tax_id, "123456789");
  EXPECT_EQ(billing.state, Code::Of("IL"));
  EXPECT_EQ(billing.zip, "627010001");
  EXPECT_EQ(billing.entity_type, EntityType::kOrganization);
  EXPECT_EQ(claim.provider(claim.rendering)->taxonomy_code, "207Q00000X");
  EXPECT_EQ(claim.provider(claim.rendering)->entity_type, EntityType::kIndividual);
  EXPECT_EQ(Npi(claim, claim.rendering), "1245319599");
  EXPECT_EQ(Npi(claim, claim.referring), "1003000126");
  EXPECT_EQ(Npi(claim, claim.supervising), "1111111112");
  EXPECT_EQ(Npi(claim, claim.service_facility), "2000000002");
  EXPECT_EQ(claim.provider(claim.service_facility)->state, Code::Of("WI"));

  ASSERT_THAT(claim.diagnoses, SizeIs(3));
  EXPECT_EQ(claim.diagnoses[0].role, DiagnosisRole::kPrincipal);
  EXPECT_EQ(claim.diagnoses[1].code, Code::Of("E119"));
  EXPECT_EQ(claim.diagnoses[1].role, DiagnosisRole::kOther);

  ASSERT_THAT(claim.service_lines, SizeIs(2));
  const ServiceLine& drug = claim.service_lines[0];
  EXPECT_EQ(drug.line_number, 1);
  EXPECT_EQ(drug.procedure_code, Code::Of("J3301"));
  EXPECT_EQ(drug.modifier_count, 4);
  EXPECT_THAT(drug.modifiers, ElementsAre(Code::Of("25"), Code::Of("59"), Code(), Code::Of("XS")));
  EXPECT_EQ(drug.description, "TRIAMCINOLONE");
  EXPECT_EQ(drug.charge_cents, 2050);
  EXPECT_EQ(drug.units, 1500);
  EXPECT_EQ(drug.unit_basis, UnitBasis::kUnits);
  EXPECT_EQ(drug.place_of_service, Code::Of("22"));
  EXPECT_EQ(drug.pointer_count, 2);
  EXPECT_EQ(drug.diagnosis_pointers[0], 3);
  EXPECT_EQ(drug.diagnosis_pointers[1], 1);
  EXPECT_EQ(drug.service_date.ToString(), "2024-05-10");
  EXPECT_EQ(drug.service_date_through.ToString(), "2024-05-12");
  EXPECT_EQ(drug.prior_authorization_number, "AUTH2");
  EXPECT_EQ(drug.clia_number, "CLIA2");
  EXPECT_EQ(drug.ndc, "00003029305");
  EXPECT_EQ(drug.ndc_quantity, 2500);
  EXPECT_EQ(drug.ndc_unit, Code::Of("ML"));
  EXPECT_EQ(Npi(claim, drug.rendering), "1003000126");
  EXPECT_EQ(Npi(claim, drug.ordering), "1111111112");
  EXPECT_EQ(drug.referring, kNoProvider);
  const ServiceLine& anesthesia = claim.service_lines[1];
  EXPECT_EQ(anesthesia.unit_basis, UnitBasis::kMinutes);
  EXPECT_EQ(anesthesia.units, 45000);
  EXPECT_EQ(anesthesia.minutes, 45);
  EXPECT_EQ(anesthesia.rendering, kNoProvider);
  EXPECT_EQ(anesthesia.place_of_service, Code());

  EXPECT_EQ(read.sources[0].at.segment, 13u);
  EXPECT_EQ(read.sources[0].claim, 1u);
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kDiagnosisPoint),
                                       Field(&X12Issue::problem, X12Problem::kNdcForm)));
}

TEST(X12Reader, ReadsAWholeInstitutionalClaim) {
  const Read read = ReadOne(
      Interchange(kParties + std::vector<std::string>{"CLM*C1*300***13:A:1**A*Y*Y",
                                                      "DTP*434*RD8*20240510-20240511",
                                                      "DTP*435*DT*202405101230",
                                                      "CL1*1*7*01",
                                                      "HI*ABK:I10:::::::Y",
                                                      "HI*ABJ:R079",
                                                      "HI*APR:R079*APR:R05",
                                                      "HI*ABN:W1830XA",
                                                      "HI*ABF:E119:::::::N",
                                                      "HI*BG:C5*BG:09",
                                                      "HI*BH:11:D8:20240509",
                                                      "HI*BI:74:RD8:20240501-20240503",
                                                      "HI*BE:A1:::120.5",
                                                      "HI*DR:470",
                                                      "NM1*71*1*ATT*END****XX*1245319599",
                                                      "PRV*AT*PXC*207R00000X",
                                                      "NM1*72*1*OPER*ATE****XX*1003000126",
                                                      "NM1*ZZ*1*OTHER*OPER****XX*1111111112",
                                                      "LX*1",
                                                      "SV2*0450*HC:99283:25*200*UN*1**50",
                                                      "DTP*472*D8*20240510",
                                                      "NM1*82*1*LINE*REN****XX*1111111112",
                                                      "LX*2",
                                                      "SV2*0120**100*DA*1"},
                  "005010X223A2"));
  const Claim& claim = read.claims[0];
  EXPECT_THAT(Fields(claim), IsEmpty());
  EXPECT_THAT(read.issues, IsEmpty());
  EXPECT_EQ(claim.type, ClaimType::kInstitutional);
  EXPECT_EQ(claim.type_of_bill, Code::Of("0131"));
  EXPECT_EQ(claim.frequency_code, Code::Of("1"));
  EXPECT_EQ(claim.place_of_service, Code());
  EXPECT_EQ(claim.statement_from.ToString(), "2024-05-10");
  EXPECT_EQ(claim.statement_through.ToString(), "2024-05-11");
  EXPECT_EQ(claim.admission_date.ToString(), "2024-05-10");
  EXPECT_EQ(claim.patient_status, Code::Of("01"));
  ASSERT_THAT(claim.diagnoses, SizeIs(6));
  const std::vector<DiagnosisRole> roles = {
      DiagnosisRole::kPrincipal,      DiagnosisRole::kAdmitting,     DiagnosisRole::kReasonForVisit,
      DiagnosisRole::kReasonForVisit, DiagnosisRole::kExternalCause, DiagnosisRole::kOther};
  for (size_t i = 0; i < roles.size(); ++i) EXPECT_EQ(claim.diagnoses[i].role, roles[i]) << i;
  EXPECT_EQ(claim.diagnoses[0].present_on_admission, 'Y');
  EXPECT_EQ(claim.diagnoses[1].present_on_admission, 0);
  EXPECT_EQ(claim.diagnoses[5].present_on_admission, 'N');
  EXPECT_THAT(claim.condition_codes, ElementsAre(Code::Of("C5"), Code::Of("09")));
  ASSERT_THAT(claim.occurrences, SizeIs(1));
  EXPECT_EQ(claim.occurrences[0].date.ToString(), "2024-05-09");
  ASSERT_THAT(claim.occurrence_spans, SizeIs(1));
  EXPECT_EQ(claim.occurrence_spans[0].through.ToString(), "2024-05-03");
  ASSERT_THAT(claim.value_codes, SizeIs(1));
  EXPECT_EQ(claim.value_codes[0].amount_cents, 12050);
  EXPECT_EQ(Npi(claim, claim.attending), "1245319599");
  EXPECT_EQ(claim.provider(claim.attending)->taxonomy_code, "207R00000X");
  EXPECT_EQ(Npi(claim, claim.operating), "1003000126");
  ASSERT_THAT(claim.service_lines, SizeIs(2));
  EXPECT_EQ(claim.service_lines[0].revenue_code, Code::Of("0450"));
  EXPECT_EQ(claim.service_lines[0].procedure_code, Code::Of("99283"));
  EXPECT_EQ(Npi(claim, claim.service_lines[0].rendering), "1111111112");
  EXPECT_EQ(claim.service_lines[1].procedure_code, Code());
  // An undated institutional line has the dates of the statement.
  EXPECT_EQ(claim.service_lines[1].service_date.ToString(), "2024-05-10");
  EXPECT_EQ(claim.service_lines[1].service_date_through.ToString(), "2024-05-11");
}

TEST(X12Reader, TwelveDiagnosesAreReadAndPointedTo) {
  std::string codes = "HI*ABK:A00";
  for (int i = 1; i < 12; ++i) codes += "*ABF:A" + std::to_string(10 + i);
  const Read read =
      ReadOne(Interchange(kParties + std::vector<std::string>{"CLM*C1*1***11:B:1", codes, "LX*1",
                                                              "SV1*HC:99213*1*UN*1***12:11:2:1"}));
  const Claim& claim = read.claims[0];
  EXPECT_THAT(Fields(claim), IsEmpty());
  ASSERT_THAT(claim.diagnoses, SizeIs(12));
  EXPECT_EQ(claim.diagnoses[11].code, Code::Of("A21"));
  EXPECT_EQ(claim.service_lines[0].pointer_count, 4);
  EXPECT_EQ(claim.service_lines[0].diagnosis_pointers[0], 12);
}

// One principal, one admitting, three reasons, twelve external causes and two segments of others.
TEST(X12Reader, AnInstitutionalClaimHasUpTo41Diagnoses) {
  const auto segment = [](const std::string& qualifier, int count, int from) {
    std::string text = "HI";
    for (int i = 0; i < count; ++i) text += "*" + qualifier + ":A" + std::to_string(from + i);
    return text;
  };
  const Read read = ReadOne(Interchange(
      kParties + std::vector<std::string>{"CLM*C1*1***11:A:1", segment("ABK", 1, 10),
                                          segment("ABJ", 1, 11), segment("APR", 3, 12),
                                          segment("ABN", 12, 20), segment("ABF", 12, 40),
                                          segment("ABF", 12, 60)},
      "005010X223A2"));
  EXPECT_THAT(Fields(read.claims[0]), IsEmpty());
  ASSERT_THAT(read.claims[0].diagnoses, SizeIs(41));
  EXPECT_EQ(read.claims[0].diagnoses[40].code, Code::Of("A71"));
  EXPECT_THAT(read.issues, IsEmpty());
}

TEST(X12Reader, AnInstitutionalClaimTellsOfAnAccidentByOccurrencesAndReference) {
  const Read read = ReadOne(Interchange(
      kParties + std::vector<std::string>{"CLM*C1*1***13:A:1", "REF*LU*IL",
                                          "HI*BH:11:D8:20240401*BH:04:D8:20240509",
                                          "NM1*77*2*FACILITY*****XX*2000000002", "REF*LU*99"},
      "005010X223A2"));
  const Claim& claim = read.claims[0];
  EXPECT_EQ(claim.accident.state, Code::Of("IL")) << "a provider's LU is a location number";
  EXPECT_EQ(claim.accident.date.ToString(), "2024-05-09");
  EXPECT_EQ(claim.accident.employment, Tristate::kYes);
  EXPECT_EQ(claim.accident.auto_accident, Tristate::kUnset);
}

TEST(X12Reader, AmountsMayBeWrittenInEveryFormX12Has) {
  for (const auto& [text, cents] : std::vector<std::pair<std::string, int64_t>>{
           {".01", 1}, {"75.", 7500}, {"75", 7500}, {"0.5", 50}, {"100.00", 10000}}) {
    const Read read =
        ReadOne(Interchange(kParties + std::vector<std::string>{"CLM*C1*" + text + "***11:B:1"}));
    EXPECT_EQ(read.claims[0].total_charge_cents, cents) << text;
  }
}

TEST(X12Reader, AClaimBelongsToTheInnermostOpenLevel) {
  const Read read = ReadAll(Interchange({"HL*1**20*1",
                                         "NM1*85*2*FIRST*****XX*1234567893",
                                         "HL*2*1*22*1",
                                         "SBR*P*18*******MC",
                                         "NM1*IL*1*DOE*JO****MI*MEMBER1",
                                         "DMG*D8*19500102*F",
                                         "CLM*OWN*1***11:B:1*Y*A*Y*Y",
                                         "HL*3*2*23*0",
                                         "PAT*19**D8*D8*20240101",
                                         "NM1*QC*1*DOE*CHILD",
                                         "DMG*D8*20100203*M",
                                         "CLM*CHILD*1***11:B:1*Y*C*Y*Y",
                                         "CLM*CHILD2*1***11:B:1*Y*C*Y*Y",
                                         "HL*4*1*22*0",
                                         "SBR*P********CI",
                                         "NM1*IL*1*ROE*ED****MI*MEMBER2",
                                         "DMG*D8*19600102*M",
                                         "CLM*UNKNOWN*1***11:B:1*Y*A*Y*Y",
                                         "HL*5**20*1",
                                         "NM1*85*1*SECOND*****XX*1245319599",
                                         "HL*6*5*22*0",
                                         "SBR*P*18*******ZZ",
                                         "CLM*LAST*1***11:B:1*Y*A*Y*Y"}));
  EXPECT_TRUE(read.status.ok()) << read.status;
  ASSERT_THAT(read.claims, SizeIs(5));
  const auto& [own, child, child2, unknown, last] =
      std::tie(read.claims[0], read.claims[1], read.claims[2], read.claims[3], read.claims[4]);
  EXPECT_EQ(own.patient.birth_date.ToString(), "1950-01-02");
  EXPECT_EQ(own.payer.line_of_business, LineOfBusiness::kMedicaid);
  EXPECT_EQ(child.claim_id, "CHILD");
  EXPECT_EQ(child.subscriber_id, "MEMBER1");
  EXPECT_EQ(child.patient.birth_date.ToString(), "2010-02-03");
  EXPECT_EQ(child.patient.sex, Sex::kMale);
  EXPECT_EQ(child.accept_assignment, Tristate::kNo);
  EXPECT_EQ(child2.patient.birth_date, child.patient.birth_date);
  EXPECT_EQ(child2.claim_id, "CHILD2");
  EXPECT_EQ(unknown.subscriber_id, "MEMBER2");
  EXPECT_FALSE(unknown.patient.birth_date.has_value());
  EXPECT_EQ(unknown.payer.line_of_business, LineOfBusiness::kCommercial);
  EXPECT_EQ(Npi(unknown, unknown.billing), "1234567893");
  EXPECT_EQ(Npi(last, last.billing), "1245319599");
  EXPECT_EQ(last.payer.line_of_business, LineOfBusiness::kUnset);
  EXPECT_EQ(last.payer.filing_indicator, Code::Of("ZZ"));
  EXPECT_EQ(last.subscriber_id, "");
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kPatientUnknown)));
  EXPECT_EQ(read.totals.claims, 5u);
  EXPECT_EQ(read.totals.service_lines, 0u);
}

TEST(X12Reader, ReadsTheDatesOfATreatmentAndItsRelationship) {
  auto parties = kParties;
  parties[6] = "SBR*P********CI";
  const Read read = ReadOne(Interchange(
      parties +
      std::vector<std::string>{"HL*3*2*23*0", "PAT*19", "NM1*QC*1*DOE*JIM", "DMG*D8*20100102*M"} +
      std::vector<std::string>{kClaim[0], "DTP*431*D8*20240501", "DTP*484*D8*20240401", kClaim[1]} +
      kLine + std::vector<std::string>{"DTP*454*D8*20240502"}));
  const Claim& claim = read.claims[0];
  EXPECT_EQ(claim.patient.relationship, Code::Of("19"));
  EXPECT_EQ(claim.onset_date.ToString(), "2024-05-01");
  EXPECT_EQ(claim.last_menstrual_period_date.ToString(), "2024-04-01");
  EXPECT_EQ(claim.initial_treatment_date.ToString(), "2024-05-02") << "stated on the line";
}

TEST(X12Reader, PayToPartiesDoNotOverwriteTheBillingProvider) {
  auto parties = kParties;
  parties.insert(parties.begin() + 5,
                 {"NM1*87*2", "N4*ELSEWHERE*CA*90001", "NM1*PE*2*PLAN*****PI*X",
                  "N4*ELSEWHERE*CA*90001", "REF*EI*999999999"});
  const Read read = ReadOne(Interchange(parties + kClaim + kLine));
  const Provider& billing = *read.claims[0].provider(read.claims[0].billing);
  EXPECT_EQ(billing.state, Code::Of("IL"));
  EXPECT_EQ(billing.tax_id, "123456789");
}

TEST(X12Reader, TheFirstOfARepeatedLoopStands) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim +
      std::vector<std::string>{"NM1*DN*1*A*****XX*1245319599", "NM1*DN*1*B*****XX*1003000126"}));
  EXPECT_EQ(Npi(read.claims[0], read.claims[0].referring), "1245319599");
}

TEST(X12Reader, SegmentsAfterAProviderStillBelongToTheClaimOrLine) {
  const Read read = ReadOne(
      Interchange(kParties + kClaim +
                  std::vector<std::string>{"NM1*82*1*A*****XX*1245319599", "REF*G1*AUTH", "LX*4",
                                           "SV1*HC:99213*1*UN*1***1", "SVD*OTHER*1*HC:99213**1",
                                           "DTP*573*D8*20240601", "DTP*472*D8*20240510",
                                           "NM1*82*1*B*****XX*1003000126"}));
  const Claim& claim = read.claims[0];
  EXPECT_EQ(claim.prior_authorization_number, "AUTH");
  EXPECT_EQ(claim.service_lines[0].line_number, 4);
  EXPECT_EQ(claim.service_lines[0].service_date.ToString(), "2024-05-10");
  EXPECT_EQ(Npi(claim, claim.service_lines[0].rendering), "1003000126");
  EXPECT_EQ(Npi(claim, claim.rendering), "1245319599");
  EXPECT_THAT(Fields(claim), IsEmpty());
}

TEST(X12Reader, AClaimDateStandsForUndatedLines) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim +
      std::vector<std::string>{"DTP*472*D8*20240509", "LX*1", "SV1*HC:99213*1*UN*1***1", "LX*2",
                               "SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20240510", "LX*3",
                               "SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20240532"}));
  const auto& lines = read.claims[0].service_lines;
  EXPECT_EQ(lines[0].service_date.ToString(), "2024-05-09");
  EXPECT_EQ(lines[1].service_date.ToString(), "2024-05-10");
  EXPECT_FALSE(lines[2].service_date.has_value());
}

TEST(X12Reader, LinesBeyondTheLimitAreNamed) {
  auto body = kParties + kClaim;
  for (int i = 1; i <= 4; ++i) {
    body = body + std::vector<std::string>{"LX*" + std::to_string(i),
                                           "SV1*HC:99213*1*UN*1***1",
                                           "DTP*472*D8*20240510",
                                           "NM1*82*1*A*****XX*1245319599",
                                           "REF*G1*A",
                                           "LIN**N4*1",
                                           "CTP****1*UN"};
  }
  const Read read = ReadAll(Interchange(body), {.max_lines_per_claim = 2});
  ASSERT_THAT(read.claims, SizeIs(1));
  EXPECT_THAT(read.claims[0].service_lines, SizeIs(2));
  EXPECT_THAT(Fields(read.claims[0]), ElementsAre("service_lines"));
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kTooManyLines)));
}

TEST(X12Reader, LineNumbersAreUnique) {
  std::vector<std::string> body = kParties + kClaim;
  for (const char* number : {"2", "2", "0", "x", "3", "9"}) {
    body = body + std::vector<std::string>{std::string("LX*") + number, "SV1*HC:99213*1*UN*1***1"};
  }
  const Read read = ReadOne(Interchange(body));
  std::vector<int> numbers;
  for (const ServiceLine& line : read.claims[0].service_lines) numbers.push_back(line.line_number);
  EXPECT_THAT(numbers, ElementsAre(2, 3, 4, 5, 6, 9));
}

TEST(X12Reader, ControlNumbersComeWithTheClaim) {
  const Read read = ReadOne(Interchange(kParties + kClaim));
  EXPECT_EQ(read.sources[0].interchange_control, "000000001");
  EXPECT_EQ(read.sources[0].group_control, "7");
  EXPECT_EQ(read.sources[0].transaction_control, "0001");
  EXPECT_EQ(read.sources[0].claim_id, "") << "only with keep_source";
}

TEST(X12Reader, ReadsTheShippedSample) {
  std::ifstream file("sample_data/claims/sample_837p.txt", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const Read read = ReadAll(bytes.str());
  EXPECT_TRUE(read.status.ok()) << read.status;
  EXPECT_THAT(read.issues, IsEmpty());
  ASSERT_THAT(read.claims, SizeIs(8));
  for (const Claim& claim : read.claims) {
    EXPECT_THAT(Fields(claim), IsEmpty());
    int64_t sum = 0;
    for (const ServiceLine& line : claim.service_lines) {
      sum += line.charge_cents;
      EXPECT_EQ(line.service_date.ToString(), "2024-05-10");
    }
    EXPECT_EQ(sum, claim.total_charge_cents) << claim.claim_id;
    EXPECT_TRUE(claim.patient.birth_date.has_value());
  }
}

}  // namespace
}  // namespace scrubline
