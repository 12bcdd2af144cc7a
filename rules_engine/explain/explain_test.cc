#include "rules_engine/explain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Date kToday = *Date::Parse("2026-11-20");

// Explains one rule to tests: `rule` is what stands in it beside its id, title and examples.
class ExplainTest : public testing::Test {
 protected:
  const RuleExplanation& Explain(const std::string& rule, const std::string& claim,
                                 const std::string& more = "") {
    snapshot_ =
        MakeSnapshot(OneRuleset("rules:\n  - {id: BASE.A, title: T, severity: warn, message: "
                                "wrong, examples: [{fires: {}}, {clear: {}}], " +
                                rule + "}\n" + more));
    return ExplainIn("BASE.A", claim);
  }

  const RuleExplanation& ExplainIn(const std::string& id, const std::string& claim) {
    claim_ = MakeClaim("place_of_service: \"11\", " + claim);
    const auto rules = SelectRules(snapshot_->rulesets(), {id});
    EXPECT_TRUE(rules.ok()) << rules.status();
    explanation_ =
        scrubline::Explain(*snapshot_, *claim_, {.today = kToday}, {.rules = *rules}, scratch_);
    return explanation_.rules.at(0);
  }

  // The near misses on the first subject.
  std::vector<std::string> Near(const std::string& rule, const std::string& claim,
                                const std::string& more = "") {
    const RuleExplanation& explained = Explain(rule, claim, more);
    return explained.subjects.at(0).near_misses;
  }

  // `mark text: seen` of each condition on the first subject; `!` is where it stopped.
  std::vector<std::string> Tree(const std::string& rule, const std::string& claim,
                                const std::string& more = "") {
    std::vector<std::string> lines;
    for (const ConditionExplanation& c : Explain(rule, claim, more).subjects.at(0).conditions) {
      constexpr std::string_view kMarks[] = {"-", "+", "?"};
      std::string line(c.asked ? kMarks[static_cast<size_t>(c.truth)] : ".");
      if (c.stopped_here) line += "!";
      line += std::string(static_cast<size_t>(c.depth), '>') + " " + c.text;
      if (!c.seen.empty()) line += " | " + c.seen;
      if (!c.asked_of.empty()) line += " on " + c.asked_of;
      lines.push_back(line);
    }
    return lines;
  }

  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const Claim> claim_;
  Explanation explanation_;
  Scratch scratch_;
};

TEST_F(ExplainTest, EveryConditionWithTheValueItSaw) {
  const char kRule[] =
      R"(for: line, when: {procedure_code: visits, modifiers: {none_of: ["24", "25"]}, units: {at_least: 1, at_most: 3}},
         with_line: {procedure_code: ["11102"], same: service_date}, unless: {place_of_service: ["23"]})";
  const char kLists[] = "lists: {visits: {title: V, codes: [\"99213\", \"99214\"]}}\n";
  EXPECT_THAT(Tree(kRule, Lines("99213-25; 11102"), kLists),
              ElementsAre("+ procedure_code: visits | 99213",
                          "-! modifiers: {none_of: [\"24\", \"25\"]} | 25",
                          "+ units: {at_least: 1, at_most: 3} | 1",
                          "+ with_line: {procedure_code: [\"11102\"], same: service_date} | line 2",
                          "+> procedure_code: [\"11102\"] | 11102 on line 2",
                          "- place_of_service: [\"23\"] | 11"));
  EXPECT_THAT(explanation_.rules[0].subjects[0].near_misses,
              ElementsAre("would fire if modifier 25 were absent"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kClear);
  EXPECT_TRUE(explanation_.rules[0].near_miss);
}

