#include "render/json_lines.h"

#include <google/protobuf/util/json_util.h>

namespace scrubline {

absl::Status AppendJsonLine(const v1::ScrubResult& result, std::string& text) {
  std::string line;
  const auto status = google::protobuf::util::MessageToJsonString(result, &line);
  if (!status.ok()) return absl::InternalError("a result could not be written as JSON");
  text += line;
  text += '\n';
  return absl::OkStatus();
}

}  // namespace scrubline
