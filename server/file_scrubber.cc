#include "server/file_scrubber.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "ingest/proto/admitted.h"
#include "ingest/proto/encode_claim.h"
#include "render/unreadable_result.h"
#include "render/x12/acknowledgment_999.h"
#include "render/x12/claim_acknowledgment_277.h"
#include "server/request_error.h"

namespace scrubline {
namespace {

// A response goes out when it holds this much: large enough to cost little, small enough that a
// client sees results early.
constexpr size_t kFullBytes = 512 * 1024;

X12Options ReaderOptions(const v1::FileOptions& options) {
  X12Options reader;
  reader.mode = options.mode() == v1::FileOptions::STRICT ? X12Mode::kStrict : X12Mode::kLenient;
  reader.keep_source = options.acknowledgments_size() > 0;
  reader.check_guide = options.acknowledgments_size() > 0 || reader.mode == X12Mode::kStrict;
  return reader;
}

ClaimAcknowledgmentSettings SettingsOf(const v1::AcknowledgmentOptions& options) {
  using Settings = ClaimAcknowledgmentSettings;
  Settings settings;
  settings.id = options.id();
  settings.name = options.name();
  settings.is_payer = options.is_payer();
  if (options.accepted() == v1::AcknowledgmentOptions::RECEIVED) {
    settings.accepted = Settings::Accepted::kReceived;
  }
  switch (options.incomplete()) {
    case v1::AcknowledgmentOptions::INCOMPLETE_ACCEPTED:
      settings.incomplete = Settings::Incomplete::kAccepted;
      break;
    case v1::AcknowledgmentOptions::INCOMPLETE_REJECTED:
      settings.incomplete = Settings::Incomplete::kRejected;
      break;
    default:
      break;
  }
  if (options.reject_from() == v1::Finding::REJECT) settings.reject_from = v1::Finding::REJECT;
  return settings;
}

void EncodePlace(const X12Position& at, v1::FilePlace& place) {
  place.set_interchange(static_cast<int32_t>(at.interchange));
  place.set_group(static_cast<int32_t>(at.group));
  place.set_transaction(static_cast<int32_t>(at.transaction));
  place.set_segment(static_cast<int32_t>(at.segment));
  place.set_byte_offset(static_cast<int64_t>(at.offset));
}

void EncodeIssue(const X12Issue& issue, v1::FileIssue& message) {
  message.set_level(issue.level() == X12Issue::Level::kError ? v1::FileIssue::ERROR
                                                             : v1::FileIssue::WARNING);
  EncodePlace(issue.position, *message.mutable_place());
  std::string text(issue.what());
  if (!issue.detail.empty()) absl::StrAppend(&text, " (", issue.detail, ")");
  if (!issue.remedy().empty()) absl::StrAppend(&text, "; ", std::string(issue.remedy()));
  message.set_message(std::move(text));
  message.set_loop(issue.loop);
  if (issue.element > 0) {
    message.set_element(absl::StrCat(issue.segment, issue.element < 10 ? "0" : "", issue.element));
  } else {
    message.set_element(issue.segment);
  }
}

}  // namespace

FileScrubber::FileScrubber(std::shared_ptr<const Snapshot> snapshot,
                           const v1::FileOptions& file_options, const EvaluateOptions& options,
                           const FileLimits& limits)
    : snapshot_(std::move(snapshot)),
      file_options_(file_options),
      options_(options),
      limits_(limits),
      reader_(ReaderOptions(file_options), *this) {
  AddAcknowledgments();
}

void FileScrubber::AddAcknowledgments() {
  AnswerEnvelope envelope;
  const auto stated =
      static_cast<uint32_t>(file_options_.acknowledgment_options().first_control_number());
  envelope.first_control_number = stated > 0 ? stated : ControlNumberOfNow();
  for (const int kind : file_options_.acknowledgments()) {
    auto added = std::make_unique<Acknowledgment>();
    added->kind = static_cast<v1::FileAcknowledgment::Kind>(kind);
    const AnswerSink sink = [&ready = added->ready](std::string_view piece) {
      ready.append(piece);
    };
    if (kind == v1::FileAcknowledgment::X12_999) {
      added->writer = std::make_unique<AcknowledgmentWriter>(envelope, sink);
    } else {
      added->writer = std::make_unique<ClaimAcknowledgmentWriter>(
          SettingsOf(file_options_.acknowledgment_options()), BesidesThe999(envelope), sink);
    }
    acknowledgments_.push_back(std::move(added));
  }
}

void FileScrubber::HandOnAcknowledgments(bool all) {
  for (const auto& acknowledgment : acknowledgments_) {
    std::string& ready = acknowledgment->ready;
    if (ready.empty() || (!all && ready.size() < kFullBytes)) continue;
    for (size_t at = 0; at < ready.size(); at += kFullBytes) {
      v1::FileAcknowledgment piece;
      piece.set_kind(acknowledgment->kind);
      piece.set_content(ready.substr(at, kFullBytes));
      Room(piece.ByteSizeLong()).add_acknowledgments()->Swap(&piece);
    }
    ready.clear();
  }
}

grpc::Status FileScrubber::Feed(std::string_view bytes) {
  fed_ += bytes.size();
  if (fed_ > limits_.max_file_bytes) {
    return RequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "FILE_TOO_LARGE",
                        absl::StrCat("the file is longer than ", limits_.max_file_bytes,
                                     " bytes; send it in several"));
  }
  reader_.Feed(bytes);
  ReportIssues();
  HandOnAcknowledgments(false);
  return grpc::Status::OK;
}