TEST_F(ExplainTest, StopsAtTheFirstConditionThatSettlesIt) {
  // The deciding child of an `all`; an `any` as a whole; what a `not` holds.
  EXPECT_THAT(
      Tree("for: line, when: {all: [{units: 1}, {all: [{modifiers: \"25\"}, {minutes: 5}]}]}",
           Lines("99213 {minutes: 5}")),
      ElementsAre("- all: [{units: 1}, {all: [{modifiers: \"25\"}, {minutes: 5}]}]",
                  "+> units: 1 | 1", "-> all: [{modifiers: \"25\"}, {minutes: 5}]",
                  "-!>> modifiers: \"25\" | absent", "+>> minutes: 5 | 5"));
  EXPECT_THAT(Tree("for: line, when: {any: [{units: 2}, {modifiers: \"25\"}]}", Lines("99213")),
              ElementsAre("-! any: [{units: 2}, {modifiers: \"25\"}]", "-> units: 2 | 1",
                          "-> modifiers: \"25\" | absent"));
  EXPECT_THAT(Tree("for: line, when: {not: {units: 1}}", Lines("99213")),
              ElementsAre("-! not: {units: 1}", "+> units: 1 | 1"));
  // Not evaluated: at the first unknown.
  EXPECT_THAT(Tree("for: line, when: {units: 1, minutes: 5}", Lines("99213")),
              ElementsAre("+ units: 1 | 1", "?! minutes: 5 | absent"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kNotEvaluated);
  EXPECT_THAT(explanation_.rules[0].subjects[0].reasons,
              ElementsAre("missing_field: the claim has no minutes"));
  // Bypassed: at the exception.
  EXPECT_THAT(
      Tree("for: line, when: {units: 1}, unless: {place_of_service: \"11\"}", Lines("99213")),
      ElementsAre("+ units: 1 | 1", "+! place_of_service: \"11\" | 11"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kBypassed);
}

TEST_F(ExplainTest, QuestionsAboutLines) {
  EXPECT_THAT(Tree("for: claim, when: {count_lines: {where: {units: 2}, at_least: 3}}",
                   Lines("99213 x2; 99214; 99215 x2")),
              ElementsAre("-! count_lines: {where: {units: 2}, at_least: 3} | 2 (lines 1 and 3)",
                          "+> units: 2 | 2 on line 1"));
  EXPECT_THAT(
      Tree("for: claim, when: {sum_units: {where: {procedure_code: \"J1100\"}, more_than: 4}}",
           Lines("J1100 x3; J1100 x2.5")),
      ElementsAre("+ sum_units: {where: {procedure_code: \"J1100\"}, more_than: 4} | 5.5 (lines "
                  "1 and 2)",
                  "+> procedure_code: \"J1100\" | J1100 on line 1"));
  // No line has anything of what is asked: there is nothing to show it on.
  EXPECT_THAT(Tree("for: line, when: {units: 1}, with_line: {procedure_code: \"11102\"}",
                   Lines("99213; 99214")),
              ElementsAre("+ units: 1 | 1", "-! with_line: {procedure_code: \"11102\"} | none",
                          ".> procedure_code: \"11102\""));
  // The line that comes nearest.
  EXPECT_THAT(
      Tree("for: line, when: {units: 1}, with_line: {procedure_code: \"11102\", units: 2}",
           Lines("99213; 99214; 11102")),
      ElementsAre("+ units: 1 | 1", "-! with_line: {procedure_code: \"11102\", units: 2} | none",
                  "+> procedure_code: \"11102\" | 11102 on line 3", "-> units: 2 | 1 on line 3"));
  EXPECT_THAT(Tree("for: line, without_line: {procedure_code: \"11102\"}", Lines("99213; 11102")),
              ElementsAre("-! without_line: {procedure_code: \"11102\"} | line 2",
                          "+> procedure_code: \"11102\" | 11102 on line 2"));
}

TEST_F(ExplainTest, ValuesAsABillerReadsThem) {
  const char kClaim[] =
      "patient: {birth_date: 1960-06-01, sex: female}, received_date: 2024-05-20, lines: "
      "[{procedure_code: \"99213\", service_date: 2024-05-10}]";
  EXPECT_THAT(Tree("for: line, when: {age: {under: 65, on: service_date}}", kClaim),
              ElementsAre("+ age: {under: 65, on: service_date} | 63 years"));
  EXPECT_THAT(
      Tree("for: line, when: {days: {from: service_date, to: received_date, more_than: 30}}",
           kClaim),
      ElementsAre("-! days: {from: service_date, to: received_date, more_than: 30} | 10 days "
                  "(received_date 2024-05-20, service_date 2024-05-10)"));
  EXPECT_THAT(Tree("for: claim, when: {patient.sex: male}", kClaim),
              ElementsAre("-! patient.sex: male | female"));
  EXPECT_THAT(Tree("for: claim, when: {prior_authorization_number: missing}", kClaim),
              ElementsAre("+ prior_authorization_number: missing | absent"));
}

TEST_F(ExplainTest, NearMisses) {
  const struct {
    const char* rule;
    const char* lines;
    std::vector<std::string> expected;
  } kCases[] = {
      // One condition away, whatever it is.
      {"when: {place_of_service: \"11\", units: {more_than: 1}}",
       "99213",
       {"would fire if units were more than 1 (it is 1)"}},
      {"when: {place_of_service: \"11\", modifiers: {none_of: [\"25\", \"59\"]}}",
       "99213-25-59",
       {"would fire if modifiers 25 and 59 were absent"}},
      {"when: {place_of_service: \"11\", modifiers: {all_of: [\"26\", \"59\"]}}",
       "99213-59",
       {"would fire if modifier 26 were present"}},
      {"when: {units: 1, place_of_service: [\"22\", \"23\"]}",
       "99213",
       {"would fire if place_of_service were 22 or 23"}},
      {"when: {units: 1, place_of_service: {none_of: [\"11\", \"22\"]}}",
       "99213",
       {"would fire if place_of_service were not 11"}},
      {"when: {units: 1, service_date: {before: 2024-01-01}}",
       "99213",
       {"would fire if service_date were before 2024-01-01 (it is 2024-05-10)"}},
      {"when: {units: 1, service_date_through: present}",
       "99213",
       {"would fire if service_date_through were present"}},
      // Any of several.
      {"when: {units: 1, any: [{modifiers: \"26\"}, {place_of_service: \"22\"}]}",
       "99213",
       {"would fire if modifier 26 were present", "would fire if place_of_service were 22"}},
      // Two away is not near.
      {"when: {units: 2, place_of_service: \"22\", modifiers: {none_of: [\"25\"]}}", "99213", {}},
      // Nor is a rule that found nothing of what it looks for, nor another procedure.
      {"when: {units: 2}", "99213", {}},
      {"when: {units: 1, procedure_code: \"99214\"}", "99213", {}},
      // An exception.
      {"when: {units: 1}, unless: {modifiers: [\"25\"]}",
       "99213-25",
       {"would fire if modifier 25 were absent"}},
      // Other lines.
      {"when: {units: 1}, with_line: {procedure_code: \"11102\", units: 2}",
       "99213; 11102",
       {"would fire if units were 2 (it is 1) on line 2"}},
      {"when: {units: 1}, with_line: {procedure_code: \"11102\"}",
       "99213; 11103",
       {"would fire if there were another line with procedure_code: \"11102\""}},
      {"when: {units: 1}, without_line: {procedure_code: \"11102\"}",
       "99213; 11102",
       {"would fire if line 2 were absent"}},
      {"when: {units: 1}, without_line: {procedure_code: \"11102\"}", "99213; 11102; 11102", {}},
      // Dates that are worked out, in the author's own words.
      {"when: {units: 1, days: {from: service_date, to: service_date_through, at_least: 2}}",
       "99213 2024-05-10..2024-05-11",
       {"would fire if the days from service_date to service_date_through were at least 2 (1 day "
        "(service_date_through 2024-05-11, service_date 2024-05-10))"}},
      // What fired says what would have kept it from firing; the exception first.
      {"when: {modifiers: \"50\", units: {more_than: 1}}, unless: {place_of_service: \"24\"}",
       "20610-50 x2",
       {"would be clear if place_of_service were 24", "would be clear if modifier 50 were absent",
        "would be clear if units were at most 1 (it is 2)"}},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Near(std::string("for: line, ") + test.rule, Lines(test.lines)), test.expected)
        << test.rule << " " << test.lines;
  }
}

TEST_F(ExplainTest, AnotherPatientPayerOrProviderIsNoNearMiss) {
  for (const char* when :
       {"patient.sex: male", "payer.line_of_business: medicaid",
        "rendering.taxonomy_code: 111N00000X", "age: {under: 18, on: service_date}"}) {
    EXPECT_THAT(Near(std::string("for: line, when: {units: 1, ") + when + "}",
                     "patient: {birth_date: 1960-06-01, sex: female}, rendering: {npi: "
                     "\"1245319599\", taxonomy_code: 207R00000X}, " +
                         Lines("99213")),
                IsEmpty())
        << when;
    EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kClear) << when;
  }
}

