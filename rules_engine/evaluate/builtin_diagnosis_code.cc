// Diagnosis codes by themselves (domain 6.1, 6.2, R15): their form, whether they exist on the date
// that tests them, and whether they are complete. One finding a diagnosis, about the claim. Tested
// by builtin_diagnosis_code_test.cc.
#include "rules_engine/evaluate/builtin_diagnosis.h"

namespace scrubline {
namespace {

class DiagnosisCodes {
 public:
  explicit DiagnosisCodes(Evaluation& evaluation)
      : e_(evaluation), codes_(e_.program.Reference(ReferenceId::kDiagnoses)) {}

  void Run() {
    for (const PreparedDiagnosis& d : e_.Diagnoses()) {
      if (d.repeated || d.code.empty()) continue;
      if (!d.well_formed) {
        AddDiagnosis(e_, BuiltinId::kDiagnosisFormat, d);
      } else if (!e_.is_void()) {  // R17
        Check(d);
      }
    }
    if (codes_ != nullptr && e_.is_professional() && !e_.is_void()) CheckSpans();
  }

 private:
  void Check(const PreparedDiagnosis& d) {
    switch (d.listed.listing) {
      case Listing::kListed:
        if (!d.billable) AddIncomplete(d);
        break;
      case Listing::kUnknown:
        AddDiagnosisGaps(e_,
                         {BuiltinId::kDiagnosisUnknown, BuiltinId::kDiagnosisDate,
                          BuiltinId::kDiagnosisNotBillable, BuiltinId::kDiagnosisSeventh},
                         ReferenceId::kDiagnoses, d.date);
        break;
      case Listing::kEnded:
      case Listing::kNotYet:
        AddDiagnosis(e_, BuiltinId::kDiagnosisDate, d,
                     {.payload = {0, -1, static_cast<int32_t>(d.listed.row)}});
        break;
      case Listing::kUnlisted:
        // A code cut short: others of that date begin with it.
        if (HasLonger(d)) {
          AddIncomplete(d);
        } else {
          AddDiagnosis(e_, BuiltinId::kDiagnosisUnknown, d);
        }
        break;
    }
  }

  void AddIncomplete(const PreparedDiagnosis& d) {
    AddDiagnosis(
        e_, LacksOnlySeventh(d) ? BuiltinId::kDiagnosisSeventh : BuiltinId::kDiagnosisNotBillable,
        d, {.payload = {0, -1}});
  }

  bool HasLonger(const PreparedDiagnosis& d) const {
    const auto keys = codes_->KeysIn(KeyRange::Prefix(d.code));
    for (KeyId key = keys.begin; key != keys.end; ++key) {
      if (codes_->FindRow(key, d.date) != kNoRow) return true;
    }
    return false;
  }

  // Whether its complete codes are the code itself, padded with X, and a 7th character.
  bool LacksOnlySeventh(const PreparedDiagnosis& d) const {
    const auto keys = codes_->KeysIn(KeyRange::Prefix(d.code));
    const int length = d.code.length();
    bool any = false;
    for (KeyId key = keys.begin; key != keys.end; ++key) {
      const RowId row = codes_->FindRow(key, d.date);
      if (row == kNoRow || !codes_->FlagAt(row, diagnoses::kBillable)) continue;
      const Code code = Code::FromBits(codes_->key(key).bits());
      if (code.length() != 7) return false;
      for (int i = length; i < 6; ++i) {
        if (code[i] != 'X') return false;
      }
      any = true;
    }
    return any;
  }

  // A line that spans the change of the fiscal year, with a code that does not.
  void CheckSpans() {
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      if (!line.from.has_value() || line.through == line.from) continue;
      for (size_t p = 0; p < line.line->pointer_count; ++p) {
        const size_t pointer = line.line->diagnosis_pointers[p];
        if (pointer == 0 || pointer > e_.Diagnoses().size()) continue;
        const PreparedDiagnosis& d = e_.Diagnoses()[pointer - 1];
        if (!d.well_formed || IsPointedBefore(*line.line, p)) continue;
        if (!IsComplete(d.code, line.from)) continue;
        if (codes_->LookUp(TableKey::Of(d.code), line.through).listing == Listing::kUnknown) {
          const int32_t rule = e_.ActiveRule(BuiltinId::kDiagnosisSpan);
          if (rule >= 0) e_.AddTableGap(rule, ReferenceId::kDiagnoses, line, line.through);
        } else if (!IsComplete(d.code, line.through)) {
          const LineRef subject = line.ref;
          Report report;
          report.key.code = line.code();
          report.lines = std::span(&subject, 1);
          report.payload = {0, -1};
          AddDiagnosis(e_, BuiltinId::kDiagnosisSpan, d, report);
        }
      }
    }
  }

  // Whether an earlier pointer of the line is to the same code.
  bool IsPointedBefore(const ServiceLine& line, size_t pointer) const {
    const auto code = [&](size_t i) -> Code {
      const size_t at = line.diagnosis_pointers[i];
      return at == 0 || at > e_.claim.diagnoses.size() ? Code() : e_.claim.diagnoses[at - 1].code;
    };
    for (size_t i = 0; i < pointer; ++i) {
      if (code(i) == code(pointer)) return true;
    }
    return false;
  }

  bool IsComplete(Code code, Date date) const {
    const ReferenceTable::Answer answer = codes_->LookUp(TableKey::Of(code), date);
    return answer.listing == Listing::kListed && codes_->FlagAt(answer.row, diagnoses::kBillable);
  }

  Evaluation& e_;
  const ReferenceTable* const codes_;
};

}  // namespace

void EvaluateDiagnosisCode(Evaluation& evaluation) {
  using enum BuiltinId;
  if (evaluation.claim.diagnoses.empty() ||
      !evaluation.AnyActive({kDiagnosisFormat, kDiagnosisUnknown, kDiagnosisDate,
                             kDiagnosisNotBillable, kDiagnosisSeventh, kDiagnosisSpan}))
    return;
  DiagnosisCodes(evaluation).Run();
}

}  // namespace scrubline
