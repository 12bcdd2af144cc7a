// ingest/remittance/remittance_match.h — which claim of ours a payment answers, and which line.
//
//   ClaimIndex index;
//   for (const v1::Claim& claim : claims) index.Add(KeysOf(claim));
//   if (const ClaimKeys* ours = index.Match(payment)) ...       // payment.match says how
//
// Payers shorten a claim's number, raise it to capitals and strip its leading zeros. In this order:
//   the number (CLP01) is ours, capitals and leading zeros aside
//   it is the beginning of one of ours, at least six characters, and the charge is the same
//   both carry the same medical record number (REF*EA) or clearinghouse trace (REF*D9), and charge
//   member id, first day of service and charge are the same
// Where one of these finds several, charge and member id decide; where they do not, the payment is
// AMBIGUOUS and belongs to none: a wrong claim is worse than no claim.
// A line is found by our number of it (REF*6R, else LX01), else by code as billed, modifiers, day
// and charge, else by code and charge, else by a code that only one line of ours has left; no line
// of ours is given twice.
// Memory: the keys of each claim and its lines. Threads: Match may run at the same time as other
// Match calls, not as Add. Tested by remittance_match_test.cc and remittance_samples_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_MATCH_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_MATCH_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/events.h"
#include "scrubline/v1/claim.pb.h"
#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

// What a claim of ours is recognised by; empty or absent: not known.
struct ClaimKeys {
  struct Line {
    int32_t line_number = 0;
    std::string control_number;  // REF*6R; empty: the line's number stands for it
    std::string code;            // procedure, or revenue code where there is none
    std::vector<std::string> modifiers;
    std::string date;  // YYYY-MM-DD
    std::optional<int64_t> charge_cents;
  };

  std::string claim_id;                 // CLM01
  std::vector<std::string> references;  // REF*EA, REF*D9
  std::string member_id;
  std::string date;  // first day of service, YYYY-MM-DD
  std::optional<int64_t> charge_cents;
  std::vector<Line> lines;
};

// The message has no clearinghouse trace and no control numbers of lines: they come from the
// `source` of a claim of an 837, where there is one.
ClaimKeys KeysOf(const v1::Claim& claim, const X12ClaimSource* source = nullptr);

class ClaimIndex {
 public:
  void Add(ClaimKeys keys);
  size_t size() const { return claims_.size(); }

  // Sets `payment.match` and `matched_line_number` of its lines. Null when it answers none of the
  // claims, or none can be told; else valid as long as the index.
  const ClaimKeys* Match(v1::ClaimPayment& payment) const;

 private:
  using Places = std::multimap<std::string, size_t, std::less<>>;
  std::vector<size_t> Shortened(const std::string& id, const v1::ClaimPayment& payment) const;
  const ClaimKeys* Decide(std::vector<size_t> places, v1::ClaimMatch::By by,
                          v1::ClaimPayment& payment) const;

  std::deque<ClaimKeys> claims_;
  Places by_id_, by_reference_, by_service_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_MATCH_H_
