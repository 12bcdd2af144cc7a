// Charges (domain 10): below what the payer allows by the practice's own fee schedule, which pays
// the lower of the two; many times beyond it; or not the same for a unit of one service on two
// lines. What a line charges is compared for all its units, without division. Lines without a
// charge or units, or counted in minutes, are not judged, and without a fee schedule only lines
// among themselves. Tested by builtin_charge_test.cc.
#include "rules_engine/evaluate/builtin_charge.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"
#include "rules_engine/tables/reference_table.h"

namespace scrubline {
namespace {

using Wide = __int128;  // a charge times units may go beyond 64 bits

constexpr ReferenceId kTable = ReferenceId::kFeeSchedule;

bool IsJudged(const PreparedLine& line) {
  return line.readable && line.line->charge_cents != kUnset && line.line->units != kUnset &&
         line.line->units > 0 && line.line->unit_basis != UnitBasis::kMinutes;
}

int64_t AllowedFor(const ReferenceTable& table, RowId row, bool facility) {
  const int64_t of_facility = table.NumberAt(row, fee_schedule::kFacilityAllowed);
  return facility && of_facility != kUnset ? of_facility
                                           : table.NumberAt(row, fee_schedule::kAllowed);
}

// Whether the amount depends on where the service was given.
bool DependsOnPlace(const ReferenceTable& table, RowId row) {
  return table.NumberAt(row, fee_schedule::kFacilityAllowed) != kUnset;
}

class ChargeEdits {
 public:
  ChargeEdits(Evaluation& evaluation, const BuiltinParameters& parameters)
      : e_(evaluation), parameters_(parameters), table_(evaluation.program.Reference(kTable)) {}

  void Run() {
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = e_.lines[static_cast<size_t>(i)];
      if (!IsJudged(line)) continue;
      if (table_ != nullptr) CompareWithFee(line);
      if (IsFirstOfService(i)) CompareWithOthers(i);
    }
  }

 private:
  void CompareWithFee(const PreparedLine& line) {
    const RowId row = FeeOf(line);
    if (row == kNoRow) return;
    const Code place = ReadCode(FieldId::kLinePlaceOfService, e_.claim, line.line);
    if (place.empty() && DependsOnPlace(*table_, row)) return;
    const bool facility = parameters_.codes(charge::kFacilityPlaces).Contains(place);
    const int64_t allowed = AllowedFor(*table_, row, facility);
    if (allowed <= 0) return;  // nor where it is not set
    const Wide charged = Wide{line.line->charge_cents} * kThousandths;
    const Wide fee = Wide{allowed} * line.line->units;
    const std::array<int32_t, 6> payload = {static_cast<int32_t>(row), facility ? 1 : 0};
    if (charged < fee) Add(BuiltinId::kChargeLow, 0, {&line.ref, 1}, payload);
    if (charged > fee * parameters_.number(charge::kHighFactor)) {
      Add(BuiltinId::kChargeHigh, static_cast<uint8_t>(HighCharge::kBeyondFee), {&line.ref, 1},
          payload);
    }
  }

  // The payer's row, of modifier 26, TC or 53 where the line has it and the table such a row.
  RowId FeeOf(const PreparedLine& line) const {
    for (size_t i = 0; i < line.line->modifier_count; ++i) {
      const Code modifier = line.line->modifiers[i];
      if (modifier != Code::Of("26") && modifier != Code::Of("TC") && modifier != Code::Of("53"))
        continue;
      const Code component = Code::FromBits(line.code().bits() | modifier.bits() >> 40);
      const RowId row = RowOfPayer(table_->FindKey(TableKey::Of(component)), line.from);
      if (row != kNoRow) return row;
    }
    return RowOfPayer(e_.program.codes.KeyOf(*line.entry, kTable), line.from);
  }

