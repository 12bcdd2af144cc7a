// cli/check_command.h — `scrub check`: claims in, findings out.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddCheckCommand(app, exit_code);     // parsing then runs the command and sets exit_code
//
// Exit codes: 0 nothing blocking; 1 a claim is blocked; 2 bad usage, or something could not be read
// or checked at all; 3 a claim is incomplete. 2 wins over 1, 1 over 3.
// Results go to `out`, in input order; diagnostics and a summary line to `err`.
// Tested by check_command_test.cc and tests/end_to_end/.
#ifndef SCRUBLINE_CLI_CHECK_COMMAND_H_
#define SCRUBLINE_CLI_CHECK_COMMAND_H_

#include <CLI/CLI.hpp>
#include <iostream>

namespace scrubline {

void AddCheckCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CHECK_COMMAND_H_
