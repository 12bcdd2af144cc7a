// authoring/comparison/ruleset_comparison.h — what differs between two versions of some rulesets,
// as their authors would say it.
//
//   RulesetComparison comparison = CompareRulesets(before, after);
//   for (const ItemChange& rule : comparison.rules) ...
//   //  ACME.UNITS changed: severity: warn -> deny; when: units: {more_than: 1} -> units: {...: 2}
//
// Rules are paired by id, rulesets too, overrides by ruleset and id, lists by ruleset and name; and
// compared attribute by attribute, conditions entry by entry as written. A condition that is
// written as before but means other codes (its list changed) says which. Positions, examples and
// tests are no difference. The same input gives the same order: rules by id. Pure. Cost: one pass
// over both. Tested by ruleset_comparison_test.cc.
#ifndef SCRUBLINE_AUTHORING_COMPARISON_RULESET_COMPARISON_H_
#define SCRUBLINE_AUTHORING_COMPARISON_RULESET_COMPARISON_H_

#include <memory>
#include <string>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// One side: resolved for what rules mean, parsed for their code lists.
struct RulesetVersion {
  std::shared_ptr<const ResolvedRulesets> resolved;
  std::vector<ParsedRuleset> parsed;
};

struct AttributeChange {
  std::string name;
  std::string before;  // empty: there was none
  std::string after;   // empty: there is none any more
  friend bool operator==(const AttributeChange&, const AttributeChange&) = default;
};

struct ItemChange {
  enum class What { kAdded, kRemoved, kChanged } what = What::kChanged;
  std::string id;
  std::string title;  // may be empty
  Position position;  // in the later version; of what was removed, in the earlier one
  std::vector<AttributeChange> changes;  // of what changed
};

struct RulesetComparison {
  std::vector<ItemChange> rulesets;
  std::vector<ItemChange> rules;
  std::vector<ItemChange> lists;      // `ruleset/name`
  std::vector<ItemChange> overrides;  // `ruleset/id`

  bool empty() const {
    return rulesets.empty() && rules.empty() && lists.empty() && overrides.empty();
  }
};

RulesetComparison CompareRulesets(const RulesetVersion& before, const RulesetVersion& after);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_COMPARISON_RULESET_COMPARISON_H_
