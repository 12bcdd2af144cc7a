#include "ingest/x12/reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxLines = 5000;
constexpr size_t kMaxControlNumber = 14;
constexpr size_t kMaxComparedControlNumbers = 100'000;
constexpr size_t kMaxComparedClaims = 4'000'000;

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

uint64_t Hash(std::string_view text) {
  return absl::HashOf(absl::string_view(text.data(), text.size()));
}

// HHMM.
bool IsTime(std::string_view text) {
  const auto number = ParseWhole(text);
  return text.size() == 4 && number && *number / 100 < 24 && *number % 100 < 60;
}

std::string Text(std::string_view value) {
  std::string text;
  SetUtf8(text, value, kMaxX12Text);
  return text;
}

}  // namespace

X12Reader::X12Reader(const X12Options& options, X12Sink& sink)
    : options_(options),
      sink_(sink),
      log_(options.max_issues),
      builder_(
          std::min(options.max_lines_per_claim, kMaxLines), options.mode,
          [this](X12Issue&& issue) { Report(std::move(issue)); },
          [this](Claim& claim, const X12Position& at) { Deliver(claim, at); }),
      tokenizer_(*this, options.mode == X12Mode::kLenient),
      source_builder_(source_),
      checker_([this](X12Issue&& issue) { Report(std::move(issue)); }),
      interchange_numbers_(kMaxComparedControlNumbers),
      group_numbers_(kMaxComparedControlNumbers),
      transaction_numbers_(kMaxComparedControlNumbers),
      claims_(kMaxComparedClaims) {}

void X12Reader::Feed(std::string_view bytes) { tokenizer_.Feed(bytes); }

absl::Status X12Reader::Finish() {
  tokenizer_.Finish();
  position_.offset = tokenizer_.size();
  if (transaction_.open) {
    builder_.Abandon();
    checker_.Abandon();
    Issue(X12Problem::kTruncated);
    absl::Status status = absl::DataLossError(absl::StrFormat(
        "the input ends at byte %d inside transaction %d, after %d complete claims; send the whole "
        "file",
        position_.offset, position_.transaction, totals_.claims));
    FinishTransaction();
    CloseInterchange();
    return status;
  }
  if (interchange_.open) CloseInterchange();
  if (totals_.interchanges == 0 && !assumed_isa_) return NotX12();
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
  Report({.problem = problem, .position = position_, .detail = std::string(detail)});
}

X12Reader::Envelope* X12Reader::EnvelopeOf(X12AckCode::In in) {
  switch (in) {
    case X12AckCode::In::kNone:
      return nullptr;
    case X12AckCode::In::kInterchange:
      return &interchange_;
    case X12AckCode::In::kGroup:
      return &group_;
    case X12AckCode::In::kTransaction:
    case X12AckCode::In::kSegment:
    case X12AckCode::In::kElement:
      return &transaction_;
  }
  return nullptr;
}

void X12Reader::Report(X12Issue&& issue) {
  Envelope* envelope = EnvelopeOf(issue.ack().in);
  const bool told_already = checker_.active() && IsToldByGuideCheck(issue.problem);
  if (envelope != nullptr && envelope->open && !told_already) AddTo(*envelope, issue);
  log_.Add(std::move(issue));
}

void X12Reader::AddTo(Envelope& envelope, const X12Issue& issue) {
  envelope.rejected = envelope.rejected || issue.Rejects(options_.mode);
  if (envelope.issues.size() < options_.max_issues) {
    envelope.issues.push_back(issue);
  } else {
    ++envelope.issues_dropped;
  }
}

void X12Reader::Deliver(Claim& claim, const X12Position& begun_at) {
  ++totals_.claims;
  totals_.service_lines += claim.service_lines.size();
  source_.at = begun_at;
  source_.claim = totals_.claims;
  source_.interchange_control = interchange_.control_number;
  source_.group_control = group_.control_number;
  source_.transaction_control = transaction_.control_number;
  source_.is_duplicate = IsDuplicate(claim);
  source_.parent_unknown = builder_.parent_unknown();
  if (options_.keep_source) source_builder_.Complete(claim);
  sink_.OnClaim(claim, source_);
}

