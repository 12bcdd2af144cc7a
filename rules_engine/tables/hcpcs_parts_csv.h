// rules_engine/tables/hcpcs_parts_csv.h — HCPCS Level II in two csv files: attributes with one row
// a code, and descriptions with two.
//
//   hcpcs_code,price,multi,cov,betos,tos,action,cim,mcm,statute,lab,xref,...,date_term,date_added,...
//   hcpcs_code,hcpcs_desc_type,hcpcs_description
//
// The attributes make the table; the descriptions complete its rows and have to come in the same
// call. They fill drug_dosages by themselves, without dates. Neither has modifiers.
// Tested by hcpcs_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_PARTS_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_PARTS_CSV_H_

#include "absl/status/status.h"
#include "rules_engine/tables/hcpcs_record.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsHcpcsAttributesCsv(const TextBeginning& beginning);
absl::Status ReadHcpcsAttributesCsv(ByteSource& source, HcpcsTake take);

bool IsHcpcsDescriptionsCsv(const TextBeginning& beginning);
// Records of a code and its long description.
absl::Status ReadHcpcsDescriptionsCsv(ByteSource& source, HcpcsTake take);
// Puts the descriptions into the rows of the release. InvalidArgument where there are none.
absl::Status CompleteHcpcsDescriptions(ByteSource& source, const PublishedRelease& release,
                                       RowLog& log, ReferenceBuilder& builder);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_PARTS_CSV_H_
