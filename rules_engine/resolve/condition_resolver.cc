#include "rules_engine/resolve/condition_resolver.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <string>

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Op = NumberTest::Op;

constexpr size_t kMaxPatternBytes = 1000;
const std::vector<std::string_view>& CompositionWords() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all = {"all", "any", "not", "condition", "age", "days"};
    all.insert(all.end(), QueryWords().begin(), QueryWords().end());
    return all;
  }();
  return words;
}

std::string_view OneOf(Item item) {
  constexpr std::string_view kNames[] = {"the claim",    "a service line", "an earlier line",
                                         "a diagnosis",  "an occurrence",  "an occurrence span",
                                         "a value code", "another payer",  "an accumulator"};
  return kNames[static_cast<size_t>(item)];
}

// `+ 90 days`, `- 1 month`, `+ 3 years`.
std::optional<DateOffset> ReadOffset(std::string_view text) {
  if (text.size() < 5 || (text[0] != '+' && text[0] != '-') || text[1] != ' ') return std::nullopt;
  const int sign = text[0] == '+' ? 1 : -1;
  text.remove_prefix(2);
  int32_t count = 0;
  size_t digits = 0;
  while (digits < text.size() && digits < 6 && text[digits] >= '0' && text[digits] <= '9') {
    count = count * 10 + (text[digits++] - '0');
  }
  if (digits == 0 || digits == text.size() || text[digits] != ' ') return std::nullopt;
  std::string_view unit = text.substr(digits + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  DateOffset offset;
  if (unit == "day" && count <= kMaxDays) {
    offset.days = sign * count;
  } else if (unit == "month" && count <= 2400) {
    offset.months = sign * count;
  } else if (unit == "year" && count <= 200) {
    offset.months = sign * 12 * count;
  } else {
    return std::nullopt;
  }
  return offset;
}

// Nothing is asked of the item by itself.
bool SaysNothing(const Condition& condition) {
  return condition.kind == Kind::kAll &&
         std::all_of(condition.children.begin(), condition.children.end(), SaysNothing);
}

// Marks `condition` and what it was made of, but for the parts that have been marked: those are
// entries of their own.
void Mark(Condition& condition, const WrittenRef& written) {
  if (condition.written) return;
  condition.written = written;
  for (Condition& child : condition.children) Mark(child, written);
}

}  // namespace

Condition ConditionResolver::Resolve(const Node& node, const Context& context) {
  depth_ = 0;
  count_ = 0;
  open_names_.clear();
  return ResolveMap(node, context);
}

Condition ConditionResolver::ResolveMap(const Node& node, const Context& context) {
  return ResolveEntries(node, context, {});
}

Condition ConditionResolver::ResolveEntries(const Node& node, const Context& context,
                                            const std::vector<std::string_view>& apart) {
  if (node.kind != Node::Kind::kMap) {
    Report(
        diagnostics_, node,
        "expected a condition as a map of `field: value`, found " + std::string(KindName(node)),
        node.kind == Node::Kind::kScalar ? "a named condition is written `{condition: name}`" : "");
    return {};
  }
  if (++depth_ > kMaxConditionDepth) {
    Report(diagnostics_, node,
           "conditions nested more than " + std::to_string(kMaxConditionDepth) + " deep",
           "name the inner ones under `conditions:` and say them more simply");
    --depth_;
    return {};
  }
  std::vector<Condition> children;
  for (const Node::Entry& entry : node.entries) {
    if (std::find(apart.begin(), apart.end(), entry.key->text) != apart.end()) continue;
    if (++count_ > kMaxConditions) {
      if (count_ == kMaxConditions + 1) {
        Report(diagnostics_, node,
               "more than " + std::to_string(kMaxConditions) +
                   " conditions, named ones written out, in one place",
               "use code lists, or several rules");
      }
      break;
    }
    if (++count_in_all_ > kMaxConditionsInAll) {
      if (count_in_all_ == kMaxConditionsInAll + 1) {
        Report(diagnostics_, node,
               "more than " + std::to_string(kMaxConditionsInAll) +
                   " conditions in all rules, named ones written out",
               "use code lists, or fewer and simpler rules");
      }
      break;
    }
    Condition child = ResolveEntry(entry, context);
    if (context.query != nullptr && SaysNothing(child)) continue;  // it relates the two by now
    children.push_back(std::move(child));
  }
  --depth_;
  if (node.entries.empty()) {
    Report(diagnostics_, node, "an empty condition", "say what must hold, or delete it");
  }
  Condition condition = AllOf(std::move(children));
  if (!condition.written) Mark(condition, WrittenAt(node, "", node));
  return condition;
}