// The number alone would not do: it is the practice's own, a replacement repeats it, and so does a
// claim to the next payer.
bool X12Reader::IsDuplicate(const Claim& claim) {
  if (claim.claim_id.empty()) return false;
  const Provider* billing = claim.provider(claim.billing);
  const std::string_view npi = billing == nullptr ? std::string_view() : billing->npi;
  const std::string_view tax_id = billing == nullptr ? std::string_view() : billing->tax_id;
  const auto view = [](std::string_view text) {
    return absl::string_view(text.data(), text.size());
  };
  const uint64_t hash =
      absl::HashOf(view(claim.claim_id), view(npi), view(tax_id), view(claim.payer.id),
                   static_cast<int>(claim.payer.responsibility), claim.frequency_code.bits());
  switch (claims_.Insert(hash)) {
    case SeenNumbers::Answer::kNew:
      return false;
    case SeenNumbers::Answer::kSeen:
      builder_.IssueOfClaim(X12Problem::kDuplicateClaim);
      return true;
    case SeenNumbers::Answer::kFull:
      if (!std::exchange(claims_full_, true)) Issue(X12Problem::kDuplicatesNotSought);
      return false;
  }
  return false;
}

void X12Reader::OnProblem(X12Problem problem, uint64_t offset) {
  position_.offset = offset;
  if (problem == X12Problem::kBytesSkipped) {
    // It belongs to no interchange.
    return log_.Add({.problem = problem,
                     .position = {.offset = offset},
                     .detail = "to byte " + std::to_string(tokenizer_.skipped_to() - 1)});
  }
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

void X12Reader::Open(Envelope& envelope, std::string_view control_number) {
  envelope = {};
  envelope.open = true;
  envelope.control_number = ControlNumber(control_number);
}

void X12Reader::OnInterchange(const InterchangeHeader& header) {
  position_.offset = header.offset;
  if (interchange_.open) CloseInterchange();
  if (!header.is_missing()) ++totals_.interchanges;
  position_ = {static_cast<uint32_t>(totals_.interchanges), 0, position_.transaction, 0,
               header.offset};
  Open(interchange_, header[13]);
  interchange_.implied = header.is_missing();
  stray_reported_ = false;
  group_numbers_.Clear();
  claims_.Clear();
  claims_full_ = false;
  builder_.BeginInterchange(header.delimiters.component);
  sink_.OnEvent(X12Interchange{.at = position_,
                               .sender_qualifier = Text(header[5]),
                               .sender = Text(header[6]),
                               .receiver_qualifier = Text(header[7]),
                               .receiver = Text(header[8]),
                               .date = Text(header[9]),
                               .time = Text(header[10]),
                               .version = Text(header[12]),
                               .control_number = Text(header[13]),
                               .acknowledgment_requested = header[14] == "1",
                               .usage = Text(header[15])});
  if (header.is_missing()) {
    assumed_isa_ = true;
    return Issue(X12Problem::kIsaMissing);
  }
  CheckHeader(header);
  interchange_unreadable_ = header.unreadable.has_value();
  if (interchange_unreadable_) {
    Issue(*header.unreadable);
    if (refused_.empty()) refused_ = "an interchange whose separators are not usable";
  }
}

void X12Reader::CheckHeader(const InterchangeHeader& header) {
  if (!header.fixed_width) Issue(X12Problem::kIsaWidth);
  if (header[12] != "00501") Issue(X12Problem::kInterchangeVersion, Shown(header[12]));
  const uint64_t hash = Hash(header[5]) ^ Hash(header[6]) * 3 ^ Hash(header[13]) * 7;
  if (interchange_numbers_.Insert(hash) == SeenNumbers::Answer::kSeen) {
    Issue(X12Problem::kInterchangeDuplicate);
  }
  const auto check = [this](int element, bool holds) {
    if (holds) return;
    std::string name = "ISA";
    name.append(element < 10 ? "0" : "").append(std::to_string(element));
    Report({.problem = X12Problem::kIsaElement,
            .position = position_,
            .detail = name,
            .element = static_cast<uint8_t>(element)});
  };
  constexpr std::array<std::string_view, 9> kIdQualifiers = {"01", "14", "20", "27", "28",
                                                             "29", "30", "33", "ZZ"};
  const auto is_id_qualifier = [&](std::string_view text) {
    return std::find(kIdQualifiers.begin(), kIdQualifiers.end(), text) != kIdQualifiers.end();
  };
  check(1, header[1] == "00" || header[1] == "03");
  check(3, header[3] == "00" || header[3] == "01");
  check(5, is_id_qualifier(header[5]));
  check(6, !header[6].empty());
  check(7, is_id_qualifier(header[7]));
  check(8, !header[8].empty());
  check(9, header[9].size() == 6 && ParseDate("D8", "20" + std::string(header[9])));
  check(10, IsTime(header[10]));
  check(13, header[13].size() == 9 && ParseWhole(header[13]));
  check(14, header[14] == "0" || header[14] == "1");
  check(15, header[15] == "P" || header[15] == "T");
}

void X12Reader::OnSegment(const Segment& segment) {
  position_.offset = segment.offset();
  if (transaction_.open) ++position_.segment;
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
      if (!transaction_.open) return;
      break;
    default:
      break;
  }
  if (!transaction_.open) {
    if (!std::exchange(stray_reported_, true)) Issue(X12Problem::kOutsideTransaction);
    return;
  }
  ++transaction_.count;
  if (kind_ != Kind::kClaims) return;
  if (in_header_) ReadHeader(segment);
  if (segment.id() == 0 || segment.overflows()) {
    Issue(segment.id() == 0 ? X12Problem::kSegmentName : X12Problem::kTooManyElements);
    return builder_.NoteLostSegment();
  }
  builder_.Read(segment, position_);
  if (options_.keep_source) {
    source_builder_.Read(segment, position_, builder_.level(), builder_.line_index(),
                         builder_.component());
  }
  if (options_.check_guide) checker_.Read(segment, position_, builder_.component());
  // What was just read showed that the interchange is to be rejected.
  if (interchange_.rejected) {
    builder_.Abandon();
    checker_.Abandon();
    kind_ = Kind::kOther;
  }
}

