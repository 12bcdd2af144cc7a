// cli/usage_error.h — what is wrong with a command line, in the form of all our errors.
//
//   error: unknown option `--fromat` of `check`
//   hint: did you mean `--format`?
//
//   error: FILE is required
//   hint: `scrub check --help` tells all of it
//
// Tested by usage_error_test.cc.
#ifndef SCRUBLINE_CLI_USAGE_ERROR_H_
#define SCRUBLINE_CLI_USAGE_ERROR_H_

#include <ostream>

#include "CLI/CLI.hpp"

namespace scrubline {

// `app` has been parsed, and `error` is what came of it.
void ReportUsageError(const CLI::App& app, const CLI::ParseError& error, std::ostream& err);

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_USAGE_ERROR_H_
