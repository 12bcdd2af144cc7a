// Domain section 8, COMP.VACCINE, with its worked examples C3 to C5, and 5.6.
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

class ImmunizationTest : public testing::Test {
 protected:
  World world_{OneRuleset(R"(
rules:
  - id: COMP.VACCINE
    title: T
    use: COMP.VACCINE
    severity: deny
    parameters: {vaccines: ["90581-90759"], administrations: ["90460", "90471-90474", "G0008"]}
    message: "{administrations} of {vaccines} on {date}, {missing} missing"
  - id: COMP.VACCINE_B
    title: T
    use: COMP.VACCINE_B
    severity: advise
    message: "{vaccines} by {administrations} on {date}, {missing} missing"
    fix:
      - {add_line: "90472", if_documented: "a further injection"}
)")};
};

TEST_F(ImmunizationTest, WorkedExamples) {
  EXPECT_EQ(world_.Run(Lines("90686; 90471")), "");    // C3
  EXPECT_EQ(world_.Run(Lines("90686; 90715; 90471")),  // C4
            "COMP.VACCINE_B advise 1,2 with 3");
  EXPECT_EQ(world_.Run(Lines("90471; 90472; 90715")), "COMP.VACCINE deny 1,2 with 3");  // C5
}

TEST_F(ImmunizationTest, UnitsCountAndComponentsDoNot) {
  EXPECT_EQ(world_.Run(Lines("90460 x3; 90461 x2; 90707; 90716; 90713")), "");
  EXPECT_EQ(world_.Run(Lines("90460 x2; 90461 x2; 90707; 90716; 90713")),
            "COMP.VACCINE_B advise 3,4,5 with 1");
  EXPECT_EQ(world_.Run(Lines("90460 x3; 90707 x2")), "COMP.VACCINE deny 1 with 2");
}

TEST_F(ImmunizationTest, EachDayByItself) {
  EXPECT_EQ(world_.Run(Lines("90715; 90471 2024-05-11")),
            "COMP.VACCINE deny 2; COMP.VACCINE_B advise 1");
}

TEST_F(ImmunizationTest, AnEarlierClaimOfTheDayMakesUp) {
  const std::string administration = Lines("90471");
  EXPECT_EQ(world_.Run(administration + ", " + History("paid 90715")), "");
  EXPECT_EQ(world_.Run(administration + ", " + History("denied 90715")), "COMP.VACCINE deny 1");
  EXPECT_EQ(world_.Run(administration + ", " + History("paid 90715 2024-05-09")),
            "COMP.VACCINE deny 1");
  EXPECT_EQ(world_.Run(administration + ", " + History("paid 90715; paid 90471")),
            "COMP.VACCINE deny 1");
  EXPECT_EQ(world_.Run(Lines("90715") + ", " + History("paid 90471")), "");
  // What was wrong there does not make this claim wrong.
  EXPECT_EQ(world_.Run(Lines("90715; 90471") + ", " + History("paid 90471 x2")), "");
  EXPECT_EQ(world_.Run(Lines("90715; 90471") + ", " + History("paid 90715 x2")), "");
}

TEST_F(ImmunizationTest, WithoutUnitsTheDayIsNotEvaluated) {
  EXPECT_EQ(world_.Run(Lines("90471; 90715 {units: ~}; 90471 2024-05-11")),
            "COMP.VACCINE deny 3; COMP.VACCINE? units 2; COMP.VACCINE_B? units 2");
  EXPECT_EQ(world_.Run(Lines("90471 {service_date: ~}; 90715")),
            "COMP.VACCINE? service_date 1; COMP.VACCINE_B? service_date 1");
}

TEST_F(ImmunizationTest, AVoidClaimIsNotLookedAt) {
  EXPECT_EQ(world_.Run(Lines("90471") + ", frequency_code: 8"), "");
}

TEST_F(ImmunizationTest, SaysHowManyThereAre) {
  auto texts = world_.Describe(Lines("90471 x3; 90715"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "3 of 1 on 2024-05-10, 2 missing");
  EXPECT_EQ(texts[0].field, "service_lines[0].procedure_code");
  texts = world_.Describe(Lines("90471; 90715 x3"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(texts[0].message, "3 by 1 on 2024-05-10, 2 missing");
  ASSERT_EQ(texts[0].fixes.size(), 1u);
  EXPECT_EQ(texts[0].fixes[0].text,
            "add a line with 90472 if the record shows a further injection");
}

}  // namespace
}  // namespace scrubline
