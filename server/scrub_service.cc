#include "server/scrub_service.h"

#include <google/protobuf/arena.h>

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/claim_scrubber.h"
#include "server/request_error.h"

namespace scrubline {
namespace {

using google::protobuf::Arena;

ClaimScrubber& ThreadScrubber() {
  thread_local ClaimScrubber scrubber;
  return scrubber;
}

grpc::Status Overloaded(std::string_view what) {
  return RequestError(
      grpc::StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED",
      absl::StrCat("too many ", std::string(what), " at once; retry with back-off"));
}

grpc::Status NotReady() {
  return RequestError(grpc::StatusCode::UNAVAILABLE, "NOT_READY",
                      "the rules are not loaded yet; retry with back-off");
}

constexpr char kAnswerTooLarge[] =
    "the answer is too large for one response message; send fewer claims a message";

// The options that `request` asks for; nullopt when its `today` is no date.
template <typename Request>
std::optional<EvaluateOptions> OptionsOf(const Request& request) {
  EvaluateOptions options{.today = Today(), .include_bypassed = request.include_bypassed()};
  if (!request.today().empty()) {
    const std::optional<Date> today = Date::Parse(request.today());
    if (!today.has_value()) return std::nullopt;
    options.today = *today;
  }
  return options;
}

grpc::Status BadToday() {
  return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST",
                      "today: must be a day of the calendar, written YYYY-MM-DD",
                      {{"today", "must be a day of the calendar, written YYYY-MM-DD"}});
}

}  // namespace

// A call's request and response on one arena, whose first block is part of the object.
class ScrubService::Messages final
    : public grpc::MessageHolder<v1::ScrubClaimRequest, v1::ScrubClaimResponse> {
 public:
  Messages() : arena_(block_, sizeof block_) {
    set_request(Arena::CreateMessage<v1::ScrubClaimRequest>(&arena_));
    set_response(Arena::CreateMessage<v1::ScrubClaimResponse>(&arena_));
  }
  void Release() override { delete this; }

 private:
  alignas(8) char block_[8192];
  Arena arena_;
};

class ScrubService::MessagesAllocator final
    : public grpc::MessageAllocator<v1::ScrubClaimRequest, v1::ScrubClaimResponse> {
 public:
  grpc::MessageHolder<v1::ScrubClaimRequest, v1::ScrubClaimResponse>* AllocateMessages() override {
    return new Messages;  // deletes itself in Release
  }
};

// One ScrubClaim, counted until its response has gone out.
class ScrubService::Call final : public grpc::ServerUnaryReactor {
 public:
  Call(ScrubService& service, grpc::CallbackServerContext& context,
       const v1::ScrubClaimRequest& request, v1::ScrubClaimResponse& response)
      : service_(service) {
    const int calls = service_.calls_.fetch_add(1, std::memory_order_relaxed) + 1;
    Finish(calls > service_.limits_.max_calls ? Overloaded("calls")
                                              : Answer(context, request, response));
  }
  void OnDone() override {
    service_.calls_.fetch_sub(1, std::memory_order_relaxed);
    delete this;
  }

 private:
  grpc::Status Answer(grpc::CallbackServerContext& context, const v1::ScrubClaimRequest& request,
                      v1::ScrubClaimResponse& response) {
    if (context.IsCancelled()) return grpc::Status::CANCELLED;
    const std::shared_ptr<const Snapshot> snapshot = service_.snapshots_.Get();
    if (snapshot == nullptr) return NotReady();
    const std::optional<EvaluateOptions> options = OptionsOf(request);
    if (!options.has_value()) return BadToday();
    if (!request.has_claim()) {
      return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST",
                          "claim: is missing", {{"claim", "is missing"}});
    }
    ClaimScrubber& scrubber = ThreadScrubber();
    const absl::Status status =
        scrubber.Scrub(*snapshot, request.claim(), *options, *response.mutable_result());
    if (!status.ok()) {
      return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM",
                          std::string(status.message()), scrubber.violations());
    }
    if (response.ByteSizeLong() > service_.limits_.max_response_bytes) {
      return RequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE",
                          "the claim has more findings than one response message holds");
    }
    return grpc::Status::OK;
  }

  ScrubService& service_;
};

