#include "authoring/handbook/rule_list.h"

#include <gmock/gmock.h>

#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RuleListTest : public ::testing::Test {
 protected:
  std::vector<std::string> Listed(const RuleFilter& filter) {
    const auto rules = ListRules(*rulesets_, filter);
    EXPECT_TRUE(rules.ok()) << rules.status();
    std::vector<std::string> ids;
    for (const int rule : *rules) ids.push_back(rulesets_->rules[static_cast<size_t>(rule)].id);
    return ids;
  }

  std::shared_ptr<const ResolvedRulesets> Load() {
    Diagnostics diagnostics;
    auto rulesets = LoadRulesets("rulesets", files_, diagnostics);
    EXPECT_TRUE(rulesets.ok()) << ToString(diagnostics);
    return rulesets.ok() ? *rulesets : nullptr;
  }
  const MemoryFileSource files_{
      {{"rulesets/base/ruleset.yaml",
        "{id: base, version: '1', language: 1, title: Base, layer: national}"},
       {"rulesets/base/rules.yaml", R"(
lists:
  pairs: {title: Pairs, codes: ["11102", "11104"]}
rules:
  - id: AREA.ONE
    title: One | two
    severity: warn
    when: {any: [{procedure_code: pairs}, {diagnoses: {any_of: ["E11*"]}}]}
    unless: {place_of_service: ["23"]}
    message: "one"
  - id: OTHER.TWO
    title: Two
    severity: deny
    when: {procedure_code: "99213"}
    with_line: {modifiers: {any_of: ["59"]}}
    message: "two"
)"}}};
  const std::shared_ptr<const ResolvedRulesets> rulesets_ = Load();
};

TEST_F(RuleListTest, FindsRulesByAnyCodeTheyName) {
  EXPECT_THAT(Listed({.code = "11104"}), ElementsAre("AREA.ONE"));
  EXPECT_THAT(Listed({.code = "e11.9"}), ElementsAre("AREA.ONE"));
  EXPECT_THAT(Listed({.code = "23"}), ElementsAre("AREA.ONE"));
  EXPECT_THAT(Listed({.code = "59"}), ElementsAre("OTHER.TWO"));
  EXPECT_THAT(Listed({.code = "99214"}), ElementsAre());
  EXPECT_THAT(Listed({}), ElementsAre("AREA.ONE", "OTHER.TWO"));
}

TEST_F(RuleListTest, PutsARuleIntoWords) {
  const auto text = RuleAsText(*rulesets_, 0, files_);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("[Pairs]"));
  EXPECT_THAT(*text, HasSubstr("message:\n  one\n"));
}

TEST_F(RuleListTest, ThePageOfEditsHasATableForEachArea) {
  const std::string page = EditsPage(*rulesets_);
  EXPECT_THAT(page, HasSubstr("## AREA"));
  EXPECT_THAT(page, HasSubstr("| `AREA.ONE` | One \\| two | warn | base |  |  |"));
  EXPECT_LT(page.find("## AREA"), page.find("## OTHER"));
}

}  // namespace
}  // namespace scrubline
