#include "tests/oracle/naive_evaluator.h"

#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

const ResolvedRule& RuleAt(const World& world, int rule) {
  return world.rulesets.rules[static_cast<size_t>(rule)];
}

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// R17: what still runs on a claim that voids another.
bool IsStructural(std::string_view rule) {
  return rule == "MOD.SYNTAX" || rule == "DX.FORMAT" || rule == "DX.PTR" || rule == "CHG.TOTAL" ||
         StartsWith(rule, "PROV.NPI_") || StartsWith(rule, "DATE.") || StartsWith(rule, "REQ.");
}

// --- rules written in YAML ---

void EvaluateRule(const World& world, int index, int line, Outcomes& outcomes) {
  const LineRef reported = line < 0 ? kWholeClaim : line;
  const Subject subject{
      line, line < 0 ? ClaimDate(world.claim)
                     : world.claim.service_lines[static_cast<size_t>(line)].service_date};
  const ResolvedRule& rule = RuleFor(world, index, subject);
  const Truth in_scope = InScope(world, index, subject);
  if (in_scope == Truth::kFalse) return;
  const Attributes attributes = AttributesOf(world, index, subject);
  if (!attributes.enabled) return;

  Truth breaks = And(in_scope, Holds(world, rule.when, line));
  std::vector<LineRef> partners;
  for (const auto* with : {&rule.with_line, &rule.with_history}) {
    if (!with->has_value()) continue;
    breaks = And(breaks, Holds(world, **with, line));
    if (const auto named = PartnerNamed(world, **with, OfLine(line))) partners.push_back(*named);
  }
  for (const auto* without : {&rule.without_line, &rule.without_history}) {
    if (without->has_value()) breaks = And(breaks, Not(Holds(world, **without, line)));
  }
  // Reading: an exception that may or may not hold is reported even where a layer exempts the line.
  const Truth unless = rule.unless.has_value() ? Holds(world, *rule.unless, line) : Truth::kFalse;
  if (breaks == Truth::kUnknown && unless == Truth::kTrue) return;
  if (breaks == Truth::kUnknown || (breaks == Truth::kTrue && unless == Truth::kUnknown)) {
    outcomes.gaps.insert({rule.id, "unknown", reported});
    return;
  }
  if (breaks == Truth::kFalse) return;
  CanonicalFinding finding;
  finding.rule = rule.id;
  finding.severity = attributes.severity;
  finding.outcome =
      unless == Truth::kTrue || attributes.exempt ? Outcome::kBypassed : Outcome::kFired;
  if (line >= 0) finding.lines = {line};
  finding.related = partners;
  outcomes.findings.push_back(finding);
}

// --- root causes (12.3) ---

bool IsPtpOn(const CanonicalFinding& finding, LineRef line, bool indicator_0_only) {
  return finding.rule == "NCCI.PTP" && finding.outcome == Outcome::kFired &&
         finding.lines.front() == line &&
         (!indicator_0_only || finding.facts.at("modifier_indicator") == "0");
}

// Of several, the one that the line is attributed to (1.5): indicator 0 first, this claim before
// history, the lowest column 1 line.
CanonicalFinding* FindPtpOn(std::vector<CanonicalFinding>& findings, LineRef line,
                            bool indicator_0_only) {
  const auto rank = [](const CanonicalFinding& finding) {
    const LineRef column1 = finding.related.front();
    return std::tuple(finding.facts.at("modifier_indicator"), IsHistory(column1),
                      IsHistory(column1) ? ~column1 : column1);
  };
  CanonicalFinding* best = nullptr;
  for (CanonicalFinding& finding : findings) {
    if (!IsPtpOn(finding, line, indicator_0_only)) continue;
    if (best == nullptr || rank(finding) < rank(*best)) best = &finding;
  }
  return best;
}

// DUP.EXACT, and what was paid already, on a line.
CanonicalFinding* FindDuplicateOn(std::vector<CanonicalFinding>& findings, LineRef line) {
  for (CanonicalFinding& finding : findings) {
    const bool exact = finding.rule == "DUP.EXACT" || finding.rule == "DUP.ALREADY_PAID";
    if (exact && finding.outcome == Outcome::kFired && finding.lines.front() == line)
      return &finding;
  }
  return nullptr;
}

