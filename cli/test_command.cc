#include "cli/test_command.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "authoring/coverage.h"
#include "authoring/mutation/mutation.h"
#include "cli/choice.h"
#include "cli/tables_command.h"
#include "cli/watch.h"
#include "render/coverage_report.h"
#include "render/mutation_report.h"
#include "render/test_report.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/examples.h"
#include "rules_engine/explain/explain.h"
#include "rules_engine/explain/explain_text.h"
#include "rules_engine/load.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kUnusable = 2;

enum class Format { kText, kJunit, kJson };

struct Arguments {
  std::vector<std::string> folders;
  std::string rulesets;
  std::string tables;
  std::string filter;
  std::string rule;
  std::string file;
  Format format = Format::kText;
  std::string out;
  bool watch = false;
  bool coverage = false;
  bool mutate = false;
  double min = 0;  // percent of coverage or of mutants killed
  int jobs = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 256);
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

// Where everything is read from.
struct Folders {
  std::string rulesets;
  std::string tables;
  std::vector<std::string> tests;  // beside those in `rulesets`

  std::vector<std::string> All() const {
    std::vector<std::string> all = tests;
    all.push_back(rulesets);
    if (!tables.empty()) all.push_back(tables);
    return all;
  }
};

// A folder of rulesets may be named without --rulesets: it is what one wants to test.
std::optional<Folders> FoldersOf(const Arguments& arguments, std::ostream& err) {
  Folders folders{arguments.rulesets, arguments.tables, {}};
  for (const std::string& folder : arguments.folders) {
    if (!HoldsRulesets(folder)) {
      folders.tests.push_back(WithoutSlash(folder));
    } else if (folders.rulesets.empty()) {
      folders.rulesets = folder;
    } else {
      err << "error: more than one folder of rulesets: " << folders.rulesets << " and " << folder
          << "\n";
      return std::nullopt;
    }
  }
  const std::filesystem::path shipped = std::filesystem::path(ShippedTablesFolder());
  if (folders.rulesets.empty()) folders.rulesets = (shipped.parent_path() / "rulesets").string();
  if (folders.tables.empty() && std::filesystem::exists(shipped / "manifest.json")) {
    folders.tables = shipped.string();
  }
  return folders;
}

// What there is to run.
struct Subject {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<ClaimTest> tests;  // beside those of the snapshot
};

// Nothing when it cannot be read, which is reported.
std::optional<Subject> Load(const Folders& folders, std::ostream& err) {
  Subject subject;
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(folders.rulesets, folders.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) {
    err << "error: " << snapshot.status().message() << "\n";
    return std::nullopt;
  }
  subject.snapshot = *std::move(snapshot);
  diagnostics.clear();
  std::vector<ParsedRuleset::File> files;
  for (const std::string& folder : folders.tests) {
    std::vector<ParsedRuleset::File> found = ParseClaimTests(folder, DiskFileSource(), diagnostics);
    // The examples of the shipped rules alone would pass, and look like what was asked for.
    if (found.empty() && diagnostics.empty()) {
      err << "error: " << folder << ": holds neither a ruleset (ruleset.yaml) nor tests "
          << "(*_test.yaml)\n";
      return std::nullopt;
    }
    std::move(found.begin(), found.end(), std::back_inserter(files));
  }
  subject.tests = ResolveClaimTests(files, subject.snapshot->rulesets(), diagnostics);
  err << ToString(diagnostics);
  if (HasErrors(diagnostics)) return std::nullopt;
  return subject;
}

// `--rule` must name a rule or a family.
bool IsKnownRule(const std::string& wanted, const Snapshot& snapshot, std::ostream& err) {
  std::vector<std::string_view> ids;
  for (const ResolvedRule& rule : snapshot.rulesets().rules) {
    if (IsRuleOrFamily(wanted, rule.id)) return true;
    ids.push_back(rule.id);
  }
  err << "error: --rule: no rule or family `" << wanted << "`\n";
  const std::string_view near = NearestWord(wanted, ids);
  if (!near.empty()) err << "hint: did you mean `" << near << "`?\n";
  return false;
}

// Nothing was run. What chooses nothing looks like success, and is most likely mistyped.
bool MayRunNothing(const Arguments& arguments, std::ostream& err) {
  if (!arguments.file.empty()) {
    err << "error: --file: nothing to run in a file with `" << arguments.file << "` in its path\n";
  }
  if (!arguments.filter.empty()) {
    err << "error: --filter: nothing to run with `" << arguments.filter
        << "` in the id of its rule or in its name\n";
  }
  return arguments.file.empty() && arguments.filter.empty();
}

std::string Indented(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    out += line.empty() ? "\n" : "    " + line + "\n";
  return out;
}

// Why the rules that did not do as expected came out as they did, for each failure.
std::vector<std::string> TracesOf(const Snapshot& snapshot, const ExampleReport& report) {
  std::vector<std::string> traces;
  Scratch scratch;
  for (const ExampleFailure& failure : report.failures) {
    std::string& trace = traces.emplace_back();
    if (failure.rules.empty()) continue;  // only the verdict differs
    const Explanation why =
        Explain(snapshot, *failure.claim, {.today = failure.today, .include_bypassed = true},
                {.rules = failure.rules}, scratch);
    for (const RuleExplanation& rule : why.rules) trace += Indented(ExplainText(rule));
  }
  return traces;
}

