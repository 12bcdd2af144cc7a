#include "rules_engine/evaluate/prepared_diagnosis.h"

#include <algorithm>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }

// Index of the first-listed diagnosis; -1: none says so.
int FirstListed(const Claim& claim) {
  bool any_role = false;
  for (size_t i = 0; i < claim.diagnoses.size(); ++i) {
    if (claim.diagnoses[i].role == DiagnosisRole::kPrincipal) return static_cast<int>(i);
    any_role |= claim.diagnoses[i].role != DiagnosisRole::kUnset;
  }
  // On an institutional claim the others have roles of their own.
  const bool by_place = claim.type != ClaimType::kInstitutional || !any_role;
  return by_place && !claim.diagnoses.empty() ? 0 : -1;
}

// Each diagnosis that lines point to takes the earliest of their dates.
void TakeDatesOfLines(const Claim& claim, std::vector<PreparedDiagnosis>& diagnoses) {
  for (const ServiceLine& line : claim.service_lines) {
    for (size_t i = 0; i < line.pointer_count; ++i) {
      const size_t pointer = line.diagnosis_pointers[i];
      if (pointer == 0 || pointer > diagnoses.size()) continue;
      PreparedDiagnosis& d = diagnoses[pointer - 1];
      d.pointed = true;
      if (!line.service_date.has_value()) continue;
      if (!d.date.has_value() || line.service_date < d.date) d.date = line.service_date;
    }
  }
}

}  // namespace

bool HasDiagnosisFormat(Code code) {
  const int length = code.length();
  if (length < 3 || length > 7) return false;
  if (!IsLetter(code[0]) || (!IsDigit(code[1]) && !IsLetter(code[1]))) return false;
  if (!IsDigit(code[2]) && code[2] != 'A' && code[2] != 'B') return false;
  for (int i = 3; i < length; ++i) {
    if (!IsDigit(code[i]) && !IsLetter(code[i])) return false;
  }
  return true;
}

void PrepareDiagnoses(const Program& program, const Claim& claim, Date first_date,
                      std::vector<PreparedDiagnosis>& diagnoses) {
  diagnoses.clear();
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    PreparedDiagnosis& d = diagnoses.emplace_back();
    d.code = diagnosis.code;
    d.role = diagnosis.role;
    d.well_formed = HasDiagnosisFormat(d.code);
  }
  if (const int first = FirstListed(claim); first >= 0)
    diagnoses[static_cast<size_t>(first)].first_listed = true;
  TakeDatesOfLines(claim, diagnoses);
  const bool inpatient = SettingOf(claim) == Setting::kInpatient;
  const Date statement = inpatient ? claim.statement_through : claim.statement_from;
  const ReferenceTable* codes = program.Reference(ReferenceId::kDiagnoses);
  const ReferenceTable* flags = program.Reference(ReferenceId::kDiagnosisFlags);
  for (size_t i = 0; i < diagnoses.size(); ++i) {
    PreparedDiagnosis& d = diagnoses[i];
    if (claim.type == ClaimType::kInstitutional) {
      d.date = statement;
    } else if (!d.date.has_value()) {
      d.date = first_date;
    }
    for (size_t before = 0; before < i; ++before) d.repeated |= diagnoses[before].code == d.code;
    if (!d.well_formed) continue;
    const TableKey key = TableKey::Of(d.code);
    if (codes != nullptr) {
      d.listed = codes->LookUp(key, d.date);
      d.billable = d.listed.listing == Listing::kListed &&
                   codes->FlagAt(d.listed.row, scrubline::diagnoses::kBillable);
    }
    if (flags != nullptr) d.flags = flags->LookUp(key, d.date);
  }
}

}  // namespace scrubline
