// cli/graph_command.h — `scrub graph`: the rule graph as a drawing, or in numbers.
//
// Tested by graph_command_test.cc.
#ifndef SCRUBLINE_CLI_GRAPH_COMMAND_H_
#define SCRUBLINE_CLI_GRAPH_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

// `exit_code` is set when the command ran; it, `out` and `err` must outlive `app`.
void AddGraphCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_GRAPH_COMMAND_H_
