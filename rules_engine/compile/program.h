// rules_engine/compile/program.h — the compiled form of all rules of a snapshot: what Evaluate
// runs.
//
//   absl::StatusOr<std::unique_ptr<const Program>> program = Compile(rulesets, tables);
//
// A Program is one graph for all rulesets and payers. A claim meets it in three steps: its ViewKey
// picks the rules in scope (view.h); its codes pick, by one probe each (code_index.h,
// activation_index.h), those that could say something; and only their conditions are evaluated,
// each once however many rules share it (graph.h). PTP, MUE and add-on edits are looked up in
// packed tables and never become nodes. Immutable and shared by all threads; holds on to `rulesets`
// and `tables`, which must outlive it. Dump() is stable text. Tested by program_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_PROGRAM_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_PROGRAM_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "rules_engine/compile/activation_index.h"
#include "rules_engine/compile/code_index.h"
#include "rules_engine/compile/graph.h"
#include "rules_engine/compile/root_causes.h"
#include "rules_engine/compile/table_slots.h"
#include "rules_engine/compile/view.h"
#include "rules_engine/resolve/resolved_ruleset.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {

// A set of two-character modifiers as one bit each: digits and letters only, which all published
// modifiers are.
class ModifierSet {
 public:
  ModifierSet() = default;
  explicit ModifierSet(const CodeSet& codes);
  bool Contains(Code modifier) const {
    const int index = IndexOf(modifier);
    return index >= 0 && bits_[static_cast<size_t>(index)];
  }
  bool ContainsAny(const ServiceLine& line) const {
    for (size_t i = 0; i < line.modifier_count; ++i) {
      if (Contains(line.modifiers[i])) return true;
    }
    return false;
  }
  bool empty() const { return bits_.none(); }

 private:
  static int Digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return -1;
  }
  static int IndexOf(Code modifier) {
    if ((modifier.bits() & 0x0000FFFFFFFFFFFFull) != 0) return -1;  // longer than two characters
    const int a = Digit(modifier[0]);
    const int b = Digit(modifier[1]);
    return a < 0 || b < 0 ? -1 : a * 36 + b;
  }
  std::bitset<36 * 36> bits_;
};

// A built-in's parameters, ready for use: the values as resolved, and each list also as a modifier
// set.
struct BuiltinParameters {
  std::vector<ParameterValue> values;
  std::vector<ModifierSet> modifiers;  // parallel to `values`
  int choice(int parameter) const { return values[static_cast<size_t>(parameter)].choice; }
  bool flag(int parameter) const { return choice(parameter) != 0; }
  int64_t number(int parameter) const { return values[static_cast<size_t>(parameter)].number; }
  const CodeSet& codes(int parameter) const { return values[static_cast<size_t>(parameter)].codes; }
  const ModifierSet& modifier_set(int parameter) const {
    return modifiers[static_cast<size_t>(parameter)];
  }
};
BuiltinParameters PrepareParameters(std::vector<ParameterValue> values);

// Why a rule is looked at: a code of one of these kinds on the claim, or always.
enum class TriggerKind : uint8_t { kAlways, kProcedureCode, kModifier, kDiagnosis };

// What must be on a claim for a YAML rule to say anything of it: one of `codes`.
struct Trigger {
  TriggerKind kind = TriggerKind::kAlways;
  CodeSet codes;
};
Trigger FindTrigger(const ResolvedRule& rule);

struct CompiledRule {
  DateInterval effective;  // the rule's and its ruleset's, both
  TriggerKind trigger = TriggerKind::kAlways;
  bool structural =
      false;  // of the claim's form, not its meaning: void claims meet these alone (R17)
  NodeId condition =
      kNoNode;  // `when`, `with_line` and `without_line` together; none for a built-in
  NodeId unless = kNoNode;
  NodeId with_line = kNoNode;  // the queries of these names: their lines are named in the message
  NodeId with_history = kNoNode;
  bool for_claim = false;
  bool has_variants = false;  // in Program::variants
  uint32_t written = 0;       // begin in Program::written_nodes
  uint32_t written_count = 0;
  CauseRows causes;
};

class Program {
 public:
  Program(const ResolvedRulesets& rulesets, std::vector<int32_t> always)
      : views(rulesets, std::move(always)) {}

  Graph graph;
  std::vector<CompiledRule> rules;  // parallel to ResolvedRulesets::rules
  // By rule, parallel to ResolvedRule::variants: the same rule with other conditions. What
  // activates a rule is that of all its variants.
  absl::flat_hash_map<int32_t, std::vector<CompiledRule>> variants;
  std::vector<NodeId> exempt;         // parallel to ResolvedRulesets::overrides; or kNoNode
  std::vector<NodeId> written_nodes;  // of each rule's conditions; see written_conditions.h
  std::array<int32_t, kBuiltinCount>
      builtin_rules{};  // the rule of each built-in; -1: no ruleset uses it
  std::array<BuiltinParameters, kBuiltinCount>
      parameters;  // as its rule gives them, before overrides
  CodeIndex codes;
  ActivationIndex procedure_rules;  // for codes that are not in `codes`
  ActivationIndex modifier_rules;
  ActivationIndex diagnosis_rules;
  std::array<const PtpTable*, kPtpSlotCount> ptp{};  // null: not loaded
  std::array<const MueTable*, kMueSlotCount> mue{};
  const AddOnTable* add_on = nullptr;
  std::array<const ReferenceTable*, kReferenceCount> reference{};  // by ReferenceId
  ViewCatalogue views;
  // Rules activated by the codes for which a table may say what they ask of it: on days for which
  // it has no release they must be told as not evaluated whatever the code.
  struct TableRule {
    ReferenceId table{};
    int32_t rule = 0;
  };
  std::vector<TableRule> table_rules;  // by table
  // By algorithm: the list (Graph::procedure_lists) of all codes that it may be about, whatever a
  // layer makes of its parameters; -1: not known.
  std::array<int32_t, kAlgorithmCount> concerned_lists{};
  uint64_t serial = 0;  // unlike any other Program's of this process

  bool HasTable(TableSlot slot) const;
  // Whether the algorithm may have to do with the code. `entry`: what `codes` has of it.
  bool MayConcern(Algorithm algorithm, const CodeEntry& entry, Code code) const {
    const int32_t list = concerned_lists[static_cast<size_t>(algorithm)];
    if (list < 0) return true;
    if (code.empty()) return false;
    if (entry.code == code) return codes.IsOnList(entry, static_cast<uint32_t>(list));
    return graph.code_sets[graph.procedure_lists[static_cast<size_t>(list)]].Contains(code);
  }
  const ReferenceTable* Reference(ReferenceId id) const {
    return reference[static_cast<size_t>(id)];
  }
  // The rule as variant `variant` of its parameters has it; 0: as it stands.
  const CompiledRule& Variant(int32_t rule, uint8_t variant) const {
    return variant == 0 ? rules[static_cast<size_t>(rule)] : variants.at(rule)[variant - 1u];
  }
  std::string Dump(const ResolvedRulesets& rulesets) const;
};

absl::StatusOr<std::unique_ptr<const Program>> Compile(const ResolvedRulesets& rulesets,
                                                       const TableSet& tables);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_PROGRAM_H_
