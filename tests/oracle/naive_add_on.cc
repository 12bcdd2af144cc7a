// Domain section 3: add-on codes. Reading: the one add-on table is Medicare's, so Medicaid is
// always answered by fallback.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

constexpr char kRule[] = "NCCI.AOC";

enum class Verdict { kClear, kMissing, kAtRisk, kNoPrimaryAny, kPriorDay, kLaterality };

struct Judged {
  Verdict verdict = Verdict::kClear;
  std::vector<LineRef> related;
  int type = 0;
};

struct AddOn {
  const World& world;
  const AddOnTable& table;
  ProviderScope scope;
  CodeSet em, contractor_primaries;
  std::vector<Line> lines;           // with a service date
  std::set<LineRef> denied_lines;    // predicted by PTP (column 2) and MUE
  std::set<LineRef> satisfied = {};  // see Satisfy

  static Date DateOf(const Line& line) { return line.line->service_date; }  // R11

  bool IsAddOn(const Line& line) const {
    return table.IsAddOn(line.line->procedure_code, DateOf(line));
  }

  bool IsPrimaryOf(Code code, const Line& a, int type) const {
    if (type != 1 && contractor_primaries.Contains(code)) return true;
    const std::vector<AddOnRow> rows = table.ActiveRows(a.line->procedure_code, DateOf(a));
    return std::any_of(rows.begin(), rows.end(),
                       [code](const AddOnRow& row) { return row.primary == code; });
  }

  std::vector<Line> SameDayAndProvider(const Line& a, Date date) const {
    std::vector<Line> found;
    for (const Line& b : lines) {
      if (b.ref != a.ref && DateOf(b) == date && SameProvider(a, b, scope)) found.push_back(b);
    }
    return found;
  }

  // R10
  bool IsOtherProcedure(const Line& line) const {
    const Code code = line.line->procedure_code;
    const bool drug_or_supply =
        std::string_view("ABEJKLQV").find(code[0]) != std::string_view::npos;
    return Counts(line) && !IsAddOn(line) && !em.Contains(code) && !drug_or_supply;
  }

  // Payable, as far as can be seen (R5).
  bool IsGood(const Line& b) const {
    if (!b.current()) return Counts(b);
    if (denied_lines.count(b.ref) != 0) return false;
    return !IsAddOn(b) || satisfied.count(b.ref) != 0;
  }

  // Finds the add-on lines that are clear, from those that rest on a procedure to those that rest
  // on them in turn. A circle of add-ons never gets in.
  void Satisfy() {
    for (bool grown = true; grown;) {
      grown = false;
      for (const Line& line : lines) {
        if (!line.current() || satisfied.count(line.ref) != 0) continue;
        const Verdict verdict = Judge(line).verdict;
        if (verdict != Verdict::kClear && verdict != Verdict::kLaterality) continue;
        satisfied.insert(line.ref);
        grown = true;
      }
    }
  }

  bool AllowsPriorDay(const Line& a, Code primary) const {  // R6
    const Code code = a.line->procedure_code;
    return (code == Code::Of("99292") && primary == Code::Of("99291")) ||
           ((code == Code::Of("01968") || code == Code::Of("01969")) &&
            primary == Code::Of("01967"));
  }

  Judged Judge(const Line& a) const {
    Judged judged;
    judged.type = table.Type(a.line->procedure_code, DateOf(a));
    if (judged.type == 0) return judged;

    std::vector<Line> candidates, good;
    bool other_procedure = false;
    for (const Line& b : SameDayAndProvider(a, DateOf(a))) {
      other_procedure = other_procedure || IsOtherProcedure(b);
      if (!IsPrimaryOf(b.line->procedure_code, a, judged.type)) continue;
      candidates.push_back(b);
      if (IsGood(b)) good.push_back(b);
    }
    if (!good.empty()) {
      if (SideDiffers(a, good)) judged.verdict = Verdict::kLaterality;
      return judged;
    }
    if (!candidates.empty()) {
      judged.verdict = Verdict::kAtRisk;
      for (const Line& b : candidates) judged.related.push_back(b.ref);
      return judged;
    }
    if (judged.type == 2 && other_procedure) return judged;
    for (const Line& b : SameDayAndProvider(a, DateOf(a) - 1)) {
      if (AllowsPriorDay(a, b.line->procedure_code) && Counts(b)) {
        judged.verdict = Verdict::kPriorDay;
        judged.related.push_back(b.ref);
      }
    }
    if (judged.verdict == Verdict::kPriorDay) return judged;
    judged.verdict = judged.type == 2 || (judged.type == 3 && other_procedure)
                         ? Verdict::kNoPrimaryAny
                         : Verdict::kMissing;
    return judged;
  }

