#include "tests/oracle/naive_condition.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "tests/oracle/naive_lines.h"

namespace scrubline::oracle {
namespace {

Truth From(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

const ServiceLine* LineAt(const World& world, int line) {
  return line < 0 ? nullptr : &world.claim.service_lines[static_cast<size_t>(line)];
}

std::set<Code> CodesOf(const World& world, FieldId field, const ServiceLine* line) {
  std::set<Code> codes;
  ForEachCode(field, world.claim, line, [&codes](Code code) {
    codes.insert(code);
    return true;
  });
  return codes;
}

// Whole years from birth to `date`: the last birthday on or before it.
int64_t AgeInYears(Date birth, Date date) {
  int64_t years = date.ToCivil().year - birth.ToCivil().year;
  while (birth.AddYears(static_cast<int>(years)) > date) --years;
  return years;
}

bool SameNpi(const Provider* a, const Provider* b) {
  return a != nullptr && b != nullptr && !a->npi.empty() && a->npi == b->npi;
}

bool Same(const World& world, SameKey key, const ServiceLine& a, const ServiceLine& b) {
  const auto equal = [](const auto& x, const auto& y) { return !x.empty() && x == y; };
  const auto equal_number = [](int64_t x, int64_t y) { return x != kUnset && x == y; };
  const Claim& claim = world.claim;
  const auto same_provider = [&](ProviderRole role) {
    return SameNpi(FindProvider(role, claim, &a), FindProvider(role, claim, &b));
  };
  switch (key) {
    case SameKey::kDateSpan:
      return a.service_date.has_value() && b.service_date.has_value() && SpanOf(a) == SpanOf(b);
    case SameKey::kBillingProvider:
      return same_provider(ProviderRole::kBilling);
    case SameKey::kOrderingProvider:
      return same_provider(ProviderRole::kOrdering);
    case SameKey::kReferringProvider:
      return same_provider(ProviderRole::kReferring);
    case SameKey::kGroupSpecialty: {
      const auto line = [&claim](const ServiceLine& of) {
        return Line{.line = &of,
                    .billing = claim.provider(claim.billing),
                    .rendering = FindProvider(ProviderRole::kRendering, claim, &of)};
      };
      return SameProvider(line(a), line(b), ProviderScope::kGroupSpecialty);
    }
    case SameKey::kUnits:
      return equal_number(a.units, b.units);
    case SameKey::kChargeCents:
      return equal_number(a.charge_cents, b.charge_cents);
    case SameKey::kMinutes:
      return equal_number(a.minutes, b.minutes);
    case SameKey::kNdc:
      return equal(a.ndc, b.ndc);
    case SameKey::kServiceDate:
      return a.service_date.has_value() && b.service_date.has_value() &&
             SpanOf(a).Intersects(SpanOf(b));
    case SameKey::kRenderingProvider:
      return same_provider(ProviderRole::kRendering);
    case SameKey::kProcedureCode:
      return equal(a.procedure_code, b.procedure_code);
    case SameKey::kPlaceOfService:
      return equal(ReadCode(FieldId::kLinePlaceOfService, claim, &a),
                   ReadCode(FieldId::kLinePlaceOfService, claim, &b));
    case SameKey::kRevenueCode:
      return equal(a.revenue_code, b.revenue_code);
    case SameKey::kModifiers:  // Reading: sets are never absent, so two empty ones are the same
      return CodesOf(world, FieldId::kModifiers, &a) == CodesOf(world, FieldId::kModifiers, &b);
    case SameKey::kFirstPointedDiagnosis:
      return equal(ReadCode(FieldId::kFirstPointedDiagnosis, claim, &a),
                   ReadCode(FieldId::kFirstPointedDiagnosis, claim, &b));
  }
  return false;
}

bool SameInAll(const World& world, const std::vector<SameKey>& same, int a, int b) {
  return std::all_of(same.begin(), same.end(), [&](SameKey key) {
    return Same(world, key, *LineAt(world, a), *LineAt(world, b));
  });
}

// The lines that a count or a sum takes in, or may: the subject line is one of them, unless `same`
// asks for something that it does not have.
std::vector<Partner> Counted(const World& world, const Condition& condition, int line) {
  std::vector<Partner> counted = Partners(world, condition.children[0], condition.same, line);
  if (line >= 0 && SameInAll(world, condition.same, line, line)) {
    const Truth own = Holds(world, condition.children[0], line);
    if (own != Truth::kFalse) counted.push_back({line, own});
  }
  return counted;
}

Truth CountLines(const World& world, const Condition& condition, int line) {
  int64_t certain = 0, possible = 0;
  for (const Partner& partner : Counted(world, condition, line)) {
    ++possible;
    if (partner.truth == Truth::kTrue) ++certain;
  }
  bool any = false, all = true;
  for (int64_t count = certain; count <= possible; ++count) {
    const bool holds = condition.number.Holds(count);
    any = any || holds;
    all = all && holds;
  }
  return !any ? Truth::kFalse : all ? Truth::kTrue : Truth::kUnknown;
}

// An undated line may be of any day.
Truth CountDays(const World& world, const Condition& condition, int line) {
  std::set<Date> certain, possible;
  int64_t undated = 0;
  for (const Partner& partner : Counted(world, condition, line)) {
    const Date date = LineAt(world, partner.line)->service_date;
    if (!date.has_value()) {
      ++undated;
      continue;
    }
    possible.insert(date);
    if (partner.truth == Truth::kTrue) certain.insert(date);
  }
  bool any = false, all = true;
  const auto most = static_cast<int64_t>(possible.size()) + undated;
  for (auto count = static_cast<int64_t>(certain.size()); count <= most; ++count) {
    const bool holds = condition.number.Holds(count);
    any = any || holds;
    all = all && holds;
  }
  return !any ? Truth::kFalse : all ? Truth::kTrue : Truth::kUnknown;
}

// The sum lies between that of the lines which surely count and that of all which may; where one of
// them has no amount, it may be anything above. No test of a number changes its mind more than
// twice, and never beyond its bounds: trying the ends, the bounds and their neighbours will do.
Truth Sum(const World& world, const Condition& condition, int line) {
  constexpr int64_t kNoEnd = INT64_MAX;
  int64_t least = 0, most = 0;
  for (const Partner& partner : Counted(world, condition, line)) {
    const int64_t amount = ReadNumber(condition.field, world.claim, LineAt(world, partner.line));
    if (amount == kUnset) {
      most = kNoEnd;
      continue;
    }
    if (partner.truth == Truth::kTrue) least += amount;
    if (most != kNoEnd) most += amount;
  }
  std::set<int64_t> tries = {least, most};
  for (const int64_t bound : {condition.number.first, condition.number.second}) {
    for (const int64_t near : {bound - 1, bound, bound + 1}) {
      if (near >= least && near <= most) tries.insert(near);
    }
  }
  bool any = false, all = true;
  for (const int64_t sum : tries) {
    const bool holds = condition.number.Holds(sum);
    any = any || holds;
    all = all && holds;
  }
  return !any ? Truth::kFalse : all ? Truth::kTrue : Truth::kUnknown;
}

Truth TableValue(const World& world, const Condition& condition, const ServiceLine& line) {
  const Code code = line.procedure_code;
  if (code.empty()) return Truth::kFalse;  // a line without a code has no row
  const Date date = line.service_date;
  if (condition.column == TableColumn::kAddOnType) {
    if (!world.tables.add_ons.has_value() || !date.has_value()) return Truth::kUnknown;
    const int type = world.tables.add_ons->Type(code, date);
    return From(type != 0 && condition.number.Holds(type));
  }
  const auto table = world.tables.mue.find(condition.table);
  if (table == world.tables.mue.end() || !date.has_value()) return Truth::kUnknown;
  const MueRelease* release = table->second.For(date);
  if (release == nullptr) return Truth::kUnknown;
  const auto row = release->rows.find(code);
  if (row == release->rows.end()) return Truth::kFalse;
  return From(condition.number.Holds(condition.column == TableColumn::kMueLimit
                                         ? row->second.limit
                                         : row->second.adjudication_indicator));
}

Truth SetAgainst(const std::set<Code>& codes, const Condition& condition) {
  const bool any = std::any_of(codes.begin(), codes.end(),
                               [&](Code code) { return condition.codes.Contains(code); });
  switch (condition.kind) {
    case Condition::Kind::kAnyOf:
      return From(any);
    case Condition::Kind::kNoneOf:
      return From(!any);
    default:
      return From(std::all_of(condition.codes.singles().begin(), condition.codes.singles().end(),
                              [&](Code code) { return codes.count(code) != 0; }));
  }
}

Truth Matches(const World& world, const Condition& condition, const ServiceLine* line) {
  const Field& field = FieldOf(condition.field, condition.field_of);
  const std::string text = field.type == FieldType::kText
                               ? std::string(ReadText(field.id, world.claim, line))
                               : ReadCode(field.id, world.claim, line).ToString();
  if (text.empty()) {
    return field.id == FieldId::kProcedureCode ? Truth::kFalse : Truth::kUnknown;
  }
  return From(RE2::PartialMatch(text, condition.pattern));
}

}  // namespace

Truth And(Truth a, Truth b) { return std::min(a, b); }
Truth Or(Truth a, Truth b) { return std::max(a, b); }
Truth Not(Truth a) {
  return a == Truth::kTrue ? Truth::kFalse : a == Truth::kFalse ? Truth::kTrue : a;
}

DateInterval SpanOf(const ServiceLine& line) {
  if (!line.service_date.has_value()) return {Date::FromDays(0), Date::FromDays(-1)};
  return {line.service_date, std::max(line.service_date, line.last_date())};
}

std::vector<Partner> Partners(const World& world, const Condition& condition,
                              const std::vector<SameKey>& same, int line) {
  std::vector<Partner> partners;
  for (int other = 0; other < static_cast<int>(world.claim.service_lines.size()); ++other) {
    if (other == line || (line >= 0 && !SameInAll(world, same, line, other))) continue;
    const Truth truth = Holds(world, condition, other);
    if (truth != Truth::kFalse) partners.push_back({other, truth});
  }
  return partners;
}

Truth Holds(const World& world, const Condition& condition, int line) {
  const ServiceLine* const first =
      condition.field_of == Item::kLine ? LineAt(world, line) : nullptr;
  const ServiceLine* const second =
      condition.other_of == Item::kLine ? LineAt(world, line) : nullptr;
  const Claim& claim = world.claim;
  switch (condition.kind) {
    case Condition::Kind::kAll: {
      Truth truth = Truth::kTrue;
      for (const Condition& child : condition.children)
        truth = And(truth, Holds(world, child, line));
      return truth;
    }
    case Condition::Kind::kAny: {
      Truth truth = Truth::kFalse;
      for (const Condition& child : condition.children)
        truth = Or(truth, Holds(world, child, line));
      return truth;
    }
    case Condition::Kind::kNot:
      return Not(Holds(world, condition.children[0], line));
    case Condition::Kind::kCodeIn: {
      const Code code = ReadCode(condition.field, claim, first);
      if (code.empty()) {  // a line may rightly have no procedure code: it is in no list of them
        return condition.field == FieldId::kProcedureCode ? Truth::kFalse : Truth::kUnknown;
      }
      return From(condition.codes.Contains(code));
    }
    case Condition::Kind::kAnyOf:
    case Condition::Kind::kAllOf:
    case Condition::Kind::kNoneOf:
      return SetAgainst(CodesOf(world, condition.field, first), condition);
    case Condition::Kind::kTextIn: {
      const std::string_view text = ReadText(condition.field, claim, first);
      if (text.empty()) return Truth::kUnknown;
      const TextSet& texts = condition.texts;
      return From(
          std::find(texts.exact.begin(), texts.exact.end(), text) != texts.exact.end() ||
          std::any_of(texts.prefixes.begin(), texts.prefixes.end(),
                      [text](const std::string& p) { return text.substr(0, p.size()) == p; }));
    }
    case Condition::Kind::kMatches:
      return Matches(world, condition, first);
    case Condition::Kind::kChoiceIn: {
      const int choice = ReadChoice(condition.field, claim, first);
      return choice == 0 ? Truth::kUnknown : From(condition.choices >> choice & 1);
    }
    case Condition::Kind::kNumber: {
      const int64_t value = ReadNumber(condition.field, claim, first);
      return value == kUnset ? Truth::kUnknown : From(condition.number.Holds(value));
    }
    case Condition::Kind::kDate: {
      const Date date = ReadDate(condition.field, claim, first);
      return date.has_value() ? From(condition.number.Holds(date.days())) : Truth::kUnknown;
    }
    case Condition::Kind::kDateField: {
      const Date date = ReadDate(condition.field, claim, first);
      const Date other = ReadDate(condition.other_field, claim, second);
      if (!date.has_value() || !other.has_value()) return Truth::kUnknown;
      return From(condition.number.Holds(int64_t{date.days()} - other.days()));
    }
    case Condition::Kind::kAge: {
      const Date date = ReadDate(condition.field, claim, first);
      const Date birth = claim.patient.birth_date;
      if (!date.has_value() || !birth.has_value()) return Truth::kUnknown;
      return From(condition.number.Holds(AgeInYears(birth, date)));
    }
    case Condition::Kind::kNumberField: {
      const int64_t value = ReadNumber(condition.field, claim, first);
      NumberTest test = condition.number;
      test.first = ReadNumber(condition.other_field, claim, second);
      if (value == kUnset || test.first == kUnset) return Truth::kUnknown;
      return From(test.Holds(value));
    }
    case Condition::Kind::kSameAs: {
      const auto text = [&](FieldId id, Item of, const ServiceLine* item) {
        return FormatValue(FieldOf(id, of), claim, item);
      };
      const std::string a = text(condition.field, condition.field_of, first);
      const std::string b = text(condition.other_field, condition.other_of, second);
      return a.empty() || b.empty() ? Truth::kUnknown : From(a == b);
    }
    case Condition::Kind::kSetCount: {
      int64_t members = 0;
      ForEachCode(condition.field, claim, first, [&members](Code) { return ++members > 0; });
      return From(condition.number.Holds(members));
    }
    case Condition::Kind::kPresent:
      return From(IsPresent(FieldOf(condition.field, condition.field_of), claim, first));
    case Condition::Kind::kMissing:
      return From(!IsPresent(FieldOf(condition.field, condition.field_of), claim, first));
    case Condition::Kind::kCount:
      return CountLines(world, condition, line);
    case Condition::Kind::kCountDays:
      return CountDays(world, condition, line);
    case Condition::Kind::kSum:
      return Sum(world, condition, line);
    case Condition::Kind::kExists: {
      Truth truth = Truth::kFalse;
      for (const Partner& partner : Partners(world, condition.children[0], condition.same, line)) {
        truth = Or(truth, partner.truth);
      }
      return truth;
    }
    case Condition::Kind::kTable:
      return TableValue(world, condition, *LineAt(world, line));
  }
  return Truth::kUnknown;
}

}  // namespace scrubline::oracle
