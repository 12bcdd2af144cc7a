// Domain sections 5.2, 5.4, 5.5 and COMP.VACCINE of 8: units, minutes, and vaccines against their
// administrations.
#include <algorithm>
#include <array>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

int64_t Whole(int64_t thousandths) { return (thousandths + kThousandths / 2) / kThousandths; }

void AddGap(const World& world, BuiltinId builtin, const std::string& reason, LineRef line,
            Outcomes& outcomes) {
  const std::optional<int> rule = RuleOf(world, builtin);
  if (rule.has_value() && IsAskedOfLine(world, *rule, line)) {
    outcomes.gaps.insert({std::string(BuiltinOf(builtin).name), reason, line});
  }
}

CanonicalFinding* Add(const World& world, BuiltinId builtin, Date date,
                      const std::vector<LineRef>& lines, const std::vector<LineRef>& related,
                      const std::map<std::string, std::string>& facts, Outcomes& outcomes) {
  std::optional<CanonicalFinding> finding =
      MakeFinding(world, builtin, {lines.front(), date}, outcomes.gaps);
  if (!finding.has_value()) return nullptr;
  finding->lines = lines;
  finding->related = related;
  finding->facts = facts;
  outcomes.findings.push_back(*finding);
  return &outcomes.findings.back();
}

// The claim's own lines that have a code and a date.
std::vector<Line> OwnLines(const World& world) {
  std::vector<Line> lines = LinesTakingPart(world, {});
  std::erase_if(lines, [](const Line& line) {
    return !line.current() || !line.line->service_date.has_value();
  });
  return lines;
}

// Whether a line of the claim that the rules are about has no date: it may be of any of the days,
// and nothing is known of them.
template <typename Concerns>
bool HasUndatedLine(const World& world, std::initializer_list<BuiltinId> rules, Concerns concerns,
                    Outcomes& outcomes) {
  bool any = false;
  for (const Line& line : LinesTakingPart(world, {})) {
    if (!line.current() || line.line->service_date.has_value()) continue;
    if (!concerns(line.line->procedure_code)) continue;
    any = true;
    for (const BuiltinId rule : rules) AddGap(world, rule, "service_date", line.ref, outcomes);
  }
  return any;
}

std::set<Date> DaysOf(const std::vector<Line>& lines) {
  std::set<Date> days;
  for (const Line& line : lines) days.insert(line.line->service_date);
  return days;
}

// 5.2. One code of a visit.
struct Service {
  Code code;
  int64_t minutes = 0, billed = 0, allowed = 0;
};

struct TimedRule {
  int64_t unit, least;
  int64_t UnitsOf(int64_t minutes) const { return (minutes + unit - least) / unit; }
};

// Every way of giving the units left over to codes with minutes left over, those with more first;
// whether one of them allows what is billed.
bool SomeAllocationAllows(const TimedRule& rule, const std::vector<Service>& services) {
  int64_t minutes = 0, whole = 0;
  for (const Service& service : services) {
    minutes += service.minutes;
    whole += service.minutes / rule.unit;
  }
  const int64_t extra = std::max<int64_t>(rule.UnitsOf(minutes) - whole, 0);
  const size_t count = services.size();
  for (uint32_t chosen = 0; chosen < 1u << count; ++chosen) {
    const auto has = [chosen](size_t i) { return (chosen >> i & 1) != 0; };
    const auto left = [&](size_t i) { return services[i].minutes % rule.unit; };
    if (__builtin_popcount(chosen) != std::min<int64_t>(extra, static_cast<int64_t>(count)))
      continue;
    bool valid = true;
    bool allows = true;
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = 0; j < count; ++j) valid &= !(has(i) && !has(j) && left(i) < left(j));
      allows &= services[i].billed <= services[i].minutes / rule.unit + (has(i) ? 1 : 0);
    }
    if (valid && allows) return true;
  }
  return false;
}

