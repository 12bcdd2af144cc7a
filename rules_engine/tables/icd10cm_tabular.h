// rules_engine/tables/icd10cm_tabular.h — the ICD-10-CM tabular list as XML: of its notes only the
// codes in them.
//
//   <diag><name>E11</name>...<excludes1><note>type 1 diabetes mellitus (E10.-)</note></excludes1>
//   // E11: excludes1 E10*
//
// Notes are prose: codes, ranges and categories (`E10.-`) are read where they stand in parentheses
// by themselves, each with everything below it. An Excludes1 note that adds conditions in words
// (`A37 with fifth character 1`, or a code outside parentheses) is kept apart as qualified. Of
// `code first` and `use additional code` only what always holds is read: a note with `if
// applicable` and the like asks for nothing by itself. Notes of blocks and chapters stand at each
// of their categories, except a chapter's `use additional code`, which is advice about all of it;
// and they say nothing against the category's own codes.
//
// A release is a fiscal year, `FY2021`. It answers from its first day until a newer one is
// imported: the list is published as a whole, few notes change from year to year, and evidence
// names the release. Tested by icd10cm_tabular_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_TABULAR_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_TABULAR_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsIcd10CmTabular(const TextBeginning& beginning);
std::optional<PublishedRelease> Icd10CmTabularRelease(const TextBeginning& beginning,
                                                      std::string_view given);
absl::Status ReadIcd10CmTabular(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                ReferenceBuilder& builder);

// The codes of one note.
struct NoteCodes {
  std::vector<KeyRange> codes;
  bool qualified = false;  // words add conditions to them
};
NoteCodes ParseNote(std::string_view note);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ICD10CM_TABULAR_H_
