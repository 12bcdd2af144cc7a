// rules_engine/evaluate/evaluator.h — finds the rules a claim breaks.
//
//   std::shared_ptr<const Snapshot> snapshot = holder.Get();     // once per request
//   Scratch scratch;                                             // one per thread, reused across
//   claims const Findings& findings = Evaluate(*snapshot, claim, {.today = today}, scratch);   //
//   valid until the next Evaluate
//
// Evaluate is a pure function of (snapshot, claim, options): no clock, no files, no globals. It
// cannot fail: what can be wrong with a rule was reported as a Diagnostic when the snapshot was
// built, and what a claim lacks comes out as not evaluated. Threads: any number may share a
// Snapshot; a Scratch belongs to one thread at a time and may be used with one snapshot after
// another. Cost: one pass to index the claim, one look-up per pair of its lines, then only the
// rules whose codes occur on it; no allocation once the Scratch has grown to the size of the claims
// it meets. Order of findings: severity, claim before line, line order, rule id, then related lines
// (domain 12.4). Text is made by evaluate/describe.h. Tested by evaluator_test.cc,
// builtin_*_test.cc and, against an independent slow evaluator, by tests/oracle/.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATOR_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATOR_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/date.h"
#include "rules_engine/finding.h"

namespace scrubline {

class Snapshot;

struct EvaluateOptions {
  Date today;  // for rules that compare with today (R21); REQUIRED
  bool include_bypassed =
      false;  // findings whose exception applied are listed too, with outcome BYPASSED
};

// A line of the claim or of its history: history lines are counted after the claim's own, `~i` for
// history[i].
using LineRef = int32_t;
constexpr bool IsHistory(LineRef ref) { return ref < 0; }

// A run of LineRefs in Findings::line_refs.
struct LineRun {
  uint32_t begin = 0;
  uint32_t count = 0;
};

// Why a rule could not be evaluated. `argument` is in Gap.
enum class GapReason : uint8_t {
  kMissingField,  // argument: the field's place in AllFields()
  kMissingTable,  // argument: a TableSlot (compile/program.h)
  kSampleTable,  // argument: a TableSlot; the table is a sample that does not cover a code of these
                 // lines
  kNoRelease,    // argument: a TableSlot; no release of it covers the date of service
  kTypeOfBill,   // the type of bill selects no table (R8)
  kClaimType,    // the claim says neither professional nor institutional
  kServiceDate,  // a line has no service date that can be read
  kUnits,        // a line has no units that can be read
  kUnreadable,   // argument: the index in Claim::unreadable
  kProcedureCode,  // a line has no procedure code that can be read
  kHistory,        // the claim comes without the patient's history
  kUnlistedCode,   // argument: a TableSlot; the table does not have these codes, which proves
                   // nothing
};

struct Finding {
  int32_t rule = 0;  // index in ResolvedRulesets::rules
  Severity severity = Severity::kInfo;
  Outcome outcome = Outcome::kFired;
  Layer layer = Layer::kNational;  // the highest layer that decided an attribute of it
  uint8_t variant = 0;             // of the built-in's message, or of the YAML rule
  LineRun lines;                   // subject lines, in claim order; none: the claim
  LineRun related;
  int32_t next_also = -1;  // index in Findings::also of the first finding suppressed by this one
  // What the rule saw, meaning by algorithm (builtin_*.cc); for a YAML rule the line that
  // `with_line` found in [0] and the history line that `with_history` found in [1], or -1.
  std::array<int32_t, 6> payload{};
};

struct Gap {
  int32_t rule =
      0;  // index in ResolvedRulesets::rules; -1: a value of the claim that could not be read
  GapReason reason = GapReason::kMissingField;
  int32_t argument = 0;
  LineRun lines;  // none: the claim
};

struct Findings {
  Verdict verdict = Verdict::kClean;
  std::vector<Finding> items;  // sorted
  std::vector<Finding>
      also;  // suppressed by an item of the same cause; linked from Finding::next_also
  std::vector<Gap> not_evaluated;  // sorted by rule id, then line
  std::vector<LineRef> line_refs;
  int64_t charge_at_risk_cents =
      0;  // charges of lines with a blocking finding; the total for a blocking claim finding

  std::span<const LineRef> Lines(LineRun run) const {
    return {line_refs.data() + run.begin, run.count};
  }
};

// Memory of one evaluating thread.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

const Findings& Evaluate(const Snapshot& snapshot, const Claim& claim,
                         const EvaluateOptions& options, Scratch& scratch);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_EVALUATOR_H_
