// Each lint on small rulesets: YAML in, findings out. docs/lints.md has one example of each and one
// that is left alone (lints_page_test.cc); here are the cases beside them.
#include "authoring/lint/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using Files = std::map<std::string, std::string>;

constexpr char kHeader[] = "{id: base, version: '1', language: 1, title: Base, layer: national}";
constexpr char kPayer[] =
    "{id: acme, version: '1', language: 1, title: Acme, layer: payer, scope: {payers: [ACME], "
    "line_of_business: [commercial]}, effective: {to: 2027-12-31}}";

LintReport Lint(Files files, std::vector<std::string> only = {}) {
  Files all = {{"world/base/ruleset.yaml", kHeader}, {"world/acme/ruleset.yaml", kPayer}};
  for (auto& [path, text] : files) all[path] = std::move(text);
  const bool lists = std::any_of(all.begin(), all.end(),
                                 [](const auto& file) { return file.first.starts_with("codes/"); });
  const auto report =
      RunLints({"world", *Date::FromCivil(2026, 11, 1), lists ? "codes" : "", std::move(only), {}},
               MemoryFileSource(std::move(all)), *TableSet::Empty());
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : LintReport();
}

// `line: message`, a line each.
std::string Found(const std::string& lint, Files files) {
  std::string found;
  for (const LintFinding& finding : Lint(std::move(files), {lint}).findings) {
    found += std::to_string(finding.text.position.line) + ": " + finding.text.message + "\n";
  }
  return found;
}

// One rule of the payer's with everything a rule must have, and `more` keys.
std::string Rule(const std::string& id, const std::string& more) {
  return "  - id: " + id + "\n    title: A rule\n    severity: warn\n    message: '{claim_id}'\n" +
         more;
}
std::string FoundInRule(const std::string& lint, const std::string& more) {
  return Found(lint, {{"world/acme/rules.yaml", "rules:\n" + Rule("ACME.RULE", more)}});
}

struct Case {
  const char* lint;
  const char* rule;
  const char* found;
};

