// Conditions that ask about other items than the one in hand: another line, the patient's history,
// the records of the claim.
#include <algorithm>
#include <limits>

#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

int64_t SaturatingAdd(int64_t a, int64_t b) {
  int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? kMost : sum;
}

// The days of a line: of a reversed span the first (R14).
DateInterval SpanOf(const ServiceLine& line) {
  return {line.service_date, std::max(line.service_date, line.last_date())};
}

// The same modifiers, whatever their order and however often.
bool SameModifiers(const ServiceLine& a, const ServiceLine& b) {
  const auto covers = [](const ServiceLine& x, const ServiceLine& y) {
    for (size_t i = 0; i < y.modifier_count; ++i) {
      if (!y.modifiers[i].empty() && !x.HasModifier(y.modifiers[i])) return false;
    }
    return true;
  };
  return covers(a, b) && covers(b, a);
}

}  // namespace

void Conditions::FindCandidates(const GraphNode& node) {
  candidates_.clear();
  const auto find = [&](Item over) {
    ForEachNotFalse(ChildOver(node, over), over, [&](int32_t index, Truth truth) {
      if (over == Item::kHistory && claim_->Replaces(claim_->history[static_cast<size_t>(index)])) {
        return;
      }
      candidates_.push_back({over, truth, index});
    });
  };
  find(node.over);
  if (node.child_count > 1) find(Item::kHistory);
}

Conditions::Likeness Conditions::CompareProviders(ProviderRole role, ItemRef x, ItemRef y) const {
  const Provider* p = FindProvider(role, *claim_, x);
  const Provider* q = FindProvider(role, *claim_, y);
  if (p == nullptr || q == nullptr || p->npi.empty() || q->npi.empty()) return Likeness::kAbsent;
  return p->npi == q->npi ? Likeness::kAlike : Likeness::kUnlike;
}

Conditions::Likeness Conditions::Compare(SameKey key, ItemRef x, ItemRef y) const {
  const auto alike = [](bool same) { return same ? Likeness::kAlike : Likeness::kUnlike; };
  const auto codes = [&](FieldId field) {
    const Code a = ReadCode(field, *claim_, x);
    const Code b = ReadCode(field, *claim_, y);
    return a.empty() || b.empty() ? Likeness::kAbsent : alike(a == b);
  };
  const auto numbers = [&](FieldId field) {
    const int64_t a = ReadNumber(field, *claim_, x);
    const int64_t b = ReadNumber(field, *claim_, y);
    return a == kUnset || b == kUnset ? Likeness::kAbsent : alike(a == b);
  };
  switch (key) {
    case SameKey::kServiceDate:
    case SameKey::kDateSpan: {
      if (!x.line->service_date.has_value() || !y.line->service_date.has_value()) {
        return Likeness::kAbsent;
      }
      const DateInterval a = SpanOf(*x.line);
      const DateInterval b = SpanOf(*y.line);
      return alike(key == SameKey::kServiceDate ? a.Intersects(b) : a == b);
    }
    case SameKey::kRenderingProvider:
      return CompareProviders(ProviderRole::kRendering, x, y);
    case SameKey::kBillingProvider:
      return CompareProviders(ProviderRole::kBilling, x, y);
    case SameKey::kOrderingProvider:
      return CompareProviders(ProviderRole::kOrdering, x, y);
    case SameKey::kReferringProvider:
      return CompareProviders(ProviderRole::kReferring, x, y);
    case SameKey::kGroupSpecialty: {
      const auto provider_class = [this](ItemRef item) {
        const size_t before = item.of == Item::kHistory ? claim_->service_lines.size() : 0;
        return provider_classes_[before + static_cast<size_t>(item.index)];
      };
      return alike(provider_class(x) == provider_class(y));
    }
    case SameKey::kProcedureCode:
      return codes(FieldId::kProcedureCode);
    case SameKey::kPlaceOfService:
      return codes(FieldId::kLinePlaceOfService);
    case SameKey::kRevenueCode:
      return codes(FieldId::kRevenueCode);
    case SameKey::kFirstPointedDiagnosis:
      return codes(FieldId::kFirstPointedDiagnosis);
    case SameKey::kModifiers:
      return alike(SameModifiers(*x.line, *y.line));
    case SameKey::kUnits:
      return numbers(FieldId::kUnits);
    case SameKey::kChargeCents:
      return numbers(FieldId::kChargeCents);
    case SameKey::kMinutes:
      return numbers(FieldId::kMinutes);
    case SameKey::kNdc: {
      if (x.line->ndc.empty() || y.line->ndc.empty()) return Likeness::kAbsent;
      return alike(x.line->ndc == y.line->ndc);
    }
  }
  return Likeness::kAbsent;
}

