#include "authoring/quiz/quiz.h"

#include <algorithm>
#include <compare>
#include <cstdlib>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "authoring/quiz/code_pool.h"
#include "authoring/quiz/edit_candidates.h"
#include "authoring/quiz/rule_watch.h"
#include "authoring/quiz/shown_fields.h"
#include "rules_engine/examples.h"
#include "rules_engine/resolve/claim_test_resolver.h"

namespace scrubline {
namespace {

// Equal everywhere, which the standard library's distributions are not (splitmix64, FNV-1a).
uint64_t Mix(uint64_t value) {
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  return hash;
}

// A claim that was changed, with the one whose texts it shares.
struct Variant {
  Claim claim;
  std::shared_ptr<const Claim> original;
};

// Null when the edit cannot be done, or changes nothing.
std::shared_ptr<const Claim> Changed(const std::shared_ptr<const Claim>& claim,
                                     const ClaimEdit& edit) {
  auto variant = std::make_shared<Variant>(Variant{CopyOf(*claim), claim});
  if (!Apply(edit, variant->claim)) return nullptr;
  return {variant, &variant->claim};
}

struct Base {
  std::shared_ptr<const Claim> claim;
  Date today;
  QuizOutcome outcome = QuizOutcome::kClear;
  int other_findings = 0;
  std::vector<int32_t> lines;  // of the rule's findings
};

// A claim and what turns its outcome around; the lowest rank is the best.
struct Pair {
  struct Rank {
    size_t edits = 0;
    bool is_beside_the_point = false;
    int other_findings = 0;  // on both claims
    int subtlety = 0;
    int64_t distance = 0;  // of two numbers or dates
    uint64_t order = 0;
    friend auto operator<=>(const Rank&, const Rank&) = default;
  };
  Rank rank;
  const Base* base = nullptr;
  std::shared_ptr<const Claim> from;  // the base's claim, or one next to it
  std::vector<ClaimEdit> edits;
  std::shared_ptr<const Claim> changed;
  QuizOutcome outcome = QuizOutcome::kClear;  // on the changed claim
};

// What the pair is about: pairs that differ in the same are one lesson.
using Lesson = std::set<std::pair<FieldId, bool>>;
Lesson LessonOf(const Pair& pair) {
  Lesson lesson;
  for (const ClaimEdit& edit : pair.edits) {
    lesson.insert({edit.field, edit.kind >= ClaimEdit::Kind::kAddLine});
  }
  return lesson;
}

bool Passes(QuizOutcome outcome) {
  return outcome == QuizOutcome::kClear || outcome == QuizOutcome::kBypassed;
}
bool TurnsAround(QuizOutcome from, QuizOutcome to) {
  const QuizOutcome fires = QuizOutcome::kFires;
  return (from == fires && Passes(to)) || (Passes(from) && to == fires);
}

bool Holds(const std::vector<int32_t>& lines, int32_t line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

const ServiceLine* FindLine(const Claim& claim, int32_t number) {
  for (const ServiceLine& line : claim.service_lines) {
    if (line.line_number == number) return &line;
  }
  return nullptr;
}

bool IsQuantity(const ClaimEdit& edit) {
  const FieldType type = FieldOf(edit.field, edit.of).type;
  return type == FieldType::kNumber || type == FieldType::kMoney || type == FieldType::kDate;
}

// What a rule is mostly about comes first.
constexpr int kBesideThePoint = 5;
int SubtletyOf(const ClaimEdit& edit) {
  switch (edit.kind) {
    case ClaimEdit::Kind::kAddLine:
    case ClaimEdit::Kind::kRemoveLine:
      return 3;
    case ClaimEdit::Kind::kAddCode:
    case ClaimEdit::Kind::kRemoveCode:
      return edit.field == FieldId::kModifiers ? 0 : 2;
    case ClaimEdit::Kind::kSet:
      break;
  }
  switch (edit.field) {
    case FieldId::kProcedureCode:
      return 4;
    case FieldId::kPayerLineOfBusiness:
    case FieldId::kPayerId:
    case FieldId::kPayerPlanId:
    case FieldId::kType:
      return kBesideThePoint;
    default:
      return IsQuantity(edit) ? 1 : 2;
  }
}
// A finding's own line left out says nothing about the rule.
constexpr int kNoLesson = 6;

class RuleQuiz {
 public:
  RuleQuiz(const Snapshot& snapshot, int32_t index, const CodePool& pool, uint64_t seed)
      : rule_(snapshot.rulesets().rules[static_cast<size_t>(index)]),
        index_(index),
        pool_(pool),
        seed_(Mix(seed) ^ Hash(rule_.id)),
        watch_(snapshot, index) {
    for (const Example& example : rule_.examples) AddBase(example.claim, DefaultToday());
    for (const ClaimTest& test : snapshot.rulesets().tests) {
      if (std::any_of(test.findings.begin(), test.findings.end(),
                      [this](const auto& expected) { return expected.rule == rule_.id; })) {
        AddBase(test.claim, test.today);
      }
    }
  }

  // At most `most` cases, each about something else; the reason when there is none.
  std::vector<QuizCase> Make(size_t most, std::string& reason) {
    std::vector<QuizCase> cases;
    if (bases_.empty()) {
      reason = "no example, nor a test that expects it, on which it is evaluated";
      return cases;
    }
    for (const Base& base : bases_) TryOne(base);
    if (pairs_.empty()) {
      for (const Base& base : bases_) TryTwo(base);
    }
    if (pairs_.empty()) {
      reason = "no one or two small changes to an example turn its answer around";
      return cases;
    }
    std::sort(pairs_.begin(), pairs_.end(),
              [](const Pair& a, const Pair& b) { return a.rank < b.rank; });
    std::set<Lesson> known;
    for (const Pair& pair : pairs_) {
      if (cases.size() == most) break;
      if (known.insert(LessonOf(pair)).second) cases.push_back(CaseOf(pair));
    }
    return cases;
  }

 private:
  void AddBase(const std::shared_ptr<const Claim>& claim, Date today) {
    if (!claim->unreadable.empty()) return;
    Base base{claim, today, watch_.Look(*claim, today), watch_.other_findings(),
              watch_.line_numbers()};
    if (base.outcome != QuizOutcome::kNotEvaluated) bases_.push_back(std::move(base));
  }

  // True when the changes turn the outcome of `base` around: the pair is kept.
  bool Keep(const Base& base, std::vector<ClaimEdit> edits, std::shared_ptr<const Claim> changed) {
    const QuizOutcome outcome = watch_.Look(*changed, base.today);
    if (!TurnsAround(base.outcome, outcome)) return false;
    Pair pair{.base = &base};
    pair.rank.edits = edits.size();
    pair.rank.other_findings = base.other_findings + watch_.other_findings();
    const std::vector<int32_t>& failing =
        outcome == QuizOutcome::kFires ? watch_.line_numbers() : base.lines;
    const Claim& longer = outcome == QuizOutcome::kFires ? *changed : *base.claim;
    const Claim& shorter = outcome == QuizOutcome::kFires ? *base.claim : *changed;
    for (const ServiceLine& line : longer.service_lines) {
      if (FindLine(shorter, line.line_number) == nullptr && Holds(failing, line.line_number)) {
        pair.rank.subtlety = kNoLesson;
      }
    }
    for (const ClaimEdit& edit : edits) {
      pair.rank.subtlety = std::max(pair.rank.subtlety, SubtletyOf(edit));
    }
    pair.rank.is_beside_the_point = pair.rank.subtlety >= kBesideThePoint;
    pair.rank.order = Mix(seed_ + pairs_.size());
    pair.from = base.claim;
    pair.edits = std::move(edits);
    pair.changed = std::move(changed);
    pair.outcome = outcome;
    BringNear(pair);
    pairs_.push_back(std::move(pair));
    return true;
  }

  bool Spent() const { return watch_.looks() >= kMaxTries; }

  void TryOne(const Base& base) {
    for (const ClaimEdit& edit : EditCandidates(rule_, *base.claim, pool_)) {
      if (Spent()) return;
      if (auto changed = Changed(base.claim, edit)) Keep(base, {edit}, std::move(changed));
    }
  }

  void TryTwo(const Base& base) {
    for (const ClaimEdit& first : EditCandidates(rule_, *base.claim, pool_)) {
      const std::shared_ptr<const Claim> halfway = Changed(base.claim, first);
      if (halfway == nullptr) continue;
      for (const ClaimEdit& second : EditCandidates(rule_, *halfway, pool_)) {
        if (Spent()) return;
        if (SameTarget(first, second)) continue;
        if (auto changed = Changed(halfway, second)) {
          Keep(base, {first, second}, std::move(changed));
        }
      }
    }
  }

  // A number or date which jumped is brought to just this side of what it jumped over: the claim is
  // given the value next to the changed one, if that leaves its outcome as it is.
  void BringNear(Pair& pair) {
    const ClaimEdit& edit = pair.edits.front();
    if (pair.edits.size() > 1 || edit.kind != ClaimEdit::Kind::kSet || !IsQuantity(edit)) return;
    const int64_t now = ValueOf(edit, *pair.from);
    if (now == kUnset || edit.number == kUnset) return;
    const FieldType type = FieldOf(edit.field, edit.of).type;
    const int64_t step = type == FieldType::kNumber ? kThousandths : 1;
    pair.rank.distance = std::abs(now - edit.number) / step;
    ClaimEdit nearer = edit;
    nearer.number += now > edit.number ? step : -step;
    auto near = Changed(pair.base->claim, nearer);
    if (near == nullptr || watch_.Look(*near, pair.base->today) != pair.base->outcome) return;
    pair.from = std::move(near);
    pair.rank.distance = 1;
  }

  static int64_t ValueOf(const ClaimEdit& edit, const Claim& claim) {
    const ItemRef item(edit.line < 0 ? nullptr
                                     : &claim.service_lines[static_cast<size_t>(edit.line)]);
    if (FieldOf(edit.field, edit.of).type != FieldType::kDate) {
      return ReadNumber(edit.field, claim, item);
    }
    const Date date = ReadDate(edit.field, claim, item);
    return date.has_value() ? date.days() : kUnset;
  }

  QuizCase CaseOf(const Pair& pair) {
    QuizCase made;
    made.rule = index_;
    const std::shared_ptr<const Claim>& base = pair.from;
    const bool base_fails = pair.base->outcome == QuizOutcome::kFires;
    watch_.Tell(base_fails ? base : pair.changed, pair.base->today, made.failing);
    watch_.Tell(base_fails ? pair.changed : base, pair.base->today, made.passing);
    made.failing_first = (pair.rank.order >> 32 & 1) != 0;
    ShownFields shown;
    shown.AddAll(rule_);
    std::shared_ptr<const Claim> before = base;
    for (const ClaimEdit& edit : pair.edits) {
      const std::shared_ptr<const Claim> after = Changed(before, edit);
      made.differences.push_back(DifferenceOf(edit, *before, *after, base_fails, shown));
      before = after;
    }
    made.claim_fields = std::move(shown.claim);
    made.line_fields = std::move(shown.line);
    return made;
  }

  static Difference DifferenceOf(const ClaimEdit& edit, const Claim& before, const Claim& after,
                                 bool base_fails, ShownFields& shown) {
    Difference difference{.kind = edit.kind};
    std::string old_value, new_value;
    const auto line_before = [&] {
      return edit.line < 0 ? nullptr : &before.service_lines[static_cast<size_t>(edit.line)];
    };
    if (edit.line >= 0) difference.line_number = line_before()->line_number;
    switch (edit.kind) {
      case ClaimEdit::Kind::kAddLine:
        difference.line_number = after.service_lines.back().line_number;
        difference.field = "procedure_code";
        new_value = edit.code.ToString();
        break;
      case ClaimEdit::Kind::kRemoveLine:
        difference.field = "procedure_code";
        old_value = line_before()->procedure_code.ToString();
        break;
      case ClaimEdit::Kind::kAddCode:
      case ClaimEdit::Kind::kRemoveCode:
        difference.field = FieldOf(edit.field, edit.of).name;
        shown.Add(FieldOf(edit.field, edit.of));
        (edit.kind == ClaimEdit::Kind::kAddCode ? new_value : old_value) = edit.code.ToString();
        break;
      case ClaimEdit::Kind::kSet: {
        const Field& field = FieldOf(edit.field, edit.of);
        difference.field = field.name;
        old_value = FormatValue(field, before, line_before());
        new_value = FormatValue(
            field, after,
            edit.line < 0 ? nullptr : &after.service_lines[static_cast<size_t>(edit.line)]);
        shown.Add(field);
        // What a line has from its claim changed there.
        const Field* const claims = FindField(field.name, Item::kClaim);
        if (claims != nullptr &&
            FormatValue(*claims, before, nullptr) != FormatValue(*claims, after, nullptr)) {
          difference.line_number = 0;
        }
        break;
      }
    }
    difference.failing = base_fails ? old_value : new_value;
    difference.passing = base_fails ? new_value : old_value;
    return difference;
  }

  const ResolvedRule& rule_;
  const int32_t index_;
  const CodePool& pool_;
  const uint64_t seed_;
  RuleWatch watch_;
  std::vector<Base> bases_;
  std::vector<Pair> pairs_;
};

}  // namespace

Quiz MakeQuiz(const Snapshot& loaded, const QuizOptions& options) {
  const std::shared_ptr<const Snapshot> for_examples = SnapshotForExamples(loaded);
  const Snapshot& snapshot = *for_examples;
  Quiz quiz;
  const std::vector<ResolvedRule>& rules = snapshot.rulesets().rules;
  std::vector<std::pair<uint64_t, int32_t>> order;  // in which rules take their turn
  for (size_t i = 0; i < rules.size(); ++i) {
    if (!options.rule.empty() && !IsRuleOrFamily(options.rule, rules[i].id)) continue;
    order.emplace_back(Mix(Mix(options.seed) ^ Hash(rules[i].id)), static_cast<int32_t>(i));
  }
  quiz.rules = static_cast<int>(order.size());
  std::sort(order.begin(), order.end());

  const CodePool pool(snapshot.rulesets());
  const auto wanted = static_cast<size_t>(std::max(options.count, 0));
  // Each rule's first case, then each one's second ...
  std::vector<std::vector<QuizCase>> made;
  size_t firsts = 0;
  for (const auto& [turn, rule] : order) {
    if (wanted > 0 && firsts == wanted) break;
    std::string reason;
    made.push_back(
        RuleQuiz(snapshot, rule, pool, options.seed).Make(wanted == 0 ? 1 : wanted, reason));
    if (made.back().empty()) {
      quiz.skipped.push_back({rule, reason});
    } else {
      ++firsts;
    }
  }
  std::vector<std::tuple<int32_t, size_t, QuizCase>> cases;
  for (size_t round = 0; wanted == 0 ? round == 0 : round < wanted; ++round) {
    for (std::vector<QuizCase>& of_rule : made) {
      if (round >= of_rule.size() || (wanted > 0 && cases.size() == wanted)) continue;
      cases.emplace_back(of_rule[round].rule, round, std::move(of_rule[round]));
    }
  }
  std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  for (auto& [rule, round, one] : cases) quiz.cases.push_back(std::move(one));
  std::sort(quiz.skipped.begin(), quiz.skipped.end(),
            [](const auto& a, const auto& b) { return a.rule < b.rule; });
  return quiz;
}

}  // namespace scrubline
