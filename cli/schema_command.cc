#include "cli/schema_command.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "authoring/schema/schema.h"
#include "cli/choice.h"
#include "cli/tables_command.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

constexpr int kWritten = 0;
constexpr int kUnusable = 2;

struct Arguments {
  std::string rulesets;
  SchemaKind kind = SchemaKind::kAll;
};

int Run(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  std::string folder = arguments.rulesets;
  if (folder.empty()) {
    folder = (std::filesystem::path(ShippedTablesFolder()).parent_path() / "rulesets").string();
  }
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  Diagnostics broken;  // a half-written file has names all the same
  const auto parsed = ParseRulesets(folder, DiskFileSource(), broken);
  if (!parsed.ok()) {
    err << "error: " << parsed.status().message() << "\n";
    return kUnusable;
  }
  out << MakeSchema(CollectNames(*parsed), arguments.kind);
  return kWritten;
}

}  // namespace

void AddSchemaCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* schema =
      app.add_subcommand("schema", "Write a JSON Schema of the rule language, for editors");
  schema->add_option("--rulesets", arguments->rulesets,
                     "Folder of the rulesets whose names to complete (default: as shipped)");
  AddChoice(*schema, "--kind", arguments->kind,
            {{"all", SchemaKind::kAll},
             {"ruleset", SchemaKind::kRuleset},
             {"rules", SchemaKind::kRules},
             {"tests", SchemaKind::kTests}},
            "Which files the schema is of (default: all)");
  schema->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
