#include "cli/drop_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/time/clock.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

namespace fs = std::filesystem;

class DropFolderTest : public ::testing::Test {
 protected:
  DropFolderTest()
      : path_(fs::path(::testing::TempDir()) /
              (std::string("drop_folder_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~DropFolderTest() override { fs::remove_all(path_); }

  void Put(const std::string& name, const std::string& content) {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << content;
  }
  std::string Read(const fs::path& name) {
    std::ostringstream text;
    text << std::ifstream(path_ / name).rdbuf();
    return text.str();
  }
  void Open() {
    folder_.reset();
    absl::StatusOr<std::unique_ptr<DropFolder>> folder = DropFolder::Open(path_.string());
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
  }
  std::optional<DropFolder::Job> Take(absl::Duration settle = absl::ZeroDuration()) {
    absl::StatusOr<std::optional<DropFolder::Job>> job = folder_->TakeNext(settle);
    EXPECT_TRUE(job.ok()) << job.status();
    return job.ok() ? *job : std::nullopt;
  }
  static void Write(const DropFolder::Job& job, const std::string& text) {
    std::ofstream(job.staging / "answer") << text;
  }
  // Every file below the folder but the lock.
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_)) {
      const std::string name = entry.path().lexically_relative(path_).string();
      if (entry.is_regular_file() && name != ".scrub/lock") files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  const fs::path path_;
  std::unique_ptr<DropFolder> folder_;
};

TEST_F(DropFolderTest, AnAnsweredFileIsInDoneAndItsAnswersInAnswers) {
  Open();
  EXPECT_FALSE(Take().has_value());
  Put("claims.837", "ISA");
  const auto job = Take();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->name, "claims.837");
  Write(*job, "fine");
  EXPECT_FALSE(fs::exists(path_ / "answers/claims.837"));
  ASSERT_TRUE(folder_->Answered(*job).ok());
  EXPECT_THAT(Files(), ElementsAre("answers/claims.837/answer", "done/claims.837"));
  EXPECT_FALSE(fs::exists(path_ / ".scrub/work/claims.837"));
}

TEST_F(DropFolderTest, AFailedFileStandsBesideTheReason) {
  Open();
  Put("claims.837", "ISA");
  const auto job = Take();
  Write(*job, "not X12");
  ASSERT_TRUE(folder_->Failed(*job).ok());
  EXPECT_THAT(Files(), ElementsAre("failed/claims.837/answer", "failed/claims.837/claims.837"));
}

TEST_F(DropFolderTest, ANameThatComesAgainGetsANumber) {
  Open();
  for (const char* text : {"monday", "tuesday", "wednesday"}) {
    Put("claims.837", text);
    const auto job = Take();
    Write(*job, text);
    ASSERT_TRUE(folder_->Answered(*job).ok());
  }
  EXPECT_EQ(Read("done/claims.837"), "monday");
  EXPECT_EQ(Read("done/claims.837.2"), "tuesday");
  EXPECT_EQ(Read("answers/claims.837.3/answer"), "wednesday");
}

TEST_F(DropFolderTest, AFileThatIsStillBeingWrittenIsLeftAlone) {
  Open();
  Put("claims.837", "ISA");
  for (const char* name :
       {".claims.837", "claims.837.part", "claims.837.tmp", "x.filepart", "sub/x"}) {
    Put(name, "ISA");
  }
  const absl::Duration settle = absl::Milliseconds(200);
  EXPECT_FALSE(Take(settle).has_value());  // seen for the first time
  absl::SleepFor(settle);
  Put("claims.837", "ISA and more");
  EXPECT_FALSE(Take(settle).has_value());  // changed meanwhile
  absl::SleepFor(settle);
  const auto job = Take(settle);
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(Read(job->input.lexically_relative(path_)), "ISA and more");
  EXPECT_FALSE(Take(settle).has_value());
}

TEST_F(DropFolderTest, TheOldestComesFirst) {
  Open();
  for (const char* name : {"b", "a", "c"}) Put(name, name);
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(path_ / "c", now - std::chrono::hours(2));
  fs::last_write_time(path_ / "b", now - std::chrono::hours(1));
  fs::last_write_time(path_ / "a", now - std::chrono::hours(1));
  EXPECT_EQ(Take()->name, "c");
  EXPECT_EQ(Take()->name, "a");
  EXPECT_EQ(Take()->name, "b");
}

TEST_F(DropFolderTest, OnlyOneProcessServesAFolder) {
  Open();
  const absl::StatusOr<std::unique_ptr<DropFolder>> second = DropFolder::Open(path_.string());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another process serves"));
}

TEST_F(DropFolderTest, AFolderThatIsNotThereIsNamed) {
  const auto folder = DropFolder::Open((path_ / "inbox").string());
  EXPECT_THAT(std::string(folder.status().message()), HasSubstr("inbox: is no folder"));
}

TEST_F(DropFolderTest, WhatIsPutBackIsThereAsBefore) {
  Open();
  Put("claims.837", "ISA");
  auto job = Take();
  Write(*job, "half an ans");
  ASSERT_TRUE(folder_->PutBack(*job).ok());
  EXPECT_THAT(Files(), ElementsAre("claims.837"));
  job = Take();
  EXPECT_EQ(job->id, "claims.837");
}

TEST_F(DropFolderTest, WhatIsPutBackNeverOverwritesANewerFile) {
  Open();
  Put("claims.837", "old");
  const auto job = Take();
  Put("claims.837", "new");
  ASSERT_TRUE(folder_->PutBack(*job).ok());
  EXPECT_EQ(Read("claims.837"), "new");
  const auto again = Take();
  EXPECT_EQ(Read(again->input.lexically_relative(path_)), "old");
}

// A crash can come between any two steps; each leaves one of the states below.

TEST_F(DropFolderTest, ACrashBeforeTheFileWasTakenLeavesItWhereItWas) {
  fs::create_directories(path_ / ".scrub/work/claims.837/staging");
  fs::create_directories(path_ / ".scrub/work/claims.837/input");
  Put("claims.837", "ISA");
  Open();
  EXPECT_FALSE(fs::exists(path_ / ".scrub/work/claims.837"));
  EXPECT_EQ(Take()->id, "claims.837");
}

TEST_F(DropFolderTest, ACrashWhileAnsweringStartsTheFileAgain) {
  Open();
  Put("claims.837", "ISA");
  Write(*Take(), "half an ans");
  Open();
  const auto job = Take();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->name, "claims.837");
  EXPECT_TRUE(fs::is_empty(job->staging));
  Write(*job, "whole");
  ASSERT_TRUE(folder_->Answered(*job).ok());
  EXPECT_THAT(Files(), ElementsAre("answers/claims.837/answer", "done/claims.837"));
  EXPECT_EQ(Read("answers/claims.837/answer"), "whole");
}

