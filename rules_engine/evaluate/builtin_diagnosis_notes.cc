// The notes of the ICD-10-CM tabular list (domain 6.2): diagnoses that are not coded together
// (Excludes1), those that come after an underlying condition (code first), and those that another
// code completes (use additional code). A note of a category holds for every code below it. Of the
// notes only the codes are read. Tested by builtin_diagnosis_notes_test.cc.
#include <algorithm>
#include <utility>
#include <vector>

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
    GatherNotes();
    if (e_.ActiveRule(BuiltinId::kExcludes1) >= 0 && diagnoses_.size() > 1) {
      e_.scratch.diagnosis_pairs.clear();
      // Where a note keeps two apart whatever else is so, one with conditions adds nothing.
      CheckExcludes1(diagnosis_notes::kExcludes1, excludes1::kPlain);
      CheckExcludes1(diagnosis_notes::kExcludes1Qualified, excludes1::kQualified);
    }
    CheckFirst(BuiltinId::kCodeFirst, &DiagnosisNotes::CheckCodeFirst);
    CheckFirst(BuiltinId::kUseAdditional, &DiagnosisNotes::CheckAdditional);
  }

 private:
  // By diagnosis, those of its category first.
  void GatherNotes() {
    held_.clear();
    for (const PreparedDiagnosis& d : diagnoses_) {
      if (d.repeated || !d.well_formed) continue;
      for (int length = kCategoryLength; length <= d.code.length(); ++length) {
        const KeyId key = notes_.FindKey(TableKey::Of(Shortened(d.code, length)));
        if (key == 0) continue;
        const RowId row = notes_.FindRow(key, d.date);
        if (row != kNoRow) held_.push_back({e_.IndexOf(d), length, row});
      }
    }
  }
  const PreparedDiagnosis& DiagnosisOf(const HeldNote& note) const {
    return diagnoses_[static_cast<size_t>(note.diagnosis)];
  }

  void CheckExcludes1(int column, excludes1::Variant variant) {
    for (const HeldNote& note : held_) {
      const auto excluded = notes_.CodesAt(note.row, column);
      if (excluded.empty()) continue;
      const PreparedDiagnosis& d = DiagnosisOf(note);
      const Code noted = Shortened(d.code, note.length);
      for (const PreparedDiagnosis& other : diagnoses_) {
        // A note speaks of codes elsewhere, not of those it stands above.
        if (other.repeated || other.code.StartsWith(noted)) continue;
        if (Contains(excluded, TableKey::Of(other.code))) AddExcludes1(d, other, note, variant);
      }
    }
  }

  void AddExcludes1(const PreparedDiagnosis& d, const PreparedDiagnosis& other,
                    const HeldNote& note, excludes1::Variant variant) {
    const int scope = e_.Parameters(BuiltinId::kExcludes1, d.date).choice(excludes1::kScope);
    if (scope == excludes1::kLine && !OnOneLine(d.code, other.code)) return;
    // Both codes may have a note about the other, and their categories too: one finding a pair.
    const int32_t a = e_.IndexOf(d);
    const int32_t b = e_.IndexOf(other);
    auto& pairs = e_.scratch.diagnosis_pairs;
    const std::pair<int32_t, int32_t> pair = std::minmax(a, b);
    if (std::find(pairs.begin(), pairs.end(), pair) != pairs.end()) return;
    pairs.push_back(pair);
    Report report;
    report.variant = static_cast<uint8_t>(variant);
    if (variant == excludes1::kQualified) report.at_most = Severity::kAdvise;
    report.payload = {a, b, static_cast<int32_t>(note.row), note.length};
    AddDiagnosis(e_, BuiltinId::kExcludes1, d, report);
  }

  bool OnOneLine(Code a, Code b) const {
    return std::any_of(e_.claim.service_lines.begin(), e_.claim.service_lines.end(),
                       [&](const ServiceLine& line) {
                         return e_.PointsToCode(line, a) && e_.PointsToCode(line, b);
                       });
  }

  // Of each diagnosis' notes only the first that has something to say.
  void CheckFirst(BuiltinId builtin, bool (DiagnosisNotes::*check)(const HeldNote&)) {
    if (e_.ActiveRule(builtin) < 0) return;
    int32_t said = -1;
    for (const HeldNote& note : held_) {
      if (note.diagnosis != said && (this->*check)(note)) said = note.diagnosis;
    }
  }

  // Whether the note had something to say. The principal diagnosis stands before all others. Most
  // notes hold only for patients who have the other condition ("heart failure due to
  // hypertension"): that it is missing can be said of manifestations alone.
  bool CheckCodeFirst(const HeldNote& note) {
    const auto first = notes_.CodesAt(note.row, diagnosis_notes::kCodeFirst);
    if (first.empty()) return false;
    const PreparedDiagnosis& d = DiagnosisOf(note);
    int32_t later = -1;
    for (const PreparedDiagnosis& other : diagnoses_) {
      if (&other == &d || !Contains(first, TableKey::Of(other.code))) continue;
      const bool before = other.first_listed || (!d.first_listed && &other < &d);
      if (before) return true;
      if (later < 0) later = e_.IndexOf(other);
    }
    if (later < 0 && !IsManifestation(d)) return true;
    Report report;
    report.variant = static_cast<uint8_t>(later < 0 ? code_first::kAbsent : code_first::kLater);
    report.payload = {0, later, static_cast<int32_t>(note.row), note.length};
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

  bool CheckAdditional(const HeldNote& note) {
    const auto additional = notes_.CodesAt(note.row, diagnosis_notes::kUseAdditional);
    if (additional.empty()) return false;
    const PreparedDiagnosis& d = DiagnosisOf(note);
    const int64_t fewest =
        e_.Parameters(BuiltinId::kUseAdditional, d.date).number(use_additional::kFewestCharacters);
    if (note.length < fewest) return false;
    if (std::any_of(diagnoses_.begin(), diagnoses_.end(), [&](const PreparedDiagnosis& other) {
          return &other != &d && Contains(additional, TableKey::Of(other.code));
        }))
      return true;
    AddDiagnosis(e_, BuiltinId::kUseAdditional, d,
                 {.payload = {0, -1, static_cast<int32_t>(note.row), note.length}});
    return true;
  }

  Evaluation& e_;
  const ReferenceTable& notes_;
  const std::span<const PreparedDiagnosis> diagnoses_;
  std::vector<HeldNote>& held_ = e_.scratch.diagnosis_notes;
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
