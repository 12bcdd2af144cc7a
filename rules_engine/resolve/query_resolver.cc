// The queries of conditions: `with_line`, `with_history`, `count_lines` and their kin, and what
// relates the items they find to the subject.
#include <algorithm>
#include <string>
#include <utility>

#include "rules_engine/resolve/condition_parts.h"
#include "rules_engine/resolve/condition_resolver.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Op = NumberTest::Op;
using Measure = DateRelation::Measure;

struct ExistsWord {
  std::string_view with, without;
  Item over;
};
constexpr ExistsWord kExistsWords[] = {
    {"with_line", "without_line", Item::kLine},
    {"with_history", "without_history", Item::kHistory},
    {"with_diagnosis", "without_diagnosis", Item::kDiagnosis},
    {"with_occurrence", "without_occurrence", Item::kOccurrence},
    {"with_occurrence_span", "without_occurrence_span", Item::kOccurrenceSpan},
    {"with_value_code", "without_value_code", Item::kValueCode},
    {"with_other_payer", "without_other_payer", Item::kOtherPayer},
    {"with_accumulator", "without_accumulator", Item::kAccumulator},
};

struct AggregateWord {
  std::string_view key;
  Kind kind;
  FieldId field;  // of a sum
};
constexpr AggregateWord kAggregateWords[] = {
    {"count_lines", Kind::kCount, FieldId::kNone},
    {"count_days", Kind::kCountDays, FieldId::kNone},
    {"sum_units", Kind::kSum, FieldId::kUnits},
    {"sum_charges", Kind::kSum, FieldId::kChargeCents},
    {"sum_minutes", Kind::kSum, FieldId::kMinutes},
};

// The date of an item by which windows are measured; kNone when it has none.
FieldId WindowDateOf(Item item) {
  switch (item) {
    case Item::kLine:
    case Item::kHistory:
      return FieldId::kServiceDate;
    case Item::kOccurrence:
      return FieldId::kOccurrenceDate;
    case Item::kOccurrenceSpan:
      return FieldId::kOccurrenceSpanFrom;
    default:
      return FieldId::kNone;
  }
}

bool Mentions(const Condition& condition, FieldId field) {
  return condition.field == field ||
         std::any_of(condition.children.begin(), condition.children.end(),
                     [field](const Condition& child) { return Mentions(child, field); });
}

// Which earlier lines count, unless the condition names `status` itself (domain 1.3): those that
// were paid or may yet be.
Condition WithStatus(Condition condition) {
  if (Mentions(condition, FieldId::kHistoryStatus)) return condition;
  Condition status = About(Kind::kChoiceIn, FieldOf(FieldId::kHistoryStatus, Item::kHistory));
  for (const HistoryStatus counts :
       {HistoryStatus::kPaid, HistoryStatus::kPended, HistoryStatus::kSubmitted}) {
    status.choices |= 1u << static_cast<int>(counts);
  }
  status.written = condition.written;
  if (condition.kind == Kind::kAll) {
    condition.children.push_back(std::move(status));
    return condition;
  }
  const WrittenRef written = condition.written;
  std::vector<Condition> both;
  both.push_back(std::move(condition));
  both.push_back(std::move(status));
  Condition all = AllOf(std::move(both));
  all.written = written;
  return all;
}

// A whole number that may be negative.
std::optional<int64_t> SignedOf(const Node& node, int64_t most, Diagnostics& diagnostics) {
  if (node.kind != Node::Kind::kScalar || !node.text.starts_with('-')) {
    return IntegerOf(node, 0, most, diagnostics);
  }
  Node positive = node;
  positive.text.erase(0, 1);
  const auto value = IntegerOf(positive, 0, most, diagnostics);
  if (!value) return std::nullopt;
  return -*value;
}

}  // namespace

const std::vector<std::string_view>& RelationKeys() {
  static const std::vector<std::string_view> keys = {"same",
                                                     "differ",
                                                     "earlier",
                                                     "on",
                                                     "within_days",
                                                     "within_months",
                                                     "within_years",
                                                     "within_calendar_months",
                                                     "in_calendar_year",
                                                     "days_before"};
  return keys;
}

NumberTest Mirrored(NumberTest test) {
  const auto swapped = [&test](Op op) { return NumberTest{op, -test.first, -test.second}; };
  switch (test.op) {
    case Op::kAtLeast:
      return swapped(Op::kAtMost);
    case Op::kMoreThan:
      return swapped(Op::kLessThan);
    case Op::kAtMost:
      return swapped(Op::kAtLeast);
    case Op::kLessThan:
      return swapped(Op::kMoreThan);
    case Op::kBetween:
      return {Op::kBetween, -test.second, -test.first};
    default:
      return swapped(test.op);
  }
}

const std::vector<std::string_view>& QueryWords() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    for (const ExistsWord& word : kExistsWords) {
      all.push_back(word.with);
      all.push_back(word.without);
    }
    for (const AggregateWord& word : kAggregateWords) all.push_back(word.key);
    return all;
  }();
  return words;
}

