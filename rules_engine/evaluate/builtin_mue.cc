// Medically unlikely edits (domain 2): units of one code a line (indicator 1) or a day (2, 3),
// against the limit of the quarter's release. Tested by builtin_mue_test.cc, tests/worked_examples/
// and tests/oracle/.
#include "rules_engine/evaluate/builtin_mue.h"

#include <algorithm>
#include <tuple>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
int64_t UnitsPerDay(const PreparedLine& line) {
  const int64_t days = int64_t{line.through.days()} - line.from.days() + 1;
  if (days == 1) return (line.line->units + kThousandths / 2) / kThousandths;
  return (line.line->units * 2 + days * kThousandths) / (days * 2 * kThousandths);
}

namespace {

// Up to this many lines, a code that stands twice is found by comparing each with each.
constexpr size_t kFewLines = 16;

class MueEdits {
 public:
  MueEdits(Evaluation& evaluation, const BuiltinParameters& parameters, int32_t rule,
           TableSlot slot, bool facility, bool fallback)
      : e_(evaluation),
        s_(evaluation.scratch),
        parameters_(parameters),
        rule_(rule),
        slot_(slot),
        fallback_(fallback),
        column_(static_cast<size_t>(MueIndex(slot))),
        table_(*e_.program.mue[column_]),
        sample_(table_.info().sample),
        provider_(e_.ProviderClasses(
            facility ? ProviderScope::kFacility
                     : static_cast<ProviderScope>(parameters.choice(mue::kProviderScope)))) {}

