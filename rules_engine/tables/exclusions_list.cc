#include "rules_engine/tables/exclusions_list.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr std::string_view kNoNpi = "0000000000", kNoDay = "00000000";

bool IsNpi(std::string_view text) {
  return text.size() == 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string NotAnNpi(std::string_view text) {
  return absl::StrFormat("`%s` is not an NPI of ten digits", Printable(text));
}

}  // namespace

bool IsExclusionsCsv(const TextBeginning& beginning) {
  return CsvHeader::Of(beginning).Has({"NPI", "EXCLTYPE", "EXCLDATE", "REINDATE"});
}

absl::Status ReadExclusionsCsv(ByteSource& source, const PublishedRelease& published, RowLog& log,
                               ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  const size_t npi = header.Find("NPI"), from = header.Find("EXCLDATE"),
               reinstated = header.Find("REINDATE");
  return ReadRows(sheet, log, [&](const SheetRow& row) -> std::string {
    const std::string_view key = row.Text(npi);
    if (key.empty() || key == kNoNpi) return std::string(kSkipped);
    if (!IsNpi(key)) return NotAnNpi(key);
    DateInterval dates = kEveryDay;
    if (const std::string_view text = row.Text(from); text != kNoDay) {
      const std::optional<Date> day = Date::Parse(text);
      if (!day.has_value()) return absl::StrFormat("`%s` is not a day", Printable(text));
      dates.first = *day;
    }
    if (const std::string_view text = row.Text(reinstated); !text.empty() && text != kNoDay) {
      const std::optional<Date> day = Date::Parse(text);
      if (!day.has_value()) return absl::StrFormat("`%s` is not a day", Printable(text));
      dates.last = *day - 1;
    }
    builder.AddRow(*TableKey::Parse(key), dates, release);
    return "";
  });
}

bool IsExclusionsText(const TextBeginning& beginning) {
  const bool named = beginning.name.find("leie") != std::string::npos ||
                     beginning.name.find("exclu") != std::string::npos;
  return named && IsNpi(TrimBlanks(beginning.bytes.substr(0, beginning.bytes.find('\n'))));
}

absl::Status ReadExclusionsText(ByteSource& source, const PublishedRelease& published, RowLog& log,
                                ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  LineReader lines(source);
  std::string_view line;
  while (lines.Next(line)) {
    const std::string_view npi = TrimBlanks(line);
    if (npi.empty()) continue;
    if (IsNpi(npi)) {
      builder.AddRow(*TableKey::Parse(npi), kEveryDay, release);
      log.Keep();
    } else {
      log.Refuse(lines.number(), 0, line, NotAnNpi(npi), "");
    }
  }
  return lines.status();
}

}  // namespace scrubline
