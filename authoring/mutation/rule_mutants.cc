#include "authoring/mutation/rule_mutants.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "authoring/mutation/code_set_mutants.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

constexpr size_t kMaxShownText = 70;

bool IsConnective(Kind kind) { return kind <= Kind::kNot; }

bool HasNumber(const Condition& condition) {
  switch (condition.kind) {
    case Kind::kNumber:
    case Kind::kDate:
    case Kind::kDateField:
    case Kind::kAge:
    case Kind::kSetCount:
    case Kind::kCount:
    case Kind::kCountDays:
    case Kind::kTable:
      return true;
    case Kind::kSum:
      return condition.other_field == FieldId::kNone;
    default:
      return false;
  }
}

bool IsScaled(const Condition& condition) {
  return (condition.kind == Kind::kSum || condition.kind == Kind::kNumber) &&
         FieldOf(condition.field, condition.field_of).type == FieldType::kNumber;
}

std::string ValueText(const Condition& condition, int64_t value) {
  if (condition.kind == Kind::kDate) return Date::FromDays(static_cast<int32_t>(value)).ToString();
  if (IsScaled(condition)) return FormatThousandths(value);
  if (condition.kind == Kind::kNumber || condition.kind == Kind::kSum) return FormatCents(value);
  return std::to_string(value);
}

// `1 day`, `90 days`.
std::string Counted(int64_t number, std::string_view unit) {
  return std::to_string(number) + " " + std::string(unit) + (number == 1 ? "" : "s");
}

// One of the number's last digit: 1 for `2`, 0.1 for `0.5`, a cent, a day.
int64_t StepOf(const Condition& condition, int64_t value) {
  if (!IsScaled(condition)) return 1;
  int64_t step = kThousandths;
  while (step > 1 && value % step != 0) step /= 10;
  return step;
}

Condition Opposite(Condition condition) {
  Condition opposite;
  opposite.kind = Kind::kNot;
  opposite.written = condition.written;
  opposite.children.push_back(std::move(condition));
  return opposite;
}

// The rule is changed in place and changed back, so that a mutant costs no copy of it.
class Mutator {
 public:
  Mutator(const ResolvedRule& rule, const std::function<void(const Mutant&)>& visit)
      : rule_(rule), visit_(visit) {}

  ListCount Run() {
    if (rule_.builtin.has_value()) return lists_;
    if (rule_.when != Condition()) ChangeRoot(rule_.when);
    ChangeQuestion(rule_.with_line, "`with_line` could be left out", "without that line");
    ChangeQuestion(rule_.without_line, "`without_line` could be left out", "with that line");
    ChangeQuestion(rule_.with_history, "`with_history` could be left out", "without that line");
    ChangeQuestion(rule_.without_history, "`without_history` could be left out", "with that line");
    if (rule_.unless.has_value()) {
      LeaveOut(rule_.unless, "`unless` could be left out", "that is bypassed");
      Change(*rule_.unless, nullptr, /*negated=*/false);
    }
    ChangeSeverity();
    return lists_;
  }

 private:
  // `remedy` goes on after "add an example".
  void Try(const WrittenRef& written, std::string change, std::string remedy) {
    visit_({rule_, written ? written->position : rule_.position, std::move(change),
            "add an example " + std::move(remedy)});
  }

  static std::string TextOf(const Condition& condition) {
    if (!condition.written) return "a condition";
    std::string text = condition.written->text;
    if (text.size() > kMaxShownText) text = text.substr(0, kMaxShownText - 3) + "...";
    return "`" + text + "`";
  }

  void LeaveOut(std::optional<Condition>& part, std::string change, std::string remedy) {
    const std::optional<Condition> kept = std::exchange(part, std::nullopt);
    Try(kept->written, std::move(change), std::move(remedy));
    part = kept;
  }

  void ChangeQuestion(std::optional<Condition>& query, std::string change, std::string remedy) {
    if (!query.has_value()) return;
    LeaveOut(query, std::move(change), std::move(remedy));
    ChangeRelations(*query);
    for (Condition& child : query->children) ChangeRoot(child);
  }

  // A condition that stands alone where a map of conditions could.
  void ChangeRoot(Condition& condition) {
    if (!IsConnective(condition.kind)) {
      const Condition kept = std::exchange(condition, Condition());
      Try(kept.written, TextOf(kept) + " could be left out", "that it alone decides");
      condition = kept;
    }
    Change(condition, nullptr, /*negated=*/false);
  }

