#include "rules_engine/parse/claim_yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/parse/yaml_reader.h"

namespace scrubline {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::shared_ptr<const Claim> Read(const std::string& text, Diagnostics& diagnostics,
                                  const ClaimDefaults& defaults = {}) {
  const NodePtr root = ReadYaml(std::make_shared<SourceFile>("a.yaml", text), diagnostics);
  MapReader map(*root, "a claim", diagnostics);
  auto claim = ReadClaim(map, defaults, diagnostics);
  map.Finish();
  return claim;
}

TEST(ClaimYamlTest, WhatIsNotWrittenIsAbsentButForTheDefaults) {
  Diagnostics diagnostics;
  const ClaimDefaults defaults = {.service_date = *Date::Parse("2026-01-01"),
                                  .line_of_business = LineOfBusiness::kMedicaid,
                                  .payer_id = "P1",
                                  .state = Code::Of("NY")};
  const auto claim =
      Read("lines: [{procedure_code: 99213}, {units: ~, service_date: ~}]", diagnostics, defaults);
  ASSERT_THAT(diagnostics, IsEmpty()) << ToString(diagnostics);
  EXPECT_EQ(claim->type, ClaimType::kProfessional);
  EXPECT_EQ(claim->payer.id, "P1");
  EXPECT_EQ(claim->payer.line_of_business, LineOfBusiness::kMedicaid);
  EXPECT_EQ(claim->provider(claim->billing)->npi, "1234567893");
  EXPECT_EQ(claim->provider(claim->billing)->state, Code::Of("NY"));
  EXPECT_EQ(claim->rendering, kNoProvider);
  const ServiceLine& first = claim->service_lines[0];
  EXPECT_EQ(first.line_number, 1);
  EXPECT_EQ(first.procedure_code, Code::Of("99213"));
  EXPECT_EQ(first.service_date.ToString(), "2026-01-01");
  EXPECT_EQ(first.units, kThousandths);
  EXPECT_EQ(first.charge_cents, kUnset);
  EXPECT_TRUE(first.place_of_service.empty());
  const ServiceLine& second = claim->service_lines[1];
  EXPECT_EQ(second.units, kUnset) << "`~` is absent in spite of the default";
  EXPECT_FALSE(second.service_date.has_value());
}

TEST(ClaimYamlTest, EveryField) {
  Diagnostics diagnostics;
  const auto claim = Read(R"(
claim_id: C1
type: INSTITUTIONAL
tenant_id: T1
payer: {id: X, name: Payer X, line_of_business: Medicare_Advantage, plan_id: HMO, filing_indicator: MB, responsibility: SECONDARY}
patient: {id: P, birth_date: 1980-02-29, sex: FEMALE, death_date: 2026-02-01, relationship: 19}
subscriber_id: S
frequency_code: "7"
original_reference_number: ORN
place_of_service: 21
type_of_bill: 0131
statement_from: 2026-01-01
statement_through: 2026-01-31
admission_date: 2026-01-01
patient_status: 01
submitted_date: 2026-02-02
received_date: 2026-02-03
accept_assignment: true
prior_authorization_number: A
referral_number: R
clia_number: 11D0000000
total_charge_cents: 12345
condition_codes: [G0]
occurrences: [{code: 11, date: 2026-01-01}]
occurrence_spans: [{code: 74, from: 2026-01-01, through: 2026-01-02}]
value_codes: [{code: 80, amount_cents: 1.50}]
accident: {auto: yes, employment: no, state: NY, date: 2026-01-01}
initial_treatment_date: 2025-12-01
last_menstrual_period_date: 2025-12-02
onset_date: 2025-12-03
eligibility: {effective_from: 2025-01-01, effective_through: 2026-12-31}
authorizations:
  - {number: A0, procedure_codes: ["97140"]}
  - {number: A, from: 2026-01-01, through: 2026-06-30, procedure_codes: ["97110", "97112"], units_approved: 10, units_used: 2.5, provider_npi: "1993999998"}
other_payers: [{payer_id: Y, responsibility: primary, paid_cents: 40.00, adjusted_cents: 8000, filing_indicator: CI, remittance_date: 2026-02-01}]
accumulators: [{name: therapy_ot, amount_cents: 2000.00}]
diagnoses: [E11.9, {code: I10, role: PRINCIPAL, present_on_admission: Y}]
billing: {tax_id: "123456789", entity_type: organization}
rendering: {npi: "1993999998", taxonomy_code: 207Q00000X, specialty_code: 08}
attending: {npi: ~}
service_date: 2026-01-05
service_lines:
  - line_number: 7
    procedure_code: j9035
    modifiers: [jw, "", "25", ""]
    service_date_through: 2026-01-06
    units: 1.5
    unit_basis: UNITS
    charge_cents: 120.05
    place_of_service: 11
    diagnosis_pointers: [2, 1]
    revenue_code: 0636
    ndc: "50242006001"
    ndc_quantity: 4
    ndc_unit: ML
    minutes: 30
    wasted_quantity: 0.5
    noncovered_charge_cents: 20.00
    single_dose: yes
    ordering: {npi: "1993999998", taxonomy_code: 207Q00000X, specialty_code: 08}
    draft: {source: scribe, model: n, model_version: "4", confidence: 0.75}
history:
  - {claim_id: OLD, payer_control_number: ICN, status: PAID, line: {procedure_code: "45380"}}
draft: {source: coder, model: m, model_version: "3", confidence: 0.5}
)",
                          diagnostics);
  ASSERT_THAT(diagnostics, IsEmpty()) << ToString(diagnostics);
  EXPECT_EQ(claim->type, ClaimType::kInstitutional);
  EXPECT_EQ(claim->payer.line_of_business, LineOfBusiness::kMedicareAdvantage);
  EXPECT_EQ(claim->patient.sex, Sex::kFemale);
  EXPECT_EQ(claim->type_of_bill, Code::Of("0131"));
  EXPECT_EQ(claim->accept_assignment, Tristate::kYes);
  EXPECT_EQ(claim->total_charge_cents, 12345);
  EXPECT_EQ(claim->value_codes[0].amount_cents, 150);
  EXPECT_EQ(claim->accident.employment, Tristate::kNo);
  EXPECT_EQ(claim->payer.responsibility, Responsibility::kSecondary);
  EXPECT_EQ(claim->patient.relationship, Code::Of("19"));
  EXPECT_EQ(claim->initial_treatment_date.ToString(), "2025-12-01");
  EXPECT_EQ(claim->last_menstrual_period_date.ToString(), "2025-12-02");
  EXPECT_EQ(claim->onset_date.ToString(), "2025-12-03");
  EXPECT_EQ(claim->eligibility.effective_from.ToString(), "2025-01-01");
  EXPECT_EQ(claim->eligibility.effective_through.ToString(), "2026-12-31");
  const Authorization& authorization = claim->authorizations[1];
  EXPECT_EQ(authorization.number, "A");
  EXPECT_EQ(authorization.from.ToString(), "2026-01-01");
  EXPECT_EQ(authorization.through.ToString(), "2026-06-30");
  ASSERT_EQ(authorization.code_count, 2u);
  EXPECT_EQ(claim->authorization_codes[authorization.first_code], Code::Of("97110"));
  EXPECT_EQ(authorization.units_approved, 10000);
  EXPECT_EQ(authorization.units_used, 2500);
  EXPECT_EQ(authorization.provider_npi, "1993999998");
  EXPECT_EQ(claim->other_payers[0].payer_id, "Y");
  EXPECT_EQ(claim->other_payers[0].responsibility, Responsibility::kPrimary);
  EXPECT_EQ(claim->other_payers[0].paid_cents, 4000);
  EXPECT_EQ(claim->other_payers[0].adjusted_cents, 8000);
  EXPECT_EQ(claim->other_payers[0].filing_indicator, Code::Of("CI"));
  EXPECT_EQ(claim->other_payers[0].remittance_date.ToString(), "2026-02-01");
  EXPECT_EQ(claim->accumulators[0].name, "therapy_ot");
  EXPECT_EQ(claim->accumulators[0].amount_cents, 200000);
  EXPECT_EQ(claim->diagnoses[0].code, Code::Of("E119"));
  EXPECT_EQ(claim->diagnoses[1].role, DiagnosisRole::kPrincipal);
  EXPECT_EQ(claim->diagnoses[1].present_on_admission, 'Y');
  EXPECT_EQ(claim->provider(claim->billing)->npi, "1234567893");
  EXPECT_EQ(claim->provider(claim->billing)->entity_type, EntityType::kOrganization);
  EXPECT_EQ(claim->provider(claim->attending)->npi, "");
  const ServiceLine& line = claim->service_lines[0];
  EXPECT_EQ(line.line_number, 7);
  EXPECT_EQ(line.procedure_code, Code::Of("J9035"));
  EXPECT_EQ(line.modifier_count, 3) << "a gap is kept, trailing empties are not";
  EXPECT_TRUE(line.modifiers[1].empty());
  EXPECT_EQ(line.modifiers[2], Code::Of("25"));
  EXPECT_EQ(line.service_date.ToString(), "2026-01-05");
  EXPECT_EQ(line.last_date().ToString(), "2026-01-06");
  EXPECT_EQ(line.units, 1500);
  EXPECT_EQ(line.charge_cents, 12005);
  EXPECT_EQ(line.noncovered_charge_cents, 2000);
  EXPECT_EQ(line.single_dose, Tristate::kYes);
  EXPECT_EQ(line.pointer_count, 2);
  EXPECT_EQ(line.diagnosis_pointers[0], 2);
  EXPECT_EQ(line.ordering, claim->rendering) << "equal providers are one";
  EXPECT_FLOAT_EQ(line.draft_confidence, 0.75f);
  ASSERT_NE(claim->DraftOf(0), nullptr);
  EXPECT_EQ(claim->DraftOf(0)->source, "scribe");
  EXPECT_EQ(claim->DraftOf(0)->model_version, "4");
  EXPECT_EQ(claim->DraftOf(1), nullptr);
  EXPECT_EQ(claim->history[0].status, HistoryStatus::kPaid);
  EXPECT_EQ(claim->history[0].line.service_date.ToString(), "2026-01-05");
  EXPECT_EQ(claim->provider(claim->history[0].billing)->npi, "1234567893");
  EXPECT_FLOAT_EQ(claim->draft.confidence, 0.5f);
}

