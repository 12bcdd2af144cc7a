#include "rules_engine/explain/layers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

LayerExplanation About(const ResolvedRulesets& rulesets, const ResolvedOverride& override) {
  LayerExplanation layer;
  layer.layer = override.layer;
  layer.ruleset = rulesets.rulesets[static_cast<size_t>(override.ruleset)].id;
  layer.override_id = override.id;
  layer.reason = override.reason;
  layer.owner = override.owner;
  layer.effective = PeriodText(override.effective);
  layer.position = override.position;
  return layer;
}

std::string SwitchWords(const ResolvedOverride& override) {
  if (!override.enabled.has_value()) return "";
  return *override.enabled ? "switched on" : "switched off";
}

std::string ChangeWords(const ResolvedRule& rule, const ResolvedOverride::ParameterChange& change) {
  constexpr std::string_view kWords[] = {" is ", " with ", " without "};
  return absl::StrCat(std::string(rule.ParameterName(change.parameter)),
                      std::string(kWords[static_cast<size_t>(change.op)]),
                      ParameterText(rule, change.parameter, change.value));
}

void Append(const std::string& words, std::string& text) {
  if (!words.empty()) absl::StrAppend(&text, text.empty() ? "" : ", ", words);
}

template <typename T, typename Words>
std::string List(const std::vector<T>& values, Words words) {
  std::string text;
  for (const T& value : values) Append(words(value), text);
  return text;
}

std::string OrAbsent(std::string_view text) {
  return text.empty() ? "not said" : std::string(text);
}

std::string Word(FieldId field, int choice) {
  if (choice == 0) return "not said";
  return std::string(FieldOf(field, Item::kClaim).choices[static_cast<size_t>(choice) - 1]);
}

}  // namespace

std::string PeriodText(const DateInterval& period) {
  if (period == DateInterval()) return "";
  return period.first.ToString() + ".." +
         (period.last == Date::Max() ? "" : period.last.ToString());
}

std::vector<LayerExplanation> LayersOf(const ResolvedRulesets& rulesets, const Claim& claim,
                                       const EvaluationTrace::Setting& setting) {
  const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(setting.rule)];
  const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(rule.ruleset)];
  std::vector<LayerExplanation> layers;
  LayerExplanation& own = layers.emplace_back();
  own.layer = ruleset.layer;
  own.ruleset = ruleset.id;
  own.says =
      "severity " +
      std::string(ToString(rule.severity[static_cast<size_t>(claim.payer.line_of_business)]));
  own.effective = PeriodText(rule.effective);
  own.position = rule.position;
  for (const int32_t index : setting.overrides) {
    const ResolvedOverride& override = rulesets.overrides[static_cast<size_t>(index)];
    std::string says = SwitchWords(override);
    if (override.severity.has_value()) {
      Append("severity " + std::string(ToString(*override.severity)), says);
    }
    if (override.exempt_when.has_value()) {
      const bool holds = std::find(setting.exempting.begin(), setting.exempting.end(), index) !=
                         setting.exempting.end();
      const WrittenRef& written = override.exempt_when->written;
      Append((holds ? "exempt: " : "not exempt: ") +
                 (written ? written->text : Dump(*override.exempt_when)),
             says);
    }
    if (!rule.builtin.has_value()) {  // a built-in's are told apart, they are not of a finding
      for (const ResolvedOverride::ParameterChange& change : override.parameters) {
        Append(ChangeWords(rule, change), says);
      }
    }
    if (says.empty()) continue;
    LayerExplanation layer = About(rulesets, override);
    layer.says = std::move(says);
    layers.push_back(std::move(layer));
  }
  return layers;
}

std::vector<LayerExplanation> SwitchesOf(const ResolvedRulesets& rulesets,
                                         std::span<const int32_t> overrides) {
  std::vector<LayerExplanation> layers;
  for (const int32_t index : overrides) {
    const ResolvedOverride& override = rulesets.overrides[static_cast<size_t>(index)];
    if (!override.enabled.has_value()) continue;
    layers.push_back(About(rulesets, override));
    layers.back().says = SwitchWords(override);
  }
  return layers;
}

std::vector<LayerExplanation> ParametersOf(const ResolvedRulesets& rulesets,
                                           std::span<const int32_t> overrides) {
  std::vector<LayerExplanation> layers;
  for (const int32_t index : overrides) {
    const ResolvedOverride& override = rulesets.overrides[static_cast<size_t>(index)];
    LayerExplanation& layer = layers.emplace_back(About(rulesets, override));
    for (const ResolvedOverride::ParameterChange& change : override.parameters) {
      Append(ChangeWords(rulesets.rules[static_cast<size_t>(override.rule)], change), layer.says);
    }
  }
  return layers;
}

std::string OutOfScopeReason(const Scope& scope, const Claim& claim) {
  const auto reason = [](std::string_view what, const std::string& wanted,
                         const std::string& found) {
    return absl::StrCat("for ", std::string(what), " ", wanted, "; the claim's is ", found);
  };
  const auto lacks = [](const auto& list, const auto& value) {
    return !list.empty() && std::find(list.begin(), list.end(), value) == list.end();
  };
  const auto self = [](const std::string& text) { return text; };
  if (lacks(scope.lines_of_business, claim.payer.line_of_business)) {
    const auto word = [](LineOfBusiness lob) {
      return Word(FieldId::kPayerLineOfBusiness, static_cast<int>(lob));
    };
    return reason("line of business", List(scope.lines_of_business, word),
                  word(claim.payer.line_of_business));
  }
  if (lacks(scope.payers, claim.payer.id)) {
    return reason("payer", List(scope.payers, self), OrAbsent(claim.payer.id));
  }
  if (lacks(scope.plans, claim.payer.plan_id)) {
    return reason("plan", List(scope.plans, self), OrAbsent(claim.payer.plan_id));
  }
  if (lacks(scope.tenants, claim.tenant_id)) {
    return reason("tenant", List(scope.tenants, self), OrAbsent(claim.tenant_id));
  }
  if (lacks(scope.claim_types, claim.type)) {
    const auto word = [](ClaimType type) { return Word(FieldId::kType, static_cast<int>(type)); };
    return reason("claim type", List(scope.claim_types, word), word(claim.type));
  }
  const Provider* billing = claim.provider(claim.billing);
  const Code state = billing == nullptr ? Code() : billing->state;
  if (lacks(scope.states, state)) {
    return reason("billing provider's state",
                  List(scope.states, [](Code code) { return code.ToString(); }),
                  OrAbsent(state.ToString()));
  }
  return "";
}

}  // namespace scrubline