// That staging is there says that nothing was answered: a second crash, while the next start
// empties it, must find it still.
TEST_F(DropFolderTest, StartingAgainEmptiesStagingAndDoesNotReplaceIt) {
  Open();
  Put("claims.837", "ISA");
  const auto job = Take();
  Write(*job, "half an ans");
  fs::create_directories(job->staging / "deep/er");
  struct stat before {};
  ASSERT_EQ(stat(job->staging.c_str(), &before), 0);
  Open();
  struct stat after {};
  ASSERT_EQ(stat(job->staging.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
  EXPECT_TRUE(fs::is_empty(job->staging));
}

TEST_F(DropFolderTest, ACrashAfterTheAnswerAppearedDoesNotAnswerAgain) {
  Open();
  Put("claims.837", "ISA");
  const auto job = Take();
  Write(*job, "fine");
  fs::rename(job->staging, path_ / "answers/claims.837");
  Open();
  EXPECT_FALSE(Take().has_value());
  EXPECT_THAT(Files(), ElementsAre("answers/claims.837/answer", "done/claims.837"));
}

TEST_F(DropFolderTest, ACrashAfterTheFailureAppearedKeepsTheFileWithIt) {
  Open();
  Put("claims.837", "ISA");
  const auto job = Take();
  Write(*job, "not X12");
  fs::rename(job->staging, path_ / "failed/claims.837");
  Open();
  EXPECT_FALSE(Take().has_value());
  EXPECT_THAT(Files(), ElementsAre("failed/claims.837/answer", "failed/claims.837/claims.837"));
}

TEST_F(DropFolderTest, ACrashAfterTheFileMovedOnOnlyTidiesUp) {
  Open();
  Put("claims.837", "ISA");
  const auto job = Take();
  Write(*job, "fine");
  fs::rename(job->staging, path_ / "answers/claims.837");
  fs::rename(job->input, path_ / "done/claims.837");
  Open();
  EXPECT_FALSE(Take().has_value());
  EXPECT_FALSE(fs::exists(path_ / ".scrub/work/claims.837"));
  EXPECT_THAT(Files(), UnorderedElementsAre("answers/claims.837/answer", "done/claims.837"));
}

TEST_F(DropFolderTest, ATakenFileWithNoNameLeftStillHasItsPlace) {
  Open();
  Put("claims.837", "first");
  const auto first = Take();
  Put("claims.837", "second");  // while the first is under way
  const auto second = Take();
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->id, "claims.837.2");
  ASSERT_TRUE(folder_->Answered(*second).ok());
  ASSERT_TRUE(folder_->Answered(*first).ok());
  EXPECT_EQ(Read("done/claims.837"), "first");
  EXPECT_EQ(Read("done/claims.837.2"), "second");
}

}  // namespace
}  // namespace scrubline
