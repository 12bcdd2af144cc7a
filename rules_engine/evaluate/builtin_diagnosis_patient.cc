// Diagnoses against the patient's age and sex, and those left unspecified (domain 6.2): the flags
// of the Medicare Code Editor, each true for an interval of dates. Tested by
// builtin_diagnosis_patient_test.cc.
#include <algorithm>

#include "rules_engine/evaluate/builtin_diagnosis.h"

namespace scrubline {
namespace {

class DiagnosisPatient {
 public:
  explicit DiagnosisPatient(Evaluation& evaluation)
      : e_(evaluation),
        flags_(e_.program.Reference(ReferenceId::kDiagnosisFlags)),
        codes_(e_.program.Reference(ReferenceId::kDiagnoses)),
        inpatient_(SettingOf(e_.claim) == Setting::kInpatient) {}

  void Run() {
    for (const PreparedDiagnosis& d : e_.Diagnoses()) {
      if (d.repeated || !d.well_formed) continue;
      if (d.flags.listing == Listing::kUnknown) {
        AddDiagnosisGaps(e_, {BuiltinId::kDiagnosisAge, BuiltinId::kDiagnosisSex},
                         ReferenceId::kDiagnosisFlags, d.date);
      } else {
        CheckAge(d);
        CheckSex(d);
      }
      CheckUnspecified(d);
    }
  }

 private:
  bool Flag(const PreparedDiagnosis& d, int column) const {
    return d.flags.listing == Listing::kListed && flags_->FlagAt(d.flags.row, column);
  }

  void CheckAge(const PreparedDiagnosis& d) {
    namespace age = diagnosis_age;
    const bool newborn = Flag(d, diagnosis_flags::kNewborn);
    const bool pediatric = Flag(d, diagnosis_flags::kPediatric);
    const bool maternity = Flag(d, diagnosis_flags::kMaternity);
    const bool adult = Flag(d, diagnosis_flags::kAdult);
    if (!newborn && !pediatric && !maternity && !adult) return;
    const int32_t rule = e_.ActiveRule(BuiltinId::kDiagnosisAge);
    if (rule < 0) return;
    const Date on = e_.is_professional()                  ? d.date
                    : e_.claim.admission_date.has_value() ? e_.claim.admission_date
                                                          : e_.claim.statement_from;
    if (!e_.claim.patient.birth_date.has_value())
      return AddMissing(rule, FieldId::kPatientBirthDate, d);
    if (!on.has_value()) return AddMissing(rule, FieldId::kStatementFrom, d);
    const int64_t years = YearsBetween(e_.claim.patient.birth_date, on);
    const BuiltinParameters& p = e_.Parameters(BuiltinId::kDiagnosisAge, on);
    const auto number = [&p](int parameter) { return p.number(parameter); };
    const auto add_outside = [&](age::Group group, int64_t first, int64_t last) {
      if (first <= years && years <= last) return false;
      Report report;
      report.payload = {0,
                        -1,
                        static_cast<int32_t>(group),
                        static_cast<int32_t>(years),
                        static_cast<int32_t>(first),
                        static_cast<int32_t>(last)};
      report.at_most = AtMost(e_, p, age::kProfessionalSeverity);
      AddDiagnosis(e_, BuiltinId::kDiagnosisAge, d, report);
      return true;
    };
    if (newborn && add_outside(age::kNewborn, 0, 0)) return;
    if (pediatric && add_outside(age::kPediatric, 0, number(age::kPediatricLast))) return;
    if (maternity &&
        add_outside(age::kMaternity, number(age::kMaternityFirst), number(age::kMaternityLast)))
      return;
    if (adult) add_outside(age::kAdult, number(age::kAdultFirst), number(age::kAdultLast));
  }

