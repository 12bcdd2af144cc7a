#include "rules_engine/evaluate/builtin_modifier.h"

#include <string>

#include "gtest/gtest.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

constexpr char kRules[] = R"(rules:
  - id: MOD.UNKNOWN
    title: t
    use: MOD.UNKNOWN
    severity: reject
    required: false
    parameters:
      cpt_modifiers: ["22", "25", "26", "50", "59", "95"]
      local_modifiers: ["ZZ"]
      pricing_modifiers: ["26", "50", "GP"]
      later_modifiers: ["RT", "LT", "95", "KX"]
      therapy_modifiers: ["GN", "GO", "GP"]
      assistant_modifiers: ["CQ", "CO"]
    message: "{modifier}"
  - {id: MOD.DATE, title: t, use: MOD.DATE, severity: reject, required: false, message: "{modifier} {valid_from} {valid_through}"}
  - {id: MOD.SYNTAX, title: t, use: MOD.SYNTAX, severity: reject, message: "{position}"}
  - {id: MOD.DUP, title: t, use: MOD.DUP, severity: warn, message: "{modifier}"}
  - {id: MOD.ORDER, title: t, use: MOD.ORDER, severity: advise, message: "{modifier} {before}"}
)";

const TestTable kModifiers = {
    "hcpcs_modifiers",
    {"code,from,through", "RT,,", "LT,,", "GP,,", "CQ,2020-01-01,", "KX,,", "XS,2015-01-01,",
     "CP,2000-01-01,2017-12-31", "NN,2025-01-01,"}};

std::string Check(const std::string& claim, const std::vector<TestTable>& tables = {kModifiers}) {
  return World(OneRuleset(kRules), tables).Run(claim);
}

TEST(ModifierTest, OneThatIsInNoListIsUnknown) {
  EXPECT_EQ(Check(Lines("20610-RT; 20610-25; 20610-ZZ; 20610-RX")), "MOD.UNKNOWN reject 4");
}

TEST(ModifierTest, ItsLastDayIsOneOnWhichItMayBeUsed) {
  EXPECT_EQ(Check(Lines("20610-CP 2017-12-31; 20610-CP 2018-01-01; 20610-NN 2024-12-31")),
            "MOD.DATE reject 2; MOD.DATE reject 3");
}

TEST(ModifierTest, WithoutTheTableOnlyWhatIsInAListIsKnown) {
  EXPECT_EQ(Check(Lines("20610-25; 20610-RT"), {}),
            "MOD.DATE? missing_table 2; MOD.UNKNOWN? missing_table 2");
  EXPECT_EQ(Check("lines: [{procedure_code: \"20610\", modifiers: [RT], service_date: ~}]"),
            "MOD.DATE? service_date 1; MOD.UNKNOWN? service_date 1");
}

TEST(ModifierTest, AnEmptyPlaceBeforeOneIsAGapAndNothingElse) {
  const auto line = [](const std::string& modifiers) {
    return "lines: [{procedure_code: \"20610\", service_date: 2024-05-10, modifiers: [" +
           modifiers + "]}]";
  };
  EXPECT_EQ(Check(line("\"\", RT")), "MOD.SYNTAX reject 1");
  EXPECT_EQ(Check(line("RT, \"\", \"59\"")), "MOD.SYNTAX reject 1");
  EXPECT_EQ(Check(line("RT")), "");
}

TEST(ModifierTest, TwiceTheSame) {
  EXPECT_EQ(Check(Lines("20610-RT-RT; 20610-RT-LT")), "MOD.DUP warn 1");
}

TEST(ModifierTest, WhatSetsThePriceComesFirst) {
  EXPECT_EQ(Check(Lines("71046-RT-26; 71046-26-RT; 71046-59-26; 97110-95-GP")),
            "MOD.ORDER advise 1; MOD.ORDER advise 4");
}

