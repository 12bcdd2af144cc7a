// Domain section 10, DUP.*, and R4: lines billed twice.
#include <algorithm>
#include <set>
#include <string>

#include "tests/oracle/naive_builtins.h"

namespace scrubline::oracle {
namespace {

std::string RenderingNpi(const Line& line) {
  return line.rendering == nullptr ? "" : std::string(line.rendering->npi);
}

std::multiset<Code> ModifiersOf(const ServiceLine& line) {
  std::multiset<Code> modifiers;
  for (const Code modifier : line.modifiers) {
    if (!modifier.empty()) modifiers.insert(modifier);
  }
  return modifiers;
}

std::multiset<Code> Without(std::multiset<Code> all, const std::multiset<Code>& removed) {
  for (const Code modifier : removed) {
    if (const auto one = all.find(modifier); one != all.end()) all.erase(one);
  }
  return all;
}

// In what two lines of one service differ: `` for nothing; nullopt for lines of two services.
// Reading: lines without units, without a rendering NPI, or of which one alone has a charge cannot
// be compared; where neither has a charge, charges do not tell them apart.
std::optional<std::string> Difference(const World& world, const CodeSet& distinguishing,
                                      const Line& a, const Line& b) {
  const ServiceLine& x = *a.line;
  const ServiceLine& y = *b.line;
  if (x.procedure_code != y.procedure_code || SpanOf(x) != SpanOf(y)) return std::nullopt;
  if (RenderingNpi(a).empty() || RenderingNpi(a) != RenderingNpi(b)) return std::nullopt;
  if (world.claim.type == ClaimType::kInstitutional && x.revenue_code != y.revenue_code)
    return std::nullopt;
  if (x.units == kUnset || y.units == kUnset) return std::nullopt;
  if ((x.charge_cents == kUnset) != (y.charge_cents == kUnset)) return std::nullopt;
  const std::multiset<Code> only_x = Without(ModifiersOf(x), ModifiersOf(y));
  const std::multiset<Code> only_y = Without(ModifiersOf(y), ModifiersOf(x));
  for (const std::multiset<Code>& only : {only_x, only_y}) {
    for (const Code modifier : only) {
      if (distinguishing.Contains(modifier)) return std::nullopt;
    }
  }
  std::vector<std::string> differences;
  if (x.units != y.units) differences.push_back("units");
  if (x.charge_cents != y.charge_cents) differences.push_back("charge");
  for (size_t i = 0; i < std::max(only_x.size(), only_y.size()); ++i) {
    differences.push_back("modifier");
  }
  if (differences.size() > 1) return std::nullopt;
  return differences.empty() ? "" : differences.front();
}

// Reading: an institutional claim without a frequency code has it in its type of bill.
std::string FrequencyOf(const Claim& claim) {
  const std::string bill = claim.type_of_bill.ToString();
  if (!claim.frequency_code.empty()) return claim.frequency_code.ToString();
  return bill.size() == 4 ? bill.substr(3) : "";
}

// Reading: what another payer was sent is no duplicate; where the payer of the earlier line, or
// this one, is not named, it counts as the same unless another payer comes before this one.
bool OfThisPayer(const Claim& claim, const HistoryLine& history) {
  if (!history.payer_id.empty() && !claim.payer.id.empty())
    return history.payer_id == claim.payer.id;
  return claim.payer.responsibility != Responsibility::kSecondary &&
         claim.payer.responsibility != Responsibility::kTertiary;
}

BuiltinId RuleFor(const std::string& difference, const Line& earlier) {
  if (!difference.empty()) return BuiltinId::kDuplicateSuspect;
  return earlier.status == HistoryStatus::kPaid ? BuiltinId::kDuplicateAlreadyPaid
                                                : BuiltinId::kDuplicateExact;
}

}  // namespace

void EvaluateDuplicates(const World& world, Outcomes& outcomes) {
  if (!RuleOf(world, BuiltinId::kDuplicateExact).has_value()) return;
  const CodeSet distinguishing =
      ParametersOf(world, BuiltinId::kDuplicateExact)[duplicate::kDistinguishingModifiers].codes;
  std::vector<Line> lines = LinesTakingPart(world, {});
  std::erase_if(lines, [](const Line& line) {
    return !Counts(line) || !line.line->service_date.has_value();
  });
  const std::string frequency = FrequencyOf(world.claim);
  for (const Line& later : lines) {
    if (!later.current()) continue;
    // Reading: one finding a line, about the first line that it repeats exactly, else about the
    // first that it nearly repeats; this claim's lines come before history's.
    std::optional<std::pair<Line, std::string>> exact, suspect;
    for (const Line& earlier : lines) {
      if (exact.has_value()) break;
      if (earlier.current() && earlier.ref >= later.ref) continue;
      const std::optional<std::string> difference =
          Difference(world, distinguishing, later, earlier);
      if (!difference.has_value()) continue;
      if (!earlier.current()) {
        if (!OfThisPayer(world.claim, world.claim.history[static_cast<size_t>(~earlier.ref)]))
          continue;
        if (frequency.empty())
          AddClaimGap(world, RuleFor(*difference, earlier), "missing_field", outcomes);
        if (frequency != "1") continue;
      }
      std::optional<std::pair<Line, std::string>>& found = difference->empty() ? exact : suspect;
      if (!found.has_value()) found.emplace(earlier, *difference);
    }
    const auto& found = exact.has_value() ? exact : suspect;
    if (!found.has_value()) continue;
    std::map<std::string, std::string> facts;
    if (!found->second.empty()) facts["difference"] = found->second;
    AddFinding(world, RuleFor(found->second, found->first), {later.ref, later.line->service_date},
               {later.ref}, {found->first.ref}, facts, outcomes);
  }
}

}  // namespace scrubline::oracle
