// Dump() of the resolved stage: stable text, one line a node, for golden files and for people.
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/fields.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

std::string NumberText(const NumberTest& test, std::string (*format)(int64_t)) {
  switch (test.op) {
    case NumberTest::Op::kEquals:
      return "= " + format(test.first);
    case NumberTest::Op::kAtLeast:
      return ">= " + format(test.first);
    case NumberTest::Op::kMoreThan:
      return "> " + format(test.first);
    case NumberTest::Op::kAtMost:
      return "<= " + format(test.first);
    case NumberTest::Op::kLessThan:
      return "< " + format(test.first);
    case NumberTest::Op::kBetween:
      return "in " + format(test.first) + ".." + format(test.second);
    case NumberTest::Op::kNotEquals:
      return "!= " + format(test.first);
  }
  return "";
}

std::string Plain(int64_t value) { return std::to_string(value); }
std::string DateText(int64_t days) { return Date::FromDays(static_cast<int32_t>(days)).ToString(); }

std::string Name(FieldId field, Item of) { return std::string(FieldOf(field, of).name); }

std::string KeysText(std::string_view word, const std::vector<SameKey>& keys) {
  std::string text;
  for (const SameKey key : keys) {
    text += (text.empty() ? " " + std::string(word) + " " : ", ") + std::string(ToString(key));
  }
  return text;
}

std::string OffsetText(const DateOffset& offset) {
  const auto part = [](int32_t count, const char* unit) {
    if (count == 0) return std::string();
    return (count < 0 ? " - " : " + ") + std::to_string(std::abs(count)) + unit;
  };
  return part(offset.months, " months") + part(offset.days, " days");
}

std::string RelationText(const DateRelation& relation, Item over) {
  constexpr std::string_view kMeasures[] = {"days", "months", "calendar months", "calendar years"};
  return " if " + Name(relation.subject_field, relation.subject_of) + OffsetText(relation.offset) +
         " - its " + Name(relation.item_field, over) + " " + NumberText(relation.number, Plain) +
         " " + std::string(kMeasures[static_cast<size_t>(relation.measure)]);
}

// What relates the items of a query to the subject.
std::string RelatedText(const Condition& query) {
  std::string text = KeysText("same", query.same) + KeysText("differ", query.differ) +
                     (query.earlier ? " earlier" : "");
  for (const DateRelation& relation : query.relations) text += RelationText(relation, query.over);
  return text;
}

std::string TextsText(const TextSet& texts) {
  std::string text = "[";
  const auto add = [&text](const std::string& item) {
    text += (text.size() > 1 ? ", \"" : "\"") + item + "\"";
  };
  for (const std::string& item : texts.exact) add(item);
  for (const std::string& item : texts.prefixes) add(item + "*");
  return text + "]";
}

std::string ChoicesText(const Condition& condition) {
  const Field& field = FieldOf(condition.field, condition.field_of);
  std::string text = "[";
  for (size_t i = 0; i < field.choices.size(); ++i) {
    if ((condition.choices >> (i + 1) & 1) == 0) continue;
    text += (text.size() > 1 ? ", " : "") + std::string(field.choices[i]);
  }
  return text + "]";
}

std::string Children(std::string_view word, const Condition& condition) {
  std::string text = std::string(word) + "(";
  for (size_t i = 0; i < condition.children.size(); ++i) {
    text += (i > 0 ? ", " : "") + Dump(condition.children[i]);
  }
  return text + ")";
}

std::string_view ColumnName(TableColumn column) {
  constexpr std::string_view kNames[] = {"limit", "adjudication_indicator", "type"};
  return kNames[static_cast<size_t>(column)];
}

// A number in the column's own scale, or the field that has it.
std::string BoundText(const ColumnTest& test, std::string (*format)(int64_t)) {
  if (test.other_field == FieldId::kNone) return NumberText(test.number, format);
  NumberTest open = test.number;
  open.first = 0;
  std::string text = NumberText(open, Plain);
  text.erase(text.rfind(' ') + 1);
  return text + Name(test.other_field, test.other_of) + OffsetText(test.offset);
}

