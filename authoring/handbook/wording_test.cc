#include "authoring/handbook/wording.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

// One ruleset whose only rule has these keys, and its lists.
class Rulesets {
 public:
  explicit Rulesets(const std::string& keys) {
    const std::map<std::string, std::string> files = {
        {"rules/base/ruleset.yaml", kNationalHeader},
        {"rules/base/rules.yaml", kLists +
                                      "rules:\n  - id: BASE.RULE\n    title: t\n"
                                      "    severity: warn\n    message: m\n" +
                                      keys}};
    const MemoryFileSource source(files);
    Diagnostics diagnostics;
    auto resolved = LoadRulesets("rules", source, diagnostics);
    EXPECT_TRUE(resolved.ok()) << ToString(diagnostics);
    if (!resolved.ok()) return;
    resolved_ = *std::move(resolved);
    parsed_.push_back(ParseRuleset("rules/base", source, diagnostics));
    lists_ = std::make_unique<NamedLists>(parsed_, resolved_->rulesets);
  }
  const ResolvedRule& rule() const { return resolved_->rules.front(); }
  const NamedLists& lists() const { return *lists_; }
  RuleWords Words() const { return RuleInWords(rule(), lists()); }

 private:
  static inline const std::string kLists = R"(
lists:
  office_visits: {title: Office visits, codes: ["99202-99215"]}
  telehealth_places: {codes: ["02", "10"]}
conditions:
  by_telehealth: {place_of_service: telehealth_places, modifiers: {any_of: ["95", "GT"]}}
)";
  std::shared_ptr<const ResolvedRulesets> resolved_;
  std::vector<ParsedRuleset> parsed_;
  std::unique_ptr<NamedLists> lists_;
};

TEST(Wording, SaysEachConditionInASentence) {
  const struct {
    const char* condition;
    const char* sentence;
  } kCases[] = {
      {"procedure_code: '99213'", "the procedure code is 99213"},
      {"procedure_code: ['99213', '99214']", "the procedure code is one of 99213, 99214"},
      {"procedure_code: office_visits", "the procedure code is in [Office visits]"},
      {"procedure_code: [office_visits, '99281', 'J9*']",
       "the procedure code is one of 99281, J9* or in [Office visits]"},
      {"procedure_code: {none_of: ['99213', '99214']}",
       "the procedure code is not one of 99213, 99214"},
      {"procedure_code: {matches: '^99'}", "the procedure code matches the pattern ^99"},
      {"modifiers: '25'", "the line has modifier 25"},
      {"modifiers: {none_of: ['24', '25']}", "the line has none of the modifiers 24, 25"},
      {"modifiers: {all_of: ['26', 'TC']}", "the line has modifiers 26 and TC"},
      {"not: {modifiers: '25'}", "the line has no modifier 25"},
      {"pointed_diagnoses: 'E11*'", "the line has pointed diagnosis E11*"},
      {"diagnoses: {none_of: ['E11.9', 'E10.9']}",
       "the claim has none of the diagnoses E109, E119"},
      {"condition_codes: {any_of: ['44']}", "the claim has condition code 44"},
      {"rendering.taxonomy_code: '163W*'",
       "the rendering provider's taxonomy code begins with 163W"},
      {"rendering.npi: missing", "the rendering provider's NPI is missing"},
      {"units: {more_than: 1}", "the units are more than 1"},
      {"not: {units: {at_least: 2.5}}", "the units are not at least 2.5"},
      {"charge_cents: {at_most: 100.00}", "the charge is at most 100.00"},
      {"service_date: {before: 2026-01-01}", "the service date is before 2026-01-01"},
      {"service_date: {after: received_date}", "the service date is after the received date"},
      {"days: {from: service_date, to: received_date, more_than: 365}",
       "the received date is more than 365 days after the service date"},
      {"age: {under: 18, on: service_date}",
       "the patient is under 18 years old on the service date"},
      {"not: {age: {between: [1, 4], on: service_date}}",
       "the patient is not 1 to 4 years old on the service date"},
      {"payer.line_of_business: [medicare, workers_compensation]",
       "the payer's line of business is medicare or workers compensation"},
      {"accept_assignment: no", "the accept assignment is no"},
      {"procedure_code: {table: ncci_aoc, type: ['1']}",
       "the procedure code is an add-on code of type 1"},
  };
  for (const auto& test : kCases) {
    const Rulesets rulesets("    when: {" + std::string(test.condition) + "}\n");
    EXPECT_EQ(ToText(rulesets.Words().when),
              "It fires on a line when " + std::string(test.sentence) + "\n")
        << test.condition;
  }
}

