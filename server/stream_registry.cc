#include "server/stream_registry.h"

#include <vector>

namespace scrubline {

void StreamRegistry::Add(Member& member) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  members_.insert(&member);
}

void StreamRegistry::Remove(Member& member) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  members_.erase(&member);
}

int StreamRegistry::CancelIdleSince(absl::Time time) {
  const int64_t bound = absl::ToUnixMillis(time);
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  int cancelled = 0;
  const std::vector<Member*> members(members_.begin(), members_.end());
  for (Member* member : members) {
    if (members_.count(member) == 0) continue;  // gone with one cancelled before
    if (member->moved_at_.load(std::memory_order_relaxed) >= bound) continue;
    member->CancelStalled();
    ++cancelled;
  }
  return cancelled;
}

}  // namespace scrubline
