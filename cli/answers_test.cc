#include "cli/answers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

namespace scrubline {
namespace {

namespace fs = std::filesystem;

// Whether a file of one claim that ended so has an answer in the folder.
bool HasAnswer(const absl::Status& ended) {
  const fs::path folder =
      fs::path(::testing::TempDir()) /
      (std::string("answers_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
  fs::remove_all(folder);
  std::ostringstream out, err;
  {
    Answers answers({OutputFormat::kJsonLines}, {}, folder.string(), out, err);
    answers.Expect("a.jsonl");
    CheckBatch batch;
    batch.emplace_back().input = FileBegun{"a.jsonl", InputFormat::kJsonLines};
    batch.emplace_back().input = InputClaim{};
    batch.emplace_back().input = FileEnded{"a.jsonl", ended, {}};
    answers.Take(std::move(batch));
    EXPECT_TRUE(answers.status().ok()) << answers.status();
  }
  const bool found = fs::exists(folder / "a.jsonl.jsonl");
  EXPECT_EQ(fs::exists(folder) && !fs::is_empty(folder), found) << "nothing half written";
  fs::remove_all(folder);
  return found;
}

TEST(Answers, OfAFileReadToItsEndStand) { EXPECT_TRUE(HasAnswer(absl::OkStatus())); }

TEST(Answers, OfAFileThatBreaksOffStandForWhatCameBefore) {
  EXPECT_TRUE(HasAnswer(absl::DataLossError("the file ends early")));
}

TEST(Answers, OfAFileThatWasInterruptedOrNotCheckedDoNot) {
  EXPECT_FALSE(HasAnswer(absl::CancelledError("interrupted")));
  EXPECT_FALSE(HasAnswer(absl::UnavailableError("the server went away")));
}

}  // namespace
}  // namespace scrubline