  // A row without a payer is for all of them; one of this payer comes before it.
  RowId RowOfPayer(KeyId key, Date date) const {
    RowId any = kNoRow;
    const ReferenceTable::Rows rows = table_->RowsOf(key);
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (!table_->dates(row).Contains(date)) continue;
      const std::string_view payer = table_->TextAt(row, fee_schedule::kPayer);
      if (!payer.empty() && payer == e_.claim.payer.id) return row;
      if (payer.empty() && any == kNoRow) any = row;
    }
    return any;
  }

  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }

  // Of one code with the same modifiers, under one revenue code.
  bool OfOneService(const PreparedLine& a, const PreparedLine& b) const {
    return a.code() == b.code() && IsJudged(a) && IsJudged(b) &&
           a.line->revenue_code == b.line->revenue_code && SameModifiers(*a.line, *b.line);
  }
  bool IsFirstOfService(int32_t index) const {
    for (int32_t i = 0; i < index; ++i) {
      if (OfOneService(Line(i), Line(index))) return false;
    }
    return true;
  }

  // A unit of a service costs the same on every line: one finding for all lines whose price is not
  // that of every other one, whichever comes first.
  void CompareWithOthers(int32_t first) {
    std::vector<LineRef>& apart = e_.scratch.refs;
    apart.clear();
    for (int32_t i = first; i < e_.own_lines; ++i) {
      if (i != first && !OfOneService(Line(first), Line(i))) continue;
      for (int32_t k = first; k < e_.own_lines; ++k) {
        if (!OfOneService(Line(i), Line(k)) || SamePrice(*Line(i).line, *Line(k).line)) continue;
        apart.push_back(Line(i).ref);
        break;
      }
    }
    if (apart.empty()) return;
    Add(BuiltinId::kChargeHigh, static_cast<uint8_t>(HighCharge::kApart), apart, {-1, 0});
  }

  // In whichever order and places (R3).
  static bool SameModifiers(const ServiceLine& x, const ServiceLine& y) {
    if (x.modifiers == y.modifiers) return true;
    return std::is_permutation(x.modifiers.begin(), x.modifiers.end(), y.modifiers.begin());
  }

  // Whether one price a unit, rounded to cents on each line, gives both charges. Nominal charges
  // are no prices.
  static bool SamePrice(const ServiceLine& x, const ServiceLine& y) {
    if (x.charge_cents <= 1 || y.charge_cents <= 1) return true;
    const Wide apart = Wide{x.charge_cents} * y.units - Wide{y.charge_cents} * x.units;
    const Wide size = apart < 0 ? -apart : apart;
    return 2 * size <= Wide{x.units} + y.units;
  }

  void Add(BuiltinId builtin, uint8_t variant, std::span<const LineRef> lines,
           std::array<int32_t, 6> payload) {
    const PreparedLine& line = Line(lines.front());
    Report report;
    report.builtin = builtin;
    report.variant = variant;
    report.date = line.from;
    report.key.code = line.code();
    report.lines = lines;
    report.payload = payload;
    e_.Add(report);
  }

  Evaluation& e_;
  const BuiltinParameters& parameters_;
  const ReferenceTable* const table_;
};

}  // namespace

void EvaluateCharge(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kChargeLow, BuiltinId::kChargeHigh})) return;
  if (e.is_void()) return e.TraceIdle(Algorithm::kCharge, EvaluationTrace::Idle::kVoidClaim);
  ChargeEdits(e, e.Parameters(BuiltinId::kChargeLow, e.first_service_date())).Run();
}

void DescribeCharge(Description& d, BuiltinId builtin) {
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const int32_t number = d.Number(ref);
  d.Evidence("procedure_code", line.procedure_code.ToString());
  d.Evidence("date", line.service_date.ToString());
  d.Evidence("charge", FormatCents(line.charge_cents));
  d.Evidence("units", FormatThousandths(line.units));
  d.Slot("line", std::to_string(number));
  d.text.field = d.FieldOfLine(ref, "charge_cents");
  if (d.finding.payload[charge_payload::kRow] >= 0) {
    const ReferenceTable& table = *d.snapshot.program().Reference(kTable);
    const auto row = static_cast<RowId>(d.finding.payload[charge_payload::kRow]);
    const int64_t allowed =
        AllowedFor(table, row, d.finding.payload[charge_payload::kFacility] != 0);
    const auto fee = static_cast<int64_t>(Wide{allowed} * line.units / kThousandths);
    d.Evidence("allowed", FormatCents(fee));
    d.Evidence("allowed_for_a_unit", FormatCents(allowed));
    d.Evidence("table", "fee_schedule");
    d.Evidence("release", std::string(table.release_name(table.release(row))));
  } else {
    const LineRef other = d.findings.Lines(d.finding.lines)[1];
    d.Slot("other_line", std::to_string(d.Number(other)));
  }
  if (builtin == BuiltinId::kChargeLow) {
    d.AddFix(FixKind::kReview, number, "",
             "raise the charge to the practice's fee: the payer pays the lower of charge and "
             "allowed amount",
             false);
    return;
  }
  d.AddFix(FixKind::kReview, number, "",
           "check the charge and the units for a typing slip (a decimal point, a price for all "
           "units given for one)",
           false);
}

}  // namespace scrubline
