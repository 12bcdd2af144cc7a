#include "cli/command_names.h"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace scrubline {
namespace {

std::string Answer(const std::vector<const char*>& words) {
  CLI::App app("scrub");
  app.require_subcommand(1);
  app.add_subcommand("check", "");
  app.add_subcommand("test", "");
  CLI::App* tables = app.add_subcommand("tables", "");
  tables->require_subcommand(1);
  tables->add_subcommand("import", "");
  std::ostringstream err;
  const bool unknown = ReportUnknownCommand(app, words, err);
  EXPECT_EQ(unknown, !err.str().empty());
  return err.str();
}

TEST(CommandNamesTest, DidYouMean) {
  EXPECT_EQ(Answer({"tset"}), "error: no command `tset`\nhint: did you mean `test`?\n");
  EXPECT_EQ(Answer({"tables", "imprt", "x.zip"}),
            "error: no command `imprt` of `tables`\nhint: did you mean `import`?\n");
  EXPECT_EQ(Answer({"scribble"}),
            "error: no command `scribble`\nhint: the commands are check, test, tables\n");
}

TEST(CommandNamesTest, LeavesTheRestToTheParser) {
  EXPECT_EQ(Answer({}), "");
  EXPECT_EQ(Answer({"--version"}), "");
  EXPECT_EQ(Answer({"test", "rulesets"}), "");
  EXPECT_EQ(Answer({"tables"}), "");
  EXPECT_EQ(Answer({"tables", "import", "x.zip"}), "");
}

}  // namespace
}  // namespace scrubline
