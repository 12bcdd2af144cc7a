// rules_engine/tables/mue_builder.h — published MUE rows, quarter by quarter, in; a packed MUE
// table out.
//
//   MueBuilder builder;
//   builder.AddRelease(new_release);         // the first of a quarter stands ...
//   builder.AddReleasesOf(existing_table);   // ... so add what is new before what is there
//   absl::StatusOr<uint64_t> checksum = builder.Write(path, "ncci_mue_dme", sample, covered);
//
// Not for sharing between threads. Tested by mue_table_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MUE_BUILDER_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MUE_BUILDER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/mue_table.h"
#include "rules_engine/tables/quarter.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

struct MueRelease {
  struct Limit {
    uint32_t limit = 0;
    uint8_t mai = 0;
    std::string rationale;
  };
  // The day it takes effect; it holds to the end of that quarter.
  Date effective;
  absl::flat_hash_map<Code, Limit> limits;
  TableSource source;
};

class MueBuilder {
 public:
  // A quarter that is already there stays as it is.
  void AddRelease(MueRelease release);
  void AddReleasesOf(const MueTable& table);

  // ResourceExhausted when the releases have more than 65,535 codes or rationales.
  absl::StatusOr<uint64_t> Write(const std::string& path, const std::string& name, bool sample,
                                 const std::vector<Code>& covered) const;
  TableInfo info(const std::string& name, bool sample) const;

 private:
  std::map<Quarter, MueRelease> releases_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MUE_BUILDER_H_
