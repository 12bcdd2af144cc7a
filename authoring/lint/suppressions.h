// authoring/lint/suppressions.h — comments by which an author accepts a finding.
//
//   # scrub-lint: allow missing-url the bulletin came by letter
//   - id: ACME.LETTER
//
// A comment speaks of its own line when it stands behind something, else of the next line that is
// no comment. It names one lint, or several with commas between, and gives the reason. Tested by
// lint_test.cc.
#ifndef SCRUBLINE_AUTHORING_LINT_SUPPRESSIONS_H_
#define SCRUBLINE_AUTHORING_LINT_SUPPRESSIONS_H_

#include <string>
#include <vector>

#include "authoring/lint/lint.h"
#include "rules_engine/parse/node.h"

namespace scrubline {

struct Suppression {
  Position position;   // of the comment
  int line = 0;        // it speaks of
  std::string lint;    // as written
  std::string reason;  // may be empty: then it accepts nothing
  bool used = false;
};

std::vector<Suppression> ReadSuppressions(const SourceFile& source);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_SUPPRESSIONS_H_
