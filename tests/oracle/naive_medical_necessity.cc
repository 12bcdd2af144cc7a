// Domain 7.1 and 7.2: coverage policies, and the advance notices that go with them.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

enum Parameter { kKinds, kPointers, kExcludedModifiers, kNoticeModifiers };

// The groups of one policy about one code: alternatives.
struct Policy {
  std::string id, kind, states;
  std::vector<const FactRow*> groups;
};

struct Coverage {
  const World& world;
  const FactTable& table;
  std::vector<ParameterValue> parameters;
  std::vector<NaiveDiagnosis> diagnoses;

  const std::string& Get(const FactRow* row, std::string_view column) const {
    return table.Get(row, column);
  }

  // Reading: the newest release that has a policy speaks for it, its kind and its states are those
  // of its first group.
  std::vector<Policy> PoliciesOf(const ServiceLine& line) const {
    std::vector<Policy> policies;
    for (const FactRow* row : table.RowsOf(line.procedure_code.ToString())) {
      if (!row->dates.Contains(line.service_date)) continue;
      const std::string& id = Get(row, "policy");
      const auto known = std::find_if(policies.begin(), policies.end(),
                                      [&id](const Policy& policy) { return policy.id == id; });
      if (known == policies.end()) {
        policies.push_back({id, Get(row, "kind"), Get(row, "states"), {row}});
      } else if (known->groups.front()->release == row->release) {
        known->groups.push_back(row);
      }
    }
    std::erase_if(policies, [&](const Policy& policy) {
      return !parameters[kKinds].codes.Contains(Code::Parse(policy.kind).value());
    });
    return policies;
  }

  // Reading: the service was in the state of its facility, else of the billing provider.
  Truth HoldsHere(const Policy& policy) const {
    if (policy.states.empty()) return Truth::kTrue;
    const Claim& claim = world.claim;
    for (const ProviderIndex place : {claim.service_facility, claim.billing}) {
      const Provider* provider = claim.provider(place);
      if (provider == nullptr || provider->state.empty()) continue;
      return Lists(policy.states, provider->state.ToString()) ? Truth::kTrue : Truth::kFalse;
    }
    return Truth::kUnknown;
  }

  // The diagnoses a line is billed for. Institutional lines have no pointers: all of the claim's.
  std::vector<NaiveDiagnosis> Supporting(const ServiceLine& line) const {
    if (line.pointer_count == 0) return diagnoses;
    if (parameters[kPointers].choice == 0) return PointedBy(line, diagnoses);
    ServiceLine first = line;
    first.pointer_count = 1;
    return PointedBy(first, diagnoses);
  }

  bool AnyOf(const std::vector<NaiveDiagnosis>& list, const std::string& among) const {
    return std::any_of(list.begin(), list.end(),
                       [&](const NaiveDiagnosis& d) { return Lists(among, d.text); });
  }

  bool Passes(const ServiceLine& line, const FactRow* group) const {
    const std::vector<NaiveDiagnosis> supporting = Supporting(line);
    const std::string& covered = Get(group, "covered");
    if (!covered.empty() && !AnyOf(supporting, covered)) return false;
    if (AnyOf(supporting, Get(group, "denied"))) return false;
    const std::vector<std::string> secondary = ItemsOf(Get(group, "secondary"));
    const auto on_claim = [&](const std::string& code) { return AnyOf(diagnoses, code); };
    if (!secondary.empty() && !(Get(group, "secondary_all") == "yes"
                                    ? std::all_of(secondary.begin(), secondary.end(), on_claim)
                                    : std::any_of(secondary.begin(), secondary.end(), on_claim))) {
      return false;
    }
    const std::string& modifiers = Get(group, "modifiers");
    if (modifiers.empty()) return true;
    for (int i = 0; i < line.modifier_count; ++i) {
      const Code modifier = line.modifiers[static_cast<size_t>(i)];
      if (!modifier.empty() && Lists(modifiers, modifier.ToString())) return true;
    }
    return false;
  }

  // A diagnosis of the claim that the policy covers and the line does not point to.
  std::string CoveredElsewhere(const ServiceLine& line, const Policy& policy) const {
    if (line.pointer_count == 0) return "";
    for (const FactRow* group : policy.groups) {
      for (const NaiveDiagnosis& d : diagnoses) {
        if (Lists(Get(group, "covered"), d.text) && !PointsTo(line, d.number)) {
          return Dotted(d.text);
        }
      }
    }
    return "";
  }
};

// Advance notices of noncoverage are original Medicare's alone.
bool HasNotice(const World& world, const ServiceLine& line, const CodeSet& notices) {
  return world.claim.payer.line_of_business == LineOfBusiness::kMedicare && HasAny(line, notices);
}

