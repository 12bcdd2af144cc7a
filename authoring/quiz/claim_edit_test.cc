#include "authoring/quiz/claim_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using Kind = ClaimEdit::Kind;

// Every value of the claim that the catalogue knows.
std::vector<std::string> Values(const Claim& claim) {
  std::vector<std::string> values;
  for (const Field& field : AllFields()) {
    if (field.of == Item::kClaim) values.push_back(FormatValue(field, claim, nullptr));
    if (field.of != Item::kLine) continue;
    for (const ServiceLine& line : claim.service_lines) {
      values.push_back(FormatValue(field, claim, &line));
    }
  }
  return values;
}

std::shared_ptr<const Claim> TwoLines() {
  return MakeClaim(
      "{place_of_service: '11', diagnoses: [{code: Z12.11}, {code: K63.5}], rendering: {npi: "
      "'1245319599', taxonomy_code: 207X00000X}, condition_codes: ['20'], " +
      Lines("45385-33-59 x2 {diagnosis_pointers: [1, 2]}; 99213 {place_of_service: '22', "
            "diagnosis_pointers: [2]}") +
      "}");
}

std::string Text(const Claim& claim, std::string_view field, int line) {
  const ServiceLine* const at =
      line < 0 ? nullptr : &claim.service_lines[static_cast<size_t>(line)];
  return FormatValue(*FindField(field, line < 0 ? Item::kClaim : Item::kLine), claim, at);
}

TEST(ClaimEditTest, ACopyHasAllValues) {
  const auto claim = MakeClaim(
      "{claim_id: C1, tenant_id: T, payer: {id: P, name: N, plan_id: Q, filing_indicator: MB}, "
      "patient: {id: X, birth_date: 1980-01-02, sex: female, death_date: 2024-06-01}, "
      "subscriber_id: S, frequency_code: '7', original_reference_number: R, place_of_service: "
      "'11', type_of_bill: '0131', statement_from: 2024-05-01, statement_through: 2024-05-11, "
      "admission_date: 2024-05-02, patient_status: '01', submitted_date: 2024-05-12, "
      "received_date: 2024-05-13, accept_assignment: yes, prior_authorization_number: A, "
      "referral_number: F, clia_number: 05D1234567, total_charge_cents: 100, condition_codes: "
      "['20'], occurrences: [{code: '11', date: 2024-05-01}], value_codes: [{code: '80', "
      "amount_cents: 5}], accident: {auto: yes, employment: no, other: no, state: NY, date: "
      "2024-04-01}, diagnoses: [{code: Z12.11}], draft: {source: V, confidence: 0.5}, billing: "
      "{npi: '1234567893'}, rendering: {npi: '1245319599'}, referring: {npi: '2000000002'}, "
      "ordering: {npi: '2000000010'}, supervising: {npi: '2000000028'}, service_facility: {npi: "
      "'2000000036'}, attending: {npi: '2000000044'}, operating: {npi: '2000000051'}, " +
      Lines("45385-33 {ndc: '00409909332', diagnosis_pointers: [1]}; 99213") + ", " +
      History("paid 45380") + "}");
  const Claim copy = CopyOf(*claim);
  EXPECT_EQ(Values(copy), Values(*claim));
  EXPECT_EQ(copy.history.size(), 1u);
  EXPECT_EQ(copy.occurrences.size(), 1u);
}

