// Medical necessity by coverage policies (domain 7.1) and the notices that go with it (7.2): every
// policy about a line's code must find its diagnoses among those it covers. Groups of one policy
// are alternatives. It runs after PTP and MUE, for which an advance notice is not valid. Tested by
// builtin_medical_necessity_test.cc.
#include "rules_engine/evaluate/builtin_medical_necessity.h"

#include <algorithm>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

constexpr ReferenceId kTable = ReferenceId::kCoveragePolicies;

// Advance notices of noncoverage are original Medicare's alone.
bool TakesNotices(const Claim& claim) {
  return claim.payer.line_of_business == LineOfBusiness::kMedicare;
}

class MedicalNecessity {
 public:
  MedicalNecessity(Evaluation& evaluation, const BuiltinParameters& parameters,
                   const ReferenceTable& policies)
      : e_(evaluation),
        parameters_(parameters),
        rule_(e_.ActiveRule(BuiltinId::kMedicalNecessity)),
        policies_(policies),
        notices_(parameters.modifier_set(medical_necessity::kNoticeModifiers)),
        takes_notices_(TakesNotices(e_.claim)) {}

  void Check(const PreparedLine& line) {
    const KeyId key = e_.program.codes.KeyOf(*line.entry, kTable);
    bool exposed = false;
    if (key == 0) {
      const bool known = policies_.covers(TableKey::Of(line.code()));
      if (!known) e_.AddTableGap(rule_, kTable, line, line.from);
      exposed = !known;
    } else {
      exposed = CheckPolicies(line, key);
    }
    if (!exposed && takes_notices_ && notices_.ContainsAny(*line.line)) AddUnneeded(line);
  }

