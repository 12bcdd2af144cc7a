#include "authoring/lint/implication.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "authoring/lint/code_set_algebra.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Sign = Statement::Sign;
using Statements = std::vector<Statement>;

bool Closed(Statements open, Statements leaves, int& branches);

// A statement that holds exactly when the value is (or is not) the truth asked for.
bool Allows(Sign sign, bool value) {
  return value ? sign == Sign::kTrue || sign == Sign::kNotFalse
               : sign == Sign::kFalse || sign == Sign::kNotTrue;
}
bool AllowsUnknown(Sign sign) { return sign == Sign::kNotTrue || sign == Sign::kNotFalse; }
// For a value that is known: what the statement asks it to be.
bool AsksTrue(Sign sign) { return sign == Sign::kTrue || sign == Sign::kNotFalse; }

Sign Negated(Sign sign) {
  switch (sign) {
    case Sign::kTrue:
      return Sign::kFalse;
    case Sign::kFalse:
      return Sign::kTrue;
    case Sign::kNotTrue:
      return Sign::kNotFalse;
    case Sign::kNotFalse:
      return Sign::kNotTrue;
  }
  return sign;
}

// --- numbers ---

struct Stretch {
  int64_t first, last;
};
using Stretches = std::vector<Stretch>;  // ascending, apart
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

// The values that pass `test`, or those that do not.
Stretches ValuesOf(const NumberTest& test, bool passing) {
  using Op = NumberTest::Op;
  const int64_t n = test.first;
  const auto make = [passing](int64_t first, int64_t last) -> Stretches {
    if (passing) return first <= last ? Stretches{{first, last}} : Stretches{};
    if (first > last) return {{kLeast, kMost}};
    Stretches outside;
    if (first != kLeast) outside.push_back({kLeast, first - 1});
    if (last != kMost) outside.push_back({last + 1, kMost});
    return outside;
  };
  switch (test.op) {
    case Op::kEquals:
      return make(n, n);
    case Op::kNotEquals:
      return ValuesOf({Op::kEquals, n, 0}, !passing);
    case Op::kAtLeast:
      return make(n, kMost);
    case Op::kMoreThan:
      return n == kMost ? make(1, 0) : make(n + 1, kMost);
    case Op::kAtMost:
      return make(kLeast, n);
    case Op::kLessThan:
      return n == kLeast ? make(1, 0) : make(kLeast, n - 1);
    case Op::kBetween:
      return make(n, test.second);
  }
  return {{kLeast, kMost}};
}

Stretches Intersect(const Stretches& a, const Stretches& b) {
  Stretches both;
  for (const Stretch& x : a) {
    for (const Stretch& y : b) {
      const Stretch meet = {std::max(x.first, y.first), std::min(x.last, y.last)};
      if (meet.first <= meet.last) both.push_back(meet);
    }
  }
  return both;
}

// --- one field ---

// What a branch says of one field, of the line or of the claim. `in` must hold, `out` must not.
struct FieldFacts {
  FieldId field;
  Item of;
  bool may_be_absent = true;
  bool may_be_present = true;
  Statements about_value;
};

bool IsSetKind(Kind kind) {
  return kind == Kind::kAnyOf || kind == Kind::kAllOf || kind == Kind::kNoneOf;
}

bool IsFieldKind(Kind kind) {
  switch (kind) {
    case Kind::kCodeIn:
    case Kind::kAnyOf:
    case Kind::kAllOf:
    case Kind::kNoneOf:
    case Kind::kTextIn:
    case Kind::kMatches:
    case Kind::kChoiceIn:
    case Kind::kNumber:
    case Kind::kDate:
    case Kind::kPresent:
    case Kind::kMissing:
      return true;
    default:
      return false;
  }
}

bool MayHoldText(const TextSet& set, const std::string& exact) { return set.Contains(exact); }

// Whether some text that begins with `prefix` may be in the set.
bool MayHoldPrefix(const TextSet& set, const std::string& prefix) {
  return std::any_of(set.exact.begin(), set.exact.end(),
                     [&](const std::string& text) { return text.starts_with(prefix); }) ||
         std::any_of(set.prefixes.begin(), set.prefixes.end(), [&](const std::string& other) {
           return other.starts_with(prefix) || prefix.starts_with(other);
         });
}

