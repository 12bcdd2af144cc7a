#include "cli/test_command.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/tables_command.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/examples.h"
#include "rules_engine/load.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kUnusable = 2;

struct Arguments {
  std::vector<std::string> folders;
  std::string rulesets;
  std::string tables;
  std::string filter;
};

std::string WithoutSlash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

bool HoldsRulesets(const std::string& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder + "/ruleset.yaml", error)) return true;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (std::filesystem::exists(entry.path() / "ruleset.yaml", error)) return true;
  }
  return false;
}

// The tests of all folders, those with wrong text reported in `diagnostics`.
std::vector<ClaimTest> ReadTests(const std::vector<std::string>& folders,
                                 const ResolvedRulesets& rulesets, Diagnostics& diagnostics) {
  std::vector<ParsedRuleset::File> files;
  for (const std::string& folder : folders) {
    for (ParsedRuleset::File& file :
         ParseClaimTests(WithoutSlash(folder), DiskFileSource(), diagnostics)) {
      files.push_back(std::move(file));
    }
  }
  return ResolveClaimTests(files, rulesets, diagnostics);
}

int Run(Arguments arguments, std::ostream& out, std::ostream& err) {
  // A folder of rulesets may be named without --rulesets: it is what one wants to test.
  std::vector<std::string> tests;
  for (const std::string& folder : arguments.folders) {
    if (!HoldsRulesets(folder)) {
      tests.push_back(folder);
    } else if (arguments.rulesets.empty()) {
      arguments.rulesets = folder;
    } else {
      err << "error: more than one folder of rulesets: " << arguments.rulesets << " and " << folder
          << "\n";
      return kUnusable;
    }
  }
  const std::filesystem::path shipped = std::filesystem::path(ShippedTablesFolder());
  if (arguments.rulesets.empty()) {
    arguments.rulesets = (shipped.parent_path() / "rulesets").string();
  }
  if (arguments.tables.empty() && std::filesystem::exists(shipped / "manifest.json")) {
    arguments.tables = shipped.string();
  }
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(arguments.rulesets, arguments.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) {
    err << "error: " << snapshot.status().message() << "\n";
    return kUnusable;
  }
  diagnostics.clear();
  const std::vector<ClaimTest> more = ReadTests(tests, (*snapshot)->rulesets(), diagnostics);
  err << ToString(diagnostics);
  if (HasErrors(diagnostics)) return kUnusable;
  const ExampleReport report =
      RunExamples(**snapshot, {.filter = arguments.filter, .more_tests = more});
  for (const ExampleFailure& failure : report.failures) out << failure.ToString();
  out << report.passed << " passed, " << report.failures.size() << " failed\n";
  return report.failures.empty() ? kPassed : kFailed;
}

}  // namespace

void AddTestCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* test =
      app.add_subcommand("test", "Run the examples of rules and the tests of *_test.yaml files");
  test->add_option("DIR", arguments->folders,
                   "Folders with rulesets, or with *_test.yaml files to run against them");
  test->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  test->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  test->add_option("--filter", arguments->filter,
                   "Only rules and tests with this text in their id or name");
  test->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
