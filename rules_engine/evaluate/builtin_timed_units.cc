// Timed services (domain 5.2): the units of a visit against its minutes. By CMS's rule the minutes
// of all its timed codes are pooled: a code has one unit for each 15 minutes of its own, and the
// units left over go to the codes with the most minutes left over, ties as the claim has them. By
// the midpoint rule each code is counted by itself. A visit is one day, one provider, one
// discipline. Tested by builtin_timed_units_test.cc and tests/oracle/.
#include "rules_engine/evaluate/builtin_timed_units.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Service = TimedService;

class TimedUnits {
 public:
  TimedUnits(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation),
        s_(evaluation.scratch),
        parameters_(parameters),
        unit_(parameters.number(timed_units::kUnitMinutes)),
        least_(parameters.number(timed_units::kLeastMinutes)),
        rule_(parameters.choice(timed_units::kRule)) {
    if (rule_ == timed_units::kByLineOfBusiness) {
      rule_ = IsFederal(e_.claim.payer.line_of_business) ? timed_units::kCms : timed_units::kEither;
    }
  }

  void Run() {
    if (!Select()) return;
    provider_ = e_.ProviderClasses(
        static_cast<ProviderScope>(parameters_.choice(timed_units::kProviderScope)));
    const auto visit = [this](int32_t index) {
      const PreparedLine& line = Line(index);
      return std::tuple(line.from, line.through, provider_[static_cast<size_t>(index)],
                        Discipline(line));
    };
    std::vector<int32_t>& order = s_.order;
    std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
      return std::tuple(visit(a), Line(a).code(), a) < std::tuple(visit(b), Line(b).code(), b);
    });
    for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && visit(order[end]) == visit(order[begin])) ++end;
      EvaluateVisit({order.data() + begin, end - begin});
    }
  }

 private:
  static bool IsFederal(LineOfBusiness line_of_business) {
    return line_of_business == LineOfBusiness::kMedicare ||
           line_of_business == LineOfBusiness::kMedicareAdvantage ||
           line_of_business == LineOfBusiness::kMedicaid ||
           line_of_business == LineOfBusiness::kTricare;
  }
  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }

  // The claim's timed lines, by index, in s_.order.
  bool Select() {
    s_.order.clear();
    const CodeSet& timed = parameters_.codes(timed_units::kTimedServices);
    if (e_.HasUndatedLine({BuiltinId::kTimedUnitsHigh, BuiltinId::kTimedUnitsLow},
                          [&timed](Code code) { return timed.Contains(code); })) {
      return false;
    }
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      if (Line(i).readable && timed.Contains(Line(i).code())) s_.order.push_back(i);
    }
    return !s_.order.empty();
  }

  Code Discipline(const PreparedLine& line) const {
    const ModifierSet& disciplines = parameters_.modifier_set(timed_units::kDisciplineModifiers);
    for (size_t i = 0; i < line.line->modifier_count; ++i) {
      if (disciplines.Contains(line.line->modifiers[i])) return line.line->modifiers[i];
    }
    return {};
  }

  void EvaluateVisit(std::span<const int32_t> visit) {
    bool known = true;
    for (const int32_t index : visit) known &= IsKnown(Line(index));
    if (!known) return;
    std::vector<Service>& services = s_.timed_services;
    services.clear();
    for (const int32_t index : visit) {
      const ServiceLine& line = *Line(index).line;
      if (services.empty() || services.back().code != line.procedure_code)
        services.push_back({line.procedure_code});
      services.back().minutes += line.minutes;
      services.back().billed += (line.units + kThousandths / 2) / kThousandths;
    }
    const bool pooled_high = Allow(/*pooled=*/true);
    const bool pooled_low = IsLow();
    bool midpoint = rule_ == timed_units::kMidpoint;
    bool high = pooled_high;
    bool low = pooled_low;
    if (rule_ != timed_units::kCms) {
      high = Allow(/*pooled=*/false);
      low = IsLow();
      if (rule_ == timed_units::kEither) {
        high &= pooled_high;
        low &= pooled_low;
        Allow(/*pooled=*/true);
      }
    }
    if (high) ReportVisit(BuiltinId::kTimedUnitsHigh, visit, midpoint);
    if (!high && low) ReportVisit(BuiltinId::kTimedUnitsLow, visit, midpoint);
  }

  // Whether the line says what the visit needs of it.
  bool IsKnown(const PreparedLine& line) {
    const bool units = line.line->units != kUnset && line.line->unit_basis != UnitBasis::kMinutes;
    const bool minutes = line.line->minutes != kUnset;
    for (const BuiltinId builtin : {BuiltinId::kTimedUnitsHigh, BuiltinId::kTimedUnitsLow}) {
      const int32_t rule = e_.ActiveRule(builtin);
      if (rule < 0) continue;
      if (!units) e_.AddLineGap(rule, GapReason::kUnits, 0, line);
      const Field& field = FieldOf(FieldId::kMinutes, Item::kLine);
      if (!minutes) {
        e_.AddLineGap(rule, GapReason::kMissingField,
                      static_cast<int32_t>(&field - AllFields().data()), line);
      }
    }
    return units && minutes;
  }

  int64_t UnitsOf(int64_t minutes) const { return (minutes + unit_ - least_) / unit_; }

  // Works out the units each service may have. Returns whether one is billed with more.
  bool Allow(bool pooled) {
    std::vector<Service>& services = s_.timed_services;
    int64_t minutes = 0;
    int64_t whole = 0;
    for (Service& service : services) {
      service.allowed = pooled ? service.minutes / unit_ : UnitsOf(service.minutes);
      minutes += service.minutes;
      whole += service.allowed;
    }
    if (pooled) {
      // What is left over goes where the most minutes are left over; of equals, where it is billed.
      const auto left = [this](const Service& service) { return service.minutes % unit_; };
      const auto wants = [](const Service& service) { return service.billed > service.allowed; };
      std::sort(services.begin(), services.end(), [&](const Service& a, const Service& b) {
        return std::tuple(-left(a), !wants(a), a.code) < std::tuple(-left(b), !wants(b), b.code);
      });
      const int64_t extra = std::max<int64_t>(UnitsOf(minutes) - whole, 0);
      for (size_t i = 0; i < services.size() && static_cast<int64_t>(i) < extra; ++i)
        ++services[i].allowed;
    }
    return std::any_of(services.begin(), services.end(),
                       [](const Service& service) { return service.billed > service.allowed; });
  }
  bool IsLow() const { return Sum(&Service::billed) < Sum(&Service::allowed); }
  int64_t Sum(int64_t Service::*number) const {
    int64_t sum = 0;
    for (const Service& service : s_.timed_services) sum += service.*number;
    return sum;
  }
  const Service& ServiceOf(Code code) const {
    return *std::find_if(s_.timed_services.begin(), s_.timed_services.end(),
                         [code](const Service& service) { return service.code == code; });
  }

  // The lines of the services that are billed with too many or too few units are the subject.
  void ReportVisit(BuiltinId builtin, std::span<const int32_t> visit, bool midpoint) {
    const bool high = builtin == BuiltinId::kTimedUnitsHigh;
    s_.refs.clear();
    s_.related.clear();
    for (const int32_t index : visit) {
      const Service& service = ServiceOf(Line(index).code());
      const bool subject =
          high ? service.billed > service.allowed : service.billed < service.allowed;
      (subject ? s_.refs : s_.related).push_back(Line(index).ref);
    }
    std::sort(s_.refs.begin(), s_.refs.end());
    std::sort(s_.related.begin(), s_.related.end());
    const PreparedLine& first = e_.lines[static_cast<size_t>(s_.refs.front())];
    const auto capped = [](int64_t value) {
      return static_cast<int32_t>(std::min<int64_t>(value, INT32_MAX));
    };
    Report report;
    report.builtin = builtin;
    report.date = first.from;
    report.key.code = first.code();
    report.lines = s_.refs;
    report.related = s_.related;
    report.payload = {capped(Sum(&Service::minutes)), capped(Sum(&Service::allowed)),
                      capped(Sum(&Service::billed)), capped(ServiceOf(first.code()).allowed),
                      midpoint ? 1 : 0};
    e_.Add(report);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const BuiltinParameters& parameters_;
  const int64_t unit_;
  const int64_t least_;
  int rule_;
  std::span<const uint16_t> provider_;
};

}  // namespace

