// rules_engine/tables/addendum_b_csv.h — OPPS Addendum B as csv: CMS's own (`HCPCS Code`, `SI`,
// `Payment Rate` below titles), or with the captions `hcpcs,si,payment_rate`. A release answers for
// its quarter. Tested by addendum_b_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ADDENDUM_B_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ADDENDUM_B_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsAddendumBCsv(const TextBeginning& beginning);
absl::Status ReadAddendumBCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                              ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ADDENDUM_B_CSV_H_
