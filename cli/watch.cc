#include "cli/watch.h"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <thread>

#include "rules_engine/folder_fingerprint.h"

namespace scrubline {
namespace {

constexpr std::chrono::milliseconds kLook{250};

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

}  // namespace

void WatchFolders(const std::vector<std::string>& folders, const std::function<void()>& run,
                  const std::atomic<bool>& stop) {
  // Looked at before the run: what changes meanwhile is a change at the next look.
  uint64_t ran_on = FolderFingerprint(folders);
  run();
  uint64_t seen = ran_on;
  while (!stop) {
    std::this_thread::sleep_for(kLook);
    const uint64_t now = FolderFingerprint(folders);
    const bool still = now == seen;
    seen = now;
    if (now == ran_on || !still || stop) continue;
    ran_on = now;
    run();
  }
}

const std::atomic<bool>& InterruptFlag() {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, [](int) { interrupted = true; });
  }
  return interrupted;
}

}  // namespace scrubline
