// rules_engine/evaluate/builtin_drug_units.h — what a drug finding's payload holds, for
// evaluate/describe.
#ifndef SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DRUG_UNITS_H_
#define SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DRUG_UNITS_H_

namespace scrubline::drug_units_payload {

// kRow: of drug_dosages, or of asp_ndc for a mismatch; kAllowed: whole units that the dose gives;
// kBilled: thousandths of units billed; kWaste: 1 where the discarded drug is meant.
enum Index { kRow, kAllowed, kBilled, kWaste };

}  // namespace scrubline::drug_units_payload

#endif  // SCRUBLINE_RULES_ENGINE_EVALUATE_BUILTIN_DRUG_UNITS_H_
