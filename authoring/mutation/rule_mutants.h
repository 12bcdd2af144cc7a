// authoring/mutation/rule_mutants.h — a rule changed in one place, in every way that an author
// might have got it wrong.
//
//   const ListCount lists = ForEachMutant(rule, [&](const Mutant& mutant) {
//     ...  mutant.rule, mutant.position, mutant.change: "`units: {more_than: 1}` could say 2 ..."
//   });
//
// A condition is left out or turned into its opposite; `all` and `any` are exchanged; a list loses
// an entry or gains one; a number or date, that of a window of dates too, moves by one of its last
// digit; a `same` or `differ` key, a window of dates, an exception, a question about other lines is
// left out; the severity moves by a step. The rule seen by `visit` is changed back afterwards.
// Built-in rules have no mutants. Tested by rule_mutants_test.cc.
#ifndef SCRUBLINE_AUTHORING_MUTATION_RULE_MUTANTS_H_
#define SCRUBLINE_AUTHORING_MUTATION_RULE_MUTANTS_H_

#include <cstddef>
#include <functional>
#include <string>

#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// Entries of one list that are left out in turn; of longer lists a sample.
inline constexpr size_t kMaxListEntries = 4;

struct Mutant {
  const ResolvedRule& rule;
  Position position;
  std::string change;  // what could be otherwise, as the first half of a sentence
  std::string remedy;  // the example that would notice
};

struct ListCount {
  size_t entries = 0;
  size_t tried = 0;
};

ListCount ForEachMutant(const ResolvedRule& rule, const std::function<void(const Mutant&)>& visit);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_MUTATION_RULE_MUTANTS_H_
