// render/result_encoder.h — findings as the public ScrubResult message.
//
//   ResultEncoder encoder;                                       // one per thread, reused
//   const Findings& findings = Evaluate(*snapshot, claim, options, scratch);
//   encoder.Encode(*snapshot, claim, findings, *response.mutable_result());
//
// Here, and only here, a finding's text is made.
// Threads: an encoder belongs to one thread at a time; it may be used with one snapshot after
// another. A `result` that was cleared is better than a new one: it keeps its texts' memory. Total:
// never fails. Cost: a few hundred nanoseconds and then about as much per finding. Tested by
// result_encoder_test.cc.
#ifndef SCRUBLINE_RENDER_RESULT_ENCODER_H_
#define SCRUBLINE_RENDER_RESULT_ENCODER_H_

#include <string>
#include <vector>

#include "rules_engine/claim.h"
#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

class ResultEncoder {
 public:
  // Adds to an empty `result`.
  void Encode(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
              v1::ScrubResult& result);

 private:
  struct Table {
    std::string name;
    std::string release;
  };

  void LearnTables(const Snapshot& snapshot);
  void EncodeFinding(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
                     const Finding& finding, v1::Finding& to);

  FindingText text_;
  std::string snapshot_id_;  // the snapshot whose tables these are
  std::vector<Table> tables_;
};

// Whether the table applies to the claim at all (ruling R8): practitioner tables to professional
// claims, hospital tables to the outpatient types of bill, Medicaid's own to Medicaid.
bool TableApplies(std::string_view table, const Claim& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_RESULT_ENCODER_H_