// One ScrubClaims. Reading, answering and writing take turns, so that no two of its callbacks run
// at once but OnCancel.
class ScrubService::Stream final
    : public grpc::ServerBidiReactor<v1::ScrubClaimsRequest, v1::ScrubClaimsResponse>,
      private StreamRegistry::Member {
 public:
  Stream(ScrubService& service, grpc::CallbackServerContext& context)
      : service_(service), context_(context) {
    const int streams = service_.streams_.fetch_add(1, std::memory_order_relaxed) + 1;
    service_.registry_.Add(*this);
    if (streams > service_.limits_.max_streams) {
      Finish(Overloaded("streams"));
    } else {
      ReadNext();
    }
  }

  void OnReadDone(bool ok) override {
    Moved();
    if (!ok) {  // the client has said all it had to say, or is gone
      Finish(grpc::Status::OK);
      return;
    }
    grpc::Status status = Answer();
    if (status.ok()) {
      StartWrite(response_);
    } else {
      Finish(std::move(status));
    }
  }
  void OnWriteDone(bool ok) override {
    Moved();
    if (ok) {
      ReadNext();
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override {
    service_.registry_.Remove(*this);
    service_.streams_.fetch_sub(1, std::memory_order_relaxed);
    delete this;
  }

 private:
  void CancelStalled() override { context_.TryCancel(); }

  void ReadNext() {
    arena_.Reset();
    request_ = Arena::CreateMessage<v1::ScrubClaimsRequest>(&arena_);
    response_ = Arena::CreateMessage<v1::ScrubClaimsResponse>(&arena_);
    StartRead(request_);
  }

  grpc::Status Answer() {
    const std::shared_ptr<const Snapshot> snapshot = service_.snapshots_.Get();
    if (snapshot == nullptr) return NotReady();
    if (request_->items_size() > service_.limits_.max_batch_claims) {
      const std::string problem =
          absl::StrCat("has ", request_->items_size(), " entries; at most ",
                       service_.limits_.max_batch_claims, " are accepted a message");
      return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "TOO_MANY_CLAIMS",
                          "items: " + problem, {{"items", problem}});
    }
    const std::optional<EvaluateOptions> options = OptionsOf(*request_);
    if (!options.has_value()) return BadToday();
    response_->mutable_items()->Reserve(request_->items_size());
    size_t bytes = 0;
    for (const v1::ScrubClaimsRequest::Item& item : request_->items()) {
      if (cancelled_.load(std::memory_order_relaxed)) return grpc::Status::CANCELLED;
      v1::ScrubClaimsResponse::Item& answer = *response_->add_items();
      answer.set_sequence(item.sequence());
      AnswerItem(*snapshot, item, *options, answer);
      bytes += answer.ByteSizeLong();
      if (bytes > service_.limits_.max_response_bytes) {
        bytes -= answer.ByteSizeLong();
        SetRequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE", kAnswerTooLarge,
                        {}, *answer.mutable_status());
      }
    }
    return grpc::Status::OK;
  }

  void AnswerItem(const Snapshot& snapshot, const v1::ScrubClaimsRequest::Item& item,
                  const EvaluateOptions& options, v1::ScrubClaimsResponse::Item& answer) {
    ClaimScrubber& scrubber = ThreadScrubber();
    const absl::Status status =
        scrubber.Scrub(snapshot, item.claim(), options, *answer.mutable_result());
    if (!status.ok()) {
      SetRequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM",
                      std::string(status.message()), scrubber.violations(),
                      *answer.mutable_status());
    }
  }

  static google::protobuf::ArenaOptions BlockOptions(std::vector<char>& block) {
    google::protobuf::ArenaOptions options;
    options.initial_block = block.data();
    options.initial_block_size = block.size();
    return options;
  }

  ScrubService& service_;
  grpc::CallbackServerContext& context_;
  std::atomic<bool> cancelled_ = false;
  // Kept from message to message: holds a usual batch without a further allocation.
  std::vector<char> block_ = std::vector<char>(256 * 1024);
  Arena arena_{BlockOptions(block_)};
  v1::ScrubClaimsRequest* request_ = nullptr;
  v1::ScrubClaimsResponse* response_ = nullptr;
};

ScrubService::ScrubService(const SnapshotHolder& snapshots, const ServiceLimits& limits)
    : snapshots_(snapshots), limits_(limits), allocator_(std::make_unique<MessagesAllocator>()) {
  SetMessageAllocatorFor_ScrubClaim(allocator_.get());
}

ScrubService::~ScrubService() = default;

grpc::ServerUnaryReactor* ScrubService::ScrubClaim(grpc::CallbackServerContext* context,
                                                   const v1::ScrubClaimRequest* request,
                                                   v1::ScrubClaimResponse* response) {
  return new Call(*this, *context, *request, *response);  // deletes itself in OnDone
}

grpc::ServerBidiReactor<v1::ScrubClaimsRequest, v1::ScrubClaimsResponse>* ScrubService::ScrubClaims(
    grpc::CallbackServerContext* context) {
  return new Stream(*this, *context);  // deletes itself in OnDone
}

int ScrubService::CancelStalledStreams() {
  return registry_.CancelIdleSince(absl::Now() - limits_.stall_timeout);
}

}  // namespace scrubline
