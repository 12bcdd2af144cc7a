#include "cli/rules_command.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RulesCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "scrubline_rules_command_" + std::to_string(getpid());
    Write("base/ruleset.yaml",
          "{id: base, version: '1', language: 1, title: Base, layer: national}");
    Write("base/rules.yaml", R"(
rules:
  - id: BASE.VISIT
    title: A visit of several units
    severity: {default: warn, medicare: deny}
    when: {procedure_code: "99202-99215", units: {more_than: 1}}
    message: "{procedure_code} has {units} units"
    fix: [{set_units: 1}]
    denial: {carc: ["151"], rarc: ["N362"]}
    source: {title: "Manual", section: "1.2"}
  - id: BASE.SIDE
    title: Both sides
    severity: reject
    when: {modifiers: {all_of: ["RT", "LT"]}}
    message: "both sides"
)");
    Write("acme/ruleset.yaml",
          "{id: acme, version: '1', language: 1, title: Acme, layer: payer, "
          "scope: {payers: [ACME], line_of_business: [commercial]}}");
    Write("acme/overrides.yaml",
          "overrides:\n  - {id: ACME-1, select: {rule: BASE.SIDE}, suppress: true, reason: "
          "bulletin 7, owner: me}\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  int Run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    CLI::App app;
    int exit_code = -1;
    AddRulesCommand(app, exit_code, out_, err_);
    arguments.insert(arguments.begin(), "rules");
    arguments.insert(arguments.end(), {"--rulesets", folder_});
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    return exit_code;
  }

  std::string folder_;
  std::ostringstream out_, err_;
};

TEST_F(RulesCommandTest, ListsRulesByWhatTheyAre) {
  const struct {
    std::vector<std::string> options;
    bool visit, side;
  } kCases[] = {
      {{}, true, true},
      {{"--family", "BASE"}, true, true},
      {{"--rule", "BASE.SIDE"}, false, true},
      {{"--severity", "deny"}, true, false},
      {{"--severity", "deny", "--line-of-business", "commercial"}, false, false},
      {{"--severity", "warn", "--line-of-business", "commercial"}, true, false},
      {{"--code", "99213"}, true, false},
      {{"--code", "RT"}, false, true},
      {{"--payer", "ACME"}, true, true},
  };
  for (const auto& c : kCases) {
    std::vector<std::string> arguments = {"list"};
    arguments.insert(arguments.end(), c.options.begin(), c.options.end());
    ASSERT_EQ(Run(arguments), 0) << err_.str();
    EXPECT_EQ(out_.str().find("BASE.VISIT") != std::string::npos, c.visit) << out_.str();
    EXPECT_EQ(out_.str().find("BASE.SIDE") != std::string::npos, c.side) << out_.str();
    EXPECT_THAT(err_.str(), HasSubstr(c.visit && c.side   ? "2 rules"
                                      : c.visit || c.side ? "1 rule\n"
                                                          : "0 rules"));
  }
}

TEST_F(RulesCommandTest, ShowsAllThatARuleSays) {
  ASSERT_EQ(Run({"show", "BASE.VISIT"}), 0) << err_.str();
  for (const char* expected :
       {"BASE.VISIT  A visit of several units", "severity: warn; medicare deny", "Manual, 1.2",
        "prevents: 151; remarks N362", "99202-99215", "{procedure_code} has {units} units",
        "set the units of the line to 1"}) {
    EXPECT_THAT(out_.str(), HasSubstr(expected));
  }
  EXPECT_THAT(out_.str(), Not(HasSubstr("changed by")));
  ASSERT_EQ(Run({"show", "BASE.SIDE"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("changed by:\n  - acme;"));
  EXPECT_THAT(out_.str(), HasSubstr("bulletin 7"));
}

TEST_F(RulesCommandTest, NamesWhatThereIsNoneOf) {
  EXPECT_EQ(Run({"show", "BASE.VISTI"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `BASE.VISIT`?"));
  EXPECT_EQ(Run({"list", "--payer", "ACNE"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean `ACME`?"));
  EXPECT_EQ(Run({"list", "--code", "not a code"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("`not a code` is not a code"));
}

TEST_F(RulesCommandTest, WritesThePageOfEdits) {
  ASSERT_EQ(Run({"list", "--format", "markdown"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("## BASE"));
  EXPECT_THAT(out_.str(), HasSubstr("| `BASE.VISIT` | A visit of several units | warn; medicare "
                                    "deny | base | 151, N362 | Manual, 1.2 |"));
}

}  // namespace
}  // namespace scrubline
