// Domain section 2: medically unlikely edits.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

constexpr char kRule[] = "NCCI.MUE";

struct MueLine : Line {
  DateInterval span;
  int64_t per_day = 0;  // R12
};

// Units over days, rounded half up to a whole, for one day too.
int64_t PerDay(int64_t thousandths, int64_t days) {
  const int64_t divisor = kThousandths * days;
  return (2 * thousandths + divisor) / (2 * divisor);
}

struct Mue {
  const World& world;
  ProviderScope scope;
  CodeSet components;
  const MueTable& table;
  bool fallback;

  // R25: lines with 26, with TC and without are three buckets; the first on the line says which.
  Code Bucket(const ServiceLine& line) const {
    for (const Code m : line.modifiers) {
      if (!m.empty() && components.Contains(m)) return m;
    }
    return {};
  }
  // Lines whose units are one sum on a date.
  bool Together(const Line& a, const Line& b) const {
    return a.line->procedure_code == b.line->procedure_code && Bucket(*a.line) == Bucket(*b.line) &&
           SameProvider(a, b, scope);
  }
};

void AddFinding(const Mue& mue, BuiltinId builtin, const std::vector<MueLine>& lines, Date date,
                int64_t units, const MueRow& row, Outcomes& outcomes,
                std::vector<CanonicalFinding>& findings) {
  std::vector<LineRef> current, history;
  for (const MueLine& line : lines) (line.current() ? current : history).push_back(line.ref);
  std::optional<CanonicalFinding> finding =
      MakeFinding(mue.world, builtin, {current.front(), date}, outcomes.gaps);
  if (!finding.has_value()) return;
  finding->lines = current;
  finding->related = history;
  finding->facts = {{"units", std::to_string(units)},
                    {"mue", std::to_string(row.limit)},
                    {"mai", std::to_string(row.adjudication_indicator)},
                    {"date", date.ToString()}};
  if (mue.fallback) finding->severity = AtMostWarn(finding->severity);
  // One finding for all days on which the same lines exceed: the first day's, and fired rather than
  // bypassed.
  const auto same = std::find_if(findings.begin(), findings.end(), [&](const CanonicalFinding& f) {
    return f.rule == finding->rule && f.lines == finding->lines;
  });
  if (same == findings.end()) {
    findings.push_back(*finding);
  } else if (same->outcome == Outcome::kBypassed && finding->outcome == Outcome::kFired) {
    *same = *finding;
  }
}

// One code of one provider in one bucket on one date.
void EvaluateDate(const Mue& mue, const std::vector<MueLine>& group, Date date, Outcomes& outcomes,
                  std::vector<CanonicalFinding>& findings) {
  const MueRelease* release = mue.table.For(date);
  if (release == nullptr) return;  // reported by line
  const auto found = release->rows.find(group.front().line->procedure_code);
  if (found == release->rows.end()) return;  // no published MUE: clear
  const MueRow& row = found->second;

  std::vector<MueLine> contributing;
  int64_t sum = 0;
  for (const MueLine& line : group) {
    if (!line.span.Contains(date) || line.line->units == kUnset) continue;
    if (row.limit == 0 && line.current() && line.line->units > 0) {
      AddFinding(mue, BuiltinId::kMueZero, {line}, date, line.per_day, row, outcomes, findings);
    }
    if (row.limit > 0 && row.adjudication_indicator == 1 && line.current() &&
        line.per_day > row.limit) {
      AddFinding(mue, BuiltinId::kMue, {line}, date, line.per_day, row, outcomes, findings);
    }
    contributing.push_back(line);  // with no whole unit too: it is denied with the others
    sum += line.per_day;
  }
  if (row.limit == 0 || row.adjudication_indicator == 1 || sum <= row.limit) return;
  if (std::none_of(contributing.begin(), contributing.end(),
                   [](const MueLine& line) { return line.current(); })) {
    return;
  }
  AddFinding(mue, BuiltinId::kMue, contributing, date, sum, row, outcomes, findings);
}

// What else keeps a line from being judged: no units, no release for one of its days.
void ReportGaps(const Mue& mue, int rule, const Line& line, std::set<CanonicalGap>& gaps) {
  if (!line.current()) return;
  if (line.line->units == kUnset && IsAskedOfLine(mue.world, rule, line.ref)) {
    gaps.insert({kRule, "units", line.ref});
  }
  const DateInterval span = SpanOf(*line.line);
  for (Date d = span.first; d <= span.last; d = d + 1) {
    if (mue.table.For(d) == nullptr && IsAsked(mue.world, rule, {line.ref, d})) {
      gaps.insert({kRule, "no_release", line.ref});
    }
  }
}

}  // namespace

