// Conditions that cannot hold, cannot fail, or say nothing; and what rules ask of claims that they
// rarely have.
#include <algorithm>
#include <array>
#include <optional>

#include "authoring/lint/implication.h"
#include "authoring/lint/lints.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Sign = Statement::Sign;

const Position& IdOf(const LintInput::Rule& rule) { return rule.rule->position; }

// The part, or the two parts, of the rule's condition that cannot hold.
struct Culprits {
  const Condition* first = nullptr;
  const Condition* second = nullptr;
};

Culprits FindCulprits(const Condition& condition) {
  const std::vector<const Condition*> parts = Conjuncts(condition);
  for (const Condition* part : parts) {
    if (NeverTrue(*part)) return {part, nullptr};
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      const Statement both[] = {{parts[i], Sign::kTrue}, {parts[k], Sign::kTrue}};
      if (Contradict(both)) return {parts[k], parts[i]};
    }
  }
  return {};
}

bool AsksOthers(const ResolvedRule& rule) {
  return rule.with_line || rule.without_line || rule.with_history || rule.without_history;
}

// Calls `visit(rule, condition)` for each condition an author wrote in a YAML rule.
template <typename Visit>
void ForEachWritten(const LintInput& input, const Visit& visit) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml()) continue;
    ForEachCondition(rule.rule->when, [&](const Condition& c) { visit(rule, c); });
    for (const auto* part :
         {&rule.rule->with_line, &rule.rule->without_line, &rule.rule->with_history,
          &rule.rule->without_history, &rule.rule->unless}) {
      if (part->has_value()) {
        ForEachCondition(**part, [&](const Condition& c) { visit(rule, c); });
      }
    }
  }
}

}  // namespace

void LintNeverFires(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || !NeverTrue(rule.condition)) continue;
    const Culprits culprits = FindCulprits(rule.condition);
    std::string message = "the rule " + Quoted(rule.id()) + " can never fire: ";
    if (culprits.second != nullptr) {
      message +=
          WordsOf(*culprits.first) + " and " + WordsOf(*culprits.second) + " never hold together";
    } else if (culprits.first != nullptr) {
      message += WordsOf(*culprits.first) + " never holds";
    } else {
      message += "its conditions never hold together";
    }
    const Condition* at = culprits.second != nullptr ? culprits.second : culprits.first;
    out.Add(at != nullptr ? PlaceOf(*at, IdOf(rule)) : IdOf(rule), rule.rule->id, message,
            culprits.second != nullptr ? "if either will do, put both under `any:`" : "");
  }
}

void LintOutsideScope(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || NeverTrue(rule.condition)) continue;
    const Statement both[] = {{&rule.condition, Sign::kTrue}, {&rule.scope, Sign::kTrue}};
    if (!Contradict(both)) continue;
    const Condition* culprit = nullptr;
    for (const Condition* part : Conjuncts(rule.condition)) {
      const Statement one[] = {{part, Sign::kTrue}, {&rule.scope, Sign::kTrue}};
      if (culprit == nullptr && Contradict(one)) culprit = part;
    }
    const Ruleset& ruleset = input.RulesetOf(rule.rule->ruleset);
    out.Add(culprit != nullptr ? PlaceOf(*culprit, IdOf(rule)) : IdOf(rule), rule.rule->id,
            "the rule " + Quoted(rule.id()) + " can never fire: " +
                (culprit != nullptr ? WordsOf(*culprit) + " holds" : std::string("it applies")) +
                " on no claim in the scope and dates of ruleset " + Quoted(ruleset.id),
            "move the rule to a ruleset for these claims, or change the condition");
  }
}

void LintAlwaysBypassed(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || !rule.rule->unless || NeverTrue(rule.condition)) continue;
    if (!Implies(rule.condition, *rule.rule->unless)) continue;
    out.Add(PlaceOf(*rule.rule->unless, KeyOf(*rule.node, "unless").position()), rule.rule->id,
            "the rule " + Quoted(rule.id()) +
                " can never fire: its exception holds wherever its condition does",
            "narrow `unless`");
  }
}

