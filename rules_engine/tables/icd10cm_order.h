// rules_engine/tables/icd10cm_order.h — CMS's ICD-10-CM order file: every diagnosis code of a
// fiscal year, headers too, in columns of fixed width.
//
//   00003 A001    1 Cholera due to Vibrio cholerae 01, ...   Cholera due to Vibrio cholerae 01, ...
//   order code    billable, short description, long description
//
// A release is a fiscal year, `FY2025`: October 2024 to September 2025; the file of the April
// update, told by the name of its download, is `FY2025-04` and answers from 1 April. A file says
// nothing of days outside its year. The other texts of the download (codes, addenda) are not this
// table. Tested by icd10cm_order_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_ORDER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_ORDER_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/code.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsIcd10CmOrder(const TextBeginning& beginning);
std::optional<PublishedRelease> Icd10CmRelease(const TextBeginning& beginning,
                                               std::string_view given);
absl::Status ReadIcd10CmOrder(ByteSource& source, const PublishedRelease& release, RowLog& log,
                              ReferenceBuilder& builder);

// The side a description names in words: R, L, B (both) or U (a side it calls unspecified: `of
// unspecified knee`); empty when it speaks of none. An eye of normal vision does not count.
Code DescribedSide(std::string_view description);

// `FY2025` covers October 2024 to September 2025, `FY2025-04` April to September 2025. nullopt for
// another form.
std::optional<PublishedRelease> FiscalYearRelease(std::string_view name);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_ORDER_H_
