// ingest/proto/json_scanner.h — where things are in a JSON text. The protobuf library reads JSON
// but does not say at which line and column something is wrong, and lets a repeated key pass; this
// scanner finds both.
//
//   std::optional<JsonError> fault = CheckJson(text);        // syntax, repeated keys, depth
//   size_t offset = FindJsonField(text, "service_lines[2].units");   // where that value stands
//
// Keys may be written `serviceLines` or `service_lines`; paths use the latter, and count from 0.
// Faults never repeat the text. Cost: one pass. Tested by json_scanner_test.cc.
#ifndef SCRUBLINE_INGEST_PROTO_JSON_SCANNER_H_
#define SCRUBLINE_INGEST_PROTO_JSON_SCANNER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace scrubline {

struct JsonError {
  size_t offset;
  std::string problem;
};

// nullopt when `text` is one JSON object and nothing after it. The values of numbers are not
// judged.
std::optional<JsonError> CheckJson(std::string_view text);

// The offset of the value at `path`, or of the nearest enclosing value that is there. REQUIRES:
// text passes CheckJson.
size_t FindJsonField(std::string_view text, std::string_view path);

// Both count from 1; a column counts bytes.
struct LineAndColumn {
  int line;
  int column;
};
LineAndColumn LineAndColumnOf(std::string_view text, size_t offset);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_PROTO_JSON_SCANNER_H_