bool HoldsWholePrefix(const TextSet& set, const std::string& prefix) {
  return std::any_of(set.prefixes.begin(), set.prefixes.end(),
                     [&](const std::string& other) { return prefix.starts_with(other); });
}

bool TextIsPossible(const Statements& statements) {
  const TextSet* first = nullptr;
  for (const Statement& s : statements) {
    if (s.condition->kind == Kind::kTextIn && AsksTrue(s.sign)) first = &s.condition->texts;
  }
  if (first == nullptr) return true;
  const auto all_allow = [&](const auto& in, const auto& out) {
    return std::all_of(statements.begin(), statements.end(), [&](const Statement& s) {
      if (s.condition->kind != Kind::kTextIn) return true;
      return AsksTrue(s.sign) ? in(s.condition->texts) : !out(s.condition->texts);
    });
  };
  for (const std::string& text : first->exact) {
    const auto holds = [&](const TextSet& set) { return MayHoldText(set, text); };
    if (all_allow(holds, holds)) return true;
  }
  for (const std::string& prefix : first->prefixes) {
    if (all_allow([&](const TextSet& set) { return MayHoldPrefix(set, prefix); },
                  [&](const TextSet& set) { return HoldsWholePrefix(set, prefix); })) {
      return true;
    }
  }
  return false;
}

bool CodeIsPossible(const Statements& statements) {
  std::vector<const CodeSet*> in, out;
  for (const Statement& s : statements) {
    if (s.condition->kind != Kind::kCodeIn) continue;
    (AsksTrue(s.sign) ? in : out).push_back(&s.condition->codes);
  }
  return in.empty() || !IsNowhere(in, out);
}

bool NumberIsPossible(const Statements& statements) {
  Stretches values = {{kLeast, kMost}};
  for (const Statement& s : statements) {
    if (s.condition->kind != Kind::kNumber && s.condition->kind != Kind::kDate) continue;
    values = Intersect(values, ValuesOf(s.condition->number, AsksTrue(s.sign)));
  }
  return !values.empty();
}

bool ChoiceIsPossible(const FieldFacts& facts) {
  const size_t choices = FieldOf(facts.field, facts.of).choices.size();
  if (choices == 0) return true;
  uint32_t left = ((1u << choices) - 1) << 1;
  for (const Statement& s : facts.about_value) {
    if (s.condition->kind != Kind::kChoiceIn) continue;
    left &= AsksTrue(s.sign) ? s.condition->choices : ~s.condition->choices;
  }
  return left != 0;
}

bool PatternIsPossible(const Statements& statements) {
  for (const Statement& a : statements) {
    if (a.condition->kind != Kind::kMatches || !AsksTrue(a.sign)) continue;
    for (const Statement& b : statements) {
      if (b.condition->kind == Kind::kMatches && !AsksTrue(b.sign) &&
          a.condition->pattern == b.condition->pattern) {
        return false;
      }
    }
  }
  return true;
}

// A set with members, against what `any_of`, `all_of` and `none_of` say of it.
bool MembersArePossible(const Statements& statements) {
  std::vector<const CodeSet*> forbidden, one_of;
  std::vector<const Condition*> not_all;
  std::vector<Code> required;
  for (const Statement& s : statements) {
    const Condition& condition = *s.condition;
    if (!IsSetKind(condition.kind)) continue;
    const bool holds = AsksTrue(s.sign);
    if (condition.kind == Kind::kAllOf) {
      if (!holds) {
        not_all.push_back(&condition);
      } else {
        const auto& codes = condition.codes.singles();
        required.insert(required.end(), codes.begin(), codes.end());
      }
    } else if ((condition.kind == Kind::kAnyOf) == holds) {
      one_of.push_back(&condition.codes);
      if (condition.codes.ranges().empty() && condition.codes.singles().size() == 1) {
        required.push_back(condition.codes.singles().front());
      }
    } else {
      forbidden.push_back(&condition.codes);
    }
  }
  for (const Code code : required) {
    for (const CodeSet* set : forbidden) {
      if (set->Contains(code)) return false;
    }
  }
  for (const CodeSet* set : one_of) {
    const CodeSet* in[] = {set};
    if (IsNowhere(in, forbidden)) return false;
  }
  return std::none_of(not_all.begin(), not_all.end(), [&](const Condition* condition) {
    const auto& codes = condition->codes.singles();
    return std::all_of(codes.begin(), codes.end(), [&](Code code) {
      return std::find(required.begin(), required.end(), code) != required.end();
    });
  });
}

