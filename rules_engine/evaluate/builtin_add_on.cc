// Add-on code edits (domain 3, R5, R6, R9, R10): an add-on is paid only beside a primary that is
// itself payable. Runs after PTP and MUE, whose blocking findings make a primary one that will be
// denied. Tested by builtin_add_on_test.cc, tests/worked_examples/ and tests/oracle/.
#include "rules_engine/evaluate/builtin_add_on.h"

#include <algorithm>

#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

// Add-ons whose primary may stand on the day before (R6).
struct PriorDay {
  Code add_on;
  Code primary;
};
constexpr PriorDay kPriorDay[] = {
    {Code::Of("99292"), Code::Of("99291")},
    {Code::Of("01968"), Code::Of("01967")},
    {Code::Of("01969"), Code::Of("01967")},
};

// Drugs and supplies, which are no procedure for an add-on to be added to (R10).
bool IsDrugOrSupply(Code code) {
  constexpr std::string_view kLetters = "ABEJKLQV";
  return kLetters.find(code[0]) != std::string_view::npos;
}

enum class Side : uint8_t { kNone, kLeft, kRight };
// With 50, or both, a line is of either side.
Side SideOf(const ServiceLine& line) {
  if (line.HasModifier(Code::Of("50"))) return Side::kNone;
  const bool left = line.HasModifier(Code::Of("LT"));
  const bool right = line.HasModifier(Code::Of("RT"));
  return left == right ? Side::kNone : left ? Side::kLeft : Side::kRight;
}

class AddOnEdits {
 public:
  AddOnEdits(Evaluation& evaluation, const BuiltinParameters& parameters, int32_t rule)
      : e_(evaluation),
        s_(evaluation.scratch),
        parameters_(parameters),
        rule_(rule),
        table_(*e_.program.add_on),
        sample_(table_.info().sample),
        facility_(SettingOf(e_.claim) == Setting::kHospital) {}

  void Run() {
    const size_t own = static_cast<size_t>(e_.own_lines);
    bool any = false;
    for (size_t i = 0; i < own; ++i) {
      const PreparedLine& line = e_.lines[i];
      if (line.entry->add_on == 0 && !sample_) continue;
      if (!TakesPart(line)) continue;
      if (sample_ && !table_.covers(line.code())) {
        e_.AddLineGap(rule_, GapReason::kSampleTable, static_cast<int32_t>(TableSlot::kAddOn),
                      line);
      }
      any |= line.entry->add_on != 0;
    }
    if (!any) return e_.TraceIdle(Algorithm::kAddOn, EvaluationTrace::Idle::kNoAddOn);
    provider_ = e_.ProviderClasses(
        facility_ ? ProviderScope::kFacility
                  : static_cast<ProviderScope>(parameters_.choice(add_on::kProviderScope)));
    s_.predicted_denied.assign(e_.lines.size(), 0);
    PredictDenials();
    for (size_t i = 0; i < own; ++i) {
      if (!TakesPart(e_.lines[i])) continue;
      if (const uint8_t type = Type(e_.lines[i]); type != 0) Judge(static_cast<int32_t>(i), type);
    }
  }

