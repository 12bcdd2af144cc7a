#include "authoring/lint/lint_input.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rules_engine/builtins.h"
#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/names.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The field of that name, whatever item a condition around it is about.
const Field* FindAnyField(std::string_view name) {
  for (int i = kItemCount - 1; i >= 0; --i) {
    if (const Field* field = FindField(name, static_cast<Item>(i))) return field;
  }
  return nullptr;
}

// Claims older than this are not billed any more; codes that ended before are of no use to a rule
// that is still in force.
constexpr int kDaysToBill = 365;

// The days of `dates` on which a code still matters.
DateInterval BilledOn(DateInterval dates, Date today) {
  const Date oldest = today - kDaysToBill;
  if (dates.last >= oldest) dates.first = std::max(dates.first, oldest);
  return dates;
}

// Finds the codes and names that rules, overrides and conditions mention.
class MentionReader {
 public:
  MentionReader(LintInput& input, const Names& names, Diagnostics& ignored)
      : input_(input), names_(names), ignored_(ignored) {
    for (size_t i = 0; i < input.lists.size(); ++i) list_at_[input.lists[i].name] = i;
    for (size_t i = 0; i < input.conditions.size(); ++i) {
      condition_at_[input.conditions[i].name] = i;
    }
  }

  // Who mentions what is read next.
  void Begin(std::string subject, int ruleset, const DateInterval& dates) {
    subject_ = std::move(subject);
    ruleset_ = ruleset;
    parameters_ = nullptr;
    read_.clear();
    dates_ = BilledOn(dates, input_.today);
  }

  void ReadRule(const Node& rule) {
    if (rule.Find("use") == nullptr) parameters_ = rule.Find("parameters");
    for (const Node::Entry& entry : rule.entries) {
      const std::string& key = entry.key->text;
      if (key == "fix") {
        for (const Node* fix : OneOrMore(*entry.value)) ReadFix(*fix);
      } else if (key == "denial") {
        ReadCodes(entry.value->Find("carc"), CodeSystem::kAdjustmentReason);
        ReadCodes(entry.value->Find("rarc"), CodeSystem::kRemark);
      } else if (key == "parameters") {
        // Those of a YAML rule are read where they are used: then it is known as what.
        if (parameters_ == nullptr) ReadParameters(*entry.value);
      } else if (!IsOneOf(key, {"message", "severity", "source", "effective", "examples"})) {
        ReadCondition(*entry.value);
      }
    }
  }

  void ReadOverride(const Node& node) {
    if (const Node* select = node.Find("select")) {
      ReadCodes(select->Find("codes"), CodeSystem::kProcedure);
      ReadCodes(select->Find("pair"), CodeSystem::kProcedure);
    }
    if (const Node* scope = node.Find("scope")) {
      ReadCodes(scope->Find("places_of_service"), CodeSystem::kPlaceOfService);
    }
    if (const Node* parameters = node.Find("parameters")) ReadParameters(*parameters);
    if (const Node* exempt = node.Find("exempt_when")) ReadCondition(*exempt);
  }

  void ReadCondition(const Node& node) {
    if (node.kind == Node::Kind::kSequence) {
      for (const NodePtr& item : node.items) ReadCondition(*item);
    }
    for (const Node::Entry& entry : node.entries) {
      const std::string& key = entry.key->text;
      if (key == "condition") {
        if (const Names::Entry* found = names_.FindCondition(*entry.value, ruleset_, ignored_)) {
          input_.conditions[condition_at_.at(found->name)].used = true;
        }
        continue;
      }
      const Field* field = FindAnyField(key);
      if (field == nullptr) {
        ReadCondition(*entry.value);
      } else if (entry.value->kind != Node::Kind::kMap) {
        ReadField(*entry.value, *field);
      } else {
        for (const Node::Entry& test : entry.value->entries) {
          if (IsOneOf(test.key->text, {"any_of", "all_of", "none_of"})) {
            ReadField(*test.value, *field);
          }
        }
      }
    }
  }

