// The engine against the slow evaluator: random claims, random rulesets, a few
// rows and the published tables. A disagreement prints the claim, both answers,
// and the seeds that bring it back.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "rules_engine/tables/table_set.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/engine_result.h"
#include "tests/oracle/engine_tables.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/oracle/ruleset_generator.h"
#include "tests/oracle/small_world.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kShare = 20;  // of the claims, one in so many under a sanitizer
#else
constexpr int kShare = 1;
#endif

namespace scrubline::oracle {
namespace {

// A folder of this test's own, removed with it.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_(::testing::TempDir() + name) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What the claims of a run met, so that a run that met nothing is noticed.
struct Tally {
  int claims = 0;
  int disagreements = 0;
  std::map<std::string, int> rules;
  std::map<std::string, int> gaps;
  std::map<Verdict, int> verdicts;

  void Count(const CanonicalFinding& finding) {
    const bool random = finding.rule.find("RANDOM") == 0;
    ++rules[(random ? "RANDOM" : finding.rule) +
            (finding.outcome == Outcome::kBypassed ? " bypassed" : "")];
    for (const CanonicalFinding& also : finding.also) Count(also);
  }
  void Count(const CanonicalResult& result) {
    ++claims;
    ++verdicts[result.verdict];
    for (const CanonicalFinding& finding : result.findings) Count(finding);
    for (const CanonicalGap& gap : result.not_evaluated) ++gaps[gap.reason];
  }
  std::string ToString() const {
    std::string text = std::to_string(claims) + " claims;";
    for (const auto& [rule, count] : rules) text += " " + rule + " " + std::to_string(count);
    for (const auto& [reason, count] : gaps) text += " (" + reason + ") " + std::to_string(count);
    return text;
  }
};

struct Run {
  const ReferenceTables& reference;
  std::shared_ptr<const TableSet> tables;
  int worlds;
  int claims_a_world;
};

// What the layers say of the rules of one algorithm, in the resolver's words.
std::string OverridesOf(const ResolvedRulesets& rulesets, Algorithm algorithm) {
  ResolvedRulesets about;
  about.rulesets = rulesets.rulesets;
  about.rules = rulesets.rules;
  for (const ResolvedOverride& change : rulesets.overrides) {
    const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(change.rule)];
    if (rule.builtin.has_value() && BuiltinOf(*rule.builtin).algorithm == algorithm) {
      about.overrides.push_back(change);
    }
  }
  const std::string text = Dump(about);
  const size_t start = text.find("override ");
  return start == std::string::npos ? "" : text.substr(start);
}

// The random rules that only one of the two answers names in the same way, in
// the resolver's words.
std::string RulesInQuestion(const ResolvedRulesets& rulesets, const CanonicalResult& expected,
                            const CanonicalResult& found) {
  const auto lines_about = [](const std::string& id, const CanonicalResult& result) {
    std::string text;
    for (const CanonicalFinding& finding : result.findings) {
      if (finding.rule == id) text += ToText(finding);
    }
    for (const CanonicalGap& gap : result.not_evaluated) {
      if (gap.rule == id) text += std::to_string(gap.line) + gap.reason + " ";
    }
    return text;
  };
  std::string text;
  for (const ResolvedRule& rule : rulesets.rules) {
    if (lines_about(rule.id, expected) == lines_about(rule.id, found)) continue;
    if (rule.builtin.has_value()) {
      text += OverridesOf(rulesets, BuiltinOf(*rule.builtin).algorithm);
      continue;
    }
    text += "rule " + rule.id + (rule.for_claim ? " for claim" : " for line") + " when\n" +
            Dump(rule.when);
    if (rule.with_line) text += "with_line\n" + Dump(*rule.with_line);
    if (rule.without_line) text += "without_line\n" + Dump(*rule.without_line);
    if (rule.with_history) text += "with_history\n" + Dump(*rule.with_history);
    if (rule.without_history) text += "without_history\n" + Dump(*rule.without_history);
    if (rule.unless) text += "unless\n" + Dump(*rule.unless);
  }
  return text;
}

void Compare(const Run& run, int world_seed, Tally& tally) {
  constexpr int kEnough = 5;  // disagreements shown
  const Vocabulary vocabulary = MakeVocabulary(run.reference, static_cast<uint64_t>(world_seed));
  auto rulesets = std::make_shared<const ResolvedRulesets>(
      world_seed == 0 ? BuiltinRulesets()
                      : GenerateRulesets(vocabulary, static_cast<uint64_t>(world_seed)));
  const auto snapshot = Snapshot::Build(rulesets, run.tables);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  ClaimGenerator generator(run.reference, vocabulary, static_cast<uint64_t>(world_seed) + 1000,
                           /*irregular=*/world_seed == 0);
  Claim claim;
  Scratch scratch;
  for (int i = 0; i < run.claims_a_world && tally.disagreements < kEnough; ++i) {
    generator.Generate(claim);
    const EvaluateOptions options{.today = *Date::Parse("2024-12-31"),
                                  .include_bypassed = i % 4 != 0};
    const CanonicalResult expected = NaiveEvaluate({*rulesets, run.reference, claim, options});
    tally.Count(expected);
    const Findings& findings = Evaluate(**snapshot, claim, options, scratch);
    ASSERT_TRUE(IsInContractOrder(**snapshot, findings)) << ToText(claim);
    const CanonicalResult found = EngineResult(**snapshot, claim, findings);
    if (ToText(found) == ToText(expected)) continue;
    ++tally.disagreements;
    ADD_FAILURE() << "world " << world_seed << ", claim " << i << "\n"
                  << ToText(claim) << "the oracle says: " << ToText(expected)
                  << "the engine says: " << ToText(found) << "\n"
                  << RulesInQuestion(*rulesets, expected, found);
  }
}

void CompareAll(const Run& run, Tally& tally) {
  // One world again, with SCRUBLINE_ORACLE_WORLD.
  const char* only = std::getenv("SCRUBLINE_ORACLE_WORLD");
  for (int world = 0; world < run.worlds; ++world) {
    if (only == nullptr || std::atoi(only) == world) Compare(run, world, tally);
  }
  ::testing::Test::RecordProperty("met", tally.ToString());
  std::printf("%s\n", tally.ToString().c_str());
}

// Every rule must have been met, or the agreement says nothing about it. The
// few claims under a sanitizer are there for the sanitizer, and need not meet
// the rarest.
void ExpectEverythingMet(const Tally& tally) {
  if (kShare > 1) return;
  for (const Builtin& builtin : AllBuiltins()) {
    EXPECT_GT(tally.rules.count(std::string(builtin.name)), 0u) << builtin.name;
  }
  EXPECT_GT(tally.rules.count("NCCI.PTP bypassed"), 0u);
  EXPECT_GT(tally.rules.count("RANDOM"), 0u);
  EXPECT_GT(tally.rules.count("RANDOM bypassed"), 0u);
  EXPECT_EQ(tally.verdicts.size(), 4u);
  for (const char* reason :
       {"service_date", "units", "no_release", "type_of_bill", "claim_type", "unknown"}) {
    EXPECT_GT(tally.gaps.count(reason), 0u) << reason;
  }
}

// How many claims each comparison looks at: so many a world of random rules. The nightly run asks
// for more worlds: SCRUBLINE_ORACLE_CLAIMS=200000 build/dev/test/oracle_test
int Worlds(int usual, int claims_a_world) {
  const char* claims = std::getenv("SCRUBLINE_ORACLE_CLAIMS");
  return claims == nullptr ? usual : std::max(usual, std::atoi(claims) / claims_a_world);
}

TEST(Oracle, EngineAgreesOverAFewRows) {
  const ReferenceTables reference = SmallTables();
  const Folder folder("oracle_small");
  const auto tables = PackTables(reference, WriteAll(reference, folder.path()), folder.path());
  ASSERT_NE(tables, nullptr);
  Tally tally;
  CompareAll({reference, tables, Worlds(60, 250), 250 / kShare}, tally);
  ExpectEverythingMet(tally);
}

TEST(Oracle, EngineAgreesWithoutTables) {
  const ReferenceTables reference = SmallTables();
  ReferenceTables none;
  auto rulesets = std::make_shared<const ResolvedRulesets>(BuiltinRulesets());
  const auto snapshot = Snapshot::Build(rulesets, TableSet::Empty());
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const Vocabulary vocabulary = MakeVocabulary(reference, 1);
  ClaimGenerator generator(reference, vocabulary, 1, /*irregular=*/true);
  Claim claim;
  Scratch scratch;
  for (int i = 0; i < 200; ++i) {
    generator.Generate(claim);
    const EvaluateOptions options{.today = *Date::Parse("2024-12-31")};
    ASSERT_EQ(
        ToText(EngineResult(**snapshot, claim, Evaluate(**snapshot, claim, options, scratch))),
        ToText(NaiveEvaluate({*rulesets, none, claim, options})))
        << ToText(claim);
  }
}

TEST(Oracle, EngineAgreesOverThePublishedTables) {
  const std::string data = PublishedDataFolder();
  if (data.empty()) GTEST_SKIP() << "no published tables at ../shared/data or $SCRUBLINE_DATA";
  ReferenceTables reference;
  reference.own = SmallOwnTables();
  ASSERT_TRUE(ReadPublishedTables(data, reference));
  const Folder folder("oracle_published");
  AddOwnFacts(reference);
  std::vector<std::string> files = PublishedFiles(data);
  const std::vector<std::string> facts = PublishedFactFiles(data);
  files.insert(files.end(), facts.begin(), facts.end());
  const auto tables = PackTables(reference, files, folder.path());
  ASSERT_NE(tables, nullptr);
  ASSERT_TRUE(ReadPublishedFacts(data, reference.facts));
  for (const char* name : {"icd10cm", "icd10cm_notes", "mpfs"}) {
    ASSERT_NE(tables->reference(name), nullptr) << name;
    reference.facts[name] = FactsOf(*tables->reference(name));
  }
  Tally tally;
  CompareAll({reference, tables, Worlds(50, 2000), 2000 / kShare}, tally);
  ExpectEverythingMet(tally);
}

}  // namespace
}  // namespace scrubline::oracle