WrittenRef ConditionResolver::WrittenAt(const Node& node, std::string_view prefix,
                                        const Node& value) {
  WrittenRef& written = written_[&node];
  if (!written) {
    const std::string name = open_names_.empty() ? "" : open_names_.back()->name->text;
    written.ptr = std::make_shared<const Written>(
        Written{node.position(), std::string(prefix) + FlowText(value, kMaxWrittenText), name});
  }
  return written;
}

Condition ConditionResolver::ResolveEntry(const Node::Entry& entry, const Context& context) {
  Condition condition = ReadEntry(entry, context);
  if (!condition.written) {
    Mark(condition, WrittenAt(*entry.key, entry.key->text + ": ", *entry.value));
  }
  return condition;
}

Condition ConditionResolver::ReadEntry(const Node::Entry& entry, const Context& context) {
  const std::string& key = entry.key->text;
  const Node& value = *entry.value;
  Context inner = context;
  inner.query = nullptr;  // what is combined need not hold for each item by itself
  if (key == "all") return ResolveList(Kind::kAll, value, inner);
  if (key == "any") return ResolveList(Kind::kAny, value, inner);
  if (key == "not") return NotOf(ResolveMap(value, inner));
  if (key == "condition") return ResolveNamed(value, inner);
  if (key == "age") return ResolveAge(value, context);
  if (key == "days") return ResolveDays(value, context);
  if (auto query = ReadQuery(entry, context)) return *std::move(query);
  return ResolveField(entry, context);
}

Condition ConditionResolver::ResolveList(Kind kind, const Node& node, const Context& context) {
  if (node.kind != Node::Kind::kSequence || node.items.empty()) {
    Report(diagnostics_, node,
           "expected a list of conditions, found " +
               std::string(node.kind == Node::Kind::kSequence ? "an empty one" : KindName(node)),
           "begin each with `- `");
    return {};
  }
  std::vector<Condition> children;
  for (const NodePtr& item : node.items) {
    children.push_back(ResolveMap(*item, context));
    if (count_ > kMaxConditions) break;
  }
  return MakeCondition(kind, std::move(children));
}

Condition ConditionResolver::ResolveNamed(const Node& node, const Context& context) {
  if (!TextOf(node, "the name of a condition", diagnostics_)) return {};
  const Names::Entry* entry = names_.FindCondition(node, context.ruleset, diagnostics_);
  if (entry == nullptr) return {};
  const auto open = std::find(open_names_.begin(), open_names_.end(), entry);
  if (open != open_names_.end()) {
    std::string path;
    for (auto it = open; it != open_names_.end(); ++it) path += Quoted((*it)->name->text) + " -> ";
    Report(
        diagnostics_, node,
        "the condition " + Quoted(node.text) + " is defined by itself: " + path + Quoted(node.text),
        "break the cycle");
    return {};
  }
  open_names_.push_back(entry);
  Context inner = context;
  inner.ruleset = entry->ruleset;  // a name means what it means where it was defined
  Condition condition = ResolveMap(*entry->value, inner);
  if (entry->value->entries.size() > 1) {
    // Its several entries are known by the name.
    condition.written = WrittenAt(*entry->name, "condition: ", node);
  }
  open_names_.pop_back();
  return condition;
}

const Field* ConditionResolver::FindOther(std::string_view name, const Context& context) const {
  const Field* field = FindField(name, context.of);
  return field != nullptr ? field : FindField(name, Item::kClaim);
}

std::optional<ConditionResolver::DateBound> ConditionResolver::ReadDateBound(
    const Node& node, const Context& context) {
  if (!TextOf(node, "a date field", diagnostics_)) return std::nullopt;
  DateBound bound;
  Node name = node;
  if (const size_t space = node.text.find(' '); space != std::string::npos) {
    name.text.resize(space);
    const auto offset = ReadOffset(std::string_view(node.text).substr(space + 1));
    if (!offset) {
      Report(diagnostics_, node, Quoted(node.text) + " is not a date that can be worked out",
             "write `service_date + 1 year`, with day, days, month, months, year or years");
      return std::nullopt;
    }
    bound.offset = *offset;
  }
  if (name.text == "today") {
    bound.field = &FieldOf(FieldId::kToday, Item::kClaim);
    return bound;
  }
  bound.field = FindOther(name.text, context);
  if (bound.field == nullptr && context.in_query && context.subject == Item::kLine) {
    bound.field = FindField(name.text, Item::kLine);
    bound.of_subject = bound.field != nullptr;
  }
  if (bound.field == nullptr) {
    ReportUnknownField(name, context);
    return std::nullopt;
  }
  if (bound.field->type != FieldType::kDate) {
    Report(diagnostics_, node, Quoted(name.text) + " is not a date field",
           "such as `service_date` or `received_date`");
    return std::nullopt;
  }
  if (bound.of_subject && context.query == nullptr) {
    Report(diagnostics_, node,
           Quoted(name.text) + " of the service line is asked for inside a combination",
           "compare with it directly under the question, outside `any`, `all`, `not` and named "
           "conditions");
    return std::nullopt;
  }
  return bound;
}