std::optional<Condition> ConditionResolver::ReadQuery(const Node::Entry& entry,
                                                      const Context& context) {
  const std::string& key = entry.key->text;
  for (const ExistsWord& word : kExistsWords) {
    if (key == word.with) return Exists(key, word.over, *entry.value, context);
    if (key == word.without) return NotOf(Exists(key, word.over, *entry.value, context));
  }
  for (const AggregateWord& word : kAggregateWords) {
    if (key == word.key) return ResolveAggregate(word.kind, word.field, entry, context);
  }
  return std::nullopt;
}

std::optional<Condition> ConditionResolver::ResolveExists(std::string_view key, const Node& node,
                                                          const Context& context) {
  depth_ = 0;
  count_ = 0;
  open_names_.clear();
  for (const ExistsWord& word : kExistsWords) {
    if (key != word.with && key != word.without) continue;
    Condition exists = Exists(key, word.over, node, context);
    // Not the map's own mark, which is of the conditions in it.
    exists.written.ptr = std::make_shared<const Written>(
        Written{node.position(), std::string(key) + ": " + FlowText(node, kMaxWrittenText), ""});
    return exists;
  }
  return std::nullopt;
}

bool ConditionResolver::ReportNested(const Node& node, const Context& context) {
  if (!context.in_query) return false;
  Report(diagnostics_, node, "a question about lines inside a question about lines",
         "ask both of the subject line");
  return true;
}

Condition ConditionResolver::Exists(std::string_view key, Item over, const Node& node,
                                    const Context& context) {
  if (ReportNested(node, context)) return {};
  Condition exists;
  exists.kind = Kind::kExists;
  exists.over = over;
  const Context inner = {context.ruleset, over, true, context.of, &exists};
  Condition condition = ResolveEntries(node, inner, RelationKeys());
  exists.children.push_back(over == Item::kHistory ? WithStatus(std::move(condition))
                                                   : std::move(condition));
  if (node.kind == Node::Kind::kMap) {
    MapReader map(node, key, diagnostics_);
    ReadRelations(key, map, context, exists);
  }
  return exists;
}