TEST_F(ExplainTest, TheCodeThatLeadsToARuleIsNoNearMiss) {
  EXPECT_THAT(Near("for: line, when: {modifiers: \"50\", units: 1}", Lines("20610")), IsEmpty());
  const RuleExplanation& rule = explanation_.rules[0];
  EXPECT_FALSE(rule.looked_at);
  EXPECT_EQ(rule.reason, "none of its modifiers is on the claim: [\"50\"]");
}

TEST_F(ExplainTest, WhyARuleSaidNothing) {
  const std::string rules =
      "rules:\n  - {id: BASE.A, title: T, severity: warn, message: wrong, for: line, effective: "
      "{from: 2026-01-01}, examples: [{fires: {}}, {clear: {}}], when: {units: 1}}\n";
  RuleFiles files = OneRuleset(rules);
  files["payer/ruleset.yaml"] =
      "{id: acme, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: [ACME]}}\n";
  files["payer/rules.yaml"] =
      "rules:\n  - {id: ACME.B, title: T, severity: warn, message: wrong, for: line, examples: "
      "[{fires: {}}, {clear: {}}], when: {units: 1}}\n"
      "overrides:\n"
      "  - {id: O-1, select: {rule: BASE.A}, suppress: true, reason: not here, owner: "
      "a@b.example}\n";
  snapshot_ = MakeSnapshot(files);
  const RuleExplanation& late = ExplainIn("BASE.A", Lines("99213"));
  EXPECT_EQ(late.outcome, RuleOutcome::kNotInForce);
  EXPECT_THAT(late.subjects[0].reasons,
              ElementsAre("not in force on 2024-05-10: effective 2026-01-01.."));
  const RuleExplanation& other = ExplainIn("ACME.B", Lines("99213"));
  EXPECT_EQ(other.outcome, RuleOutcome::kNotInScope);
  EXPECT_EQ(other.reason, "for payer ACME; the claim's is not said");
  const RuleExplanation& off =
      ExplainIn("BASE.A", "payer: {id: ACME, line_of_business: medicare}, " + Lines("99213"));
  EXPECT_EQ(off.outcome, RuleOutcome::kSwitchedOff);
  ASSERT_EQ(off.subjects.size(), 1u);
  ASSERT_EQ(off.subjects[0].layers.size(), 1u);
  const LayerExplanation& layer = off.subjects[0].layers[0];
  EXPECT_EQ(layer.override_id, "O-1");
  EXPECT_EQ(layer.says, "switched off");
  EXPECT_EQ(layer.reason, "not here");
  EXPECT_EQ(layer.owner, "a@b.example");
  EXPECT_EQ(layer.ruleset, "acme");
  EXPECT_THAT(layer.position.file, HasSubstr("payer/rules.yaml"));
  EXPECT_EQ(layer.position.line, 4);
  // A void claim.
  const RuleExplanation& voided =
      ExplainIn("BASE.A", "frequency_code: \"8\", " + Lines("99213 2026-03-01"));
  EXPECT_FALSE(voided.looked_at);
  EXPECT_THAT(voided.reason, HasSubstr("void claim"));
}

