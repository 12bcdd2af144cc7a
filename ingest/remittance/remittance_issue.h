// ingest/remittance/remittance_issue.h — what is wrong with an 835 besides values that could not be
// read, and where.
//
//   for (const RemittanceIssue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
//   warning: interchange 1, group 1, transaction 1, segment 14, byte 812: the charge of a claim is
//   not its payment and adjustments; ask the payer which of them is wrong
//
// The text of an issue belongs to its kind and holds nothing from the file but `detail`, which is
// only ever a transaction set, guide or segment name: never a patient's data.
// Tested by remittance_reader_test.cc.
#ifndef SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_ISSUE_H_
#define SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_ISSUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/x12/issue.h"

namespace scrubline {

enum class RemittanceProblem : uint8_t {
  // The envelope.
  kBytesSkipped,
  kIsaGarbled,
  kIsaWidth,
  kRepetitionSeparator,
  kInterchangeVersion,
  kComponentSeparator,
  kInterchangeTrailerMissing,
  kInterchangeTrailerMismatch,
  kGroupTrailerMissing,
  kGroupTrailerMismatch,
  kGroupKind,
  kGroupHeaderMissing,
  kTransactionTrailerMissing,
  kTransactionTrailerMismatch,
  kOutsideTransaction,
  kNotRemittance,
  kGuideUnsupported,
  // Segments.
  kSegmentTooLong,
  kTooManyElements,
  kSegmentName,
  kSegmentUnexpected,
  kSegmentOutsideClaim,
  kTooManyLines,
  kTooManyEntries,
  kPaymentMissing,
  // Amounts that do not agree.
  kPaymentBalance,
  kClaimBalance,
  kLineBalance,
  kReversalSign,
  kWholeChargeContractual,
  kTruncated,
};

struct RemittanceIssue {
  enum class Level : uint8_t { kError, kWarning };

  RemittanceProblem problem{};
  X12Position position;
  std::string detail;

  // kError: a claim payment or more was not read, or not completely.
  Level level() const;
  // What is wrong and what to do about it; lower case, no full stop.
  std::string_view what() const;
  std::string_view remedy() const;
  std::string ToString() const;
};

// The first `capacity` errors and the first `capacity` warnings of an input, in its order; the
// others are counted only.
class RemittanceIssueLog {
 public:
  explicit RemittanceIssueLog(size_t capacity) : capacity_(capacity) {}

  void Add(RemittanceProblem problem, const X12Position& position, std::string_view detail = {});
  const std::vector<RemittanceIssue>& issues() const { return issues_; }
  uint64_t dropped() const { return dropped_; }

 private:
  size_t capacity_;
  std::vector<RemittanceIssue> issues_;
  size_t errors_ = 0;
  uint64_t dropped_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_REMITTANCE_REMITTANCE_ISSUE_H_
