#include "rules_engine/resolve/rule_resolver.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "rules_engine/parse/claim_yaml.h"
#include "rules_engine/resolve/message_reader.h"

namespace scrubline {
namespace {

using Words = std::vector<std::string_view>;

// `COMM.EM.25`: words of capital letters, digits and `_`, with dots between them.
bool IsRuleId(std::string_view id) {
  if (id.empty() || id.size() > 64 || id.front() < 'A' || id.front() > 'Z') return false;
  char before = '.';
  for (const char c : id) {
    const bool word = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word && (c != '.' || before == '.')) return false;
    before = c;
  }
  return before != '.';
}

// List parameters hold modifiers or procedure codes; the name tells which.
CodeShape ShapeOf(ListedCodes codes) {
  switch (codes) {
    case ListedCodes::kProcedures:
      return kProcedureShape;
    case ListedCodes::kModifiers:
      return kModifierShape;
    case ListedCodes::kDiagnoses:
      return {"a diagnosis code", 0, true};
    case ListedCodes::kOthers:
      break;
  }
  return {};
}

// What most claims this ruleset is about have in common.
ClaimDefaults DefaultsFor(const ResolvedRule& rule, const Ruleset& ruleset) {
  const Date first_of_2026 = *Date::FromCivil(2026, 1, 1);
  ClaimDefaults defaults;
  defaults.service_date = std::max(rule.effective.first, first_of_2026);
  if (rule.effective.last < defaults.service_date) defaults.service_date = rule.effective.last;
  const Scope& scope = ruleset.scope;
  if (!scope.claim_types.empty()) defaults.type = scope.claim_types.front();
  if (!scope.lines_of_business.empty()) {
    defaults.line_of_business = scope.lines_of_business.front();
  }
  if (!scope.payers.empty()) defaults.payer_id = scope.payers.front();
  if (!scope.plans.empty()) defaults.plan_id = scope.plans.front();
  if (!scope.tenants.empty()) defaults.tenant_id = scope.tenants.front();
  if (!scope.states.empty()) defaults.state = scope.states.front();
  return defaults;
}

}  // namespace

ResolvedRule RuleResolver::Resolve(const Node& node, int ruleset, const Header& header) {
  if (node.Find("use") != nullptr) return ResolveWrittenOut(node, ruleset, header, {});
  ParameterNodes parameters;
  if (const Node* declared = node.Find("parameters")) {
    parameters = parameters_.ReadDeclarations(*declared, ruleset);
  }
  const size_t first_diagnostic = diagnostics_.size();
  uses_ = {};
  written_out_.push_back(WriteOut(node, parameters, uses_));
  ResolvedRule rule = ResolveWrittenOut(*written_out_.back(), ruleset, header, parameters);
  CheckUses(parameters, node, first_diagnostic);
  return rule;
}

ResolvedRule RuleResolver::ResolveVariant(const Node& node, int ruleset, const Header& header,
                                          const ParameterNodes& values) {
  uses_ = {};
  auto without_examples = std::make_shared<Node>(*WriteOut(node, values, uses_));
  std::erase_if(without_examples->entries,
                [](const Node::Entry& entry) { return entry.key->text == "examples"; });
  written_out_.push_back(std::move(without_examples));
  return ResolveWrittenOut(*written_out_.back(), ruleset, header, values);
}

