// cli/explain_command.h — `scrub explain CLAIM`: why a claim comes out as it does, rule by rule.
//
// Tested by explain_command_test.cc.
#ifndef SCRUBLINE_CLI_EXPLAIN_COMMAND_H_
#define SCRUBLINE_CLI_EXPLAIN_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

// `exit_code` is set when the command ran; it, `out` and `err` must outlive `app`.
void AddExplainCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                       std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_EXPLAIN_COMMAND_H_
