// What all rulesets together may hold: at each cap the whole text of the diagnostic, and what stays
// below it is no matter. Caps of one file: yaml_reader_test.cc; of parameters: parameters_test.cc
// too.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "rules_engine/resolve/code_reader.h"
#include "rules_engine/resolve/condition_resolver.h"
#include "rules_engine/resolve/override_resolver.h"
#include "rules_engine/resolve/testing.h"
#include "rules_engine/resolve/variants.h"

namespace scrubline {
namespace {

std::string Repeated(size_t count, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// `count` copies of `text` in which every `#` is the copy's number.
std::string Numbered(size_t count, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) {
    for (const char c : text) all += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return all;
}

// The errors' messages and hints; lines of their own.
std::string ErrorsOf(std::map<std::string, std::string> files) {
  files["base/ruleset.yaml"] = kNationalHeader;
  Diagnostics diagnostics;
  const auto resolved = ResolveFiles(std::move(files), diagnostics);
  EXPECT_EQ(resolved == nullptr, HasErrors(diagnostics));
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.level != Diagnostic::Level::kError) continue;
    text += diagnostic.message + " | " + diagnostic.hint + "\n";
  }
  return text;
}

std::string RuleWith(const std::string& id, const std::string& when) {
  return "  - {id: " + id + ", title: t, severity: warn, message: m, when: " + when + "}\n";
}

TEST(CapsTest, RulesListsAndOverrides) {
  const std::string many = Repeated(50'000, "{},");
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "rules: [" + many + "]"},
                      {"base/b.yaml", "rules: [" + many + "]"},
                      {"base/c.yaml", "rules: [{}]"}}),
            "more than 100000 rules in all rulesets | use code lists and parameters in place of "
            "many alike\n");
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "lists: {" + Numbered(60'000, "a#: ,") + "}"},
                      {"base/b.yaml", "conditions: {" + Numbered(60'000, "a#: ,") + "}"}}),
            "more than 100000 code lists and named conditions in all rulesets | use code lists and "
            "parameters in place of many alike\n");
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "overrides: [" + many + "]"},
                      {"base/b.yaml", "overrides: [" + many + "]"},
                      {"base/c.yaml", "overrides: [{}]"}}),
            "more than 100000 overrides in all rulesets | use code lists and parameters in place "
            "of many alike\n");
}

TEST(CapsTest, RulesThatOverridesSelect) {
  std::map<std::string, std::string> files = {
      {"base/rules.yaml", "rules:\n" + Numbered(1'000, RuleWith("A.R#", "{units: 1}"))}};
  const std::string one =
      "  - {id: O-#, reason: r, owner: o, select: {all: true}, revision: #, "
      "severity: deny}\n";
  files["base/overrides.yaml"] = "overrides:\n" + Numbered(kMaxSelections / 1'000 + 1, one);
  const std::string errors = ErrorsOf(std::move(files));
  EXPECT_EQ(errors.substr(0, errors.find('\n')),
            "overrides that select more than 200000 rules in all, each rule counted once for each "
            "of them | select families or single rules in place of `all`");
}

TEST(CapsTest, ConditionsOfOneRuleAndOfAll) {
  const std::string many = "{all: [" + Repeated(kMaxConditions / 2, "{units: 1}, ") + "]}";
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "rules:\n" + RuleWith("A.R", many)}}), "");
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "conditions: {many: " + many + "}\nrules:\n" +
                                          RuleWith("A.R",
                                                   "{all: [{condition: many}, {condition: "
                                                   "many}]}")}}),
            "more than 10000 conditions, named ones written out, in one place | use code lists, or "
            "several rules\n");
  EXPECT_EQ(
      ErrorsOf({{"base/a.yaml", "conditions: {many: " + many + "}\nrules:\n" +
                                    Numbered(kMaxConditionsInAll / (kMaxConditions / 2) + 1,
                                             RuleWith("A.R#", "{condition: many}"))}}),
      "more than 500000 conditions in all rules, named ones written out | use code lists, or fewer "
      "and simpler rules\n");
}

TEST(CapsTest, CodesOfAllRules) {
  std::string codes;
  for (int i = 0; i < 90'000; ++i) codes += std::to_string(10'000 + i) + ",";
  EXPECT_EQ(
      ErrorsOf({{"base/a.yaml", "lists: {many: {codes: [" + codes + "]}}\nrules:\n" +
                                    Numbered(kMaxCodesInAll / 90'000 + 1,
                                             RuleWith("A.R#", "{procedure_code: many}"))}}),
      "more than 10000000 codes in all rules, lists written out | use ranges and prefixes, or "
      "fewer rules over long lists\n");
}

TEST(CapsTest, ValuesOfParameters) {
  std::string codes;
  for (int i = 0; i < 80'000; ++i) codes += std::to_string(10'000 + i) + ",";
  const std::string rule =
      "rules:\n  - {id: A.R, title: t, severity: warn, message: m, parameters: {codes: many}, "
      "when: {procedure_code: $codes}}\n";
  const std::string overrides =
      "overrides:\n" + Numbered(kMaxValuesInAll / 80'000 + 1,
                                "  - {id: O-#, reason: r, owner: o, select: {rule: A.R}, scope: "
                                "{npis: \"#\"}, parameters: {codes: {add: \"99999\"}}}\n");
  EXPECT_EQ(ErrorsOf({{"base/a.yaml", "lists: {many: {codes: [" + codes + "]}}\n" + rule},
                      {"base/b.yaml", overrides}}),
            "the parameters of all rules, written out for every way in which their overrides come "
            "together, have more than 5000000 values | use shorter lists, or fewer overrides of "
            "them\n");
}

}  // namespace
}  // namespace scrubline
