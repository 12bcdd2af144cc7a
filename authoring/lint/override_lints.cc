// Overrides that do nothing, and rules that overrides leave nothing of.
#include <algorithm>
#include <map>

#include "authoring/lint/code_set_algebra.h"
#include "authoring/lint/implication.h"
#include "authoring/lint/lints.h"
#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/override_conflicts.h"

namespace scrubline {
namespace {

using Sign = Statement::Sign;
using Key = ResolvedOverride::Key;
using Change = ResolvedOverride::ParameterChange;

bool Covers(const DateInterval& outer, const DateInterval& inner) {
  return outer.first <= inner.first && inner.last <= outer.last;
}

// Overrides by the rule they bear on, in the order of application.
using ByRule = std::map<int, std::vector<const ResolvedOverride*>>;
ByRule GroupByRule(const LintInput& input) {
  ByRule groups;
  for (const ResolvedOverride& override : input.rulesets.overrides) {
    groups[override.rule].push_back(&override);
  }
  return groups;
}

std::string NameAndPlace(const ResolvedOverride& override) {
  return Quoted(override.id) + " (" + ShortPlace(override.position) + ")";
}

// Why the override can bear on no finding of the rule; empty when it may.
std::string WhyNever(const LintInput& input, const ResolvedOverride& override) {
  const LintInput::Rule& rule = input.RuleOf(override);
  if (!Intersection(override.scope, input.RulesetOf(rule.rule->ruleset).scope)) {
    return "its scope lies outside that of the rule's ruleset";
  }
  if (override.date_basis == rule.rule->date_basis &&
      !override.effective.Intersects(rule.rule->effective)) {
    return "the rule is not in force on its dates";
  }
  if (rule.is_yaml() && override.key == Key::kCodes) {
    const Condition coded = FieldIn(FieldId::kProcedureCode, Item::kLine, override.codes);
    const Statement both[] = {{&rule.condition, Sign::kTrue}, {&coded, Sign::kTrue}};
    if (Contradict(both)) return "the rule never fires on these codes";
  }
  const bool only_exempts = override.exempt_when && !override.enabled && !override.severity &&
                            override.parameters.empty();
  if (rule.is_yaml() && only_exempts) {
    const Statement both[] = {{&rule.condition, Sign::kTrue},
                              {&*override.exempt_when, Sign::kTrue}};
    if (Contradict(both)) return "`exempt_when` never holds where the rule fires";
  }
  if (override.key == Key::kPair) {
    bool asked = false, reversed = false;
    for (const TableInfo& info : input.tables.infos()) {
      const PtpTable* table = input.tables.ptp(info.name);
      if (table == nullptr) continue;
      if (!table->covers(override.column1) || !table->covers(override.column2)) return "";
      asked = true;
      for (const PtpTable::Row& row : table->History(override.column1, override.column2)) {
        if (row.column1 == override.column1) return "";
        reversed = true;
      }
    }
    if (reversed) return "the pair is the other way round in the tables: column 1 comes first";
    if (asked) return "no table has an edit of this pair";
  }
  return "";
}

bool IsElsewhereChanged(const std::vector<const ResolvedOverride*>& all,
                        const ResolvedOverride& override, const auto& changes) {
  return std::any_of(all.begin(), all.end(), [&](const ResolvedOverride* other) {
    return other->position != override.position && changes(*other);
  });
}

// Everything the override says of the rule is so already, and no other override says otherwise.
bool IsWithoutEffect(const ResolvedRule& rule, const ResolvedOverride& override,
                     const std::vector<const ResolvedOverride*>& all) {
  if (override.exempt_when || (override.enabled && !*override.enabled)) return false;
  if (override.enabled && IsElsewhereChanged(all, override, [](const ResolvedOverride& other) {
        return other.enabled.has_value();
      })) {
    return false;
  }
  if (override.severity) {
    const auto& lines = override.scope.lines_of_business;
    for (size_t lob = 0; lob < rule.severity.size(); ++lob) {
      const bool applies =
          lines.empty() ||
          std::find(lines.begin(), lines.end(), static_cast<LineOfBusiness>(lob)) != lines.end();
      if (applies && rule.severity[lob] != *override.severity) return false;
    }
    if (IsElsewhereChanged(all, override, [](const ResolvedOverride& other) {
          return other.severity.has_value();
        })) {
      return false;
    }
  }
  for (const Change& change : override.parameters) {
    if (change.op != Change::Op::kSet && !rule.declared_parameters.empty()) return false;
    const ParameterValue& value = rule.parameters[static_cast<size_t>(change.parameter)];
    const bool same =
        change.op == Change::Op::kSet ? change.value == value
        : change.op == Change::Op::kAdd
            ? IsSubset(change.value.codes, value.codes)
            : std::none_of(change.value.codes.singles().begin(), change.value.codes.singles().end(),
                           [&](Code code) {
                             return std::binary_search(value.codes.singles().begin(),
                                                       value.codes.singles().end(), code);
                           });
    if (!same) return false;
    if (IsElsewhereChanged(all, override, [&change](const ResolvedOverride& other) {
          return std::any_of(other.parameters.begin(), other.parameters.end(),
                             [&](const Change& c) { return c.parameter == change.parameter; });
        })) {
      return false;
    }
  }
  return true;
}

// The rule has each attribute that `earlier` gives from `later` too, wherever `earlier` applies.
bool Overrules(const ResolvedOverride& later, const ResolvedOverride& earlier) {
  if (earlier.exempt_when || (later.ruleset == earlier.ruleset && later.id == earlier.id)) {
    return false;
  }
  if (earlier.enabled && !later.enabled) return false;
  if (earlier.severity && !later.severity) return false;
  for (const Change& change : earlier.parameters) {
    if (std::none_of(later.parameters.begin(), later.parameters.end(), [&](const Change& c) {
          return c.parameter == change.parameter && c.op == Change::Op::kSet;
        })) {
      return false;
    }
  }
  const bool key = later.key == Key::kNone ||
                   (later.key == Key::kCodes && earlier.key == Key::kCodes &&
                    IsSubset(earlier.codes, later.codes)) ||
                   (later.key == Key::kPair && earlier.key == Key::kPair &&
                    later.column1 == earlier.column1 && later.column2 == earlier.column2);
  const bool dates =
      (later.date_basis == earlier.date_basis && Covers(later.effective, earlier.effective)) ||
      later.effective == DateInterval{};
  return key && dates && Covers(later.scope, earlier.scope);
}

bool SayTheSame(const ResolvedOverride& a, const ResolvedOverride& b) {
  return a.enabled == b.enabled && a.severity == b.severity && a.parameters.empty() &&
         b.parameters.empty() && !a.exempt_when && !b.exempt_when;
}

bool KeysMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  if (a.key != b.key) return false;
  if (a.key == Key::kPair) return a.column1 == b.column1 && a.column2 == b.column2;
  return a.key == Key::kNone || MayIntersect(a.codes, b.codes);
}

bool SameRank(const ResolvedOverride& a, const ResolvedOverride& b) {
  return a.layer == b.layer && a.specificity == b.specificity &&
         a.scope.BoundFields() == b.scope.BoundFields();
}

}  // namespace

