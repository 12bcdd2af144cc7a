// Domain section 5.1: the units of a drug from the dose, and the NDC against the code.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "rules_engine/fields.h"
#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

// What a unit measures, and how many of the smallest one it is.
struct Measure {
  std::string of;
  int64_t size;
};
std::optional<Measure> MeasureOf(std::string_view unit) {
  const std::map<std::string_view, Measure> measures = {
      {"MCG", {"mass", 1}},      {"UG", {"mass", 1}},      {"MG", {"mass", 1000}},
      {"ME", {"mass", 1000}},    {"G", {"mass", 1000000}}, {"GM", {"mass", 1000000}},
      {"GR", {"mass", 1000000}}, {"ML", {"volume", 1}},    {"CC", {"volume", 1}},
      {"L", {"volume", 1000}},   {"UNITS", {"units", 1}},  {"UNIT", {"units", 1}},
      {"UN", {"units", 1}},      {"U", {"units", 1}},      {"IU", {"units", 1}},
      {"F2", {"units", 1}},      {"UCI", {"activity", 1}}, {"MCI", {"activity", 1000}}};
  const auto found = measures.find(unit);
  if (found == measures.end()) return std::nullopt;
  return found->second;
}

bool IsWaste(const Line& line) { return line.line->HasModifier(Code::Of("JW")); }

// In thousandths of the smallest unit; nullopt: of another measure, as millilitres of a drug that
// is billed by weight.
std::optional<int64_t> Quantity(const Line& line, int64_t thousandths, const Measure& measure) {
  const auto own = MeasureOf(line.line->administered_unit.ToString());
  if (!own.has_value() || own->of != measure.of) return std::nullopt;
  return thousandths * own->size;
}

int64_t CeilingOf(int64_t a, int64_t b) { return a / b + (a % b == 0 ? 0 : 1); }

class Drug {
 public:
  // `lines`: all of one code and day.
  Drug(const World& world, std::vector<Line> lines, Outcomes& outcomes)
      : world_(world), outcomes_(outcomes), all_(std::move(lines)) {
    for (const Line& line : all_) (IsWaste(line) ? discarded_ : given_).push_back(line);
  }

  void Judge() {
    const ServiceLine& first = *all_.front().line;
    const std::string code = first.procedure_code.ToString();
    // Reading: drugs are codes of J, Q and C, and a dose that some line does not say is not known.
    if (code[0] != 'J' && code[0] != 'Q' && code[0] != 'C') return;
    if (given_.empty()) return;
    const OwnTable* dosages = world_.tables.Own("drug_dosages");
    if (dosages == nullptr) {
      // Told where the first line gives a dose.
      if (given_.front().line->administered_quantity != kUnset)
        AddGap("missing_table", given_.front().ref, kWholeClaim);
      return;
    }
    for (const Line& line : given_) {
      if (line.line->administered_quantity == kUnset) return;
    }
    const OwnRow* row = dosages->RowOn(code, first.service_date);
    if (row == nullptr || ((*row)["kind"] != "PER" && (*row)["kind"] != "UP_TO")) return;
    const std::optional<Measure> measure = MeasureOf((*row)["unit"]);
    if (!measure.has_value()) return;
    const int64_t one =
        std::llround(std::strtod(std::string((*row)["amount"]).c_str(), nullptr) * 1000) *
        measure->size;
    if (Add(*measure)) JudgeSums(one, *measure);
  }

 private:
  // What the lines come to; false where one of them leaves it unknown.
  bool Add(const Measure& measure) {
    bool known = true;
    for (const Line& line : all_) {
      const ServiceLine& service = *line.line;
      if (service.units == kUnset) {
        AddGap("units", line.ref, line.ref);
        known = false;
        continue;
      }
      bool measured = true;
      if (!IsWaste(line)) {
        const auto quantity = Quantity(line, service.administered_quantity, measure);
        measured = quantity.has_value();
        dose_ += quantity.value_or(0);
        as_written_ += service.administered_quantity;
        billed_ += service.units;
      } else {
        billed_as_waste_ += service.units;
      }
      if (measured && service.wasted_quantity != kUnset) {
        const auto quantity = Quantity(line, service.wasted_quantity, measure);
        measured = quantity.has_value();
        waste_ = waste_.value_or(0) + quantity.value_or(0);
      }
      if (!measured) AddGap("missing_field", line.ref, line.ref);
      known = known && measured;
    }
    return known;
  }

