// rules_engine/parse/file_source.h — where the parser reads ruleset files from; abstract, so that
// tests hold their files in memory.
//
//   MemoryFileSource files({{"acme/ruleset.yaml", "id: acme\n..."}});
//   ParsedRuleset parsed = ParseRuleset("acme", files, diagnostics);
//
// Paths are given and returned with `/`; a listing is sorted, so that nothing depends on the order
// in which a file system answers. NotFound and PermissionDenied name the path. Threads: const
// methods may be shared. Tested by file_source_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_PARSE_FILE_SOURCE_H_
#define SCRUBLINE_RULES_ENGINE_PARSE_FILE_SOURCE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace scrubline {

class FileSource {
 public:
  virtual ~FileSource() = default;

  // All regular files under `directory`, at any depth, as paths that Read takes; sorted. Names that
  // begin with a dot are left out.
  virtual absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const = 0;

  // The whole file. A file larger than `max_bytes` is cut after max_bytes + 1 of them, so that the
  // caller sees that it is too large without it being held in memory.
  virtual absl::StatusOr<std::string> Read(const std::string& path, size_t max_bytes) const = 0;
};

class DiskFileSource : public FileSource {
 public:
  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override;
  absl::StatusOr<std::string> Read(const std::string& path, size_t max_bytes) const override;
};

class MemoryFileSource : public FileSource {
 public:
  explicit MemoryFileSource(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  absl::StatusOr<std::vector<std::string>> List(const std::string& directory) const override;
  absl::StatusOr<std::string> Read(const std::string& path, size_t max_bytes) const override;

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_PARSE_FILE_SOURCE_H_
