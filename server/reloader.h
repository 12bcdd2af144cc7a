// server/reloader.h — keeps the snapshot that is served up to date with the folders on disk.
//
//   Reloader reloader(folders, LoadAndTry, holder);
//   absl::Status status = reloader.Reload();      // at start
//   while (serving) reloader.Poll();              // now and then, on one thread
//
// A load builds the new snapshot beside the one that is served and only then swaps; when it fails,
// the old one goes on being served, and the failure is logged, counted and kept for `state()`.
// Poll looks at the folders (names, sizes, times of all files): a change is loaded once the folders
// have been still from one Poll to the next, so that an author's half-copied folder is not; a state
// that failed is not tried again until it changes, or Reload is asked for.
// Threads: Reload and Poll on one thread; state() on any. Tested by reloader_test.cc.
#ifndef SCRUBLINE_SERVER_RELOADER_H_
#define SCRUBLINE_SERVER_RELOADER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "rules_engine/snapshot.h"
#include "server/snapshot_holder.h"

namespace scrubline {

class Reloader {
 public:
  using Loader = std::function<absl::StatusOr<std::shared_ptr<const Snapshot>>()>;

  struct State {
    uint64_t loads = 0;     // that succeeded
    uint64_t failures = 0;  // that did not
    absl::Status last;      // how the last one went
  };

  Reloader(std::vector<std::string> folders, Loader loader, SnapshotHolder& holder);

  absl::Status Reload();
  // True when it loaded, well or not.
  bool Poll();

  State state() const;

 private:
  const std::vector<std::string> folders_;
  const Loader loader_;
  SnapshotHolder& holder_;
  uint64_t loaded_ = 0;  // fingerprint of the folders at the last load
  uint64_t seen_ = 0;    // at the last Poll
  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_RELOADER_H_
