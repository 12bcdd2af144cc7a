// rules_engine/tables/file_name.h — what only the name of a published file says.
//
//   NameHints hints =
//   ReadFileName("medicare-ncci-2026q3-practitioner-ptp-edits-ccipra-v322r0-f1.zip");
//   // hints.setting: "practitioner"; hints.effective: 2026-07-01; hints.part: 1
//
// The texts themselves do not say their quarter, and PTP texts not their setting. Known forms:
// `v322r0` (year less 1994, quarter less 1: 2026Q3), `2026q3`, `2026-q3`, `q3-2026`, `V2026Q2`,
// `Eff_07-01-2024`, `PPRRVU24_JAN`, `2026_apr`, `April-2026`, `rvu24c` (the third quarter),
// `HCPC2019` (a yearly file: its first quarter); `ccipra`, `ccioph`, `practitioner`, `hospital`,
// `outpatient`, `dme`, `durable`; `medicaid`; `-f1` to `-f9` for the parts of a table. Tested by
// file_name_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_FILE_NAME_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_FILE_NAME_H_

#include <optional>
#include <string>
#include <string_view>

#include "rules_engine/date.h"

namespace scrubline {

struct NameHints {
  std::string_view setting;       // practitioner, hospital, dme; empty when the name does not say
  std::optional<Date> effective;  // first day of its quarter or month, or the day it names
  bool medicaid = false;
  int part = 0;  // 1..9; 0 when the name has none
};

NameHints ReadFileName(std::string_view name);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_FILE_NAME_H_
