#include "cli/drop_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/output_file.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

absl::Status Error(const fs::path& path, std::string_view what, const std::error_code& error) {
  return absl::UnavailableError(
      absl::StrCat(path.string(), ": ", std::string(what), ": ", error.message()));
}

absl::Status Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Error(from, absl::StrCat("cannot be moved to ", to.string()), error);
  return absl::OkStatus();
}

absl::Status Sync(const fs::path& folder) { return SyncFolder(folder.string()); }

bool IsUnfinished(const std::string& name) {
  if (name.empty() || name[0] == '.') return true;
  const std::string end = fs::path(name).extension().string();
  return end == ".part" || end == ".tmp" || end == ".filepart";
}

}  // namespace

DropFolder::DropFolder(fs::path path)
    : path_(std::move(path)),
      answers_(path_ / "answers"),
      done_(path_ / "done"),
      failed_(path_ / "failed"),
      work_(path_ / ".scrub" / "work") {}

DropFolder::~DropFolder() {
  if (lock_ >= 0) close(lock_);
}

absl::StatusOr<std::unique_ptr<DropFolder>> DropFolder::Open(const std::string& path) {
  std::unique_ptr<DropFolder> folder(new DropFolder(path));
  for (absl::Status (DropFolder::*step)() :
       {&DropFolder::Prepare, &DropFolder::Lock, &DropFolder::Recover}) {
    if (absl::Status status = ((*folder).*step)(); !status.ok()) return status;
  }
  return folder;
}

absl::Status DropFolder::Prepare() {
  std::error_code error;
  if (!fs::is_directory(path_, error)) {
    return absl::NotFoundError(
        absl::StrCat(path_.string(), ": is no folder; make it, or name another"));
  }
  for (const fs::path& folder : {answers_, done_, failed_, work_}) {
    fs::create_directories(folder, error);
    if (error) return Error(folder, "cannot be made", error);
  }
  return absl::OkStatus();
}

absl::Status DropFolder::Lock() {
  const std::string path = (path_ / ".scrub" / "lock").string();
  lock_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) {
    return Error(path, "cannot be opened", std::error_code(errno, std::generic_category()));
  }
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path_.string(), ": another process serves this folder; stop it first"));
  }
  return absl::OkStatus();
}