  void JudgeSums(int64_t one, const Measure& measure) {
    const int64_t units = CeilingOf(dose_, one);
    const int64_t billed = billed_;
    if (billed < units * kThousandths) {
      Tell(BuiltinId::kDrugUnitsLow, given_, units, billed, "the dose given");
    } else if (billed > units * kThousandths) {
      // Reading: the dose stands in place of the units as it is written, or in milligrams.
      const bool typo = billed == as_written_ || (measure.of == "mass" && billed * 1000 == dose_);
      Tell(typo ? BuiltinId::kDrugUnitsTypo : BuiltinId::kDrugUnitsHigh, given_, units, billed,
           "the dose given");
    }
    if (discarded_.empty() || !waste_.has_value()) return;
    // All that was drawn, in whole units, without those given.
    const int64_t rest = std::max<int64_t>((dose_ + *waste_) / one - units, 0);
    if (billed_as_waste_ == rest * kThousandths) return;
    Tell(billed_as_waste_ > rest * kThousandths ? BuiltinId::kDrugUnitsHigh
                                                : BuiltinId::kDrugUnitsLow,
         discarded_, rest, billed_as_waste_, "the drug discarded");
  }

  void Tell(BuiltinId builtin, const std::vector<Line>& lines, int64_t units, int64_t billed,
            const std::string& what) {
    std::vector<LineRef> refs;
    for (const Line& line : lines) refs.push_back(line.ref);
    AddFinding(
        world_, builtin, {refs.front(), lines.front().line->service_date}, refs, {},
        {{"units", std::to_string(units)}, {"billed", FormatThousandths(billed)}, {"what", what}},
        outcomes_);
  }
  void AddGap(const std::string& reason, LineRef line, LineRef where) {
    const std::optional<int> rule = RuleOf(world_, BuiltinId::kDrugUnitsHigh);
    if (rule.has_value() && IsAskedOfLine(world_, *rule, line))
      outcomes_.gaps.insert({"UNIT.DRUG_HIGH", reason, where});
  }

  const World& world_;
  Outcomes& outcomes_;
  std::vector<Line> all_, given_, discarded_;
  int64_t dose_ = 0, as_written_ = 0, billed_ = 0, billed_as_waste_ = 0;
  std::optional<int64_t> waste_;
};

// Reading: an NDC that the crosswalk does not know on that day, or that is not of eleven digits,
// says nothing; of several codes one is enough.
void JudgeNdc(const World& world, const Line& line, Outcomes& outcomes) {
  const OwnTable* crosswalk = world.tables.Own("asp_ndc");
  const std::string ndc(line.line->ndc);
  if (crosswalk == nullptr || ndc.size() != 11) return;
  const auto rows = crosswalk->RowsOn(ndc, line.line->service_date);
  const bool billed_so = std::any_of(rows.begin(), rows.end(), [&line](const OwnRow* row) {
    return (*row)["procedure_code"] == line.line->procedure_code.ToString();
  });
  if (rows.empty() || billed_so) return;
  AddFinding(world, BuiltinId::kDrugMismatch, {line.ref, line.line->service_date}, {line.ref}, {},
             {{"ndc", ndc}}, outcomes);
}

}  // namespace

void EvaluateDrugUnits(const World& world, Outcomes& outcomes) {
  std::vector<Line> own = LinesTakingPart(world, {});
  std::erase_if(own, [](const Line& line) {
    return !line.current() || !line.line->service_date.has_value();
  });
  std::set<std::pair<Code, Date>> judged;
  for (const Line& line : own) {
    JudgeNdc(world, line, outcomes);
    const std::pair key(line.line->procedure_code, line.line->service_date);
    if (!judged.insert(key).second) continue;
    std::vector<Line> drug = own;
    std::erase_if(drug, [&key](const Line& other) {
      return std::pair(other.line->procedure_code, other.line->service_date) != key;
    });
    Drug(world, drug, outcomes).Judge();
  }
}

}  // namespace scrubline::oracle
