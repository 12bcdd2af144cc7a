#include "cli/quiz_command.h"

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
using testing::Not;
using testing::StartsWith;

class QuizCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "scrubline_quiz_command_" + std::to_string(getpid());
    Write("ruleset.yaml", "{id: base, version: '1', language: 1, title: Base, layer: national}");
    Write("rules.yaml", R"(
rules:
  - id: BASE.EM.VISIT
    title: A visit needs modifier 25
    severity: warn
    when: {procedure_code: "99213", modifiers: {none_of: ["25"]}}
    message: "a visit"
    examples:
      - fires: {lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "99213", modifiers: ["25"]}]}
  - {id: BASE.NOTHING, title: Untried, severity: warn, when: {procedure_code: "11102"}, message: m}
)");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/" + path) << text;
  }
  int Quiz(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddQuizCommand(app, exit_code, out_, err_);
    arguments.insert(arguments.begin(), {"quiz", "--rulesets", folder_});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(QuizCommandTest, AsksAndSaysWhatItLeftOut) {
  EXPECT_EQ(Quiz({}), 0);
  EXPECT_THAT(out_.str(), StartsWith("1. A visit needs modifier 25 [BASE.EM.VISIT]\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("what decides")));
  EXPECT_THAT(err_.str(), HasSubstr("note: no case for BASE.NOTHING: no example, nor a test that "
                                    "expects it, on which it is evaluated\n"));
  EXPECT_EQ(Quiz({"--family", "BASE.EM", "--answers"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("what decides: line 1 has modifier 25"));
  EXPECT_THAT(err_.str(), Not(HasSubstr("note:")));
  const std::string first = out_.str();
  EXPECT_EQ(Quiz({"--rule", "BASE.EM.VISIT", "--answers", "--seed", "1"}), 0);
  EXPECT_EQ(out_.str(), first);
}

TEST_F(QuizCommandTest, Formats) {
  EXPECT_EQ(Quiz({"--format", "html"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("<!DOCTYPE html>"));
  EXPECT_EQ(Quiz({"--format", "json"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("{\n"));
  EXPECT_THROW(Quiz({"--format", "pdf"}), CLI::ParseError);
  EXPECT_THROW(Quiz({"--count", "0"}), CLI::ParseError);
}

TEST_F(QuizCommandTest, SaysWhenThereIsLessThanAsked) {
  EXPECT_EQ(Quiz({"--rule", "BASE.EM", "--count", "50"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr(" of 50 cases: the rules give no more"));
  EXPECT_EQ(Quiz({"--rule", "BASE.NOTHING"}), 3);
  EXPECT_THAT(err_.str(), HasSubstr("error: no rule gives a case\nhint: examples are what"));
}

TEST_F(QuizCommandTest, NamesWhatItCannotUse) {
  EXPECT_EQ(Quiz({"--rule", "BASE.EM.VIST"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("error: --rule: no rule or family `BASE.EM.VIST`\nhint: did "
                                    "you mean `BASE.EM.VISIT`?\n"));
  EXPECT_THAT(out_.str(), IsEmpty());
  Write("rules.yaml", "rules: [");
  EXPECT_EQ(Quiz({}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("rules.yaml:1"));
}

}  // namespace
}  // namespace scrubline
