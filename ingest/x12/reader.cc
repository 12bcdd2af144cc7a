#include "ingest/x12/reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxLines = 5000;
constexpr size_t kMaxControlNumber = 14;

// A name of a transaction set or guide that can be shown: it is what the file says it is, not some
// other text that happens to stand there.
std::string_view Shown(std::string_view name) {
  const bool plain = name.size() <= 12 && std::all_of(name.begin(), name.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                     });
  return plain ? name : std::string_view();
}

std::string ControlNumber(std::string_view text) {
  return std::string(text.substr(0, kMaxControlNumber));
}

}  // namespace

X12Reader::X12Reader(const Options& options, ClaimSink sink)
    : sink_(std::move(sink)),
      log_(options.max_issues),
      builder_(std::min(options.max_lines_per_claim, kMaxLines), log_,
               [this](Claim& claim, const X12Position& at) { Deliver(claim, at); }),
      tokenizer_(*this) {}

void X12Reader::Feed(std::string_view bytes) { tokenizer_.Feed(bytes); }

absl::Status X12Reader::Finish() {
  tokenizer_.Finish();
  position_.offset = tokenizer_.size();
  if (transaction_.open) {
    builder_.Abandon();
    Issue(X12Problem::kTruncated);
    return absl::DataLossError(absl::StrFormat(
        "the input ends at byte %d inside transaction %d, after %d complete claims; send the whole "
        "file",
        position_.offset, position_.transaction, totals_.claims));
  }
  if (interchange_.open) CloseInterchange();
  if (totals_.interchanges == 0) return NotX12();
  if (totals_.claim_transactions == 0) {
    const std::string found =
        refused_.empty() ? std::string("no transaction") : "found " + refused_;
    return absl::InvalidArgumentError(absl::StrFormat(
        "the input holds no 837 professional or institutional transaction (%s); send 005010X222A1 "
        "or 005010X223A2",
        found));
  }
  return absl::OkStatus();
}

absl::Status X12Reader::NotX12() const {
  const std::string_view first = tokenizer_.first_bytes();
  if (first.empty()) return absl::InvalidArgumentError("the input is empty");
  const auto garbled =
      std::find_if(log_.issues().begin(), log_.issues().end(),
                   [](const X12Issue& issue) { return issue.problem == X12Problem::kIsaGarbled; });
  if (garbled != log_.issues().end()) {
    return absl::InvalidArgumentError(absl::StrFormat("byte %d: %s; %s", garbled->position.offset,
                                                      std::string(garbled->what()),
                                                      std::string(garbled->remedy())));
  }
  if (first.find('\0') != std::string_view::npos || first.substr(0, 2) == "\xFF\xFE" ||
      first.substr(0, 2) == "\xFE\xFF") {
    return absl::InvalidArgumentError("the input looks like UTF-16; convert it to ASCII or UTF-8");
  }
  for (std::string_view name : {"GS", "ST"}) {
    if (first.substr(0, 2) == name) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "the input begins with %s: the ISA segment of the envelope is missing; add it",
          std::string(name)));
    }
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("no ISA segment in the first %d bytes: the input is not an X12 interchange",
                      std::min<uint64_t>(tokenizer_.size(), Tokenizer::kMaxSearch)));
}

void X12Reader::Issue(X12Problem problem, std::string_view detail) {
  log_.Add(problem, position_, std::string(detail));
}

void X12Reader::Deliver(Claim& claim, const X12Position& begun_at) {
  ++totals_.claims;
  totals_.service_lines += claim.service_lines.size();
  sink_(claim, {begun_at, totals_.claims, interchange_.control_number, group_.control_number,
                transaction_.control_number});
}

void X12Reader::OnProblem(X12Problem problem, uint64_t offset) {
  position_.offset = offset;
  if (problem == X12Problem::kSegmentTooLong && transaction_.open) {
    ++position_.segment;
    ++transaction_.count;
    Issue(problem);
    if (kind_ == Kind::kClaims) builder_.NoteLostSegment();
    return;
  }
  Issue(problem);
}

void X12Reader::OnUnfinishedSegment(uint64_t offset) { position_.offset = offset; }

// --- Envelope ---

void X12Reader::OnInterchange(const InterchangeHeader& header) {
  position_.offset = header.offset;
  if (interchange_.open) CloseInterchange();
  interchange_ = {true, ControlNumber(header.control_number), 0};
  position_ = {static_cast<uint32_t>(++totals_.interchanges), 0, position_.transaction, 0,
               header.offset};
  stray_reported_ = false;
  builder_.BeginInterchange(header.delimiters.component);
  if (!header.fixed_width) Issue(X12Problem::kIsaWidth);
  if (header.version != "00501") Issue(X12Problem::kInterchangeVersion, Shown(header.version));
}

