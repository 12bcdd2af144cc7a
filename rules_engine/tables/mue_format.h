// rules_engine/tables/mue_format.h — the items of a packed MUE table, as they lie in the file.
// docs/table_formats.md describes the same bytes in words.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MUE_FORMAT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MUE_FORMAT_H_

#include <cstdint>

namespace scrubline::mue_format {

struct Release {
  int32_t first_day;  // days since 1970-01-01, both ends belong to the release
  int32_t last_day;
};
static_assert(sizeof(Release) == 8);

// One for every release and code id, id 0 included: the absent code has no limit in any release.
struct Limit {
  uint32_t limit;
  uint16_t rationale;
  uint8_t mai;  // 0: the release does not have the code
  uint8_t zero;
};
static_assert(sizeof(Limit) == 8);

}  // namespace scrubline::mue_format

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MUE_FORMAT_H_
