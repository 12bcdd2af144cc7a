// tests/oracle/naive_condition.h — conditions, three-valued, by recursion (resolved_ruleset.h has
// their meaning). Tested by naive_evaluator_test.cc.
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

// Where a condition is asked: of the claim, or of one item of one of its lists.
struct Standpoint {
  Item of = Item::kClaim;
  int index = 0;
};
// Of a service line; of the claim when `line` is -1.
Standpoint OfLine(int line);

Truth Holds(const World& world, const Condition& condition, Standpoint at);
inline Truth Holds(const World& world, const Condition& condition, int line) {
  return Holds(world, condition, OfLine(line));
}

// The items that a query asked at `at` takes in, or may: those which satisfy its condition and
// everything that relates them to the subject. Lines come first, history after them.
struct Partner {
  Standpoint item;
  Truth truth;  // never kFalse
};
std::vector<Partner> Partners(const World& world, const Condition& query, Standpoint at);

// The line that a message speaks of as `with_line` or `with_history`: the first line, or of history
// the one of the latest date, for certain. Nullopt: none.
std::optional<LineRef> PartnerNamed(const World& world, const Condition& query, Standpoint at);

// The days a line occupies: the from-date alone when the span is reversed (R14). Empty interval
// (last before first) without a date.
DateInterval SpanOf(const ServiceLine& line);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_CONDITION_H_