// A name that is no parameter is an error, and so is a parameter nobody asks for.
void RuleResolver::CheckUses(const ParameterNodes& parameters, const Node& rule,
                             size_t first_diagnostic) {
  const Node* declared = rule.Find("parameters");
  Words names;
  for (const ParameterNode& parameter : parameters) names.push_back(parameter.name);
  if (uses_.put_in > kMaxItemsPutIn) {
    diagnostics_.resize(first_diagnostic);  // of a rule that was not written out to its end
    Report(diagnostics_, rule,
           "more than " + std::to_string(kMaxItemsPutIn) +
               " values in one rule, its list parameters written out",
           "name each list once, or use ranges and prefixes");
    return;
  }
  for (const Node* unknown : uses_.unknown) {
    // What its place made of the name as it stands is beside the point.
    DropAt(unknown->position(), first_diagnostic, diagnostics_);
  }
  for (const Node* unknown : uses_.unknown) {
    // What is wrong with its declaration has been said.
    if (declared != nullptr && declared->Find(unknown->text.substr(1)) != nullptr) continue;
    std::string hint = DidYouMean(std::string_view(unknown->text).substr(1), names);
    if (hint.empty()) {
      hint = declared == nullptr ? "declare it under `parameters:` of the rule"
                                 : "the rule's `parameters:` do not declare it";
    }
    Report(diagnostics_, *unknown, "unknown parameter " + Quoted(unknown->text), std::move(hint));
  }
  if (!uses_.unknown.empty()) return;  // one of them may be the parameter that seems unused
  for (const ParameterNode& parameter : parameters) {
    if (std::find(uses_.used.begin(), uses_.used.end(), parameter.name) != uses_.used.end()) {
      continue;
    }
    Report(diagnostics_, *parameter.key,
           "the parameter " + Quoted(parameter.name) + " is used nowhere",
           "write `$" + parameter.name + "` in a condition or fix of the rule, or delete it");
  }
}

ResolvedRule RuleResolver::ResolveWrittenOut(const Node& node, int ruleset, const Header& header,
                                             const ParameterNodes& parameters) {
  ResolvedRule rule;
  rule.ruleset = ruleset;
  rule.position = node.position();
  rule.required = header.required;
  rule.effective = header.ruleset.effective;
  rule.severity.fill(Severity::kWarn);
  MapReader map(node, "a rule", diagnostics_);
  const Node* use = map.Find("use");
  ReadWhat(map, rule);
  if (const Node* effective = map.Find("effective")) {
    rule.effective = Intersection(rule.effective, ReadInterval(*effective, diagnostics_));
    if (rule.effective.last < rule.effective.first) {
      Report(diagnostics_, *effective, "the rule is never in force",
             "its period lies outside its ruleset's");
    }
  }
  if (use != nullptr) {
    ReadBuiltin(map, *use, rule);
  } else {
    ReadYamlRule(map, rule);
  }
  for (const ParameterNode& parameter : parameters) {
    rule.declared_parameters.push_back({parameter.name, parameter.title, parameter.is_list});
    rule.parameters.push_back(parameter.Resolved());
  }
  if (const Node* message = map.Require("message")) ReadMessages(*message, parameters, rule);
  if (const Node* fix = map.Find("fix")) ReadFixes(*fix, rule);
  if (const Node* examples = map.Find("examples")) ReadExamples(*examples, header, rule);
  map.Finish();
  return rule;
}

void RuleResolver::ReadWhat(MapReader& map, ResolvedRule& rule) {
  const Node* id = map.Require("id");
  if (id != nullptr && TextOf(*id, "a rule's id", diagnostics_)) {
    rule.id = id->text;
    rule.position = id->position();
    if (!IsRuleId(rule.id)) {
      Report(diagnostics_, *id, Quoted(rule.id) + " is no id for a rule",
             "words of capital letters and digits with dots between them: `ACME.EM.25`");
    }
    const size_t dot = rule.id.rfind('.');
    rule.family = dot == std::string::npos ? rule.id : rule.id.substr(0, dot);
  }
  if (const Node* title = map.Require("title")) {
    rule.title = TextOf(*title, "a title", diagnostics_).value_or("");
  }
  if (const Node* severity = map.Require("severity")) ReadSeverity(*severity, rule);
  if (const Node* required = map.Find("required")) {
    rule.required = FlagOf(*required, diagnostics_).value_or(rule.required);
  }
  if (const Node* locked = map.Find("locked")) {
    rule.locked = FlagOf(*locked, diagnostics_).value_or(false);
  }
  if (const Node* basis = map.Find("date_basis")) {
    rule.date_basis = ReadDateBasis(*basis, diagnostics_).value_or(rule.date_basis);
  }
  if (const Node* denial = map.Find("denial")) ReadDenial(*denial, rule);
  if (const Node* source = map.Find("source")) ReadSource(*source, rule);
  if (const Node* owner = map.Find("owner")) {
    rule.owner = TextOf(*owner, "an owner", diagnostics_).value_or("");
  }
}

