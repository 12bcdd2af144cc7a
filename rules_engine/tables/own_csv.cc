#include "rules_engine/tables/own_csv.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr int kKey = -1, kComponent = -2, kFrom = -3, kThrough = -4;  // beside the table's columns

std::string Upper(std::string_view text) {
  std::string upper(text);
  absl::AsciiStrToUpper(&upper);
  return upper;
}

class OwnCsv {
 public:
  OwnCsv(const ReferenceSchema& schema, int release, RowLog& log, ReferenceBuilder& builder)
      : schema_(schema), release_(release), log_(log), builder_(builder) {}

  absl::Status Read(SheetReader& sheet) {
    SheetRow row;
    if (!sheet.Next(row)) {
      return sheet.status().ok() ? absl::InvalidArgumentError("it is empty") : sheet.status();
    }
    SCRUB_RETURN_IF_ERROR(ReadHeader(row));
    while (sheet.Next(row)) {
      const std::string fault = Take(row);
      if (fault.empty()) {
        log_.Keep();
      } else {
        log_.Refuse(row.line, 0, row.ToString(), fault, "");
      }
    }
    return sheet.status();
  }

 private:
  absl::Status ReadHeader(const SheetRow& row) {
    std::vector<std::string_view> known = {schema_.key, "from", "through"};
    if (HasComponent()) known.push_back("component");
    for (const ReferenceColumn& column : schema_.columns) known.push_back(column.name);
    bool has_key = false;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string name = absl::AsciiStrToLower(std::string(WithoutMark(row.Text(i))));
      int column = schema_.FindColumn(name);
      if (column < 0) {
        if (name == schema_.key || name == "code") {
          column = kKey;
          has_key = true;
        } else if (name == "component" && HasComponent()) {
          column = kComponent;
        } else if (name == "from" || name == "start_date") {
          column = kFrom;
        } else if (name == "through" || name == "end_date") {
          column = kThrough;
        } else {
          const std::string_view nearest = NearestWord(name, known);
          return absl::InvalidArgumentError(absl::StrFormat(
              "line %d: `%s` is no column of %s%s; its columns are %s", row.line, Printable(name),
              schema_.name, nearest.empty() ? "" : absl::StrFormat(", did you mean `%s`?", nearest),
              absl::StrJoin(known, ", ",
                            [](std::string* out, std::string_view word) { out->append(word); })));
        }
      }
      columns_.push_back(column);
    }
    if (has_key) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrFormat("line %d: the header has no column `%s`", row.line, schema_.key));
  }

  // How long the codes of a list are that spreadsheets and licensed lists write without their
  // leading zeros (`131`, `450`); 0 for other keys.
  size_t CodeWidth() const {
    switch (schema_.id) {
      case ReferenceId::kRevenueCodes:
      case ReferenceId::kTypesOfBill:
        return 4;
      case ReferenceId::kPlacesOfService:
      case ReferenceId::kConditionCodes:
      case ReferenceId::kOccurrenceCodes:
      case ReferenceId::kValueCodes:
      case ReferenceId::kDischargeStatuses:
        return 2;
      default:
        return 0;
    }
  }
  std::optional<TableKey> ParsePadded(std::string_view text) const {
    const bool is_code = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
    if (!is_code || text.size() > CodeWidth()) return std::nullopt;
    return TableKey::Parse(std::string(CodeWidth() - text.size(), '0') + std::string(text));
  }

  // Spreadsheets begin a csv with a byte order mark.
  static std::string_view WithoutMark(std::string_view text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
  }
  bool HasComponent() const {
    return schema_.id == ReferenceId::kPhysicianFeeSchedule ||
           schema_.id == ReferenceId::kFeeSchedule;
  }
  bool IsDiagnosis(int column) const {
    return column == kKey ? schema_.key == "diagnosis"
                          : schema_.id == ReferenceId::kCoveragePolicies ||
                                schema_.id == ReferenceId::kDiagnosisNotes;
  }

  // Why the row is refused; empty when it was taken.
  std::string Take(const SheetRow& row) {
    std::string key_text;
    std::string component;
    DateInterval dates = {kEveryDay.first, Date::Max()};
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view text = row.Text(i);
      if (columns_[i] == kKey) key_text = Upper(text);
      if (columns_[i] == kComponent) component = Upper(text);
      if (columns_[i] != kFrom && columns_[i] != kThrough) continue;
      if (text.empty()) continue;
      const std::optional<Date> date = Date::Parse(text);
      if (!date.has_value()) return absl::StrFormat("`%s` is not a day", Printable(text));
      (columns_[i] == kFrom ? dates.first : dates.last) = *date;
    }
    if (dates.last < dates.first) return "it ends before it begins";
    const std::optional<TableKey> key = ParseKey(key_text + component, kKey);
    if (!key.has_value()) {
      return absl::StrFormat("`%s` is not a %s", Printable(key_text), schema_.key);
    }
    ReferenceBuilder::Row built = builder_.AddRow(*key, dates, release_);
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] < 0 || row.Text(i).empty()) continue;
      std::string fault = Set(built, columns_[i], row.Text(i));
      if (fault.empty()) continue;
      builder_.DropLastRow();
      return absl::StrFormat("%s: %s", schema_.columns[static_cast<size_t>(columns_[i])].name,
                             fault);
    }
    return "";
  }

  std::optional<TableKey> ParseKey(std::string_view text, int column) const {
    if (column == kKey && CodeWidth() > 0) return ParsePadded(text);
    if (!IsDiagnosis(column)) return TableKey::Parse(text);
    const std::optional<Code> code = Code::ParseDiagnosis(text);
    if (!code.has_value() || code->empty()) return std::nullopt;
    return TableKey::Of(*code);
  }

  std::string Set(ReferenceBuilder::Row& row, int column, std::string_view text) const {
    const auto wrong = [&](std::string_view what) {
      return absl::StrFormat("`%s` is not %s", Printable(text), what);
    };
    switch (schema_.columns[static_cast<size_t>(column)].type) {
      case ColumnType::kCode: {
        const std::optional<TableKey> key = TableKey::Parse(Upper(text));
        if (!key.has_value()) return wrong("a code");
        row.Key(column, *key);
        return "";
      }
      case ColumnType::kNumber: {
        const std::optional<int64_t> number = ParseAmount(text, 3);
        if (!number.has_value()) return wrong("a number");
        row.Number(column, *number);
        return "";
      }
      case ColumnType::kMoney: {
        const std::optional<int64_t> cents = ParseAmount(text, 2);
        if (!cents.has_value()) return wrong("an amount");
        row.Money(column, *cents);
        return "";
      }
      case ColumnType::kFlag: {
        const std::string word = Upper(text);
        const bool yes = word == "YES" || word == "TRUE" || word == "Y" || word == "1";
        const bool no = word == "NO" || word == "FALSE" || word == "N" || word == "0";
        if (!yes && !no) return wrong("yes or no");
        row.Flag(column, yes);
        return "";
      }
      case ColumnType::kDate: {
        const std::optional<Date> date = Date::Parse(text);
        if (!date.has_value()) return wrong("a day");
        row.OnDate(column, *date);
        return "";
      }
      case ColumnType::kText:
        row.Text(column, text);
        return "";
      case ColumnType::kCodes: {
        auto ranges = ParseRanges(Upper(text), column);
        if (!ranges.has_value()) return wrong("a list of codes");
        row.Codes(column, *std::move(ranges));
        return "";
      }
    }
    return "";
  }

  std::optional<std::vector<KeyRange>> ParseRanges(std::string_view text, int column) const {
    std::vector<KeyRange> ranges;
    while (!text.empty()) {
      const size_t end = std::min(text.find_first_of(" ;"), text.size());
      std::string_view item = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (item.empty()) continue;
      if (item.back() == '*') {
        const auto prefix = ParseKey(item.substr(0, item.size() - 1), column);
        if (!prefix.has_value()) return std::nullopt;
        ranges.push_back(KeyRange::Prefix(Code::FromBits(prefix->bits())));
        continue;
      }
      const size_t dash = item.find('-');
      const auto first = ParseKey(item.substr(0, dash), column);
      const auto last =
          dash == std::string_view::npos ? first : ParseKey(item.substr(dash + 1), column);
      if (!first.has_value() || !last.has_value() || *last < *first) return std::nullopt;
      // A range ends with everything below its last code: E08-E13 has E13.9.
      ranges.push_back(dash == std::string_view::npos
                           ? KeyRange::Single(*first)
                           : KeyRange{*first, KeyRange::Prefix(Code::FromBits(last->bits())).last});
    }
    return ranges;
  }

  const ReferenceSchema& schema_;
  const int release_;
  RowLog& log_;
  ReferenceBuilder& builder_;
  std::vector<int> columns_;  // by cell: the table's column, or one of the constants above
};

}  // namespace

absl::Status ReadOwnCsv(const ReferenceSchema& schema, SheetReader& sheet, int release, RowLog& log,
                        ReferenceBuilder& builder) {
  return OwnCsv(schema, release, log, builder).Read(sheet);
}

absl::StatusOr<ReferenceTable> TableOfOwnCsv(const ReferenceSchema& schema,
                                             std::span<const std::string_view> texts, RowLog& log) {
  ReferenceBuilder builder(schema);
  const std::string name = "examples";
  const int release =
      builder.AddRelease(name, {*Date::FromCivil(2000, 1, 1), *Date::FromCivil(2030, 12, 31)});
  for (const std::string_view text : texts) {
    const std::unique_ptr<ByteSource> source = FromMemory(text);
    CsvReader sheet(*source);
    SCRUB_RETURN_IF_ERROR(ReadOwnCsv(schema, sheet, release, log, builder));
  }
  const TableInfo info = {.name = std::string(schema.name), .release = name, .rows = log.kept()};
  SCRUB_ASSIGN_OR_RETURN(const std::vector<std::byte> packed, builder.Pack(info, {}));
  return ReferenceTable::Copy(info.name, packed);
}

}  // namespace scrubline
