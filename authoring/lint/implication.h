// authoring/lint/implication.h — what one condition says of another, whatever the claim.
//
//   Implies(a, b)        // on every claim on which `a` is true, `b` is true
//   NeverTrue(a)         // `a` is true on no claim
//   AlwaysTrue(a)        // `a` is true on every claim
//
// Conditions have three values (resolved_ruleset.h), so a proof works with four statements about
// each: it is true, it is false, it is not true, it is not false. Connectives are taken apart
// branch by branch (a tableau); a branch is closed when what it says of one field, one number or
// one question about lines cannot be. What the procedure does not understand, patterns above all,
// is compared by its text alone.
//
// Sound, never complete: true is a proof; false may also mean that none was found, or that looking
// for one took too many branches (kMaxBranches). Conditions are all asked of one subject: a line,
// or a claim. Tested by implication_test.cc and, over random claims, by
// tests/oracle/implication_oracle_test.cc.
#ifndef SCRUBLINE_AUTHORING_LINT_IMPLICATION_H_
#define SCRUBLINE_AUTHORING_LINT_IMPLICATION_H_

#include <cstdint>
#include <span>

#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

inline constexpr int kMaxBranches = 2000;  // of one proof

struct Statement {
  enum class Sign : uint8_t { kTrue, kFalse, kNotTrue, kNotFalse };
  const Condition* condition;
  Sign sign;
};

// No claim makes all statements hold together.
bool Contradict(std::span<const Statement> statements);

bool NeverTrue(const Condition& condition);
bool AlwaysTrue(const Condition& condition);
bool Implies(const Condition& a, const Condition& b);
// `all: [kept, dropped]` has the value of `kept` alone on every claim, unknown included.
bool AddsNothingToAll(const Condition& kept, const Condition& dropped);
// The same of `any: [kept, dropped]`.
bool AddsNothingToAny(const Condition& kept, const Condition& dropped);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_LINT_IMPLICATION_H_
