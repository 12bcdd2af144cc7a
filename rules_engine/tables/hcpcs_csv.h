// rules_engine/tables/hcpcs_csv.h — HCPCS Level II as CMS's csv, HCPC2026_OCT_ANWEB, one line a
// code or modifier. Its captions are short forms of the fixed-width record's fields.
// Tested by hcpcs_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/hcpcs_record.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsHcpcsCsv(const TextBeginning& beginning);
absl::Status ReadHcpcsCsv(ByteSource& source, HcpcsTake take);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_CSV_H_