 private:
  void ReadField(const Node& value, const Field& field) {
    const bool codes = field.type == FieldType::kCode || field.type == FieldType::kDiagnosis ||
                       field.type == FieldType::kCodeSet || field.type == FieldType::kDiagnosisSet;
    if (!codes && field.type != FieldType::kText) return;
    if (value.kind == Node::Kind::kScalar && IsOneOf(value.text, {"present", "missing"})) return;
    ReadCodes(&value, SystemOf(field));
  }

  void ReadCodes(const Node* value, CodeSystem system) {
    if (value == nullptr) return;
    LintInput::Codes codes = {system, subject_, dates_, {}, {}};
    for (const Node* item : OneOrMore(*value)) {
      if (item->kind != Node::Kind::kScalar) continue;
      if (item->text.starts_with('$')) {
        ReadParameter(item->text.substr(1), system);
      } else if (!IsName(item->text)) {
        codes.items.push_back(item);
      } else if (const auto* list = names_.FindList(*item, ruleset_, /*quietly=*/true, ignored_)) {
        const size_t index = list_at_.at(list->name);
        input_.lists[index].uses.push_back({system, dates_});
        codes.named.emplace_back(item, index);
      }
    }
    if (codes.items.size() + codes.named.size() > 0) input_.codes.push_back(std::move(codes));
  }

  // The value of one of the rule's parameters, used as a code of `system`.
  void ReadParameter(const std::string& name, CodeSystem system) {
    const Node* value = parameters_ == nullptr ? nullptr : parameters_->Find(name);
    if (value == nullptr || !read_.emplace(name, system).second) return;
    ReadCodes(value->kind == Node::Kind::kMap ? value->Find("value") : value, system);
  }

  void ReadFix(const Node& fix) {
    for (const char* key : {"add_modifier", "remove_modifier"}) {
      ReadCodes(fix.Find(key), CodeSystem::kModifier);
    }
    for (const char* key : {"add_line", "replace_code"}) {
      ReadCodes(fix.Find(key), CodeSystem::kProcedure);
    }
  }

  void ReadParameters(const Node& parameters) {
    for (const Node::Entry& entry : parameters.entries) {
      bool codes = false;
      for (const Builtin& builtin : AllBuiltins()) {
        for (const Parameter& parameter : builtin.parameters) {
          codes = codes ||
                  (parameter.name == entry.key->text && parameter.type == ParameterType::kCodes);
        }
      }
      const CodeSystem system = !codes                                    ? CodeSystem::kNone
                                : entry.key->text.ends_with("_modifiers") ? CodeSystem::kModifier
                                                                          : CodeSystem::kProcedure;
      if (entry.value->kind != Node::Kind::kMap) ReadCodes(entry.value.get(), system);
      for (const Node::Entry& change : entry.value->entries) {
        ReadCodes(change.value.get(), system);
      }
    }
  }

  LintInput& input_;
  const Names& names_;
  Diagnostics& ignored_;
  std::map<const Node*, size_t> list_at_, condition_at_;
  std::string subject_;
  int ruleset_ = 0;
  const Node* parameters_ = nullptr;                   // of the YAML rule being read
  std::set<std::pair<std::string, CodeSystem>> read_;  // those of them read, and as what
  DateInterval dates_;
};

template <typename T>
bool CoversList(const std::vector<T>& outer, const std::vector<T>& inner) {
  return outer.empty() ||
         (!inner.empty() && std::includes(outer.begin(), outer.end(), inner.begin(), inner.end()));
}

bool HasParameter(const Node& node) {
  return node.text.starts_with('$') ||
         std::any_of(node.items.begin(), node.items.end(),
                     [](const NodePtr& item) { return HasParameter(*item); }) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const Node::Entry& entry) { return HasParameter(*entry.value); });
}

// The entries under `node` that have a parameter in them, as written, by the places of their keys.
using Texts = std::map<Position, std::string>;
void FindParameters(const Node& node, Texts& texts) {
  constexpr size_t kWhole = 100'000;
  for (const NodePtr& item : node.items) FindParameters(*item, texts);
  for (const Node::Entry& entry : node.entries) {
    FindParameters(*entry.value, texts);
    if (!HasParameter(*entry.value)) continue;
    texts[entry.key->position()] = entry.key->text + ": " + FlowText(*entry.value, kWhole);
  }
}

