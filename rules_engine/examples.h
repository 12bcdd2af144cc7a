// rules_engine/examples.h — runs the examples of rules and the claim tests of *_test.yaml files
// through Evaluate: what `scrub test` prints, and what scrubd asks of new rulesets before it serves
// them.
//
//   ExampleReport report = RunExamples(*snapshot);
//   for (const ExampleFailure& failure : report.failures) std::cerr << failure.ToString();
//
// An example looks at its own rule alone: `fires` wants a fired finding of it, as an item or
// suppressed by another of the same cause; `bypassed` a bypassed one and none fired; `clear` that
// it was evaluated and found nothing; `not_evaluated` that it was not evaluated. `on` names the
// subject lines of all these findings. A claim test wants exactly the findings it lists, and every
// required rule evaluated that it does not list. Today is fixed: examples and tests give the same
// answer every day. Pure but for the time it takes; any number of threads may share the snapshot.
// Tested by examples_test.cc and tests/worked_examples/.
#ifndef SCRUBLINE_RULES_ENGINE_EXAMPLES_H_
#define SCRUBLINE_RULES_ENGINE_EXAMPLES_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/comparison.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// Which examples and tests to run; an empty text asks for nothing.
struct ExampleOptions {
  std::string filter;  // part of a rule's id or a test's name
  std::string rule;    // a rule or family: its examples, and the tests that name one of its rules
  std::string file;    // part of the path of the file they stand in
  std::span<const ClaimTest> more_tests;  // beside those of the snapshot's rulesets
  bool first_failure_only = false;        // stop at it, for those who only ask whether all pass
};

struct ExampleCase {
  Position position;
  std::string name;  // `example 2 of COMM.EM.25`, or the test's own name
};

struct ExampleFailure : ExampleCase {
  std::vector<ComparedRow> rows;  // what was compared, agreeing or not
  std::vector<int32_t> rules;     // those that did not do as expected, as in ResolvedRulesets
  std::shared_ptr<const Claim> claim;
  Date today;

  // The place with the name, then expected and found side by side.
  std::string ToString() const;
};

struct ExampleReport {
  int passed = 0;
  std::vector<ExampleCase> passes;       // in reading order
  std::vector<ExampleFailure> failures;  // in reading order
};

ExampleReport RunExamples(const Snapshot& snapshot, const ExampleOptions& options = {});

// What examples run on: the same rules, with the reference tables that `example_tables:` writes
// beside them in place of those loaded, so that examples say the same wherever they run. Must not
// outlive `snapshot`, which it may be itself.
std::shared_ptr<const Snapshot> SnapshotForExamples(const Snapshot& snapshot);

// True when `rule` is `id` itself or belongs to the family `id`, at any depth.
bool IsRuleOrFamily(std::string_view id, std::string_view rule);

// True when the test looks at this rule.
bool LooksAt(const ClaimTest& test, std::string_view rule);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXAMPLES_H_
