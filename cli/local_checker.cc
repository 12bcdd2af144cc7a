#include <deque>
#include <future>
#include <utility>

#include "cli/claim_checker.h"
#include "server/claim_scrubber.h"

namespace scrubline {
namespace {

void ScrubBatch(const Snapshot& snapshot, const EvaluateOptions& options, ClaimScrubber& scrubber,
                CheckBatch& batch) {
  for (CheckedItem& item : batch) {
    const auto* claim = std::get_if<InputClaim>(&item.input);
    if (claim == nullptr) continue;
    if (!claim->error.empty()) {
      item.violations = {{"", claim->error}};
    } else if (claim->read != nullptr) {
      scrubber.ScrubAdmitted(snapshot, *claim->read, options, item.result);
    } else if (!scrubber.Scrub(snapshot, claim->claim, options, item.result).ok()) {
      item.violations = scrubber.violations();
    }
  }
}

// Batch i is evaluated with scrubber i % jobs; since batches are collected in order and at most
// `jobs` are under way, no scrubber is used twice at once.
class Local final : public ClaimChecker {
 public:
  Local(std::shared_ptr<const Snapshot> snapshot, const EvaluateOptions& options, int jobs,
        OnAnswered on_answered)
      : snapshot_(std::move(snapshot)),
        options_(options),
        scrubbers_(static_cast<size_t>(jobs)),
        on_answered_(std::move(on_answered)) {}

  absl::Status Submit(CheckBatch batch) override {
    if (scrubbers_.size() == 1) {
      ScrubBatch(*snapshot_, options_, scrubbers_[0], batch);
      on_answered_(std::move(batch));
      return absl::OkStatus();
    }
    if (under_way_.size() == scrubbers_.size()) CollectOne();
    ClaimScrubber& scrubber = scrubbers_[submitted_++ % scrubbers_.size()];
    under_way_.push_back(
        std::async(std::launch::async, [this, &scrubber, batch = std::move(batch)]() mutable {
          ScrubBatch(*snapshot_, options_, scrubber, batch);
          return std::move(batch);
        }));
    return absl::OkStatus();
  }

  absl::Status Finish() override {
    while (!under_way_.empty()) CollectOne();
    return absl::OkStatus();
  }

 private:
  void CollectOne() {
    CheckBatch batch = under_way_.front().get();
    under_way_.pop_front();
    on_answered_(std::move(batch));
  }

  const std::shared_ptr<const Snapshot> snapshot_;
  const EvaluateOptions options_;
  std::vector<ClaimScrubber> scrubbers_;
  const OnAnswered on_answered_;
  std::deque<std::future<CheckBatch>> under_way_;
  size_t submitted_ = 0;
};

}  // namespace

std::unique_ptr<ClaimChecker> LocalChecker(std::shared_ptr<const Snapshot> snapshot,
                                           const EvaluateOptions& options, int jobs,
                                           OnAnswered on_answered) {
  return std::make_unique<Local>(std::move(snapshot), options, jobs, std::move(on_answered));
}

}  // namespace scrubline
