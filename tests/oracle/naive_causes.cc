// Domain 12.3: codes and diagnoses that are none explain what is said of their meaning.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_codes.h"

namespace scrubline::oracle {
namespace {

bool IsOneOf(const std::string& rule, std::initializer_list<std::string_view> rules) {
  return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

bool IsOfFamily(const std::string& rule, std::initializer_list<std::string_view> families) {
  return std::any_of(families.begin(), families.end(), [&rule](std::string_view family) {
    return rule == family || rule.starts_with(std::string(family) + ".");
  });
}

int NumberOf(const CanonicalFinding& finding) {
  const auto number = finding.facts.find("number");
  return number == finding.facts.end() ? 0 : std::stoi(number->second);
}

// Of the fired findings that `holds` is true of, the one that stands first.
template <typename Holds>
CanonicalFinding* FirstOf(std::vector<CanonicalFinding>& findings, const Holds& holds) {
  CanonicalFinding* first = nullptr;
  for (CanonicalFinding& one : findings) {
    if (one.outcome != Outcome::kFired || !holds(one)) continue;
    const bool before = first == nullptr || ComesBefore(one, *first) ||
                        (!ComesBefore(*first, one) && NumberOf(one) < NumberOf(*first));
    if (before) first = &one;
  }
  return first;
}

// A diagnosis is itself wherever it stands on the claim.
bool IsAbout(const CanonicalFinding& finding, Code diagnosis) {
  return std::find(finding.diagnoses.begin(), finding.diagnoses.end(), diagnosis) !=
         finding.diagnoses.end();
}

bool IsNoDiagnosis(const CanonicalFinding& finding) {
  return IsOneOf(finding.rule, {"DX.FORMAT", "DX.UNKNOWN", "DX.DATE", "DX.NOT_BILLABLE", "DX.7TH"});
}

}  // namespace

// Reading: "all code-based rules" are those too that count its units; what is wrong with a modifier
// whatever the code stays.
CanonicalFinding* CodeCause(const CanonicalFinding& finding,
                            std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  const bool by_meaning =
      IsOfFamily(finding.rule, {"NCCI", "MOD", "ANES", "THER", "TELE", "GLOB", "UNIT", "INF", "MN",
                                "COMP", "AUTH", "FREQ", "CLIA", "MPFS"}) &&
      !IsOneOf(finding.rule, {"MOD.SYNTAX", "MOD.UNKNOWN", "MOD.DATE"});
  if (!by_meaning) return nullptr;
  // Of a finding about several lines every one must have such a code.
  CanonicalFinding* first = nullptr;
  for (const LineRef line : finding.lines) {
    CanonicalFinding* cause = FirstOf(findings, [&](const CanonicalFinding& one) {
      return IsOneOf(one.rule, {"CODE.FORMAT", "CODE.UNKNOWN", "CODE.NOT_YET", "CODE.TERM"}) &&
             one.lines.front() == line;
    });
    if (cause == nullptr) return nullptr;
    if (first == nullptr) first = cause;
  }
  return first;
}

// Reading: as it is with age, sex and Excludes1, so with all else that is said of the diagnosis, or
// of another in its light.
CanonicalFinding* DiagnosisCause(const CanonicalFinding& finding,
                                 std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  const bool of_diagnosis =
      IsOneOf(finding.rule, {"DX.AGE", "DX.SEX", "DX.UNSPEC", "DX.EXCL1", "DX.CODEFIRST",
                             "DX.USEADDL", "DX.SEQUELA", "MOD.LATERALITY"});
  return FirstOf(findings, [&](const CanonicalFinding& one) {
    if (!IsNoDiagnosis(one)) return false;
    const Code wrong = one.diagnoses.front();
    if (of_diagnosis) return IsAbout(finding, wrong);
    return finding.rule == "MN.NOT_COVERED" &&
           std::find(finding.pointed.begin(), finding.pointed.end(), wrong) !=
               finding.pointed.end();
  });
}

CanonicalFinding* ManifestationCause(const CanonicalFinding& finding,
                                     std::vector<CanonicalFinding>& findings,
                                     const World& /*world*/) {
  if (finding.rule != "DX.CODEFIRST") return nullptr;
  return FirstOf(findings, [&](const CanonicalFinding& one) {
    return one.rule == "DX.MANIF_FIRST" && IsAbout(finding, one.diagnoses.front());
  });
}

CanonicalFinding* SideCause(const CanonicalFinding& finding,
                            std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  if (finding.rule != "DX.UNSPEC") return nullptr;
  return FirstOf(findings, [&](const CanonicalFinding& one) {
    return one.rule == "MOD.LATERALITY" && one.unspecified_side &&
           IsAbout(finding, one.diagnoses.front());
  });
}

CanonicalFinding* NoticeCause(const CanonicalFinding& finding,
                              std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  if (finding.rule != "MN.GA_UNNEEDED") return nullptr;
  return FirstOf(findings, [&](const CanonicalFinding& one) {
    return one.rule == "MN.GA_NCCI" && one.lines == finding.lines;
  });
}

CanonicalFinding* PointerCause(const CanonicalFinding& finding,
                               std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  if (finding.rule != "MN.NOT_COVERED") return nullptr;
  return FirstOf(findings, [&](const CanonicalFinding& one) {
    return one.rule == "DX.PTR" && one.lines == finding.lines;
  });
}

}  // namespace scrubline::oracle