std::string ColumnTestText(const ColumnTest& test, const ReferenceSchema& schema) {
  const ReferenceColumn& column = schema.columns[static_cast<size_t>(test.column)];
  std::string text = std::string(column.name) + " ";
  switch (test.kind) {
    case ColumnTest::Kind::kCodes:
      return text + (test.negated ? "not in " : "in ") + test.codes.ToString();
    case ColumnTest::Kind::kTexts:
      return text + (test.negated ? "not in " : "in ") + TextsText(test.texts);
    case ColumnTest::Kind::kNumber:
      return text +
             BoundText(test, column.type == ColumnType::kMoney ? FormatCents : FormatThousandths);
    case ColumnTest::Kind::kDate:
      return text + BoundText(test, DateText);
    case ColumnTest::Kind::kFlag:
      return text + (test.number.first != 0 ? "yes" : "no");
    case ColumnTest::Kind::kPresent:
      return text + (test.negated ? "missing" : "present");
    case ColumnTest::Kind::kSameAs:
      return text + "same as " + Name(test.other_field, test.other_of);
  }
  return text;
}

template <typename T, typename Text>
void AddList(std::string_view name, const std::vector<T>& values, Text text, std::string& out) {
  if (values.empty()) return;
  out += " " + std::string(name) + "=";
  for (size_t i = 0; i < values.size(); ++i)
    out += (i > 0 ? "," : "") + std::string(text(values[i]));
}

std::string_view LobName(LineOfBusiness lob) {
  constexpr std::string_view kNames[] = {"unset",    "medicare",   "medicare_advantage",
                                         "medicaid", "commercial", "workers_compensation",
                                         "tricare",  "auto",       "other"};
  return kNames[static_cast<size_t>(lob)];
}

std::string ScopeText(const Scope& scope) {
  std::string out;
  const auto self = [](const std::string& text) { return text; };
  const auto code = [](Code value) { return value.ToString(); };
  AddList("line_of_business", scope.lines_of_business, LobName, out);
  AddList("payers", scope.payers, self, out);
  AddList("plans", scope.plans, self, out);
  AddList("tenants", scope.tenants, self, out);
  AddList(
      "claim_types", scope.claim_types,
      [](ClaimType type) {
        return type == ClaimType::kProfessional ? "professional" : "institutional";
      },
      out);
  AddList("states", scope.states, code, out);
  AddList("npis", scope.npis, self, out);
  AddList("tax_ids", scope.tax_ids, self, out);
  AddList("places_of_service", scope.places_of_service, code, out);
  return out;
}

std::string PeriodText(const DateInterval& period) {
  if (period == DateInterval()) return "";
  return " effective=" + period.first.ToString() + ".." +
         (period.last == Date::Max() ? "" : period.last.ToString());
}

std::string BasisText(DateBasis basis) {
  constexpr std::string_view kNames[] = {"", " by submitted_date", " by received_date"};
  return std::string(kNames[static_cast<size_t>(basis)]);
}

std::string SeverityText(const ResolvedRule& rule) {
  const Severity by_default = rule.severity[0];
  std::string text = std::string(ToString(by_default));
  for (size_t i = 1; i < rule.severity.size(); ++i) {
    if (rule.severity[i] == by_default) continue;
    text += " " + std::string(LobName(static_cast<LineOfBusiness>(i))) + "=" +
            std::string(ToString(rule.severity[i]));
  }
  return text;
}

std::string MessageText(const MessageTemplate& message) {
  using PartKind = MessageTemplate::Part::Kind;
  std::string text;
  for (const MessageTemplate::Part& part : message.parts) {
    switch (part.kind) {
      case PartKind::kText:
        text += part.text;
        break;
      case PartKind::kField:
        text += "{" + Name(part.field, part.field_of) + "}";
        break;
      case PartKind::kPartnerField:
        text += "{with_line." + Name(part.field, part.field_of) + "}";
        break;
      case PartKind::kHistoryField:
        text += "{with_history." + Name(part.field, part.field_of) + "}";
        break;
      case PartKind::kNextDate:
        text += "{with_history.next_date}";
        break;
      case PartKind::kBuiltinSlot:
        text += "{" + part.text + "}";
        break;
    }
  }
  return text;
}

