#include "cli/tables_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/published_format.h"
#include "rules_engine/tables/table_names.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

constexpr int kDone = 0;
constexpr int kUnusable = 2;

struct Streams {
  std::ostream& out;
  std::ostream& err;
};

int Fail(const Streams& streams, std::string_view message) {
  streams.err << "scrub tables: " << message << "\n";
  return kUnusable;
}

int Fail(const Streams& streams, const absl::Status& status) {
  return Fail(streams, std::string(status.message()));
}

// Columns as wide as their widest cell, two blanks between them.
class Columns {
 public:
  explicit Columns(std::vector<std::string> names) { rows_.push_back(std::move(names)); }
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }

  void Print(std::ostream& out) const {
    std::vector<size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const auto& row : rows_) {
      std::string line;
      for (size_t i = 0; i < row.size(); ++i) {
        absl::StrAppend(&line, row[i], std::string(widths[i] + 2 - row[i].size(), ' '));
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << "\n";
    }
  }

 private:
  std::vector<std::vector<std::string>> rows_;
};

// 2546017 as 2,546,017.
std::string Grouped(uint64_t n) {
  std::string text = std::to_string(n);
  for (size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

std::string DateOrBlank(Date date) { return date == Date::Max() ? "" : date.ToString(); }

// Codes separated by blanks or line breaks; `#` begins a comment.
absl::StatusOr<std::vector<Code>> ReadCodes(const std::string& path) {
  std::ifstream file(path);
  if (!file.is_open()) return absl::NotFoundError(path + ": cannot open");
  std::vector<Code> codes;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string word; words >> word;) {
      const std::optional<Code> code = ParseProcedureCode(word);
      if (!code.has_value()) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "%s:%d: `%s` is not a code of five characters A-Z 0-9", path, number, word));
      }
      codes.push_back(*code);
    }
  }
  return codes;
}

struct ImportArguments {
  std::vector<std::string> sources;
  ImportOptions options;
  std::string covers;
};

int RunImport(const ImportArguments& arguments, const Streams& streams) {
  ImportOptions options = arguments.options;
  if (!arguments.covers.empty()) {
    if (!options.sample) return Fail(streams, "`--covers` goes with `--sample`");
    absl::StatusOr<std::vector<Code>> codes = ReadCodes(arguments.covers);
    if (!codes.ok()) return Fail(streams, codes.status());
    options.covers = *std::move(codes);
  }
  const absl::StatusOr<ImportReport> report = ImportTables(arguments.sources, options);
  if (!report.ok()) return Fail(streams, report.status());
  for (const ImportedText& text : report->texts) {
    streams.out << absl::StrFormat("%s: %s, %s %s: %s rows, %s refused\n", text.name, text.format,
                                   text.table, text.release, Grouped(text.rows),
                                   Grouped(text.refused));
    streams.err << ToString(text.diagnostics);
    const size_t shown = text.diagnostics.size();
    if (text.refused > shown) {
      streams.err << absl::StrFormat("%s: ... %s more rows refused\n", text.name,
                                     Grouped(text.refused - shown));
    }
  }
  if (!report->ok()) {
    streams.err << ToString(report->errors);
    return Fail(streams, options.into + ": nothing was imported");
  }
  for (const TableInfo& table : report->tables) {
    streams.out << absl::StrFormat("%s: %s %s, %s rows%s\n", options.into, table.name,
                                   table.release, Grouped(table.rows),
                                   table.sample ? ", a sample" : "");
  }
  return kDone;
}

int RunList(const std::string& folder, const Streams& streams) {
  const auto tables = TableSet::Load(folder);
  if (!tables.ok()) return Fail(streams, tables.status());
  Columns columns({"table", "release", "rows", "refused", "kind", "source", "sha256"});
  for (const TableInfo& info : (*tables)->infos()) {
    for (const TableSource& source : info.sources) {
      columns.Add({info.name, source.release, Grouped(source.rows), Grouped(source.refused),
                   info.sample ? "sample" : "published", source.file, source.sha256});
    }
  }
  columns.Print(streams.out);
  return kDone;
}

struct ShowArguments {
  std::string folder;
  std::string name;
  std::vector<std::string> keys;
};

class Show {
 public:
  Show(const TableSet& tables, const ShowArguments& arguments, const Streams& streams)
      : tables_(tables), arguments_(arguments), streams_(streams) {}

