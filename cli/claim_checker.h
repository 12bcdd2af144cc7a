// cli/claim_checker.h — batches of items in, the same batches with their outcomes out, in order:
// evaluated here on some threads, or by a running scrubd over its batched stream.
//
//   std::unique_ptr<ClaimChecker> checker = LocalChecker(snapshot, options, jobs, on_answered);
//   while (...) status = checker->Submit(std::move(batch));
//   status = checker->Finish();              // all batches have been answered, or the status says
//   why not
//
// Submit may block until earlier batches are done: a bounded number is in flight. `on_answered` is
// called once for each batch, in the order of submission and never twice at once; for a remote
// checker on a thread of its own.
// Tested by check_command_test.cc and tests/end_to_end/.
#ifndef SCRUBLINE_CLI_CLAIM_CHECKER_H_
#define SCRUBLINE_CLI_CLAIM_CHECKER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/claim_input.h"
#include "ingest/proto/decode_claim.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

// One item of the input, and of a claim what became of it. What is no claim passes through in its
// place.
struct CheckedItem {
  InputItem input;
  v1::ScrubResult result;
  // Why there is no result; empty where there is.
  std::vector<FieldViolation> violations;
};
using CheckBatch = std::vector<CheckedItem>;

class ClaimChecker {
 public:
  virtual ~ClaimChecker() = default;
  virtual absl::Status Submit(CheckBatch batch) = 0;
  virtual absl::Status Finish() = 0;
};

using OnAnswered = std::function<void(CheckBatch)>;

std::unique_ptr<ClaimChecker> LocalChecker(std::shared_ptr<const Snapshot> snapshot,
                                           const EvaluateOptions& options, int jobs,
                                           OnAnswered on_answered);

// Unavailable when nobody answers at `address`. `today` as the server takes it: empty or a date.
absl::StatusOr<std::unique_ptr<ClaimChecker>> RemoteChecker(const std::string& address,
                                                            const std::string& today,
                                                            bool include_bypassed,
                                                            OnAnswered on_answered);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CLAIM_CHECKER_H_
