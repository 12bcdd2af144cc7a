#include "server/scrub_service.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/claim_scrubber.h"
#include "server/file_stream.h"
#include "server/request_error.h"
#include "server/request_options.h"

namespace scrubline {
namespace {

using google::protobuf::Arena;

ClaimScrubber& ThreadScrubber() {
  thread_local ClaimScrubber scrubber;
  return scrubber;
}

constexpr int kMaxRuleIds = 1000;  // in an ExplainClaim
constexpr char kAnswerTooLarge[] =
    "the answer is too large for one response message; send fewer claims a message";

grpc::Status MissingClaim() {
  return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST", "claim: is missing",
                      {{"claim", "is missing"}});
}

}  // namespace

// A call's messages, used again for later calls. The request lies on an arena: most of its texts
// are short and need no memory of their own. The response does not: its texts are long, and cleared
// messages keep them, where an arena would ask for new ones each time.
class ScrubService::Messages final
    : public grpc::MessageHolder<v1::ScrubClaimRequest, v1::ScrubClaimResponse> {
 public:
  explicit Messages(MessagesAllocator& owner) : owner_(owner), arena_(block_, sizeof block_) {
    Renew();
    set_response(&response_message_);
  }
  void Release() override;
  // Back to empty messages. False when they have grown too large to be worth keeping.
  bool Renew() {
    constexpr size_t kKeepBytes = 64 * 1024;
    const bool keep = static_cast<size_t>(response_message_.GetCachedSize()) <= kKeepBytes;
    arena_.Reset();
    set_request(Arena::CreateMessage<v1::ScrubClaimRequest>(&arena_));
    response_message_.Clear();
    return keep;
  }

 private:
  MessagesAllocator& owner_;
  alignas(8) char block_[8192];
  Arena arena_;
  v1::ScrubClaimResponse response_message_;
};

class ScrubService::MessagesAllocator final
    : public grpc::MessageAllocator<v1::ScrubClaimRequest, v1::ScrubClaimResponse> {
 public:
  grpc::MessageHolder<v1::ScrubClaimRequest, v1::ScrubClaimResponse>* AllocateMessages() override {
    {
      absl::MutexLock lock(&mutex_);
      if (!idle_.empty()) {
        Messages* messages = idle_.back().release();
        idle_.pop_back();
        return messages;
      }
    }
    return new Messages(*this);  // comes back through TakeBack
  }
  void TakeBack(std::unique_ptr<Messages> messages) {
    if (!messages->Renew()) return;
    absl::MutexLock lock(&mutex_);
    if (idle_.size() < kKeep) idle_.push_back(std::move(messages));
  }

 private:
  static constexpr size_t kKeep = 64;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Messages>> idle_ ABSL_GUARDED_BY(mutex_);
};

void ScrubService::Messages::Release() { owner_.TakeBack(std::unique_ptr<Messages>(this)); }

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
    if (!request.has_claim()) return MissingClaim();
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

