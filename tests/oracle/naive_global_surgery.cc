// Domain section 4.7: global surgery.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

bool Has(const Line& line, std::initializer_list<std::string_view> modifiers) {
  return std::any_of(modifiers.begin(), modifiers.end(), [&line](std::string_view modifier) {
    return line.line->HasModifier(Code::Parse(modifier).value());
  });
}

// A line that has a global period, or without a fee schedule may have one.
struct Surgery {
  Line line;
  std::optional<int> days;  // nullopt: not known

  Date day() const { return line.line->service_date; }
};

// The parts of a period in which something is asked for.
enum class Part { kDayOfMinor, kDecisionOnMajor, kAfter };

class GlobalSurgery {
 public:
  GlobalSurgery(const World& world, Outcomes& outcomes)
      : world_(world),
        outcomes_(outcomes),
        parameters_(ParametersOf(world, BuiltinId::kGlobalMinorVisit)),
        mpfs_(world.tables.Own("mpfs")) {
    for (const Line& line : LinesTakingPart(world, Codes(global_surgery::kExcludedModifiers))) {
      if (!Counts(line) || !line.line->service_date.has_value()) continue;
      lines_.push_back(line);
      const std::optional<Surgery> surgery = AsSurgery(line);
      if (surgery.has_value()) surgeries_.push_back(*surgery);
    }
  }

  void Judge() {
    for (const Line& line : lines_) {
      if (!line.current()) continue;
      if (IsVisit(line)) {
        JudgeVisit(line);
      } else {
        JudgeProcedure(line);
      }
    }
  }

 private:
  const CodeSet& Codes(int parameter) const {
    return parameters_[static_cast<size_t>(parameter)].codes;
  }
  bool IsVisit(const Line& line) const {
    return Codes(global_surgery::kEvaluationAndManagement).Contains(line.line->procedure_code);
  }
  bool IsUnrelated(const Line& line) const {
    return HasAny(*line.line, Codes(global_surgery::kUnrelatedModifiers));
  }
  bool OfOneProvider(const Line& a, const Line& b) const {
    return SameProvider(a, b, ScopeOf(parameters_[global_surgery::kProviderScope].choice));
  }

  // Reading: drugs, supplies and laboratory tests have no period, whatever is loaded.
  static bool MayBeSurgery(const Line& line) {
    return std::string("8ABEJKLQRV").find(line.line->procedure_code[0]) == std::string::npos;
  }

  std::optional<Surgery> AsSurgery(const Line& line) const {
    if (!Gap(line).empty()) {
      if (!MayBeSurgery(line) || IsVisit(line)) return std::nullopt;
      return Surgery{line, std::nullopt};
    }
    const OwnRow* row = FeeScheduleRow(*mpfs_, *line.line, line.line->service_date);
    const std::string period(row == nullptr ? "" : (*row)["global_days"]);
    if (period == "000") return Surgery{line, 0};
    if (period == "010") return Surgery{line, 10};
    if (period == "090") return Surgery{line, 90};
    return std::nullopt;
  }

  // 78 opens no period, nor does what was ended early or assisted at. 54: only the surgery; 55:
  // only the care after it. Of a surgery of which only the day is known: a visit on it is asked
  // about as a minor's, the day before as a major's, and the ninety days as a major's.
  bool FallsIn(Part part, const Surgery& surgery, const Line& line) const {
    if (Has(surgery.line, {"78"}) ||
        HasAny(*surgery.line.line, Codes(global_surgery::kNoPeriodModifiers))) {
      return false;
    }
    if (surgery.line.ref == line.ref || !OfOneProvider(surgery.line, line)) return false;
    const DateInterval span = SpanOf(*line.line);
    const bool surgery_itself = !Has(surgery.line, {"55"});
    const bool care_after = !Has(surgery.line, {"54"});
    switch (part) {
      case Part::kDayOfMinor:
        return surgery_itself && surgery.days != 90 && span.Contains(surgery.day());
      case Part::kDecisionOnMajor:
        if (!surgery.days.has_value()) return surgery_itself && span.last == surgery.day() - 1;
        return surgery_itself && surgery.days == 90 &&
               (span.Contains(surgery.day()) || span.Contains(surgery.day() - 1));
      case Part::kAfter:
        return care_after && surgery.days != 0 &&
               span.Intersects({surgery.day() + 1, surgery.day() + surgery.days.value_or(90)});
    }
    return false;
  }