void EvaluateMue(const World& world, Outcomes& outcomes) {
  const std::optional<int> rule = RuleOf(world, BuiltinId::kMue);
  const Subject claim{-1, ClaimDate(world.claim)};
  if (!rule.has_value() || !MayApply(world, *rule)) return;
  const std::vector<ParameterValue> parameters = ParametersOf(world, *rule, claim);
  const Setting setting = SettingOf(world.claim.type, world.claim.type_of_bill);
  const int table_choice = parameters[mue::kTable].choice;
  if (table_choice == mue::kNone) return;
  if (table_choice == mue::kBySetting && setting == Setting::kNoTable) return;
  ReportUnreadableLines(world, *rule, parameters[mue::kExcludedModifiers].codes, outcomes.gaps);
  const auto not_evaluated = [&](const std::string& reason) {
    ReportWholeClaim(world, *rule, reason, outcomes.gaps);
  };
  std::string name = "ncci_mue_practitioner";
  switch (table_choice) {
    case mue::kHospital:
      name = "ncci_mue_hospital";
      break;
    case mue::kDme:
      name = "ncci_mue_dme";
      break;
    case mue::kPractitioner:
      break;
    default:
      switch (setting) {
        case Setting::kPractitioner:
        case Setting::kNoTable:
          break;
        case Setting::kHospital:
          name = "ncci_mue_hospital";
          break;
        case Setting::kUnknownType:
          return not_evaluated("claim_type");
        case Setting::kUnknownTypeOfBill:
          return not_evaluated("type_of_bill");
      }
  }
  const ProviderScope scope = name == "ncci_mue_hospital"
                                  ? ProviderScope::kFacility
                                  : ScopeOf(parameters[mue::kProviderScope].choice);
  const TableChoice choice = ChooseTable(world, world.tables.mue, name);
  const auto table = world.tables.mue.find(choice.name);
  if (table == world.tables.mue.end()) return not_evaluated("missing_table");
  const Mue mue{world, scope, parameters[mue::kComponentModifiers].codes, table->second,
                choice.fallback};

  std::vector<Line> taking_part = LinesInForce(world, parameters[mue::kExcludedModifiers].codes);
  std::erase_if(taking_part, [](const Line& line) {
    return !Counts(line) || line.line->unit_basis == UnitBasis::kMinutes;
  });
  std::vector<MueLine> lines;
  for (const Line& line : taking_part) {
    if (!line.line->service_date.has_value()) continue;
    ReportGaps(mue, *rule, line, outcomes.gaps);
    MueLine judged{line, SpanOf(*line.line)};
    const int64_t days = judged.span.last.days() - judged.span.first.days() + 1;
    if (line.line->units != kUnset) judged.per_day = PerDay(line.line->units, days);
    lines.push_back(judged);
  }

  // An earlier claim's line without units leaves the sums it would be part of open.
  for (const MueLine& earlier : lines) {
    if (earlier.current() || earlier.line->units != kUnset) continue;
    for (const MueLine& line : lines) {
      if (line.current() && mue.Together(line, earlier) &&
          IsAskedWithin(world, *rule, line.ref, std::max(line.span.first, earlier.span.first),
                        std::min(line.span.last, earlier.span.last))) {
        outcomes.gaps.insert({kRule, "units", line.ref});
      }
    }
  }

  // Each group is led by its first current line.
  for (size_t leader = 0; leader < lines.size(); ++leader) {
    std::vector<MueLine> group;
    for (const MueLine& line : lines) {
      if (mue.Together(lines[leader], line)) group.push_back(line);
    }
    if (!lines[leader].current() || group.front().ref != lines[leader].ref) continue;
    std::set<Date> dates;
    for (const MueLine& line : group) {
      if (!line.current()) continue;
      for (Date d = line.span.first; d <= line.span.last; d = d + 1) dates.insert(d);
    }
    std::vector<CanonicalFinding> findings;
    for (const Date d : dates) EvaluateDate(mue, group, d, outcomes, findings);
    outcomes.findings.insert(outcomes.findings.end(), findings.begin(), findings.end());
  }
}

}  // namespace scrubline::oracle
