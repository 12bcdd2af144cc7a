#include "ingest/x12/reader.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Property;
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
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kNdcForm)));
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

TEST(X12Reader, WhatCannotBeReadIsAbsentAndNamed) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
    std::vector<std::string> fields;
  };
  const auto with = [](size_t place, const std::string& segment) {
    auto parties = kParties;
    parties[place] = segment;
    return parties + kClaim + kLine;
  };
  const auto claim = [](const std::string& segment) {
    return kParties + kClaim + std::vector<std::string>{segment} + kLine;
  };
  const auto line = [](const std::string& service,
                       const std::string& date = "DTP*472*D8*20240510") {
    return kParties + kClaim + kLine + std::vector<std::string>{"LX*2", service, date};
  };
  const std::string long_text(81, 'X');
  const std::vector<Case> cases = {
      {"birth date", with(8, "DMG*D8*19501332*F"), {"patient.birth_date"}},
      {"sex", with(8, "DMG*D8*19500102*X"), {"patient.sex"}},
      {"billing npi", with(2, "NM1*85*2*GROUP*****24*123456789"), {"billing.npi"}},
      {"billing taxonomy", with(1, "PRV*BI*ZZ*261QM1300X"), {"billing.taxonomy_code"}},
      {"member", with(7, "NM1*IL*1*DOE*JO****MI*" + long_text), {"subscriber_id"}},
      {"lost segment above", with(4, "?REF*EI*1"), {"claim"}},
      {"unknown segment", claim("ZZZ*1"), {"claim"}},
      {"no level", {"CLM*C1*1***11:B:1*Y*A*Y*Y"}, {"payer"}},
      {"charge",
       kParties + std::vector<std::string>{"CLM*C1*1,000***11:B:1"},
       {"total_charge_cents"}},
      {"negative charge",
       kParties + std::vector<std::string>{"CLM*C1*-5***11:B:1"},
       {"total_charge_cents"}},
      {"exponent",
       kParties + std::vector<std::string>{"CLM*C1*1E2***11:B:1"},
       {"total_charge_cents"}},
      {"three decimals",
       kParties + std::vector<std::string>{"CLM*C1*1.005***11:B:1"},
       {"total_charge_cents"}},
      {"place", kParties + std::vector<std::string>{"CLM*C1*1***1-1:B:1"}, {"place_of_service"}},
      {"assignment",
       kParties + std::vector<std::string>{"CLM*C1*1***11:B:1*Y*Q"},
       {"accept_assignment"}},
      {"kind", kParties + std::vector<std::string>{"CLM*C1*1***11:A:1"}, {"type"}},
      {"claim id",
       kParties + std::vector<std::string>{"CLM*" + long_text + "*1***11:B:1"},
       {"claim_id"}},
      {"accident", kParties + std::vector<std::string>{"CLM*C1*1***11:B:1******XX"}, {"accident"}},
      {"admission", claim("DTP*435*D8*2024051"), {"admission_date"}},
      {"control character", claim("REF*G1*A\x01"), {"prior_authorization_number"}},
      {"rendering npi", claim("NM1*82*1*A*B****34*123"), {"rendering.npi"}},
      {"rendering state", claim("NM1*77*2*A*****XX*1\x7eN4*C*A-B*1"), {"service_facility.state"}},
      {"diagnosis", claim("HI*ABF:TOOLONGCODE"), {"diagnoses[2].code"}},
      {"diagnosis gap",
       kParties + std::vector<std::string>{"CLM*C1*1***11:B:1", "HI*ABK:I10**ABF:E119"},
       {"diagnoses[1].code"}},
      {"diagnosis qualifier", claim("HI*XYZ:I10"), {"diagnoses"}},
      {"13 diagnoses",
       claim("HI*ABF:A1*ABF:A2*ABF:A3*ABF:A4*ABF:A5*ABF:A6*ABF:A7*ABF:A8*ABF:A9*ABF:B1*ABF:B2"),
       {"diagnoses"}},
      {"present on admission", claim("HI*ABF:A1:::::::Q"), {"diagnoses[2].present_on_admission"}},
      {"line date",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20260230"),
       {"service_lines[1].service_date"}},
      {"line range",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*RD8*20240510"),
       {"service_lines[1].service_date"}},
      {"line date format",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D6*240510"),
       {"service_lines[1].service_date"}},
      {"procedure", line("SV1*HC:992139921*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"procedure bytes",
       line("SV1*HC:99\xC3\xA9*1*UN*1***1"),
       {"service_lines[1].procedure_code"}},
      {"procedure missing", line("SV1*HC*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"procedure qualifier", line("SV1*ER:99213*1*UN*1***1"), {"service_lines[1].procedure_code"}},
      {"modifier", line("SV1*HC:99213:2#*1*UN*1***1"), {"service_lines[1].modifiers"}},
      {"fifth modifier",
       line("SV1*HC:99213:25:26:59:RT:LT*1*UN*1***1"),
       {"service_lines[1].modifiers"}},
      {"line charge", line("SV1*HC:99213*1.2.3*UN*1***1"), {"service_lines[1].charge_cents"}},
      {"units", line("SV1*HC:99213*1*UN*-1***1"), {"service_lines[1].units"}},
      {"units of nan", line("SV1*HC:99213*1*UN*NaN***1"), {"service_lines[1].units"}},
      {"units too fine", line("SV1*HC:99213*1*UN*0.0001***1"), {"service_lines[1].units"}},
      {"unit basis", line("SV1*HC:99213*1*F2*1***1"), {"service_lines[1].unit_basis"}},
      {"line place", line("SV1*HC:99213*1*UN*1*1 1**1"), {"service_lines[1].place_of_service"}},
      {"pointer of 13",
       line("SV1*HC:99213*1*UN*1***1:13"),
       {"service_lines[1].diagnosis_pointers"}},
      {"pointer of 0", line("SV1*HC:99213*1*UN*1***0"), {"service_lines[1].diagnosis_pointers"}},
      {"pointer of A", line("SV1*HC:99213*1*UN*1***A"), {"service_lines[1].diagnosis_pointers"}},
      {"other kind of line", line("SV2*0450*HC:99213*1*UN*1"), {"type"}},
      {"dental line", line("SV3*AD:D0120*1"), {"type"}},
      {"no service", line("NTE*ADD*NOTHING"), {"service_lines[1].procedure_code"}},
      {"drug quantity",
       line("SV1*HC:99213*1*UN*1***1", "DTP*472*D8*20240510~LIN**N4*1~CTP****x*ML"),
       {"service_lines[1].ndc_quantity"}},
      {"line rendering npi",
       line("SV1*HC:99213*1*UN*1***1", "NM1*82*1*A*B****34*123"),
       {"service_lines[1].rendering.npi"}},
      {"lost segment of a line", line("SV1*HC:99213*1*UN*1***1", "*DTP"), {"service_lines[1]"}},
      {"lost segment of the claim", claim("h1*ABK"), {"claim"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(Interchange(test.body));
    EXPECT_EQ(Fields(read.claims[0]), test.fields);
    for (const Unreadable& entry : read.claims[0].unreadable) {
      EXPECT_EQ(entry.line, entry.field.starts_with("service_lines[1]") ? 1 : -1);
      EXPECT_FALSE(entry.problem.empty());
    }
  }
}

TEST(X12Reader, ContextThatCannotBeReadIsNamedInEveryClaimBelowIt) {
  auto parties = kParties;
  parties[2] = "NM1*85*2*GROUP*****24*123456789";
  const Read read = ReadAll(Interchange(
      parties + kClaim + kLine + kClaim + kLine + std::vector<std::string>{"HL*3*1*22*0"} + kClaim +
      std::vector<std::string>{"HL*4**20*1", "HL*5*4*22*0"} + kClaim));
  ASSERT_THAT(read.claims, SizeIs(4));
  for (size_t i = 0; i < 3; ++i) EXPECT_THAT(Fields(read.claims[i]), ElementsAre("billing.npi"));
  EXPECT_THAT(Fields(read.claims[3]), IsEmpty());
}

TEST(X12Reader, StructureThatIsWrongIsReportedAndReadOn) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
    X12Problem problem;
  };
  const auto claim = [](const std::vector<std::string>& more) { return kParties + kClaim + more; };
  const std::vector<Case> cases = {
      {"icd-9", kParties + std::vector<std::string>{"CLM*C*1***11:B:1", "HI*BK:4019"},
       X12Problem::kIcd9},
      {"two HI", claim({"HI*ABF:E118"}), X12Problem::kDiagnosisSplit},
      {"unknown party", claim({"NM1*36*1*A"}), X12Problem::kPartyUnexpected},
      {"ordering at the claim", claim({"NM1*DK*1*A*****XX*1245319599"}), X12Problem::kMisplaced},
      {"second referring", claim({"NM1*DN*1*A", "NM1*DN*1*B"}), X12Problem::kLoopRepeated},
      {"second date", claim(kLine + std::vector<std::string>{"DTP*472*D8*20240511"}),
       X12Problem::kSegmentRepeated},
      {"second authorization", claim({"REF*G1*A", "REF*G1*B"}), X12Problem::kSegmentRepeated},
      {"claim date", claim({"DTP*472*D8*20240510"}), X12Problem::kMisplaced},
      {"no LX", claim({"SV1*HC:99213*1*UN*1***1"}), X12Problem::kLineWithoutLx},
      {"LX repeats", claim(kLine + kLine), X12Problem::kLineNumber},
      {"filing",
       {"HL*1**20*1", "HL*2*1*22*0", "SBR*P*18*******QQ", "CLM*C*1***11:B:1"},
       X12Problem::kLineOfBusiness},
      {"parent",
       {"HL*1**20*1", "HL*2*7*22*0", "SBR*P*18", "CLM*C*1***11:B:1"},
       X12Problem::kHierarchy},
      {"latin-1", claim({"REF*G1*\xE9"}), X12Problem::kCharset},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(Interchange(test.body));
    EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, test.problem)));
    EXPECT_EQ(read.issues[0].position.transaction, 1u);
    EXPECT_GT(read.issues[0].position.segment, 2u);
  }
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

