#include "rules_engine/explain/builtin_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

using PairVerdict = EvaluationTrace::PairVerdict;
using ModifierVerdict = EvaluationTrace::ModifierVerdict;
using AddOnVerdict = EvaluationTrace::AddOnVerdict;

constexpr int kMaxPrimaries = 10;  // named one by one

class Rows {
 public:
  Rows(const EvaluationTrace& trace, const Program& program, const Claim& claim)
      : trace_(trace), program_(program), claim_(claim) {}

  std::vector<RowExplanation> Of(Algorithm algorithm) {
    switch (algorithm) {
      case Algorithm::kPtp:
        for (const EvaluationTrace::Pair& pair : trace_.pairs) AddPair(pair);
        break;
      case Algorithm::kMue:
        for (const EvaluationTrace::Limit& limit : trace_.limits) AddLimit(limit);
        break;
      case Algorithm::kAddOn:
        for (const EvaluationTrace::AddOn& add_on : trace_.add_ons) AddAddOn(add_on);
        break;
      case Algorithm::kNpi:
        for (const EvaluationTrace::Npi& npi : trace_.npis) AddNpi(npi);
        break;
      default:  // their findings say all there is
        break;
    }
    for (const EvaluationTrace::LineLeftOut& left : trace_.left_out) {
      if (left.algorithm == algorithm) AddLeftOut(left);
    }
    return std::move(rows_);
  }

 private:
  const ServiceLine& Line(LineRef ref) const {
    return IsHistory(ref) ? claim_.history[static_cast<size_t>(~ref)].line
                          : claim_.service_lines[static_cast<size_t>(ref)];
  }

  std::string LineName(LineRef ref) const {
    if (!IsHistory(ref)) return absl::StrCat("line ", Line(ref).line_number);
    const HistoryLine& history = claim_.history[static_cast<size_t>(~ref)];
    return absl::StrCat("line ", history.line.line_number, " of earlier claim ",
                        std::string(history.claim_id));
  }
  std::string CodeOn(LineRef ref) const {
    return absl::StrCat(Line(ref).procedure_code.ToString(), " (", LineName(ref), ")");
  }
  std::string LineNames(const std::vector<LineRef>& refs) const {
    std::string text;
    for (const LineRef ref : refs) absl::StrAppend(&text, text.empty() ? "" : ", ", LineName(ref));
    return text;
  }

  RowExplanation& Add(std::string verdict, const std::vector<LineRef>& refs) {
    RowExplanation& row = rows_.emplace_back();
    row.verdict = std::move(verdict);
    for (const LineRef ref : refs) {
      if (!IsHistory(ref)) row.line_numbers.push_back(Line(ref).line_number);
    }
    std::sort(row.line_numbers.begin(), row.line_numbers.end());
    return row;
  }
  static void Fact(RowExplanation& row, std::string_view name, std::string value) {
    if (!value.empty()) row.facts.emplace_back(std::string(name), std::move(value));
  }

  void AddPair(const EvaluationTrace::Pair& pair) {
    constexpr std::string_view kVerdicts[] = {"fired", "bypassed", "another provider's",
                                              "no day in common", "not in force"};
    RowExplanation& row = Add(std::string(kVerdicts[static_cast<size_t>(pair.verdict)]),
                              {pair.column1, pair.column2});
    const PtpTable& table = *program_.ptp[static_cast<size_t>(PtpIndex(pair.slot))];
    const bool in_force = pair.row >= 0;
    row.summary = in_force ? CodeOn(pair.column2) + " is column 2 of " + CodeOn(pair.column1)
                           : CodeOn(pair.column1) + " and " + CodeOn(pair.column2) +
                                 " are a pair of the table";
    Fact(row, "date", pair.date.ToString());
    Fact(row, "provider",
         pair.verdict == PairVerdict::kOtherProvider ? "not the same" : "the same");
    Fact(row, "table", std::string(TableName(pair.slot)));
    Fact(row, "release", table.info().release);
    if (in_force) {
      AddPtpRow(table.row(static_cast<uint32_t>(pair.row)), row);
    } else {
      for (const PtpTable::Row& published :
           table.History(Line(pair.column1).procedure_code, Line(pair.column2).procedure_code)) {
        Fact(row, "row", Period(published.effective, published.deletion));
      }
    }
    std::vector<const EvaluationTrace::ModifierUse*> counting;
    for (const EvaluationTrace::ModifierUse& use : pair.modifiers) {
      constexpr std::string_view kUses[] = {
          "counts", "is not among the payer's bypass modifiers",
          "does not count on column 1: this payer reads it on column 2",
          "does not count: visits and procedures have modifiers of their own"};
      Fact(row, "modifier",
           absl::StrCat(use.modifier.ToString(), " on ", LineName(use.line), " (column ",
                        use.column, ") ", std::string(kUses[static_cast<size_t>(use.verdict)])));
      if (use.verdict == ModifierVerdict::kCounts) counting.push_back(&use);
    }
    if (pair.verdict == PairVerdict::kBypassed && counting.size() == 1) {
      row.near_misses.push_back(absl::StrCat("would fire if modifier ",
                                             counting[0]->modifier.ToString(), " were absent on ",
                                             LineName(counting[0]->line)));
    }
    if (pair.verdict == PairVerdict::kOtherProvider && in_force && counting.empty()) {
      row.near_misses.push_back("would fire if both lines had the same provider");
    }
  }

