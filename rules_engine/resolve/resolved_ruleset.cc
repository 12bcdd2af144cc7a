#include "rules_engine/resolve/resolved_ruleset.h"

#include <algorithm>
#include <iterator>

namespace scrubline {

bool TextSet::Contains(std::string_view text) const {
  if (std::binary_search(exact.begin(), exact.end(), text, std::less<>())) return true;
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](const std::string& prefix) { return text.starts_with(prefix); });
}

std::string_view ResolvedRule::ParameterName(int index) const {
  const auto i = static_cast<size_t>(index);
  if (builtin.has_value()) return BuiltinOf(*builtin).parameters[i].name;
  return declared_parameters[i].name;
}

uint8_t ResolvedRule::VariantWith(const std::vector<int32_t>& overrides) const {
  const auto found = std::lower_bound(
      combinations.begin(), combinations.end(), overrides,
      [](const Combination& combination, const auto& key) { return combination.overrides < key; });
  return found != combinations.end() && found->overrides == overrides ? found->variant : 0;
}

int Scope::BoundFields() const {
  return int{!lines_of_business.empty()} + int{!payers.empty()} + int{!plans.empty()} +
         int{!tenants.empty()} + int{!claim_types.empty()} + int{!states.empty()} +
         int{!npis.empty()} + int{!tax_ids.empty()} + int{!places_of_service.empty()};
}

std::string_view ToString(SameKey key) {
  constexpr std::string_view kNames[] = {"service_date",
                                         "rendering_provider",
                                         "procedure_code",
                                         "place_of_service",
                                         "revenue_code",
                                         "modifiers",
                                         "first_pointed_diagnosis",
                                         "date_span",
                                         "billing_provider",
                                         "group_specialty",
                                         "ordering_provider",
                                         "referring_provider",
                                         "units",
                                         "charge_cents",
                                         "minutes",
                                         "ndc"};
  static_assert(std::size(kNames) == kSameKeyCount);
  return kNames[static_cast<size_t>(key)];
}

std::string_view TableKeyOf(const Field& field) {
  if (field.type == FieldType::kDiagnosis || field.type == FieldType::kDiagnosisSet) {
    return "diagnosis";
  }
  switch (field.id) {
    case FieldId::kProcedureCode:
      return "procedure_code";
    case FieldId::kModifiers:
    case FieldId::kFirstModifier:
      return "modifier";
    case FieldId::kLinePlaceOfService:
    case FieldId::kPlaceOfService:
      return "place_of_service";
    case FieldId::kRevenueCode:
      return "revenue_code";
    case FieldId::kTypeOfBill:
    case FieldId::kHistoryTypeOfBill:
      return "type_of_bill";
    case FieldId::kConditionCodes:
      return "condition_code";
    case FieldId::kOccurrences:
    case FieldId::kOccurrenceSpans:
    case FieldId::kOccurrenceCode:
    case FieldId::kOccurrenceSpanCode:
      return "occurrence_code";
    case FieldId::kValueCodes:
    case FieldId::kValueCode:
      return "value_code";
    case FieldId::kPatientStatus:
      return "patient_status";
    case FieldId::kNdc:
      return "ndc";
    case FieldId::kLineCliaNumber:
    case FieldId::kCliaNumber:
      return "clia_number";
    default:
      break;
  }
  if (field.id < FieldId::kFirstProviderField) return "";
  switch (static_cast<ProviderAttribute>(
      (static_cast<int>(field.id) - static_cast<int>(FieldId::kFirstProviderField)) %
      kProviderAttributeCount)) {
    case ProviderAttribute::kNpi:
      return "npi";
    case ProviderAttribute::kTaxonomyCode:
      return "taxonomy_code";
    default:
      return "";
  }
}

std::optional<bool> NumberTest::HoldsIn(int64_t least, int64_t most) const {
  const auto decided = [](bool all, bool none) -> std::optional<bool> {
    if (all) return true;
    if (none) return false;
    return std::nullopt;
  };
  switch (op) {
    case Op::kEquals:
      return decided(least == first && most == first, first < least || first > most);
    case Op::kAtLeast:
      return decided(least >= first, most < first);
    case Op::kMoreThan:
      return decided(least > first, most <= first);
    case Op::kAtMost:
      return decided(most <= first, least > first);
    case Op::kLessThan:
      return decided(most < first, least >= first);
    case Op::kBetween:
      return decided(least >= first && most <= second, most < first || least > second);
    case Op::kNotEquals:
      return decided(first < least || first > most, least == first && most == first);
  }
  return std::nullopt;
}

Date DateOffset::AddTo(Date date) const {
  if (months != 0) date = date.AddMonths(months);
  return date + days;
}

int64_t DateRelation::Distance(Date subject, Date item) const {
  if (measure == Measure::kDays) return int64_t{subject.days()} - item.days();
  const Date::Civil to = subject.ToCivil();
  const Date::Civil from = item.ToCivil();
  if (measure == Measure::kCalendarYears) return to.year - from.year;
  const int months = (to.year - from.year) * 12 + to.month - from.month;
  if (measure == Measure::kCalendarMonths) return months;
  if (subject < item) return -1;
  return item.AddMonths(months) > subject ? months - 1 : months;
}

Date DateRelation::FirstDayAfter(Date item) const {
  int64_t last = number.first;
  switch (number.op) {
    case NumberTest::Op::kEquals:
    case NumberTest::Op::kAtMost:
      break;
    case NumberTest::Op::kBetween:
      last = number.second;
      break;
    case NumberTest::Op::kLessThan:
      --last;
      break;
    default:
      return Date();
  }
  const auto after = static_cast<int32_t>(last + 1);
  Date day;
  switch (measure) {
    case Measure::kDays:
      day = item + after;
      break;
    case Measure::kMonths:
      day = item.AddMonths(after);
      break;
    case Measure::kCalendarMonths:
      day = (item - (item.ToCivil().day - 1)).AddMonths(after);
      break;
    case Measure::kCalendarYears:
      day = *Date::FromCivil(item.ToCivil().year, 1, 1);
      day = day.AddYears(after);
      break;
  }
  return DateOffset{-offset.days, -offset.months}.AddTo(day);
}

void ResolvedRulesets::DropExamples() {
  tests = {};
  example_tables = {};
  for (ResolvedRule& rule : rules) rule.examples = {};
}

}  // namespace scrubline
