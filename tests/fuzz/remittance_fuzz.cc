// Any bytes may come as an 835. They must not crash the reader, how they are cut into pieces must
// not matter, every record must keep its invariants and be text that can be written as JSON, and
// netting and matching must take whatever was read.
// Corpus: sample_data/remittances and ../shared/data/x12.
#include <google/protobuf/util/json_util.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ingest/remittance/remittance_match.h"
#include "ingest/remittance/remittance_netter.h"
#include "ingest/remittance/remittance_reader.h"

namespace {

using scrubline::ClaimIndex;
using scrubline::RemittanceNetter;
using scrubline::RemittanceReader;
namespace v1 = scrubline::v1;

void Require(bool condition) {
  if (!condition) std::abort();
}

// What the reader makes of `bytes` fed `piece` bytes at a time.
std::string Outcome(std::string_view bytes, size_t piece) {
  constexpr int kMaxLines = 20;
  std::string outcome;
  RemittanceNetter netter;
  ClaimIndex index;
  RemittanceReader reader(
      {.max_lines_per_claim = kMaxLines, .max_issues = 100}, [&](v1::RemittanceRecord& record) {
        Require(record.has_claim() != record.has_provider_adjustments());
        Require(record.claim().service_lines_size() <= kMaxLines);
        std::string json;
        Require(google::protobuf::util::MessageToJsonString(record, &json).ok());
        outcome.append(json);
        netter.Add(record);
        index.Match(*record.mutable_claim());
        index.Add(
            {.claim_id = record.claim().claim_id(), .charge_cents = record.claim().charge_cents()});
      });
  for (size_t at = 0; at < bytes.size(); at += piece) reader.Feed(bytes.substr(at, piece));
  outcome.append(reader.Finish().ToString());
  for (const auto& issue : reader.issues()) outcome.append(issue.ToString());
  netter.ForEach([&](const v1::NetClaimPayment& net) { outcome.append(net.claim_id()); });
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
