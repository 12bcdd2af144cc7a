// cli/command_names.h — a mistyped command is answered with the one that was meant.
//
//   if (ReportUnknownCommand(app, {argv + 1, argv + argc}, std::cerr)) return kBadUsage;
//
//   error: no command `tset`
//   hint: did you mean `test`?
//
// Tested by command_names_test.cc.
#ifndef SCRUBLINE_CLI_COMMAND_NAMES_H_
#define SCRUBLINE_CLI_COMMAND_NAMES_H_

#include <ostream>
#include <span>

#include "CLI/CLI.hpp"

namespace scrubline {

// True when a word stands where `app`, or the command of it that the words before name, must have a
// command and has none of that name; that is reported. Options before a command end the search: the
// parser then speaks for itself.
bool ReportUnknownCommand(const CLI::App& app, std::span<const char* const> words,
                          std::ostream& err);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_COMMAND_NAMES_H_
