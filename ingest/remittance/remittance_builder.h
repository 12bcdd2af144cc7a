// ingest/remittance/remittance_builder.h — the segments of 835 transactions to remittance records.
// RemittanceReader finds the transactions and hands their segments on.
//
//   RemittanceBuilder builder(999, log, [](v1::RemittanceRecord& record) { ... });
//   builder.Begin(place);
//   builder.Read(segment, position);         // ... until SE
//   builder.End();
//
// What a qualifier means at which level is a table in remittance_builder.cc. A value that cannot be
// read is left absent and named in `unreadable`; amounts that do not agree with each other are
// issues, and the record is delivered as it stands.
// Memory: one claim payment of `max_lines` lines and kMaxEntries adjustments, references and
// remarks. Threads: one at a time. Tested by remittance_reader_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_BUILDER_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/remittance/cents_sum.h"
#include "ingest/remittance/remittance_issue.h"
#include "ingest/x12/segment.h"
#include "scrubline/v1/remittance.pb.h"

namespace scrubline {

class RemittanceBuilder {
 public:
  static constexpr int kMaxEntries = 20'000;

  using RecordSink = std::function<void(v1::RemittanceRecord& record)>;
  // `log` must outlive the builder.
  RemittanceBuilder(size_t max_lines, RemittanceIssueLog& log, RecordSink sink)
      : max_lines_(max_lines), log_(log), sink_(std::move(sink)) {}

  // `component` separates the parts of composites, as the ISA declares it.
  void BeginInterchange(char component);
  // A transaction; `place` holds the control numbers it stands under.
  void Begin(const v1::RemittancePlace& place);
  void Read(const Segment& segment, const X12Position& position);
  // A segment at `position` could not be split.
  void NoteLostSegment();
  // The transaction is over, or broke off: what was being read is delivered, or dropped.
  void End();
  void Abandon();

 private:
  enum class Level : uint8_t { kPayment, kPayer, kPayee, kBatch, kClaim, kLine, kSummary };

  void ReadPayment(const Segment& segment);
  void ReadTrace(const Segment& segment);
  void ReadParty(const Segment& segment);
  void ReadClaim(const Segment& segment);
  void ReadClaimParty(const Segment& segment);
  void ReadAdjustments(const Segment& segment);
  void ReadRemarks(const Segment& segment);
  void ReadLineRemark(const Segment& segment);
  void ReadReference(const Segment& segment);
  void ReadDate(const Segment& segment);
  void ReadAmount(const Segment& segment);
  void ReadLine(const Segment& segment);
  void ReadProcedure(std::string_view field, std::string_view composite,
                     v1::PaidProcedure& procedure);
  void ReadProviderAdjustments(const Segment& segment);
  void FinishLine();
  void FinishClaim();
  void Deliver();

  v1::ClaimPayment& claim() { return *record_.mutable_claim(); }
  bool in_claim() const { return level_ == Level::kClaim || level_ == Level::kLine; }
  // Whether the claim may keep one more entry; if not, that is an issue, once.
  bool HasRoom();

  // Values. An empty text is absent; only `Required` ones are then named as unreadable.
  enum class Need : uint8_t { kOptional, kRequired };
  std::string Text(std::string_view field, std::string_view text);
  std::optional<int64_t> Money(std::string_view field, std::string_view text, Need need);
  std::optional<double> Quantity(std::string_view field, std::string_view text);
  std::string Day(std::string_view field, std::string_view text);
  Composite Split(std::string_view text);
  void Unread(std::string_view field, std::string_view problem);
  void Issue(RemittanceProblem problem, std::string_view detail = {}) {
    log_.Add(problem, position_, detail);
  }

  const size_t max_lines_;
  RemittanceIssueLog& log_;
  RecordSink sink_;

  // Of the interchange.
  char component_ = ':';
  bool component_confirmed_ = false;

  // Of the transaction.
  Level level_ = Level::kPayment;
  X12Position position_;
  v1::RemittancePlace place_;
  v1::RemittancePayment payment_;
  X12Position payment_at_;
  bool has_payment_ = false;
  CentsSum payment_balance_;  // BPR02 less claims plus provider adjustments

  // Of the claim or provider adjustment that is being read.
  v1::RemittanceRecord record_;
  X12Position claim_at_;
  CentsSum claim_balance_;  // CLP03 less CLP04 and all CAS
  int entries_ = 0;
  bool room_reported_ = false;
  size_t line_count_ = 0;

  // Of the line that is being read: one of the claim's, or `extra_line_` beyond max_lines.
  v1::PaymentLine* line_ = nullptr;
  v1::PaymentLine extra_line_;
  X12Position line_at_;
  CentsSum line_balance_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_BUILDER_H_
