// Timely filing (domain 10): the last day on which the payer takes the claim, counted from the
// service, the end of the statement or the primary payer's remittance, by calendar year or in days.
// A professional claim's lines have a limit each, and their finding names those that are late; any
// other claim has one. The claim is filed when it is received, else sent; where neither day is
// known it is not judged late, and `today` tells whether the limit is near. Tested by
// builtin_timely_filing_test.cc.
#include "rules_engine/evaluate/builtin_timely_filing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/business_day.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"

namespace scrubline {
namespace {

Date RolledForward(Date deadline, int roll) {
  switch (roll) {
    case filing::kBusinessDays:
      return NextBusinessDay(deadline);
    case filing::kWeekends:
      while (IsWeekend(deadline)) deadline = deadline + 1;
      return deadline;
    default:
      return deadline;
  }
}

class TimelyFiling {
 public:
  TimelyFiling(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation), claim_(evaluation.claim), parameters_(parameters) {}

  void Run() {
    filed_ = claim_.received_date.has_value() ? claim_.received_date : claim_.submitted_date;
    days_ = parameters_.number(filing::kDays);
    by_year_ = parameters_.choice(filing::kLimit) == filing::kCalendarYear;
    const bool replacement = claim_.frequency_code == Code::Of("7");
    if (const int64_t days = parameters_.number(filing::kReplacementDays);
        replacement && days > 0) {
      by_year_ = false;
      days_ = days;
    }
    if (const int64_t days = parameters_.number(filing::kSecondaryDays);
        days > 0 && (claim_.payer.responsibility == Responsibility::kSecondary ||
                     claim_.payer.responsibility == Responsibility::kTertiary)) {
      by_year_ = false;
      days_ = days;
      return JudgeClaim(FilingBasis::kRemittance, LatestRemittance());
    }
    int from = parameters_.choice(filing::kCountFrom);
    if (from == filing::kByForm) {
      from = e_.is_professional() ? filing::kFirstDay : filing::kStatementThrough;
    }
    if (from == filing::kStatementThrough) {
      return JudgeClaim(FilingBasis::kStatementThrough, claim_.statement_through);
    }
    JudgeLines(from == filing::kFirstDay ? FilingBasis::kFirstDay : FilingBasis::kLastDay);
  }

 private:
  Date LatestRemittance() const {
    Date latest;
    for (const OtherPayer& payer : claim_.other_payers) {
      if (payer.remittance_date.has_value()) latest = std::max(latest, payer.remittance_date);
    }
    return latest;
  }

  Date DeadlineFrom(Date from) const {
    const Date last = by_year_ ? from.AddYears(1) : from + static_cast<int32_t>(days_);
    return RolledForward(last, parameters_.choice(filing::kRollForward));
  }

  // Whether the limit that counts from this day is neither passed nor near, without working it out:
  // nearly all claims are filed weeks after the service.
  bool IsFarOff(Date from) const {
    const Date day = filed_.has_value() ? filed_ : e_.options.today;
    const int64_t at_least = by_year_ ? 365 : days_;
    return !day.has_value() ||
           from.days() + at_least - day.days() > parameters_.number(filing::kSoonDays);
  }

  // Whether `deadline` is passed (late) or near (soon) by what is known.
  bool IsLate(Date deadline) const { return filed_.has_value() && filed_ > deadline; }
  bool IsSoon(Date deadline) const {
    if (claim_.received_date.has_value()) return false;  // it is there
    const Date day = filed_.has_value() ? filed_ : e_.options.today;
    return day.has_value() && day <= deadline &&
           deadline.days() - day.days() <= parameters_.number(filing::kSoonDays);
  }

  void JudgeClaim(FilingBasis basis, Date from) {
    if (!from.has_value()) return AddGap(basis);
    if (!filed_.has_value()) AddFiledGap();
    if (IsFarOff(from)) return;
    const Date deadline = DeadlineFrom(from);
    if (IsLate(deadline)) Add(BuiltinId::kFilingLate, basis, from, deadline, {});
    if (IsSoon(deadline)) Add(BuiltinId::kFilingSoon, basis, from, deadline, {});
  }

  void JudgeLines(FilingBasis basis) {
    if (!e_.first_service_date().has_value()) return;
    if (!filed_.has_value()) AddFiledGap();
    if (IsFarOff(e_.first_service_date())) return;
    Gather(basis, BuiltinId::kFilingLate, [this](Date deadline) { return IsLate(deadline); });
    Gather(basis, BuiltinId::kFilingSoon, [this](Date deadline) { return IsSoon(deadline); });
  }