Condition ConditionResolver::ResolveAggregate(Kind kind, FieldId field, const Node::Entry& entry,
                                              const Context& context) {
  const Node& node = *entry.value;
  if (ReportNested(node, context)) return {};
  Condition about;
  about.kind = kind;
  about.field = field;
  MapReader map(node, Quoted(entry.key->text), diagnostics_);
  const Node* where = map.Find("where");
  const Node* history = map.Find("history");
  const bool takes_history = history != nullptr && FlagOf(*history, diagnostics_).value_or(false);
  const auto resolve_where = [&](Item over) {
    return where != nullptr ? ResolveMap(*where, {context.ruleset, over, true, context.of, nullptr})
                            : MakeCondition(Kind::kAll, {});
  };
  about.children.push_back(resolve_where(Item::kLine));
  if (takes_history) about.children.push_back(WithStatus(resolve_where(Item::kHistory)));
  if (field != FieldId::kNone) about.field_of = Item::kLine;
  ReadRelations(entry.key->text, map, context, about);
  const auto tests = ReadNumberTests(map, diagnostics_, [&](const Node& value) {
    return kind == Kind::kSum ? ReadBound(FieldOf(field, Item::kLine), value, context)
                              : std::optional<Bound>(IntegerOf(value, 0, 99'999, diagnostics_));
  });
  map.Finish();
  if (HasNoTest(node)) {
    Report(diagnostics_, node, "no number to compare with", std::string(kNumberWords));
  }
  return AllOf(ForEachTest(about, tests));
}

std::vector<SameKey> ConditionResolver::ReadSame(std::string_view key, const Node* node,
                                                 const Context& context, const Condition& query) {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    for (int i = 0; i < kSameKeyCount; ++i) all.push_back(ToString(static_cast<SameKey>(i)));
    return all;
  }();
  std::vector<SameKey> same;
  if (node == nullptr) return same;
  if (query.over != Item::kLine && query.over != Item::kHistory) {
    Report(diagnostics_, *node, Quoted(key) + " relates lines, and this asks for none",
           "compare the record's own fields");
    return same;
  }
  const bool with_history = query.over == Item::kHistory || query.children.size() > 1;
  for (const Node* item : OneOrMore(*node)) {
    const auto word = WordOf(*item, "what two lines may share", words, diagnostics_);
    if (!word) continue;
    same.push_back(static_cast<SameKey>(*word));
    if (context.of != Item::kLine && !IsOfClaim(same.back())) {
      Report(diagnostics_, *item, Quoted(item->text) + " to share in a rule about the claim",
             "there is no subject line to compare with; write the rule `for: line`");
    }
    if (with_history && same.back() == SameKey::kFirstPointedDiagnosis) {
      Report(diagnostics_, *item, "the diagnoses of earlier lines are not known",
             "compare something else, such as `procedure_code`");
    }
  }
  std::sort(same.begin(), same.end());
  same.erase(std::unique(same.begin(), same.end()), same.end());
  return same;
}

void ConditionResolver::ReadRelations(std::string_view key, MapReader& map, const Context& context,
                                      Condition& query) {
  query.same = ReadSame("same", map.Find("same"), context, query);
  const Node* differ = map.Find("differ");
  query.differ = ReadSame("differ", differ, context, query);
  for (const SameKey both : query.differ) {
    if (!std::binary_search(query.same.begin(), query.same.end(), both)) continue;
    Report(diagnostics_, *differ, Quoted(ToString(both)) + " is to be the same and to differ",
           "name it once");
  }
  if (const Node* earlier = map.Find("earlier")) ReadEarlier(*earlier, context, query);
  ReadWindows(key, map, context, query);
}

void ConditionResolver::ReadEarlier(const Node& node, const Context& context, Condition& query) {
  query.earlier = FlagOf(node, diagnostics_).value_or(false);
  if (query.over != Item::kLine) {
    Report(diagnostics_, node, "`earlier` speaks of the order of the claim's lines",
           "say how long ago: `within_days: 90`, `days_before: {at_least: 1}`");
  } else if (context.of != Item::kLine) {
    Report(diagnostics_, node, "`earlier` in a rule about the claim",
           "there is no subject line to stand before; write the rule `for: line`");
  }
}

void ConditionResolver::ReadWindows(std::string_view key, MapReader& map, const Context& context,
                                    Condition& query) {
  DateRelation about;
  about.item_field = WindowDateOf(query.over);
  about.subject_of = context.of == Item::kLine ? Item::kLine : Item::kClaim;
  about.subject_field =
      context.of == Item::kLine ? FieldId::kServiceDate : FieldId::kFirstServiceDate;
  const Node* on = map.Find("on");
  if (on != nullptr) {
    Context subject = context;
    subject.query = nullptr;
    if (const auto bound = ReadDateBound(*on, subject)) {
      about.subject_field = bound->field->id;
      about.subject_of = bound->field->of;
      about.offset = bound->offset;
    }
  }
  const Node* window = nullptr;
  const auto add = [&](const Node& node, Measure measure, NumberTest test) {
    window = &node;
    DateRelation& relation = query.relations.emplace_back(about);
    relation.measure = measure;
    relation.number = test;
  };
  struct Within {
    std::string_view key;
    Measure measure;
    int64_t least, most;
    int64_t length;   // of one, in the measure
    bool to_the_end;  // the last one belongs to it; else the anniversary is outside
  };
  constexpr Within kWithin[] = {
      {"within_days", Measure::kDays, 0, kMaxDays, 1, true},
      {"within_months", Measure::kMonths, 1, 1200, 1, false},
      {"within_years", Measure::kMonths, 1, 150, 12, false},
      {"within_calendar_months", Measure::kCalendarMonths, 0, 1200, 1, true},
  };
  for (const Within& within : kWithin) {
    const Node* node = map.Find(within.key);
    if (node == nullptr) continue;
    if (const auto length = IntegerOf(*node, within.least, within.most, diagnostics_)) {
      const int64_t last = *length * within.length - (within.to_the_end ? 0 : 1);
      add(*node, within.measure, {Op::kBetween, 0, last});
    }
  }
  if (const Node* node = map.Find("in_calendar_year")) {
    const auto flag = FlagOf(*node, diagnostics_);
    if (flag && !*flag) {
      Report(diagnostics_, *node, "`in_calendar_year: false` does nothing", "delete it");
    } else if (flag) {
      add(*node, Measure::kCalendarYears, {Op::kEquals, 0, 0});
    }
  }
  if (const Node* node = map.Find("days_before")) ReadDaysBefore(*node, add);
  if (window == nullptr && on != nullptr) {
    Report(diagnostics_, *on, "`on` without a window",
           "it is the date from which `within_days` and its kin look back");
  }
  if (window != nullptr && about.item_field == FieldId::kNone) {
    Report(diagnostics_, *window, "what " + Quoted(key) + " finds has no date",
           "windows are for lines, history and occurrences");
  }
}

template <typename Add>
void ConditionResolver::ReadDaysBefore(const Node& node, Add add) {
  const auto days = [this](const Node& value) { return SignedOf(value, kMaxDays, diagnostics_); };
  if (node.kind != Node::Kind::kMap) {
    if (const auto value = days(node)) add(node, Measure::kDays, {Op::kEquals, *value, 0});
    return;
  }
  MapReader map(node, "`days_before`", diagnostics_);
  const auto tests = ReadNumberTests(map, diagnostics_, days);
  map.Finish();
  for (const BoundTest& test : tests) add(node, Measure::kDays, test.test);
  if (node.entries.empty()) {
    Report(diagnostics_, node, "no number of days to compare with", std::string(kNumberWords));
  }
}

}  // namespace scrubline
