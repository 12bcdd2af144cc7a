// rules_engine/tables/code_calendar_csv.h — when procedure codes, CPT among them, were added and
// ended: the csv of the Restructured BETOS Classification System.
//
// Captions are CMS's (`HCPCS_Cd`, `HCPCS_Cd_Add_Dt`) or lower-case ones (`hcpcs_code`). Ended on
// 9999-12-31 is in use; a code with several classifications has several rows of the same days.
// The file's name is years ahead of what it knows (that of 2024 has no code of 2023), so a release
// answers from the first day it classifies to the end of the year of the last day it names: beyond
// it, a new code would look unlisted. Tested by code_calendar_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_CODE_CALENDAR_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_CODE_CALENDAR_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsCodeCalendarCsv(const TextBeginning& beginning);

// The year in the name; the days it answers for are known when it is read.
std::optional<PublishedRelease> CodeCalendarRelease(const TextBeginning& beginning,
                                                    std::string_view given);

absl::Status ReadCodeCalendarCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                 ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_CODE_CALENDAR_CSV_H_
