// cli/docs_command.h — `scrub docs`: writes rulesets as a handbook to read.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddDocsCommand(app, exit_code);      // parsing then runs the command and sets exit_code
//
// Exit codes: 0 written; 2 bad usage, rulesets or tables that cannot be read, or a folder that
// cannot be written to. What was written goes to `out`, diagnostics to `err`. The streams must
// outlive the app's parse. Tested by docs_command_test.cc.
#ifndef SCRUBLINE_CLI_DOCS_COMMAND_H_
#define SCRUBLINE_CLI_DOCS_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddDocsCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                    std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_DOCS_COMMAND_H_
