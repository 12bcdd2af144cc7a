#include "rules_engine/evaluate/conditions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

std::string RuleText(const std::string& id, const std::string& scope, const std::string& when) {
  return "  - {id: " + id + ", title: T, severity: warn, for: " + scope +
         ", message: wrong, examples: [{fires: {}}, {clear: {}}], when: " + when + "}\n";
}

char Letter(Truth truth) { return "FT?"[static_cast<int>(truth)]; }

// The value of the condition for each line, `T`, `F` or `?`; for a claim condition one letter.
std::string Values(Conditions& conditions, const Snapshot& snapshot, size_t rule,
                   const Claim& claim) {
  const NodeId node = snapshot.program().rules[rule].condition;
  if (snapshot.rulesets().rules[rule].for_claim) return {Letter(conditions.Get(node, -1))};
  std::string text;
  for (size_t i = 0; i < claim.service_lines.size(); ++i)
    text += Letter(conditions.Get(node, static_cast<int32_t>(i)));
  return text;
}

std::string Values(const std::string& when, const std::string& claim_yaml,
                   const std::vector<TestTable>& tables = {}, const std::string& scope = "line") {
  const auto snapshot =
      MakeSnapshot(OneRuleset("rules:\n" + RuleText("BASE.A", scope, when)), tables);
  const auto claim = MakeClaim(claim_yaml);
  Conditions conditions;
  conditions.Begin(snapshot->program(), *claim);
  return Values(conditions, *snapshot, 0, *claim);
}

struct Case {
  const char* when;
  std::string claim;
  const char* expected;
};

TEST(ConditionsTest, EveryKindOfALine) {
  const std::string units = Lines("99213 x1; 99213 x2; 99213 x2.5; 99213 {units: ~}");
  const std::string coded = Lines("99213-25; 99214-25-59; {procedure_code: ~}; J9000");
  const Case kCases[] = {
      {R"({procedure_code: ["99213", "J9*"]})", coded, "TFFT"},
      {R"({not: {procedure_code: "99213"}})", coded, "FTTT"},
      {R"({procedure_code: {matches: '^992'}})", coded, "TTFF"},
      {R"({place_of_service: "11"})",
       Lines("A0001 {place_of_service: \"11\"}; A0001 {place_of_service: \"12\"}; A0001"), "TF?"},
      {R"({place_of_service: {none_of: ["11"]}})",
       Lines("A0001 {place_of_service: \"11\"}; A0001 {place_of_service: \"12\"}; A0001"), "FT?"},
      {R"({place_of_service: "11"})",
       Lines("A0001; A0001 {place_of_service: \"12\"}") + ", place_of_service: \"11\"", "TF"},
      {R"({modifiers: ["59", "XS"]})", coded, "FTFF"},
      {R"({modifiers: {all_of: ["59", "25"]}})", coded, "FTFF"},
      {R"({modifiers: {none_of: ["59"]}})", coded, "TFTT"},
      {R"({units: 2})", units, "FTF?"},
      {R"({units: {more_than: 1, at_most: 2.5}})", units, "FTT?"},
      {R"({units: {between: [1, 2]}})", units, "TTF?"},
      {R"({units: {at_least: 2}})", units, "FTT?"},
      {R"({units: {less_than: 2}})", units, "TFF?"},
      {R"({unit_basis: minutes})",
       Lines("A0001 {unit_basis: minutes}; A0001 {unit_basis: units}; A0001"), "TF?"},
      {R"({charge_cents: {at_least: 1.50}})",
       Lines("A0001 {charge_cents: 149}; A0001 {charge_cents: 150}; A0001"), "FT?"},
      {R"({service_date: {on_or_after: 2024-05-11}})",
       Lines("A0001; A0001 2024-05-11; A0001 {service_date: ~}"), "FT?"},
      {R"({service_date: {after: admission_date}})",
       Lines("A0001 2024-05-09; A0001 2024-05-10; A0001 2024-05-11; A0001 {service_date: ~}") +
           ", admission_date: 2024-05-10",
       "FFT?"},
      {R"({service_date: {after: admission_date}})", Lines("A0001"), "?"},
      {R"({days: {from: service_date, to: service_date_through, at_least: 2}})",
       Lines("A0001 2024-05-01..2024-05-02; A0001 2024-05-01..2024-05-03; A0001"), "FT?"},
      {R"({age: {under: 18, on: service_date}})",
       Lines("A0001 2024-05-09; A0001 2024-05-10; A0001 {service_date: ~}") +
           ", patient: {birth_date: 2006-05-10}",
       "TF?"},
      {R"({age: {under: 18, on: service_date}})", Lines("A0001"), "?"},
      {R"({ndc: present})", Lines("A0001 {ndc: \"1\"}; A0001"), "TF"},
      {R"({ndc: missing})", Lines("A0001 {ndc: \"1\"}; A0001"), "FT"},
      {R"({modifiers: missing})", Lines("A0001-25; A0001"), "FT"},
      {R"({pointed_diagnoses: ["E11*"]})",
       Lines("A0001 {diagnosis_pointers: [1]}; A0001 {diagnosis_pointers: [2]}; A0001; A0001 "
             "{diagnosis_pointers: [12]}") +
           ", diagnoses: [I10, E11.9]",
       "FTFF"},
      {R"({first_pointed_diagnosis: I10})",
       Lines("A0001 {diagnosis_pointers: [1, 2]}; A0001 {diagnosis_pointers: [2, 1]}; A0001") +
           ", diagnoses: [I10, E11.9]",
       "TF?"},
      {R"({rendering.taxonomy_code: "207*"})",
       Lines("A0001 {rendering: {npi: \"1\", taxonomy_code: 207R00000X}}; A0001 {rendering: {npi: "
             "\"2\", taxonomy_code: 208R00000X}}; A0001"),
       "TF?"},
      {R"({ndc: {matches: '^00'}})", Lines("A0001 {ndc: \"001\"}; A0001 {ndc: \"100\"}; A0001"),
       "TF?"},
  };
  for (const Case& test : kCases)
    EXPECT_EQ(Values(test.when, test.claim), test.expected) << test.when;
}