  void JudgeVisit(const Line& visit) {
    if (IsUnrelated(visit)) return;
    const bool separate = Has(visit, {"25"});
    const bool decision = Has(visit, {"57"});
    if (separate) JudgeSeparate(visit);
    const auto any = [](const Surgery&) { return true; };
    if (!separate && !decision) Ask(BuiltinId::kGlobalMinorVisit, Part::kDayOfMinor, visit, any);
    // Reading: 57 that a major surgery asks for is right, whatever else was done on the day.
    const bool right = std::any_of(surgeries_.begin(), surgeries_.end(), [&](const Surgery& s) {
      return s.days.has_value() && FallsIn(Part::kDecisionOnMajor, s, visit);
    });
    if (decision && !separate && !right)
      Ask(BuiltinId::kGlobalDecisionOnMinor, Part::kDayOfMinor, visit, any);
    if (!decision) {
      // 25: unrelated, on the day of the surgery itself.
      Ask(BuiltinId::kGlobalMajorVisit, Part::kDecisionOnMajor, visit,
          [&](const Surgery& s) { return !separate || visit.line->service_date < s.day(); });
    }
    if (!Has(visit, {"24"})) {
      Ask(BuiltinId::kGlobalVisitAfter, Part::kAfter, visit, any);
    } else {
      Ask(BuiltinId::kGlobalSameDiagnosis, Part::kAfter, visit,
          [&](const Surgery& s) { return SameCategory(visit, s.line); });
    }
  }

  // Reading: a procedure is what has a global period of its own; with 55 it is care after surgery.
  void JudgeProcedure(const Line& line) {
    if (Has(line, {"58", "78", "79", "55"}) || IsUnrelated(line)) return;
    if (AsSurgery(line).has_value())
      Ask(BuiltinId::kGlobalProcedure, Part::kAfter, line, [](const Surgery&) { return true; });
  }

  template <typename Test>
  void Ask(BuiltinId builtin, Part part, const Line& line, Test test) {
    std::vector<Surgery> found;
    for (const Surgery& surgery : surgeries_) {
      if (FallsIn(part, surgery, line) && test(surgery)) found.push_back(surgery);
    }
    // What is certain is told; else what cannot be known, unless a PTP edit speaks of the two.
    const bool is_procedure = builtin == BuiltinId::kGlobalProcedure;
    const auto gap = [&](const Surgery& surgery) {
      const std::string own = is_procedure ? Gap(line) : "";
      return own.empty() ? Gap(surgery.line) : own;
    };
    std::vector<Surgery> unknown;
    for (const Surgery& surgery : found) {
      if (!gap(surgery).empty() && !IsBundled(surgery.line, line)) unknown.push_back(surgery);
    }
    std::erase_if(found, [&](const Surgery& surgery) { return !gap(surgery).empty(); });
    if (found.empty() && !unknown.empty()) AddGap(builtin, gap(unknown.front()), line);
    if (found.empty()) return;
    // The finding tells of the first: this claim's lines before history's.
    const Surgery& first = found.front();
    const Date begins = first.day() + (part == Part::kAfter             ? 1
                                       : part == Part::kDecisionOnMajor ? -1
                                                                        : 0);
    const Date date = std::max(line.line->service_date, begins);
    std::vector<LineRef> related;
    for (const Surgery& surgery : found) related.push_back(surgery.line.ref);
    AddFinding(world_, builtin, {line.ref, date}, {line.ref}, related,
               {{"date", date.ToString()},
                {"surgery", first.line.line->procedure_code.ToString()},
                {"surgery_date", first.day().ToString()},
                {"global_days", std::to_string(*first.days)},
                {"period_end", (first.day() + *first.days).ToString()}},
               outcomes_);
  }

  std::string Gap(const Line& line) const {
    return FeeScheduleGap(world_, *line.line, line.line->service_date);
  }
  void AddGap(BuiltinId builtin, const std::string& reason, const Line& line) {
    const std::optional<int> rule = RuleOf(world_, builtin);
    if (!rule.has_value() || !IsAskedOfLine(world_, *rule, line.ref)) return;
    outcomes_.gaps.insert({std::string(BuiltinOf(builtin).name), reason,
                           reason == "missing_table" ? kWholeClaim : line.ref});
  }
  bool IsBundled(const Line& a, const Line& b) const {
    const auto has = [](const std::vector<LineRef>& refs, const Line& line) {
      return std::find(refs.begin(), refs.end(), line.ref) != refs.end();
    };
    return std::any_of(outcomes_.findings.begin(), outcomes_.findings.end(),
                       [&](const CanonicalFinding& finding) {
                         if (finding.outcome != Outcome::kFired) return false;
                         if (finding.rule != "NCCI.PTP" && finding.rule != "NCCI.PTP.HIST_COL2")
                           return false;
                         return (has(finding.lines, a) && has(finding.related, b)) ||
                                (has(finding.lines, b) && has(finding.related, a));
                       });
  }

