// Domain section 9.1, what registries say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

constexpr char kBilling[] = "1234567893";
constexpr char kDoctor[] = "1245319599";
constexpr char kOther[] = "1003000126";

const TestTable kNppes = {"nppes",
                          {"npi,entity_type,taxonomies,deactivated,reactivated",
                           "1234567893,2,261QP2300X,,", "1245319599,1,207Q00000X 207R00000X,,",
                           "1003000126,1,,2024-05-10,2024-06-01", "2000000002,2,,,"}};
const TestTable kEnrolments = {
    "enrolments",
    {"npi,payer,status,from,through", "1245319599,MCR,participating,2024-04-01,2024-06-30",
     "1234567893,BCBS,participating,2020-01-01,"}};
const TestTable kExcluded = {"oig_exclusions", {"npi,from,through", "1003000126,2024-05-01,"}};
const TestTable kTaxonomies = {"nucc_taxonomy",
                               {"taxonomy_code,from,through", "207Q00000X,,", "207R00000X,,",
                                "261QP2300X,,", "246QM0706X,,2024-04-30"}};

class ProviderTest : public testing::Test {
 protected:
  // `rule severity npi at places` of the findings about providers.
  static std::vector<std::string> Run(World& world, const std::string& claim) {
    std::vector<std::string> all;
    for (const FindingText& text : world.Describe(claim)) {
      if (!text.rule_id.starts_with("PROV.")) continue;
      std::string places;
      for (const auto& [name, value] : text.evidence) {
        if (name == "places") places = value;
      }
      all.push_back(std::string(text.rule_id) + " " + std::string(ToString(text.severity)) +
                    " at " + places);
    }
    return all;
  }
  static std::string By(const std::string& role, const std::string& npi,
                        const std::string& more = "") {
    return role + ": {npi: \"" + npi + "\"" + (more.empty() ? "" : ", " + more) + "}";
  }
  World plain_{NationalRulesOf({"providers.yaml"})};
  World world_{NationalRulesOf({"providers.yaml", "provider_numbers.yaml"}),
               {kNppes, kEnrolments, kExcluded, kTaxonomies}};
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ProviderTest, PersonsArePersons) {
  const std::string group = By("billing", kBilling, "entity_type: organization");
  EXPECT_THAT(Run(plain_, group + ", " + By("rendering", kOther, "entity_type: organization")),
              ElementsAre("PROV.ENTITY reject at rendering.npi"));
  EXPECT_THAT(Run(plain_, group + ", " + By("rendering", kOther, "entity_type: individual")),
              IsEmpty());
  EXPECT_THAT(Run(plain_, group + ", " + By("rendering", kOther)), IsEmpty()) << "not said";
  for (const char* role : {"ordering", "referring", "supervising", "attending", "operating"}) {
    EXPECT_THAT(Run(plain_, By(role, kOther, "entity_type: organization")),
                ElementsAre(std::string("PROV.ENTITY reject at ") + role + ".npi"));
  }
  EXPECT_THAT(Run(plain_, By("service_facility", kOther, "entity_type: organization")), IsEmpty());
  EXPECT_THAT(Run(plain_, By("billing", kOther, "entity_type: organization") + ", " +
                              By("rendering", kDoctor)),
              IsEmpty());
  EXPECT_THAT(
      Run(plain_, Lines("99213 {ordering: {npi: \"1003000126\", entity_type: organization}}")),
      ElementsAre("PROV.ENTITY reject at service_lines[0].ordering.npi"));
}

TEST_F(ProviderTest, TheRegistryKnowsWhoIsAPerson) {
  EXPECT_THAT(Run(world_, By("referring", "2000000002")),
              ElementsAre("PROV.ENTITY reject at referring.npi"));
  EXPECT_THAT(Run(world_, By("referring", kDoctor, "entity_type: organization")), IsEmpty());
}

TEST_F(ProviderTest, AGroupDoesNotRender) {
  const std::string group = By("billing", kBilling, "entity_type: organization");
  EXPECT_THAT(Run(plain_, group + ", " + By("rendering", kBilling, "entity_type: organization")),
              ElementsAre("PROV.SAME warn at rendering.npi"));
  EXPECT_THAT(Run(plain_, By("billing", kBilling, "entity_type: individual") + ", " +
                              By("rendering", kBilling, "entity_type: individual")),
              IsEmpty())
      << "one who works alone";
  EXPECT_THAT(Run(plain_,
                  "billing: {npi: ~, entity_type: organization}, "
                  "rendering: {npi: ~, entity_type: individual}"),
              IsEmpty())
      << "who has no number is not the other who has none";
}

TEST_F(ProviderTest, OneRuleSwitchedOffLeavesTheOthers) {
  RuleFiles files = NationalRulesOf({"providers.yaml"});
  files["payer/ruleset.yaml"] =
      "{id: payer, version: \"1\", language: 1, title: P, layer: line_of_business, "
      "scope: {line_of_business: [medicare]}}\n";
  files["payer/overrides.yaml"] =
      "overrides: [{id: o, select: {rule: PROV.ENTITY}, suppress: true, reason: contract, "
      "owner: a@example.org}]\n";
  World world(files);
  EXPECT_THAT(
      Run(world, By("ordering", kOther, "entity_type: organization, taxonomy_code: \"207Q\"")),
      ElementsAre("PROV.TAXONOMY_FORMAT reject at ordering.taxonomy_code"));
}

