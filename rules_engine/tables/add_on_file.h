// rules_engine/tables/add_on_file.h — CMS's add-on code edits, workbook or csv.
//
//   std::vector<AddOnTable::PublishedRow> rows;
//   absl::Status status = ReadAddOnFile(sheet, log, rows);
//
// The layout: a notice in the first row; a header `AOC_Edit_Type, Add-On_Code, AOC_DelDT,
// Primary_Code, Primary_Code_DelDT, AOC_Edit_EffDT, AOC_Edit_DelDT, Special_Instruction_Notes`;
// dates as year and day of the year (`2013091`), blank for none; `CCCCC` for a primary the
// contractor defines. Also read: the list of active pairs, `primary_code, add_on_code,
// aoc_edit_type`, which has no dates: its rows are taken as in force from FirstAddOnEdits() on,
// with a note in `log`.
//
// A code that a spreadsheet turned into a number has lost its leading zeros; every code has five
// characters, so they are put back, with a note. (A PTP workbook is refused in the same case only
// because its text form lies beside it.) A row that cannot be understood is refused in `log`; the
// status is an error only when the reading has to stop. Tested by add_on_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FILE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FILE_H_

#include <vector>

#include "absl/status/status.h"
#include "rules_engine/tables/add_on_table.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {

// The day CMS's first add-on code edits took effect, 2013-04-01; no published row is earlier.
Date FirstAddOnEdits();

bool IsAddOnHeader(const SheetRow& row);

absl::Status ReadAddOnFile(SheetReader& sheet, RowLog& log,
                           std::vector<AddOnTable::PublishedRow>& rows);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FILE_H_
