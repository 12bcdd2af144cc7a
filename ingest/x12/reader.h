// ingest/x12/reader.h — X12 837 bytes to claims, as they come.
//
//   class Scrubber final : public X12Sink {
//     void OnClaim(Claim& claim, X12ClaimSource& source) override { Scrub(claim); }
//     void OnEvent(X12Event&& event) override { ... }        // what an acknowledgement echoes
//   };
//   Scrubber sink;
//   X12Reader reader({.mode = X12Mode::kStrict}, sink);
//   while (size_t n = Read(file, buffer)) reader.Feed({buffer, n});
//   absl::Status status = reader.Finish();
//   for (const X12Issue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
// Reads 837 professional (005010X222 and its errata) and institutional (005010X223 and its errata);
// any number of interchanges, groups and transactions. What is read of them is in loops.cc. Other
// transaction sets and guides are refused, each with an issue, and the reading goes on behind them.
//
// A claim is handed to the sink as soon as it is complete, in the order of the file, service lines
// or none; the events of the envelope around it (events.h) come in the same order. The sink runs
// inside Feed and Finish. Whether a transaction is rejected is known at its end only: its claims
// were handed over before. Of what is rejected by its header no claim is read.
//
// Three kinds of bad news: a value of a claim that cannot be read leaves the field absent and is
// named in Claim::unreadable; what is wrong with the structure is an issue, of the reader's log and
// of the event that ends what it stands in; Finish returns a Status only for an input that is no
// X12, holds no transaction of ours, or ends too early. None of them holds a patient's data, but
// X12Issue::value and claim_id, which are for the 999 alone.
//
// Cost: one pass, about 300 MB or half a million claims of two lines a second (reader_bench.cc).
// Memory is bounded by one segment (64 KiB), one claim of max_lines_per_claim lines and a few times
// max_issues issues, however long the input, and about 20 bytes for each claim of an interchange,
// four million of them at most, by which duplicates are known. How the input is cut into pieces
// makes no difference. Threads: one at a time. Tested by reader_*_test.cc, x12_samples_test.cc and
// tests/fuzz/x12_fuzz.cc.
#ifndef SCRUBLINE_INGEST_X12_READER_H_
#define SCRUBLINE_INGEST_X12_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "ingest/x12/claim_builder.h"
#include "ingest/x12/claim_source.h"
#include "ingest/x12/events.h"
#include "ingest/x12/guide_checker.h"
#include "ingest/x12/issue.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/seen_numbers.h"
#include "ingest/x12/segment.h"
#include "ingest/x12/tokenizer.h"
#include "rules_engine/claim.h"

namespace scrubline {

struct X12Options {
  // Lines beyond it are not read and the claim says so. At most 5,000.
  size_t max_lines_per_claim = 999;
  // Of the reader's log: errors beyond it, and warnings beyond it, are counted only. Of a
  // transaction, group or interchange: issues beyond it are.
  size_t max_issues = 1000;
  X12Mode mode = X12Mode::kLenient;
  // Fill X12ClaimSource; otherwise it holds the claim's position and control numbers only.
  bool keep_source = false;
  // Check each transaction against its implementation guide (guide_checker.h).
  bool check_guide = false;
};

class X12Reader final : private Tokenizer::Sink {
 public:
  // `sink` must outlive the reader.
  X12Reader(const X12Options& options, X12Sink& sink);
  X12Reader(const X12Reader&) = delete;
  X12Reader& operator=(const X12Reader&) = delete;

  void Feed(std::string_view bytes);

  // The input is over. InvalidArgument: no X12, or no 837 transaction we read in it. DataLoss: it
  // ends inside a transaction; the claims before that place were delivered, the one that was being
  // read was not.
  absl::Status Finish();

  // In the order of the input.
  const std::vector<X12Issue>& issues() const { return log_.issues(); }
  uint64_t issues_dropped() const { return log_.dropped(); }

  struct Totals {
    uint64_t interchanges = 0;
    uint64_t groups = 0;
    uint64_t transactions = 0;        // of any kind
    uint64_t claim_transactions = 0;  // 837 of a guide that is read
    uint64_t claims = 0;
    uint64_t service_lines = 0;
  };
  const Totals& totals() const { return totals_; }

 private:
  void OnInterchange(const InterchangeHeader& header) override;
  void OnSegment(const Segment& segment) override;
  void OnProblem(X12Problem problem, uint64_t offset) override;
  void OnUnfinishedSegment(uint64_t offset) override;

  void BeginGroup(const Segment& segment);
  void EndGroup(const Segment& segment);
  void BeginTransaction(const Segment& segment);
  void EndTransaction(const Segment& segment);
  void EndInterchange(const Segment& segment);
  // Close what is still open when something of the same or a higher level begins or ends.
  void CloseTransaction();
  void CloseGroup();
  void CloseInterchange();
  // Tell the sink that it is over.
  void FinishTransaction();
  void FinishGroup(uint64_t transactions_stated);
  void FinishInterchange();

  // One of the three levels of envelope, from its header to its trailer.
  struct Envelope {
    bool open = false;
    bool implied = false;  // its header is missing
    std::string control_number;
    uint64_t count = 0;  // of groups, transactions, segments
    uint64_t accepted = 0;
    std::vector<X12Issue> issues;
    uint64_t issues_dropped = 0;
    bool rejected = false;
  };
  enum class Kind : uint8_t { kClaims, kOther };

  void Open(Envelope& envelope, std::string_view control_number);
  Envelope* EnvelopeOf(X12AckCode::In in);
  void Issue(X12Problem problem, std::string_view detail = {});
  void Report(X12Issue&& issue);
  void AddTo(Envelope& envelope, const X12Issue& issue);
  void CheckHeader(const InterchangeHeader& header);
  void ReadHeader(const Segment& segment);
  bool IsDuplicate(const Claim& claim);
  void Deliver(Claim& claim, const X12Position& begun_at);
  absl::Status NotX12() const;

  const X12Options options_;
  X12Sink& sink_;
  X12IssueLog log_;
  ClaimBuilder builder_;
  Tokenizer tokenizer_;
  X12ClaimSource source_;
  ClaimSourceBuilder source_builder_;
  GuideChecker checker_;
  Totals totals_;
  X12Position position_;
  Envelope interchange_, group_, transaction_;
  std::string group_version_;  // GS08
  bool group_of_claims_ = false;
  bool group_kind_reported_ = false;
  bool group_version_reported_ = false;
  Kind kind_ = Kind::kOther;
  bool in_header_ = false;    // of a transaction: its first HL is still to come
  X12TransactionEnd header_;  // as far as the header tells
  uint64_t claims_before_transaction_ = 0;
  bool stray_reported_ = false;
  bool interchange_unreadable_ = false;
  bool assumed_isa_ = false;
  // Control numbers in use: of the input, of the interchange, of the group; and the claims of the
  // interchange.
  SeenNumbers interchange_numbers_, group_numbers_, transaction_numbers_, claims_;
  bool claims_full_ = false;
  std::string refused_;  // the first transaction set or guide that was refused
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_READER_H_
