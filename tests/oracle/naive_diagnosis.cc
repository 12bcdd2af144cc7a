// Domain 6.1 and 6.2: diagnosis codes by themselves, and how a claim arranges them. Everything but
// the form of codes and pointers rests on a claim that voids another (R17).
#include <algorithm>
#include <array>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

bool IsVoid(const World& world) { return world.claim.frequency_code == Code::Of("8"); }
bool IsProfessional(const World& world) { return world.claim.type == ClaimType::kProfessional; }

// The complete codes of the date that begin as this one does.
std::vector<std::string> CompleteBelow(const World& world, const NaiveDiagnosis& d) {
  const FactTable& codes = *FindFacts(world, "icd10cm");
  std::vector<std::string> complete;
  for (const FactRow* row : codes.Below(d.text, d.date)) {
    if (codes.Get(row, "billable") == "yes") complete.push_back(row->key);
  }
  return complete;
}

// Its complete codes are itself, padded with X, and a 7th character.
bool LacksOnlySeventh(const NaiveDiagnosis& d, const std::vector<std::string>& complete) {
  std::string padded = d.text;
  padded.resize(std::max<size_t>(padded.size(), 6), 'X');
  return !complete.empty() &&
         std::all_of(complete.begin(), complete.end(), [&](const std::string& code) {
           return code.size() == 7 && code.starts_with(padded);
         });
}

void AddIncomplete(const World& world, const NaiveDiagnosis& d, Outcomes& outcomes) {
  constexpr size_t kMost = 10;
  const std::vector<std::string> complete = CompleteBelow(world, d);
  std::string children, sevenths;  // of the former the first few
  for (size_t i = 0; i < complete.size(); ++i) {
    if (i < kMost) children += (i == 0 ? "" : ", ") + Dotted(complete[i]);
    if (complete[i].size() == 7) {
      sevenths += (sevenths.empty() ? "" : ", ") + complete[i].substr(6);
    }
  }
  if (complete.size() > kMost) children += " ...";
  if (LacksOnlySeventh(d, complete)) {
    AddDiagnosis(world, BuiltinId::kDiagnosisSeventh, d, {},
                 {{"children", children}, {"seventh_characters", sevenths}}, outcomes);
  } else {
    AddDiagnosis(world, BuiltinId::kDiagnosisNotBillable, d, {}, {{"children", children}},
                 outcomes);
  }
}

void JudgeCode(const World& world, const NaiveDiagnosis& d, Outcomes& outcomes) {
  switch (d.listed.said) {
    case Said::kListed:
      if (!d.billable) AddIncomplete(world, d, outcomes);
      break;
    case Said::kUnknown:
      for (const BuiltinId builtin :
           {BuiltinId::kDiagnosisUnknown, BuiltinId::kDiagnosisDate,
            BuiltinId::kDiagnosisNotBillable, BuiltinId::kDiagnosisSeventh}) {
        AddClaimGap(world, builtin, WhyUnknown(world, "icd10cm", d.date), d.date, outcomes);
      }
      break;
    case Said::kNotYet:
    case Said::kEnded:
      AddDiagnosis(world, BuiltinId::kDiagnosisDate, d, {},
                   {{"valid", d.listed.row->dates.first.ToString() + " to " +
                                  d.listed.row->dates.last.ToString()}},
                   outcomes);
      break;
    case Said::kUnlisted:
      // Reading: a code cut short is no unknown one, though the file has no line for it.
      if (FindFacts(world, "icd10cm")->Below(d.text, d.date).empty()) {
        AddDiagnosis(world, BuiltinId::kDiagnosisUnknown, d, {}, {}, outcomes);
      } else {
        AddIncomplete(world, d, outcomes);
      }
      break;
  }
}

bool IsComplete(const World& world, const std::string& code, Date date) {
  const FactTable::Answer answer = LookUpFacts(world, "icd10cm", code, date);
  return answer.said == Said::kListed &&
         FindFacts(world, "icd10cm")->Get(answer.row, "billable") == "yes";
}

