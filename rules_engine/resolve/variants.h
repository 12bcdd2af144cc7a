// rules_engine/resolve/variants.h — the rules that overrides make of a rule by changing its
// parameters.
//
//   VariantResolver variants(names, rule_resolver, override_resolver, diagnostics);
//   variants.Resolve(rule_node, header, overrides, first, count, rule);    // fills rule.variants
//
// Conditions are constant in the rule graph, so each set of values that can come about is a variant
// of the rule, resolved as if its author had written those values. Which can: every group of
// overrides of which each two may meet (scope, dates, codes), applied in their order, the last
// writer of a parameter winning. Groups that come to the same values share a variant. Both are
// capped; a rule whose parameters nobody overrides costs nothing. Tested by variants_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_VARIANTS_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_VARIANTS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/override_resolver.h"
#include "rules_engine/resolve/parameters.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/resolve/rule_resolver.h"

namespace scrubline {

inline constexpr size_t kMaxVariants = 255;           // of a rule, beside its own values
inline constexpr size_t kMaxCombinations = 20'000;    // groups of overrides of a rule
inline constexpr size_t kMaxValuesInAll = 5'000'000;  // of all groups of all rules

class VariantResolver {
 public:
  VariantResolver(const Names& names, RuleResolver& rules, const OverrideResolver& overrides,
                  Diagnostics& diagnostics)
      : parameters_(names, diagnostics),
        rules_(rules),
        overrides_(overrides),
        diagnostics_(diagnostics) {}

  // `node` is where `rule` stands; `all` are the overrides of all rules, of which those from
  // `first` on, `count` of them, are the rule's.
  void Resolve(const Node& node, const Header& header, std::span<const ResolvedOverride> all,
               size_t first, size_t count, ResolvedRule& rule);

 private:
  struct Rule;  // the one in hand
  bool Extend(Rule& rule, std::vector<size_t>& group, const std::vector<size_t>& candidates,
              const ParameterNodes& values);
  ParameterNodes Apply(const ResolvedOverride& entry, ParameterNodes values);
  void Remove(const Node& node, int ruleset, ParameterNode& parameter);
  bool Add(Rule& rule, const std::vector<size_t>& group, const ParameterNodes& values);

  ParameterReader parameters_;
  RuleResolver& rules_;
  const OverrideResolver& overrides_;
  Diagnostics& diagnostics_;
  size_t values_in_all_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_VARIANTS_H_