TEST(LintTest, OfOneRule) {
  const Case cases[] = {
      {"never-fires", "    when: {units: {more_than: 4, less_than: 3}}\n",
       "6: the rule `ACME.RULE` can never fire: `units: {more_than: 4, less_than: 3}` and `units: "
       "{more_than: 4, less_than: 3}` never hold together\n"},
      {"never-fires",
       "    when: {procedure_code: '99213', modifiers: {all_of: ['25', '57'], none_of: ['57']}}\n",
       "6: the rule `ACME.RULE` can never fire: `modifiers: {all_of: [\"25\", \"57\"], none_of: "
       "[\"57\"]}` and `modifiers: {all_of: [\"25\", \"57\"], none_of: [\"57\"]}` never hold "
       "together\n"},
      {"never-fires",
       "    when: {procedure_code: '99213'}\n"
       "    with_line: {procedure_code: '99214', same: [procedure_code]}\n",
       "7: the rule `ACME.RULE` can never fire: `procedure_code: \"99213\"` and `with_line: "
       "{procedure_code: \"99214\", same: [procedure_code]}` never hold together\n"},
      {"outside-scope", "    when: {payer.id: [OTHER]}\n",
       "6: the rule `ACME.RULE` can never fire: `payer.id: [OTHER]` holds on no claim in the scope "
       "and dates of ruleset `acme`\n"},
      {"outside-scope", "    when: {service_date: {after: 2028-01-01}}\n",
       "6: the rule `ACME.RULE` can never fire: `service_date: {after: 2028-01-01}` holds on no "
       "claim in the scope and dates of ruleset `acme`\n"},
      {"outside-scope", "    when: {service_date: {after: 2027-01-01}}\n", ""},
      {"outside-scope", "    when: {payer.id: [ACME]}\n", ""},
      {"redundant-condition", "    when: {units: {more_than: 1}, not: {units: 1}}\n",
       "6: `not: {units: 1}` says nothing beside `units: {more_than: 1}`\n"},
      {"redundant-condition",
       "    when: {any: [{procedure_code: '99213'}, {procedure_code: '99202-99215'}]}\n",
       "6: `procedure_code: \"99213\"` says nothing beside `procedure_code: \"99202-99215\"`\n"},
      // An absent place of service makes the second unknown, not false.
      {"redundant-condition",
       "    when: {all: [{place_of_service: ['11']}, {place_of_service: present}]}\n", ""},
      {"claim-rule-for-line", "    when: {type_of_bill: '0131'}\n",
       "2: the rule `ACME.RULE` looks at the claim alone, and says the same of each of its "
       "lines\n"},
      {"claim-rule-for-line", "    for: claim\n    when: {type_of_bill: '0131'}\n", ""},
      {"claim-rule-for-line", "    when: {type_of_bill: '0131'}\n    fix: {remove_line: true}\n",
       ""},
      {"claim-rule-for-line",
       "    when: {type_of_bill: '0131', count_lines: {where: {units: 1}, at_least: 2}}\n", ""},
      {"required-on-rare-data", "    when: {minutes: {at_least: 8}}\n",
       "6: few claims give `minutes`; the others are INCOMPLETE for the rule `ACME.RULE`\n"},
      {"required-on-rare-data", "    when: {minutes: {at_least: 8}, all: [{minutes: present}]}\n",
       ""},
      {"required-on-rare-data", "    when: {service_date: {after: patient.death_date}}\n",
       "6: few claims give `patient.death_date`; the others are INCOMPLETE for the rule "
       "`ACME.RULE`\n"},
      {"required-on-rare-data",
       "    when: {patient.death_date: present, service_date: {after: patient.death_date}}\n", ""},
      {"required-history",
       "    when: {procedure_code: '99203'}\n    with_history: {procedure_code: '99213'}\n",
       "7: few claims come with the patient's history; the others are INCOMPLETE for the rule "
       "`ACME.RULE`\n"},
      {"required-history",
       "    when: {procedure_code: '99203'}\n    without_history: {procedure_code: '99213'}\n"
       "    required: false\n",
       ""},
      {"required-history",
       "    when: {procedure_code: '99203'}\n    without_history: {procedure_code: '99213'}\n",
       "7: few claims come with the patient's history; the others are INCOMPLETE for the rule "
       "`ACME.RULE`\n"},
      {"required-history",
       "    when: {count_lines: {where: {procedure_code: '99213'}, history: true, at_least: 2}}\n",
       "6: few claims come with the patient's history; the others are INCOMPLETE for the rule "
       "`ACME.RULE`\n"},
      {"required-history",
       "    when: {count_lines: {where: {procedure_code: '99213'}, at_least: 2}}\n", ""},
      {"fix-already-done",
       "    when: {place_of_service: ['11']}\n    fix: {set_field: {place_of_service: '11'}}\n",
       "7: the fix `set_field place_of_service=11` of `ACME.RULE` changes nothing: the rule fires "
       "only where it is so already\n"},
      {"fix-already-done",
       "    when: {procedure_code: '99213', modifiers: {none_of: ['25']}}\n"
       "    with_line: {modifiers: ['59']}\n    fix: {add_modifier: '59', on: with_line}\n",
       "8: the fix `add_modifier 59` of `ACME.RULE` changes nothing: the rule fires only where it "
       "is so already\n"},
      {"fix-without-effect", "    when: {procedure_code: '99213'}\n    fix: {add_line: '99214'}\n",
       "7: the fix `add_line 99214` leaves the finding: no condition of `ACME.RULE` looks at what "
       "it changes\n"},
      {"fix-without-effect",
       "    when: {procedure_code: '99213'}\n    without_line: {procedure_code: '99214'}\n"
       "    fix: {add_line: '99214'}\n",
       ""},
      {"fix-without-effect",
       "    when: {procedure_code: '99213', sum_units: {where: {units: 1}, more_than: 3}}\n"
       "    fix: {set_units: '1'}\n",
       ""},
      {"private-message", "    when: {units: 1}\n    unless: {patient.sex: [male]}\n", ""},
      {"missing-example",
       "    when: {units: 1}\n    unless: {modifiers: ['25']}\n    examples:\n"
       "      - fires: {lines: [{procedure_code: '99213'}]}\n"
       "      - clear: {lines: [{procedure_code: '99213', units: 2}]}\n",
       "2: the rule `ACME.RULE` has no example that is bypassed\n"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(FoundInRule(c.lint, c.rule), c.found) << c.lint << "\n" << c.rule;
  }
}

TEST(LintTest, EachFindingHasItsPlace) {
  const LintReport report =
      Lint({{"world/acme/rules.yaml", "rules:\n" + Rule("ACME.RULE",
                                                        "    when:\n      units: 1\n"
                                                        "      not: {units: 1}\n")}},
           {"never-fires"});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].text.ToString(),
            "world/acme/rules.yaml:8:7: error: the rule `ACME.RULE` can never fire: `units: 1` and "
            "`not: {units: 1}` never hold together\n"
            " 8 |       not: {units: 1}\n"
            "   |       ^\n"
            "hint: if either will do, put both under `any:`\n");
  EXPECT_EQ(report.findings[0].subject, "ACME.RULE");
  EXPECT_EQ(report.rules, 1);
}