void LintNeedlessException(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || !rule.rule->unless || NeverTrue(rule.condition)) continue;
    const Statement both[] = {{&rule.condition, Sign::kTrue}, {&*rule.rule->unless, Sign::kTrue}};
    if (!Contradict(both)) continue;
    out.Add(
        PlaceOf(*rule.rule->unless, KeyOf(*rule.node, "unless").position()), rule.rule->id,
        "the exception " + WordsOf(*rule.rule->unless) + " never holds where the rule would fire",
        "delete `unless`, or change it");
  }
}

void LintAlwaysTrue(const LintInput& input, LintFindings& out) {
  ForEachWritten(input, [&out](const LintInput::Rule& rule, const Condition& condition) {
    if (!condition.written || !AlwaysTrue(condition)) return;
    out.Add(PlaceOf(condition, IdOf(rule)), rule.rule->id,
            WordsOf(condition) + " holds on every claim", "delete it, or change it");
  });
}

void LintRedundantCondition(const LintInput& input, LintFindings& out) {
  const auto look = [&out](const LintInput::Rule& rule, const Condition& condition) {
    if (condition.kind != Kind::kAll && condition.kind != Kind::kAny) return;
    const bool all = condition.kind == Kind::kAll;
    const std::vector<Condition>& parts = condition.children;
    for (size_t i = 0; i < parts.size(); ++i) {
      // What never or always holds is another lint's.
      if (NeverTrue(parts[i]) || AlwaysTrue(parts[i])) continue;
      for (size_t k = 0; k < parts.size(); ++k) {
        if (i == k || NeverTrue(parts[k])) continue;
        const auto adds_nothing = [all](const Condition& kept, const Condition& dropped) {
          return all ? AddsNothingToAll(kept, dropped) : AddsNothingToAny(kept, dropped);
        };
        if (!adds_nothing(parts[k], parts[i])) continue;
        // Of two that say the same the later one is too much.
        if (k > i && adds_nothing(parts[i], parts[k])) continue;
        // The same entry twice: its values repeat, and the place is one.
        if (parts[i].written && parts[i].written.ptr == parts[k].written.ptr) continue;
        out.Add(PlaceOf(parts[i], IdOf(rule)), rule.rule->id,
                WordsOf(parts[i]) + " says nothing beside " + WordsOf(parts[k]),
                all ? "it holds wherever the other does: delete it"
                    : "the other holds wherever it does: delete it");
        break;
      }
    }
  };
  ForEachWritten(input, look);
  // Between `when` and the questions about other lines.
  for (const LintInput::Rule& rule : input.rules) {
    if (rule.is_yaml() && AsksOthers(*rule.rule)) {
      const bool when_is_all = rule.rule->when.kind == Kind::kAll;
      if (!when_is_all || rule.condition.children.size() > rule.rule->when.children.size()) {
        look(rule, rule.condition);
      }
    }
  }
}

void LintImpossibleAlternative(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || NeverTrue(rule.condition)) continue;
    for (const Condition* part : Conjuncts(rule.condition)) {
      if (part->kind != Kind::kAny) continue;
      for (const Condition& alternative : part->children) {
        const Statement both[] = {{&rule.condition, Sign::kTrue}, {&alternative, Sign::kTrue}};
        if (!Contradict(both)) continue;
        out.Add(PlaceOf(alternative, IdOf(rule)), rule.rule->id,
                "the alternative " + WordsOf(alternative) +
                    " never holds beside the rule's other conditions",
                "delete it, or change it");
      }
    }
  }
}

