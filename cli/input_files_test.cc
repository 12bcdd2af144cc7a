#include "cli/input_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

class InputFilesTest : public ::testing::Test {
 protected:
  InputFilesTest()
      : folder_((fs::path(::testing::TempDir()) /
                 (std::string("input_files_") +
                  ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                    .string()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~InputFilesTest() override { fs::remove_all(folder_); }

  std::string Put(const std::string& name, const std::string& content) {
    const fs::path path = fs::path(folder_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << content;
    return path.string();
  }
  std::vector<std::string> Names(const std::vector<std::string>& names,
                                 const std::string& out = "out") {
    const absl::StatusOr<std::vector<InputFile>> files = FindInputFiles(names, out, err_);
    status_ = files.status();
    std::vector<std::string> found;
    if (!files.ok()) return found;
    for (const InputFile& file : *files) found.push_back(file.name);
    return found;
  }

  const std::string folder_;
  std::ostringstream err_;
  absl::Status status_;
};

TEST_F(InputFilesTest, AFolderIsWalkedInTheOrderOfNames) {
  Put("b/claims.837", "ISA*00*");
  Put("a.jsonl", "{\"claim_id\": \"A\"}\n{}");
  Put(".hidden.837", "ISA*00*");
  Put(".git/claims.837", "ISA*00*");
  Put("notes.txt", "call the clearinghouse");
  EXPECT_THAT(Names({folder_}), ElementsAre("a.jsonl", "b/claims.837"));
  EXPECT_THAT(err_.str(), HasSubstr("notes.txt: skipped: holds no claims"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("hidden")));
}

TEST_F(InputFilesTest, TheFolderOfAnswersIsNoInput) {
  Put("a.837", "ISA*00*");
  const std::string answers =
      fs::path(Put("out/a.837.jsonl", "{\"claimId\": \"A\"}")).parent_path();
  EXPECT_THAT(Names({folder_}, answers), ElementsAre("a.837"));
  EXPECT_THAT(Names({folder_}, ""), ElementsAre("a.837", "out/a.837.jsonl"));
}

TEST_F(InputFilesTest, AFileIsTakenWhateverItHolds) {
  EXPECT_THAT(Names({Put("x/notes.txt", "no claims"), "-", "not there"}),
              ElementsAre("notes.txt", "stdin", "not there"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(InputFilesTest, AFolderWithoutClaimsIsAnError) {
  Put("notes.txt", "no claims");
  Names({folder_});
  EXPECT_THAT(std::string(status_.message()), HasSubstr("no file in this folder holds claims"));
}

TEST_F(InputFilesTest, TwoAnswersOfOneNameAreAnErrorOnlyWhereTheyAreWritten) {
  const std::string first = Put("a/claims.837", "ISA*00*");
  const std::string second = Put("b/claims.837", "ISA*00*");
  Names({first, second});
  EXPECT_THAT(std::string(status_.message()), HasSubstr("b/claims.837: another input's answers"));
  EXPECT_THAT(Names({first, second}, ""), ElementsAre("claims.837", "claims.837"));
}

TEST_F(InputFilesTest, TheTotalIsKnownOnlyIfEachSizeIs) {
  const std::string file = Put("a.837", "ISA*00*");
  EXPECT_EQ(TotalBytes({{file, "", ""}, {file, "", ""}}), 14u);
  EXPECT_EQ(TotalBytes({{file, "", ""}, {"-", "", ""}}), 0u);
  EXPECT_EQ(TotalBytes({{file, "", ""}, {"not there", "", ""}}), 0u);
}

}  // namespace
}  // namespace scrubline
