// rules_engine/tables/nppes_csv.h — CMS's NPPES data dissemination file, `npidata_pfile_*.csv`: 330
// columns, found by their names (some were renamed in 2025); and an extract of it with
// `npi,entity_type_code,primary_taxonomy_code,practice_state,deactivation_date`.
//
// The whole file, `npidata_pfile_20050523-20260111.csv`, is the release `2026-01-11`: an NPI it
// does not have did not exist up to that day, later nobody knows. What it says of an NPI stands
// until a newer file says otherwise. A weekly file has only what changed, and an extract what was
// extracted: they never say that an NPI does not exist. Deactivated NPIs are rows with nothing but
// the day. Names, addresses and tax numbers are not kept.
//
// Memory: about 250 bytes an NPI. Tested by nppes_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_NPPES_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_NPPES_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsNppesCsv(const TextBeginning& beginning);
// From the days in the file's name; `given` is a day, `2026-01-11`.
std::optional<PublishedRelease> NppesRelease(const TextBeginning& beginning,
                                             std::string_view given);
absl::Status ReadNppesCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                          ReferenceBuilder& builder);

bool IsNppesExtract(const TextBeginning& beginning);
std::optional<PublishedRelease> NppesExtractRelease(const TextBeginning& beginning,
                                                    std::string_view given);
absl::Status ReadNppesExtract(ByteSource& source, const PublishedRelease& release, RowLog& log,
                              ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_NPPES_CSV_H_
