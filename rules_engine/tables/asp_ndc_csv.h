// rules_engine/tables/asp_ndc_csv.h — CMS's ASP NDC-HCPCS crosswalk as csv: by which code a
// national drug code is billed, and how many billing units a package has.
//
// NDCs are published 5-4-2 (`00143-9659-10`) and kept as eleven digits. An NDC that is billed by
// several codes (a drug for dialysis and otherwise) has a row for each: ask for all its rows. The
// crosswalks beside it in the download (AWP, NOC, OPPS, PrEP) belong to other payments and are not
// read. A release answers for its quarter, by name or by `Effective January 1, 2026`.
// Tested by asp_ndc_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ASP_NDC_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ASP_NDC_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsAspNdcCsv(const TextBeginning& beginning);
std::optional<PublishedRelease> AspNdcRelease(const TextBeginning& beginning,
                                              std::string_view given);
absl::Status ReadAspNdcCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                           ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ASP_NDC_CSV_H_
