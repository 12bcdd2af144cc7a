// NCCI procedure-to-procedure edits (domain 1): for each pair of lines of one provider on one date,
// does the table bundle one into the other, and does a modifier lift it? Every pair costs one bit
// of the packed table; all that follows is only for the few pairs that have an edit. Tested by
// builtin_ptp_test.cc, tests/worked_examples/ and tests/oracle/.
//
// Payload of the findings: [0] row of the table, [1] its slot, [2] date in days, [3] line of column
// 1, [4] of column 2 (as LineRefs), [5] flags.
#include "rules_engine/evaluate/builtin_ptp.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

using ptp_payload::Flag;
using ModifierVerdict = EvaluationTrace::ModifierVerdict;
using PairVerdict = EvaluationTrace::PairVerdict;

const ModifierSet& Modifiers(std::string_view list) {
  // One set per list, made on first use.
  static const auto* const sets = [] {
    auto* made = new absl::flat_hash_map<std::string_view, ModifierSet>();
    const auto add = [made](std::string_view name,
                            std::initializer_list<std::string_view> modifiers) {
      CodeSet codes;
      for (std::string_view modifier : modifiers) codes.Add(*Code::Parse(modifier));
      codes.Seal();
      made->emplace(name, ModifierSet(codes));
    };
    add("distinct", {"59", "XE", "XP", "XS", "XU"});
    add("x", {"XE", "XP", "XS", "XU"});
    add("visit", {"24", "25", "57", "27"});
    add("anatomic", {"E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6",
                     "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7",
                     "T8", "T9", "LT", "RT", "LC", "LD", "LM", "RC", "RI"});
    return made;
  }();
  return sets->at(list);
}

template <typename Visit>
void ForEachModifier(const PreparedLine& line, Visit visit) {
  for (size_t i = 0; i < line.line->modifier_count; ++i) {
    if (!line.line->modifiers[i].empty()) visit(line.line->modifiers[i]);
  }
}

class PtpEdits {
 public:
  PtpEdits(Evaluation& evaluation, const PtpTable& table, TableSlot slot, Setting setting,
           bool fallback)
      : e_(evaluation),
        s_(evaluation.scratch),
        table_(table),
        slot_(slot),
        hospital_(setting == Setting::kHospital),
        fallback_(fallback) {}

  void Run(const BuiltinParameters& parameters) {
    parameters_ = &parameters;
    const auto scope = hospital_
                           ? ProviderScope::kFacility
                           : static_cast<ProviderScope>(parameters.choice(ptp::kProviderScope));
    provider_ = e_.ProviderClasses(scope);
    CollectHits();
    if (s_.ptp_hits.empty()) return;
    // Together what one column 2 line and one column 1 code have in common.
    std::sort(s_.ptp_hits.begin(), s_.ptp_hits.end(), [this](const PtpHit& a, const PtpHit& b) {
      const auto key = [this](const PtpHit& hit) {
        return std::tuple(hit.column2, Line(hit.column1).code(), hit.bypassed, hit.column1);
      };
      return key(a) < key(b);
    });
    for (size_t begin = 0, end = 0; begin < s_.ptp_hits.size(); begin = end) {
      while (end < s_.ptp_hits.size() && s_.ptp_hits[end].column2 == s_.ptp_hits[begin].column2 &&
             Line(s_.ptp_hits[end].column1).code() == Line(s_.ptp_hits[begin].column1).code()) {
        ++end;
      }
      ReportGroup({s_.ptp_hits.data() + begin, end - begin});
    }
  }