TEST(ConditionsTest, EveryKindOfAClaim) {
  const std::string one = Lines("99213");
  const Case kCases[] = {
      {R"({type_of_bill: ["013*"]})", "type_of_bill: \"0131\"", "T"},
      {R"({type_of_bill: ["013*"]})", "type_of_bill: \"0111\"", "F"},
      {R"({type_of_bill: ["013*"]})", "", "?"},
      {R"({patient.sex: female})", "patient: {sex: female}", "T"},
      {R"({patient.sex: female})", "patient: {sex: male}", "F"},
      {R"({patient.sex: female})", "", "?"},
      {R"({accident.auto: true})", "accident: {auto: false}", "F"},
      {R"({accident.auto: true})", "", "?"},
      {R"({payer.id: ["AB*", C]})", "payer: {id: ABX}", "T"},
      {R"({payer.id: ["AB*", C]})", "payer: {id: CX}", "F"},
      {R"({payer.id: ["AB*", C]})", "", "?"},
      {R"({diagnoses: [I10]})", "diagnoses: [I10]", "T"},
      {R"({diagnoses: [I10]})", "", "F"},
      {R"({diagnoses: {all_of: [I10, E11.9]}})", "diagnoses: [E11.9, I10]", "T"},
      {R"({diagnoses: {all_of: [I10, E11.9]}})", "diagnoses: [I10]", "F"},
      {R"({condition_codes: {none_of: ["G0"]}})", "condition_codes: [G0]", "F"},
      {R"({condition_codes: {none_of: ["G0"]}})", "", "T"},
      {R"({total_charge_cents: {more_than: 100.00}})", "total_charge_cents: 10001", "T"},
      {R"({total_charge_cents: {more_than: 100.00}})", "", "?"},
      {R"({received_date: {before: submitted_date}})",
       "received_date: 2024-01-01, submitted_date: 2024-01-02", "T"},
      {R"({received_date: {before: submitted_date}})", "received_date: 2024-01-01", "?"},
      {R"({count_lines: {where: {procedure_code: "99213"}, at_least: 1}})", one, "T"},
      {R"({count_lines: {where: {procedure_code: "99213"}, at_least: 2}})", one, "F"},
      {R"({count_lines: {where: {units: 1}, at_least: 2}})", Lines("99213; 99213 {units: ~}"), "?"},
      {R"({count_lines: {where: {units: 1}, at_least: 1}})", Lines("99213; 99213 {units: ~}"), "T"},
      {R"({count_lines: {where: {units: 1}, at_least: 3}})", Lines("99213; 99213 {units: ~}"), "F"},
      {R"({count_lines: {where: {units: 1}, between: [1, 2]}})", Lines("99213; 99213 {units: ~}"),
       "T"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 3}})",
       Lines("99213 x2; 99213 x1.5; 99214 x9"), "T"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 3}})", Lines("99213 x3"), "F"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 3}})",
       Lines("99213 x4; 99213 {units: ~}"), "T"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 4}})",
       Lines("99213 x4; 99213 {units: ~}"), "?"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 3}})",
       Lines("99213 x4; 99214 {units: ~}"), "T"},
      {R"({with_line: {procedure_code: "99213"}})", one, "T"},
      {R"({with_line: {procedure_code: "99214"}})", one, "F"},
      {R"({with_line: {units: 2}})", Lines("99213; 99213 {units: ~}"), "?"},
      {R"({without_line: {procedure_code: "99213"}})", "", "T"},
  };
  for (const Case& test : kCases)
    EXPECT_EQ(Values(test.when, test.claim, {}, "claim"), test.expected)
        << test.when << " " << test.claim;
}

