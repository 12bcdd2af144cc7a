#include "rules_engine/folder_fingerprint.h"

#include <filesystem>
#include <system_error>

#include "absl/hash/hash.h"

namespace scrubline {
namespace {

uint64_t OfFile(const std::filesystem::directory_entry& entry) {
  std::error_code gone;  // a file may vanish while we look
  if (!entry.is_regular_file(gone)) return 0;
  const auto time = entry.last_write_time(gone);
  const uint64_t size = entry.file_size(gone);
  return absl::HashOf(entry.path().string(), time.time_since_epoch().count(), size);
}

}  // namespace

uint64_t FolderFingerprint(const std::vector<std::string>& folders) {
  uint64_t sum = 0;  // of hashes: the order in which a folder is read does not matter
  for (const std::string& folder : folders) {
    std::error_code error;
    sum += OfFile(std::filesystem::directory_entry(folder, error));
    auto entry = std::filesystem::recursive_directory_iterator(
        folder, std::filesystem::directory_options::follow_directory_symlink, error);
    while (!error && entry != std::filesystem::recursive_directory_iterator()) {
      sum += OfFile(*entry);
      entry.increment(error);
    }
  }
  return sum;
}

}  // namespace scrubline
