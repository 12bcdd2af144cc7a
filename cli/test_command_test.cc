#include "cli/test_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
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

  Write("more/visit_test.yaml",
        "tests: [{name: none, claim: {lines: [{procedure_code: '99213'}]}, findings: []}]");
  EXPECT_EQ(Test({folder_ + "/more", "--rulesets", folder_ + "/rulesets/"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("visit_test.yaml:1:9: none fails\n"
                                    "                expected  found\n"
                                    "  * BASE.VISIT  nothing   fired on line 1 (warn), first fix "
                                    "none\n"));
  // The trace of the rule.
  EXPECT_THAT(out_.str(), HasSubstr("procedure_code: \"99213\""));
  EXPECT_THAT(out_.str(), HasSubstr("2 passed, 1 failed\n"));
}

TEST_F(TestCommandTest, Filters) {
  Write(
      "more/visit_test.yaml",
      "tests: [{name: one, claim: {lines: [{procedure_code: '99213'}]}, findings: [BASE.VISIT]}]");
  const std::vector<std::string> all = {folder_ + "/rulesets", folder_ + "/more"};
  const auto with = [&all](const std::string& option, const std::string& value) {
    std::vector<std::string> arguments = all;
    arguments.insert(arguments.end(), {option, value});
    return arguments;
  };
  EXPECT_EQ(Test(all), 0);
  EXPECT_EQ(out_.str(), "3 passed, 0 failed\n");
  EXPECT_EQ(Test(with("--file", "visit_test")), 0);
  EXPECT_EQ(out_.str(), "1 passed, 0 failed\n");
  EXPECT_EQ(Test(with("--rule", "BASE")), 0);
  EXPECT_EQ(out_.str(), "3 passed, 0 failed\n");
  // A filter with a slip in it must not look like success.
  EXPECT_EQ(Test(with("--rule", "BASE.VIST")), 2);
  EXPECT_EQ(err_.str(),
            "error: --rule: no rule or family `BASE.VIST`\nhint: did you mean `BASE.VISIT`?\n");
  EXPECT_EQ(Test(with("--file", "vist_test")), 2);
  EXPECT_THAT(err_.str(), HasSubstr("nothing to run in a file with `vist_test` in its path"));
  EXPECT_EQ(Test(with("--filter", "VISIT")), 0);
  EXPECT_EQ(out_.str(), "2 passed, 0 failed\n");
  EXPECT_EQ(Test(with("--filter", "VIST")), 2);
  EXPECT_EQ(err_.str(),
            "error: --filter: nothing to run with `VIST` in the id of its rule or in its name\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(TestCommandTest, AFolderWithNothingToRunIsNoSuccess) {
  std::filesystem::create_directories(folder_ + "/empty");
  EXPECT_EQ(Test({folder_ + "/empty", "--rulesets", folder_ + "/rulesets"}), 2);
  EXPECT_EQ(err_.str(), "error: " + folder_ +
                            "/empty: holds neither a ruleset (ruleset.yaml) nor "
                            "tests (*_test.yaml)\n");
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(TestCommandTest, Formats) {
  EXPECT_EQ(Test({folder_ + "/rulesets", "--format", "junit"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("<testsuites name=\"scrub test\" tests=\"2\" failures=\"0\">"));
  const std::string file = folder_ + "/report.json";
  EXPECT_EQ(Test({folder_ + "/rulesets", "--format", "json", "--out", file}), 0);
  EXPECT_EQ(out_.str(), "2 passed, 0 failed\n");
  std::stringstream json;
  json << std::ifstream(file).rdbuf();
  EXPECT_THAT(json.str(), HasSubstr("\"passed\": 2"));
  EXPECT_EQ(Test({folder_ + "/rulesets", "--out", folder_ + "/no/such/file"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--out: cannot write"));
}

TEST_F(TestCommandTest, CoverageAndMutation) {
  EXPECT_EQ(Test({folder_ + "/rulesets", "--coverage"}), 0);
  EXPECT_EQ(out_.str(), "coverage 100.0 % (4 of 4) of 1 rules\n");
  EXPECT_EQ(Test({folder_ + "/rulesets", "--mutate", "--jobs", "2"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("rules.yaml:3: BASE.VISIT: 2 of 5 changes noticed\n"));
  EXPECT_THAT(out_.str(), HasSubstr("`procedure_code: \"99213\"` could also have 99214 without"));
  EXPECT_EQ(Test({folder_ + "/rulesets", "--mutate", "--min", "90"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("less than the 90 % asked for"));
  EXPECT_EQ(Test({folder_ + "/rulesets", "--coverage", "--format", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"percent\": 100.0"));

  EXPECT_EQ(Test({folder_ + "/rulesets", "--coverage", "--format", "junit"}), 2);
  EXPECT_EQ(Test({folder_ + "/rulesets", "--min", "5"}), 2);
  EXPECT_EQ(Test({folder_ + "/rulesets", "--mutate", "--filter", "x"}), 2);
  // What fails must be mended first.
  Write("rulesets/base/visit_test.yaml",
        "tests: [{name: none, claim: {lines: [{procedure_code: '99213'}]}, findings: []}]");
  EXPECT_EQ(Test({folder_ + "/rulesets", "--coverage"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("none fails"));
}

TEST_F(TestCommandTest, WatchKeepsOnPastABrokenFile) {
  std::thread author([this] {
    const auto wait = [] { std::this_thread::sleep_for(std::chrono::milliseconds(900)); };
    wait();
    Write("rulesets/base/rules.yaml", "rule: []");
    wait();
    std::raise(SIGINT);
  });
  EXPECT_EQ(Test({folder_ + "/rulesets", "--watch"}), 0);
  author.join();
  std::signal(SIGINT, SIG_DFL);
  EXPECT_EQ(out_.str(), "2 passed, 0 failed\n");
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `rules`?"));
  EXPECT_TRUE(err_.str().ends_with("waiting for a change; ctrl-C ends\n"));
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
