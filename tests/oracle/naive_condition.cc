#include "tests/oracle/naive_condition.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "tests/oracle/naive_query.h"

namespace scrubline::oracle {
namespace {

Truth From(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

// What a field of `of` is read from, asked at `at`.
ItemRef Reader(const World& world, Item of, Standpoint at) {
  return of == Item::kClaim ? ItemRef(nullptr) : ItemRef::At(world.claim, at.of, at.index);
}

std::set<Code> CodesOf(const World& world, FieldId field, ItemRef item) {
  std::set<Code> codes;
  ForEachCode(field, world.claim, item, [&codes](Code code) {
    codes.insert(code);
    return true;
  });
  return codes;
}

Date DateOf(const World& world, FieldId field, ItemRef item) {
  return field == FieldId::kToday ? world.options.today : ReadDate(field, world.claim, item);
}

// Whole years from birth to `date`: the last birthday on or before it.
int64_t AgeInYears(Date birth, Date date) {
  int64_t years = date.ToCivil().year - birth.ToCivil().year;
  while (Shifted(birth, {0, static_cast<int32_t>(12 * years)}) > date) --years;
  return years;
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

// A code, diagnosis or text as text; empty: absent.
std::string TextOf(const World& world, FieldId field, Item of, Standpoint at) {
  const ItemRef item = Reader(world, of, at);
  return FieldOf(field, of).type == FieldType::kText
             ? std::string(ReadText(field, world.claim, item))
             : ReadCode(field, world.claim, item).ToString();
}

// What a code that is not there says of lists of codes. A line may rightly have no procedure code
// (room and board): then it is in none of them. Reading: of a line of an earlier claim that has
// neither an institutional claim nor a revenue code to explain it, the code is not known; a record
// without a code is none of those asked for.
Truth WithoutCode(const World& world, const Condition& condition, Standpoint at) {
  switch (condition.field) {
    case FieldId::kProcedureCode: {
      if (at.of != Item::kHistory) return Truth::kFalse;
      const HistoryLine& earlier = world.claim.history[static_cast<size_t>(at.index)];
      return earlier.claim_type == ClaimType::kInstitutional || !earlier.line.revenue_code.empty()
                 ? Truth::kFalse
                 : Truth::kUnknown;
    }
    case FieldId::kDiagnosisCode:
    case FieldId::kOccurrenceCode:
    case FieldId::kOccurrenceSpanCode:
    case FieldId::kValueCode:
      return Truth::kFalse;
    default:
      return Truth::kUnknown;
  }
}

Truth Matches(const World& world, const Condition& condition, Standpoint at) {
  const FieldType type = FieldOf(condition.field, condition.field_of).type;
  if (type == FieldType::kCodeSet || type == FieldType::kDiagnosisSet) {
    const std::set<Code> codes =
        CodesOf(world, condition.field, Reader(world, condition.field_of, at));
    return From(std::any_of(codes.begin(), codes.end(), [&condition](Code code) {
      return RE2::PartialMatch(code.ToString(), condition.pattern);
    }));
  }
  const std::string text = TextOf(world, condition.field, condition.field_of, at);
  if (text.empty()) return WithoutCode(world, condition, at);
  return From(RE2::PartialMatch(text, condition.pattern));
}

Truth SameAs(const World& world, const Condition& condition, Standpoint at) {
  const std::string a = TextOf(world, condition.field, condition.field_of, at);
  const std::string b = TextOf(world, condition.other_field, condition.other_of, at);
  return a.empty() || b.empty() ? Truth::kUnknown : From(a == b);
}

Truth CompareFields(const World& world, const Condition& condition, Standpoint at) {
  const ItemRef first = Reader(world, condition.field_of, at);
  const ItemRef second = Reader(world, condition.other_of, at);
  if (condition.kind == Condition::Kind::kNumberField) {
    NumberTest test = condition.number;
    const int64_t value = ReadNumber(condition.field, world.claim, first);
    test.first = ReadNumber(condition.other_field, world.claim, second);
    if (value == kUnset || test.first == kUnset) return Truth::kUnknown;
    return From(test.Holds(value));
  }
  const Date date = DateOf(world, condition.field, first);
  const Date other = DateOf(world, condition.other_field, second);
  if (!date.has_value() || !other.has_value()) return Truth::kUnknown;
  const Date shifted = Shifted(other, condition.offset);
  return From(condition.number.Holds(int64_t{date.days()} - shifted.days()));
}

// A field of the item against values of the author's.
Truth HoldsValue(const World& world, const Condition& condition, Standpoint at) {
  const Claim& claim = world.claim;
  const ItemRef item = Reader(world, condition.field_of, at);
  switch (condition.kind) {
    case Condition::Kind::kCodeIn: {
      const Code code = ReadCode(condition.field, claim, item);
      return code.empty() ? WithoutCode(world, condition, at)
                          : From(condition.codes.Contains(code));
    }
    case Condition::Kind::kTextIn: {
      const std::string_view text = ReadText(condition.field, claim, item);
      if (text.empty()) return Truth::kUnknown;
      const TextSet& texts = condition.texts;
      return From(
          std::find(texts.exact.begin(), texts.exact.end(), text) != texts.exact.end() ||
          std::any_of(texts.prefixes.begin(), texts.prefixes.end(),
                      [text](const std::string& p) { return text.substr(0, p.size()) == p; }));
    }
    case Condition::Kind::kChoiceIn: {
      const int choice = ReadChoice(condition.field, claim, item);
      return choice == 0 ? Truth::kUnknown : From(condition.choices >> choice & 1);
    }
    case Condition::Kind::kNumber: {
      const int64_t value = ReadNumber(condition.field, claim, item);
      return value == kUnset ? Truth::kUnknown : From(condition.number.Holds(value));
    }
    case Condition::Kind::kDate: {
      const Date date = DateOf(world, condition.field, item);
      return date.has_value() ? From(condition.number.Holds(date.days())) : Truth::kUnknown;
    }
    case Condition::Kind::kAge: {
      const Date date = DateOf(world, condition.field, item);
      const Date birth = claim.patient.birth_date;
      if (!date.has_value() || !birth.has_value()) return Truth::kUnknown;
      return From(condition.number.Holds(AgeInYears(birth, date)));
    }
    case Condition::Kind::kSetCount: {
      int64_t members = 0;
      ForEachCode(condition.field, claim, item, [&members](Code) {
        ++members;
        return true;
      });
      return From(condition.number.Holds(members));
    }
    case Condition::Kind::kPresent:
      return From(IsPresent(FieldOf(condition.field, condition.field_of), claim, item));
    case Condition::Kind::kMissing:
      return From(!IsPresent(FieldOf(condition.field, condition.field_of), claim, item));
    default:  // the sets
      return SetAgainst(CodesOf(world, condition.field, item), condition);
  }
}

}  // namespace

Truth And(Truth a, Truth b) { return std::min(a, b); }
Truth Or(Truth a, Truth b) { return std::max(a, b); }
Truth Not(Truth a) {
  return a == Truth::kTrue ? Truth::kFalse : a == Truth::kFalse ? Truth::kTrue : a;
}

Standpoint OfLine(int line) { return line < 0 ? Standpoint{} : Standpoint{Item::kLine, line}; }

DateInterval SpanOf(const ServiceLine& line) {
  if (!line.service_date.has_value()) return {Date::FromDays(0), Date::FromDays(-1)};
  return {line.service_date, std::max(line.service_date, line.last_date())};
}

Truth Holds(const World& world, const Condition& condition, Standpoint at) {
  switch (condition.kind) {
    case Condition::Kind::kAll: {
      Truth truth = Truth::kTrue;
      for (const Condition& child : condition.children) truth = And(truth, Holds(world, child, at));
      return truth;
    }
    case Condition::Kind::kAny: {
      Truth truth = Truth::kFalse;
      for (const Condition& child : condition.children) truth = Or(truth, Holds(world, child, at));
      return truth;
    }
    case Condition::Kind::kNot:
      return Not(Holds(world, condition.children[0], at));
    case Condition::Kind::kMatches:
      return Matches(world, condition, at);
    case Condition::Kind::kSameAs:
      return SameAs(world, condition, at);
    case Condition::Kind::kNumberField:
    case Condition::Kind::kDateField:
      return CompareFields(world, condition, at);
    case Condition::Kind::kTable:
      return TableValue(world, condition, *ItemRef::At(world.claim, at.of, at.index).line);
    default:
      return IsQuery(condition.kind) ? HoldsQuery(world, condition, at)
                                     : HoldsValue(world, condition, at);
  }
}

}  // namespace scrubline::oracle
