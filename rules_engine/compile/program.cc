#include "rules_engine/compile/program.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules_engine/compile/column_test.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

// Fewer rules looked at in vain: a procedure code says more than a modifier, a modifier more than a
// diagnosis, a short list more than a long one.
bool Better(const Trigger& a, const Trigger& b) {
  if (b.kind == TriggerKind::kAlways) return a.kind != TriggerKind::kAlways;
  if (a.kind != b.kind) return a.kind != TriggerKind::kAlways && a.kind < b.kind;
  return a.codes.ranges().size() * 100 + a.codes.singles().size() <
         b.codes.ranges().size() * 100 + b.codes.singles().size();
}

// A set of codes of which the claim must hold one for the condition to be true or unknown: without
// any, it is false.
Trigger FindTrigger(const Condition& condition) {
  switch (condition.kind) {
    case Kind::kAll: {
      Trigger best;
      for (const Condition& child : condition.children) {
        Trigger trigger = FindTrigger(child);
        if (Better(trigger, best)) best = std::move(trigger);
      }
      return best;
    }
    case Kind::kAny: {
      Trigger all;
      for (const Condition& child : condition.children) {
        Trigger trigger = FindTrigger(child);
        if (trigger.kind == TriggerKind::kAlways ||
            (!all.codes.empty() && trigger.kind != all.kind))
          return {};
        all.kind = trigger.kind;
        all.codes.AddAll(trigger.codes);
      }
      all.codes.Seal();
      return all;
    }
    case Kind::kCodeIn:
      if (condition.field == FieldId::kProcedureCode)
        return {TriggerKind::kProcedureCode, condition.codes};
      if (condition.field == FieldId::kDiagnosisCode)
        return {TriggerKind::kDiagnosis, condition.codes};
      return {};
    case Kind::kAnyOf:
    case Kind::kAllOf:
      if (condition.codes.empty()) return {};
      if (condition.field == FieldId::kModifiers) return {TriggerKind::kModifier, condition.codes};
      if (condition.field == FieldId::kDiagnoses || condition.field == FieldId::kPointedDiagnoses) {
        return {TriggerKind::kDiagnosis, condition.codes};
      }
      return {};
    case Kind::kExists:
      // The codes of earlier claims activate nothing.
      return condition.over == Item::kHistory ? Trigger() : FindTrigger(condition.children[0]);
    case Kind::kCount:
    case Kind::kCountDays:
      if (condition.children.size() > 1) return {};
      return condition.number.Holds(0) ? Trigger() : FindTrigger(condition.children[0]);
    default:
      return {};
  }
}

// The nodes of a YAML rule: its `condition` is all that must hold for it to fire or be bypassed.
void AddNodes(const ResolvedRule& rule, GraphBuilder& graph, CompiledRule& compiled,
              std::vector<NodeId>& written_nodes) {
  const Item of = rule.for_claim ? Item::kClaim : Item::kLine;
  compiled.written = static_cast<uint32_t>(written_nodes.size());
  std::vector<NodeId> parts = {graph.Add(rule.when, of, &written_nodes)};
  if (rule.with_line.has_value()) {
    compiled.with_line = graph.Add(*rule.with_line, of, &written_nodes);
    parts.push_back(compiled.with_line);
  }
  const auto add_without = [&](const std::optional<Condition>& query) {
    if (!query.has_value()) return;
    const size_t place = written_nodes.size();
    parts.push_back(graph.AddNot(graph.Add(*query, of, &written_nodes)));
    written_nodes[place] = parts.back();  // written as one condition: that there is none
  };
  add_without(rule.without_line);
  if (rule.with_history.has_value()) {
    compiled.with_history = graph.Add(*rule.with_history, of, &written_nodes);
    parts.push_back(compiled.with_history);
  }
  add_without(rule.without_history);
  compiled.condition = graph.AddAll(std::move(parts));
  if (rule.unless.has_value()) compiled.unless = graph.Add(*rule.unless, of, &written_nodes);
  compiled.written_count = static_cast<uint32_t>(written_nodes.size()) - compiled.written;
}

// What must be on a claim for one rule or the other to say anything of it.
Trigger Either(Trigger a, const Trigger& b) {
  if (a.kind == TriggerKind::kAlways || a.kind != b.kind) return {};
  a.codes.AddAll(b.codes);
  a.codes.Seal();
  return a;
}

