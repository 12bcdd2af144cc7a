// authoring/mutation/mutation.h — would an example or test notice if a rule were a little
// different?
//
//   MutationReport report = MutateRules(snapshot, {.tests = more_tests, .jobs = 4});
//   for (const RuleMutation& rule : report.rules) ... rule.survivors[0].sentence
//
// Every YAML rule is changed in one place at a time (rule_mutants.h) and compiled alone; its own
// examples and the claim tests that look at it are run against the mutant, and it is killed when
// one of them fails. Who survives tells of a missing example. A survivor that provably means the
// same as the rule is not counted. Of a claim test, what it says of other rules is left out, and
// its verdict where it has findings of others. Built-in rules are counted and left out: their
// parameters are not changed.
// REQUIRES: all examples and tests pass. Deterministic, whatever `jobs` is. Cost: some tenths of a
// millisecond a mutant, about 30 mutants a rule. Tested by mutation_test.cc.
#ifndef SCRUBLINE_AUTHORING_MUTATION_MUTATION_H_
#define SCRUBLINE_AUTHORING_MUTATION_MUTATION_H_

#include <span>
#include <string>
#include <vector>

#include "authoring/mutation/rule_mutants.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

struct MutationOptions {
  std::string rule;                  // a rule or family; empty: all
  std::span<const ClaimTest> tests;  // beside those of the snapshot's rulesets
  int jobs = 1;                      // threads
};

struct Survivor {
  Position position;
  // "`units: {more_than: 1}` could say 2 in place of 1 without a test noticing; add ..."
  std::string sentence;
};

struct RuleMutation {
  std::string id;
  Position position;
  int mutants = 0;
  int killed = 0;
  ListCount lists;
  std::vector<Survivor> survivors;  // mutants - killed of them, in the order of the rule
};

struct MutationReport {
  std::vector<RuleMutation> rules;  // by id
  int builtin_rules = 0;            // left out

  int mutants() const;
  int killed() const;
  ListCount lists() const;
  double percent() const;  // killed of all; 100 when there are none
};

MutationReport MutateRules(const Snapshot& snapshot, const MutationOptions& options = {});

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_MUTATION_MUTATION_H_
