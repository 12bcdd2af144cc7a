// ingest/x12/claim_source.h — keeps beside a claim being read what its acknowledgement will echo of
// it, and where its segments stand.
//
//   builder.Read(segment, position);
//   source.Read(segment, position, builder.level(), builder.line(), component);   // after the
//   builder source.Complete(claim);                                  // when the builder delivers
//   it
//
// Used only with X12Options::keep_source. The memory is used again from claim to claim. Texts are
// in UTF-8 and cut at the length X12 allows the longest of them. Tested by claim_source_test.cc.
#ifndef SCRUBLINE_INGEST_X12_CLAIM_SOURCE_H_
#define SCRUBLINE_INGEST_X12_CLAIM_SOURCE_H_

#include <string>
#include <vector>

#include "ingest/x12/events.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/segment.h"
#include "rules_engine/claim.h"

namespace scrubline {

// What NM1 says of a party.
void ReadX12Party(const Segment& segment, X12Party& party);

class ClaimSourceBuilder {
 public:
  explicit ClaimSourceBuilder(X12ClaimSource& source) : source_(source) {}

  void BeginTransaction();
  // `level` and `line` are where the claim builder put the segment; `line` is an index in
  // service_lines, -1 outside one. `component`: the separator in use.
  void Read(const Segment& segment, const X12Position& position, Level level, int line,
            char component);
  // The claim is complete.
  void Complete(const Claim& claim);

 private:
  void OpenClaim(const Segment& segment);
  void ReadInClaim(const Segment& segment);
  void ReadInLine(const Segment& segment, X12ClaimSource::Line& line);
  void ReadName(const Segment& segment, Level level);
  void ReadService(const Segment& segment, X12ClaimSource::Line& line, int first);

  X12ClaimSource& source_;
  uint32_t billing_levels_ = 0;
  // Of the levels above the claim.
  std::vector<X12Places::Entry> header_, billing_places_, subscriber_places_, patient_places_;
  X12Party billing_, subscriber_, patient_;
  std::string billing_tax_id_, payer_name_;
  bool billing_open_ = false;  // the last NM1 of the level was the billing provider's
  bool has_patient_ = false;
  char component_ = ':';
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_CLAIM_SOURCE_H_