std::string FixText(const Fix& fix) {
  constexpr std::string_view kNames[] = {"add_modifier", "remove_modifier", "remove_line",
                                         "add_line",     "replace_code",    "set_units",
                                         "set_field",    "review"};
  std::string text(kNames[static_cast<size_t>(fix.kind)]);
  if (!fix.value.empty()) text += " " + fix.value;
  if (fix.on_partner) text += " on with_line";
  if (!fix.if_documented.empty()) text += " if documented: " + fix.if_documented;
  if (!fix.text.empty()) text += " text: " + fix.text;
  return text;
}

std::string ParameterText(const Parameter& parameter, const ParameterValue& value) {
  switch (parameter.type) {
    case ParameterType::kChoice:
      return std::string(parameter.choices[static_cast<size_t>(value.choice)]);
    case ParameterType::kFlag:
      return value.choice == 1 ? "true" : "false";
    case ParameterType::kCodes:
      return value.codes.ToString();
    case ParameterType::kNumber:
      return std::to_string(value.number);
  }
  return "";
}

// The conditions of a YAML rule.
template <typename Line>
void DumpConditions(const ResolvedRule& rule, Line line) {
  line("when", Dump(rule.when));
  if (rule.with_line) {
    line("with_line", Dump(rule.with_line->children[0]) + RelatedText(*rule.with_line));
  }
  if (rule.without_line) {
    line("without_line", Dump(rule.without_line->children[0]) + RelatedText(*rule.without_line));
  }
  if (rule.with_history) {
    line("with_history", Dump(rule.with_history->children[0]) + RelatedText(*rule.with_history));
  }
  if (rule.without_history) {
    line("without_history",
         Dump(rule.without_history->children[0]) + RelatedText(*rule.without_history));
  }
  if (rule.unless) line("unless", Dump(*rule.unless));
}

// What overrides make of a rule, and when: `with ACME-7, ACME-9: variant 2`.
void DumpVariants(const ResolvedRulesets& rulesets, const ResolvedRule& rule, std::string& out) {
  const auto line = [&out](std::string_view name, const std::string& text) {
    out += "    " + std::string(name) + " " + text + "\n";
  };
  for (size_t k = 0; k < rule.variants.size(); ++k) {
    const ResolvedRule& variant = rule.variants[k];
    out += "  variant " + std::to_string(k + 1) + "\n";
    for (size_t i = 0; i < variant.parameters.size(); ++i) {
      if (variant.parameters[i] == rule.parameters[i]) continue;
      const int index = static_cast<int>(i);
      line("parameter", std::string(rule.ParameterName(index)) + " " +
                            ParameterText(rule, index, variant.parameters[i]));
    }
    DumpConditions(variant, line);
    for (const MessageTemplate& message : variant.messages) line("message", MessageText(message));
    for (const Fix& fix : variant.fixes) line("fix", FixText(fix));
  }
  for (const ResolvedRule::Combination& combination : rule.combinations) {
    std::string names;
    for (const int32_t index : combination.overrides) {
      names += (names.empty() ? " " : ", ") + rulesets.overrides[static_cast<size_t>(index)].id;
    }
    out += "  with" + names + ": variant " + std::to_string(combination.variant) + "\n";
  }
}

