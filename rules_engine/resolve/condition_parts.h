// rules_engine/resolve/condition_parts.h — what the files of the condition resolver make conditions
// of. Internal to resolve/.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_PARTS_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_PARTS_H_

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

inline constexpr int64_t kMaxDays = 100'000;
inline constexpr std::string_view kNumberWords =
    "it needs one of equals, not_equal, at_least, more_than, at_most, less_than or between";

inline Condition MakeCondition(Condition::Kind kind, std::vector<Condition> children) {
  Condition condition;
  condition.kind = kind;
  condition.children = std::move(children);
  return condition;
}

// One child stands for itself.
inline Condition AllOf(std::vector<Condition> children) {
  return children.size() == 1 ? std::move(children.front())
                              : MakeCondition(Condition::Kind::kAll, std::move(children));
}

inline Condition NotOf(Condition child) {
  std::vector<Condition> children;
  children.push_back(std::move(child));
  return MakeCondition(Condition::Kind::kNot, std::move(children));
}

inline Condition About(Condition::Kind kind, const Field& field) {
  Condition condition;
  condition.kind = kind;
  condition.field = field.id;
  condition.field_of = field.of;
  return condition;
}

struct DateWord {
  std::string_view key;
  NumberTest::Op op;
};
inline constexpr DateWord kDateWords[] = {{"equals", NumberTest::Op::kEquals},
                                          {"before", NumberTest::Op::kLessThan},
                                          {"on_or_before", NumberTest::Op::kAtMost},
                                          {"after", NumberTest::Op::kMoreThan},
                                          {"on_or_after", NumberTest::Op::kAtLeast}};

// Whether `value` is a question to a table: a map with `table`.
bool AsksTable(const Node& value);

// Words that open a query; every key a query has beside its condition.
const std::vector<std::string_view>& QueryWords();
const std::vector<std::string_view>& RelationKeys();

// The test that holds for minus a number where `test` holds for the number.
NumberTest Mirrored(NumberTest test);

// What a number is compared with: a value, or the field that has it.
struct Bound {
  Bound(int64_t number) : value(number) {}           // NOLINT(google-explicit-constructor)
  Bound(const Field* of_field) : field(of_field) {}  // NOLINT(google-explicit-constructor)
  int64_t value = 0;
  const Field* field = nullptr;
};

struct BoundTest {
  NumberTest test;
  const Field* field = nullptr;  // instead of test.first
};

// The number tests a map holds, each bound read by `read(node)` to an optional Bound or number;
// several of them mean all.
template <typename Read>
std::vector<BoundTest> ReadNumberTests(MapReader& map, Diagnostics& diagnostics, Read read) {
  using Op = NumberTest::Op;
  struct Word {
    std::string_view key;
    Op op;
  };
  constexpr Word kWords[] = {{"equals", Op::kEquals},    {"not_equal", Op::kNotEquals},
                             {"at_least", Op::kAtLeast}, {"more_than", Op::kMoreThan},
                             {"at_most", Op::kAtMost},   {"less_than", Op::kLessThan}};
  std::vector<BoundTest> tests;
  const auto add = [&tests](Op op, const Bound& bound) {
    tests.push_back({{op, bound.value, 0}, bound.field});
  };
  for (const Word& word : kWords) {
    const Node* node = map.Find(word.key);
    if (node == nullptr) continue;
    if (const auto bound = read(*node)) add(word.op, *bound);
  }
  const Node* node = map.Find("between");
  if (node == nullptr) return tests;
  if (node->kind != Node::Kind::kSequence || node->items.size() != 2) {
    Report(diagnostics, *node, "`between` takes two values", "write `{between: [1, 5]}`");
    return tests;
  }
  const auto low = read(*node->items[0]);
  const auto high = read(*node->items[1]);
  if (!low || !high) return tests;
  const Bound first = *low;
  const Bound second = *high;
  if (first.field != nullptr || second.field != nullptr) {
    add(Op::kAtLeast, first);
    add(Op::kAtMost, second);
  } else if (second.value < first.value) {
    Report(diagnostics, *node, "`between` ends before it begins",
           "write the smaller value first; both belong to it");
  } else {
    tests.push_back({{Op::kBetween, first.value, second.value}, nullptr});
  }
  return tests;
}

// Whether nothing is compared. A test that cannot be read is not nothing: it has been reported.
inline bool HasNoTest(const Node& node, std::initializer_list<std::string_view> more = {}) {
  if (node.kind != Node::Kind::kMap) return false;
  const auto has = [&node](std::string_view key) { return node.Find(key) != nullptr; };
  constexpr std::string_view kWords[] = {"equals",  "not_equal", "at_least", "more_than",
                                         "at_most", "less_than", "between"};
  return std::none_of(std::begin(kWords), std::end(kWords), has) &&
         std::none_of(more.begin(), more.end(), has);
}

// `about` with each of the tests.
inline std::vector<Condition> ForEachTest(const Condition& about,
                                          const std::vector<BoundTest>& tests) {
  std::vector<Condition> conditions;
  for (const BoundTest& test : tests) {
    Condition& condition = conditions.emplace_back(about);
    condition.number = test.test;
    if (test.field == nullptr) continue;
    if (condition.kind == Condition::Kind::kNumber) {
      condition.kind = Condition::Kind::kNumberField;
    }
    condition.other_field = test.field->id;
    condition.other_of = test.field->of;
  }
  return conditions;
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_CONDITION_PARTS_H_
