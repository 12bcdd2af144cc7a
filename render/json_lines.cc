#include "render/json_lines.h"

#include <google/protobuf/util/json_util.h>

namespace scrubline {

absl::Status AppendJsonLine(const google::protobuf::Message& message, std::string& text) {
  std::string line;
  const auto status = google::protobuf::util::MessageToJsonString(message, &line);
  if (!status.ok()) return absl::InternalError("a message could not be written as JSON");
  text += line;
  text += '\n';
  return absl::OkStatus();
}

}  // namespace scrubline
