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
constexpr int64_t kMaxDays = 100'000;

const std::vector<std::string_view>& CompositionWords() {
  static const std::vector<std::string_view> words = {
      "all",         "any",       "not",       "condition",    "age",
      "count_lines", "sum_units", "with_line", "without_line", "days"};
  return words;
}

Condition Of(Kind kind, std::vector<Condition> children) {
  Condition condition;
  condition.kind = kind;
  condition.children = std::move(children);
  return condition;
}

// One child stands for itself.
Condition AllOf(std::vector<Condition> children) {
  return children.size() == 1 ? std::move(children.front()) : Of(Kind::kAll, std::move(children));
}

Condition About(Kind kind, const Field& field) {
  Condition condition;
  condition.kind = kind;
  condition.field = field.id;
  condition.field_of = field.of;
  return condition;
}

Condition WithNumber(Condition condition, NumberTest number) {
  condition.number = number;
  return condition;
}

// The number tests a map holds, each value read by `read(node)`; several of them mean all.
template <typename Read>
std::vector<NumberTest> ReadNumberTests(MapReader& map, Diagnostics& diagnostics, Read read) {
  struct Word {
    std::string_view key;
    Op op;
  };
  constexpr Word kWords[] = {{"equals", Op::kEquals},
                             {"at_least", Op::kAtLeast},
                             {"more_than", Op::kMoreThan},
                             {"at_most", Op::kAtMost},
                             {"less_than", Op::kLessThan}};
  std::vector<NumberTest> tests;
  for (const Word& word : kWords) {
    const Node* node = map.Find(word.key);
    if (node == nullptr) continue;
    if (const auto value = read(*node)) tests.push_back({word.op, *value, 0});
  }
  if (const Node* node = map.Find("between")) {
    if (node->kind != Node::Kind::kSequence || node->items.size() != 2) {
      Report(diagnostics, *node, "`between` takes two values", "write `{between: [1, 5]}`");
    } else {
      const auto first = read(*node->items[0]);
      const auto second = read(*node->items[1]);
      if (first && second && *second < *first) {
        Report(diagnostics, *node, "`between` ends before it begins",
               "write the smaller value first; both belong to it");
      } else if (first && second) {
        tests.push_back({Op::kBetween, *first, *second});
      }
    }
  }
  return tests;
}

// Whether nothing is compared. A test that cannot be read is not nothing: it has been reported.
bool HasNoTest(const Node& node, std::initializer_list<std::string_view> more = {}) {
  if (node.kind != Node::Kind::kMap) return false;
  const auto has = [&node](std::string_view key) { return node.Find(key) != nullptr; };
  constexpr std::string_view kWords[] = {"equals",  "at_least",  "more_than",
                                         "at_most", "less_than", "between"};
  return std::none_of(std::begin(kWords), std::end(kWords), has) &&
         std::none_of(more.begin(), more.end(), has);
}

std::vector<Condition> ForEachTest(const Condition& about, const std::vector<NumberTest>& tests) {
  std::vector<Condition> conditions;
  for (const NumberTest& test : tests) conditions.push_back(WithNumber(about, test));
  return conditions;
}

constexpr std::string_view kNumberWords =
    "it needs one of equals, at_least, more_than, at_most, less_than or between";

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
    children.push_back(ResolveEntry(entry, context));
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
  if (key == "all") return ResolveList(Kind::kAll, value, context);
  if (key == "any") return ResolveList(Kind::kAny, value, context);
  if (key == "not") {
    std::vector<Condition> child;
    child.push_back(ResolveMap(value, context));
    return Of(Kind::kNot, std::move(child));
  }
  if (key == "condition") return ResolveNamed(value, context);
  if (key == "age") return ResolveAge(value, context);
  if (key == "days") return ResolveDays(value, context);
  if (key == "count_lines") return ResolveAggregate(Kind::kCount, value, context);
  if (key == "sum_units") return ResolveAggregate(Kind::kSum, value, context);
  if (key == "with_line" || key == "without_line") {
    Condition exists = Exists(value, context);
    if (key == "with_line") return exists;
    std::vector<Condition> child;
    child.push_back(std::move(exists));
    return Of(Kind::kNot, std::move(child));
  }
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
  return Of(kind, std::move(children));
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

