// cli/schema_command.h — `scrub schema`: the rule language as a JSON Schema, for editors.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddSchemaCommand(app, exit_code);      // parsing then runs the command and sets exit_code
//
// The schema goes to `out`, with the names of the rulesets it was told of; these may have errors,
// as files have while they are written. Exit codes: 0; 2 bad usage, or no rulesets where they
// should be. The streams must outlive the app's parse. Tested by schema_command_test.cc.
#ifndef SCRUBLINE_CLI_SCHEMA_COMMAND_H_
#define SCRUBLINE_CLI_SCHEMA_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddSchemaCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                      std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_SCHEMA_COMMAND_H_
