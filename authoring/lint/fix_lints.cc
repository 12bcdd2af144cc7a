// Fixes that cannot help.
#include <algorithm>
#include <optional>
#include <string>

#include "authoring/lint/implication.h"
#include "authoring/lint/lints.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

std::string_view NameOf(FixKind kind) {
  constexpr std::string_view kNames[] = {"add_modifier", "remove_modifier", "remove_line",
                                         "add_line",     "replace_code",    "set_units",
                                         "set_field",    "review"};
  return kNames[static_cast<size_t>(kind)];
}

std::string WordsOf(const Fix& fix) {
  return Quoted(std::string(NameOf(fix.kind)) + (fix.value.empty() ? "" : " " + fix.value));
}

// The field of `set_field: {FIELD: value}` on a line; null when it is none.
const Field* SetField(const Fix& fix, Item of) {
  return FindField(fix.value.substr(0, fix.value.find('=')), of);
}

// The line as the fix would leave it, said as a condition; nullopt where that says nothing.
std::optional<Condition> StateAfter(const Fix& fix, Item of) {
  switch (fix.kind) {
    case FixKind::kAddModifier:
      return CodeIs(FieldId::kModifiers, Item::kLine, *Code::Parse(fix.value));
    case FixKind::kRemoveModifier: {
      Condition none = CodeIs(FieldId::kModifiers, Item::kLine, *Code::Parse(fix.value));
      none.kind = Kind::kNoneOf;
      return none;
    }
    case FixKind::kReplaceCode:
      return CodeIs(FieldId::kProcedureCode, Item::kLine, *Code::Parse(fix.value));
    case FixKind::kSetField: {
      const Field* field = SetField(fix, of);
      if (field == nullptr || field->type != FieldType::kCode) return std::nullopt;
      const auto code = Code::Parse(fix.value.substr(fix.value.find('=') + 1));
      if (!code) return std::nullopt;
      return CodeIs(field->id, field->of, *code);
    }
    default:
      return std::nullopt;
  }
}

// Whether any part of the rule, its exception and its questions about lines included, looks at what
// the fix changes.
bool LooksAt(const LintInput::Rule& rule, const Fix& fix) {
  const Field* set = fix.kind == FixKind::kSetField ? SetField(fix, Item::kLine) : nullptr;
  bool looks = false;
  const auto look = [&](const Condition& condition) {
    const auto is = [&](FieldId field) {
      return condition.kind > Kind::kNot && condition.children.empty() &&
             (condition.field == field ||
              (condition.kind == Kind::kDateField && condition.other_field == field));
    };
    const auto same = [&](SameKey key) {
      return std::find(condition.same.begin(), condition.same.end(), key) != condition.same.end();
    };
    switch (fix.kind) {
      case FixKind::kAddModifier:
      case FixKind::kRemoveModifier:
        looks = looks || is(FieldId::kModifiers) || is(FieldId::kFirstModifier) ||
                same(SameKey::kModifiers);
        return;
      case FixKind::kReplaceCode:
        looks = looks || is(FieldId::kProcedureCode) || same(SameKey::kProcedureCode);
        return;
      case FixKind::kSetUnits:
        looks = looks || is(FieldId::kUnits) || condition.kind == Kind::kSum;
        return;
      case FixKind::kAddLine:
        looks = looks || (!condition.children.empty() && condition.kind > Kind::kNot);
        return;
      case FixKind::kSetField:
        // A field of the line falls back to the claim's of the same name.
        looks = looks || set == nullptr || !condition.same.empty() ||
                (condition.kind > Kind::kNot && condition.children.empty() &&
                 (FieldOf(condition.field, condition.field_of).name == set->name || is(set->id)));
        return;
      default:
        looks = true;
    }
  };
  ForEachCondition(rule.condition, look);
  if (rule.rule->unless) ForEachCondition(*rule.rule->unless, look);
  return looks;
}

}  // namespace

void LintFixAlreadyDone(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml() || NeverTrue(rule.condition)) continue;
    for (const Fix& fix : rule.rule->fixes) {
      const Item of = fix.on_partner || !rule.rule->for_claim ? Item::kLine : Item::kClaim;
      if (of == Item::kClaim && fix.kind != FixKind::kSetField) continue;
      const std::optional<Condition> after = StateAfter(fix, of);
      const Condition& before =
          fix.on_partner ? rule.rule->with_line->children.front() : rule.condition;
      if (!after || !Implies(before, *after)) continue;
      out.Add(KeyOf(*rule.node, "fix"), rule.rule->id,
              "the fix " + WordsOf(fix) + " of " + Quoted(rule.id()) +
                  " changes nothing: the rule fires only where it is so already");
    }
  }
}

void LintFixWithoutEffect(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml()) continue;
    for (const Fix& fix : rule.rule->fixes) {
      if (LooksAt(rule, fix)) continue;
      out.Add(KeyOf(*rule.node, "fix"), rule.rule->id,
              "the fix " + WordsOf(fix) + " leaves the finding: no condition of " +
                  Quoted(rule.id()) + " looks at what it changes",
              "name what would make the rule clear, or use `review`");
    }
  }
}

}  // namespace scrubline
