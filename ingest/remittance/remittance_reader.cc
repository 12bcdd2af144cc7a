#include "ingest/remittance/remittance_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxLines = 5000;
constexpr size_t kMaxControlNumber = 14;
constexpr std::string_view kGuide = "005010X221";

// A name of a transaction set or guide that can be shown.
std::string_view Shown(std::string_view name) {
  const bool plain = name.size() <= 12 && std::all_of(name.begin(), name.end(), IsCapitalOrDigit);
  return plain ? name : std::string_view();
}

std::string ControlNumber(std::string_view text) {
  text = text.substr(0, kMaxControlNumber);
  return IsUtf8(text) ? std::string(text) : FromLatin1(text);
}

}  // namespace

RemittanceReader::RemittanceReader(const Options& options, RecordSink sink)
    : log_(options.max_issues),
      builder_(std::min(options.max_lines_per_claim, kMaxLines), log_,
               [this, sink = std::move(sink)](v1::RemittanceRecord& record) {
                 Count(record);
                 sink(record);
               }),
      tokenizer_(*this) {}

void RemittanceReader::Feed(std::string_view bytes) { tokenizer_.Feed(bytes); }

absl::Status RemittanceReader::Finish() {
  tokenizer_.Finish();
  position_.offset = tokenizer_.size();
  if (transaction_.open) {
    builder_.Abandon();
    Issue(RemittanceProblem::kTruncated);
    return absl::DataLossError(absl::StrFormat(
        "the input ends at byte %d inside transaction %d, after %d complete claim payments; ask "
        "for the whole file",
        position_.offset, position_.transaction, totals_.claims));
  }
  if (interchange_.open) CloseInterchange();
  if (totals_.interchanges == 0) return NotX12();
  if (totals_.remittances == 0) {
    const std::string found =
        refused_.empty() ? std::string("no transaction") : "found " + refused_;
    return absl::InvalidArgumentError(absl::StrFormat(
        "the input holds no 835 remittance that can be read (%s); give 835 005010X221A1", found));
  }
  return absl::OkStatus();
}

absl::Status RemittanceReader::NotX12() const {
  if (tokenizer_.first_bytes().empty()) return absl::InvalidArgumentError("the input is empty");
  const auto garbled = std::find_if(
      log_.issues().begin(), log_.issues().end(),
      [](const RemittanceIssue& issue) { return issue.problem == RemittanceProblem::kIsaGarbled; });
  if (garbled != log_.issues().end()) {
    return absl::InvalidArgumentError(absl::StrFormat("byte %d: %s; %s", garbled->position.offset,
                                                      std::string(garbled->what()),
                                                      std::string(garbled->remedy())));
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "no ISA segment in the first %d bytes: the input is not an X12 interchange; give the 835 "
      "file as the payer sent it",
      std::min<uint64_t>(tokenizer_.size(), Tokenizer::kMaxSearch)));
}

void RemittanceReader::Issue(RemittanceProblem problem, std::string_view detail) {
  log_.Add(problem, position_, detail);
}

void RemittanceReader::Count(const v1::RemittanceRecord& record) {
  if (!record.has_claim()) {
    ++totals_.provider_adjustments;
    return;
  }
  const v1::ClaimPayment& claim = record.claim();
  ++totals_.claims;
  totals_.service_lines += static_cast<uint64_t>(claim.service_lines_size());
  const auto known = [](bool has, int64_t cents) {
    return has ? std::optional<int64_t>(cents) : std::nullopt;
  };
  totals_.charged.Add(known(claim.has_charge_cents(), claim.charge_cents()));
  totals_.paid.Add(known(claim.has_paid_cents(), claim.paid_cents()));
}

void RemittanceReader::OnProblem(X12Problem problem, uint64_t offset) {
  position_.offset = offset;
  switch (problem) {
    case X12Problem::kBytesSkipped:
      return Issue(RemittanceProblem::kBytesSkipped);
    case X12Problem::kIsaGarbled:
      return Issue(RemittanceProblem::kIsaGarbled);
    case X12Problem::kRepetitionSeparator:
      return Issue(RemittanceProblem::kRepetitionSeparator);
    default:
      break;
  }
  if (transaction_.open) {
    ++position_.segment;
    ++transaction_.count;
    if (reading_) builder_.NoteLostSegment();
  }
  Issue(RemittanceProblem::kSegmentTooLong);
}

void RemittanceReader::OnUnfinishedSegment(uint64_t offset) { position_.offset = offset; }

void RemittanceReader::OnInterchange(const InterchangeHeader& header) {
  position_.offset = header.offset;
  if (interchange_.open) CloseInterchange();
  interchange_ = {true, ControlNumber(header[13]), 0};
  interchange_version_ = header[12].substr(0, 5);
  position_ = {static_cast<uint32_t>(++totals_.interchanges), 0, position_.transaction, 0,
               header.offset};
  stray_reported_ = false;
  builder_.BeginInterchange(header.delimiters.component);
  if (!header.fixed_width) Issue(RemittanceProblem::kIsaWidth);
  if (header[12] != "00501") {
    Issue(RemittanceProblem::kInterchangeVersion, Shown(header[12]));
  }
}

