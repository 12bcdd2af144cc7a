#include "tests/oracle/naive_rule.h"

#include <algorithm>
#include <cstdlib>

namespace scrubline::oracle {
namespace {

template <typename List, typename Value>
bool Allows(const List& list, const Value& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool ScopeMatches(const World& world, const Scope& scope, const Subject& subject) {
  const Claim& claim = world.claim;
  const ServiceLine* line =
      subject.line < 0 ? nullptr : &claim.service_lines[static_cast<size_t>(subject.line)];
  const Provider nobody;
  const auto or_nobody = [&nobody](const Provider* p) { return p == nullptr ? nobody : *p; };
  const Provider billing = or_nobody(FindProvider(ProviderRole::kBilling, claim, line));
  const Provider rendering = or_nobody(FindProvider(ProviderRole::kRendering, claim, line));
  const Code place = line != nullptr ? ReadCode(FieldId::kLinePlaceOfService, claim, line)
                                     : claim.place_of_service;
  return Allows(scope.lines_of_business, claim.payer.line_of_business) &&
         Allows(scope.payers, claim.payer.id) && Allows(scope.plans, claim.payer.plan_id) &&
         Allows(scope.tenants, claim.tenant_id) && Allows(scope.claim_types, claim.type) &&
         Allows(scope.states, billing.state) && Allows(scope.npis, rendering.npi) &&
         Allows(scope.tax_ids, billing.tax_id) && Allows(scope.places_of_service, place);
}

bool IsUnbounded(const DateInterval& interval) {
  return !interval.first.has_value() && interval.last == Date::Max();
}

// An override for a time does not touch what has no date.
bool Covers(const DateInterval& interval, Date date) {
  return IsUnbounded(interval) || (date.has_value() && interval.Contains(date));
}

Date SubmittedDate(const World& world) {
  return world.claim.submitted_date.has_value() ? world.claim.submitted_date : world.options.today;
}

Date BasisDate(const World& world, DateBasis basis, const Subject& subject) {
  switch (basis) {
    case DateBasis::kServiceDate:  // Reading: a line without a date goes by its claim's
      return subject.date.has_value() ? subject.date : ClaimDate(world.claim);
    case DateBasis::kSubmittedDate:
      return SubmittedDate(world);
    case DateBasis::kReceivedDate:
      return ReceivedDate(world);
  }
  return {};
}

// A rule about lines reads the whole span of its line (L6), a built-in the date in question, a rule
// about the claim the claim's date.
Truth IsEffective(const World& world, const ResolvedRule& rule, const DateInterval& effective,
                  const Subject& subject) {
  if (IsUnbounded(effective)) return Truth::kTrue;
  if (rule.date_basis != DateBasis::kServiceDate) {
    return effective.Contains(BasisDate(world, rule.date_basis, subject)) ? Truth::kTrue
                                                                          : Truth::kFalse;
  }
  if (!subject.date.has_value()) return Truth::kUnknown;
  const bool by_span = !rule.builtin.has_value() && subject.line >= 0;
  const bool holds = by_span ? effective.Intersects(SpanOf(
                                   world.claim.service_lines[static_cast<size_t>(subject.line)]))
                             : effective.Contains(subject.date);
  return holds ? Truth::kTrue : Truth::kFalse;
}

bool KeyMatches(const World& world, const ResolvedOverride& change, const Subject& subject) {
  switch (change.key) {
    case ResolvedOverride::Key::kNone:
      return true;
    case ResolvedOverride::Key::kCodes:
      return subject.line >= 0 &&
             change.codes.Contains(
                 world.claim.service_lines[static_cast<size_t>(subject.line)].procedure_code);
    case ResolvedOverride::Key::kPair:
      return !subject.column1.empty() && change.column1 == subject.column1 &&
             change.column2 == subject.column2;
  }
  return false;
}

// Made for single codes, pairs, people or places, not for the claim as a whole.
bool IsNarrow(const ResolvedOverride& change) {
  return change.key != ResolvedOverride::Key::kNone || !change.scope.npis.empty() ||
         !change.scope.tax_ids.empty() || !change.scope.places_of_service.empty();
}

bool Applies(const World& world, const ResolvedOverride& change, int rule, const Subject& subject) {
  return change.rule == rule && ScopeMatches(world, change.scope, subject) &&
         KeyMatches(world, change, subject) &&
         Covers(change.effective, BasisDate(world, change.date_basis, subject));
}

void Change(ParameterValue& value, const ResolvedOverride::ParameterChange& change) {
  using Op = ResolvedOverride::ParameterChange::Op;
  switch (change.op) {
    case Op::kSet:
      value = change.value;
      break;
    case Op::kAdd:
      value.codes.AddAll(change.value.codes);
      value.codes.Seal();
      value.texts.insert(value.texts.end(), change.value.texts.begin(), change.value.texts.end());
      std::sort(value.texts.begin(), value.texts.end());
      value.texts.erase(std::unique(value.texts.begin(), value.texts.end()), value.texts.end());
      break;
    case Op::kRemove:
      value.codes.RemoveSingles(change.value.codes);
      std::erase_if(value.texts, [&change](const std::string& text) {
        return std::count(change.value.texts.begin(), change.value.texts.end(), text) > 0;
      });
      break;
  }
}

}  // namespace

Date ReceivedDate(const World& world) {
  return world.claim.received_date.has_value() ? world.claim.received_date : SubmittedDate(world);
}

Date ClaimDate(const Claim& claim) {
  Date earliest;
  for (const ServiceLine& line : claim.service_lines) {
    if (!line.service_date.has_value()) continue;
    if (!earliest.has_value() || line.service_date < earliest) earliest = line.service_date;
  }
  return earliest.has_value() ? earliest : claim.statement_from;
}

std::optional<int> RuleOf(const World& world, BuiltinId builtin) {
  for (size_t i = 0; i < world.rulesets.rules.size(); ++i) {
    if (world.rulesets.rules[i].builtin == builtin) return static_cast<int>(i);
  }
  return std::nullopt;
}

Truth InScope(const World& world, int index, const Subject& subject) {
  const ResolvedRule& rule = world.rulesets.rules[static_cast<size_t>(index)];
  const Ruleset& ruleset = world.rulesets.rulesets[static_cast<size_t>(rule.ruleset)];
  if (!ScopeMatches(world, ruleset.scope, subject)) return Truth::kFalse;
  return And(IsEffective(world, rule, rule.effective, subject),
             IsEffective(world, rule, ruleset.effective, subject));
}

namespace {

// Whether the condition asks of the claim alone, whichever line it stands beside. Of a query: it
// relates nothing to the line that asks.
bool AsksOfTheClaim(const Condition& condition) {
  const bool other_of_claim =
      condition.other_field == FieldId::kNone || condition.other_of == Item::kClaim;
  if (IsQuery(condition.kind)) {
    const bool another_line =
        condition.kind == Condition::Kind::kExists && condition.over == Item::kLine;
    return other_of_claim && !another_line && condition.same.empty() && condition.differ.empty() &&
           !condition.earlier &&
           std::none_of(condition.relations.begin(), condition.relations.end(),
                        [](const DateRelation& r) { return r.subject_of != Item::kClaim; });
  }
  if (condition.kind == Condition::Kind::kTable) return false;  // of the line's procedure code
  return condition.field_of == Item::kClaim && other_of_claim &&
         std::all_of(condition.children.begin(), condition.children.end(), AsksOfTheClaim);
}

}  // namespace

Attributes AttributesOf(const World& world, int index, const Subject& subject,
                        NarrowOverrides narrow) {
  const ResolvedRule& rule = world.rulesets.rules[static_cast<size_t>(index)];
  Attributes attributes;
  attributes.severity = rule.severity[static_cast<size_t>(world.claim.payer.line_of_business)];
  for (const ResolvedOverride& change : world.rulesets.overrides) {
    if (narrow == NarrowOverrides::kLeftOut && IsNarrow(change)) continue;
    if (!Applies(world, change, index, subject)) continue;
    if (change.enabled.has_value()) attributes.enabled = *change.enabled;
    if (change.severity.has_value()) attributes.severity = *change.severity;
    // What a finding about no line is exempt from can only be asked of the claim.
    if (change.exempt_when.has_value() &&
        (rule.for_claim || subject.line >= 0 || AsksOfTheClaim(*change.exempt_when)) &&
        Holds(world, *change.exempt_when, rule.for_claim ? -1 : subject.line) == Truth::kTrue) {
      attributes.exempt = true;
    }
  }
  return attributes;
}

std::vector<ParameterValue> ParametersOf(const World& world, int index, const Subject& subject) {
  std::vector<ParameterValue> parameters =
      world.rulesets.rules[static_cast<size_t>(index)].parameters;
  for (const ResolvedOverride& change : world.rulesets.overrides) {
    if (!Applies(world, change, index, subject)) continue;
    for (const ResolvedOverride::ParameterChange& parameter : change.parameters) {
      Change(parameters[static_cast<size_t>(parameter.parameter)], parameter);
    }
  }
  return parameters;
}

const ResolvedRule& RuleFor(const World& world, int index, const Subject& subject) {
  const ResolvedRule& rule = world.rulesets.rules[static_cast<size_t>(index)];
  if (rule.variants.empty()) return rule;
  const std::vector<ParameterValue> values = ParametersOf(world, index, subject);
  if (values == rule.parameters) return rule;
  const auto found =
      std::find_if(rule.variants.begin(), rule.variants.end(),
                   [&values](const ResolvedRule& variant) { return variant.parameters == values; });
  if (found == rule.variants.end()) std::abort();  // values that nobody foresaw
  return *found;
}

bool MayApply(const World& world, int rule) {
  const Subject claim{-1, ClaimDate(world.claim)};
  if (InScope(world, rule, claim) == Truth::kFalse) return false;
  bool may_apply = true;
  for (const ResolvedOverride& change : world.rulesets.overrides) {
    if (change.rule != rule || !change.enabled.has_value()) continue;
    if (IsNarrow(change) || !IsUnbounded(change.effective)) {
      may_apply = may_apply || *change.enabled;
    } else if (ScopeMatches(world, change.scope, claim)) {
      may_apply = *change.enabled;
    }
  }
  return may_apply;
}

bool IsAsked(const World& world, int rule, const Subject& subject) {
  return InScope(world, rule, subject) != Truth::kFalse &&
         AttributesOf(world, rule, subject, NarrowOverrides::kLeftOut).enabled;
}

bool IsAskedWithin(const World& world, int rule, int line, Date first, Date last) {
  for (Date day = first; day <= last; day = day + 1) {
    if (IsAsked(world, rule, {line, day})) return true;
  }
  return false;
}

bool IsAskedOfLine(const World& world, int rule, int line) {
  const ServiceLine& service = world.claim.service_lines[static_cast<size_t>(line)];
  if (!service.service_date.has_value()) return IsAsked(world, rule, {line, {}});
  const DateInterval span = SpanOf(service);
  return IsAskedWithin(world, rule, line, span.first, span.last);
}

}  // namespace scrubline::oracle
