// ingest/proto/claim_json.h — a claim as JSON text to a Claim message.
//
//   v1::Claim claim;
//   if (std::optional<ClaimJsonError> error = ParseClaimJson(text, claim)) {
//     // claims.json:14:20: service_lines[2].units: expected a number
//     std::cerr << path << ':' << error->line << ':' << error->column << ": " << error->message;
//   }
//
// The proto3 JSON form: `serviceLines` or `service_lines`, enums by name. Unknown and repeated
// fields are errors. Only the form is judged; the values are DecodeClaim's business. Errors never
// repeat a value. Tested by claim_json_test.cc.
#ifndef SCRUBLINE_INGEST_PROTO_CLAIM_JSON_H_
#define SCRUBLINE_INGEST_PROTO_CLAIM_JSON_H_

#include <optional>
#include <string>
#include <string_view>

#include "scrubline/v1/claim.pb.h"

namespace scrubline {

inline constexpr size_t kMaxClaimJsonBytes = 16 * 1024 * 1024;

struct ClaimJsonError {
  int line;    // in the text given, from 1
  int column;  // in bytes, from 1
  std::string message;
};

std::optional<ClaimJsonError> ParseClaimJson(std::string_view text, v1::Claim& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_CLAIM_JSON_H_
