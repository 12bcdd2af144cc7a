// rules_engine/tables/remittance_codes_csv.h — claim adjustment reason codes and remittance advice
// remark codes in one list: `code,type,start_date,end_date`, type `CARC` or `RARC`.
//
// Each type is a table of its own; rows of others (group codes) are left out. Rows carry their own
// dates, and the list answers for every day. Tested by remittance_codes_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_REMITTANCE_CODES_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_REMITTANCE_CODES_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsRemittanceCodesCsv(const TextBeginning& beginning);
absl::Status ReadAdjustmentReasons(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                   ReferenceBuilder& builder);
absl::Status ReadRemarkCodes(ByteSource& source, const PublishedRelease& release, RowLog& log,
                             ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_REMITTANCE_CODES_CSV_H_
