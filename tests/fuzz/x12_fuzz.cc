// Any bytes may come as an 837. They must not crash the reader, how they are cut into pieces must
// not matter, and every claim handed over must keep its invariants.
// Corpus: sample_data/claims and ../shared/data/x12.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ingest/x12/reader.h"

namespace {

using scrubline::Claim;
using scrubline::ClaimPosition;
using scrubline::ServiceLine;
using scrubline::X12Reader;

void Require(bool condition) {
  if (!condition) std::abort();
}

void CheckProvider(const Claim& claim, scrubline::ProviderIndex index) {
  Require(index >= scrubline::kNoProvider &&
          (index < 0 || static_cast<size_t>(index) < claim.providers.size()));
}

void Check(const Claim& claim, size_t max_lines) {
  Require(claim.service_lines.size() <= max_lines);
  CheckProvider(claim, claim.billing);
  CheckProvider(claim, claim.rendering);
  for (const ServiceLine& line : claim.service_lines) {
    Require(line.line_number > 0);
    Require(line.modifier_count <= scrubline::kMaxModifiers);
    Require(line.pointer_count <= scrubline::kMaxDiagnosisPointers);
    Require(line.units == scrubline::kUnset || line.units >= 0);
    Require(line.charge_cents == scrubline::kUnset || line.charge_cents >= 0);
    CheckProvider(claim, line.rendering);
    CheckProvider(claim, line.ordering);
  }
}

// What the reader makes of `bytes` fed `piece` bytes at a time.
std::string Outcome(std::string_view bytes, size_t piece) {
  constexpr size_t kMaxLines = 20;
  std::string outcome;
  X12Reader reader({.max_lines_per_claim = kMaxLines, .max_issues = 100},
                   [&](Claim& claim, const ClaimPosition& position) {
                     Check(claim, kMaxLines);
                     outcome.append(position.at.ToString()).append(claim.claim_id);
                     for (const auto& entry : claim.unreadable) outcome.append(entry.field);
                   });
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  outcome.append(reader.Finish().ToString());
  for (const auto& issue : reader.issues()) outcome.append(issue.ToString());
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = Outcome(bytes, size + 1);
  Require(whole == Outcome(bytes, 1));
  Require(whole == Outcome(bytes, 13));
  return 0;
}