std::vector<SameKey> ConditionResolver::ReadSame(const Node* node, const Context& context) {
  static const std::vector<std::string_view> words = {
      "service_date", "rendering_provider", "procedure_code",         "place_of_service",
      "revenue_code", "modifiers",          "first_pointed_diagnosis"};
  std::vector<SameKey> same;
  if (node == nullptr) return same;
  if (context.of != Item::kLine) {
    Report(diagnostics_, *node, "`same` in a rule about the claim",
           "there is no subject line to be the same as; write the rule `for: line`");
    return same;
  }
  for (const Node* item : OneOrMore(*node)) {
    if (const auto word = WordOf(*item, "what two lines may share", words, diagnostics_)) {
      same.push_back(static_cast<SameKey>(*word));
    }
  }
  std::sort(same.begin(), same.end());
  same.erase(std::unique(same.begin(), same.end()), same.end());
  return same;
}

Condition ConditionResolver::ResolveExists(std::string_view key, const Node& node,
                                           const Context& context) {
  depth_ = 0;
  count_ = 0;
  open_names_.clear();
  Condition exists = Exists(node, context);
  // Not the map's own mark, which is of the conditions in it.
  exists.written.ptr = std::make_shared<const Written>(
      Written{node.position(), std::string(key) + ": " + FlowText(node, kMaxWrittenText), ""});
  return exists;
}

bool ConditionResolver::ReportNested(const Node& node, const Context& context) {
  if (!context.in_query) return false;
  Report(diagnostics_, node, "a question about lines inside a question about lines",
         "ask both of the subject line");
  return true;
}

Condition ConditionResolver::Exists(const Node& node, const Context& context) {
  if (ReportNested(node, context)) return {};
  Condition exists;
  exists.kind = Kind::kExists;
  exists.same = ReadSame(node.Find("same"), context);
  exists.children.push_back(ResolveEntries(node, {context.ruleset, Item::kLine, true}, {"same"}));
  return exists;
}

Condition ConditionResolver::ResolveAggregate(Kind kind, const Node& node, const Context& context) {
  if (ReportNested(node, context)) return {};
  Condition condition;
  condition.kind = kind;
  condition.same = ReadSame(node.Find("same"), context);
  const Context inner = {context.ruleset, Item::kLine, true};
  MapReader map(node, kind == Kind::kCount ? "`count_lines`" : "`sum_units`", diagnostics_);
  map.Find("same");
  const Node* where = map.Find("where");
  const auto tests = ReadNumberTests(map, diagnostics_, [&](const Node& value) {
    return kind == Kind::kCount ? IntegerOf(value, 0, 999, diagnostics_)
                                : DecimalOf(value, 3, diagnostics_);
  });
  map.Finish();
  condition.children.push_back(where ? ResolveMap(*where, inner) : Of(Kind::kAll, {}));
  if (where == nullptr && condition.same.empty() && node.kind == Node::Kind::kMap) {
    Report(diagnostics_, node, "neither `where` nor `same` says which lines",
           "write `where: {procedure_code: ...}`");
  }
  if (HasNoTest(node)) {
    Report(diagnostics_, node, "no number to compare with", std::string(kNumberWords));
  }
  return AllOf(ForEachTest(condition, tests));
}

const Field* ConditionResolver::DateField(const Node& node, const Context& context) {
  if (!TextOf(node, "a date field", diagnostics_)) return nullptr;
  if (Date::Parse(node.text)) {
    Report(diagnostics_, node, Quoted(node.text) + " is a date, and no field",
           "to compare a field with a date write `service_date: {before: 2026-01-01}`");
    return nullptr;
  }
  const Field* field = FindField(node.text, context.of);
  if (field == nullptr) {
    ReportUnknownField(node, context);
    return nullptr;
  }
  if (field->type == FieldType::kDate) return field;
  Report(diagnostics_, node, Quoted(node.text) + " is not a date field",
         "such as `service_date` or `received_date`");
  return nullptr;
}

