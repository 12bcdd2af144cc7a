#include "cli/graph_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "cli/graphviz.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Outcome {
  int code = -1;
  std::string out, err;
};

class GraphCommand : public ::testing::Test {
 protected:
  GraphCommand()
      : folder_(::testing::TempDir() + "graph_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_ + "/rulesets/test");
    std::ofstream(folder_ + "/rulesets/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    std::ofstream(folder_ + "/rulesets/test/rules.yaml") << R"(rules:
  - {id: TEST.A, title: A, severity: warn, for: line, message: m, when: {modifiers: ["50"], units: 2}}
  - {id: TEST.B, title: B, severity: warn, for: line, message: m, when: {procedure_code: "X0001"}}
)";
  }
  ~GraphCommand() override { std::filesystem::remove_all(folder_); }

  Outcome Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "graph");
    arguments.insert(arguments.end(), {"--rulesets", folder_ + "/rulesets"});
    std::ostringstream out, err;
    Outcome outcome;
    CLI::App app("scrub");
    AddGraphCommand(app, outcome.code, out, err);
    std::reverse(arguments.begin(), arguments.end());
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError& error) {
      outcome.code = 2;
      err << error.what();
    }
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }

  const std::string folder_;
};

TEST_F(GraphCommand, TheDrawingsOwnLanguage) {
  const Outcome all = Run({"--format", "dot"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, StartsWith("digraph rules {"));
  EXPECT_THAT(all.out, HasSubstr("TEST.A"));
  EXPECT_THAT(all.out, HasSubstr("TEST.B"));
  const Outcome one = Run({"--format", "dot", "--code", "x0001"});
  EXPECT_THAT(one.out, Not(HasSubstr("TEST.A")));
  EXPECT_THAT(one.out, HasSubstr("TEST.B"));
}

TEST_F(GraphCommand, NumbersIntoAFile) {
  const std::string file = folder_ + "/stats.txt";
  EXPECT_EQ(Run({"--stats", "--out", file}).code, 0);
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  EXPECT_THAT(text.str(), StartsWith("rules          2, and 0 built in\n"));
  EXPECT_EQ(Run({"--stats", "--out", folder_ + "/none/stats.txt"}).code, 2);
}

TEST_F(GraphCommand, WhatCannotBeDrawn) {
  EXPECT_EQ(Run({"--rule", "TEST.C", "--format", "dot"}).err,
            "error: no rule or family `TEST.C`; did you mean `TEST.A`?\n");
  EXPECT_EQ(Run({"--rule", "NOPE", "--format", "dot"}).err,
            "error: no rule or family `NOPE`; the families are `TEST`\n");
  EXPECT_EQ(Run({"--rule", "TEST.C", "--format", "dot"}).code, 2);
  EXPECT_EQ(Run({"--code", "99213", "--format", "dot"}).code, 2);
  EXPECT_EQ(Run({"--format", "png"}).code, 2);
}

TEST_F(GraphCommand, SaysWhatToInstallWhereThereIsNoGraphviz) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", folder_.c_str(), 1);
  const Outcome outcome = Run({});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("install Graphviz"));
  EXPECT_THAT(outcome.err, HasSubstr("--format dot"));
}

TEST_F(GraphCommand, AnSvg) {
  if (RunDot("digraph a {}").status().code() == absl::StatusCode::kNotFound) {
    GTEST_SKIP() << "Graphviz's dot is not installed";
  }
  const Outcome outcome = Run({"--rule", "TEST.A"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("<svg"));
  EXPECT_THAT(outcome.out, HasSubstr("TEST.A"));
  EXPECT_EQ(RunDot("this is no drawing").status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace scrubline
