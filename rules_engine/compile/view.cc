#include "rules_engine/compile/view.h"

#include <algorithm>
#include <utility>

namespace scrubline {
namespace {

// More kinds of claim than this in one snapshot are a sign of invented payers; the catalogue starts
// afresh.
constexpr size_t kMaxViews = 65536;

template <typename Map, typename Names>
void Number(Map& map, const Names& names) {
  for (const auto& name : names) map.emplace(name, static_cast<int32_t>(map.size()) + 1);
}

template <typename Map, typename Name>
int32_t NumberOf(const Map& map, const Name& name) {
  if (map.empty()) return 0;
  const auto it = map.find(name);
  return it == map.end() ? 0 : it->second;
}
template <typename Map>
int32_t NumberOf(const Map& map, std::string_view name) {
  return NumberOf(map, absl::string_view(name.data(), name.size()));
}
template <typename Map>
int32_t NumberOf(const Map& map, const std::string& name) {
  return NumberOf(map, std::string_view(name));
}

template <typename Map, typename Names>
bool Binds(const Map& map, const Names& names, int32_t number) {
  return names.empty() || std::any_of(names.begin(), names.end(), [&map, number](const auto& name) {
           return NumberOf(map, name) == number;
         });
}

// Whether the override holds for every claim of a view, on every date, for every finding of its
// rule.
bool IsUnconditional(const ResolvedOverride& override) {
  return override.key == ResolvedOverride::Key::kNone && !override.effective.first.has_value() &&
         override.effective.last == Date::Max() && override.scope.npis.empty() &&
         override.scope.tax_ids.empty() && override.scope.places_of_service.empty();
}

// Whether the condition may hold, whatever else a claim says, on claims of the key's kind and line
// of business.
bool MayHold(const Condition& condition, const ViewKey& key) {
  using Kind = Condition::Kind;
  const auto may_hold = [&key](const Condition& child) { return MayHold(child, key); };
  const auto& children = condition.children;
  switch (condition.kind) {
    case Kind::kAll:
      return std::all_of(children.begin(), children.end(), may_hold);
    case Kind::kAny:
      return std::any_of(children.begin(), children.end(), may_hold);
    case Kind::kChoiceIn: {
      if (condition.field_of != Item::kClaim) return true;
      const int value = condition.field == FieldId::kType ? static_cast<int>(key.type)
                        : condition.field == FieldId::kPayerLineOfBusiness
                            ? static_cast<int>(key.line_of_business)
                            : 0;
      return value == 0 || (condition.choices >> value & 1) != 0;
    }
    default:
      return true;
  }
}

// Overrides may give a rule with variants other conditions.
bool MayHold(const ResolvedRule& rule, const ViewKey& key) {
  if (rule.builtin.has_value() || !rule.variants.empty()) return true;
  return MayHold(rule.when, key);
}

}  // namespace

ViewCatalogue::ViewCatalogue(const ResolvedRulesets& rulesets, std::vector<int32_t> always)
    : rulesets_(rulesets), always_(std::move(always)) {
  const auto number = [this](const Scope& scope) {
    Number(payers_, scope.payers);
    Number(plans_, scope.plans);
    Number(tenants_, scope.tenants);
    Number(states_, scope.states);
  };
  for (const Ruleset& ruleset : rulesets_.rulesets) number(ruleset.scope);
  for (const ResolvedOverride& override : rulesets_.overrides) number(override.scope);
}

ViewKey ViewCatalogue::KeyOf(const Claim& claim) const {
  ViewKey key;
  key.payer = NumberOf(payers_, claim.payer.id);
  key.plan = NumberOf(plans_, claim.payer.plan_id);
  key.tenant = NumberOf(tenants_, claim.tenant_id);
  if (const Provider* billing = claim.provider(claim.billing))
    key.state = NumberOf(states_, billing->state);
  key.line_of_business = claim.payer.line_of_business;
  key.type = claim.type;
  return key;
}

bool ViewCatalogue::InScope(const Scope& scope, const ViewKey& key) const {
  const auto has = [](const auto& list, const auto& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  };
  return has(scope.lines_of_business, key.line_of_business) && has(scope.claim_types, key.type) &&
         Binds(payers_, scope.payers, key.payer) && Binds(plans_, scope.plans, key.plan) &&
         Binds(tenants_, scope.tenants, key.tenant) && Binds(states_, scope.states, key.state);
}

std::shared_ptr<const View> ViewCatalogue::Get(const ViewKey& key) const {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (const auto it = views_.find(key); it != views_.end()) return it->second;
  }
  std::shared_ptr<const View> view = Build(key);
  absl::MutexLock lock(&mutex_);
  if (views_.size() >= kMaxViews) views_.clear();
  return views_.emplace(key, std::move(view)).first->second;
}

std::shared_ptr<const View> ViewCatalogue::Build(const ViewKey& key) const {
  auto view = std::make_shared<View>();
  for (size_t i = 0; i < rulesets_.overrides.size(); ++i) {
    const ResolvedOverride& override = rulesets_.overrides[i];
    if (InScope(override.scope, key))
      view->overrides[override.rule].push_back(static_cast<int32_t>(i));
  }
  std::vector<char> in_scope;
  for (const Ruleset& ruleset : rulesets_.rulesets) in_scope.push_back(InScope(ruleset.scope, key));
  view->active.assign(rulesets_.rules.size() / 64 + 1, 0);
  view->possible = view->active;
  for (size_t i = 0; i < rulesets_.rules.size(); ++i) {
    if (!in_scope[static_cast<size_t>(rulesets_.rules[i].ruleset)]) continue;
    bool enabled = true;
    if (const auto it = view->overrides.find(static_cast<int32_t>(i));
        it != view->overrides.end()) {
      for (int32_t index : it->second) {
        const ResolvedOverride& override = rulesets_.overrides[static_cast<size_t>(index)];
        if (!override.enabled.has_value()) continue;
        if (IsUnconditional(override)) {
          enabled = *override.enabled;
        } else {
          enabled |= *override.enabled;  // switched on for some findings: decided at each
        }
      }
    }
    const uint64_t bit = uint64_t{1} << (i % 64);
    if (enabled) view->active[i / 64] |= bit;
    if (enabled && MayHold(rulesets_.rules[i], key)) view->possible[i / 64] |= bit;
  }
  for (int32_t rule : always_) {
    if (view->IsPossible(rule)) view->always.push_back(rule);
  }
  return view;
}

}  // namespace scrubline
