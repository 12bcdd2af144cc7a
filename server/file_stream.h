// server/file_stream.h — one ScrubFile call: bytes in, responses out, over gRPC's callback API.
//
// Reading, scrubbing and writing take turns, so that a client that does not read is not read from,
// and no two callbacks run at once but OnCancel. A piece of a file is scrubbed in steps of 64 KiB;
// a cancelled call or a passed deadline ends it at the next step. Deletes itself when the call is
// over. Tested by tests/end_to_end/scrubd_test.cc.
#ifndef SCRUBLINE_SERVER_FILE_STREAM_H_
#define SCRUBLINE_SERVER_FILE_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string_view>

#include "scrubline/v1/scrub_service.pb.h"
#include "server/file_scrubber.h"
#include "server/snapshot_holder.h"
#include "server/stream_registry.h"

namespace scrubline {

class FileStream final
    : public grpc::ServerBidiReactor<v1::ScrubFileRequest, v1::ScrubFileResponse>,
      private StreamRegistry::Member {
 public:
  // `refused` is OK, or what the call ends with at once. `on_done` is called last.
  FileStream(const SnapshotHolder& snapshots, const FileLimits& limits, StreamRegistry& registry,
             grpc::CallbackServerContext& context, const grpc::Status& refused,
             std::function<void()> on_done);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override;

 private:
  void CancelStalled() override { context_.TryCancel(); }
  grpc::Status Begin(const v1::FileOptions& options);
  void Continue();

  const SnapshotHolder& snapshots_;
  const FileLimits limits_;
  StreamRegistry& registry_;
  grpc::CallbackServerContext& context_;
  const std::function<void()> on_done_;
  std::atomic<bool> cancelled_ = false;
  v1::ScrubFileRequest request_;
  v1::ScrubFileResponse response_;
  std::optional<FileScrubber> scrubber_;
  std::string_view pending_;  // what is left of the piece being scrubbed
  bool over_ = false;         // no more bytes will be fed
  grpc::Status status_;       // how the call ends
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_FILE_STREAM_H_