const Field* ConditionResolver::DateField(const Node& node, const Context& context) {
  if (Date::Parse(node.text)) {
    Report(diagnostics_, node, Quoted(node.text) + " is a date, and no field",
           "to compare a field with a date write `service_date: {before: 2026-01-01}`");
    return nullptr;
  }
  Context inner = context;
  inner.subject = Item::kClaim;  // the subject's dates are out of reach
  const auto bound = ReadDateBound(node, inner);
  if (!bound) return nullptr;
  if (bound->offset == DateOffset()) return bound->field;
  Report(diagnostics_, node, "a date that is worked out cannot stand here",
         "compare dates with it instead: `received_date: {after: service_date + 1 year}`");
  return nullptr;
}

Condition ConditionResolver::ResolveAge(const Node& node, const Context& context) {
  MapReader map(node, "`age`", diagnostics_);
  const auto years = [this](const Node& value) { return IntegerOf(value, 0, 150, diagnostics_); };
  std::vector<BoundTest> tests = ReadNumberTests(map, diagnostics_, years);
  if (const Node* under = map.Find("under")) {
    if (const auto value = years(*under)) tests.push_back({{Op::kLessThan, *value, 0}});
  }
  if (const Node* over = map.Find("over")) {
    if (const auto value = years(*over)) tests.push_back({{Op::kMoreThan, *value, 0}});
  }
  const Node* on = map.Require("on");
  map.Finish();
  const Field* field = on ? DateField(*on, context) : nullptr;
  if (HasNoTest(node, {"under", "over"})) {
    Report(diagnostics_, node, "no age to compare with",
           "it needs one of under, over, at_least, at_most, between or equals");
  }
  if (field == nullptr) return {};
  return AllOf(ForEachTest(About(Kind::kAge, *field), tests));
}

Condition ConditionResolver::ResolveDays(const Node& node, const Context& context) {
  MapReader map(node, "`days`", diagnostics_);
  const Node* from = map.Require("from");
  const Node* to = map.Require("to");
  const auto tests = ReadNumberTests(map, diagnostics_, [this](const Node& value) {
    return IntegerOf(value, 0, kMaxDays, diagnostics_);
  });
  map.Finish();
  if (HasNoTest(node)) {
    Report(diagnostics_, node, "no number of days to compare with", std::string(kNumberWords));
  }
  const Field* from_field = from ? DateField(*from, context) : nullptr;
  const Field* to_field = to ? DateField(*to, context) : nullptr;
  if (from_field == nullptr || to_field == nullptr) return {};
  Condition about = About(Kind::kDateField, *to_field);
  about.other_field = from_field->id;
  about.other_of = from_field->of;
  return AllOf(ForEachTest(about, tests));
}