  void Run() {
    if (!Select()) {
      // No code twice: every line is a group by itself, and nearly always within its limit.
      for (const int32_t& index : s_.order) {
        const PreparedLine& line = Line(index);
        if (line.history()) continue;
        if (e_.trace != nullptr || !IsWithinLimit(line)) EvaluateGroup({&index, 1});
      }
      return;
    }
    const auto key = [this](int32_t index) {
      return std::tuple(Line(index).code(), Bucket(index), provider_[static_cast<size_t>(index)]);
    };
    std::vector<int32_t>& order = s_.order;
    std::sort(order.begin(), order.end(), [&key](int32_t a, int32_t b) {
      return std::tuple(key(a), a) < std::tuple(key(b), b);
    });
    for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && key(order[end]) == key(order[begin])) ++end;
      // History comes after the claim's own lines: a group that begins with it has none of the
      // claim's.
      if (!Line(order[begin]).history()) EvaluateGroup({order.data() + begin, end - begin});
    }
  }

 private:
  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }

  // Lines of technical and professional components are summed apart (R25): the first such modifier,
  // or none.
  Code Bucket(int32_t index) const {
    const ModifierSet& components = parameters_.modifier_set(mue::kComponentModifiers);
    const ServiceLine& line = *Line(index).line;
    for (size_t i = 0; i < line.modifier_count; ++i) {
      if (components.Contains(line.modifiers[i])) return line.modifiers[i];
    }
    return {};
  }

  // The lines that count, by index, in s_.order. Returns whether a code may stand on several of
  // them.
  bool Select() {
    s_.order.clear();
    const ModifierSet& excluded = parameters_.modifier_set(mue::kExcludedModifiers);
    const auto slot = static_cast<int32_t>(slot_);
    bool repeated = e_.lines.size() > kFewLines;
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const PreparedLine& line = e_.lines[i];
      if (!line.readable || line.denied) continue;
      if (!line.HasCodeInForce()) {
        e_.TraceLeftOut(Algorithm::kMue, line, EvaluationTrace::LeftOut::kCodeNotInForce);
        continue;
      }
      if (line.line->unit_basis == UnitBasis::kMinutes) {
        e_.TraceLeftOut(Algorithm::kMue, line, EvaluationTrace::LeftOut::kMinutes);
        continue;
      }
      if (excluded.ContainsAny(*line.line)) {
        e_.TraceLeftOut(Algorithm::kMue, line, excluded);
        continue;
      }
      if (!line.history()) {
        if (sample_ && !table_.covers(line.code())) {
          e_.AddLineGap(rule_, GapReason::kSampleTable, slot, line);
          continue;
        }
        if (line.line->units == kUnset) e_.AddLineGap(rule_, GapReason::kUnits, 0, line);
        if (LacksRelease(line)) e_.AddGap(rule_, GapReason::kNoRelease, slot, line.ref);
      }
      if (line.line->units == kUnset) AddUnknownHistory(static_cast<int32_t>(i));
      if (line.line->units == kUnset) continue;
      if (line.entry->mue[column_] == 0) {
        e_.TraceLeftOut(Algorithm::kMue, line, EvaluationTrace::LeftOut::kNoRow);
        continue;
      }
      for (size_t k = 0; !repeated && k < s_.order.size(); ++k)
        repeated = Line(s_.order[k]).code() == line.code();
      s_.order.push_back(static_cast<int32_t>(i));
    }
    return repeated;
  }

  // An earlier claim's line without units leaves the sum of its day unknown.
  void AddUnknownHistory(int32_t index) {
    const PreparedLine& earlier = Line(index);
    if (!earlier.history()) return;
    const ModifierSet& excluded = parameters_.modifier_set(mue::kExcludedModifiers);
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& own = Line(i);
      const bool counts = own.readable && own.HasCodeInForce() &&
                          own.line->unit_basis != UnitBasis::kMinutes &&
                          !excluded.ContainsAny(*own.line);
      if (counts && own.code() == earlier.code() && Bucket(i) == Bucket(index) &&
          own.from <= earlier.through && earlier.from <= own.through &&
          provider_[static_cast<size_t>(i)] == provider_[static_cast<size_t>(index)]) {
        const Date first = std::max(own.from, earlier.from);
        const Date last = std::min(own.through, earlier.through);
        if (e_.MayBeAsked(rule_, own.ref, first, last)) {
          e_.AddGap(rule_, GapReason::kUnits, 0, own.ref);
        }
      }
    }
  }

  // The release of a date; most lines of a claim ask for the same one.
  int Release(Date date) {
    if (date != last_date_) {
      last_date_ = date;
      last_release_ = table_.FindRelease(date);
    }
    return last_release_;
  }

  // Whether some day of the line on which the rule may be asked has no release.
  bool LacksRelease(const PreparedLine& line) {
    if (line.from == line.through) {
      return Release(line.from) < 0 && e_.MayBeAsked(rule_, line.ref, line.from, line.from);
    }
    for (Date day = line.from; day <= line.through;) {
      const int release = table_.FindRelease(day);
      const Date last = std::min(LastDayLike(release, day), line.through);
      if (release < 0 && e_.MayBeAsked(rule_, line.ref, day, last)) return true;
      day = last + 1;
    }
    return false;
  }

  // The last day on which what `FindRelease` says of `day`, `release`, holds.
  Date LastDayLike(int release, Date day) const {
    if (release >= 0) return table_.release_dates(release).last;
    Date last = Date::Max();
    for (int next = 0; next < table_.release_count(); ++next) {
      const Date first = table_.release_dates(next).first;
      if (first > day) last = std::min(last, first - 1);
    }
    return last;
  }

  // Whether the line by itself, of one day, has no more units than the table allows.
  bool IsWithinLimit(const PreparedLine& line) {
    if (line.from != line.through) return false;
    const int release = Release(line.from);
    MueTable::Entry entry;
    if (release < 0 || !table_.Find(line.entry->mue[column_], release, entry)) return true;
    return entry.limit == 0 ? line.line->units <= 0 : UnitsPerDay(line) <= entry.limit;
  }

  // `group`: lines of one code, component and provider, the claim's own first.
  void EvaluateGroup(std::span<const int32_t> group) {
    const Date first = Line(group.front()).from;
    const bool one_day = std::all_of(group.begin(), group.end(), [&](int32_t index) {
      return Line(index).from == first && Line(index).through == first;
    });
    first_item_ = e_.findings.items.size();
    several_days_ = !one_day;
    if (one_day) {
      EvaluateDay(group, first, first);
      return;
    }
    for (std::vector<int32_t>& items : s_.line_items)
      items.assign(static_cast<size_t>(e_.own_lines), -1);
    // Sums change only where a line or a release begins or ends, what layers say on days of theirs.
    std::vector<int32_t>& days = s_.dates;
    days.clear();
    Date earliest = first;
    Date last = first;
    for (int32_t index : group) {
      days.push_back(Line(index).from.days());
      days.push_back(Line(index).through.days() + 1);
      earliest = std::min(earliest, Line(index).from);
      last = std::max(last, Line(index).through);
    }
    const size_t of_lines = days.size();
    e_.AddDaysOfChange(BuiltinId::kMue, earliest, last, days);
    e_.AddDaysOfChange(BuiltinId::kMueZero, earliest, last, days);
    layers_change_ = days.size() > of_lines;
    for (int release = 0; release < table_.release_count(); ++release) {
      days.push_back(table_.release_dates(release).first.days());
      days.push_back(table_.release_dates(release).last.days() + 1);
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    for (size_t i = 0; i < days.size() && days[i] <= last.days(); ++i) {
      const int32_t end = i + 1 < days.size() ? days[i + 1] - 1 : last.days();
      EvaluateDay(group, Date::FromDays(days[i]), Date::FromDays(std::min(end, last.days())));
    }
  }

  // On each day from `day` to `last_day` the same lines count, with the same units.
  void EvaluateDay(std::span<const int32_t> group, Date day, Date last_day) {
    const int release = Release(day);
    MueTable::Entry entry;
    const MueTable::CodeId id = Line(group.front()).entry->mue[column_];
    if (release < 0) return;
    if (!table_.Find(id, release, entry)) {
      for (int32_t index : group) {
        e_.TraceLeftOut(Algorithm::kMue, Line(index), EvaluationTrace::LeftOut::kNoRow);
      }
      return;
    }
    s_.refs.clear();
    s_.related.clear();
    int64_t sum = 0;
    int64_t most = 0;
    for (int32_t index : group) {
      const PreparedLine& line = Line(index);
      if (day < line.from || day > line.through) continue;
      const int64_t units = UnitsPerDay(line);
      sum += units;
      most = std::max(most, units);
      if (line.history()) {
        s_.related.push_back(line.ref);
        continue;
      }
      s_.refs.push_back(line.ref);
      if (entry.limit == 0 ? line.line->units > 0 : entry.mai == 1 && units > entry.limit) {
        const BuiltinId builtin = entry.limit == 0 ? BuiltinId::kMueZero : BuiltinId::kMue;
        ReportOver(builtin, entry, units, day, last_day, {&line.ref, 1}, {});
      }
    }
    if (e_.trace != nullptr && !s_.refs.empty()) {
      TraceLimit(entry, release, entry.mai == 1 ? most : sum, day, last_day);
    }
    if (entry.limit != 0 && entry.mai != 1 && sum > entry.limit && !s_.refs.empty()) {
      ReportOver(BuiltinId::kMue, entry, sum, day, last_day, s_.refs, s_.related);
    }
  }

  void TraceLimit(MueTable::Entry entry, int release, int64_t units, Date day, Date last_day) {
    EvaluationTrace::Limit& limit = e_.trace->limits.emplace_back();
    limit.code = e_.lines[static_cast<size_t>(s_.refs.front())].code();
    limit.first_day = day;
    limit.last_day = last_day;
    limit.slot = slot_;
    limit.release = release;
    limit.limit = entry.limit;
    limit.adjudication_indicator = entry.mai;
    limit.units = units;
    limit.lines = s_.refs;
    limit.lines.insert(limit.lines.end(), s_.related.begin(), s_.related.end());
    limit.over = units > int64_t{entry.limit};
  }

  // Where the finding of a line alone is noted. A hostile claim may have as many days as lines, and
  // every line over the limit on each: no search among the findings then.
  int32_t& ItemOf(BuiltinId builtin, LineRef line) {
    return s_.line_items[builtin == BuiltinId::kMueZero ? 1 : 0][static_cast<size_t>(line)];
  }

  // The group's finding about these lines on an earlier day; null when there is none.
  Finding* Reported(BuiltinId builtin, std::span<const LineRef> lines) {
    if (!several_days_) return nullptr;
    std::vector<Finding>& items = e_.findings.items;
    if (lines.size() == 1) {
      const int32_t item = ItemOf(builtin, lines.front());
      return item < 0 ? nullptr : &items[static_cast<size_t>(item)];
    }
    for (size_t i = first_item_; i < items.size(); ++i) {
      if (items[i].rule == e_.program.builtin_rules[static_cast<size_t>(builtin)] &&
          std::ranges::equal(e_.findings.Lines(items[i].lines), lines))
        return &items[i];
    }
    return nullptr;
  }

  void ReportOver(BuiltinId builtin, MueTable::Entry entry, int64_t units, Date day, Date last_day,
                  std::span<const LineRef> lines, std::span<const LineRef> related) {
    // The same lines over the limit on several days are one finding.
    Finding* const reported = Reported(builtin, lines);
    if (reported != nullptr && !layers_change_) {
      reported->payload[mue_payload::kLastDate] = last_day.days();
      return;
    }
    Report report;
    report.builtin = builtin;
    report.date = day;
    report.key.code = e_.lines[static_cast<size_t>(lines.front())].code();
    report.lines = lines;
    report.related = related;
    report.payload = {static_cast<int32_t>(std::min<int64_t>(entry.limit, INT32_MAX)),
                      static_cast<int32_t>(std::min<int64_t>(units, INT32_MAX)),
                      day.days(),
                      last_day.days(),
                      static_cast<int32_t>(slot_),
                      entry.mai | (fallback_ ? mue_payload::kFallback : 0)};
    if (fallback_) report.at_most = Severity::kWarn;  // R2
    const size_t item = e_.findings.items.size();
    const size_t place =
        reported == nullptr ? item : static_cast<size_t>(reported - e_.findings.items.data());
    e_.Add(report);
    if (reported != nullptr) {
      if (e_.findings.items.size() > item) Merge(place);
      return;
    }
    if (several_days_ && lines.size() == 1 && e_.findings.items.size() > item)
      ItemOf(builtin, lines.front()) = static_cast<int32_t>(item);
  }

  // Makes one finding of that at `place` and the last one, of the same lines on later days: the
  // first that fired tells of all.
  void Merge(size_t place) {
    const Finding later = e_.findings.items.back();
    e_.findings.items.pop_back();
    Finding& earlier = e_.findings.items[place];
    if (earlier.outcome == Outcome::kBypassed && later.outcome == Outcome::kFired) {
      earlier = later;
    } else if (earlier.outcome == later.outcome) {
      earlier.payload[mue_payload::kLastDate] = later.payload[mue_payload::kLastDate];
    }
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const BuiltinParameters& parameters_;
  const int32_t rule_;
  const TableSlot slot_;
  const bool fallback_;
  const size_t column_;  // of CodeEntry::mue
  const MueTable& table_;
  const bool sample_;
  std::span<const uint16_t> provider_;
  Date last_date_;
  int last_release_ = -1;
  size_t first_item_ = 0;       // of the findings of the group in hand
  bool several_days_ = false;   // does the group in hand span
  bool layers_change_ = false;  // do layers say something else of its later days
};

void AddGaps(Evaluation& e, int32_t rule, GapReason reason, int32_t argument) {
  for (int32_t i = 0; i < e.own_lines; ++i) {
    const PreparedLine& line = e.lines[static_cast<size_t>(i)];
    if (line.readable) e.AddLineGap(rule, reason, argument, line);
  }
}

}  // namespace

