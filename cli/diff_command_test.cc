#include "cli/diff_command.h"

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
using testing::StartsWith;

class DiffCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_diff_command_" + std::to_string(getpid());
    WriteRules("a", "warn");
    WriteRules("b", "deny");
    WriteRules("same", "warn");
    Write("claims.jsonl",
          R"({"claimId": "C1", "type": "PROFESSIONAL", "serviceLines": [{"lineNumber": 1, )"
          R"("procedureCode": "99213", "serviceDate": "2026-03-02", "units": 1}]})"
          "\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void WriteRules(const std::string& version, const std::string& severity) {
    Write(version + "/base/ruleset.yaml",
          "{id: base, version: '1', language: 1, title: Base, layer: national}");
    Write(version + "/base/rules.yaml",
          "rules:\n  - {id: BASE.VISIT, title: A visit, severity: " + severity +
              ", when: {procedure_code: '99213'}, message: visit}\n");
  }
  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  int Diff(const std::string& a, const std::string& b, std::vector<std::string> more = {}) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddDiffCommand(app, exit_code, out_, err_);
    std::vector<std::string> arguments = {"diff", folder_ + "/" + a, folder_ + "/" + b, "--tables",
                                          ""};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(DiffCommandTest, SameAndDifferent) {
  EXPECT_EQ(Diff("a", "same/"), 0) << err_.str();
  EXPECT_EQ(out_.str(), "the rules are the same\n");
  EXPECT_EQ(Diff("a", "b"), 1);
  EXPECT_EQ(out_.str(),
            "rules\n~ BASE.VISIT (" + folder_ +
                "/b/base/rules.yaml:2)\n    severity: warn -> deny\nrules: 1 changed\n");
  EXPECT_EQ(Diff("a", "b", {"--format", "json"}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("\"after\": \"deny\""));
}

TEST_F(DiffCommandTest, Claims) {
  const std::vector<std::string> claims = {"--claims", folder_ + "/claims.jsonl"};
  EXPECT_EQ(Diff("a", "same", claims), 0) << err_.str();
  EXPECT_EQ(out_.str(), "findings on 1 claims\n  the same\nthe rules are the same\n");
  EXPECT_EQ(Diff("a", "b", claims), 1);
  EXPECT_THAT(out_.str(), HasSubstr("~ BASE.VISIT: 1 of another severity\n"
                                    "    C1: line 1 warn -> deny\n"));
}

TEST_F(DiffCommandTest, NoOtherWords) {
  try {
    Diff("a", "b", {"--format", "jsno"});
    FAIL() << "taken";
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(), "--format: `jsno` is not one of text, json; did you mean `json`?");
  }
  try {
    Diff("a", "b", {"--input", "838"});
    FAIL() << "taken";
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "--input: `838` is not one of claim-json, jsonl, 837; did you mean `837`?");
  }
}

// What is said of the folders when they are loaded belongs to the comparison: an override that
// selects nothing is no difference, and easily taken for one that does what it says.
TEST_F(DiffCommandTest, WarningsOfBothFolders) {
  const auto write = [this](const std::string& version, const std::string& rule) {
    Write(version + "/base/overrides.yaml",
          "overrides:\n  - {id: O-1, select: {rule: " + rule +
              "}, severity: deny, reason: bulletin, owner: coding}\n");
  };
  write("a", "BASE.VIST");
  write("same", "OTHER.RULE");
  EXPECT_EQ(Diff("a", "same"), 0) << err_.str();
  const std::string place = "/base/overrides.yaml:2:30: warning: the override selects nothing\n";
  EXPECT_THAT(err_.str(), HasSubstr(folder_ + "/a" + place));
  EXPECT_THAT(err_.str(), HasSubstr("hint: did you mean `BASE.VISIT`?\n"));
  EXPECT_THAT(err_.str(), HasSubstr(folder_ + "/same" + place));
  EXPECT_THAT(err_.str(),
              HasSubstr("hint: name a rule or family that a ruleset has, or delete the override"));
  EXPECT_EQ(Diff("a", "a", {"--format", "json"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("{"));
}

TEST_F(DiffCommandTest, WhatCannotBeUsed) {
  EXPECT_EQ(Diff("a", "nowhere"), 2);
  EXPECT_THAT(err_.str(), HasSubstr("nowhere"));
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(Diff("a", "b", {"--claims", folder_ + "/no_claims.jsonl"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("no_claims.jsonl"));
  Write("wrong.jsonl", "{\"claimId\": \"C1\", \"serviceLines\": [{\"units\": -1}]}\n");
  EXPECT_EQ(Diff("a", "b", {"--claims", folder_ + "/wrong.jsonl"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("wrong.jsonl:1"));
  Write("b/base/rules.yaml", "rule: []");
  EXPECT_EQ(Diff("a", "b"), 2);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `rules`?"));
}

}  // namespace
}  // namespace scrubline
