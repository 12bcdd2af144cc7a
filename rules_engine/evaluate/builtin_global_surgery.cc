// Global surgery (domain 4.7): what is done around an operation by the surgeon, or by the group and
// specialty, is part of its payment unless a modifier says otherwise. The fee schedule gives each
// procedure its global period: 000 is the day itself, 010 ten days after it, 090 ninety after and
// the day before. Surgeries are looked for on the claim and in the history that came with it; what
// no history shows is not asked about. Tested by builtin_global_surgery_test.cc.
//
// A line with 54 (surgical care only) opens no period after its day, one with 55 (the care after)
// only that; 58 and 79 open a period of their own, 78 none.
#include "rules_engine/evaluate/builtin_global_surgery.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

constexpr ReferenceId kTable = ReferenceId::kPhysicianFeeSchedule;
constexpr int32_t kUnknownDays = -1;  // no fee schedule answers for the surgery's date
constexpr int32_t kMajorDays = 90;

bool Has(const PreparedLine& line, std::initializer_list<Code> modifiers) {
  return std::any_of(modifiers.begin(), modifiers.end(),
                     [&line](Code modifier) { return line.line->HasModifier(modifier); });
}
bool Covers(const PreparedLine& line, Date first, Date last) {
  return DateInterval{line.from, line.through}.Intersects({first, last});
}

// Drugs, supplies and laboratory tests have no global period; without a fee schedule that much is
// known.
bool MayBeSurgery(Code code) {
  constexpr std::string_view kNever = "8ABEJKLQRV";
  return kNever.find(code[0]) == std::string_view::npos;
}

class GlobalSurgery {
 public:
  GlobalSurgery(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation), s_(evaluation.scratch), parameters_(parameters) {}

