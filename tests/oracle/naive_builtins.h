// tests/oracle/naive_builtins.h — the built-in edits, each read out of its section of domain.md.
//
// Each appends what it finds to `findings`, unsuppressed and unsorted, and what it could not look
// at to `gaps`. Root causes are settled by NaiveEvaluate afterwards. Tested by
// naive_evaluator_test.cc.
#ifndef SCRUBLINE_TESTS_ORACLE_NAIVE_BUILTINS_H_
#define SCRUBLINE_TESTS_ORACLE_NAIVE_BUILTINS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/naive_lines.h"
#include "tests/oracle/naive_rule.h"

namespace scrubline::oracle {

struct Outcomes {
  std::vector<CanonicalFinding> findings;
  std::set<CanonicalGap> gaps;
};

void EvaluatePtp(const World& world, Outcomes& outcomes);
void EvaluateMue(const World& world, Outcomes& outcomes);
// Reads the PTP and MUE findings already there: a primary they deny is at risk.
void EvaluateAddOns(const World& world, Outcomes& outcomes);
void EvaluateNpis(const World& world, Outcomes& outcomes);
void EvaluateTimedUnits(const World& world, Outcomes& outcomes);
void EvaluateUnits(const World& world, Outcomes& outcomes);
void EvaluateInfusions(const World& world, Outcomes& outcomes);
void EvaluateImmunizations(const World& world, Outcomes& outcomes);
void EvaluateModifiers(const World& world, Outcomes& outcomes);
void EvaluateProviders(const World& world, Outcomes& outcomes);
void EvaluateDrugUnits(const World& world, Outcomes& outcomes);
void EvaluateGlobalSurgery(const World& world, Outcomes& outcomes);
void EvaluateCodeValidity(const World& world, Outcomes& outcomes);
void EvaluateDiagnosisCodes(const World& world, Outcomes& outcomes);
void EvaluateDiagnosisOrder(const World& world, Outcomes& outcomes);
void EvaluateDiagnosisPatient(const World& world, Outcomes& outcomes);
void EvaluateDiagnosisNotes(const World& world, Outcomes& outcomes);
void EvaluateLaterality(const World& world, Outcomes& outcomes);
// Reads the PTP and MUE findings already there: a notice is not valid for what they deny.
void EvaluateMedicalNecessity(const World& world, Outcomes& outcomes);
void EvaluateDuplicates(const World& world, Outcomes& outcomes);
void EvaluateTimelyFiling(const World& world, Outcomes& outcomes);
void EvaluateAuthorizations(const World& world, Outcomes& outcomes);
void EvaluateCharges(const World& world, Outcomes& outcomes);

// Of its form, with the right check digit.
bool IsSoundNpi(std::string_view npi);

// What explains a finding, of those that nothing else explains (12.3); null: nothing.
using FindCause = CanonicalFinding* (*)(const CanonicalFinding& finding,
                                        std::vector<CanonicalFinding>& findings,
                                        const World& world);
// A code that says nothing; a diagnosis that is none; a manifestation in the wrong place; a side
// left open.
CanonicalFinding* CodeCause(const CanonicalFinding& finding,
                            std::vector<CanonicalFinding>& findings, const World& world);
CanonicalFinding* DiagnosisCause(const CanonicalFinding& finding,
                                 std::vector<CanonicalFinding>& findings, const World& world);
CanonicalFinding* ManifestationCause(const CanonicalFinding& finding,
                                     std::vector<CanonicalFinding>& findings, const World& world);
CanonicalFinding* SideCause(const CanonicalFinding& finding,
                            std::vector<CanonicalFinding>& findings, const World& world);
// A notice that is not valid is not one too many as well; a pointer to nothing.
CanonicalFinding* NoticeCause(const CanonicalFinding& finding,
                              std::vector<CanonicalFinding>& findings, const World& world);
CanonicalFinding* PointerCause(const CanonicalFinding& finding,
                               std::vector<CanonicalFinding>& findings, const World& world);

// The finding of a built-in rule, unless the rule is not in force for the subject. Its outcome is
// BYPASSED when an exemption holds.
std::optional<CanonicalFinding> MakeFinding(const World& world, BuiltinId builtin,
                                            const Subject& subject, std::set<CanonicalGap>& gaps);

// The same about lines, added to `outcomes`; null where there is none.
CanonicalFinding* AddFinding(const World& world, BuiltinId builtin, const Subject& subject,
                             const std::vector<LineRef>& lines, const std::vector<LineRef>& related,
                             const std::map<std::string, std::string>& facts, Outcomes& outcomes);

// What keeps a rule from the claim, where the rule may be asked of it.
void AddClaimGap(const World& world, BuiltinId builtin, const std::string& reason,
                 Outcomes& outcomes);

// Of a built-in's algorithm, on the day of the claim.
std::vector<ParameterValue> ParametersOf(const World& world, BuiltinId builtin);

// Current lines without a date, and without a code on a professional claim, where every service has
// one: the edits cannot be evaluated on them, whatever the setting.
void ReportUnreadableLines(const World& world, int rule, const CodeSet& excluded,
                           std::set<CanonicalGap>& gaps);

// What keeps an edit from every line that has a code and a date.
void ReportWholeClaim(const World& world, int rule, const std::string& reason,
                      std::set<CanonicalGap>& gaps);

// Which published table answers a claim: its own name for Medicaid where loaded, else Medicare's
// with `fallback` (1.2, R2).
struct TableChoice {
  std::string name;
  bool fallback = false;
};
template <typename Tables>
TableChoice ChooseTable(const World& world, const Tables& tables, const std::string& name) {
  if (world.claim.payer.line_of_business != LineOfBusiness::kMedicaid) return {name};
  const bool own = tables.count("medicaid_" + name) != 0;
  return {own ? "medicaid_" + name : name, !own};
}

// The fee schedule's row for a line: that of the component that its modifiers name, else the
// code's own (4.3). Null: none on that day.
const OwnRow* FeeScheduleRow(const OwnTable& mpfs, const ServiceLine& line, Date date);
// Why it cannot say: `missing_table`, `no_release`; empty where it can.
std::string FeeScheduleGap(const World& world, const ServiceLine& line, Date date);

// No more severe than WARN.
Severity AtMostWarn(Severity severity);

}  // namespace scrubline::oracle

#endif  // SCRUBLINE_TESTS_ORACLE_NAIVE_BUILTINS_H_
