#include "rules_engine/resolve/example_tables.h"

#include <map>
#include <string>
#include <utility>

#include "rules_engine/tables/own_csv.h"

namespace scrubline {
namespace {

// Reports what cannot be read of the rows at `node`.
void CheckRows(const ReferenceSchema& schema, const Node& node, Diagnostics& diagnostics) {
  RowLog log(node.source->path());
  const std::string_view rows[] = {node.text};
  const auto table = TableOfOwnCsv(schema, rows, log);
  if (!table.ok()) {
    Report(diagnostics, node, std::string(table.status().message()),
           "the first line names the columns, each other line is a row");
  }
  for (const Diagnostic& refused : log.diagnostics()) {
    // A block begins on the line after its key.
    Report(diagnostics, *node.source, node.line + refused.position.line, 0, refused.message,
           refused.hint);
  }
}

}  // namespace

std::vector<ExampleTable> ResolveExampleTables(std::span<const ParsedRuleset> parsed,
                                               Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const ReferenceSchema& schema : AllReferenceSchemas()) names.push_back(schema.name);
  std::vector<ExampleTable> tables;
  for (const ParsedRuleset& ruleset : parsed) {
    for (const ParsedRuleset::Named& entry : ruleset.example_tables) {
      const ReferenceSchema* schema = FindReferenceSchema(entry.name->text);
      if (schema == nullptr) {
        Report(diagnostics, *entry.name, "unknown table " + Quoted(entry.name->text),
               DidYouMean(entry.name->text, names));
        continue;
      }
      if (!TextOf(*entry.value, "rows as csv", diagnostics)) continue;
      CheckRows(*schema, *entry.value, diagnostics);
      tables.push_back({schema->id, entry.value->text});
    }
  }
  return tables;
}

std::shared_ptr<const TableSet> MakeExampleTables(std::span<const ExampleTable> tables,
                                                  std::shared_ptr<const TableSet> loaded) {
  std::map<ReferenceId, std::vector<std::string_view>> rows;
  for (const ExampleTable& table : tables) rows[table.table].push_back(table.rows);
  std::vector<ReferenceTable> made;
  for (const auto& [id, texts] : rows) {
    RowLog log("example_tables");
    auto table = TableOfOwnCsv(ReferenceSchemaOf(id), texts, log);
    if (table.ok()) made.push_back(*std::move(table));
  }
  return TableSet::WithReferences(std::move(loaded), std::move(made));
}

}  // namespace scrubline
