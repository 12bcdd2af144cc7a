// rules_engine/tables/code_list_csv.h — plain lists of codes, known by the name of their file:
// `code,description`, and `start_date,end_date` where the list has dates.
//
//   revenue_center_codes.csv   type_of_bill_codes.csv   condition_codes.csv
//   occurrence_codes.csv       value_codes.csv          patient_discharge_status.csv
//
// They are read as a csv of the user's own (own_csv.h), which can be named by `--as` where its name
// does not say. A Medicare Code Editor's list has the editor's version as its release, the others
// are `current`. Tested by code_list_csv_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_CODE_LIST_CSV_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_CODE_LIST_CSV_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

bool IsCodeList(ReferenceId table, const TextBeginning& beginning);
std::optional<PublishedRelease> CodeListRelease(const TextBeginning& beginning,
                                                std::string_view given);
absl::Status ReadCodeList(ReferenceId table, ByteSource& source, const PublishedRelease& published,
                          RowLog& log, ReferenceBuilder& builder);

// The list of one table, as PublishedFormat has it.
template <ReferenceId table>
constexpr PublishedFormat CodeListFormat() {
  return {"code list (csv)", table,
          [](const TextBeginning& beginning) { return IsCodeList(table, beginning); },
          CodeListRelease,
          [](ByteSource& source, const PublishedRelease& published, RowLog& log,
             ReferenceBuilder& builder) {
            return ReadCodeList(table, source, published, log, builder);
          }};
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_CODE_LIST_CSV_H_
