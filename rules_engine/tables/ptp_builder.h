// rules_engine/tables/ptp_builder.h — published PTP rows in, a packed PTP table out.
//
//   PtpBuilder builder;
//   absl::Status added = builder.Add({.column1 = ..., .column2 = ..., ...});   // row by row
//   absl::StatusOr<uint64_t> checksum = builder.Write(path, info, covered);
//
// Rows may come in any order; where two rows of a pair claim the same date, the one with the later
// effective date stands on it, and of equal ones the first added. Memory: 12 bytes a row, and while
// writing about 40. Not for sharing between threads.
// Tested by ptp_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PTP_BUILDER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PTP_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/ptp_format.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

class PtpBuilder {
 public:
  struct Row {
    Code column1;
    Code column2;
    Date effective;
    Date deletion = Date::Max();
    uint8_t indicator = 0;
    bool prior_to_1996 = false;
    std::string_view rationale;
  };

  // InvalidArgument for a row that no table can hold: the same code twice, an indicator other than
  // 0, 1, 9, a date outside 1970..2149; ResourceExhausted for more codes, rationales or rows than
  // a table holds. A row that was refused leaves no trace.
  absl::Status Add(const Row& row);
  size_t row_count() const { return rows_.size(); }

  // Writes the table; `covered` are the codes a sample answers for besides those of its rows.
  // `info.rows` is set by it. May be called once.
  absl::StatusOr<uint64_t> Write(const std::string& path, TableInfo info,
                                 const std::vector<Code>& covered);

 private:
  uint16_t CodeNumber(Code code);
  uint16_t RationaleNumber(std::string_view rationale);
  std::vector<uint64_t> RenumberCodes();
  void SortByPair(size_t code_count);

  absl::flat_hash_map<uint64_t, uint16_t> code_numbers_;  // by Code::bits, in order of appearance
  absl::flat_hash_map<std::string, uint16_t> rationale_numbers_;
  std::vector<std::string> rationales_;
  std::vector<ptp_format::Row> rows_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PTP_BUILDER_H_
