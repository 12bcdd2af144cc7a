// rules_engine/tables/mue_csv.h — CMS's MUE values as csv.
//
//   CsvReader sheet(*source);
//   RowLog log("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv");
//   MueRelease release;                      // its effective date and source are the caller's
//   absl::Status status = ReadMueCsv(sheet, log, release);
//
// The layout: a notice in one cell of many lines; a header `HCPCS/ CPT Code`, `... Services MUE
// Values`, `MUE Adjudication Indicator`, `MUE Rationale`; then a row a code, the indicator as
// `2 Date of Service Edit: Policy`. Columns are found by their names. A row that cannot be
// understood is refused in `log`; the status is an error only when the reading has to stop.
// Tested by mue_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MUE_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MUE_CSV_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/mue_builder.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {

// `practitioner`, `hospital` or `dme` as the header says; empty for a header that says neither;
// nothing for a row that is not the header of an MUE file.
std::optional<std::string_view> MueSetting(const SheetRow& header);

absl::Status ReadMueCsv(SheetReader& sheet, RowLog& log, MueRelease& release);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MUE_CSV_H_