TEST(LintTest, RulesThatSayLess) {
  const std::string wide = Rule("BASE.WIDE", "    when: {procedure_code: '99202-99215'}\n");
  const auto with = [&wide](const std::string& narrow) {
    return Found("shadowed-rule", {{"world/base/rules.yaml", "rules:\n" + wide},
                                   {"world/acme/rules.yaml", "rules:\n" + narrow}});
  };
  EXPECT_EQ(with(Rule("ACME.NARROW", "    when: {procedure_code: '99213', units: 2}\n")),
            "2: wherever `ACME.NARROW` fires, `BASE.WIDE` (world/base/rules.yaml:2) fires with the "
            "same severity and denial\n");
  EXPECT_EQ(with(Rule("ACME.NARROW", "    when: {procedure_code: '99281', units: 2}\n")), "");
  EXPECT_EQ(with(Rule("ACME.NARROW",
                      "    when: {procedure_code: '99213'}\n    denial: {carc: ['97']}\n")),
            "");
  EXPECT_EQ(with(Rule("ACME.CLAIM", "    for: claim\n    when: {patient.id: present}\n")), "");
  // The wider rule is of one payer only.
  EXPECT_EQ(Found("shadowed-rule",
                  {{"world/acme/rules.yaml", "rules:\n" + wide},
                   {"world/base/rules.yaml",
                    "rules:\n" + Rule("BASE.NARROW", "    when: {procedure_code: '99213'}\n")}}),
            "");
  // The wider one has an exception that the narrower one does not rule out.
  const std::string excepted = Rule(
      "BASE.WIDE", "    when: {procedure_code: '99202-99215'}\n    unless: {modifiers: ['25']}\n");
  EXPECT_EQ(
      Found("shadowed-rule", {{"world/base/rules.yaml",
                               "rules:\n" + excepted +
                                   Rule("BASE.NARROW", "    when: {procedure_code: '99213'}\n")}}),
      "");
  EXPECT_EQ(
      Found("shadowed-rule",
            {{"world/base/rules.yaml",
              "rules:\n" + excepted +
                  Rule("BASE.NARROW",
                       "    when: {procedure_code: '99213', modifiers: {none_of: ['25']}}\n")}}),
      "8: wherever `BASE.NARROW` fires, `BASE.WIDE` (world/base/rules.yaml:2) fires with the same "
      "severity and denial\n");
}

