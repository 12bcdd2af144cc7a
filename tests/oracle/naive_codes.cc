#include "tests/oracle/naive_codes.h"

#include <algorithm>

namespace scrubline::oracle {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }

// 6.2. The second character may be a letter since FY2026 (QA0).
bool IsDiagnosisForm(const std::string& text) {
  if (text.size() < 3 || text.size() > 7 || !IsLetter(text[0])) return false;
  if (!IsDigit(text[1]) && !IsLetter(text[1])) return false;
  if (!IsDigit(text[2]) && text[2] != 'A' && text[2] != 'B') return false;
  return std::all_of(text.begin() + 3, text.end(),
                     [](char c) { return IsDigit(c) || IsLetter(c); });
}

// R15. Reading: pointed to only by lines without a date, it goes by the claim's earliest; an
// institutional claim of unknown type of bill goes by the first day of its statement.
Date TestDateOf(const Claim& claim, int number) {
  if (claim.type == ClaimType::kInstitutional) {
    return IsInpatient(claim) ? claim.statement_through : claim.statement_from;
  }
  Date pointed, any;
  const auto take = [](Date& earliest, Date date) {
    if (!earliest.has_value() || date < earliest) earliest = date;
  };
  for (const ServiceLine& line : claim.service_lines) {
    if (!line.service_date.has_value()) continue;
    take(any, line.service_date);
    if (PointsTo(line, number)) take(pointed, line.service_date);
  }
  return pointed.has_value() ? pointed : any;
}

// R16. Reading: on any claim the one called principal; where no diagnosis of an institutional claim
// has a role, and on other claims without a principal one, the first.
int FirstListed(const Claim& claim) {
  bool any_role = false;
  for (size_t i = 0; i < claim.diagnoses.size(); ++i) {
    if (claim.diagnoses[i].role == DiagnosisRole::kPrincipal) return static_cast<int>(i) + 1;
    any_role = any_role || claim.diagnoses[i].role != DiagnosisRole::kUnset;
  }
  return claim.type == ClaimType::kInstitutional && any_role ? 0 : 1;
}

}  // namespace

const FactTable* FindFacts(const World& world, std::string_view name) {
  const auto found = world.tables.facts.find(std::string(name));
  return found == world.tables.facts.end() ? nullptr : &found->second;
}

FactTable::Answer LookUpFacts(const World& world, std::string_view name, std::string_view key,
                              Date date) {
  const FactTable* table = FindFacts(world, name);
  return table == nullptr ? FactTable::Answer() : table->LookUp(key, date);
}

std::string WhyUnknown(const World& world, std::string_view name, Date date) {
  if (FindFacts(world, name) == nullptr) return "missing_table";
  return date.has_value() ? "no_release" : "service_date";
}

bool IsInpatient(const Claim& claim) {
  return SettingOf(claim.type, claim.type_of_bill) == Setting::kNoTable;
}

bool IsExternalCauseByRange(const NaiveDiagnosis& diagnosis) {
  return diagnosis.text[0] >= 'V' && diagnosis.text[0] <= 'Y';
}

bool HasFlag(const World& world, const NaiveDiagnosis& diagnosis, std::string_view flag) {
  const FactTable* flags = FindFacts(world, "mce_diagnoses");
  return flags != nullptr && diagnosis.flags.said == Said::kListed &&
         flags->Get(diagnosis.flags.row, flag) == "yes";
}

std::string FirstDayOf(const FactRow& row) {
  return row.published.first.has_value() ? row.published.first.ToString() : "the beginning";
}

std::string Dotted(const std::string& code) {
  return code.size() <= 3 ? code : code.substr(0, 3) + "." + code.substr(3);
}

bool PointsTo(const ServiceLine& line, int number) {
  for (int i = 0; i < line.pointer_count; ++i) {
    if (line.diagnosis_pointers[static_cast<size_t>(i)] == number) return true;
  }
  return false;
}

