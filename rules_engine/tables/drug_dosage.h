// rules_engine/tables/drug_dosage.h — how much of a drug one unit of its HCPCS code is, read from
// the code's long description.
//
//   ParseDrugDosage("J1885", "Injection, ketorolac tromethamine, per 15 mg")  // PER 15 MG
//   ParseDrugDosage("J3420", "... up to 1000 mcg")                            // UP_TO 1000 MCG
//   ParseDrugDosage("J7323", "... for intra-articular injection, per dose")   // DOSE
//   ParseDrugDosage("J3490", "Unclassified drugs")                            // NOC
//
// Nothing is guessed: a description with two measures (`3 mg and 125 mg`), with none, or with a
// range has no answer here, and the edits of dosage are then not evaluated; the user's own csv of
// drug_dosages fills the gap. What stands in parentheses counts only where nothing outside does.
// Codes outside J are answered for only when a measure or `per ... dose` says so.
// Tested by drug_dosage_test.cc; published_tables_test.cc counts the J codes understood.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_DRUG_DOSAGE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_DRUG_DOSAGE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules_engine/claim.h"
#include "rules_engine/code.h"

namespace scrubline {

struct DrugDosage {
  int64_t amount = kUnset;  // thousandths of `unit`; of PER and UP_TO
  Code unit;                // MG, MCG, G, ML, L, UNITS ...; of PER and UP_TO
  Code kind;                // PER, UP_TO, DOSE or NOC

  friend bool operator==(const DrugDosage&, const DrugDosage&) = default;
};

// `code`: a HCPCS Level II code; nullopt for one that is no drug's, too.
std::optional<DrugDosage> ParseDrugDosage(std::string_view code, std::string_view description);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_DRUG_DOSAGE_H_
