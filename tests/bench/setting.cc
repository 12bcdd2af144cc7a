#include "tests/bench/setting.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tests/bench/measure.h"

namespace scrubline::bench {

std::string DescribeRules(const Snapshot& snapshot) {
  std::vector<std::string> names;
  for (const Ruleset& ruleset : snapshot.rulesets().rulesets) names.push_back(ruleset.id);
  return absl::StrFormat("%s rules (%s)",
                         Grouped(static_cast<double>(snapshot.rulesets().rules.size())),
                         absl::StrJoin(names, ", "));
}

std::string DescribeTables(const TableSet& tables) {
  uint64_t rows = 0;
  std::vector<std::string> parts;
  for (const TableInfo& info : tables.infos()) {
    rows += info.rows;
    parts.push_back(absl::StrCat(info.name, " ", info.release, info.sample ? " sample: " : ": ",
                                 Grouped(static_cast<double>(info.rows))));
  }
  return absl::StrFormat("%s rows in %d tables (%s)", Grouped(static_cast<double>(rows)),
                         parts.size(), absl::StrJoin(parts, "; "));
}

}  // namespace scrubline::bench
