#include "server/reloader.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "rules_engine/folder_fingerprint.h"

namespace scrubline {

Reloader::Reloader(std::vector<std::string> folders, Loader loader, SnapshotHolder& holder)
    : folders_(std::move(folders)), loader_(std::move(loader)), holder_(holder) {}

absl::Status Reloader::Reload() {
  // Looked at before the files are read: what changes meanwhile is a change at the next Poll.
  loaded_ = seen_ = FolderFingerprint(folders_);
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot = loader_();
  if (snapshot.ok()) {
    const std::shared_ptr<const Snapshot> serving = holder_.Get();
    const bool same = serving != nullptr && serving->id() == (*snapshot)->id();
    if (!same) holder_.Set(*snapshot);
    spdlog::info("{} snapshot {}", same ? "still serving" : "serving", (*snapshot)->id());
  } else if (holder_.Get() != nullptr) {
    spdlog::error("the rules were not reloaded, the old ones are still served: {}",
                  std::string(snapshot.status().message()));
  }
  absl::MutexLock lock(&mutex_);
  (snapshot.ok() ? state_.loads : state_.failures) += 1;
  state_.last = snapshot.status();
  return state_.last;
}

bool Reloader::Poll() {
  const uint64_t now = FolderFingerprint(folders_);
  const bool still = now == seen_;
  seen_ = now;
  if (now == loaded_ || !still) return false;
  Reload().IgnoreError();  // logged and counted there
  return true;
}

Reloader::State Reloader::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

}  // namespace scrubline
