#include "cli/choice.h"

#include <gtest/gtest.h>

#include <string>

namespace scrubline {
namespace {

enum class Form { kText = 3, kJson = 7 };

// What the option is after `word`, or what was wrong with it.
std::string Parse(const std::string& word) {
  CLI::App app;
  Form form = Form::kText;
  AddChoice(app, "--format", form, {{"text", Form::kText}, {"json", Form::kJson}}, "");
  try {
    app.parse(std::vector<std::string>{word, "--format"});  // the last comes first
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
  return std::to_string(static_cast<int>(form));
}

TEST(ChoiceTest, TakesTheWords) {
  EXPECT_EQ(Parse("text"), "3");
  EXPECT_EQ(Parse("json"), "7");
}

TEST(ChoiceTest, TakesNothingElse) {
  EXPECT_EQ(Parse("jsno"), "--format: `jsno` is not one of text, json; did you mean `json`?");
  EXPECT_EQ(Parse("picture"), "--format: `picture` is not one of text, json");
  EXPECT_EQ(Parse("1"), "--format: `1` is not one of text, json");
  EXPECT_EQ(Parse("7"), "--format: `7` is not one of text, json");
}

TEST(ChoiceTest, HelpShowsThem) {
  CLI::App app;
  Form form = Form::kText;
  AddChoice(app, "--format", form, {{"text", Form::kText}, {"json", Form::kJson}}, "Form");
  EXPECT_NE(app.help().find("--format text|json"), std::string::npos) << app.help();
}

TEST(ChoicesTest, AreTakenInOrderEachOnceAndLeaveWhatFollows) {
  CLI::App app("test");
  std::vector<Form> forms = {Form::kText};
  std::vector<std::string> files;
  AddChoices(app, "--format", forms, {{"text", Form::kText}, {"json", Form::kJson}}, "");
  app.add_option("FILE", files);
  std::vector<std::string> arguments = {"file", "json,text,json", "--format"};
  app.parse(arguments);
  EXPECT_EQ(forms, (std::vector<Form>{Form::kJson, Form::kText}));
  EXPECT_EQ(files, std::vector<std::string>{"file"});
  arguments = {"json,picture", "--format"};
  EXPECT_THROW(app.parse(arguments), CLI::ParseError);
}

}  // namespace
}  // namespace scrubline
