// tests/oracle/canonical_result.h — what a claim's evaluation came to, in a form that two
// evaluators with nothing else in common can both produce: rule ids, lines, and the facts a finding
// rests on, all as text.
//
//   EXPECT_EQ(ToText(NaiveEvaluate(...)), ToText(EngineResult(...)));
//
// Lines are LineRefs (~i: history[i]). Findings stand in the contract's order; `also` is what each
// has suppressed. Tested by naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_CANONICAL_RESULT_H_
#define SCRUBLINE_TESTS_ORACLE_CANONICAL_RESULT_H_

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/finding.h"

namespace scrubline::oracle {

struct CanonicalFinding {
  std::string rule;
  Severity severity = Severity::kInfo;
  Outcome outcome = Outcome::kFired;
  std::vector<LineRef> lines;
  std::vector<LineRef> related;
  std::map<std::string, std::string> facts;
  std::vector<CanonicalFinding> also;
  // The oracle's own, by which it settles root causes.
  std::vector<Code> diagnoses;    // it is about, the one with the mistake first
  std::vector<Code> pointed;      // by the line of a coverage finding
  bool unspecified_side = false;  // of a MOD.LATERALITY finding
};

// A rule that could not be evaluated on a line; kWholeClaim: on the claim.
struct CanonicalGap {
  std::string rule;
  std::string reason;  // `missing_table`, `service_date` ...
  LineRef line = 0;
  friend auto operator<=>(const CanonicalGap&, const CanonicalGap&) = default;
};
inline constexpr LineRef kWholeClaim = 1 << 30;

struct CanonicalResult {
  Verdict verdict = Verdict::kClean;
  std::vector<CanonicalFinding> findings;
  std::set<CanonicalGap> not_evaluated;
  int64_t charge_at_risk_cents = 0;
};

// Severity, claim before line, line order, rule id, related lines (3-contract.md).
bool ComesBefore(const CanonicalFinding& a, const CanonicalFinding& b);
void SortFindings(std::vector<CanonicalFinding>& findings);

std::string ToText(const CanonicalFinding& finding);
std::string ToText(const CanonicalResult& result);

// The claim, a line of text for each of its parts: enough to write the case down as a test.
std::string ToText(const Claim& claim);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_CANONICAL_RESULT_H_
