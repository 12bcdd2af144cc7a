// Rules of which one says what another says. Rules are compared only where their codes meet: one is
// looked up under a code of the other, as the engine does it for a claim.
#include <algorithm>
#include <bitset>

#include "authoring/lint/implication.h"
#include "authoring/lint/lints.h"
#include "rules_engine/compile/activation_index.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Sign = Statement::Sign;

// A bit for each field of line and claim, and one for each kind of condition that asks of more than
// one field.
constexpr size_t kFieldBits = static_cast<size_t>(kFieldCount) * kItemCount;
using Fields = std::bitset<kFieldBits + 64>;  // of fields, then of kinds

void AddField(const Condition& condition, Fields& fields) {
  switch (condition.kind) {
    case Kind::kAll:
    case Kind::kAny:
    case Kind::kNot:
      return;
    case Kind::kExists:
    case Kind::kCount:
    case Kind::kCountDays:
    case Kind::kSum:
    case Kind::kTable:
    case Kind::kRow:
      fields.set(kFieldBits + static_cast<size_t>(condition.kind));
      return;
    default:
      fields.set(static_cast<size_t>(condition.field) * kItemCount +
                 static_cast<size_t>(condition.field_of));
  }
}

// What the pair lints compare of a rule.
struct Candidate {
  const LintInput::Rule* rule;
  const CodeSet* codes = nullptr;  // of which the subject line must have one; null: of none
  Fields asked;                    // by any part of the condition
  Fields needed;                   // by parts that must all hold
};

Candidate MakeCandidate(const LintInput::Rule& rule) {
  Candidate candidate{&rule, nullptr, {}, {}};
  ForEachCondition(rule.condition, [&](const Condition& c) { AddField(c, candidate.asked); });
  for (const Condition* part : Conjuncts(rule.condition)) {
    AddField(*part, candidate.needed);
    if (part->kind == Kind::kCodeIn && part->field == FieldId::kProcedureCode &&
        part->field_of == Item::kLine && candidate.codes == nullptr) {
      candidate.codes = &part->codes;
    }
  }
  return candidate;
}

// Wherever `a` fires `b` fires, with the same severity, the same denial, and on the same line.
bool SaysLess(const LintInput& input, const LintInput::Rule& a, const LintInput::Rule& b) {
  const ResolvedRule& x = *a.rule;
  const ResolvedRule& y = *b.rule;
  const bool dates = (x.date_basis == y.date_basis && y.effective.first <= x.effective.first &&
                      x.effective.last <= y.effective.last) ||
                     y.effective == DateInterval{};
  if (x.for_claim != y.for_claim || x.severity != y.severity || x.carc != y.carc ||
      x.rarc != y.rarc || !dates ||
      !Covers(input.RulesetOf(y.ruleset).scope, input.RulesetOf(x.ruleset).scope)) {
    return false;
  }
  std::vector<Statement> fires = {{&a.condition, Sign::kTrue}, {&a.scope, Sign::kTrue}};
  if (x.unless) fires.push_back({&*x.unless, Sign::kFalse});
  const auto proves = [&fires](const Statement& not_so) {
    std::vector<Statement> statements = fires;
    statements.push_back(not_so);
    return Contradict(statements);
  };
  return proves({&b.condition, Sign::kNotTrue}) &&
         (!y.unless || proves({&*y.unless, Sign::kNotFalse}));
}

// Calls `visit(a, b)` for pairs where `a` says less than `b`, or as much, until it has had enough
// of `a`. `mutual`: only for pairs where `b` may say less than `a`, too.
template <typename Visit>
void ForEachPair(const LintInput& input, bool mutual, const Visit& visit) {
  std::vector<Candidate> candidates;
  for (const LintInput::Rule& rule : input.rules) {
    if (rule.is_yaml() && !NeverTrue(rule.condition)) candidates.push_back(MakeCandidate(rule));
  }
  ActivationIndex::Builder builder;
  std::vector<int32_t> of_any_code;
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].codes != nullptr) {
      builder.Add(*candidates[i].codes, static_cast<int32_t>(i));
    } else {
      of_any_code.push_back(static_cast<int32_t>(i));
    }
  }
  const ActivationIndex index = std::move(builder).Build();
  for (const Candidate& a : candidates) {
    bool enough = false;
    const auto look = [&](int32_t other) {
      const Candidate& b = candidates[static_cast<size_t>(other)];
      // What `a` does not ask about cannot follow from it.
      if (enough || &a == &b || (b.needed & ~a.asked).any()) return;
      if (mutual && (a.needed & ~b.asked).any()) return;
      if (SaysLess(input, *a.rule, *b.rule)) enough = visit(*a.rule, *b.rule);
    };
    for (const int32_t other : of_any_code) look(other);
    if (a.codes == nullptr) continue;
    const Code code =
        a.codes->singles().empty() ? a.codes->ranges().front().first : a.codes->singles().front();
    index.ForEach(index.Find(code), look);
  }
}

}  // namespace

void LintShadowedRule(const LintInput& input, LintFindings& out) {
  ForEachPair(input, /*mutual=*/false, [&](const LintInput::Rule& a, const LintInput::Rule& b) {
    if (SaysLess(input, b, a)) return false;
    out.Add(a.rule->position, a.rule->id,
            "wherever " + Quoted(a.id()) + " fires, " + Quoted(b.id()) + " (" +
                ShortPlace(b.rule->position) + ") fires with the same severity and denial",
            "delete the narrower rule, or except its claims from the wider one");
    return true;
  });
}

void LintAlwaysTogether(const LintInput& input, LintFindings& out) {
  ForEachPair(input, /*mutual=*/true, [&](const LintInput::Rule& a, const LintInput::Rule& b) {
    if (a.rule->position < b.rule->position || !SaysLess(input, b, a)) return false;
    out.Add(a.rule->position, a.rule->id,
            "the rules " + Quoted(a.id()) + " and " + Quoted(b.id()) + " (" +
                ShortPlace(b.rule->position) + ") always fire together",
            "keep one of them");
    return true;
  });
}

}  // namespace scrubline
