#include "cli/docs_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using testing::HasSubstr;

class DocsCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_docs_command_" + std::to_string(getpid());
    Write("rulesets/base/ruleset.yaml",
          "{id: base, version: '1', language: 1, title: Base, layer: national}");
    Write("rulesets/base/rules.yaml", R"(
rules:
  - id: BASE.VISIT
    title: A visit
    severity: warn
    when: {procedure_code: "99213"}
    message: "a visit"
    examples:
      - fires: {lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "11102"}]}
)");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  int Docs(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddDocsCommand(app, exit_code, out_, err_);
    arguments.insert(arguments.begin(),
                     {"docs", "--rulesets", folder_ + "/rulesets", "--out", folder_ + "/book"});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(DocsCommandTest, WritesAHandbookAndWritesItAgain) {
  EXPECT_EQ(Docs({}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("/book/index.html: "));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/book/rules/BASE.VISIT.html"));
  EXPECT_EQ(Docs({}), 0) << err_.str();
  EXPECT_EQ(Docs({"--rule", "BASE"}), 0) << err_.str();
}

TEST_F(DocsCommandTest, SaysWhatItCannotDo) {
  EXPECT_EQ(Docs({"--rule", "BASE.VIST"}), 2);
  EXPECT_EQ(err_.str(), "error: no rule or family `BASE.VIST`; did you mean `BASE.VISIT`?\n");
  Write("book/letter.txt", "dear payer");
  EXPECT_EQ(Docs({}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("/book holds something else than a handbook"));
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/book/letter.txt"));
  Write("rulesets/base/rules.yaml", "rules: [{id: BASE.VISIT}]");
  EXPECT_EQ(Docs({}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("error: "));
}

}  // namespace
}  // namespace scrubline
