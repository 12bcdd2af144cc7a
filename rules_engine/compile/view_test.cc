#include "rules_engine/compile/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Header(const std::string& id, const std::string& layer, const std::string& scope) {
  return "{id: " + id + ", version: \"1\", language: 1, title: T, layer: " + layer +
         (scope.empty() ? "" : ", scope: " + scope) + "}\n";
}
std::string Rule(const std::string& id) {
  return "rules: [{id: " + id +
         ", title: T, severity: warn, for: line, message: wrong, when: {units: 1}, "
         "examples: [{fires: {}}, {clear: {}}]}]\n";
}

class ViewTest : public testing::Test {
 protected:
  explicit ViewTest(std::map<std::string, std::string> more = {}) { Load(std::move(more)); }

  void Load(std::map<std::string, std::string> more) {
    more["base/ruleset.yaml"] = kNationalHeader;
    more["base/rules.yaml"] = Rule("BASE.ALL");
    more["business/ruleset.yaml"] =
        Header("business", "line_of_business", "{line_of_business: [medicaid, commercial]}");
    more["business/rules.yaml"] = Rule("BUSINESS.A");
    more["payer/ruleset.yaml"] = Header("payer", "payer", "{payers: [X, Y]}");
    more["payer/rules.yaml"] = Rule("PAYER.A");
    more["plan/ruleset.yaml"] = Header("plan", "plan", "{payers: [X], plans: [HMO]}");
    more["plan/rules.yaml"] = Rule("PLAN.A");
    more["practice/ruleset.yaml"] = Header("practice", "tenant", "{tenants: [T]}");
    more["practice/rules.yaml"] = Rule("PRACTICE.A");
    more["state/ruleset.yaml"] =
        Header("state", "line_of_business",
               "{line_of_business: medicaid, states: [NY], claim_types: [institutional]}");
    more["state/rules.yaml"] = Rule("STATE.A");
    Diagnostics diagnostics;
    rulesets_ = ResolveFiles(std::move(more), diagnostics);
    ASSERT_NE(rulesets_, nullptr) << ToString(diagnostics);
    std::vector<int32_t> always;
    for (size_t i = 0; i < rulesets_->rules.size(); ++i) always.push_back(static_cast<int32_t>(i));
    views_ = std::make_unique<ViewCatalogue>(*rulesets_, always);
  }

  // The rules active for a claim.
  std::vector<std::string> Active(const Claim& claim) {
    const auto view = views_->Get(views_->KeyOf(claim));
    std::vector<std::string> ids;
    for (size_t i = 0; i < rulesets_->rules.size(); ++i) {
      if (view->IsActive(static_cast<int32_t>(i))) ids.push_back(rulesets_->rules[i].id);
    }
    EXPECT_EQ(view->always.size(), ids.size()) << "all of these rules have no trigger";
    return ids;
  }
  std::vector<std::string> OverridesOf(const Claim& claim, const std::string& rule) {
    const auto view = views_->Get(views_->KeyOf(claim));
    std::vector<std::string> ids;
    for (const auto& [index, overrides] : view->overrides) {
      if (rulesets_->rules[static_cast<size_t>(index)].id != rule) continue;
      for (int32_t o : overrides) ids.push_back(rulesets_->overrides[static_cast<size_t>(o)].id);
    }
    return ids;
  }

  std::shared_ptr<const ResolvedRulesets> rulesets_;
  std::unique_ptr<ViewCatalogue> views_;
};

Claim ClaimOf(std::string_view payer, std::string_view plan = "", std::string_view tenant = "",
              LineOfBusiness business = LineOfBusiness::kMedicare) {
  Claim claim;
  claim.type = ClaimType::kProfessional;
  claim.payer.id = payer;
  claim.payer.plan_id = plan;
  claim.payer.line_of_business = business;
  claim.tenant_id = tenant;
  return claim;
}

TEST_F(ViewTest, RulesInScope) {
  EXPECT_THAT(Active(Claim()), ElementsAre("BASE.ALL")) << "nothing is known of the claim";
  EXPECT_THAT(Active(ClaimOf("X")), ElementsAre("BASE.ALL", "PAYER.A"));
  EXPECT_THAT(Active(ClaimOf("Y", "HMO")), ElementsAre("BASE.ALL", "PAYER.A"));
  EXPECT_THAT(Active(ClaimOf("X", "HMO")), ElementsAre("BASE.ALL", "PAYER.A", "PLAN.A"));
  EXPECT_THAT(Active(ClaimOf("Z", "HMO", "T", LineOfBusiness::kCommercial)),
              ElementsAre("BASE.ALL", "BUSINESS.A", "PRACTICE.A"));
}

