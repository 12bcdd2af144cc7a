// cli/drop_folder.h — a folder into which others put files and from which they take answers, safe
// against a crash at any moment: no file is lost, none is answered twice.
//
//   inbox/claims.837           put there by anyone, best by a rename from the same disk
//   inbox/answers/claims.837/  its answers, all there at once: claims.837.277ca, messages.txt ...
//   inbox/done/claims.837      the file, answered
//   inbox/failed/claims.837/   the file, with messages.txt, where it could not be read
//   inbox/.scrub/              what is under way; nobody else's business
//
//   absl::StatusOr<std::unique_ptr<DropFolder>> folder = DropFolder::Open("inbox");
//   while (auto job = (*folder)->TakeNext(absl::Seconds(2))) {
//     ... answer job->input into the folder job->staging ...
//     status = (*folder)->Answered(*job);          // or Failed(*job), or PutBack(*job)
//   }
//
// How it is safe: taking a file is a rename into .scrub/work/ID/input beside an empty staging
// folder; the answers appear by one rename of that folder to answers/ID (or failed/ID), and only
// then does the file move on. Open finishes what a crash left: a job whose staging folder is still
// there was not answered and is done again from the start; one without it was, and is moved on. ID
// is the file's name, or `name.2`, `name.3` ... where that name was answered before. A file counts
// as complete when it has not changed for `settle`; hidden files and those named .part, .tmp or
// .filepart are left alone, as are folders. Errors: a folder that cannot be used;
// FailedPrecondition where another process serves it. Threads: one at a time. Tested by
// drop_folder_test.cc and tests/end_to_end/.
#ifndef SCRUBLINE_CLI_DROP_FOLDER_H_
#define SCRUBLINE_CLI_DROP_FOLDER_H_

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace scrubline {

class DropFolder {
 public:
  struct Job {
    std::string id;
    std::string name;               // of the file
    std::filesystem::path input;    // the file, where it is now
    std::filesystem::path staging;  // an empty folder for its answers
  };

  static absl::StatusOr<std::unique_ptr<DropFolder>> Open(const std::string& path);
  ~DropFolder();

  // A file that is complete, oldest first; nullopt when there is none now. Files come and go while
  // this runs; what vanishes is no error.
  absl::StatusOr<std::optional<Job>> TakeNext(absl::Duration settle);
  // Its answers go to answers/, the file to done/.
  absl::Status Answered(const Job& job);
  // What is in staging, and the file, go to failed/.
  absl::Status Failed(const Job& job);
  // The file goes back to where it came from, as if it had not been taken.
  absl::Status PutBack(const Job& job);

 private:
  struct Seen {
    uintmax_t size = 0;
    std::filesystem::file_time_type changed;
    absl::Time since;
  };

  explicit DropFolder(std::filesystem::path path);
  absl::Status Prepare();
  absl::Status Lock();
  absl::Status Recover();
  absl::StatusOr<Job> Take(const std::filesystem::path& file);
  absl::Status Publish(const Job& job, const std::filesystem::path& to);
  absl::Status MoveOn(const std::string& id);
  std::string UnusedId(const std::string& name) const;

  const std::filesystem::path path_, answers_, done_, failed_, work_;
  int lock_ = -1;
  std::deque<Job> left_over_;         // of an earlier process
  std::map<std::string, Seen> seen_;  // by name
};

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_DROP_FOLDER_H_
