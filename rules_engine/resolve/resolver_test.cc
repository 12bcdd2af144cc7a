#include "rules_engine/resolve/resolver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

const char kCommercialHeader[] = R"(
id: commercial
version: "2026.1"
language: 1
title: Commercial payers
layer: line_of_business
scope: {line_of_business: commercial}
effective: {from: 2020-01-01}
)";

// The example of the language's own page.
const char kEvaluationManagement[] = R"(
lists:
  office_visits: {title: Office visits, codes: ["99202-99215"]}
  minor_procedures: {title: Minor procedures, codes: ["11102", 17000]}
rules:
  - id: COMM.EM.25
    title: Office visit on the day of a minor procedure needs modifier 25
    severity: deny
    for: line
    when:
      procedure_code: office_visits
      modifiers: {none_of: ["24", "25", "57"]}
    with_line:
      procedure_code: minor_procedures
      same: [service_date, rendering_provider]
    unless:
      place_of_service: ["23"]
    message: "{procedure_code} on {service_date} is billed with {with_line.procedure_code}"
    fix:
      - {add_modifier: "25", if_documented: "a significant, separately identifiable visit"}
      - {remove_line: true}
    denial: {carc: "97", rarc: ["M144"]}
    source: {title: "NCCI Policy Manual", section: "I.D", url: "https://www.cms.gov/"}
    owner: coding@example.org
    effective: {from: 2026-02-01}
    examples:
      - fires: {lines: [{procedure_code: "99213"}, {procedure_code: "11102"}], on: [1]}
      - clear: {lines: [{procedure_code: "99213", modifiers: ["25"]}, {procedure_code: "11102"}]}
      - bypassed: {place_of_service: "23", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}
)";

