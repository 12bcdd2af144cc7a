#include "authoring/lint/implication.h"

#include <gtest/gtest.h>

#include <string>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

// The condition of a line as an author writes it.
Condition Read(const std::string& yaml) {
  Diagnostics diagnostics;
  const auto resolved = ResolveFiles(
      {{"base/ruleset.yaml", kNationalHeader},
       {"base/rules.yaml",
        "rules: [{id: BASE.RULE, title: A rule, severity: warn, message: none, when: " + yaml +
            "}]\n"}},
      diagnostics);
  EXPECT_NE(resolved, nullptr) << yaml << "\n" << ToString(diagnostics);
  return resolved == nullptr ? Condition() : resolved->rules.front().when;
}

struct Case {
  const char* a;
  const char* b;
  bool implies;
};

TEST(ImplicationTest, Implies) {
  const Case cases[] = {
      // codes
      {"{procedure_code: '99213'}", "{procedure_code: '99202-99215'}", true},
      {"{procedure_code: '99202-99215'}", "{procedure_code: '99213'}", false},
      {"{procedure_code: '99213'}", "{not: {procedure_code: '99214'}}", true},
      {"{place_of_service: {none_of: ['11', '12']}}", "{place_of_service: {none_of: ['11']}}",
       true},
      {"{place_of_service: ['11']}", "{place_of_service: present}", true},
      {"{place_of_service: present}", "{place_of_service: {none_of: ['11']}}", false},
      // an absent place of service is not another one
      {"{not: {place_of_service: ['11']}}", "{place_of_service: {none_of: ['11']}}", true},
      {"{place_of_service: missing}", "{place_of_service: {none_of: ['11']}}", false},
      // sets
      {"{modifiers: ['25']}", "{modifiers: ['25', '57']}", true},
      {"{modifiers: {all_of: ['25', '57']}}", "{modifiers: ['25']}", true},
      {"{modifiers: ['25', '57']}", "{modifiers: ['25']}", false},
      {"{modifiers: {none_of: ['25', '57']}}", "{modifiers: {none_of: ['25']}}", true},
      {"{modifiers: missing}", "{modifiers: {none_of: ['25']}}", true},
      {"{modifiers: ['25']}", "{modifiers: present}", true},
      // numbers, dates, ages
      {"{units: {more_than: 4}}", "{units: {more_than: 3}}", true},
      {"{units: {more_than: 3}}", "{units: {more_than: 4}}", false},
      {"{units: {between: [2, 4]}}", "{units: {at_least: 2}}", true},
      {"{units: [2, 3]}", "{units: {between: [2, 4]}}", true},
      {"{service_date: {after: 2026-06-01}}", "{service_date: {on_or_after: 2026-01-01}}", true},
      {"{age: {under: 12, on: service_date}}", "{age: {under: 18, on: service_date}}", true},
      {"{age: {under: 12, on: service_date}}", "{age: {under: 18, on: received_date}}", false},
      // words and texts
      {"{patient.sex: [male]}", "{patient.sex: [male, other]}", true},
      {"{patient.sex: [male]}", "{not: {patient.sex: [female]}}", true},
      {"{payer.id: [ACME1]}", "{payer.id: ['ACME*']}", true},
      {"{payer.id: ['ACME*']}", "{payer.id: [ACME1]}", false},
      {"{ndc: {matches: '^1'}}", "{ndc: {matches: '^1'}}", true},
      {"{ndc: {matches: '^11'}}", "{ndc: {matches: '^1'}}", false},  // patterns are not understood
      // connectives
      {"{procedure_code: '99213', modifiers: ['25']}", "{modifiers: ['25']}", true},
      {"{any: [{units: 1}, {units: 2}]}", "{units: {at_most: 2}}", true},
      {"{units: 1}", "{any: [{units: 1}, {place_of_service: ['11']}]}", true},
      {"{not: {all: [{units: 1}, {modifiers: ['25']}]}, modifiers: ['25'], units: present}",
       "{not: {units: 1}}", true},
      // other lines
      {"{with_line: {procedure_code: '99213', same: [service_date]}}",
       "{with_line: {procedure_code: '99202-99215'}}", true},
      {"{with_line: {procedure_code: '99213'}}",
       "{with_line: {procedure_code: '99213', same: [service_date]}}", false},
      {"{without_line: {procedure_code: '99202-99215'}}",
       "{without_line: {procedure_code: '99213', same: [service_date]}}", true},
      {"{with_line: {revenue_code: '0450', same: [revenue_code]}}", "{revenue_code: '0450'}", true},
      {"{count_lines: {where: {units: 1}, at_least: 3}}",
       "{count_lines: {where: {units: 1}, at_least: 2}}", true},
      {"{count_lines: {where: {units: 1}, at_least: 3}}",
       "{count_lines: {where: {units: 2}, at_least: 2}}", false},
      {"{sum_units: {where: {units: 1}, more_than: 3}}",
       "{sum_units: {where: {units: 1}, more_than: 2}}", true},
      // tables
      {"{procedure_code: {table: ncci_aoc, type: ['1']}}",
       "{procedure_code: {table: ncci_aoc, type: ['1', '3']}}", true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Implies(Read(c.a), Read(c.b)), c.implies) << c.a << " => " << c.b;
  }
}

