// Domain sections 4.1 and 4.9, R3: modifiers by themselves.
#include <algorithm>
#include <cctype>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

bool HasForm(const std::string& modifier) {
  return modifier.size() == 2 && std::all_of(modifier.begin(), modifier.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) ||
                  std::isupper(static_cast<unsigned char>(c));
         });
}

class ModifiersOf {
 public:
  ModifiersOf(const World& world, LineRef ref, Outcomes& outcomes)
      : world_(world),
        ref_(ref),
        date_(world.claim.service_lines[static_cast<size_t>(ref)].service_date),
        outcomes_(outcomes),
        parameters_(ParametersOf(world, *RuleOf(world, BuiltinId::kModifierUnknown), {-1, date_})) {
    for (const Code modifier : world.claim.service_lines[static_cast<size_t>(ref)].modifiers) {
      modifiers_.push_back(modifier.ToString());
    }
    while (!modifiers_.empty() && modifiers_.back().empty()) modifiers_.pop_back();
  }

  // R3: an empty slot before a filled one is a gap. Reading: each gap is told of once, of the
  // modifier behind it.
  void JudgeForm() {
    for (size_t i = 0; i < modifiers_.size(); ++i) {
      if (modifiers_[i].empty()) continue;
      const bool gap = i > 0 && modifiers_[i - 1].empty();
      if (gap || !HasForm(modifiers_[i]))
        Add(BuiltinId::kModifierSyntax, i, {{"position", std::to_string(i + 1)}});
    }
  }

  // Reading: what is malformed is neither unknown nor said twice.
  void JudgeListed() {
    for (size_t i = 0; i < modifiers_.size(); ++i) {
      if (!HasForm(modifiers_[i]) || IsIn(modifiers::kCpt, i) || IsIn(modifiers::kLocal, i))
        continue;
      const OwnTable* table = world_.tables.Own("hcpcs_modifiers");
      if (!date_.has_value()) {
        AddGap("service_date", ref_);
      } else if (table == nullptr) {
        AddGap("missing_table", kWholeClaim);
      } else if (table->RowsOf(modifiers_[i]).empty()) {
        Add(BuiltinId::kModifierUnknown, i, {});
      } else if (table->RowOn(modifiers_[i], date_) == nullptr) {
        const DateInterval nearest = NearestOf(table->RowsOf(modifiers_[i]));
        Add(BuiltinId::kModifierDate, i,
            {{"valid_from", nearest.first.has_value() ? nearest.first.ToString() : "the beginning"},
             {"valid_through", nearest.last == Date::Max() ? "now" : nearest.last.ToString()}});
      }
    }
  }

  void JudgeRepeats() {
    for (size_t i = 0; i < modifiers_.size(); ++i) {
      const auto end = modifiers_.begin() + static_cast<ptrdiff_t>(i);
      if (HasForm(modifiers_[i]) && std::find(modifiers_.begin(), end, modifiers_[i]) != end)
        Add(BuiltinId::kModifierDuplicate, i, {});
    }
  }

  // 4.9. Reading: the first that stands wrong is told of, and the therapy assistant's place only
  // where no price stands behind; of several of a kind the last counts.
  void JudgeOrder() {
    for (size_t i = 0; i < modifiers_.size(); ++i) {
      if (!IsIn(modifiers::kPricing, i)) continue;
      for (size_t before = 0; before < i; ++before) {
        if (!IsIn(modifiers::kLater, before)) continue;
        return Add(BuiltinId::kModifierOrder, i, {{"before", modifiers_[before]}});
      }
    }
    std::optional<size_t> therapy, assistant;
    for (size_t i = 0; i < modifiers_.size(); ++i) {
      if (IsIn(modifiers::kTherapy, i)) therapy = i;
      if (IsIn(modifiers::kAssistant, i)) assistant = i;
    }
    if (therapy.has_value() && assistant.has_value() && *assistant != *therapy + 1)
      Add(BuiltinId::kModifierOrder, *assistant, {{"before", modifiers_[*therapy]}});
  }

 private:
  bool IsIn(int parameter, size_t place) const {
    return !modifiers_[place].empty() && parameters_[static_cast<size_t>(parameter)].codes.Contains(
                                             Code::Parse(modifiers_[place]).value());
  }

  // The one that ended last before the day, else the next to come.
  DateInterval NearestOf(const std::vector<const OwnRow*>& rows) const {
    std::optional<DateInterval> ended, to_come;
    for (const OwnRow* row : rows) {
      if (row->dates.last < date_) {
        if (!ended.has_value() || row->dates.last > ended->last) ended = row->dates;
      } else if (!to_come.has_value() || row->dates.first < to_come->first) {
        to_come = row->dates;
      }
    }
    return ended.has_value() ? *ended : *to_come;
  }

  void Add(BuiltinId builtin, size_t place, std::map<std::string, std::string> facts) {
    facts["modifier"] = modifiers_[place];
    AddFinding(world_, builtin, {ref_, date_}, {ref_}, {}, facts, outcomes_);
  }
  void AddGap(const std::string& reason, LineRef where) {
    for (const BuiltinId builtin : {BuiltinId::kModifierUnknown, BuiltinId::kModifierDate}) {
      const std::optional<int> rule = RuleOf(world_, builtin);
      if (rule.has_value() && IsAskedOfLine(world_, *rule, ref_))
        outcomes_.gaps.insert({std::string(BuiltinOf(builtin).name), reason, where});
    }
  }

  const World& world_;
  const LineRef ref_;
  const Date date_;
  Outcomes& outcomes_;
  const std::vector<ParameterValue> parameters_;
  std::vector<std::string> modifiers_;  // as sent, trailing empties off
};

}  // namespace

void EvaluateModifiers(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kModifierUnknown).has_value()) return;
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    ModifiersOf line(world, static_cast<LineRef>(i), outcomes);
    line.JudgeForm();
    if (world.claim.frequency_code == Code::Of("8")) continue;  // R17
    line.JudgeListed();
    line.JudgeRepeats();
    line.JudgeOrder();
  }
}

}  // namespace scrubline::oracle