void RuleResolver::ReadYamlRule(MapReader& map, ResolvedRule& rule) {
  map.Find("parameters");  // they stand in the conditions by now
  if (const Node* subject = map.Find("for")) {
    const auto word = WordOf(*subject, "what a rule is about", {"line", "claim"}, diagnostics_);
    rule.for_claim = word && *word == 1;
  }
  const ConditionResolver::Context context = {rule.ruleset,
                                              rule.for_claim ? Item::kClaim : Item::kLine, false};
  const Node* when = map.Find("when");
  bool asks = when != nullptr;
  if (when != nullptr) rule.when = conditions_.Resolve(*when, context);
  const auto read = [&](std::string_view key, std::optional<Condition>& into) {
    const Node* node = map.Find(key);
    if (node == nullptr) return;
    asks = true;
    into = conditions_.ResolveExists(key, *node, context);
  };
  read("with_line", rule.with_line);
  read("without_line", rule.without_line);
  read("with_history", rule.with_history);
  read("without_history", rule.without_history);
  // Records of the claim have no slots in the message: they may as well stand inside `when`.
  std::vector<Condition> records;
  for (const std::string_view key : QueryWords()) {
    if (key.ends_with("_line") || key.ends_with("_history")) continue;
    std::optional<Condition> query;
    if (key.starts_with("with")) read(key, query);
    if (!query) continue;
    const WrittenRef written = query->written;
    records.push_back(key.starts_with("without_") ? NotOf(*std::move(query)) : *std::move(query));
    records.back().written = written;
  }
  if (!records.empty()) {
    const WrittenRef written = when != nullptr ? rule.when.written : records.front().written;
    if (when != nullptr) records.insert(records.begin(), std::move(rule.when));
    rule.when = AllOf(std::move(records));
    rule.when.written = written;
  }
  if (const Node* unless = map.Find("unless")) rule.unless = conditions_.Resolve(*unless, context);
  if (!asks && map.node().kind == Node::Kind::kMap) {
    Report(diagnostics_, map.node(), "the rule has no condition",
           "say when it fires: `when:`, `with_line:` or `without_line:`");
  }
}

void RuleResolver::ReadBuiltin(MapReader& map, const Node& use, ResolvedRule& rule) {
  Words keys = {"for", "when", "unless"};
  keys.insert(keys.end(), QueryWords().begin(), QueryWords().end());
  for (const std::string_view key : keys) {
    if (const Node* node = map.Find(key)) {
      Report(diagnostics_, *node, Quoted(key) + " in a built-in rule",
             "its algorithm decides; except claims from it with an override's `exempt_when`");
    }
  }
  const Node* parameters = map.Find("parameters");
  if (!TextOf(use, "the name of a built-in rule", diagnostics_)) return;
  const Builtin* builtin = FindBuiltin(use.text);
  if (builtin == nullptr) {
    Words names;
    for (const Builtin& known : AllBuiltins()) names.push_back(known.name);
    Report(diagnostics_, use, "unknown built-in rule " + Quoted(use.text),
           DidYouMean(use.text, names));
    return;
  }
  if (!rule.id.empty() && rule.id != builtin->name) {
    Report(diagnostics_, use,
           "the built-in rule " + Quoted(use.text) + " under the id " + Quoted(rule.id),
           "a built-in rule keeps its own id: `id: " + std::string(builtin->name) + "`");
  }
  rule.builtin = builtin->id;
  rule.for_claim = builtin->for_claim;
  ReadBuiltinParameters(parameters, use, rule);
}

