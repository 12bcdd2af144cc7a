// The tutorial keeps its word: docs/tutorial.md is followed from top to bottom in an empty folder,
// with the program just built.
//
//   ```yaml or ```json    a file to write; its first line names it: `# bayview/ruleset.yaml`, or,
//   for
//                         forms without comments, a note above the block: <!-- json: claims.json
//                         -->
//                         A note may also say where in a file lines go, which the text tells in
//                         words:
//                         <!-- yaml: bayview/visits.yaml, after "effective:" -->, or `in place of`
//   ```console            `$ command`, then what it prints, both streams as they come
//
// UPDATE_GOLDENS=1 writes what the commands print into the page; review the difference like code.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "re2/re2.h"
#include "tests/docs/markdown.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrompt = "$ ";

class Tutorial : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("scrubline_tutorial_" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const MarkdownPage::Block& block) const {
    std::string name = block.note;
    std::string how, where;
    if (RE2::FullMatch(block.note, R"re((\S+), (after|in place of) "(.*)")re", &name, &how,
                       &where)) {
      return Edit(folder_ / name, how == "after", where, block.text);
    }
    if (name.empty()) {
      const std::string first = block.text.substr(0, block.text.find('\n'));
      ASSERT_TRUE(first.starts_with("# ")) << "line " << block.line << ": no name of a file";
      name = first.substr(2);
    }
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << block.text;
  }
  // Puts `text` after, or in place of, the first line that has `where` in it.
  static void Edit(const fs::path& file, bool after, const std::string& where,
                   const std::string& text) {
    std::string edited;
    bool found = false;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      const bool here = !found && line.find(where) != std::string::npos;
      found = found || here;
      if (!here || after) edited += line + "\n";
      if (here) edited += text;
    }
    ASSERT_TRUE(found) << "no `" << where << "` in " << file;
    std::ofstream(file) << edited;
  }

  // What a command prints, run in the tutorial's folder.
  std::string Run(const std::string& command) const {
    const std::string program = fs::path(SCRUB).parent_path().string();
    const std::string line = "cd '" + folder_.string() + "' && PATH='" + program +
                             "':\"$PATH\" && { " + command + "; } 2>&1";
    FILE* pipe = popen(line.c_str(), "r");
    std::string output;
    std::array<char, 4096> buffer{};
    for (size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
      output.append(buffer.data(), n);
    }
    const int status = pclose(pipe);
    EXPECT_TRUE(WIFEXITED(status)) << command;
    EXPECT_NE(WEXITSTATUS(status), 127) << command << ": no such command";
    return output;
  }

  // The block with each command's output as it is.
  std::string Replay(const std::string& block) const {
    std::istringstream lines(block);
    std::string out;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(kPrompt)) continue;
      out += line + "\n" + Run(line.substr(kPrompt.size()));
      if (!out.ends_with('\n')) out += '\n';
    }
    return out;
  }

  fs::path folder_;
};

TEST_F(Tutorial, DoesAsItSays) {
  const char* const kPage = "docs/tutorial.md";
  const MarkdownPage page = ReadMarkdown(kPage);
  ASSERT_NE(page.text, "") << kPage << " cannot be read";
  const bool update = std::getenv("UPDATE_GOLDENS") != nullptr;
  std::string updated = page.text;
  int commands = 0;
  for (const MarkdownPage::Block& block : page.blocks) {
    SCOPED_TRACE(std::string(kPage) + ":" + std::to_string(block.line));
    if (block.language == "yaml" || block.language == "json") {
      ASSERT_NO_FATAL_FAILURE(Write(block));
    } else if (block.language == "console") {
      ++commands;
      const std::string now = Replay(block.text);
      const std::string shown = "```console\n" + block.text + "```\n";
      if (update) {
        updated.replace(updated.find(shown), shown.size(), "```console\n" + now + "```\n");
      } else {
        EXPECT_EQ(block.text, now);
      }
    }
  }
  EXPECT_GT(commands, 5);
  if (update) std::ofstream(kPage) << updated;
}

}  // namespace
}  // namespace scrubline