void DumpRule(const ResolvedRulesets& rulesets, const ResolvedRule& rule, std::string& out) {
  const auto line = [&out](std::string_view name, const std::string& text) {
    out += "  " + std::string(name) + " " + text + "\n";
  };
  out += "rule " + rule.id + " of " + rulesets.rulesets[static_cast<size_t>(rule.ruleset)].id +
         (rule.for_claim ? " for claim" : " for line") + (rule.required ? "" : " optional") +
         (rule.locked ? " locked" : "") + PeriodText(rule.effective) + BasisText(rule.date_basis) +
         "\n";
  line("title", rule.title);
  line("severity", SeverityText(rule));
  if (rule.builtin) {
    line("use", std::string(BuiltinOf(*rule.builtin).name));
  }
  for (size_t i = 0; i < rule.parameters.size(); ++i) {
    const int index = static_cast<int>(i);
    line("parameter", std::string(rule.ParameterName(index)) + " " +
                          ParameterText(rule, index, rule.parameters[i]));
  }
  if (!rule.builtin) DumpConditions(rule, line);
  for (const MessageTemplate& message : rule.messages) line("message", MessageText(message));
  for (const Fix& fix : rule.fixes) line("fix", FixText(fix));
  std::string denial;
  for (const std::string& code : rule.carc) denial += (denial.empty() ? "" : " ") + code;
  for (const std::string& code : rule.rarc) denial += (denial.empty() ? "" : " ") + code;
  if (!denial.empty()) line("denial", denial);
  if (!rule.examples.empty()) line("examples", std::to_string(rule.examples.size()));
  DumpVariants(rulesets, rule, out);
}

void DumpOverride(const ResolvedRulesets& rulesets, const ResolvedOverride& entry,
                  std::string& out) {
  const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(entry.rule)];
  out += "override " + entry.id + " of " +
         rulesets.rulesets[static_cast<size_t>(entry.ruleset)].id + " layer " +
         std::string(ToString(entry.layer)) + " specificity " + std::to_string(entry.specificity) +
         PeriodText(entry.effective) + BasisText(entry.date_basis) +
         (entry.revision > 0 ? " revision " + std::to_string(entry.revision) : "") + "\n";
  out += "  rule " + rule.id;
  if (entry.key == ResolvedOverride::Key::kCodes) out += " codes " + entry.codes.ToString();
  if (entry.key == ResolvedOverride::Key::kPair) {
    out += " pair " + entry.column1.ToString() + "/" + entry.column2.ToString();
  }
  out += "\n";
  const std::string scope = ScopeText(entry.scope);
  if (!scope.empty()) out += "  scope" + scope + "\n";
  if (entry.enabled) out += *entry.enabled ? "  enable\n" : "  suppress\n";
  if (entry.severity) out += "  severity " + std::string(ToString(*entry.severity)) + "\n";
  for (const ResolvedOverride::ParameterChange& change : entry.parameters) {
    constexpr std::string_view kOps[] = {" = ", " + ", " - "};
    out += "  parameter " + std::string(rule.ParameterName(change.parameter)) +
           std::string(kOps[static_cast<size_t>(change.op)]) +
           ParameterText(rule, change.parameter, change.value) + "\n";
  }
  if (entry.exempt_when) out += "  exempt_when " + Dump(*entry.exempt_when) + "\n";
}

}  // namespace

namespace {

// What an amount is compared with: a value in the field's own scale, or another field.
std::string Amount(const Condition& condition) {
  const bool money = FieldOf(condition.field, condition.field_of).type == FieldType::kMoney;
  if (condition.other_field == FieldId::kNone) {
    return NumberText(condition.number, money ? FormatCents : FormatThousandths);
  }
  std::string text = NumberText(condition.number, Plain);
  text.resize(text.find(' ') + 1);
  return text + Name(condition.other_field, condition.other_of);
}

}  // namespace

std::string ParameterText(const ResolvedRule& rule, int index, const ParameterValue& value) {
  const auto i = static_cast<size_t>(index);
  if (rule.builtin) return ParameterText(BuiltinOf(*rule.builtin).parameters[i], value);
  if (!rule.declared_parameters[i].is_list) return value.texts.front();
  return TextsText({value.texts, {}});
}