  // Lines that take part, by index, in s_.order. False when no two of them could be a pair.
  static bool Select(Evaluation& e, const BuiltinParameters& parameters) {
    std::vector<int32_t>& order = e.scratch.order;
    order.clear();
    const ModifierSet& excluded = parameters.modifier_set(ptp::kExcludedModifiers);
    const bool ignore_zero = parameters.choice(ptp::kIgnoreZeroCharge) != 0;
    bool pair = false;
    for (size_t i = 0; i < e.lines.size(); ++i) {
      const PreparedLine& line = e.lines[i];
      if (!line.readable || line.denied) continue;
      if (!line.HasCodeInForce()) {
        e.TraceLeftOut(Algorithm::kPtp, line, EvaluationTrace::LeftOut::kCodeNotInForce);
        continue;
      }
      if (excluded.ContainsAny(*line.line)) {
        e.TraceLeftOut(Algorithm::kPtp, line, excluded);
        continue;
      }
      if (ignore_zero && line.line->charge_cents != kUnset && line.line->charge_cents <= 1) {
        e.TraceLeftOut(Algorithm::kPtp, line, EvaluationTrace::LeftOut::kZeroCharge);
        continue;
      }
      pair |= !order.empty() && !e.lines[static_cast<size_t>(order.front())].history() &&
              e.lines[static_cast<size_t>(order.front())].code() != line.code();
      order.push_back(static_cast<int32_t>(i));
    }
    return pair;
  }

