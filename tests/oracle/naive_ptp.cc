// Domain section 1: procedure-to-procedure edits.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

struct PtpParameters {
  CodeSet associated, em, major, excluded;
  int scope, side, kind, table;
  bool ignore_zero_charge;
};

PtpParameters ReadParameters(const std::vector<ParameterValue>& p) {
  return {p[ptp::kBypassModifiers].codes,       p[ptp::kEvaluationAndManagement].codes,
          p[ptp::kMajorProcedures].codes,       p[ptp::kExcludedModifiers].codes,
          p[ptp::kProviderScope].choice,        p[ptp::kBypassSide].choice,
          p[ptp::kModifierKind].choice,         p[ptp::kTable].choice,
          p[ptp::kIgnoreZeroCharge].choice != 0};
}

bool IsOneOf(Code code, std::initializer_list<std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(),
                     [code](std::string_view text) { return code == Code::Parse(text); });
}

bool IsAnatomic(Code m) {  // 1.1, fact 9
  return IsOneOf(m, {"E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6",
                     "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7",
                     "T8", "T9", "LT", "RT", "LC", "LD", "LM", "RC", "RI"});
}
bool IsX(Code m) { return IsOneOf(m, {"XE", "XP", "XS", "XU"}); }
bool IsDistinctService(Code m) { return IsX(m) || m == Code::Of("59"); }

// The two lines of a pair as a row in force makes them column 1 and column 2.
struct Pair {
  Line c1, c2;
  PtpRow row;
  Date date;
};

// One PTP evaluation: the claim, its setting, its parameters.
struct Ptp {
  const World& world;
  PtpParameters parameters;
  bool hospital;
  std::string table_name;
  bool fallback;
  const PtpTable& table;

  ProviderScope scope() const {
    return hospital ? ProviderScope::kFacility : ScopeOf(parameters.scope);
  }

  bool Column2Only() const {  // R21
    if (parameters.side == ptp::kByDate) return ReceivedDate(world) < *Date::FromCivil(2019, 7, 1);
    return parameters.side == ptp::kColumn2Only;
  }

  bool IsEm(const Line& line) const { return parameters.em.Contains(line.line->procedure_code); }

  // Whether the modifier is of the kind its line's service takes (1.5, allowed_on).
  bool IsRightKind(Code m, const Line& line) const {
    return IsOneOf(m, {"24", "25", "27", "57"}) == IsEm(line);
  }
  // 27 belongs to hospitals; whoever is strict leaves it to them.
  bool IsAllowed(Code m, const Line& line) const {
    if (parameters.kind != ptp::kStrict) return true;
    return IsRightKind(m, line) && (m != Code::Of("27") || hospital);
  }

  // The modifiers of a line that count towards a bypass.
  std::vector<Code> Counting(const Line& line, int column, bool column2_only) const {
    std::vector<Code> counting;
    for (const Code m : line.line->modifiers) {
      if (m.empty() || !parameters.associated.Contains(m)) continue;
      if (!IsAllowed(m, line)) continue;
      if (column2_only && column == 1 && IsDistinctService(m)) continue;
      counting.push_back(m);
    }
    return counting;
  }
  bool HasBypass(const Pair& pair, bool column2_only) const {
    return !Counting(pair.c1, 1, column2_only).empty() ||
           !Counting(pair.c2, 2, column2_only).empty();
  }
};

// --- appropriateness after a bypass (1.7) ---

bool IsQ1(const Ptp& ptp, const Pair& pair) {
  std::vector<Code> one = ptp.Counting(pair.c1, 1, ptp.Column2Only());
  std::vector<Code> two = ptp.Counting(pair.c2, 2, ptp.Column2Only());
  const std::set<Code> set_one(one.begin(), one.end()), set_two(two.begin(), two.end());
  return set_one == set_two && std::all_of(set_one.begin(), set_one.end(), IsAnatomic);
}

bool Has59AndX(const Line& line) {
  const auto& modifiers = line.line->modifiers;
  return line.line->HasModifier(Code::Of("59")) &&
         std::any_of(modifiers.begin(), modifiers.end(), IsX);
}

bool IsQ2(const Ptp& ptp, const Pair& pair) {
  if (Has59AndX(pair.c1) || Has59AndX(pair.c2)) return true;
  const auto all_wrong = [&ptp](const Line& line, int column) {
    const std::vector<Code> counting = ptp.Counting(line, column, ptp.Column2Only());
    return std::none_of(counting.begin(), counting.end(),
                        [&](Code m) { return ptp.IsRightKind(m, line); });
  };
  return all_wrong(pair.c1, 1) && all_wrong(pair.c2, 2);
}