namespace {

// Leaves out what has no value, and the blank before it.
void Add(std::string name, std::string_view value, std::vector<Attribute>& attributes) {
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (!value.empty()) attributes.push_back({std::move(name), std::string(value)});
}

void AddPeriod(const DateInterval& period, std::vector<Attribute>& attributes) {
  if (period == DateInterval()) return;
  if (period.first.has_value()) Add("effective from", period.first.ToString(), attributes);
  if (period.last != Date::Max()) Add("effective to", period.last.ToString(), attributes);
}

}  // namespace

std::vector<Attribute> AttributesOf(const ResolvedRulesets& rulesets, const ResolvedRule& rule) {
  std::vector<Attribute> attributes;
  const auto add = [&attributes](std::string name, std::string_view value) {
    Add(std::move(name), value, attributes);
  };
  add("ruleset", rulesets.rulesets[static_cast<size_t>(rule.ruleset)].id);
  add("title", rule.title);
  add("severity", SeverityText(rule));
  if (rule.builtin) add("use", BuiltinOf(*rule.builtin).name);
  if (rule.for_claim) add("for", "claim");
  for (size_t i = 0; i < rule.parameters.size(); ++i) {
    const int index = static_cast<int>(i);
    add("parameter " + std::string(rule.ParameterName(index)),
        ParameterText(rule, index, rule.parameters[i]));
  }
  for (const MessageTemplate& message : rule.messages) add("message", MessageText(message));
  for (const Fix& fix : rule.fixes) add("fix", FixText(fix));
  for (const std::string& code : rule.carc) add("carc", code);
  for (const std::string& code : rule.rarc) add("rarc", code);
  add("source title", rule.source.title);
  add("source section", rule.source.section);
  add("source url", rule.source.url);
  add("owner", rule.owner);
  AddPeriod(rule.effective, attributes);
  add("date basis", BasisText(rule.date_basis));
  if (!rule.required) add("required", "false");
  if (rule.locked) add("locked", "true");
  return attributes;
}

std::vector<Attribute> AttributesOf(const ResolvedRulesets& rulesets,
                                    const ResolvedOverride& override) {
  const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(override.rule)];
  std::vector<Attribute> attributes;
  const auto add = [&attributes](std::string name, std::string_view value) {
    Add(std::move(name), value, attributes);
  };
  add("rule", rule.id);
  if (override.key == ResolvedOverride::Key::kCodes) add("codes", override.codes.ToString());
  if (override.key == ResolvedOverride::Key::kPair) {
    add("pair", override.column1.ToString() + "/" + override.column2.ToString());
  }
  add("scope", ScopeText(override.scope));
  if (override.enabled) add(*override.enabled ? "enable" : "suppress", "true");
  if (override.severity) add("severity", ToString(*override.severity));
  for (const ResolvedOverride::ParameterChange& change : override.parameters) {
    constexpr std::string_view kOps[] = {"", "+ ", "- "};
    add("parameter " + std::string(rule.ParameterName(change.parameter)),
        std::string(kOps[static_cast<size_t>(change.op)]) +
            ParameterText(rule, change.parameter, change.value));
  }
  if (override.exempt_when) {
    const WrittenRef& written = override.exempt_when->written;
    add("exempt_when", written ? written->text : Dump(*override.exempt_when));
  }
  AddPeriod(override.effective, attributes);
  add("date basis", BasisText(override.date_basis));
  if (override.revision > 0) add("revision", std::to_string(override.revision));
  add("reason", override.reason);
  add("owner", override.owner);
  return attributes;
}

std::vector<Attribute> AttributesOf(const Ruleset& ruleset) {
  std::vector<Attribute> attributes;
  Add("version", ruleset.version, attributes);
  Add("title", ruleset.title, attributes);
  Add("layer", ToString(ruleset.layer), attributes);
  Add("scope", ScopeText(ruleset.scope), attributes);
  AddPeriod(ruleset.effective, attributes);
  return attributes;
}