TEST(ModifierTest, AnAssistantFollowsTheTherapy) {
  EXPECT_EQ(Check(Lines("97110-GP-CQ; 97110-GP-59-CQ; 97110-CQ-GP; 97110-CQ")),
            "MOD.ORDER advise 2; MOD.ORDER advise 3");
}

TEST(ModifierTest, AVoidClaimMeetsItsFormAlone) {
  EXPECT_EQ(Check("frequency_code: \"8\", " + Lines("20610-RX; 20610-RT-RT; 71046-RT-26")), "");
  EXPECT_EQ(Check("frequency_code: \"8\", lines: [{procedure_code: \"20610\", service_date: "
                  "2024-05-10, modifiers: [\"\", RT]}]"),
            "MOD.SYNTAX reject 1");
}

TEST(ModifierTest, TheFindingSaysWhichAndWhatInstead) {
  World world(OneRuleset(kRules), {kModifiers});
  const auto unknown = world.Describe(Lines("20610-RX"));
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].message, "RX");
  EXPECT_EQ(unknown[0].field, "service_lines[0].modifiers[0]");
  EXPECT_EQ(unknown[0].fixes[0].text, "correct modifier RX; there are KX, RT");
  EXPECT_EQ(unknown[0].fixes[1].text, "remove modifier RX from line 1");
  const auto ended = world.Describe(Lines("20610-CP"));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].message, "CP 2000-01-01 2017-12-31");
  World open(OneRuleset(kRules), {{"hcpcs_modifiers", {"code,from,through", "CP,,2017-12-31"}}});
  EXPECT_EQ(open.Describe(Lines("20610-CP"))[0].message, "CP the beginning 2017-12-31");
  const auto order = world.Describe(Lines("71046-RT-26"));
  ASSERT_EQ(order.size(), 1u);
  EXPECT_EQ(order[0].message, "26 RT");
  EXPECT_EQ(order[0].fixes[0].text, "put 26 before RT");
}

// R19: what is unknown or out of date separates nothing.
TEST(ModifierTest, ModifiersThatAreNotValidDoNotCount) {
  const auto fires = [](const std::string& claim) {
    World world(
        NationalRules({{"more/ruleset.yaml",
                        "{id: more, version: \"1\", language: 1, title: t, layer: national}"},
                       {"more/rules.yaml", kRules}}),
        {kModifiers, {"ncci_ptp_practitioner", {"45385 45380 1996-01-01 - 1"}}});
    return world.Run(claim).find("NCCI.PTP deny 2 with 1") != std::string::npos;
  };
  EXPECT_FALSE(fires(Lines("45385; 45380-XS")));
  EXPECT_TRUE(fires(Lines("45385 2014-12-31; 45380-XS 2014-12-31")));
}

// Conditions read what was sent: a rule may be about the very modifier that is out of date.
TEST(ModifierTest, RulesOfTheLanguageSeeThem) {
  const std::string rule = R"(  - id: MOD.OLD
    title: t
    severity: warn
    for: line
    when: {modifiers: {any_of: [CP, RX]}}
    message: "no longer"
)";
  World world(OneRuleset(kRules + rule), {kModifiers});
  EXPECT_EQ(world.Run(Lines("20610-CP; 20610-RX; 20610-RT")),
            "MOD.DATE reject 1; MOD.UNKNOWN reject 2; MOD.OLD warn 1; MOD.OLD warn 2");
}

TEST(ModifierTest, OneRuleSwitchedOffLeavesTheOthers) {
  RuleFiles files = OneRuleset(kRules);
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides: [{id: o, select: {rule: MOD.UNKNOWN}, suppress: true, reason: contract, "
      "owner: a@example.org}]\n";
  World world(files, {kModifiers});
  EXPECT_EQ(world.Run(Lines("20610-RX; 20610-RT-RT")), "MOD.DUP warn 2");
}

}  // namespace
}  // namespace scrubline
