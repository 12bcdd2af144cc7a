#include "rules_engine/snapshot.h"

#include <gtest/gtest.h>

#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

std::string Rules(const std::string& code) {
  return "rules: [{id: BASE.A, title: T, severity: warn, for: line, message: wrong, when: "
         "{procedure_code: \"" +
         code + "\"}, examples: [{fires: {}}, {clear: {}}]}]\n";
}
const std::vector<TestTable> kTables = {{"ncci_aoc", {"1 11045 11042 2013-04-01 -"}}};

TEST(SnapshotTest, TheSameContentHasTheSameId) {
  const auto first = MakeSnapshot(OneRuleset(Rules("99213")), kTables);
  const auto second = MakeSnapshot(OneRuleset(Rules("99213")), kTables);
  EXPECT_EQ(first->id(), second->id());
  EXPECT_EQ(first->id().size(), 16u);
  EXPECT_EQ(first->id().find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(SnapshotTest, AnyChangeOfRulesOrTablesChangesTheId) {
  const std::string id = MakeSnapshot(OneRuleset(Rules("99213")), kTables)->id();
  EXPECT_NE(MakeSnapshot(OneRuleset(Rules("99214")), kTables)->id(), id);
  EXPECT_NE(MakeSnapshot(OneRuleset(Rules("99213") + "# a comment\n"), kTables)->id(), id);
  EXPECT_NE(MakeSnapshot(OneRuleset(Rules("99213")))->id(), id);
  EXPECT_NE(MakeSnapshot(OneRuleset(Rules("99213")),
                         {{"ncci_aoc", {"1 11045 11042 2013-04-01 2024-05-10"}}})
                ->id(),
            id);
  RuleFiles renamed = OneRuleset(Rules("99213"));
  renamed["base/other.yaml"] = renamed.at("base/rules.yaml");
  renamed.erase("base/rules.yaml");
  EXPECT_NE(MakeSnapshot(renamed, kTables)->id(), id);
}

TEST(SnapshotTest, HoldsWhatItWasBuiltFrom) {
  const auto snapshot = MakeSnapshot(OneRuleset(Rules("99213")), kTables);
  ASSERT_EQ(snapshot->rulesets().rules.size(), 1u);
  EXPECT_EQ(snapshot->rulesets().rules[0].id, "BASE.A");
  EXPECT_NE(snapshot->tables().add_on("ncci_aoc"), nullptr);
  EXPECT_EQ(snapshot->program().rules.size(), 1u);
  EXPECT_EQ(snapshot->program().add_on, snapshot->tables().add_on("ncci_aoc"));
}

}  // namespace
}  // namespace scrubline
