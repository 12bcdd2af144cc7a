// ingest/x12/issue.h — what is wrong with an X12 file besides its claims' values, and where.
//
//   for (const X12Issue& issue : reader.issues()) std::cerr << issue.ToString() << "\n";
//
//   error: interchange 1, transaction 2, segment 40, byte 1733: the segment is longer than 64 KiB;
//   a terminator is missing
//
// The text of an issue belongs to its kind and holds nothing from the file but `detail`, which is
// only ever a transaction set, guide or segment name: never a patient's data. A value of a claim
// that cannot be read is not an issue but an entry in Claim::unreadable.
// Tested by issue_test.cc.
#ifndef SCRUBLINE_INGEST_X12_ISSUE_H_
#define SCRUBLINE_INGEST_X12_ISSUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrubline {

// How faults of form are taken: noted and read on, or refused where the guide says so.
enum class X12Mode : uint8_t { kLenient, kStrict };

// A place in the input. Ordinals count from 1; 0 is "not inside one".
struct X12Position {
  uint32_t interchange = 0;  // in the input
  uint32_t group = 0;        // in the interchange
  uint32_t transaction = 0;  // in the input
  uint32_t segment = 0;      // in the transaction; ST is 1
  uint64_t offset = 0;       // bytes from the start of the input

  std::string ToString() const;
  friend bool operator==(const X12Position&, const X12Position&) = default;
};

enum class X12Problem : uint8_t {
  // The envelope.
  kBytesSkipped,
  kIsaGarbled,
  kSegmentTerminator,
  kComponentSeparatorUnusable,
  kIsaMissing,
  kIsaWidth,
  kIsaElement,
  kRepetitionSeparator,
  kInterchangeVersion,
  kComponentSeparator,
  kInterchangeDuplicate,
  kInterchangeTrailerMissing,
  kInterchangeControlNumber,
  kInterchangeCount,
  kGroupDuplicate,
  kGroupTrailerMissing,
  kGroupControlNumber,
  kGroupCount,
  kGroupKind,
  kGroupVersion,
  kGroupHeaderMissing,
  kTransactionDuplicate,
  kTransactionControlForm,
  kTransactionTrailerMissing,
  kTransactionControlNumber,
  kTransactionCount,
  kTrailerWithoutHeader,
  kOutsideTransaction,
  kNotClaims,
  kGuideUnsupported,
  kGuideMismatch,
  // Segments and loops.
  kSegmentTooLong,
  kTooManyElements,
  kTooManyComponents,
  kSegmentName,
  kSegmentUnknown,
  kSegmentUnexpected,
  kPartyUnexpected,
  kLoopRepeated,
  kSegmentRepeated,
  kMisplaced,
  kClaimServiceDate,
  kHierarchyNumber,
  kHierarchyParent,
  kHierarchyChildren,
  kClaimOutsideHierarchy,
  kPatientUnknown,
  kContentMismatch,
  kLineWithoutLx,
  kLineNumber,
  kLineSequence,
  kTooManyLines,
  // Values that were read all the same.
  kIcd9,
  kDiagnosisSplit,
  kDiagnosisPoint,
  kTypeOfBillForm,
  kNdcForm,
  kCharset,
  kLineOfBusiness,
  kAdjudicationPayer,
  kDuplicateClaim,
  kDuplicatesNotSought,
  kEmptyTransaction,
  kTruncated,
  // Against the implementation guide (GuideChecker).
  kGuideSegmentUnknown,
  kGuideSegmentUnexpected,
  kGuideSegmentMissing,
  kGuideLoopMissing,
  kGuideLoopTooOften,
  kGuideSegmentTooOften,
  kGuideOrder,
  kGuideNotUsed,
  kElementMissing,
  kElementConditional,
  kElementsTooMany,
  kElementShort,
  kElementLong,
  kElementCharacter,
  kElementCode,
  kElementDate,
  kElementTime,
  kElementExclusion,
  kElementRepetitions,
  kElementComponents,
  kElementNotUsed,
};

// Whether the check against the guide tells it too, so that an acknowledgement needs it once only.
bool IsToldByGuideCheck(X12Problem problem);

// The code by which an acknowledgement tells a problem, and in which element.
struct X12AckCode {
  enum class In : uint8_t {
    kNone,         // no acknowledgement knows it
    kInterchange,  // TA105
    kGroup,        // AK905
    kTransaction,  // IK502
    kSegment,      // IK304
    kElement       // IK403
  };
  In in = In::kNone;
  std::string_view code;
};

struct X12Issue {
  enum class Level : uint8_t { kError, kWarning };

  X12Problem problem{};
  X12Position position;
  std::string detail;
  // Where in the transaction, as far as the problem has such a place.
  std::string loop;     // `2010AA`
  std::string segment;  // `NM1`; of a missing one, its name, and `position` is of what stands there
  uint8_t element = 0;  // from 1; 0: the segment as a whole
  uint8_t component = 0;      // from 1; 0: the element as a whole
  uint8_t repetition = 0;     // from 1; 0: the element does not repeat
  uint16_t data_element = 0;  // X12's number of it, as IK402 wants it; 0: not known
  // For the 999 alone, which gives the sender his own values back: never for a log, and not part of
  // ToString. At most 99 characters.
  std::string value;
  std::string claim_id;  // of the claim it stands in

  X12AckCode ack() const;
  // Whether what ack() speaks of (the interchange, the group, the transaction) must not be taken
  // as received.
  bool Rejects(X12Mode mode) const;

  // kError: a claim or more was not read, or not read as it was meant.
  Level level() const;
  // What is wrong and what to do about it; lower case, no full stop.
  std::string_view what() const;
  std::string_view remedy() const;
  std::string ToString() const;
};

// The first `capacity` errors and the first `capacity` warnings of an input, in its order; the
// others are counted only, so that no number of warnings hides an error.
class X12IssueLog {
 public:
  explicit X12IssueLog(size_t capacity) : capacity_(capacity) {}

  void Add(X12Issue issue);
  const std::vector<X12Issue>& issues() const { return issues_; }
  uint64_t dropped() const { return dropped_; }

 private:
  size_t capacity_;
  std::vector<X12Issue> issues_;
  size_t errors_ = 0;
  uint64_t dropped_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_ISSUE_H_