// Kleene's three values, over all pairs: the claim has the value true, false and absent.
TEST(ConditionsTest, UnknownIsCarriedOn) {
  const std::string lines = "lines: [" + []() {
    std::string all;
    for (const char* x : {"units: 1", "units: 2", "units: ~"}) {
      for (const char* y : {"minutes: 1", "minutes: 2", "minutes: ~"})
        all += std::string("{") + x + ", " + y + "},";
    }
    return all;
  }() + "]";
  EXPECT_EQ(Values("{all: [{units: 1}, {minutes: 1}]}", lines), "TF?FFF?F?");
  EXPECT_EQ(Values("{any: [{units: 1}, {minutes: 1}]}", lines), "TTTTF?T??");
  EXPECT_EQ(Values("{not: {all: [{units: 1}, {minutes: 1}]}}", lines), "FT?TTT?T?");
}

TEST(ConditionsTest, SameKeys) {
  const struct {
    const char* same;
    const char* other;
    const char* expected;
  } kCases[] = {
      // The subject is 99213-25-59 at place 11 on 2024-05-10, revenue code 0450, first diagnosis 1.
      {"service_date", "99214 2024-05-10", "T"},
      {"service_date", "99214 2024-05-11", "F"},
      {"service_date", "99214 2024-05-01..2024-05-10", "T"},
      {"service_date", "99214 {service_date: ~}", "?"},
      {"procedure_code", "99213", "T"},
      {"procedure_code", "99214", "F"},
      {"place_of_service", "99214 {place_of_service: \"11\"}", "T"},
      {"place_of_service", "99214", "?"},
      {"revenue_code", "99214 {revenue_code: \"0450\"}", "T"},
      {"revenue_code", "99214", "?"},
      {"modifiers", "99214-59-25", "T"},
      {"modifiers", "99214-25-25-59", "T"},
      {"modifiers", "99214-25", "F"},
      {"modifiers", "99214-25-59-76", "F"},
      {"rendering_provider", "99214 {rendering: {npi: \"1245319599\"}}", "T"},
      {"rendering_provider", "99214", "F"},
      {"first_pointed_diagnosis", "99214 {diagnosis_pointers: [1]}", "T"},
      {"first_pointed_diagnosis", "99214 {diagnosis_pointers: [2, 1]}", "F"},
      {"first_pointed_diagnosis", "99214", "?"},
      {"[service_date, procedure_code]", "99213 2024-05-10", "T"},
      {"[service_date, procedure_code]", "99213 2024-05-11", "F"},
  };
  for (const auto& test : kCases) {
    const std::string claim =
        Lines(
            "99213-25-59 {place_of_service: \"11\", revenue_code: \"0450\", diagnosis_pointers: "
            "[1], rendering: {npi: \"1245319599\"}}; " +
            std::string(test.other)) +
        ", diagnoses: [I10, E11.9]";
    const std::string when =
        std::string("{with_line: {procedure_code: \"99*\", same: ") + test.same + "}}";
    EXPECT_EQ(Values(when, claim).substr(0, 1), test.expected) << test.same << " " << test.other;
  }
}

