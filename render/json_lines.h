// render/json_lines.h — a message as one line of JSON, in proto3's JSON form: a result, a
// remittance. Tested by json_lines_test.cc.
#ifndef SCRUBLINE_RENDER_JSON_LINES_H_
#define SCRUBLINE_RENDER_JSON_LINES_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"

namespace scrubline {

// Internal when the protobuf library cannot write the message, which none of ours should cause.
absl::Status AppendJsonLine(const google::protobuf::Message& message, std::string& text);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_JSON_LINES_H_
