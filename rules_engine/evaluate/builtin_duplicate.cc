// Duplicates (domain 10, R4): a line that repeats another one of the claim, or one of an earlier
// claim, in everything that a payer's duplicate edit compares, or in all but one thing. Diagnoses
// and place of service are not compared. Lines that differ in a modifier made to tell services
// apart (sides, sites, repeats) are none. Where neither of two lines has a charge, charges do not
// tell them apart; one charge alone, units that are not given and a provider without an NPI leave
// it open, and nothing is said. Tested by builtin_duplicate_test.cc.
#include "rules_engine/evaluate/builtin_duplicate.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

Code FrequencyOf(const Claim& claim) {
  if (!claim.frequency_code.empty() || claim.type_of_bill.length() != 4) {
    return claim.frequency_code;
  }
  return *Code::Parse(claim.type_of_bill.ToString().substr(3));
}

class DuplicateEdits {
 public:
  DuplicateEdits(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation),
        distinguishing_(parameters.modifier_set(duplicate::kDistinguishingModifiers)) {}

  void Run() {
    // Lines of one code and first day stand together, those of this claim before history's, each
    // in its order.
    std::vector<int32_t>& order = e_.scratch.order;
    order.clear();
    for (size_t i = 0; i < e_.lines.size(); ++i) {
      const PreparedLine& line = e_.lines[i];
      if (line.readable && !line.denied) order.push_back(static_cast<int32_t>(i));
    }
    if (order.size() < 2) return;
    const auto key = [this](int32_t index) {
      const PreparedLine& line = Line(index);
      return std::tuple(line.code().bits(), line.from.days(), index);
    };
    std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return key(a) < key(b); });
    for (size_t begin = 0; begin < order.size();) {
      size_t end = begin + 1;
      while (end < order.size() && Line(order[end]).code() == Line(order[begin]).code() &&
             Line(order[end]).from == Line(order[begin]).from) {
        ++end;
      }
      if (end - begin > 1) LookAt(std::span(order).subspan(begin, end - begin));
      begin = end;
    }
  }

 private:
  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }

  // `group`: lines of one code and first day.
  void LookAt(std::span<const int32_t> group) {
    for (size_t later = 0; later < group.size() && !Line(group[later]).history(); ++later) {
      // One finding a line: the first line it repeats, else the first it nearly repeats.
      int32_t suspect = -1;
      Difference difference = Difference::kMore;
      bool found = false;
      for (size_t i = 0; i < group.size() && !found; ++i) {
        if (i == later || (i > later && !Line(group[i]).history())) continue;
        const Difference now = Compare(Line(group[later]), Line(group[i]));
        if (now == Difference::kMore || !MayRepeat(Line(group[i]), now)) continue;
        if (now == Difference::kNothing) {
          found = true;
          Add(group[later], group[i], now);
        } else if (suspect < 0) {
          suspect = group[i];
          difference = now;
        }
      }
      if (!found && suspect >= 0) Add(group[later], suspect, difference);
    }
  }

  // Whether an earlier claim's line counts: of the same payer, and only where this claim is an
  // original one.
  bool MayRepeat(const PreparedLine& earlier, Difference difference) {
    if (!earlier.history()) return true;
    const Claim& claim = e_.claim;
    const std::string_view payer = claim.history[static_cast<size_t>(~earlier.ref)].payer_id;
    if (payer.empty() || claim.payer.id.empty()) {
      // What a payer before this one was sent is no duplicate of what this one is sent.
      if (claim.payer.responsibility == Responsibility::kSecondary ||
          claim.payer.responsibility == Responsibility::kTertiary) {
        return false;
      }
    } else if (payer != claim.payer.id) {
      return false;
    }
    const Code frequency = FrequencyOf(claim);
    if (frequency.empty()) AddFrequencyGap(RuleFor(earlier, difference));
    return frequency == Code::Of("1");
  }

  BuiltinId RuleFor(const PreparedLine& earlier, Difference difference) const {
    if (difference != Difference::kNothing) return BuiltinId::kDuplicateSuspect;
    const bool paid =
        earlier.history() &&
        e_.claim.history[static_cast<size_t>(~earlier.ref)].status == HistoryStatus::kPaid;
    return paid ? BuiltinId::kDuplicateAlreadyPaid : BuiltinId::kDuplicateExact;
  }

  void AddFrequencyGap(BuiltinId builtin) {
    const int32_t rule = e_.ActiveRule(builtin);
    const Date first = e_.first_service_date();
    if (rule < 0 || !e_.MayBeAsked(rule, -1, first, first)) return;
    const Field& field = FieldOf(FieldId::kFrequencyCode, Item::kClaim);
    e_.AddGap(rule, GapReason::kMissingField, static_cast<int32_t>(&field - AllFields().data()),
              Evaluation::kClaim);
  }

  bool SameProvider(const PreparedLine& a, const PreparedLine& b) const {
    const Provider* first = e_.claim.provider(a.rendering);
    const Provider* second = e_.claim.provider(b.rendering);
    return first != nullptr && second != nullptr && !first->npi.empty() &&
           first->npi == second->npi;
  }

  // kMore too where the lines cannot be compared.
  Difference Compare(const PreparedLine& a, const PreparedLine& b) const {
    const ServiceLine& x = *a.line;
    const ServiceLine& y = *b.line;
    if (x.units == kUnset || y.units == kUnset) return Difference::kMore;
    if (x.units != y.units && x.charge_cents != y.charge_cents) return Difference::kMore;
    if (a.through != b.through || !SameProvider(a, b)) return Difference::kMore;
    if (e_.claim.type == ClaimType::kInstitutional && x.revenue_code != y.revenue_code)
      return Difference::kMore;
    if ((x.charge_cents == kUnset) != (y.charge_cents == kUnset)) return Difference::kMore;
    Difference difference = Difference::kNothing;
    const auto differ = [&difference](Difference in) {
      difference = difference == Difference::kNothing ? in : Difference::kMore;
    };
    if (x.units != y.units) differ(Difference::kUnits);
    if (x.charge_cents != y.charge_cents) differ(Difference::kCharge);
    switch (ModifiersApart(x, y)) {
      case 0:
        break;
      case 1:
        differ(Difference::kModifier);
        break;
      default:
        return Difference::kMore;
    }
    return difference;
  }

  // How many modifiers one would change to make the two lines' alike; many when one of them tells
  // services apart.
  int ModifiersApart(const ServiceLine& x, const ServiceLine& y) const {
    constexpr int kMany = kMaxModifiers + 1;
    int only_x = 0;
    int only_y = 0;
    const auto count = [](const ServiceLine& line, Code modifier) {
      return std::count(line.modifiers.begin(), line.modifiers.begin() + line.modifier_count,
                        modifier);
    };
    const auto more_in = [&](const ServiceLine& one, const ServiceLine& other, int& only) {
      for (int i = 0; i < one.modifier_count; ++i) {
        const Code modifier = one.modifiers[static_cast<size_t>(i)];
        if (modifier.empty()) continue;
        // Each mention beyond those that the other line has.
        const auto mentions =
            std::count(one.modifiers.begin(), one.modifiers.begin() + i + 1, modifier);
        if (mentions <= count(other, modifier)) continue;
        if (distinguishing_.Contains(modifier)) return false;
        ++only;
      }
      return true;
    };
    if (!more_in(x, y, only_x) || !more_in(y, x, only_y)) return kMany;
    return std::max(only_x, only_y);
  }

  void Add(int32_t later, int32_t earlier, Difference difference) {
    Report report;
    report.builtin = RuleFor(Line(earlier), difference);
    report.date = Line(later).from;
    report.key.code = Line(later).code();
    report.lines = {&Line(later).ref, 1};
    report.related = {&Line(earlier).ref, 1};
    report.payload = {static_cast<int32_t>(difference)};
    e_.Add(report);
  }

  Evaluation& e_;
  const ModifierSet& distinguishing_;
};

}  // namespace

