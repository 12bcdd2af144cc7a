// rules_engine/tables/mpfs_csv.h — CMS's physician fee schedule relative value file, PPRRVU csv.
//
// Captions are stacked over ten rows (`NOT USED` / `FOR` / `MEDICARE` / `PAYMENT`) and columns are
// added from year to year: a column is found by its whole caption. A row's key is the code with its
// component: `93000`, `9300026`. One row of the year is all the year has, so a release answers from
// its first day to the end of its year, and one of a later quarter stands above it from there on.
// From 2026 there are two files with different conversion factors; their indicators are the same
// and the one of the non-qualifying practitioners (`nonQPP`) is read. Tested by mpfs_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MPFS_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MPFS_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsMpfsCsv(const TextBeginning& beginning);

// By the name (`RVU24A`, `PPRRVU24_JAN`, `PPRRVU2026_Jul_nonQPP`); only where it says nothing by
// the title, which CMS does not always renew.
std::optional<PublishedRelease> MpfsRelease(const TextBeginning& beginning, std::string_view given);

absl::Status ReadMpfsCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                         ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MPFS_CSV_H_