void LintDeadRule(const LintInput& input, LintFindings& out) {
  for (const auto& [index, overrides] : GroupByRule(input)) {
    const ResolvedRule& rule = *input.rules[static_cast<size_t>(index)].rule;
    const ResolvedOverride* dead = nullptr;
    for (const ResolvedOverride* override : overrides) {
      if (!override->enabled) continue;
      const bool whole =
          override->key == Key::kNone &&
          Covers(override->scope, input.RulesetOf(rule.ruleset).scope) &&
          (override->effective == DateInterval{} || (override->date_basis == rule.date_basis &&
                                                     Covers(override->effective, rule.effective)));
      if (*override->enabled) {
        dead = nullptr;
      } else if (whole) {
        dead = override;
      }
    }
    if (dead == nullptr) continue;
    out.Add(rule.position, rule.id,
            "the rule " + Quoted(rule.id) + " is switched off for every claim by the override " +
                NameAndPlace(*dead),
            "delete the rule with its override, or narrow the override");
  }
}

void LintOverrideNeverApplies(const LintInput& input, LintFindings& out) {
  for (const LintInput::Override& override : input.overrides) {
    std::string why;
    for (const ResolvedOverride* one : override.resolved) {
      why = WhyNever(input, *one);
      if (why.empty()) break;
    }
    if (why.empty()) continue;
    const ResolvedOverride& first = override.first();
    const std::string of =
        override.resolved.size() == 1 ? Quoted(input.RuleOf(first).id()) : "the rules it selects";
    out.Add(KeyOf(*override.node, "select"), first.id,
            "the override " + Quoted(first.id) + " bears on no finding of " + of + ": " + why);
  }
}

void LintOverrideWithoutEffect(const LintInput& input, LintFindings& out) {
  const ByRule groups = GroupByRule(input);
  for (const LintInput::Override& override : input.overrides) {
    const bool idle = std::all_of(
        override.resolved.begin(), override.resolved.end(), [&](const ResolvedOverride* one) {
          return IsWithoutEffect(*input.RuleOf(*one).rule, *one, groups.at(one->rule));
        });
    if (!idle) continue;
    const ResolvedOverride& first = override.first();
    out.Add(KeyOf(*override.node, "id"), first.id,
            "the override " + Quoted(first.id) + " changes nothing: what it says is so already",
            "delete it");
  }
}

void LintOverruledOverride(const LintInput& input, LintFindings& out) {
  const ByRule groups = GroupByRule(input);
  for (const LintInput::Override& override : input.overrides) {
    const ResolvedOverride* by = nullptr;
    for (const ResolvedOverride* one : override.resolved) {
      const auto& all = groups.at(one->rule);
      const auto own = std::find(all.begin(), all.end(), one);
      const auto later = std::find_if(own + 1, all.end(), [one](const ResolvedOverride* other) {
        return Overrules(*other, *one);
      });
      by = later == all.end() ? nullptr : *later;
      if (by == nullptr) break;
    }
    if (by == nullptr) continue;
    const ResolvedOverride& first = override.first();
    out.Add(KeyOf(*override.node, "id"), first.id,
            "the override " + Quoted(first.id) + " never decides: " + NameAndPlace(*by) +
                " overrules it wherever it applies",
            "delete it, or narrow the other");
  }
}

void LintOverlappingOverrides(const LintInput& input, LintFindings& out) {
  for (const auto& [rule, all] : GroupByRule(input)) {
    for (size_t i = 0; i < all.size(); ++i) {
      for (size_t k = i + 1; k < all.size() && SameRank(*all[i], *all[k]); ++k) {
        const ResolvedOverride& a = *all[i];
        const ResolvedOverride& b = *all[k];
        if (a.id == b.id || a.position == b.position || !SayTheSame(a, b) || !KeysMeet(a, b) ||
            !Intersection(a.scope, b.scope) || !a.effective.Intersects(b.effective)) {
          continue;
        }
        const bool ordered = a.position < b.position;
        const ResolvedOverride& first = ordered ? a : b;
        const ResolvedOverride& second = ordered ? b : a;
        out.Add(second.position, second.id,
                "the overrides " + NameAndPlace(first) + " and " + Quoted(second.id) +
                    " say the same of claims that both apply to",
                "write them as one, or bind one more closely");
      }
    }
  }
}

}  // namespace scrubline
