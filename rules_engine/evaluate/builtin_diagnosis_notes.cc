// The notes of the ICD-10-CM tabular list (domain 6.2): diagnoses that are not coded together
// (Excludes1), those that come after an underlying condition (code first), and those that another
// code completes (use additional code). A note of a category holds for every code below it. Of the
// notes only the codes are read. Tested by builtin_diagnosis_notes_test.cc.
#include <algorithm>

#include "rules_engine/evaluate/builtin_diagnosis.h"

namespace scrubline {
namespace {

constexpr int kCategoryLength = 3;

// The first `length` characters.
Code Shortened(Code code, int length) {
  return Code::FromBits(code.bits() & ~uint64_t{0} << (64 - 8 * length));
}

class DiagnosisNotes {
 public:
  DiagnosisNotes(Evaluation& evaluation, const ReferenceTable& notes)
      : e_(evaluation), notes_(notes), diagnoses_(evaluation.Diagnoses()) {}

  void Run() {
    asks_excludes1_ = e_.ActiveRule(BuiltinId::kExcludes1) >= 0 && diagnoses_.size() > 1;
    asks_code_first_ = e_.ActiveRule(BuiltinId::kCodeFirst) >= 0;
    asks_additional_ = e_.ActiveRule(BuiltinId::kUseAdditional) >= 0;
    for (const PreparedDiagnosis& d : diagnoses_) {
      if (d.repeated || !d.well_formed) continue;
      bool code_first_said = false;
      bool additional_said = false;
      for (int length = kCategoryLength; length <= d.code.length(); ++length) {
        const Code noted = Shortened(d.code, length);
        const KeyId key = notes_.FindKey(TableKey::Of(noted));
        if (key == 0) continue;
        const RowId row = notes_.FindRow(key, d.date);
        if (row == kNoRow) continue;
        if (asks_excludes1_) CheckExcludes1(d, noted, row);
        if (asks_code_first_ && !code_first_said) code_first_said = CheckCodeFirst(d, row, length);
        if (asks_additional_ && !additional_said) additional_said = CheckAdditional(d, row, length);
      }
    }
  }

 private:
  void CheckExcludes1(const PreparedDiagnosis& d, Code noted, RowId row) {
    const auto plain = notes_.CodesAt(row, diagnosis_notes::kExcludes1);
    const auto qualified = notes_.CodesAt(row, diagnosis_notes::kExcludes1Qualified);
    if (plain.empty() && qualified.empty()) return;
    for (const PreparedDiagnosis& other : diagnoses_) {
      // A note speaks of codes elsewhere, not of those it stands above.
      if (other.repeated || other.code == d.code || other.code.StartsWith(noted)) continue;
      const TableKey key = TableKey::Of(other.code);
      if (Contains(plain, key)) {
        AddExcludes1(d, other, row, noted, excludes1::kPlain);
      } else if (Contains(qualified, key)) {
        AddExcludes1(d, other, row, noted, excludes1::kQualified);
      }
    }
  }

  // Both codes may have a note about the other, and their categories too: one finding a pair.
  bool IsKnown(int32_t a, int32_t b) const {
    const int32_t rule = e_.ActiveRule(BuiltinId::kExcludes1);
    return std::any_of(e_.findings.items.begin(), e_.findings.items.end(),
                       [&](const Finding& finding) {
                         const int32_t x = finding.payload[diagnosis_payload::kDiagnosis];
                         const int32_t y = finding.payload[diagnosis_payload::kOther];
                         return finding.rule == rule && ((x == a && y == b) || (x == b && y == a));
                       });
  }

  void AddExcludes1(const PreparedDiagnosis& d, const PreparedDiagnosis& other, RowId row,
                    Code noted, excludes1::Variant variant) {
    const int32_t a = e_.IndexOf(d);
    const int32_t b = e_.IndexOf(other);
    if (IsKnown(a, b)) return;
    const int scope = e_.Parameters(BuiltinId::kExcludes1, d.date).choice(excludes1::kScope);
    if (scope == excludes1::kLine && !OnOneLine(a, b)) return;
    Report report;
    report.variant = static_cast<uint8_t>(variant);
    if (variant == excludes1::kQualified) report.at_most = Severity::kAdvise;
    report.payload = {a, b, static_cast<int32_t>(row), noted.length()};
    AddDiagnosis(e_, BuiltinId::kExcludes1, d, report);
  }

