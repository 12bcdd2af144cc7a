#include "authoring/quiz/quiz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "authoring/quiz/rule_watch.h"
#include "rules_engine/evaluate/testing.h"
#include "rules_engine/resolve/claim_test_resolver.h"

namespace scrubline {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::shared_ptr<const Snapshot> OneRule(const std::string& rule, const std::string& more = "") {
  const bool for_claim = rule.find("for: claim") != std::string::npos;
  return MakeSnapshot(OneRuleset(
      "rules:\n  - id: BASE.RULE\n    title: A rule\n    severity: deny\n    message: \"" +
      std::string(for_claim ? "it" : "{procedure_code}") + " is wrong\"\n" + rule + more));
}

// The differences of the first case: `line 1 modifiers  -> 25` from failing to passing.
std::vector<std::string> Differences(const Snapshot& snapshot, uint64_t seed = 1) {
  const Quiz quiz = MakeQuiz(snapshot, {.rule = "BASE.RULE", .seed = seed});
  std::vector<std::string> texts;
  for (const QuizCase& one : quiz.cases) {
    for (const Difference& difference : one.differences) {
      texts.push_back(std::to_string(difference.line_number) + " " + difference.field + " " +
                      difference.failing + "->" + difference.passing);
    }
  }
  return texts;
}

TEST(QuizTest, OneDifferenceDecides) {
  struct Case {
    std::string name, rule;
    testing::Matcher<std::string> difference;
  };
  const Case cases[] = {
      {"a modifier",
       "    when: {procedure_code: \"99213\", modifiers: {none_of: [\"25\"]}}\n"
       "    examples: [{fires: {lines: [{procedure_code: \"99213\"}]}}]\n",
       "1 modifiers ->25"},
      {"a number far from its bound, brought near",
       "    when: {procedure_code: \"97110\", units: {more_than: 4}}\n"
       "    examples: [{fires: {lines: [{procedure_code: \"97110\", units: 40}]}}]\n",
       "1 units 5->4"},
      {"a birthday",
       "    when: {procedure_code: \"90460\", age: {more_than: 18, on: service_date}}\n"
       "    examples: [{fires: {patient: {birth_date: 1950-01-01}, lines: [{procedure_code: "
       "\"90460\", service_date: 2026-03-01}]}}]\n",
       "0 patient.birth_date 2007-03-01->2007-03-02"},
      {"money",
       "    when: {procedure_code: \"99213\", charge_cents: {more_than: 100.00}}\n"
       "    examples: [{clear: {lines: [{procedure_code: \"99213\", charge_cents: 5000}]}}]\n",
       "1 charge_cents 100.01->100.00"},
      {"days between",
       "    for: claim\n    when: {days: {from: submitted_date, to: received_date, more_than: "
       "30}}\n"
       "    examples: [{fires: {submitted_date: 2026-01-01, received_date: 2026-06-01, lines: "
       "[{procedure_code: \"99213\"}]}}]\n",
       AnyOf("0 received_date 2026-02-01->2026-01-31", "0 submitted_date 2026-05-01->2026-05-02")},
      {"the partner line",
       "    when: {procedure_code: \"11102\"}\n    without_line: {procedure_code: \"99213\"}\n"
       "    examples: [{fires: {lines: [{procedure_code: \"11102\"}]}}]\n",
       "2 procedure_code ->99213"},
      {"the partner's day",
       "    when: {procedure_code: \"11102\"}\n    with_line: {procedure_code: \"99213\", same: "
       "[service_date]}\n"
       "    examples: [{fires: {lines: [{procedure_code: \"11102\", service_date: 2026-03-01}, "
       "{procedure_code: \"99213\", service_date: 2026-03-01}]}}]\n",
       AnyOf("1 service_date 2026-03-01->2026-03-02", "2 service_date 2026-03-01->2026-03-02")},
      {"a code of the list, from a passing example",
       "    when: {procedure_code: [\"99244\", \"99245\"]}\n"
       "    examples: [{clear: {lines: [{procedure_code: \"99204\"}]}}]\n",
       AnyOf("1 procedure_code 99244->99204", "1 procedure_code 99245->99204")},
      {"a value that is not there",
       "    for: claim\n    when: {prior_authorization_number: missing}\n"
       "    examples: [{clear: {prior_authorization_number: A1, lines: [{procedure_code: "
       "\"99213\"}]}}]\n",
       "0 prior_authorization_number ->A1"},
  };
  for (const Case& one : cases) {
    const auto snapshot = OneRule(one.rule);
    EXPECT_THAT(Differences(*snapshot), ElementsAre(one.difference)) << one.name;
  }
}

TEST(QuizTest, TwoDifferencesWhereOneIsNotEnough) {
  const auto snapshot = OneRule(
      "    when: {procedure_code: \"99213\", modifiers: {all_of: [\"50\", \"RT\"]}}\n"
      "    examples: [{clear: {lines: [{procedure_code: \"99213\"}]}}]\n");
  const Quiz quiz = MakeQuiz(*snapshot, {});
  ASSERT_THAT(quiz.cases, SizeIs(1));
  ASSERT_THAT(quiz.cases[0].differences, SizeIs(2));
  EXPECT_THAT(Differences(*snapshot),
              testing::UnorderedElementsAre("1 modifiers 50->", "1 modifiers RT->"));
}

TEST(QuizTest, TheKeyIsWhatTheEngineSays) {
  const auto snapshot = OneRule(
      "    when: {procedure_code: \"99213\"}\n    unless: {place_of_service: [\"23\"]}\n"
      "    fix: [{remove_line: true}]\n"
      "    examples: [{fires: {place_of_service: \"11\", lines: [{procedure_code: \"99213\"}, "
      "{procedure_code: \"11102\"}]}}]\n");
  const Quiz quiz = MakeQuiz(*snapshot, {.count = 2});
  ASSERT_THAT(quiz.cases, SizeIs(2)) << "the exception, and the code";
  const QuizCase& one = quiz.cases[0];
  EXPECT_EQ(one.failing.outcome, QuizOutcome::kFires);
  EXPECT_EQ(one.failing.severity, Severity::kDeny);
  EXPECT_THAT(one.failing.line_numbers, ElementsAre(1));
  EXPECT_THAT(one.failing.messages, ElementsAre("99213 is wrong"));
  EXPECT_THAT(one.failing.fixes, ElementsAre("remove line 1"));
  EXPECT_EQ(one.passing.outcome, QuizOutcome::kBypassed);
  EXPECT_THAT(one.passing.messages, IsEmpty());
  EXPECT_EQ(one.differences[0].field, "place_of_service");
  EXPECT_EQ(one.differences[0].line_number, 0) << "the claim's, which the line takes over";
  ASSERT_THAT(one.line_fields, SizeIs(1));
  EXPECT_EQ(one.line_fields[0]->name, "place_of_service");
  EXPECT_EQ(quiz.cases[1].differences[0].field, "procedure_code");
  // And says again when it is asked again.
  for (const QuizCase& made : quiz.cases) {
    RuleWatch watch(*snapshot, made.rule);
    EXPECT_EQ(watch.Look(*made.failing.claim, DefaultToday()), QuizOutcome::kFires);
    EXPECT_NE(watch.Look(*made.passing.claim, DefaultToday()), QuizOutcome::kFires);
  }
}

TEST(QuizTest, NotEvaluatedIsNoAnswer) {
  // Without a place of service the rule says nothing; that must not look like passing.
  const auto snapshot = OneRule(
      "    for: claim\n    required: false\n"
      "    when: {clia_number: \"05D1234567\"}\n"
      "    examples:\n"
      "      - fires: {clia_number: 05D1234567, lines: [{procedure_code: \"80053\"}]}\n"
      "      - not_evaluated: {lines: [{procedure_code: \"80053\"}]}\n");
  const Quiz quiz = MakeQuiz(*snapshot, {});
  EXPECT_THAT(quiz.cases, IsEmpty());
  ASSERT_THAT(quiz.skipped, SizeIs(1));
  EXPECT_EQ(quiz.skipped[0].reason,
            "no one or two small changes to an example turn its answer around");
}

TEST(QuizTest, ARuleWithoutExamplesSaysSo) {
  const auto snapshot = OneRule("    when: {procedure_code: \"99213\"}\n");
  const Quiz quiz = MakeQuiz(*snapshot, {});
  EXPECT_EQ(quiz.rules, 1);
  ASSERT_THAT(quiz.skipped, SizeIs(1));
  EXPECT_EQ(quiz.skipped[0].reason,
            "no example, nor a test that expects it, on which it is evaluated");
  EXPECT_EQ(MakeQuiz(*snapshot, {.rule = "BASE.NONE"}).rules, 0);
}

TEST(QuizTest, PrefersChangesThatBringNoOtherFinding) {
  // 25 and 57 both help; 25 brings another rule's finding.
  const auto snapshot = OneRule(
      "    when: {procedure_code: \"99213\", modifiers: {none_of: [\"25\", \"57\"]}}\n"
      "    examples: [{fires: {lines: [{procedure_code: \"99213\"}]}}]\n",
      "  - {id: BASE.OTHER, title: Other, severity: warn, when: {modifiers: \"25\"}, message: "
      "m}\n");
  for (const uint64_t seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    EXPECT_THAT(Differences(*snapshot, seed), ElementsAre("1 modifiers ->57"));
  }
}

TEST(QuizTest, TheSeedChoosesAmongEquals) {
  const auto snapshot = OneRule(
      "    when: {procedure_code: \"99213\", modifiers: {none_of: [\"24\", \"25\", \"57\"]}}\n"
      "    examples: [{fires: {lines: [{procedure_code: \"99213\"}]}}]\n");
  std::set<std::string> met;
  std::set<bool> orders;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    EXPECT_EQ(Differences(*snapshot, seed), Differences(*snapshot, seed));
    met.insert(Differences(*snapshot, seed).at(0));
    orders.insert(MakeQuiz(*snapshot, {.seed = seed}).cases.at(0).failing_first);
  }
  EXPECT_THAT(met, SizeIs(3));
  EXPECT_THAT(orders, SizeIs(2));
}