// Q4 asks for the procedure's global period, which only the fee schedule knows, where a visit and a
// procedure are separated with 25 or 57 on either.
bool NeedsQ4(const Ptp& ptp, const Pair& pair) {
  if (ptp.IsEm(pair.c1) == ptp.IsEm(pair.c2)) return false;
  const auto has_either = [&ptp](const Line& line, int column) {
    const std::vector<Code> counting = ptp.Counting(line, column, ptp.Column2Only());
    return std::any_of(counting.begin(), counting.end(), [](Code m) {
      return IsOneOf(m, {"25", "57"});
    });
  };
  return has_either(pair.c1, 1) || has_either(pair.c2, 2);
}

// 57 on the visit goes with 90 days, 25 with fewer; both are right of either.
bool IsQ4(const Ptp& ptp, const Pair& pair, const OwnTable& mpfs) {
  const Line& visit = ptp.IsEm(pair.c1) ? pair.c1 : pair.c2;
  const Line& procedure = ptp.IsEm(pair.c1) ? pair.c2 : pair.c1;
  const OwnRow* row = FeeScheduleRow(mpfs, *procedure.line, pair.date);
  if (row == nullptr) return false;
  const std::string_view days = (*row)["global_days"];
  const bool decision = visit.line->HasModifier(Code::Of("57"));
  const bool separate = visit.line->HasModifier(Code::Of("25"));
  if (days == "090") return separate && !decision;
  return (days == "000" || days == "010") && decision && !separate;
}

// --- one pair of lines ---

Subject SubjectOf(const Pair& pair) {
  const Line& on_claim = pair.c2.current() ? pair.c2 : pair.c1;
  return {on_claim.ref, pair.date, pair.row.column1, pair.row.column2};
}
BuiltinId RuleFor(const Pair& pair) {
  return pair.c2.current() ? BuiltinId::kPtp : BuiltinId::kPtpHistory;
}

struct PairResult {
  Pair pair;
  CanonicalFinding finding;  // fired, or bypassed by a modifier
  bool exempt = false;       // by a layer
  bool q3 = false;
};

std::map<std::string, std::string> FactsOf(const Ptp& ptp, const Pair& pair) {
  return {{"column1", pair.row.column1.ToString()},
          {"column2", pair.row.column2.ToString()},
          {"modifier_indicator", std::to_string(pair.row.indicator)},
          {"effective", pair.row.effective.ToString()},
          {"deletion", pair.row.deletion == Date::Max() ? "" : pair.row.deletion.ToString()},
          {"table", ptp.table_name}};
}

// Walks the days the two lines share; the first that fires decides, else the first that was
// bypassed. A day on which the layers switch the rule off is a day without a row.
std::optional<PairResult> EvaluatePair(const Ptp& ptp, const Line& x, const Line& y,
                                       std::set<CanonicalGap>& gaps) {
  const DateInterval a = SpanOf(*x.line), b = SpanOf(*y.line);
  std::optional<PairResult> bypassed;
  for (Date d = std::max(a.first, b.first); d <= std::min(a.last, b.last); d = d + 1) {
    const std::optional<PtpRow> row =
        ptp.table.InForce(x.line->procedure_code, y.line->procedure_code, d);
    if (!row.has_value()) continue;
    const bool x_is_column1 = row->column1 == x.line->procedure_code;
    const Pair pair{x_is_column1 ? x : y, x_is_column1 ? y : x, *row, d};
    std::optional<CanonicalFinding> finding =
        MakeFinding(ptp.world, RuleFor(pair), SubjectOf(pair), gaps);
    if (!finding.has_value()) continue;
    finding->facts = FactsOf(ptp, pair);
    PairResult result{pair, *finding, finding->outcome == Outcome::kBypassed};
    const bool has_bypass = row->indicator == 1 && ptp.HasBypass(pair, ptp.Column2Only());
    result.finding.outcome = has_bypass ? Outcome::kBypassed : Outcome::kFired;
    if (!has_bypass) {
      result.q3 = row->indicator == 1 && ptp.Column2Only() && ptp.HasBypass(pair, false);
      return result;
    }
    if (!bypassed.has_value()) bypassed = result;
  }
  return bypassed;
}

// --- from pairs to findings ---

