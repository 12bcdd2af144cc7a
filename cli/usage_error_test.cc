#include "cli/usage_error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "cli/choice.h"

namespace scrubline {
namespace {

std::string Answer(std::vector<std::string> words) {
  CLI::App app("", "scrub");
  app.require_subcommand(1);
  CLI::App* check = app.add_subcommand("check", "");
  std::string file, tables;
  int jobs = 1, form = 0;
  unsigned seed = 1;
  check->add_option("FILE", file)->required();
  check->add_option("--tables", tables);
  check->add_option("--jobs", jobs)->check(CLI::Range(1, 256));
  check->add_option("--seed", seed);
  AddChoice(*check, "--format", form, {{"table", 0}, {"csv", 1}}, "");
  CLI::App* parent = app.add_subcommand("tables", "");
  parent->require_subcommand(1);
  parent->add_subcommand("list", "");
  parent->add_subcommand("show", "");
  std::reverse(words.begin(), words.end());  // as CLI11 wants a vector
  std::ostringstream err;
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    ReportUsageError(app, error, err);
  }
  return err.str();
}

TEST(UsageErrorTest, SaysWhatIsWrongAndWhatToDo) {
  EXPECT_EQ(Answer({"check", "a.json"}), "");
  EXPECT_EQ(Answer({}), "error: `scrub` needs a command\nhint: the commands are check, tables\n");
  EXPECT_EQ(Answer({"tables"}),
            "error: `scrub tables` needs a command\nhint: the commands are list, show\n");
  EXPECT_EQ(Answer({"check"}),
            "error: FILE is required\nhint: `scrub check --help` tells all of it\n");
  EXPECT_EQ(Answer({"check", "a.json", "b.json"}),
            "error: `b.json` is one argument more than `scrub check` takes\n"
            "hint: `scrub check --help` tells all of it\n");
  EXPECT_EQ(Answer({"check", "a.json", "--tabels", "x"}),
            "error: unknown option `--tabels` of `scrub check`\nhint: did you mean `--tables`?\n");
  EXPECT_EQ(Answer({"check", "--tabels=x"}),
            "error: unknown option `--tabels` of `scrub check`\nhint: did you mean `--tables`?\n");
  EXPECT_EQ(
      Answer({"check", "a.json", "--colour"}),
      "error: unknown option `--colour` of `scrub check`\nhint: `scrub check --help` lists them\n");
  EXPECT_EQ(Answer({"check", "a.json", "--format", "cvs"}),
            "error: --format: `cvs` is not one of table, csv; did you mean `csv`?\n");
  EXPECT_EQ(Answer({"check", "a.json", "--seed", "abc"}), "error: --seed: `abc` is not a number\n");
  EXPECT_EQ(Answer({"check", "a.json", "--jobs", "0"}),
            "error: --jobs: Value 0 not in range 1 to 256\n"
            "hint: `scrub check --help` tells all of it\n");
}

}  // namespace
}  // namespace scrubline