std::optional<ParameterValue> ReadParameterValue(const Parameter& parameter, const Node& node,
                                                 int ruleset, CodeReader& codes,
                                                 Diagnostics& diagnostics) {
  ParameterValue value;
  switch (parameter.type) {
    case ParameterType::kChoice: {
      const auto word =
          WordOf(node, "a value of " + Quoted(parameter.name), parameter.choices, diagnostics);
      if (!word) return std::nullopt;
      value.choice = *word;
      return value;
    }
    case ParameterType::kFlag: {
      const auto flag = FlagOf(node, diagnostics);
      if (!flag) return std::nullopt;
      value.choice = *flag ? 1 : 0;
      return value;
    }
    case ParameterType::kCodes:
      if (node.kind == Node::Kind::kMap || node.kind == Node::Kind::kNull) {
        Report(diagnostics, node,
               "expected codes or the name of a code list, found " + std::string(KindName(node)),
               "`[]` stands for none");
        return std::nullopt;
      }
      value.codes = codes.ReadSet(node, ShapeOf(parameter.codes_of), ruleset);
      return value;
    case ParameterType::kNumber: {
      const auto number = IntegerOf(node, parameter.least, parameter.most, diagnostics);
      if (!number) return std::nullopt;
      value.number = *number;
      return value;
    }
  }
  return std::nullopt;
}

void RuleResolver::ReadBuiltinParameters(const Node* node, const Node& use, ResolvedRule& rule) {
  const Builtin& builtin = BuiltinOf(*rule.builtin);
  rule.parameters.resize(builtin.parameters.size());
  std::optional<MapReader> map;
  if (node != nullptr) map.emplace(*node, "the parameters", diagnostics_);
  for (size_t i = 0; i < builtin.parameters.size(); ++i) {
    const Parameter& parameter = builtin.parameters[i];
    ParameterValue& value = rule.parameters[i];
    const Node* given = map ? map->Find(parameter.name) : nullptr;
    if (given != nullptr) {
      value = ReadParameterValue(parameter, *given, rule.ruleset, codes_, diagnostics_)
                  .value_or(ParameterValue());
    } else if (parameter.type == ParameterType::kCodes) {
      Report(diagnostics_, node != nullptr ? *node : use,
             Quoted(use.text) + " needs the parameter " + Quoted(parameter.name),
             std::string(parameter.doc) + "; `[]` stands for none");
    } else if (parameter.type == ParameterType::kFlag) {
      value.choice = parameter.default_value == "true" ? 1 : 0;
    } else if (parameter.type == ParameterType::kNumber) {
      const std::string_view text = parameter.default_value;  // builtins_test.cc reads them all
      std::from_chars(text.data(), text.data() + text.size(), value.number);
    } else {
      const auto found =
          std::find(parameter.choices.begin(), parameter.choices.end(), parameter.default_value);
      value.choice = static_cast<int>(found - parameter.choices.begin());
    }
  }
  if (map && builtin.parameters.empty()) {
    Report(diagnostics_, *node, Quoted(use.text) + " has no parameters",
           "they are given to the main rule of its algorithm");
  } else if (map) {
    map->Finish();
  }
}

void RuleResolver::ReadSeverity(const Node& node, ResolvedRule& rule) {
  if (node.kind != Node::Kind::kMap) {
    if (const auto word = WordOf(node, "a severity", SeverityWords(), diagnostics_)) {
      rule.severity.fill(static_cast<Severity>(*word));
    }
    return;
  }
  MapReader map(node, "severities by line of business", diagnostics_);
  const auto read = [this](const Node* severity, Severity& into) {
    if (severity == nullptr) return;
    if (const auto word = WordOf(*severity, "a severity", SeverityWords(), diagnostics_)) {
      into = static_cast<Severity>(*word);
    }
  };
  Severity by_default = Severity::kWarn;
  read(map.Require("default"), by_default);
  rule.severity.fill(by_default);
  for (size_t i = 0; i < LineOfBusinessWords().size(); ++i) {
    read(map.Find(LineOfBusinessWords()[i]), rule.severity[i + 1]);
  }
  map.Finish();
}

