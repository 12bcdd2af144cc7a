#include "authoring/quiz/code_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const auto kAny = [](Code) { return true; };

TEST(CodePoolTest, HoldsWhatRulesAndExamplesHold) {
  const auto snapshot = MakeSnapshot(OneRuleset(R"(
rules:
  - id: BASE.VISIT
    title: A visit
    severity: warn
    when:
      procedure_code: ["99202-99205", "99213", "J9*"]
      place_of_service: ["11"]
      rendering.taxonomy_code: ["207X00000X", "163W*"]
    message: "a visit"
    examples:
      - clear: {place_of_service: "22", lines: [{procedure_code: "11102"}], billing: {taxonomy_code: 208D00000X}}
)"));
  const CodePool pool(snapshot->rulesets());
  const auto near = [&](std::string_view code) {
    return pool.Near(FieldId::kProcedureCode, *Code::Parse(code), kAny);
  };
  // Two on each side, the nearest first; a prefix is no code.
  EXPECT_THAT(near("99204"), ElementsAre(Code::Of("99202"), Code::Of("11102"), Code::Of("99205"),
                                         Code::Of("99213")));
  EXPECT_THAT(near("99205"), ElementsAre(Code::Of("99202"), Code::Of("11102"), Code::Of("99213")));
  EXPECT_THAT(pool.Near(FieldId::kProcedureCode, Code::Of("99204"),
                        [](Code code) { return code == Code::Of("99213"); }),
              ElementsAre(Code::Of("99213")));
  // A line's place and the claim's are one kind; all providers' taxonomies are.
  EXPECT_THAT(pool.Near(FieldId::kPlaceOfService, Code(), kAny),
              ElementsAre(Code::Of("11"), Code::Of("22")));
  EXPECT_THAT(pool.Texts(FindField("ordering.taxonomy_code", Item::kLine)->id,
                         [](const std::string&) { return true; }),
              ElementsAre("207X00000X", "208D00000X"));
  EXPECT_THAT(pool.Near(FieldId::kRevenueCode, Code(), kAny), IsEmpty());
}

}  // namespace
}  // namespace scrubline
