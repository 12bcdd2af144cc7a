#include "cli/check_run.h"

#include <algorithm>
#include <utility>

#include "rules_engine/diagnostic.h"
#include "rules_engine/load.h"
#include "server/claim_scrubber.h"

namespace scrubline {
namespace {

// A batch is worth handing to another thread, and small enough to be held a few times over.
constexpr size_t kBatchClaims = 200;
constexpr size_t kBatchBytes = 1024 * 1024;

// Gathers items into batches for a checker; after a failure it swallows them.
class Batches {
 public:
  explicit Batches(ClaimChecker& checker) : checker_(checker) {}

  void Add(InputItem item) {
    if (const auto* claim = std::get_if<InputClaim>(&item)) {
      ++claims_;
      bytes_ += claim->read != nullptr ? claim->read->service_lines.size() * sizeof(ServiceLine)
                                       : claim->claim.ByteSizeLong();
    }
    batch_.emplace_back().input = std::move(item);
    if (claims_ >= kBatchClaims || bytes_ >= kBatchBytes || batch_.size() >= 4 * kBatchClaims) {
      Submit();
    }
  }
  absl::Status Finish() {
    Submit();
    if (status_.ok()) status_ = checker_.Finish();
    return status_;
  }
  bool ok() const { return status_.ok(); }

 private:
  void Submit() {
    if (!batch_.empty() && status_.ok()) status_ = checker_.Submit(std::exchange(batch_, {}));
    batch_.clear();
    claims_ = bytes_ = 0;
  }

  ClaimChecker& checker_;
  CheckBatch batch_;
  size_t claims_ = 0;
  size_t bytes_ = 0;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<CheckRun> CheckRun::Create(CheckSettings settings, std::ostream& err) {
  if (!settings.server.empty()) return CheckRun(std::move(settings), nullptr);
  Diagnostics diagnostics;
  absl::StatusOr<std::shared_ptr<const Snapshot>> snapshot =
      LoadSnapshot(settings.rulesets, settings.tables, diagnostics);
  err << ToString(diagnostics);
  if (!snapshot.ok()) return snapshot.status();
  return CheckRun(std::move(settings), *std::move(snapshot));
}

absl::StatusOr<std::unique_ptr<ClaimChecker>> CheckRun::MakeChecker(OnAnswered on_answered) const {
  if (!settings_.server.empty()) {
    return RemoteChecker(settings_.server, settings_.today, settings_.include_bypassed,
                         std::move(on_answered));
  }
  EvaluateOptions options{.today = Today(), .include_bypassed = settings_.include_bypassed};
  if (!settings_.today.empty()) options.today = *Date::Parse(settings_.today);
  return LocalChecker(snapshot_, options, settings_.jobs, std::move(on_answered));
}

CheckOutcome CheckRun::Check(const std::vector<InputFile>& files, const std::string& folder,
                             std::ostream& out, std::ostream& err, Progress& progress,
                             const std::atomic<bool>* stop) {
  CheckOutcome outcome;
  const auto note = [&outcome](const absl::Status& status) {
    if (outcome.status.ok()) outcome.status = status;
  };
  Answers answers(settings_.formats, settings_.writer, folder, out, err);
  for (const InputFile& file : files) answers.Expect(file.name);
  absl::StatusOr<std::unique_ptr<ClaimChecker>> checker = MakeChecker([&](CheckBatch batch) {
    progress.Clear();
    answers.Take(std::move(batch));
    progress.SetClaims(answers.tally().claims());
  });
  if (!checker.ok()) {
    err << "error: " << checker.status().message() << "\n";
    return {checker.status(), {}};
  }

  ReadOptions options;
  options.format = settings_.input;
  options.strict = settings_.strict;
  options.tenant_id = settings_.tenant_id;
  options.keep_source =
      std::any_of(settings_.formats.begin(), settings_.formats.end(), NeedsSource);
  options.check_guide =
      std::any_of(settings_.formats.begin(), settings_.formats.end(), NeedsGuideCheck);
  // A server takes messages, and the CSV shows values by their path in one.
  options.keep_read =
      settings_.server.empty() && std::find(settings_.formats.begin(), settings_.formats.end(),
                                            OutputFormat::kCsv) == settings_.formats.end();
  options.stop = stop;
  uint64_t bytes_before = 0;
  uint64_t bytes = 0;
  options.on_bytes = [&](uint64_t of_file) {
    bytes = of_file;
    progress.SetBytes(bytes_before + of_file);
  };
  Batches batches(**checker);
  for (const InputFile& file : files) {
    options.shown_as = file.shown_as;
    const absl::Status read = ReadFile(
        file.path, options, [&](InputItem item) { batches.Add(std::move(item)); }, err);
    bytes_before += std::exchange(bytes, 0);
    if (!read.ok() && !absl::IsCancelled(read)) {
      progress.Clear();
      err << "error: " << read.message() << "\n";
    }
    note(read);
    if (!batches.ok() || absl::IsCancelled(read)) break;
  }
  if (const absl::Status checked = batches.Finish(); !checked.ok()) {
    err << "error: " << checked.message() << "\n";
    note(checked);
  }
  progress.Clear();
  if (!answers.status().ok()) {
    err << "error: " << answers.status().message() << "\n";
    note(answers.status());
  }
  out.flush();
  if (!out) {
    err << "error: the results could not be written\n";
    note(absl::UnavailableError("the results could not be written"));
  }
  outcome.tally = answers.tally();
  return outcome;
}

}  // namespace scrubline