// What a leaf comes to where the field is absent; a set is absent when it is empty.
bool AllowsAbsent(const Statement& s) {
  switch (s.condition->kind) {
    case Kind::kMissing:
    case Kind::kNoneOf:
      return Allows(s.sign, true);
    case Kind::kAllOf:
      return Allows(s.sign, s.condition->codes.singles().empty());
    case Kind::kPresent:
    case Kind::kAnyOf:
      return Allows(s.sign, false);
    default:
      // A line without a procedure code is not of any; every other absence is unknown.
      return s.condition->field == FieldId::kProcedureCode && s.condition->field_of == Item::kLine
                 ? Allows(s.sign, false)
                 : AllowsUnknown(s.sign);
  }
}

bool IsPossible(const FieldFacts& facts) {
  if (facts.may_be_absent) return true;
  return facts.may_be_present && CodeIsPossible(facts.about_value) &&
         NumberIsPossible(facts.about_value) && ChoiceIsPossible(facts) &&
         TextIsPossible(facts.about_value) && PatternIsPossible(facts.about_value) &&
         MembersArePossible(facts.about_value);
}

bool FieldsArePossible(const Statements& leaves) {
  std::vector<FieldFacts> fields;
  for (const Statement& s : leaves) {
    const Condition& condition = *s.condition;
    if (!IsFieldKind(condition.kind)) continue;
    auto facts = std::find_if(fields.begin(), fields.end(), [&](const FieldFacts& known) {
      return known.field == condition.field && known.of == condition.field_of;
    });
    if (facts == fields.end()) {
      fields.push_back({condition.field, condition.field_of, true, true, {}});
      facts = fields.end() - 1;
    }
    if (!AllowsAbsent(s)) facts->may_be_absent = false;
    if (condition.kind == Kind::kPresent || condition.kind == Kind::kMissing) {
      if (!Allows(s.sign, condition.kind == Kind::kPresent)) facts->may_be_present = false;
    } else {
      facts->about_value.push_back(s);
    }
  }
  return std::all_of(fields.begin(), fields.end(), IsPossible);
}

// --- numbers made of several fields, and counts ---

// A sum compared with another field has no number to reckon with.
bool IsMeasure(const Condition& condition) {
  switch (condition.kind) {
    case Kind::kDateField:
    case Kind::kAge:
    case Kind::kTable:
    case Kind::kCount:
      return true;
    case Kind::kSum:
      return condition.other_field == FieldId{};
    default:
      return false;
  }
}

// Everything of the condition but what its number is compared with.
bool SameMeasure(const Condition& a, const Condition& b) {
  if (a.kind != b.kind) return false;
  Condition c = b;
  c.number = a.number;
  return a == c;
}

// Days, ages and table columns: unknown, or a number; of a table also no row, where every
// comparison is false.
bool MeasureIsPossible(const Statements& same) {
  const auto all = [&same](const auto& allows) {
    return std::all_of(same.begin(), same.end(), allows);
  };
  if (all([](const Statement& s) { return AllowsUnknown(s.sign); })) return true;
  if (same.front().condition->kind == Kind::kTable &&
      all([](const Statement& s) { return Allows(s.sign, false); })) {
    return true;
  }
  Stretches values = {{kLeast, kMost}};
  for (const Statement& s : same) {
    values = Intersect(values, ValuesOf(s.condition->number, AsksTrue(s.sign)));
  }
  return !values.empty();
}