TEST(ConditionsTest, AnotherLineIsNotTheLineItself) {
  EXPECT_EQ(Values(R"({with_line: {procedure_code: "99213"}})", Lines("99213; 99214")), "FT");
  EXPECT_EQ(Values(R"({without_line: {procedure_code: "99213"}})", Lines("99213; 99214")), "TF");
  EXPECT_EQ(Values(R"({with_line: {units: 2}})", Lines("99213 {units: ~}; 99214")), "F?");
  // A count holds the line itself.
  EXPECT_EQ(
      Values(
          R"({count_lines: {where: {procedure_code: "99213"}, same: service_date, at_least: 2}})",
          Lines("99213; 99213; 99213 2024-05-11")),
      "TTF");
  EXPECT_EQ(Values(R"({sum_units: {same: [procedure_code, service_date], more_than: 3}})",
                   Lines("99213 x2; 99213 x2; 99214 x3; 99213 x4 2024-05-11")),
            "TTFT");
}

TEST(ConditionsTest, Tables) {
  const std::vector<TestTable> tables = {
      {"ncci_aoc", {"1 11045 11042 2013-04-01 2024-05-31", "2 99100 CCCCC 2013-04-01 -"}},
      {"ncci_mue_practitioner", {"2024-04-01 97110 6 3", "2024-04-01 27447 1 2"}}};
  const Case kCases[] = {
      {R"({procedure_code: {table: ncci_aoc, type: "1"}})",
       Lines("11045; 99100; 11042; 11045 2024-06-01; 11045 {service_date: ~}; {procedure_code: ~}"),
       "TFFF?F"},
      {R"({procedure_code: {table: ncci_aoc, type: ["1", "2"]}})", Lines("11045; 99100"), "TT"},
      {R"({procedure_code: {table: ncci_mue_practitioner, limit: {at_most: 1}}})",
       Lines("27447; 97110; 99213; 27447 2024-07-01"), "TFF?"},
      {R"({procedure_code: {table: ncci_mue_practitioner, adjudication_indicator: "3"}})",
       Lines("27447; 97110"), "FT"},
      {R"({procedure_code: {table: ncci_mue_hospital, limit: {at_most: 1}}})", Lines("27447"), "?"},
  };
  for (const Case& test : kCases)
    EXPECT_EQ(Values(test.when, test.claim, tables), test.expected) << test.when;
  std::vector<TestTable> sample = tables;
  for (TestTable& table : sample) {
    table.sample = true;
    table.covered = {"99213"};
  }
  EXPECT_EQ(Values(kCases[0].when, Lines("11045; 99213; 99214"), sample), "TF?");
  EXPECT_EQ(Values(kCases[2].when, Lines("27447; 99213; 99214"), sample), "TF?");
}

// A value is kept in words of 64 lines.
TEST(ConditionsTest, MoreLinesThanAWordHolds) {
  for (const int count : {0, 1, 63, 64, 65, 128, 129, 200}) {
    std::string lines, first, last, other;
    for (int i = 0; i < count; ++i) {
      lines += i % 3 == 0 ? "99213 x2;" : i % 3 == 1 ? "99214;" : "99213 {units: ~};";
      first += i % 3 == 0 ? 'T' : i % 3 == 1 ? 'F' : '?';
      last += i % 3 == 1 ? 'T' : i % 3 == 0 ? 'F' : '?';
      other += i == count - 1 && i % 3 == 0 ? 'F' : 'T';
    }
    EXPECT_EQ(Values("{units: 2}", Lines(lines)), first) << count;
    EXPECT_EQ(Values("{not: {units: 2}}", Lines(lines)), last) << count;
    EXPECT_EQ(Values("{all: [{units: 2}, {type: professional}]}", Lines(lines)), first) << count;
    if (count > 4) {
      EXPECT_EQ(Values(R"({with_line: {procedure_code: "99214"}})", Lines(lines)),
                std::string(static_cast<size_t>(count), 'T'))
          << count;
    }
  }
}

