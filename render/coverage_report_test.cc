#include "render/coverage_report.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

CoverageReport OneRule() {
  RuleCoverage rule;
  rule.id = "ACME.VISIT";
  rule.position = {"acme/visits.yaml", 4, 9};
  rule.conditions = {{"when", "units: 1", {"acme/visits.yaml", 7, 7}, true, true, false},
                     {"when", "condition: far", {"acme/ruleset.yaml", 9, 3}, false, false, true},
                     {"unless", "units: 2", {"acme/visits.yaml", 9, 7}, true, false, false}};
  rule.fires = true;
  rule.has_exception = true;
  CoverageReport report;
  report.rules.push_back(rule);
  report.builtin_rules = 2;
  return report;
}

TEST(CoverageReportTest, TextListsWhatWasNeverSeen) {
  EXPECT_EQ(
      CoverageReportText(OneRule()),
      "acme/visits.yaml:4: ACME.VISIT: 4 of 9 seen\n"
      "  acme/ruleset.yaml line 9: `condition: far` was never true nor false (it was unknown)\n"
      "  line 9: `units: 2` of `unless` was never false\n"
      "  no example or test stays clear of it\n"
      "  no example or test is bypassed\n"
      "coverage 44.4 % (4 of 9) of 1 rules; 2 built-in rules have no conditions of their own\n");
  EXPECT_EQ(CoverageReportText({}), "coverage 100.0 % (0 of 0) of 0 rules\n");
}

TEST(CoverageReportTest, JsonListsAll) {
  const auto json = nlohmann::json::parse(CoverageReportJson(OneRule()));
  EXPECT_NEAR(json["percent"], 44.4, 0.1);
  EXPECT_EQ(json["rules"][0]["conditions"].size(), 3u);
  EXPECT_EQ(json["rules"][0]["conditions"][2]["false"], false);
  EXPECT_EQ(json["rules"][0]["bypassed"], false);
}

}  // namespace
}  // namespace scrubline