TEST(X12Reader, TheGuideIsFoundOutAndOthersAreRefused) {
  struct Case {
    std::string st03, gs08, clm05;
    ClaimType type;  // kUnset: refused
  };
  const std::vector<Case> cases = {
      {"005010X222A1", "005010X222A1", "11:B:1", ClaimType::kProfessional},
      {"005010X222", "005010X222", "11:B:1", ClaimType::kProfessional},
      {"005010X223A3", "005010X223A2", "13:A:1", ClaimType::kInstitutional},
      {"005010X223A2", "005010X222A1", "13:A:1", ClaimType::kInstitutional},
      {"", "005010X223A2", "13:A:1", ClaimType::kInstitutional},
      {"", "005010", "13:A:1", ClaimType::kInstitutional},
      {"", "", "11:B:1", ClaimType::kProfessional},
      {"005010X222A1", "005010X221A1", "11:B:1", ClaimType::kProfessional},
      {"005010X224A2", "005010X224A2", "11:B:1", ClaimType::kUnset},
      {"005010X291", "005010X291", "11:B:1", ClaimType::kUnset},
      {"005010X298", "005010X298", "11:B:1", ClaimType::kUnset},
      {"", "004010X098A1", "11:B:1", ClaimType::kUnset},
      {"004010X096A1", "005010X222A1", "11:B:1", ClaimType::kUnset},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.st03 + " in " + test.gs08);
    const Read read = ReadAll(
        kIsa + Lines({"GS*HC*S*R*20240513*0930*7*X*" + test.gs08, "ST*837*0001*" + test.st03}) +
        Lines(kParties) + Lines({"CLM*C*1***" + test.clm05}) +
        Lines({"SE*13*0001", "GE*1*7", "IEA*1*000000001"}));
    if (test.type == ClaimType::kUnset) {
      EXPECT_EQ(read.status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_THAT(read.issues, HasProblem(X12Problem::kGuideUnsupported));
      EXPECT_THAT(read.claims, IsEmpty());
    } else {
      EXPECT_TRUE(read.status.ok()) << read.status;
      ASSERT_THAT(read.claims, SizeIs(1));
      EXPECT_EQ(read.claims[0].type, test.type);
    }
  }
}