  int Run() {
    if (const ReferenceTable* table = tables_.reference(arguments_.name)) return Reference(*table);
    for (const std::string& key : arguments_.keys) {
      const std::optional<Code> code = Code::ParseNormalized(key);
      if (!code.has_value() || !ParseProcedureCode(code->ToString()).has_value()) {
        return Fail(streams_, absl::StrFormat("`%s` is not a code of five characters", key));
      }
      codes_.push_back(*code);
    }
    if (const PtpTable* table = tables_.ptp(arguments_.name)) return Ptp(*table);
    if (const MueTable* table = tables_.mue(arguments_.name)) return Mue(*table);
    if (const AddOnTable* table = tables_.add_on(arguments_.name)) return AddOn(*table);
    return NoSuchTable();
  }

 private:
  int NoSuchTable() {
    const std::vector<std::string_view> names = AllTableNames();
    if (KindOfTable(arguments_.name).has_value()) {
      return Fail(streams_, absl::StrFormat("%s: `%s` is not loaded; import it with `scrub tables "
                                            "import FILE... --into %s`",
                                            arguments_.folder, arguments_.name, arguments_.folder));
    }
    const std::string_view nearest = NearestWord(arguments_.name, names);
    return Fail(streams_, absl::StrFormat("`%s` is not the name of a table%s", arguments_.name,
                                          nearest.empty()
                                              ? "; `scrub tables list` shows those loaded"
                                              : absl::StrFormat("; did you mean `%s`?", nearest)));
  }

  // False, with the reason on `err`, unless there are `count` keys.
  bool HasKeys(size_t count, std::string_view usage) {
    if (codes_.size() == count) return true;
    Fail(streams_, absl::StrFormat("expected `scrub tables show %s %s`", arguments_.name, usage));
    return false;
  }

  template <typename Table>
  int Finish(const Table& table, const Columns& columns, std::string_view nothing) {
    if (!columns.empty()) {
      columns.Print(streams_.out);
      return kDone;
    }
    streams_.err << absl::StrFormat("%s %s: %s\n", table.info().name, table.info().release,
                                    nothing);
    for (const Code code : codes_) {
      if (table.covers(code)) continue;
      streams_.err << absl::StrFormat(
          "%s is a sample that does not cover %s: import CMS's files with `scrub tables import`\n",
          table.info().name, code.ToString());
    }
    return kDone;
  }

  int Ptp(const PtpTable& table) {
    if (!HasKeys(2, "CODE CODE")) return kUnusable;
    Columns columns({"column 1", "column 2", "effective", "deletion", "indicator", "in force",
                     "prior to 1996", "rationale"});
    for (const PtpTable::Row& row : table.History(codes_[0], codes_[1])) {
      columns.Add({row.column1.ToString(), row.column2.ToString(), row.effective.ToString(),
                   row.deletion.ToString(), std::to_string(row.indicator), InForce(row),
                   row.prior_to_1996 ? "yes" : "", std::string(row.rationale)});
    }
    return Finish(table, columns, "no row for this pair, in either order");
  }

  static std::string InForce(const PtpTable::Row& row) {
    if (row.indicator == 9 || row.deletion <= row.effective) return "never";
    return row.deletion == Date::Max() ? "to date" : "ended";
  }

  int Mue(const MueTable& table) {
    if (!HasKeys(1, "CODE")) return kUnusable;
    Columns columns({"release", "first day", "last day", "code", "limit", "mai", "rationale"});
    const MueTable::CodeId id = table.FindCode(codes_[0]);
    for (int release = 0; release < table.release_count(); ++release) {
      MueTable::Entry entry;
      if (!table.Find(id, release, entry)) continue;
      const DateInterval dates = table.release_dates(release);
      columns.Add({std::string(table.release_name(release)), dates.first.ToString(),
                   dates.last.ToString(), codes_[0].ToString(), std::to_string(entry.limit),
                   std::to_string(entry.mai), std::string(table.rationale(id, release))});
    }
    return Finish(table, columns, "no published limit for this code, which is not `unlimited`");
  }

  int AddOn(const AddOnTable& table) {
    if (!HasKeys(1, "ADD-ON-CODE")) return kUnusable;
    Columns columns({"add-on", "type", "primary", "effective", "deletion", "add-on deleted",
                     "primary deleted", "note"});
    for (const AddOnTable::PublishedRow& row : table.History(codes_[0])) {
      columns.Add({row.add_on.ToString(), std::to_string(row.type), row.primary.ToString(),
                   row.effective.ToString(), row.deletion.ToString(),
                   DateOrBlank(row.add_on_deletion), DateOrBlank(row.primary_deletion), row.note});
    }
    return Finish(table, columns, "this code is not an add-on code");
  }