grpc::Status FileScrubber::Finish() {
  const absl::Status status = reader_.Finish();
  ReportIssues();
  for (const auto& acknowledgment : acknowledgments_) acknowledgment->writer->Finish();
  HandOnAcknowledgments(true);
  if (!status.ok()) {
    const char* reason = absl::IsDataLoss(status)             ? "TRUNCATED"
                         : reader_.totals().interchanges == 0 ? "NOT_X12"
                                                              : "NO_CLAIMS";
    return RequestError(grpc::StatusCode::INVALID_ARGUMENT, reason, std::string(status.message()));
  }
  const X12Reader::Totals& totals = reader_.totals();
  summary_.set_interchanges(static_cast<int64_t>(totals.interchanges));
  summary_.set_transactions(static_cast<int64_t>(totals.transactions));
  summary_.set_claims(static_cast<int64_t>(totals.claims));
  summary_.set_service_lines(static_cast<int64_t>(totals.service_lines));
  summary_.set_issues_dropped(static_cast<int64_t>(reader_.issues_dropped()));
  summary_.set_snapshot_id(snapshot_->id());
  *Room(summary_.ByteSizeLong()).mutable_summary() = summary_;
  return grpc::Status::OK;
}

bool FileScrubber::TakeResponse(v1::ScrubFileResponse& response, bool partial) {
  if (!full_.empty()) {
    response.Swap(&full_.front());
    full_.pop_front();
    return true;
  }
  if (!partial || filled_ == 0) return false;
  response.Swap(&filling_);
  filling_.Clear();
  filled_ = 0;
  return true;
}

v1::ScrubFileResponse& FileScrubber::Room(size_t bytes) {
  if (filled_ > 0 && filled_ + bytes > kFullBytes) {
    full_.emplace_back().Swap(&filling_);
    filled_ = 0;
  }
  filled_ += bytes + 16;  // tags and lengths
  return filling_;
}

void FileScrubber::OnClaim(Claim& claim, X12ClaimSource& source) {
  ReportIssues();
  if (!file_options_.tenant_id().empty()) claim.tenant_id = file_options_.tenant_id();
  v1::FileClaim answer;
  answer.set_sequence(static_cast<int64_t>(source.claim));
  EncodePlace(source.at, *answer.mutable_place());
  answer.set_interchange_control_number(source.interchange_control);
  answer.set_group_control_number(source.group_control);
  answer.set_transaction_control_number(source.transaction_control);
  v1::ScrubResult& result = *answer.mutable_result();
  absl::Status status;
  if (IsAdmitted(claim)) {
    scrubber_.ScrubAdmitted(*snapshot_, claim, options_, result);
  } else {
    EncodeClaim(claim, claim_);
    status = scrubber_.Scrub(*snapshot_, claim_, options_, result);
  }
  if (!status.ok()) {
    summary_.set_unreadable(summary_.unreadable() + 1);
    SetRequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM",
                    std::string(status.message()), scrubber_.violations(),
                    *answer.mutable_status());
    const v1::ScrubResult unread = UnreadableResult(claim.claim_id, scrubber_.violations());
    for (const auto& acknowledgment : acknowledgments_) {
      acknowledgment->writer->OnClaim(source, unread);
    }
  } else {
    Count(result);
    for (const auto& acknowledgment : acknowledgments_) {
      acknowledgment->writer->OnClaim(source, result);
    }
    if (file_options_.omit_clean() && result.verdict() == v1::ScrubResult::CLEAN) return;
    if (result.ByteSizeLong() > limits_.max_response_bytes / 2) {
      SetRequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE",
                      "the claim has more findings than one response message holds", {},
                      *answer.mutable_status());
    }
  }
  const size_t size = answer.ByteSizeLong();
  Room(size).add_claims()->Swap(&answer);
}

void FileScrubber::Count(const v1::ScrubResult& result) {
  switch (result.verdict()) {
    case v1::ScrubResult::CLEAN:
      return summary_.set_clean(summary_.clean() + 1);
    case v1::ScrubResult::FINDINGS:
      return summary_.set_findings(summary_.findings() + 1);
    case v1::ScrubResult::BLOCKED:
      return summary_.set_blocked(summary_.blocked() + 1);
    default:
      return summary_.set_incomplete(summary_.incomplete() + 1);
  }
}

void FileScrubber::OnEvent(X12Event&& event) {
  ReportIssues();
  for (const auto& acknowledgment : acknowledgments_) acknowledgment->writer->OnEvent(event);
  if (const auto* begun = std::get_if<X12Transaction>(&event)) {
    transaction_.Clear();
    EncodePlace(begun->at, *transaction_.mutable_place());
    transaction_.set_control_number(begun->control_number);
    transaction_.set_guide(begun->version);
  } else if (const auto* ended = std::get_if<X12TransactionEnd>(&event)) {
    transaction_.set_claims(static_cast<int64_t>(ended->claims));
    transaction_.set_rejected(ended->rejected);
    if (ended->rejected) summary_.set_transactions_rejected(summary_.transactions_rejected() + 1);
    *Room(transaction_.ByteSizeLong()).add_transactions() = transaction_;
  }
}

void FileScrubber::ReportIssues() {
  for (; issues_reported_ < reader_.issues().size(); ++issues_reported_) {
    v1::FileIssue message;
    EncodeIssue(reader_.issues()[issues_reported_], message);
    *Room(message.ByteSizeLong()).add_issues() = message;
  }
}

}  // namespace scrubline
