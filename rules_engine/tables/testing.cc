#include "rules_engine/tables/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace scrubline {
namespace {

std::filesystem::path Folder() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return std::filesystem::path(::testing::TempDir()) /
         ("scrubline_" + std::to_string(getpid()) + "_" + test->test_suite_name() + "_" +
          test->name());
}

// All of 0..n-1 when few, else about `few` of them, the ends among them.
std::set<size_t> Spread(size_t n, size_t few) {
  std::set<size_t> spread;
  const size_t step = n <= few ? 1 : n / few;
  for (size_t i = 0; i < n; i += step) spread.insert(i);
  for (size_t i = 0; i < std::min<size_t>(n, 200); ++i) {
    spread.insert(i);
    spread.insert(n - 1 - i);
  }
  return spread;
}

}  // namespace

std::string ScratchFolder() {
  std::filesystem::remove_all(Folder());
  std::filesystem::create_directories(Folder());
  return Folder().string();
}

std::string ScratchPath(std::string_view name) {
  std::filesystem::create_directories(Folder());
  return (Folder() / name).string();
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  EXPECT_TRUE(file.good()) << path;
}

std::string MakeZip(const std::vector<ZipMember>& members) {
  const std::string path = ScratchPath("made.zip");
  std::filesystem::remove(path);
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &error);
  EXPECT_NE(archive, nullptr);
  for (const ZipMember& member : members) {
    zip_source_t* source =
        zip_source_buffer(archive, member.text.data(), member.text.size(), /*freep=*/0);
    EXPECT_GE(zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8), 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  return ReadFile(path);
}

std::string MakeGzip(const std::string& text) {
  const std::string path = ScratchPath("made.gz");
  gzFile file = gzopen(path.c_str(), "wb");
  EXPECT_NE(file, nullptr);
  if (!text.empty()) {
    EXPECT_GT(gzwrite(file, text.data(), static_cast<unsigned>(text.size())), 0);
  }
  EXPECT_EQ(gzclose(file), Z_OK);
  return ReadFile(path);
}

void ExpectDamageIsRefused(const std::string& path,
                           const std::function<absl::Status(const std::string&)>& map) {
  const std::string sound = ReadFile(path);
  const std::string damaged_path = path + ".damaged";
  const auto expect_refused = [&](std::string_view bytes, const std::string& how) {
    WriteFile(damaged_path, bytes);
    const absl::Status status = map(damaged_path);
    ASSERT_FALSE(status.ok()) << how;
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(damaged_path)) << how;
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("scrub tables import")) << how;
  };
  for (const size_t length : Spread(sound.size(), 300)) {
    expect_refused(std::string_view(sound).substr(0, length), "cut to " + std::to_string(length));
  }
  expect_refused(sound + '\0', "one byte more");
  for (const size_t bit : Spread(sound.size() * 8, 2000)) {
    std::string flipped = sound;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    expect_refused(flipped, "bit " + std::to_string(bit) + " flipped");
  }
}

std::string PublishedData() {
  const char* set = std::getenv("SCRUBLINE_DATA");
  const std::string folder = set != nullptr ? set : "../shared/data";
  return std::filesystem::is_directory(folder + "/cms/ptp") ? folder : "";
}

}  // namespace scrubline