std::string Override(const std::string& id, const std::string& more) {
  return "  - {id: " + id + ", reason: bulletin, owner: policy@acme.example, " + more + "}\n";
}

TEST(LintTest, Overrides) {
  const std::string rules = "rules:\n" +
                            Rule("BASE.VISIT",
                                 "    when: {procedure_code: '99213'}\n"
                                 "    effective: {from: 2025-01-01}\n") +
                            Rule("BASE.CLAIM", "    for: claim\n    when: {patient.id: missing}\n");
  const auto found = [&rules](const std::string& lint, const std::string& overrides) {
    return Found(lint, {{"world/base/rules.yaml", rules},
                        {"world/acme/overrides.yaml", "overrides:\n" + overrides}});
  };
  EXPECT_EQ(found("override-never-applies",
                  Override("A",
                           "select: {rule: BASE.VISIT}, severity: deny, effective: {to: "
                           "2024-12-31}")),
            "2: the override `A` bears on no finding of `BASE.VISIT`: the rule is not in force on "
            "its dates\n");
  EXPECT_EQ(found("override-never-applies",
                  Override("A",
                           "select: {rule: BASE.VISIT}, exempt_when: {procedure_code: "
                           "'99214'}")),
            "2: the override `A` bears on no finding of `BASE.VISIT`: `exempt_when` never holds "
            "where the rule fires\n");
  EXPECT_EQ(found("override-never-applies",
                  Override("A", "select: {all: true, codes: ['99213', '99214']}, severity: deny")),
            "");
  EXPECT_EQ(
      found("override-without-effect", Override("A", "select: {rule: BASE.VISIT}, enable: true")),
      "2: the override `A` changes nothing: what it says is so already\n");
  EXPECT_EQ(found("override-without-effect",
                  Override("A", "select: {rule: BASE.VISIT}, enable: true, scope: {states: [TX]}") +
                      Override("B", "select: {rule: BASE.VISIT}, suppress: true")),
            "");
  // In force only a while, it is not dead.
  EXPECT_EQ(found("dead-rule", Override("A", "select: {rule: BASE.VISIT}, suppress: true")), "");
  EXPECT_EQ(found("overruled-override",
                  Override("A", "select: {all: true}, severity: info, scope: {states: [TX]}") +
                      Override("B", "select: {rule: BASE.VISIT}, severity: deny") +
                      Override("C", "select: {rule: BASE.CLAIM}, severity: deny")),
            "2: the override `A` never decides: `B` (world/acme/overrides.yaml:3) overrules it "
            "wherever it applies\n");
}

TEST(LintTest, CodesAreLookedUpWhereverTheyStand) {
  const Files files = {{"codes/modifiers.csv", "code\n25\n"},
                       {"codes/procedure_codes.csv", "code\n99213\n"},
                       {"codes/adjustment_reasons.csv", "code\n97\n"},
                       {"codes/taxonomy_codes.csv", "code\n207L00000X\n"},
                       {"world/acme/rules.yaml",
                        "lists:\n  visits: {codes: ['99213', '99214']}\n  spare: {codes: ['ZZ']}\n"
                        "rules:\n" +
                            Rule("ACME.RULE",
                                 "    when:\n"
                                 "      procedure_code: visits\n"
                                 "      not: {modifiers: ['25', '2S']}\n"
                                 "      rendering.taxonomy_code: ['207L00000X', '207LZ0000X']\n"
                                 "    with_line: {procedure_code: '99215'}\n"
                                 "    fix: {replace_code: '99216'}\n"
                                 "    denial: {carc: ['97', '9S']}\n")}};
  EXPECT_EQ(Found("unknown-code", files),
            "2: there is no procedure code `99214`\n"
            "11: there is no modifier `2S`\n"
            "12: there is no taxonomy code `207LZ0000X`\n"
            "13: there is no procedure code `99215`\n"
            "14: there is no procedure code `99216`\n"
            "15: there is no claim adjustment reason code `9S`\n");
}

