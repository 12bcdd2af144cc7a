#include "authoring/comparison/ruleset_comparison.h"

#include <gtest/gtest.h>

#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

RulesetVersion Version(const std::string& rules, const std::string& header = kNationalHeader) {
  const MemoryFileSource files({{"base/ruleset.yaml", header}, {"base/rules.yaml", rules}});
  Diagnostics diagnostics;
  RulesetVersion version;
  const auto resolved = LoadRulesets("base", files, diagnostics);
  EXPECT_TRUE(resolved.ok()) << ToString(diagnostics);
  if (resolved.ok()) version.resolved = *resolved;
  version.parsed.push_back(ParseRuleset("base", files, diagnostics));
  return version;
}

std::string Text(const std::vector<ItemChange>& items) {
  std::string text;
  for (const ItemChange& item : items) {
    constexpr std::string_view kSigns[] = {"+ ", "- ", "~ "};
    text += std::string(kSigns[static_cast<size_t>(item.what)]) + item.id + "\n";
    for (const AttributeChange& change : item.changes) {
      text += "  " + change.name + ": [" + change.before + "] [" + change.after + "]\n";
    }
  }
  return text;
}

std::string Rules(const std::string& before, const std::string& after) {
  return Text(CompareRulesets(Version(before), Version(after)).rules);
}

// One rule with these keys beside its id.
std::string Rule(const std::string& keys) {
  return "rules: [{id: A.B, title: t, severity: warn, message: m, " + keys + "}]\n";
}

TEST(RulesetComparisonTest, RulesComeAndGo) {
  const std::string a =
      "rules: [{id: A.A, title: t, severity: warn, message: m, when: {units: 1}}]";
  const std::string b =
      "rules: [{id: A.B, title: t, severity: warn, message: m, when: {units: 1}}]";
  EXPECT_EQ(Rules(a, b), "- A.A\n+ A.B\n");
  EXPECT_TRUE(CompareRulesets(Version(a), Version(a)).empty());
}

TEST(RulesetComparisonTest, ConditionsEntryByEntry) {
  EXPECT_EQ(Rules(Rule("when: {units: {more_than: 1}, procedure_code: '99213'}"),
                  Rule("when: {units: {more_than: 2}, place_of_service: '11'}")),
            "~ A.B\n"
            "  when: [units: {more_than: 1}] [units: {more_than: 2}]\n"
            "  when: [procedure_code: \"99213\"] []\n"
            "  when: [] [place_of_service: \"11\"]\n");
  EXPECT_EQ(Rules(Rule("when: {units: 1}"), Rule("when: {units: 1}, unless: {modifiers: ['25']}")),
            "~ A.B\n  unless: [] [modifiers: [\"25\"]]\n");
  EXPECT_EQ(Rules(Rule("when: {units: 1}, with_line: {units: 2, same: [service_date]}"),
                  Rule("when: {units: 1}, with_line: {units: 2}")),
            "~ A.B\n  with_line: [with_line: {units: 2, same: [service_date]}] "
            "[with_line: {units: 2}]\n");
  EXPECT_EQ(Rules(Rule("when: {units: 1}, without_history: {procedure_code: '99213'}"),
                  Rule("when: {units: 1}, without_history: {procedure_code: '99214'}")),
            "~ A.B\n  without_history: [without_history: {procedure_code: \"99213\"}] "
            "[without_history: {procedure_code: \"99214\"}]\n");
  // In another order they mean the same.
  EXPECT_EQ(Rules(Rule("when: {all: [{units: 1}, {modifiers: '25'}]}"),
                  Rule("when: {all: [{modifiers: '25'}, {units: 1}]}")),
            "");
}

TEST(RulesetComparisonTest, EntriesPutTogetherOtherwise) {
  EXPECT_EQ(Rules(Rule("when: {all: [{units: 1}, {modifiers: '25'}]}"),
                  Rule("when: {any: [{units: 1}, {modifiers: '25'}]}")),
            "~ A.B\n  when: [all(units = 1, modifiers any of [\"25\"])] "
            "[any(units = 1, modifiers any of [\"25\"])]\n");
}

TEST(RulesetComparisonTest, AListThatChangedChangesItsRules) {
  const std::string rule = Rule("when: {procedure_code: visits}");
  const RulesetComparison comparison = CompareRulesets(
      Version(rule + "lists: {visits: {title: V, codes: ['99213', '99215']}}"),
      Version(rule + "lists: {visits: {title: W, codes: ['99213', '99202-99205']}}"));
  EXPECT_EQ(Text(comparison.lists),
            "~ base/visits\n"
            "  title: [V] [W]\n"
            "  codes: [99215] []\n"
            "  codes: [] [99202-99205]\n");
  EXPECT_EQ(Text(comparison.rules),
            "~ A.B\n"
            "  codes of when procedure_code: visits: [99215] []\n"
            "  codes of when procedure_code: visits: [] [99202-99205]\n");
}

TEST(RulesetComparisonTest, AttributesOneByOne) {
  const std::string when = "when: {units: 1}, ";
  EXPECT_EQ(Rules(Rule(when + "owner: a, fix: [{remove_line: true}], denial: {carc: ['4', '16']}"),
                  Rule(when + "owner: b, fix: [{remove_line: true}, {set_units: 1}], "
                              "denial: {carc: ['4']}, effective: {from: 2026-01-01}, locked: true, "
                              "required: false")),
            "~ A.B\n"
            "  fix: [] [set_units 1]\n"
            "  carc: [16] []\n"
            "  owner: [a] [b]\n"
            "  effective from: [] [2026-01-01]\n"
            "  required: [] [false]\n"
            "  locked: [] [true]\n");
}

TEST(RulesetComparisonTest, HeadersAndOverrides) {
  const std::string rule = Rule("when: {units: 1}");
  const std::string override =
      "overrides: [{id: O1, select: {rule: A.B}, severity: deny, reason: r, owner: o}]";
  const RulesetComparison comparison =
      CompareRulesets(Version(rule), Version(rule + override,
                                             "{id: base, version: '2', language: 1, title: Base "
                                             "rules, layer: national}"));
  EXPECT_EQ(Text(comparison.rulesets), "~ base\n  version: [1] [2]\n");
  EXPECT_EQ(Text(comparison.overrides), "+ base/O1\n");
  EXPECT_EQ(
      Text(CompareRulesets(Version(rule + override),
                           Version(rule + "overrides: [{id: O1, select: {rule: A.B}, suppress: "
                                          "true, reason: r, owner: o}]"))
               .overrides),
      "~ base/O1\n  suppress: [] [true]\n  severity: [deny] []\n");
}

}  // namespace
}  // namespace scrubline
