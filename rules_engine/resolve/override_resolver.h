// rules_engine/resolve/override_resolver.h — the overrides of all rulesets, bound to the rules they
// select, in the order of their application (domain 12.2); conflicts and attempts to weaken a
// locked rule are found here. Tested by resolver_test.cc and the golden diagnostics.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_RESOLVER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_RESOLVER_H_

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/condition_resolver.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/parameters.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// How many overrides there may be, counted once for each rule they select.
inline constexpr size_t kMaxSelections = 200'000;

class OverrideResolver {
 public:
  // `rules` are all rules, sorted by id.
  OverrideResolver(const Names& names, const std::vector<Ruleset>& rulesets,
                   const std::vector<ResolvedRule>& rules, Diagnostics& diagnostics)
      : rulesets_(rulesets),
        rules_(rules),
        conditions_(names, diagnostics),
        codes_(names, diagnostics),
        parameters_(names, diagnostics),
        diagnostics_(diagnostics) {}

  // Reads one item of an `overrides:` list; it stands in the result once for each rule it selects.
  void Add(const Node& node, int ruleset);
  // All of them, sorted; conflicts are reported. Call once, last.
  std::vector<ResolvedOverride> Finish();
  // Where an override that was added stands.
  const Node& NodeOf(const ResolvedOverride& entry) const { return *nodes_.at(entry.position); }

 private:
  struct Selection {
    std::vector<int> rules;
    std::string what;  // for messages
  };
  Selection ReadSelect(const Node& node, int ruleset, ResolvedOverride& common);
  void ReadKey(MapReader& map, int ruleset, ResolvedOverride& common);
  void ReadScopeAndDates(MapReader& map, ResolvedOverride& common);
  // Reads those of `parameters:` that the rule has.
  void ReadParameters(const Node& node, const ResolvedRule& rule, ResolvedOverride& entry);
  // A value of a parameter that a YAML rule declares.
  std::optional<ParameterValue> ReadOwnValue(const Node& value, bool is_list, int ruleset);
  void CheckParameterNames(const Node& node, const Selection& selection);
  // Takes out of `entry` what would weaken a locked rule, with a warning.
  void Unlock(const Node& node, const ResolvedRule& rule, ResolvedOverride& entry);
  void ReportConflicts(const std::vector<ResolvedOverride>& overrides);
  void ReportConflict(const ResolvedOverride& a, const ResolvedOverride& b);

  const std::vector<Ruleset>& rulesets_;
  const std::vector<ResolvedRule>& rules_;
  ConditionResolver conditions_;
  CodeReader codes_;
  ParameterReader parameters_;
  Diagnostics& diagnostics_;
  std::vector<ResolvedOverride> overrides_;
  std::map<std::tuple<int, std::string, int>, Position> ids_;  // ruleset, id, revision
  std::map<Position, const Node*> nodes_;  // where each override was read, for conflicts
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_OVERRIDE_RESOLVER_H_
