#include "authoring/handbook/handbook_folder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace scrubline {
namespace {

namespace fs = std::filesystem;

absl::Status Failed(const std::string& what, const fs::path& path, std::error_code error) {
  return absl::UnavailableError("cannot " + what + " " + path.string() + ": " + error.message());
}
std::error_code LastError() { return {errno, std::generic_category()}; }

absl::Status CheckReplaceable(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return absl::OkStatus();
  if (!fs::is_directory(folder, error)) {
    return absl::FailedPreconditionError(folder.string() + " is a file; name a folder");
  }
  if (fs::exists(folder / kHandbookMark, error) || fs::is_empty(folder, error)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(folder.string() +
                                       " holds something else than a handbook; name a new folder");
}

// Takes a folder away when it goes out of scope.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {}
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  const fs::path path_;
};

absl::Status WriteFiles(const HandbookFiles& files, const fs::path& folder) {
  std::error_code error;
  for (const auto& [path, bytes] : files) {
    const fs::path file = folder / path;
    fs::create_directories(file.parent_path(), error);
    if (error) return Failed("make", file.parent_path(), error);
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return Failed("write", file, LastError());
  }
  return absl::OkStatus();
}

// `made` takes the name `folder`; what stood there comes under the name of `made`.
absl::Status TakeName(const fs::path& made, const fs::path& folder) {
  if (renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) {
    return absl::OkStatus();
  }
  std::error_code error;
  if (errno != ENOENT) fs::remove_all(folder, error);  // a file system that cannot exchange
  if (!error) fs::rename(made, folder, error);
  return error ? Failed("write", folder, error) : absl::OkStatus();
}

}  // namespace

absl::Status WriteHandbook(const HandbookFiles& files, const std::string& folder) {
  fs::path target = fs::path(folder).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();  // `handbook/`
  if (absl::Status status = CheckReplaceable(target); !status.ok()) return status;
  const fs::path parent = target.has_parent_path() ? target.parent_path() : ".";
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) return Failed("make", parent, error);
  std::string name = (parent / ("." + target.filename().string() + ".XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr) return Failed("make", name, LastError());
  const TemporaryFolder made(name);
  chmod(name.c_str(), 0755);
  if (absl::Status status = WriteFiles(files, made.path()); !status.ok()) return status;
  return TakeName(made.path(), target);
}

}  // namespace scrubline