void RuleResolver::ReadMessages(const Node& node, const ParameterNodes& parameters,
                                ResolvedRule& rule) {
  const Builtin* builtin = rule.builtin ? &BuiltinOf(*rule.builtin) : nullptr;
  const MessageContext context = {rule.for_claim ? Item::kClaim : Item::kLine,
                                  rule.with_line.has_value(),
                                  rule.with_history ? &*rule.with_history : nullptr,
                                  builtin,
                                  &parameters,
                                  &uses_};
  const size_t variants = builtin == nullptr ? 0 : builtin->variants.size();
  if (node.kind != Node::Kind::kMap) {
    rule.messages.assign(std::max<size_t>(1, variants), ReadMessage(node, context, diagnostics_));
    return;
  }
  if (variants == 0) {
    Report(diagnostics_, node, "expected one message, found a map",
           "put a message that begins with a brace in quotes");
    return;
  }
  MapReader map(node, "messages by variant", diagnostics_);
  for (const std::string_view variant : builtin->variants) {
    const Node* message = map.Require(variant);
    rule.messages.push_back(message ? ReadMessage(*message, context, diagnostics_)
                                    : MessageTemplate());
  }
  map.Finish();
}

void RuleResolver::ReadFixes(const Node& node, ResolvedRule& rule) {
  for (const Node* item : OneOrMore(node)) ReadFix(*item, rule);
}

void RuleResolver::ReadFix(const Node& node, ResolvedRule& rule) {
  static const Words kinds = {"add_modifier", "remove_modifier", "remove_line", "add_line",
                              "replace_code", "set_units",       "set_field",   "review"};
  MapReader map(node, "a fix", diagnostics_);
  Fix fix;
  const Node* value = nullptr;
  for (size_t i = 0; i < kinds.size(); ++i) {
    const Node* given = map.Find(kinds[i]);
    if (given == nullptr) continue;
    if (value != nullptr) {
      Report(diagnostics_, *given, "two kinds of fix in one",
             "begin each fix with `- ` of its own");
      continue;
    }
    value = given;
    fix.kind = static_cast<FixKind>(i);
  }
  if (const Node* text = map.Find("text")) {
    fix.text = TextOf(*text, "a sentence", diagnostics_).value_or("");
  }
  if (const Node* documented = map.Find("if_documented")) {
    fix.if_documented = TextOf(*documented, "what the record must show", diagnostics_).value_or("");
  }
  if (const Node* on = map.Find("on")) {
    const auto word = WordOf(*on, "the line a fix is for", {"line", "with_line"}, diagnostics_);
    fix.on_partner = word && *word == 1;
    if (fix.on_partner && !rule.with_line) {
      Report(diagnostics_, *on, "a fix on the other line in a rule without `with_line`", "");
    }
  }
  map.Finish();
  if (value == nullptr) {
    if (node.kind == Node::Kind::kMap) {
      Report(diagnostics_, node, "the fix says nothing to do",
             "it needs one of add_modifier, remove_modifier, remove_line, add_line, replace_code, "
             "set_units, set_field or review");
    }
    return;
  }
  switch (fix.kind) {
    case FixKind::kAddModifier:
    case FixKind::kRemoveModifier:
      if (const auto code = codes_.ReadOne(*value, kModifierShape)) fix.value = code->ToString();
      break;
    case FixKind::kAddLine:
    case FixKind::kReplaceCode:
      if (const auto code = codes_.ReadOne(*value, kProcedureShape)) fix.value = code->ToString();
      break;
    case FixKind::kRemoveLine:
      if (const auto flag = FlagOf(*value, diagnostics_); flag && !*flag) {
        Report(diagnostics_, *value, "`remove_line: false` does nothing", "delete the fix");
      }
      break;
    case FixKind::kSetUnits:
      if (const auto units = DecimalOf(*value, 3, diagnostics_)) {
        fix.value = FormatThousandths(*units);
      }
      break;
    case FixKind::kSetField: {
      if (value->kind != Node::Kind::kMap || value->entries.size() != 1) {
        Report(diagnostics_, *value, "`set_field` takes one field with its value",
               "write `{set_field: {place_of_service: \"11\"}}`");
        break;
      }
      const Node::Entry& entry = value->entries.front();
      const Field* field = FindField(entry.key->text, rule.for_claim ? Item::kClaim : Item::kLine);
      if (field == nullptr) {
        Words names;
        for (const Field& known : AllFields()) names.push_back(known.name);
        Report(diagnostics_, *entry.key, "unknown field " + Quoted(entry.key->text),
               DidYouMean(entry.key->text, names));
      } else if (const auto text = TextOf(*entry.value, "a value", diagnostics_)) {
        fix.value = entry.key->text + "=" + std::string(*text);
      }
      break;
    }
    case FixKind::kReview:
      // `review: true` leaves the sentence to `text`.
      if (const auto text = TextOf(*value, "what to review", diagnostics_);
          text && *text != "true" && fix.text.empty()) {
        fix.text = *text;
      }
      break;
  }
  rule.fixes.push_back(std::move(fix));
}

