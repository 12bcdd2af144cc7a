// server/snapshot_holder.h — the snapshot that is being served.
//
//   std::shared_ptr<const Snapshot> snapshot = holder.Get();    // once per request
//
// A request keeps what it got until it is answered, so that an answer never mixes two snapshots; a
// replaced snapshot lives until its last request is done. Hold it for one request only.
// Threads: any.
#ifndef SCRUBLINE_SERVER_SNAPSHOT_HOLDER_H_
#define SCRUBLINE_SERVER_SNAPSHOT_HOLDER_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

class SnapshotHolder {
 public:
  // Null until the first Set.
  std::shared_ptr<const Snapshot> Get() const {
    absl::MutexLock lock(&mutex_);
    return snapshot_;
  }
  void Set(std::shared_ptr<const Snapshot> snapshot) {
    {
      absl::MutexLock lock(&mutex_);
      snapshot_.swap(snapshot);
    }
    // The old one, if this was its last holder, is destroyed here, outside the lock.
  }

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_SNAPSHOT_HOLDER_H_
