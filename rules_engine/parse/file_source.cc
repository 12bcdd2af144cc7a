#include "rules_engine/parse/file_source.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/status/status.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

absl::Status Unreadable(const std::string& path, const std::string& reason) {
  return absl::NotFoundError("cannot read " + path + ": " + reason);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> DiskFileSource::List(const std::string& directory) const {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error);
  if (error) return Unreadable(directory, error.message());
  std::vector<std::string> paths;
  for (; it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (error) return Unreadable(directory, error.message());
    if (it->path().filename().string().front() == '.') {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(error)) {
      paths.push_back(it->path().generic_string());
    }
  }
  if (error) return Unreadable(directory, error.message());
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::StatusOr<std::string> DiskFileSource::Read(const std::string& path, size_t max_bytes) const {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unreadable(path, "no such file, or not readable");
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  if (error) return Unreadable(path, error.message());
  std::string text(static_cast<size_t>(std::min<uintmax_t>(size, max_bytes + 1)), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Unreadable(path, "the device reported an error");
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

absl::StatusOr<std::vector<std::string>> MemoryFileSource::List(
    const std::string& directory) const {
  std::vector<std::string> paths;
  for (const auto& [path, text] : files_) {
    if (path.compare(0, directory.size() + 1, directory + "/") == 0) paths.push_back(path);
  }
  if (paths.empty()) return Unreadable(directory, "no such folder");
  return paths;
}

absl::StatusOr<std::string> MemoryFileSource::Read(const std::string& path,
                                                   size_t max_bytes) const {
  const auto file = files_.find(path);
  if (file == files_.end()) return Unreadable(path, "no such file");
  return file->second.substr(0, max_bytes + 1);
}

}  // namespace scrubline