// Counts and sums: a stretch of numbers they may come to, as lines are unknown; one comparison may
// be sure where another is not. What is sure bounds the stretch.
bool CountIsPossible(const Statements& same) {
  const bool counts = same.front().condition->kind == Kind::kCount;
  Stretches values = {{counts ? 0 : kLeast, kMost}};
  bool sure = counts;
  for (const Statement& s : same) {
    if (AllowsUnknown(s.sign)) continue;
    sure = true;
    values = Intersect(values, ValuesOf(s.condition->number, s.sign == Sign::kTrue));
  }
  if (values.empty()) return false;
  return !sure || std::none_of(same.begin(), same.end(), [&](const Statement& s) {
    if (!AllowsUnknown(s.sign)) return false;
    // Every value decides it the wrong way.
    return Intersect(values, ValuesOf(s.condition->number, AsksTrue(s.sign))).empty();
  });
}

bool MeasuresArePossible(const Statements& leaves) {
  std::vector<char> seen(leaves.size(), 0);
  for (size_t i = 0; i < leaves.size(); ++i) {
    if (seen[i] != 0 || !IsMeasure(*leaves[i].condition)) continue;
    Statements same;
    for (size_t k = i; k < leaves.size(); ++k) {
      if (seen[k] != 0 || !SameMeasure(*leaves[i].condition, *leaves[k].condition)) continue;
      seen[k] = 1;
      same.push_back(leaves[k]);
    }
    const Kind kind = leaves[i].condition->kind;
    const bool count = kind == Kind::kCount || kind == Kind::kSum;
    if (count ? !CountIsPossible(same) : !MeasureIsPossible(same)) return false;
  }
  return true;
}

// --- questions about other lines, and all that is not understood ---

bool ContradictWithin(const Statements& statements, int& branches) {
  return Closed(statements, {}, branches);
}

// Both ask for a line of the same kind of lines.
bool SameQuestion(const Condition& a, const Condition& b) {
  Condition c = b;
  c.children = a.children;
  c.same = a.same;
  return a == c;
}

// The wider question finds a line wherever the narrower one does, `how` (true, or not false).
bool Finds(const Condition& narrow, const Condition& wide, Sign how, int& branches) {
  return SameQuestion(narrow, wide) &&
         std::includes(narrow.same.begin(), narrow.same.end(), wide.same.begin(),
                       wide.same.end()) &&
         ContradictWithin(
             {{&narrow.children.front(), how},
              {&wide.children.front(), how == Sign::kTrue ? Sign::kNotTrue : Sign::kFalse}},
             branches);
}

bool LinesArePossible(const Statements& leaves, int& branches) {
  for (const Statement& a : leaves) {
    if (a.condition->kind != Kind::kExists || !AsksTrue(a.sign)) continue;
    // A line that no line can be. (Of other items there may be none known, and then whether there
    // is one is unknown, whatever is asked.)
    const bool decided = a.sign == Sign::kTrue || a.condition->over == Item::kLine;
    if (decided && ContradictWithin({{&a.condition->children.front(), a.sign}}, branches)) {
      return false;
    }
    for (const Statement& b : leaves) {
      if (b.condition->kind != Kind::kExists || AsksTrue(b.sign)) continue;
      // Sure to be found, and said not to be; or perhaps found, and said to be surely not.
      if (a.sign == Sign::kTrue && Finds(*a.condition, *b.condition, Sign::kTrue, branches)) {
        return false;
      }
      if (b.sign == Sign::kFalse && Finds(*a.condition, *b.condition, Sign::kNotFalse, branches)) {
        return false;
      }
    }
  }
  return true;
}

bool OthersArePossible(const Statements& leaves) {
  const auto clash = [](Sign a, Sign b) {
    return (a == Sign::kTrue && (b == Sign::kFalse || b == Sign::kNotTrue)) ||
           (a == Sign::kFalse && b == Sign::kNotFalse);
  };
  for (const Statement& a : leaves) {
    if (IsFieldKind(a.condition->kind) || IsMeasure(*a.condition)) continue;
    for (const Statement& b : leaves) {
      if (clash(a.sign, b.sign) && *a.condition == *b.condition) return false;
    }
  }
  return true;
}