DateInterval Intersection(const DateInterval& a, const DateInterval& b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

void AddTableCodes(const Program& program, std::vector<Code>& codes) {
  const auto add_all = [&codes](const auto* table) {
    if (table == nullptr) return;
    for (size_t id = 1; id <= table->code_count(); ++id)
      codes.push_back(table->code(static_cast<uint16_t>(id)));
  };
  for (const PtpTable* table : program.ptp) add_all(table);
  for (const MueTable* table : program.mue) add_all(table);
  add_all(program.add_on);
  for (const ReferenceId id : kProcedureReferences) {
    const ReferenceTable* table = program.Reference(id);
    if (table == nullptr) continue;
    for (KeyId key = 1; key <= table->key_count(); ++key) {
      const Code code = Code::FromBits(table->key(key).bits());
      if (code.length() == kProcedureCodeLength) codes.push_back(code);  // not those of a component
    }
  }
}

// Algorithms that are about few codes, which their lists name.
struct Concerned {
  BuiltinId builtin;
  int first, last;  // parameters
};
constexpr Concerned kConcerned[] = {
    {BuiltinId::kTimedUnitsHigh, timed_units::kTimedServices, timed_units::kTimedServices},
    {BuiltinId::kInfusionTime, infusion::kChemotherapy, infusion::kHydrationHours},
    {BuiltinId::kVaccine, immunization::kVaccines, immunization::kAdministrations},
};

void ListConcernedCodes(const ResolvedRulesets& rulesets, Program& program) {
  program.concerned_lists.fill(-1);
  for (const Concerned& concerned : kConcerned) {
    const int32_t rule = program.builtin_rules[static_cast<size_t>(concerned.builtin)];
    if (rule < 0) continue;
    CodeSet codes;
    const auto& values = program.parameters[static_cast<size_t>(concerned.builtin)].values;
    for (int i = concerned.first; i <= concerned.last; ++i)
      codes.AddAll(values[static_cast<size_t>(i)].codes);
    for (const ResolvedOverride& override : rulesets.overrides) {
      if (override.rule != rule) continue;
      for (const auto& change : override.parameters) {
        if (change.parameter >= concerned.first && change.parameter <= concerned.last)
          codes.AddAll(change.value.codes);
      }
    }
    codes.Seal();
    Graph& graph = program.graph;
    const Algorithm algorithm = BuiltinOf(concerned.builtin).algorithm;
    program.concerned_lists[static_cast<size_t>(algorithm)] =
        static_cast<int32_t>(graph.procedure_lists.size());
    graph.procedure_lists.push_back(static_cast<uint32_t>(graph.code_sets.size()));
    graph.code_sets.push_back(std::move(codes));
  }
}

void BuildCodeIndex(Program& program) {
  std::vector<Code> codes = program.procedure_rules.SingleCodes();
  AddTableCodes(program, codes);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  program.codes.Reserve(codes.size());
  std::vector<uint64_t> lists;
  for (Code code : codes) {
    CodeEntry& entry = program.codes.Add(code);
    for (size_t i = 0; i < program.ptp.size(); ++i) {
      if (program.ptp[i] != nullptr) entry.ptp[i] = program.ptp[i]->FindCode(code);
    }
    for (size_t i = 0; i < program.mue.size(); ++i) {
      if (program.mue[i] != nullptr) entry.mue[i] = program.mue[i]->FindCode(code);
    }
    if (program.add_on != nullptr) entry.add_on = program.add_on->FindCode(code);
    entry.rules = program.procedure_rules.Find(code);
    CodeReferences references{};
    for (size_t i = 0; i < kProcedureReferences.size(); ++i) {
      const ReferenceTable* table = program.Reference(kProcedureReferences[i]);
      if (table != nullptr) references[i] = table->FindKey(TableKey::Of(code));
    }
    program.codes.SetReferences(entry, references);
    lists.assign(program.graph.procedure_lists.size() / 64 + 1, 0);
    for (size_t i = 0; i < program.graph.procedure_lists.size(); ++i) {
      if (program.graph.code_sets[program.graph.procedure_lists[i]].Contains(code))
        lists[i / 64] |= uint64_t{1} << (i % 64);
    }
    program.codes.SetLists(entry, lists);
  }
  program.codes.DropScaffolding();
}

// R17's list, by rule id.
bool IsStructural(const std::string& id) {
  const auto starts = [&id](std::string_view prefix) {
    return id.compare(0, prefix.size(), prefix) == 0;
  };
  return id == "MOD.SYNTAX" || id == "DX.FORMAT" || id == "DX.PTR" || id == "CHG.TOTAL" ||
         starts("PROV.NPI_") || starts("DATE.") || starts("REQ.");
}

uint64_t NextSerial() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

}  // namespace