 private:
  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }
  PtpTable::CodeId Id(int32_t index) const {
    return Line(index).entry->ptp[static_cast<size_t>(PtpIndex(slot_))];
  }
  bool IsVisit(const PreparedLine& line) const {
    return parameters_->codes(ptp::kEvaluationAndManagement).Contains(line.code());
  }

  void CollectHits() {
    const std::vector<int32_t>& order = s_.order;
    for (size_t i = 0; i < order.size(); ++i) {
      const PtpTable::CodeId a = Id(order[i]);
      if (a == 0 || Line(order[i]).history())
        continue;  // a pair needs one line of this claim, and they come first
      for (size_t j = i + 1; j < order.size(); ++j) {
        const PtpTable::CodeId b = Id(order[j]);
        if (!table_.Contains(PtpTable::PairKey(a, b))) continue;
        if (provider_[static_cast<size_t>(order[i])] == provider_[static_cast<size_t>(order[j])]) {
          TestPair(order[i], order[j]);
        } else if (e_.trace != nullptr) {
          TraceMiss(order[i], order[j], PairVerdict::kOtherProvider);
        }
      }
    }
  }

  // The pair's outcome over the days the two lines share: fired on the earliest day on which it
  // fires, else bypassed.
  void TestPair(int32_t a, int32_t b) {
    const Date first = std::max(Line(a).from, Line(b).from);
    const Date last = std::min(Line(a).through, Line(b).through);
    const size_t hits = s_.ptp_hits.size();
    TestDays(a, b, first, last);
    if (e_.trace == nullptr) return;
    if (s_.ptp_hits.size() > hits) {
      TraceHit(s_.ptp_hits.back());
    } else {
      TraceMiss(a, b, last < first ? PairVerdict::kNoSharedDay : PairVerdict::kNotInForce);
    }
  }

  void TestDays(int32_t a, int32_t b, Date first, Date last) {
    if (first == last) {
      TestDay(a, b, first);
      return;
    }
    // A pair's rows, and what layers say of the edit, change on few days; only those, and the
    // first, can make a difference.
    s_.dates.clear();
    if (first < last) s_.dates.push_back(first.days());
    for (const PtpTable::Row& row : table_.History(Line(a).code(), Line(b).code())) {
      if (row.effective > first && row.effective <= last) s_.dates.push_back(row.effective.days());
      if (row.deletion >= first && row.deletion < last) s_.dates.push_back(row.deletion.days() + 1);
    }
    e_.AddDaysOfChange(BuiltinId::kPtp, first, last, s_.dates);
    e_.AddDaysOfChange(BuiltinId::kPtpHistory, first, last, s_.dates);
    std::sort(s_.dates.begin(), s_.dates.end());
    std::optional<PtpHit> bypassed;
    for (int32_t day : s_.dates) {
      const size_t before = s_.ptp_hits.size();
      TestDay(a, b, Date::FromDays(day));
      if (s_.ptp_hits.size() == before) continue;
      if (!s_.ptp_hits.back().bypassed) return;
      if (!bypassed.has_value()) bypassed = s_.ptp_hits.back();
      s_.ptp_hits.pop_back();
    }
    if (bypassed.has_value()) s_.ptp_hits.push_back(*bypassed);
  }

  // A day on which layers switch the edit off is a day without its row.
  void TestDay(int32_t a, int32_t b, Date date) {
    PtpTable::Hit row;
    if (!table_.Find(Id(a), Id(b), date, row)) return;
    const PtpHit hit = HitOf(a, b, date, row);
    if (!LayersChange() || IsAsked(hit)) s_.ptp_hits.push_back(hit);
  }

  // Whether layers say one thing of the edit on one day and another on the next.
  bool LayersChange() {
    if (!layers_change_.has_value()) {
      std::vector<int32_t> days;
      e_.AddDaysOfChange(BuiltinId::kPtp, Date(), Date::Max(), days);
      e_.AddDaysOfChange(BuiltinId::kPtpHistory, Date(), Date::Max(), days);
      layers_change_ = !days.empty();
    }
    return *layers_change_;
  }

  bool IsAsked(const PtpHit& hit) {
    const bool history = Line(hit.column2).history();
    Report report = NewReport(history ? BuiltinId::kPtpHistory : BuiltinId::kPtp, hit);
    const PreparedLine& subject = Line(history ? hit.column1 : hit.column2);
    report.key.code = subject.code();
    return e_.IsAsked(report, subject.ref);
  }

  PtpHit HitOf(int32_t a, int32_t b, Date date, const PtpTable::Hit& row) const {
    PtpHit hit;
    hit.column1 = row.first_is_column1 ? a : b;
    hit.column2 = row.first_is_column1 ? b : a;
    hit.row = row.row;
    hit.date = date;
    hit.indicator = row.indicator;
    hit.bypassed =
        row.indicator != 0 && (Bypasses(Line(hit.column2), 2) || Bypasses(Line(hit.column1), 1));
    return hit;
  }

  bool ColumnTwoOnly() const {
    switch (parameters_->choice(ptp::kBypassSide)) {
      case ptp::kColumn2Only:
        return true;
      case ptp::kEither:
        return false;
      default:
        return e_.received_or_today() < *Date::FromCivil(2019, 7, 1);  // 1.1 fact 10
    }
  }

  // Whether modifier `m` on `line` can lift an edit in which the line stands in `column`, or why
  // not.
  ModifierVerdict VerdictOn(Code m, const PreparedLine& line, int column) const {
    if (!parameters_->modifier_set(ptp::kBypassModifiers).Contains(m)) {
      return ModifierVerdict::kNotOnList;
    }
    if (column == 1 && Modifiers("distinct").Contains(m) && ColumnTwoOnly()) {
      return ModifierVerdict::kColumn2Only;
    }
    if (parameters_->choice(ptp::kModifierKind) != ptp::kLenient && !RightKind(m, line)) {
      return ModifierVerdict::kWrongKind;
    }
    return ModifierVerdict::kCounts;
  }

  bool Counts(Code m, const PreparedLine& line, int column) const {
    return VerdictOn(m, line, column) == ModifierVerdict::kCounts;
  }

  // 24 25 57 belong on a visit, 27 on a hospital visit, every other on a procedure (1.5).
  bool RightKind(Code m, const PreparedLine& line) const {
    const bool visit = IsVisit(line);
    if (m == Code::Of("27"))
      return visit && (hospital_ || parameters_->choice(ptp::kModifierKind) == ptp::kLenient);
    return Modifiers("visit").Contains(m) == visit;
  }

  bool Bypasses(const PreparedLine& line, int column) const {
    bool any = false;
    ForEachModifier(line, [&](Code m) { any |= Counts(m, line, column); });
    return any;
  }

  void TraceHit(const PtpHit& hit) {
    EvaluationTrace::Pair& pair = e_.trace->pairs.emplace_back();
    pair.verdict = hit.bypassed ? PairVerdict::kBypassed : PairVerdict::kFired;
    pair.column1 = Line(hit.column1).ref;
    pair.column2 = Line(hit.column2).ref;
    pair.slot = slot_;
    pair.date = hit.date;
    pair.row = static_cast<int32_t>(hit.row);
    if (hit.indicator == 0) return;
    for (const int column : {1, 2}) {
      const PreparedLine& line = Line(column == 1 ? hit.column1 : hit.column2);
      ForEachModifier(line, [&](Code m) {
        pair.modifiers.push_back({line.ref, column, m, VerdictOn(m, line, column)});
      });
    }
  }

  void TraceMiss(int32_t a, int32_t b, PairVerdict verdict) {
    const Date date = std::max(Line(a).from, Line(b).from);
    PtpTable::Hit row;
    if (table_.Find(Id(a), Id(b), date, row)) {
      TraceHit(HitOf(a, b, date, row));
      // A row in force without a hit is switched off, which the settings tell.
      if (verdict != PairVerdict::kNotInForce) e_.trace->pairs.back().verdict = verdict;
      return;
    }
    EvaluationTrace::Pair& pair = e_.trace->pairs.emplace_back();
    pair.verdict = verdict;
    pair.column1 = Line(a).ref;
    pair.column2 = Line(b).ref;
    pair.slot = slot_;
    pair.date = date;
  }

  Report NewReport(BuiltinId builtin, const PtpHit& hit) const {
    Report report;
    report.builtin = builtin;
    report.date = hit.date;
    report.key = {Line(hit.column2).code(), Line(hit.column1).code(), Line(hit.column2).code()};
    report.payload = {static_cast<int32_t>(hit.row), static_cast<int32_t>(slot_), hit.date.days(),
                      Line(hit.column1).ref,         Line(hit.column2).ref,       0};
    if (hospital_) report.payload[5] |= Flag::kHospitalClaim;
    if (fallback_) {
      report.payload[5] |= Flag::kFallback;
      report.at_most = Severity::kWarn;  // R2
    }
    // The hospital edits are a single claim's; across claims they only warn (1.4).
    if (hospital_ && (Line(hit.column1).history() || Line(hit.column2).history()))
      report.at_most = Severity::kWarn;
    return report;
  }

  bool DifferentRendering(const PtpHit& hit) const {
    const Provider* x = e_.claim.provider(Line(hit.column1).rendering);
    const Provider* y = e_.claim.provider(Line(hit.column2).rendering);
    return x != nullptr && y != nullptr && !x->npi.empty() && !y->npi.empty() && x->npi != y->npi;
  }

  // `hits`: all pairs of one column 2 line with the lines of one column 1 code; fired ones first.
  void ReportGroup(std::span<const PtpHit> hits) {
    if (Line(hits.front().column2).history()) {
      for (const PtpHit& hit : hits) ReportHistory(hit);
      return;
    }
    const bool bypassed = hits.front().bypassed;
    s_.related.clear();
    const PtpHit* earliest = &hits.front();
    bool cross_practitioner = !hospital_;
    for (const PtpHit& hit : hits) {
      if (hit.bypassed != bypassed) continue;
      s_.related.push_back(Line(hit.column1).ref);
      if (hit.date < earliest->date) earliest = &hit;
      cross_practitioner &= DifferentRendering(hit);
    }
    Report report = NewReport(BuiltinId::kPtp, *earliest);
    // A column 1 line of this claim is enough for the claim's own edit, whichever pair came first.
    const bool across_claims = hospital_ && IsHistory(s_.related.front());
    report.at_most = across_claims || fallback_ ? Severity::kWarn : Severity::kReject;
    report.outcome = bypassed ? Outcome::kBypassed : Outcome::kFired;
    report.variant = earliest->indicator == 0 ? 0 : 1;
    report.one_step_down = cross_practitioner;
    if (cross_practitioner) report.payload[5] |= Flag::kCrossPractitioner;
    const LineRef subject = Line(hits.front().column2).ref;
    report.lines = {&subject, 1};
    report.related = s_.related;
    const bool stands = e_.Add(report);
    for (const PtpHit& hit : hits) {
      // Where layers switch the edit off nothing had to be bypassed.
      if (hit.bypassed && e_.IsAsked(NewReport(BuiltinId::kPtp, hit), subject)) {
        ReportAppropriateness(hit);
      }
    }
    if (stands && !bypassed && earliest->indicator == 1) ReportColumnOneModifier(*earliest);
  }

  void ReportHistory(const PtpHit& hit) {
    Report report = NewReport(BuiltinId::kPtpHistory, hit);
    report.outcome = hit.bypassed ? Outcome::kBypassed : Outcome::kFired;  // R22
    const LineRef subject = Line(hit.column1).ref;
    const LineRef related = Line(hit.column2).ref;
    report.lines = {&subject, 1};
    report.related = {&related, 1};
    report.key.code = Line(hit.column1).code();
    e_.Add(report);
  }

  void AddAppropriateness(BuiltinId builtin, const PtpHit& hit) {
    Report report = NewReport(builtin, hit);
    const LineRef subject = Line(hit.column2).ref;
    const LineRef related = Line(hit.column1).ref;
    report.lines = {&subject, 1};
    report.related = {&related, 1};
    e_.Add(report);
  }

  // What a bypass rests on, and whether that will hold (1.7).
  void ReportAppropriateness(const PtpHit& hit) {
    const PreparedLine& c1 = Line(hit.column1);
    const PreparedLine& c2 = Line(hit.column2);
    int anatomic = 0;
    int wrong_kind = 0;
    int counted = 0;
    bool visit_modifier = false;
    const auto look = [&](const PreparedLine& line, int column) {
      ForEachModifier(line, [&](Code m) {
        if (!Counts(m, line, column)) return;
        ++counted;
        if (Modifiers("anatomic").Contains(m)) ++anatomic;
        if (!RightKind(m, line)) ++wrong_kind;
        visit_modifier |= m == Code::Of("57") || m == Code::Of("25");
      });
    };
    look(c1, 1);
    look(c2, 2);
    if (anatomic == counted && SameModifiersCount(c1, c2))
      AddAppropriateness(BuiltinId::kPtpQ1, hit);
    if (wrong_kind == counted || DistinctTwice(c1) || DistinctTwice(c2))
      AddAppropriateness(BuiltinId::kPtpQ2, hit);
    if (visit_modifier && IsVisit(c1) != IsVisit(c2)) JudgeVisitModifier(hit, c1, c2);
  }

  // Whether 57 or 25 is the right one hangs on the procedure's global period: 57 goes with 90 days,
  // 25 with fewer.
  void JudgeVisitModifier(const PtpHit& hit, const PreparedLine& c1, const PreparedLine& c2) {
    const int32_t rule = e_.ActiveRule(BuiltinId::kPtpQ4);
    if (rule < 0 || !e_.MayBeAsked(rule, c2.ref, hit.date, hit.date)) return;
    constexpr ReferenceId kFees = ReferenceId::kPhysicianFeeSchedule;
    const PreparedLine& visit = IsVisit(c1) ? c1 : c2;
    const PreparedLine& procedure = IsVisit(c1) ? c2 : c1;
    const ReferenceTable* fees = e_.program.Reference(kFees);
    if (fees == nullptr) {
      return e_.AddGap(rule, GapReason::kMissingTable, static_cast<int32_t>(SlotOf(kFees)), c2.ref);
    }
    const RowId row = e_.FeeScheduleRow(procedure, hit.date);
    if (row == kNoRow) {
      if (e_.LookUp(kFees, procedure, hit.date).listing == Listing::kUnknown) {
        e_.AddGap(rule, fees->Covers(hit.date) ? GapReason::kSampleTable : GapReason::kNoRelease,
                  static_cast<int32_t>(SlotOf(kFees)), c2.ref);
      }
      return;
    }
    const Code days = fees->CodeAt(row, mpfs::kGlobalDays);
    const bool minor = days == Code::Of("000") || days == Code::Of("010");
    const bool major = days == Code::Of("090");
    const bool decision = visit.line->HasModifier(Code::Of("57"));
    const bool separate = visit.line->HasModifier(Code::Of("25"));
    if ((minor && decision && !separate) || (major && separate && !decision)) {
      AddAppropriateness(BuiltinId::kPtpQ4, hit);
    }
  }

  // Whether what counts on one line counts on the other: a modifier that this payer does not read
  // on a line carries no bypass there.
  bool SameModifiersCount(const PreparedLine& c1, const PreparedLine& c2) const {
    bool same = true;
    const auto compare = [&](const PreparedLine& a, int column, const PreparedLine& b, int other) {
      ForEachModifier(a, [&](Code m) {
        if (Counts(m, a, column)) same &= b.line->HasModifier(m) && Counts(m, b, other);
      });
    };
    compare(c1, 1, c2, 2);
    compare(c2, 2, c1, 1);
    return same;
  }

  bool DistinctTwice(const PreparedLine& line) const {
    return line.line->HasModifier(Code::Of("59")) && Modifiers("x").ContainsAny(*line.line);
  }

  // 59 or X{EPSU} on column 1 only, where this payer reads column 2: part of the same mistake as
  // the edit that fired.
  void ReportColumnOneModifier(const PtpHit& hit) {
    if (!ColumnTwoOnly()) return;
    bool on_column1 = false;
    ForEachModifier(Line(hit.column1), [&](Code m) {
      on_column1 |= Modifiers("distinct").Contains(m) &&
                    parameters_->modifier_set(ptp::kBypassModifiers).Contains(m);
    });
    if (on_column1) AddAppropriateness(BuiltinId::kPtpQ3, hit);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const PtpTable& table_;
  const TableSlot slot_;
  const bool hospital_;
  const bool fallback_;
  const BuiltinParameters* parameters_ = nullptr;
  std::span<const uint16_t> provider_;
  std::optional<bool> layers_change_;  // once asked
};

