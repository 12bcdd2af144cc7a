#include "rules_engine/compile/root_causes.h"

#include <algorithm>

namespace scrubline {

bool Names(std::string_view names, std::string_view rule) {
  while (!names.empty()) {
    const size_t end = std::min(names.find(' '), names.size());
    std::string_view name = names.substr(0, end);
    names.remove_prefix(std::min(end + 1, names.size()));
    if (name == rule) return true;
    if (!name.ends_with(".*")) continue;
    name.remove_suffix(2);
    if (rule.starts_with(name) && (rule.size() == name.size() || rule[name.size()] == '.'))
      return true;
  }
  return false;
}

CauseRows CauseRowsOf(std::string_view rule) {
  CauseRows rows;
  for (size_t i = 0; i < kRootCauseCount; ++i) {
    const RootCause& cause = kRootCauses[i];
    if (Names(cause.winners, rule)) rows.explains |= 1u << i;
    if (Names(cause.suppressed, rule) && !Names(cause.spared, rule)) rows.explained_by |= 1u << i;
  }
  return rows;
}

}  // namespace scrubline
