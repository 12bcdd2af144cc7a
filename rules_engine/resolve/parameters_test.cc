// Parameters of YAML rules and the variants that overrides make of them, as rulesets in, dumps and
// diagnostics out.
#include "rules_engine/resolve/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "rules_engine/resolve/testing.h"
#include "rules_engine/resolve/variants.h"

namespace scrubline {
namespace {

constexpr char kFiling[] = R"(
lists:
  visits: {title: Visits, codes: ["99202-99215", "G0463"]}
rules:
  - id: BASE.FILING
    title: Claims are filed in time
    severity: deny
    parameters:
      filing_days: {value: 365, title: "days from the service to receipt"}
      counted: visits
    when:
      days: {from: service_date, to: received_date, more_than: $filing_days}
      procedure_code: $counted
    message: "received more than {filing_days} days after {service_date}"
    fix: {set_units: $filing_days}
    examples:
      - fires: {received_date: 2027-12-31, lines: [{procedure_code: "99213"}]}
      - clear: {received_date: 2026-01-02, lines: [{procedure_code: "99213"}]}
)";

// The base rule's part of the dump, above payer and tenant rulesets with these overrides; the
// diagnostics when there are any.
std::string RuleWith(const std::string& payer, const std::string& tenant = "lists: {}") {
  Diagnostics diagnostics;
  const auto resolved = ResolveFiles(
      {{"base/ruleset.yaml", kNationalHeader},
       {"base/rules.yaml", kFiling},
       {"acme/ruleset.yaml",
        "{id: acme, version: \"1\", language: 1, title: Acme, layer: payer, scope: {payers: A}}"},
       {"acme/overrides.yaml", payer},
       {"mine/ruleset.yaml",
        "{id: mine, version: \"1\", language: 1, title: Mine, layer: tenant, scope: {tenants: T}}"},
       {"mine/overrides.yaml", tenant}},
      diagnostics);
  if (!diagnostics.empty()) return ToString(diagnostics);
  const std::string dump = Dump(*resolved);
  const size_t begin = dump.find("rule BASE.FILING");
  return dump.substr(begin, dump.find("\noverride ", begin) + 1 - begin);
}

// An override of the rule with these keys besides those it must have.
std::string Override(const std::string& id, const std::string& keys) {
  return "  - {id: " + id + ", reason: r, owner: o, select: {rule: BASE.FILING}, " + keys + "}\n";
}

constexpr char kOwnValues[] =
    "rule BASE.FILING of base for line\n"
    "  title Claims are filed in time\n"
    "  severity deny\n"
    "  parameter filing_days 365\n"
    "  parameter counted [\"99202-99215\", \"G0463\"]\n"
    "  when all(received_date - service_date > 365 days, procedure_code in [\"G0463\", "
    "\"99202-99215\"])\n"
    "  message received more than 365 days after {service_date}\n"
    "  fix set_units 365\n"
    "  examples 2\n";

TEST(ParametersTest, StandForTheirValuesInConditionsMessageAndFixes) {
  EXPECT_EQ(RuleWith("overrides:\n" + Override("A-1", "severity: warn")), kOwnValues);
}

TEST(ParametersTest, AnOverrideMakesAVariantOfTheRule) {
  EXPECT_EQ(RuleWith("overrides:\n" + Override("A-1", "parameters: {filing_days: 90}")),
            std::string(kOwnValues) +
                "  variant 1\n"
                "    parameter filing_days 90\n"
                "    when all(received_date - service_date > 90 days, procedure_code in "
                "[\"G0463\", \"99202-99215\"])\n"
                "    message received more than 90 days after {service_date}\n"
                "    fix set_units 90\n"
                "  with A-1: variant 1\n");
}

// What of the dump follows the rule's own values, without conditions, messages and fixes.
std::string Variants(const std::string& dump) {
  std::string out;
  std::istringstream lines(dump);
  bool variants = false;
  for (std::string line; std::getline(lines, line);) {
    variants = variants || line.starts_with("  variant ");
    if (line.starts_with("    parameter ")) out += " " + line.substr(14);
    if (line.starts_with("  variant ")) out += (out.empty() ? "" : "; ") + line.substr(10);
    if (line.starts_with("  with ")) out += "; " + line.substr(2);
  }
  return variants ? out : dump;
}

TEST(ParametersTest, ListsAreSetAddedToAndTakenFrom) {
  const struct {
    const char* name;
    const char* change;
    const char* expected;
  } kCases[] = {
      {"set", "[\"99281\"]", "1 counted [\"99281\"]; with A-1: variant 1"},
      {"set by the name of a list of the payer's own", "beds",
       "1 counted [\"99221\"]; with A-1: variant 1"},
      {"add", "{add: [\"99281\", beds]}",
       "1 counted [\"99202-99215\", \"99221\", \"99281\", \"G0463\"]; with A-1: variant 1"},
      {"remove", "{remove: G0463}", "1 counted [\"99202-99215\"]; with A-1: variant 1"},
      {"none", "[]", "1 counted []; with A-1: variant 1"},
      {"as it was", "visits", "no variant"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const std::string dump =
        RuleWith("lists: {beds: {codes: [\"99221\"]}}\noverrides:\n" +
                 Override("A-1", std::string("parameters: {counted: ") + c.change + "}"));
    if (std::string(c.expected) == "no variant") {
      EXPECT_EQ(dump, std::string(kOwnValues) + "  with A-1: variant 0\n");
    } else {
      EXPECT_EQ(Variants(dump), c.expected);
    }
  }
}

TEST(ParametersTest, OverridesThatMayMeetAreAppliedTogetherTheLastWriterWinning) {
  const struct {
    const char* name;
    std::string payer, tenant;
    const char* expected;
  } kCases[] = {
      {"payer and tenant", Override("A-1", "parameters: {filing_days: 90}"),
       Override("T-1", "parameters: {filing_days: 60}"),
       "1 filing_days 90; 2 filing_days 60; with A-1: variant 1; with A-1, T-1: variant 2; "
       "with T-1: variant 2"},
      {"each its own parameter", Override("A-1", "parameters: {filing_days: 90}"),
       Override("T-1", "parameters: {counted: [\"99281\"]}"),
       "1 filing_days 90; 2 filing_days 90 counted [\"99281\"]; 3 counted [\"99281\"]; "
       "with A-1: variant 1; with A-1, T-1: variant 2; with T-1: variant 3"},
      {"dates that do not meet",
       Override("A-1", "parameters: {filing_days: 90}, effective: {to: 2026-06-30}") +
           Override("A-2", "parameters: {filing_days: 120}, effective: {from: 2026-07-01}"),
       "", "1 filing_days 90; 2 filing_days 120; with A-1: variant 1; with A-2: variant 2"},
      {"places that do not meet, and equal values",
       Override("A-1", "parameters: {filing_days: 90}, scope: {places_of_service: [\"11\"]}") +
           Override("A-2", "parameters: {filing_days: 90}, scope: {places_of_service: [\"22\"]}"),
       "", "1 filing_days 90; with A-1: variant 1; with A-2: variant 1"},
      {"a payer's add and a tenant's remove",
       Override("A-1", "parameters: {counted: {add: \"99281\"}}"),
       Override("T-1", "parameters: {counted: {remove: [\"99281\", \"G0463\"]}}"),
       "1 counted [\"99202-99215\", \"99281\", \"G0463\"]; 2 counted [\"99202-99215\"]; "
       "with A-1: variant 1; with A-1, T-1: variant 2; with T-1: variant 2"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Variants(RuleWith("overrides:\n" + c.payer,
                                c.tenant.empty() ? "lists: {}" : "overrides:\n" + c.tenant)),
              c.expected);
  }
}

// `count` overrides for providers of their own, or for all of them.
std::string ManyOverrides(size_t count, bool apart, bool equal) {
  std::string text = "overrides:\n";
  for (size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    const std::string scope = apart ? ", scope: {npis: [\"" + n + "\"]}" : "";
    text += Override("A-" + n, "parameters: {counted: {add: \"" +
                                   std::to_string(equal ? 10000 : 10000 + i) + "\"}}" + scope);
  }
  return text;
}

TEST(ParametersTest, VariantsAndCombinationsAreCapped) {
  using testing::AllOf;
  using testing::HasSubstr;
  using testing::Not;
  // Each a variant of its own: as many as there may be, and one more.
  EXPECT_THAT(RuleWith(ManyOverrides(kMaxVariants, true, false)), Not(HasSubstr("error")));
  EXPECT_THAT(RuleWith(ManyOverrides(kMaxVariants + 1, true, false)),
              AllOf(HasSubstr("the overrides give the parameters of `BASE.FILING` more than 255 "
                              "different sets of values"),
                    HasSubstr("hint: write a rule of its own for some of the payers")));
  // Many more overrides are no matter when they come to the same.
  EXPECT_THAT(RuleWith(ManyOverrides(1000, true, true)), Not(HasSubstr("error")));
  // Those that all meet come together in any way: 15 of them in 2^15 - 1.
  EXPECT_THAT(RuleWith(ManyOverrides(15, false, true)),
              AllOf(HasSubstr("the overrides of the parameters of `BASE.FILING` can come together "
                              "in more than 20000 ways"),
                    HasSubstr("hint: bind them more closely, so that fewer of them meet")));
}

TEST(ParametersTest, AListNamedOftenIsCapped) {
  std::string rule =
      "rules:\n  - id: BASE.LONG\n    title: Long\n    severity: warn\n    message: long\n"
      "    parameters: {codes: [";
  for (int i = 0; i < 1000; ++i) rule += "\"" + std::to_string(10000 + i) + "\", ";
  rule += "]}\n    when: {procedure_code: [";
  for (int i = 0; i < 201; ++i) rule += "$codes, ";
  rule += "]}\n";
  Diagnostics diagnostics;
  ResolveFiles({{"base/ruleset.yaml", kNationalHeader}, {"base/rules.yaml", rule}}, diagnostics);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].message,
            "more than 200000 values in one rule, its list parameters written out");
  EXPECT_EQ(diagnostics[0].hint, "name each list once, or use ranges and prefixes");
}

}  // namespace
}  // namespace scrubline