void AddGaps(Evaluation& e, int32_t rule, GapReason reason, int32_t argument) {
  for (int32_t index : e.scratch.order) {
    const PreparedLine& line = e.lines[static_cast<size_t>(index)];
    if (!line.history()) e.AddLineGap(rule, reason, argument, line);
  }
}

}  // namespace

void EvaluatePtp(Evaluation& e) {
  const int32_t rule = e.ActiveRule(BuiltinId::kPtp);
  if (rule < 0) return;
  using Idle = EvaluationTrace::Idle;
  if (e.is_void()) return e.TraceIdle(Algorithm::kPtp, Idle::kVoidClaim);
  const BuiltinParameters& parameters = e.Parameters(BuiltinId::kPtp, e.first_service_date());
  const int choice = parameters.choice(ptp::kTable);
  if (choice == ptp::kNone) return e.TraceIdle(Algorithm::kPtp, Idle::kNoTable);
  Setting setting = SettingOf(e.claim);
  if (choice == ptp::kPractitioner) setting = Setting::kPractitioner;
  if (choice == ptp::kHospital) setting = Setting::kHospital;
  if (setting == Setting::kInpatient) return e.TraceIdle(Algorithm::kPtp, Idle::kInpatient);
  e.AddUnreadableLines(rule, parameters.modifier_set(ptp::kExcludedModifiers));
  if (!PtpEdits::Select(e, parameters)) return e.TraceIdle(Algorithm::kPtp, Idle::kNoPair);
  if (setting == Setting::kUnknownTypeOfBill) return AddGaps(e, rule, GapReason::kTypeOfBill, 0);
  if (setting == Setting::kUnknownClaimType) return AddGaps(e, rule, GapReason::kClaimType, 0);

  const bool hospital = setting == Setting::kHospital;
  TableSlot slot = hospital ? TableSlot::kPtpHospital : TableSlot::kPtpPractitioner;
  bool fallback = false;
  if (e.claim.payer.line_of_business == LineOfBusiness::kMedicaid) {
    const TableSlot medicaid =
        hospital ? TableSlot::kMedicaidPtpHospital : TableSlot::kMedicaidPtpPractitioner;
    fallback = !e.program.HasTable(medicaid);
    if (!fallback) slot = medicaid;
  }
  if (!e.program.HasTable(slot))
    return AddGaps(e, rule, GapReason::kMissingTable, static_cast<int32_t>(slot));
  const PtpTable& table = *e.program.ptp[static_cast<size_t>(PtpIndex(slot))];
  if (table.info().sample) {
    for (int32_t index : e.scratch.order) {
      const PreparedLine& line = e.lines[static_cast<size_t>(index)];
      if (table.covers(line.code())) continue;
      const auto argument = static_cast<int32_t>(slot);
      if (!line.history()) {
        e.AddLineGap(rule, GapReason::kSampleTable, argument, line);
      } else if (e.MayBeAsked(rule, -1, line.from, line.through)) {
        // An earlier claim's code that the sample does not cover leaves the claim's pairs with it
        // open.
        e.AddGap(rule, GapReason::kSampleTable, argument, Evaluation::kClaim);
      }
    }
  }
  PtpEdits(e, table, slot, setting, fallback).Run(parameters);
}

}  // namespace scrubline
