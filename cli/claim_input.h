// cli/claim_input.h — claims from files, whatever their form: 837 (X12), one claim as JSON, or JSON
// lines. All come out as Claim messages, so that what follows, here or on a server, is the same.
//
//   absl::Status status = ReadClaims("claims.jsonl", InputFormat::kDetect,
//                                    [](InputClaim claim) { ... }, std::cerr);
//
// `-` is standard input. Reads in pieces: memory is bounded by one claim, however long the file. A
// claim that cannot be read is handed on too, with `error` set: it never disappears. What is wrong
// with an 837 file around its claims goes to `diagnostics`.
// Errors: the file cannot be opened or read, or is of no form we know; DataLoss where it was read
// but held, by its structure, claims that could not be. Tested by claim_input_test.cc.
#ifndef SCRUBLINE_CLI_CLAIM_INPUT_H_
#define SCRUBLINE_CLI_CLAIM_INPUT_H_

#include <functional>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

enum class InputFormat { kDetect, kClaimJson, kJsonLines, kX12 };

struct InputClaim {
  v1::Claim claim;
  std::string file;   // as the user named it
  std::string place;  // in the file: `12` (a line), `claim 3, segment 40`
  std::string json;   // the claim's own text, when it was JSON: fields can be found in it
  int json_line = 0;  // the line of the file that `json` starts on
  std::string error;  // why the claim could not be read; empty: it could
};

// `file:12:7: service_lines[2].units: must not be negative`: where in the input a field of a claim
// is wrong.
std::string DescribePlace(const InputClaim& input, const std::string& field);

absl::Status ReadClaims(const std::string& path, InputFormat format,
                        const std::function<void(InputClaim)>& sink, std::ostream& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CLAIM_INPUT_H_