std::string Encode(const ExampleReport& report, const std::vector<std::string>& traces,
                   Format format) {
  switch (format) {
    case Format::kJunit:
      return TestReportJunit(report, traces);
    case Format::kJson:
      return TestReportJson(report, traces);
    case Format::kText:
      break;
  }
  return TestReportText(report, traces);
}

// Writes a report to the file of --out and its text to `out`; or the report to `out`.
bool Write(const std::string& report, const std::string& text, const Arguments& arguments,
           std::ostream& out, std::ostream& err) {
  if (arguments.out.empty()) {
    out << report;
    return true;
  }
  std::ofstream file(arguments.out, std::ios::binary);
  file << report;
  file.close();
  if (!file) {
    err << "error: --out: cannot write " << arguments.out << "\n";
    return false;
  }
  out << text;
  return true;
}

// What the tests are worth, once all of them pass.
int Measure(const Arguments& arguments, const Subject& subject, std::ostream& out,
            std::ostream& err) {
  std::string text;
  std::string json;
  double percent = 0;
  if (arguments.coverage) {
    const CoverageReport report =
        MeasureCoverage(*subject.snapshot, {.rule = arguments.rule, .tests = subject.tests});
    text = CoverageReportText(report);
    json = CoverageReportJson(report);
    percent = report.percent();
  } else {
    const MutationReport report =
        MutateRules(*subject.snapshot,
                    {.rule = arguments.rule, .tests = subject.tests, .jobs = arguments.jobs});
    text = MutationReportText(report);
    json = MutationReportJson(report);
    percent = report.percent();
  }
  const std::string& encoded = arguments.format == Format::kJson ? json : text;
  if (!Write(encoded, text, arguments, out, err)) return kUnusable;
  if (percent >= arguments.min) return kPassed;
  err << "less than the " << arguments.min << " % asked for with --min\n";
  return kFailed;
}

int RunOnce(const Arguments& arguments, const Folders& folders, std::ostream& out,
            std::ostream& err) {
  const std::optional<Subject> subject = Load(folders, err);
  if (!subject) return kUnusable;
  if (!arguments.rule.empty() && !IsKnownRule(arguments.rule, *subject->snapshot, err)) {
    return kUnusable;
  }
  const ExampleReport report = RunExamples(*subject->snapshot, {.filter = arguments.filter,
                                                                .rule = arguments.rule,
                                                                .file = arguments.file,
                                                                .more_tests = subject->tests});
  if (report.passes.empty() && report.failures.empty() && !MayRunNothing(arguments, err)) {
    return kUnusable;
  }
  if (report.failures.empty() && (arguments.coverage || arguments.mutate)) {
    return Measure(arguments, *subject, out, err);
  }
  const std::vector<std::string> traces =
      TracesOf(*SnapshotForExamples(*subject->snapshot), report);
  const std::string text = Encode(report, traces, Format::kText);
  const std::string encoded = Encode(report, traces, arguments.format);
  if (!Write(encoded, text, arguments, out, err)) return kUnusable;
  return report.failures.empty() ? kPassed : kFailed;
}

std::string TimeOfDay() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[16];
  return std::strftime(text, sizeof text, "%H:%M:%S", &local) > 0 ? text : "";
}

int Run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const bool measures = arguments.coverage || arguments.mutate;
  if (measures && arguments.format == Format::kJunit) {
    err << "error: --format junit is for test results; use text or json\n";
    return kUnusable;
  }
  if (measures && !(arguments.filter.empty() && arguments.file.empty())) {
    err << "error: --coverage and --mutate look at whole rules: choose with --rule\n";
    return kUnusable;
  }
  if (!measures && arguments.min > 0) {
    err << "error: --min asks for --coverage or --mutate\n";
    return kUnusable;
  }
  const std::optional<Folders> folders = FoldersOf(arguments, err);
  if (!folders) return kUnusable;
  if (!arguments.watch) return RunOnce(arguments, *folders, out, err);
  WatchFolders(
      folders->All(),
      [&] {
        err << "-- " << TimeOfDay() << "\n";
        RunOnce(arguments, *folders, out, err);
        out.flush();
        err << "waiting for a change; ctrl-C ends\n";
      },
      InterruptFlag());
  return kPassed;
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
  test->add_option("--rule", arguments->rule,
                   "Only this rule or family: its examples, and the tests that name it");
  test->add_option("--file", arguments->file, "Only files with this text in their path");
  AddChoice(*test, "--format", arguments->format,
            {{"text", Format::kText}, {"junit", Format::kJunit}, {"json", Format::kJson}},
            "Form of the report (default: text)");
  test->add_option("--out", arguments->out,
                   "File for the report; its text is printed all the same");
  test->add_flag("--watch", arguments->watch,
                 "Run again whenever a ruleset, test or table changes, until ctrl-C");
  CLI::Option* coverage = test->add_flag(
      "--coverage", arguments->coverage,
      "Which conditions the examples and tests have seen true and false, which outcomes");
  test->add_flag("--mutate", arguments->mutate,
                 "Which small changes of the rules no example or test would notice")
      ->excludes(coverage);
  test->add_option("--min", arguments->min, "Percent below which --coverage or --mutate fail")
      ->check(CLI::Range(0.0, 100.0));
  test->add_option("--jobs", arguments->jobs, "Threads of --mutate")
      ->capture_default_str()
      ->check(CLI::Range(1, 256));
  test->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
