#include "rules_engine/resolve/claim_test_resolver.h"

#include <algorithm>

#include "rules_engine/parse/claim_yaml.h"
#include "rules_engine/resolve/header.h"

namespace scrubline {

Date DefaultToday() { return *Date::FromCivil(2026, 12, 31); }

std::shared_ptr<const Claim> ClaimTestResolver::ReadTestClaim(const NodePtr& node) {
  const NodePtr body = claims_.Find(node);
  if (body == nullptr) return nullptr;
  MapReader map(*body, "a claim", diagnostics_);
  ClaimDefaults defaults;
  defaults.service_date = *Date::FromCivil(2026, 1, 1);
  auto claim = ReadClaim(map, defaults, diagnostics_);
  map.Finish();
  return claim;
}

std::string ClaimTestResolver::ReadRuleId(const Node& node, bool family) {
  const auto text = TextOf(node, "a rule's id", diagnostics_);
  if (!text) return "";
  const std::string id(*text);
  const bool known = std::any_of(rule_ids_.begin(), rule_ids_.end(), [&](std::string_view rule) {
    return rule == id || (family && rule.starts_with(id + "."));
  });
  if (!known) {
    Report(diagnostics_, node, "unknown rule " + Quoted(id), DidYouMean(id, rule_ids_));
  }
  return id;
}

ClaimTest::Expected ClaimTestResolver::ReadExpected(const Node& node) {
  ClaimTest::Expected expected;
  if (node.kind == Node::Kind::kScalar) {  // `findings: [ACME.EM.25]`
    expected.rule = ReadRuleId(node, /*family=*/false);
    return expected;
  }
  MapReader map(node, "an expected finding", diagnostics_);
  if (const Node* rule = map.Require("rule")) expected.rule = ReadRuleId(*rule, /*family=*/false);
  if (const Node* lines = map.Find("lines")) {
    for (const Node* number : OneOrMore(*lines)) {
      if (const auto line = IntegerOf(*number, 1, 999'999, diagnostics_)) {
        expected.lines.push_back(static_cast<int32_t>(*line));
      }
    }
  }
  if (const Node* severity = map.Find("severity")) {
    if (const auto word = WordOf(*severity, "a severity", SeverityWords(), diagnostics_)) {
      expected.severity = static_cast<Severity>(*word);
    }
  }
  if (const Node* outcome = map.Find("outcome")) {
    if (const auto word = WordOf(*outcome, "an outcome", {"fired", "bypassed"}, diagnostics_)) {
      expected.outcome = static_cast<Outcome>(*word);
    }
  }
  if (const Node* fix = map.Find("first_fix")) {
    expected.first_fix = TextOf(*fix, "a fix", diagnostics_).value_or("");
  }
  map.Finish();
  return expected;
}

ClaimTest ClaimTestResolver::ReadTest(const Node& node, Date today) {
  ClaimTest test;
  test.position = node.position();
  test.today = today;
  MapReader map(node, "a test", diagnostics_);
  if (const Node* name = map.Require("name")) {
    test.name = TextOf(*name, "a test's name", diagnostics_).value_or("");
  }
  if (const Node* day = map.Find("today")) {
    test.today = DateOf(*day, diagnostics_).value_or(today);
  }
  if (map.Require("claim") != nullptr) {
    const auto entry =
        std::find_if(node.entries.begin(), node.entries.end(),
                     [](const Node::Entry& candidate) { return candidate.key->text == "claim"; });
    test.claim = ReadTestClaim(entry->value);
  }
  if (const Node* findings = map.Find("findings")) {
    for (const Node* item : OneOrMore(*findings)) test.findings.push_back(ReadExpected(*item));
  }
  if (const Node* not_evaluated = map.Find("not_evaluated")) {
    for (const Node* item : OneOrMore(*not_evaluated)) {
      test.not_evaluated.push_back(ReadRuleId(*item, /*family=*/false));
    }
  }
  if (const Node* verdict = map.Find("verdict")) {
    if (const auto word = WordOf(*verdict, "a verdict",
                                 {"clean", "findings", "blocked", "incomplete"}, diagnostics_)) {
      test.verdict = static_cast<Verdict>(*word);
    }
  }
  if (const Node* only = map.Find("only")) {
    for (const Node* item : OneOrMore(*only)) {
      test.only_rules.push_back(ReadRuleId(*item, /*family=*/true));
    }
  }
  map.Finish();
  return test;
}

void ClaimTestResolver::ReadFile(const Node& file, std::vector<ClaimTest>& tests) {
  MapReader map(file, "a file of tests", diagnostics_);
  if (const Node* named = map.Find("claims")) {
    if (named->kind != Node::Kind::kMap) {
      Report(diagnostics_, *named,
             "expected claims as a map from their names, found " + std::string(KindName(*named)));
    }
    // A claim that no test uses is checked too.
    for (const Node::Entry& entry : named->entries) {
      if (entry.value->kind == Node::Kind::kMap) {
        ReadTestClaim(entry.value);
      } else {
        MapReader(*entry.value, "a claim", diagnostics_).Finish();
      }
    }
    if (file.Find("tests") == nullptr) return map.Finish();  // shared with other files
  }
  Date today = DefaultToday();
  if (const Node* day = map.Find("today")) today = DateOf(*day, diagnostics_).value_or(today);
  if (const Node* list = map.Require("tests")) {
    for (const Node* item : OneOrMore(*list)) tests.push_back(ReadTest(*item, today));
  }
  map.Finish();
}

std::vector<ClaimTest> ClaimTestResolver::Resolve(std::span<const ParsedRuleset::File> files) {
  std::vector<ClaimTest> tests;
  for (const ParsedRuleset::File& file : files) {
    if (file.root != nullptr) claims_.Add(*file.root);
  }
  for (const ParsedRuleset::File& file : files) {
    if (file.root != nullptr) ReadFile(*file.root, tests);
  }
  return tests;
}

}  // namespace scrubline
