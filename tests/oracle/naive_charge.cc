// Domain section 10, CHG.LOW and CHG.HIGH: charges against the practice's fee schedule, and against
// one another.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "rules_engine/fields.h"
#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

// Reading: a line without a charge or units, or in minutes, has no price.
bool HasPrice(const Line& line) {
  return line.current() && line.line->service_date.has_value() && line.line->units > 0 &&
         line.line->charge_cents != kUnset && line.line->unit_basis != UnitBasis::kMinutes;
}

int64_t Cents(std::string_view text) {
  if (text.empty()) return kUnset;
  return std::llround(std::strtod(std::string(text).c_str(), nullptr) * 100);
}

// The payer's own row before the one for all payers.
const OwnRow* FeeFor(const Claim& claim, const OwnTable& fees, const std::string& key, Date date) {
  const OwnRow* for_all = nullptr;
  for (const OwnRow* row : fees.RowsOn(key, date)) {
    if ((*row)["payer"].empty()) {
      for_all = row;
    } else if ((*row)["payer"] == claim.payer.id) {
      return row;
    }
  }
  return for_all;
}

const OwnRow* FeeFor(const Claim& claim, const OwnTable& fees, const ServiceLine& line) {
  const std::string code = line.procedure_code.ToString();
  for (const Code modifier : line.modifiers) {
    const std::string component = modifier.ToString();
    if (component != "26" && component != "TC" && component != "53") continue;
    const OwnRow* row = FeeFor(claim, fees, code + component, line.service_date);
    if (row != nullptr) return row;
  }
  return FeeFor(claim, fees, code, line.service_date);
}

std::vector<Code> SortedModifiers(const ServiceLine& line) {
  std::vector<Code> modifiers(line.modifiers.begin(), line.modifiers.end());
  std::sort(modifiers.begin(), modifiers.end());
  return modifiers;
}

// Whether no price of a unit, rounded to cents on each line, gives both charges. Reading: a cent or
// nothing is no price.
bool PricesDiffer(const Line& a, const Line& b) {
  const ServiceLine& x = *a.line;
  const ServiceLine& y = *b.line;
  if (x.procedure_code != y.procedure_code || x.revenue_code != y.revenue_code ||
      SortedModifiers(x) != SortedModifiers(y)) {
    return false;
  }
  if (x.charge_cents <= 1 || y.charge_cents <= 1) return false;
  // The prices that come to each charge: from half a cent below it to half a cent above.
  const auto low = [](const ServiceLine& line, const ServiceLine& other) {
    return (2 * line.charge_cents - 1) * other.units;
  };
  const auto high = [](const ServiceLine& line, const ServiceLine& other) {
    return (2 * line.charge_cents + 1) * other.units;
  };
  return high(x, y) < low(y, x) || high(y, x) < low(x, y);
}

void CompareWithFee(const World& world, const std::vector<ParameterValue>& parameters,
                    const Line& line, Outcomes& outcomes) {
  const OwnTable* fees = world.tables.Own("fee_schedule");
  const OwnRow* row = fees == nullptr ? nullptr : FeeFor(world.claim, *fees, *line.line);
  if (row == nullptr) return;
  const Code own_place = line.line->place_of_service;
  const Code place = own_place.empty() ? world.claim.place_of_service : own_place;
  // Reading: where the amount hangs on a place that is not given, nothing is said.
  if (place.empty() && !(*row)["facility_allowed"].empty()) return;
  const bool facility = parameters[charge::kFacilityPlaces].codes.Contains(place) &&
                        !(*row)["facility_allowed"].empty();
  const int64_t allowed = Cents((*row)[facility ? "facility_allowed" : "allowed"]);
  if (allowed == kUnset || allowed == 0) return;
  const int64_t charged = line.line->charge_cents * kThousandths;
  const int64_t fee = allowed * line.line->units;
  const auto add = [&](BuiltinId builtin, std::map<std::string, std::string> facts) {
    facts["charge"] = FormatCents(line.line->charge_cents);
    facts["allowed"] = FormatCents(fee / kThousandths);
    AddFinding(world, builtin, {line.ref, line.line->service_date}, {line.ref}, {}, facts,
               outcomes);
  };
  if (charged < fee) add(BuiltinId::kChargeLow, {});
  if (charged > fee * parameters[charge::kHighFactor].number)
    add(BuiltinId::kChargeHigh, {{"variant", "fee"}});
}

}  // namespace

void EvaluateCharges(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kChargeLow).has_value()) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kChargeLow);
  std::vector<Line> lines = LinesTakingPart(world, {});
  std::erase_if(lines, [](const Line& line) { return !HasPrice(line); });
  std::set<LineRef> told;
  for (const Line& line : lines) {
    CompareWithFee(world, parameters, line, outcomes);
    // All lines of the service whose price is not that of every other: one mistake.
    const auto of_service = [&line](const Line& other) {
      return other.line->procedure_code == line.line->procedure_code &&
             other.line->revenue_code == line.line->revenue_code &&
             SortedModifiers(*other.line) == SortedModifiers(*line.line);
    };
    std::vector<LineRef> apart;
    for (const Line& x : lines) {
      const bool differs =
          of_service(x) && std::any_of(lines.begin(), lines.end(),
                                       [&x](const Line& y) { return PricesDiffer(x, y); });
      if (differs) apart.push_back(x.ref);
    }
    if (apart.empty() || !told.insert(apart.front()).second) continue;
    const ServiceLine& first = world.claim.service_lines[static_cast<size_t>(apart.front())];
    AddFinding(world, BuiltinId::kChargeHigh, {apart.front(), first.service_date}, apart, {},
               {{"variant", "lines"}, {"charge", FormatCents(first.charge_cents)}}, outcomes);
  }
}

}  // namespace scrubline::oracle