Condition ConditionResolver::ResolveAge(const Node& node, const Context& context) {
  MapReader map(node, "`age`", diagnostics_);
  const auto years = [this](const Node& value) { return IntegerOf(value, 0, 150, diagnostics_); };
  std::vector<NumberTest> tests = ReadNumberTests(map, diagnostics_, years);
  if (const Node* under = map.Find("under")) {
    if (const auto value = years(*under)) tests.push_back({Op::kLessThan, *value, 0});
  }
  if (const Node* over = map.Find("over")) {
    if (const auto value = years(*over)) tests.push_back({Op::kMoreThan, *value, 0});
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
  const Field* from_field = from ? DateField(*from, context) : nullptr;
  const Field* to_field = to ? DateField(*to, context) : nullptr;
  if (HasNoTest(node)) {
    Report(diagnostics_, node, "no number of days to compare with", std::string(kNumberWords));
  }
  if (from_field == nullptr || to_field == nullptr) return {};
  Condition about = About(Kind::kDateField, *to_field);
  about.other_field = from_field->id;
  about.other_of = from_field->of;
  return AllOf(ForEachTest(about, tests));
}

void ConditionResolver::ReportUnknownField(const Node& key, const Context& context) {
  const std::string& name = key.text;
  if (FindField(name, Item::kLine) != nullptr) {
    Report(diagnostics_, key, Quoted(name) + " is a field of a service line",
           "write the rule `for: line`, or ask for it inside `with_line`");
    return;
  }
  std::vector<std::string_view> candidates = CompositionWords();
  for (const Field& field : AllFields()) {
    if (field.of == Item::kClaim || field.of == context.of) candidates.push_back(field.name);
    if (field.name.starts_with(name + ".")) {
      Report(diagnostics_, key, Quoted(name) + " is not a field but a group of them",
             "name one with a dot: " + Quoted(field.name));
      return;
    }
  }
  std::string hint = DidYouMean(name, candidates);
  if (names_.conditions().contains(name)) {
    hint = "a named condition is written `condition: " + name + "`";
  }
  if (hint.empty()) hint = "fields are named as in the claim: `place_of_service`, `rendering.npi`";
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
    return NumberIs(field, value);
  }
  if (value.kind == Node::Kind::kMap) return FieldIsMap(field, value, context);
  return FieldIsOneOf(field, value, context);
}

