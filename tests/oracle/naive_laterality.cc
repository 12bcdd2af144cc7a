// Domain 4.10: the side of a line's modifiers against the side of its diagnoses.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

// R, L, B or blank.
char SideOfModifier(const std::string& modifier) {
  for (const char* right :
       {"RT", "E3", "E4", "F5", "F6", "F7", "F8", "F9", "T5", "T6", "T7", "T8", "T9"}) {
    if (modifier == right) return 'R';
  }
  for (const char* left :
       {"LT", "E1", "E2", "FA", "F1", "F2", "F3", "F4", "TA", "T1", "T2", "T3", "T4"}) {
    if (modifier == left) return 'L';
  }
  return modifier == "50" ? 'B' : ' ';
}

std::string Name(char side) {
  switch (side) {
    case 'R':
      return "right";
    case 'L':
      return "left";
    case 'B':
      return "both sides";
    default:
      return "no side";
  }
}

// The sides that were named, R and L together being both.
struct Sides {
  bool right = false, left = false;
  void Add(char side) {
    right = right || side == 'R' || side == 'B';
    left = left || side == 'L' || side == 'B';
  }
  bool none() const { return !right && !left; }
  bool both() const { return right && left; }
};

void JudgeLine(const World& world, const std::vector<NaiveDiagnosis>& diagnoses, LineRef ref,
               Outcomes& outcomes) {
  const ServiceLine line = *CountedLine(world, world.claim.service_lines[static_cast<size_t>(ref)]);
  Sides side;
  std::string modifier;
  for (int i = 0; i < line.modifier_count; ++i) {
    const std::string text = line.modifiers[static_cast<size_t>(i)].ToString();
    if (SideOfModifier(text) != ' ' && modifier.empty()) modifier = text;
    side.Add(SideOfModifier(text));
  }
  if (side.none() || line.pointer_count == 0) return;
  if (FindFacts(world, "icd10cm") == nullptr) {
    return AddLineGap(world, BuiltinId::kLaterality, "missing_table", ref, outcomes);
  }
  const FactTable& codes = *FindFacts(world, "icd10cm");
  const CodeSet sided =
      ParametersOn(world, BuiltinId::kLaterality, line.service_date)[0].codes;  // sided_diagnoses
  Sides named;
  const NaiveDiagnosis* first = nullptr;
  const NaiveDiagnosis* unspecified = nullptr;
  const std::vector<NaiveDiagnosis> pointed = PointedBy(line, diagnoses);
  for (const NaiveDiagnosis& d : pointed) {
    if (!d.well_formed || !sided.Contains(d.code)) continue;
    // Reading: one that cannot be looked up leaves the line open, whatever the others say.
    if (d.listed.said == Said::kUnknown) {
      return AddLineGap(world, BuiltinId::kLaterality, WhyUnknown(world, "icd10cm", d.date), ref,
                        outcomes);
    }
    if (!d.billable) continue;
    const std::string& says = codes.Get(d.listed.row, "side");
    if (says == "U") {
      if (unspecified == nullptr) unspecified = &d;
    } else if (!says.empty()) {
      if (first == nullptr) first = &d;
      named.Add(says[0]);
    }
  }
  const auto add = [&](const NaiveDiagnosis& d, Severity at_most) {
    const std::string& says = codes.Get(d.listed.row, "side");
    CanonicalFinding* finding = AddFinding(world, BuiltinId::kLaterality, line.service_date, {ref},
                                           {{"modifier", modifier},
                                            {"modifier_side", Name(SideOfModifier(modifier))},
                                            {"diagnosis", Dotted(d.text)},
                                            {"diagnosis_side", Name(says[0])}},
                                           outcomes);
    if (finding == nullptr) return;
    finding->severity = std::max(finding->severity, at_most);
    finding->diagnoses = {d.code};
    finding->unspecified_side = at_most == Severity::kAdvise;
  };
  // Reading: a bilateral procedure for an unspecified side is worth the same word.
  if (named.none()) {
    if (unspecified != nullptr) add(*unspecified, Severity::kAdvise);
  } else if (side.both()) {
    if (!named.both()) add(*first, Severity::kWarn);
  } else if (side.right ? !named.right : !named.left) {
    add(*first, Severity::kReject);
  }
}

}  // namespace

void EvaluateLaterality(const World& world, Outcomes& outcomes) {
  if (!Has(world, BuiltinId::kLaterality) || world.claim.diagnoses.empty()) return;
  const std::vector<NaiveDiagnosis> diagnoses = DiagnosesOf(world);
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    if (world.claim.service_lines[i].service_date.has_value()) {
      JudgeLine(world, diagnoses, static_cast<LineRef>(i), outcomes);
    }
  }
}

}  // namespace scrubline::oracle