void X12Reader::BeginGroup(const Segment& segment) {
  if (group_.open) CloseGroup();
  if (transaction_.open) CloseTransaction();
  ++totals_.groups;
  ++interchange_.count;
  position_.group = static_cast<uint32_t>(interchange_.count);
  position_.segment = 0;
  Open(group_, segment[6]);
  group_version_ = segment[8].substr(0, 12);
  group_of_claims_ = segment[1] == "HC";
  group_kind_reported_ = group_version_reported_ = false;
  sink_.OnEvent(X12Group{.at = position_,
                         .functional_id = Text(segment[1]),
                         .sender = Text(segment[2]),
                         .receiver = Text(segment[3]),
                         .control_number = Text(segment[6]),
                         .version = Text(segment[8])});
  transaction_numbers_.Clear();
  if (group_numbers_.Insert(Hash(segment[6])) == SeenNumbers::Answer::kSeen) {
    Issue(X12Problem::kGroupDuplicate);
  }
}

void X12Reader::EndGroup(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (!group_.open) return Issue(X12Problem::kTrailerWithoutHeader);
  const uint64_t stated = static_cast<uint64_t>(ParseWhole(segment[1]).value_or(0));
  if (!group_.implied) {
    if (stated != group_.count) Issue(X12Problem::kGroupCount);
    if (ControlNumber(segment[2]) != group_.control_number) {
      Issue(X12Problem::kGroupControlNumber);
    }
  }
  FinishGroup(stated);
}

void X12Reader::BeginTransaction(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  position_.transaction = static_cast<uint32_t>(++totals_.transactions);
  position_.segment = 1;
  if (!group_.open) {
    Open(group_, {});
    group_.implied = true;
    group_version_.clear();
    group_of_claims_ = true;
    transaction_numbers_.Clear();
    sink_.OnEvent(X12Group{.at = position_});
    Issue(X12Problem::kGroupHeaderMissing);
  }
  Open(transaction_, segment[2]);
  transaction_.count = 1;
  ++group_.count;
  claims_before_transaction_ = totals_.claims;
  kind_ = Kind::kOther;
  header_ = {};

  // ST03 stands above GS08. A name that says nothing leaves it to the claims.
  const Guide named = GuideNamed(segment[3]);
  const Guide of_group = GuideNamed(group_version_);
  const bool is_claims = segment[1] == "837";
  const Guide guide = !is_claims                 ? Guide::kUnsupported
                      : named == Guide::kUnknown ? of_group
                                                 : named;
  sink_.OnEvent(X12Transaction{.at = position_,
                               .set = Text(segment[1]),
                               .control_number = Text(segment[2]),
                               .version = Text(segment[3]),
                               .guide = guide});
  const auto refuse = [this](X12Problem problem, std::string_view name) {
    if (refused_.empty()) refused_ = name;
    Issue(problem, name);
  };
  if (!is_claims) return refuse(X12Problem::kNotClaims, Shown(segment[1]));
  if (guide == Guide::kUnsupported) {
    if (of_group == Guide::kUnsupported && !std::exchange(group_version_reported_, true)) {
      Issue(X12Problem::kGroupVersion, Shown(group_version_));
    }
    return refuse(X12Problem::kGuideUnsupported,
                  Shown(named == Guide::kUnknown ? std::string_view(group_version_) : segment[3]));
  }
  if (named != Guide::kUnknown && of_group != Guide::kUnknown && named != of_group) {
    Issue(X12Problem::kGuideMismatch);
  }
  if (segment[2].size() < 4 || segment[2].size() > 9) Issue(X12Problem::kTransactionControlForm);
  if (transaction_numbers_.Insert(Hash(segment[2])) == SeenNumbers::Answer::kSeen) {
    Issue(X12Problem::kTransactionDuplicate);
  }
  if (!group_of_claims_ && !std::exchange(group_kind_reported_, true)) {
    Issue(X12Problem::kGroupKind);
  }
  ++totals_.claim_transactions;
  if (group_.rejected || interchange_.rejected) return;
  kind_ = Kind::kClaims;
  in_header_ = true;
  builder_.Begin(guide);
  if (options_.check_guide) checker_.Begin(guide);
  if (options_.keep_source) source_builder_.BeginTransaction();
}