TEST(ClaimYamlTest, WhatCannotBeReadIsReported) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"line: []", "unknown key `line`"},
      {"lines: {procedure_code: x}", "expected a list"},
      {"lines: [{modifiers: [a, b, c, d, e]}]", "more than 4"},
      {"lines: [{units: -1}]", "out of range"},
      {"lines: [{service_date: 2026-02-30}]", "not a date"},
      {"lines: [{diagnosis_pointers: [0]}]", "out of range"},
      {"lines: [{diagnosis_pointers: [one]}]", "not a whole number"},
      {"lines: [{procedure_code: 'longer than eight'}]", "not a code"},
      {"total_charge_cents: 1.005", "too many decimals"},
      {"total_charge_cents: ten", "not a number"},
      {"diagnoses: [{role: first}]", "not the role of a diagnosis"},
      {"{lines: [{}], service_lines: [{}]}", "beside `service_lines`"},
      {"accept_assignment: maybe", "not true or false"},
  };
  for (const auto& test : kCases) {
    Diagnostics diagnostics;
    Read(test.text, diagnostics);
    ASSERT_EQ(diagnostics.size(), 1u) << test.text << "\n" << ToString(diagnostics);
    EXPECT_THAT(diagnostics[0].message, HasSubstr(test.message));
  }
}

}  // namespace
}  // namespace scrubline