std::string ToString(const RowTest& test) {
  const ReferenceSchema& schema = ReferenceSchemaOf(test.table);
  std::string text(schema.name);
  if (test.columns.empty()) {
    constexpr std::string_view kListings[] = {"listed", "ended", "not yet", "never"};
    const char* between = " listed as ";
    for (size_t i = 0; i < std::size(kListings); ++i) {
      if ((test.listings >> i & 1) == 0) continue;
      text += between + std::string(kListings[i]);
      between = " or ";
    }
  }
  for (size_t i = 0; i < test.columns.size(); ++i) {
    text += (i == 0 ? " " : ", ") + ColumnTestText(test.columns[i], schema);
  }
  return text;
}

std::string Dump(const Condition& condition) {
  const auto field = [&condition] { return Name(condition.field, condition.field_of); };
  const auto number = [&condition](std::string (*format)(int64_t)) {
    return NumberText(condition.number, format);
  };
  switch (condition.kind) {
    case Kind::kAll:
      return Children("all", condition);
    case Kind::kAny:
      return Children("any", condition);
    case Kind::kNot:
      return Children("not", condition);
    case Kind::kCodeIn:
      return field() + " in " + condition.codes.ToString();
    case Kind::kAnyOf:
      return field() + " any of " + condition.codes.ToString();
    case Kind::kAllOf:
      return field() + " all of " + condition.codes.ToString();
    case Kind::kNoneOf:
      return field() + " none of " + condition.codes.ToString();
    case Kind::kTextIn:
      return field() + " in " + TextsText(condition.texts);
    case Kind::kMatches:
      return field() + " matches " + condition.pattern;
    case Kind::kChoiceIn:
      return field() + " in " + ChoicesText(condition);
    case Kind::kNumber:
    case Kind::kNumberField:
      return field() + " " + Amount(condition);
    case Kind::kSameAs:
      return field() + " same as " + Name(condition.other_field, condition.other_of);
    case Kind::kSetCount:
      return "count of " + field() + " " + number(Plain);
    case Kind::kDate:
      return field() + " " + number(DateText);
    case Kind::kDateField:
      return field() + " - " + Name(condition.other_field, condition.other_of) +
             OffsetText(condition.offset) + " " + number(Plain) + " days";
    case Kind::kAge:
      return "age on " + field() + " " + number(Plain);
    case Kind::kPresent:
      return field() + " present";
    case Kind::kMissing:
      return field() + " missing";
    case Kind::kCount:
      return Children("count_lines", condition) + RelatedText(condition) + " " + number(Plain);
    case Kind::kCountDays:
      return Children("count_days", condition) + RelatedText(condition) + " " + number(Plain);
    case Kind::kSum:
      return Children("sum " + field(), condition) + RelatedText(condition) + " " +
             Amount(condition);
    case Kind::kExists: {
      constexpr std::string_view kNames[] = {
          "claim_exists",      "line_exists",        "history_exists",
          "diagnosis_exists",  "occurrence_exists",  "occurrence_span_exists",
          "value_code_exists", "other_payer_exists", "accumulator_exists"};
      return Children(kNames[static_cast<size_t>(condition.over)], condition) +
             RelatedText(condition);
    }
    case Kind::kTable:
      return condition.table + "." + std::string(ColumnName(condition.column)) + " " +
             number(Plain);
    case Kind::kRow:
      return field() + (condition.row.every ? " each " : " ") + ToString(condition.row);
  }
  return "";
}

std::string Dump(const ResolvedRulesets& rulesets) {
  std::string out;
  for (const Ruleset& ruleset : rulesets.rulesets) {
    out += "ruleset " + ruleset.id + " " + ruleset.version + " layer " +
           std::string(ToString(ruleset.layer)) + ScopeText(ruleset.scope) +
           PeriodText(ruleset.effective) + "\n";
  }
  for (const ResolvedRule& rule : rulesets.rules) DumpRule(rulesets, rule, out);
  for (const ResolvedOverride& entry : rulesets.overrides) DumpOverride(rulesets, entry, out);
  for (const ClaimTest& test : rulesets.tests) out += "test " + test.name + "\n";
  return out;
}

}  // namespace scrubline
