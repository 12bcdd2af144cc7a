#include "rules_engine/tables/add_on_file.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

constexpr int kMaxPreamble = 50;        // rows before the header
constexpr size_t kMaxRows = 1'000'000;  // CMS's file has 9,000
constexpr size_t kMaxNote = 500;

constexpr size_t kAbsent = static_cast<size_t>(-1);

struct Columns {
  size_t type = kAbsent;
  size_t add_on = kAbsent;
  size_t add_on_deletion = kAbsent;
  size_t primary = kAbsent;
  size_t primary_deletion = kAbsent;
  size_t effective = kAbsent;
  size_t deletion = kAbsent;
  size_t note = kAbsent;

  bool has_dates() const { return effective != kAbsent; }
};

struct ColumnName {
  std::string_view name;
  size_t Columns::*column;
};

constexpr ColumnName kNames[] = {
    {"aoc_edit_type", &Columns::type},
    {"add-on_code", &Columns::add_on},
    {"add_on_code", &Columns::add_on},
    {"aoc_deldt", &Columns::add_on_deletion},
    {"primary_code", &Columns::primary},
    {"primary_code_deldt", &Columns::primary_deletion},
    {"aoc_edit_effdt", &Columns::effective},
    {"aoc_edit_deldt", &Columns::deletion},
    {"special_instruction_notes", &Columns::note},
};

std::optional<Columns> FindColumns(const SheetRow& row) {
  Columns columns;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    std::string name(row.Text(i));
    absl::AsciiStrToLower(&name);
    for (const ColumnName& known : kNames) {
      if (known.name == name) columns.*known.column = i;
    }
  }
  const bool complete = columns.type != kAbsent && columns.add_on != kAbsent &&
                        columns.primary != kAbsent &&
                        columns.has_dates() == (columns.deletion != kAbsent);
  return complete ? std::optional(columns) : std::nullopt;
}

class Reader {
 public:
  Reader(const Columns& columns, RowLog& log) : columns_(columns), log_(log) {}

  // Why the row is refused; empty when `out` holds it.
  std::string Parse(const SheetRow& row, AddOnTable::PublishedRow& out) {
    fault_.clear();
    const std::string_view type = row.Text(columns_.type);
    if (type != "1" && type != "2" && type != "3") {
      return absl::StrFormat("edit type `%s` is not 1, 2 or 3", Printable(type));
    }
    out.type = static_cast<uint8_t>(type[0] - '0');
    out.add_on = ReadCode(row, columns_.add_on, "add-on code");
    out.primary = ReadCode(row, columns_.primary, "primary code");
    if (columns_.has_dates()) {
      out.add_on_deletion = ReadDate(row, columns_.add_on_deletion, "add-on code deletion date");
      out.primary_deletion = ReadDate(row, columns_.primary_deletion, "primary code deletion date");
      out.effective = ReadDate(row, columns_.effective, "edit effective date");
      out.deletion = ReadDate(row, columns_.deletion, "edit deletion date");
      if (out.effective == Date::Max()) Fail("the edit effective date is missing");
    } else {
      out.effective = FirstAddOnEdits();
    }
    if (out.add_on == out.primary) Fail("the add-on code is its own primary");
    out.note = Latin1ToUtf8(row.Text(columns_.note).substr(0, kMaxNote));
    return fault_;
  }

  void NoteRepairs() const {
    if (padded_ > 0) {
      log_.Note(0,
                absl::StrFormat("%d codes were numbers and got their leading zeros back", padded_),
                "use the workbook as published: opening and saving it may change codes");
    }
    if (!columns_.has_dates()) {
      log_.Note(0,
                absl::StrFormat("the file has no dates: its rows are taken as in force from %s on",
                                FirstAddOnEdits().ToString()),
                "import the AOC workbook of the release for the published dates");
    }
  }

 private:
  void Fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  Code ReadCode(const SheetRow& row, size_t column, std::string_view name) {
    std::string text(row.Text(column));
    if (row.IsNumber(column) && !text.empty() && text.size() < kProcedureCodeLength) {
      text.insert(0, kProcedureCodeLength - text.size(), '0');
      ++padded_;
    }
    const std::optional<Code> code = ParseProcedureCode(text);
    if (!code.has_value()) {
      Fail(absl::StrFormat("%s `%s` is not five characters A-Z 0-9", name, Printable(text)));
    }
    return code.value_or(Code());
  }

  Date ReadDate(const SheetRow& row, size_t column, std::string_view name) {
    const std::string_view text = row.Text(column);
    if (text.empty()) return Date::Max();
    const std::optional<Date> date = Date::ParseYearDay(text);
    if (!date.has_value()) {
      Fail(absl::StrFormat("%s `%s` is not a day written YYYYDDD", name, Printable(text)));
    }
    return date.value_or(Date());
  }

  const Columns columns_;
  RowLog& log_;
  std::string fault_;
  int padded_ = 0;
};

}  // namespace

Date FirstAddOnEdits() { return *Date::FromCivil(2013, 4, 1); }

bool IsAddOnHeader(const SheetRow& row) { return FindColumns(row).has_value(); }

absl::Status ReadAddOnFile(SheetReader& sheet, RowLog& log,
                           std::vector<AddOnTable::PublishedRow>& rows) {
  SheetRow row;
  std::optional<Columns> columns;
  for (int i = 0; i < kMaxPreamble && !columns.has_value() && sheet.Next(row); ++i) {
    columns = FindColumns(row);
  }
  if (!sheet.status().ok()) return sheet.status();
  if (!columns.has_value()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "no add-on header (`AOC_Edit_Type`, `Add-On_Code`, `Primary_Code`, dates) in the first %d "
        "rows",
        kMaxPreamble));
  }
  Reader reader(*columns, log);
  while (sheet.Next(row)) {
    AddOnTable::PublishedRow published;
    const std::string fault = reader.Parse(row, published);
    if (!fault.empty()) {
      log.Refuse(row.line, 0, row.ToString(), fault, "");
      continue;
    }
    if (rows.size() == kMaxRows) {
      return absl::ResourceExhaustedError("more than 1,000,000 rows: not an add-on code file");
    }
    rows.push_back(std::move(published));
    log.Keep();
  }
  if (sheet.status().ok()) reader.NoteRepairs();
  return sheet.status();
}

}  // namespace scrubline