TEST_F(ViewTest, EveryBoundFieldMustFit) {
  Claim claim = ClaimOf("", "", "", LineOfBusiness::kMedicaid);
  claim.billing = claim.AddProvider({.npi = "1234567893", .state = Code::Of("NY")});
  EXPECT_THAT(Active(claim), ElementsAre("BASE.ALL", "BUSINESS.A")) << "professional";
  claim.type = ClaimType::kInstitutional;
  EXPECT_THAT(Active(claim), ElementsAre("BASE.ALL", "BUSINESS.A", "STATE.A"));
  claim.billing = claim.AddProvider({.npi = "1234567893", .state = Code::Of("NJ")});
  EXPECT_THAT(Active(claim), ElementsAre("BASE.ALL", "BUSINESS.A"));
  claim.billing = kNoProvider;
  EXPECT_THAT(Active(claim), ElementsAre("BASE.ALL", "BUSINESS.A"));
}

TEST_F(ViewTest, NamesThatNobodyMentionsAreOneKind) {
  EXPECT_EQ(views_->KeyOf(ClaimOf("Q", "R", "S")), views_->KeyOf(ClaimOf("")));
  EXPECT_FALSE(views_->KeyOf(ClaimOf("X")) == views_->KeyOf(ClaimOf("Y")));
  EXPECT_FALSE(views_->KeyOf(ClaimOf("X")) == views_->KeyOf(ClaimOf("x"))) << "names are exact";
  EXPECT_EQ(views_->Get(views_->KeyOf(ClaimOf("Q"))), views_->Get(views_->KeyOf(ClaimOf("R"))))
      << "and share one view";
}

// An override of the payer's layer with these attributes.
std::map<std::string, std::string> Overrides(const std::string& overrides) {
  return {
      {"payer/overrides.yaml", "overrides:\n" + overrides},
      {"plan/overrides.yaml",
       "overrides: [{id: back, select: {rule: BUSINESS.A}, enable: true, reason: r, owner: o}]\n"}};
}

TEST_F(ViewTest, ARuleSwitchedOffForGoodIsNotLookedAt) {
  Load(Overrides(
      "  - {id: off, select: {rule: BUSINESS.A}, suppress: true, reason: r, owner: o}\n"));
  const auto business = LineOfBusiness::kCommercial;
  EXPECT_THAT(Active(ClaimOf("Z", "", "", business)), ElementsAre("BASE.ALL", "BUSINESS.A"));
  EXPECT_THAT(Active(ClaimOf("X", "", "", business)), ElementsAre("BASE.ALL", "PAYER.A"));
  EXPECT_THAT(Active(ClaimOf("X", "HMO", "", business)),
              ElementsAre("BASE.ALL", "BUSINESS.A", "PAYER.A", "PLAN.A"))
      << "a higher layer switches it on again";
  EXPECT_THAT(OverridesOf(ClaimOf("X", "HMO"), "BUSINESS.A"), ElementsAre("off", "back"));
  EXPECT_THAT(OverridesOf(ClaimOf("Y"), "BUSINESS.A"), ElementsAre("off"));
  EXPECT_THAT(OverridesOf(ClaimOf("Z"), "BUSINESS.A"), IsEmpty());
}

TEST_F(ViewTest, WhatHoldsForSomeFindingsOnlyLeavesTheRuleActive) {
  for (const char* some : {"effective: {to: 2026-12-31}", "effective: {from: 2026-01-01}",
                           "scope: {npis: [\"1234567893\"]}",
                           "scope: {places_of_service: [\"11\"]}", "scope: {tax_ids: [\"1\"]}"}) {
    Load(Overrides(std::string("  - {id: off, select: {rule: BUSINESS.A}, suppress: true, reason: "
                               "r, owner: o, ") +
                   some + "}\n"));
    EXPECT_THAT(Active(ClaimOf("X", "", "", LineOfBusiness::kCommercial)),
                ElementsAre("BASE.ALL", "BUSINESS.A", "PAYER.A"))
        << some;
  }
}

}  // namespace
}  // namespace scrubline
