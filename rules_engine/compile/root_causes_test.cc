#include "rules_engine/compile/root_causes.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

TEST(RootCausesTest, NamesAreRulesOrFamilies) {
  EXPECT_TRUE(Names("CODE.TERM CODE.UNKNOWN", "CODE.UNKNOWN"));
  EXPECT_FALSE(Names("CODE.TERM CODE.UNKNOWN", "CODE"));
  EXPECT_FALSE(Names("CODE.TERM", "CODE.TERMS"));
  EXPECT_FALSE(Names("NCCI.MUE", "NCCI.MUE.ZERO"));
  EXPECT_TRUE(Names("NCCI.MUE.*", "NCCI.MUE.ZERO"));
  EXPECT_TRUE(Names("NCCI.MUE.*", "NCCI.MUE"));
  EXPECT_FALSE(Names("MN.*", "MNX.GA"));
  EXPECT_FALSE(Names("", "MN.GA"));
}

TEST(RootCausesTest, RowsOfARule) {
  EXPECT_EQ(CauseRowsOf("CODE.TERM").explains, 1u);
  EXPECT_EQ(CauseRowsOf("CODE.TERM").explained_by, 0u);
  EXPECT_EQ(CauseRowsOf("MOD.PCTC").explained_by, 1u);
  EXPECT_EQ(CauseRowsOf("MOD.SYNTAX").explained_by, 0u) << "spared";
  EXPECT_EQ(CauseRowsOf("ACME.OWN").explains, 0u);
}

TEST(RootCausesTest, NoRuleExplainsItself) {
  for (const RootCause& cause : kRootCauses) {
    std::string_view names = cause.winners;
    while (!names.empty()) {
      const size_t end = std::min(names.find(' '), names.size());
      const std::string_view rule = names.substr(0, end);
      EXPECT_FALSE(Names(cause.suppressed, rule) && !Names(cause.spared, rule)) << rule;
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }
}

}  // namespace
}  // namespace scrubline
