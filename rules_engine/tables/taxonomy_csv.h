// rules_engine/tables/taxonomy_csv.h — the NUCC's health care provider taxonomy:
// `Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section`; older files
// lack the last two and have columns of dates.
//
// The list keeps the codes that were retired, with the day in a column or in the notes, so that it
// answers for every day. The release is the version in the file's name: `nucc_taxonomy_251.csv` is
// `25.1`. A code of a group of practitioners counts as one of organisations. Tested by
// taxonomy_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TAXONOMY_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TAXONOMY_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsTaxonomyCsv(const TextBeginning& beginning);
std::optional<PublishedRelease> TaxonomyRelease(const TextBeginning& beginning,
                                                std::string_view given);
absl::Status ReadTaxonomyCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                             ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TAXONOMY_CSV_H_
