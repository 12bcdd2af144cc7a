// rules_engine/tables/csv_header.h — a published csv whose first row names its columns.
//
//   CsvReader sheet(source);
//   SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
//   const size_t code = header.Find("code"), end = header.Find("end_date");
//   return ReadRows(sheet, log, [&](const SheetRow& row) -> std::string {
//     ... row.Text(code), and row.Text(end): empty where the file has no such column ...
//   });
//
// Names compare without case and without the byte order mark that spreadsheets put before the
// first. Columns move and come new from year to year: none is ever read by its place. Tested by
// csv_header_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_CSV_HEADER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_CSV_HEADER_H_

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/tables/published_format.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {

class CsvHeader {
 public:
  static constexpr size_t kAbsent = static_cast<size_t>(-1);

  explicit CsvHeader(const SheetRow& row);
  // The first row of a text that is not read yet; no columns where it is no csv.
  static CsvHeader Of(const TextBeginning& text);
  // The next row of a sheet. InvalidArgument when there is none.
  static absl::StatusOr<CsvHeader> Read(SheetReader& sheet);

  // The column's place, or kAbsent, where every row's text is empty.
  size_t Find(std::string_view name) const;
  bool Has(std::initializer_list<std::string_view> names) const;
  // Whether it has no others than these.
  bool HasOnly(std::initializer_list<std::string_view> names) const;

 private:
  std::vector<std::string> names_;  // lower case
};

// Gives each row to `take`, which returns why it is refused, or nothing; or kSkipped, for a row
// that is no fault and not of this table.
inline constexpr std::string_view kSkipped = "skipped";
absl::Status ReadRows(SheetReader& sheet, RowLog& log,
                      const std::function<std::string(const SheetRow&)>& take);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_CSV_HEADER_H_