  int Reference(const ReferenceTable& table) {
    const ReferenceSchema& schema = table.schema();
    if (arguments_.keys.size() != 1) {
      return Fail(
          streams_,
          absl::StrFormat("expected `scrub tables show %s KEY`, a %s%s", schema.name, schema.key,
                          schema.key_doc.empty() ? "" : absl::StrFormat(": %s", schema.key_doc)));
    }
    const std::string& text = arguments_.keys.front();
    const std::optional<TableKey> key = KeyOf(schema, text);
    if (!key.has_value()) {
      return Fail(streams_, absl::StrFormat("`%s` is not a %s", text, schema.key));
    }
    const ReferenceTable::Rows rows = table.RowsOf(table.FindKey(*key));
    for (RowId row = rows.begin; row != rows.end; ++row) {
      const DateInterval dates = table.dates(row);
      streams_.out << absl::StrFormat("%s %s, release %s\n", schema.name, key->ToString(),
                                      table.release_name(table.release(row)));
      const auto line = [this](std::string_view name, const std::string& value) {
        if (!value.empty()) streams_.out << absl::StrFormat("  %-20s %s\n", name, value);
      };
      if (dates.first > kEveryDay.first) line("from", dates.first.ToString());
      if (!table.is_open(row)) line("through", dates.last.ToString());
      for (size_t i = 0; i < schema.columns.size(); ++i)
        line(schema.columns[i].name, table.Format(row, static_cast<int>(i)));
    }
    if (rows.begin != rows.end) return kDone;
    streams_.err << absl::StrFormat("%s %s does not list %s%s\n", table.info().name,
                                    table.info().release, text,
                                    table.covers(*key) ? "" : ", but is a sample of other codes");
    return kDone;
  }

  static std::optional<TableKey> KeyOf(const ReferenceSchema& schema, const std::string& text) {
    if (schema.key == "diagnosis") {
      const std::optional<Code> code = Code::ParseDiagnosis(text);
      return code.has_value() && !code->empty() ? std::optional(TableKey::Of(*code)) : std::nullopt;
    }
    std::string upper = text;
    absl::AsciiStrToUpper(&upper);
    return TableKey::Parse(upper);
  }

  const TableSet& tables_;
  const ShowArguments& arguments_;
  const Streams& streams_;
  std::vector<Code> codes_;
};

int RunShow(const ShowArguments& arguments, const Streams& streams) {
  const auto tables = TableSet::Load(arguments.folder);
  if (!tables.ok()) return Fail(streams, tables.status());
  return Show(**tables, arguments, streams).Run();
}

}  // namespace

std::string ShippedTablesFolder() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (program.parent_path().parent_path() / "share" / "scrubline" / "tables").string();
}

void AddTablesCommand(CLI::App& app, int& exit_code, std::ostream& out, std::ostream& err) {
  const Streams streams{out, err};
  CLI::App* tables = app.add_subcommand("tables", "Published CMS tables: import, list, show");
  tables->require_subcommand(1);

  const auto import_arguments = std::make_shared<ImportArguments>();
  CLI::App* import = tables->add_subcommand(
      "import",
      "Read published files as downloaded (zip, gz, txt, csv, xml; xlsx for add-on codes) and your "
      "own csv into packed tables. All parts of a PTP table go in one call; a file of another "
      "release is added to those there");
  import->add_option("SOURCE", import_arguments->sources, "Files as CMS publishes them")
      ->required()
      ->check(CLI::ExistingPath);
  import->add_option("--into", import_arguments->options.into, "Folder of packed tables")
      ->required();
  import->add_option("--as", import_arguments->options.as,
                     "Name of the table, when the files do not say");
  import->add_option("--release", import_arguments->options.release,
                     "Quarter, like 2024Q3, when the files do not say");
  import->add_flag("--sample", import_arguments->options.sample,
                   "The tables are samples: they answer for their own codes only");
  import->add_option("--covers", import_arguments->covers,
                     "With --sample: a file of further codes the sample answers for");
  import->callback([import_arguments, streams, &exit_code] {
    exit_code = RunImport(*import_arguments, streams);
});

const auto show_arguments = std::make_shared<ShowArguments>();
show_arguments->folder = ShippedTablesFolder();
CLI::App* list = tables->add_subcommand("list", "What is loaded: release, rows, source");
list->add_option("--tables", show_arguments->folder, "Folder of packed tables");
list->callback([show_arguments, streams, &exit_code] {
  exit_code = RunList(show_arguments->folder, streams);
});

CLI::App* show = tables->add_subcommand(
    "show", "One row's history: two codes of a PTP table, one code or identifier of another");
show->add_option("NAME", show_arguments->name, "Table, like ncci_ptp_practitioner")->required();
show->add_option("KEY", show_arguments->keys, "One code, or two for a PTP table")->required();
show->add_option("--tables", show_arguments->folder, "Folder of packed tables");
show->callback([show_arguments, streams, &exit_code] {
  exit_code = RunShow(*show_arguments, streams);
});
}  // namespace scrubline

}  // namespace scrubline
