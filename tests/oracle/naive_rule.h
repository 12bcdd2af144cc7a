// tests/oracle/naive_rule.h — what the layers make of one rule for one subject: is it in force, how
// severe, with which parameters, is the subject exempt. Domain 12.1 and 12.2, one override after
// the other. Tested by naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_RULE_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_RULE_H_

#include <optional>
#include <vector>

#include "tests/oracle/canonical_result.h"
#include "tests/oracle/naive_condition.h"
#include "tests/oracle/naive_evaluator.h"

namespace scrubline::oracle {

// What a finding would be about.
struct Subject {
  int line = -1;          // the first subject line; -1: the claim
  Date date;              // the date of service in question
  Code column1, column2;  // of a PTP pair
};

struct Attributes {
  bool enabled = true;
  Severity severity = Severity::kInfo;
  bool exempt = false;  // an exemption holds for certain
};

// Index in `rules`; nullopt when no ruleset uses the built-in.
std::optional<int> RuleOf(const World& world, BuiltinId builtin);

// Whether the rule's ruleset is meant for this claim and subject, on its dates and the rule's own.
// Unknown: a date decides, and there is none.
Truth InScope(const World& world, int rule, const Subject& subject);

enum class NarrowOverrides { kIncluded, kLeftOut };
Attributes AttributesOf(const World& world, int rule, const Subject& subject,
                        NarrowOverrides narrow = NarrowOverrides::kIncluded);

// The parameters of a built-in's main rule, or of a YAML rule.
std::vector<ParameterValue> ParametersOf(const World& world, int rule, const Subject& subject);
// The YAML rule as the values of its parameters for this subject have it.
const ResolvedRule& RuleFor(const World& world, int rule, const Subject& subject);

// Whether a built-in edit has to be worked out for the claim at all: its main rule is in scope, and
// no layer switches it off for every line and date of the claim. Reading: with the main rule, the
// others of its algorithm are switched off too.
bool MayApply(const World& world, int rule);

// InScope and enabled, for reporting what could not be evaluated. Reading: what is said of single
// codes, pairs, people and places does not count here.
bool IsAsked(const World& world, int rule, const Subject& subject);
// On a day from `first` to `last`, of the claim's line: a layer may change its mind within a span.
bool IsAskedWithin(const World& world, int rule, int line, Date first, Date last);
// On a day of the line's service; a line without a date goes by its claim's.
bool IsAskedOfLine(const World& world, int rule, int line);

// The date of the claim where a rule about the claim, or an override of one, asks for the service
// date. Reading: the earliest from-date of its lines, else the statement's.
Date ClaimDate(const Claim& claim);

// The date R21 names: received, else submitted, else today.
Date ReceivedDate(const World& world);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_RULE_H_
