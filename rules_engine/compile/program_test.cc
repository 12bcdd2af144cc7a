#include "rules_engine/compile/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

class ProgramTest : public testing::Test {
 protected:
  void Build(const std::string& rules) {
    Diagnostics diagnostics;
    rulesets_ = ResolveFiles({{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", rules}},
                             diagnostics);
    ASSERT_NE(rulesets_, nullptr) << ToString(diagnostics);
    auto program = Compile(*rulesets_, *tables_);
    ASSERT_TRUE(program.ok()) << program.status();
    program_ = *std::move(program);
  }

  // `trigger codes` of one rule with this condition and whatever stands beside `when`.
  std::string TriggerOf(const std::string& when, const std::string& more = "") {
    Build(
        "rules: [{id: BASE.A, title: T, severity: warn, for: line, message: wrong, examples: "
        "[{fires: {}}, {clear: {}}], when: " +
        when + more + "}]\n");
    if (program_ == nullptr) return "";
    constexpr std::string_view kKinds[] = {"always", "procedure", "modifier", "diagnosis"};
    std::string text(kKinds[static_cast<size_t>(program_->rules[0].trigger)]);
    const ActivationIndex* index = nullptr;
    if (text == "procedure") index = &program_->procedure_rules;
    if (text == "modifier") index = &program_->modifier_rules;
    if (text == "diagnosis") index = &program_->diagnosis_rules;
    if (index == nullptr) return text;
    for (const char* code : {"99213", "99214", "11102", "J9000", "25", "59", "E119", "I10"}) {
      index->ForEach(index->Find(*Code::Parse(code)),
                     [&](int32_t) { text += " " + std::string(code); });
    }
    return text;
  }

  std::shared_ptr<const ResolvedRulesets> rulesets_;
  std::shared_ptr<const TableSet> tables_ = TableSet::Empty();
  std::unique_ptr<const Program> program_;
};

TEST_F(ProgramTest, WhatActivatesARule) {
  const struct {
    const char* when;
    const char* expected;
  } kCases[] = {
      {R"({procedure_code: ["99213", "J9*"]})", "procedure 99213 J9000"},
      {R"({procedure_code: "99213-99214", units: 2})", "procedure 99213 99214"},
      {R"({modifiers: ["25", "59"]})", "modifier 25 59"},
      {R"({modifiers: {all_of: ["25"]}})", "modifier 25"},
      {R"({diagnoses: [E11.9]})", "diagnosis E119"},
      {R"({pointed_diagnoses: [I10]})", "diagnosis I10"},
      // The most telling of several.
      {R"({modifiers: "25", procedure_code: "99213", diagnoses: [I10]})", "procedure 99213"},
      {R"({modifiers: "25", diagnoses: [I10]})", "modifier 25"},
      // One of several is enough only where all of them are codes of a kind.
      {R"({any: [{procedure_code: "99213"}, {procedure_code: "11102", units: 1}]})",
       "procedure 99213 11102"},
      {R"({any: [{procedure_code: "99213"}, {units: 2}]})", "always"},
      {R"({any: [{procedure_code: "99213"}, {modifiers: "25"}]})", "always"},
      // True without the code.
      {R"({not: {procedure_code: "99213"}})", "always"},
      {R"({modifiers: {none_of: ["25"]}})", "always"},
      {R"({units: {at_least: 2}})", "always"},
      {R"({place_of_service: "11"})", "always"},
      // Other lines of the claim.
      {R"({count_lines: {where: {procedure_code: "99213"}, at_least: 2}})", "procedure 99213"},
      {R"({count_lines: {where: {procedure_code: "99213"}, at_most: 2}})", "always"},
      {R"({sum_units: {where: {procedure_code: "99213"}, more_than: 2}})", "always"},
  };
  for (const auto& test : kCases) EXPECT_EQ(TriggerOf(test.when), test.expected) << test.when;
}

TEST_F(ProgramTest, ThePartnerLineMayActivateTheRule) {
  EXPECT_EQ(TriggerOf("{units: 1}", R"(, with_line: {procedure_code: "11102"})"),
            "procedure 11102");
  EXPECT_EQ(TriggerOf("{units: 1}", R"(, without_line: {procedure_code: "11102"})"), "always");
  EXPECT_EQ(TriggerOf("{modifiers: \"25\"}", R"(, unless: {procedure_code: "11102"})"),
            "modifier 25");
}

TEST_F(ProgramTest, Dump) {
  Build(R"(
rules:
  - id: BASE.VISIT
    title: T
    severity: warn
    for: line
    when: {procedure_code: "99213"}
    with_line: {procedure_code: "11102", same: service_date}
    without_line: {modifiers: "59"}
    unless: {place_of_service: "23"}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
  - id: BASE.CLAIM
    title: T
    severity: warn
    for: claim
    when: {place_of_service: "23"}
    message: wrong
    examples: [{fires: {}}, {clear: {}}]
  - id: PROV.NPI_LUHN
    title: T
    severity: reject
    use: PROV.NPI_LUHN
    message: "{npi}"
    examples: [{fires: {}}, {clear: {}}]
)");
  EXPECT_EQ(program_->Dump(*rulesets_), R"(nodes
0. code_in place_of_service ["23"] (claim)
1. code_in procedure_code ["99213"] (line)
2. code_in procedure_code ["11102"] (line)
3. exists <- 2 same service_date (line)
4. any_of modifiers ["59"] (line)
5. exists <- 4 (line)
6. not <- 5 (line)
7. all <- 1, 3, 6 (line)
8. code_in place_of_service ["23"] (line)
rules
BASE.CLAIM always: node 0
BASE.VISIT by procedure code: node 7 unless 8
PROV.NPI_LUHN built-in PROV.NPI_LUHN
)");
}

TEST_F(ProgramTest, TheEffectiveDatesOfARuleAndItsRulesetBothHold) {
  Diagnostics diagnostics;
  rulesets_ = ResolveFiles(
      {{"base/ruleset.yaml",
        "{id: base, version: \"1\", language: 1, title: T, layer: national, effective: {from: "
        "2024-01-01, to: 2024-12-31}}\n"},
       {"base/rules.yaml",
        "rules: [{id: BASE.A, title: T, severity: warn, for: line, message: wrong, when: {units: "
        "1}, effective: {from: 2024-06-01}, examples: [{fires: {}}, {clear: {}}]}]\n"}},
      diagnostics);
  ASSERT_NE(rulesets_, nullptr) << ToString(diagnostics);
  const auto program = Compile(*rulesets_, *tables_);
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ((*program)->rules[0].effective.first.ToString(), "2024-06-01");
  EXPECT_EQ((*program)->rules[0].effective.last.ToString(), "2024-12-31");
}

TEST_F(ProgramTest, WithoutTablesThereIsNone) {
  Build("rules: []\n");
  for (int slot = 0; slot < kTableSlotCount; ++slot)
    EXPECT_FALSE(program_->HasTable(static_cast<TableSlot>(slot)))
        << TableName(static_cast<TableSlot>(slot));
  EXPECT_THAT(program_->builtin_rules, testing::Each(-1));
}

TEST_F(ProgramTest, EveryProgramHasASerialOfItsOwn) {
  Build("rules: []\n");
  const uint64_t first = program_->serial;
  Build("rules: []\n");
  EXPECT_NE(program_->serial, first);
}

TEST(ModifierSetTest, HoldsListedAndRangedModifiers) {
  CodeSet codes;
  for (const char* code : {"25", "XE", "ZZ", "99213"}) codes.Add(*Code::Parse(code));
  codes.AddRange(*Code::Parse("F1"), *Code::Parse("F9"));
  codes.AddPrefix(*Code::Parse("Q"));
  codes.Seal();
  const ModifierSet set(codes);
  for (const char* in : {"25", "XE", "ZZ", "F1", "F5", "F9", "Q0", "QZ"})
    EXPECT_TRUE(set.Contains(*Code::Parse(in))) << in;
  for (const char* out : {"24", "XF", "FA", "G1", "Z", "99", "2", "251", "--"})
    EXPECT_FALSE(set.Contains(*Code::Parse(out))) << out;
  EXPECT_FALSE(set.Contains(Code()));
  EXPECT_TRUE(ModifierSet().empty());
  EXPECT_FALSE(set.empty());
}

}  // namespace
}  // namespace scrubline
