// render/json_lines.h — a result as one line of JSON, the proto3 JSON form of ScrubResult.
// Tested by json_lines_test.cc.
#ifndef SCRUBLINE_RENDER_JSON_LINES_H_
#define SCRUBLINE_RENDER_JSON_LINES_H_

#include <string>

#include "absl/status/status.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

// Internal when the protobuf library cannot write the message, which no ScrubResult should cause.
absl::Status AppendJsonLine(const v1::ScrubResult& result, std::string& text);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_JSON_LINES_H_
