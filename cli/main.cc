// scrub: the claim scrubber on the command line. Each command is a library of its own.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "cli/bench_command.h"
#include "cli/check_command.h"
#include "cli/command_names.h"
#include "cli/convert_command.h"
#include "cli/diff_command.h"
#include "cli/docs_command.h"
#include "cli/explain_command.h"
#include "cli/graph_command.h"
#include "cli/lint_command.h"
#include "cli/quiz_command.h"
#include "cli/remit_command.h"
#include "cli/rules_command.h"
#include "cli/schema_command.h"
#include "cli/tables_command.h"
#include "cli/test_command.h"
#include "cli/usage_error.h"

namespace {

constexpr int kBadUsage = 2;

int Main(int argc, char** argv) {
  CLI::App app("scrub: finds what is wrong with claims before a payer does", "scrub");
  app.set_version_flag("--version", SCRUBLINE_VERSION);
  app.require_subcommand(1);
  int exit_code = 0;
  scrubline::AddCheckCommand(app, exit_code);
  scrubline::AddBenchCommand(app, exit_code);
  scrubline::AddConvertCommand(app, exit_code);
  scrubline::AddDiffCommand(app, exit_code);
  scrubline::AddDocsCommand(app, exit_code);
  scrubline::AddExplainCommand(app, exit_code);
  scrubline::AddGraphCommand(app, exit_code);
  scrubline::AddLintCommand(app, exit_code, SCRUBLINE_VERSION);
  scrubline::AddQuizCommand(app, exit_code);
  scrubline::AddRemitCommand(app, exit_code);
  scrubline::AddRulesCommand(app, exit_code);
  scrubline::AddSchemaCommand(app, exit_code);
  scrubline::AddTablesCommand(app, exit_code);
  scrubline::AddTestCommand(app, exit_code);
  if (scrubline::ReportUnknownCommand(app, {argv + 1, argv + argc}, std::cerr)) return kBadUsage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help, version
    scrubline::ReportUsageError(app, error, std::cerr);
    return kBadUsage;
  }
  // A full disk must not look like success.
  std::cout.flush();
  if (std::cout || exit_code == kBadUsage) return exit_code;
  std::cerr << "error: standard output could not be written to its end\n";
  return kBadUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "scrub: " << error.what() << "\n";
    return kBadUsage;
  }
}
