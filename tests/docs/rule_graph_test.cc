// docs/rule_graph.md keeps its word: its rules are compiled, its claim is evaluated, and what it
// shows of both is what the engine says. To renew a listing, copy it from the failure.
#include <gtest/gtest.h>

#include <regex>

#include "authoring/graph_drawing.h"
#include "authoring/graph_statistics.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/testing.h"
#include "rules_engine/explain/explain.h"
#include "rules_engine/explain/explain_text.h"
#include "tests/docs/markdown.h"

namespace scrubline {
namespace {

class RuleGraphPage : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(page_.text, "") << "docs/rule_graph.md cannot be read";
    // The language wants examples; the page is about something else.
    std::string rules = Block("yaml", "");
    const std::string message = "    message:";
    for (size_t at = rules.find(message); at != std::string::npos;
         at = rules.find(message, at + 60)) {
      rules.insert(at, "    examples: [{fires: {}}, {clear: {}}]\n");
    }
    snapshot_ = MakeSnapshot(
        {{"acme/ruleset.yaml",
          "{id: acme, version: \"1\", language: 1, title: Acme, layer: payer, scope: {payers: "
          "[ACME]}}\n"},
         {"acme/rules.yaml", rules}});
    ASSERT_NE(snapshot_, nullptr);
    std::string claim = Block("yaml", "claim");
    claim.resize(claim.find_last_of('}') + 1);
    claim_ = MakeClaim(claim);
    ASSERT_NE(claim_, nullptr);
  }

  std::string Block(const std::string& language, const std::string& note) const {
    for (const MarkdownPage::Block& block : page_.blocks) {
      if (block.language == language && block.note == note) return block.text;
    }
    ADD_FAILURE() << "no block " << language << ": " << note;
    return "";
  }
  std::vector<int32_t> Rules(const std::vector<std::string>& names) const {
    const auto rules = SelectRules(snapshot_->rulesets(), names);
    EXPECT_TRUE(rules.ok()) << rules.status();
    return *rules;
  }

  const MarkdownPage page_ = ReadMarkdown("docs/rule_graph.md");
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const Claim> claim_;
  Scratch scratch_;
};

TEST_F(RuleGraphPage, Nodes) {
  EXPECT_EQ(snapshot_->program().Dump(snapshot_->rulesets()), Block("text", "nodes"));
}

TEST_F(RuleGraphPage, Drawing) {
  const auto dot = DrawGraph(*snapshot_, Rules({"ACME.KNEE.UNITS", "ACME.OFFICE.UNITS"}));
  ASSERT_TRUE(dot.ok()) << dot.status();
  EXPECT_EQ(*dot, Block("dot", "drawing"));
}

TEST_F(RuleGraphPage, Findings) {
  const Findings& findings =
      Evaluate(*snapshot_, *claim_, {.today = *Date::Parse("2024-05-20")}, scratch_);
  FindingText text;
  std::string listing;
  for (const Finding& finding : findings.items) {
    Describe(*snapshot_, *claim_, findings, finding, text);
    listing += "line " + std::to_string(text.line_numbers.at(0)) + "  " +
               std::string(ToString(text.severity)) + "  " + text.message + " [" +
               std::string(text.rule_id) + "]\n";
  }
  EXPECT_EQ(listing, Block("text", "findings"));
}

TEST_F(RuleGraphPage, Explanation) {
  const Explanation why = Explain(*snapshot_, *claim_, {.today = *Date::Parse("2024-05-20")},
                                  {.rules = Rules({"ACME.KNEE.UNITS"})}, scratch_);
  EXPECT_EQ(ExplainText(why, {.everything = true}), Block("text", "explanation"));
}

TEST_F(RuleGraphPage, Statistics) {
  // How many bytes hangs on the compiler.
  const auto without_bytes = [](const std::string& text) {
    return std::regex_replace(text, std::regex("\\d+ bytes"), "N bytes");
  };
  EXPECT_EQ(without_bytes(ToText(MeasureGraph(*snapshot_))),
            without_bytes(Block("text", "statistics")));
}

}  // namespace
}  // namespace scrubline
