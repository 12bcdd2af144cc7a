// Vaccines against their administrations (domain 8, COMP.VACCINE, and 5.6): on each day of the
// claim as many of the one as of the other, by units. What is too many on the claim may have its
// other half on an earlier claim of that day. Tested by builtin_immunization_test.cc and
// tests/oracle/.
#include "rules_engine/evaluate/builtin_immunization.h"

#include <algorithm>

#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

int64_t WholeUnits(const ServiceLine& line) {
  return (line.units + kThousandths / 2) / kThousandths;
}

class ImmunizationEdits {
 public:
  ImmunizationEdits(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation),
        s_(evaluation.scratch),
        vaccines_(parameters.codes(immunization::kVaccines)),
        administrations_(parameters.codes(immunization::kAdministrations)) {}

  void Run() {
    if (e_.HasUndatedLine({BuiltinId::kVaccine, BuiltinId::kVaccineAdministration},
                          [this](Code code) { return Concerns(code); })) {
      return;
    }
    std::vector<int32_t>& days = s_.dates;
    days.clear();
    for (const PreparedLine& line : OwnLines()) {
      if (!line.readable || !Concerns(line.code())) continue;
      if (std::find(days.begin(), days.end(), line.from.days()) == days.end())
        days.push_back(line.from.days());
    }
    std::sort(days.begin(), days.end());
    for (const int32_t day : days) EvaluateDay(Date::FromDays(day));
  }

 private:
  struct Count {
    int64_t vaccines = 0;
    int64_t administrations = 0;
  };

  std::span<const PreparedLine> OwnLines() const {
    return e_.lines.first(static_cast<size_t>(e_.own_lines));
  }
  bool Concerns(Code code) const {
    return administrations_.Contains(code) || vaccines_.Contains(code);
  }

  // Adds the line's units to its side of `count`; false where it has none to add.
  bool AddTo(Count& count, const PreparedLine& line) const {
    if (line.line->units == kUnset) return false;
    const int64_t units = WholeUnits(*line.line);
    if (administrations_.Contains(line.code())) {
      count.administrations += units;
    } else {
      count.vaccines += units;
    }
    return true;
  }

  void EvaluateDay(Date day) {
    Count own;
    Count earlier;
    bool known = true;
    for (const PreparedLine& line : e_.lines) {
      if (!line.readable || line.denied || line.from != day || !Concerns(line.code())) continue;
      if (AddTo(line.history() ? earlier : own, line)) continue;
      // An earlier line without units only takes from what may make up for the claim's.
      if (line.history()) continue;
      known = false;
      for (const BuiltinId builtin : {BuiltinId::kVaccine, BuiltinId::kVaccineAdministration}) {
        if (const int32_t rule = e_.ActiveRule(builtin); rule >= 0)
          e_.AddLineGap(rule, GapReason::kUnits, 0, line);
      }
    }
    if (!known) return;
    const int64_t over = own.administrations - own.vaccines;
    const int64_t made_up = earlier.vaccines - earlier.administrations;
    if (over > std::max<int64_t>(made_up, 0)) {
      ReportMissing(BuiltinId::kVaccine, day, own, over - std::max<int64_t>(made_up, 0));
    } else if (-over > std::max<int64_t>(-made_up, 0)) {
      ReportMissing(BuiltinId::kVaccineAdministration, day, own,
                    -over - std::max<int64_t>(-made_up, 0));
    }
  }

  // The lines there are too many of are the subject, the others related.
  void ReportMissing(BuiltinId builtin, Date day, const Count& count, int64_t missing) {
    s_.refs.clear();
    s_.related.clear();
    for (const PreparedLine& line : OwnLines()) {
      if (!line.readable || line.from != day || !Concerns(line.code())) continue;
      const bool administration = administrations_.Contains(line.code());
      const bool too_many = administration == (builtin == BuiltinId::kVaccine);
      (too_many ? s_.refs : s_.related).push_back(line.ref);
    }
    Report report;
    report.builtin = builtin;
    report.date = day;
    report.key.code = e_.lines[static_cast<size_t>(s_.refs.front())].code();
    report.lines = s_.refs;
    report.related = s_.related;
    const auto capped = [](int64_t value) {
      return static_cast<int32_t>(std::min<int64_t>(value, INT32_MAX));
    };
    report.payload = {day.days(), capped(count.vaccines), capped(count.administrations),
                      capped(missing)};
    e_.Add(report);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const CodeSet& vaccines_;
  const CodeSet& administrations_;
};

}  // namespace

void EvaluateImmunization(Evaluation& e) {
  if (e.is_void() || !e.MayConcernAny(Algorithm::kImmunization)) return;
  if (e.ActiveRule(BuiltinId::kVaccine) < 0 && e.ActiveRule(BuiltinId::kVaccineAdministration) < 0)
    return;
  ImmunizationEdits(e, e.Parameters(BuiltinId::kVaccine, e.first_service_date())).Run();
}

void DescribeImmunization(Description& d, BuiltinId /*builtin*/) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  d.Evidence("vaccines", std::to_string(payload[immunization_payload::kVaccines]));
  d.Evidence("administrations", std::to_string(payload[immunization_payload::kAdministrations]));
  d.Evidence("missing", std::to_string(payload[immunization_payload::kMissing]));
  d.Evidence("date", Date::FromDays(payload[immunization_payload::kDate]).ToString());
  d.text.field = d.FieldOfLine(ref, "procedure_code");
}

}  // namespace scrubline