// The allocation that a finding tells of. Reading: of equal remainders those go first that are
// billed more than their whole units.
void AllocatePooled(const TimedRule& rule, std::vector<Service>& services) {
  int64_t minutes = 0, whole = 0;
  for (Service& service : services) {
    service.allowed = service.minutes / rule.unit;
    minutes += service.minutes;
    whole += service.allowed;
  }
  std::vector<Service*> ranked;
  for (Service& service : services) ranked.push_back(&service);
  std::stable_sort(ranked.begin(), ranked.end(), [&](const Service* a, const Service* b) {
    const int64_t left_a = a->minutes % rule.unit, left_b = b->minutes % rule.unit;
    if (left_a != left_b) return left_a > left_b;
    const bool wants_a = a->billed > a->allowed, wants_b = b->billed > b->allowed;
    return wants_a != wants_b ? wants_a : a->code < b->code;
  });
  const int64_t extra = std::max<int64_t>(rule.UnitsOf(minutes) - whole, 0);
  for (size_t i = 0; i < ranked.size() && static_cast<int64_t>(i) < extra; ++i)
    ++ranked[i]->allowed;
}

void AllocateEach(const TimedRule& rule, std::vector<Service>& services) {
  for (Service& service : services) service.allowed = rule.UnitsOf(service.minutes);
}

int64_t Sum(const std::vector<Service>& services, int64_t Service::*number) {
  int64_t sum = 0;
  for (const Service& service : services) sum += service.*number;
  return sum;
}

bool BilledTooLittle(const std::vector<Service>& services) {
  return Sum(services, &Service::billed) < Sum(services, &Service::allowed);
}

bool IsFederal(LineOfBusiness business) {
  return business == LineOfBusiness::kMedicare || business == LineOfBusiness::kMedicareAdvantage ||
         business == LineOfBusiness::kMedicaid || business == LineOfBusiness::kTricare;
}

void EvaluateVisit(const World& world, const std::vector<ParameterValue>& parameters,
                   const std::vector<Line>& visit, Outcomes& outcomes) {
  bool known = true;
  for (const Line& line : visit) {
    const bool units = line.line->units != kUnset && line.line->unit_basis != UnitBasis::kMinutes;
    for (const BuiltinId rule : {BuiltinId::kTimedUnitsHigh, BuiltinId::kTimedUnitsLow}) {
      if (!units) AddGap(world, rule, "units", line.ref, outcomes);
      if (line.line->minutes == kUnset) AddGap(world, rule, "missing_field", line.ref, outcomes);
    }
    known = known && units && line.line->minutes != kUnset;
  }
  if (!known) return;
  std::vector<Service> services;
  for (const Line& line : visit) {
    auto service = std::find_if(services.begin(), services.end(), [&](const Service& s) {
      return s.code == line.line->procedure_code;
    });
    if (service == services.end()) {
      service = services.insert(services.end(), Service{line.line->procedure_code});
    }
    service->minutes += line.line->minutes;
    service->billed += Whole(line.line->units);
  }
  const TimedRule rule{parameters[timed_units::kUnitMinutes].number,
                       parameters[timed_units::kLeastMinutes].number};
  int mode = parameters[timed_units::kRule].choice;
  if (mode == timed_units::kByLineOfBusiness) {
    mode = IsFederal(world.claim.payer.line_of_business) ? timed_units::kCms : timed_units::kEither;
  }
  std::vector<Service> pooled = services, each = services;
  AllocatePooled(rule, pooled);
  AllocateEach(rule, each);
  const bool pooled_high = !SomeAllocationAllows(rule, services);
  const bool each_high =
      std::any_of(each.begin(), each.end(), [](const Service& s) { return s.billed > s.allowed; });
  const bool high = mode == timed_units::kCms        ? pooled_high
                    : mode == timed_units::kMidpoint ? each_high
                                                     : pooled_high && each_high;
  const bool low = mode == timed_units::kCms ? BilledTooLittle(pooled)
                   : mode == timed_units::kMidpoint
                       ? BilledTooLittle(each)
                       : BilledTooLittle(pooled) && BilledTooLittle(each);
  if (!high && !low) return;
  const std::vector<Service>& told = mode == timed_units::kMidpoint ? each : pooled;
  std::vector<LineRef> lines, related;
  for (const Line& line : visit) {
    const auto service = std::find_if(told.begin(), told.end(), [&](const Service& s) {
      return s.code == line.line->procedure_code;
    });
    const bool subject =
        high ? service->billed > service->allowed : service->billed < service->allowed;
    (subject ? lines : related).push_back(line.ref);
  }
  Add(world, high ? BuiltinId::kTimedUnitsHigh : BuiltinId::kTimedUnitsLow,
      visit.front().line->service_date, lines, related,
      {{"minutes", std::to_string(Sum(told, &Service::minutes))},
       {"allowed", std::to_string(Sum(told, &Service::allowed))},
       {"billed", std::to_string(Sum(told, &Service::billed))}},
      outcomes);
}

