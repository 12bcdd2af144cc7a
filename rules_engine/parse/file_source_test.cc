#include "rules_engine/parse/file_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace scrubline {
namespace {

using testing::ElementsAre;

class FileSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_files_" + std::to_string(getpid());
    std::filesystem::create_directories(folder_ + "/b/.hidden");
    for (const char* path : {"/b/two", "/a", "/.swp", "/b/.hidden/three", "/b/one"}) {
      std::ofstream(folder_ + path) << path;
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(FileSourceTest, DiskListsSortedWithoutHiddenFiles) {
  const auto paths = DiskFileSource().List(folder_);
  ASSERT_TRUE(paths.ok()) << paths.status();
  EXPECT_THAT(*paths, ElementsAre(folder_ + "/a", folder_ + "/b/one", folder_ + "/b/two"));
  EXPECT_EQ(DiskFileSource().List(folder_ + "/nowhere").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(FileSourceTest, AFileIsCutJustAfterTheCap) {
  const MemoryFileSource memory(std::map<std::string, std::string>{{"f/a", "12345"}});
  std::ofstream(folder_ + "/a") << "12345";
  const DiskFileSource disk;
  for (const size_t cap : {0u, 3u, 4u, 5u, 100u}) {
    EXPECT_EQ(disk.Read(folder_ + "/a", cap).value(), memory.Read("f/a", cap).value());
    EXPECT_EQ(disk.Read(folder_ + "/a", cap)->size(), std::min<size_t>(cap + 1, 5));
  }
  EXPECT_FALSE(disk.Read(folder_ + "/c", 10).ok());
  EXPECT_FALSE(memory.Read("f/c", 10).ok());
  EXPECT_THAT(*memory.List("f"), ElementsAre("f/a"));
}

}  // namespace
}  // namespace scrubline