void EvaluateMue(Evaluation& e) {
  const int32_t rule = e.ActiveRule(BuiltinId::kMue);
  if (rule < 0) return;
  using Idle = EvaluationTrace::Idle;
  if (e.is_void()) return e.TraceIdle(Algorithm::kMue, Idle::kVoidClaim);
  const BuiltinParameters& parameters = e.Parameters(BuiltinId::kMue, e.first_service_date());
  const int choice = parameters.choice(mue::kTable);
  if (choice == mue::kNone) return e.TraceIdle(Algorithm::kMue, Idle::kNoTable);
  const bool dme = choice == mue::kDme;
  Setting setting = SettingOf(e.claim);
  if (choice == mue::kPractitioner || dme) setting = Setting::kPractitioner;
  if (choice == mue::kHospital) setting = Setting::kHospital;
  if (setting == Setting::kInpatient) return e.TraceIdle(Algorithm::kMue, Idle::kInpatient);
  e.AddUnreadableLines(rule, parameters.modifier_set(mue::kExcludedModifiers));
  if (setting == Setting::kUnknownTypeOfBill) return AddGaps(e, rule, GapReason::kTypeOfBill, 0);
  if (setting == Setting::kUnknownClaimType) return AddGaps(e, rule, GapReason::kClaimType, 0);

  const bool hospital = setting == Setting::kHospital;
  TableSlot slot = dme        ? TableSlot::kMueDme
                   : hospital ? TableSlot::kMueHospital
                              : TableSlot::kMuePractitioner;
  bool fallback = false;
  if (e.claim.payer.line_of_business == LineOfBusiness::kMedicaid) {
    const TableSlot medicaid = dme        ? TableSlot::kMedicaidMueDme
                               : hospital ? TableSlot::kMedicaidMueHospital
                                          : TableSlot::kMedicaidMuePractitioner;
    fallback = !e.program.HasTable(medicaid);
    if (!fallback) slot = medicaid;
  }
  if (!e.program.HasTable(slot))
    return AddGaps(e, rule, GapReason::kMissingTable, static_cast<int32_t>(slot));
  MueEdits(e, parameters, rule, slot, hospital, fallback).Run();
}

}  // namespace scrubline
