// tests/oracle/naive_codes.h — what the tables say of a claim's procedure codes and diagnoses, and
// how edits that ask them report that they could not. Domain 6.1, R15, R16, R20. Tested by
// naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_CODES_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_CODES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {

// Null when the table is not loaded.
const FactTable* FindFacts(const World& world, std::string_view name);
// kUnknown too when the table is not loaded.
FactTable::Answer LookUpFacts(const World& world, std::string_view name, std::string_view key,
                              Date date);
// Why it could not say.
std::string WhyUnknown(const World& world, std::string_view name, Date date);

// R20: a table says that the line's code is none, or was not in force on its first day.
bool IsOutOfForce(const World& world, const ServiceLine& line);

struct NaiveDiagnosis {
  int number = 0;  // on the claim, from 1
  Code code;
  std::string text;  // of the code
  DiagnosisRole role = DiagnosisRole::kUnset;
  bool well_formed = false;
  bool first_listed = false;
  bool again = false;  // one before it has the same code
  Date date;           // R15
  FactTable::Answer listed, flags;
  bool billable = false;  // a complete code on its date
};
std::vector<NaiveDiagnosis> DiagnosesOf(const World& world);
// Those the line points to, in its order; pointers to nothing are left out.
std::vector<NaiveDiagnosis> PointedBy(const ServiceLine& line,
                                      const std::vector<NaiveDiagnosis>& diagnoses);
bool PointsTo(const ServiceLine& line, int number);
bool IsInpatient(const Claim& claim);
bool IsExternalCauseByRange(const NaiveDiagnosis& diagnosis);
bool HasFlag(const World& world, const NaiveDiagnosis& diagnosis, std::string_view flag);
// The first day of a row as it is told.
std::string FirstDayOf(const FactRow& row);
// `E11.9`
std::string Dotted(const std::string& code);

// The parameters of a built-in on a date, as of the claim.
std::vector<ParameterValue> ParametersOn(const World& world, BuiltinId builtin, Date date);
bool Has(const World& world, BuiltinId builtin);  // a ruleset uses it, and it may apply

using Facts = std::map<std::string, std::string>;
// A finding about lines, or with none about the claim. Null when the rule is not in force.
CanonicalFinding* AddFinding(const World& world, BuiltinId builtin, Date date,
                             const std::vector<LineRef>& lines, const Facts& facts,
                             Outcomes& outcomes);
// The same about a diagnosis; its number is among the facts.
CanonicalFinding* AddDiagnosis(const World& world, BuiltinId builtin,
                               const NaiveDiagnosis& diagnosis, const std::vector<LineRef>& lines,
                               Facts facts, Outcomes& outcomes);
// That a rule could not be evaluated, if it is asked at all.
void AddClaimGap(const World& world, BuiltinId builtin, const std::string& reason, Date date,
                 Outcomes& outcomes);
void AddLineGap(const World& world, BuiltinId builtin, const std::string& reason, LineRef line,
                Outcomes& outcomes);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_CODES_H_
