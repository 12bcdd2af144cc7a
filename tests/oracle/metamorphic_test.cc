// What must not change an answer, whatever the answer is (domain 14.2): properties of the engine on
// random claims, without a second opinion.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <numeric>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/engine_result.h"
#include "tests/oracle/engine_tables.h"
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

class Metamorphic : public ::testing::Test {
 protected:
  Metamorphic() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    const auto tables = PackTables(reference_, WriteAll(reference_, folder_), folder_);
    const auto snapshot =
        Snapshot::Build(std::make_shared<const ResolvedRulesets>(BuiltinRulesets()), tables);
    EXPECT_TRUE(snapshot.ok()) << snapshot.status();
    snapshot_ = *snapshot;
  }
  ~Metamorphic() override { std::filesystem::remove_all(folder_); }

  CanonicalResult Answer(const Claim& claim) {
    const EvaluateOptions options{.today = *Date::Parse("2024-12-31"), .include_bypassed = true};
    return EngineResult(*snapshot_, claim, Evaluate(*snapshot_, claim, options, scratch_));
  }

  // Rule, outcome and subject lines of every finding, those suppressed too; `original` renames
  // lines.
  static std::multiset<std::string> Summary(const CanonicalResult& result,
                                            const std::vector<int>& original) {
    std::multiset<std::string> summary;
    const auto add = [&](const CanonicalFinding& finding) {
      std::set<int> lines;
      for (const LineRef line : finding.lines) lines.insert(original[static_cast<size_t>(line)]);
      std::string text = finding.rule + (finding.outcome == Outcome::kBypassed ? " bypassed" : "");
      for (const int line : lines) text += " " + std::to_string(line);
      const auto column1 = finding.facts.find("column1");
      if (column1 != finding.facts.end()) text += " " + column1->second;
      summary.insert(text);
    };
    for (const CanonicalFinding& finding : result.findings) {
      if (!GoesByOrder(finding)) add(finding);
      for (const CanonicalFinding& also : finding.also) {
        if (!GoesByOrder(also)) add(also);
      }
    }
    return summary;
  }

  // The duplicate is the later line (R4); Q3 is told of one pair, the first.
  static bool GoesByOrder(const CanonicalFinding& finding) {
    return finding.rule == "NCCI.PTP.Q3" || finding.rule.rfind("DUP.", 0) == 0;
  }

  static std::vector<int> Identity(size_t n) {
    std::vector<int> order(n);
    std::iota(order.begin(), order.end(), 0);
    return order;
  }

  static constexpr int kClaims = 3000;
  const std::string folder_ = ::testing::TempDir() + "metamorphic_" +
                              ::testing::UnitTest::GetInstance()->current_test_info()->name();
  const ReferenceTables reference_ = SmallTables();
  const Vocabulary vocabulary_ = MakeVocabulary(reference_, 7);
  std::shared_ptr<const Snapshot> snapshot_;
  Scratch scratch_;
};

TEST_F(Metamorphic, TheOrderOfLinesChangesOnlyTheirNumbers) {
  ClaimGenerator generator(reference_, vocabulary_, 7, /*irregular=*/true);
  Random random(7);
  Claim claim;
  for (int i = 0; i < kClaims; ++i) {
    generator.Generate(claim);
    std::vector<ServiceLine>& lines = claim.service_lines;
    const CanonicalResult before = Answer(claim);
    std::vector<int> order = Identity(lines.size());
    const std::vector<ServiceLine> old = lines;
    for (size_t n = order.size(); n > 1; --n) {
      std::swap(order[n - 1], order[static_cast<size_t>(random.Below(n))]);
    }
    for (size_t n = 0; n < order.size(); ++n) lines[n] = old[static_cast<size_t>(order[n])];
    const CanonicalResult after = Answer(claim);
    ASSERT_EQ(Summary(before, Identity(order.size())), Summary(after, order)) << ToText(claim);
    ASSERT_EQ(before.verdict, after.verdict) << ToText(claim);
  }
}

TEST_F(Metamorphic, HistoryOfAnotherProviderChangesNothing) {
  ClaimGenerator generator(reference_, vocabulary_, 8, /*irregular=*/true);
  Claim claim;
  for (int i = 0; i < kClaims; ++i) {
    generator.Generate(claim);
    claim.history.clear();
    const std::string before = ToText(Answer(claim));
    for (const ServiceLine& line : claim.service_lines) {
      HistoryLine& history = claim.history.emplace_back();
      history.line = line;
      history.billing = claim.AddProvider({.npi = "1992999999", .tax_id = "555555555"});
      history.line.rendering = history.billing;
      history.status = HistoryStatus::kPaid;
    }
    ASSERT_EQ(before, ToText(Answer(claim))) << ToText(claim);
  }
}

TEST_F(Metamorphic, AnAssociatedModifierNeverMakesAPtpEditFire) {
  ClaimGenerator generator(reference_, vocabulary_, 9, /*irregular=*/true);
  Claim claim;
  int bypassed = 0;
  const auto fired = [](const CanonicalResult& result) {
    std::set<std::pair<std::vector<LineRef>, std::string>> pairs;
    const auto add = [&pairs](const CanonicalFinding& finding) {
      if (finding.rule == "NCCI.PTP" && finding.outcome == Outcome::kFired) {
        pairs.insert({finding.lines, finding.facts.at("column1")});
      }
    };
    for (const CanonicalFinding& finding : result.findings) {
      add(finding);
      for (const CanonicalFinding& also : finding.also) add(also);  // of a duplicate
    }
    return pairs;
  };
  for (int i = 0; i < kClaims; ++i) {
    generator.Generate(claim);
    const auto before = fired(Answer(claim));
    for (ServiceLine& line : claim.service_lines) {
      if (line.modifier_count == kMaxModifiers) continue;
      line.modifiers[line.modifier_count++] = Code::Of("XS");
      break;
    }
    const auto after = fired(Answer(claim));
    ASSERT_TRUE(std::includes(before.begin(), before.end(), after.begin(), after.end()))
        << ToText(claim);
    bypassed += before != after;
  }
  EXPECT_GT(bypassed, 0);
}

}  // namespace
}  // namespace scrubline::oracle
