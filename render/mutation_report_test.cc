#include "render/mutation_report.h"

#include <gtest/gtest.h>

#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

MutationReport OneRule() {
  RuleMutation rule;
  rule.id = "ACME.VISIT";
  rule.position = {"acme/visits.yaml", 4, 9};
  rule.mutants = 4;
  rule.killed = 3;
  rule.lists = {20, 8};
  rule.survivors = {{{"acme/lists.yaml", 7, 7}, "`far` could be left out"}};
  MutationReport report;
  report.rules.push_back(rule);
  report.builtin_rules = 2;
  return report;
}

TEST(MutationReportTest, TextListsSurvivorsAndWhatWasLeftOut) {
  EXPECT_EQ(
      MutationReportText(OneRule()),
      "acme/visits.yaml:4: ACME.VISIT: 3 of 4 changes noticed\n"
      "  acme/lists.yaml line 7: `far` could be left out\n"
      "mutation score 75.0 % (3 of 4) of 1 rules; of 20 list entries 8 were tried; 2 built-in "
      "rules and their parameters left out\n");
  EXPECT_EQ(MutationReportText({}), "mutation score 100.0 % (0 of 0) of 0 rules\n");
}

TEST(MutationReportTest, JsonListsAll) {
  const auto json = nlohmann::json::parse(MutationReportJson(OneRule()));
  EXPECT_EQ(json["percent"], 75.0);
  EXPECT_EQ(json["rules"][0]["survivors"][0]["line"], 7);
  EXPECT_EQ(json["rules"][0]["list_entries_tried"], 8);
}

}  // namespace
}  // namespace scrubline
