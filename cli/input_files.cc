#include "cli/input_files.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "cli/claim_input.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 1 && name[0] == '.' && name != "..";
}

// The files below `folder`, in the order of their paths.
absl::Status Walk(const fs::path& folder, const std::string& answer_folder,
                  std::vector<fs::path>& found) {
  std::error_code error;
  std::error_code ignored;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const bool answers =
        !answer_folder.empty() && fs::equivalent(at->path(), answer_folder, ignored);
    if (IsHidden(at->path()) || answers) {
      if (at->is_directory(ignored)) at.disable_recursion_pending();
    } else if (at->is_regular_file(ignored)) {
      found.push_back(at->path());
    }
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(folder.string(), ": cannot be walked: ", error.message()));
  }
  std::sort(found.begin(), found.end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<InputFile>> FindInputFiles(const std::vector<std::string>& names,
                                                      const std::string& answer_folder,
                                                      std::ostream& err) {
  std::vector<InputFile> files;
  for (const std::string& name : names) {
    std::error_code ignored;
    if (name == "-" || !fs::is_directory(name, ignored)) {
      files.push_back({name, name == "-" ? "stdin" : fs::path(name).filename().string(), ""});
      continue;
    }
    std::vector<fs::path> found;
    if (absl::Status status = Walk(name, answer_folder, found); !status.ok()) return status;
    const size_t before = files.size();
    for (const fs::path& path : found) {
      if (LooksLikeClaims(path.string())) {
        files.push_back({path.string(), path.lexically_relative(name).string(), ""});
      } else {
        err << path.string() << ": skipped: holds no claims of a form that is read\n";
      }
    }
    if (files.size() == before) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": no file in this folder holds claims"));
    }
  }
  if (answer_folder.empty()) return files;
  std::set<std::string> taken;
  for (const InputFile& file : files) {
    if (!taken.insert(file.name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.path, ": another input's answers are named ", file.name,
                       " too; check one of them by itself"));
    }
  }
  return files;
}

uint64_t TotalBytes(const std::vector<InputFile>& files) {
  uint64_t total = 0;
  for (const InputFile& file : files) {
    std::error_code error;
    const uintmax_t size = file.path == "-" ? 0 : fs::file_size(file.path, error);
    if (file.path == "-" || error) return 0;
    total += size;
  }
  return total;
}

}  // namespace scrubline
