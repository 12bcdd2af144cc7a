// The rules of rulesets/ here were written from published policy, to show what the language can
// say. They load without a word, do what their examples say, and README.md names each with its
// policy section.
#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "rules_engine/examples.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {
namespace {

class PolicyRules : public testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    auto snapshot = LoadSnapshot("tests/policy_rules/rulesets", /*tables_dir=*/"", diagnostics);
    EXPECT_EQ(ToString(diagnostics), "");
    ASSERT_TRUE(snapshot.ok()) << snapshot.status();
    snapshot_ = *snapshot;
  }
  const ResolvedRulesets& rulesets() const { return snapshot_->rulesets(); }

  std::shared_ptr<const Snapshot> snapshot_;
};

bool Has(const ResolvedRule& rule, Example::Expect expect) {
  return std::any_of(rule.examples.begin(), rule.examples.end(),
                     [expect](const Example& example) { return example.expect == expect; });
}

TEST_F(PolicyRules, DoWhatTheirExamplesSay) {
  const ExampleReport report = RunExamples(*snapshot_);
  for (const ExampleFailure& failure : report.failures) ADD_FAILURE() << failure.ToString();
  EXPECT_GE(report.passed, 2 * static_cast<int>(rulesets().rules.size()));
}

TEST_F(PolicyRules, ShowBothSidesAndEveryException) {
  for (const ResolvedRule& rule : rulesets().rules) {
    EXPECT_TRUE(Has(rule, Example::Expect::kFires)) << rule.id;
    EXPECT_TRUE(Has(rule, Example::Expect::kClear)) << rule.id;
    EXPECT_EQ(Has(rule, Example::Expect::kBypassed), rule.unless.has_value()) << rule.id;
    EXPECT_EQ(Has(rule, Example::Expect::kNotEvaluated), !rule.required) << rule.id;
  }
}

TEST_F(PolicyRules, AreInTheTableWithTheirPolicySection) {
  std::ifstream in("tests/policy_rules/README.md");
  std::stringstream text;
  text << in.rdbuf();
  const std::string page = text.str();
  for (const ResolvedRule& rule : rulesets().rules) {
    EXPECT_NE(
        page.find("| `" + rule.id + "` | " + rule.source.title + ", " + rule.source.section + " |"),
        std::string::npos)
        << "no row `" << rule.id << "` | " << rule.source.title << ", " << rule.source.section;
  }
}

}  // namespace
}  // namespace scrubline