  // `whole`: the entry that the condition is a part of, if it is not all of it.
  void Change(Condition& condition, const Written* whole, bool negated) {
    const bool is_part = whole != nullptr && whole == condition.written.ptr.get();
    const Written* written = condition.written.ptr.get();
    switch (condition.kind) {
      case Kind::kAll:
      case Kind::kAny:
        ChangeConnective(condition, is_part);
        for (Condition& child : condition.children) Change(child, written, false);
        return;
      case Kind::kNot:
        ChangeToOpposite(condition, is_part);
        for (Condition& child : condition.children) Change(child, written, /*negated=*/true);
        return;
      default:
        break;
    }
    if (!negated) ChangeToOpposite(condition, is_part);
    ChangeCodes(condition);
    ChangeTexts(condition);
    ChangeChoices(condition);
    if (HasNumber(condition)) ChangeNumbers(condition);
    ChangeRelations(condition);
    ChangeColumns(condition);
    for (Condition& child : condition.children) ChangeRoot(child);
  }

  // A question to a table could ask for fewer columns; for none is for the code to be listed.
  void ChangeColumns(Condition& condition) {
    if (condition.kind != Kind::kRow || condition.row.columns.size() < 2) return;
    const std::vector<ColumnTest> kept = condition.row.columns;
    for (size_t i = 0; i < kept.size(); ++i) {
      condition.row.columns.erase(condition.row.columns.begin() + static_cast<ptrdiff_t>(i));
      const ReferenceSchema& schema = ReferenceSchemaOf(condition.row.table);
      Try(condition.written,
          "the column `" + std::string(schema.columns[static_cast<size_t>(kept[i].column)].name) +
              "` of " + TextOf(condition) + " could be left out",
          "that it alone decides");
      condition.row.columns = kept;
    }
  }

  void ChangeConnective(Condition& condition, bool is_part) {
    std::vector<Condition>& children = condition.children;
    const bool all = condition.kind == Kind::kAll;
    for (size_t i = 0; (all || children.size() > 1) && i < children.size(); ++i) {
      const Condition kept = children[i];
      const bool part_of_entry =
          kept.written && kept.written.ptr.get() == condition.written.ptr.get();
      children.erase(children.begin() + static_cast<ptrdiff_t>(i));
      Try(kept.written, (part_of_entry ? "a part of " : "") + TextOf(kept) + " could be left out",
          "that it alone decides");
      children.insert(children.begin() + static_cast<ptrdiff_t>(i), kept);
    }
    if (children.size() < 2 || is_part ||
        (children[0].written && children[0].written.ptr == condition.written.ptr)) {
      return;  // `all` was not the author's word
    }
    condition.kind = all ? Kind::kAny : Kind::kAll;
    Try(condition.written,
        TextOf(condition) + (all ? " could ask for any of its conditions in place of all"
                                 : " could ask for all of its conditions in place of any"),
        "in which only one of them holds");
    condition.kind = all ? Kind::kAll : Kind::kAny;
  }

  void ChangeToOpposite(Condition& condition, bool is_part) {
    if (is_part) return;
    const Condition kept = condition;
    condition = kept.kind == Kind::kNot ? kept.children[0] : Opposite(kept);
    Try(kept.written, TextOf(kept) + " could be its opposite", "that it alone decides");
    condition = kept;
  }

  void ChangeCodes(Condition& condition) {
    if (condition.codes.empty()) return;
    CodeSetMutants changed = MutateCodeSet(condition.codes, kMaxListEntries);
    if (changed.losses > 1) {
      lists_.entries += changed.losses;
      lists_.tried += changed.tried;
    }
    const CodeSet kept = condition.codes;
    for (CodeSetMutant& mutant : changed.mutants) {
      // To lose the only one is to be left out; all_of takes single codes alone.
      if (mutant.codes.empty()) continue;
      condition.codes = std::move(mutant.codes);
      Try(condition.written,
          TextOf(condition) + (mutant.gained ? " could also have " : " could lack ") + mutant.code,
          "with " + mutant.code);
      condition.codes = kept;
    }
  }

  void ChangeTexts(Condition& condition) {
    const TextSet kept = condition.texts;
    const size_t count = kept.exact.size() + kept.prefixes.size();
    if (count < 2) return;
    lists_.entries += count;
    for (const size_t i : SampleEntries(count, kMaxListEntries)) {
      ++lists_.tried;
      const bool exact = i < kept.exact.size();
      std::vector<std::string>& list = exact ? condition.texts.exact : condition.texts.prefixes;
      const auto at = list.begin() + static_cast<ptrdiff_t>(exact ? i : i - kept.exact.size());
      const std::string lost = *at + (exact ? "" : "*");
      list.erase(at);
      Try(condition.written, TextOf(condition) + " could lack " + lost, "with " + lost);
      condition.texts = kept;
    }
  }

  void ChangeChoices(Condition& condition) {
    const uint32_t kept = condition.choices;
    if (kept == 0) return;
    const std::vector<std::string_view>& words =
        FieldOf(condition.field, condition.field_of).choices;
    bool gained = false;
    for (size_t i = 0; i < words.size(); ++i) {
      const uint32_t bit = 1u << (i + 1);
      const bool has = (kept & bit) != 0;
      if (has ? std::popcount(kept) == 1 : gained) continue;
      gained |= !has;
      condition.choices = kept ^ bit;
      const std::string word(words[i]);
      Try(condition.written,
          TextOf(condition) + (has ? " could lack " : " could also have ") + word, "with " + word);
      condition.choices = kept;
    }
  }