  // Whether both point first to diagnoses of one category. What an earlier line was for is not
  // known.
  bool SameCategory(const Line& visit, const Line& surgery) const {
    const auto category = [this](const Line& line) -> std::string {
      const size_t position = line.line->pointer_count == 0 ? 0 : line.line->diagnosis_pointers[0];
      if (position == 0 || position > world_.claim.diagnoses.size()) return "";
      return world_.claim.diagnoses[position - 1].code.ToString().substr(0, 3);
    };
    return surgery.current() && !category(visit).empty() && category(visit) == category(surgery);
  }

  // Reading: whatever the group did on one of the visit's days, denied or not covered, may be what
  // the visit is separate from; so may a line without a date.
  void JudgeSeparate(const Line& visit) {
    for (const Line& other : LinesTakingPart(world_, {})) {
      if (other.ref == visit.ref) continue;
      const ServiceLine& line = *other.line;
      if (!line.service_date.has_value()) {
        if (other.current()) return;
        continue;
      }
      if (!Counts(other) && other.status != HistoryStatus::kDenied) continue;
      if (!OfOneProvider(visit, other)) continue;
      if (SpanOf(line).Intersects(SpanOf(*visit.line)) && MayBeSeparate(visit, other)) return;
    }
    AddFinding(world_, BuiltinId::kGlobalNothingSeparate, {visit.ref, visit.line->service_date},
               {visit.ref}, {}, {{"date", visit.line->service_date.ToString()}}, outcomes_);
  }

  // Another visit, a service of the list, a procedure with a period of any kind, or what a PTP edit
  // pairs with the visit.
  bool MayBeSeparate(const Line& visit, const Line& other) const {
    if (IsVisit(other)) return true;
    if (Codes(global_surgery::kSeparateServices).Contains(other.line->procedure_code)) return true;
    if (!MayBeSurgery(other)) return false;
    if (!Gap(other).empty()) return true;
    const OwnRow* row = FeeScheduleRow(*mpfs_, *other.line, other.line->service_date);
    if (row == nullptr) return false;
    if ((*row)["global_days"] != "XXX") return true;
    const auto pairs = world_.tables.ptp.find("ncci_ptp_practitioner");
    if (pairs == world_.tables.ptp.end()) return true;
    const Date day = std::max(visit.line->service_date, other.line->service_date);
    return pairs->second.InForce(visit.line->procedure_code, other.line->procedure_code, day)
        .has_value();
  }

  const World& world_;
  Outcomes& outcomes_;
  const std::vector<ParameterValue> parameters_;
  const OwnTable* const mpfs_;
  std::vector<Line> lines_;
  std::vector<Surgery> surgeries_;
};

}  // namespace

const OwnRow* FeeScheduleRow(const OwnTable& mpfs, const ServiceLine& line, Date date) {
  const std::string code = line.procedure_code.ToString();
  for (const Code modifier : line.modifiers) {
    const std::string component = modifier.ToString();
    if (component != "26" && component != "TC" && component != "53") continue;
    if (const OwnRow* row = mpfs.RowOn(code + component, date)) return row;
  }
  return mpfs.RowOn(code, date);
}

std::string FeeScheduleGap(const World& world, const ServiceLine& line, Date date) {
  const OwnTable* mpfs = world.tables.Own("mpfs");
  if (mpfs == nullptr) return "missing_table";
  if (FeeScheduleRow(*mpfs, line, date) != nullptr || mpfs->answers.Contains(date)) return "";
  return "no_release";
}

// Reading: a physician's; an institutional claim has no global periods.
void EvaluateGlobalSurgery(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kGlobalMinorVisit).has_value()) return;
  if (world.claim.type == ClaimType::kProfessional) GlobalSurgery(world, outcomes).Judge();
}

}  // namespace scrubline::oracle
