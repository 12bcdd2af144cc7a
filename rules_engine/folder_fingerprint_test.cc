#include "rules_engine/folder_fingerprint.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace scrubline {
namespace {

TEST(FolderFingerprintTest, SeesFilesComeGoMoveAndGrow) {
  const std::string folder =
      testing::TempDir() + "scrubline_fingerprint_" + std::to_string(getpid());
  std::filesystem::create_directories(folder + "/inner");
  const std::string a = folder + "/a.yaml";
  std::ofstream(a) << "x";
  const uint64_t before = FolderFingerprint({folder});
  EXPECT_EQ(FolderFingerprint({folder}), before);
  std::ofstream(folder + "/b.yaml") << "x";
  const uint64_t with_file = FolderFingerprint({folder});
  EXPECT_NE(with_file, before);
  std::filesystem::rename(folder + "/b.yaml", folder + "/inner/b.yaml");
  EXPECT_NE(FolderFingerprint({folder}), with_file);
  std::filesystem::remove(folder + "/inner/b.yaml");
  EXPECT_EQ(FolderFingerprint({folder}), before);

  // A file named in place of a folder.
  const uint64_t one_file = FolderFingerprint({a});
  EXPECT_NE(one_file, FolderFingerprint({}));
  std::ofstream(a) << "xx";
  EXPECT_NE(FolderFingerprint({folder}), before);
  EXPECT_NE(FolderFingerprint({a}), one_file);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(FolderFingerprint({folder}), FolderFingerprint({}));
}

}  // namespace
}  // namespace scrubline
