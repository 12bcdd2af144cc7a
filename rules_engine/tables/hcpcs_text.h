// rules_engine/tables/hcpcs_text.h — HCPCS Level II as CMS's fixed-width text,
// HCPC2019_CONTR_ANWEB.
//
// Records of 320 Latin-1 characters after lines of disclaimers; the places are in CMS's record
// layout. A long description goes on in records of its own, a modifier stands in the last two of
// the five places of the code. Tested by hcpcs_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_TEXT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_TEXT_H_

#include "absl/status/status.h"
#include "rules_engine/tables/hcpcs_record.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsHcpcsText(const TextBeginning& beginning);
absl::Status ReadHcpcsText(ByteSource& source, HcpcsTake take);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_TEXT_H_
