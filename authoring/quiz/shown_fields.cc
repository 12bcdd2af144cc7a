#include "authoring/quiz/shown_fields.h"

#include <algorithm>
#include <string_view>

namespace scrubline {
namespace {

bool IsAlwaysShown(FieldId id) {
  return id == FieldId::kProcedureCode || id == FieldId::kModifiers || id == FieldId::kUnits ||
         id == FieldId::kServiceDate;
}

bool IdentifiesPatient(FieldId id) {
  return id == FieldId::kClaimId || id == FieldId::kPatientId || id == FieldId::kSubscriberId;
}

// The field of a line that the key compares; empty for those always shown.
std::string_view FieldNameOf(SameKey key) {
  switch (key) {
    case SameKey::kRenderingProvider:
      return "rendering.npi";
    case SameKey::kPlaceOfService:
      return "place_of_service";
    case SameKey::kRevenueCode:
      return "revenue_code";
    case SameKey::kFirstPointedDiagnosis:
      return "first_pointed_diagnosis";
    default:
      return {};
  }
}

}  // namespace

void ShownFields::Add(const Field& field) {
  if (IdentifiesPatient(field.id)) return;
  if (field.of != Item::kClaim && (field.of != Item::kLine || IsAlwaysShown(field.id))) return;
  std::vector<const Field*>& fields = field.of == Item::kClaim ? claim : line;
  const auto at = std::lower_bound(fields.begin(), fields.end(), &field);
  if (at == fields.end() || *at != &field) fields.insert(at, &field);
}

void ShownFields::AddAll(const ResolvedRule& rule) {
  AddCondition(rule.when);
  for (const auto* part : {&rule.with_line, &rule.without_line, &rule.unless}) {
    if (part->has_value()) AddCondition(**part);
  }
}

void ShownFields::AddCondition(const Condition& condition) {
  for (const Condition& child : condition.children) AddCondition(child);
  for (const SameKey key : condition.same) {
    const Field* field = FindField(FieldNameOf(key), Item::kLine);
    if (field != nullptr) Add(*field);
  }
  switch (condition.kind) {
    case Condition::Kind::kAge:
      Add(FieldOf(FieldId::kPatientBirthDate, Item::kClaim));
      Add(FieldOf(condition.field, condition.field_of));
      return;
    case Condition::Kind::kDateField:
      if (condition.other_field != FieldId::kToday) {
        Add(FieldOf(condition.other_field, condition.other_of));
      }
      Add(FieldOf(condition.field, condition.field_of));
      return;
    case Condition::Kind::kCodeIn:
    case Condition::Kind::kAnyOf:
    case Condition::Kind::kAllOf:
    case Condition::Kind::kNoneOf:
    case Condition::Kind::kTextIn:
    case Condition::Kind::kMatches:
    case Condition::Kind::kChoiceIn:
    case Condition::Kind::kNumber:
    case Condition::Kind::kDate:
    case Condition::Kind::kPresent:
    case Condition::Kind::kMissing:
      Add(FieldOf(condition.field, condition.field_of));
      return;
    default:
      return;
  }
}

}  // namespace scrubline
