// How a claim arranges its diagnoses (domain 6.2, R16): how many, none twice, which comes first,
// and what its lines point to. Tested by builtin_diagnosis_order_test.cc.
#include <algorithm>

#include "rules_engine/evaluate/builtin_diagnosis.h"

namespace scrubline {
namespace {

constexpr int kMostOnProfessional = 12;   // the form's places
constexpr int kMostOnInstitutional = 25;  // the principal and 24 others
constexpr int kMostPointers = 4;

// Diagnoses that stand in one list of the form. Those of another may repeat them: the admitting
// diagnosis often is the principal one.
enum class List { kTreated, kAdmitting, kReason, kExternalCause };
List ListOf(DiagnosisRole role) {
  switch (role) {
    case DiagnosisRole::kAdmitting:
      return List::kAdmitting;
    case DiagnosisRole::kReasonForVisit:
      return List::kReason;
    case DiagnosisRole::kExternalCause:
      return List::kExternalCause;
    default:
      return List::kTreated;
  }
}

class DiagnosisOrder {
 public:
  explicit DiagnosisOrder(Evaluation& evaluation)
      : e_(evaluation),
        diagnoses_(evaluation.Diagnoses()),
        flags_(e_.program.Reference(ReferenceId::kDiagnosisFlags)) {}

  void Run() {
    if (e_.is_professional() && !LacksUnreadable()) CheckPointers();
    if (e_.is_void() || diagnoses_.empty()) return;  // R17
    CheckCount();
    CheckRepeats();
    for (const PreparedDiagnosis& d : diagnoses_) {
      if (d.first_listed && d.well_formed) CheckFirst(d);
    }
    if (e_.is_professional()) CheckFirstPointers();
  }

 private:
  using Payload = std::array<int32_t, 6>;

  // Where a diagnosis or pointer could not be read, what lines point to is not known.
  bool LacksUnreadable() const {
    return std::any_of(e_.claim.unreadable.begin(), e_.claim.unreadable.end(), [](const auto& u) {
      return u.field.find("diagnos") != std::string_view::npos;
    });
  }

  void CheckPointers() {
    bool sound = e_.own_lines > 0;  // every line has pointers, and none is wrong
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      const std::span<const uint8_t> pointers(line.line->diagnosis_pointers.data(),
                                              line.line->pointer_count);
      sound &= !pointers.empty();
      // A claim without any diagnosis lacks those, not the pointers to them.
      if (pointers.empty() && !diagnoses_.empty())
        AddPointer(line, diagnosis_pointer::kMissing, 0, sound);
      for (size_t p = 0; p < pointers.size(); ++p) {
        if (pointers[p] == 0 || pointers[p] > diagnoses_.size()) {
          AddPointer(line, diagnosis_pointer::kNotOnClaim, pointers[p], sound);
          break;
        }
        if (std::find(pointers.begin(), pointers.begin() + static_cast<ptrdiff_t>(p),
                      pointers[p]) != pointers.begin() + static_cast<ptrdiff_t>(p)) {
          AddPointer(line, diagnosis_pointer::kTwice, pointers[p], sound);
          break;
        }
        if (p == kMostPointers) {
          AddPointer(line, diagnosis_pointer::kTooMany, static_cast<int32_t>(pointers.size()),
                     sound);
          break;
        }
      }
    }
    const bool unused = std::any_of(diagnoses_.begin(), diagnoses_.end(),
                                    [](const PreparedDiagnosis& d) { return !d.pointed; });
    if (sound && unused && !e_.is_void()) AddAboutClaim(BuiltinId::kDiagnosisUnused, {-1, -1});
  }

  void AddPointer(const PreparedLine& line, diagnosis_pointer::Variant variant, int32_t pointer,
                  bool& sound) {
    sound = false;
    const LineRef subject = line.ref;
    Report report;
    report.builtin = BuiltinId::kDiagnosisPointer;
    report.variant = static_cast<uint8_t>(variant);
    report.date = line.from.has_value() ? line.from : e_.first_service_date();
    report.key.code = line.code();
    report.lines = std::span(&subject, 1);
    report.payload = {-1, -1, pointer};
    e_.Add(report);
  }

  void AddAboutClaim(BuiltinId builtin, Payload payload) {
    Report report;
    report.builtin = builtin;
    report.date =
        e_.first_service_date().has_value() ? e_.first_service_date() : e_.claim.statement_from;
    report.payload = payload;
    e_.Add(report);
  }

  void CheckCount() {
    const auto count =
        std::count_if(diagnoses_.begin(), diagnoses_.end(),
                      [](const PreparedDiagnosis& d) { return ListOf(d.role) == List::kTreated; });
    const int most = e_.is_professional() ? kMostOnProfessional : kMostOnInstitutional;
    if (count > most)
      AddAboutClaim(BuiltinId::kDiagnosisCount, {-1, -1, static_cast<int32_t>(count), most});
  }