void EvaluateTimedUnits(Evaluation& e) {
  if (e.is_void() || !e.MayConcernAny(Algorithm::kTimedUnits)) return;
  if (e.ActiveRule(BuiltinId::kTimedUnitsHigh) < 0 && e.ActiveRule(BuiltinId::kTimedUnitsLow) < 0)
    return;
  TimedUnits(e, e.Parameters(BuiltinId::kTimedUnitsHigh, e.first_service_date())).Run();
}

void DescribeTimedUnits(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const int32_t number = d.Number(ref);
  const std::string allowed = std::to_string(payload[timed_units_payload::kFirstAllowed]);
  d.Evidence("minutes", std::to_string(payload[timed_units_payload::kMinutes]));
  d.Evidence("allowed", std::to_string(payload[timed_units_payload::kAllowed]));
  d.Evidence("billed", std::to_string(payload[timed_units_payload::kBilled]));
  d.Evidence("rule", payload[timed_units_payload::kMidpoint] != 0
                         ? "each service by itself"
                         : "the minutes of the visit together");
  d.Evidence("date", d.Line(ref).service_date.ToString());
  d.text.field = d.FieldOfLine(ref, "units");
  const bool remove = builtin == BuiltinId::kTimedUnitsHigh && allowed == "0";
  d.AddFix(
      remove ? FixKind::kRemoveLine : FixKind::kSetUnits, number, remove ? "" : allowed,
      remove ? absl::StrCat("remove line ", number)
             : absl::StrCat(
                   "set the units of ", d.Line(ref).procedure_code.ToString(), " (line ", number,
                   ") to ", allowed,
                   builtin == BuiltinId::kTimedUnitsHigh ? "" : " if the record shows its minutes"),
      builtin == BuiltinId::kTimedUnitsLow);
  d.AddFix(FixKind::kReview, number, "", "check the minutes of each service in the record", false);
}

}  // namespace scrubline
