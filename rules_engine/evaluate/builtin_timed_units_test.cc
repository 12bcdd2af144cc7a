// Domain section 5.2: the table of worked examples by CMS's rule and by the midpoint rule.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

RuleFiles Rules(const std::string& more = "") {
  return OneRuleset(absl::StrCat(R"(
rules:
  - id: UNIT.TIMED_HIGH
    title: T
    use: UNIT.TIMED_HIGH
    severity: deny
    parameters:
      timed_services: ["97035", "97110", "97112", "97116", "97140"]
      discipline_modifiers: ["GN", "GO", "GP"]
)",
                                 more, R"yaml(
    message: "{minutes} minutes allow {allowed}, not {billed} ({rule}, {date})"
  - id: UNIT.TIMED_LOW
    title: T
    use: UNIT.TIMED_LOW
    severity: advise
    message: "{minutes} minutes allow {allowed}, not {billed}"
)yaml"));
}

class TimedUnitsTest : public testing::Test {
 protected:
  World cms_{Rules("      rule: cms")};
  World midpoint_{Rules("      rule: midpoint")};
  World either_{Rules("      rule: either")};
  World by_payer_{Rules()};
};

constexpr char kHigh1[] = "UNIT.TIMED_HIGH deny 1";

TEST_F(TimedUnitsTest, TheLargerRemainderTakesTheLastUnit) {
  EXPECT_EQ(cms_.Run(Lines("97110 x2 {minutes: 33}; 97140 x1 {minutes: 7}")), "");
  EXPECT_EQ(cms_.Run(Lines("97110 x3 {minutes: 33}; 97140 x0 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 1 with 2");
  EXPECT_EQ(midpoint_.Run(Lines("97110 x2 {minutes: 33}; 97140 x0 {minutes: 7}")), "");
  EXPECT_EQ(midpoint_.Run(Lines("97110 x2 {minutes: 33}; 97140 x1 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 2 with 1");
}

TEST_F(TimedUnitsTest, TheLeastRemainderHasNone) {
  const char kMinutes[] =
      "97110 x1 {minutes: 18}; 97140 x1 {minutes: 13}; 97116 x1 {minutes: 10}; 97035 ";
  EXPECT_EQ(cms_.Run(Lines(absl::StrCat(kMinutes, "x0 {minutes: 8}"))), "");
  EXPECT_EQ(cms_.Run(Lines(absl::StrCat(kMinutes, "x1 {minutes: 8}"))),
            "UNIT.TIMED_HIGH deny 4 with 1,2,3");
  EXPECT_EQ(midpoint_.Run(Lines(absl::StrCat(kMinutes, "x1 {minutes: 8}"))), "");
  EXPECT_EQ(midpoint_.Run(Lines(absl::StrCat(kMinutes, "x0 {minutes: 8}"))),
            "UNIT.TIMED_LOW advise 4 with 1,2,3");
}

TEST_F(TimedUnitsTest, OneMinuteMoreDecides) {
  EXPECT_EQ(cms_.Run(Lines("97112 x2 {minutes: 24}; 97110 x1 {minutes: 23}")), "");
  EXPECT_EQ(cms_.Run(Lines("97112 x1 {minutes: 24}; 97110 x2 {minutes: 23}")),
            "UNIT.TIMED_HIGH deny 2 with 1");
  EXPECT_EQ(midpoint_.Run(Lines("97112 x2 {minutes: 24}; 97110 x2 {minutes: 23}")), "");
}

TEST_F(TimedUnitsTest, EqualRemaindersAreTheClaimsToChoose) {
  EXPECT_EQ(cms_.Run(Lines("97110 x2 {minutes: 20}; 97140 x1 {minutes: 20}")), "");
  EXPECT_EQ(cms_.Run(Lines("97110 x1 {minutes: 20}; 97140 x2 {minutes: 20}")), "");
  EXPECT_EQ(cms_.Run(Lines("97110 x2 {minutes: 20}; 97140 x2 {minutes: 20}")),
            "UNIT.TIMED_HIGH deny 2 with 1");
  EXPECT_EQ(cms_.Run(Lines("97110 x1 {minutes: 20}; 97140 x1 {minutes: 20}")),
            "UNIT.TIMED_LOW advise 1 with 2");
  EXPECT_EQ(midpoint_.Run(Lines("97110 x1 {minutes: 20}; 97140 x1 {minutes: 20}")), "");
}

TEST_F(TimedUnitsTest, ThreeTimesSevenMinutesAreOneUnitOfAnyOfThem) {
  for (const char* billed : {"1 0 0", "0 1 0", "0 0 1"}) {
    EXPECT_EQ(
        cms_.Run(Lines(absl::StrCat("97110 x", std::string(1, billed[0]), " {minutes: 7}; 97140 x",
                                    std::string(1, billed[2]), " {minutes: 7}; 97116 x",
                                    std::string(1, billed[4]), " {minutes: 7}"))),
        "")
        << billed;
  }
  EXPECT_EQ(cms_.Run(Lines("97110 {minutes: 7}; 97140 {minutes: 7}; 97116 x0 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 2 with 1,3");
  EXPECT_EQ(midpoint_.Run(Lines("97110 {minutes: 7}; 97140 x0 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 1 with 2");
}

TEST_F(TimedUnitsTest, TheBoundsOfEachUnit) {
  const struct {
    int minutes, units;
  } kCases[] = {{7, 0},  {8, 1},  {22, 1}, {23, 2}, {37, 2}, {38, 3}, {52, 3},
                {53, 4}, {67, 4}, {68, 5}, {82, 5}, {83, 6}, {97, 6}, {98, 7}};
  for (const auto& test : kCases) {
    const auto run = [&](int units) {
      return cms_.Run(Lines(absl::StrCat("97110 x", units, " {minutes: ", test.minutes, "}")));
    };
    EXPECT_EQ(run(test.units), "") << test.minutes;
    EXPECT_EQ(run(test.units + 1), kHigh1) << test.minutes;
    if (test.units > 0) {
      EXPECT_EQ(run(test.units - 1), "UNIT.TIMED_LOW advise 1") << test.minutes;
    }
  }
}

TEST_F(TimedUnitsTest, UnitsLeftOverGoToTheLargestRemainders) {
  // Of 13, 5 and 5 minutes left over two units are due: one to the 13, one to either 5.
  const auto run = [this](int exercise, int manual, int reeducation) {
    return cms_.Run(Lines(absl::StrCat("97110 x", exercise, " {minutes: 13}; 97140 x", manual,
                                       " {minutes: 20}; 97112 x", reeducation, " {minutes: 20}")));
  };
  EXPECT_EQ(run(1, 2, 1), "");
  EXPECT_EQ(run(1, 1, 2), "");
  EXPECT_EQ(run(0, 2, 2), "UNIT.TIMED_HIGH deny 2 with 1,3");
}

TEST_F(TimedUnitsTest, VisitsAreApartByDayProviderAndDiscipline) {
  EXPECT_EQ(cms_.Run(Lines("97110-GP x1 {minutes: 8}; 97140-GP x0 {minutes: 7}")), "");
  EXPECT_EQ(cms_.Run(Lines("97110-GP x1 {minutes: 8}; 97140-GO x1 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 2");
  EXPECT_EQ(cms_.Run(Lines("97110 x1 {minutes: 8}; 97140 x1 2024-05-11 {minutes: 7}")),
            "UNIT.TIMED_HIGH deny 2");
  EXPECT_EQ(cms_.Run(Lines("97110 x1 {minutes: 8, rendering: {npi: 1245319599}}; "
                           "97140 x1 {minutes: 15, rendering: {npi: 1003000126}}; "
                           "97116 x1 {minutes: 7, rendering: {npi: 1003000126}}")),
            "UNIT.TIMED_HIGH deny 3 with 2");
}

TEST_F(TimedUnitsTest, LinesOfOneCodeAreOneService) {
  EXPECT_EQ(cms_.Run(Lines("97110 x1 {minutes: 20}; 97110-59 x2 {minutes: 20}")), "");
  EXPECT_EQ(cms_.Run(Lines("97110 x2 {minutes: 20}; 97110-59 x2 {minutes: 20}")),
            "UNIT.TIMED_HIGH deny 1,2");
}

TEST_F(TimedUnitsTest, EitherIsWrongOnlyWhereBothAre) {
  EXPECT_EQ(either_.Run(Lines("97112 x2 {minutes: 24}; 97110 x2 {minutes: 23}")), "");
  EXPECT_EQ(either_.Run(Lines("97110 x2 {minutes: 33}; 97140 x1 {minutes: 7}")), "");
  EXPECT_EQ(either_.Run(Lines("97110 x2 {minutes: 33}; 97140 x0 {minutes: 7}")), "");
  EXPECT_EQ(either_.Run(Lines("97110 x3 {minutes: 33}")), kHigh1);
  EXPECT_EQ(either_.Run(Lines("97110 x1 {minutes: 33}")), "UNIT.TIMED_LOW advise 1");
}

TEST_F(TimedUnitsTest, FederalPayersPoolAndOthersAcceptEither) {
  const std::string lines = Lines("97112 x2 {minutes: 24}; 97110 x2 {minutes: 23}");
  for (const char* federal : {"medicare", "medicare_advantage", "medicaid", "tricare"}) {
    EXPECT_EQ(by_payer_.Run(absl::StrCat(lines, ", payer: {line_of_business: ", federal, "}")),
              "UNIT.TIMED_HIGH deny 2 with 1")
        << federal;
  }
  for (const char* other : {"commercial", "workers_compensation", "auto", "other"}) {
    EXPECT_EQ(by_payer_.Run(absl::StrCat(lines, ", payer: {line_of_business: ", other, "}")), "")
        << other;
  }
}

TEST_F(TimedUnitsTest, WithoutMinutesOrUnitsNothingIsSaid) {
  EXPECT_EQ(cms_.Run(Lines("97110 x9; 97140 {minutes: 1}")),
            "UNIT.TIMED_HIGH? missing_field 1; UNIT.TIMED_LOW? missing_field 1");
  EXPECT_EQ(cms_.Run(Lines("97110 {minutes: 1, units: ~}")),
            "UNIT.TIMED_HIGH? units 1; UNIT.TIMED_LOW? units 1");
  EXPECT_EQ(cms_.Run(Lines("97150 x9; 97110 x9 {minutes: 1, service_date: ~}")),
            "UNIT.TIMED_HIGH? service_date 2; UNIT.TIMED_LOW? service_date 2");
}

TEST_F(TimedUnitsTest, AVoidClaimIsNotLookedAt) {
  EXPECT_EQ(cms_.Run(Lines("97110 x9 {minutes: 1}") + ", frequency_code: 8"), "");
}

TEST_F(TimedUnitsTest, SaysWhatIsAllowed) {
  auto texts = cms_.Describe(Lines("97110 x3 {minutes: 33}; 97140 x0 {minutes: 7}"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message,
            "40 minutes allow 3, not 3 (the minutes of the visit together, 2024-05-10)");
  EXPECT_EQ(texts[0].field, "service_lines[0].units");
  ASSERT_EQ(texts[0].fixes.size(), 2u);
  EXPECT_EQ(texts[0].fixes[0].text, "set the units of 97110 (line 1) to 2");
  texts = midpoint_.Describe(Lines("97110 {minutes: 7}"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "7 minutes allow 0, not 1 (each service by itself, 2024-05-10)");
  EXPECT_EQ(texts[0].fixes[0].text, "remove line 1");
  texts = cms_.Describe(Lines("97110 {minutes: 23}"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].fixes[0].text,
            "set the units of 97110 (line 1) to 2 if the record shows its minutes");
  EXPECT_TRUE(texts[0].fixes[0].requires_documentation);
}

}  // namespace
}  // namespace scrubline