TEST_F(ExplainTest, WhatEachLayerSaid) {
  RuleFiles files = OneRuleset(
      "rules:\n  - {id: BASE.A, title: T, severity: warn, message: wrong, for: line, examples: "
      "[{fires: {}}, {clear: {}}], when: {units: 1}}\n");
  files["payer/ruleset.yaml"] =
      "{id: acme, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: [ACME]}}\n";
  files["payer/rules.yaml"] =
      "overrides:\n"
      "  - {id: O-1, select: {rule: BASE.A}, severity: deny, reason: bulletin 7, owner: "
      "a@b.example}\n"
      "  - {id: O-2, select: {rule: BASE.A}, exempt_when: {place_of_service: \"11\"}, reason: "
      "office, "
      "owner: a@b.example}\n"
      "  - {id: O-3, select: {rule: BASE.A}, enable: true, effective: {from: 2030-01-01}, "
      "reason: "
      "later, owner: a@b.example}\n";
  snapshot_ = MakeSnapshot(files);
  const std::string payer = "payer: {id: ACME, line_of_business: medicare}, ";
  const RuleExplanation& rule = ExplainIn("BASE.A", payer + Lines("99213"));
  EXPECT_EQ(rule.outcome, RuleOutcome::kBypassed);
  std::vector<std::string> says;
  for (const LayerExplanation& layer : rule.subjects[0].layers) {
    says.push_back(layer.ruleset + " " + layer.override_id + ": " + layer.says);
  }
  EXPECT_THAT(says, ElementsAre("base : severity warn", "acme O-1: severity deny",
                                "acme O-2: exempt: place_of_service: \"11\""));
  const RuleExplanation& fired =
      ExplainIn("BASE.A", payer + Lines("99213 {place_of_service: \"22\"}"));
  EXPECT_EQ(fired.outcome, RuleOutcome::kFired);
  EXPECT_EQ(fired.subjects[0].severity, Severity::kDeny);
  EXPECT_EQ(fired.subjects[0].layers.at(2).says, "not exempt: place_of_service: \"11\"");
}