int64_t UnitsADay(const ServiceLine& line) {
  const DateInterval span = SpanOf(line);
  const int64_t days = span.last.days() - span.first.days() + 1;
  return (2 * line.units + days * kThousandths) / (2 * days * kThousandths);
}

// Whatever NCCI says of a duplicate goes with it. Reading: so do its other limits (MUE.ZERO, the
// questions about modifiers); an excess of units only where removing the duplicates ends it (2.2),
// and the last of them explains it.
CanonicalFinding* DuplicateCause(const CanonicalFinding& finding,
                                 std::vector<CanonicalFinding>& findings, const World& world) {
  if (!StartsWith(finding.rule, "NCCI.")) return nullptr;
  if (finding.rule != "NCCI.MUE") return FindDuplicateOn(findings, finding.lines.front());
  int64_t units = std::stoll(finding.facts.at("units"));
  CanonicalFinding* last = nullptr;
  for (const LineRef line : finding.lines) {
    CanonicalFinding* duplicate = FindDuplicateOn(findings, line);
    if (duplicate == nullptr) continue;
    last = duplicate;
    units -= UnitsADay(world.claim.service_lines[static_cast<size_t>(line)]);
  }
  return units <= std::stoll(finding.facts.at("mue")) ? last : nullptr;
}

// An unbundled column 2 service is neither a lone add-on nor too many units once it is gone.
// Reading: PRIMARY_AT_RISK is explained by a PTP finding of either indicator on the same line
// (example A7); a MUE finding only when indicator 0 removes every line of it; a MUE of 0 never, for
// the code stays unpayable in the setting.
CanonicalFinding* PtpCause(const CanonicalFinding& finding, std::vector<CanonicalFinding>& findings,
                           const World& /*world*/) {
  if (finding.rule == "NCCI.AOC") return FindPtpOn(findings, finding.lines.front(), true);
  if (finding.rule == "NCCI.AOC.PRIMARY_AT_RISK") {
    return FindPtpOn(findings, finding.lines.front(), false);
  }
  if (finding.rule == "NCCI.MUE") {
    for (const LineRef line : finding.lines) {
      if (FindPtpOn(findings, line, true) == nullptr) return nullptr;
    }
    return FindPtpOn(findings, finding.lines.front(), true);
  }
  return nullptr;
}

bool Has(const std::vector<LineRef>& lines, LineRef line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

// Whether a subject line and a related line of the one are those of the other, either way round.
bool ShareAPair(const CanonicalFinding& one, const CanonicalFinding& other) {
  for (const LineRef a : one.lines) {
    for (const LineRef b : one.related) {
      if ((Has(other.lines, a) && Has(other.related, b)) ||
          (Has(other.lines, b) && Has(other.related, a))) {
        return true;
      }
    }
  }
  return false;
}

CanonicalFinding* FindOfPair(const CanonicalFinding& finding, std::string_view rule,
                             std::vector<CanonicalFinding>& findings) {
  const auto rank = [](const CanonicalFinding& winner) {
    const LineRef column1 = winner.related.front();
    return std::tuple(winner.facts.at("modifier_indicator"), IsHistory(column1),
                      IsHistory(column1) ? ~column1 : column1);
  };
  CanonicalFinding* best = nullptr;
  for (CanonicalFinding& winner : findings) {
    if (winner.rule != rule || winner.outcome != Outcome::kFired) continue;
    if (!ShareAPair(winner, finding)) continue;
    if (best == nullptr || rank(winner) < rank(*best)) best = &winner;
  }
  return best;
}

// The modifier that a visit lacks beside a procedure: PTP says it too. Reading: so does Q4 of one
// that is the wrong one.
CanonicalFinding* PairCause(const CanonicalFinding& finding,
                            std::vector<CanonicalFinding>& findings, const World& /*world*/) {
  if (finding.rule == "GLOB.25" || finding.rule == "GLOB.57")
    return FindOfPair(finding, "NCCI.PTP", findings);
  if (finding.rule == "GLOB.57.MINOR") return FindOfPair(finding, "NCCI.PTP.Q4", findings);
  return nullptr;
}

// In the order of the table: what one row has explained explains nothing in those after it.
constexpr FindCause kCauses[] = {CodeCause,          DuplicateCause, PtpCause,
                                 PairCause,          NoticeCause,    DiagnosisCause,
                                 ManifestationCause, SideCause,      PointerCause};

void SettleRootCauses(const World& world, std::vector<CanonicalFinding>& findings) {
  for (const FindCause find : kCauses) {
    std::vector<bool> explained(findings.size(), false);
    for (size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].outcome != Outcome::kFired) continue;
      CanonicalFinding* cause = find(findings[i], findings, world);
      if (cause == nullptr) continue;
      // With what it has explained itself.
      const std::vector<CanonicalFinding> also = std::move(findings[i].also);
      findings[i].also.clear();
      cause->also.push_back(findings[i]);
      cause->also.insert(cause->also.end(), also.begin(), also.end());
      explained[i] = true;
    }
    std::vector<CanonicalFinding> left;
    for (size_t i = 0; i < findings.size(); ++i) {
      if (!explained[i]) left.push_back(findings[i]);
    }
    findings = std::move(left);
  }
}