void ConditionResolver::ReportUnknownField(const Node& key, const Context& context) {
  const std::string& name = key.text;
  const bool of_other = context.of != Item::kClaim && context.of != Item::kLine;
  if (FindField(name, Item::kLine) != nullptr) {
    if (of_other) {
      Report(diagnostics_, key, Quoted(name) + " is not known of " + std::string(OneOf(context.of)),
             "ask it of the line or claim, beside the question");
    } else {
      Report(diagnostics_, key, Quoted(name) + " is a field of a service line",
             "write the rule `for: line`, or ask for it inside `with_line`");
    }
    return;
  }
  std::vector<std::string_view> candidates;
  if (!context.in_query) candidates = CompositionWords();
  if (context.in_query) {
    candidates = {"all", "any", "not", "condition", "age", "days"};
    candidates.insert(candidates.end(), RelationKeys().begin(), RelationKeys().end());
  }
  std::string own;
  for (const Field& field : AllFields()) {
    const bool seen = field.of == context.of || (field.of == Item::kClaim && !of_other);
    if (seen) candidates.push_back(field.name);
    if (seen && of_other) own += (own.empty() ? "" : ", ") + std::string(field.name);
    if (seen && field.name.starts_with(name + ".")) {
      Report(diagnostics_, key, Quoted(name) + " is not a field but a group of them",
             "name one with a dot: " + Quoted(field.name));
      return;
    }
  }
  std::string hint = DidYouMean(name, candidates);
  if (names_.conditions().contains(name)) {
    hint = "a named condition is written `condition: " + name + "`";
  }
  if (hint.empty() && of_other && context.of != Item::kHistory) {
    hint = std::string(OneOf(context.of)) + " has " + own;
  } else if (hint.empty()) {
    hint = "fields are named as in the claim: `place_of_service`, `rendering.npi`";
  }
  Report(diagnostics_, key, "unknown field " + Quoted(name), std::move(hint));
}

Condition ConditionResolver::ResolveField(const Node::Entry& entry, const Context& context) {
  const Field* field = FindField(entry.key->text, context.of);
  if (field == nullptr) {
    ReportUnknownField(*entry.key, context);
    return {};
  }
  return FieldIs(*field, *entry.value, context);
}

Condition ConditionResolver::FieldIs(const Field& field, const Node& value,
                                     const Context& context) {
  if (value.kind == Node::Kind::kNull) {
    Report(diagnostics_, value, "no value for " + Quoted(field.name),
           "write `missing` when it must be absent");
    return {};
  }
  if (value.kind == Node::Kind::kScalar && value.text == "present") {
    return About(Kind::kPresent, field);
  }
  if (value.kind == Node::Kind::kScalar && value.text == "missing") {
    return About(Kind::kMissing, field);
  }
  if (value.kind == Node::Kind::kSequence && value.items.empty() && !value.of_parameter) {
    Report(diagnostics_, value, "an empty list is never met", "name at least one value");
    return {};
  }
  if (field.type == FieldType::kDate) return DateIs(field, value, context);
  if (field.type == FieldType::kNumber || field.type == FieldType::kMoney) {
    return NumberIs(field, value, context);
  }
  if (value.kind == Node::Kind::kMap) return FieldIsMap(field, value, context);
  return FieldIsOneOf(field, value, context);
}

Condition ConditionResolver::FieldIsOneOf(const Field& field, const Node& value,
                                          const Context& context) {
  if (AsksTable(value)) return TableIs(field, value, context);
  switch (field.type) {
    case FieldType::kCode:
    case FieldType::kDiagnosis: {
      Condition condition = About(Kind::kCodeIn, field);
      condition.codes = codes_.ReadSet(value, ShapeOf(field), context.ruleset);
      return condition;
    }
    case FieldType::kCodeSet:
    case FieldType::kDiagnosisSet: {
      Condition condition = About(Kind::kAnyOf, field);
      condition.codes = codes_.ReadSet(value, ShapeOf(field), context.ruleset);
      return condition;
    }
    case FieldType::kText: {
      Condition condition = About(Kind::kTextIn, field);
      condition.texts = codes_.ReadTexts(value, field, context.ruleset);
      return condition;
    }
    case FieldType::kChoice: {
      Condition condition = About(Kind::kChoiceIn, field);
      const bool yes_no = field.choices.front() == "no";
      for (const Node* item : OneOrMore(value)) {
        if (yes_no) {
          if (const auto flag = FlagOf(*item, diagnostics_)) {
            condition.choices |= *flag ? 4u : 2u;
          }
        } else if (const auto word = WordOf(*item, "a value of " + Quoted(field.name),
                                            field.choices, diagnostics_)) {
          condition.choices |= 1u << (*word + 1);
        }
      }
      return condition;
    }
    default:
      return {};
  }
}