// Reading: what is not valid on the first day is DX.DATE's.
void JudgeSpans(const World& world, const std::vector<NaiveDiagnosis>& diagnoses,
                Outcomes& outcomes) {
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    const ServiceLine& line = world.claim.service_lines[i];
    const LineRef ref = static_cast<LineRef>(i);
    if (!line.service_date.has_value()) continue;
    const DateInterval span = SpanOf(line);
    if (span.first == span.last) continue;
    std::set<Code> seen;
    for (const NaiveDiagnosis& d : PointedBy(line, diagnoses)) {
      if (!seen.insert(d.code).second) continue;
      if (!d.well_formed || !IsComplete(world, d.text, span.first)) continue;
      if (LookUpFacts(world, "icd10cm", d.text, span.last).said == Said::kUnknown) {
        AddLineGap(world, BuiltinId::kDiagnosisSpan, WhyUnknown(world, "icd10cm", span.last), ref,
                   outcomes);
      } else if (!IsComplete(world, d.text, span.last)) {
        AddDiagnosis(world, BuiltinId::kDiagnosisSpan, d, {ref}, {}, outcomes);
      }
    }
  }
}

// Reading: of a line's faults the first in the order of its pointers; a claim without any diagnosis
// lacks those, not the pointers to them.
std::optional<int> FaultOf(const ServiceLine& line, size_t diagnoses) {
  if (line.pointer_count == 0) return diagnoses == 0 ? std::nullopt : std::optional(0);
  std::set<int> seen;
  for (int i = 0; i < line.pointer_count; ++i) {
    const int pointer = line.diagnosis_pointers[static_cast<size_t>(i)];
    if (pointer == 0 || static_cast<size_t>(pointer) > diagnoses) return pointer;
    if (!seen.insert(pointer).second) return pointer;
    if (i == 4) return line.pointer_count;
  }
  return std::nullopt;
}

// Reading: unless every line has pointers and none is wrong, what is left over says nothing.
void JudgePointers(const World& world, const std::vector<NaiveDiagnosis>& diagnoses,
                   Outcomes& outcomes) {
  const std::vector<ServiceLine>& lines = world.claim.service_lines;
  bool sound = !lines.empty();
  std::set<int> used;
  for (size_t i = 0; i < lines.size(); ++i) {
    const ServiceLine& line = lines[i];
    const std::optional<int> fault = FaultOf(line, diagnoses.size());
    sound = sound && !fault.has_value() && line.pointer_count > 0;
    for (const NaiveDiagnosis& d : PointedBy(line, diagnoses)) used.insert(d.number);
    if (fault.has_value()) {
      AddFinding(world, BuiltinId::kDiagnosisPointer,
                 line.service_date.has_value() ? line.service_date : ClaimDate(world.claim),
                 {static_cast<LineRef>(i)}, {{"pointer", std::to_string(*fault)}}, outcomes);
    }
  }
  std::string unused;
  for (const NaiveDiagnosis& d : diagnoses) {
    if (used.count(d.number) == 0) unused += (unused.empty() ? "" : ", ") + Dotted(d.text);
  }
  if (sound && used.size() < diagnoses.size() && !IsVoid(world)) {
    AddFinding(world, BuiltinId::kDiagnosisUnused, ClaimDate(world.claim), {}, {{"unused", unused}},
               outcomes);
  }
}

// Reading: a form has lists of its own for admitting diagnoses, reasons for the visit and external
// causes, which neither fill the other places nor repeat what stands there.
int ListOf(const NaiveDiagnosis& d) {
  switch (d.role) {
    case DiagnosisRole::kAdmitting:
      return 1;
    case DiagnosisRole::kReasonForVisit:
      return 2;
    case DiagnosisRole::kExternalCause:
      return 3;
    default:
      return 0;
  }
}

void JudgeList(const World& world, const std::vector<NaiveDiagnosis>& diagnoses,
               Outcomes& outcomes) {
  const int most = IsProfessional(world) ? 12 : 25;
  const auto count = std::count_if(diagnoses.begin(), diagnoses.end(),
                                   [](const NaiveDiagnosis& d) { return ListOf(d) == 0; });
  if (count > most) {
    AddFinding(world, BuiltinId::kDiagnosisCount, ClaimDate(world.claim), {},
               {{"count", std::to_string(count)}, {"most", std::to_string(most)}}, outcomes);
  }
  for (const NaiveDiagnosis& d : diagnoses) {
    const auto before =
        std::find_if(diagnoses.begin(), diagnoses.end(), [&](const NaiveDiagnosis& other) {
          return other.code == d.code && ListOf(other) == ListOf(d);
        });
    if (d.code.empty() || before->number == d.number) continue;
    AddDiagnosis(world, BuiltinId::kDiagnosisTwice, d, {}, {{"other", Dotted(before->text)}},
                 outcomes);
  }
}

Severity OnProfessional(const World& world, const NaiveDiagnosis& d, Severity severity) {
  if (!IsProfessional(world)) return severity;
  const int choice = ParametersOn(world, BuiltinId::kManifestationFirst, d.date)[0].choice;
  return std::max(severity, static_cast<Severity>(choice));
}

