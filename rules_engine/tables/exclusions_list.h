// rules_engine/tables/exclusions_list.h — the OIG's List of Excluded Individuals/Entities: the
// published csv, or a text of nothing but NPIs.
//
//   LASTNAME,...,NPI,DOB,...,EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE
//
// An exclusion holds from its day until reinstatement; a waiver, which lifts it in one state, is
// not read. Entries without an NPI (0000000000) are left out, and so are names and addresses. The
// list answers for every day: an NPI it does not have is not excluded. A text of NPIs is known by
// `leie` or `exclu` in its name. Tested by exclusions_list_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_EXCLUSIONS_LIST_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_EXCLUSIONS_LIST_H_

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsExclusionsCsv(const TextBeginning& beginning);
absl::Status ReadExclusionsCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                               ReferenceBuilder& builder);

bool IsExclusionsText(const TextBeginning& beginning);
absl::Status ReadExclusionsText(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_EXCLUSIONS_LIST_H_
