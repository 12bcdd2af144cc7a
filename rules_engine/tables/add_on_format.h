// rules_engine/tables/add_on_format.h — the items of a packed add-on table, as they lie in the
// file. docs/table_formats.md describes the same bytes in words.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FORMAT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FORMAT_H_

#include <cstdint>

namespace scrubline::add_on_format {

// A row as published. Days since 1970-01-01; INT32_MAX: no such date.
struct Row {
  uint64_t add_on;   // Code::bits
  uint64_t primary;  // Code::bits
  int32_t add_on_deletion;
  int32_t primary_deletion;
  int32_t effective;
  int32_t deletion;
  uint32_t note;
  uint32_t type;
};
static_assert(sizeof(Row) == 40);

}  // namespace scrubline::add_on_format

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ADD_ON_FORMAT_H_
