#include "tests/oracle/naive_lines.h"

#include "tests/oracle/naive_codes.h"
#include "tests/oracle/naive_rule.h"

namespace scrubline::oracle {
namespace {

// Reading: a history line of the other claim type belongs to another table, so it takes no part;
// what the history does not say is taken to be as on this claim.
bool SameSetting(const Claim& claim, const HistoryLine& history) {
  return history.claim_type == ClaimType::kUnset || history.claim_type == claim.type;
}

bool IsReplaced(const Claim& claim, const HistoryLine& history) {
  const std::string_view original = claim.original_reference_number;
  return claim.frequency_code == Code::Of("7") && !original.empty() &&
         (history.payer_control_number == original || history.claim_id == original);
}

std::string NpiOf(const Provider* provider) {
  return provider == nullptr ? "" : std::string(provider->npi);
}

std::string GroupOf(const Line& line) {
  if (line.billing == nullptr) return "";
  return !line.billing->tax_id.empty() ? "tax " + std::string(line.billing->tax_id)
                                       : NpiOf(line.billing);
}

bool SameName(const std::string& x, const std::string& y) { return !x.empty() && x == y; }

// Reading: a provider's specialty goes by its CMS code, else, without the crosswalk, by its
// taxonomy code; one of each kind cannot be compared.
bool SameSpecialty(const Provider* a, const Provider* b) {
  if (a == nullptr || b == nullptr) return false;
  if (!a->specialty_code.empty() || !b->specialty_code.empty())
    return a->specialty_code == b->specialty_code;
  return !a->taxonomy_code.empty() && a->taxonomy_code == b->taxonomy_code;
}

}  // namespace

Setting SettingOf(ClaimType type, Code type_of_bill) {
  if (type == ClaimType::kUnset) return Setting::kUnknownType;
  if (type == ClaimType::kProfessional) return Setting::kPractitioner;
  const std::string bill = type_of_bill.ToString();
  const std::string kind = bill.size() == 4 && bill[0] == '0' ? bill.substr(1, 2) : "";
  for (const char* hospital : {"12", "13", "14", "22", "23", "34", "74", "75", "85"}) {
    if (kind == hospital) return Setting::kHospital;
  }
  for (const char* inpatient : {"11", "18", "21", "41"}) {
    if (kind == inpatient) return Setting::kNoTable;
  }
  return Setting::kUnknownTypeOfBill;
}

ProviderScope ScopeOf(int choice) {
  switch (choice) {
    case ptp::kRenderingNpi:
      return ProviderScope::kRenderingNpi;
    case ptp::kTaxId:
      return ProviderScope::kTaxId;
    default:
      return ProviderScope::kGroupSpecialty;
  }
}

bool HasAny(const ServiceLine& line, const CodeSet& modifiers) {
  for (const Code modifier : line.modifiers) {
    if (!modifier.empty() && modifiers.Contains(modifier)) return true;
  }
  return false;
}

Date FirstServiceDate(const Claim& claim) {
  Date first;
  for (const ServiceLine& line : claim.service_lines) {
    if (!line.service_date.has_value()) continue;
    if (!first.has_value() || line.service_date < first) first = line.service_date;
  }
  return first;
}

std::shared_ptr<const ServiceLine> CountedLine(const World& world, const ServiceLine& line) {
  auto counted = std::make_shared<ServiceLine>(line);
  const OwnTable* table = world.tables.Own("hcpcs_modifiers");
  const std::optional<int> rule = RuleOf(world, BuiltinId::kModifierUnknown);
  if (table == nullptr || !rule.has_value() || !MayApply(world, *rule)) return counted;
  if (!line.service_date.has_value()) return counted;
  const std::vector<ParameterValue> parameters =
      ParametersOf(world, *rule, {-1, line.service_date});
  for (Code& modifier : counted->modifiers) {
    const bool listed = parameters[modifiers::kCpt].codes.Contains(modifier) ||
                        parameters[modifiers::kLocal].codes.Contains(modifier) ||
                        table->RowOn(modifier.ToString(), line.service_date) != nullptr;
    if (!listed) modifier = Code();
  }
  return counted;
}

std::vector<Line> LinesTakingPart(const World& world, const CodeSet& excluded_modifiers) {
  const Claim& claim = world.claim;
  std::vector<Line> lines;
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    const ServiceLine& line = claim.service_lines[i];
    const std::shared_ptr<const ServiceLine> counted = CountedLine(world, line);
    if (line.procedure_code.empty() || HasAny(*counted, excluded_modifiers)) continue;
    lines.push_back({static_cast<LineRef>(i), counted, claim.provider(claim.billing),
                     FindProvider(ProviderRole::kRendering, claim, &line)});
  }
  for (size_t i = 0; i < claim.history.size(); ++i) {
    const HistoryLine& history = claim.history[i];
    const ServiceLine& line = history.line;
    const std::shared_ptr<const ServiceLine> counted = CountedLine(world, line);
    if (line.procedure_code.empty() || HasAny(*counted, excluded_modifiers)) continue;
    if (IsReplaced(claim, history) || !SameSetting(claim, history)) continue;
    const Provider* billing = claim.provider(history.billing);
    const Provider* rendering = claim.provider(line.rendering);
    lines.push_back({~static_cast<LineRef>(i), counted, billing,
                     rendering != nullptr ? rendering : billing, history.status});
  }
  return lines;
}

std::vector<Line> LinesInForce(const World& world, const CodeSet& excluded_modifiers) {
  std::vector<Line> lines = LinesTakingPart(world, excluded_modifiers);
  std::erase_if(lines, [&world](const Line& line) { return IsOutOfForce(world, *line.line); });
  return lines;
}

bool Counts(const Line& line) {
  return line.current() || line.status == HistoryStatus::kPaid ||
         line.status == HistoryStatus::kPended || line.status == HistoryStatus::kSubmitted;
}

bool SameProvider(const Line& a, const Line& b, ProviderScope scope) {
  const bool same_group = SameName(GroupOf(a), GroupOf(b)) || a.billing == b.billing;
  const bool same_person =
      SameName(NpiOf(a.rendering), NpiOf(b.rendering)) || a.rendering == b.rendering;
  switch (scope) {
    case ProviderScope::kFacility:
      return SameName(NpiOf(a.billing), NpiOf(b.billing)) || a.billing == b.billing;
    case ProviderScope::kTaxId:
      return same_group;
    case ProviderScope::kRenderingNpi:
      return same_person;
    case ProviderScope::kGroupSpecialty:
      return same_group && (same_person || SameSpecialty(a.rendering, b.rendering));
  }
  return false;
}

}  // namespace scrubline::oracle
