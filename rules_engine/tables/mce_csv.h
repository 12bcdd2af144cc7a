// rules_engine/tables/mce_csv.h — the diagnosis flags of CMS's Medicare Code Editor, as csv:
// `code,start_date,end_date,flags`, one row for each interval in which the flags are the same.
//
//   N400,20151001,20240930,male|adult
//   N400,20241001,,adult
//
// The editor's version gives the release, `43.1`: version 43 is of fiscal year 2026. It carries its
// own history and answers from October 2015 to the end of its year. Flags that no edit asks for are
// passed over. The groups' ages are parameters of the rule, not of this table. Tested by
// mce_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MCE_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MCE_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsMceCsv(const TextBeginning& beginning);
std::optional<PublishedRelease> MceRelease(const TextBeginning& beginning, std::string_view given);
absl::Status ReadMceCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                        ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MCE_CSV_H_