TEST(ClaimEditTest, ChangesOneThing) {
  struct Case {
    ClaimEdit edit;
    std::string field;
    int line;
    std::string before, after;
  };
  const auto date = [](const char* text) { return int64_t{Date::Parse(text)->days()}; };
  const Case cases[] = {
      {{.field = FieldId::kProcedureCode, .of = Item::kLine, .line = 1, .code = Code::Of("99214")},
       "procedure_code",
       1,
       "99213",
       "99214"},
      {{.kind = Kind::kAddCode,
        .field = FieldId::kModifiers,
        .of = Item::kLine,
        .line = 1,
        .code = Code::Of("25")},
       "modifiers",
       1,
       "",
       "25"},
      {{.kind = Kind::kRemoveCode,
        .field = FieldId::kModifiers,
        .of = Item::kLine,
        .line = 0,
        .code = Code::Of("33")},
       "modifiers",
       0,
       "33, 59",
       "59"},
      {{.field = FieldId::kUnits, .of = Item::kLine, .line = 0, .number = 3000},
       "units",
       0,
       "2",
       "3"},
      {{.field = FieldId::kServiceDate, .of = Item::kLine, .line = 0, .number = date("2024-05-11")},
       "service_date",
       0,
       "2024-05-10",
       "2024-05-11"},
      {{.field = FieldId::kPatientBirthDate, .number = date("2000-02-03")},
       "patient.birth_date",
       -1,
       "",
       "2000-02-03"},
      {{.field = FieldId::kPatientSex, .number = 1}, "patient.sex", -1, "", "female"},
      {{.field = FieldId::kFirstPointedDiagnosis,
        .of = Item::kLine,
        .line = 1,
        .code = Code::Of("K921")},
       "first_pointed_diagnosis",
       1,
       "K63.5",
       "K92.1"},
      {{.kind = Kind::kRemoveCode,
        .field = FieldId::kPointedDiagnoses,
        .of = Item::kLine,
        .line = 0,
        .code = Code::Of("Z1211")},
       "pointed_diagnoses",
       0,
       "Z12.11, K63.5",
       "K63.5"},
      {{.kind = Kind::kRemoveCode, .field = FieldId::kDiagnoses, .code = Code::Of("Z1211")},
       "pointed_diagnoses",
       1,
       "K63.5",
       "K63.5"},
      {{.kind = Kind::kAddCode, .field = FieldId::kConditionCodes, .code = Code::Of("21")},
       "condition_codes",
       -1,
       "20",
       "20, 21"},
      {{.field = FieldId::kLineCliaNumber, .of = Item::kLine, .line = 0, .text = "05D1234567"},
       "clia_number",
       0,
       "",
       "05D1234567"},
      // A line's place of service is written where the line has it from.
      {{.field = FieldId::kLinePlaceOfService,
        .of = Item::kLine,
        .line = 0,
        .code = Code::Of("23")},
       "place_of_service",
       -1,
       "11",
       "23"},
      {{.field = FieldId::kLinePlaceOfService,
        .of = Item::kLine,
        .line = 1,
        .code = Code::Of("23")},
       "place_of_service",
       -1,
       "11",
       "11"},
      {{.field = FieldId::kLinePlaceOfService,
        .of = Item::kLine,
        .own = true,
        .line = 0,
        .code = Code::Of("23")},
       "place_of_service",
       0,
       "11",
       "23"},
      {{.field = FindField("rendering.npi", Item::kLine)->id,
        .of = Item::kLine,
        .own = true,
        .line = 1,
        .text = "2000000002"},
       "rendering.npi",
       0,
       "1245319599",
       "1245319599"},
      {{.field = FindField("rendering.npi", Item::kLine)->id,
        .of = Item::kLine,
        .line = 1,
        .text = "2000000002"},
       "rendering.npi",
       0,
       "1245319599",
       "2000000002"},
      {{.field = FindField("rendering.taxonomy_code", Item::kLine)->id,
        .of = Item::kLine,
        .line = 1},
       "rendering.taxonomy_code",
       1,
       "207X00000X",
       ""},
  };
  for (const Case& one : cases) {
    const auto claim = TwoLines();
    Claim copy = CopyOf(*claim);
    EXPECT_EQ(Text(copy, one.field, one.line), one.before);
    EXPECT_TRUE(Apply(one.edit, copy)) << one.field;
    EXPECT_EQ(Text(copy, one.field, one.line), one.after);
    EXPECT_NE(Values(copy), Values(*claim)) << one.field;
    EXPECT_FALSE(Apply(one.edit, copy)) << one.field << ": a second time it changes nothing";
  }
}

TEST(ClaimEditTest, LinesComeAndGo) {
  const auto claim = TwoLines();
  Claim copy = CopyOf(*claim);
  ASSERT_TRUE(Apply(
      {.kind = Kind::kAddLine, .of = Item::kLine, .line = 0, .code = Code::Of("11102")}, copy));
  ASSERT_EQ(copy.service_lines.size(), 3u);
  const ServiceLine& added = copy.service_lines[2];
  EXPECT_EQ(added.line_number, 3);
  EXPECT_EQ(added.procedure_code, Code::Of("11102"));
  EXPECT_EQ(added.modifier_count, 0);
  EXPECT_EQ(added.units, kThousandths);
  EXPECT_EQ(added.service_date, claim->service_lines[0].service_date);

  const ClaimEdit remove{.kind = Kind::kRemoveLine, .of = Item::kLine, .line = 0};
  EXPECT_TRUE(Apply(remove, copy));
  EXPECT_EQ(copy.service_lines[0].line_number, 2);
  EXPECT_TRUE(Apply(remove, copy));
  EXPECT_FALSE(Apply(remove, copy)) << "a claim keeps a line";
}

TEST(ClaimEditTest, DoesNotWhatCannotBe) {
  const auto claim = MakeClaim("{patient: {id: X}, " + Lines("45385-33-59-RT-LT") + "}");
  Claim copy = CopyOf(*claim);
  const ClaimEdit impossible[] = {
      {.kind = Kind::kAddCode,
       .field = FieldId::kModifiers,
       .of = Item::kLine,
       .line = 0,
       .code = Code::Of("25")},                                                   // no room
      {.field = FieldId::kUnits, .of = Item::kLine, .line = 0, .number = -1000},  // never negative
      {.field = FieldId::kPatientId, .text = "Y"},                                // identifies
      {.field = FieldId::kModifiers, .of = Item::kLine, .line = 0},       // a set has no value
      {.field = FieldId::kPrincipalDiagnosis, .code = Code::Of("K921")},  // there is none
  };
  for (const ClaimEdit& edit : impossible) {
    EXPECT_FALSE(Apply(edit, copy)) << static_cast<int>(edit.field);
  }
  EXPECT_EQ(Values(copy), Values(*claim));
}

}  // namespace
}  // namespace scrubline
