// The time of infusions (domain 5.4, INF.TIME): what lasted too short for its code, and further
// hours that are not those of the minutes. An infusion's minutes stand on the line of its first
// hour; those that a line of further hours has of its own are added to the longest infusion's,
// once, whatever the order of the lines; of several equally long none is short if it would not be
// with them. A line of the first hour without minutes leaves its day unknown. Hydration after
// another service has no first hour of its own: its further hours begin with it. Tested by
// builtin_infusion_test.cc and tests/oracle/.
#include "rules_engine/evaluate/builtin_infusion.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

struct Family {
  int first_hours;  // parameters of INF.TIME
  int further_hours;
  bool hydration;
};
constexpr Family kFamilies[] = {
    {infusion::kChemotherapy, infusion::kChemotherapyHours, false},
    {infusion::kInfusions, infusion::kInfusionHours, false},
    {infusion::kSubcutaneous, infusion::kSubcutaneousHours, false},
    {infusion::kHydrations, infusion::kHydrationHours, true},
};

int64_t WholeUnits(const ServiceLine& line) {
  return (line.units + kThousandths / 2) / kThousandths;
}

class InfusionTimes {
 public:
  InfusionTimes(Evaluation& evaluation, const BuiltinParameters& parameters, int32_t rule)
      : e_(evaluation), s_(evaluation.scratch), parameters_(parameters), rule_(rule) {}

  void Run() {
    for (size_t family = 0; family < std::size(kFamilies); ++family) {
      family_ = family;
      first_ = &parameters_.codes(kFamilies[family].first_hours);
      further_ = &parameters_.codes(kFamilies[family].further_hours);
      if (e_.HasUndatedLine({BuiltinId::kInfusionTime}, [this](Code code) {
            return first_->Contains(code) || further_->Contains(code);
          })) {
        continue;
      }
      s_.dates.clear();
      for (const PreparedLine& line : OwnLines()) {
        if (!line.readable || !(first_->Contains(line.code()) || further_->Contains(line.code())))
          continue;
        if (std::find(s_.dates.begin(), s_.dates.end(), line.from.days()) == s_.dates.end())
          s_.dates.push_back(line.from.days());
      }
      std::sort(s_.dates.begin(), s_.dates.end());
      for (const int32_t day : s_.dates) EvaluateDay(Date::FromDays(day));
    }
  }

 private:
  std::span<const PreparedLine> OwnLines() const {
    return e_.lines.first(static_cast<size_t>(e_.own_lines));
  }
  int64_t Number(int parameter) const { return parameters_.number(parameter); }
  int64_t Least() const {
    return Number(kFamilies[family_].hydration ? infusion::kHydrationMinutes
                                               : infusion::kLeastMinutes);
  }
  // Hours billed beyond the first one.
  int64_t FurtherHours(int64_t minutes) const {
    const int64_t beyond = minutes - Number(infusion::kSecondHour);
    return beyond < 0 ? 0 : 1 + beyond / Number(infusion::kHour);
  }

  void EvaluateDay(Date day) {
    s_.refs.clear();     // of further hours
    s_.related.clear();  // of first hours
    int64_t billed = 0;
    int64_t minutes_of_further = 0;
    bool further_has_minutes = false;
    bool known = true;
    for (const PreparedLine& line : OwnLines()) {
      if (!line.readable || line.from != day) continue;
      const bool first = first_->Contains(line.code());
      if (!first && !further_->Contains(line.code())) continue;
      if (line.line->units == kUnset) {
        e_.AddLineGap(rule_, GapReason::kUnits, 0, line);
        known = false;
      } else if (first && line.line->minutes == kUnset) {
        AddMinutesGap(line);
        known = false;
      }
      (first ? s_.related : s_.refs).push_back(line.ref);
      if (first) continue;
      if (line.line->units != kUnset) billed += WholeUnits(*line.line);
      if (line.line->minutes != kUnset) {
        further_has_minutes = true;
        minutes_of_further += line.line->minutes;
      }
    }
    if (!known) return;
    if (s_.related.empty())
      return EvaluateFurtherAlone(day, billed, minutes_of_further, further_has_minutes);
    int64_t longest = 0;
    for (const LineRef ref : s_.related)
      longest = std::max(longest, e_.lines[static_cast<size_t>(ref)].line->minutes);
    int64_t allowed = 0;
    int64_t minutes = minutes_of_further;
    bool any_long_enough = false;
    bool further_counted = false;
    for (const LineRef ref : s_.related) {
      const ServiceLine& line = *e_.lines[static_cast<size_t>(ref)].line;
      const bool is_longest = line.minutes == longest;
      const int64_t lasted = line.minutes + (is_longest ? minutes_of_further : 0);
      minutes += line.minutes;
      if (lasted < Least()) {
        if (line.units > 0)
          ReportTime(infusion_payload::kShort, day, lasted, 0, WholeUnits(line), {&ref, 1}, {});
        continue;
      }
      any_long_enough = true;
      allowed += FurtherHours(is_longest && !further_counted ? lasted : line.minutes);
      further_counted |= is_longest;
    }
    // What was too short as a whole is told of once.
    if (!any_long_enough) return;
    if (billed > allowed)
      ReportTime(infusion_payload::kHigh, day, minutes, allowed, billed, s_.refs, s_.related);
    if (billed < allowed)
      ReportTime(infusion_payload::kLow, day, minutes, allowed, billed, s_.related, s_.refs);
  }

