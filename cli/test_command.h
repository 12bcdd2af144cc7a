// cli/test_command.h — `scrub test`: runs the examples of rules and the tests of *_test.yaml files.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddTestCommand(app, exit_code);      // parsing then runs the command and sets exit_code
//
// Exit codes: 0 all pass; 1 an example or test fails, or too little is tested; 2 bad usage, or
// rulesets, tests or tables that cannot be read. The report goes to `out`, or with `--out` to a
// file and its text to `out`; diagnostics go to `err`. `--coverage` and `--mutate` measure what the
// tests are worth once all of them pass, and exit with 1 below `--min`. `--watch` runs again on
// every change until ctrl-C, and ends with 0. The streams must outlive the app's parse. Tested by
// test_command_test.cc.
#ifndef SCRUBLINE_CLI_TEST_COMMAND_H_
#define SCRUBLINE_CLI_TEST_COMMAND_H_

#include <iostream>

#include "CLI/CLI.hpp"

namespace scrubline {

void AddTestCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                    std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_TEST_COMMAND_H_