  void CheckRepeats() {
    for (const PreparedDiagnosis& d : diagnoses_) {
      if (!d.repeated || d.code.empty()) continue;
      for (const PreparedDiagnosis& before : diagnoses_) {
        if (&before == &d) break;
        if (before.code != d.code || ListOf(before.role) != ListOf(d.role)) continue;
        AddDiagnosis(e_, BuiltinId::kDiagnosisTwice, d, {.payload = {0, e_.IndexOf(before)}});
        break;
      }
    }
  }

  bool Flag(const PreparedDiagnosis& d, int column) const {
    return d.flags.listing == Listing::kListed && flags_->FlagAt(d.flags.row, column);
  }

  void CheckFirst(const PreparedDiagnosis& d) {
    const bool external = d.flags.listing == Listing::kListed
                              ? Flag(d, diagnosis_flags::kExternalCause)
                              : d.IsExternalCauseByRange();
    if (external) AddDiagnosis(e_, BuiltinId::kExternalCauseFirst, d, {.payload = {0, -1}});
    if (d.flags.listing == Listing::kUnknown) {
      AddDiagnosisGaps(e_, {BuiltinId::kManifestationFirst}, ReferenceId::kDiagnosisFlags, d.date);
      if (SettingOf(e_.claim) == Setting::kInpatient)
        AddDiagnosisGaps(e_, {BuiltinId::kUnacceptablePrincipal}, ReferenceId::kDiagnosisFlags,
                         d.date);
    } else {
      if (Flag(d, diagnosis_flags::kManifestation)) AddManifestation(d, {});
      if (SettingOf(e_.claim) == Setting::kInpatient &&
          Flag(d, diagnosis_flags::kUnacceptablePrincipal))
        AddDiagnosis(e_, BuiltinId::kUnacceptablePrincipal, d, {.payload = {0, -1}});
    }
    // The code of the sequela alone: the condition it left is missing.
    if (d.code[6] == 'S' && !external &&
        std::none_of(diagnoses_.begin(), diagnoses_.end(), [](const PreparedDiagnosis& other) {
          return other.well_formed && other.code[6] != 'S' && !other.IsExternalCauseByRange();
        })) {
      AddDiagnosis(e_, BuiltinId::kSequelaFirst, d, {.payload = {0, -1}});
    }
  }

  // A line may lead with a manifestation that is not the claim's first diagnosis.
  void CheckFirstPointers() {
    for (const PreparedDiagnosis& d : diagnoses_) {
      const bool unknown = d.flags.listing == Listing::kUnknown;
      if (d.first_listed || !d.well_formed) continue;
      if (!unknown && !Flag(d, diagnosis_flags::kManifestation)) continue;
      std::vector<LineRef>& refs = e_.scratch.refs;
      refs.clear();
      const auto number = static_cast<uint8_t>(e_.IndexOf(d) + 1);
      for (int32_t i = 0; i < e_.own_lines; ++i) {
        const ServiceLine& line = *e_.lines[static_cast<size_t>(i)].line;
        if (line.pointer_count > 0 && line.diagnosis_pointers[0] == number) refs.push_back(i);
      }
      if (refs.empty()) continue;
      if (unknown) {
        AddDiagnosisGaps(e_, {BuiltinId::kManifestationFirst}, ReferenceId::kDiagnosisFlags,
                         d.date);
      } else {
        AddManifestation(d, refs);
      }
    }
  }

  void AddManifestation(const PreparedDiagnosis& d, std::span<const LineRef> lines) {
    if (e_.ActiveRule(BuiltinId::kManifestationFirst) < 0) return;
    Report report;
    report.lines = lines;
    if (!lines.empty()) report.key.code = e_.lines[static_cast<size_t>(lines.front())].code();
    report.payload = {0, -1};
    report.at_most = AtMost(e_, e_.Parameters(BuiltinId::kManifestationFirst, d.date),
                            manifestation_first::kProfessionalSeverity);
    AddDiagnosis(e_, BuiltinId::kManifestationFirst, d, report);
  }

  Evaluation& e_;
  const std::span<const PreparedDiagnosis> diagnoses_;
  const ReferenceTable* const flags_;
};

}  // namespace

void EvaluateDiagnosisOrder(Evaluation& evaluation) {
  using enum BuiltinId;
  if (evaluation.AnyActive({kDiagnosisPointer, kDiagnosisUnused, kDiagnosisTwice, kDiagnosisCount,
                            kExternalCauseFirst, kManifestationFirst, kUnacceptablePrincipal,
                            kSequelaFirst}))
    DiagnosisOrder(evaluation).Run();
}

}  // namespace scrubline
