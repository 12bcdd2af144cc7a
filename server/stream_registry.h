// server/stream_registry.h — the open streams and when each last moved, so that those standing
// still can be cancelled: a client that stops reading would otherwise hold its place for ever.
//
// A stream is a member from its first to its last callback. Threads: any.
// Tested by stream_registry_test.cc.
#ifndef SCRUBLINE_SERVER_STREAM_REGISTRY_H_
#define SCRUBLINE_SERVER_STREAM_REGISTRY_H_

#include <atomic>
#include <mutex>
#include <set>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace scrubline {

class StreamRegistry {
 public:
  class Member {
   public:
    virtual ~Member() = default;
    // Ends the stream. May lead to Remove on the same thread.
    virtual void CancelStalled() = 0;
    void Moved() { moved_at_.store(absl::ToUnixMillis(absl::Now()), std::memory_order_relaxed); }

   private:
    friend class StreamRegistry;
    std::atomic<int64_t> moved_at_ = absl::ToUnixMillis(absl::Now());
  };

  void Add(Member& member);
  // When it returns, the member is not being cancelled and never will be (but for a cancellation on
  // this very thread).
  void Remove(Member& member);
  int CancelIdleSince(absl::Time time);

 private:
  // Recursive, since gRPC may run a cancelled stream's last callback inside the cancellation.
  std::recursive_mutex mutex_;
  std::set<Member*> members_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_STREAM_REGISTRY_H_