// Two lines that share a field share what is known of it; and a line's question about the claim is
// one about the subject's claim.
void AddWhatLinesShare(const Condition& exists, Statements& leaves) {
  const auto shared = [&exists](const Condition& leaf) {
    if (!IsFieldKind(leaf.kind)) return false;
    if (leaf.field_of == Item::kClaim) return true;
    return std::any_of(exists.same.begin(), exists.same.end(), [&leaf](SameKey key) {
      switch (key) {
        case SameKey::kProcedureCode:
          return leaf.field == FieldId::kProcedureCode;
        case SameKey::kPlaceOfService:
          return leaf.field == FieldId::kLinePlaceOfService;
        case SameKey::kRevenueCode:
          return leaf.field == FieldId::kRevenueCode;
        case SameKey::kModifiers:
          return leaf.field == FieldId::kModifiers;
        case SameKey::kFirstPointedDiagnosis:
          return leaf.field == FieldId::kFirstPointedDiagnosis;
        default:
          return false;
      }
    });
  };
  const Condition& line = exists.children.front();
  if (shared(line)) leaves.push_back({&line, Sign::kTrue});
  if (line.kind != Kind::kAll) return;
  for (const Condition& part : line.children) {
    if (shared(part)) leaves.push_back({&part, Sign::kTrue});
  }
}

bool ArePossible(Statements leaves, int& branches) {
  const size_t count = leaves.size();
  for (size_t i = 0; i < count; ++i) {
    const Condition& condition = *leaves[i].condition;
    if (condition.kind == Kind::kExists && leaves[i].sign == Sign::kTrue) {
      AddWhatLinesShare(condition, leaves);
    }
  }
  return FieldsArePossible(leaves) && MeasuresArePossible(leaves) && OthersArePossible(leaves) &&
         LinesArePossible(leaves, branches);
}

// --- the tableau ---

// Takes statements apart until only leaves are left. True when no branch is possible.
bool Closed(Statements open, Statements leaves, int& branches) {
  Statements splits;
  while (!open.empty()) {
    const Statement s = open.back();
    open.pop_back();
    const Condition& condition = *s.condition;
    if (condition.kind == Kind::kNot) {
      open.push_back({&condition.children.front(), Negated(s.sign)});
    } else if (condition.kind == Kind::kAll || condition.kind == Kind::kAny) {
      const bool every = (condition.kind == Kind::kAll) == AsksTrue(s.sign);
      if (condition.children.size() > 1 && !every) {
        splits.push_back(s);
      } else if (condition.children.empty() && !every) {
        return true;  // an empty `any` that should hold, an empty `all` that should not
      } else {
        for (const Condition& child : condition.children) open.push_back({&child, s.sign});
      }
    } else {
      leaves.push_back(s);
    }
  }
  if (--branches < 0) return false;
  if (!ArePossible(leaves, branches)) return true;
  if (splits.empty()) return false;
  // The fewest alternatives first; the others wait in every branch.
  const auto least =
      std::min_element(splits.begin(), splits.end(), [](const Statement& a, const Statement& b) {
        return a.condition->children.size() < b.condition->children.size();
      });
  const Statement split = *least;
  splits.erase(least);
  return std::all_of(split.condition->children.begin(), split.condition->children.end(),
                     [&](const Condition& child) {
                       Statements branch = splits;
                       branch.push_back({&child, split.sign});
                       return Closed(std::move(branch), leaves, branches);
                     });
}

}  // namespace

bool Contradict(std::span<const Statement> statements) {
  int branches = kMaxBranches;
  return Closed({statements.begin(), statements.end()}, {}, branches);
}

bool NeverTrue(const Condition& condition) {
  const Statement statements[] = {{&condition, Sign::kTrue}};
  return Contradict(statements);
}

bool AlwaysTrue(const Condition& condition) {
  const Statement statements[] = {{&condition, Sign::kNotTrue}};
  return Contradict(statements);
}

bool Implies(const Condition& a, const Condition& b) {
  const Statement statements[] = {{&a, Sign::kTrue}, {&b, Sign::kNotTrue}};
  return Contradict(statements);
}

bool AddsNothingToAll(const Condition& kept, const Condition& dropped) {
  const Statement falsely[] = {{&dropped, Sign::kFalse}, {&kept, Sign::kNotFalse}};
  return Implies(kept, dropped) && Contradict(falsely);
}

bool AddsNothingToAny(const Condition& kept, const Condition& dropped) {
  const Statement falsely[] = {{&kept, Sign::kFalse}, {&dropped, Sign::kNotFalse}};
  return Implies(dropped, kept) && Contradict(falsely);
}

}  // namespace scrubline
