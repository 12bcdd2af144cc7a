#include "server/defaults.h"

#include <filesystem>
#include <system_error>

namespace scrubline {
namespace {

std::string Share(const char* what) {
  std::error_code error;
  const std::filesystem::path binary = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path root = binary.parent_path().parent_path();
  return (root / "share" / "scrubline" / what).string();
}

}  // namespace

std::string DefaultRulesets() { return Share("rulesets"); }
std::string DefaultTables() { return Share("tables"); }

}  // namespace scrubline
