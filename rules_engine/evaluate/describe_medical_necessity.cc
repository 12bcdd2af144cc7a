#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/builtin_medical_necessity.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/prepared_diagnosis.h"

namespace scrubline {
namespace {

// Those the line points to; without pointers all of the claim's, each once: an institutional claim
// has its principal diagnosis often again as the admitting one.
std::string DiagnosesOf(const Claim& claim, const ServiceLine& line) {
  std::string text;
  std::vector<Code> named;
  const auto add = [&](Code code) {
    if (std::find(named.begin(), named.end(), code) != named.end()) return;
    named.push_back(code);
    absl::StrAppend(&text, text.empty() ? "" : ", ", FormatDiagnosis(code));
  };
  for (size_t i = 0; i < line.pointer_count; ++i) {
    const size_t pointer = line.diagnosis_pointers[i];
    if (pointer > 0 && pointer <= claim.diagnoses.size()) add(claim.diagnoses[pointer - 1].code);
  }
  if (line.pointer_count == 0) {
    for (const Diagnosis& diagnosis : claim.diagnoses) add(diagnosis.code);
  }
  return text.empty() ? "none" : text;
}

// `B` for the second, as paper claims letter them.
std::string PointerLetter(int32_t index) {
  return index < 26 ? std::string(1, static_cast<char>('A' + index)) : std::to_string(index + 1);
}

void DescribeNotCovered(Description& d, const ServiceLine& line) {
  const auto& payload = d.finding.payload;
  const ReferenceTable& policies = *d.snapshot.program().Reference(ReferenceId::kCoveragePolicies);
  const auto row = static_cast<RowId>(payload[medical_necessity_payload::kRow]);
  const int32_t number = line.line_number;
  d.Evidence("diagnoses", DiagnosesOf(d.claim, line));
  d.Evidence("policy", std::string(policies.TextAt(row, coverage_policies::kPolicy)));
  d.Evidence("kind", policies.CodeAt(row, coverage_policies::kKind).ToString());
  d.Evidence("release", std::string(policies.release_name(policies.release(row))));
  const int32_t covered = payload[medical_necessity_payload::kCovered];
  if (covered >= 0) {
    const Code code = d.claim.diagnoses[static_cast<size_t>(covered)].code;
    d.Evidence("covered", FormatDiagnosis(code));
    d.AddFix(FixKind::kReview, number, std::to_string(covered + 1),
             absl::StrCat("point line ", number, " to diagnosis ", PointerLetter(covered), " (",
                          FormatDiagnosis(code),
                          "), which the policy covers, if the record shows "
                          "that the service was for it"),
             true);
  }
  if (payload[medical_necessity_payload::kModifierMissing] != 0) {
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("add one of the modifiers the policy asks for: ",
                          policies.Format(row, coverage_policies::kModifiers)),
             true);
  }
  if (d.finding.variant == medical_necessity::kPatientLiable) return;
  d.AddFix(FixKind::kReview, number, "",
           "add the documented diagnosis that was the reason for the service, if the policy covers "
           "it",
           true);
  if (d.claim.payer.line_of_business == LineOfBusiness::kMedicare) {
    d.AddFix(FixKind::kAddModifier, number, "GA",
             absl::StrCat("add modifier GA to line ", number,
                          " if the patient signed an advance notice before the service"),
             true);
    d.AddFix(FixKind::kAddModifier, number, "GZ",
             absl::StrCat("add modifier GZ to line ", number,
                          " if there is no notice: the provider bears the charge"),
             true);
  }
  d.AddFix(FixKind::kRemoveLine, number, "", absl::StrCat("remove line ", number), false);
}

}  // namespace

void DescribeMedicalNecessity(Description& d, BuiltinId builtin) {
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("date", line.service_date.ToString());
  d.Slot("line", std::to_string(line.line_number));
  switch (builtin) {
    case BuiltinId::kMedicalNecessity:
      d.text.field = d.FieldOfLine(ref, "diagnosis_pointers");
      return DescribeNotCovered(d, line);
    case BuiltinId::kNoticeUnneeded:
      d.text.field = d.FieldOfLine(ref, "modifiers");
      return d.AddFix(FixKind::kRemoveModifier, line.line_number, "GA",
                      absl::StrCat("remove GA from line ", line.line_number,
                                   " unless a denial is expected for another reason"),
                      false);
    default:
      d.text.field = d.FieldOfLine(ref, "modifiers");
      d.AddFix(FixKind::kReview, line.line_number, "",
               "mend the bundling or units first: the patient cannot be charged for those", false);
      return d.AddFix(FixKind::kRemoveModifier, line.line_number, "GA",
                      absl::StrCat("remove GA from line ", line.line_number), false);
  }
}

}  // namespace scrubline