TEST_F(ExplainTest, ParametersAsALayerSetThem) {
  RuleFiles files = OneRuleset(
      "rules:\n  - {id: BASE.A, title: T, severity: warn, message: wrong, for: line, parameters: "
      "{most: 3}, examples: [{fires: {}}, {clear: {}}], when: {units: {more_than: $most}}}\n");
  files["payer/ruleset.yaml"] =
      "{id: acme, version: \"1\", language: 1, title: P, layer: payer, scope: {payers: [ACME]}}\n";
  files["payer/rules.yaml"] =
      "overrides:\n  - {id: O-1, select: {rule: BASE.A}, parameters: {most: 1}, reason: bulletin "
      "7, "
      "owner: a@b.example}\n";
  snapshot_ = MakeSnapshot(files);
  const auto says = [&](const std::string& claim) {
    const SubjectExplanation& subject = ExplainIn("BASE.A", claim).subjects.at(0);
    std::string text = std::string(ToString(subject.outcome)) + " " + subject.conditions[0].text;
    for (const LayerExplanation& layer : subject.layers) text += "; " + layer.says;
    return text;
  };
  EXPECT_EQ(says(Lines("99213 x2")), "clear units: {more_than: 3}; severity warn");
  EXPECT_EQ(says("payer: {id: ACME, line_of_business: medicare}, " + Lines("99213 x2")),
            "fired units: {more_than: 1}; severity warn; most is 1");
}

// Built-in edits: what the rows said.
class BuiltinExplainTest : public ExplainTest {
 protected:
  BuiltinExplainTest() {
    snapshot_ =
        MakeSnapshot(NationalRules(),
                     {{"ncci_ptp_practitioner",
                       {"45385 45380 1996-01-01 - 1", "20610 99213 2020-01-01 2023-12-31 1"}},
                      {"ncci_mue_practitioner", {"2024-04-01 45380 1 2", "2024-04-01 J1100 10 3"}},
                      {"ncci_aoc", {"1 11103 11102 2019-01-01 -", "1 11103 11104 2019-01-01 -"}}});
  }
  // `verdict: summary; fact, fact` of each row.
  std::vector<std::string> Rows(const std::string& id, const std::string& claim) {
    std::vector<std::string> rows;
    for (const RowExplanation& row : ExplainIn(id, claim).rows) {
      std::string text = row.verdict + ": " + row.summary;
      for (const auto& [name, value] : row.facts) {
        if (name == "modifier" || name == "lines" || name == "primaries_found" || name == "row")
          text += "; " + value;
      }
      for (const std::string& near : row.near_misses) text += "; " + near;
      rows.push_back(text);
    }
    return rows;
  }
};