Trigger FindTrigger(const ResolvedRule& rule) {
  Trigger best = FindTrigger(rule.when);
  if (rule.with_line.has_value()) {
    Trigger trigger = FindTrigger(*rule.with_line);
    if (Better(trigger, best)) best = std::move(trigger);
  }
  return best;
}

ModifierSet::ModifierSet(const CodeSet& codes) {
  const auto add = [this](Code code) {
    if (const int index = IndexOf(code); index >= 0) bits_.set(static_cast<size_t>(index));
  };
  for (Code code : codes.singles()) add(code);
  if (codes.ranges().empty()) return;
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (char a : kAlphabet) {
    for (char b : kAlphabet) {
      const char text[] = {a, b};
      const Code code = *Code::Parse({text, 2});
      if (codes.Contains(code)) add(code);
    }
  }
}

BuiltinParameters PrepareParameters(std::vector<ParameterValue> values) {
  BuiltinParameters parameters;
  for (const ParameterValue& value : values) parameters.modifiers.emplace_back(value.codes);
  parameters.values = std::move(values);
  return parameters;
}

bool Program::HasTable(TableSlot slot) const {
  if (slot <= TableSlot::kMedicaidPtpHospital)
    return ptp[static_cast<size_t>(PtpIndex(slot))] != nullptr;
  if (slot <= TableSlot::kMedicaidMueDme)
    return mue[static_cast<size_t>(MueIndex(slot))] != nullptr;
  if (slot == TableSlot::kAddOn) return add_on != nullptr;
  return Reference(ReferenceOf(slot)) != nullptr;
}