Severity OneStepSofter(Severity severity) {
  return severity == Severity::kInfo ? severity
                                     : static_cast<Severity>(static_cast<int>(severity) + 1);
}

bool DifferentPeople(const Pair& pair) {
  const Provider* a = pair.c1.rendering;
  const Provider* b = pair.c2.rendering;
  return a != nullptr && b != nullptr && !a->npi.empty() && !b->npi.empty() && a->npi != b->npi;
}

// Of the pairs that fired, or when none did of all: the one with the earliest date; of equal ones
// the first, for lines came in order.
const PairResult& DecidingPair(const std::vector<PairResult>& results) {
  return *std::min_element(results.begin(), results.end(),
                           [](const PairResult& a, const PairResult& b) {
                             return std::tuple(a.finding.outcome, a.pair.date) <
                                    std::tuple(b.finding.outcome, b.pair.date);
                           });
}

// The finding of one column 2 line and one column 1 code, from its pairs: all that fired, or, when
// none did, all that were bypassed.
CanonicalFinding Combine(const Ptp& ptp, const std::vector<PairResult>& results) {
  const PairResult& deciding = DecidingPair(results);
  CanonicalFinding finding = deciding.finding;
  bool all_other_people = true;
  for (const PairResult& result : results) {
    if (result.finding.outcome != deciding.finding.outcome) continue;
    finding.related.push_back(result.pair.c1.ref);
    all_other_people = all_other_people && DifferentPeople(result.pair);
  }
  if (deciding.exempt) finding.outcome = Outcome::kBypassed;
  if (!ptp.hospital && all_other_people) finding.severity = OneStepSofter(finding.severity);
  // A column 1 line of this claim is enough for the claim's own edit.
  const bool across_claims = std::all_of(finding.related.begin(), finding.related.end(), IsHistory);
  if (ptp.hospital && across_claims) finding.severity = AtMostWarn(finding.severity);
  if (ptp.fallback) finding.severity = AtMostWarn(finding.severity);
  return finding;
}

using ByColumn2AndCode = std::map<std::pair<LineRef, Code>, std::vector<PairResult>>;

// Q1, Q2, Q4 of a pair that a modifier bypassed, Q3 of one that it did not.
std::optional<CanonicalFinding> Appropriateness(const Ptp& ptp, BuiltinId question,
                                                const PairResult& result,
                                                std::set<CanonicalGap>& gaps) {
  const bool bypassed = result.finding.outcome == Outcome::kBypassed;
  const bool holds = question == BuiltinId::kPtpQ1   ? bypassed && IsQ1(ptp, result.pair)
                     : question == BuiltinId::kPtpQ2 ? bypassed && IsQ2(ptp, result.pair)
                     : question == BuiltinId::kPtpQ3 ? result.q3
                                                     : bypassed && NeedsQ4(ptp, result.pair);
  if (!holds) return std::nullopt;
  if (question == BuiltinId::kPtpQ4) {
    const Line& procedure = ptp.IsEm(result.pair.c1) ? result.pair.c2 : result.pair.c1;
    const std::string gap = FeeScheduleGap(ptp.world, *procedure.line, result.pair.date);
    if (gap.empty() && !IsQ4(ptp, result.pair, *ptp.world.tables.Own("mpfs"))) return std::nullopt;
    const std::optional<int> rule = RuleOf(ptp.world, question);
    const LineRef where = gap == "missing_table" ? kWholeClaim : result.pair.c2.ref;
    if (!gap.empty()) {
      if (rule.has_value() && IsAsked(ptp.world, *rule, SubjectOf(result.pair)))
        gaps.insert({"NCCI.PTP.Q4", gap, where});
      return std::nullopt;
    }
  }
  std::optional<CanonicalFinding> finding =
      MakeFinding(ptp.world, question, SubjectOf(result.pair), gaps);
  if (!finding.has_value()) return std::nullopt;
  finding->facts = FactsOf(ptp, result.pair);
  finding->related = {result.pair.c1.ref};
  const bool across_claims = ptp.hospital && !result.pair.c1.current();
  if (ptp.fallback || across_claims) finding->severity = AtMostWarn(finding->severity);
  return finding;
}

