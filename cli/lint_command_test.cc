#include "cli/lint_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kSound[] = R"(
rules:
  - id: BASE.VISIT
    title: A visit
    severity: warn
    when: {procedure_code: "99213"}
    message: "{procedure_code} is a visit"
    source: {title: Manual, url: "https://payer.example/manual"}
    owner: coding@payer.example
    examples:
      - fires: {lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "11102"}]}
)";

class LintCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_lint_command_" + std::to_string(getpid());
    Write("rulesets/base/ruleset.yaml",
          "{id: base, version: '1', language: 1, title: Base, layer: national}");
    Write("rulesets/base/rules.yaml", kSound);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  int Lint(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddLintCommand(app, exit_code, "1.2.3", out_, err_);
    arguments.insert(arguments.begin(), "lint");
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(LintCommandTest, ExitCodes) {
  EXPECT_EQ(Lint({folder_ + "/rulesets"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "1 rule: 0 errors, 0 warnings, 0 advice\n");
  EXPECT_THAT(err_.str(), IsEmpty());
  Write("rulesets/base/lists.yaml", "lists: {spare: {codes: ['99214']}}");
  EXPECT_EQ(Lint({folder_ + "/rulesets"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("warning: no rule uses the list `spare` [unused-list]"));
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--strict"}), 1);
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--strict", "--except", "unused-list"}), 0);
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--strict", "--only", "missing-url,missing-owner"}), 0);
  Write("rulesets/base/lists.yaml", "lists: {spare: {codes: []}}\nrule: []");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--only", "missing-url"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("did you mean `rules`?"));
  EXPECT_THAT(out_.str(), HasSubstr("[load-error]"));
}

TEST_F(LintCommandTest, WhatCannotBeUsed) {
  EXPECT_EQ(Lint({folder_ + "/nowhere"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("nowhere"));
  EXPECT_EQ(Lint({folder_ + "/rulesets", folder_ + "/rulesets/base"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("more than one folder of rulesets"));
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--tables", folder_ + "/no_tables"}), 2);
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--codes", folder_ + "/no_codes"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("no_codes"));
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--today", "2026-02-30"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("`2026-02-30`"));
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--only", "unused-lists"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `unused-list`?"));
  Write("codes/modifiers.csv", "code,from\n25,soon\n");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--codes", folder_ + "/codes"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("modifiers.csv:2: error: `soon` is not a date"));
  EXPECT_THAT(out_.str(), IsEmpty());
}

TEST_F(LintCommandTest, NoOtherFormat) {
  try {
    Lint({folder_ + "/rulesets", "--format", "sarf"});
    FAIL() << "taken";
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "--format: `sarf` is not one of text, json, sarif, github; did you mean `sarif`?");
  }
}

TEST_F(LintCommandTest, CodesOfAFolder) {
  Write("codes/procedure_codes.csv", "code,date_term\n99213,2024-12-31\n");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--codes", folder_ + "/codes", "--today", "2025-06-01"}),
            0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("expired-code")));
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--codes", folder_ + "/codes", "--today", "2026-06-01"}),
            0);
  EXPECT_THAT(out_.str(), HasSubstr("ended on 2024-12-31"));
}

TEST_F(LintCommandTest, OnlyWhatStandsInThePathsGiven) {
  Write("rulesets/base/lists.yaml", "lists: {spare: {codes: ['99214']}}");
  Write("rulesets/base/more.yaml", "lists: {more: {codes: ['99215']}}");
  EXPECT_EQ(Lint({"--rulesets", folder_ + "/rulesets/", folder_ + "/rulesets//base/more.yaml"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("`more`"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("`spare`")));
}

TEST_F(LintCommandTest, Formats) {
  Write("rulesets/base/lists.yaml", "lists: {spare: {codes: ['99214']}}");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--format", "json"}), 0);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["findings"][0]["lint"], "unused-list");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--format", "sarif"}), 0);
  const auto sarif = nlohmann::json::parse(out_.str());
  EXPECT_EQ(sarif["runs"][0]["results"][0]["ruleId"], "unused-list");
  EXPECT_EQ(sarif["runs"][0]["tool"]["driver"]["semanticVersion"], "1.2.3");
  EXPECT_EQ(Lint({folder_ + "/rulesets", "--format", "github"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("lists.yaml,line=1,col=9,title=unused-list::no rule uses"));
  EXPECT_EQ(Lint({"--list"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\nunused-list "));
}

}  // namespace
}  // namespace scrubline
