// cli/convert_command.h — `scrub convert`: claims from one form to another: 837 to JSON lines, and
// JSON or FHIR claims to an 837.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddConvertCommand(app, exit_code);     // parsing then runs the command and sets exit_code
//
// Each claim of an 837 that is written is read back and compared: what the file does not carry, or
// had to fill in, is named on `err` once, by field and never by value. Memory is bounded by one
// claim.
// Exit codes: 0 every claim was converted; 2 bad usage, or a claim could not be read or written.
// Claims go to `out`. Tested by convert_command_test.cc.
#ifndef SCRUBLINE_CLI_CONVERT_COMMAND_H_
#define SCRUBLINE_CLI_CONVERT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <iostream>

namespace scrubline {

void AddConvertCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                       std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_CONVERT_COMMAND_H_
