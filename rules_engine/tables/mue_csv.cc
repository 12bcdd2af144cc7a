#include "rules_engine/tables/mue_csv.h"

#include <charconv>
#include <system_error>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

constexpr int kMaxPreamble = 50;      // rows before the header
constexpr size_t kMaxCodes = 60'000;  // CMS's largest file has 15,000
constexpr size_t kMaxRationale = 200;

constexpr size_t kAbsent = static_cast<size_t>(-1);

struct Columns {
  size_t code = kAbsent;
  size_t limit = kAbsent;
  size_t indicator = kAbsent;
  size_t rationale = kAbsent;
};

std::optional<Columns> FindColumns(const SheetRow& row) {
  Columns columns;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string_view name = row.Text(i);
    if (name.find("CPT Code") != std::string_view::npos) columns.code = i;
    if (name.find("MUE Values") != std::string_view::npos) columns.limit = i;
    if (name == "MUE Adjudication Indicator") columns.indicator = i;
    if (name == "MUE Rationale") columns.rationale = i;
  }
  if (columns.code == kAbsent || columns.limit == kAbsent || columns.indicator == kAbsent) {
    return std::nullopt;
  }
  return columns;
}

std::optional<uint32_t> ParseUnits(std::string_view text) {
  uint32_t units = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), units);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return units;
}

// Why the row is refused; empty when it was taken.
std::string Take(const SheetRow& row, const Columns& columns, MueRelease& release) {
  const std::string_view code_text = row.Text(columns.code);
  const std::optional<Code> code = ParseProcedureCode(code_text);
  if (!code.has_value()) {
    return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(code_text));
  }
  const std::optional<uint32_t> units = ParseUnits(row.Text(columns.limit));
  if (!units.has_value()) {
    return absl::StrFormat("MUE value `%s` is not a whole number of units",
                           Printable(row.Text(columns.limit)));
  }
  const std::string_view indicator = row.Text(columns.indicator);
  const bool known = !indicator.empty() && indicator[0] >= '1' && indicator[0] <= '3' &&
                     (indicator.size() == 1 || indicator[1] == ' ');
  if (!known) {
    return absl::StrFormat("adjudication indicator `%s` does not begin with 1, 2 or 3",
                           Printable(indicator));
  }
  const std::string_view rationale =
      columns.rationale == kAbsent ? std::string_view() : row.Text(columns.rationale);
  const bool is_new =
      release.limits
          .try_emplace(*code, MueRelease::Limit{*units, static_cast<uint8_t>(indicator[0] - '0'),
                                                Latin1ToUtf8(rationale.substr(0, kMaxRationale))})
          .second;
  return is_new ? "" : absl::StrFormat("a second row for code `%s`; the first stands", code_text);
}

}  // namespace

std::optional<std::string_view> MueSetting(const SheetRow& header) {
  const std::optional<Columns> columns = FindColumns(header);
  if (!columns.has_value()) return std::nullopt;
  const std::string_view name = header.Text(columns->limit);
  const auto says = [name](std::string_view word) {
    return name.find(word) != std::string_view::npos;
  };
  if (says("Practitioner")) return "practitioner";
  if (says("Hospital")) return "hospital";
  if (says("DME")) return "dme";
  return "";
}

absl::Status ReadMueCsv(SheetReader& sheet, RowLog& log, MueRelease& release) {
  SheetRow row;
  std::optional<Columns> columns;
  for (int i = 0; i < kMaxPreamble && !columns.has_value() && sheet.Next(row); ++i) {
    columns = FindColumns(row);
  }
  if (!sheet.status().ok()) return sheet.status();
  if (!columns.has_value()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "no MUE header (`HCPCS/CPT Code`, `... MUE Values`, `MUE Adjudication Indicator`) in the "
        "first %d rows",
        kMaxPreamble));
  }
  while (sheet.Next(row)) {
    const std::string fault = Take(row, *columns, release);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(row.line, 0, row.ToString(), fault, "");
    }
    if (release.limits.size() > kMaxCodes) {
      return absl::ResourceExhaustedError("more than 60,000 codes: not an MUE file");
    }
  }
  return sheet.status();
}

}  // namespace scrubline