// Whether an absent value is like another is unknown.
Truth Conditions::Agree(uint32_t keys, Likeness wanted, ItemRef x, ItemRef y) const {
  Truth truth = Truth::kTrue;
  for (; keys != 0; keys &= keys - 1) {
    const Likeness likeness = Compare(static_cast<SameKey>(__builtin_ctz(keys)), x, y);
    if (likeness == wanted) continue;
    if (likeness != Likeness::kAbsent) return Truth::kFalse;
    truth = Truth::kUnknown;
  }
  return truth;
}

Truth Conditions::Relates(const GraphNode& node, int32_t subject,
                          const Candidate& candidate) const {
  if (subject >= 0 && candidate.of == Item::kLine) {
    if (node.kind == Kind::kExists && candidate.index == subject) return Truth::kFalse;
    if (node.earlier && candidate.index > subject) return Truth::kFalse;
  }
  const ItemRef x = ItemRef::At(*claim_, subject < 0 ? Item::kClaim : Item::kLine, subject);
  const ItemRef y = ItemRef::At(*claim_, candidate.of, candidate.index);
  Truth truth = candidate.truth;
  for (uint32_t i = 0; i < node.relation_count; ++i) {
    const DateRelation& relation = program_->graph.relations[node.relations + i];
    const Date a = ReadDateOf(relation.subject_field, x);
    const Date b = ReadDate(relation.item_field, *claim_, y);
    if (!a.has_value() || !b.has_value()) {
      truth = Truth::kUnknown;
    } else if (!relation.number.Holds(relation.Distance(relation.offset.AddTo(a), b))) {
      return Truth::kFalse;
    }
  }
  for (const auto& [keys, wanted] :
       {std::pair(node.same, Likeness::kAlike), std::pair(node.differ, Likeness::kUnlike)}) {
    const Truth agrees = Agree(keys, wanted, x, y);
    if (agrees == Truth::kFalse) return Truth::kFalse;
    if (agrees == Truth::kUnknown) truth = Truth::kUnknown;
  }
  return truth;
}

bool Conditions::IsAsked(const GraphNode& query, int32_t subject, int32_t item) const {
  return Relates(query, subject, {query.over, Truth::kTrue, item}) != Truth::kFalse;
}

Truth Conditions::Exists(const GraphNode& node, int32_t subject) const {
  Truth found = LacksHistory(node) ? Truth::kUnknown : Truth::kFalse;
  for (const Candidate& candidate : candidates_) {
    const Truth truth = Relates(node, subject, candidate);
    if (truth == Truth::kTrue) return truth;
    if (truth == Truth::kUnknown) found = truth;
  }
  return found;
}

Conditions::Stretch Conditions::Count(const GraphNode& node, int32_t subject) const {
  Stretch count;
  for (const Candidate& candidate : candidates_) {
    const Truth truth = Relates(node, subject, candidate);
    if (truth != Truth::kFalse) ++count.most;
    if (truth == Truth::kTrue) ++count.least;
  }
  return count;
}