// A condition that may be true, false or unknown, and is the same as another of its text and part.
Condition SomeCondition(const Position& position, const std::string& text, int part) {
  Condition some;
  some.kind = Kind::kTable;
  some.field = FieldId::kProcedureCode;
  some.field_of = Item::kLine;
  some.table = absl::StrCat(text, " ", part);
  some.written.ptr = std::make_shared<const Written>(Written{position, text, ""});
  return some;
}

// Takes the values of parameters out of a condition. One entry may have become several conditions,
// which say different things: `parts` counts them.
void ForgetValues(const Texts& texts, std::map<Position, int>& parts, Condition& condition) {
  const auto text = condition.written ? texts.find(condition.written->position) : texts.end();
  const bool own_values =
      IsQuery(condition.kind) && (condition.kind != Kind::kExists || !condition.relations.empty());
  if (text != texts.end() && (condition.children.empty() || own_values)) {
    condition = SomeCondition(text->first, text->second, parts[text->first]++);
  } else {
    for (Condition& child : condition.children) ForgetValues(texts, parts, child);
  }
}

std::unique_ptr<const ResolvedRule> WithoutValues(const ResolvedRule& rule, const Node& node) {
  Texts texts;
  FindParameters(node, texts);
  std::map<Position, int> parts;
  auto general = std::make_unique<ResolvedRule>(rule);
  ForgetValues(texts, parts, general->when);
  for (auto* part : {&general->with_line, &general->without_line, &general->with_history,
                     &general->without_history, &general->unless}) {
    if (part->has_value()) ForgetValues(texts, parts, **part);
  }
  return general;
}

Condition WholeCondition(const ResolvedRule& rule) {
  std::vector<Condition> parts;
  for (const Condition* part : Conjuncts(rule.when)) parts.push_back(*part);
  const auto add_without = [&parts](const std::optional<Condition>& query) {
    if (!query) return;
    Condition none;
    none.kind = Kind::kNot;
    none.children.push_back(*query);
    none.written = query->written;
    parts.push_back(std::move(none));
  };
  if (rule.with_line) parts.push_back(*rule.with_line);
  add_without(rule.without_line);
  if (rule.with_history) parts.push_back(*rule.with_history);
  add_without(rule.without_history);
  return AllOf(std::move(parts));
}

Item SubjectOf(const ResolvedRule& rule) { return rule.for_claim ? Item::kClaim : Item::kLine; }

Condition TextIn(std::string_view field, std::vector<std::string> texts, Item of) {
  const Field& known = *FindField(field, of);
  Condition condition;
  condition.kind = Kind::kTextIn;
  condition.field = known.id;
  condition.field_of = known.of;
  std::sort(texts.begin(), texts.end());
  condition.texts.exact = std::move(texts);
  return condition;
}

template <typename Word>
Condition ChoiceIn(FieldId field, const std::vector<Word>& words) {
  Condition condition;
  condition.kind = Kind::kChoiceIn;
  condition.field = field;
  for (const Word word : words) condition.choices |= 1u << static_cast<int>(word);
  return condition;
}