  bool OnOneLine(int32_t a, int32_t b) const {
    return std::any_of(
        e_.claim.service_lines.begin(), e_.claim.service_lines.end(), [&](const ServiceLine& line) {
          const auto first = line.diagnosis_pointers.begin();
          const auto end = first + line.pointer_count;
          return std::find(first, end, a + 1) != end && std::find(first, end, b + 1) != end;
        });
  }

  // Whether the note had something to say. The principal diagnosis stands before all others. Most
  // notes hold only for patients who have the other condition ("heart failure due to
  // hypertension"): that it is missing can be said of manifestations alone.
  bool CheckCodeFirst(const PreparedDiagnosis& d, RowId row, int length) {
    const auto first = notes_.CodesAt(row, diagnosis_notes::kCodeFirst);
    if (first.empty()) return false;
    int32_t later = -1;
    for (const PreparedDiagnosis& other : diagnoses_) {
      if (!Contains(first, TableKey::Of(other.code))) continue;
      const bool before = other.first_listed || (!d.first_listed && &other < &d);
      if (before) return true;
      if (later < 0) later = e_.IndexOf(other);
    }
    if (later < 0 && !IsManifestation(d)) return true;
    Report report;
    report.variant = static_cast<uint8_t>(later < 0 ? code_first::kAbsent : code_first::kLater);
    report.payload = {0, later, static_cast<int32_t>(row), length};
    AddDiagnosis(e_, BuiltinId::kCodeFirst, d, report);
    return true;
  }

  bool IsManifestation(const PreparedDiagnosis& d) {
    if (d.flags.listing == Listing::kUnknown)
      AddDiagnosisGaps(e_, {BuiltinId::kCodeFirst}, ReferenceId::kDiagnosisFlags, d.date);
    return d.flags.listing == Listing::kListed &&
           e_.program.Reference(ReferenceId::kDiagnosisFlags)
               ->FlagAt(d.flags.row, diagnosis_flags::kManifestation);
  }

  bool CheckAdditional(const PreparedDiagnosis& d, RowId row, int length) {
    const auto additional = notes_.CodesAt(row, diagnosis_notes::kUseAdditional);
    if (additional.empty()) return false;
    const int64_t fewest =
        e_.Parameters(BuiltinId::kUseAdditional, d.date).number(use_additional::kFewestCharacters);
    if (length < fewest) return false;
    if (std::any_of(diagnoses_.begin(), diagnoses_.end(), [&](const PreparedDiagnosis& other) {
          return &other != &d && Contains(additional, TableKey::Of(other.code));
        }))
      return true;
    AddDiagnosis(e_, BuiltinId::kUseAdditional, d,
                 {.payload = {0, -1, static_cast<int32_t>(row), length}});
    return true;
  }

  Evaluation& e_;
  const ReferenceTable& notes_;
  const std::span<const PreparedDiagnosis> diagnoses_;
  bool asks_excludes1_ = false;
  bool asks_code_first_ = false;
  bool asks_additional_ = false;
};

}  // namespace

void EvaluateDiagnosisNotes(Evaluation& evaluation) {
  if (evaluation.is_void() || evaluation.claim.diagnoses.empty() ||  // R17
      !evaluation.AnyActive(
          {BuiltinId::kExcludes1, BuiltinId::kCodeFirst, BuiltinId::kUseAdditional}))
    return;
  const ReferenceTable* notes = evaluation.program.Reference(ReferenceId::kDiagnosisNotes);
  const Date date = evaluation.Diagnoses().front().date;
  if (notes == nullptr || !notes->Covers(date)) {
    return AddDiagnosisGaps(
        evaluation, {BuiltinId::kExcludes1, BuiltinId::kCodeFirst, BuiltinId::kUseAdditional},
        ReferenceId::kDiagnosisNotes, date);
  }
  DiagnosisNotes(evaluation, *notes).Run();
}

}  // namespace scrubline
