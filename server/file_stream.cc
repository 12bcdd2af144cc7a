#include "server/file_stream.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "server/request_error.h"
#include "server/request_options.h"

namespace scrubline {
namespace {

constexpr size_t kStepBytes = 64 * 1024;

grpc::Status BadRequest(std::string_view field, std::string_view problem) {
  std::string message(field);
  message.append(": ").append(problem);
  return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST", message,
                      {{std::string(field), std::string(problem)}});
}

// What is wrong with the options beside `today`: nothing that is not known is taken for a default.
grpc::Status CheckOptions(const v1::FileOptions& options) {
  constexpr std::string_view kUnknown = "is not one of the values this server knows";
  constexpr int32_t kMaxControlNumber = 999'999'999;
  if (!v1::FileOptions::Mode_IsValid(options.mode())) return BadRequest("options.mode", kUnknown);
  for (const int kind : options.acknowledgments()) {
    if (kind != v1::FileAcknowledgment::X12_999 && kind != v1::FileAcknowledgment::X12_277CA) {
      return BadRequest("options.acknowledgments", "holds a kind that this server does not know");
    }
  }
  const v1::AcknowledgmentOptions& how = options.acknowledgment_options();
  const std::string at = "options.acknowledgment_options.";
  if (!v1::AcknowledgmentOptions::Accepted_IsValid(how.accepted())) {
    return BadRequest(at + "accepted", kUnknown);
  }
  if (!v1::AcknowledgmentOptions::Incomplete_IsValid(how.incomplete())) {
    return BadRequest(at + "incomplete", kUnknown);
  }
  if (how.reject_from() != v1::Finding::SEVERITY_UNSPECIFIED &&
      how.reject_from() != v1::Finding::REJECT && how.reject_from() != v1::Finding::DENY) {
    return BadRequest(at + "reject_from", "must be REJECT or DENY");
  }
  if (how.first_control_number() < 0 || how.first_control_number() > kMaxControlNumber) {
    return BadRequest(at + "first_control_number", "must be from 0 to 999,999,999");
  }
  return grpc::Status::OK;
}

}  // namespace

FileStream::FileStream(const SnapshotHolder& snapshots, const FileLimits& limits,
                       StreamRegistry& registry, grpc::CallbackServerContext& context,
                       const grpc::Status& refused, std::function<void()> on_done)
    : snapshots_(snapshots),
      limits_(limits),
      registry_(registry),
      context_(context),
      on_done_(std::move(on_done)) {
  registry_.Add(*this);
  if (refused.ok()) {
    StartRead(&request_);
  } else {
    Finish(refused);
  }
}

void FileStream::OnDone() {
  registry_.Remove(*this);
  on_done_();
  delete this;
}

grpc::Status FileStream::Begin(const v1::FileOptions& options) {
  if (scrubber_.has_value()) return BadRequest("options", "only the first message has them");
  std::shared_ptr<const Snapshot> snapshot = snapshots_.Get();
  if (snapshot == nullptr) return NotReady();
  const std::optional<EvaluateOptions> evaluate = OptionsOf(options);
  if (!evaluate.has_value()) return BadToday("options.today");
  if (grpc::Status status = CheckOptions(options); !status.ok()) return status;
  scrubber_.emplace(std::move(snapshot), options, *evaluate, limits_);
  return grpc::Status::OK;
}

void FileStream::OnReadDone(bool ok) {
  Moved();
  if (ok && request_.part_case() == v1::ScrubFileRequest::kOptions) {
    status_ = Begin(request_.options());
  } else if (!scrubber_.has_value()) {
    status_ = BadRequest("options", "are missing; the first message has them");
  } else if (ok) {
    pending_ = request_.chunk();
  } else {  // the client has sent all, or is gone
    over_ = true;
    status_ = scrubber_->Finish();
  }
  Continue();
}

void FileStream::OnWriteDone(bool ok) {
  Moved();
  if (ok) {
    Continue();
  } else {
    Finish(grpc::Status::CANCELLED);
  }
}

void FileStream::Continue() {
  while (scrubber_.has_value()) {
    if (scrubber_->TakeResponse(response_, pending_.empty())) return StartWrite(&response_);
    if (pending_.empty()) break;
    if (cancelled_.load(std::memory_order_relaxed)) return Finish(grpc::Status::CANCELLED);
    const std::string_view step = pending_.substr(0, std::min(pending_.size(), kStepBytes));
    pending_.remove_prefix(step.size());
    status_ = scrubber_->Feed(step);
    if (!status_.ok()) pending_ = {};  // what has come up so far still goes out
  }
  if (over_ || !status_.ok()) {
    Finish(status_);
  } else {
    StartRead(&request_);
  }
}

}  // namespace scrubline