// --- the claim as a whole ---

Verdict VerdictOf(const World& world, const CanonicalResult& result) {
  bool fired = false;
  for (const CanonicalFinding& finding : result.findings) {
    if (finding.outcome != Outcome::kFired) continue;
    if (IsBlocking(finding.severity)) return Verdict::kBlocked;
    fired = true;
  }
  for (const CanonicalGap& gap : result.not_evaluated) {
    for (const ResolvedRule& rule : world.rulesets.rules) {
      if (rule.id == gap.rule && rule.required) return Verdict::kIncomplete;
    }
  }
  return fired ? Verdict::kFindings : Verdict::kClean;
}

int64_t ChargeAtRisk(const World& world, const CanonicalResult& result) {
  const Claim& claim = world.claim;
  const auto charge = [&claim](size_t line) {
    const int64_t cents = claim.service_lines[line].charge_cents;
    return cents == kUnset ? 0 : cents;
  };
  std::set<LineRef> lines;
  for (const CanonicalFinding& finding : result.findings) {
    if (finding.outcome != Outcome::kFired || !IsBlocking(finding.severity)) continue;
    if (finding.lines.empty()) {
      if (claim.total_charge_cents != kUnset) return claim.total_charge_cents;
      for (size_t i = 0; i < claim.service_lines.size(); ++i) {
        lines.insert(static_cast<LineRef>(i));
      }
    }
    lines.insert(finding.lines.begin(), finding.lines.end());
  }
  int64_t sum = 0;
  for (const LineRef line : lines) sum += charge(static_cast<size_t>(line));
  return sum;
}

}  // namespace

Severity AtMostWarn(Severity severity) { return std::max(severity, Severity::kWarn); }

std::optional<CanonicalFinding> MakeFinding(const World& world, BuiltinId builtin,
                                            const Subject& subject, std::set<CanonicalGap>& gaps) {
  const std::optional<int> rule = RuleOf(world, builtin);
  if (!rule.has_value()) return std::nullopt;
  const Truth in_scope = InScope(world, *rule, subject);
  const Attributes attributes = AttributesOf(world, *rule, subject);
  if (in_scope == Truth::kFalse || !attributes.enabled) return std::nullopt;
  if (in_scope == Truth::kUnknown) {
    gaps.insert(
        {RuleAt(world, *rule).id, "service_date", subject.line < 0 ? kWholeClaim : subject.line});
    return std::nullopt;
  }
  CanonicalFinding finding;
  finding.rule = RuleAt(world, *rule).id;
  finding.severity = attributes.severity;
  finding.outcome = attributes.exempt ? Outcome::kBypassed : Outcome::kFired;
  if (subject.line >= 0) finding.lines = {subject.line};
  return finding;
}

CanonicalFinding* AddFinding(const World& world, BuiltinId builtin, const Subject& subject,
                             const std::vector<LineRef>& lines, const std::vector<LineRef>& related,
                             const std::map<std::string, std::string>& facts, Outcomes& outcomes) {
  std::optional<CanonicalFinding> finding = MakeFinding(world, builtin, subject, outcomes.gaps);
  if (!finding.has_value()) return nullptr;
  finding->lines = lines;
  finding->related = related;
  finding->facts = facts;
  outcomes.findings.push_back(*finding);
  return &outcomes.findings.back();
}