absl::StatusOr<std::unique_ptr<const Program>> Compile(const ResolvedRulesets& rulesets,
                                                       const TableSet& tables) {
  GraphBuilder graph;
  ActivationIndex::Builder procedure_rules, modifier_rules, diagnosis_rules;
  std::vector<CompiledRule> rules;
  rules.reserve(rulesets.rules.size());
  std::vector<NodeId> written_nodes;
  absl::flat_hash_map<int32_t, std::vector<CompiledRule>> variants;
  std::vector<int32_t> always;
  std::vector<Program::TableRule> table_rules;
  std::array<int32_t, kBuiltinCount> builtin_rules;
  builtin_rules.fill(-1);
  std::array<BuiltinParameters, kBuiltinCount> parameters;

  for (size_t i = 0; i < rulesets.rules.size(); ++i) {
    const ResolvedRule& rule = rulesets.rules[i];
    const auto index = static_cast<int32_t>(i);
    CompiledRule& compiled = rules.emplace_back();
    compiled.effective = Intersection(
        rule.effective, rulesets.rulesets[static_cast<size_t>(rule.ruleset)].effective);
    compiled.structural = IsStructural(rule.id);
    compiled.for_claim = rule.for_claim;
    compiled.causes = CauseRowsOf(rule.id);
    if (rule.builtin.has_value()) {
      const auto builtin = static_cast<size_t>(*rule.builtin);
      if (rule.parameters.size() != BuiltinOf(*rule.builtin).parameters.size()) {
        return absl::InternalError(absl::StrCat("rule ", rule.id, " has ", rule.parameters.size(),
                                                " parameters resolved"));
      }
      builtin_rules[builtin] = index;
      parameters[builtin] = PrepareParameters(rule.parameters);
      continue;
    }
    AddNodes(rule, graph, compiled, written_nodes);
    Trigger trigger = FindTrigger(rule);
    compiled.has_variants = !rule.variants.empty();
    for (const ResolvedRule& resolved : rule.variants) {
      AddNodes(resolved, graph, variants[index].emplace_back(compiled), written_nodes);
      // A claim that only a variant could speak of must lead to the rule too.
      trigger = Either(std::move(trigger), FindTrigger(resolved));
    }
    if (trigger.kind == TriggerKind::kAlways && rule.variants.empty()) {
      if (std::optional<TableTrigger> table = FindTableTrigger(rule.when, tables)) {
        table_rules.push_back({table->table, index});
        trigger = {TriggerKind::kProcedureCode, std::move(table->codes)};
      }
    }
    compiled.trigger = trigger.kind;
    switch (trigger.kind) {
      case TriggerKind::kAlways:
        always.push_back(index);
        break;
      case TriggerKind::kProcedureCode:
        procedure_rules.Add(trigger.codes, index);
        break;
      case TriggerKind::kModifier:
        modifier_rules.Add(trigger.codes, index);
        break;
      case TriggerKind::kDiagnosis:
        diagnosis_rules.Add(trigger.codes, index);
        break;
    }
  }

  auto program = std::make_unique<Program>(rulesets, std::move(always));
  for (const ResolvedOverride& override : rulesets.overrides) {
    const bool for_claim = rulesets.rules[static_cast<size_t>(override.rule)].for_claim;
    program->exempt.push_back(
        override.exempt_when.has_value()
            ? graph.Add(*override.exempt_when, for_claim ? Item::kClaim : Item::kLine)
            : kNoNode);
  }
  std::stable_sort(table_rules.begin(), table_rules.end(),
                   [](const auto& a, const auto& b) { return a.table < b.table; });
  program->table_rules = std::move(table_rules);
  program->graph = graph.Build();
  program->rules = std::move(rules);
  written_nodes.shrink_to_fit();
  program->variants = std::move(variants);
  program->written_nodes = std::move(written_nodes);
  program->builtin_rules = builtin_rules;
  program->parameters = std::move(parameters);
  program->procedure_rules = std::move(procedure_rules).Build();
  program->modifier_rules = std::move(modifier_rules).Build();
  program->diagnosis_rules = std::move(diagnosis_rules).Build();
  for (int i = 0; i < kPtpSlotCount; ++i) {
    program->ptp[static_cast<size_t>(i)] = tables.ptp(TableName(static_cast<TableSlot>(i)));
  }
  for (int i = 0; i < kMueSlotCount; ++i) {
    program->mue[static_cast<size_t>(i)] = tables.mue(
        TableName(static_cast<TableSlot>(i + static_cast<int>(TableSlot::kMuePractitioner))));
  }
  program->add_on = tables.add_on(TableName(TableSlot::kAddOn));
  for (const ReferenceSchema& schema : AllReferenceSchemas()) {
    program->reference[static_cast<size_t>(schema.id)] = tables.reference(schema.name);
  }
  ListConcernedCodes(rulesets, *program);
  BuildCodeIndex(*program);
  program->serial = NextSerial();
  return program;
}

std::string Program::Dump(const ResolvedRulesets& rulesets) const {
  std::string text = "nodes\n" + graph.Dump() + "rules\n";
  constexpr std::string_view kTriggers[] = {"always", "by procedure code", "by modifier",
                                            "by diagnosis"};
  for (size_t i = 0; i < rules.size(); ++i) {
    const CompiledRule& rule = rules[i];
    absl::StrAppendFormat(&text, "%s", rulesets.rules[i].id);
    if (rulesets.rules[i].builtin.has_value()) {
      absl::StrAppendFormat(&text, " built-in %s\n", BuiltinOf(*rulesets.rules[i].builtin).name);
      continue;
    }
    absl::StrAppendFormat(&text, " %s: node %d", kTriggers[static_cast<size_t>(rule.trigger)],
                          rule.condition);
    if (rule.unless != kNoNode) absl::StrAppendFormat(&text, " unless %d", rule.unless);
    absl::StrAppend(&text, "\n");
    const auto found = variants.find(static_cast<int32_t>(i));
    if (found == variants.end()) continue;
    for (size_t k = 0; k < found->second.size(); ++k) {
      const CompiledRule& variant = found->second[k];
      absl::StrAppendFormat(&text, "  variant %d: node %d", k + 1, variant.condition);
      if (variant.unless != kNoNode) absl::StrAppendFormat(&text, " unless %d", variant.unless);
      absl::StrAppend(&text, "\n");
    }
  }
  return text;
}

}  // namespace scrubline