void EvaluateDuplicate(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kDuplicateExact, BuiltinId::kDuplicateSuspect,
                    BuiltinId::kDuplicateAlreadyPaid})) {
    return;
  }
  if (e.is_void()) return e.TraceIdle(Algorithm::kDuplicate, EvaluationTrace::Idle::kVoidClaim);
  DuplicateEdits(e, e.Parameters(BuiltinId::kDuplicateExact, e.first_service_date())).Run();
}

void DescribeDuplicate(Description& d, BuiltinId builtin) {
  constexpr std::string_view kDifferences[] = {"nothing", "units", "charge", "modifier", ""};
  const LineRef later = d.findings.Lines(d.finding.lines).front();
  const LineRef earlier = d.findings.Lines(d.finding.related).front();
  const ServiceLine& line = d.Line(later);
  const int32_t number = d.Number(later);
  const bool history = IsHistory(earlier);
  const std::string difference(kDifferences[d.finding.payload[duplicate_payload::kDifference]]);
  std::string other =
      history ? "a line of an earlier claim" : absl::StrCat("line ", d.Number(earlier));
  if (history && !d.text.related_claim_id.empty()) {
    other = absl::StrCat("claim ", std::string(d.text.related_claim_id));
  }
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("date", line.service_date.ToString());
  d.Evidence("repeats", other);
  if (builtin == BuiltinId::kDuplicateSuspect) d.Evidence("difference", difference);
  d.Slot("line", std::to_string(number));
  d.text.field = d.FieldOfLine(later, "procedure_code");
  d.AddFix(FixKind::kRemoveLine, number, "",
           absl::StrCat("remove line ", number, " if the service was rendered once"), false);
  const BuiltinParameters& parameters =
      d.snapshot.program().parameters[static_cast<size_t>(BuiltinId::kDuplicateExact)];
  const bool laboratory =
      parameters.codes(duplicate::kLaboratoryTests).Contains(line.procedure_code);
  d.AddFix(FixKind::kAddModifier, number, laboratory ? "91" : "76",
           absl::StrCat("add modifier ", laboratory ? "91" : "76", " to line ", number,
                        " if the record shows that the service was repeated on that day"),
           true);
  if (!laboratory) {
    d.AddFix(
        FixKind::kReview, number, "",
        "name the side or site, or add 59 or an X modifier, if the record shows a distinct one",
        true);
  }
  if (history) {
    d.AddFix(FixKind::kReview, 0, "",
             "to correct the earlier claim send a replacement: frequency code 7 with the payer's "
             "number of that claim",
             false);
  }
}

}  // namespace scrubline
