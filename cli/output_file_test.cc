#include "cli/output_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace scrubline {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public ::testing::Test {
 protected:
  OutputFileTest()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("output_file_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~OutputFileTest() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "claims.837.csv").string(); }
  std::string Content() const {
    std::ostringstream text;
    text << std::ifstream(path(), std::ios::binary).rdbuf();
    return text.str();
  }
  int Entries() const {
    return static_cast<int>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  const fs::path folder_;
};

TEST_F(OutputFileTest, StandsUnderItsNameOnlyWhenItIsWhole) {
  {
    absl::StatusOr<OutputFile> file = OutputFile::Create(path());
    ASSERT_TRUE(file.ok()) << file.status();
    file->Append("half ");
    file->Append(std::string(1024 * 1024, 'x'));  // more than is held back
    EXPECT_FALSE(fs::exists(path()));
    ASSERT_TRUE(file->Commit().ok());
  }
  EXPECT_EQ(Content().size(), 5u + 1024 * 1024);
  EXPECT_EQ(Entries(), 1);
}

TEST_F(OutputFileTest, WithoutCommitNothingStaysAndTheOldFileStands) {
  std::ofstream(path()) << "yesterday's";
  {
    absl::StatusOr<OutputFile> file = OutputFile::Create(path());
    ASSERT_TRUE(file.ok()) << file.status();
    file->Append("half");
  }
  EXPECT_EQ(Content(), "yesterday's");
  EXPECT_EQ(Entries(), 1);
}

TEST_F(OutputFileTest, ReplacesAnOlderFileInOneStep) {
  std::ofstream(path()) << "yesterday's, and longer";
  absl::StatusOr<OutputFile> file = OutputFile::Create(path());
  ASSERT_TRUE(file.ok()) << file.status();
  file->Append("today's");
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(Content(), "today's");
}

TEST_F(OutputFileTest, AFolderThatIsNotThereIsNamed) {
  const absl::StatusOr<OutputFile> file = OutputFile::Create((folder_ / "no" / "x.csv").string());
  ASSERT_FALSE(file.ok());
  EXPECT_NE(file.status().message().find("no/x.csv: cannot be written"), absl::string_view::npos)
      << file.status();
}

}  // namespace
}  // namespace scrubline
