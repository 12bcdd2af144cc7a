// server/file_scrubber.h — one 837 file in pieces to the response messages of ScrubFile.
//
//   FileScrubber scrubber(snapshot, options, evaluate, limits);
//   grpc::Status status = scrubber.Feed(chunk);          // or of any size
//   while (scrubber.TakeResponse(response)) Write(response);
//   ...
//   status = scrubber.Finish();                          // the bytes are over
//   while (scrubber.TakeResponse(response)) Write(response);
//
// Claims are scrubbed as they are complete. Responses queue up until they are taken, each below
// max_response_bytes: feed small pieces and take what is there between them, and memory stays
// bounded by the reader's, one transaction's acknowledgment and a few responses.
// Errors as scrub_service.proto has them under ScrubFile; after one, only TakeResponse.
// Threads: one at a time. Tested by file_scrubber_test.cc and tests/end_to_end/.
#ifndef SCRUBLINE_SERVER_FILE_SCRUBBER_H_
#define SCRUBLINE_SERVER_FILE_SCRUBBER_H_

#include <grpcpp/support/status.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/reader.h"
#include "render/x12/answer_writer.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/snapshot.h"
#include "scrubline/v1/claim.pb.h"
#include "scrubline/v1/scrub_service.pb.h"
#include "server/claim_scrubber.h"

namespace scrubline {

struct FileLimits {
  uint64_t max_file_bytes = uint64_t{4} << 30;
  size_t max_response_bytes = 4 * 1024 * 1024 - 64 * 1024;
};

class FileScrubber final : private X12Sink {
 public:
  FileScrubber(std::shared_ptr<const Snapshot> snapshot, const v1::FileOptions& file_options,
               const EvaluateOptions& options, const FileLimits& limits);

  grpc::Status Feed(std::string_view bytes);
  grpc::Status Finish();

  // The oldest response; `response` is replaced. False when there is none. What has come up since
  // the last full one counts as one if `partial`.
  bool TakeResponse(v1::ScrubFileResponse& response, bool partial = true);

 private:
  void OnClaim(Claim& claim, X12ClaimSource& source) override;
  void OnEvent(X12Event&& event) override;
  void ReportIssues();
  void Count(const v1::ScrubResult& result);
  void AddAcknowledgments();
  // The pieces of acknowledgments that are ready; all of them at the end.
  void HandOnAcknowledgments(bool all);
  // The response being filled, with room for `bytes` more.
  v1::ScrubFileResponse& Room(size_t bytes);

  const std::shared_ptr<const Snapshot> snapshot_;
  const v1::FileOptions file_options_;
  const EvaluateOptions options_;
  const FileLimits limits_;
  X12Reader reader_;
  ClaimScrubber scrubber_;
  v1::Claim claim_;  // reused
  uint64_t fed_ = 0;
  size_t issues_reported_ = 0;
  v1::FileTransaction transaction_;
  v1::FileSummary summary_;
  struct Acknowledgment {
    v1::FileAcknowledgment::Kind kind;
    std::unique_ptr<AnswerWriter> writer;
    std::string ready;
  };
  std::vector<std::unique_ptr<Acknowledgment>> acknowledgments_;
  std::deque<v1::ScrubFileResponse> full_;
  v1::ScrubFileResponse filling_;
  size_t filled_ = 0;  // its size, about
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_FILE_SCRUBBER_H_
