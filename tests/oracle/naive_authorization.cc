// Domain section 10, AUTH.MISMATCH: services beyond the authorization whose number they give.
#include <algorithm>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

bool Lists(const Claim& claim, const Authorization& record, Code code) {
  if (record.code_count == 0) return true;
  for (uint32_t i = 0; i < record.code_count; ++i) {
    if (claim.authorization_codes[record.first_code + i] == code) return true;
  }
  return false;
}

bool IsOutside(const Authorization& record, const ServiceLine& line) {
  if (!line.service_date.has_value()) return false;
  const DateInterval span = SpanOf(line);
  return (record.from.has_value() && span.first < record.from) ||
         (record.through.has_value() && span.last > record.through);
}

// Reading: the record may name the group or the person; a claim that names neither says nothing.
bool IsAnothers(const Authorization& record, const Line& line) {
  bool known = false;
  for (const Provider* provider : {line.rendering, line.billing}) {
    if (provider == nullptr || provider->npi.empty()) continue;
    if (provider->npi == record.provider_npi) return false;
    known = true;
  }
  return known && !record.provider_npi.empty();
}

std::vector<LineRef> RefsOf(const std::vector<Line>& lines) {
  std::vector<LineRef> refs;
  for (const Line& line : lines) refs.push_back(line.ref);
  return refs;
}

void Judge(const World& world, const Authorization& record, Outcomes& outcomes) {
  const auto add = [&](const char* variant, const std::vector<Line>& lines,
                       std::map<std::string, std::string> facts = {}) {
    facts["variant"] = variant;
    facts["number"] = record.number;
    AddFinding(world, BuiltinId::kAuthorizationMismatch,
               {lines.front().ref, lines.front().line->service_date}, RefsOf(lines), {}, facts,
               outcomes);
  };
  std::vector<Line> covered, of_claim_and_other;
  for (const Line& line : LinesTakingPart(world, {})) {
    if (!line.current()) continue;
    const std::string_view own = line.line->prior_authorization_number;
    if (record.number != (own.empty() ? world.claim.prior_authorization_number : own)) continue;
    if (Lists(world.claim, record, line.line->procedure_code)) {
      covered.push_back(line);
    } else if (!own.empty()) {
      add("code", {line});
    } else {
      of_claim_and_other.push_back(line);
    }
  }
  // Reading: a number of the claim is that of some of its services; only where it covers none of
  // them is it the wrong one.
  if (covered.empty() && !of_claim_and_other.empty()) add("code", of_claim_and_other);
  int64_t billed = 0;
  for (const Line& line : covered) {
    if (IsOutside(record, *line.line)) add("period", {line});
    if (IsAnothers(record, line)) add("provider", {line});
    billed += std::max<int64_t>(line.line->units, 0);
  }
  const int64_t used = std::max<int64_t>(record.units_used, 0);
  if (!covered.empty() && record.units_approved != kUnset &&
      used + billed > record.units_approved) {
    add("units", covered, {{"billed", std::to_string(billed / kThousandths)}});
  }
}

}  // namespace

void EvaluateAuthorizations(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kAuthorizationMismatch).has_value()) return;
  for (const Authorization& record : world.claim.authorizations) {
    if (!record.number.empty()) Judge(world, record, outcomes);
  }
}

}  // namespace scrubline::oracle
