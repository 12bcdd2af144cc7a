#include "rules_engine/parse/parsed_ruleset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scrubline {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(ParsedRulesetTest, FilesAreSortedByWhatTheyDefine) {
  const MemoryFileSource files({
      {"acme/ruleset.yaml", "id: acme\nconditions: {c: {type: professional}}\n"},
      {"acme/rules/b.yaml", "rules: [{id: B}]\nlists: {l: {codes: ['99213']}}\n"},
      {"acme/rules/a.yaml", "rules:\n  - {id: A}\n"},
      {"acme/overrides.yaml", "overrides: [{id: o}]\n"},
      {"acme/a_test.yaml", "tests: []\n"},
      {"acme/README.md", "not: [yaml\n"},
      {"other/ruleset.yaml", "id: other\n"},
  });
  Diagnostics diagnostics;
  const ParsedRuleset ruleset = ParseRuleset("acme", files, diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_THAT(ruleset.rules, SizeIs(2));
  EXPECT_THAT(ruleset.lists, SizeIs(1));
  EXPECT_THAT(ruleset.conditions, SizeIs(1));
  EXPECT_THAT(ruleset.overrides, SizeIs(1));
  EXPECT_THAT(ruleset.tests, SizeIs(1));
  EXPECT_EQ(Dump(ruleset), R"(file acme/a_test.yaml
1:1 map
1:8   tests: list
file acme/overrides.yaml
1:1 map
1:12   overrides: list
1:13     - map
1:18       id: o
file acme/rules/a.yaml
1:1 map
2:3   rules: list
2:5     - map
2:10       id: A
file acme/rules/b.yaml
1:1 map
1:8   rules: list
1:9     - map
1:14       id: B
2:8   lists: map
2:12     l: map
2:20       codes: list
2:21         - "99213"
file acme/ruleset.yaml
1:1 map
1:5   id: acme
2:13   conditions: map
2:17     c: map
2:24       type: professional
)");
}

TEST(ParsedRulesetTest, WhatIsMissingIsSaid) {
  Diagnostics diagnostics;
  const std::map<std::string, std::string> files = {{"acme/rules.yml", "rules: []"}};
  ParseRuleset("acme", MemoryFileSource(files), diagnostics);
  EXPECT_EQ(ToString(diagnostics),
            "acme/rules.yml: error: this file is not read, and the ruleset has no other\n"
            "hint: rename it: files of a ruleset end in `.yaml`\n"
            "acme/ruleset.yaml: error: there is no such file\n"
            "hint: a ruleset's `ruleset.yaml` gives its id, version, language and layer\n");
  diagnostics.clear();
  ParseRuleset("nowhere", MemoryFileSource(std::map<std::string, std::string>()), diagnostics);
  EXPECT_EQ(ToString(diagnostics), "nowhere: error: cannot read nowhere: no such folder\n");
}

// Beside files that are read, and tests, a file with the other ending may be meant for others.
TEST(ParsedRulesetTest, AnotherEndingIsAnErrorWhereThereIsNothingElse) {
  using Files = std::map<std::string, std::string>;
  const auto errors = [](Files files) {
    files["acme/ruleset.yaml"] = "id: acme";
    Diagnostics diagnostics;
    ParseRuleset("acme", MemoryFileSource(std::move(files)), diagnostics);
    EXPECT_THAT(diagnostics, SizeIs(1)) << ToString(diagnostics);
    return HasErrors(diagnostics);
  };
  EXPECT_TRUE(errors({{"acme/rules/em.yml", "rules: []"}}));
  EXPECT_TRUE(errors({{"acme/rules/em.yml", "rules: []"}, {"acme/em_test.yaml", "tests: []"}}));
  EXPECT_FALSE(errors({{"acme/rules/em.yml", "rules: []"}, {"acme/lists.yaml", "lists: {}"}}));
  EXPECT_FALSE(errors({{"acme/em_test.yml", "tests: []"}}));
}

}  // namespace
}  // namespace scrubline
