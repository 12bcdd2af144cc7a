// cli/lint_command.h — `scrub lint`: what may be wrong with rules that load.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddLintCommand(app, exit_code, "0.1.0");   // parsing then runs the command and sets exit_code
//
// Exit codes: 0 nothing worse than warnings (with --strict: than advice); 1 otherwise, rulesets
// that do not load among it; 2 bad usage, or rulesets, tables or code lists that cannot be read.
// Findings go to `out` in the format asked for, all else to `err`. The streams must outlive the
// app's parse. Tested by lint_command_test.cc.
#ifndef SCRUBLINE_CLI_LINT_COMMAND_H_
#define SCRUBLINE_CLI_LINT_COMMAND_H_

#include <iostream>
#include <string>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddLintCommand(CLI::App& app, int& exit_code, const std::string& version,
                    std::ostream& out = std::cout, std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_LINT_COMMAND_H_