TEST(X12Reader, OtherTransactionsAreRefusedAndReadingGoesOn) {
  const std::string remittance =
      kIsa + Lines({"GS*HP*S*R*20240513*0930*8*X*005010X221A1", "ST*835*0001", "BPR*I*1",
                    "CLP*C1*1*1*1", "SE*4*0001", "GE*1*8", "IEA*1*000000001"});
  const Read both = ReadAll(remittance + Interchange(kParties + kClaim + kLine));
  EXPECT_TRUE(both.status.ok()) << both.status;
  EXPECT_THAT(both.claims, SizeIs(1));
  EXPECT_THAT(both.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kNotClaims)));
  EXPECT_EQ(
      both.issues[0].ToString(),
      "error: interchange 1, group 1, transaction 1, segment 1, byte 148: the transaction set "
      "holds no claims and was skipped (835); send 837 transactions");
  EXPECT_EQ(both.sources[0].at.interchange, 2u);
  EXPECT_EQ(both.sources[0].at.transaction, 2u);

  const Read alone = ReadAll(remittance);
  EXPECT_EQ(alone.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(alone.status.message()), HasSubstr("found 835"));
}

TEST(X12Reader, InputThatIsNoX12IsAClearError) {
  struct Case {
    std::string bytes, message;
  };
  const std::vector<Case> cases = {
      {"", "the input is empty"},
      {" \r\n ", "the input is empty"},
      {"claim_id,code\n1,99213\n",
       "no ISA segment in the first 22 bytes: the input is not an X12 interchange"},
      {std::string(100000, 'x'),
       "no ISA segment in the first 65536 bytes: the input is not an X12 interchange"},
      {std::string(100000, 'x') + kIsa,
       "no ISA segment in the first 65536 bytes: the input is not an X12 interchange"},
      {"GS*HC*S*R~ST*837*1~",
       "the input begins with GS: the ISA segment of the envelope is missing; add it"},
      {"ST*837*1~", "the input begins with ST: the ISA segment of the envelope is missing; add it"},
      {std::string("I\0S\0A\0*\0", 8), "the input looks like UTF-16; convert it to ASCII or UTF-8"},
      {"ISA*00*short~GS*HC~",
       "byte 0: the ISA segment is garbled: 16 elements and three different separators were "
       "expected; write the ISA with its fixed widths"},
      {std::string(kIsa) + "IEA*0*000000001~",
       "the input holds no 837 professional or institutional transaction (no transaction); send "
       "005010X222A1 or 005010X223A2"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.message);
    const Read read = ReadAll(test.bytes);
    EXPECT_EQ(read.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(read.status.message()), test.message);
    EXPECT_THAT(read.claims, IsEmpty());
  }
}

