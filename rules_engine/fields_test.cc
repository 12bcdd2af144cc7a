#include "rules_engine/fields.h"

#include <gmock/gmock.h>

#include <set>

namespace scrubline {
namespace {

TEST(FieldsTest, EveryFieldIsFoundByItsNameAndDocumented) {
  std::set<std::pair<std::string_view, Item>> seen;
  for (const Field& field : AllFields()) {
    EXPECT_TRUE(seen.emplace(field.name, field.of).second) << field.name;
    const Field* found = FindField(field.name, field.of);
    ASSERT_NE(found, nullptr) << field.name;
    EXPECT_EQ(found->id, field.id) << field.name;
    EXPECT_FALSE(field.doc.empty()) << field.name;
    EXPECT_EQ(field.type == FieldType::kChoice, !field.choices.empty()) << field.name;
  }
  EXPECT_EQ(FindField("procedure_code", Item::kClaim), nullptr);
  EXPECT_EQ(FindField("nonsense", Item::kLine), nullptr);
}

TEST(FieldsTest, ALineFallsBackToItsClaimAndTheRenderingProviderToBilling) {
  Claim claim;
  claim.place_of_service = Code::Of("11");
  claim.billing = claim.AddProvider({.npi = "1234567893"});
  ServiceLine& line = claim.service_lines.emplace_back();
  const FieldId pos = FindField("place_of_service", Item::kLine)->id;
  const FieldId npi = FindField("rendering.npi", Item::kLine)->id;
  EXPECT_EQ(ReadCode(pos, claim, &line), Code::Of("11"));
  EXPECT_EQ(ReadText(npi, claim, &line), "1234567893");
  line.place_of_service = Code::Of("22");
  claim.rendering = claim.AddProvider({.npi = "1245319599"});
  EXPECT_EQ(ReadCode(pos, claim, &line), Code::Of("22"));
  EXPECT_EQ(ReadText(npi, claim, &line), "1245319599");
  line.rendering = claim.AddProvider({.npi = "1003000126"});
  EXPECT_EQ(ReadText(npi, claim, &line), "1003000126");
  EXPECT_EQ(ReadText(npi, claim, nullptr), "1245319599");
}

TEST(FieldsTest, ALinesDraftIsItsOwn) {
  Claim claim;
  claim.service_lines.resize(2);
  claim.draft.model = "of the claim";
  claim.line_drafts = {{.line = 1, .source = "scribe", .model = "m"}};
  const FieldId model = FindField("draft_model", Item::kLine)->id;
  EXPECT_EQ(ReadText(model, claim, &claim.service_lines[0]), "");
  EXPECT_EQ(ReadText(model, claim, &claim.service_lines[1]), "m");
  EXPECT_EQ(ReadText(model, claim, ItemRef::At(claim, Item::kLine, 1)), "m");
  EXPECT_EQ(ReadText(FindField("draft.model", Item::kClaim)->id, claim, nullptr), "of the claim");
  EXPECT_EQ(FindField("draft_model", Item::kHistory), nullptr);
}

TEST(FieldsTest, PointedDiagnosesIgnorePointersThatLeadNowhere) {
  Claim claim;
  claim.diagnoses = {{Code::Of("E119")}, {Code::Of("I10")}};
  ServiceLine& line = claim.service_lines.emplace_back();
  line.diagnosis_pointers = {2, 9, 1};
  line.pointer_count = 3;
  EXPECT_EQ(FormatValue(*FindField("pointed_diagnoses", Item::kLine), claim, &line), "I10, E11.9");
  EXPECT_EQ(FormatValue(*FindField("first_pointed_diagnosis", Item::kLine), claim, &line), "I10");
  EXPECT_EQ(FormatValue(*FindField("principal_diagnosis", Item::kLine), claim, &line), "E11.9");
}

TEST(FieldsTest, FormatsAsABillerReads) {
  Claim claim;
  ServiceLine& line = claim.service_lines.emplace_back();
  line.units = 1500;
  line.charge_cents = 1205;
  line.service_date = *Date::Parse("2024-05-10");
  line.unit_basis = UnitBasis::kMinutes;
  const auto format = [&](const char* name) {
    return FormatValue(*FindField(name, Item::kLine), claim, &line);
  };
  EXPECT_EQ(format("units"), "1.5");
  EXPECT_EQ(format("charge_cents"), "12.05");
  EXPECT_EQ(format("service_date"), "2024-05-10");
  EXPECT_EQ(format("unit_basis"), "minutes");
  EXPECT_EQ(format("minutes"), "");
  line.minutes = 38;
  EXPECT_EQ(format("minutes"), "38");
  EXPECT_EQ(FormatThousandths(2000), "2");
  EXPECT_EQ(FormatThousandths(0), "0");
  EXPECT_EQ(FormatThousandths(10005), "10.005");
}

TEST(FieldsTest, AnEarlierLineSpeaksForItselfAlone) {
  Claim claim;
  claim.place_of_service = Code::Of("11");
  claim.billing = claim.AddProvider({.npi = "1234567893"});
  claim.rendering = claim.AddProvider({.npi = "1245319599"});
  claim.history.resize(2);
  claim.history[1].billing = claim.AddProvider({.npi = "1003000126"});
  claim.history[1].status = HistoryStatus::kPended;
  const auto read = [&](const char* name, int32_t index) {
    return FormatValue(*FindField(name, Item::kHistory), claim,
                       ItemRef::At(claim, Item::kHistory, index));
  };
  EXPECT_EQ(read("place_of_service", 0), "") << "not this claim's";
  EXPECT_EQ(read("billing.npi", 0), "1234567893") << "as nobody else is named";
  EXPECT_EQ(read("rendering.npi", 0), "1234567893") << "not this claim's rendering provider";
  EXPECT_EQ(read("rendering.npi", 1), "1003000126");
  EXPECT_EQ(read("status", 1), "pended");
  EXPECT_EQ(FindField("pointed_diagnoses", Item::kHistory), nullptr);
  EXPECT_EQ(FindField("patient.sex", Item::kHistory), nullptr);
}

TEST(FieldsTest, RecordsHaveFieldsOfTheirOwn) {
  Claim claim;
  claim.diagnoses = {{Code::Of("I10")}, {Code::Of("E119"), DiagnosisRole::kAdmitting, 'W'}};
  claim.value_codes = {{Code::Of("80"), 250}};
  const auto read = [&](const char* name, Item of, int32_t index) {
    return FormatValue(*FindField(name, of), claim, ItemRef::At(claim, of, index));
  };
  EXPECT_EQ(read("code", Item::kDiagnosis, 1), "E11.9");
  EXPECT_EQ(read("role", Item::kDiagnosis, 1), "admitting");
  EXPECT_EQ(read("role", Item::kDiagnosis, 0), "");
  EXPECT_EQ(read("present_on_admission", Item::kDiagnosis, 1), "W");
  EXPECT_EQ(read("present_on_admission", Item::kDiagnosis, 0), "");
  EXPECT_EQ(read("amount_cents", Item::kValueCode, 0), "2.50");
  EXPECT_EQ(read("admitting_diagnosis", Item::kClaim, 0), "E11.9");
  claim.other_payers = {{.payer_id = "P2", .responsibility = Responsibility::kPrimary},
                        {.paid_cents = 4000, .adjusted_cents = 100}};
  claim.accumulators = {{"therapy_ot", 5}};
  EXPECT_EQ(read("payer_id", Item::kOtherPayer, 0), "P2");
  EXPECT_EQ(read("responsibility", Item::kOtherPayer, 0), "primary");
  EXPECT_EQ(read("settled_cents", Item::kOtherPayer, 0), "") << "neither part is known";
  EXPECT_EQ(read("settled_cents", Item::kOtherPayer, 1), "41.00");
  EXPECT_EQ(read("name", Item::kAccumulator, 0), "therapy_ot");
  EXPECT_EQ(read("amount_cents", Item::kAccumulator, 0), "0.05");
}

TEST(FieldsTest, TheLastDayIsTheLinesOwnInARuleAboutLines) {
  Claim claim;
  claim.service_lines.resize(2);
  const auto read = [&](ItemRef item) {
    return FormatValue(*FindField("last_service_date", item.of), claim, item);
  };
  EXPECT_EQ(read(nullptr), "");
  claim.service_lines[0].service_date = *Date::Parse("2024-05-01");
  claim.service_lines[0].service_date_through = *Date::Parse("2024-05-09");
  claim.service_lines[1].service_date = *Date::Parse("2024-05-03");
  EXPECT_EQ(read(&claim.service_lines[0]), "2024-05-09");
  EXPECT_EQ(read(&claim.service_lines[1]), "2024-05-03");
  EXPECT_EQ(read(nullptr), "2024-05-09");

  const auto years = [&] {
    return FormatValue(*FindField("calendar_years", Item::kLine), claim, &claim.service_lines[0]);
  };
  EXPECT_EQ(years(), "1");
  claim.service_lines[0].service_date_through = *Date::Parse("2026-01-01");
  EXPECT_EQ(years(), "3");
  claim.service_lines[0].service_date_through = *Date::Parse("2023-05-01");
  EXPECT_EQ(years(), "1") << "reversed: its first day";
  claim.service_lines[0].service_date = Date();
  EXPECT_EQ(years(), "");
}

}  // namespace
}  // namespace scrubline