void AddFindings(const Ptp& ptp, const ByColumn2AndCode& groups, Outcomes& outcomes) {
  for (const auto& [key, results] : groups) {
    CanonicalFinding finding = Combine(ptp, results);
    for (const PairResult& result : results) {
      for (const BuiltinId question : {BuiltinId::kPtpQ1, BuiltinId::kPtpQ2, BuiltinId::kPtpQ4}) {
        const auto found = Appropriateness(ptp, question, result, outcomes.gaps);
        if (found.has_value()) outcomes.findings.push_back(*found);
      }
    }
    // Reading: Q3 is part of the same mistake, told of the pair that decides the finding.
    const auto q3 = Appropriateness(ptp, BuiltinId::kPtpQ3, DecidingPair(results), outcomes.gaps);
    if (q3.has_value() && finding.outcome == Outcome::kFired) {
      (q3->outcome == Outcome::kFired ? finding.also : outcomes.findings).push_back(*q3);
    }
    outcomes.findings.push_back(finding);
  }
}

// The current lines that some other line could make a pair with.
std::vector<Line> LinesInPairs(std::vector<Line> lines) {
  std::erase_if(lines, [](const Line& line) { return !line.line->service_date.has_value(); });
  std::vector<Line> paired;
  for (const Line& x : lines) {
    const bool pairs = std::any_of(lines.begin(), lines.end(), [&x](const Line& y) {
      return x.line->procedure_code != y.line->procedure_code;
    });
    if (x.current() && pairs) paired.push_back(x);
  }
  return paired;
}

}  // namespace

void EvaluatePtp(const World& world, Outcomes& outcomes) {
  const std::optional<int> rule = RuleOf(world, BuiltinId::kPtp);
  const Subject claim{-1, ClaimDate(world.claim)};
  if (!rule.has_value() || !MayApply(world, *rule)) return;
  const PtpParameters parameters = ReadParameters(ParametersOf(world, *rule, claim));
  std::vector<Line> lines = LinesInForce(world, parameters.excluded);
  std::erase_if(lines, [&](const Line& line) {
    const int64_t charge = line.line->charge_cents;
    return !Counts(line) || (parameters.ignore_zero_charge && charge != kUnset && charge <= 1);
  });
  const auto not_evaluated = [&](const std::string& reason) {
    for (const Line& line : LinesInPairs(lines)) {
      if (IsAskedOfLine(world, *rule, line.ref)) {
        outcomes.gaps.insert({"NCCI.PTP", reason, kWholeClaim});
      }
    }
  };

  const Setting setting = SettingOf(world.claim.type, world.claim.type_of_bill);
  const bool by_setting = parameters.table == ptp::kBySetting;
  if (parameters.table == ptp::kNone || (by_setting && setting == Setting::kNoTable)) return;
  ReportUnreadableLines(world, *rule, parameters.excluded, outcomes.gaps);
  bool hospital = parameters.table == ptp::kHospital;
  if (by_setting) {
    switch (setting) {
      case Setting::kPractitioner:
      case Setting::kNoTable:
        break;
      case Setting::kHospital:
        hospital = true;
        break;
      case Setting::kUnknownType:
        return not_evaluated("claim_type");
      case Setting::kUnknownTypeOfBill:
        return not_evaluated("type_of_bill");
    }
  }
  const TableChoice choice = ChooseTable(world, world.tables.ptp,
                                         hospital ? "ncci_ptp_hospital" : "ncci_ptp_practitioner");
  const auto table = world.tables.ptp.find(choice.name);
  if (table == world.tables.ptp.end()) return not_evaluated("missing_table");

  const Ptp ptp{world, parameters, hospital, choice.name, choice.fallback, table->second};
  ByColumn2AndCode groups;
  for (size_t i = 0; i < lines.size(); ++i) {
    for (size_t j = i + 1; j < lines.size(); ++j) {
      const Line &x = lines[i], &y = lines[j];
      if (!x.current() && !y.current()) continue;
      if (x.line->procedure_code == y.line->procedure_code) continue;
      if (!SameProvider(x, y, ptp.scope())) continue;
      const std::optional<PairResult> result = EvaluatePair(ptp, x, y, outcomes.gaps);
      if (!result.has_value()) continue;
      if (result->pair.c2.current()) {
        groups[{result->pair.c2.ref, result->pair.row.column1}].push_back(*result);
      } else {
        CanonicalFinding finding = result->finding;
        if (result->exempt) finding.outcome = Outcome::kBypassed;
        finding.related = {result->pair.c2.ref};
        if (ptp.fallback || ptp.hospital) finding.severity = AtMostWarn(finding.severity);
        outcomes.findings.push_back(finding);
      }
    }
  }
  AddFindings(ptp, groups, outcomes);
}

}  // namespace scrubline::oracle