TEST(ResolverTest, TheExampleOfTheLanguage) {
  Diagnostics diagnostics;
  const auto resolved =
      ResolveFiles({{"commercial/ruleset.yaml", kCommercialHeader},
                    {"commercial/rules/evaluation_management.yaml", kEvaluationManagement}},
                   diagnostics);
  ASSERT_NE(resolved, nullptr) << ToString(diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  EXPECT_EQ(
      Dump(*resolved),
      R"(ruleset commercial 2026.1 layer line_of_business line_of_business=commercial effective=2020-01-01..
rule COMM.EM.25 of commercial for line effective=2026-02-01..
  title Office visit on the day of a minor procedure needs modifier 25
  severity deny
  when all(procedure_code in ["99202-99215"], modifiers none of ["24", "25", "57"])
  with_line procedure_code in ["11102", "17000"] same service_date, rendering_provider
  unless place_of_service in ["23"]
  message {procedure_code} on {service_date} is billed with {with_line.procedure_code}
  fix add_modifier 25 if documented: a significant, separately identifiable visit
  fix remove_line
  denial 97 M144
  examples 3
)");
  const ResolvedRule& rule = resolved->rules[0];
  EXPECT_EQ(rule.family, "COMM.EM");
  EXPECT_EQ(rule.source.section, "I.D");
  EXPECT_EQ(rule.position.file, "rules/commercial/rules/evaluation_management.yaml");
  EXPECT_EQ(rule.position.line, 6);
  const Example& fires = rule.examples[0];
  EXPECT_EQ(fires.expect, Example::Expect::kFires);
  EXPECT_THAT(fires.on, testing::ElementsAre(1));
  // What an example does not say: the ruleset's scope, and a date on which the rule is in force.
  EXPECT_EQ(fires.claim->payer.line_of_business, LineOfBusiness::kCommercial);
  EXPECT_EQ(fires.claim->service_lines[1].service_date.ToString(), "2026-02-01");
  EXPECT_EQ(fires.claim->service_lines[1].line_number, 2);
  EXPECT_EQ(fires.claim->service_lines[1].units, kThousandths);
}

// A rule of the base layer with one condition, dumped.
std::string DumpOf(const std::string& when) {
  Diagnostics diagnostics;
  const auto resolved =
      ResolveFiles({{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", R"(
lists:
  visits: {codes: ["99202-99215", G0463]}
  diabetes: {codes: ["E08-E13", O24.4]}
  oncology: {codes: [207RH0003X, "207RX02*"]}
conditions:
  in_office: {place_of_service: ["11"]}
rules:
  - id: BASE.X
    title: A rule
    severity: warn
    message: "wrong"
    examples: [{fires: {}}, {clear: {}}]
    when: )" + when + "\n"}},
                   diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  return resolved ? Dump(resolved->rules[0].when) : "";
}

TEST(ResolverTest, EveryFormOfACondition) {
  const struct {
    const char* when;
    const char* dump;
  } kCases[] = {
      {"{procedure_code: 00100}", R"(procedure_code in ["00100"])"},
      {"{procedure_code: [visits, J9*, 11102]}",
       R"(procedure_code in ["11102", "G0463", "99202-99215", "J9*"])"},
      {"{pointed_diagnoses: diabetes}", R"(pointed_diagnoses any of ["O244", "E08-E13"])"},
      {"{diagnoses: {all_of: [E11.9, I10], none_of: [Z00.0*]}}",
       R"(all(diagnoses none of ["Z000*"], diagnoses all of ["E119", "I10"]))"},
      {"{modifiers: '25'}", R"(modifiers any of ["25"])"},
      {"{place_of_service: {none_of: ['23']}}", R"(not(place_of_service in ["23"]))"},
      {"{rendering.taxonomy_code: oncology}",
       R"(rendering.taxonomy_code in ["207RH0003X", "207RX02*"])"},
      {"{payer.name: 'visits'}", R"(payer.name in ["visits"])"},
      {"{claim_id: {matches: '^A\\d+$'}}", R"(claim_id matches ^A\d+$)"},
      {"{rendering.npi: missing, clia_number: present}",
       "all(rendering.npi missing, clia_number present)"},
      {"{patient.sex: [Female, unknown]}", "patient.sex in [female, unknown]"},
      {"{accident.auto: true}", "accident.auto in [yes]"},
      {"{units: 1.5}", "units = 1.5"},
      {"{units: [1, 2]}", "any(units = 1, units = 2)"},
      {"{units: {at_least: 2, less_than: 10}}", "all(units >= 2, units < 10)"},
      {"{units: {between: [1, 5]}}", "units in 1..5"},
      {"{charge_cents: {at_most: 0.01}}", "charge_cents <= 0.01"},
      {"{charge_cents: 0}", "charge_cents = 0.00"},
      {"{service_date: {on_or_after: 2026-01-01}}", "service_date >= 2026-01-01"},
      {"{received_date: {before: submitted_date}}", "received_date - submitted_date < 0 days"},
      {"{service_date: {between: [admission_date, 2026-12-31]}}",
       "all(service_date - admission_date >= 0 days, service_date <= 2026-12-31)"},
      {"{days: {from: service_date, to: received_date, more_than: 365}}",
       "received_date - service_date > 365 days"},
      {"{age: {under: 18, on: service_date}}", "age on service_date < 18"},
      {"{age: {at_least: 65, on: service_date}}", "age on service_date >= 65"},
      {"{condition: in_office}", R"(place_of_service in ["11"])"},
      {"{any: [{units: 1}, {not: {all: [{units: 2}, {units: 3}]}}]}",
       "any(units = 1, not(all(units = 2, units = 3)))"},
      {"{count_lines: {where: {procedure_code: '99213'}, same: service_date, at_least: 2}}",
       R"(count_lines(procedure_code in ["99213"]) same service_date >= 2)"},
      {"{sum_units: {same: [procedure_code, service_date], more_than: 4.5}}",
       "sum units(all()) same service_date, procedure_code > 4.5"},
      {"{without_line: {procedure_code: '99213', same: service_date}}",
       R"(not(line_exists(procedure_code in ["99213"]) same service_date))"},
      {"{with_history: {procedure_code: '99213', same: [group_specialty], within_years: 3}}",
       R"(history_exists(all(procedure_code in ["99213"], status in [paid, pended, submitted])))"
       " same group_specialty if service_date - its service_date in 0..35 months"},
      {"{with_history: {status: denied, days_before: {between: [1, 10]}, on: admission_date}}",
       "history_exists(status in [denied]) if admission_date - its service_date in 1..10 days"},
      {"{with_line: {units: 1, differ: [rendering_provider], earlier: true}}",
       "line_exists(units = 1) differ rendering_provider earlier"},
      {"{count_days: {where: {units: 1}, history: true, in_calendar_year: true, more_than: 2}}",
       "count_days(units = 1, all(units = 1, status in [paid, pended, submitted])) if service_date "
       "- its service_date = 0 calendar years > 2"},
      {"{sum_charges: {not_equal: total_charge_cents}}",
       "sum charge_cents(all()) != total_charge_cents"},
      {"{wasted_quantity: {more_than: administered_quantity}}",
       "wasted_quantity > administered_quantity"},
      {"{rendering.npi: {same_as: billing.npi}}", "rendering.npi same as billing.npi"},
      {"{modifiers: {count: {more_than: 1}}}", "count of modifiers > 1"},
      {"{received_date: {after: service_date + 1 year}}",
       "received_date - service_date + 12 months > 0 days"},
      {"{service_date: {after: today - 90 days}}", "service_date - today - 90 days > 0 days"},
      {"{with_occurrence: {code: '11', date: {before: service_date - 1 day}}}",
       R"(occurrence_exists(code in ["11"]) if service_date - 1 days - its date > 0 days)"},
      {"{without_diagnosis: {code: I10, role: [principal, admitting]}}",
       R"(not(diagnosis_exists(all(code in ["I10"], role in [principal, admitting]))))"},
      {"{procedure_code: {table: ncci_aoc, type: ['1', '2']}}",
       "any(ncci_aoc.type = 1, ncci_aoc.type = 2)"},
      {"{procedure_code: {table: ncci_mue_practitioner, limit: {at_most: 1}, "
       "adjudication_indicator: '2'}}",
       "all(ncci_mue_practitioner.limit <= 1, "
       "ncci_mue_practitioner.adjudication_indicator = 2)"},
  };
  for (const auto& test : kCases) EXPECT_EQ(DumpOf(test.when), test.dump) << test.when;
}

TEST(ResolverTest, RecordsMayBeAskedForBesideWhen) {
  Diagnostics diagnostics;
  const auto rulesets =
      ResolveFiles({{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", R"(
rules:
  - id: BASE.A
    title: T
    severity: warn
    when: {units: 1}
    with_occurrence: {code: "11"}
    without_diagnosis: {code: I10}
    message: wrong
  - id: BASE.B
    title: T
    severity: warn
    with_value_code: {code: "80"}
    message: wrong
)"}},
                   diagnostics);
  ASSERT_NE(rulesets, nullptr) << ToString(diagnostics);
  EXPECT_EQ(
      Dump(rulesets->rules[0].when),
      R"(all(units = 1, not(diagnosis_exists(code in ["I10"])), occurrence_exists(code in ["11"])))");
  EXPECT_EQ(Dump(rulesets->rules[1].when), R"(value_code_exists(code in ["80"]))");
}

TEST(ResolverTest, FieldsOfAClaimRuleAreTheClaims) {
  Diagnostics diagnostics;
  const auto resolved = ResolveFiles({{"ruleset.yaml", kNationalHeader}, {"rules.yaml", R"(
rules:
  - id: BASE.CLAIM
    title: A rule about the claim
    severity: advise
    for: claim
    when: {place_of_service: "21"}
    with_line: {place_of_service: "11"}
    message: "{place_of_service} but {with_line.procedure_code} in {{{with_line.place_of_service}}}"
    fix: {set_field: {place_of_service: "11"}, on: line}
)"}},
                                     diagnostics);
  ASSERT_NE(resolved, nullptr) << ToString(diagnostics);
  const ResolvedRule& rule = resolved->rules[0];
  EXPECT_EQ(rule.when.field_of, Item::kClaim);
  EXPECT_EQ(rule.with_line->children[0].field_of, Item::kLine);
  const auto& parts = rule.messages[0].parts;
  ASSERT_EQ(parts.size(), 6u);
  EXPECT_EQ(parts[0].field_of, Item::kClaim);
  EXPECT_EQ(parts[3].text, " in {");
  EXPECT_EQ(parts[4].field_of, Item::kLine);
  EXPECT_EQ(parts[5].text, "}");
  EXPECT_EQ(rule.fixes[0].value, "place_of_service=11");
}

std::string Header(const std::string& id, const std::string& layer, const std::string& scope) {
  return "{id: " + id + ", version: '1', language: 1, title: T, layer: " + layer +
         ", scope: " + scope + "}";
}

TEST(ResolverTest, NamesAreSeenFromAboveNeverFromBeside) {
  const std::string list = "lists: {x: {codes: ['99213']}}";
  const std::string rule = R"(
rules:
  - {id: P.X, title: T, severity: warn, when: {procedure_code: x}, message: m,
     examples: [{fires: {}}, {clear: {}}]}
)";
  const auto resolve = [&](std::map<std::string, std::string> more) {
    std::map<std::string, std::string> files = {
        {"a/ruleset.yaml", Header("a", "line_of_business", "{line_of_business: medicare}")},
        {"b/ruleset.yaml", Header("b", "line_of_business", "{line_of_business: medicaid}")},
        {"p/ruleset.yaml", Header("p", "payer", "{payers: P}")},
        {"p/rules.yaml", rule}};
    files.merge(more);
    Diagnostics diagnostics;
    const auto resolved = ResolveFiles(std::move(files), diagnostics);
    return resolved ? Dump(resolved->rules[0].when) : ToString(diagnostics);
  };
  EXPECT_EQ(resolve({{"a/l.yaml", list}}), R"(procedure_code in ["99213"])");
  EXPECT_EQ(resolve({{"a/l.yaml", list}, {"p/l.yaml", "lists: {x: {codes: ['99214']}}"}}),
            R"(procedure_code in ["99214"])")
      << "one's own name comes first";
  EXPECT_THAT(resolve({{"a/l.yaml", list}, {"b/l.yaml", list}}),
              HasSubstr("is defined in two rulesets of one layer: rules/a/l.yaml:1 and "
                        "rules/b/l.yaml:1"));
  EXPECT_THAT(
      resolve({{"t/ruleset.yaml", Header("t", "tenant", "{tenants: T}")}, {"t/l.yaml", list}}),
      HasSubstr("unknown code list `x`"));
}

const char kPtp[] = R"(
rules:
  - id: NCCI.PTP
    use: NCCI.PTP
    title: PTP
    severity: {default: warn, medicare: deny}
    parameters: {bypass_modifiers: ["25", "59", XE], em: [], major_procedures: [], excluded_modifiers: []}
    message: {indicator_0: "{column2}", indicator_1: "{column2} with {column1}"}
  - {id: NCCI.PTP.Q1, use: NCCI.PTP.Q1, title: Q1, severity: info, message: "{column1}"}
  - {id: PROV.NPI_LUHN, use: PROV.NPI_LUHN, title: NPI, severity: deny, locked: true, message: "{npi}"}
)";

std::shared_ptr<const ResolvedRulesets> WithOverrides(const std::string& overrides,
                                                      Diagnostics& diagnostics) {
  return ResolveFiles({{"base/ruleset.yaml", kNationalHeader},
                       {"base/rules.yaml", kPtp},
                       {"x/ruleset.yaml", Header("x", "payer", "{payers: [X]}")},
                       {"x/overrides.yaml", "overrides:\n" + overrides}},
                      diagnostics);
}

TEST(ResolverTest, OverridesStandOncePerRuleInTheOrderOfApplication) {
  Diagnostics diagnostics;
  const auto resolved = WithOverrides(R"(
  - {id: pair, select: {rule: NCCI.PTP, pair: ["20610", "99213"]}, enable: true, reason: r, owner: o}
  - {id: family, select: {family: NCCI.PTP}, suppress: true, reason: r, owner: o}
  - {id: code, select: {family: NCCI, codes: "20610"}, severity: info, reason: r, owner: o,
     scope: {places_of_service: "11"}, effective: {to: 2026-12-31}, date_basis: received_date}
  - {id: rule, select: {rule: NCCI.PTP}, reason: r, owner: o, revision: 2,
     parameters: {bypass_modifiers: {add: [XS], remove: [XE]}, provider_scope: tax_id},
     exempt_when: {place_of_service: "23"}}
)",
                                      diagnostics);
  ASSERT_NE(resolved, nullptr) << ToString(diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  const std::string dump = Dump(*resolved);
  EXPECT_EQ(dump.substr(dump.find("override")), R"(override family of x layer payer specificity 1
  rule NCCI.PTP
  scope payers=X
  suppress
override rule of x layer payer specificity 2 revision 2
  rule NCCI.PTP
  scope payers=X
  parameter bypass_modifiers + ["XS"]
  parameter bypass_modifiers - ["XE"]
  parameter provider_scope = tax_id
  exempt_when place_of_service in ["23"]
override code of x layer payer specificity 4 effective=..2026-12-31 by received_date
  rule NCCI.PTP codes ["20610"]
  scope payers=X places_of_service=11
  severity info
override pair of x layer payer specificity 5
  rule NCCI.PTP pair 20610/99213
  scope payers=X
  enable
override family of x layer payer specificity 1
  rule NCCI.PTP.Q1
  scope payers=X
  suppress
override code of x layer payer specificity 4 effective=..2026-12-31 by received_date
  rule NCCI.PTP.Q1 codes ["20610"]
  scope payers=X places_of_service=11
  severity info
)");
}

// L3: a locked rule stays as it is, with a warning; raising it is allowed.
TEST(ResolverTest, L3ALockedRuleIsNotWeakened) {
  Diagnostics diagnostics;
  const auto resolved = WithOverrides(R"(
  - {id: a, select: {rule: PROV.NPI_LUHN}, suppress: true, reason: r, owner: o}
  - {id: b, select: {rule: PROV.NPI_LUHN}, severity: warn, reason: r, owner: o}
  - {id: c, select: {rule: PROV.NPI_LUHN}, exempt_when: {type: professional}, reason: r, owner: o}
  - {id: d, select: {rule: PROV.NPI_LUHN}, severity: reject, effective: {from: 2099-01-01}, reason: r,
     owner: o}
)",
                                      diagnostics);
  ASSERT_NE(resolved, nullptr) << ToString(diagnostics);
  EXPECT_EQ(diagnostics.size(), 3u);
  for (const Diagnostic& diagnostic : diagnostics) {
    EXPECT_EQ(diagnostic.level, Diagnostic::Level::kWarning);
    EXPECT_EQ(diagnostic.message,
              "ignored: the rule `PROV.NPI_LUHN` is locked by layer `national`");
  }
  ASSERT_EQ(resolved->overrides.size(), 1u);
  EXPECT_EQ(resolved->overrides[0].id, "d");
}

// L4: two records of one layer for one pair that disagree on overlapping dates.
TEST(ResolverTest, L4OverridesOfEqualRankMustNotDisagree) {
  const char kBoth[] = R"(
  - {id: a, select: {rule: NCCI.PTP, pair: ["45385", "45380"]}, severity: deny, reason: r, owner: o,
     effective: {to: 2026-06-30}}
  - {id: b, select: {rule: NCCI.PTP, pair: ["45385", "45380"]}, severity: warn, reason: r, owner: o,
     effective: {from: 2026-0%s}}
)";
  char text[1000];
  std::snprintf(text, sizeof text, kBoth, "6-30");
  Diagnostics diagnostics;
  EXPECT_EQ(WithOverrides(text, diagnostics), nullptr);
  EXPECT_THAT(ToString(diagnostics),
              HasSubstr("the overrides `a` (rules/x/overrides.yaml:3) and `b` "
                        "(rules/x/overrides.yaml:5) disagree about `severity` of `NCCI.PTP`"));
  std::snprintf(text, sizeof text, kBoth, "7-01");
  diagnostics.clear();
  EXPECT_NE(WithOverrides(text, diagnostics), nullptr) << ToString(diagnostics);
}

// What one file may grow to by naming a long list, or a large condition, many times.
TEST(ResolverTest, RulesThatGrowWithoutEndAreRefused) {
  std::string list = "lists: {x: {codes: [";
  for (int i = 10'000; i < 50'000; ++i) list += "'" + std::to_string(i) + "',";
  list += "]}}\n";
  std::string condition = "conditions: {x: {all: [";
  for (int i = 0; i < 5'000; ++i) condition += "{units: 1},";
  condition += "]}}\n";
  const struct {
    const std::string& name;
    const char* use;
    const char* message;
  } kCases[] = {{list, "{procedure_code: x}", "codes in all rules"},
                {condition, "{condition: x}", "conditions in all rules"}};
  for (const auto& test : kCases) {
    std::string rules = test.name + "rules:\n";
    for (int i = 0; i < 300; ++i) {
      rules += "  - {id: B.X" + std::to_string(i) +
               ", title: T, severity: warn, message: m, when: " + test.use + "}\n";
    }
    Diagnostics diagnostics;
    EXPECT_EQ(ResolveFiles({{"ruleset.yaml", kNationalHeader}, {"rules.yaml", rules}}, diagnostics),
              nullptr);
    ASSERT_EQ(diagnostics.size(), 1u) << ToString(diagnostics);
    EXPECT_THAT(diagnostics[0].message, HasSubstr(test.message));
  }
}

TEST(ResolverTest, TheContentHashIsOfContentNotOfPlace) {
  const auto hash = [](const std::string& folder, const std::string& title) {
    const std::string header =
        "{id: base, version: '1', language: 1, layer: national, title: " + title + "}";
    const MemoryFileSource files(
        std::map<std::string, std::string>{{folder + "/base/ruleset.yaml", header}});
    Diagnostics diagnostics;
    return LoadRulesets(folder, files, diagnostics).value()->content_hash;
  };
  EXPECT_EQ(hash("a", "T").size(), 64u);
  EXPECT_EQ(hash("a", "T"), hash("b/c", "T"));
  EXPECT_NE(hash("a", "T"), hash("a", "U"));
}

TEST(ResolverTest, AFolderWithoutRulesetsIsNotFound) {
  Diagnostics diagnostics;
  const MemoryFileSource files(std::map<std::string, std::string>{{"a/rules.yaml", "rules: []"}});
  EXPECT_EQ(LoadRulesets("a", files, diagnostics).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(LoadRulesets("b", files, diagnostics).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace scrubline