// 5.4.
struct Family {
  int first_hours, further_hours;
  bool hydration;
};

void EvaluateFamily(const World& world, const std::vector<ParameterValue>& parameters,
                    const Family& family, Date day, const std::vector<Line>& own,
                    Outcomes& outcomes) {
  std::vector<Line> first, further;
  for (const Line& line : own) {
    if (line.line->service_date != day) continue;
    const Code code = line.line->procedure_code;
    if (parameters[static_cast<size_t>(family.first_hours)].codes.Contains(code)) {
      first.push_back(line);
    } else if (parameters[static_cast<size_t>(family.further_hours)].codes.Contains(code)) {
      further.push_back(line);
    }
  }
  if (first.empty() && (further.empty() || !family.hydration)) {
    for (const Line& line : further) {
      if (line.line->units == kUnset)
        AddGap(world, BuiltinId::kInfusionTime, "units", line.ref, outcomes);
    }
    return;
  }
  bool known = true;
  int64_t billed = 0;
  std::optional<int64_t> further_minutes;
  std::vector<LineRef> first_refs, further_refs;
  for (const Line& line : further) {
    further_refs.push_back(line.ref);
    if (line.line->minutes != kUnset)
      further_minutes = further_minutes.value_or(0) + line.line->minutes;
    if (line.line->units == kUnset) {
      AddGap(world, BuiltinId::kInfusionTime, "units", line.ref, outcomes);
      known = false;
    } else {
      billed += Whole(line.line->units);
    }
  }
  for (const Line& line : first) {
    first_refs.push_back(line.ref);
    if (line.line->units == kUnset) {
      AddGap(world, BuiltinId::kInfusionTime, "units", line.ref, outcomes);
      known = false;
    } else if (line.line->minutes == kUnset) {
      AddGap(world, BuiltinId::kInfusionTime, "missing_field", line.ref, outcomes);
      known = false;
    }
  }
  if (!known) return;
  if (first.empty() && !further_minutes.has_value()) {
    for (const LineRef ref : further_refs)
      AddGap(world, BuiltinId::kInfusionTime, "missing_field", ref, outcomes);
    return;
  }
  const int64_t least =
      parameters[family.hydration ? infusion::kHydrationMinutes : infusion::kLeastMinutes].number;
  // The hours that begin one after another, until the minutes are used up.
  const auto further_hours = [&](int64_t minutes) {
    int64_t hours = 0;
    for (int64_t begins = parameters[infusion::kSecondHour].number; begins <= minutes;
         begins += parameters[infusion::kHour].number) {
      ++hours;
    }
    return hours;
  };
  const auto add = [&](const std::vector<LineRef>& lines, const std::vector<LineRef>& related,
                       int64_t minutes, int64_t allowed, int64_t units, bool low) {
    CanonicalFinding* finding = Add(world, BuiltinId::kInfusionTime, day, lines, related,
                                    {{"minutes", std::to_string(minutes)},
                                     {"allowed", std::to_string(allowed)},
                                     {"billed", std::to_string(units)}},
                                    outcomes);
    if (finding != nullptr && low)
      finding->severity = std::max(finding->severity, Severity::kAdvise);
  };
  int64_t total = further_minutes.value_or(0);
  int64_t allowed = 0;
  bool nothing_long_enough = true;
  if (first.empty()) {
    allowed = total < least ? 0 : 1 + further_hours(total);
    nothing_long_enough = false;
  }
  // Reading: the minutes of further hours are the longest infusion's. Of several equally long each
  // is as long as if they were its own, and one of them goes on for their hours.
  int64_t longest = 0;
  for (const Line& line : first) longest = std::max(longest, line.line->minutes);
  const int64_t longest_with_further = longest + further_minutes.value_or(0);
  for (const Line& line : first) {
    const int64_t own_minutes = line.line->minutes;
    const int64_t lasted = own_minutes == longest ? longest_with_further : own_minutes;
    total += own_minutes;
    if (lasted >= least) {
      nothing_long_enough = false;
      allowed += further_hours(own_minutes);
    } else if (line.line->units > 0) {
      add({line.ref}, {}, lasted, 0, Whole(line.line->units), false);
    }
  }
  if (longest_with_further >= least && !first.empty()) {
    allowed += further_hours(longest_with_further) - further_hours(longest);
  }
  if (nothing_long_enough) return;
  if (billed > allowed) add(further_refs, first_refs, total, allowed, billed, false);
  if (billed < allowed) {
    if (first.empty()) {
      add(further_refs, {}, total, allowed, billed, true);
    } else {
      add(first_refs, further_refs, total, allowed, billed, true);
    }
  }
}

}  // namespace