TEST(QuizTest, CountChoosesRulesThenMoreOfEach) {
  std::string rules = "rules:\n";
  for (const char* code : {"99211", "99212", "99213"}) {
    rules += "  - {id: BASE.R" + std::string(code) + ", title: R, severity: warn, message: m, " +
             "when: {procedure_code: \"" + code + "\", modifiers: {none_of: [\"25\"]}}, " +
             "examples: [{fires: {lines: [{procedure_code: \"" + code + "\"}]}}]}\n";
  }
  const auto snapshot = MakeSnapshot(OneRuleset(rules));
  EXPECT_THAT(MakeQuiz(*snapshot, {.count = 2}).cases, SizeIs(2));
  const Quiz more = MakeQuiz(*snapshot, {.count = 5});
  ASSERT_THAT(more.cases, SizeIs(5));
  for (size_t i = 1; i < more.cases.size(); ++i) {
    EXPECT_LE(more.cases[i - 1].rule, more.cases[i].rule);
  }
  EXPECT_THAT(MakeQuiz(*snapshot, {.rule = "BASE"}).cases, SizeIs(3)) << "a family";
}

TEST(QuizTest, ShowsNothingThatIdentifiesAPatient) {
  const auto snapshot = OneRule(
      "    for: claim\n"
      "    when: {patient.id: present, subscriber_id: present, frequency_code: \"7\"}\n"
      "    examples: [{fires: {patient: {id: P1}, subscriber_id: S1, frequency_code: \"7\", lines: "
      "[{procedure_code: \"99213\"}]}}, {clear: {frequency_code: \"1\", lines: [{procedure_code: "
      "\"99213\"}]}}]\n");
  const Quiz quiz = MakeQuiz(*snapshot, {});
  ASSERT_THAT(quiz.cases, SizeIs(1));
  ASSERT_THAT(quiz.cases[0].claim_fields, SizeIs(1));
  EXPECT_EQ(quiz.cases[0].claim_fields[0]->name, "frequency_code");
  EXPECT_EQ(quiz.cases[0].differences[0].field, "frequency_code");
}

TEST(QuizTest, BuiltInRulesToo) {
  const auto snapshot = MakeSnapshot(NationalRules());
  const Quiz quiz = MakeQuiz(*snapshot, {.rule = "PROV"});
  EXPECT_THAT(quiz.cases, SizeIs(3));
  for (const QuizCase& one : quiz.cases) {
    EXPECT_EQ(one.differences.at(0).field.substr(one.differences.at(0).field.find('.')), ".npi");
  }
}

}  // namespace
}  // namespace scrubline
