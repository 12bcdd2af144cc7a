// rules_engine/evaluate/testing.h — a world of few rows, written as text, and what Evaluate says of
// a claim in it, as one line of text. For tests only.
//
//   World world(NationalRules(), {{"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}}});
//   world.Run(Lines("45385; 45380-59"));            // ""
//   world.Run(Lines("45385; 45380"));               // "NCCI.PTP deny 2 with 1"
//
// Whatever cannot be read fails the test that wrote it.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_TESTING_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_TESTING_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

struct TestTable {
  std::string name;  // as in table_names.h; it says of which kind the rows are
  // PTP: `column1 column2 effective deletion indicator [rationale]`, deletion `-` for none.
  // MUE: `first_day_of_release code limit indicator`.
  // Add-on: `type add_on primary effective deletion`.
  // Reference tables: as a csv of one's own (tables/own_csv.h), the header first. The table answers
  // for 2000 to 2030, unless rows among the others begin a release: `release FY2025 2024-10-01
  // 2025-09-30`; its rows begin with it where the header has no `from`.
  std::vector<std::string> rows;
  bool sample = false;
  std::vector<std::string> covered = {};  // codes a sample answers for besides its rows'
};
std::shared_ptr<const TableSet> MakeTables(const std::vector<TestTable>& tables);

// Paths and texts of ruleset files.
using RuleFiles = std::map<std::string, std::string>;
// The NCCI edits and the checks of NPIs of the shipped national ruleset, with `more` beside them.
RuleFiles NationalRules(const RuleFiles& more = {});
// Only these files of its rules, `dates.yaml`, with its lists.
RuleFiles NationalRulesOf(const std::vector<std::string_view>& names);
// Shipped rulesets by the names of their folders, with `more` beside them.
RuleFiles ShippedRules(const std::vector<std::string>& names, const RuleFiles& more = {});
// A ruleset of the national layer with one file of rules.
RuleFiles OneRuleset(const std::string& rules);
std::shared_ptr<const Snapshot> MakeSnapshot(const RuleFiles& files,
                                             const std::vector<TestTable>& tables = {});

// `lines: [...]` of a claim: lines apart by semicolons, each a code with its modifiers, units, days
// and whatever else, as `45380-59-RT x2 2024-05-10..2024-05-12 {charge_cents: 100}`.
std::string Lines(std::string_view text);
// `history: [...]`: the same behind each earlier claim's status, `paid 45380-59; denied 45378`. The
// claims are H1, H2 ...
std::string History(std::string_view text);
// A claim of Medicare's, professional, on 2024-05-10; `yaml` are its fields, in braces or not.
std::shared_ptr<const Claim> MakeClaim(std::string yaml);

// Findings in order, apart by `; `: rule, severity or `bypassed`, subject lines (or `claim`),
// related lines, in parentheses those suppressed; then the gaps: `NCCI.MUE? no_release 1`. Lines
// by their numbers, history as h1, h2 ...
std::string ToText(const Snapshot& snapshot, const Claim& claim, const Findings& findings);

class World {
 public:
  explicit World(const RuleFiles& files, const std::vector<TestTable>& tables = {})
      : snapshot_(MakeSnapshot(files, tables)) {}

  const Snapshot& snapshot() const { return *snapshot_; }
  // Good until the next call.
  const Findings& Evaluate(const Claim& claim, bool include_bypassed = false);
  std::string Run(const std::string& yaml, bool include_bypassed = false);
  // The claim's findings, each described.
  std::vector<FindingText> Describe(const std::string& yaml, bool include_bypassed = false);
  Verdict VerdictOf(const std::string& yaml) { return Evaluate(*MakeClaim(yaml)).verdict; }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Scratch scratch_;
  std::vector<std::shared_ptr<const Claim>> claims_;  // descriptions point into them
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_TESTING_H_