  // Reading: every good primary is on the one other side. 50, both sides or none agree with any.
  static int SideOf(const Line& line) {
    const bool right = line.line->HasModifier(Code::Of("RT"));
    const bool left = line.line->HasModifier(Code::Of("LT"));
    if (line.line->HasModifier(Code::Of("50")) || right == left) return 0;
    return right ? 1 : -1;
  }
  static bool SideDiffers(const Line& a, const std::vector<Line>& primaries) {
    return SideOf(a) != 0 && std::all_of(primaries.begin(), primaries.end(),
                                         [&](const Line& b) { return SideOf(b) == -SideOf(a); });
  }
};

BuiltinId RuleFor(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAtRisk:
      return BuiltinId::kAddOnPrimaryAtRisk;
    case Verdict::kNoPrimaryAny:
      return BuiltinId::kAddOnNoPrimaryAny;
    case Verdict::kPriorDay:
      return BuiltinId::kAddOnPriorDay;
    case Verdict::kLaterality:
      return BuiltinId::kAddOnLaterality;
    default:
      return BuiltinId::kAddOn;
  }
}

// Lines that a blocking finding denies: column 2 of PTP, and MUE.
std::set<LineRef> DeniedLines(const std::vector<CanonicalFinding>& findings) {
  std::set<LineRef> denied;
  const auto note = [&denied](const CanonicalFinding& f) {
    const bool denies = f.rule == "NCCI.PTP" || f.rule == "NCCI.MUE" || f.rule == "NCCI.MUE.ZERO";
    if (denies && f.outcome == Outcome::kFired && IsBlocking(f.severity)) {
      denied.insert(f.lines.begin(), f.lines.end());
    }
  };
  for (const CanonicalFinding& finding : findings) {
    note(finding);
    for (const CanonicalFinding& also : finding.also) note(also);
  }
  return denied;
}

}  // namespace

void EvaluateAddOns(const World& world, Outcomes& outcomes) {
  const std::optional<int> rule = RuleOf(world, BuiltinId::kAddOn);
  const Subject claim{-1, ClaimDate(world.claim)};
  if (!rule.has_value() || !MayApply(world, *rule)) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, *rule, claim);
  std::vector<Line> lines = LinesInForce(world, parameters[add_on::kExcludedModifiers].codes);
  const auto not_evaluated = [&](const std::string& reason) {
    ReportWholeClaim(world, *rule, reason, outcomes.gaps);
  };

  const int table = parameters[add_on::kTable].choice;
  const Setting setting = SettingOf(world.claim.type, world.claim.type_of_bill);
  if (table == add_on::kNone) return;
  if (table == add_on::kBySetting && setting == Setting::kNoTable) return;
  ReportUnreadableLines(world, *rule, parameters[add_on::kExcludedModifiers].codes, outcomes.gaps);
  if (table == add_on::kBySetting) {
    if (setting == Setting::kUnknownType) return not_evaluated("claim_type");
    if (setting == Setting::kUnknownTypeOfBill) return not_evaluated("type_of_bill");
  }
  if (!world.tables.add_ons.has_value()) return not_evaluated("missing_table");

  AddOn add_on{world,
               *world.tables.add_ons,
               setting == Setting::kHospital ? ProviderScope::kFacility
                                             : ScopeOf(parameters[add_on::kProviderScope].choice),
               parameters[add_on::kEvaluationAndManagement].codes,
               parameters[add_on::kContractorPrimaries].codes,
               {},
               DeniedLines(outcomes.findings)};
  for (const Line& line : lines) {
    if (!Counts(line) && line.status != HistoryStatus::kDenied) continue;
    if (line.line->service_date.has_value()) add_on.lines.push_back(line);
  }

  add_on.Satisfy();
  for (const Line& line : add_on.lines) {
    if (!line.current()) continue;
    const Judged judged = add_on.Judge(line);
    if (judged.verdict == Verdict::kClear) continue;
    std::optional<CanonicalFinding> finding =
        MakeFinding(world, RuleFor(judged.verdict), {line.ref, AddOn::DateOf(line)}, outcomes.gaps);
    if (!finding.has_value()) continue;
    finding->related = judged.related;
    finding->facts = {{"type", std::to_string(judged.type)}};
    if (judged.verdict == Verdict::kNoPrimaryAny && judged.type == 3) {
      finding->severity = Severity::kInfo;  // R5
    }
    if (world.claim.payer.line_of_business == LineOfBusiness::kMedicaid) {
      finding->severity = AtMostWarn(finding->severity);  // R2: the table is Medicare's
    }
    outcomes.findings.push_back(*finding);
  }
}

}  // namespace scrubline::oracle