Conditions::Stretch Conditions::CountDays(const GraphNode& node, int32_t subject) {
  Stretch count;
  days_.clear();
  for (const Candidate& candidate : candidates_) {
    const Truth truth = Relates(node, subject, candidate);
    if (truth == Truth::kFalse) continue;
    const Date date = ItemRef::At(*claim_, candidate.of, candidate.index).line->service_date;
    if (date.has_value()) {
      days_.push_back({date.days(), truth == Truth::kTrue});
    } else {
      ++count.most;
    }
  }
  // Of one day, what is sure first.
  std::sort(days_.begin(), days_.end(), [](const Day& a, const Day& b) {
    return a.day != b.day ? a.day < b.day : a.sure > b.sure;
  });
  for (size_t i = 0; i < days_.size(); ++i) {
    if (i > 0 && days_[i].day == days_[i - 1].day) continue;
    ++count.most;
    if (days_[i].sure) ++count.least;
  }
  return count;
}

Conditions::Stretch Conditions::Sum(const GraphNode& node, int32_t subject) const {
  Stretch sum;
  for (const Candidate& candidate : candidates_) {
    const Truth truth = Relates(node, subject, candidate);
    if (truth == Truth::kFalse) continue;
    const int64_t amount =
        ReadNumber(node.field, *claim_, ItemRef::At(*claim_, candidate.of, candidate.index));
    if (amount == kUnset) {
      sum.most = kMost;
      continue;
    }
    sum.most = SaturatingAdd(sum.most, amount);
    if (truth == Truth::kTrue) sum.least = SaturatingAdd(sum.least, amount);
  }
  return sum;
}

Truth Conditions::Query(const GraphNode& node, int32_t subject) {
  if (node.kind == Kind::kExists) return Exists(node, subject);
  NumberTest test = node.number;
  if (node.other_field != FieldId::kNone) {
    const Item of = subject < 0 ? Item::kClaim : Item::kLine;
    test.first = ReadNumber(node.other_field, *claim_, ItemRef::At(*claim_, of, subject));
    if (test.first == kUnset) return Truth::kUnknown;
  }
  Stretch stretch = node.kind == Kind::kCount       ? Count(node, subject)
                    : node.kind == Kind::kCountDays ? CountDays(node, subject)
                                                    : Sum(node, subject);
  if (LacksHistory(node)) stretch.most = kMost;
  const std::optional<bool> holds = test.HoldsIn(stretch.least, stretch.most);
  if (!holds.has_value()) return Truth::kUnknown;
  return *holds ? Truth::kTrue : Truth::kFalse;
}

void Conditions::ComputeQuery(const GraphNode& node, size_t offset) {
  FindCandidates(node);
  constexpr uint32_t kGroupSpecialty = 1u << static_cast<int>(SameKey::kGroupSpecialty);
  if (((node.same | node.differ) & kGroupSpecialty) != 0) ClassifyProviders();
  if (node.of == Item::kClaim) {
    Set(node, offset, 0, Query(node, -1));
    return;
  }
  for (size_t i = 0; i < claim_->service_lines.size(); ++i) {
    const auto line = static_cast<int32_t>(i);
    Set(node, offset, line, Query(node, line));
  }
}

void Conditions::ClassifyProviders() {
  if (classified_) return;
  classified_ = true;
  line_providers_.clear();
  for (const ServiceLine& line : claim_->service_lines) {
    line_providers_.push_back(ProvidersOf(*claim_, line));
  }
  for (const HistoryLine& earlier : claim_->history) {
    line_providers_.push_back(ProvidersOf(*claim_, earlier));
  }
  classifier_.Classify(*claim_, ProviderScope::kGroupSpecialty, line_providers_, provider_classes_);
}

int32_t Conditions::Found(NodeId query, int32_t line) {
  const GraphNode& node = program_->graph.nodes[static_cast<size_t>(query)];
  Values(query);  // what relates the items to the line is prepared then
  FindCandidates(node);
  const auto date_of = [this](int32_t index) {
    return claim_->history[static_cast<size_t>(index)].line.service_date;
  };
  int32_t found = -1;
  for (const Candidate& candidate : candidates_) {
    const bool better =
        found < 0 || (candidate.of == Item::kHistory && date_of(candidate.index) > date_of(found));
    if (better && Relates(node, line, candidate) == Truth::kTrue) found = candidate.index;
  }
  return found;
}

}  // namespace scrubline
