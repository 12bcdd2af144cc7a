// rules_engine/tables/add_on_builder.h — published add-on rows in, a packed add-on table out.
//
//   absl::StatusOr<uint64_t> checksum = WriteAddOnTable(path, info, rows, covered);
//
// `info.rows` is set by it. ResourceExhausted for more than 65,534 add-on codes.
// Tested by add_on_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_BUILDER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_BUILDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/tables/add_on_table.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

absl::StatusOr<uint64_t> WriteAddOnTable(const std::string& path, TableInfo info,
                                         const std::vector<AddOnTable::PublishedRow>& rows,
                                         const std::vector<Code>& covered);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_BUILDER_H_