  // One finding for all lines whose limit `holds` says it of; it tells the earliest limit.
  template <typename Holds>
  void Gather(FilingBasis basis, BuiltinId builtin, Holds holds) {
    std::vector<LineRef>& refs = e_.scratch.refs;
    refs.clear();
    Date first;
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      if (!line.from.has_value()) continue;
      const Date from = basis == FilingBasis::kFirstDay ? line.from : line.through;
      if (!holds(DeadlineFrom(from))) continue;
      refs.push_back(line.ref);
      if (!first.has_value() || from < first) first = from;
    }
    if (!refs.empty()) Add(builtin, basis, first, DeadlineFrom(first), refs);
  }

  void AddFiledGap() { AddFieldGap(FieldId::kSubmittedDate, Item::kClaim); }
  void AddGap(FilingBasis basis) {
    if (basis == FilingBasis::kRemittance) {
      if (claim_.other_payers.empty()) return;  // the rules about other payers speak of that
      AddFieldGap(FieldId::kOtherPayerRemittanceDate, Item::kOtherPayer);
    } else {
      AddFieldGap(FieldId::kStatementThrough, Item::kClaim);
    }
  }
  void AddFieldGap(FieldId id, Item of) {
    const int32_t rule = e_.ActiveRule(BuiltinId::kFilingLate);
    const Date first = e_.first_service_date();
    if (rule < 0 || !e_.MayBeAsked(rule, -1, first, first)) return;
    e_.AddGap(rule, GapReason::kMissingField,
              static_cast<int32_t>(&FieldOf(id, of) - AllFields().data()), Evaluation::kClaim);
  }

  void Add(BuiltinId builtin, FilingBasis basis, Date from, Date deadline,
           std::span<const LineRef> lines) {
    Report report;
    report.builtin = builtin;
    report.date = e_.first_service_date();
    if (!lines.empty()) report.key.code = e_.lines[static_cast<size_t>(lines.front())].code();
    report.lines = lines;
    const Date filed = filed_.has_value() ? filed_ : e_.options.today;
    report.payload = {deadline.days(), from.days(), filed.days(), static_cast<int32_t>(basis)};
    e_.Add(report);
  }

  Evaluation& e_;
  const Claim& claim_;
  const BuiltinParameters& parameters_;
  Date filed_;
  int64_t days_ = 0;
  bool by_year_ = false;
};

}  // namespace

void EvaluateTimelyFiling(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kFilingLate, BuiltinId::kFilingSoon})) return;
  using Idle = EvaluationTrace::Idle;
  if (e.is_void()) return e.TraceIdle(Algorithm::kTimelyFiling, Idle::kVoidClaim);
  const BuiltinParameters& parameters =
      e.Parameters(BuiltinId::kFilingLate, e.first_service_date());
  if (parameters.choice(filing::kLimit) == filing::kNoLimit) return;
  TimelyFiling(e, parameters).Run();
}

void DescribeTimelyFiling(Description& d, BuiltinId builtin) {
  constexpr std::string_view kBases[] = {"the first day of service", "the last day of service",
                                         "the end of the statement",
                                         "the primary payer's remittance"};
  const auto& payload = d.finding.payload;
  const Date deadline = Date::FromDays(payload[filing_payload::kDeadline]);
  const Date filed = Date::FromDays(payload[filing_payload::kFiled]);
  d.Evidence("deadline", deadline.ToString());
  d.Evidence("basis", std::string(kBases[payload[filing_payload::kBasis]]));
  d.Evidence("from", Date::FromDays(payload[filing_payload::kFrom]).ToString());
  d.Evidence("filed", filed.ToString());
  d.Slot("days", std::to_string(std::abs(deadline.days() - filed.days())));
  const auto lines = d.findings.Lines(d.finding.lines);
  d.text.field = d.claim.received_date.has_value()    ? "received_date"
                 : d.claim.submitted_date.has_value() ? "submitted_date"
                                                      : "";
  const int32_t number = lines.empty() ? 0 : d.Number(lines.front());
  if (builtin == BuiltinId::kFilingSoon) {
    d.AddFix(FixKind::kReview, number, "", absl::StrCat("send the claim by ", deadline.ToString()),
             false);
    return;
  }
  d.AddFix(FixKind::kReview, number, "",
           "send proof that the claim was filed in time (the clearinghouse's or payer's "
           "acknowledgement), or the reason for an exception",
           true);
  d.AddFix(FixKind::kReview, number, "",
           "check the date of service; a claim filed late through the provider's fault is written "
           "off, not billed to the patient",
           false);
}

}  // namespace scrubline
