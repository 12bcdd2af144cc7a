// rules_engine/evaluate/prepared_diagnosis.h — a claim's diagnoses with what the tables say of
// them, looked up once for all built-ins. Internal to evaluate/.
//
//   for (const PreparedDiagnosis& d : evaluation.Diagnoses()) {
//     if (d.listed.listing == Listing::kEnded) ...
//   }
//
// Made when the first built-in asks for it. Cost: two probes a diagnosis. Tested through the
// built-ins.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_PREPARED_DIAGNOSIS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_PREPARED_DIAGNOSIS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/reference_table.h"

namespace scrubline {

struct PreparedDiagnosis {
  Code code;
  DiagnosisRole role = DiagnosisRole::kUnset;
  bool first_listed = false;  // the principal one; where no role says so, the first (R16)
  bool well_formed = false;
  bool pointed = false;   // by a line of the claim
  bool repeated = false;  // an earlier one has the same code
  bool billable = false;  // a complete code on `date`
  Date date;              // which tests it (R15); none: the claim does not say
  // In icd10cm and mce_diagnoses on that date; kUnknown too where the table is not loaded.
  ReferenceTable::Answer listed{Listing::kUnknown, kNoRow};
  ReferenceTable::Answer flags{Listing::kUnknown, kNoRow};

  // V00-Y99.
  bool IsExternalCauseByRange() const { return code[0] >= 'V' && code[0] <= 'Y'; }
};

// Letter, digit, digit or A or B, then up to four letters or digits (domain 6.2); since FY2026 the
// second character may be a letter too (QA0).
bool HasDiagnosisFormat(Code code);

// `first_date`: the earliest date of service on the claim; none when there is none.
void PrepareDiagnoses(const Program& program, const Claim& claim, Date first_date,
                      std::vector<PreparedDiagnosis>& diagnoses);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_PREPARED_DIAGNOSIS_H_