void AddClaimGap(const World& world, BuiltinId builtin, const std::string& reason,
                 Outcomes& outcomes) {
  const std::optional<int> rule = RuleOf(world, builtin);
  if (rule.has_value() && IsAsked(world, *rule, {-1, ClaimDate(world.claim)})) {
    outcomes.gaps.insert({RuleAt(world, *rule).id, reason, kWholeClaim});
  }
}

std::vector<ParameterValue> ParametersOf(const World& world, BuiltinId builtin) {
  return ParametersOf(world, *RuleOf(world, builtin), {-1, ClaimDate(world.claim)});
}

void ReportUnreadableLines(const World& world, int rule, const CodeSet& excluded,
                           std::set<CanonicalGap>& gaps) {
  const bool always_coded = world.claim.type == ClaimType::kProfessional;
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    const ServiceLine& line = world.claim.service_lines[i];
    const LineRef ref = static_cast<LineRef>(i);
    if (HasAny(*CountedLine(world, line), excluded) || !IsAskedOfLine(world, rule, ref)) continue;
    const std::string& id = RuleAt(world, rule).id;
    if (line.procedure_code.empty()) {
      if (always_coded) gaps.insert({id, "procedure_code", ref});
    } else if (!line.service_date.has_value()) {
      gaps.insert({id, "service_date", ref});
    }
  }
}

void ReportWholeClaim(const World& world, int rule, const std::string& reason,
                      std::set<CanonicalGap>& gaps) {
  for (size_t i = 0; i < world.claim.service_lines.size(); ++i) {
    const ServiceLine& line = world.claim.service_lines[i];
    if (!line.procedure_code.empty() && line.service_date.has_value() &&
        IsAskedOfLine(world, rule, static_cast<LineRef>(i))) {
      gaps.insert({RuleAt(world, rule).id, reason, kWholeClaim});
    }
  }
}

CanonicalResult NaiveEvaluate(const World& world) {
  Outcomes outcomes;
  const bool is_void = world.claim.frequency_code == Code::Of("8");
  EvaluateNpis(world, outcomes);
  EvaluateModifiers(world, outcomes);  // of a void claim, their form alone
  EvaluateDiagnosisCodes(world, outcomes);
  EvaluateDiagnosisOrder(world, outcomes);
  if (!is_void) {
    EvaluatePtp(world, outcomes);
    EvaluateMue(world, outcomes);
    EvaluateAddOns(world, outcomes);
    EvaluateCodeValidity(world, outcomes);
    EvaluateDiagnosisPatient(world, outcomes);
    EvaluateDiagnosisNotes(world, outcomes);
    EvaluateLaterality(world, outcomes);
    EvaluateMedicalNecessity(world, outcomes);
    EvaluateTimedUnits(world, outcomes);
    EvaluateUnits(world, outcomes);
    EvaluateInfusions(world, outcomes);
    EvaluateImmunizations(world, outcomes);
    EvaluateProviders(world, outcomes);
    EvaluateDrugUnits(world, outcomes);
    EvaluateGlobalSurgery(world, outcomes);
    EvaluateDuplicates(world, outcomes);
    EvaluateTimelyFiling(world, outcomes);
    EvaluateAuthorizations(world, outcomes);
    EvaluateCharges(world, outcomes);
  }
  for (int rule = 0; rule < static_cast<int>(world.rulesets.rules.size()); ++rule) {
    if (RuleAt(world, rule).builtin.has_value()) continue;
    if (is_void && !IsStructural(RuleAt(world, rule).id)) continue;
    if (RuleAt(world, rule).for_claim) {
      EvaluateRule(world, rule, -1, outcomes);
      continue;
    }
    for (int line = 0; line < static_cast<int>(world.claim.service_lines.size()); ++line) {
      EvaluateRule(world, rule, line, outcomes);
    }
  }

  CanonicalResult result;
  result.not_evaluated = outcomes.gaps;
  SettleRootCauses(world, outcomes.findings);
  for (const CanonicalFinding& finding : outcomes.findings) {
    if (finding.outcome == Outcome::kFired || world.options.include_bypassed) {
      result.findings.push_back(finding);
    }
  }
  SortFindings(result.findings);
  result.verdict = VerdictOf(world, result);
  result.charge_at_risk_cents = ChargeAtRisk(world, result);
  return result;
}

}  // namespace scrubline::oracle