  static std::string Period(Date effective, Date deletion) {
    return effective.ToString() + ".." + (deletion == Date::Max() ? "" : deletion.ToString());
  }

  static void AddPtpRow(const PtpTable::Row& published, RowExplanation& row) {
    constexpr std::string_view kIndicators[] = {"no modifier bypasses it",
                                                "an NCCI modifier bypasses it"};
    Fact(row, "row", Period(published.effective, published.deletion));
    Fact(row, "modifier_indicator",
         absl::StrCat(published.indicator, ": ",
                      std::string(kIndicators[published.indicator == 0 ? 0 : 1])));
    Fact(row, "rationale", std::string(published.rationale));
  }

  void AddLimit(const EvaluationTrace::Limit& limit) {
    constexpr std::string_view kIndicators[] = {"", "1: per line", "2: per day, by policy",
                                                "3: per day, by clinical data"};
    RowExplanation& row = Add(limit.over ? "over the limit" : "within the limit", limit.lines);
    const MueTable& table = *program_.mue[static_cast<size_t>(MueIndex(limit.slot))];
    std::string days = limit.first_day.ToString();
    if (limit.last_day != limit.first_day)
      absl::StrAppend(&days, " to ", limit.last_day.ToString());
    row.summary = absl::StrCat(limit.code.ToString(), ": ", limit.units,
                               limit.units == 1 ? " unit" : " units", " of at most ", limit.limit,
                               " on ", days);
    Fact(row, "units", std::to_string(limit.units));
    Fact(row, "mue", std::to_string(limit.limit));
    Fact(row, "mai", std::string(kIndicators[limit.adjudication_indicator & 3]));
    Fact(row, "lines", LineNames(limit.lines));
    Fact(row, "table", std::string(TableName(limit.slot)));
    Fact(row, "release", std::string(table.release_name(limit.release)));
    Fact(row, "rationale", std::string(table.rationale(table.FindCode(limit.code), limit.release)));
    if (limit.over && limit.limit > 0) {
      row.near_misses.push_back(absl::StrCat("would be clear if the units were at most ",
                                             limit.limit, " (they are ", limit.units, ")"));
    } else if (!limit.over && limit.units == int64_t{limit.limit}) {
      row.near_misses.push_back("would fire with one unit more");
    }
  }

  void AddAddOn(const EvaluationTrace::AddOn& add_on) {
    constexpr std::string_view kVerdicts[] = {
        "has its primary",           "primary on the other side", "primary at risk",
        "primary on the day before", "another procedure will do", "no primary"};
    std::vector<LineRef> refs = add_on.primaries;
    refs.push_back(add_on.line);
    RowExplanation& row = Add(std::string(kVerdicts[static_cast<size_t>(add_on.verdict)]), refs);
    row.summary = CodeOn(add_on.line) + " is an add-on code";
    constexpr std::string_view kTypes[] = {"", "1: one of the listed primaries",
                                           "2: primaries are the contractor's to define",
                                           "3: listed primaries, and others may do"};
    Fact(row, "type", std::string(kTypes[add_on.type & 3]));
    Fact(row, "date", add_on.date.ToString());
    Fact(row, "primaries_sought", Primaries(Line(add_on.line).procedure_code, add_on.date));
    Fact(row, "primaries_found", LineNames(add_on.primaries));
    Fact(row, "table", std::string(TableName(TableSlot::kAddOn)));
    Fact(row, "release", program_.add_on->info().release);
    if (add_on.verdict == AddOnVerdict::kHasPrimary && add_on.primaries.size() == 1 &&
        add_on.type == 1) {
      row.near_misses.push_back(
          absl::StrCat("would fire if ", LineName(add_on.primaries[0]), " were absent"));
    }
  }