// Every claim the rule is tried on meets this.
Condition ScopeCondition(const ResolvedRule& rule, const Scope& scope) {
  std::vector<Condition> parts;
  const auto texts = [&](std::string_view field, const std::vector<std::string>& values) {
    if (!values.empty()) parts.push_back(TextIn(field, values, SubjectOf(rule)));
  };
  if (!scope.lines_of_business.empty()) {
    parts.push_back(ChoiceIn(FieldId::kPayerLineOfBusiness, scope.lines_of_business));
  }
  if (!scope.claim_types.empty()) parts.push_back(ChoiceIn(FieldId::kType, scope.claim_types));
  texts("payer.id", scope.payers);
  texts("payer.plan_id", scope.plans);
  texts("tenant_id", scope.tenants);
  if (!scope.states.empty()) {
    const Field& state = *FindField("billing.state", SubjectOf(rule));
    CodeSet states;
    for (const Code code : scope.states) states.Add(code);
    states.Seal();
    parts.push_back(FieldIn(state.id, state.of, std::move(states)));
  }
  // A line that spans days may begin before the period, but never after it.
  if (!rule.for_claim && rule.date_basis == DateBasis::kServiceDate &&
      rule.effective.last != Date::Max()) {
    Condition date;
    date.kind = Kind::kDate;
    date.field = FieldId::kServiceDate;
    date.field_of = Item::kLine;
    date.number = {NumberTest::Op::kAtMost, rule.effective.last.days(), 0};
    parts.push_back(std::move(date));
  }
  return AllOf(std::move(parts));
}

void AddSources(LintInput& input) {
  for (const ParsedRuleset& ruleset : input.parsed) {
    for (const ParsedRuleset::File& file : ruleset.files) {
      input.sources[file.source->path()] = file.source.get();
    }
  }
}

void AddNamed(LintInput& input) {
  for (size_t i = 0; i < input.parsed.size(); ++i) {
    const int ruleset = static_cast<int>(i);
    for (const ParsedRuleset::Named& list : input.parsed[i].lists) {
      input.lists.push_back({list.name.get(), list.value->Find("codes"), ruleset, {}});
    }
    for (const ParsedRuleset::Named& condition : input.parsed[i].conditions) {
      input.conditions.push_back({condition.name.get(), ruleset, false});
    }
  }
}

void AddRules(LintInput& input) {
  std::map<Position, const Node*> nodes;
  for (const ParsedRuleset& ruleset : input.parsed) {
    for (const NodePtr& rule : ruleset.rules) {
      if (const Node* id = rule->Find("id")) nodes[id->position()] = rule.get();
    }
  }
  for (const ResolvedRule& rule : input.rulesets.rules) {
    LintInput::Rule facts = {&rule, nodes.at(rule.position), {}, {}};
    if (!rule.declared_parameters.empty()) {
      input.without_values.push_back(WithoutValues(rule, *facts.node));
      facts.rule = input.without_values.back().get();
    }
    if (facts.is_yaml()) {
      facts.condition = WholeCondition(*facts.rule);
      facts.scope = ScopeCondition(rule, input.RulesetOf(rule.ruleset).scope);
    }
    input.rules.push_back(std::move(facts));
  }
}

void AddOverrides(LintInput& input) {
  std::map<Position, std::vector<const ResolvedOverride*>> resolved;
  for (const ResolvedOverride& override : input.rulesets.overrides) {
    resolved[override.position].push_back(&override);
  }
  for (const ParsedRuleset& ruleset : input.parsed) {
    for (const NodePtr& node : ruleset.overrides) {
      const auto found = resolved.find(node->position());
      if (found != resolved.end()) input.overrides.push_back({node.get(), found->second});
    }
  }
}

void ReadMentions(const Names& names, LintInput& input) {
  Diagnostics ignored;  // the resolver has reported them
  MentionReader reader(input, names, ignored);
  for (const LintInput::Rule& rule : input.rules) {
    reader.Begin(rule.rule->id, rule.rule->ruleset, rule.rule->effective);
    reader.ReadRule(*rule.node);
  }
  for (const LintInput::Override& override : input.overrides) {
    const ResolvedOverride& first = override.first();
    reader.Begin(first.id, first.ruleset, first.effective);
    reader.ReadOverride(*override.node);
  }
  for (size_t i = 0; i < input.parsed.size(); ++i) {
    for (const ParsedRuleset::Named& condition : input.parsed[i].conditions) {
      reader.Begin(condition.name->text, static_cast<int>(i), input.rulesets.rulesets[i].effective);
      reader.ReadCondition(*condition.value);
    }
  }
  // The lists' own codes, once for each system they are used as, on the widest dates.
  for (const LintInput::List& list : input.lists) {
    if (list.codes == nullptr) continue;
    std::map<CodeSystem, DateInterval> systems;
    for (const LintInput::Use& use : list.uses) {
      const auto [at, is_new] = systems.try_emplace(use.system, use.dates);
      if (is_new) continue;
      at->second = {std::min(at->second.first, use.dates.first),
                    std::max(at->second.last, use.dates.last)};
    }
    if (systems.empty()) systems[CodeSystem::kNone] = {};
    for (const auto& [system, dates] : systems) {
      LintInput::Codes codes = {system, list.name->text, dates, {}, {}};
      for (const Node* item : OneOrMore(*list.codes)) {
        if (item->kind == Node::Kind::kScalar) codes.items.push_back(item);
      }
      input.codes.push_back(std::move(codes));
    }
  }
}

}  // namespace

