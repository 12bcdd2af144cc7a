// rules_engine/parse/claim_yaml.h — a claim as the author of a rule writes it, in `examples:` and
// *_test.yaml files.
//
//   fires: {place_of_service: "11", lines: [{procedure_code: "99213", modifiers: ["25"]}]}
//
// Keys are the contract's field names (proto/scrubline/v1/claim.proto); `lines` is short for
// `service_lines`, and `service_date` beside it is the date of every line that gives none. Words of
// an enumeration may be in either case; amounts are whole cents, or dollars with two decimals
// (`12.50`). What is not written is absent, except for what nearly every example would repeat: type
// professional, units 1, a billing provider with NPI 1234567893, the date of service, line numbers
// by position, and the scope of the ruleset the example stands in (ClaimDefaults). A field is
// absent all the same when it is written as `~`. Unknown keys and values that cannot be read are
// Diagnostics. Tested by claim_yaml_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_PARSE_CLAIM_YAML_H_
#define SCRUBLINE_RULES_ENGINE_PARSE_CLAIM_YAML_H_

#include <memory>
#include <string>

#include "rules_engine/claim.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"

namespace scrubline {

struct ClaimDefaults {
  Date service_date;
  ClaimType type = ClaimType::kProfessional;
  LineOfBusiness line_of_business = LineOfBusiness::kUnset;
  std::string payer_id, plan_id, tenant_id;
  Code state;  // of the billing provider
};

// Asks `claim` for the keys of a claim; other keys and Finish() are the caller's. Never null; what
// could not be read is absent and reported.
std::shared_ptr<const Claim> ReadClaim(MapReader& claim, const ClaimDefaults& defaults,
                                       Diagnostics& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_PARSE_CLAIM_YAML_H_
