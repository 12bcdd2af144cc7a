// cli/tables_command.h — `scrub tables import`, `scrub tables list`, `scrub tables show`.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddTablesCommand(app, exit_code);    // parsing then runs the command and sets exit_code
//
// Exit codes: 0 done; 2 bad usage, a source or a table that cannot be read. What was imported or
// found goes to `out`; refused rows and errors to `err`. The streams must outlive the app's parse.
// Tested by tables_command_test.cc.
#ifndef SCRUBLINE_CLI_TABLES_COMMAND_H_
#define SCRUBLINE_CLI_TABLES_COMMAND_H_

#include <iostream>
#include <string>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddTablesCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                      std::ostream& err = std::cerr);

// The tables that came with the program: `../share/scrubline/tables` beside its folder.
std::string ShippedTablesFolder();

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_TABLES_COMMAND_H_
