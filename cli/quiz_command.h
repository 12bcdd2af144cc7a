// cli/quiz_command.h — `scrub quiz`: training cases made from rules.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddQuizCommand(app, exit_code);      // parsing then runs the command and sets exit_code
//
// Exit codes: 0 a quiz; 2 bad usage, or rulesets or tables that cannot be read; 3 no rule asked for
// gives a case. The quiz goes to `out`; diagnostics, and the rules without a case, to `err`. The
// streams must outlive the app's parse. Tested by quiz_command_test.cc.
#ifndef SCRUBLINE_CLI_QUIZ_COMMAND_H_
#define SCRUBLINE_CLI_QUIZ_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddQuizCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                    std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_QUIZ_COMMAND_H_