void AddManifestation(const World& world, const NaiveDiagnosis& d,
                      const std::vector<LineRef>& lines, Outcomes& outcomes) {
  if (!Has(world, BuiltinId::kManifestationFirst)) return;
  CanonicalFinding* finding =
      AddDiagnosis(world, BuiltinId::kManifestationFirst, d, lines, {}, outcomes);
  if (finding != nullptr) finding->severity = OnProfessional(world, d, finding->severity);
}

void JudgeFirst(const World& world, const std::vector<NaiveDiagnosis>& diagnoses,
                const NaiveDiagnosis& d, Outcomes& outcomes) {
  // R16. Reading: of a code that the list does not have on the date the range decides too.
  const bool external = d.flags.said == Said::kListed ? HasFlag(world, d, "external_cause")
                                                      : IsExternalCauseByRange(d);
  if (external) AddDiagnosis(world, BuiltinId::kExternalCauseFirst, d, {}, {}, outcomes);
  if (d.flags.said == Said::kUnknown) {
    const std::string reason = WhyUnknown(world, "mce_diagnoses", d.date);
    AddClaimGap(world, BuiltinId::kManifestationFirst, reason, d.date, outcomes);
    if (IsInpatient(world.claim)) {
      AddClaimGap(world, BuiltinId::kUnacceptablePrincipal, reason, d.date, outcomes);
    }
  }
  if (HasFlag(world, d, "manifestation")) AddManifestation(world, d, {}, outcomes);
  if (IsInpatient(world.claim) && HasFlag(world, d, "unacceptable_principal")) {
    AddDiagnosis(world, BuiltinId::kUnacceptablePrincipal, d, {}, {}, outcomes);
  }
  const auto is_sequela = [](const NaiveDiagnosis& one) {
    return one.text.size() >= 7 && one.text[6] == 'S';
  };
  const bool residual =
      std::any_of(diagnoses.begin(), diagnoses.end(), [&](const NaiveDiagnosis& other) {
        return other.well_formed && !is_sequela(other) && !IsExternalCauseByRange(other);
      });
  if (is_sequela(d) && !external && !residual) {
    AddDiagnosis(world, BuiltinId::kSequelaFirst, d, {}, {}, outcomes);
  }
}

// A line may lead with a manifestation that is not the claim's first diagnosis.
void JudgeFirstPointers(const World& world, const std::vector<NaiveDiagnosis>& diagnoses,
                        Outcomes& outcomes) {
  for (const NaiveDiagnosis& d : diagnoses) {
    if (d.first_listed || !d.well_formed) continue;
    std::vector<LineRef> lines;
    for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
      const ServiceLine& line = world.claim.service_lines[i];
      if (line.pointer_count > 0 && line.diagnosis_pointers[0] == d.number) {
        lines.push_back(static_cast<LineRef>(i));
      }
    }
    if (lines.empty()) continue;
    if (HasFlag(world, d, "manifestation")) AddManifestation(world, d, lines, outcomes);
    if (d.flags.said == Said::kUnknown) {
      AddClaimGap(world, BuiltinId::kManifestationFirst, WhyUnknown(world, "mce_diagnoses", d.date),
                  d.date, outcomes);
    }
  }
}

}  // namespace

void EvaluateDiagnosisCodes(const World& world, Outcomes& outcomes) {
  const std::vector<NaiveDiagnosis> diagnoses = DiagnosesOf(world);
  for (const NaiveDiagnosis& d : diagnoses) {
    if (d.again || d.code.empty()) continue;
    if (!d.well_formed) {
      AddDiagnosis(world, BuiltinId::kDiagnosisFormat, d, {}, {}, outcomes);
    } else if (!IsVoid(world)) {
      JudgeCode(world, d, outcomes);
    }
  }
  if (IsProfessional(world) && !IsVoid(world)) JudgeSpans(world, diagnoses, outcomes);
}

void EvaluateDiagnosisOrder(const World& world, Outcomes& outcomes) {
  const std::vector<NaiveDiagnosis> diagnoses = DiagnosesOf(world);
  if (IsProfessional(world)) JudgePointers(world, diagnoses, outcomes);
  if (IsVoid(world)) return;
  JudgeList(world, diagnoses, outcomes);
  for (const NaiveDiagnosis& d : diagnoses) {
    if (d.first_listed && d.well_formed) JudgeFirst(world, diagnoses, d, outcomes);
  }
  if (IsProfessional(world)) JudgeFirstPointers(world, diagnoses, outcomes);
}

}  // namespace scrubline::oracle
