#include "render/quiz_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "nlohmann/json.hpp"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;
using testing::Not;

std::shared_ptr<const Snapshot> Rules(const std::string& title = "A visit needs 25") {
  return MakeSnapshot(OneRuleset("rules:\n  - id: ACME.VISIT\n    title: \"" + title + R"("
    severity: deny
    when: {procedure_code: "99213", modifiers: {none_of: ["25"]}, place_of_service: "11"}
    message: "{procedure_code} lacks 25"
    fix: [{add_modifier: "25", if_documented: "a separate visit"}]
    source: {title: Manual, section: "4.2", url: "https://acme.example"}
    examples:
      - fires: {place_of_service: "11", lines: [{procedure_code: "99213", service_date: 2026-03-01}]}
)"));
}

// The quiz in which the failing claim is shown first, or second.
Quiz QuizOf(const Snapshot& snapshot, bool failing_first) {
  for (uint64_t seed = 0;; ++seed) {
    Quiz quiz = MakeQuiz(snapshot, {.seed = seed});
    if (quiz.cases.at(0).failing_first == failing_first) return quiz;
  }
}

TEST(QuizSheetTest, TextAsksAndAnswers) {
  const auto snapshot = Rules();
  const std::string asked = R"(1. A visit needs 25 [ACME.VISIT]
   One of these two claims breaks this rule. Which one, and where?

   claim A
     line  procedure_code  modifiers  units  service_date  place_of_service
     1     99213                      1      2026-03-01    11
   claim B
     line  procedure_code  modifiers  units  service_date  place_of_service
     1     99213           25         1      2026-03-01    11

)";
  const Quiz quiz = QuizOf(*snapshot, /*failing_first=*/true);
  EXPECT_EQ(QuizSheetText(quiz, snapshot->rulesets(), {}), asked);
  EXPECT_EQ(QuizSheetText(quiz, snapshot->rulesets(), {.answers = true}), asked + R"(Answers

1. claim A, line 1 (deny); claim B passes
   99213 lacks 25
   fix: add modifier 25 to line 1 if the record shows a separate visit
   what decides: line 1 has modifier 25 on claim B, not on claim A
   source: Manual, 4.2, https://acme.example

)");
  EXPECT_THAT(QuizSheetText(QuizOf(*snapshot, false), snapshot->rulesets(), {.answers = true}),
              HasSubstr("1. claim B, line 1 (deny); claim A passes\n"));
}

TEST(QuizSheetTest, SaysWhatDecidesForEachKind) {
  const auto snapshot = Rules();
  Quiz quiz = QuizOf(*snapshot, /*failing_first=*/false);  // B fails, A passes
  struct Case {
    Difference difference;
    std::string sentence;
  };
  using Kind = ClaimEdit::Kind;
  const Case cases[] = {
      {{Kind::kSet, 1, "units", "5", "4"}, "line 1 has units 4 on claim A, 5 on claim B"},
      {{Kind::kSet, 0, "clia_number", "", "05D"},
       "the claim has clia_number 05D on claim A, none on claim B"},
      {{Kind::kAddLine, 2, "procedure_code", "", "99213"},
       "line 2 (99213) is on claim A, not on claim B"},
      {{Kind::kRemoveLine, 2, "procedure_code", "99213", ""},
       "line 2 (99213) is on claim B, not on claim A"},
      {{Kind::kAddCode, 0, "diagnoses", "Z1211", ""},
       "the claim has diagnosis Z1211 on claim B, not on claim A"},
  };
  for (const Case& one : cases) {
    quiz.cases[0].differences = {one.difference};
    EXPECT_THAT(QuizSheetText(quiz, snapshot->rulesets(), {.answers = true}),
                HasSubstr("what decides: " + one.sentence + "\n"));
  }
  quiz.cases[0].differences = {cases[0].difference, cases[2].difference};
  EXPECT_THAT(QuizSheetText(quiz, snapshot->rulesets(), {.answers = true}),
              HasSubstr(cases[0].sentence + ", and " + cases[2].sentence + "\n"));
  quiz.cases[0].passing.outcome = QuizOutcome::kBypassed;
  quiz.cases[0].failing.line_numbers.clear();
  EXPECT_THAT(QuizSheetText(quiz, snapshot->rulesets(), {.answers = true}),
              HasSubstr("claim B, the claim as a whole (deny); claim A passes by the rule's "
                        "exception\n"));
}

TEST(QuizSheetTest, HtmlEscapesAndHidesTheKey) {
  const auto snapshot = Rules("<script>alert('x')</script> & more");
  const Quiz quiz = QuizOf(*snapshot, true);
  const std::string asked = QuizSheetHtml(quiz, snapshot->rulesets(), {});
  EXPECT_THAT(asked, Not(HasSubstr("<script")));
  EXPECT_THAT(asked, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</h2>"));
  EXPECT_THAT(asked, HasSubstr("<th scope=\"col\">procedure_code</th>"));
  EXPECT_THAT(asked, Not(HasSubstr("lacks 25"))) << "the message is part of the key";
  const std::string answered = QuizSheetHtml(quiz, snapshot->rulesets(), {.answers = true});
  EXPECT_THAT(answered, HasSubstr("<summary>Answer</summary>\n<p>Broken by claim A, line 1 (deny); "
                                  "claim B passes.</p>\n<p>99213 lacks 25</p>\n<ol>\n<li>add "));
  EXPECT_THAT(answered, Not(HasSubstr("http-equiv")));
}

TEST(QuizSheetTest, Json) {
  const auto snapshot = Rules();
  const Quiz quiz = QuizOf(*snapshot, true);
  const auto asked = nlohmann::json::parse(QuizSheetJson(quiz, snapshot->rulesets(), {}));
  ASSERT_EQ(asked["cases"].size(), 1u);
  const auto& one = asked["cases"][0];
  EXPECT_EQ(one["rule_id"], "ACME.VISIT");
  EXPECT_EQ(one["claims"][1]["label"], "B");
  EXPECT_EQ(one["claims"][1]["lines"][0]["modifiers"], "25");
  EXPECT_FALSE(one.contains("answer"));
  const auto answer = nlohmann::json::parse(
      QuizSheetJson(quiz, snapshot->rulesets(), {.answers = true}))["cases"][0]["answer"];
  EXPECT_EQ(answer["failing"], "A");
  EXPECT_EQ(answer["line_numbers"], nlohmann::json::array({1}));
  EXPECT_EQ(answer["messages"][0], "99213 lacks 25");
  EXPECT_EQ(answer["differences"][0]["passing"], "25");
}

TEST(QuizSheetTest, ControlCharactersDoNotSteerATerminal) {
  const auto snapshot = Rules("A\\e[31m visit");
  EXPECT_THAT(QuizSheetText(QuizOf(*snapshot, true), snapshot->rulesets(), {}),
              HasSubstr("1. A?[31m visit"));
}

}  // namespace
}  // namespace scrubline