TEST(LintTest, Suppressions) {
  const auto with = [](const std::string& above, const std::string& behind) {
    return Lint({{"world/acme/rules.yaml",
                  "lists:\n" + above + "  spare: {codes: ['99213', '99213']}" + behind + "\n"}});
  };
  EXPECT_EQ(with("", "").findings.size(), 2u);
  LintReport report = with("  # scrub-lint: allow unused-list kept for next year\n", "");
  EXPECT_EQ(report.suppressed, 1);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].lint->name, "duplicate-code");
  report =
      with("  # scrub-lint: allow unused-list, duplicate-code kept for next year\n  # so\n", "");
  EXPECT_EQ(report.suppressed, 2);
  EXPECT_TRUE(report.findings.empty());
  report = with("", "   # scrub-lint: allow unused-list kept for next year");
  EXPECT_EQ(report.suppressed, 1);
  // Without a reason, of no lint, of nothing found.
  report = with("  # scrub-lint: allow unused-list\n", "");
  EXPECT_EQ(report.suppressed, 0);
  ASSERT_EQ(report.findings.size(), 3u);
  EXPECT_EQ(report.findings[0].lint->name, "bad-suppression");
  report = with("  # scrub-lint: allow unused-lst kept\n", "");
  EXPECT_EQ(report.findings[0].text.hint, "did you mean `unused-list`?");
  report = with("  # scrub-lint: allow expired-rule kept\n", "");
  EXPECT_EQ(report.findings[0].lint->name, "unused-suppression");
  report = with("  # scrub-lint: allow never-fires kept\n", "");
  EXPECT_THAT(report.findings[0].text.message, testing::HasSubstr("which no comment accepts"));
}

// What holds for one value of a parameter need not hold for another layer's.
TEST(LintTest, ParametersMayHaveAnyValue) {
  EXPECT_EQ(FoundInRule("never-fires",
                        "    parameters: {most: 0}\n"
                        "    when: {units: {less_than: $most, more_than: 3}}\n"),
            "");
  const std::string least = "    parameters: {least: {value: 5, title: T}}\n";
  EXPECT_EQ(FoundInRule("redundant-condition",
                        least + "    when: {all: [{units: {more_than: $least}}, {units: "
                                "{more_than: 2}}]}\n"),
            "");
  EXPECT_EQ(
      FoundInRule("never-fires",
                  least + "    when: {all: [{units: $least}, {not: {units: $least}}]}\n"),
      "7: the rule `ACME.RULE` can never fire: `units: $least` and `not: {units: 5}` never hold "
      "together\n");
  EXPECT_EQ(FoundInRule("never-fires",
                        "    parameters: {bills: ['011*']}\n"
                        "    when: {type_of_bill: {none_of: $bills, matches: '^0'}}\n"),
            "")
      << "two conditions of one entry";
  const Files files = {
      {"codes/places_of_service.csv", "code\n11\n"},
      {"world/acme/rules.yaml", "lists: {visits: {codes: ['99213']}}\nrules:\n" +
                                    Rule("ACME.RULE",
                                         "    parameters: {places: ['11', 'ZZ'], some: visits}\n"
                                         "    when: {procedure_code: $some}\n"
                                         "    unless: {place_of_service: $places}\n")}};
  EXPECT_EQ(Found("unknown-code", files), "7: there is no place of service `ZZ`\n");
  EXPECT_EQ(Found("unused-list", files), "");
}

TEST(LintTest, RequestsThatCannotBeServed) {
  const auto run = [](const std::string& directory, const std::string& codes) {
    return RunLints({directory, *Date::FromCivil(2026, 11, 1), codes, {}, {}},
                    MemoryFileSource(Files{{"world/base/ruleset.yaml", kHeader}}),
                    *TableSet::Empty())
        .status();
  };
  EXPECT_TRUE(run("world", "").ok());
  EXPECT_EQ(run("elsewhere", "").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(run("world", "codes").code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace scrubline
