// rules_engine/tables/ptp_text.h — CMS's PTP edits as tab-separated text.
//
//   PtpBuilder builder;
//   RowLog log("ccipra-v322r0-f1.TXT");
//   absl::Status status = ReadPtpText(*source, log, builder);
//
// The layout: a notice, a title, a header wrapped over four lines, then seven columns: column 1,
// column 2, `*` when in existence before 1996, effective date, deletion date or `*`, modifier
// indicator 0 1 9, rationale. Such an early row may leave its effective date blank: it is then in
// force from 1996-01-01, the day the edits began.
//
// A row that cannot be understood is refused in `log` and the reading goes on. The status is an
// error only when the reading has to stop: the source fails, the header is missing or has other
// columns, there is more than a table holds. Memory is bounded by the table, not by the text.
// Tested by ptp_text_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PTP_TEXT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PTP_TEXT_H_

#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/ptp_builder.h"
#include "rules_engine/tables/row_log.h"

namespace scrubline {

// Whether a line is the first of the header.
bool IsPtpHeader(std::string_view line);

absl::Status ReadPtpText(ByteSource& source, RowLog& log, PtpBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PTP_TEXT_H_
