#include "server/reloader.h"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/hash/hash.h"

namespace scrubline {
namespace {

uint64_t Mix(const std::string& path, int64_t time, uint64_t size) {
  return absl::HashOf(path, time, size);
}

}  // namespace

uint64_t FolderFingerprint(const std::vector<std::string>& folders) {
  uint64_t sum = 0;  // of hashes: the order in which a folder is read does not matter
  for (const std::string& folder : folders) {
    std::error_code error;
    auto entry = std::filesystem::recursive_directory_iterator(
        folder, std::filesystem::directory_options::follow_directory_symlink, error);
    while (!error && entry != std::filesystem::recursive_directory_iterator()) {
      std::error_code gone;  // a file may vanish while we look
      const auto time = entry->last_write_time(gone);
      const bool is_file = entry->is_regular_file(gone);
      const uint64_t size = is_file ? entry->file_size(gone) : 0;
      if (is_file) sum += Mix(entry->path().string(), time.time_since_epoch().count(), size);
      entry.increment(error);
    }
  }
  return sum;
}

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
