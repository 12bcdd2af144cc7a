// Domain section 10: timely filing, worked examples N2 and N3.
#include "rules_engine/evaluate/builtin_timely_filing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

// The limit of one payer, on the tests' Medicare claims.
RuleFiles WithLimit(const std::string& parameters) {
  RuleFiles files = NationalRulesOf({"filing.yaml"});
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] = "overrides: [{id: o, select: {rule: TF.LATE}, parameters: {" +
                                  parameters + "}, reason: contract, owner: a@example.org}]\n";
  return files;
}

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};
void RunAll(const std::string& parameters, const std::vector<Case>& cases) {
  World world(WithLimit(parameters));
  for (const Case& test : cases) EXPECT_EQ(world.Run(test.claim), test.expected) << test.why;
}

std::string Visit(const std::string& date, const std::string& received) {
  return Lines("99213 " + date) + ", received_date: " + received;
}

TEST(TimelyFilingTest, OneCalendarYear) {
  RunAll("limit: calendar_year",
         {
             {"N2: the anniversary is the last day", Visit("2025-03-15", "2026-03-15"), ""},
             {"N2: the day after", Visit("2025-03-15", "2026-03-16"), "TF.LATE deny 1"},
             {"N2: 29 February", Visit("2024-02-29", "2025-02-28"), ""},
             {"N2: the day after", Visit("2024-02-29", "2025-03-01"), "TF.LATE deny 1"},
             {"N3: the end of the statement",
              "type: institutional, statement_from: 2025-03-10, statement_through: 2025-04-02, "
              "received_date: 2026-04-02, " +
                  Lines("99213 2025-03-10"),
              ""},
             {"N3: the day after",
              "type: institutional, statement_from: 2025-03-10, statement_through: 2025-04-02, "
              "received_date: 2026-04-03, " +
                  Lines("99213 2025-03-10"),
              "TF.LATE deny claim"},
             {"the late lines only",
              Lines("99213 2025-03-15; 99213 2025-03-17") + ", received_date: 2026-03-16",
              "TF.LATE deny 1"},
             {"sent, not yet received", Lines("99213 2025-03-15") + ", submitted_date: 2026-03-16",
              "TF.LATE deny 1"},
             {"received counts before sent",
              Visit("2025-03-15", "2026-03-15") + ", submitted_date: 2026-03-18", ""},
             {"a void claim", Visit("2025-03-15", "2026-03-16") + ", frequency_code: '8'", ""},
         });
}

TEST(TimelyFilingTest, ALimitThatEndsOnAWeekendOrHoliday) {
  // 2026-03-15 is a Sunday, 2026-07-03 a Friday on which a holiday is kept.
  RunAll("limit: calendar_year, roll_forward: business_days",
         {
             {"Monday still counts", Visit("2025-03-15", "2026-03-16"), ""},
             {"Tuesday does not", Visit("2025-03-15", "2026-03-17"), "TF.LATE deny 1"},
             {"over a holiday and a weekend", Visit("2025-07-03", "2026-07-06"), ""},
             {"no longer", Visit("2025-07-03", "2026-07-07"), "TF.LATE deny 1"},
         });
  RunAll("limit: calendar_year, roll_forward: weekends",
         {
             {"Monday still counts", Visit("2025-03-15", "2026-03-16"), ""},
             {"a holiday does not", Visit("2025-07-03", "2026-07-06"), "TF.LATE deny 1"},
         });
}

TEST(TimelyFilingTest, Days) {
  RunAll(
      "limit: days, days: 90",
      {
          {"the ninetieth", Visit("2026-01-01", "2026-04-01"), ""},
          {"the day after", Visit("2026-01-01", "2026-04-02"), "TF.LATE deny 1"},
          {"from the first day", Visit("2026-01-01..2026-01-09", "2026-04-02"), "TF.LATE deny 1"},
      });
  RunAll("limit: days, days: 90, count_from: last_day",
         {
             {"from the last day", Visit("2026-01-01..2026-01-09", "2026-04-09"), ""},
             {"the day after", Visit("2026-01-01..2026-01-09", "2026-04-10"), "TF.LATE deny 1"},
         });
  RunAll("limit: days, days: 90, count_from: statement_through",
         {
             {"not given", Visit("2026-01-01", "2027-04-02"), "TF.LATE? missing_field claim"},
         });
}

