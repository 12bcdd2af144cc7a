#include "tests/oracle/engine_result.h"

#include <algorithm>

#include "rules_engine/builtins.h"
#include "rules_engine/evaluate/describe.h"

namespace scrubline::oracle {
namespace {

// The evidence the oracle compares, by family of rules.
bool IsFact(std::string_view rule, std::string_view name) {
  const auto is_one_of = [name](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto family = [rule](std::string_view prefix) {
    return rule.substr(0, prefix.size()) == prefix;
  };
  if (family("NCCI.PTP")) {
    return is_one_of(
        {"column1", "column2", "modifier_indicator", "effective", "deletion", "table"});
  }
  if (family("NCCI.MUE")) return is_one_of({"units", "mue", "mai", "date"});
  if (family("NCCI.AOC")) return name == "type";
  if (family("UNIT.DRUG")) return is_one_of({"units", "billed", "what"});
  if (rule == "UNIT.NDC.MISMATCH") return name == "ndc";
  if (family("UNIT.TIMED") || rule == "INF.TIME")
    return is_one_of({"minutes", "allowed", "billed"});
  if (family("UNIT")) return name == "days";
  if (rule == "MOD.DATE") return is_one_of({"modifier", "valid_from", "valid_through"});
  if (rule == "MOD.SYNTAX") return is_one_of({"modifier", "position"});
  if (rule == "MOD.ORDER") return is_one_of({"modifier", "before"});
  if (rule == "MOD.UNKNOWN" || rule == "MOD.DUP") return name == "modifier";
  if (family("CODE.")) return is_one_of({"table", "added", "ended", "successors"});
  if (family("DX.")) {
    return is_one_of({"number", "children", "seventh_characters", "valid", "pointer", "unused",
                      "other", "count", "most", "group", "age", "first_age", "last_age", "sex",
                      "note"});
  }
  if (rule == "MOD.LATERALITY") {
    return is_one_of({"modifier", "modifier_side", "diagnosis", "diagnosis_side"});
  }
  if (rule == "MN.NOT_COVERED") return is_one_of({"policy", "kind", "diagnoses", "covered"});
  if (rule == "DUP.SUSPECT") return name == "difference";
  if (family("TF.")) return is_one_of({"deadline", "from", "filed", "basis"});
  if (rule == "AUTH.MISMATCH") return is_one_of({"number", "billed"});
  if (family("CHG.")) return is_one_of({"charge", "allowed"});
  if (family("COMP.VACCINE")) return is_one_of({"vaccines", "administrations", "missing"});
  if (rule == "PROV.NPI_MISSING") return name == "places";
  if (rule == "PROV.NPI_FORMAT" || rule == "PROV.NPI_LUHN") return name == "npi";
  if (family("GLOB.")) {
    return is_one_of({"date", "surgery", "surgery_date", "global_days", "period_end"});
  }
  if (family("PROV.")) return is_one_of({"npi", "places", "taxonomy_code"});
  return false;
}

// Without what it suppressed.
CanonicalFinding ConvertAlone(const Snapshot& snapshot, const Claim& claim,
                              const Findings& findings, const Finding& finding) {
  CanonicalFinding converted;
  converted.rule = snapshot.rulesets().rules[static_cast<size_t>(finding.rule)].id;
  converted.severity = finding.severity;
  converted.outcome = finding.outcome;
  const auto lines = findings.Lines(finding.lines);
  const auto related = findings.Lines(finding.related);
  converted.lines.assign(lines.begin(), lines.end());
  converted.related.assign(related.begin(), related.end());
  FindingText text;
  Describe(snapshot, claim, findings, finding, text);
  for (const auto& [name, value] : text.evidence) {
    if (!IsFact(converted.rule, name)) continue;
    // Of a MUE finding for several days the oracle says the first.
    converted.facts[std::string(name)] = name == "date" ? value.substr(0, 10) : value;
  }
  if (converted.rule == "AUTH.MISMATCH" || converted.rule == "CHG.HIGH") {
    converted.facts["variant"] = FindBuiltin(converted.rule)->variants[finding.variant];
  }
  return converted;
}

CanonicalFinding Convert(const Snapshot& snapshot, const Claim& claim, const Findings& findings,
                         const Finding& finding) {
  CanonicalFinding converted = ConvertAlone(snapshot, claim, findings, finding);
  ForEachAlso(findings, finding, [&](const Finding& also) {
    converted.also.push_back(ConvertAlone(snapshot, claim, findings, also));
  });
  return converted;
}

// Of a rule written in YAML the oracle says that it is unknown, not what was missing.
std::string ReasonWord(const ResolvedRule& rule, GapReason reason) {
  if (!rule.builtin.has_value()) return "unknown";
  switch (reason) {
    case GapReason::kMissingField:
      return "missing_field";
    case GapReason::kMissingTable:
      return "missing_table";
    case GapReason::kSampleTable:
      return "sample_table";
    case GapReason::kNoRelease:
      return "no_release";
    case GapReason::kTypeOfBill:
      return "type_of_bill";
    case GapReason::kClaimType:
      return "claim_type";
    case GapReason::kServiceDate:
      return "service_date";
    case GapReason::kUnits:
      return "units";
    case GapReason::kUnreadable:
      return "unreadable";
    case GapReason::kHistory:
      return "history";
    case GapReason::kUnlistedCode:
      return "unlisted_code";
    case GapReason::kProcedureCode:
      return "procedure_code";
  }
  return "";
}

// What keeps an edit from the whole claim, whichever of its lines are named.
bool ConcernsTheClaim(GapReason reason) {
  return reason == GapReason::kClaimType || reason == GapReason::kTypeOfBill ||
         reason == GapReason::kMissingTable;
}

}  // namespace

CanonicalResult EngineResult(const Snapshot& snapshot, const Claim& claim,
                             const Findings& findings) {
  CanonicalResult result;
  result.verdict = findings.verdict;
  result.charge_at_risk_cents = findings.charge_at_risk_cents;
  for (const Finding& finding : findings.items) {
    result.findings.push_back(Convert(snapshot, claim, findings, finding));
  }
  SortFindings(result.findings);
  for (const Gap& gap : findings.not_evaluated) {
    const ResolvedRule& rule = snapshot.rulesets().rules[static_cast<size_t>(gap.rule)];
    const std::string reason = ReasonWord(rule, gap.reason);
    if (rule.builtin.has_value() && ConcernsTheClaim(gap.reason)) {
      result.not_evaluated.insert({rule.id, reason, kWholeClaim});
      continue;
    }
    for (const LineRef line : findings.Lines(gap.lines)) {
      result.not_evaluated.insert({rule.id, reason, line});
    }
    if (gap.lines.count == 0) result.not_evaluated.insert({rule.id, reason, kWholeClaim});
  }
  return result;
}

bool IsInContractOrder(const Snapshot& snapshot, const Findings& findings) {
  const auto key = [&](const Finding& finding) {
    const auto lines = findings.Lines(finding.lines);
    return std::tuple(finding.severity, !lines.empty(), lines.empty() ? 0 : lines.front(),
                      snapshot.rulesets().rules[static_cast<size_t>(finding.rule)].id);
  };
  return std::is_sorted(findings.items.begin(), findings.items.end(),
                        [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace scrubline::oracle