// What a crash can leave of work/ID: nothing in input (the file was not taken yet, or has moved
// on), or the file with or without the staging folder.
absl::Status DropFolder::Recover() {
  std::error_code error;
  std::vector<fs::path> jobs;
  for (const fs::directory_entry& entry : fs::directory_iterator(work_, error)) {
    jobs.push_back(entry.path());
  }
  if (error) return Error(work_, "cannot be read", error);
  std::sort(jobs.begin(), jobs.end());
  for (const fs::path& folder : jobs) {
    const std::string id = folder.filename().string();
    const fs::path staging = folder / "staging";
    fs::directory_iterator inside(folder / "input", error);
    if (error || inside == fs::directory_iterator()) {
      fs::remove_all(folder, error);
      if (error) return Error(folder, "cannot be removed", error);
      continue;
    }
    if (!fs::exists(staging, error)) {
      if (absl::Status status = MoveOn(id); !status.ok()) return status;
      continue;
    }
    // What is in it, never the folder itself: that it is there says that nothing was answered.
    for (const fs::directory_entry& entry : fs::directory_iterator(staging, error)) {
      fs::remove_all(entry.path(), error);
      if (error) break;
    }
    if (error) return Error(staging, "cannot be emptied", error);
    const fs::path input = inside->path();
    left_over_.push_back({id, input.filename().string(), input, staging});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<DropFolder::Job>> DropFolder::TakeNext(absl::Duration settle) {
  if (!left_over_.empty()) {
    Job job = std::move(left_over_.front());
    left_over_.pop_front();
    return job;
  }
  std::error_code error;
  std::map<std::string, Seen> seen;
  const absl::Time now = absl::Now();
  const Seen* oldest = nullptr;
  std::string chosen;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    std::error_code gone;
    const std::string name = entry.path().filename().string();
    if (IsUnfinished(name) || !entry.is_regular_file(gone)) continue;
    Seen is{entry.file_size(gone), {}, now};
    if (!gone) is.changed = entry.last_write_time(gone);
    if (gone) continue;
    if (const auto was = seen_.find(name);
        was != seen_.end() && was->second.size == is.size && was->second.changed == is.changed) {
      is.since = was->second.since;
    }
    const auto& kept = seen.emplace(name, is).first->second;
    if (now - kept.since < settle) continue;
    if (oldest == nullptr || std::tie(kept.changed, name) < std::tie(oldest->changed, chosen)) {
      oldest = &kept;
      chosen = name;
    }
  }
  if (error) return Error(path_, "cannot be read", error);
  seen_ = std::move(seen);
  if (oldest == nullptr) return std::nullopt;
  seen_.erase(chosen);
  absl::StatusOr<Job> job = Take(path_ / chosen);
  if (!job.ok()) return job.status();
  return *std::move(job);
}

std::string DropFolder::UnusedId(const std::string& name) const {
  std::string id = name;
  for (int n = 2;; ++n) {
    std::error_code ignored;
    const bool used = fs::exists(answers_ / id, ignored) || fs::exists(done_ / id, ignored) ||
                      fs::exists(failed_ / id, ignored) || fs::exists(work_ / id, ignored);
    if (!used) return id;
    id = absl::StrCat(name, ".", n);
  }
}

absl::StatusOr<DropFolder::Job> DropFolder::Take(const fs::path& file) {
  const std::string name = file.filename().string();
  Job job{UnusedId(name), name, {}, {}};
  const fs::path folder = work_ / job.id;
  job.input = folder / "input" / name;
  job.staging = folder / "staging";
  std::error_code error;
  fs::create_directories(job.staging, error);
  if (!error) fs::create_directory(folder / "input", error);
  if (error) return Error(folder, "cannot be made", error);
  for (const fs::path& synced : {folder, work_}) {
    if (absl::Status status = Sync(synced); !status.ok()) return status;
  }
  if (absl::Status status = Rename(file, job.input); !status.ok()) return status;
  return job;
}

absl::Status DropFolder::Publish(const Job& job, const fs::path& to) {
  if (absl::Status status = Sync(job.staging); !status.ok()) return status;
  if (absl::Status status = Rename(job.staging, to / job.id); !status.ok()) return status;
  if (absl::Status status = Sync(to); !status.ok()) return status;
  return MoveOn(job.id);
}

absl::Status DropFolder::MoveOn(const std::string& id) {
  const fs::path folder = work_ / id;
  std::error_code error;
  fs::directory_iterator inside(folder / "input", error);
  if (!error && inside != fs::directory_iterator()) {
    const bool failed = fs::exists(failed_ / id, error);
    const fs::path to = failed ? failed_ / id / inside->path().filename() : done_ / id;
    if (absl::Status status = Rename(inside->path(), to); !status.ok()) return status;
    if (absl::Status status = Sync(to.parent_path()); !status.ok()) return status;
  }
  fs::remove_all(folder, error);
  if (error) return Error(folder, "cannot be removed", error);
  return absl::OkStatus();
}

absl::Status DropFolder::Answered(const Job& job) { return Publish(job, answers_); }

absl::Status DropFolder::Failed(const Job& job) { return Publish(job, failed_); }

absl::Status DropFolder::PutBack(const Job& job) {
  std::error_code error;
  // Somebody may have put another file of the name there; ours then comes first at the next start.
  if (fs::exists(path_ / job.name, error)) {
    left_over_.push_back(job);
    return absl::OkStatus();
  }
  if (absl::Status status = Rename(job.input, path_ / job.name); !status.ok()) return status;
  return MoveOn(job.id);
}

}  // namespace scrubline