  void Run() {
    CollectPeriods();
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = Line(i);
      if (!TakesPart(line)) continue;
      if (s_.global_periods.empty() && !Has(line, {Code::Of("25")})) continue;
      if (provider_.empty()) {
        provider_ = e_.ProviderClasses(
            static_cast<ProviderScope>(parameters_.choice(global_surgery::kProviderScope)));
      }
      if (IsVisit(line)) {
        JudgeVisit(i);
      } else {
        JudgeProcedure(i);
      }
    }
  }

 private:
  // Which part of a global period a line falls in.
  enum class Part : uint8_t { kDayOfMinor, kDecisionOnMajor, kAfter };

  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }
  bool TakesPart(const PreparedLine& line) const {
    return line.readable && !line.denied &&
           !parameters_.modifier_set(global_surgery::kExcludedModifiers).ContainsAny(*line.line);
  }
  bool IsVisit(const PreparedLine& line) const {
    return parameters_.codes(global_surgery::kEvaluationAndManagement).Contains(line.code());
  }
  bool IsUnrelated(const PreparedLine& line) const {
    return parameters_.modifier_set(global_surgery::kUnrelatedModifiers).ContainsAny(*line.line);
  }
  bool SameProvider(int32_t a, int32_t b) const {
    return provider_[static_cast<size_t>(a)] == provider_[static_cast<size_t>(b)];
  }

  // The lines that have a period of 0, 10 or 90 days, or may have one.
  void CollectPeriods() {
    s_.global_periods.clear();
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const PreparedLine& line = e_.lines[i];
      if (!TakesPart(line)) continue;
      const RowId row = e_.FeeScheduleRow(line, line.from);
      int32_t days = kUnknownDays;
      if (row != kNoRow) {
        const Code period = e_.program.Reference(kTable)->CodeAt(row, mpfs::kGlobalDays);
        if (period == Code::Of("000")) {
          days = 0;
        } else if (period == Code::Of("010")) {
          days = 10;
        } else if (period == Code::Of("090")) {
          days = kMajorDays;
        } else {
          continue;
        }
      } else if (!IsUnknown(line) || !MayBeSurgery(line.code()) || IsVisit(line)) {
        continue;
      }
      const bool opens =
          !Has(line, {Code::Of("78")}) &&
          !parameters_.modifier_set(global_surgery::kNoPeriodModifiers).ContainsAny(*line.line);
      s_.global_periods.push_back({static_cast<int32_t>(i), days, row, opens});
    }
  }

  bool IsUnknown(const PreparedLine& line) const {
    return e_.program.Reference(kTable) == nullptr ||
           e_.LookUp(kTable, line, line.from).listing == Listing::kUnknown;
  }

  // Whether the line at `x` falls in that part of the period; where it is not known whether there
  // is one, whether it would. A visit on the day of a surgery that may be a major one is asked
  // about as a minor's.
  bool FallsIn(Part part, const GlobalPeriod& period, int32_t x) const {
    if (!period.opens || period.line == x || !SameProvider(period.line, x)) return false;
    const PreparedLine& surgery = Line(period.line);
    const PreparedLine& line = Line(x);
    const Date day = surgery.from;
    const bool unknown = period.days == kUnknownDays;
    switch (part) {
      case Part::kDayOfMinor:
        return period.days != kMajorDays && !Has(surgery, {Code::Of("55")}) &&
               Covers(line, day, day);
      case Part::kDecisionOnMajor:
        if (Has(surgery, {Code::Of("55")})) return false;
        if (unknown) return line.through == day - 1;
        return period.days == kMajorDays && Covers(line, day - 1, day);
      case Part::kAfter:
        return period.days != 0 && !Has(surgery, {Code::Of("54")}) &&
               Covers(line, day + 1, day + (unknown ? kMajorDays : period.days));
    }
    return false;
  }

  bool AnyIn(Part part, int32_t x) const {
    return std::any_of(s_.global_periods.begin(), s_.global_periods.end(),
                       [&](const GlobalPeriod& period) {
                         return period.days != kUnknownDays && FallsIn(part, period, x);
                       });
  }

  void JudgeVisit(int32_t x) {
    const PreparedLine& line = Line(x);
    const bool separate = Has(line, {Code::Of("25")});
    const bool decision = Has(line, {Code::Of("57")});
    if (separate && !IsUnrelated(line)) JudgeSeparateVisit(x);
    if (s_.global_periods.empty() || IsUnrelated(line)) return;
    if (!separate && !decision) Ask(BuiltinId::kGlobalMinorVisit, Part::kDayOfMinor, x);
    if (decision && !separate && !AnyIn(Part::kDecisionOnMajor, x)) {
      Ask(BuiltinId::kGlobalDecisionOnMinor, Part::kDayOfMinor, x);
    }
    if (!decision) Ask(BuiltinId::kGlobalMajorVisit, Part::kDecisionOnMajor, x, separate);
    if (Has(line, {Code::Of("24")})) {
      Ask(BuiltinId::kGlobalSameDiagnosis, Part::kAfter, x);
    } else {
      Ask(BuiltinId::kGlobalVisitAfter, Part::kAfter, x);
    }
  }

  // A procedure after another one: staged, a return to the operating room, or unrelated.
  void JudgeProcedure(int32_t x) {
    const PreparedLine& line = Line(x);
    if (Has(line, {Code::Of("58"), Code::Of("78"), Code::Of("79"), Code::Of("55")})) return;
    if (IsUnrelated(line)) return;
    const auto own = std::find_if(s_.global_periods.begin(), s_.global_periods.end(),
                                  [x](const GlobalPeriod& period) { return period.line == x; });
    if (own == s_.global_periods.end()) return;  // no procedure with a period of its own
    procedure_unknown_ = own->days == kUnknownDays;
    Ask(BuiltinId::kGlobalProcedure, Part::kAfter, x);
    procedure_unknown_ = false;
  }

  // Reports the line at `x` where it falls in that part of some surgery's period, or that this
  // cannot be told. `same_day_excused`: 25 is on the visit, which counts on the day of surgery.
  void Ask(BuiltinId builtin, Part part, int32_t x, bool same_day_excused = false) {
    const int32_t rule = e_.ActiveRule(builtin);
    if (rule < 0) return;
    const PreparedLine& line = Line(x);
    const GlobalPeriod* first = nullptr;
    const GlobalPeriod* unknown = nullptr;
    s_.related.clear();
    for (const GlobalPeriod& period : s_.global_periods) {
      if (!FallsIn(part, period, x)) continue;
      if (same_day_excused && line.from >= Line(period.line).from) continue;
      if (builtin == BuiltinId::kGlobalSameDiagnosis && !SameDiagnosis(line, Line(period.line)))
        continue;
      if (period.days == kUnknownDays || procedure_unknown_) {
        if (unknown == nullptr && !IsBundled(period.line, x)) unknown = &period;
        continue;
      }
      if (first == nullptr) first = &period;
      s_.related.push_back(Line(period.line).ref);
    }
    if (first != nullptr) return Add(builtin, part, x, *first);
    if (unknown == nullptr) return;
    const bool by_surgery = unknown->days == kUnknownDays && !procedure_unknown_;
    e_.AddTableGap(rule, kTable, line, by_surgery ? Line(unknown->line).from : line.from);
  }

  void Add(BuiltinId builtin, Part part, int32_t x, const GlobalPeriod& period) {
    const PreparedLine& line = Line(x);
    const Date day = Line(period.line).from;
    const Date first = part == Part::kAfter ? day + 1 : part == Part::kDayOfMinor ? day : day - 1;
    Report report;
    report.builtin = builtin;
    report.date = std::max(line.from, first);
    report.key.code = line.code();
    report.lines = {&line.ref, 1};
    report.related = s_.related;
    report.payload = {Line(period.line).ref, period.days, report.date.days(),
                      (day + period.days).days(), static_cast<int32_t>(period.row)};
    e_.Add(report);
  }

  // Whether both lines point first to diagnoses of one category. What an earlier line was done for
  // is not known.
  bool SameDiagnosis(const PreparedLine& visit, const PreparedLine& surgery) const {
    if (surgery.history()) return false;
    const uint64_t a = CategoryOf(visit);
    return a != 0 && a == CategoryOf(surgery);
  }
  // The first three characters of the first pointed diagnosis; 0: none.
  uint64_t CategoryOf(const PreparedLine& line) const {
    if (line.line->pointer_count == 0) return 0;
    const size_t position = line.line->diagnosis_pointers[0];
    if (position == 0 || position > e_.claim.diagnoses.size()) return 0;
    return e_.claim.diagnoses[position - 1].code.bits() >> 40;
  }

  // Whether a PTP edit that fired already speaks of the two lines.
  bool IsBundled(int32_t surgery, int32_t x) const {
    const auto has = [this](const LineRun& run, int32_t line) {
      const std::span<const LineRef> refs = e_.findings.Lines(run);
      return std::find(refs.begin(), refs.end(), Line(line).ref) != refs.end();
    };
    const int32_t rules[] = {e_.ActiveRule(BuiltinId::kPtp), e_.ActiveRule(BuiltinId::kPtpHistory)};
    return std::any_of(e_.findings.items.begin(), e_.findings.items.end(),
                       [&](const Finding& finding) {
                         return (finding.rule == rules[0] || finding.rule == rules[1]) &&
                                finding.outcome == Outcome::kFired &&
                                ((has(finding.lines, surgery) && has(finding.related, x)) ||
                                 (has(finding.lines, x) && has(finding.related, surgery)));
                       });
  }

  // 25 says that the visit is separate from something: is there anything on its day?
  // A line without a date may be it.
  void JudgeSeparateVisit(int32_t x) {
    const PreparedLine& visit = Line(x);
    const auto own = e_.lines.first(static_cast<size_t>(e_.own_lines));
    if (std::any_of(own.begin(), own.end(), [](const PreparedLine& line) {
          return !line.readable && !line.code().empty();
        })) {
      return;
    }
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const auto y = static_cast<int32_t>(i);
      const PreparedLine& other = e_.lines[i];
      if (y == x || !other.readable || !SameProvider(x, y)) continue;
      if (Covers(visit, other.from, other.through) && MayBeSeparateFrom(visit, other)) return;
    }
    Report report;
    report.builtin = BuiltinId::kGlobalNothingSeparate;
    report.date = visit.from;
    report.key.code = visit.code();
    report.lines = {&visit.ref, 1};
    report.payload = {visit.ref, 0, visit.from.days()};
    e_.Add(report);
  }

  // A service that takes 25 on the visit beside it, as far as the tables can tell: another visit, a
  // vaccination and the like, what has a global period, what a PTP edit pairs with the visit.
  bool MayBeSeparateFrom(const PreparedLine& visit, const PreparedLine& other) const {
    if (IsVisit(other)) return true;
    if (parameters_.codes(global_surgery::kSeparateServices).Contains(other.code())) return true;
    if (!MayBeSurgery(other.code())) return false;
    const RowId row = e_.FeeScheduleRow(other, other.from);
    if (row == kNoRow) return IsUnknown(other);
    if (e_.program.Reference(kTable)->CodeAt(row, mpfs::kGlobalDays) != Code::Of("XXX"))
      return true;
    return MayBePaired(visit, other);
  }

  bool MayBePaired(const PreparedLine& visit, const PreparedLine& other) const {
    constexpr auto kSlot = static_cast<size_t>(PtpIndex(TableSlot::kPtpPractitioner));
    const PtpTable* table = e_.program.ptp[kSlot];
    if (table == nullptr) return true;
    if (table->info().sample && !(table->covers(visit.code()) && table->covers(other.code())))
      return true;
    PtpTable::Hit hit;
    return table->Find(visit.entry->ptp[kSlot], other.entry->ptp[kSlot],
                       std::max(visit.from, other.from), hit);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const BuiltinParameters& parameters_;
  std::span<const uint16_t> provider_;  // once a line is judged
  bool procedure_unknown_ = false;      // it is not known whether the procedure in hand is one
};

}  // namespace

