// tests/oracle/naive_condition.h — conditions, three-valued, by recursion (resolved_ruleset.h has
// their meaning). Queries over lines only, related by `same` alone. Tested by
// naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_CONDITION_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_CONDITION_H_

#include <vector>

#include "rules_engine/resolve/resolved_ruleset.h"
#include "tests/oracle/naive_evaluator.h"

namespace scrubline::oracle {

// In Kleene's order: false < unknown < true, so that `all` is the least and `any` the greatest.
enum class Truth { kFalse, kUnknown, kTrue };

Truth And(Truth a, Truth b);
Truth Or(Truth a, Truth b);
Truth Not(Truth a);

// `line`: an index in service_lines, or -1 in a rule about the claim.
Truth Holds(const World& world, const Condition& condition, int line);

// The lines that `same` relates to `line` and on which the condition holds, or may: what
// `with_line` asks. With line -1, all lines.
struct Partner {
  int line;
  Truth truth;  // never kFalse
};
std::vector<Partner> Partners(const World& world, const Condition& condition,
                              const std::vector<SameKey>& same, int line);

// The days a line occupies: the from-date alone when the span is reversed (R14). Empty interval
// (last before first) without a date.
DateInterval SpanOf(const ServiceLine& line);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_CONDITION_H_