TEST(ImplicationTest, NeverTrue) {
  for (const char* never : {
           "{all: [{procedure_code: '99213'}, {procedure_code: '99214'}]}",
           "{modifiers: {any_of: ['25'], none_of: ['25', '57']}}",
           "{modifiers: {all_of: ['25', '57'], none_of: ['57']}}",
           "{units: {more_than: 4, less_than: 3}}",
           "{all: [{age: {under: 18, on: service_date}}, {age: {over: 65, on: service_date}}]}",
           "{all: [{place_of_service: missing}, {place_of_service: ['11']}]}",
           "{patient.sex: [male], not: {patient.sex: [male, female]}}",
           "{all: [{payer.id: [A1]}, {payer.id: ['B*']}]}",
           "{count_lines: {where: {units: 1}, less_than: 0}}",
           "{with_line: {units: {more_than: 4, less_than: 3}}}",
           "{procedure_code: '99213', with_line: {procedure_code: '99214', same: "
           "[procedure_code]}}",
           "{with_line: {procedure_code: '99213'}, without_line: {procedure_code: '99202-99215'}}",
           "{all: [{ndc: {matches: '^1'}}, {not: {ndc: {matches: '^1'}}}]}",
           "{any: [{units: {more_than: 4, less_than: 3}}, {units: {equals: 1, more_than: 1}}]}",
       }) {
    EXPECT_TRUE(NeverTrue(Read(never))) << never;
  }
  for (const char* sometimes : {
           "{procedure_code: '99213'}",
           "{all: [{procedure_code: '99202-99215'}, {procedure_code: '9921*'}]}",
           "{modifiers: {any_of: ['25', '59'], none_of: ['25']}}",
           "{place_of_service: missing}",
           "{units: {at_least: 3, at_most: 3}}",
           "{count_lines: {where: {units: 1}, equals: 0}}",
       }) {
    EXPECT_FALSE(NeverTrue(Read(sometimes))) << sometimes;
  }
}

TEST(ImplicationTest, AlwaysTrue) {
  EXPECT_TRUE(AlwaysTrue(Read("{any: [{units: present}, {units: missing}]}")));
  EXPECT_TRUE(AlwaysTrue(Read("{any: [{modifiers: ['25']}, {modifiers: {none_of: ['25']}}]}")));
  EXPECT_TRUE(AlwaysTrue(Read("{count_lines: {where: {units: 1}, at_least: 0}}")));
  // Unknown where there are no units.
  EXPECT_FALSE(AlwaysTrue(Read("{any: [{units: 1}, {not: {units: 1}}]}")));
}

TEST(ImplicationTest, AddsNothing) {
  const Condition more = Read("{units: {more_than: 4}}"), some = Read("{units: {more_than: 3}}");
  EXPECT_TRUE(AddsNothingToAll(more, some));
  EXPECT_FALSE(AddsNothingToAll(some, more));
  EXPECT_TRUE(AddsNothingToAny(some, more));
  EXPECT_FALSE(AddsNothingToAny(more, some));
  // It is true where the other is, but false where the other is unknown: a guard.
  EXPECT_FALSE(AddsNothingToAll(more, Read("{units: present}")));
}

// 2^40 branches: it says that it found no proof, and soon.
TEST(ImplicationTest, GivesUp) {
  std::string all = "{all: [";
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    all += "{any: [{ndc: {matches: '" + n + "'}}, {description: {matches: '" + n + "'}}]},";
  }
  all += "{not: {any: [{ndc: {matches: '39'}}, {description: {matches: '39'}}]}}]}";
  EXPECT_FALSE(NeverTrue(Read("{any: [" + all + ", {units: 1}]}")));
}

}  // namespace
}  // namespace scrubline