std::vector<NaiveDiagnosis> DiagnosesOf(const World& world) {
  const Claim& claim = world.claim;
  std::vector<NaiveDiagnosis> diagnoses;
  for (const Diagnosis& sent : claim.diagnoses) {
    NaiveDiagnosis d;
    d.number = static_cast<int>(diagnoses.size()) + 1;
    d.code = sent.code;
    d.text = sent.code.ToString();
    d.role = sent.role;
    d.well_formed = IsDiagnosisForm(d.text);
    d.first_listed = d.number == FirstListed(claim);
    d.again = std::any_of(diagnoses.begin(), diagnoses.end(),
                          [&](const NaiveDiagnosis& before) { return before.code == d.code; });
    d.date = TestDateOf(claim, d.number);
    if (d.well_formed) {
      d.listed = LookUpFacts(world, "icd10cm", d.text, d.date);
      d.flags = LookUpFacts(world, "mce_diagnoses", d.text, d.date);
      d.billable = d.listed.said == Said::kListed &&
                   FindFacts(world, "icd10cm")->Get(d.listed.row, "billable") == "yes";
    }
    diagnoses.push_back(d);
  }
  return diagnoses;
}

std::vector<NaiveDiagnosis> PointedBy(const ServiceLine& line,
                                      const std::vector<NaiveDiagnosis>& diagnoses) {
  std::vector<NaiveDiagnosis> pointed;
  for (int i = 0; i < line.pointer_count; ++i) {
    const size_t pointer = line.diagnosis_pointers[static_cast<size_t>(i)];
    if (pointer >= 1 && pointer <= diagnoses.size()) pointed.push_back(diagnoses[pointer - 1]);
  }
  return pointed;
}

bool Has(const World& world, BuiltinId builtin) {
  const std::optional<int> rule = RuleOf(world, builtin);
  return rule.has_value() && MayApply(world, *rule);
}

std::vector<ParameterValue> ParametersOn(const World& world, BuiltinId builtin, Date date) {
  return ParametersOf(world, *RuleOf(world, builtin), {-1, date});
}

CanonicalFinding* AddFinding(const World& world, BuiltinId builtin, Date date,
                             const std::vector<LineRef>& lines, const Facts& facts,
                             Outcomes& outcomes) {
  std::optional<CanonicalFinding> finding =
      MakeFinding(world, builtin, {lines.empty() ? -1 : lines.front(), date}, outcomes.gaps);
  if (!finding.has_value()) return nullptr;
  finding->lines = lines;
  finding->facts = facts;
  outcomes.findings.push_back(*finding);
  return &outcomes.findings.back();
}

CanonicalFinding* AddDiagnosis(const World& world, BuiltinId builtin,
                               const NaiveDiagnosis& diagnosis, const std::vector<LineRef>& lines,
                               Facts facts, Outcomes& outcomes) {
  facts["number"] = std::to_string(diagnosis.number);
  CanonicalFinding* finding = AddFinding(
      world, builtin, diagnosis.date.has_value() ? diagnosis.date : ClaimDate(world.claim), lines,
      facts, outcomes);
  if (finding != nullptr) finding->diagnoses = {diagnosis.code};
  return finding;
}

void AddClaimGap(const World& world, BuiltinId builtin, const std::string& reason, Date date,
                 Outcomes& outcomes) {
  if (Has(world, builtin) && IsAsked(world, *RuleOf(world, builtin), {-1, date})) {
    outcomes.gaps.insert({std::string(BuiltinOf(builtin).name), reason, kWholeClaim});
  }
}

void AddLineGap(const World& world, BuiltinId builtin, const std::string& reason, LineRef line,
                Outcomes& outcomes) {
  if (!Has(world, builtin) || !IsAskedOfLine(world, *RuleOf(world, builtin), line)) return;
  outcomes.gaps.insert({std::string(BuiltinOf(builtin).name), reason,
                        reason == "missing_table" ? kWholeClaim : line});
}

}  // namespace scrubline::oracle
