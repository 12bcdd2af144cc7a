// tests/oracle/naive_query.h — questions about other items than the one in hand: another line, the
// patient's history, the records of the claim. Tested by naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_QUERY_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_QUERY_H_

#include "tests/oracle/naive_condition.h"

namespace scrubline::oracle {

// REQUIRES: IsQuery(query.kind).
Truth HoldsQuery(const World& world, const Condition& query, Standpoint at);

// `date` with an offset added; months are those of the calendar, and a day that the month lacks is
// its last.
Date Shifted(Date date, const DateOffset& offset);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_QUERY_H_