Condition ConditionResolver::FieldIsOneOf(const Field& field, const Node& value,
                                          const Context& context) {
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
  if (field.id == FieldId::kProcedureCode && value.Find("table") != nullptr) return TableIs(value);
  MapReader map(value, "a value of " + std::string(field.name), diagnostics_);
  std::vector<Condition> children;
  if (const Node* any_of = map.Find("any_of")) {
    children.push_back(FieldIsOneOf(field, *any_of, context));
  }
  if (const Node* none_of = map.Find("none_of")) {
    Condition one_of = FieldIsOneOf(field, *none_of, context);
    if (set) {
      one_of.kind = Kind::kNoneOf;
      children.push_back(std::move(one_of));
    } else {
      std::vector<Condition> child;
      child.push_back(std::move(one_of));
      children.push_back(Of(Kind::kNot, std::move(child)));
    }
  }
  if (set) {
    if (const Node* all_of = map.Find("all_of")) {
      Condition condition = FieldIsOneOf(field, *all_of, context);
      condition.kind = Kind::kAllOf;
      if (!condition.codes.ranges().empty()) {
        Report(diagnostics_, *all_of, "`all_of` with a range or prefix",
               "name every code that must be there");
      }
      children.push_back(std::move(condition));
    }
  }
  if (text_like) {
    if (const Node* matches = map.Find("matches")) children.push_back(Matches(field, *matches));
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

Condition ConditionResolver::NumberIs(const Field& field, const Node& value) {
  const bool money = field.type == FieldType::kMoney;
  const auto read = [&](const Node& node) -> std::optional<int64_t> {
    if (money && node.kind == Node::Kind::kScalar && node.text != "0" &&
        node.text.find('.') == std::string::npos) {
      Report(diagnostics_, node, Quoted(node.text) + " may be dollars or cents",
             "write dollars with two decimals: `100.00`");
      return std::nullopt;
    }
    return DecimalOf(node, money ? 2 : 3, diagnostics_);
  };
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
  std::vector<NumberTest> tests;
  for (const Node* item : OneOrMore(value)) {
    if (const auto number = read(*item)) tests.push_back({Op::kEquals, *number, 0});
  }
  std::vector<Condition> children = ForEachTest(about, tests);
  return children.size() == 1 ? std::move(children.front()) : Of(Kind::kAny, std::move(children));
}

Condition ConditionResolver::DateIs(const Field& field, const Node& value, const Context& context) {
  // A bound is a date or another date field, whose difference in days is then what is tested.
  const auto compare = [&](const Node& bound, Op op) -> Condition {
    const bool literal = bound.kind != Node::Kind::kScalar || bound.text.empty() ||
                         (bound.text.front() >= '0' && bound.text.front() <= '9');
    if (literal) {
      const auto date = DateOf(bound, diagnostics_);
      return WithNumber(About(Kind::kDate, field), {op, date ? date->days() : 0, 0});
    }
    const Field* other = DateField(bound, context);
    if (other == nullptr) return {};
    Condition condition = About(Kind::kDateField, field);
    condition.other_field = other->id;
    condition.other_of = other->of;
    condition.number = {op, 0, 0};
    return condition;
  };
  if (value.kind != Node::Kind::kMap) {
    if (value.kind == Node::Kind::kScalar) return compare(value, Op::kEquals);
    std::vector<Condition> children;
    for (const NodePtr& item : value.items) children.push_back(compare(*item, Op::kEquals));
    return Of(Kind::kAny, std::move(children));
  }
  struct Word {
    std::string_view key;
    Op op;
  };
  constexpr Word kWords[] = {{"equals", Op::kEquals},
                             {"before", Op::kLessThan},
                             {"on_or_before", Op::kAtMost},
                             {"after", Op::kMoreThan},
                             {"on_or_after", Op::kAtLeast}};
  MapReader map(value, "a date", diagnostics_);
  std::vector<Condition> children;
  for (const Word& word : kWords) {
    if (const Node* bound = map.Find(word.key)) children.push_back(compare(*bound, word.op));
  }
  if (const Node* between = map.Find("between")) {
    if (between->kind != Node::Kind::kSequence || between->items.size() != 2) {
      Report(diagnostics_, *between, "`between` takes two dates",
             "write `{between: [2026-01-01, 2026-12-31]}`");
    } else {
      children.push_back(compare(*between->items[0], Op::kAtLeast));
      children.push_back(compare(*between->items[1], Op::kAtMost));
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

Condition ConditionResolver::TableIs(const Node& value) {
  struct Column {
    std::string_view table, key;
    TableColumn column;
    int64_t most;
  };
  static const std::vector<std::string_view> tables = {"ncci_aoc", "ncci_mue_practitioner",
                                                       "ncci_mue_hospital", "ncci_mue_dme"};
  MapReader map(value, "a table's column", diagnostics_);
  const Node* table = map.Find("table");
  const auto word = WordOf(*table, "a table a condition may ask", tables, diagnostics_);
  std::vector<Condition> children;
  const auto read_column = [&](std::string_view key, TableColumn column, int64_t most) {
    const Node* node = map.Find(key);
    if (node == nullptr || !word) return;
    Condition about;
    about.kind = Kind::kTable;
    about.field = FieldId::kProcedureCode;
    about.field_of = Item::kLine;
    about.table = tables[static_cast<size_t>(*word)];
    about.column = column;
    const auto read = [&](const Node& number) { return IntegerOf(number, 0, most, diagnostics_); };
    if (node->kind == Node::Kind::kMap) {
      MapReader numbers(*node, "a number", diagnostics_);
      const auto tests = ReadNumberTests(numbers, diagnostics_, read);
      numbers.Finish();
      children.push_back(AllOf(ForEachTest(about, tests)));
      return;
    }
    std::vector<NumberTest> tests;
    for (const Node* item : OneOrMore(*node)) {
      if (const auto number = read(*item)) tests.push_back({Op::kEquals, *number, 0});
    }
    std::vector<Condition> any = ForEachTest(about, tests);
    children.push_back(any.size() == 1 ? std::move(any.front()) : Of(Kind::kAny, std::move(any)));
  };
  if (!word) {
    for (const char* column : {"type", "limit", "adjudication_indicator"}) map.Find(column);
  } else if (*word == 0) {
    read_column("type", TableColumn::kAddOnType, 3);
  } else {
    read_column("limit", TableColumn::kMueLimit, 1'000'000);
    read_column("adjudication_indicator", TableColumn::kMueAdjudicationIndicator, 3);
  }
  map.Finish();
  if (children.empty() && word) {
    Report(diagnostics_, value, "no column of the table is asked for",
           *word == 0 ? "write `type: [\"1\"]`"
                      : "write `limit: {at_most: 1}` or `adjudication_indicator: [\"2\"]`");
  }
  return AllOf(std::move(children));
}

}  // namespace scrubline