TEST(TimelyFilingTest, ReplacementsAndSecondaryClaims) {
  RunAll("limit: days, days: 90, replacement_days: 180, secondary_days: 30",
         {
             {"an original", Visit("2026-01-01", "2026-05-01"), "TF.LATE deny 1"},
             {"a replacement", Visit("2026-01-01", "2026-05-01") + ", frequency_code: '7'", ""},
             {"a late one", Visit("2026-01-01", "2026-07-01") + ", frequency_code: '7'",
              "TF.LATE deny 1"},
             {"a secondary claim counts from the remittance",
              Visit("2026-01-01", "2026-05-01") +
                  ", payer: {line_of_business: medicare, responsibility: secondary}, "
                  "other_payers: [{remittance_date: 2026-04-01}]",
              ""},
             {"a late one",
              Visit("2026-01-01", "2026-05-02") +
                  ", payer: {line_of_business: medicare, responsibility: secondary}, "
                  "other_payers: [{remittance_date: 2026-04-01}]",
              "TF.LATE deny claim"},
             {"no remittance date",
              Visit("2026-01-01", "2026-05-02") +
                  ", payer: {line_of_business: medicare, responsibility: secondary}, "
                  "other_payers: [{payer_id: X}]",
              "TF.LATE? missing_field claim"},
             {"no other payer",
              Visit("2026-01-01", "2026-05-02") +
                  ", payer: {line_of_business: medicare, responsibility: secondary}",
              ""},
         });
}

// The tests' today is 2026-01-15.
TEST(TimelyFilingTest, SoonIsToldBeforehand) {
  RunAll("limit: days, days: 90",
         {
             {"fourteen days left, sent today",
              Lines("99213 2025-10-31") + ", submitted_date: 2026-01-15", "TF.SOON warn 1"},
             {"fifteen", Lines("99213 2025-11-01") + ", submitted_date: 2026-01-15", ""},
             {"the last day", Lines("99213 2025-10-17") + ", submitted_date: 2026-01-15",
              "TF.SOON warn 1"},
             {"it is there already", Visit("2025-10-31", "2026-01-15"), ""},
             {"not sent: by today", Lines("99213 2025-10-31"),
              "TF.SOON warn 1; TF.LATE? missing_field claim"},
             {"not sent, and past: not judged", Lines("99213 2025-10-01"),
              "TF.LATE? missing_field claim"},
             {"no date of service",
              Lines("99213 {service_date: ~}") + ", submitted_date: 2026-01-15", ""},
         });
  RunAll("limit: days, days: 90, soon_days: 0",
         {
             {"only the last day", Lines("99213 2025-10-17") + ", submitted_date: 2026-01-15",
              "TF.SOON warn 1"},
             {"not the day before", Lines("99213 2025-10-18") + ", submitted_date: 2026-01-15", ""},
         });
}

TEST(TimelyFilingTest, WithoutALimitNothingIsSaid) {
  RunAll("limit: none", {{"years later", Visit("2020-01-01", "2026-01-01"), ""}});
}

TEST(TimelyFilingTest, SaysTheDeadlineAndWhatItCountsFrom) {
  World world(WithLimit("limit: calendar_year"));
  const auto texts = world.Describe(Visit("2025-03-15", "2026-03-18"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].message,
              testing::HasSubstr("limit was 2026-03-15 (counted from the first day of service, "
                                 "2025-03-15)"));
  EXPECT_THAT(texts[0].message, testing::HasSubstr("filed on 2026-03-18"));
  EXPECT_EQ(texts[0].field, "received_date");
}

TEST(TimelyFilingTest, OneRuleSwitchedOffLeavesTheOther) {
  RuleFiles files = WithLimit("limit: calendar_year");
  files["tenant/ruleset.yaml"] =
      "{id: tenant, version: \"1\", language: 1, title: T, layer: tenant, "
      "scope: {tenants: [NORTH]}}\n";
  files["tenant/overrides.yaml"] =
      "overrides: [{id: off, select: {rule: TF.LATE}, suppress: true, reason: theirs, "
      "owner: a@example.org}]\n";
  World world(files);
  const std::string tenant = "tenant_id: NORTH, ";
  EXPECT_EQ(world.Run(Lines("99213 2025-03-15") + ", submitted_date: 2026-03-16"),
            "TF.LATE deny 1");
  EXPECT_EQ(world.Run(tenant + Lines("99213 2025-03-15") + ", submitted_date: 2026-03-16"), "");
  EXPECT_EQ(world.Run(tenant + Lines("99213 2025-03-15") + ", submitted_date: 2026-03-15"),
            "TF.SOON warn 1");
}

TEST(TimelyFilingTest, ALayerMaySelectItByTheCodeOfItsFirstLine) {
  RuleFiles files = WithLimit("limit: calendar_year");
  files["tenant/ruleset.yaml"] =
      "{id: tenant, version: \"1\", language: 1, title: T, layer: tenant, "
      "scope: {tenants: [NORTH]}}\n";
  files["tenant/overrides.yaml"] =
      "overrides: [{id: grace, select: {rule: TF.LATE, codes: [\"99213\"]}, severity: advise, "
      "reason: theirs, owner: a@example.org}]\n";
  World world(files);
  const std::string filed = ", tenant_id: NORTH, submitted_date: 2026-03-16";
  EXPECT_EQ(world.Run(Lines("99213 2025-03-15") + filed), "TF.LATE advise 1");
  EXPECT_EQ(world.Run(Lines("99214 2025-03-15") + filed), "TF.LATE deny 1");
}

}  // namespace
}  // namespace scrubline