void X12Reader::OnSegment(const Segment& segment) {
  position_.offset = segment.offset();
  if (transaction_.open) {
    ++position_.segment;
    ++transaction_.count;
  }
  switch (segment.id()) {
    case SegmentId("GS"):
      return BeginGroup(segment);
    case SegmentId("GE"):
      return EndGroup(segment);
    case SegmentId("ST"):
      return BeginTransaction(segment);
    case SegmentId("SE"):
      return EndTransaction(segment);
    case SegmentId("IEA"):
      return EndInterchange(segment);
    case SegmentId("TA1"):
      return;
    default:
      break;
  }
  if (!transaction_.open) {
    if (!std::exchange(stray_reported_, true)) Issue(X12Problem::kOutsideTransaction);
    return;
  }
  if (kind_ != Kind::kClaims) return;
  if (segment.id() == 0 || segment.overflows()) {
    Issue(segment.id() == 0 ? X12Problem::kSegmentName : X12Problem::kTooManyElements);
    return builder_.NoteLostSegment();
  }
  builder_.Read(segment, position_);
}

void X12Reader::BeginGroup(const Segment& segment) {
  if (group_.open) CloseGroup();
  group_ = {true, ControlNumber(segment[6]), 0};
  group_version_ = segment[8].substr(0, 12);
  group_of_claims_ = segment[1] == "HC";
  ++totals_.groups;
  ++interchange_.count;
  position_.group = static_cast<uint32_t>(interchange_.count);
  position_.segment = 0;
}

void X12Reader::EndGroup(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (!group_.open) return Issue(X12Problem::kGroupTrailerMismatch);
  const auto count = ParseWhole(segment[1]);
  if (!count || static_cast<uint64_t>(*count) != group_.count ||
      ControlNumber(segment[2]) != group_.control_number) {
    Issue(X12Problem::kGroupTrailerMismatch);
  }
  group_.open = false;
  position_.group = 0;
}

void X12Reader::BeginTransaction(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  transaction_ = {true, ControlNumber(segment[2]), 1};
  position_.transaction = static_cast<uint32_t>(++totals_.transactions);
  position_.segment = 1;
  if (!group_.open) {
    group_version_.clear();
    group_.control_number.clear();
    Issue(X12Problem::kGroupHeaderMissing);
  }
  ++group_.count;
  claims_before_transaction_ = totals_.claims;
  kind_ = Kind::kOther;

  const auto refuse = [this](X12Problem problem, std::string_view name) {
    if (refused_.empty()) refused_ = name;
    Issue(problem, name);
  };
  if (segment[1] != "837") return refuse(X12Problem::kNotClaims, Shown(segment[1]));
  // ST03 stands above GS08. A name that says nothing leaves it to the claims.
  const Guide named = GuideNamed(segment[3]);
  const Guide of_group = GuideNamed(group_version_);
  const Guide guide = named == Guide::kUnknown ? of_group : named;
  if (guide == Guide::kUnsupported) {
    return refuse(X12Problem::kGuideUnsupported,
                  Shown(named == Guide::kUnknown ? std::string_view(group_version_) : segment[3]));
  }
  if (named != Guide::kUnknown && of_group != Guide::kUnknown && named != of_group) {
    Issue(X12Problem::kGuideMismatch);
  }
  if (group_.open && !group_of_claims_) Issue(X12Problem::kGroupKind);
  kind_ = Kind::kClaims;
  ++totals_.claim_transactions;
  builder_.Begin(guide);
}

void X12Reader::EndTransaction(const Segment& segment) {
  if (!transaction_.open) return Issue(X12Problem::kTransactionTrailerMismatch);
  const auto count = ParseWhole(segment[1]);
  const bool agrees = count && static_cast<uint64_t>(*count) == transaction_.count &&
                      ControlNumber(segment[2]) == transaction_.control_number;
  if (kind_ == Kind::kClaims) {
    builder_.End();
    if (!agrees) Issue(X12Problem::kTransactionTrailerMismatch);
    if (totals_.claims == claims_before_transaction_) Issue(X12Problem::kEmptyTransaction);
  }
  transaction_.open = false;
  position_.segment = 0;
}

void X12Reader::EndInterchange(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (group_.open) CloseGroup();
  const auto count = ParseWhole(segment[1]);
  if (!count || static_cast<uint64_t>(*count) != interchange_.count ||
      ControlNumber(segment[2]) != interchange_.control_number) {
    Issue(X12Problem::kInterchangeTrailerMismatch);
  }
  interchange_.open = false;
}

void X12Reader::CloseTransaction() {
  if (kind_ == Kind::kClaims) {
    builder_.End();
    Issue(X12Problem::kTransactionTrailerMissing);
  }
  transaction_.open = false;
  position_.segment = 0;
}

void X12Reader::CloseGroup() {
  if (transaction_.open) CloseTransaction();
  Issue(X12Problem::kGroupTrailerMissing);
  group_.open = false;
  position_.group = 0;
}

void X12Reader::CloseInterchange() {
  if (group_.open) CloseGroup();
  if (transaction_.open) CloseTransaction();
  Issue(X12Problem::kInterchangeTrailerMissing);
  interchange_.open = false;
}

}  // namespace scrubline
