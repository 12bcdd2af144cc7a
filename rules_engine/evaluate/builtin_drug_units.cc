// Drug dosage to units (domain 5.1): the dose that was given, in the unit of the drug's code, gives
// the units to bill, rounded up; what was discarded of single-dose containers gives the units of
// the JW line. The dose of a code comes from drug_dosages; only lines that say how much was given
// are asked about, and all lines of one code and day together. And the NDC against the code it is
// billed by (asp_ndc). Tested by builtin_drug_units_test.cc.
#include "rules_engine/evaluate/builtin_drug_units.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/describe_builtin.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

constexpr ReferenceId kDosages = ReferenceId::kDrugDosages;
constexpr ReferenceId kCrosswalk = ReferenceId::kNdcCrosswalk;

// Quantities beyond this are no dose; below it nothing here can overflow.
constexpr int64_t kMostQuantity = 1'000'000'000'000;

enum class Dimension : uint8_t { kMass, kVolume, kUnits, kActivity, kOther };
struct Unit {
  Dimension dimension;
  int64_t factor;  // in micrograms, millilitres, units, microcuries
};

// The unit as claims (X12's two letters among them) and drug_dosages write it.
std::optional<Unit> ParseUnit(Code unit) {
  struct Word {
    Code code;
    Unit unit;
  };
  static constexpr Word kWords[] = {
      {Code::Of("MCG"), {Dimension::kMass, 1}},
      {Code::Of("UG"), {Dimension::kMass, 1}},
      {Code::Of("MG"), {Dimension::kMass, 1'000}},
      {Code::Of("ME"), {Dimension::kMass, 1'000}},
      {Code::Of("G"), {Dimension::kMass, 1'000'000}},
      {Code::Of("GM"), {Dimension::kMass, 1'000'000}},
      {Code::Of("GR"), {Dimension::kMass, 1'000'000}},
      {Code::Of("ML"), {Dimension::kVolume, 1}},
      {Code::Of("CC"), {Dimension::kVolume, 1}},
      {Code::Of("L"), {Dimension::kVolume, 1'000}},
      {Code::Of("UNITS"), {Dimension::kUnits, 1}},
      {Code::Of("UNIT"), {Dimension::kUnits, 1}},
      {Code::Of("UN"), {Dimension::kUnits, 1}},
      {Code::Of("U"), {Dimension::kUnits, 1}},
      {Code::Of("IU"), {Dimension::kUnits, 1}},
      {Code::Of("F2"), {Dimension::kUnits, 1}},
      {Code::Of("UCI"), {Dimension::kActivity, 1}},
      {Code::Of("MCI"), {Dimension::kActivity, 1'000}},
  };
  for (const Word& word : kWords) {
    if (word.code == unit) return word.unit;
  }
  return std::nullopt;
}

bool IsWaste(const ServiceLine& line) { return line.HasModifier(Code::Of("JW")); }

class DrugUnits {
 public:
  explicit DrugUnits(Evaluation& evaluation)
      : e_(evaluation),
        dosages_(e_.program.Reference(kDosages)),
        crosswalk_(e_.program.Reference(kCrosswalk)) {}

  void Run() {
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& line = Line(i);
      if (!line.readable) continue;
      if (line.line->administered_quantity != kUnset && !IsWaste(*line.line) && IsFirst(i)) {
        JudgeDose(i);
      }
      if (crosswalk_ != nullptr && !line.line->ndc.empty()) JudgeNdc(line);
    }
  }

 private:
  const PreparedLine& Line(int32_t index) const { return e_.lines[static_cast<size_t>(index)]; }
  bool IsSameDrug(const PreparedLine& a, const PreparedLine& b) const {
    return b.readable && a.code() == b.code() && a.from == b.from;
  }
  // The first line of its code and day on which the drug was given.
  bool IsFirst(int32_t index) const {
    for (int32_t i = 0; i < index; ++i) {
      if (IsSameDrug(Line(index), Line(i)) && !IsWaste(*Line(i).line)) return false;
    }
    return true;
  }

  void JudgeDose(int32_t index) {
    const PreparedLine& line = Line(index);
    const int32_t rule = e_.ActiveRule(BuiltinId::kDrugUnitsHigh);
    const char letter = line.code()[0];
    if (letter != 'J' && letter != 'Q' && letter != 'C') return;
    const ReferenceTable::Answer answer = dosages_ == nullptr
                                              ? ReferenceTable::Answer{Listing::kUnknown, kNoRow}
                                              : e_.LookUp(kDosages, line, line.from);
    if (answer.listing == Listing::kUnknown && rule >= 0)
      e_.AddTableGap(rule, kDosages, line, line.from);
    if (answer.listing != Listing::kListed) return;
    const Code kind = dosages_->CodeAt(answer.row, drug_dosages::kKind);
    if (kind != Code::Of("PER") && kind != Code::Of("UP_TO")) return;  // counted, not measured
    const int64_t amount = dosages_->NumberAt(answer.row, drug_dosages::kAmount);
    const auto unit = ParseUnit(dosages_->CodeAt(answer.row, drug_dosages::kUnit));
    if (!unit || amount <= 0 || amount > kMostQuantity) return;

    // Of all lines of the drug on that day, in the order of the claim.
    refs().clear();
    waste_refs().clear();
    for (int32_t i = 0; i < e_.own_lines; ++i) {
      const PreparedLine& other = Line(i);
      if (!IsSameDrug(line, other)) continue;
      const bool waste = IsWaste(*other.line);
      if (!waste && other.line->administered_quantity == kUnset) return;  // how much is not known
      (waste ? waste_refs() : refs()).push_back(other.ref);
    }
    bool known = true;
    Sums sums;
    for (const auto* lines : {&refs(), &waste_refs()}) {
      for (const LineRef ref : *lines) known &= AddLine(rule, Line(ref), *unit, sums);
    }
    if (!known) return;
    const int64_t one = amount * unit->factor;
    const int64_t units = (sums.given + one - 1) / one;
    Judge(sums, units, *unit, answer.row);
    if (sums.waste_known && !waste_refs().empty()) {
      const int64_t drawn = (sums.given + sums.discarded) / one;
      JudgeWaste(sums.billed_waste, std::max<int64_t>(drawn - units, 0), answer.row);
    }
  }

  // What the lines of a drug come to: quantities as AddQuantity has them, units in thousandths.
  struct Sums {
    int64_t given = 0, discarded = 0, billed = 0, billed_waste = 0;
    int64_t as_written = 0;  // what was given, whatever its unit
    bool waste_known = false;
  };

  // False, and noted, where the line leaves them unknown.
  bool AddLine(int32_t rule, const PreparedLine& line, Unit unit, Sums& sums) {
    const ServiceLine& service = *line.line;
    if (service.units == kUnset || service.units > kMostQuantity) {
      if (rule >= 0) e_.AddLineGap(rule, GapReason::kUnits, 0, line);
      return false;
    }
    const bool waste = IsWaste(service);
    (waste ? sums.billed_waste : sums.billed) += service.units;
    if (!waste) {
      if (!AddQuantity(service, service.administered_quantity, unit, sums.given)) {
        AddUnitGap(rule, line);
        return false;
      }
      sums.as_written += service.administered_quantity;
    }
    if (service.wasted_quantity == kUnset) return true;
    sums.waste_known = true;
    if (AddQuantity(service, service.wasted_quantity, unit, sums.discarded)) return true;
    AddUnitGap(rule, line);
    return false;
  }

  // In thousandths of the dimension's smallest unit; false where the two units are of different
  // kinds, as millilitres of a drug that is billed by weight.
  static bool AddQuantity(const ServiceLine& line, int64_t quantity, Unit unit, int64_t& sum) {
    const auto own = ParseUnit(line.administered_unit);
    if (!own || own->dimension != unit.dimension || quantity < 0 || quantity > kMostQuantity)
      return false;
    sum += quantity * own->factor;
    return sum <= kMostQuantity * 1'000'000;
  }

  void AddUnitGap(int32_t rule, const PreparedLine& line) {
    if (rule < 0) return;
    const Field& field = FieldOf(FieldId::kAdministeredUnit, Item::kLine);
    e_.AddLineGap(rule, GapReason::kMissingField, static_cast<int32_t>(&field - AllFields().data()),
                  line);
  }

  void Judge(const Sums& sums, int64_t units, Unit unit, RowId row) {
    if (sums.billed == units * kThousandths) return;
    BuiltinId builtin =
        sums.billed > units * kThousandths ? BuiltinId::kDrugUnitsHigh : BuiltinId::kDrugUnitsLow;
    // The dose in place of the units: as written, or in milligrams.
    const bool in_milligrams =
        unit.dimension == Dimension::kMass && sums.billed * 1'000 == sums.given;
    if (builtin == BuiltinId::kDrugUnitsHigh && (sums.billed == sums.as_written || in_milligrams)) {
      builtin = BuiltinId::kDrugUnitsTypo;
    }
    Add(builtin, refs(), units, sums.billed, row, /*waste=*/false);
  }

  void JudgeWaste(int64_t billed, int64_t units, RowId row) {
    if (billed > units * kThousandths) {
      Add(BuiltinId::kDrugUnitsHigh, waste_refs(), units, billed, row, /*waste=*/true);
    } else if (billed < units * kThousandths) {
      Add(BuiltinId::kDrugUnitsLow, waste_refs(), units, billed, row, /*waste=*/true);
    }
  }

  // An NDC that is billed by other codes only.
  void JudgeNdc(const PreparedLine& line) {
    const std::optional<TableKey> ndc = TableKey::Parse(line.line->ndc);
    if (!ndc || line.line->ndc.size() != 11) return;
    const ReferenceTable::Rows rows = crosswalk_->RowsOf(crosswalk_->FindKey(*ndc));
    RowId other = kNoRow;
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (!crosswalk_->dates(row).Contains(line.from)) continue;
      if (crosswalk_->CodeAt(row, ndc_crosswalk::kProcedureCode) == line.code()) return;
      if (other == kNoRow) other = row;
    }
    if (other == kNoRow) return;
    refs().assign(1, line.ref);
    Add(BuiltinId::kDrugMismatch, refs(), 0, 0, other, /*waste=*/false);
  }

  void Add(BuiltinId builtin, const std::vector<LineRef>& lines, int64_t units, int64_t billed,
           RowId row, bool waste) {
    const PreparedLine& line = Line(lines.front());
    Report report;
    report.builtin = builtin;
    report.date = line.from;
    report.key.code = line.code();
    report.lines = lines;
    report.payload = {static_cast<int32_t>(row),
                      static_cast<int32_t>(std::min<int64_t>(units, INT32_MAX)),
                      static_cast<int32_t>(std::min<int64_t>(billed, INT32_MAX)), waste ? 1 : 0};
    e_.Add(report);
  }

  std::vector<LineRef>& refs() { return e_.scratch.refs; }
  std::vector<LineRef>& waste_refs() { return e_.scratch.related; }

  Evaluation& e_;
  const ReferenceTable* const dosages_;
  const ReferenceTable* const crosswalk_;
};

std::string Thousandths(int64_t value) {
  std::string text = std::to_string(value / kThousandths);
  if (value % kThousandths == 0) return text;
  std::string rest = std::to_string(kThousandths + value % kThousandths).substr(1);
  while (rest.back() == '0') rest.pop_back();
  return absl::StrCat(text, ".", rest);
}

}  // namespace

void EvaluateDrugUnits(Evaluation& e) {
  if (!e.AnyActive({BuiltinId::kDrugUnitsHigh, BuiltinId::kDrugUnitsLow, BuiltinId::kDrugUnitsTypo,
                    BuiltinId::kDrugMismatch})) {
    return;
  }
  if (e.is_void()) return e.TraceIdle(Algorithm::kDrugUnits, EvaluationTrace::Idle::kVoidClaim);
  DrugUnits(e).Run();
}

void DescribeDrugUnits(Description& d, BuiltinId builtin) {
  const auto& payload = d.finding.payload;
  const LineRef ref = d.findings.Lines(d.finding.lines).front();
  const ServiceLine& line = d.Line(ref);
  const int32_t number = d.Number(ref);
  const auto row = static_cast<RowId>(payload[drug_units_payload::kRow]);
  const bool mismatch = builtin == BuiltinId::kDrugMismatch;
  const ReferenceTable& table = *d.snapshot.program().Reference(mismatch ? kCrosswalk : kDosages);
  d.Evidence("procedure_code", line.procedure_code.ToString());
  if (mismatch) {
    const std::string code = table.CodeAt(row, ndc_crosswalk::kProcedureCode).ToString();
    d.Evidence("ndc", std::string(line.ndc));
    d.Evidence("code_of_ndc", code);
    d.text.field = d.FieldOfLine(ref, "ndc");
    d.AddFix(FixKind::kReview, number, "",
             absl::StrCat("check the package: correct the NDC of line ", number, ", or bill ", code,
                          " if that drug was given"),
             true);
  } else {
    const bool waste = payload[drug_units_payload::kWaste] != 0;
    const std::string units = std::to_string(payload[drug_units_payload::kAllowed]);
    const int64_t quantity = waste ? line.wasted_quantity : line.administered_quantity;
    d.Evidence("units", units);
    d.Evidence("billed", Thousandths(payload[drug_units_payload::kBilled]));
    d.Evidence("amount", Thousandths(table.NumberAt(row, drug_dosages::kAmount)));
    d.Evidence("unit", table.CodeAt(row, drug_dosages::kUnit).ToString());
    d.Evidence("what", waste ? "the drug discarded" : "the dose given");
    if (quantity != kUnset) {
      d.Evidence("dose",
                 absl::StrCat(Thousandths(quantity), " ", line.administered_unit.ToString()));
    }
    d.text.field = d.FieldOfLine(ref, "units");
    if (d.findings.Lines(d.finding.lines).size() == 1) {
      d.AddFix(FixKind::kSetUnits, number, units,
               absl::StrCat("set the units of line ", number, " to ", units,
                            " if the record shows this dose"),
               true);
    }
    d.AddFix(FixKind::kReview, number, "",
             "check the dose and the units of all lines of the drug against the record", false);
  }
  d.Evidence("table", std::string(table.schema().name));
  d.Evidence("release", std::string(table.release_name(table.release(row))));
}

}  // namespace scrubline
