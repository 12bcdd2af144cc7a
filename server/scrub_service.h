// server/scrub_service.h — ScrubService over gRPC's callback API: decode, evaluate, encode; no
// state but the snapshot holder, limits and counters.
//
// A claim is evaluated on the callback thread itself: microseconds for a call, and a batch is
// bounded in claims and bytes. What one peer can make the server hold is bounded too: one request
// and one response message a stream, so many streams and calls at once (RESOURCE_EXHAUSTED beyond
// them), and a stream whose client neither sends nor reads for stall_timeout is cancelled.
// Messages and their memory are used again, for calls as for the messages of a stream.
// Cancelled calls and passed deadlines end a batch at the next claim.
// Threads: gRPC's, any number. Tested by tests/end_to_end/scrubd_test.cc.
#ifndef SCRUBLINE_SERVER_SCRUB_SERVICE_H_
#define SCRUBLINE_SERVER_SCRUB_SERVICE_H_

#include <atomic>
#include <cstddef>
#include <memory>

#include "absl/time/time.h"
#include "scrubline/v1/scrub_service.grpc.pb.h"
#include "server/file_scrubber.h"
#include "server/snapshot_holder.h"
#include "server/stream_registry.h"

namespace scrubline {

struct ServiceLimits {
  int max_batch_claims = 1000;
  // Of a request message. Clients take 4 MiB by default, which bounds the response.
  int max_request_bytes = 4 * 1024 * 1024;
  size_t max_response_bytes = 4 * 1024 * 1024 - 64 * 1024;
  int max_calls = 1024;  // ScrubClaim and ExplainClaim at once
  // Rules named times lines of one ExplainClaim: each makes a few kilobytes of text.
  int max_explained = 20'000;
  int max_streams = 64;  // ScrubClaims at once
  int max_files = 16;    // ScrubFile at once
  FileLimits file;       // of one of them
  absl::Duration stall_timeout = absl::Minutes(5);
};

class ScrubService final : public v1::ScrubService::CallbackService {
 public:
  ScrubService(const SnapshotHolder& snapshots, const ServiceLimits& limits);
  ~ScrubService() override;

  grpc::ServerUnaryReactor* ScrubClaim(grpc::CallbackServerContext* context,
                                       const v1::ScrubClaimRequest* request,
                                       v1::ScrubClaimResponse* response) override;
  grpc::ServerBidiReactor<v1::ScrubClaimsRequest, v1::ScrubClaimsResponse>* ScrubClaims(
      grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<v1::ScrubFileRequest, v1::ScrubFileResponse>* ScrubFile(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* ExplainClaim(grpc::CallbackServerContext* context,
                                         const v1::ExplainClaimRequest* request,
                                         v1::ExplainClaimResponse* response) override;

  // Cancels the streams that have stood still for longer than stall_timeout; to be called now and
  // then. Returns how many.
  int CancelStalledStreams();

 private:
  class Call;
  class ExplainCall;
  class Stream;
  class Messages;
  class MessagesAllocator;

  const SnapshotHolder& snapshots_;
  const ServiceLimits limits_;
  std::atomic<int> calls_ = 0;
  std::atomic<int> streams_ = 0;
  std::atomic<int> files_ = 0;
  StreamRegistry registry_;
  std::unique_ptr<MessagesAllocator> allocator_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_SCRUB_SERVICE_H_