  void ChangeNumbers(Condition& condition) {
    MoveNumber(condition, condition.number.first);
    if (condition.number.op == NumberTest::Op::kBetween) {
      MoveNumber(condition, condition.number.second);
    }
  }

  void MoveNumber(Condition& condition, int64_t& number) {
    const NumberTest kept = condition.number;
    const int64_t value = number;
    const int64_t step = StepOf(condition, value);
    const bool signed_number = condition.kind == Kind::kDate || condition.kind == Kind::kDateField;
    for (const int64_t moved : {value - step, value + step}) {
      if (moved < 0 && !signed_number) continue;
      number = moved;
      // The nearest value that the two tell apart.
      std::optional<int64_t> telling;
      for (int64_t near = value - step; near <= value + step && !telling; near += step) {
        if (kept.Holds(near) != condition.number.Holds(near)) telling = near;
      }
      if (telling && (*telling >= 0 || signed_number)) {
        Try(condition.written,
            TextOf(condition) + " could say " + ValueText(condition, moved) + " in place of " +
                ValueText(condition, value),
            "with " + ValueText(condition, *telling));
      }
      number = value;
    }
  }

  // What relates the items of a query to the line that asks.
  void ChangeRelations(Condition& query) {
    LeaveOutKeys(query, query.same, "same", "differs");
    LeaveOutKeys(query, query.differ, "differ", "is the same");
    const std::vector<DateRelation> kept = query.relations;
    for (size_t i = 0; i < kept.size(); ++i) {
      query.relations.erase(query.relations.begin() + static_cast<ptrdiff_t>(i));
      Try(query.written, TextOf(query) + " could do without its window of dates",
          "just outside of it");
      query.relations = kept;
      MoveWindow(query, query.relations[i]);
    }
  }

  // A zero as the first number is where a window begins of itself.
  void MoveWindow(const Condition& query, DateRelation& window) {
    if (window.number.first != 0) MoveEnd(query, window, window.number.first);
    if (window.number.op == NumberTest::Op::kBetween) MoveEnd(query, window, window.number.second);
  }

  void MoveEnd(const Condition& query, const DateRelation& window, int64_t& end) {
    constexpr std::string_view kUnits[] = {"day", "month", "calendar month", "calendar year"};
    const std::string_view unit = kUnits[static_cast<size_t>(window.measure)];
    // Whole months gone by: what lies within six months of a day lies at most five before it.
    const int64_t past_the_end = window.measure == DateRelation::Measure::kMonths ? 1 : 0;
    const NumberTest kept = window.number;
    const int64_t value = end;
    for (const int64_t moved : {value - 1, value + 1}) {
      if (moved < 0 && value >= 0) continue;  // days before may be days after
      end = moved;
      std::optional<int64_t> telling;
      for (int64_t near = value - 1; near <= value + 1 && !telling; ++near) {
        if (kept.Holds(near) != window.number.Holds(near)) telling = near;
      }
      if (telling) {
        Try(query.written,
            TextOf(query) + " could say " + Counted(moved + past_the_end, unit) + " in place of " +
                std::to_string(value + past_the_end),
            "in which the other lies " + Counted(std::abs(*telling), unit) +
                (*telling < 0 ? " later" : " earlier"));
      }
      end = value;
    }
  }

  void LeaveOutKeys(Condition& query, std::vector<SameKey>& keys, const std::string& word,
                    const std::string& otherwise) {
    const std::vector<SameKey> kept = keys;
    for (size_t i = 0; i < kept.size(); ++i) {
      keys.erase(keys.begin() + static_cast<ptrdiff_t>(i));
      const std::string key(ToString(kept[i]));
      Try(query.written, TextOf(query) + " could do without `" + word + ": " + key + "`",
          "in which only the " + key + " " + otherwise);
      keys = kept;
    }
  }

  void ChangeSeverity() {
    const auto kept = rule_.severity;
    const std::string word(ToString(kept[0]));
    for (const int by : {-1, 1}) {
      const auto moved = static_cast<int>(kept[0]) + by;
      if (moved < 0 || moved > static_cast<int>(Severity::kInfo)) continue;
      for (Severity& severity : rule_.severity) {
        severity = static_cast<Severity>(
            std::clamp(static_cast<int>(severity) + by, 0, static_cast<int>(Severity::kInfo)));
      }
      Try({}, "the severity could be " + std::string(ToString(rule_.severity[0])),
          "that fires with `severity: " + word + "`");
      rule_.severity = kept;
    }
  }

  ResolvedRule rule_;
  const std::function<void(const Mutant&)>& visit_;
  ListCount lists_;
};

}  // namespace

ListCount ForEachMutant(const ResolvedRule& rule, const std::function<void(const Mutant&)>& visit) {
  return Mutator(rule, visit).Run();
}

}  // namespace scrubline
