// cli/graphviz.h — a drawing by Graphviz's `dot`, which is looked for on the PATH.
//
//   absl::StatusOr<std::string> svg = RunDot(dot_text);
//
// Errors: NotFound where there is no `dot`, with the remedy; Internal where it failed, with what it
// said. Tested by graph_command_test.cc.
#ifndef SCRUBLINE_CLI_GRAPHVIZ_H_
#define SCRUBLINE_CLI_GRAPHVIZ_H_

#include <string>

#include "absl/status/statusor.h"

namespace scrubline {

// `dot_text` as SVG.
absl::StatusOr<std::string> RunDot(const std::string& dot_text);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_GRAPHVIZ_H_
