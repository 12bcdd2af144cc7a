// authoring/mutation/code_set_mutants.h — a list of codes, changed by one entry.
//
//   for (const CodeSetMutant& mutant : CodeSetMutants(office_visits, 8)) ...
//   // without 99202, without 99215, ..., with 99216
//
// A single code or prefix may be lost whole, a range its first or last code; one code just past the
// list may be gained. Of a list with more losses than `most` the first and last entries are tried
// and a sample of the rest, the same in every run. A change that is none (the code is in the list
// twice over) is left out. Cost: one copy of the set a mutant. Tested by code_set_mutants_test.cc.
#ifndef SCRUBLINE_AUTHORING_MUTATION_CODE_SET_MUTANTS_H_
#define SCRUBLINE_AUTHORING_MUTATION_CODE_SET_MUTANTS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "rules_engine/code_set.h"

namespace scrubline {

struct CodeSetMutant {
  CodeSet codes;
  std::string code;  // lost or gained: a code, or a prefix as `J9*`
  bool gained = false;
};

struct CodeSetMutants {
  std::vector<CodeSetMutant> mutants;
  size_t losses = 0;  // that there are, tried or not
  size_t tried = 0;
};

CodeSetMutants MutateCodeSet(const CodeSet& codes, size_t most);

// Which of `count` entries to try: all, or `most` of them, the first and the last among them.
// Ascending. REQUIRES: most >= 2.
std::vector<size_t> SampleEntries(size_t count, size_t most);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_MUTATION_CODE_SET_MUTANTS_H_
