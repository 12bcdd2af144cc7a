#include "cli/lint_command.h"

#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "authoring/lint/lint.h"
#include "authoring/lint/report.h"
#include "cli/choice.h"
#include "cli/tables_command.h"
#include "rules_engine/parse/node.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

constexpr int kClean = 0;
constexpr int kFaulty = 1;
constexpr int kUnusable = 2;

enum class Format { kText, kJson, kSarif, kGithub };

struct Arguments {
  std::vector<std::string> paths;
  std::string rulesets, tables, codes, today;
  Format format = Format::kText;
  std::vector<std::string> only, except;
  bool strict = false;
  bool list = false;
};

Date MachineDay() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  return *Date::FromCivil(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

// `./a/b/` as `a/b`, so that a path means what it means in a finding.
std::string Normal(const std::string& path) {
  std::string normal = fs::path(path).lexically_normal().generic_string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

bool IsUnder(const std::string& file, const std::string& path) {
  return file == path ||
         (file.starts_with(path) && file.size() > path.size() &&
          (file[path.size()] == '/' || path == "/")) ||
         path == ".";
}

// Keeps the findings in one of `paths`.
void Restrict(const std::vector<std::string>& paths, LintReport& report) {
  if (paths.empty()) return;
  std::erase_if(report.findings, [&paths](const LintFinding& finding) {
    const std::string file = Normal(finding.text.position.file);
    for (const std::string& path : paths) {
      if (IsUnder(file, Normal(path))) return false;
    }
    return true;
  });
}

bool AreLints(const std::vector<std::string>& names, std::ostream& err) {
  std::vector<std::string_view> known;
  for (const LintInfo& lint : AllLints()) known.push_back(lint.name);
  for (const std::string& name : names) {
    if (FindLint(name) != nullptr) continue;
    err << "error: there is no lint " << Quoted(name) << "\n";
    const std::string hint = DidYouMean(name, known);
    err << "hint: " << (hint.empty() ? "`scrub lint --list` names them all" : hint) << "\n";
    return false;
  }
  return true;
}

std::string Encode(const LintReport& report, Format format, const std::string& version) {
  switch (format) {
    case Format::kJson:
      return ToJson(report);
    case Format::kSarif:
      return ToSarif(report, version);
    case Format::kGithub:
      return ToGithub(report);
    case Format::kText:
      break;
  }
  return ToText(report);
}

int Run(Arguments arguments, const std::string& version, std::ostream& out, std::ostream& err) {
  if (arguments.list) {
    out << ListLints();
    return kClean;
  }
  if (!AreLints(arguments.only, err) || !AreLints(arguments.except, err)) return kUnusable;
  // A folder of rulesets may be named without --rulesets: it is what one wants to look at.
  if (arguments.rulesets.empty() && arguments.paths.size() == 1) {
    arguments.rulesets = arguments.paths.front();
    arguments.paths.clear();
  } else if (arguments.rulesets.empty() && !arguments.paths.empty()) {
    err << "error: more than one folder of rulesets: " << arguments.paths[0] << " and "
        << arguments.paths[1] << "\nhint: name the folder that holds them with --rulesets\n";
    return kUnusable;
  }
  const fs::path shipped = fs::path(ShippedTablesFolder());
  if (arguments.rulesets.empty())
    arguments.rulesets = (shipped.parent_path() / "rulesets").string();
  if (arguments.tables.empty() && fs::exists(shipped / "manifest.json")) {
    arguments.tables = shipped.string();
  }
  Date today = MachineDay();
  if (!arguments.today.empty()) {
    const std::optional<Date> given = Date::Parse(arguments.today);
    if (!given) {
      err << "error: --today: " << Quoted(arguments.today) << " is not a day written YYYY-MM-DD\n";
      return kUnusable;
    }
    today = *given;
  }
  std::shared_ptr<const TableSet> tables = TableSet::Empty();
  if (!arguments.tables.empty()) {
    auto loaded = TableSet::Load(arguments.tables);
    if (!loaded.ok()) {
      err << "error: " << loaded.status().message() << "\n";
      return kUnusable;
    }
    tables = *std::move(loaded);
  }
  absl::StatusOr<LintReport> report = RunLints(
      {Normal(arguments.rulesets), today, arguments.codes, arguments.only, arguments.except},
      DiskFileSource(), *tables);
  if (!report.ok()) {
    err << "error: " << report.status().message() << "\n";
    return kUnusable;
  }
  Restrict(arguments.paths, *report);
  out << Encode(*report, arguments.format, version);
  const LintCounts counts = Count(*report);
  return counts.errors > 0 || (arguments.strict && counts.warnings > 0) ? kFaulty : kClean;
}

}  // namespace

void AddLintCommand(CLI::App& app, int& exit_code, const std::string& version, std::ostream& out,
                    std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* lint = app.add_subcommand("lint", "Look for what may be wrong with rules that load");
  lint->add_option("PATH", arguments->paths,
                   "Folder of rulesets; with --rulesets: files and folders whose findings to show");
  lint->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  lint->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  lint->add_option("--codes", arguments->codes, "Folder of published code lists (docs/lints.md)");
  lint->add_option("--today", arguments->today, "The day to look as of, YYYY-MM-DD");
  AddChoice(*lint, "--format", arguments->format,
            {{"text", Format::kText},
             {"json", Format::kJson},
             {"sarif", Format::kSarif},
             {"github", Format::kGithub}},
            "Form of the report (default: text)");
  lint->add_option("--only", arguments->only, "Only these lints")->delimiter(',');
  lint->add_option("--except", arguments->except, "All lints but these")->delimiter(',');
  lint->add_flag("--strict", arguments->strict, "Warnings too make the exit code 1");
  lint->add_flag("--list", arguments->list, "Name all lints with their levels and meanings");
  lint->callback([arguments, version, &exit_code, &out, &err] {
    exit_code = Run(*arguments, version, out, err);
  });
}

}  // namespace scrubline