void EvaluateTimedUnits(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kTimedUnitsHigh).has_value()) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kTimedUnitsHigh);
  const ProviderScope scope = ScopeOf(parameters[timed_units::kProviderScope].choice);
  const auto is_timed = [&parameters](Code code) {
    return parameters[timed_units::kTimedServices].codes.Contains(code);
  };
  if (HasUndatedLine(world, {BuiltinId::kTimedUnitsHigh, BuiltinId::kTimedUnitsLow}, is_timed,
                     outcomes)) {
    return;
  }
  std::vector<Line> lines = OwnLines(world);
  std::erase_if(lines, [&](const Line& line) {
    return !parameters[timed_units::kTimedServices].codes.Contains(line.line->procedure_code);
  });
  const auto discipline = [&](const Line& line) {
    for (const Code modifier : line.line->modifiers) {
      if (!modifier.empty() &&
          parameters[timed_units::kDisciplineModifiers].codes.Contains(modifier))
        return modifier;
    }
    return Code();
  };
  const auto together = [&](const Line& a, const Line& b) {
    return SpanOf(*a.line) == SpanOf(*b.line) && SameProvider(a, b, scope) &&
           discipline(a) == discipline(b);
  };
  for (const Line& leader : lines) {
    std::vector<Line> visit;
    for (const Line& line : lines) {
      if (together(leader, line)) visit.push_back(line);
    }
    if (visit.front().ref == leader.ref) EvaluateVisit(world, parameters, visit, outcomes);
  }
}

void EvaluateInfusions(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kInfusionTime).has_value()) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kInfusionTime);
  const std::vector<Line> own = OwnLines(world);
  constexpr Family kFamilies[] = {
      {infusion::kChemotherapy, infusion::kChemotherapyHours, false},
      {infusion::kInfusions, infusion::kInfusionHours, false},
      {infusion::kSubcutaneous, infusion::kSubcutaneousHours, false},
      {infusion::kHydrations, infusion::kHydrationHours, true},
  };
  for (const Family& family : kFamilies) {
    const auto is_of_family = [&](Code code) {
      return parameters[static_cast<size_t>(family.first_hours)].codes.Contains(code) ||
             parameters[static_cast<size_t>(family.further_hours)].codes.Contains(code);
    };
    if (HasUndatedLine(world, {BuiltinId::kInfusionTime}, is_of_family, outcomes)) continue;
    for (const Date day : DaysOf(own)) {
      EvaluateFamily(world, parameters, family, day, own, outcomes);
    }
  }
}

