#include "authoring/mutation/rule_mutants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

// The changes to a rule with these keys, a line each; the severity's left out.
std::string Changes(const std::string& keys) {
  Diagnostics diagnostics;
  const auto rulesets = ResolveFiles(
      {{"ruleset.yaml", kNationalHeader},
       {"rules.yaml", "rules:\n  - {id: A.B, title: t, severity: warn, message: m, " + keys + "}"}},
      diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return "";
  const ResolvedRule& rule = rulesets->rules.front();
  std::string text;
  ForEachMutant(rule, [&](const Mutant& mutant) {
    if (mutant.change.starts_with("the severity")) return;
    EXPECT_FALSE(mutant.rule.when == rule.when && mutant.rule.unless == rule.unless &&
                 mutant.rule.with_line == rule.with_line &&
                 mutant.rule.without_line == rule.without_line &&
                 mutant.rule.with_history == rule.with_history)
        << mutant.change;
    text += mutant.change + "\n";
  });
  return text;
}

TEST(RuleMutantsTest, CodesAndConditions) {
  EXPECT_EQ(Changes("when: {procedure_code: ['99213', '99215'], place_of_service: '11'}"),
            "`procedure_code: [\"99213\", \"99215\"]` could be left out\n"
            "`place_of_service: \"11\"` could be left out\n"
            "`{procedure_code: [\"99213\", \"99215\"], place_of_service: \"11\"}` could ask for "
            "any of its "
            "conditions in place of all\n"
            "`procedure_code: [\"99213\", \"99215\"]` could be its opposite\n"
            "`procedure_code: [\"99213\", \"99215\"]` could lack 99213\n"
            "`procedure_code: [\"99213\", \"99215\"]` could lack 99215\n"
            "`procedure_code: [\"99213\", \"99215\"]` could also have 99216\n"
            "`place_of_service: \"11\"` could be its opposite\n"
            "`place_of_service: \"11\"` could also have 12\n");
}

TEST(RuleMutantsTest, NumbersMoveByTheirLastDigit) {
  EXPECT_EQ(Changes("when: {units: {more_than: 1}}"),
            "`units: {more_than: 1}` could be left out\n"
            "`units: {more_than: 1}` could be its opposite\n"
            "`units: {more_than: 1}` could say 0 in place of 1\n"
            "`units: {more_than: 1}` could say 2 in place of 1\n");
  EXPECT_EQ(Changes("when: {units: {at_least: 0.5}}"),
            "`units: {at_least: 0.5}` could be left out\n"
            "`units: {at_least: 0.5}` could be its opposite\n"
            "`units: {at_least: 0.5}` could say 0.4 in place of 0.5\n"
            "`units: {at_least: 0.5}` could say 0.6 in place of 0.5\n");
  EXPECT_EQ(Changes("when: {service_date: {before: 2026-03-01}}"),
            "`service_date: {before: 2026-03-01}` could be left out\n"
            "`service_date: {before: 2026-03-01}` could be its opposite\n"
            "`service_date: {before: 2026-03-01}` could say 2026-02-28 in place of 2026-03-01\n"
            "`service_date: {before: 2026-03-01}` could say 2026-03-02 in place of 2026-03-01\n");
}

TEST(RuleMutantsTest, PartsOfOneEntryAreNotTakenForConditions) {
  EXPECT_EQ(Changes("when: {units: {at_least: 2, at_most: 5}}"),
            "a part of `units: {at_least: 2, at_most: 5}` could be left out\n"
            "a part of `units: {at_least: 2, at_most: 5}` could be left out\n"
            "`units: {at_least: 2, at_most: 5}` could say 1 in place of 2\n"
            "`units: {at_least: 2, at_most: 5}` could say 3 in place of 2\n"
            "`units: {at_least: 2, at_most: 5}` could say 4 in place of 5\n"
            "`units: {at_least: 2, at_most: 5}` could say 6 in place of 5\n");
}

TEST(RuleMutantsTest, OtherLinesAndExceptions) {
  EXPECT_EQ(Changes("when: {patient.sex: female}, with_line: {procedure_code: '11102', same: "
                    "[service_date, rendering_provider]}, unless: {modifiers: ['25']}"),
            "`patient.sex: female` could be left out\n"
            "`patient.sex: female` could be its opposite\n"
            "`patient.sex: female` could also have male\n"
            "`with_line` could be left out\n"
            "`with_line: {procedure_code: \"11102\", same: [service_date, rendering...` could do "
            "without `same: service_date`\n"
            "`with_line: {procedure_code: \"11102\", same: [service_date, rendering...` could do "
            "without `same: rendering_provider`\n"
            "`procedure_code: \"11102\"` could be left out\n"
            "`procedure_code: \"11102\"` could be its opposite\n"
            "`procedure_code: \"11102\"` could also have 11103\n"
            "`unless` could be left out\n"
            "`modifiers: [\"25\"]` could be its opposite\n"
            "`modifiers: [\"25\"]` could also have 26\n");
}

TEST(RuleMutantsTest, HistoryWithItsWindow) {
  const std::string changes = Changes(
      "when: {units: 1}, with_history: {procedure_code: '99213', within_days: 90, differ: "
      "[units]}");
  for (const char* change :
       {"`with_history` could be left out\n", "could do without `differ: units`\n",
        "could do without its window of dates\n"}) {
    EXPECT_NE(changes.find(change), std::string::npos) << change << "in\n" << changes;
  }
}

// The changes of this query's window.
std::string WindowChanges(const std::string& window) {
  Diagnostics diagnostics;
  const auto rulesets = ResolveFiles(
      {{"ruleset.yaml", kNationalHeader},
       {"rules.yaml",
        "rules: [{id: A.B, title: t, severity: warn, message: m, when: {units: 1}, with_history: "
        "{procedure_code: '99213', " +
            window + "}}]"}},
      diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  if (rulesets == nullptr) return "";
  std::string text;
  ForEachMutant(rulesets->rules.front(), [&](const Mutant& mutant) {
    const size_t at = mutant.change.find(" could say ");
    const std::string& whole = mutant.change;
    if (at == std::string::npos || !whole.starts_with("`with_history")) return;
    EXPECT_FALSE(mutant.rule.with_history == rulesets->rules.front().with_history) << whole;
    text += whole.substr(at + 11) + "; " + mutant.remedy + "\n";
  });
  return text;
}

TEST(RuleMutantsTest, TheNumberOfAWindowMovesByOne) {
  const auto moves = [](const std::string& down, const std::string& up) {
    std::string text;
    for (const std::string& move : {down, up}) {
      const size_t at = move.find("; ");
      text += move.substr(0, at) + "; add an example in which the other lies " +
              move.substr(at + 2) + "\n";
    }
    return text;
  };
  EXPECT_EQ(WindowChanges("within_days: 90"), moves("89 days in place of 90; 90 days earlier",
                                                    "91 days in place of 90; 91 days earlier"));
  EXPECT_EQ(WindowChanges("within_days: 0"),
            "1 day in place of 0; add an example in which the other lies 1 day earlier\n");
  EXPECT_EQ(WindowChanges("within_months: 6"), moves("5 months in place of 6; 5 months earlier",
                                                     "7 months in place of 6; 6 months earlier"));
  EXPECT_EQ(WindowChanges("within_years: 3"), moves("35 months in place of 36; 35 months earlier",
                                                    "37 months in place of 36; 36 months earlier"));
  EXPECT_EQ(WindowChanges("days_before: {at_least: 2}"),
            moves("1 day in place of 2; 1 day earlier", "3 days in place of 2; 2 days earlier"));
  EXPECT_EQ(WindowChanges("days_before: {at_most: -2}"),
            moves("-3 days in place of -2; 2 days later", "-1 days in place of -2; 1 day later"));
  EXPECT_EQ(WindowChanges("in_calendar_year: true"), "");
}

TEST(RuleMutantsTest, TheSeverityMovesByAStep) {
  Diagnostics diagnostics;
  const auto rulesets =
      ResolveFiles({{"ruleset.yaml", kNationalHeader},
                    {"rules.yaml",
                     "rules: [{id: A.B, title: t, severity: {default: warn, medicare: reject}, "
                     "message: m, when: {units: 1}}]"}},
                   diagnostics);
  ASSERT_NE(rulesets, nullptr) << ToString(diagnostics);
  std::string text;
  ForEachMutant(rulesets->rules.front(), [&](const Mutant& mutant) {
    if (mutant.change.starts_with("the severity")) {
      text += mutant.change + ", medicare " +
              std::string(
                  ToString(mutant.rule.severity[static_cast<size_t>(LineOfBusiness::kMedicare)])) +
              "; " + mutant.remedy + "\n";
    }
  });
  EXPECT_EQ(text,
            "the severity could be deny, medicare reject; add an example that fires with "
            "`severity: warn`\n"
            "the severity could be advise, medicare deny; add an example that fires with "
            "`severity: warn`\n");
}

}  // namespace
}  // namespace scrubline
