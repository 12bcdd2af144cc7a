#include "cli/docs_command.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "authoring/handbook/handbook.h"
#include "authoring/handbook/handbook_folder.h"
#include "cli/tables_command.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr int kWritten = 0;
constexpr int kUnusable = 2;

struct Arguments {
  std::string rulesets;
  std::string tables;
  std::string out = "handbook";
  std::vector<std::string> rules;
  std::string payer;
};

int Fail(const absl::Status& status, std::ostream& err) {
  err << "error: " << status.message() << "\n";
  return kUnusable;
}

int Run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  const std::filesystem::path shipped = ShippedTablesFolder();
  const std::string rulesets = arguments.rulesets.empty()
                                   ? (shipped.parent_path() / "rulesets").string()
                                   : arguments.rulesets;
  std::string tables = arguments.tables;
  if (tables.empty() && std::filesystem::exists(shipped / "manifest.json")) {
    tables = shipped.string();
  }
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(rulesets, tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) return Fail(snapshot.status(), err);
  const auto files = MakeHandbook(**snapshot, {.rules = arguments.rules, .payer = arguments.payer},
                                  DiskFileSource());
  if (!files.ok()) return Fail(files.status(), err);
  if (const absl::Status status = WriteHandbook(*files, arguments.out); !status.ok()) {
    return Fail(status, err);
  }
  out << arguments.out << "/index.html: " << files->size() << " files\n";
  return kWritten;
}

}  // namespace

void AddDocsCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* docs = app.add_subcommand("docs", "Write rulesets as a handbook to read, in HTML");
  docs->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  docs->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  docs->add_option("--out", arguments->out,
                   "Folder to write; a handbook in it is replaced (default: handbook)");
  docs->add_option("--rule,--family", arguments->rules, "Only these rules or families");
  docs->add_option("--payer", arguments->payer,
                   "Only what counts for this payer's claims, by its id");
  docs->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
