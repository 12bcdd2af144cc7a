#include "cli/diff_command.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "authoring/comparison/finding_comparison.h"
#include "authoring/comparison/ruleset_comparison.h"
#include "cli/choice.h"
#include "cli/claim_input.h"
#include "ingest/proto/decode_claim.h"
#include "render/comparison_report.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/tables/table_set.h"
#include "server/claim_scrubber.h"
#include "server/defaults.h"

namespace scrubline {
namespace {

constexpr int kSame = 0;
constexpr int kDifferent = 1;
constexpr int kUnusable = 2;

enum class Format { kText, kJson };

struct Arguments {
  std::string before;
  std::string after;
  std::vector<std::string> claims;
  InputFormat input = InputFormat::kDetect;
  std::string tables = DefaultTables();
  std::string today;
  size_t show = 5;
  Format format = Format::kText;
};

// Nothing when the folder cannot be read or has errors, which is reported.
std::optional<RulesetVersion> Load(std::string folder, std::ostream& err) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  Diagnostics diagnostics;
  auto resolved = LoadRulesets(folder, DiskFileSource(), diagnostics);
  err << ToString(diagnostics);
  if (!resolved.ok()) {
    err << "error: " << resolved.status().message() << "\n";
    return std::nullopt;
  }
  RulesetVersion version{*std::move(resolved), {}};
  diagnostics.clear();
  for (const Ruleset& ruleset : version.resolved->rulesets) {
    version.parsed.push_back(ParseRuleset(ruleset.directory, DiskFileSource(), diagnostics));
  }
  return version;
}

// All claims of all files; false when some could not be read, which is reported.
bool AddClaims(const Arguments& arguments, FindingComparison& comparison, std::ostream& err) {
  bool sound = true;
  Claim claim;
  for (const std::string& file : arguments.claims) {
    const absl::Status read = ReadClaims(
        file, arguments.input,
        [&](const InputClaim& input) {
          std::vector<FieldViolation> violations;
          if (!input.error.empty()) {
            violations.push_back({"", input.error});
          } else if (DecodeClaim(input.claim, claim, violations).ok()) {
            return comparison.Add(claim);
          }
          sound = false;
          for (const FieldViolation& violation : violations) {
            err << DescribePlace(input, violation.field)
                << ": error: " << (violation.field.empty() ? "" : violation.field + ": ")
                << violation.problem << "\n";
          }
        },
        err);
    if (!read.ok()) {
      err << "error: " << read.message() << "\n";
      sound = false;
    }
  }
  return sound;
}

int Run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::optional<RulesetVersion> before = Load(arguments.before, err);
  const std::optional<RulesetVersion> after = Load(arguments.after, err);
  if (!before || !after) return kUnusable;
  const RulesetComparison rulesets = CompareRulesets(*before, *after);
  bool sound = true;
  std::optional<FindingComparison> findings;
  std::shared_ptr<const Snapshot> old_snapshot, new_snapshot;
  if (!arguments.claims.empty()) {
    auto tables = arguments.tables.empty() ? TableSet::Empty() : TableSet::Load(arguments.tables);
    if (!tables.ok()) {
      err << "error: " << tables.status().message() << "\n";
      return kUnusable;
    }
    auto old_built = Snapshot::Build(before->resolved, *tables);
    auto new_built = Snapshot::Build(after->resolved, *tables);
    if (!old_built.ok() || !new_built.ok()) {
      err << "error: " << (old_built.ok() ? new_built : old_built).status().message() << "\n";
      return kUnusable;
    }
    old_snapshot = *std::move(old_built);
    new_snapshot = *std::move(new_built);
    const Date today = arguments.today.empty() ? Today() : *Date::Parse(arguments.today);
    findings.emplace(*old_snapshot, *new_snapshot,
                     FindingComparison::Options{.today = today, .claims_shown = arguments.show});
    sound = AddClaims(arguments, *findings, err);
  }
  const FindingComparison* compared = findings ? &*findings : nullptr;
  out << (arguments.format == Format::kJson ? ComparisonReportJson(rulesets, compared)
                                            : ComparisonReportText(rulesets, compared));
  if (!sound) return kUnusable;
  return rulesets.empty() && (!findings || findings->rules().empty()) ? kSame : kDifferent;
}

std::string CheckDate(const std::string& text) {
  return text.size() == 10 && Date::Parse(text).has_value() ? "" : "must be a date, YYYY-MM-DD";
}

}  // namespace

void AddDiffCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* diff = app.add_subcommand("diff", "What differs between two versions of the rulesets");
  diff->add_option("A", arguments->before, "Folder of rulesets: the earlier version")->required();
  diff->add_option("B", arguments->after, "Folder of rulesets: the later version")->required();
  diff->add_option("--claims", arguments->claims,
                   "Files of claims, as `scrub check` reads them: compare what is found on them");
  AddChoice(*diff, "--input", arguments->input,
            {{"claim-json", InputFormat::kClaimJson},
             {"jsonl", InputFormat::kJsonLines},
             {"837", InputFormat::kX12}},
            "Form of the files; told from their content unless given");
  diff->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  diff->add_option("--today", arguments->today, "The day to check claims as of")->check(CheckDate);
  diff->add_option("--show", arguments->show, "Claims shown for each rule")->capture_default_str();
  AddChoice(*diff, "--format", arguments->format,
            {{"text", Format::kText}, {"json", Format::kJson}},
            "Form of the report (default: text)");
  diff->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
