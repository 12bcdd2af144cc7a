// Domain section 10, TF.*: timely filing.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

int WeekdayOf(Date date) {  // 0: Sunday
  const int32_t since = date.days() - Date::FromCivil(2024, 9, 1)->days();
  return (since % 7 + 7) % 7;
}

bool IsWeekend(Date date) { return WeekdayOf(date) == 0 || WeekdayOf(date) == 6; }

// The nth such weekday of the month of `date`, from 1; -1: its last.
bool IsNth(Date date, int weekday, int nth) {
  if (WeekdayOf(date) != weekday) return false;
  const int month = date.ToCivil().month;
  if (nth < 0) return (date + 7).ToCivil().month != month;
  return (date - 7 * (nth - 1)).ToCivil().month == month &&
         (date - 7 * nth).ToCivil().month != month;
}

// 5 U.S.C. 6103, as written; and when it is kept.
bool IsFederalHoliday(Date date) {
  const auto [year, month, day] = date.ToCivil();
  switch (month) {
    case 1:
      return day == 1 || (year >= 1986 && IsNth(date, 1, 3));
    case 2:
      return IsNth(date, 1, 3);
    case 5:
      return IsNth(date, 1, -1);
    case 6:
      return year >= 2021 && day == 19;
    case 7:
      return day == 4;
    case 9:
      return IsNth(date, 1, 1);
    case 10:
      return IsNth(date, 1, 2);
    case 11:
      return day == 11 || IsNth(date, 4, 4);
    case 12:
      return day == 25;
    default:
      return false;
  }
}
bool IsDayOff(Date date) {
  return IsWeekend(date) || IsFederalHoliday(date) ||
         (WeekdayOf(date) == 5 && IsFederalHoliday(date + 1)) ||
         (WeekdayOf(date) == 1 && IsFederalHoliday(date - 1));
}

struct Filing {
  Date received, sent, today;
  bool by_year = false;
  int64_t days = 0, soon_days = 0;
  int roll = 0;

  Date filed() const { return received.has_value() ? received : sent; }
  Date DeadlineFrom(Date from) const {
    Date deadline = by_year ? from.AddYears(1) : from + static_cast<int32_t>(days);
    while ((roll == filing::kWeekends && IsWeekend(deadline)) ||
           (roll == filing::kBusinessDays && IsDayOff(deadline))) {
      deadline = deadline + 1;
    }
    return deadline;
  }
  // Reading: a claim that nobody has sent is not late, however old.
  bool IsLate(Date from) const { return filed().has_value() && filed() > DeadlineFrom(from); }
  // Reading: what has arrived in time is not told that time is short.
  bool IsSoon(Date from) const {
    if (received.has_value()) return false;
    const int left = DeadlineFrom(from).days() - (sent.has_value() ? sent : today).days();
    return left >= 0 && left <= soon_days;
  }
};

void Add(const World& world, BuiltinId builtin, const Filing& filing, Date from,
         const std::string& basis, const std::vector<LineRef>& lines, Outcomes& outcomes) {
  const Date filed = filing.filed().has_value() ? filing.filed() : filing.today;
  AddFinding(world, builtin, {lines.empty() ? -1 : lines.front(), FirstServiceDate(world.claim)},
             lines, {},
             {{"deadline", filing.DeadlineFrom(from).ToString()},
              {"from", from.ToString()},
              {"filed", filed.ToString()},
              {"basis", basis}},
             outcomes);
}

void Judge(const World& world, const Filing& filing, Date from, const std::string& basis,
           Outcomes& outcomes) {
  if (!filing.filed().has_value())
    AddClaimGap(world, BuiltinId::kFilingLate, "missing_field", outcomes);
  if (filing.IsLate(from)) Add(world, BuiltinId::kFilingLate, filing, from, basis, {}, outcomes);
  if (filing.IsSoon(from)) Add(world, BuiltinId::kFilingSoon, filing, from, basis, {}, outcomes);
}

void JudgeLines(const World& world, const Filing& filing, bool first_day, const std::string& basis,
                Outcomes& outcomes) {
  bool any_date = false;
  for (const BuiltinId builtin : {BuiltinId::kFilingLate, BuiltinId::kFilingSoon}) {
    std::vector<LineRef> lines;
    Date earliest = Date::Max();
    for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
      const ServiceLine& line = world.claim.service_lines[i];
      if (!line.service_date.has_value()) continue;
      any_date = true;
      const Date from = first_day ? SpanOf(line).first : SpanOf(line).last;
      if (builtin == BuiltinId::kFilingLate ? !filing.IsLate(from) : !filing.IsSoon(from)) continue;
      lines.push_back(static_cast<LineRef>(i));
      earliest = std::min(earliest, from);
    }
    if (!lines.empty()) Add(world, builtin, filing, earliest, basis, lines, outcomes);
  }
  if (any_date && !filing.filed().has_value())
    AddClaimGap(world, BuiltinId::kFilingLate, "missing_field", outcomes);
}

}  // namespace

void EvaluateTimelyFiling(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kFilingLate).has_value()) return;
  const Claim& claim = world.claim;
  const std::vector<ParameterValue> parameters = ParametersOf(world, BuiltinId::kFilingLate);
  const int limit = parameters[filing::kLimit].choice;
  if (limit == filing::kNoLimit) return;
  Filing filing{claim.received_date, claim.submitted_date, world.options.today};
  filing.by_year = limit == filing::kCalendarYear;
  filing.days = parameters[filing::kDays].number;
  filing.soon_days = parameters[filing::kSoonDays].number;
  filing.roll = parameters[filing::kRollForward].choice;
  const int64_t replacement = parameters[filing::kReplacementDays].number;
  if (replacement > 0 && claim.frequency_code == Code::Of("7")) {
    filing.by_year = false;
    filing.days = replacement;
  }
  const bool later_payer = claim.payer.responsibility == Responsibility::kSecondary ||
                           claim.payer.responsibility == Responsibility::kTertiary;
  if (const int64_t days = parameters[filing::kSecondaryDays].number; days > 0 && later_payer) {
    filing.by_year = false;
    filing.days = days;
    Date remittance;  // Reading: the latest of those before this payer
    for (const OtherPayer& payer : claim.other_payers) {
      if (!remittance.has_value() || payer.remittance_date > remittance)
        remittance = payer.remittance_date;
    }
    if (remittance.has_value()) {
      return Judge(world, filing, remittance, "the primary payer's remittance", outcomes);
    }
    if (!claim.other_payers.empty())
      AddClaimGap(world, BuiltinId::kFilingLate, "missing_field", outcomes);
    return;
  }
  int from = parameters[filing::kCountFrom].choice;
  if (from == filing::kByForm) {
    from = claim.type == ClaimType::kProfessional ? filing::kFirstDay : filing::kStatementThrough;
  }
  if (from != filing::kStatementThrough) {
    const bool first = from == filing::kFirstDay;
    return JudgeLines(world, filing, first,
                      first ? "the first day of service" : "the last day of service", outcomes);
  }
  if (claim.statement_through.has_value()) {
    Judge(world, filing, claim.statement_through, "the end of the statement", outcomes);
  } else {
    AddClaimGap(world, BuiltinId::kFilingLate, "missing_field", outcomes);
  }
}

}  // namespace scrubline::oracle
