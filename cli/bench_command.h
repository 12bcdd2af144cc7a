// cli/bench_command.h — `scrub bench`: how fast this machine evaluates claims, given or made up.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddBenchCommand(app, exit_code);     // parsing then runs the command and sets exit_code
//
// Given claims are read before the clock starts; what is measured is evaluation, on one thread.
// Without files claims are generated over the loaded tables (tests/bench/claim_generator.h).
// Exit codes: 0 measured; 2 bad usage, or claims, rulesets or tables that cannot be read. Numbers
// go to `out`, diagnostics to `err`. Tested by bench_command_test.cc.
#ifndef SCRUBLINE_CLI_BENCH_COMMAND_H_
#define SCRUBLINE_CLI_BENCH_COMMAND_H_

#include <CLI/CLI.hpp>
#include <iostream>

namespace scrubline {

void AddBenchCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_BENCH_COMMAND_H_