TEST(X12Reader, ATruncatedFileDeliversItsCompleteClaims) {
  const std::string whole = Interchange(kParties + kClaim + kLine + kClaim + kLine + kLine);
  const size_t second = whole.rfind("CLM*");
  const size_t transaction_end = whole.find("SE*");
  for (size_t size = 1; size < whole.size(); ++size) {
    SCOPED_TRACE(size);
    const Read read = ReadAll(whole.substr(0, size));
    // Within the terminated SE and behind it nothing of a claim is missing.
    const size_t complete = whole.find('~', transaction_end);
    if (size > complete) {
      EXPECT_TRUE(read.status.ok()) << read.status;
      EXPECT_THAT(read.claims, SizeIs(2));
    } else {
      EXPECT_FALSE(read.status.ok());
      EXPECT_THAT(read.claims, SizeIs(size > whole.find('~', second) ? 1 : 0));
    }
  }
  const Read read = ReadAll(whole.substr(0, second + 40));
  EXPECT_EQ(read.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(std::string(read.status.message()),
            "the input ends at byte " + std::to_string(second + 40) +
                " inside transaction 1, after 1 complete claims; send the whole file");
  EXPECT_THAT(read.issues, HasProblem(X12Problem::kTruncated));
}

TEST(X12Reader, EnvelopeFaultsAreReportedAndClaimsRead) {
  const std::string body = Lines(kParties + kClaim + kLine);
  const std::string gs = "GS*HC*S*R*20240513*0930*7*X*005010X222A1~";
  const std::string st = "ST*837*0001*005010X222A1~";
  const std::string se = "SE*17*0001~";
  struct Case {
    std::string name, bytes;
    X12Problem problem;
  };
  const std::vector<Case> cases = {
      {"no SE", kIsa + gs + st + body + "GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionTrailerMissing},
      {"SE01", kIsa + gs + st + body + "SE*99*0001~GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionCount},
      {"SE02", kIsa + gs + st + body + "SE*17*0002~GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionControlNumber},
      {"no GE", kIsa + gs + st + body + se + "IEA*1*000000001~", X12Problem::kGroupTrailerMissing},
      {"GE01", kIsa + gs + st + body + se + "GE*2*7~IEA*1*000000001~", X12Problem::kGroupCount},
      {"GE02", kIsa + gs + st + body + se + "GE*1*8~IEA*1*000000001~",
       X12Problem::kGroupControlNumber},
      {"no IEA", kIsa + gs + st + body + se + "GE*1*7~", X12Problem::kInterchangeTrailerMissing},
      {"IEA01", kIsa + gs + st + body + se + "GE*1*7~IEA*2*000000001~",
       X12Problem::kInterchangeCount},
      {"IEA02", kIsa + gs + st + body + se + "GE*1*7~IEA*1*000000002~",
       X12Problem::kInterchangeControlNumber},
      {"GS01", kIsa + ("GS*HP" + gs.substr(5)) + st + body + se + "GE*1*7~IEA*1*000000001~",
       X12Problem::kGroupKind},
      {"no GS", kIsa + st + body + se + "IEA*0*000000001~", X12Problem::kGroupHeaderMissing},
      {"stray segment", kIsa + gs + "N4*A~" + st + body + se + "GE*1*7~IEA*1*000000001~",
       X12Problem::kOutsideTransaction},
      {"prose behind", kIsa + gs + st + body + se + "GE*1*7~IEA*1*000000001~\nthe end",
       X12Problem::kBytesSkipped},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(test.bytes);
    EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, test.problem)));
  }
}

TEST(X12Reader, CompositesWrittenWithAnotherSeparatorAreRead) {
  auto body = kParties +
              std::vector<std::string>{"CLM*C1*100***11>B>1*Y*A*Y*Y", "HI*ABK>I10*ABF>E119", "LX*1",
                                       "SV1*HC>99213>25*100*UN*1***1>2", "DTP*472*D8*20240510"};
  const Read read = ReadOne(Interchange(body));
  const ServiceLine& line = read.claims[0].service_lines[0];
  EXPECT_EQ(read.claims[0].place_of_service, Code::Of("11"));
  EXPECT_EQ(line.procedure_code, Code::Of("99213"));
  EXPECT_EQ(line.modifiers[0], Code::Of("25"));
  EXPECT_EQ(line.pointer_count, 2);
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kComponentSeparator)));
  EXPECT_THAT(Fields(read.claims[0]), IsEmpty());
}