TEST(Wording, SaysAWholeRule) {
  const Rulesets rulesets(R"(
    when:
      procedure_code: office_visits
      any:
        - {units: {more_than: 1}}
        - {units: 1, modifiers: "25"}
        - not: {condition: by_telehealth}
      count_lines: {where: {procedure_code: "99213"}, same: [service_date], at_least: 2}
      sum_units: {where: {modifiers: "50"}, more_than: 4}
    with_line:
      procedure_code: "11102"
      units: present
      same: [service_date, rendering_provider]
    without_line: {procedure_code: "G0463"}
    unless: {condition: by_telehealth}
)");
  const RuleWords words = rulesets.Words();
  EXPECT_EQ(ToText(words.when), R"(It fires on a line when all of these hold:
- the procedure code is in [Office visits]
- any of these holds:
  - the units are more than 1
  - the units are 1, and the line has modifier 25
  - "by telehealth", that is, not all of these hold:
    - the place of service is in [telehealth places]
    - the line has one of the modifiers 95, GT
- the number of lines on the same service date (this one included) is at least 2, counting those of which:
  - its procedure code is 99213
- the sum of the units of all lines is more than 4, taking those of which:
  - it has modifier 50
- there is another line on the same service date and by the same rendering provider, of which:
  - its procedure code is 11102
  - its units are given
- there is no other line, of which:
  - its procedure code is G0463
)");
  ASSERT_TRUE(words.unless.has_value());
  EXPECT_EQ(ToText(*words.unless),
            R"(It is bypassed when "by telehealth", that is, all of these hold:
- the place of service is in [telehealth places]
- the line has one of the modifiers 95, GT
)");
}

TEST(Wording, SaysWhatIsAskedOfEarlierClaims) {
  const Rulesets rulesets(R"(
    when: {procedure_code: office_visits, modifiers: {count: {at_least: 2}}}
    with_history:
      procedure_code: office_visits
      same: [rendering_provider]
      within_days: 90
    without_history: {status: denied, in_calendar_year: true}
)");
  EXPECT_EQ(ToText(rulesets.Words().when), R"(It fires on a line when all of these hold:
- the procedure code is in [Office visits]
- the number of modifiers is at least 2
- there is a line of an earlier claim by the same rendering provider, of which:
  - its procedure code is in [Office visits]
  - its status is paid, pended or submitted
  - its service date is between 0 and 90 days before the service date
- there is no line of an earlier claim, of which:
  - its status is denied
  - its service date is in the calendar year of the service date
)");
}

TEST(Wording, SaysMessagesFixesScopesAndPeriods) {
  const Rulesets rulesets(R"(
    when: {procedure_code: office_visits}
    fix:
      - {add_modifier: "25", if_documented: "a separate visit"}
      - {remove_line: true}
)");
  const ResolvedRule& rule = rulesets.rule();
  EXPECT_EQ(InWords(rule.fixes[0]),
            "add modifier 25 to the line, if the record shows a separate visit");
  EXPECT_EQ(InWords(rule.fixes[1]), "remove the line");
  EXPECT_EQ(InWords(rule.messages[0]), "m");
  Scope scope;
  EXPECT_EQ(InWords(scope), "");
  scope.payers = {"A", "B"};
  scope.lines_of_business = {LineOfBusiness::kMedicareAdvantage};
  EXPECT_EQ(InWords(scope), "medicare advantage; payers A and B");
  const Date first = *Date::Parse("2026-01-01");
  EXPECT_EQ(InWords(DateInterval{}), "");
  EXPECT_EQ(InWords(DateInterval{first}), "from 2026-01-01");
  EXPECT_EQ(InWords(DateInterval{first, first + 30}), "from 2026-01-01 to 2026-01-31");
  EXPECT_EQ(InWords(DateInterval{Date(), first}), "until 2026-01-01");
}

}  // namespace
}  // namespace scrubline
