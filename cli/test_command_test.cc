#include "cli/test_command.h"

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
using testing::IsEmpty;

class TestCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_test_command_" + std::to_string(getpid());
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
  int Test(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddTestCommand(app, exit_code, out_, err_);
    arguments.insert(arguments.begin(), "test");
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(TestCommandTest, PassesAndFails) {
  EXPECT_EQ(Test({folder_ + "/rulesets"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "2 passed, 0 failed\n");
  EXPECT_THAT(err_.str(), IsEmpty());
  EXPECT_EQ(Test({"--rulesets", folder_ + "/rulesets", "--filter", "NONE"}), 0);
  EXPECT_EQ(out_.str(), "0 passed, 0 failed\n");

  Write("more/visit_test.yaml",
        "tests: [{name: none, claim: {lines: [{procedure_code: '99213'}]}, findings: []}]");
  EXPECT_EQ(Test({folder_ + "/more", "--rulesets", folder_ + "/rulesets/"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("visit_test.yaml:1:9: none fails\n  expected: nothing\n"));
  EXPECT_THAT(out_.str(), HasSubstr("2 passed, 1 failed\n"));
}

TEST_F(TestCommandTest, WhatCannotBeUsed) {
  EXPECT_EQ(Test({folder_ + "/nowhere", "--rulesets", folder_ + "/rulesets"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("nowhere"));
  EXPECT_EQ(Test({folder_ + "/rulesets", folder_ + "/rulesets/base"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("more than one folder of rulesets"));
  EXPECT_EQ(Test({folder_ + "/rulesets", "--tables", folder_ + "/no_tables"}), 2);
  Write("more/wrong_test.yaml", "tests: [{name: none, claims: {}}]");
  EXPECT_EQ(Test({folder_ + "/more", "--rulesets", folder_ + "/rulesets"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("unknown key `claims` in a test"));
  Write("rulesets/base/rules.yaml", "rule: []");
  EXPECT_EQ(Test({folder_ + "/rulesets"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `rules`?"));
  EXPECT_THAT(out_.str(), IsEmpty());
}

}  // namespace
}  // namespace scrubline