TEST(ConditionsTest, ForEachNotFalseVisitsLinesInOrder) {
  const auto snapshot =
      MakeSnapshot(OneRuleset("rules:\n" + RuleText("BASE.A", "line", "{units: 2}") +
                              RuleText("BASE.B", "line", "{patient.sex: female}")));
  std::string text;
  for (int i = 0; i < 70; ++i)
    text += i == 3 || i == 68 ? "99213 x2;" : i == 66 ? "99213 {units: ~};" : "99213;";
  const auto claim = MakeClaim(Lines(text));
  Conditions conditions;
  conditions.Begin(snapshot->program(), *claim);
  std::vector<std::pair<int32_t, char>> visited;
  conditions.ForEachNotFalse(
      snapshot->program().rules[0].condition, Item::kLine,
      [&](int32_t line, Truth truth) { visited.emplace_back(line, Letter(truth)); });
  EXPECT_THAT(visited,
              testing::ElementsAre(std::pair(3, 'T'), std::pair(66, '?'), std::pair(68, 'T')));
  int lines = 0;
  conditions.ForEachNotFalse(snapshot->program().rules[1].condition, Item::kLine,
                             [&](int32_t, Truth truth) {
                               EXPECT_EQ(truth, Truth::kUnknown);
                               ++lines;
                             });
  EXPECT_EQ(lines, 70) << "a value of the claim holds for every line, and for no more";
}

TEST(ConditionsTest, PatternsMatchedTogetherGiveWhatEachGives) {
  const std::vector<std::string> patterns = {"^A", "B$", "^A.*B$", "[0-9]{3}", "^$"};
  std::string rules = "rules:\n";
  for (size_t i = 0; i < patterns.size(); ++i) {
    rules += RuleText("BASE.C" + std::to_string(i), "line",
                      "{procedure_code: {matches: '" + patterns[i] + "'}}");
    rules +=
        RuleText("BASE.D" + std::to_string(i), "line", "{ndc: {matches: '" + patterns[i] + "'}}");
    rules += RuleText("BASE.E" + std::to_string(i), "claim",
                      "{subscriber_id: {matches: '" + patterns[i] + "'}}");
  }
  const auto snapshot = MakeSnapshot(OneRuleset(rules));
  const auto claim =
      MakeClaim(Lines("A123B {ndc: A1B}; A1 {ndc: \"123\"}; {procedure_code: ~}; X12B {ndc: B}") +
                ", subscriber_id: A12B");
  Conditions conditions;
  conditions.Begin(snapshot->program(), *claim);
  const std::vector<std::string> expected = {"TTFF", "TF?F", "T",    "TFFT", "TF?T",
                                             "T",    "TFFF", "TF?F", "T",    "TFFF",
                                             "FT?F", "F",    "FFFF", "FF?F", "F"};
  // Rules are sorted by id: all of C, then D, then E.
  for (size_t i = 0; i < patterns.size(); ++i) {
    EXPECT_EQ(Values(conditions, *snapshot, i, *claim), expected[i * 3]) << patterns[i];
    EXPECT_EQ(Values(conditions, *snapshot, patterns.size() + i, *claim), expected[i * 3 + 1])
        << patterns[i];
    EXPECT_EQ(Values(conditions, *snapshot, 2 * patterns.size() + i, *claim), expected[i * 3 + 2])
        << patterns[i];
  }
}

TEST(ConditionsTest, ANewClaimForgetsTheLast) {
  const auto snapshot =
      MakeSnapshot(OneRuleset("rules:\n" + RuleText("BASE.A", "line", "{units: 2}")));
  Conditions conditions;
  for (const auto& [lines, expected] : std::vector<std::pair<std::string, std::string>>{
           {"99213 x2; 99213", "TF"},
           {"99213", "F"},
           {"99213; 99213 x2; 99213 {units: ~}", "FT?"}}) {
    const auto claim = MakeClaim(Lines(lines));
    conditions.Begin(snapshot->program(), *claim);
    EXPECT_EQ(Values(conditions, *snapshot, 0, *claim), expected);
  }
}

}  // namespace
}  // namespace scrubline
