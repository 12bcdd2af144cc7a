#include "cli/graph_command.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "authoring/graph_drawing.h"
#include "authoring/graph_statistics.h"
#include "cli/choice.h"
#include "cli/graphviz.h"
#include "cli/tables_command.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr int kDrawn = 0;
constexpr int kUnusable = 2;

enum class Format { kSvg, kDot };

struct Arguments {
  GraphFilter filter;
  bool statistics = false;
  Format format = Format::kSvg;
  std::string out;
  std::string rulesets;
  std::string tables;
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
  std::string text;
  if (arguments.statistics) {
    text = ToText(MeasureGraph(**snapshot));
  } else {
    const auto rules = RulesToDraw(**snapshot, arguments.filter);
    if (!rules.ok()) return Fail(rules.status(), err);
    auto drawing = DrawGraph(**snapshot, *rules);
    if (drawing.ok() && arguments.format == Format::kSvg) drawing = RunDot(*drawing);
    if (!drawing.ok()) return Fail(drawing.status(), err);
    text = *std::move(drawing);
  }
  if (arguments.out.empty()) {
    out << text << std::flush;
    if (out) return kDrawn;
    err << "error: the graph could not be written\n";
    return kUnusable;
  }
  std::ofstream file(arguments.out, std::ios::binary);
  file << text << std::flush;
  if (file) return kDrawn;
  err << "error: " << arguments.out << " could not be written\n";
  return kUnusable;
}

}  // namespace

void AddGraphCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* graph =
      app.add_subcommand("graph", "Draw the graph that rules are compiled into, or count it");
  graph->add_option("--rule,--family", arguments->filter.rules, "Only these rules or families");
  graph->add_option("--code", arguments->filter.code,
                    "Only the rules that this code on a claim leads to");
  graph->add_option("--payer", arguments->filter.payer,
                    "Only what counts for this payer's claims, by its id");
  graph->add_flag("--stats", arguments->statistics, "Numbers instead of a drawing, of all rules");
  AddChoice(*graph, "--format", arguments->format, {{"svg", Format::kSvg}, {"dot", Format::kDot}},
            "svg, made by Graphviz's `dot` (the default), or dot, what it is made from");
  graph->add_option("--out", arguments->out, "File to write (default: standard output)");
  graph->add_option("--rulesets", arguments->rulesets, "Folder of rulesets (default: as shipped)");
  graph->add_option("--tables", arguments->tables, "Folder of packed tables (default: as shipped)");
  graph->callback([arguments, &exit_code, &out, &err] { exit_code = Run(*arguments, out, err); });
}

}  // namespace scrubline
