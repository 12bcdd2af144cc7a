// docs/edits.md lists the shipped rules as they are: everything below its line of generation is
// written by this test. UPDATE_GOLDENS=1 rewrites it; review the difference like code.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "authoring/handbook/rule_list.h"
#include "rules_engine/load.h"

namespace scrubline {
namespace {

constexpr char kPage[] = "docs/edits.md";
constexpr std::string_view kLine =
    "<!-- From here on written from the rulesets: `scrub rules list --format markdown`. -->\n";

TEST(EditsPage, SaysWhatTheRulesetsSay) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot("rulesets", "", diagnostics);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics);

  std::ifstream file(kPage);
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const size_t line = page.find(kLine);
  ASSERT_NE(line, std::string::npos) << kPage << " lacks its line of generation";
  const std::string written = page.substr(0, line + kLine.size());
  const std::string expected = written + EditsPage((*snapshot)->rulesets());
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(kPage) << expected;
    return;
  }
  EXPECT_EQ(page, expected) << "run UPDATE_GOLDENS=1 build/dev/test/edits_page_test";
}

}  // namespace
}  // namespace scrubline
