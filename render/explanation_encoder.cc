#include "render/explanation_encoder.h"

#include <string>

namespace scrubline {
namespace {

// The message's words come in the engine's order, behind UNSPECIFIED.
static_assert(static_cast<int>(RuleOutcome::kFired) + 1 == v1::RuleExplanation::FIRED);
static_assert(static_cast<int>(RuleOutcome::kNotInScope) + 1 == v1::RuleExplanation::NOT_IN_SCOPE);
static_assert(static_cast<int>(Truth::kFalse) + 1 == v1::ConditionExplanation::FALSE);
static_assert(static_cast<int>(Truth::kUnknown) + 1 == v1::ConditionExplanation::UNKNOWN);
static_assert(static_cast<int>(ConditionExplanation::Part::kUnless) + 1 ==
              v1::ConditionExplanation::UNLESS);

template <typename To, typename From>
To Encoded(From value) {
  return static_cast<To>(static_cast<int>(value) + 1);
}

void Encode(const Position& position, v1::SourcePosition& to) {
  to.set_file(position.file);
  to.set_line(position.line);
  to.set_column(position.column);
}

void Encode(const LayerExplanation& layer, v1::LayerExplanation& to) {
  to.set_layer(Encoded<v1::Finding::Layer>(layer.layer));
  to.set_ruleset(layer.ruleset);
  to.set_says(layer.says);
  to.set_override_id(layer.override_id);
  to.set_reason(layer.reason);
  to.set_owner(layer.owner);
  to.set_effective(layer.effective);
  Encode(layer.position, *to.mutable_position());
}

void Encode(const ConditionExplanation& condition, v1::ConditionExplanation& to) {
  to.set_part(Encoded<v1::ConditionExplanation::Part>(condition.part));
  to.set_depth(condition.depth);
  to.set_text(condition.text);
  to.set_name(condition.name);
  if (condition.asked) to.set_truth(Encoded<v1::ConditionExplanation::Truth>(condition.truth));
  to.set_seen(condition.seen);
  to.set_asked_of(condition.asked_of);
  to.set_stopped_here(condition.stopped_here);
  Encode(condition.position, *to.mutable_position());
}

void Encode(const SubjectExplanation& subject, v1::SubjectExplanation& to) {
  to.set_line_number(subject.line_number);
  to.set_outcome(Encoded<v1::RuleExplanation::Outcome>(subject.outcome));
  if (subject.outcome <= RuleOutcome::kBypassed) {
    to.set_severity(Encoded<v1::Finding::Severity>(subject.severity));
  }
  to.set_message(subject.message);
  to.set_explained_by(subject.explained_by);
  to.mutable_reasons()->Add(subject.reasons.begin(), subject.reasons.end());
  for (const ConditionExplanation& condition : subject.conditions) {
    Encode(condition, *to.add_conditions());
  }
  to.mutable_near_misses()->Add(subject.near_misses.begin(), subject.near_misses.end());
  for (const LayerExplanation& layer : subject.layers) Encode(layer, *to.add_layers());
}

void Encode(const RowExplanation& row, v1::RowExplanation& to) {
  to.set_verdict(row.verdict);
  to.set_summary(row.summary);
  to.mutable_line_numbers()->Add(row.line_numbers.begin(), row.line_numbers.end());
  for (const auto& [name, value] : row.facts) {
    v1::Evidence& fact = *to.add_facts();
    fact.set_name(name);
    fact.set_value(value);
  }
  to.mutable_near_misses()->Add(row.near_misses.begin(), row.near_misses.end());
}

}  // namespace

void EncodeExplanation(const Snapshot& snapshot, const Claim& claim, const Explanation& why,
                       v1::Explanation& to) {
  to.set_claim_id(std::string(claim.claim_id));
  to.set_verdict(Encoded<v1::ScrubResult::Verdict>(why.verdict));
  to.set_snapshot_id(snapshot.id());
  for (const RuleExplanation& rule : why.rules) {
    v1::RuleExplanation& out = *to.add_rules();
    out.set_rule_id(rule.rule->id);
    out.set_title(rule.rule->title);
    out.set_ruleset(rule.ruleset);
    out.set_layer(Encoded<v1::Finding::Layer>(rule.layer));
    out.set_outcome(Encoded<v1::RuleExplanation::Outcome>(rule.outcome));
    out.set_near_miss(rule.near_miss);
    out.set_looked_at(rule.looked_at);
    out.set_reason(rule.reason);
    for (const SubjectExplanation& subject : rule.subjects) Encode(subject, *out.add_subjects());
    for (const RowExplanation& row : rule.rows) Encode(row, *out.add_rows());
    for (const LayerExplanation& layer : rule.parameters) Encode(layer, *out.add_parameters());
    Encode(rule.rule->position, *out.mutable_position());
  }
}

}  // namespace scrubline
