// cli/claim_input.h — claims from files, whatever their form: 837 (X12), FHIR, one claim as JSON,
// or JSON lines. All come out as Claim messages, so that what follows, here or on a server, is the
// same; around the claims of an 837 file come its envelopes, for the acknowledgments.
//
//   absl::Status status = ReadFile("claims.837", {}, [](InputItem item) { ... }, std::cerr);
//   absl::Status status = ReadClaims("claims.jsonl", InputFormat::kDetect,
//                                    [](InputClaim claim) { ... }, std::cerr);
//
// `-` is standard input. Reads in pieces: memory is bounded by one claim, however long the file. A
// claim that cannot be read is handed on too, with `error` set: it never disappears. What is wrong
// with a file around its claims goes to `diagnostics`.
// Errors: the file cannot be opened or read, or is of no form we know; DataLoss where it was read
// but held, by its structure, claims that could not be; Cancelled. Tested by claim_input_test.cc.
#ifndef SCRUBLINE_CLI_CLAIM_INPUT_H_
#define SCRUBLINE_CLI_CLAIM_INPUT_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/issue.h"
#include "ingest/x12/events.h"
#include "rules_engine/claim.h"
#include "scrubline/v1/claim.pb.h"

namespace scrubline {

enum class InputFormat { kDetect, kClaimJson, kJsonLines, kX12, kFhir };

struct InputClaim {
  v1::Claim claim;              // empty where `read` has it
  std::unique_ptr<Claim> read;  // as the reader left it, where that will do (keep_read)
  std::string file;             // as the user named it
  uint64_t ordinal = 0;         // in the file, from 1
  std::string place;            // in the file: `12` (a line), `claim 3, segment 40`
  std::string json;             // the claim's own text, when it was JSON: fields can be found in it
  int json_line = 0;            // the line of the file that `json` starts on
  std::string error;            // why the claim could not be read; empty: it could
  std::unique_ptr<X12ClaimSource> x12;  // where it stands in an 837; with keep_source
  std::unique_ptr<FhirClaim> fhir;      // what is answered of FHIR, without its message
};

// A file's claims and what stands around them lie between these two.
struct FileBegun {
  std::string file;
  InputFormat format = InputFormat::kDetect;  // never kDetect, unless it could not be told
};
struct FileEnded {
  std::string file;
  absl::Status status;                 // as ReadFile returns it
  std::vector<FhirIssue> fhir_issues;  // of FHIR, besides those of claims
};
using InputItem = std::variant<InputClaim, FileBegun, X12Event, FileEnded>;

struct ReadOptions {
  InputFormat format = InputFormat::kDetect;
  bool strict = false;       // X12: reject each transaction that breaks its guide
  bool keep_source = false;  // X12: fill InputClaim::x12 and hand on events
  bool check_guide = false;  // X12: hold transactions against their guide; strict does too
  bool keep_read = false;    // X12: no message of claims that need none to be evaluated
  std::string tenant_id;     // of every claim that names none
  std::string shown_as;      // the file's name in messages; empty: its path
  // Called with the number of bytes after each piece; may be null.
  std::function<void(uint64_t)> on_bytes;
  // When it becomes true, reading ends with Cancelled; may be null.
  const std::atomic<bool>* stop = nullptr;
};

// `file:12:7: service_lines[2].units: must not be negative`: where in the input a field of a claim
// is wrong.
std::string DescribePlace(const InputClaim& input, const std::string& field);

// One file, from FileBegun to FileEnded.
absl::Status ReadFile(const std::string& path, const ReadOptions& options,
                      const std::function<void(InputItem)>& sink, std::ostream& diagnostics);

// Its claims alone.
absl::Status ReadClaims(const std::string& path, InputFormat format,
                        const std::function<void(InputClaim)>& sink, std::ostream& diagnostics);

// Whether the file's first bytes look like claims of some form; false too when it cannot be read.
bool LooksLikeClaims(const std::string& path);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CLAIM_INPUT_H_