LintInput MakeLintInput(std::span<const ParsedRuleset> parsed, const ResolvedRulesets& rulesets,
                        const KnownCodes& known_codes, const TableSet& tables, Date today) {
  LintInput input = {parsed, rulesets, known_codes, tables, today, {}, {}, {}, {}, {}, {}, {}};
  AddSources(input);
  AddNamed(input);
  AddRules(input);
  AddOverrides(input);
  Diagnostics ignored;
  ReadMentions(Names(parsed, rulesets.rulesets, ignored), input);
  return input;
}

void LintFindings::AddAs(Diagnostic::Level level, const Position& at, std::string subject,
                         std::string message, std::string hint) {
  Diagnostics one;
  const auto source = input_.sources.find(at.file);
  if (source != input_.sources.end()) {
    Report(one, *source->second, at.line, at.column, std::move(message), std::move(hint), level);
  } else {
    one.push_back({level, at, std::move(message), std::move(hint), ""});
  }
  findings_.push_back({lint_, std::move(subject), std::move(one.front())});
}

const Node& KeyOf(const Node& map, std::string_view name) {
  for (const Node::Entry& entry : map.entries) {
    if (entry.key->text == name) return *entry.key;
  }
  return map;
}

Position PlaceOf(const Condition& condition, const Position& otherwise) {
  return condition.written ? condition.written->position : otherwise;
}

std::string WordsOf(const Condition& condition) {
  return Quoted(condition.written ? condition.written->text : Dump(condition));
}

std::string ShortPlace(const Position& position) {
  return position.file + ":" + std::to_string(position.line);
}

bool Covers(const Scope& outer, const Scope& inner) {
  return CoversList(outer.lines_of_business, inner.lines_of_business) &&
         CoversList(outer.payers, inner.payers) && CoversList(outer.plans, inner.plans) &&
         CoversList(outer.tenants, inner.tenants) &&
         CoversList(outer.claim_types, inner.claim_types) &&
         CoversList(outer.states, inner.states) && CoversList(outer.npis, inner.npis) &&
         CoversList(outer.tax_ids, inner.tax_ids) &&
         CoversList(outer.places_of_service, inner.places_of_service);
}

Condition AllOf(std::vector<Condition> children) {
  if (children.size() == 1) return std::move(children.front());
  Condition all;
  all.children = std::move(children);
  return all;
}

Condition FieldIn(FieldId field, Item of, CodeSet codes) {
  const FieldType type = FieldOf(field, of).type;
  Condition condition;
  condition.kind = type == FieldType::kCodeSet || type == FieldType::kDiagnosisSet ? Kind::kAnyOf
                                                                                   : Kind::kCodeIn;
  condition.field = field;
  condition.field_of = of;
  condition.codes = std::move(codes);
  return condition;
}

Condition CodeIs(FieldId field, Item of, Code code) {
  CodeSet codes;
  codes.Add(code);
  codes.Seal();
  return FieldIn(field, of, std::move(codes));
}

std::vector<const Condition*> Conjuncts(const Condition& condition) {
  if (condition.kind != Kind::kAll) return {&condition};
  std::vector<const Condition*> conjuncts;
  for (const Condition& child : condition.children) {
    for (const Condition* part : Conjuncts(child)) conjuncts.push_back(part);
  }
  return conjuncts;
}

}  // namespace scrubline