  // Further hours whose first one is not on the claim: hydration after another service counts from
  // its own beginning; of others nothing is known here.
  void EvaluateFurtherAlone(Date day, int64_t billed, int64_t minutes, bool known) {
    if (!kFamilies[family_].hydration) return;
    if (!known) {
      for (const LineRef ref : s_.refs) AddMinutesGap(e_.lines[static_cast<size_t>(ref)]);
      return;
    }
    const int64_t allowed = minutes < Least() ? 0 : 1 + FurtherHours(minutes);
    if (billed > allowed)
      ReportTime(infusion_payload::kHigh, day, minutes, allowed, billed, s_.refs, {});
    if (billed < allowed)
      ReportTime(infusion_payload::kLow, day, minutes, allowed, billed, s_.refs, {});
  }

  void AddMinutesGap(const PreparedLine& line) {
    const Field& minutes = FieldOf(FieldId::kMinutes, Item::kLine);
    e_.AddLineGap(rule_, GapReason::kMissingField,
                  static_cast<int32_t>(&minutes - AllFields().data()), line);
  }

  void ReportTime(infusion_payload::Variant variant, Date day, int64_t minutes, int64_t allowed,
                  int64_t billed, std::span<const LineRef> lines,
                  std::span<const LineRef> related) {
    const auto capped = [](int64_t value) {
      return static_cast<int32_t>(std::min<int64_t>(value, INT32_MAX));
    };
    Report report;
    report.builtin = BuiltinId::kInfusionTime;
    report.variant = static_cast<uint8_t>(variant);
    report.date = day;
    report.key.code = e_.lines[static_cast<size_t>(lines.front())].code();
    report.lines = lines;
    report.related = related;
    report.payload = {capped(minutes), capped(allowed), capped(billed),
                      static_cast<int32_t>(family_)};
    if (variant == infusion_payload::kLow) report.at_most = Severity::kAdvise;
    e_.Add(report);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const BuiltinParameters& parameters_;
  const int32_t rule_;
  size_t family_ = 0;
  const CodeSet* first_ = nullptr;
  const CodeSet* further_ = nullptr;
};

}  // namespace

void EvaluateInfusion(Evaluation& e) {
  const int32_t rule = e.ActiveRule(BuiltinId::kInfusionTime);
  if (rule < 0 || e.is_void() || !e.MayConcernAny(Algorithm::kInfusion)) return;
  InfusionTimes(e, e.Parameters(BuiltinId::kInfusionTime, e.first_service_date()), rule).Run();
}

void DescribeInfusion(Description& d, BuiltinId /*builtin*/) {
  const auto& payload = d.finding.payload;
  const Family& family = kFamilies[payload[infusion_payload::kFamily]];
  const BuiltinParameters& parameters =
      d.snapshot.program().parameters[static_cast<size_t>(BuiltinId::kInfusionTime)];
  const CodeSet& hours = parameters.codes(family.further_hours);
  const std::string hour = hours.singles().empty() ? "" : hours.singles().front().ToString();
  const int32_t allowed = payload[infusion_payload::kAllowed];
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const int32_t number = d.Number(ref);
  d.Evidence("procedure_code", d.Line(ref).procedure_code.ToString());
  d.Evidence("hour_code", hour);
  d.Evidence("minutes", std::to_string(payload[infusion_payload::kMinutes]));
  d.Evidence("allowed", std::to_string(allowed));
  d.Evidence("billed", std::to_string(payload[infusion_payload::kBilled]));
  d.Evidence("date", d.Line(ref).service_date.ToString());
  d.text.field = d.FieldOfLine(ref, "units");
  switch (d.finding.variant) {
    case infusion_payload::kShort:
      d.AddFix(FixKind::kReview, number, "",
               family.hydration ? "remove the hydration: it was too short to bill"
                                : "bill a push in its place, as the record shows",
               true);
      break;
    case infusion_payload::kHigh:
      if (allowed == 0) {
        d.AddFix(FixKind::kRemoveLine, number, "", absl::StrCat("remove line ", number), false);
      } else {
        d.AddFix(FixKind::kSetUnits, number, std::to_string(allowed),
                 absl::StrCat("set the units of line ", number, " to ", allowed), false);
      }
      break;
    default:
      d.AddFix(FixKind::kAddLine, 0, hour,
               absl::StrCat("bill ", allowed, " of ", hour,
                            " if the record shows when the infusion began and ended"),
               true);
      break;
  }
  if (d.finding.variant != infusion_payload::kLow) {
    d.AddFix(FixKind::kReview, number, "", "check the times of start and stop in the record",
             false);
  }
}

}  // namespace scrubline
