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
using scrubline::ServiceLine;
using scrubline::X12ClaimSource;
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

constexpr size_t kMaxLines = 20;

// Writes down what it is told, and requires that each begin has its end.
class Recorder final : public scrubline::X12Sink {
 public:
  void OnClaim(Claim& claim, X12ClaimSource& source) override {
    Check(claim, kMaxLines);
    Require(depth_ == 3 && source.lines.size() == claim.service_lines.size());
    outcome.append(source.at.ToString()).append(claim.claim_id).append(source.patient.last_name);
    for (const auto& entry : claim.unreadable) {
      outcome.append(entry.field);
      if (const auto place = source.places.Find(entry.field)) outcome.append(place->ElementName());
    }
  }
  void OnEvent(scrubline::X12Event&& event) override {
    outcome.append(std::to_string(event.index()));
    const bool begins = event.index() < 3;
    if (!begins) --depth_;
    Require(depth_ == static_cast<int>(begins ? event.index() : 5 - event.index()));
    if (begins) ++depth_;
  }
  bool complete() const { return depth_ == 0; }

  std::string outcome;

 private:
  int depth_ = 0;
};

// What the reader makes of `bytes` fed `piece` bytes at a time.
std::string Outcome(std::string_view bytes, size_t piece, scrubline::X12Mode mode) {
  Recorder recorder;
  X12Reader reader({.max_lines_per_claim = kMaxLines,
                    .max_issues = 100,
                    .mode = mode,
                    .keep_source = true,
                    .check_guide = mode == scrubline::X12Mode::kStrict},
                   recorder);
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  recorder.outcome.append(reader.Finish().ToString());
  Require(recorder.complete());
  for (const auto& issue : reader.issues()) recorder.outcome.append(issue.ToString());
  return recorder.outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto mode : {scrubline::X12Mode::kLenient, scrubline::X12Mode::kStrict}) {
    const std::string whole = Outcome(bytes, size + 1, mode);
    Require(whole == Outcome(bytes, 1, mode));
    Require(whole == Outcome(bytes, 13, mode));
  }
  return 0;
}