TEST(X12Reader, TextIsAlwaysUtf8) {
  const Read read = ReadOne(Interchange(
      kParties + std::vector<std::string>{"CLM*caf\xE9*1***11:B:1", "REF*G1*caf\xC3\xA9",
                                          "REF*9F*\xED\xA0\x80"}));
  EXPECT_EQ(read.claims[0].claim_id, "caf\xC3\xA9");
  EXPECT_EQ(read.claims[0].prior_authorization_number, "caf\xC3\xA9");
  EXPECT_EQ(read.claims[0].referral_number, "\xC3\xAD\xC2\xA0\xC2\x80");
}

TEST(X12Reader, WarningsDoNotHideErrors) {
  std::vector<std::string> body = kParties + kClaim;
  for (int i = 0; i < 50; ++i) body.push_back("NM1*36*1*A");
  body.push_back("?*lost");
  const Read read = ReadAll(Interchange(body), {.max_issues = 5});
  EXPECT_THAT(read.issues, SizeIs(6));
  EXPECT_EQ(read.issues.back().problem, X12Problem::kSegmentName);
  EXPECT_EQ(read.dropped, 45u);
}

TEST(X12Reader, UnreadableEntriesAreBounded) {
  std::vector<std::string> body = kParties + kClaim;
  for (int i = 0; i < 5000; ++i) body.push_back("HI*XX:1*XX:2");
  const Read read = ReadOne(Interchange(body));
  EXPECT_THAT(read.claims[0].unreadable, SizeIs(1001));
}

TEST(X12Reader, OverlongSegmentsAreSkippedAndTheClaimSaysSo) {
  const Read read = ReadOne(Interchange(
      kParties + kClaim +
      std::vector<std::string>{"NTE*ADD*" + std::string(70000, 'x'), "REF*G1*AUTH"} + kLine));
  EXPECT_THAT(Fields(read.claims[0]), ElementsAre("claim"));
  EXPECT_EQ(read.claims[0].prior_authorization_number, "AUTH");
  EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kSegmentTooLong)));
}

TEST(X12Reader, NothingItSaysHoldsAPatientsData) {
  auto parties = kParties;
  parties[7] = "NM1*IL*1*SECRETNAME*JO****MI*SECRET" + std::string(80, 'X');
  parties[8] = "DMG*D8*SECRET*SECRET";
  const Read read = ReadAll(Interchange(
      parties + std::vector<std::string>{"CLM*SECRET\x01*SECRET***SECRETSECRET:B:SECRETSECRET",
                                         "SECRET*A", "HI*ABK:SECRETSECRET", "LX*SECRET",
                                         "SV1*HC:SECRETSECRET*SECRET*SECRET*SECRET***SECRET",
                                         "DTP*472*D8*SECRET"}));
  ASSERT_THAT(read.claims, SizeIs(1));
  EXPECT_THAT(read.claims[0].unreadable, SizeIs(testing::Ge(12)));
  for (const Unreadable& entry : read.claims[0].unreadable) {
    EXPECT_THAT(std::string(entry.field) + std::string(entry.problem), Not(HasSubstr("SECRET")));
  }
  for (const X12Issue& issue : read.issues) {
    EXPECT_THAT(issue.ToString(), Not(HasSubstr("SECRET")));
  }
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