TEST_F(ProviderTest, TaxonomyCodesHaveTheirForm) {
  const auto with = [](const std::string& code) {
    return By("rendering", kDoctor, "taxonomy_code: \"" + code + "\"");
  };
  EXPECT_THAT(Run(plain_, with("207Q00000X")), IsEmpty());
  for (const char* bad : {"207Q00000", "207Q000000", "207Q0000-X", "207Q00000XX"}) {
    EXPECT_THAT(Run(plain_, with(bad)),
                ElementsAre("PROV.TAXONOMY_FORMAT reject at rendering.taxonomy_code"))
        << bad;
  }
  EXPECT_THAT(Run(plain_, with("999999999X")), IsEmpty()) << "no list of them is loaded";
}

TEST_F(ProviderTest, TaxonomyCodesAreRegistered) {
  const auto with = [](const std::string& code) {
    return Lines("99213 2024-05-10") + ", " +
           By("rendering", kDoctor, "taxonomy_code: \"" + code + "\"");
  };
  EXPECT_THAT(Run(world_, with("207R00000X")), IsEmpty());
  EXPECT_THAT(Run(world_, with("261QP2300X")),
              ElementsAre("PROV.TAXONOMY_MISMATCH warn at rendering.taxonomy_code"));
  EXPECT_THAT(Run(world_, with("246QM0706X")),
              ElementsAre("PROV.TAXONOMY_FORMAT reject at rendering.taxonomy_code",
                          "PROV.TAXONOMY_MISMATCH warn at rendering.taxonomy_code"))
      << "ended the month before";
}

TEST_F(ProviderTest, NpisAreInTheRegistryAndActive) {
  const auto on = [](const char* date, const char* npi) {
    return Lines(std::string("99213 ") + date) + ", " + By("ordering", npi);
  };
  EXPECT_THAT(Run(world_, on("2024-05-09", "1003000142")),
              ElementsAre("PROV.NPI_UNKNOWN reject at ordering.npi"));
  EXPECT_THAT(Run(world_, on("2024-04-09", kOther)), IsEmpty()) << "not deactivated yet";
  EXPECT_THAT(Run(world_, on("2024-05-10", kOther)),
              ElementsAre("PROV.NPI_DEACTIVATED reject at ordering.npi"));
  EXPECT_THAT(Run(world_, on("2031-05-10", "1003000142")),
              ElementsAre("PROV.NPI_UNKNOWN warn at ordering.npi"))
      << "the file is older than the service";
  EXPECT_THAT(Run(plain_, on("2024-05-10", kOther)), IsEmpty());
  World numbers(NationalRulesOf({"providers.yaml", "provider_numbers.yaml"}), {kNppes});
  EXPECT_THAT(Run(numbers, on("2024-05-10", "1003000127")),
              ElementsAre("PROV.NPI_LUHN reject at ordering.npi"))
      << "a malformed NPI is said to be malformed, nothing more";
}

TEST_F(ProviderTest, OnlyAWholeFileOfTheRegistryLacksAnNpi) {
  const std::string claim = Lines("99213 2024-05-10") + ", " + By("ordering", "1003000142");
  const auto with = [](const char* days) {
    return World(
        NationalRulesOf({"providers.yaml"}),
        {{"nppes", {"npi,entity_type", std::string("release R ") + days, "1234567893,2"}}});
  };
  World whole = with("2005-05-23 2024-06-09");
  EXPECT_THAT(Run(whole, claim), ElementsAre("PROV.NPI_UNKNOWN reject at ordering.npi"));
  World older = with("2005-05-23 2024-04-14");
  EXPECT_THAT(Run(older, claim), ElementsAre("PROV.NPI_UNKNOWN warn at ordering.npi"));
  // A weekly file or an extract answers for one day.
  World extract = with("2000-01-01 2000-01-01");
  EXPECT_THAT(Run(extract, claim), IsEmpty());
  World weekly = with("2024-05-10 2024-05-10");
  EXPECT_THAT(Run(weekly, claim), IsEmpty());
}

TEST_F(ProviderTest, ExcludedProvidersAreNamed) {
  EXPECT_THAT(Run(world_, Lines("99213 2024-06-10") + ", " + By("ordering", kOther)),
              ElementsAre("PROV.EXCLUDED warn at ordering.npi"));
}

TEST_F(ProviderTest, EnrolmentCoversTheService) {
  const auto claim = [](const char* date, const char* payer) {
    return Lines(std::string("99213 ") + date) + ", " + By("rendering", kDoctor) +
           ", payer: {id: " + payer + ", line_of_business: medicare}";
  };
  EXPECT_THAT(Run(world_, claim("2024-03-31", "MCR")),
              ElementsAre("PROV.ENROLMENT deny at rendering.npi"));
  EXPECT_THAT(Run(world_, claim("2024-04-01", "MCR")), IsEmpty());
  EXPECT_THAT(Run(world_, claim("2024-06-30", "MCR")), IsEmpty());
  EXPECT_THAT(Run(world_, claim("2024-07-01", "MCR")),
              ElementsAre("PROV.ENROLMENT deny at rendering.npi"));
  EXPECT_THAT(Run(world_, claim("2024-03-31", "AETNA")), IsEmpty()) << "the file does not say";
  EXPECT_THAT(Run(world_, claim("2019-12-31", "BCBS")),
              ElementsAre("PROV.ENROLMENT deny at billing.npi"));
  EXPECT_THAT(Run(plain_, claim("2024-03-31", "MCR")), IsEmpty());
}

TEST_F(ProviderTest, AVoidClaimIsNotAsked) {
  EXPECT_THAT(
      Run(plain_, By("referring", kOther, "entity_type: organization") + ", frequency_code: \"8\""),
      IsEmpty());
}

}  // namespace
}  // namespace scrubline
