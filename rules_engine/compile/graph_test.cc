#include "rules_engine/compile/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

// The graph of rules with these conditions, in this order.
Graph GraphOf(const std::vector<std::string>& conditions) {
  std::string rules = "rules:\n";
  for (size_t i = 0; i < conditions.size(); ++i) {
    rules += "  - {id: BASE.R" + std::to_string(i) +
             ", title: T, severity: warn, for: line, message: wrong, examples: [{fires: {}}, "
             "{clear: {}}], when: " +
             conditions[i] + "}\n";
  }
  Diagnostics diagnostics;
  const auto resolved = ResolveFiles(
      {{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", rules}}, diagnostics);
  EXPECT_NE(resolved, nullptr) << ToString(diagnostics);
  GraphBuilder builder;
  for (const ResolvedRule& rule : resolved->rules)
    builder.Add(rule.when, rule.for_claim ? Item::kClaim : Item::kLine);
  return builder.Build();
}

TEST(GraphTest, EveryDistinctConditionStandsOnce) {
  const Graph graph = GraphOf({
      R"({procedure_code: "99213", place_of_service: "11"})",
      R"({procedure_code: ["99213"], modifiers: "25"})",
      R"({place_of_service: "11", procedure_code: "99213"})",
      R"({claim_id: {matches: '^A'}, any: [{units: {at_least: 2}}, {patient.sex: female}]})",
      R"({not: {place_of_service: "11"}, claim_id: {matches: '^B'}})",
  });
  EXPECT_EQ(graph.Dump(),
            R"(0. code_in procedure_code ["99213"] (line, used 3)
1. code_in place_of_service ["11"] (line, used 3)
2. all <- 0, 1 (line, used 2)
3. any_of modifiers ["25"] (line)
4. all <- 0, 3 (line)
5. matches claim_id /^A/ (claim)
6. number units >= 2000 (line)
7. choice_in patient.sex female (claim)
8. any <- 6, 7 (line)
9. all <- 5, 8 (line)
10. not <- 1 (line)
11. matches claim_id /^B/ (claim)
12. all <- 10, 11 (line)
)");
}

TEST(GraphTest, TheDumpNamesEveryKind) {
  const Graph graph = GraphOf({
      R"({diagnoses: {all_of: [E11.9], none_of: [Z00.0]}})",
      R"({claim_id: ["A*", B], units: {between: [1, 2]}})",
      R"({service_date: {on_or_after: 2026-01-01}, received_date: {before: submitted_date}})",
      R"({age: {under: 18, on: service_date}, clia_number: missing, subscriber_id: present})",
      R"({count_lines: {where: {units: 1}, same: service_date, at_least: 2}})",
      R"({sum_units: {where: {procedure_code: "97110"}, more_than: 4.5}})",
      R"({without_line: {procedure_code: "99213", same: [procedure_code, modifiers]}})",
      R"({procedure_code: {table: ncci_aoc, type: "1"}})",
      R"({with_history: {status: paid, within_days: 90, differ: billing_provider}})",
      R"({with_line: {units: 1, earlier: true}})",
      R"({units: {more_than: minutes}, modifiers: {count: {at_most: 2}}})",
      R"({service_date: {after: today - 1 month}, rendering.npi: {same_as: billing.npi}})",
      R"({sum_charges: {not_equal: total_charge_cents}, count_days: {history: true, at_least: 2}})",
  });
  EXPECT_EQ(graph.Dump(),
            R"(0. none_of diagnoses ["Z000"] (claim)
1. all_of diagnoses ["E119"] (claim)
2. all <- 0, 1 (claim)
3. text_in claim_id "B" "A*" (claim)
4. number units in 1000..2000 (line)
5. all <- 3, 4 (line)
6. number units > minutes (line)
7. count modifiers <= 2 (line)
8. all <- 6, 7 (line)
9. days_between service_date - today -1 months > 0 (line)
10. same_as rendering.npi billing.npi (line)
11. all <- 9, 10 (line)
12. all (claim, used 2)
13. sum charge_cents != total_charge_cents <- 12 (claim)
14. choice_in status paid pended submitted (history)
15. count_days >= 2 <- 12, 14 (claim)
16. all <- 13, 15 (claim)
17. date service_date >= 20454 (line)
18. days_between received_date - submitted_date < 0 (claim)
19. all <- 17, 18 (line)
20. age service_date < 18 (line)
21. missing clia_number (line)
22. present subscriber_id (claim)
23. all <- 20, 21, 22 (line)
24. number units = 1000 (line, used 2)
25. count_lines >= 2 <- 24 same service_date (line)
26. code_in procedure_code ["97110"] (line)
27. sum units > 4500 <- 26 (claim)
28. code_in procedure_code ["99213"] (line)
29. exists <- 28 same procedure_code modifiers (line)
30. not <- 29 (line)
31. table ncci_aoc column 2 = 1 (line)
32. choice_in status paid (history)
33. exists history <- 32 differ billing_provider if service_date - service_date in 0..90 days (line)
34. exists <- 24 earlier (line)
)");
}

// Built in code: the language has no words for a constant.
Condition Leaf(int64_t units) {
  Condition leaf;
  leaf.kind = Condition::Kind::kNumber;
  leaf.field = FieldId::kUnits;
  leaf.field_of = Item::kLine;
  leaf.number.first = units;
  return leaf;
}
Condition Of(Condition::Kind kind, std::vector<Condition> children) {
  Condition condition;
  condition.kind = kind;
  condition.children = std::move(children);
  return condition;
}

// The last node's line of the dump, and how many nodes there are.
std::string Root(const Condition& condition) {
  GraphBuilder builder;
  const NodeId root = builder.Add(condition, Item::kLine);
  const std::string dump = builder.Build().Dump();
  const std::string number = std::to_string(root) + ". ";
  const size_t at = dump.starts_with(number) ? 0 : dump.find("\n" + number) + 1;
  return dump.substr(at + number.size(), dump.find('\n', at) - at - number.size());
}

TEST(GraphTest, Folding) {
  using Kind = Condition::Kind;
  const Condition yes = Of(Kind::kAll, {});
  const Condition no = Of(Kind::kAny, {});
  const Condition a = Leaf(1), b = Leaf(2), c = Leaf(3);
  const Condition not_a = Of(Kind::kNot, {a});
  const struct {
    const char* why;
    Condition condition;
    const char* root;
  } kCases[] = {
      {"nested all is one", Of(Kind::kAll, {a, Of(Kind::kAll, {b, Of(Kind::kAll, {c})})}),
       "all <- 0, 1, 2 (line)"},
      {"nested any is one", Of(Kind::kAny, {Of(Kind::kAny, {a, b}), c}), "any <- 0, 1, 3 (line)"},
      {"any in all stays", Of(Kind::kAll, {Of(Kind::kAny, {a, b}), c}), "all <- 2, 3 (line)"},
      {"a repeat is dropped", Of(Kind::kAll, {a, a, a}), "number units = 1 (line, used 3)"},
      {"one child is itself", Of(Kind::kAny, {a}), "number units = 1 (line)"},
      {"true in all says nothing", Of(Kind::kAll, {a, yes, b}), "all <- 0, 2 (line)"},
      {"false decides all", Of(Kind::kAll, {a, no}), "any (claim)"},
      {"true decides any", Of(Kind::kAny, {a, yes}), "all (claim)"},
      {"false in any says nothing", Of(Kind::kAny, {no, a}), "number units = 1 (line)"},
      {"nothing but true is true", Of(Kind::kAll, {yes, Of(Kind::kAll, {yes})}),
       "all (claim, used 4)"},
      {"twice not", Of(Kind::kNot, {not_a}), "number units = 1 (line)"},
      {"not true", Of(Kind::kNot, {yes}), "any (claim)"},
      {"not false", Of(Kind::kNot, {no}), "all (claim)"},
      {"not of a line is of a line", not_a, "not <- 0 (line)"},
  };
  for (const auto& test : kCases) EXPECT_EQ(Root(test.condition), test.root) << test.why;
}

TEST(GraphTest, AnotherLineDependsOnTheScope) {
  Condition exists = Of(Condition::Kind::kExists, {Leaf(1)});
  exists.same = {SameKey::kServiceDate};
  GraphBuilder builder;
  const NodeId of_line = builder.Add(exists, Item::kLine);
  const NodeId of_claim = builder.Add(exists, Item::kClaim);
  EXPECT_NE(of_line, of_claim);
  const Graph graph = builder.Build();
  EXPECT_EQ(graph.nodes[static_cast<size_t>(of_line)].of, Item::kLine);
  EXPECT_EQ(graph.nodes[static_cast<size_t>(of_claim)].of, Item::kClaim);
  EXPECT_EQ(graph.nodes[static_cast<size_t>(of_claim)].same, 0) << "a claim has no line to equal";
}

TEST(GraphTest, ChildrenComeBeforeTheirParents) {
  const Graph graph = GraphOf({
      R"({all: [{any: [{units: 1}, {not: {units: 2}}]}, {count_lines: {where: {units: 3}, at_least: 2}}]})",
      R"({any: [{units: 2}, {units: 3}]})",
  });
  for (size_t id = 0; id < graph.nodes.size(); ++id) {
    for (uint32_t i = 0; i < graph.nodes[id].child_count; ++i) {
      EXPECT_LT(graph.children[graph.nodes[id].children + i], static_cast<NodeId>(id));
    }
  }
}

TEST(GraphTest, PatternsOnOneFieldAreMatchedTogether) {
  const Graph graph =
      GraphOf({R"({claim_id: {matches: '^A'}})", R"({claim_id: {matches: 'B$'}})",
               R"({claim_id: {matches: '^A'}})", R"({subscriber_id: {matches: '^A'}})"});
  ASSERT_EQ(graph.pattern_groups.size(), 2u);
  EXPECT_EQ(graph.pattern_groups[0].patterns.size(), 2u);
  EXPECT_NE(graph.pattern_groups[0].set, nullptr);
  EXPECT_EQ(graph.pattern_groups[1].set, nullptr) << "one needs no set";
}

}  // namespace
}  // namespace scrubline