Condition ConditionResolver::FieldIsMap(const Field& field, const Node& value,
                                        const Context& context) {
  const bool set = field.type == FieldType::kCodeSet || field.type == FieldType::kDiagnosisSet;
  const bool text_like = field.type == FieldType::kText || field.type == FieldType::kCode ||
                         field.type == FieldType::kDiagnosis;
  if (AsksTable(value)) return TableIs(field, value, context);
  MapReader map(value, "a value of " + std::string(field.name), diagnostics_);
  std::vector<Condition> children;
  if (const Node* any_of = map.Find("any_of")) {
    children.push_back(FieldIsOneOf(field, *any_of, context));
  }
  if (const Node* none_of = map.Find("none_of")) {
    Condition one_of = FieldIsOneOf(field, *none_of, context);
    if (one_of.kind == Kind::kAnyOf) {
      one_of.kind = Kind::kNoneOf;
      children.push_back(std::move(one_of));
    } else {
      children.push_back(NotOf(std::move(one_of)));
    }
  }
  if (set) {
    if (const Node* all_of = map.Find("all_of")) {
      Condition condition = FieldIsOneOf(field, *all_of, context);
      if (condition.kind == Kind::kRow) {
        condition.row.every = true;
      } else if (condition.kind == Kind::kAnyOf) {
        condition.kind = Kind::kAllOf;
      }
      if (!condition.codes.ranges().empty()) {
        Report(diagnostics_, *all_of, "`all_of` with a range or prefix",
               "name every code that must be there");
      }
      children.push_back(std::move(condition));
    }
    if (const Node* count = map.Find("count")) {
      MapReader numbers(*count, "`count`", diagnostics_);
      const auto tests = ReadNumberTests(numbers, diagnostics_, [this](const Node& number) {
        return IntegerOf(number, 0, 99'999, diagnostics_);
      });
      numbers.Finish();
      if (count->kind == Node::Kind::kMap && count->entries.empty()) {
        Report(diagnostics_, *count, "no number to compare with", std::string(kNumberWords));
      }
      children.push_back(AllOf(ForEachTest(About(Kind::kSetCount, field), tests)));
    }
  }
  if (text_like) {
    if (const Node* matches = map.Find("matches")) children.push_back(Matches(field, *matches));
    if (const Node* other = map.Find("same_as")) {
      children.push_back(SameAs(field, *other, context));
    }
  }
  map.Finish();
  if (value.entries.empty()) {
    Report(diagnostics_, value, "an empty condition", "say what must hold, or delete it");
  }
  return AllOf(std::move(children));
}

Condition ConditionResolver::Matches(const Field& field, const Node& value) {
  const auto pattern = TextOf(value, "a pattern", diagnostics_);
  if (!pattern) return {};
  if (pattern->size() > kMaxPatternBytes) {
    Report(diagnostics_, value,
           "a pattern of more than " + std::to_string(kMaxPatternBytes) + " bytes",
           "use a code list");
    return {};
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const RE2 compiled(std::string(*pattern), options);
  if (!compiled.ok()) {
    Report(diagnostics_, value, "the pattern cannot be read: " + compiled.error(),
           "patterns are RE2's: no look-around, no back-references");
    return {};
  }
  Condition condition = About(Kind::kMatches, field);
  condition.pattern = *pattern;
  return condition;
}

Condition ConditionResolver::SameAs(const Field& field, const Node& value, const Context& context) {
  const Field* other = ReadOther(value, context);
  if (other == nullptr) return {};
  const auto is_code = [](const Field& f) {
    return f.type == FieldType::kCode || f.type == FieldType::kDiagnosis;
  };
  if (other->type != field.type && !(is_code(field) && is_code(*other))) {
    Report(diagnostics_, value, Quoted(value.text) + " is not of the kind of " + Quoted(field.name),
           "compare codes with codes and text with text");
    return {};
  }
  Condition condition = About(Kind::kSameAs, field);
  condition.other_field = other->id;
  condition.other_of = other->of;
  return condition;
}

std::optional<Bound> ConditionResolver::ReadBound(const Field& field, const Node& node,
                                                  const Context& context) {
  const bool money = field.type == FieldType::kMoney;
  const bool name = node.kind == Node::Kind::kScalar && !node.text.empty() &&
                    node.text.front() >= 'a' && node.text.front() <= 'z';
  if (name) {
    const Field* other = FindOther(node.text, context);
    if (other == nullptr) {
      std::vector<std::string_view> names;
      for (const Field& known : AllFields()) {
        if (known.type == field.type) names.push_back(known.name);
      }
      std::string hint = DidYouMean(node.text, names);
      if (hint.empty()) hint = "write digits, or the name of a field";
      Report(diagnostics_, node, Quoted(node.text) + " is not a number", std::move(hint));
      return std::nullopt;
    }
    if (other->type == field.type) return other;
    Report(diagnostics_, node,
           Quoted(node.text) + " is not " + (money ? "an amount of money" : "a number"),
           "compare money with money and numbers with numbers");
    return std::nullopt;
  }
  if (money && node.kind == Node::Kind::kScalar && node.text != "0" &&
      node.text.find('.') == std::string::npos) {
    Report(diagnostics_, node, Quoted(node.text) + " may be dollars or cents",
           "write dollars with two decimals: `100.00`");
    return std::nullopt;
  }
  const auto value = DecimalOf(node, money ? 2 : 3, diagnostics_);
  return value ? std::optional<Bound>(*value) : std::nullopt;
}

Condition ConditionResolver::NumberIs(const Field& field, const Node& value,
                                      const Context& context) {
  const auto read = [&](const Node& node) { return ReadBound(field, node, context); };
  const Condition about = About(Kind::kNumber, field);
  if (value.kind == Node::Kind::kMap) {
    MapReader map(value, "a number", diagnostics_);
    const auto tests = ReadNumberTests(map, diagnostics_, read);
    map.Finish();
    if (value.entries.empty()) {
      Report(diagnostics_, value, "no number to compare with", std::string(kNumberWords));
    }
    return AllOf(ForEachTest(about, tests));
  }
  std::vector<BoundTest> tests;
  for (const Node* item : OneOrMore(value)) {
    if (const auto bound = read(*item)) {
      tests.push_back({{Op::kEquals, bound->value, 0}, bound->field});
    }
  }
  std::vector<Condition> children = ForEachTest(about, tests);
  return children.size() == 1 ? std::move(children.front())
                              : MakeCondition(Kind::kAny, std::move(children));
}

// A bound is a date, or another date field, whose difference in days is then what is tested.
Condition ConditionResolver::DateComparison(const Field& field, const Node& bound, Op op,
                                            const Context& context) {
  const bool literal = bound.kind != Node::Kind::kScalar || bound.text.empty() ||
                       (bound.text.front() >= '0' && bound.text.front() <= '9');
  Condition condition = About(literal ? Kind::kDate : Kind::kDateField, field);
  if (literal) {
    const auto date = DateOf(bound, diagnostics_);
    condition.number = {op, date ? date->days() : 0, 0};
    return condition;
  }
  const auto other = ReadDateBound(bound, context);
  if (!other) return {};
  if (other->of_subject) {
    // How far the subject's date lies after the item's, not the other way round.
    context.query->relations.push_back({DateRelation::Measure::kDays, Mirrored({op, 0, 0}),
                                        field.id, other->field->id, other->field->of,
                                        other->offset});
    return {};
  }
  condition.other_field = other->field->id;
  condition.other_of = other->field->of;
  condition.offset = other->offset;
  condition.number = {op, 0, 0};
  return condition;
}

Condition ConditionResolver::DateIs(const Field& field, const Node& value, const Context& context) {
  if (value.kind == Node::Kind::kScalar) {
    return DateComparison(field, value, Op::kEquals, context);
  }
  if (value.kind != Node::Kind::kMap) {
    Context inner = context;
    inner.query = nullptr;  // any of them will do
    std::vector<Condition> children;
    for (const NodePtr& item : value.items) {
      children.push_back(DateComparison(field, *item, Op::kEquals, inner));
    }
    return MakeCondition(Kind::kAny, std::move(children));
  }
  MapReader map(value, "a date", diagnostics_);
  std::vector<Condition> children;
  for (const DateWord& word : kDateWords) {
    if (const Node* bound = map.Find(word.key)) {
      children.push_back(DateComparison(field, *bound, word.op, context));
    }
  }
  if (const Node* between = map.Find("between")) {
    if (between->kind != Node::Kind::kSequence || between->items.size() != 2) {
      Report(diagnostics_, *between, "`between` takes two dates",
             "write `{between: [2026-01-01, 2026-12-31]}`");
    } else {
      children.push_back(DateComparison(field, *between->items[0], Op::kAtLeast, context));
      children.push_back(DateComparison(field, *between->items[1], Op::kAtMost, context));
      const Condition& first = children[children.size() - 2];
      const Condition& last = children.back();
      if (first.kind == Kind::kDate && last.kind == Kind::kDate &&
          last.number.first < first.number.first) {
        Report(diagnostics_, *between, "`between` ends before it begins",
               "write the earlier date first; both belong to it");
      }
    }
  }
  map.Finish();
  if (value.entries.empty()) {
    Report(diagnostics_, value, "no date to compare with",
           "it needs one of equals, before, on_or_before, after, on_or_after or between");
  }
  return AllOf(std::move(children));
}

}  // namespace scrubline