void LintClaimRuleForLine(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || rule.rule->for_claim) continue;
    bool of_line = AsksOthers(*rule.rule);
    const auto look = [&of_line](const Condition& condition) {
      const bool field = condition.kind > Kind::kNot;
      of_line =
          of_line || IsQuery(condition.kind) || condition.kind == Kind::kTable ||
          (field && (condition.field_of != Item::kClaim || condition.other_of != Item::kClaim));
    };
    ForEachCondition(rule.condition, look);
    if (rule.rule->unless) ForEachCondition(*rule.rule->unless, look);
    for (const MessageTemplate& message : rule.rule->messages) {
      for (const MessageTemplate::Part& part : message.parts) {
        of_line = of_line || part.field_of != Item::kClaim;
      }
    }
    for (const Fix& fix : rule.rule->fixes) {
      of_line = of_line || (fix.kind != FixKind::kReview && fix.kind != FixKind::kSetField);
    }
    if (of_line) continue;
    out.Add(IdOf(rule), rule.rule->id,
            "the rule " + Quoted(rule.id()) +
                " looks at the claim alone, and says the same of each of its lines",
            "write `for: claim`");
  }
}

void LintRequiredHistory(const LintInput& input, LintFindings& out) {
  ForEachWritten(input, [&](const LintInput::Rule& rule, const Condition& condition) {
    const bool history = IsQuery(condition.kind) &&
                         (condition.over == Item::kHistory || condition.children.size() > 1);
    if (!rule.rule->required || !history) return;
    out.Add(PlaceOf(condition, IdOf(rule)), rule.rule->id,
            "few claims come with the patient's history; the others are INCOMPLETE for the rule " +
                Quoted(rule.id()),
            "write `required: false`");
  });
}

void LintRequiredOnRareData(const LintInput& input, LintFindings& out) {
  constexpr std::array kRare = {FieldId::kMinutes,
                                FieldId::kAdministeredQuantity,
                                FieldId::kAdministeredUnit,
                                FieldId::kWastedQuantity,
                                FieldId::kLineDraftSource,
                                FieldId::kLineDraftModel,
                                FieldId::kLineDraftModelVersion,
                                FieldId::kLineDraftConfidence,
                                FieldId::kDraftSource,
                                FieldId::kDraftModel,
                                FieldId::kDraftModelVersion,
                                FieldId::kDraftConfidence,
                                FieldId::kNoncoveredChargeCents,
                                FieldId::kSingleDose,
                                FieldId::kInitialTreatmentDate,
                                FieldId::kLastMenstrualPeriodDate,
                                FieldId::kOnsetDate,
                                FieldId::kEligibilityEffectiveFrom,
                                FieldId::kEligibilityEffectiveThrough,
                                FieldId::kPatientDeathDate,
                                FieldId::kAccidentDate,
                                FieldId::kAccidentState};
  // Where the comparison makes the rule unknown for want of a field that few claims give.
  const auto find_rare = [&](const Condition& condition) -> const Field* {
    const bool compares = condition.kind == Kind::kCodeIn || condition.kind == Kind::kTextIn ||
                          condition.kind == Kind::kMatches || condition.kind == Kind::kNumber ||
                          condition.kind == Kind::kDate || condition.kind == Kind::kAge ||
                          condition.kind == Kind::kDateField;
    const auto is_rare = [&](FieldId field) {
      return std::find(kRare.begin(), kRare.end(), field) != kRare.end();
    };
    if (compares && is_rare(condition.field)) return &FieldOf(condition.field, condition.field_of);
    if (condition.kind == Kind::kDateField && is_rare(condition.other_field)) {
      return &FieldOf(condition.other_field, condition.other_of);
    }
    return nullptr;
  };
  ForEachWritten(input, [&](const LintInput::Rule& rule, const Condition& condition) {
    const Field* rare = rule.rule->required ? find_rare(condition) : nullptr;
    if (rare == nullptr) return;
    // A guard beside it makes the rule false, not unknown, where the field is absent.
    for (const Condition* part : Conjuncts(rule.condition)) {
      if (part->kind == Kind::kPresent && part->field == rare->id) return;
    }
    out.Add(PlaceOf(condition, IdOf(rule)), rule.rule->id,
            "few claims give " + Quoted(rare->name) + "; the others are INCOMPLETE for the rule " +
                Quoted(rule.id()),
            "write `required: false`, or `" + std::string(rare->name) + ": present` beside it");
  });
}

}  // namespace scrubline
