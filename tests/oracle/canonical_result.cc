#include "tests/oracle/canonical_result.h"

#include <algorithm>
#include <string_view>

#include "rules_engine/fields.h"

namespace scrubline::oracle {
namespace {

// Claim lines before history lines, each in order.
std::pair<bool, LineRef> Place(LineRef ref) {
  return {IsHistory(ref), IsHistory(ref) ? ~ref : ref};
}
bool Before(const std::vector<LineRef>& a, const std::vector<LineRef>& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](LineRef x, LineRef y) { return Place(x) < Place(y); });
}

std::string Name(LineRef ref) {
  if (ref == kWholeClaim) return "claim";
  return IsHistory(ref) ? "history" + std::to_string(~ref) : std::to_string(ref);
}

std::string Names(const std::vector<LineRef>& refs) {
  std::string text;
  for (const LineRef ref : refs) text += (text.empty() ? "" : ",") + Name(ref);
  return "[" + text + "]";
}

void Indented(const CanonicalFinding& finding, const std::string& indent, std::string& text) {
  text += indent + finding.rule + " " + std::string(ToString(finding.severity)) +
          (finding.outcome == Outcome::kBypassed ? " bypassed" : " fired") + " lines " +
          Names(finding.lines) + " related " + Names(finding.related);
  for (const auto& [name, value] : finding.facts) text += " " + name + "=" + value;
  text += "\n";
  std::vector<CanonicalFinding> also = finding.also;
  SortFindings(also);
  for (const CanonicalFinding& suppressed : also) Indented(suppressed, indent + "  also ", text);
}

std::string ToText(const Provider* provider) {
  if (provider == nullptr) return "-";
  std::string text(provider->npi);
  if (!provider->tax_id.empty()) text += " tax " + std::string(provider->tax_id);
  if (!provider->specialty_code.empty())
    text += " specialty " + provider->specialty_code.ToString();
  if (!provider->taxonomy_code.empty()) text += " taxonomy " + std::string(provider->taxonomy_code);
  if (!provider->state.empty()) text += " state " + provider->state.ToString();
  if (provider->entity_type == EntityType::kOrganization) text += " organization";
  return "(" + text + ")";
}

std::string ToText(const Claim& claim, const ServiceLine& line) {
  std::string text = line.procedure_code.empty() ? "-----" : line.procedure_code.ToString();
  for (int i = 0; i < line.modifier_count; ++i) {
    text += "-" + line.modifiers[static_cast<size_t>(i)].ToString();
  }
  text += " " + line.service_date.ToString();
  if (line.service_date_through.has_value()) text += ".." + line.service_date_through.ToString();
  text += " units " + (line.units == kUnset ? "-" : FormatThousandths(line.units));
  if (line.unit_basis == UnitBasis::kMinutes) text += " minutes";
  if (line.charge_cents != kUnset) text += " charge " + FormatCents(line.charge_cents);
  if (!line.place_of_service.empty()) text += " pos " + line.place_of_service.ToString();
  if (!line.revenue_code.empty()) text += " rev " + line.revenue_code.ToString();
  for (int i = 0; i < line.pointer_count; ++i) {
    text +=
        (i == 0 ? " dx " : ",") + std::to_string(line.diagnosis_pointers[static_cast<size_t>(i)]);
  }
  if (line.minutes != kUnset) text += " lasted " + std::to_string(line.minutes);
  if (line.administered_quantity != kUnset)
    text += " given " + FormatThousandths(line.administered_quantity);
  if (line.wasted_quantity != kUnset) text += " wasted " + FormatThousandths(line.wasted_quantity);
  if (!line.administered_unit.empty()) text += " " + line.administered_unit.ToString();
  if (!line.ndc.empty()) text += " ndc " + std::string(line.ndc);
  if (!line.prior_authorization_number.empty())
    text += " authorization " + std::string(line.prior_authorization_number);
  if (line.rendering != kNoProvider) text += " rendering " + ToText(claim.provider(line.rendering));
  return text;
}

}  // namespace

bool ComesBefore(const CanonicalFinding& a, const CanonicalFinding& b) {
  if (a.severity != b.severity) return a.severity < b.severity;
  if (a.lines != b.lines) return Before(a.lines, b.lines);  // no lines: the claim, first
  if (a.rule != b.rule) return a.rule < b.rule;
  return Before(a.related, b.related);
}