void AddNotCovered(const Coverage& coverage, LineRef ref, const Policy& policy,
                   Outcomes& outcomes) {
  const World& world = coverage.world;
  const ServiceLine line = *CountedLine(world, world.claim.service_lines[static_cast<size_t>(ref)]);
  std::string listed;
  std::vector<Code> named;  // each once
  for (const NaiveDiagnosis& d :
       line.pointer_count == 0 ? coverage.diagnoses : PointedBy(line, coverage.diagnoses)) {
    if (std::find(named.begin(), named.end(), d.code) != named.end()) continue;
    named.push_back(d.code);
    listed += (listed.empty() ? "" : ", ") + Dotted(d.text);
  }
  Facts facts = {{"policy", policy.id},
                 {"kind", policy.kind},
                 {"diagnoses", listed.empty() ? "none" : listed}};
  const std::string covered = coverage.CoveredElsewhere(line, policy);
  if (!covered.empty()) facts["covered"] = covered;
  CanonicalFinding* finding =
      AddFinding(world, BuiltinId::kMedicalNecessity, line.service_date, {ref}, facts, outcomes);
  if (finding == nullptr) return;
  if (HasNotice(world, line, coverage.parameters[kNoticeModifiers].codes)) {
    finding->severity = Severity::kInfo;  // the patient is liable
  }
  finding->pointed = named;
}

void JudgeLine(const Coverage& coverage, LineRef ref, Outcomes& outcomes) {
  const World& world = coverage.world;
  const ServiceLine line = *CountedLine(world, world.claim.service_lines[static_cast<size_t>(ref)]);
  bool exposed = false;  // a denial may be expected
  for (const Policy& policy : coverage.PoliciesOf(line)) {
    const Truth here = coverage.HoldsHere(policy);
    if (here == Truth::kFalse) continue;
    const bool no_pointers =
        world.claim.type == ClaimType::kProfessional && line.pointer_count == 0;
    if (here == Truth::kUnknown || no_pointers) {
      AddLineGap(world, BuiltinId::kMedicalNecessity, "missing_field", ref, outcomes);
      exposed = true;
    } else if (std::none_of(policy.groups.begin(), policy.groups.end(),
                            [&](const FactRow* group) { return coverage.Passes(line, group); })) {
      AddNotCovered(coverage, ref, policy, outcomes);
      exposed = true;
    }
  }
  if (exposed || !HasNotice(world, line, coverage.parameters[kNoticeModifiers].codes) ||
      !Has(world, BuiltinId::kNoticeUnneeded)) {
    return;
  }
  const CodeSet limited =
      ParametersOn(world, BuiltinId::kNoticeUnneeded, line.service_date)[0].codes;
  if (!limited.Contains(line.procedure_code)) {
    AddFinding(world, BuiltinId::kNoticeUnneeded, line.service_date, {ref}, {}, outcomes);
  }
}

// A notice on a line that PTP or MUE denies.
void JudgeNotices(const World& world, const CodeSet& notices, Outcomes& outcomes) {
  std::set<LineRef> denied;
  for (const CanonicalFinding& finding : outcomes.findings) {
    const bool ncci = finding.rule == "NCCI.PTP" || finding.rule == "NCCI.MUE";
    if (ncci && finding.outcome == Outcome::kFired && IsBlocking(finding.severity)) {
      denied.insert(finding.lines.begin(), finding.lines.end());
    }
  }
  for (const LineRef ref : denied) {
    const ServiceLine line =
        *CountedLine(world, world.claim.service_lines[static_cast<size_t>(ref)]);
    if (HasNotice(world, line, notices)) {
      AddFinding(world, BuiltinId::kNoticeForNcci, line.service_date, {ref}, {}, outcomes);
    }
  }
}

}  // namespace

void EvaluateMedicalNecessity(const World& world, Outcomes& outcomes) {
  if (!Has(world, BuiltinId::kMedicalNecessity)) return;
  const Date first = FirstServiceDate(world.claim);
  const std::vector<ParameterValue> parameters =
      ParametersOn(world, BuiltinId::kMedicalNecessity, first);
  JudgeNotices(world, parameters[kNoticeModifiers].codes, outcomes);
  const FactTable* table = FindFacts(world, "coverage_policies");
  if (table == nullptr) {
    return AddClaimGap(world, BuiltinId::kMedicalNecessity, "missing_table", first, outcomes);
  }
  const Coverage coverage{world, *table, parameters, DiagnosesOf(world)};
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    const ServiceLine line = *CountedLine(world, world.claim.service_lines[i]);
    if (line.procedure_code.empty() || !line.service_date.has_value()) continue;
    if (IsOutOfForce(world, line) || HasAny(line, parameters[kExcludedModifiers].codes)) continue;
    JudgeLine(coverage, static_cast<LineRef>(i), outcomes);
  }
}

}  // namespace scrubline::oracle