void X12Reader::ReadHeader(const Segment& segment) {
  switch (segment.id()) {
    case SegmentId("HL"):
      in_header_ = false;
      return;
    case SegmentId("BHT"):
      header_.purpose = Text(segment[2]);
      header_.reference = Text(segment[3]);
      header_.claim_or_encounter = Text(segment[6]);
      return;
    case SegmentId("NM1"):
      if (segment[1] == "41") ReadX12Party(segment, header_.submitter);
      if (segment[1] == "40") ReadX12Party(segment, header_.receiver);
      return;
    default:
      return;
  }
}

void X12Reader::EndTransaction(const Segment& segment) {
  if (!transaction_.open) return Issue(X12Problem::kTrailerWithoutHeader);
  ++transaction_.count;
  if (kind_ == Kind::kClaims) {
    builder_.End();
    checker_.End(position_);
    const auto stated = ParseWhole(segment[1]);
    if (!stated || static_cast<uint64_t>(*stated) != transaction_.count) {
      Issue(X12Problem::kTransactionCount);
    }
    if (ControlNumber(segment[2]) != transaction_.control_number) {
      Issue(X12Problem::kTransactionControlNumber);
    }
    if (totals_.claims == claims_before_transaction_) Issue(X12Problem::kEmptyTransaction);
  }
  FinishTransaction();
}

void X12Reader::EndInterchange(const Segment& segment) {
  if (transaction_.open) CloseTransaction();
  if (group_.open) CloseGroup();
  if (interchange_.implied) return FinishInterchange();
  const auto count = ParseWhole(segment[1]);
  if (!count || static_cast<uint64_t>(*count) != interchange_.count) {
    Issue(X12Problem::kInterchangeCount);
  }
  if (ControlNumber(segment[2]) != interchange_.control_number) {
    Issue(X12Problem::kInterchangeControlNumber);
  }
  FinishInterchange();
}

void X12Reader::CloseTransaction() {
  if (kind_ == Kind::kClaims) {
    builder_.End();
    checker_.End(position_);
    Issue(X12Problem::kTransactionTrailerMissing);
  }
  FinishTransaction();
}

void X12Reader::CloseGroup() {
  if (transaction_.open) CloseTransaction();
  if (!group_.implied) Issue(X12Problem::kGroupTrailerMissing);
  FinishGroup(0);
}

void X12Reader::CloseInterchange() {
  if (transaction_.open) CloseTransaction();
  if (group_.open) CloseGroup();
  if (!interchange_.implied && !interchange_unreadable_) {
    Issue(X12Problem::kInterchangeTrailerMissing);
  }
  FinishInterchange();
}

void X12Reader::FinishTransaction() {
  X12TransactionEnd end = std::move(header_);
  end.at = position_;
  end.segments = transaction_.count;
  end.claims = totals_.claims - claims_before_transaction_;
  end.issues = std::move(transaction_.issues);
  end.issues_dropped = transaction_.issues_dropped;
  end.rejected = transaction_.rejected || group_.rejected || interchange_.rejected;
  if (!end.rejected) ++group_.accepted;
  transaction_ = {};
  in_header_ = false;
  sink_.OnEvent(std::move(end));
  position_.segment = 0;
}

void X12Reader::FinishGroup(uint64_t transactions_stated) {
  X12GroupEnd end{.at = position_,
                  .transactions_stated = transactions_stated,
                  .transactions = group_.count,
                  .transactions_accepted = group_.accepted,
                  .issues = std::move(group_.issues),
                  .rejected = group_.rejected || interchange_.rejected};
  group_ = {};
  sink_.OnEvent(std::move(end));
  position_.group = 0;
}

void X12Reader::FinishInterchange() {
  X12InterchangeEnd end{
      .at = position_, .issues = std::move(interchange_.issues), .rejected = interchange_.rejected};
  interchange_ = {};
  interchange_unreadable_ = false;
  sink_.OnEvent(std::move(end));
}

}  // namespace scrubline
