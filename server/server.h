// server/server.h — scrubd without its command line: a gRPC server over the rules in two folders.
//
//   absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);   // listens,
//   NOT_SERVING absl::Status status = (*server)->Load();                                  // now
//   SERVING
//   ... (*server)->RequestReload(); ...
//   (*server)->Shutdown();                                                    // drains
//
// Health (grpc.health.v1): `` and `scrubline.v1.ScrubService` are SERVING between Load and
// Shutdown; `scrubline.reload` is SERVING while the newest state of the folders is the one being
// served, and NOT_SERVING after a reload that failed. Server reflection is on. Errors: Start fails
// when the address cannot be listened on; Load when the rules cannot be loaded, its message holding
// the diagnostics. Threads: one owner; RequestReload from any. Tested by
// tests/end_to_end/scrubd_test.cc.
#ifndef SCRUBLINE_SERVER_SERVER_H_
#define SCRUBLINE_SERVER_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/reloader.h"
#include "server/scrub_service.h"
#include "server/snapshot_holder.h"

namespace scrubline {

struct ServerOptions {
  std::string listen = "127.0.0.1:50051";  // port 0: any free one
  std::string rulesets;
  std::string tables;  // empty: none
  ServiceLimits limits;
  int max_memory_mb = 512;  // for messages in transit, in all connections
  absl::Duration poll_interval = absl::Seconds(1);
  absl::Duration drain = absl::Seconds(10);  // then calls still open are cancelled
};

class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);
  ~Server();

  absl::Status Load();
  void RequestReload();
  void Shutdown();

  // `127.0.0.1:50051`, with the port in use.
  const std::string& address() const { return address_; }
  Reloader::State reload_state() const { return reloader_.state(); }

 private:
  explicit Server(const ServerOptions& options);
  absl::Status Listen();
  void Housekeeping();
  void ReportReload();

  const ServerOptions options_;
  std::string address_;
  SnapshotHolder snapshots_;
  Reloader reloader_;
  ScrubService service_;
  std::unique_ptr<grpc::Server> server_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool reload_requested_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread housekeeper_;  // polls the folders, reloads, cancels stalled streams
};

// The rules in `rulesets` with the tables in `tables`, after all of their examples and tests
// passed. The message of an error holds every diagnostic, each with its place.
absl::StatusOr<std::shared_ptr<const Snapshot>> LoadAndTry(const std::string& rulesets,
                                                           const std::string& tables);

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_SERVER_H_