void RuleResolver::ReadDenial(const Node& node, ResolvedRule& rule) {
  MapReader map(node, "denial codes", diagnostics_);
  const auto read = [this](const Node* codes, std::string_view what,
                           std::vector<std::string>& into) {
    if (codes == nullptr) return;
    for (const Node* item : OneOrMore(*codes)) {
      const auto text = TextOf(*item, what, diagnostics_);
      if (!text) continue;
      const bool sound = !text->empty() && text->size() <= 5 &&
                         std::all_of(text->begin(), text->end(), [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                         });
      if (sound) {
        into.emplace_back(*text);
      } else {
        Report(diagnostics_, *item, Quoted(*text) + " is not " + std::string(what),
               "such as `97` or `N20`");
      }
    }
  };
  read(map.Find("carc"), "a claim adjustment reason code", rule.carc);
  read(map.Find("rarc"), "a remittance remark code", rule.rarc);
  map.Finish();
}

void RuleResolver::ReadSource(const Node& node, ResolvedRule& rule) {
  MapReader map(node, "a source", diagnostics_);
  const auto read = [this](const Node* text, std::string& into) {
    if (text != nullptr) into = TextOf(*text, "text", diagnostics_).value_or("");
  };
  read(map.Require("title"), rule.source.title);
  read(map.Find("section"), rule.source.section);
  read(map.Find("url"), rule.source.url);
  map.Finish();
}

void RuleResolver::ReadExamples(const Node& node, const Header& header, ResolvedRule& rule) {
  static const Words kinds = {"fires", "clear", "bypassed", "not_evaluated"};
  const ClaimDefaults defaults = DefaultsFor(rule, header.ruleset);
  for (const Node* item : OneOrMore(node)) {
    MapReader map(*item, "an example", diagnostics_);
    const Node* body = nullptr;
    Example example;
    example.position = item->position();
    for (size_t i = 0; i < kinds.size(); ++i) {
      const Node* given = map.Find(kinds[i]);
      if (given == nullptr) continue;
      if (body != nullptr) {
        Report(diagnostics_, *given, "two examples in one",
               "begin each example with `- ` of its own");
      }
      body = given;
      example.expect = static_cast<Example::Expect>(i);
    }
    map.Finish();
    if (body == nullptr) {
      if (item->kind == Node::Kind::kMap) {
        Report(diagnostics_, *item, "the example expects nothing",
               "it begins with one of fires, clear, bypassed or not_evaluated");
      }
      continue;
    }
    MapReader claim(*body, "an example's claim", diagnostics_);
    example.claim = ReadClaim(claim, defaults, diagnostics_);
    if (const Node* on = claim.Find("on")) {
      for (const Node* number : OneOrMore(*on)) {
        if (const auto line = IntegerOf(*number, 1, 999'999, diagnostics_)) {
          example.on.push_back(static_cast<int32_t>(*line));
        }
      }
    }
    if (const Node* severity = claim.Find("severity")) {
      if (const auto word = WordOf(*severity, "a severity", SeverityWords(), diagnostics_)) {
        example.severity = static_cast<Severity>(*word);
      }
      if (example.expect != Example::Expect::kFires) {
        Report(diagnostics_, *severity, "only an example that fires has a severity");
      }
    }
    claim.Finish();
    rule.examples.push_back(std::move(example));
  }
}

}  // namespace scrubline