void SortFindings(std::vector<CanonicalFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const CanonicalFinding& a, const CanonicalFinding& b) {
                     if (ComesBefore(a, b)) return true;
                     if (ComesBefore(b, a)) return false;
                     return a.facts < b.facts;  // two bad NPIs
                   });
}

std::string ToText(const CanonicalFinding& finding) {
  std::string text;
  Indented(finding, "", text);
  return text;
}

std::string ToText(const CanonicalResult& result) {
  constexpr std::string_view kVerdicts[] = {"CLEAN", "FINDINGS", "BLOCKED", "INCOMPLETE"};
  std::string text(kVerdicts[static_cast<int>(result.verdict)]);
  text += " at risk " + FormatCents(result.charge_at_risk_cents) + "\n";
  for (const CanonicalFinding& finding : result.findings) text += ToText(finding);
  for (const CanonicalGap& gap : result.not_evaluated) {
    text += "not evaluated " + gap.rule + " " + gap.reason + " " + Name(gap.line) + "\n";
  }
  return text;
}

std::string ToText(const Claim& claim) {
  constexpr std::string_view kTypes[] = {"untyped", "professional", "institutional"};
  constexpr std::string_view kStatuses[] = {"-", "paid", "denied", "pended", "submitted", "voided"};
  std::string text(kTypes[static_cast<int>(claim.type)]);
  text += " bill " + claim.type_of_bill.ToString() + " frequency " +
          claim.frequency_code.ToString() + " original " +
          std::string(claim.original_reference_number) + " pos " +
          claim.place_of_service.ToString() + "\n";
  text += "payer " + std::string(claim.payer.id) + " line of business " +
          std::to_string(static_cast<int>(claim.payer.line_of_business)) + " plan " +
          std::string(claim.payer.plan_id) + " tenant " + std::string(claim.tenant_id) + "\n";
  text += "submitted " + claim.submitted_date.ToString() + " received " +
          claim.received_date.ToString() + " statement " + claim.statement_from.ToString() + ".." +
          claim.statement_through.ToString() + " born " + claim.patient.birth_date.ToString() +
          " total " +
          (claim.total_charge_cents == kUnset ? "-" : FormatCents(claim.total_charge_cents)) + "\n";
  text += "billing " + ToText(claim.provider(claim.billing)) + " rendering " +
          ToText(claim.provider(claim.rendering)) + " referring " +
          ToText(claim.provider(claim.referring)) + " attending " +
          ToText(claim.provider(claim.attending)) + "\n";
  for (const Diagnosis& diagnosis : claim.diagnoses) {
    text += "diagnosis " + diagnosis.code.ToString() + " role " +
            std::to_string(static_cast<int>(diagnosis.role)) + " present on admission " +
            (diagnosis.present_on_admission == 0 ? '-' : diagnosis.present_on_admission) + "\n";
  }
  text += "admission " + claim.admission_date.ToString() + "\n";
  for (const Occurrence& occurrence : claim.occurrences) {
    text += "occurrence " + occurrence.code.ToString() + " " + occurrence.date.ToString() + "\n";
  }
  for (const OccurrenceSpan& span : claim.occurrence_spans) {
    text += "occurrence span " + span.code.ToString() + " " + span.from.ToString() + ".." +
            span.through.ToString() + "\n";
  }
  for (const ValueCode& value : claim.value_codes) {
    text += "value " + value.code.ToString() + " " +
            (value.amount_cents == kUnset ? "-" : FormatCents(value.amount_cents)) + "\n";
  }
  for (size_t i = 0; i < claim.service_lines.size(); ++i) {
    text += std::to_string(i) + ": " + ToText(claim, claim.service_lines[i]) + "\n";
  }
  for (size_t i = 0; i < claim.history.size(); ++i) {
    const HistoryLine& history = claim.history[i];
    text += "history" + std::to_string(i) + ": " + ToText(claim, history.line) + " billing " +
            ToText(claim.provider(history.billing)) + " " +
            std::string(kStatuses[static_cast<int>(history.status)]) + " " +
            std::string(kTypes[static_cast<int>(history.claim_type)]) + " bill " +
            history.type_of_bill.ToString() + " claim " + std::string(history.claim_id) + " icn " +
            std::string(history.payer_control_number) + "\n";
  }
  return text;
}

}  // namespace scrubline::oracle
