// rules_engine/tables/testing.h — what the tests of this folder share. For tests only.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TESTING_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TESTING_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace scrubline {

// An empty folder of this test case's own.
std::string ScratchFolder();

// `name` in the scratch folder of this test case, which is made but not emptied.
std::string ScratchPath(std::string_view name);

std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, std::string_view bytes);

// Archives made in memory.
struct ZipMember {
  std::string name;
  std::string text;
};
std::string MakeZip(const std::vector<ZipMember>& members);
std::string MakeGzip(const std::string& text);

// Cuts the packed table at `path` to every shorter length and flips every one of its bits (in a
// large file, a spread of them), and expects `map` to refuse each with the path and the remedy.
void ExpectDamageIsRefused(const std::string& path,
                           const std::function<absl::Status(const std::string&)>& map);

// The folder of published data, or empty where it is absent: `$SCRUBLINE_DATA` or ../shared/data.
std::string PublishedData();

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TESTING_H_