  std::string Primaries(Code add_on, Date date) const {
    const AddOnTable& table = *program_.add_on;
    std::string text;
    int count = 0;
    Code last;
    for (const AddOnTable::Row& row : table.Rows(table.FindCode(add_on))) {
      if (!row.InForce(date) || row.primary == last) continue;
      last = row.primary;
      if (row.primary == AddOnTable::kContractorDefined) continue;
      if (++count <= kMaxPrimaries) {
        absl::StrAppend(&text, text.empty() ? "" : ", ", row.primary.ToString());
      }
    }
    if (count > kMaxPrimaries) absl::StrAppend(&text, " and ", count - kMaxPrimaries, " more");
    return text.empty() ? "what the payer accepts" : text;
  }

  void AddNpi(const EvaluationTrace::Npi& npi) {
    RowExplanation& row = Add(npi.check_digit ? "sound" : "fired", {});
    row.summary = "NPI " + std::string(claim_.provider(npi.provider)->npi);
    Fact(row, "format", npi.well_formed ? "ten digits, the first 1 or 2" : "not that of an NPI");
    if (npi.well_formed) Fact(row, "check_digit", npi.check_digit ? "right" : "wrong");
  }

  void AddLeftOut(const EvaluationTrace::LineLeftOut& left) {
    RowExplanation& row = Add("left out", {left.line});
    row.summary = CodeOn(left.line) + " ";
    switch (left.reason) {
      case EvaluationTrace::LeftOut::kExcludedModifier:
        row.summary += "has modifier " + left.modifier.ToString() + ", which takes it out";
        break;
      case EvaluationTrace::LeftOut::kZeroCharge:
        row.summary += "has no charge to speak of";
        break;
      case EvaluationTrace::LeftOut::kMinutes:
        row.summary += "counts minutes, not units";
        break;
      case EvaluationTrace::LeftOut::kNoRow:
        row.summary += "has no published limit";
        break;
      case EvaluationTrace::LeftOut::kCodeNotInForce:
        row.summary += "has a code that is unknown or out of date";
        break;
    }
  }

  const EvaluationTrace& trace_;
  const Program& program_;
  const Claim& claim_;
  std::vector<RowExplanation> rows_;
};

}  // namespace

std::vector<RowExplanation> RowsOf(Algorithm algorithm, const EvaluationTrace& trace,
                                   const Program& program, const Claim& claim) {
  return Rows(trace, program, claim).Of(algorithm);
}

std::string IdleReason(Algorithm algorithm, const EvaluationTrace& trace) {
  for (const EvaluationTrace::IdleAlgorithm& idle : trace.idle) {
    if (idle.algorithm != algorithm) continue;
    switch (idle.reason) {
      case EvaluationTrace::Idle::kVoidClaim:
        return "a void claim (frequency code 8) meets only the rules about a claim's form";
      case EvaluationTrace::Idle::kNoTable:
        return "the parameter `table` says none for this payer";
      case EvaluationTrace::Idle::kInpatient:
        return "not for inpatient claims";
      case EvaluationTrace::Idle::kNoPair:
        return "no two lines with different codes that take part";
      case EvaluationTrace::Idle::kNoAddOn:
        return "no line with an add-on code";
    }
  }
  return "";
}

BuiltinId MainRuleOf(Algorithm algorithm) {
  if (algorithm == Algorithm::kNpi) return BuiltinId::kNpiLuhn;
  for (const Builtin& builtin : AllBuiltins()) {
    if (builtin.algorithm == algorithm) return builtin.id;
  }
  return BuiltinId::kPtp;
}

}  // namespace scrubline
