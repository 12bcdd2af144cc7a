// Domain section 9.1 with ruling R13.
#include "rules_engine/evaluate/builtin_npi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/npi.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

TEST(NpiTest, FormatAndCheckDigit) {
  const struct {
    const char* npi;
    bool format;
    bool check_digit;
  } kCases[] = {
      {"1234567893", true, true},   {"1245319599", true, true},
      {"1003000126", true, true},   {"2000000002", true, true},
      {"1234567890", true, false},  {"1003000127", true, false},
      {"1245139599", true, false},  // two digits swapped
      {"9876543213", false, false}, {"0000000000", false, false},
      {"123456789", false, false},  {"12345678930", false, false},
      {"123456789A", false, false}, {"1 34567893", false, false},
      {"", false, false},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(HasNpiFormat(test.npi), test.format) << test.npi;
    if (test.format) {
      EXPECT_EQ(HasNpiCheckDigit(test.npi), test.check_digit) << test.npi;
    }
  }
}

class NpiRulesTest : public testing::Test {
 protected:
  // No tables: what PTP, MUE and add-on edits say of that is left out by having no lines.
  NpiRulesTest() : world_(NationalRules()) {}

  std::vector<std::string> Places(const std::string& claim) {
    std::vector<std::string> all;
    for (const FindingText& text : world_.Describe(claim)) {
      std::string npi, places;
      for (const auto& [name, value] : text.evidence) {
        if (name == "npi") npi = value;
        if (name == "places") places = value;
      }
      all.push_back(std::string(text.rule_id) + " " + std::string(ToString(text.severity)) + " " +
                    npi + " at " + places);
    }
    return all;
  }
  World world_;
};

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kGroup[] = "billing: {npi: \"1234567893\", entity_type: organization}, ";

TEST_F(NpiRulesTest, Missing) {
  EXPECT_THAT(Places("billing: ~"), ElementsAre("PROV.NPI_MISSING reject  at billing.npi"));
  EXPECT_THAT(Places("billing: {npi: ~, tax_id: \"1\"}"),
              ElementsAre("PROV.NPI_MISSING reject  at billing.npi"));
  EXPECT_THAT(Places("billing: {npi: \"1234567893\"}"), IsEmpty());
  EXPECT_THAT(Places(std::string(kGroup)),
              ElementsAre("PROV.NPI_MISSING reject  at rendering.npi"));
  EXPECT_THAT(Places(std::string(kGroup) + "type: institutional"), IsEmpty())
      << "an institution's claim needs no rendering provider";
  EXPECT_THAT(Places(std::string(kGroup) + "rendering: {npi: \"1245319599\"}"), IsEmpty());
}

TEST_F(NpiRulesTest, MissingOnSomeLines) {
  const std::string lines =
      Lines("99213 {rendering: {npi: \"1245319599\"}}; 99214; 99215 {rendering: {tax_id: \"1\"}}");
  EXPECT_THAT(Places(kGroup + lines),
              ElementsAre("PROV.NPI_MISSING reject  at service_lines[1].rendering.npi, "
                          "service_lines[2].rendering.npi"));
  EXPECT_THAT(Places(kGroup + lines + ", rendering: {npi: \"1245319599\"}"),
              ElementsAre("PROV.NPI_MISSING reject  at service_lines[2].rendering.npi"));
  EXPECT_THAT(Places(kGroup + Lines("99213; 99214")),
              ElementsAre("PROV.NPI_MISSING reject  at rendering.npi"))
      << "on every line is on the claim";
}

TEST_F(NpiRulesTest, AttendingOnInpatientClaims) {
  const auto bill = [](const char* type) {
    return std::string("type: institutional, type_of_bill: \"") + type + "\"";
  };
  EXPECT_THAT(Places(bill("0111")), ElementsAre("PROV.NPI_MISSING reject  at attending.npi"));
  EXPECT_THAT(Places(bill("0131")), IsEmpty());
  EXPECT_THAT(Places(bill("0111") + ", attending: {npi: \"1245319599\"}"), IsEmpty());
}

TEST_F(NpiRulesTest, OneFindingForABadNumberWithAllItsPlaces) {
  EXPECT_THAT(
      Places("billing: {npi: \"1234567890\"}, attending: {npi: \"1234567890\", state: NY}, " +
             Lines("99213 {referring: {npi: \"1234567890\"}}")),
      ElementsAre("PROV.NPI_LUHN reject 1234567890 at billing.npi, attending.npi, "
                  "service_lines[0].referring.npi"));
  EXPECT_THAT(Places("referring: {npi: \"12\"}, ordering: {npi: \"1234567890\"}, "
                     "supervising: {npi: \"9876543213\"}"),
              ElementsAre("PROV.NPI_FORMAT reject 12 at referring.npi",
                          "PROV.NPI_FORMAT reject 9876543213 at supervising.npi",
                          "PROV.NPI_LUHN reject 1234567890 at ordering.npi"));
}

TEST_F(NpiRulesTest, EveryPlaceIsLookedAtButHistory) {
  for (const ClaimProvider& place : kClaimProviders) {
    const std::string name(place.name);
    EXPECT_THAT(Places(name + ": {npi: \"1234567890\"}"),
                ElementsAre("PROV.NPI_LUHN reject 1234567890 at " + name + ".npi"));
  }
  for (const LineProvider& place : kLineProviders) {
    const std::string name(place.name);
    EXPECT_THAT(
        Places(Lines("99213 {" + name + ": {npi: \"1234567890\"}}")),
        ElementsAre("PROV.NPI_LUHN reject 1234567890 at service_lines[0]." + name + ".npi"));
  }
  EXPECT_THAT(Places(History("paid 99213 {rendering: {npi: \"1234567890\"}}")), IsEmpty());
}

// R17: a void claim is looked at for its numbers too.
TEST_F(NpiRulesTest, AVoidClaimToo) {
  EXPECT_THAT(Places("frequency_code: \"8\", billing: {npi: \"12\"}"),
              ElementsAre("PROV.NPI_FORMAT reject 12 at billing.npi"));
}

}  // namespace
}  // namespace scrubline
