#include "cli/serve_folder.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/drop_folder.h"
#include "cli/output_file.h"
#include "cli/progress.h"

namespace scrubline {
namespace {

constexpr int kBadInput = 2;
constexpr char kMessages[] = "messages.txt";

// Sleeps in small steps, so that a stop is heeded at once.
void Wait(absl::Duration time, const std::atomic<bool>& stop) {
  const absl::Time end = absl::Now() + time;
  while (!stop && absl::Now() < end) {
    absl::SleepFor(std::min(absl::Milliseconds(50), end - absl::Now()));
  }
}

absl::Status WriteMessages(const DropFolder::Job& job, const std::string& text) {
  absl::StatusOr<OutputFile> file = OutputFile::Create((job.staging / kMessages).string());
  if (!file.ok()) return file.status();
  file->Append(text);
  return file->Commit();
}

// Not the file's fault: it may go better later.
bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsDeadlineExceeded(status);
}

class FolderServer {
 public:
  FolderServer(DropFolder& folder, CheckRun& run, std::ostream& err, const std::atomic<bool>& stop)
      : folder_(folder), run_(run), err_(err), stop_(stop), progress_(err, false) {}

  // OkStatus: the job has its answers, or its place in failed/. Unavailable: to be tried again.
  absl::Status Serve(const DropFolder::Job& job) {
    std::ostringstream messages;
    std::ostringstream nothing;
    const CheckOutcome outcome =
        run_.Check({{job.input.string(), job.name, job.name}}, job.staging.string(), nothing,
                   messages, progress_, &stop_);
    if (absl::IsCancelled(outcome.status) || IsPassing(outcome.status)) {
      if (absl::Status status = folder_.PutBack(job); !status.ok()) return status;
      return outcome.status;
    }
    messages << outcome.tally.Summary() << "\n";
    if (absl::Status status = WriteMessages(job, messages.str()); !status.ok()) {
      folder_.PutBack(job).IgnoreError();  // the next start finds it all the same
      return status;
    }
    const bool failed = !outcome.status.ok();
    const absl::Status moved = failed ? folder_.Failed(job) : folder_.Answered(job);
    if (moved.ok()) {
      err_ << job.id << ": " << (failed ? "failed" : "answered") << ", " << outcome.tally.Summary()
           << std::endl;
    }
    return moved;
  }

 private:
  DropFolder& folder_;
  CheckRun& run_;
  std::ostream& err_;
  const std::atomic<bool>& stop_;
  Progress progress_;
};

}  // namespace

int ServeFolder(const std::string& path, CheckRun& run, const ServeSettings& settings,
                std::ostream& err, const std::atomic<bool>& stop) {
  absl::StatusOr<std::unique_ptr<DropFolder>> folder = DropFolder::Open(path);
  if (!folder.ok()) {
    err << "error: " << folder.status().message() << "\n";
    return kBadInput;
  }
  err << path << ": serving; answers appear in " << path << "/answers; ctrl-C stops" << std::endl;
  FolderServer server(**folder, run, err, stop);
  while (!stop) {
    absl::StatusOr<std::optional<DropFolder::Job>> job = (*folder)->TakeNext(settings.settle);
    absl::Status status = job.status();
    if (job.ok() && job->has_value()) {
      status = server.Serve(**job);
    } else if (job.ok()) {
      Wait(settings.look, stop);
    }
    if (!status.ok() && !absl::IsCancelled(status)) {
      err << "error: " << status.message() << "; trying again" << std::endl;
      Wait(settings.retry, stop);
    }
  }
  err << path << ": stopped" << std::endl;
  return 0;
}

}  // namespace scrubline