 private:
  // Whether one of the policies is not met, or cannot be asked.
  bool CheckPolicies(const PreparedLine& line, KeyId key) {
    const ReferenceTable::Rows rows = policies_.RowsOf(key);
    bool exposed = false;
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (!IsInForce(row, line.from) || !IsFirstOfPolicy(rows.begin, row, line.from)) continue;
      if (!parameters_.codes(medical_necessity::kKinds)
               .Contains(policies_.CodeAt(row, coverage_policies::kKind)))
        continue;
      const Truth holds = HoldsHere(row);
      if (holds == Truth::kFalse) continue;
      if (holds == Truth::kUnknown) {
        AddMissing(line, *FindField("billing.state", Item::kClaim));
        exposed = true;
      } else if (e_.is_professional() && line.line->pointer_count == 0) {
        AddMissing(line, FieldOf(FieldId::kPointedDiagnoses, Item::kLine));
        exposed = true;
      } else if (!Passes(line, rows, row)) {
        AddNotCovered(line, rows, row);
        exposed = true;
      }
    }
    return exposed;
  }

  bool IsInForce(RowId row, Date date) const { return policies_.dates(row).Contains(date); }
  std::string_view PolicyOf(RowId row) const {
    return policies_.TextAt(row, coverage_policies::kPolicy);
  }
  bool IsOfPolicy(RowId row, RowId policy, Date date) const {
    return IsInForce(row, date) && policies_.release(row) == policies_.release(policy) &&
           PolicyOf(row) == PolicyOf(policy);
  }
  // The newest release that has a policy speaks for it; of its rows the first stands for all.
  bool IsFirstOfPolicy(RowId begin, RowId row, Date date) const {
    for (RowId before = begin; before != row; ++before) {
      if (IsInForce(before, date) && PolicyOf(before) == PolicyOf(row)) return false;
    }
    return true;
  }

  // Whether the policy is one of the state where the service was.
  Truth HoldsHere(RowId row) const {
    const auto states = policies_.CodesAt(row, coverage_policies::kStates);
    if (states.empty()) return Truth::kTrue;
    const Provider* facility = e_.claim.provider(e_.claim.service_facility);
    const Provider* billing = e_.claim.provider(e_.claim.billing);
    Code state = facility == nullptr ? Code() : facility->state;
    if (state.empty() && billing != nullptr) state = billing->state;
    if (state.empty()) return Truth::kUnknown;
    return Contains(states, TableKey::Of(state)) ? Truth::kTrue : Truth::kFalse;
  }

  // Whether one of the policy's groups is met. REQUIRES: `policy` is the first of its rows.
  bool Passes(const PreparedLine& line, ReferenceTable::Rows rows, RowId policy) const {
    for (RowId row = policy; row != rows.end; ++row) {
      if (!IsOfPolicy(row, policy, line.from)) continue;
      if (HasCoveredDiagnosis(line, row) && HasSecondary(row) && HasModifier(line, row))
        return true;
    }
    return false;
  }

  // Visits the diagnoses the line is billed for until `test` is true of one. Institutional lines
  // have no pointers: all of the claim's count.
  template <typename Test>
  bool AnyDiagnosis(const PreparedLine& line, const Test& test) const {
    const std::span<const PreparedDiagnosis> all = e_.Diagnoses();
    if (line.line->pointer_count == 0) return std::any_of(all.begin(), all.end(), test);
    const bool first_only =
        parameters_.choice(medical_necessity::kPointers) == medical_necessity::kFirstOnly;
    const size_t count = first_only ? 1 : line.line->pointer_count;
    for (size_t i = 0; i < count; ++i) {
      const size_t pointer = line.line->diagnosis_pointers[i];
      if (pointer > 0 && pointer <= all.size() && test(all[pointer - 1])) return true;
    }
    return false;
  }

  bool HasCoveredDiagnosis(const PreparedLine& line, RowId row) const {
    const auto covered = policies_.CodesAt(row, coverage_policies::kCovered);
    const auto denied = policies_.CodesAt(row, coverage_policies::kDenied);
    const auto among = [](std::span<const KeyRange> ranges) {
      return
          [ranges](const PreparedDiagnosis& d) { return Contains(ranges, TableKey::Of(d.code)); };
    };
    return (covered.empty() || AnyDiagnosis(line, among(covered))) &&
           (denied.empty() || !AnyDiagnosis(line, among(denied)));
  }

  bool HasSecondary(RowId row) const {
    const auto secondary = policies_.CodesAt(row, coverage_policies::kSecondary);
    if (secondary.empty()) return true;
    const auto on_claim = [this](const KeyRange& range) {
      return std::any_of(
          e_.claim.diagnoses.begin(), e_.claim.diagnoses.end(),
          [&range](const Diagnosis& d) { return range.Contains(TableKey::Of(d.code)); });
    };
    return policies_.FlagAt(row, coverage_policies::kSecondaryAll)
               ? std::all_of(secondary.begin(), secondary.end(), on_claim)
               : std::any_of(secondary.begin(), secondary.end(), on_claim);
  }

  bool HasModifier(const PreparedLine& line, RowId row) const {
    const auto modifiers = policies_.CodesAt(row, coverage_policies::kModifiers);
    if (modifiers.empty()) return true;
    for (size_t i = 0; i < line.line->modifier_count; ++i) {
      if (Contains(modifiers, TableKey::Of(line.line->modifiers[i]))) return true;
    }
    return false;
  }

  void AddNotCovered(const PreparedLine& line, ReferenceTable::Rows rows, RowId policy) {
    int32_t covered = -1;
    bool modifier_missing = false;
    for (RowId row = policy; row != rows.end; ++row) {
      if (!IsOfPolicy(row, policy, line.from)) continue;
      modifier_missing |=
          HasCoveredDiagnosis(line, row) && HasSecondary(row) && !HasModifier(line, row);
      const auto ranges = policies_.CodesAt(row, coverage_policies::kCovered);
      for (size_t i = 0;
           covered < 0 && line.line->pointer_count > 0 && i < e_.claim.diagnoses.size(); ++i) {
        const TableKey key = TableKey::Of(e_.claim.diagnoses[i].code);
        if (Contains(ranges, key) && !PointsTo(line, i)) covered = static_cast<int32_t>(i);
      }
    }
    const bool notice = takes_notices_ && notices_.ContainsAny(*line.line);
    Report report;
    report.builtin = BuiltinId::kMedicalNecessity;
    if (notice) {
      report.variant = static_cast<uint8_t>(medical_necessity::kPatientLiable);
      report.at_most = Severity::kInfo;
    }
    report.payload = {static_cast<int32_t>(policy), covered, modifier_missing ? 1 : 0};
    AddAbout(line, report);
  }

  static bool PointsTo(const PreparedLine& line, size_t diagnosis) {
    const auto end = line.line->diagnosis_pointers.begin() + line.line->pointer_count;
    return std::find(line.line->diagnosis_pointers.begin(), end, diagnosis + 1) != end;
  }

  // A notice where nothing is expected to be denied.
  void AddUnneeded(const PreparedLine& line) {
    if (e_.ActiveRule(BuiltinId::kNoticeUnneeded) < 0) return;
    const CodeSet& limited = e_.Parameters(BuiltinId::kNoticeUnneeded, line.from)
                                 .codes(notice_unneeded::kLimitedServices);
    if (limited.Contains(line.code())) return;
    Report report;
    report.builtin = BuiltinId::kNoticeUnneeded;
    AddAbout(line, report);
  }

  void AddAbout(const PreparedLine& line, Report report) {
    const LineRef subject = line.ref;
    report.date = line.from;
    report.key.code = line.code();
    report.lines = std::span(&subject, 1);
    e_.Add(report);
  }

  void AddMissing(const PreparedLine& line, const Field& field) {
    e_.AddLineGap(rule_, GapReason::kMissingField,
                  static_cast<int32_t>(&field - AllFields().data()), line);
  }

  Evaluation& e_;
  const BuiltinParameters& parameters_;
  const int32_t rule_;
  const ReferenceTable& policies_;
  const ModifierSet& notices_;
  const bool takes_notices_;
};