void EvaluateGlobalSurgery(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kGlobalMinorVisit, BuiltinId::kGlobalMajorVisit,
                    BuiltinId::kGlobalVisitAfter, BuiltinId::kGlobalProcedure,
                    BuiltinId::kGlobalSameDiagnosis, BuiltinId::kGlobalDecisionOnMinor,
                    BuiltinId::kGlobalNothingSeparate})) {
    return;
  }
  if (e.is_void()) {
    return e.TraceIdle(Algorithm::kGlobalSurgery, EvaluationTrace::Idle::kVoidClaim);
  }
  if (!e.is_professional()) return;
  GlobalSurgery(e, e.Parameters(BuiltinId::kGlobalMinorVisit, e.first_service_date())).Run();
}

void DescribeGlobalSurgery(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const int32_t number = d.Number(ref);
  d.Evidence("procedure_code", d.Line(ref).procedure_code.ToString());
  d.Evidence("date", Date::FromDays(payload[global_surgery_payload::kDate]).ToString());
  d.text.field =
      d.FieldOfLine(ref, builtin == BuiltinId::kGlobalProcedure ? "procedure_code" : "modifiers");
  const auto add = [&](std::string_view modifier, std::string_view if_documented) {
    d.AddFix(FixKind::kAddModifier, number, std::string(modifier),
             absl::StrCat("add modifier ", std::string(modifier), " to line ", number,
                          " if the record shows ", std::string(if_documented)),
             true);
  };
  const auto remove = [&](std::string_view why) {
    d.AddFix(FixKind::kRemoveLine, number, "",
             absl::StrCat("remove line ", number, ": ", std::string(why)), false);
  };
  constexpr std::string_view kSeparate = "a significant, separately identifiable visit";
  if (builtin == BuiltinId::kGlobalNothingSeparate) {
    d.AddFix(FixKind::kRemoveModifier, number, "25",
             absl::StrCat("remove modifier 25 from line ", number), false);
    d.AddFix(FixKind::kReview, number, "",
             "add the procedure of that day if it was done and not billed", true);
    return;
  }

  const LineRef surgery_ref = payload[global_surgery_payload::kSurgery];
  const ServiceLine& surgery = d.Line(surgery_ref);
  const ReferenceTable& table = *d.snapshot.program().Reference(kTable);
  const auto row = static_cast<RowId>(payload[global_surgery_payload::kRow]);
  d.Evidence("surgery", surgery.procedure_code.ToString());
  d.Evidence("surgery_date", surgery.service_date.ToString());
  d.Evidence("global_days", std::to_string(payload[global_surgery_payload::kDays]));
  d.Evidence("period_end", Date::FromDays(payload[global_surgery_payload::kEnd]).ToString());
  d.Evidence("table", std::string(table.schema().name));
  d.Evidence("release", std::string(table.release_name(table.release(row))));
  d.Slot("surgery_line", IsHistory(surgery_ref) ? std::string("an earlier claim")
                                                : absl::StrCat("line ", d.Number(surgery_ref)));
  switch (builtin) {
    case BuiltinId::kGlobalMinorVisit:
      add("25", kSeparate);
      remove("the visit is part of the procedure");
      break;
    case BuiltinId::kGlobalMajorVisit:
      add("57", "that this visit is where the surgery was decided on");
      if (Date::FromDays(payload[global_surgery_payload::kDate]) == surgery.service_date) {
        add("25", "a significant visit that had nothing to do with the surgery");
      }
      remove("the visit is part of the surgery");
      break;
    case BuiltinId::kGlobalVisitAfter:
      add("24", "a visit that had nothing to do with the surgery, for another diagnosis");
      d.AddFix(FixKind::kReplaceCode, number, "99024",
               absl::StrCat("report line ", number,
                            " as 99024, without charge, if it was care after the surgery"),
               true);
      break;
    case BuiltinId::kGlobalProcedure:
      add("58", "a procedure planned at the time of the first, or more extensive than it");
      add("78", "an unplanned return to the operating room for something related to the first");
      add("79", "a procedure that had nothing to do with the first");
      remove("without a return to the operating room the care is part of the surgery");
      break;
    case BuiltinId::kGlobalSameDiagnosis:
      d.AddFix(FixKind::kReview, number, "",
               absl::StrCat("point line ", number,
                            " to the diagnosis of the unrelated problem, if it was seen for one"),
               true);
      d.AddFix(FixKind::kRemoveModifier, number, "24",
               absl::StrCat("remove modifier 24 from line ", number,
                            " and report the care after surgery as 99024"),
               false);
      break;
    default:  // GLOB.57.MINOR
      d.AddFix(FixKind::kReview, number, "25",
               absl::StrCat("use modifier 25 in place of 57 on line ", number,
                            " if the record shows ", std::string(kSeparate)),
               true);
      d.AddFix(FixKind::kRemoveModifier, number, "57",
               absl::StrCat("remove modifier 57 from line ", number), false);
      break;
  }
}

}  // namespace scrubline
