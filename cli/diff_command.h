// cli/diff_command.h — `scrub diff A B`: what differs between two versions of the rulesets, and,
// with `--claims`, what they say otherwise of the same claims.
//
//   AddDiffCommand(app, exit_code);      // parsing then runs the command and sets exit_code
//
// A and B are folders of rulesets, the earlier and the later. Exit codes: 0 the same; 1 a
// difference, in rules or findings; 2 bad usage, or rulesets, tables or claims that cannot be read.
// The report goes to `out`, diagnostics to `err`; a claim that cannot be read is named there and
// the others are compared. The streams must outlive the app's parse. Tested by
// diff_command_test.cc.
#ifndef SCRUBLINE_CLI_DIFF_COMMAND_H_
#define SCRUBLINE_CLI_DIFF_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddDiffCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                    std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_DIFF_COMMAND_H_