// A notice on a line that PTP or MUE denies: the patient cannot be charged for those.
void CheckNotices(Evaluation& e, const ModifierSet& notices) {
  if (e.ActiveRule(BuiltinId::kNoticeForNcci) < 0 || !TakesNotices(e.claim)) return;
  const size_t count = e.findings.items.size();
  for (size_t i = 0; i < count; ++i) {
    const Finding finding = e.findings.items[i];  // adding moves the items
    const auto is = [&](BuiltinId builtin) { return e.ActiveRule(builtin) == finding.rule; };
    if (finding.outcome != Outcome::kFired || !IsBlocking(finding.severity)) continue;
    if (!is(BuiltinId::kPtp) && !is(BuiltinId::kMue)) continue;
    for (uint32_t n = 0; n < finding.lines.count; ++n) {
      const LineRef subject = e.findings.line_refs[finding.lines.begin + n];
      const PreparedLine& line = e.lines[static_cast<size_t>(subject)];
      const bool said = std::any_of(
          e.findings.items.begin() + static_cast<ptrdiff_t>(count), e.findings.items.end(),
          [&](const Finding& f) { return e.findings.Lines(f.lines).front() == subject; });
      if (said || !notices.ContainsAny(*line.line)) continue;
      Report report;
      report.builtin = BuiltinId::kNoticeForNcci;
      report.date = line.from;
      report.key.code = line.code();
      report.lines = std::span(&subject, 1);
      e.Add(report);
    }
  }
}

}  // namespace

void EvaluateMedicalNecessity(Evaluation& e) {
  if (e.is_void()) return;
  const int32_t rule = e.ActiveRule(BuiltinId::kMedicalNecessity);
  if (rule < 0) return;
  const BuiltinParameters& parameters =
      e.Parameters(BuiltinId::kMedicalNecessity, e.first_service_date());
  CheckNotices(e, parameters.modifier_set(medical_necessity::kNoticeModifiers));
  const ReferenceTable* policies = e.program.Reference(kTable);
  if (policies == nullptr) return e.AddClaimTableGap(rule, kTable, e.first_service_date());
  MedicalNecessity edit(e, parameters, *policies);
  for (int32_t i = 0; i < e.own_lines; ++i) {
    const PreparedLine& line = e.lines[static_cast<size_t>(i)];
    if (!line.readable || !line.HasCodeInForce()) continue;
    if (parameters.modifier_set(medical_necessity::kExcludedModifiers).ContainsAny(*line.line))
      continue;
    edit.Check(line);
  }
}

}  // namespace scrubline
