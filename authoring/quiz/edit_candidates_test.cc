#include "authoring/quiz/edit_candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

using Kind = ClaimEdit::Kind;

std::vector<ClaimEdit> CandidatesFor(const std::string& conditions, const std::string& claim) {
  const auto snapshot = MakeSnapshot(OneRuleset(
      "lists: {visits: {title: Visits, codes: [\"99213\", \"99214\"]}}\n"
      "rules:\n  - id: BASE.RULE\n    title: A rule\n    severity: warn\n    message: \"m\"\n" +
      conditions));
  const CodePool pool(snapshot->rulesets());
  return EditCandidates(snapshot->rulesets().rules.at(0), *MakeClaim(claim), pool);
}

int64_t Days(const char* date) { return Date::Parse(date)->days(); }

TEST(EditCandidatesTest, CodesInAndOutOfASet) {
  const auto edits = CandidatesFor(
      "    when: {procedure_code: visits, place_of_service: {none_of: "
      "[\"23\"]}}\n    examples: [{clear: {place_of_service: \"11\", "
      "lines: [{procedure_code: \"99221\"}]}}]\n",
      "{place_of_service: '11', " + Lines("99213") + "}");
  const auto code = [](FieldId field, std::string_view value) {
    return ClaimEdit{.field = field, .of = Item::kLine, .line = 0, .code = *Code::Parse(value)};
  };
  EXPECT_THAT(edits, Contains(code(FieldId::kProcedureCode, "99214")));
  EXPECT_THAT(edits, Contains(code(FieldId::kProcedureCode, "99221")));
  EXPECT_THAT(edits, Contains(code(FieldId::kLinePlaceOfService, "23")));
  EXPECT_TRUE(std::is_sorted(edits.begin(), edits.end()));
  EXPECT_EQ(std::adjacent_find(edits.begin(), edits.end()), edits.end());
}

TEST(EditCandidatesTest, ModifiersMoreAndLess) {
  const auto edits = CandidatesFor("    when: {modifiers: {none_of: [\"24\", \"25\"]}}\n",
                                   "{" + Lines("99213-25; 99214") + "}");
  const auto modifier = [](Kind kind, int line, std::string_view value) {
    return ClaimEdit{.kind = kind,
                     .field = FieldId::kModifiers,
                     .of = Item::kLine,
                     .line = line,
                     .code = *Code::Parse(value)};
  };
  EXPECT_THAT(edits, Contains(modifier(Kind::kRemoveCode, 0, "25")));
  EXPECT_THAT(edits, Contains(modifier(Kind::kAddCode, 0, "24")));
  EXPECT_THAT(edits, Contains(modifier(Kind::kAddCode, 1, "25")));
  EXPECT_THAT(edits, Not(Contains(modifier(Kind::kRemoveCode, 1, "25"))));
}

TEST(EditCandidatesTest, NumbersDatesAndAgesAtTheirBounds) {
  const auto edits = CandidatesFor(
      "    when:\n      units: {between: [2, 4]}\n      age: {under: 18, on: service_date}\n"
      "      days: {from: service_date, to: received_date, more_than: 365}\n",
      "{received_date: 2024-06-01, " + Lines("99213 2024-05-10") + "}");
  for (const int64_t units : {1, 2, 3, 4, 5}) {
    EXPECT_THAT(edits, Contains(ClaimEdit{.field = FieldId::kUnits,
                                          .of = Item::kLine,
                                          .line = 0,
                                          .number = units * kThousandths}));
  }
  for (const char* birth : {"2006-05-10", "2006-05-11"}) {
    EXPECT_THAT(edits,
                Contains(ClaimEdit{.field = FieldId::kPatientBirthDate, .number = Days(birth)}));
  }
  // 365 and 366 days after the service.
  for (const char* received : {"2025-05-10", "2025-05-11"}) {
    EXPECT_THAT(edits, Contains(ClaimEdit{.field = FieldId::kReceivedDate,
                                          .of = Item::kClaim,
                                          .line = -1,
                                          .number = Days(received)}));
  }
}

TEST(EditCandidatesTest, LinesMoreAndLess) {
  const auto edits = CandidatesFor(
      "    when: {procedure_code: \"11102\"}\n    with_line: {procedure_code: visits, same: "
      "[service_date, rendering_provider]}\n",
      "{" + Lines("11102; 20610") + "}");
  EXPECT_THAT(
      edits, Contains(ClaimEdit{
                 .kind = Kind::kAddLine, .of = Item::kLine, .line = 0, .code = Code::Of("99213")}));
  EXPECT_THAT(edits, Contains(ClaimEdit{.kind = Kind::kRemoveLine, .of = Item::kLine, .line = 1}));
  EXPECT_THAT(edits, Contains(ClaimEdit{.field = FieldId::kServiceDate,
                                        .of = Item::kLine,
                                        .own = true,
                                        .line = 1,
                                        .number = Days("2024-05-11")}));
  EXPECT_THAT(edits,
              Contains(testing::AllOf(
                  testing::Field(&ClaimEdit::field, FindField("rendering.npi", Item::kLine)->id),
                  testing::Field(&ClaimEdit::own, true))));
}

TEST(EditCandidatesTest, ThereAndNotThere) {
  const auto edits = CandidatesFor(
      "    when: {clia_number: missing, prior_authorization_number: present}\n"
      "    examples: [{clear: {clia_number: 05D1234567, lines: [{procedure_code: \"80053\"}]}}]\n",
      "{prior_authorization_number: A1, " + Lines("80053") + "}");
  EXPECT_THAT(
      edits,
      Contains(ClaimEdit{
          .field = FieldId::kLineCliaNumber, .of = Item::kLine, .line = 0, .text = "05D1234567"}));
  EXPECT_THAT(edits,
              Contains(ClaimEdit{
                  .field = FieldId::kLinePriorAuthorizationNumber, .of = Item::kLine, .line = 0}));
}

TEST(EditCandidatesTest, AClaimWithoutLinesHasNoneForThem) {
  EXPECT_THAT(CandidatesFor("    when: {units: {more_than: 1}}\n", "{lines: []}"), IsEmpty());
}

}  // namespace
}  // namespace scrubline
