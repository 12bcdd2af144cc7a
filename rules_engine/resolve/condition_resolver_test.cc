#include "rules_engine/resolve/condition_resolver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;

// The distinct entries of a condition in pre-order: `line:column text`, and the named condition
// they stand in.
void List(const Condition& condition, const Written* parent, std::vector<std::string>& list) {
  const Written& written = *condition.written.ptr;
  if (&written != parent) {
    list.push_back(std::to_string(written.position.line) + ":" +
                   std::to_string(written.position.column) + " " + written.text +
                   (written.name.empty() ? "" : " in " + written.name));
  }
  for (const Condition& child : condition.children) List(child, &written, list);
}

std::shared_ptr<const ResolvedRulesets> Resolve(const std::string& text) {
  Diagnostics diagnostics;
  auto rulesets = ResolveFiles({{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", text}},
                               diagnostics);
  EXPECT_NE(rulesets, nullptr) << ToString(diagnostics);
  return rulesets;
}

// A rule whose `when` begins on line 2 at column 9.
std::vector<std::string> WrittenIn(const std::string& when, const std::string& before = "") {
  const auto rulesets = Resolve(
      "rules: [{id: BASE.A, title: T, severity: warn, for: line, message: wrong, examples: "
      "[{fires: {}}, {clear: {}}],\n  when: " +
      when + "}]\n" + before);
  std::vector<std::string> list;
  if (rulesets != nullptr) List(rulesets->rules[0].when, nullptr, list);
  return list;
}

TEST(ConditionResolverTest, EveryConditionKnowsHowItWasWritten) {
  EXPECT_THAT(WrittenIn("{procedure_code: [\"99213\"]}"),
              ElementsAre("2:10 procedure_code: [\"99213\"]"));
  EXPECT_THAT(WrittenIn("{units: 2, place_of_service: \"11\"}"),
              ElementsAre("2:9 {units: 2, place_of_service: \"11\"}", "2:10 units: 2",
                          "2:20 place_of_service: \"11\""));
  EXPECT_THAT(WrittenIn("{any: [{units: 2}, {not: {modifiers: \"25\"}}]}"),
              ElementsAre("2:10 any: [{units: 2}, {not: {modifiers: \"25\"}}]", "2:17 units: 2",
                          "2:29 not: {modifiers: \"25\"}", "2:35 modifiers: \"25\""));
}

TEST(ConditionResolverTest, WhatOneEntryBecameIsOneEntry) {
  // Two bounds, a list of numbers, a negated list: several conditions each.
  EXPECT_THAT(WrittenIn("{units: {at_least: 2, at_most: 5}}"),
              ElementsAre("2:10 units: {at_least: 2, at_most: 5}"));
  EXPECT_THAT(WrittenIn("{units: [1, 2]}"), ElementsAre("2:10 units: [1, 2]"));
  EXPECT_THAT(WrittenIn("{place_of_service: {none_of: [\"23\"]}}"),
              ElementsAre("2:10 place_of_service: {none_of: [\"23\"]}"));
  // Lines are asked for their own entries.
  EXPECT_THAT(WrittenIn("{without_line: {procedure_code: \"11102\", same: service_date}}"),
              ElementsAre("2:10 without_line: {procedure_code: \"11102\", same: service_date}",
                          "2:25 procedure_code: \"11102\""));
  EXPECT_THAT(WrittenIn("{count_lines: {where: {units: 2}, at_least: 3}}"),
              ElementsAre("2:10 count_lines: {where: {units: 2}, at_least: 3}", "2:32 units: 2"));
}

TEST(ConditionResolverTest, NamesAreKept) {
  EXPECT_THAT(WrittenIn("{procedure_code: visits, condition: office}",
                        "lists: {visits: {title: Visits, codes: [\"99213\"]}}\n"
                        "conditions:\n"
                        "  office: {place_of_service: \"11\", units: 1}\n"),
              ElementsAre("2:9 {procedure_code: visits, condition: office}",
                          "2:10 procedure_code: visits", "5:3 condition: office in office",
                          "5:12 place_of_service: \"11\" in office", "5:36 units: 1 in office"));
  // A named condition of a single entry is that entry.
  EXPECT_THAT(
      WrittenIn("{condition: office}", "conditions: {office: {place_of_service: \"11\"}}\n"),
      ElementsAre("3:23 place_of_service: \"11\" in office"));
}

TEST(ConditionResolverTest, AStandInForALongEntry) {
  std::string codes;
  for (int i = 0; i < 100; ++i) codes += "\"" + std::to_string(10000 + i) + "\", ";
  const auto list = WrittenIn("{procedure_code: [" + codes + "\"99213\"]}");
  ASSERT_EQ(list.size(), 1u);
  EXPECT_TRUE(list[0].starts_with("2:10 procedure_code: [\"10000\", \"10001\", ")) << list[0];
  EXPECT_TRUE(list[0].ends_with("...")) << list[0];
  EXPECT_LT(list[0].size(), 160u);
}

TEST(ConditionResolverTest, SharedAndNoPartOfEquality) {
  const auto rulesets = Resolve(R"(
conditions: {office: {place_of_service: "11"}}
rules:
  - {id: BASE.A, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}], when: {condition: office}}
  - {id: BASE.B, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}], when: {condition: office}}
  - {id: BASE.C, title: T, severity: warn, for: line, message: m, examples: [{fires: {}}, {clear: {}}], when: {place_of_service: "11"}}
)");
  ASSERT_NE(rulesets, nullptr);
  const std::vector<ResolvedRule>& rules = rulesets->rules;
  EXPECT_EQ(rules[0].when.written.ptr, rules[1].when.written.ptr);
  EXPECT_NE(rules[0].when.written.ptr, rules[2].when.written.ptr);
  EXPECT_EQ(rules[0].when, rules[2].when);
}

}  // namespace
}  // namespace scrubline