  void CheckSex(const PreparedDiagnosis& d) {
    const int32_t rule = e_.ActiveRule(BuiltinId::kDiagnosisSex);
    if (rule < 0) return;
    const BuiltinParameters& p = e_.Parameters(BuiltinId::kDiagnosisSex, d.date);
    const bool ended_too = p.flag(diagnosis_sex::kAfterFlagsEnded);
    const bool male = SexFlag(d, diagnosis_flags::kMale, ended_too);
    const bool female = SexFlag(d, diagnosis_flags::kFemale, ended_too);
    if (male == female) return;
    if (e_.claim.patient.sex == Sex::kUnset) return AddMissing(rule, FieldId::kPatientSex, d);
    const bool conflict =
        male ? e_.claim.patient.sex == Sex::kFemale : e_.claim.patient.sex == Sex::kMale;
    if (!conflict) return;
    Report report;
    report.payload = {0, -1, male ? 1 : 0};
    report.at_most = AtMost(e_, p, diagnosis_sex::kProfessionalSeverity);
    if (IsBypassed(d, p)) report.outcome = Outcome::kBypassed;
    AddDiagnosis(e_, BuiltinId::kDiagnosisSex, d, report);
  }

  // `ended_too`: for payers that still look at flags that Medicare has ended.
  bool SexFlag(const PreparedDiagnosis& d, int column, bool ended_too) const {
    if (Flag(d, column)) return true;
    if (!ended_too) return false;
    const auto rows = flags_->RowsOf(flags_->FindKey(TableKey::Of(d.code)));
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (flags_->dates(row).first <= d.date && flags_->FlagAt(row, column)) return true;
    }
    return false;
  }

  bool IsBypassed(const PreparedDiagnosis& d, const BuiltinParameters& p) const {
    const CodeSet& conditions = p.codes(diagnosis_sex::kBypassConditions);
    for (const Code condition : e_.claim.condition_codes) {
      if (conditions.Contains(condition)) return true;
    }
    const auto number = static_cast<uint8_t>(e_.IndexOf(d) + 1);
    for (const ServiceLine& line : e_.claim.service_lines) {
      const auto end = line.diagnosis_pointers.begin() + line.pointer_count;
      const bool about =
          line.pointer_count == 0 || std::find(line.diagnosis_pointers.begin(), end, number) != end;
      if (about && p.modifier_set(diagnosis_sex::kBypassModifiers).ContainsAny(line)) return true;
    }
    return false;
  }

  // Inpatient by the editor's list, else by what the code's description says of the side.
  void CheckUnspecified(const PreparedDiagnosis& d) {
    const bool unspecified =
        inpatient_ ? Flag(d, diagnosis_flags::kUnspecified)
                   : d.billable && codes_->CodeAt(d.listed.row, diagnoses::kSide) == Code::Of("U");
    if (unspecified) AddDiagnosis(e_, BuiltinId::kDiagnosisUnspecified, d, {.payload = {0, -1}});
    const Listing asked = inpatient_ ? d.flags.listing : d.listed.listing;
    if (asked == Listing::kUnknown) {
      AddDiagnosisGaps(e_, {BuiltinId::kDiagnosisUnspecified},
                       inpatient_ ? ReferenceId::kDiagnosisFlags : ReferenceId::kDiagnoses, d.date);
    }
  }

  void AddMissing(int32_t rule, FieldId field, const PreparedDiagnosis& d) {
    if (!e_.MayBeAsked(rule, -1, d.date, d.date)) return;
    e_.AddGap(rule, GapReason::kMissingField,
              static_cast<int32_t>(&FieldOf(field, Item::kClaim) - AllFields().data()),
              Evaluation::kClaim);
  }

  Evaluation& e_;
  const ReferenceTable* const flags_;
  const ReferenceTable* const codes_;
  const bool inpatient_;
};

}  // namespace

void EvaluateDiagnosisPatient(Evaluation& evaluation) {
  using enum BuiltinId;
  if (evaluation.is_void() || evaluation.claim.diagnoses.empty() ||  // R17
      !evaluation.AnyActive({kDiagnosisAge, kDiagnosisSex, kDiagnosisUnspecified}))
    return;
  DiagnosisPatient(evaluation).Run();
}

}  // namespace scrubline
