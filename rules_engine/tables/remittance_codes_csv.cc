#include "rules_engine/tables/remittance_codes_csv.h"

#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

absl::Status ReadType(std::string_view wanted, ByteSource& source,
                      const PublishedRelease& published, RowLog& log, ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  const size_t code = header.Find("code"), type = header.Find("type"),
               start = header.Find("start_date"), end = header.Find("end_date");
  return ReadRows(sheet, log, [&](const SheetRow& row) -> std::string {
    if (row.Text(type) != wanted) return std::string(kSkipped);
    const std::optional<TableKey> key = TableKey::Parse(row.Text(code));
    if (!key.has_value()) return absl::StrFormat("`%s` is not a code", Printable(row.Text(code)));
    DateInterval dates = kEveryDay;
    const struct {
      std::string_view text;
      Date& date;
    } ends[] = {{row.Text(start), dates.first}, {row.Text(end), dates.last}};
    for (const auto& [text, date] : ends) {
      if (text.empty()) continue;
      const std::optional<Date> day = Date::Parse(text);
      if (!day.has_value()) return absl::StrFormat("`%s` is not a day", Printable(text));
      date = *day;
    }
    builder.AddRow(*key, dates, release);
    return "";
  });
}

}  // namespace

bool IsRemittanceCodesCsv(const TextBeginning& text) {
  const CsvHeader header = CsvHeader::Of(text);
  return header.Has({"code", "type", "start_date", "end_date"}) &&
         (text.bytes.find("CARC") != std::string_view::npos ||
          text.bytes.find("RARC") != std::string_view::npos);
}

absl::Status ReadAdjustmentReasons(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                   ReferenceBuilder& builder) {
  return ReadType("CARC", source, release, log, builder);
}

absl::Status ReadRemarkCodes(ByteSource& source, const PublishedRelease& release, RowLog& log,
                             ReferenceBuilder& builder) {
  return ReadType("RARC", source, release, log, builder);
}

}  // namespace scrubline
