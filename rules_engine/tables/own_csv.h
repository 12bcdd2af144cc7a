// rules_engine/tables/own_csv.h — a reference table as a csv of the user's own making.
//
//   npi,payer,status,from,through
//   1234567893,12345,participating,2024-01-01,
//
// The header names the table's columns (table_catalogue.h) in any order; columns of the table that
// are not there stay absent. The key's column is called as the table's key or `code`; where a key
// may have a component, `component` holds it. `from` and `through` are the row's dates, both days
// included, empty where it is open. Codes in a list are separated by blanks or semicolons, ranges
// written `E08-E13`, prefixes `E11*`; diagnoses may have their dot. Flags: yes, no, true, false, y,
// n, 1, 0. Money and numbers are decimals. Codes of fixed length (revenue codes, types of bill and
// the like) get back the zeros they lost: `450` is 0450. Any table can be given this way, by
// `scrub tables import FILE --as NAME`. Tested by own_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_OWN_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_OWN_CSV_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/tables/published_format.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {

// InvalidArgument for a header that is not one of this table, with what it may hold.
absl::Status ReadOwnCsv(const ReferenceSchema& schema, SheetReader& sheet, int release, RowLog& log,
                        ReferenceBuilder& builder);

// The table that the rows of all `texts` make, each a csv with its header. It answers for the years
// 2000 to 2030: what the rows do not list then is not listed. Rows that are refused are in `log`.
// InvalidArgument as of ReadOwnCsv.
absl::StatusOr<ReferenceTable> TableOfOwnCsv(const ReferenceSchema& schema,
                                             std::span<const std::string_view> texts, RowLog& log);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_OWN_CSV_H_
