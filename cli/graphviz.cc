#include "cli/graphviz.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

extern char** environ;

namespace scrubline {
namespace {

// A folder of our own that goes away with us.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "scrub_XXXXXX").string();
    if (!error && mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }  // empty: none could be made

 private:
  std::string path_;
};

}  // namespace

absl::StatusOr<std::string> RunDot(const std::string& dot_text) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return absl::InternalError("no folder for the drawing could be made");
  std::string dot = "dot", form = "-Tsvg", in = folder.path() + "/rules.dot", to = "-o",
              out = folder.path() + "/rules.svg";
  std::ofstream(in) << dot_text;
  char* const arguments[] = {dot.data(), form.data(), in.data(), to.data(), out.data(), nullptr};
  pid_t process = 0;
  const int error = posix_spawnp(&process, "dot", nullptr, nullptr, arguments, environ);
  if (error == ENOENT) {
    return absl::NotFoundError(
        "`dot` was not found; install Graphviz (Debian's package graphviz), or take the drawing in "
        "its language with --format dot");
  }
  if (error != 0) return absl::InternalError(absl::StrCat("`dot`: ", std::strerror(error)));
  int status = 0;
  if (waitpid(process, &status, 0) != process || status != 0) {
    return absl::InternalError("`dot` could not make the drawing");
  }
  std::ostringstream svg;
  svg << std::ifstream(out).rdbuf();
  return svg.str();
}

}  // namespace scrubline
