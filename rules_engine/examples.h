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

#include <span>
#include <string>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct ExampleOptions {
  std::string filter;                     // part of a rule's id or a test's name; empty: all
  std::span<const ClaimTest> more_tests;  // beside those of the snapshot's rulesets
};

struct ExampleFailure {
  Position position;
  std::string name;      // `example 2 of COMM.EM.25`, or the test's own name
  std::string expected;  // one line
  std::string found;     // one line

  // Three lines: the place with the name, then what was expected and what was found.
  std::string ToString() const;
};

struct ExampleReport {
  int passed = 0;
  std::vector<ExampleFailure> failures;  // in reading order
};

ExampleReport RunExamples(const Snapshot& snapshot, const ExampleOptions& options = {});

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EXAMPLES_H_
