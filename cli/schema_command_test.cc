#include "cli/schema_command.h"

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

class SchemaCommandTest : public testing::Test {
 protected:
  int Schema(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddSchemaCommand(app, exit_code, out_, err_);
    arguments.insert(arguments.begin(), "schema");
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
    app.parse(arguments);
    return exit_code;
  }

  std::ostringstream out_, err_;
};

TEST_F(SchemaCommandTest, HasTheNamesOfTheRulesets) {
  ASSERT_EQ(Schema({"--rulesets", "rulesets/"}), 0) << err_.str();
  const auto schema = nlohmann::json::parse(out_.str());
  EXPECT_THAT(schema["definitions"]["list_name"]["enum"].dump(),
              testing::HasSubstr("\"ncci_modifiers\""));
  EXPECT_TRUE(schema["properties"].contains("rules"));
  EXPECT_TRUE(schema["properties"].contains("layer"));
  ASSERT_EQ(Schema({"--rulesets", "rulesets", "--kind", "tests"}), 0);
  EXPECT_FALSE(nlohmann::json::parse(out_.str())["properties"].contains("rules"));
}

TEST_F(SchemaCommandTest, OfNoOtherKind) {
  ASSERT_EQ(Schema({"--rulesets", "rulesets", "--kind", "ruleset"}), 0);
  EXPECT_TRUE(nlohmann::json::parse(out_.str())["properties"].contains("layer"));
  EXPECT_FALSE(nlohmann::json::parse(out_.str())["properties"].contains("rules"));
  ASSERT_EQ(Schema({"--rulesets", "rulesets", "--kind", "rules"}), 0);
  EXPECT_FALSE(nlohmann::json::parse(out_.str())["properties"].contains("layer"));
  try {
    Schema({"--kind", "test"});
    FAIL() << "taken";
  } catch (const CLI::ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "--kind: `test` is not one of all, ruleset, rules, tests; did you mean `tests`?");
  }
}

// Names are wanted most while a file does not load.
TEST_F(SchemaCommandTest, OfRulesetsThatDoNotLoad) {
  const std::string folder =
      testing::TempDir() + "scrubline_schema_command_" + std::to_string(getpid());
  std::filesystem::create_directories(folder + "/acme");
  std::ofstream(folder + "/acme/ruleset.yaml") << "id: acme\n";
  std::ofstream(folder + "/acme/rules.yaml")
      << "lists: {visits: {codes: ['99213']}}\nrules: [{}]\n";
  EXPECT_EQ(Schema({"--rulesets", folder}), 0);
  EXPECT_THAT(out_.str(), testing::HasSubstr("\"visits\""));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(Schema({"--rulesets", folder}), 2);
  EXPECT_THAT(err_.str(), testing::HasSubstr("scrubline_schema_command"));
  EXPECT_THAT(out_.str(), testing::IsEmpty());
}

}  // namespace
}  // namespace scrubline
