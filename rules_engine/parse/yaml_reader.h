// rules_engine/parse/yaml_reader.h — YAML text to a tree of Nodes; the only place that knows
// yaml-cpp.
//
//   NodePtr root = ReadYaml(source, diagnostics);     // null: the problem is in `diagnostics`
//
// Refused, each with its place: anything yaml-cpp cannot read, a tab in the indentation, bytes that
// are not UTF-8, several documents, an empty file, a key given twice, a key that is not text, tags,
// an alias inside its own anchor, and whatever is larger than the caps below — aliases are counted
// as if written out, and never are. Total: no exception leaves it, and memory stays in proportion
// to the file. Tested by yaml_reader_test.cc and tests/fuzz/ruleset_fuzz.cc.
#ifndef SCRUBLINE_RULES_ENGINE_PARSE_YAML_READER_H_
#define SCRUBLINE_RULES_ENGINE_PARSE_YAML_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"

namespace scrubline {

inline constexpr size_t kMaxFileBytes = 4u << 20;
inline constexpr int kMaxDepth = 64;
inline constexpr int64_t kMaxNodes = 200'000;  // in one file, aliases written out
inline constexpr size_t kMaxScalarBytes = 64u << 10;

// A byte order mark at the start must be gone from `source` already (see DropByteOrderMark).
NodePtr ReadYaml(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics);

// The text without a leading UTF-8 byte order mark.
std::string DropByteOrderMark(std::string text);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_PARSE_YAML_READER_H_
