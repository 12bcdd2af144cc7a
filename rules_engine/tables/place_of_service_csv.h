// rules_engine/tables/place_of_service_csv.h — the place of service codes with the rate Medicare
// pays there: `pos_code,pos_type,pos_name,pos_description`, where the type is `Facility`,
// `Non-Facility` or `Unassigned`.
//
// Unassigned codes are left out: they are no places. The list has no dates and answers for every
// day. Tested by place_of_service_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PLACE_OF_SERVICE_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PLACE_OF_SERVICE_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsPlaceOfServiceCsv(const TextBeginning& beginning);
absl::Status ReadPlaceOfServiceCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                   ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PLACE_OF_SERVICE_CSV_H_
