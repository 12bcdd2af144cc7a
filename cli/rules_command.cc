#include "cli/rules_command.h"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <memory>
#include <string>
#include <vector>

#include "authoring/handbook/rule_list.h"
#include "authoring/handbook/rule_page.h"
#include "authoring/handbook/wording.h"
#include "cli/choice.h"
#include "cli/tables_command.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr int kDone = 0;
constexpr int kUnusable = 2;

enum class Format { kTable, kMarkdown };

struct Arguments {
  std::string rulesets;
  RuleFilter filter;
  Format format = Format::kTable;
  std::string id;
};

int Fail(const absl::Status& status, std::ostream& err) {
  err << "error: " << status.message() << "\n";
  return kUnusable;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Load(const Arguments& arguments,
                                                     std::ostream& err) {
  const std::filesystem::path shipped = ShippedTablesFolder();
  const std::string rulesets = arguments.rulesets.empty()
                                   ? (shipped.parent_path() / "rulesets").string()
                                   : arguments.rulesets;
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(rulesets, "", diagnostics);
  err << ToString(diagnostics);
  return snapshot;
}

int RunList(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const auto snapshot = Load(arguments, err);
  if (!snapshot.ok()) return Fail(snapshot.status(), err);
  const ResolvedRulesets& rulesets = (*snapshot)->rulesets();
  if (arguments.format == Format::kMarkdown) {
    out << EditsPage(rulesets);
    return kDone;
  }
  const auto listed = ListRules(rulesets, arguments.filter);
  if (!listed.ok()) return Fail(listed.status(), err);
  struct Row {
    std::string id, severity, ruleset, title;
  };
  std::vector<Row> rows = {{"rule", "severity", "ruleset", "title"}};
  for (const int index : *listed) {
    const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(index)];
    const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(rule.ruleset)];
    rows.push_back({rule.id, SeverityWords(rule, ruleset.scope), ruleset.id, rule.title});
  }
  size_t id = 0, severity = 0, of = 0;
  for (const Row& row : rows) {
    id = std::max(id, row.id.size());
    severity = std::max(severity, row.severity.size());
    of = std::max(of, row.ruleset.size());
  }
  const auto cell = [&out](const std::string& text, size_t width) {
    out << text << std::string(width - text.size() + 2, ' ');
  };
  for (const Row& row : rows) {
    cell(row.id, id);
    cell(row.severity, severity);
    cell(row.ruleset, of);
    out << row.title << "\n";
  }
  err << listed->size() << (listed->size() == 1 ? " rule\n" : " rules\n");
  return kDone;
}

int RunShow(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const auto snapshot = Load(arguments, err);
  if (!snapshot.ok()) return Fail(snapshot.status(), err);
  const ResolvedRulesets& rulesets = (*snapshot)->rulesets();
  const auto listed = ListRules(rulesets, {.rules = {arguments.id}});
  if (!listed.ok()) return Fail(listed.status(), err);
  bool first = true;
  for (const int rule : *listed) {
    const auto text = RuleAsText(rulesets, rule, DiskFileSource());
    if (!text.ok()) return Fail(text.status(), err);
    out << (first ? "" : "\n----\n\n") << *text;
    first = false;
  }
  return kDone;
}

}  // namespace

void AddRulesCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* rules = app.add_subcommand("rules", "The rules there are, and what each says");
  rules->require_subcommand(1);

  CLI::App* list = rules->add_subcommand("list", "One line a rule");
  list->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  list->add_option("--rule,--family", arguments->filter.rules, "Only these rules or families");
  list->add_option("--payer", arguments->filter.payer,
                   "Only what counts for this payer's claims, by its id");
  list->add_option("--code", arguments->filter.code,
                   "Only rules that name this code: procedure, modifier, diagnosis ...");
  const auto severity = std::make_shared<std::optional<Severity>>();
  AddChoice<std::optional<Severity>>(*list, "--severity", *severity,
                                     {{"reject", Severity::kReject},
                                      {"deny", Severity::kDeny},
                                      {"warn", Severity::kWarn},
                                      {"advise", Severity::kAdvise},
                                      {"info", Severity::kInfo}},
                                     "Only rules of this severity");
  AddChoice<std::optional<LineOfBusiness>>(
      *list, "--line-of-business", arguments->filter.line_of_business,
      {{"medicare", LineOfBusiness::kMedicare},
       {"medicare_advantage", LineOfBusiness::kMedicareAdvantage},
       {"medicaid", LineOfBusiness::kMedicaid},
       {"commercial", LineOfBusiness::kCommercial},
       {"workers_compensation", LineOfBusiness::kWorkersCompensation},
       {"tricare", LineOfBusiness::kTricare},
       {"auto", LineOfBusiness::kAuto},
       {"other", LineOfBusiness::kOther}},
      "Only rules of this line of business, by its severities");
  AddChoice(*list, "--format", arguments->format,
            {{"table", Format::kTable}, {"markdown", Format::kMarkdown}},
            "markdown: every rule, as docs/edits.md has them (default: table)");
  list->callback([arguments, severity, &exit_code, &out, &err] {
    if (*severity) arguments->filter.severities = {**severity};
    exit_code = RunList(*arguments, out, err);
  });

  CLI::App* show = rules->add_subcommand("show", "Everything one rule says, or those of a family");
  show->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  show->add_option("ID", arguments->id, "A rule's id, or a family")->required();
  show->callback(
      [arguments, &exit_code, &out, &err] { exit_code = RunShow(*arguments, out, err); });
}

}  // namespace scrubline
