#include "authoring/handbook/handbook_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace scrubline {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class HandbookFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_handbook_" + std::to_string(getpid());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string Read(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::ptrdiff_t Entries() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  const HandbookFiles old_ = {{"handbook.txt", "mark"}, {"rules/A.html", "a"}, {"b.html", "old"}};
  const HandbookFiles new_ = {{"handbook.txt", "mark"}, {"b.html", "new"}};
  fs::path folder_;
};

TEST_F(HandbookFolderTest, ReplacesAHandbookWhole) {
  const std::string book = folder_ / "book";
  ASSERT_TRUE(WriteHandbook(old_, book + "/").ok());
  EXPECT_EQ(Read(book + "/rules/A.html"), "a");
  ASSERT_TRUE(WriteHandbook(new_, book).ok());
  EXPECT_EQ(Read(book + "/b.html"), "new");
  EXPECT_FALSE(fs::exists(book + "/rules"));  // nothing of the old one stays
  EXPECT_EQ(Entries(), 1);                    // and nothing beside it
}

TEST_F(HandbookFolderTest, RefusesWhatIsNoHandbook) {
  const std::string book = folder_ / "book";
  fs::create_directories(book);
  ASSERT_TRUE(WriteHandbook(old_, book).ok());  // an empty folder is nobody's
  const std::string letters = folder_ / "letters";
  fs::create_directories(letters);
  std::ofstream(letters + "/letter.txt") << "dear payer";
  EXPECT_THAT(std::string(WriteHandbook(new_, letters).message()),
              HasSubstr("letters holds something else than a handbook; name a new folder"));
  EXPECT_THAT(std::string(WriteHandbook(new_, letters + "/letter.txt").message()),
              HasSubstr("letter.txt is a file; name a folder"));
  EXPECT_EQ(Read(letters + "/letter.txt"), "dear payer");
}

TEST_F(HandbookFolderTest, LeavesNothingHalfWritten) {
  const std::string book = folder_ / "book";
  ASSERT_TRUE(WriteHandbook(old_, book).ok());
  // A file where a folder is needed: the write fails midway.
  const HandbookFiles broken = {{"a", "file"}, {"a/b.html", "inside"}, {"handbook.txt", "mark"}};
  EXPECT_FALSE(WriteHandbook(broken, book).ok());
  EXPECT_EQ(Read(book + "/b.html"), "old");
  EXPECT_EQ(Entries(), 1);
}

}  // namespace
}  // namespace scrubline
