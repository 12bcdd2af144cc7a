#include "tests/oracle/naive_lines.h"

namespace scrubline::oracle {
namespace {

// Reading: a history line billed in another setting belongs to another table, so it takes no part;
// what the history does not say is taken to be as on this claim.
bool SameSetting(const Claim& claim, const HistoryLine& history) {
  if (history.claim_type == ClaimType::kUnset) return true;
  if (history.claim_type != claim.type) return false;
  return history.type_of_bill.empty() ||
         SettingOf(history.claim_type, history.type_of_bill) != Setting::kNoTable;
}

bool IsReplaced(const Claim& claim, const HistoryLine& history) {
  const std::string_view original = claim.original_reference_number;
  return claim.frequency_code == Code::Of("7") && !original.empty() &&
         (history.payer_control_number == original || history.claim_id == original);
}

std::string Named(char kind, std::string_view name) {
  return name.empty() ? "" : kind + std::string(name);
}

std::string FirstNamed(std::initializer_list<std::string> names) {
  for (const std::string& name : names) {
    if (!name.empty()) return name;
  }
  return "";
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

std::vector<Line> LinesTakingPart(const World& world, const CodeSet& excluded_modifiers) {
  const Claim& claim = world.claim;
  std::vector<Line> lines;
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    const ServiceLine& line = claim.service_lines[i];
    if (line.procedure_code.empty() || HasAny(line, excluded_modifiers)) continue;
    lines.push_back({static_cast<LineRef>(i), &line, claim.provider(claim.billing),
                     FindProvider(ProviderRole::kRendering, claim, &line)});
  }
  for (size_t i = 0; i < claim.history.size(); ++i) {
    const HistoryLine& history = claim.history[i];
    const ServiceLine& line = history.line;
    if (line.procedure_code.empty() || HasAny(line, excluded_modifiers)) continue;
    if (IsReplaced(claim, history) || !SameSetting(claim, history)) continue;
    const Provider* billing = claim.provider(history.billing);
    const Provider* rendering = claim.provider(line.rendering);
    lines.push_back({~static_cast<LineRef>(i), &line, billing,
                     rendering != nullptr ? rendering : billing, history.status});
  }
  return lines;
}

bool Counts(const Line& line) {
  return line.current() || line.status == HistoryStatus::kPaid ||
         line.status == HistoryStatus::kPended || line.status == HistoryStatus::kSubmitted;
}

ProviderKey KeyOf(const Line& line, ProviderScope scope) {
  const Provider nobody;
  const Provider& billing = line.billing != nullptr ? *line.billing : nobody;
  const Provider& rendering = line.rendering != nullptr ? *line.rendering : nobody;
  const std::string group = FirstNamed({Named('T', billing.tax_id), Named('N', billing.npi)});
  switch (scope) {
    case ProviderScope::kFacility:
      return {Named('N', billing.npi), "-"};
    case ProviderScope::kTaxId:
      return {group, "-"};
    case ProviderScope::kRenderingNpi:
      return {"-", Named('N', rendering.npi)};
    case ProviderScope::kGroupSpecialty:
      // Reading: without the crosswalk, equal taxonomy codes are the same specialty.
      return {group, FirstNamed({Named('S', rendering.specialty_code.ToString()),
                                 Named('X', rendering.taxonomy_code), Named('N', rendering.npi)})};
  }
  return {};
}

bool SameProvider(const Line& a, const Line& b, ProviderScope scope) {
  const ProviderKey key = KeyOf(a, scope);
  if (key != KeyOf(b, scope)) return false;
  return (a.current() && b.current()) || (!key.group.empty() && !key.person.empty());
}

}  // namespace scrubline::oracle
