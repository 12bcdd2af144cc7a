#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <deque>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cli/claim_checker.h"
#include "google/rpc/error_details.pb.h"
#include "scrubline/v1/scrub_service.grpc.pb.h"

namespace scrubline {
namespace {

constexpr size_t kMaxInFlight = 8;  // batches sent and not yet answered
constexpr absl::Duration kConnectTimeout = absl::Seconds(5);

std::vector<FieldViolation> ViolationsOf(const google::rpc::Status& status) {
  std::vector<FieldViolation> violations;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      violations.push_back({violation.field(), violation.description()});
    }
  }
  if (violations.empty()) violations.push_back({"", status.message()});
  return violations;
}

class Remote final : public ClaimChecker {
 public:
  Remote(const std::string& address, const std::shared_ptr<grpc::Channel>& channel,
         const std::string& today, bool include_bypassed, OnAnswered on_answered)
      : address_(address),
        today_(today),
        include_bypassed_(include_bypassed),
        on_answered_(std::move(on_answered)),
        stub_(v1::ScrubService::NewStub(channel)),
        stream_(stub_->ScrubClaims(&context_)),
        reader_([this] { ReadAnswers(); }) {}

  ~Remote() override {
    if (reader_.joinable()) {  // given up before Finish
      context_.TryCancel();
      reader_.join();
    }
  }

  absl::Status Submit(CheckBatch batch) override {
    v1::ScrubClaimsRequest request;
    request.set_today(today_);
    request.set_include_bypassed(include_bypassed_);
    for (size_t i = 0; i < batch.size(); ++i) {
      const auto* claim = std::get_if<InputClaim>(&batch[i].input);
      if (claim == nullptr || !claim->error.empty()) continue;
      v1::ScrubClaimsRequest::Item& item = *request.add_items();
      item.set_sequence(static_cast<int64_t>(i));
      *item.mutable_claim() = claim->claim;
    }
    bool broken = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto has_room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return in_flight_.size() < kMaxInFlight || broken_;
      };
      mutex_.Await(absl::Condition(&has_room));
      broken = broken_;
      if (!broken) in_flight_.push_back(std::move(batch));
    }
    if (broken || !stream_->Write(request)) return EndOfStream();
    return absl::OkStatus();
  }

  absl::Status Finish() override {
    stream_->WritesDone();
    return EndOfStream();
  }

 private:
  // Waits until the server has said its last word, and says what it was.
  absl::Status EndOfStream() {
    if (reader_.joinable()) reader_.join();
    const bool complete = GiveUpOnUnanswered() == 0;
    if (ended_.ok() && complete) return absl::OkStatus();
    if (ended_.ok()) {
      return absl::UnavailableError(
          absl::StrCat("server ", address_, " ended the stream before it had answered all claims"));
    }
    return absl::Status(static_cast<absl::StatusCode>(ended_.error_code()),
                        absl::StrCat("server ", address_, ": ", ended_.error_message(),
                                     "; not all claims were checked"));
  }

  // Hands on the batches that will not be answered any more, each claim saying so; returns how
  // many.
  size_t GiveUpOnUnanswered() {
    std::deque<CheckBatch> unanswered;
    {
      absl::MutexLock lock(&mutex_);
      unanswered.swap(in_flight_);
    }
    for (CheckBatch& batch : unanswered) {
      v1::ScrubClaimsResponse nothing;
      Take(nothing, batch);
      // What was not checked must not be acknowledged: no transaction ends, and no file is whole.
      std::erase_if(batch, [](const CheckedItem& item) {
        return std::holds_alternative<X12Event>(item.input);
      });
      for (CheckedItem& item : batch) {
        if (auto* ended = std::get_if<FileEnded>(&item.input)) {
          ended->status = absl::UnavailableError("not all claims were checked");
        }
      }
      on_answered_(std::move(batch));
    }
    return unanswered.size();
  }

  void ReadAnswers() {
    v1::ScrubClaimsResponse response;
    while (stream_->Read(&response)) {
      CheckBatch batch;
      {
        absl::MutexLock lock(&mutex_);
        if (in_flight_.empty()) break;  // an answer nobody asked for
        batch = std::move(in_flight_.front());
        in_flight_.pop_front();
      }
      Take(response, batch);
      on_answered_(std::move(batch));
    }
    ended_ = stream_->Finish();
    absl::MutexLock lock(&mutex_);
    broken_ = true;
  }

  // A claim the server did not answer stays without result, and says so.
  static void Take(v1::ScrubClaimsResponse& response, CheckBatch& batch) {
    for (CheckedItem& item : batch) {
      const auto* claim = std::get_if<InputClaim>(&item.input);
      if (claim == nullptr) continue;
      item.violations = {
          {"", claim->error.empty() ? "the server did not answer this claim" : claim->error}};
    }
    for (v1::ScrubClaimsResponse::Item& item : *response.mutable_items()) {
      if (item.sequence() < 0 || item.sequence() >= static_cast<int64_t>(batch.size())) continue;
      CheckedItem& asked = batch[static_cast<size_t>(item.sequence())];
      if (item.has_result()) {
        asked.result.Swap(item.mutable_result());
        asked.violations.clear();
      } else {
        asked.violations = ViolationsOf(item.status());
      }
    }
  }

  const std::string address_;
  const std::string today_;
  const bool include_bypassed_;
  const OnAnswered on_answered_;
  grpc::ClientContext context_;
  std::unique_ptr<v1::ScrubService::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ScrubClaimsRequest, v1::ScrubClaimsResponse>>
      stream_;
  absl::Mutex mutex_;
  std::deque<CheckBatch> in_flight_ ABSL_GUARDED_BY(mutex_);
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status ended_;  // the reader's, until it is joined
  std::thread reader_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ClaimChecker>> RemoteChecker(const std::string& address,
                                                            const std::string& today,
                                                            bool include_bypassed,
                                                            OnAnswered on_answered) {
  const std::shared_ptr<grpc::Channel> channel =
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kConnectTimeout))) {
    return absl::UnavailableError(
        absl::StrCat("nobody answers at ", address, "; is scrubd running there?"));
  }
  return std::make_unique<Remote>(address, channel, today, include_bypassed,
                                  std::move(on_answered));
}

}  // namespace scrubline
