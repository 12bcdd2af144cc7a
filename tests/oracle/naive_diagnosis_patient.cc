// Domain 6.2: diagnoses against the patient's age and sex, and those left unspecified.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

struct AgeGroup {
  std::string_view flag, name;
  int first, last;  // parameters; -1: a newborn's year
};
// Reading: of several groups the first that the patient is not of.
constexpr AgeGroup kGroups[] = {
    {"newborn", "newborns", -1, -1},
    {"pediatric", "children", -1, 1},
    {"maternity", "maternity", 2, 3},
    {"adult", "adults", 4, 5},
};

// `professional_severity` is the first parameter of both rules.
void Soften(const World& world, const std::vector<ParameterValue>& parameters,
            CanonicalFinding* finding) {
  if (finding == nullptr || world.claim.type != ClaimType::kProfessional) return;
  finding->severity = std::max(finding->severity, static_cast<Severity>(parameters[0].choice));
}

void JudgeAge(const World& world, const NaiveDiagnosis& d, Outcomes& outcomes) {
  const bool asks = std::any_of(std::begin(kGroups), std::end(kGroups), [&](const AgeGroup& group) {
    return HasFlag(world, d, group.flag);
  });
  if (!asks || !Has(world, BuiltinId::kDiagnosisAge)) return;
  const Claim& claim = world.claim;
  const Date on = claim.type == ClaimType::kProfessional ? d.date
                  : claim.admission_date.has_value()     ? claim.admission_date
                                                         : claim.statement_from;
  if (!claim.patient.birth_date.has_value() || !on.has_value()) {
    AddClaimGap(world, BuiltinId::kDiagnosisAge, "missing_field", d.date, outcomes);
    return;
  }
  const int64_t age = YearsBetween(claim.patient.birth_date, on);
  const std::vector<ParameterValue> parameters = ParametersOn(world, BuiltinId::kDiagnosisAge, on);
  for (const AgeGroup& group : kGroups) {
    if (!HasFlag(world, d, group.flag)) continue;
    const auto limit = [&](int parameter) {
      return parameter < 0 ? 0 : parameters[static_cast<size_t>(parameter)].number;
    };
    if (limit(group.first) <= age && age <= limit(group.last)) continue;
    Soften(world, parameters,
           AddDiagnosis(world, BuiltinId::kDiagnosisAge, d, {},
                        {{"group", std::string(group.name)},
                         {"age", std::to_string(age)},
                         {"first_age", std::to_string(limit(group.first))},
                         {"last_age", std::to_string(limit(group.last))}},
                        outcomes));
    return;
  }
}

bool IsBypassed(const World& world, const NaiveDiagnosis& d,
                const std::vector<ParameterValue>& parameters) {
  for (const Code condition : world.claim.condition_codes) {
    if (parameters[2].codes.Contains(condition)) return true;
  }
  for (const ServiceLine& line : world.claim.service_lines) {
    const bool about = line.pointer_count == 0 || PointsTo(line, d.number);
    if (about && HasAny(line, parameters[3].codes)) return true;
  }
  return false;
}

void JudgeSex(const World& world, const NaiveDiagnosis& d, Outcomes& outcomes) {
  if (!Has(world, BuiltinId::kDiagnosisSex)) return;
  const std::vector<ParameterValue> parameters =
      ParametersOn(world, BuiltinId::kDiagnosisSex, d.date);
  const FactTable& flags = *FindFacts(world, "mce_diagnoses");
  const auto is_of = [&](std::string_view sex) {
    if (HasFlag(world, d, sex)) return true;
    if (parameters[1].choice == 0) return false;
    // Flags that Medicare has ended, for payers that still look at them.
    for (const FactRow* row : flags.RowsOf(d.text)) {
      if (row->dates.first <= d.date && flags.Get(row, sex) == "yes") return true;
    }
    return false;
  };
  const bool male = is_of("male");
  if (male == is_of("female")) return;
  if (world.claim.patient.sex == Sex::kUnset) {
    AddClaimGap(world, BuiltinId::kDiagnosisSex, "missing_field", d.date, outcomes);
    return;
  }
  if (world.claim.patient.sex != (male ? Sex::kFemale : Sex::kMale)) return;
  CanonicalFinding* finding = AddDiagnosis(world, BuiltinId::kDiagnosisSex, d, {},
                                           {{"sex", male ? "male" : "female"}}, outcomes);
  Soften(world, parameters, finding);
  if (finding != nullptr && IsBypassed(world, d, parameters)) {
    finding->outcome = Outcome::kBypassed;
  }
}

void JudgeUnspecified(const World& world, const NaiveDiagnosis& d, Outcomes& outcomes) {
  const bool inpatient = IsInpatient(world.claim);
  const char* table = inpatient ? "mce_diagnoses" : "icd10cm";
  const FactTable::Answer& answer = inpatient ? d.flags : d.listed;
  if (answer.said == Said::kUnknown) {
    AddClaimGap(world, BuiltinId::kDiagnosisUnspecified, WhyUnknown(world, table, d.date), d.date,
                outcomes);
    return;
  }
  const bool unspecified =
      inpatient ? HasFlag(world, d, "unspecified")
                : d.billable && FindFacts(world, table)->Get(answer.row, "side") == "U";
  if (unspecified) AddDiagnosis(world, BuiltinId::kDiagnosisUnspecified, d, {}, {}, outcomes);
}

}  // namespace

void EvaluateDiagnosisPatient(const World& world, Outcomes& outcomes) {
  for (const NaiveDiagnosis& d : DiagnosesOf(world)) {
    if (d.again || !d.well_formed) continue;
    if (d.flags.said == Said::kUnknown) {
      for (const BuiltinId builtin : {BuiltinId::kDiagnosisAge, BuiltinId::kDiagnosisSex}) {
        AddClaimGap(world, builtin, WhyUnknown(world, "mce_diagnoses", d.date), d.date, outcomes);
      }
    } else {
      JudgeAge(world, d, outcomes);
      JudgeSex(world, d, outcomes);
    }
    JudgeUnspecified(world, d, outcomes);
  }
}

}  // namespace scrubline::oracle