 private:
  // What the lines beside an add-on offer it.
  struct Candidates {
    bool payable = false;    // a listed primary that will be paid
    bool at_risk = false;    // a listed primary that will not
    bool same_side = false;  // a payable one that is not on the other side
  };
  using Verdict = EvaluationTrace::AddOnVerdict;

  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }
  bool TakesPart(const PreparedLine& line) const {
    return line.readable && line.HasCodeInForce() &&
           !parameters_.modifier_set(add_on::kExcludedModifiers).ContainsAny(*line.line);
  }
  // The line's add-on type on its date; 0: no add-on.
  uint8_t Type(const PreparedLine& line) const {
    return line.entry->add_on == 0 ? 0
                                   : AddOnTable::TypeOn(table_.Rows(line.entry->add_on), line.from);
  }

  void PredictDenials() {
    for (const Finding& finding : e_.findings.items) {
      if (finding.outcome != Outcome::kFired || !IsBlocking(finding.severity)) continue;
      for (BuiltinId builtin : {BuiltinId::kPtp, BuiltinId::kMue, BuiltinId::kMueZero}) {
        if (finding.rule != e_.program.builtin_rules[static_cast<size_t>(builtin)]) continue;
        for (LineRef ref : e_.findings.Lines(finding.lines))
          s_.predicted_denied[static_cast<size_t>(ref)] = 1;
      }
    }
  }

  bool IsPrimaryOf(const PreparedLine& add_on_line, Code primary, uint8_t type) const {
    const std::span<const AddOnTable::Row> rows = table_.Rows(add_on_line.entry->add_on);
    auto row =
        std::lower_bound(rows.begin(), rows.end(), primary,
                         [](const AddOnTable::Row& r, Code wanted) { return r.primary < wanted; });
    for (; row != rows.end() && row->primary == primary; ++row) {
      if (row->InForce(add_on_line.from)) return true;
    }
    return type != 1 && parameters_.codes(add_on::kContractorPrimaries).Contains(primary);
  }

  bool SameProvider(int32_t a, int32_t b) const {
    return provider_[static_cast<size_t>(a)] == provider_[static_cast<size_t>(b)];
  }

  // Leaves the primaries at risk in `at_risk` where it is given.
  // Leaves the payable ones in `payable` where it is given.
  Candidates Look(int32_t index, uint8_t type, std::vector<LineRef>* at_risk,
                  std::vector<LineRef>* payable = nullptr) {
    Candidates found;
    const PreparedLine& a = Line(index);
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const auto other = static_cast<int32_t>(i);
      const PreparedLine& b = e_.lines[i];
      if (other == index || b.from != a.from || !TakesPart(b) || !SameProvider(index, other))
        continue;
      if (!IsPrimaryOf(a, b.code(), type)) continue;
      if (b.denied || s_.predicted_denied[i] != 0 || !Satisfied(other)) {
        found.at_risk = true;
        if (at_risk != nullptr) at_risk->push_back(b.ref);
        continue;
      }
      found.payable = true;
      if (payable != nullptr) payable->push_back(b.ref);
      const Side x = SideOf(*a.line);
      const Side y = SideOf(*b.line);
      found.same_side |= x == Side::kNone || y == Side::kNone || x == y;
    }
    return found;
  }

  // Whether the line is no add-on, or an add-on that has its primary.
  bool Satisfied(int32_t index) {
    const PreparedLine& line = Line(index);
    if (line.history() || Type(line) == 0) return true;  // R5
    if (!chains_followed_) FollowChains();
    return s_.satisfied[static_cast<size_t>(index)] != 0;
  }

  // Add-ons whose primaries are add-ons: satisfied are those that rest on a primary that is none,
  // however far down. A ring of add-ons rests on nothing, and the order of the lines is no matter.
  void FollowChains() {
    chains_followed_ = true;
    s_.satisfied.assign(static_cast<size_t>(e_.own_lines), 0);
    for (bool found = true; found;) {
      found = false;
      for (int32_t i = 0; i < e_.own_lines; ++i) {
        if (s_.satisfied[static_cast<size_t>(i)] != 0 || !TakesPart(Line(i))) continue;
        const uint8_t type = Type(Line(i));
        if (type == 0) continue;
        const Candidates primaries = Look(i, type, nullptr);
        const bool any_will_do = type == 2 && !primaries.at_risk && HasOtherProcedure(i);
        if (!primaries.payable && !any_will_do) continue;
        s_.satisfied[static_cast<size_t>(i)] = 1;
        found = true;
      }
    }
  }

  bool HasOtherProcedure(int32_t index) const {
    const PreparedLine& a = Line(index);
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const PreparedLine& b = e_.lines[i];
      if (static_cast<int32_t>(i) == index || b.from != a.from || b.denied || !TakesPart(b))
        continue;
      if (!SameProvider(index, static_cast<int32_t>(i)) || Type(b) != 0 || IsDrugOrSupply(b.code()))
        continue;
      if (!parameters_.codes(add_on::kEvaluationAndManagement).Contains(b.code())) return true;
    }
    return false;
  }

  bool HasPriorDayPrimary(int32_t index) {
    const PreparedLine& a = Line(index);
    const auto* pair = std::find_if(std::begin(kPriorDay), std::end(kPriorDay),
                                    [&a](const PriorDay& p) { return p.add_on == a.code(); });
    if (pair == std::end(kPriorDay)) return false;
    s_.related.clear();
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const PreparedLine& b = e_.lines[i];
      if (b.code() == pair->primary && b.from == a.from - 1 && !b.denied && TakesPart(b) &&
          SameProvider(index, static_cast<int32_t>(i))) {
        s_.related.push_back(b.ref);
      }
    }
    return !s_.related.empty();
  }

  void Judge(int32_t index, uint8_t type) {
    s_.related.clear();
    std::vector<LineRef> payable;
    const Candidates found =
        Look(index, type, &s_.related, e_.trace == nullptr ? nullptr : &payable);
    if (found.payable) {
      Trace(index, type, found.same_side ? Verdict::kHasPrimary : Verdict::kPrimaryOnOtherSide,
            payable);
      if (!found.same_side) Add(BuiltinId::kAddOnLaterality, index, type, false);
      return;
    }
    if (found.at_risk) {
      Trace(index, type, Verdict::kPrimaryAtRisk, s_.related);
      return Add(BuiltinId::kAddOnPrimaryAtRisk, index, type, true);
    }
    if (HasPriorDayPrimary(index)) {
      Trace(index, type, Verdict::kPrimaryOnDayBefore, s_.related);
      return Add(BuiltinId::kAddOnPriorDay, index, type, true);
    }
    const bool other = type != 1 && HasOtherProcedure(index);
    Trace(index, type, other ? Verdict::kOtherProcedure : Verdict::kNone, {});
    if (type == 2) {
      if (!other) Add(BuiltinId::kAddOnNoPrimaryAny, index, type, false);
      return;
    }
    if (type == 3 && other)
      return Add(BuiltinId::kAddOnNoPrimaryAny, index, type, false, Severity::kInfo);
    Add(BuiltinId::kAddOn, index, type, false);
  }

  void Trace(int32_t index, uint8_t type, Verdict verdict, std::span<const LineRef> primaries) {
    if (e_.trace == nullptr) return;
    const PreparedLine& line = Line(index);
    e_.trace->add_ons.push_back(
        {line.ref, type, line.from, verdict, {primaries.begin(), primaries.end()}});
  }

  void Add(BuiltinId builtin, int32_t index, uint8_t type, bool with_related,
           Severity at_most = Severity::kReject) {
    const PreparedLine& line = Line(index);
    Report report;
    report.builtin = builtin;
    report.date = line.from;
    report.key.code = line.code();
    report.lines = {&line.ref, 1};
    if (with_related) report.related = s_.related;
    // R2: the table is Medicare's; Medicaid's own is not read.
    const bool fallback = e_.claim.payer.line_of_business == LineOfBusiness::kMedicaid;
    report.at_most = fallback ? std::max(at_most, Severity::kWarn) : at_most;
    report.payload = {type, line.from.days()};
    e_.Add(report);
  }

  Evaluation& e_;
  Scratch::Impl& s_;
  const BuiltinParameters& parameters_;
  const int32_t rule_;
  const AddOnTable& table_;
  const bool sample_;
  const bool facility_;
  std::span<const uint16_t> provider_;
  bool chains_followed_ = false;
};

}  // namespace