void EvaluateUnits(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kUnitFraction).has_value()) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kUnitFraction);
  for (const Line& line : OwnLines(world)) {
    const ServiceLine& service = *line.line;
    if (service.units == kUnset || service.unit_basis == UnitBasis::kMinutes) continue;
    const DateInterval span = SpanOf(service);
    const int64_t days = span.last.days() - span.first.days() + 1;
    const auto add = [&](BuiltinId builtin) {
      Add(world, builtin, span.first, {line.ref}, {}, {{"days", std::to_string(days)}}, outcomes);
    };
    if (service.units % kThousandths != 0 &&
        !parameters[units::kDivisibleServices].codes.Contains(service.procedure_code)) {
      add(BuiltinId::kUnitFraction);
    }
    if (days > 1 && service.units % (days * kThousandths) != 0 &&
        parameters[units::kDailyServices].codes.Contains(service.procedure_code)) {
      add(BuiltinId::kUnitSpan);
    }
  }
}

void EvaluateImmunizations(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kVaccine).has_value()) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kVaccine);
  const CodeSet& given = parameters[immunization::kAdministrations].codes;
  const auto is_administration = [&](const Line& line) {
    return given.Contains(line.line->procedure_code);
  };
  const auto concerns = [&](Code code) {
    return given.Contains(code) || parameters[immunization::kVaccines].codes.Contains(code);
  };
  if (HasUndatedLine(world, {BuiltinId::kVaccine, BuiltinId::kVaccineAdministration}, concerns,
                     outcomes)) {
    return;
  }
  std::vector<Line> lines = LinesTakingPart(world, {});
  std::erase_if(lines, [&](const Line& line) {
    return !Counts(line) || !line.line->service_date.has_value() ||
           !(is_administration(line) ||
             parameters[immunization::kVaccines].codes.Contains(line.line->procedure_code));
  });
  std::set<Date> days;
  for (const Line& line : lines) {
    if (line.current()) days.insert(line.line->service_date);
  }
  for (const Date day : days) {
    bool known = true;
    // [of the claim, earlier][vaccines, administrations]
    std::array<std::array<int64_t, 2>, 2> count{};
    std::array<std::vector<LineRef>, 2> own;
    for (const Line& line : lines) {
      if (line.line->service_date != day) continue;
      const size_t side = is_administration(line) ? 1 : 0;
      if (line.line->units != kUnset) {
        count[line.current() ? 0 : 1][side] += Whole(line.line->units);
      } else if (line.current()) {
        AddGap(world, BuiltinId::kVaccine, "units", line.ref, outcomes);
        AddGap(world, BuiltinId::kVaccineAdministration, "units", line.ref, outcomes);
        known = false;
      }
      if (line.current()) own[side].push_back(line.ref);
    }
    if (!known) continue;
    for (const size_t side : {size_t{0}, size_t{1}}) {
      const size_t other = 1 - side;
      const int64_t made_up = std::max<int64_t>(count[1][other] - count[1][side], 0);
      const int64_t missing = count[0][side] - count[0][other] - made_up;
      if (missing <= 0) continue;
      Add(world, side == 1 ? BuiltinId::kVaccine : BuiltinId::kVaccineAdministration, day,
          own[side], own[other],
          {{"vaccines", std::to_string(count[0][0])},
           {"administrations", std::to_string(count[0][1])},
           {"missing", std::to_string(missing)}},
          outcomes);
    }
  }
}

}  // namespace scrubline::oracle