void RemittanceReader::OnSegment(const Segment& segment) {
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
    if (!std::exchange(stray_reported_, true)) Issue(RemittanceProblem::kOutsideTransaction);
    return;
  }
  if (!reading_) return;
  if (segment.id() == 0 || segment.overflows()) {
    Issue(segment.id() == 0 ? RemittanceProblem::kSegmentName
                            : RemittanceProblem::kTooManyElements);
    return builder_.NoteLostSegment();
  }
  builder_.Read(segment, position_);
}

void RemittanceReader::BeginGroup(const Segment& segment) {
  if (group_.open) CloseGroup();
  if (transaction_.open) CloseTransaction();
  group_ = {true, ControlNumber(segment[6]), 0};
  group_version_ = segment[8].substr(0, 12);
  group_of_remittances_ = segment[1] == "HP";
  ++totals_.groups;
  ++interchange_.count;
  position_.group = static_cast<uint32_t>(interchange_.count);
  position_.segment = 0;
}

void RemittanceReader::EndGroup(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (!group_.open) return Issue(RemittanceProblem::kGroupTrailerMismatch);
  const auto count = ParseWhole(segment[1]);
  if (!count || static_cast<uint64_t>(*count) != group_.count ||
      ControlNumber(segment[2]) != group_.control_number) {
    Issue(RemittanceProblem::kGroupTrailerMismatch);
  }
  group_.open = false;
  position_.group = 0;
}

void RemittanceReader::BeginTransaction(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  transaction_ = {true, ControlNumber(segment[2]), 1};
  position_.transaction = static_cast<uint32_t>(++totals_.transactions);
  position_.segment = 1;
  if (!group_.open) {
    group_version_.clear();
    group_.control_number.clear();
    Issue(RemittanceProblem::kGroupHeaderMissing);
  }
  ++group_.count;
  reading_ = false;

  const auto refuse = [this](RemittanceProblem problem, std::string_view name) {
    if (refused_.empty()) refused_ = name;
    Issue(problem, name);
  };
  if (segment[1] != "835") return refuse(RemittanceProblem::kNotRemittance, Shown(segment[1]));
  // ST03 stands above GS08; where neither names a guide, the interchange's version does.
  const std::string_view version = segment[3].empty() ? group_version_ : segment[3];
  const bool unnamed = version.empty() || version == "005010";
  if (unnamed ? interchange_version_ != "00501" : version.substr(0, kGuide.size()) != kGuide) {
    return refuse(RemittanceProblem::kGuideUnsupported,
                  Shown(version.empty() ? std::string_view(interchange_version_) : version));
  }
  if (group_.open && !group_of_remittances_) Issue(RemittanceProblem::kGroupKind);
  reading_ = true;
  ++totals_.remittances;
  v1::RemittancePlace place;
  place.set_interchange_control_number(interchange_.control_number);
  place.set_group_control_number(group_.control_number);
  place.set_transaction_control_number(transaction_.control_number);
  place.set_transaction(position_.transaction);
  builder_.Begin(place);
}

void RemittanceReader::EndTransaction(const Segment& segment) {
  if (!transaction_.open) return Issue(RemittanceProblem::kTransactionTrailerMismatch);
  const auto count = ParseWhole(segment[1]);
  const bool agrees = count && static_cast<uint64_t>(*count) == transaction_.count &&
                      ControlNumber(segment[2]) == transaction_.control_number;
  if (reading_) {
    builder_.End();
    if (!agrees) Issue(RemittanceProblem::kTransactionTrailerMismatch);
  }
  transaction_.open = false;
  position_.segment = 0;
}

void RemittanceReader::EndInterchange(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (group_.open) CloseGroup();
  const auto count = ParseWhole(segment[1]);
  if (!count || static_cast<uint64_t>(*count) != interchange_.count ||
      ControlNumber(segment[2]) != interchange_.control_number) {
    Issue(RemittanceProblem::kInterchangeTrailerMismatch);
  }
  interchange_.open = false;
}

void RemittanceReader::CloseTransaction() {
  if (reading_) {
    builder_.End();
    Issue(RemittanceProblem::kTransactionTrailerMissing);
  }
  transaction_.open = false;
  position_.segment = 0;
}

void RemittanceReader::CloseGroup() {
  if (transaction_.open) CloseTransaction();
  Issue(RemittanceProblem::kGroupTrailerMissing);
  group_.open = false;
  position_.group = 0;
}

void RemittanceReader::CloseInterchange() {
  if (group_.open) CloseGroup();
  if (transaction_.open) CloseTransaction();
  Issue(RemittanceProblem::kInterchangeTrailerMissing);
  interchange_.open = false;
}

}  // namespace scrubline