// One ExplainClaim, counted among the calls.
class ScrubService::ExplainCall final : public grpc::ServerUnaryReactor {
 public:
  ExplainCall(ScrubService& service, grpc::CallbackServerContext& context,
              const v1::ExplainClaimRequest& request, v1::ExplainClaimResponse& response)
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
  grpc::Status Answer(grpc::CallbackServerContext& context, const v1::ExplainClaimRequest& request,
                      v1::ExplainClaimResponse& response) {
    if (context.IsCancelled()) return grpc::Status::CANCELLED;
    const std::shared_ptr<const Snapshot> snapshot = service_.snapshots_.Get();
    if (snapshot == nullptr) return NotReady();
    const std::optional<Date> today = TodayOf(request.today());
    if (!today.has_value()) return BadToday();
    if (!request.has_claim()) return MissingClaim();
    if (request.rule_ids_size() > kMaxRuleIds) {
      return BadRuleIds(absl::StrCat("has ", request.rule_ids_size(), " entries; at most ",
                                     kMaxRuleIds, " are accepted; a family of rules is one"));
    }
    const absl::StatusOr<std::vector<int32_t>> rules =
        SelectRules(snapshot->rulesets(), {request.rule_ids().begin(), request.rule_ids().end()});
    if (!rules.ok()) return BadRuleIds(std::string(rules.status().message()));
    const size_t lines =
        request.line_number() != 0
            ? 1
            : std::max<size_t>(1, static_cast<size_t>(request.claim().service_lines_size()));
    if (rules->size() * lines > static_cast<size_t>(service_.limits_.max_explained)) {
      return BadRuleIds(
          "name too many rules for a claim of this many lines; name fewer, or a line");
    }
    ClaimScrubber& scrubber = ThreadScrubber();
    const ExplainOptions what{.rules = *rules, .line_number = request.line_number()};
    const absl::Status status = scrubber.Explain(*snapshot, request.claim(), {.today = *today},
                                                 what, *response.mutable_explanation());
    if (!status.ok()) {
      return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_CLAIM",
                          std::string(status.message()), scrubber.violations());
    }
    if (response.ByteSizeLong() > service_.limits_.max_response_bytes) {
      return RequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE",
                          "the explanation is larger than one response message holds; name fewer "
                          "rules, or a line");
    }
    return grpc::Status::OK;
  }

  static grpc::Status BadRuleIds(const std::string& problem) {
    return RequestError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_REQUEST",
                        "rule_ids: " + problem, {{"rule_ids", problem}});
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
      StartWrite(&response_);
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
    while (response_.items_size() > request_->items_size()) {
      response_.mutable_items()->RemoveLast();
    }
    size_t bytes = 0;
    for (int i = 0; i < request_->items_size(); ++i) {
      if (cancelled_.load(std::memory_order_relaxed)) return grpc::Status::CANCELLED;
      // The answer of an earlier message is written over, so that its memory serves again.
      v1::ScrubClaimsResponse::Item& answer =
          i < response_.items_size() ? *response_.mutable_items(i) : *response_.add_items();
      AnswerItem(*snapshot, request_->items(i), *options, answer);
      const size_t size = answer.ByteSizeLong();
      bytes += size;
      if (bytes > service_.limits_.max_response_bytes) {
        bytes -= size;
        SetRequestError(grpc::StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE", kAnswerTooLarge,
                        {}, *answer.mutable_status());
      }
    }
    return grpc::Status::OK;
  }

  static void AnswerItem(const Snapshot& snapshot, const v1::ScrubClaimsRequest::Item& item,
                         const EvaluateOptions& options, v1::ScrubClaimsResponse::Item& answer) {
    answer.set_sequence(item.sequence());
    v1::ScrubResult& result = *answer.mutable_result();
    result.Clear();
    ClaimScrubber& scrubber = ThreadScrubber();
    const absl::Status status = scrubber.Scrub(snapshot, item.claim(), options, result);
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
  v1::ScrubClaimsResponse response_;
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

grpc::ServerBidiReactor<v1::ScrubFileRequest, v1::ScrubFileResponse>* ScrubService::ScrubFile(
    grpc::CallbackServerContext* context) {
  const int files = files_.fetch_add(1, std::memory_order_relaxed) + 1;
  return new FileStream(snapshots_, limits_.file, registry_, *context,
                        files > limits_.max_files ? Overloaded("files") : grpc::Status::OK,
                        [this] { files_.fetch_sub(1, std::memory_order_relaxed); });
}

grpc::ServerUnaryReactor* ScrubService::ExplainClaim(grpc::CallbackServerContext* context,
                                                     const v1::ExplainClaimRequest* request,
                                                     v1::ExplainClaimResponse* response) {
  return new ExplainCall(*this, *context, *request, *response);  // deletes itself in OnDone
}

int ScrubService::CancelStalledStreams() {
  return registry_.CancelIdleSince(absl::Now() - limits_.stall_timeout);
}

}  // namespace scrubline