TEST_F(BuiltinExplainTest, PairsOfTheTable) {
  EXPECT_THAT(Rows("NCCI.PTP", Lines("45385; 45380")),
              ElementsAre("fired: 45380 (line 2) is column 2 of 45385 (line 1); 1996-01-01.."));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kFired);
  EXPECT_THAT(
      Rows("NCCI.PTP", Lines("45385-RT; 45380-59-99")),
      ElementsAre(
          "bypassed: 45380 (line 2) is column 2 of 45385 (line 1); 1996-01-01..; RT on line "
          "1 (column 1) counts; 59 on line 2 (column 2) counts; 99 on line 2 (column 2) is "
          "not among the payer's bypass modifiers"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kBypassed);
  EXPECT_THAT(Rows("NCCI.PTP", Lines("45385; 45380-59")),
              ElementsAre(testing::EndsWith("would fire if modifier 59 were absent on line 2")));
  EXPECT_THAT(
      Rows("NCCI.PTP", Lines("20610; 99213")),
      ElementsAre("not in force: 20610 (line 1) and 99213 (line 2) are a pair of the table; "
                  "2020-01-01..2023-12-31"));
  EXPECT_THAT(Rows("NCCI.PTP", Lines("45385; 45380 2024-06-01")),
              ElementsAre(testing::StartsWith("no day in common")));
  EXPECT_THAT(
      Rows("NCCI.PTP",
           Lines("45385; 45380 {rendering: {npi: \"1245319599\", taxonomy_code: 208D00000X}}")),
      ElementsAre("another provider's: 45380 (line 2) is column 2 of 45385 (line 1); 1996-01-01..; "
                  "would fire if both lines had the same provider"));
  EXPECT_TRUE(explanation_.rules[0].near_miss);
  EXPECT_THAT(Rows("NCCI.PTP", Lines("45385")), IsEmpty());
  EXPECT_EQ(explanation_.rules[0].reason, "no two lines with different codes that take part");
}

