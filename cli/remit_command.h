// cli/remit_command.h — `scrub remit`: remittances (835) in, what was paid and denied out.
//
//   CLI::App app;
//   int exit_code = 0;
//   AddRemitCommand(app, exit_code);     // parsing then runs the command and sets exit_code
//
// One record for each claim payment and each provider-level adjustment, in the order of the files;
// with --net one for each claim, what stands after reversals; with --claims each payment names the
// claim it answers. Memory is bounded by one claim payment, and with --net or --claims by some
// hundred bytes for each claim.
// Exit codes: 0 nothing denied; 1 a claim payment is a denial; 2 bad usage, or something could not
// be read at all; 3 a value could not be read, or amounts do not agree. 2 wins over 1, 1 over 3.
// Records go to `out`; what is wrong, with its place, and a summary to `err`.
// Tested by remit_command_test.cc.
#ifndef SCRUBLINE_CLI_REMIT_COMMAND_H_
#define SCRUBLINE_CLI_REMIT_COMMAND_H_

#include <CLI/CLI.hpp>
#include <iostream>

namespace scrubline {

void AddRemitCommand(CLI::App& app, int& exit_code, std::ostream& out = std::cout,
                     std::ostream& err = std::cerr, std::istream& in = std::cin);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_REMIT_COMMAND_H_
