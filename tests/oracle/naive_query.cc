#include "tests/oracle/naive_query.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "tests/oracle/naive_lines.h"

namespace scrubline::oracle {
namespace {

enum class Likeness { kAbsent, kAlike, kUnlike };

Likeness Alike(bool same) { return same ? Likeness::kAlike : Likeness::kUnlike; }

ItemRef At(const World& world, Standpoint at) { return ItemRef::At(world.claim, at.of, at.index); }

template <typename Value>
Likeness Compare(const Value& a, const Value& b) {
  return a.empty() || b.empty() ? Likeness::kAbsent : Alike(a == b);
}

Likeness CompareNumbers(int64_t a, int64_t b) {
  return a == kUnset || b == kUnset ? Likeness::kAbsent : Alike(a == b);
}

std::string NpiOf(const World& world, ProviderRole role, Standpoint at) {
  const Provider* provider = FindProvider(role, world.claim, At(world, at));
  return provider == nullptr ? "" : std::string(provider->npi);
}

std::multiset<Code> ModifiersOf(const ServiceLine& line) {
  std::multiset<Code> codes;
  for (const Code code : line.modifiers) {
    if (!code.empty() && codes.count(code) == 0) codes.insert(code);
  }
  return codes;
}

const ServiceLine& LineOf(const World& world, Standpoint at) {
  const auto index = static_cast<size_t>(at.index);
  return at.of == Item::kHistory ? world.claim.history[index].line
                                 : world.claim.service_lines[index];
}

Line WithProviders(const World& world, Standpoint at) {
  Line line;
  line.ref = at.of == Item::kHistory ? ~at.index : at.index;
  line.line = std::make_shared<ServiceLine>(LineOf(world, at));
  line.billing = FindProvider(ProviderRole::kBilling, world.claim, At(world, at));
  line.rendering = FindProvider(ProviderRole::kRendering, world.claim, At(world, at));
  return line;
}

Likeness CompareLines(const World& world, SameKey key, Standpoint a, Standpoint b) {
  const ServiceLine& x = LineOf(world, a);
  const ServiceLine& y = LineOf(world, b);
  const auto codes = [&](FieldId field) {
    return Compare(ReadCode(field, world.claim, At(world, a)),
                   ReadCode(field, world.claim, At(world, b)));
  };
  const bool dated = x.service_date.has_value() && y.service_date.has_value();
  switch (key) {
    case SameKey::kServiceDate:
      return dated ? Alike(SpanOf(x).Intersects(SpanOf(y))) : Likeness::kAbsent;
    case SameKey::kDateSpan:
      return dated ? Alike(SpanOf(x) == SpanOf(y)) : Likeness::kAbsent;
    case SameKey::kGroupSpecialty:
      return Alike(SameProvider(WithProviders(world, a), WithProviders(world, b),
                                ProviderScope::kGroupSpecialty));
    case SameKey::kProcedureCode:
      return codes(FieldId::kProcedureCode);
    case SameKey::kPlaceOfService:
      return codes(FieldId::kLinePlaceOfService);
    case SameKey::kRevenueCode:
      return codes(FieldId::kRevenueCode);
    case SameKey::kFirstPointedDiagnosis:
      return codes(FieldId::kFirstPointedDiagnosis);
    case SameKey::kModifiers:  // Reading: sets are never absent, so two empty ones are the same
      return Alike(ModifiersOf(x) == ModifiersOf(y));
    case SameKey::kUnits:
      return CompareNumbers(x.units, y.units);
    case SameKey::kChargeCents:
      return CompareNumbers(x.charge_cents, y.charge_cents);
    case SameKey::kMinutes:
      return CompareNumbers(x.minutes, y.minutes);
    case SameKey::kNdc:
      return Compare(x.ndc, y.ndc);
    default:
      break;
  }
  return Likeness::kAbsent;
}

Likeness CompareBy(const World& world, SameKey key, Standpoint a, Standpoint b) {
  const auto npis = [&](ProviderRole role) {
    return Compare(NpiOf(world, role, a), NpiOf(world, role, b));
  };
  switch (key) {  // what a claim has as a line does
    case SameKey::kRenderingProvider:
      return npis(ProviderRole::kRendering);
    case SameKey::kBillingProvider:
      return npis(ProviderRole::kBilling);
    case SameKey::kOrderingProvider:
      return npis(ProviderRole::kOrdering);
    case SameKey::kReferringProvider:
      return npis(ProviderRole::kReferring);
    default:
      return CompareLines(world, key, a, b);
  }
}

// Whether an absent value is like another is unknown.
Truth RelatesBy(const World& world, SameKey key, Likeness wanted, Standpoint a, Standpoint b) {
  const Likeness likeness = CompareBy(world, key, a, b);
  if (likeness == Likeness::kAbsent) return Truth::kUnknown;
  return likeness == wanted ? Truth::kTrue : Truth::kFalse;
}

// Month by month: how many have gone by from `from` to `to`.
int64_t WholeMonths(Date from, Date to) {
  if (to < from) return -1;
  int64_t months = 0;
  while (Shifted(from, {0, static_cast<int32_t>(months + 1)}) <= to) ++months;
  return months;
}

int64_t Apart(DateRelation::Measure measure, Date subject, Date item) {
  using Measure = DateRelation::Measure;
  const auto number = [](Date date) {
    return int64_t{date.ToCivil().year} * 12 + static_cast<int64_t>(date.ToCivil().month);
  };
  switch (measure) {
    case Measure::kDays:
      return int64_t{subject.days()} - item.days();
    case Measure::kMonths:
      return WholeMonths(item, subject);
    case Measure::kCalendarMonths:
      return number(subject) - number(item);
    case Measure::kCalendarYears:
      return int64_t{subject.ToCivil().year} - item.ToCivil().year;
  }
  return 0;
}

Truth Relates(const World& world, const DateRelation& relation, Standpoint subject,
              Standpoint item) {
  const ItemRef from = relation.subject_of == Item::kClaim ? ItemRef(nullptr) : At(world, subject);
  const Date a = relation.subject_field == FieldId::kToday
                     ? world.options.today
                     : ReadDate(relation.subject_field, world.claim, from);
  const Date b = ReadDate(relation.item_field, world.claim, At(world, item));
  if (!a.has_value() || !b.has_value()) return Truth::kUnknown;
  const int64_t apart = Apart(relation.measure, Shifted(a, relation.offset), b);
  return relation.number.Holds(apart) ? Truth::kTrue : Truth::kFalse;
}

bool IsReplaced(const Claim& claim, const HistoryLine& history) {
  const std::string_view original = claim.original_reference_number;
  return claim.frequency_code == Code::Of("7") && !original.empty() &&
         (history.payer_control_number == original || history.claim_id == original);
}

size_t HowMany(const Claim& claim, Item of) {
  switch (of) {
    case Item::kClaim:
      return 1;
    case Item::kLine:
      return claim.service_lines.size();
    case Item::kHistory:
      return claim.history.size();
    case Item::kDiagnosis:
      return claim.diagnoses.size();
    case Item::kOccurrence:
      return claim.occurrences.size();
    case Item::kOccurrenceSpan:
      return claim.occurrence_spans.size();
    case Item::kValueCode:
      return claim.value_codes.size();
    case Item::kOtherPayer:
      return claim.other_payers.size();
    case Item::kAccumulator:
      return claim.accumulators.size();
  }
  return 0;
}

// Whether the query takes in this item.
Truth TakesIn(const World& world, const Condition& query, const Condition& where, Standpoint at,
              Standpoint item) {
  const bool both_lines = at.of == Item::kLine && item.of == Item::kLine;
  if (both_lines && query.kind == Condition::Kind::kExists && item.index == at.index) {
    return Truth::kFalse;
  }
  if (both_lines && query.earlier && item.index > at.index) return Truth::kFalse;
  if (item.of == Item::kHistory &&
      IsReplaced(world.claim, world.claim.history[static_cast<size_t>(item.index)])) {
    return Truth::kFalse;
  }
  Truth truth = Holds(world, where, item);
  for (const SameKey key : query.same) {
    truth = And(truth, RelatesBy(world, key, Likeness::kAlike, at, item));
  }
  for (const SameKey key : query.differ) {
    truth = And(truth, RelatesBy(world, key, Likeness::kUnlike, at, item));
  }
  for (const DateRelation& relation : query.relations) {
    truth = And(truth, Relates(world, relation, at, item));
  }
  return truth;
}

bool AsksForHistory(const Condition& query) {
  return query.over == Item::kHistory || query.children.size() > 1;
}

// A claim without any history: nothing is known of it.
bool LacksHistory(const World& world, const Condition& query) {
  return AsksForHistory(query) && world.claim.history.empty();
}

// Whether the test holds for what is certain together with any of what is possible.
Truth Judge(const NumberTest& test, int64_t certain, const std::vector<int64_t>& possible,
            bool open_ended) {
  // The sums of all choices lie between the two ends; where they leave gaps the doubt stays.
  int64_t most = certain;
  for (const int64_t more : possible) most += more;
  constexpr int64_t kFar = int64_t{1} << 60;
  if (open_ended) most = kFar;
  bool some = false, all = true;
  // Enough to look at: the ends and what lies about the numbers of the test.
  std::set<int64_t> values = {certain, most};
  for (const int64_t bound : {test.first, test.second}) {
    for (int64_t value = bound - 1; value <= bound + 1; ++value) {
      if (value >= certain && value <= most) values.insert(value);
    }
  }
  for (const int64_t value : values) {
    const bool holds = test.Holds(value);
    some = some || holds;
    all = all && holds;
  }
  return all ? Truth::kTrue : some ? Truth::kUnknown : Truth::kFalse;
}

Truth Total(const World& world, const Condition& query, Standpoint at) {
  NumberTest test = query.number;
  if (query.other_field != FieldId::kNone) {
    const ItemRef from = query.other_of == Item::kClaim ? ItemRef(nullptr) : At(world, at);
    test.first = ReadNumber(query.other_field, world.claim, from);
    if (test.first == kUnset) return Truth::kUnknown;
  }
  bool open_ended = LacksHistory(world, query);
  int64_t certain = 0;
  std::vector<int64_t> possible;
  std::set<Date> sure_days, days;
  for (const Partner& partner : Partners(world, query, at)) {
    const bool sure = partner.truth == Truth::kTrue;
    const ServiceLine& line = LineOf(world, partner.item);
    int64_t amount = 1;
    if (query.kind == Condition::Kind::kSum) {
      amount = ReadNumber(query.field, world.claim, At(world, partner.item));
      if (amount == kUnset) {
        open_ended = true;
        continue;
      }
    }
    if (query.kind == Condition::Kind::kCountDays && line.service_date.has_value()) {
      days.insert(line.service_date);
      if (sure) sure_days.insert(line.service_date);
    } else if (query.kind == Condition::Kind::kCountDays || !sure) {
      possible.push_back(amount);  // a day nobody named, or a line that may not count
    } else {
      certain += amount;
    }
  }
  certain += static_cast<int64_t>(sure_days.size());
  possible.insert(possible.end(), days.size() - sure_days.size(), 1);
  return Judge(test, certain, possible, open_ended);
}

}  // namespace

Date Shifted(Date date, const DateOffset& offset) {
  Date::Civil civil = date.ToCivil();
  int64_t month = int64_t{civil.year} * 12 + static_cast<int64_t>(civil.month) - 1 + offset.months;
  const auto year = static_cast<int>(month / 12);
  const auto of_year = static_cast<int>(month % 12) + 1;
  int day = static_cast<int>(civil.day);
  while (!Date::FromCivil(year, of_year, day).has_value()) --day;
  return *Date::FromCivil(year, of_year, day) + offset.days;
}

std::vector<Partner> Partners(const World& world, const Condition& query, Standpoint at) {
  std::vector<Partner> partners;
  const auto collect = [&](Item over, const Condition& where) {
    for (int i = 0; i < static_cast<int>(HowMany(world.claim, over)); ++i) {
      const Truth truth = TakesIn(world, query, where, at, {over, i});
      if (truth != Truth::kFalse) partners.push_back({{over, i}, truth});
    }
  };
  collect(query.over, query.children[0]);
  if (query.children.size() > 1) collect(Item::kHistory, query.children[1]);
  return partners;
}

std::optional<LineRef> PartnerNamed(const World& world, const Condition& query, Standpoint at) {
  std::optional<LineRef> named;
  Date latest;
  for (const Partner& partner : Partners(world, query, at)) {
    if (partner.truth != Truth::kTrue) continue;
    const Date date = LineOf(world, partner.item).service_date;
    if (partner.item.of == Item::kLine) return partner.item.index;
    if (!named.has_value() || date > latest) {
      named = ~partner.item.index;
      latest = date;
    }
  }
  return named;
}

Truth HoldsQuery(const World& world, const Condition& query, Standpoint at) {
  if (query.kind != Condition::Kind::kExists) return Total(world, query, at);
  Truth truth = LacksHistory(world, query) ? Truth::kUnknown : Truth::kFalse;
  for (const Partner& partner : Partners(world, query, at)) truth = Or(truth, partner.truth);
  return truth;
}

}  // namespace scrubline::oracle