TEST_F(BuiltinExplainTest, UnitsAgainstTheLimit) {
  EXPECT_THAT(Rows("NCCI.MUE", Lines("J1100 x6; J1100 x5; 45380; 99213")),
              UnorderedElementsAre(
                  "over the limit: J1100: 11 units of at most 10 on 2024-05-10; line 1, line 2; "
                  "would be clear if the units were at most 10 (they are 11)",
                  "within the limit: 45380: 1 unit of at most 1 on 2024-05-10; line 3; would fire "
                  "with one unit more",
                  "left out: 99213 (line 4) has no published limit"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kFired);
  // A code that stands once, within its limit, is told as well.
  EXPECT_THAT(Rows("NCCI.MUE", Lines("J1100 x6")),
              ElementsAre("within the limit: J1100: 6 units of at most 10 on 2024-05-10; line 1"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kClear);
}

TEST_F(BuiltinExplainTest, AddOnsAndTheirPrimaries) {
  EXPECT_THAT(
      Rows("NCCI.AOC", Lines("11102; 11103")),
      ElementsAre("has its primary: 11103 (line 2) is an add-on code; line 1; would fire if "
                  "line 1 were absent"));
  EXPECT_THAT(Rows("NCCI.AOC", Lines("99213; 11103")),
              ElementsAre("no primary: 11103 (line 2) is an add-on code"));
  EXPECT_EQ(explanation_.rules[0].outcome, RuleOutcome::kFired);
  EXPECT_THAT(Rows("NCCI.AOC", Lines("99213")), IsEmpty());
  EXPECT_EQ(explanation_.rules[0].reason, "no line with an add-on code");
}

TEST_F(BuiltinExplainTest, OneLineAlone) {
  claim_ = MakeClaim(Lines("45385; 45380; J1100 x11"));
  const auto rules = SelectRules(snapshot_->rulesets(), {"NCCI"});
  ASSERT_TRUE(rules.ok());
  const Explanation all = scrubline::Explain(*snapshot_, *claim_, {.today = kToday},
                                             {.rules = *rules, .line_number = 3}, scratch_);
  for (const RuleExplanation& rule : all.rules) {
    for (const SubjectExplanation& subject : rule.subjects) EXPECT_EQ(subject.line_number, 3);
    for (const RowExplanation& row : rule.rows) {
      EXPECT_THAT(row.line_numbers, testing::Contains(3)) << rule.rule->id;
    }
  }
  EXPECT_EQ(all.rules[0].rule->id, "NCCI.MUE");  // it fired, so it comes first
}

TEST(SelectRulesTest, IdsFamiliesAndSlips) {
  const auto snapshot = MakeSnapshot(NationalRules());
  const auto ids = [&](const std::vector<std::string>& names) {
    std::vector<std::string> found;
    const auto rules = SelectRules(snapshot->rulesets(), names);
    if (!rules.ok()) return std::vector<std::string>{std::string(rules.status().message())};
    for (const int32_t rule : *rules) {
      found.push_back(snapshot->rulesets().rules[static_cast<size_t>(rule)].id);
    }
    return found;
  };
  EXPECT_THAT(ids({"NCCI.MUE"}), ElementsAre("NCCI.MUE", "NCCI.MUE.ZERO"));
  EXPECT_THAT(ids({"NCCI.MUE.ZERO", "NCCI.MUE"}), ElementsAre("NCCI.MUE", "NCCI.MUE.ZERO"));
  EXPECT_THAT(ids({"NCCI.MEU"}),
              ElementsAre("no rule or family of rules is called NCCI.MEU; did you mean NCCI.MUE?"));
  EXPECT_THAT(ids({"NCCI.M"}), ElementsAre(HasSubstr("no rule or family")));
}

// The explanation is of the very evaluation: whatever the claim, each finding is told by its rule,
// with its outcome, and nothing else is said to have fired.
TEST(ExplainAgreesTest, WithTheFindings) {
  const auto snapshot =
      MakeSnapshot(NationalRules(), {{"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}},
                                     {"ncci_mue_practitioner", {"2024-04-01 45380 1 2"}},
                                     {"ncci_aoc", {"1 11103 11102 2019-01-01 -"}}});
  for (const char* lines : {"45385; 45380 x2; 11103", "45385; 45380-59", "11103; 11102; 45380 x3",
                            "45385 {units: ~}; 45380", "99213"}) {
    const auto claim = MakeClaim(Lines(lines));
    Scratch scratch;
    const Explanation why = Explain(*snapshot, *claim, {.today = kToday}, {}, scratch);
    std::vector<std::string> told, found;
    for (const RuleExplanation& rule : why.rules) {
      for (const SubjectExplanation& subject : rule.subjects) {
        if (subject.outcome > RuleOutcome::kBypassed) continue;
        told.push_back(rule.rule->id + " " + std::string(ToString(subject.outcome)) + " " +
                       std::to_string(subject.line_number));
      }
    }
    const Findings& findings =
        Evaluate(*snapshot, *claim, {.today = kToday, .include_bypassed = true}, scratch);
    const auto add = [&](const Finding& finding) {
      const auto refs = findings.Lines(finding.lines);
      found.push_back(
          snapshot->rulesets().rules[static_cast<size_t>(finding.rule)].id +
          (finding.outcome == Outcome::kFired ? " fired " : " bypassed ") +
          std::to_string(
              refs.empty() ? 0
                           : claim->service_lines[static_cast<size_t>(refs.front())].line_number));
    };
    for (const Finding& finding : findings.items) add(finding);
    for (const Finding& finding : findings.also) add(finding);
    EXPECT_THAT(told, testing::UnorderedElementsAreArray(found)) << lines;
    EXPECT_EQ(why.verdict, findings.verdict) << lines;
  }
}

}  // namespace
}  // namespace scrubline
