// Rules with parameters under random overrides: the engine, which looks up the variant that the
// resolver foresaw, against the slow evaluator, which works the values out for each line.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/snapshot.h"
#include "rules_engine/tables/table_set.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/engine_result.h"
#include "tests/oracle/naive_evaluator.h"
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

std::string Join(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

class Author {
 public:
  Author(const Vocabulary& words, uint64_t seed) : words_(words), random_(seed) {}

  // One rule about lines and one about the claim, and overrides of them in four layers.
  std::map<std::string, std::string> Write() {
    std::map<std::string, std::string> files = {
        {"r/base/ruleset.yaml", Header("base", "national", "")},
        {"r/base/rules.yaml",
         "rules:\n"
         "  - id: RANDOM.LINE\n"
         "    title: t\n"
         "    severity: warn\n"
         "    parameters: {most: " +
             Number() + ", codes: " + Codes(40) + ", late: " + Codes(15) +
             "}\n"
             "    when: {procedure_code: $codes, units: {more_than: $most}}\n"
             "    unless: {procedure_code: $late}\n"
             "    message: \"{most}\"\n"
             "  - id: RANDOM.CLAIM\n"
             "    title: t\n"
             "    severity: deny\n"
             "    for: claim\n"
             "    parameters: {lines: 3}\n"
             "    when: {count_lines: {where: {units: {at_least: 1}}, at_least: $lines}}\n"
             "    message: \"{lines}\"\n"}};
    const auto payers = "payers: [\"" + std::string(random_.Of(words_.payers)) + "\"]";
    const auto tenants = "tenants: [\"" + std::string(random_.Of(words_.tenants)) + "\"]";
    files["r/payer/ruleset.yaml"] = Header("payer", "payer", payers);
    files["r/tenant/ruleset.yaml"] = Header("tenant", "tenant", tenants);
    for (const char* layer : {"base", "payer", "tenant"}) {
      std::string overrides = "overrides:\n";
      for (int i = random_.Between(1, 4); i > 0; --i) overrides += Override();
      files["r/" + std::string(layer) + "/overrides.yaml"] = overrides;
    }
    return files;
  }

 private:
  static std::string Header(const std::string& id, const std::string& layer,
                            const std::string& scope) {
    return "{id: " + id + ", version: \"1\", language: 1, title: t, layer: " + layer +
           (scope.empty() ? "" : ", scope: {" + scope + "}") + "}";
  }
  std::string Number() { return std::to_string(random_.Between(0, 4)); }
  std::string Codes(int count) {
    std::vector<std::string> codes;
    for (int i = 0; i < count; ++i)
      codes.push_back("\"" + random_.Of(words_.codes).ToString() + "\"");
    return Join(codes);
  }
  std::string Change() {
    const int kind = random_.Below(3);
    if (kind == 0) return Codes(40);
    return (kind == 1 ? "{add: " : "{remove: ") + Codes(20) + "}";
  }
  std::string Override() {
    const bool line = random_.Percent(80);
    std::string select = line ? "{rule: RANDOM.LINE" : "{rule: RANDOM.CLAIM";
    if (line && random_.Percent(25)) select += ", codes: " + Codes(random_.Between(1, 10));
    std::string text = "  - {id: O-" + std::to_string(++count_) +
                       ", reason: r, owner: o, select: " + select + "}, parameters: {";
    if (!line) {
      text += "lines: " + std::to_string(random_.Between(1, 5));
    } else if (random_.Percent(40)) {
      text += "most: " + Number();
    } else if (random_.Percent(50)) {
      text += "codes: " + Change();
    } else {
      text += "most: " + Number() + ", late: " + Change();
    }
    text += "}";
    if (random_.Percent(30)) {
      const std::string date = random_.Of(words_.dates).ToString();
      text +=
          std::string(", effective: {") + (random_.Percent(50) ? "from: " : "to: ") + date + "}";
      if (random_.Percent(30)) text += ", date_basis: received_date";
    }
    if (random_.Percent(40)) {
      text += ", scope: {places_of_service: [\"" + random_.Of(words_.places_of_service).ToString() +
              "\"]}";
    }
    return text + "}\n";
  }

  const Vocabulary& words_;
  Random random_;
  int count_ = 0;
};

TEST(RuleParametersOracleTest, TheValuesForeseenAreThoseThatHold) {
  const ReferenceTables reference = SmallTables();
  const ReferenceTables none;
  int worlds = 0, variants = 0, fired = 0, bypassed = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    const Vocabulary vocabulary = MakeVocabulary(reference, seed);
    Diagnostics diagnostics;
    const auto rulesets =
        LoadRulesets("r", MemoryFileSource(Author(vocabulary, seed).Write()), diagnostics);
    if (!rulesets.ok()) {
      // Overrides of one rank that disagree are the only mistake an author like this makes.
      for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.level != Diagnostic::Level::kError) continue;
        ASSERT_NE(diagnostic.message.find("disagree about"), std::string::npos)
            << diagnostic.ToString();
      }
      continue;
    }
    ++worlds;
    for (const ResolvedRule& rule : (*rulesets)->rules) variants += rule.variants.size();
    const auto snapshot = Snapshot::Build(*rulesets, TableSet::Empty());
    ASSERT_TRUE(snapshot.ok()) << snapshot.status();
    ClaimGenerator generator(reference, vocabulary, seed, /*irregular=*/false);
    Claim claim;
    Scratch scratch;
    for (int i = 0; i < 60; ++i) {
      generator.Generate(claim);
      const EvaluateOptions options{.today = *Date::Parse("2024-12-31"), .include_bypassed = true};
      const CanonicalResult expected = NaiveEvaluate({**rulesets, none, claim, options});
      const Findings& findings = Evaluate(**snapshot, claim, options, scratch);
      ASSERT_EQ(ToText(EngineResult(**snapshot, claim, findings)), ToText(expected))
          << "seed " << seed << "\n"
          << ToText(claim) << "\n"
          << Dump(**rulesets);
      for (const CanonicalFinding& finding : expected.findings) {
        ++(finding.outcome == Outcome::kFired ? fired : bypassed);
      }
    }
  }
  EXPECT_GT(worlds, 100);
  EXPECT_GT(variants, 1000);
  EXPECT_GT(fired, 1000);
  EXPECT_GT(bypassed, 50);
}

}  // namespace
}  // namespace scrubline::oracle