void EvaluateAddOn(Evaluation& e) {
  const int32_t rule = e.ActiveRule(BuiltinId::kAddOn);
  if (rule < 0) return;
  using Idle = EvaluationTrace::Idle;
  if (e.is_void()) return e.TraceIdle(Algorithm::kAddOn, Idle::kVoidClaim);
  const BuiltinParameters& parameters = e.Parameters(BuiltinId::kAddOn, e.first_service_date());
  const int choice = parameters.choice(add_on::kTable);
  if (choice == add_on::kNone) return e.TraceIdle(Algorithm::kAddOn, Idle::kNoTable);
  const auto add_gaps = [&](GapReason reason, int32_t argument) {
    for (int32_t i = 0; i < e.own_lines; ++i) {
      const PreparedLine& line = e.lines[static_cast<size_t>(i)];
      if (line.readable) e.AddLineGap(rule, reason, argument, line);
    }
  };
  const Setting setting = SettingOf(e.claim);
  if (choice == add_on::kBySetting && setting == Setting::kInpatient) {
    return e.TraceIdle(Algorithm::kAddOn, Idle::kInpatient);
  }
  e.AddUnreadableLines(rule, parameters.modifier_set(add_on::kExcludedModifiers));
  if (choice == add_on::kBySetting) {
    switch (setting) {
      case Setting::kUnknownTypeOfBill:
        return add_gaps(GapReason::kTypeOfBill, 0);
      case Setting::kUnknownClaimType:
        return add_gaps(GapReason::kClaimType, 0);
      default:
        break;
    }
  }
  if (e.program.add_on == nullptr)
    return add_gaps(GapReason::kMissingTable, static_cast<int32_t>(TableSlot::kAddOn));
  AddOnEdits(e, parameters, rule).Run();
}

}  // namespace scrubline
