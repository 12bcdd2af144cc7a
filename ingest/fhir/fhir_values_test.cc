#include <gtest/gtest.h>

#include "ingest/fhir/code_systems.h"
#include "ingest/fhir/values.h"

namespace scrubline {
namespace {

TEST(Decimals, AreReadByTheirText) {
  struct Case {
    std::string_view text;
    int places;
    int64_t value;
    bool exact;
  };
  for (const Case& c : {Case{"0", 2, 0, true},
                        {"1", 2, 100, true},
                        {"12500.00", 2, 1250000, true},
                        {"12500.000", 2, 1250000, true},
                        {"0.07", 2, 7, true},
                        {"0.005", 2, 1, false},
                        {"0.0049", 2, 0, false},
                        {"0.00001", 2, 0, false},
                        {"-3.5", 2, -350, true},
                        {"1.5e3", 2, 150000, true},
                        {"1.5E+3", 2, 150000, true},
                        {"150e-2", 2, 150, true},
                        {"1e-5", 2, 0, false},
                        {"0e40", 2, 0, true},
                        {"0.000e5", 0, 0, true},
                        {"9999999999.99", 2, 999999999999, true},
                        {"40.5", 3, 40500, true}}) {
    const auto decimal = ParseJsonDecimal(c.text, c.places);
    ASSERT_TRUE(decimal.has_value()) << c.text;
    EXPECT_EQ(decimal->value, c.value) << c.text;
    EXPECT_EQ(decimal->exact, c.exact) << c.text;
  }
}

TEST(Decimals, OthersAreNone) {
  for (const char* text : {"", "-", ".", "abc", "1.2.3", "1,000", "1e", "1e+", "1e999", "1e11",
                           "10000000000", "99999999999999999999", "+1", " 1", "$5"}) {
    EXPECT_FALSE(ParseJsonDecimal(text, 2).has_value()) << text;
  }
}

TEST(Amounts, HaveWholeCents) {
  EXPECT_EQ(ParseCents("230.00")->cents, 23000);
  EXPECT_FALSE(ParseCents("230.00")->rounded);
  EXPECT_FALSE(ParseCents("0.125").has_value());
  EXPECT_FALSE(ParseCents("0.0001").has_value());
}

TEST(Amounts, OfABinaryFractionAreRounded) {
  EXPECT_EQ(ParseCents("138120.88999999998")->cents, 13812089);
  EXPECT_TRUE(ParseCents("138120.88999999998")->rounded);
  EXPECT_EQ(ParseCents("0.30000000000000004")->cents, 30);
  EXPECT_FALSE(ParseCents("138120.889").has_value());
}

TEST(Amounts, AreComputedWithoutFloatingPoint) {
  EXPECT_EQ(ComputeCents("125.00", "", ""), 12500);
  EXPECT_EQ(ComputeCents("50.00", "2", ""), 10000);
  EXPECT_EQ(ComputeCents("100.00", "", "1.1"), 11000);
  EXPECT_EQ(ComputeCents("200.00", "1", "0.07"), 1400);
  EXPECT_EQ(ComputeCents("0.10", "3", ""), 30);
  EXPECT_EQ(ComputeCents("0.333", "3", ""), 100);
  EXPECT_FALSE(ComputeCents("-1", "2", "").has_value());
  EXPECT_FALSE(ComputeCents("10000000", "1", "1").has_value());
  EXPECT_FALSE(ComputeCents("9999999", "9999999", "9999999").has_value());
}

TEST(Dates, AreTheDayAsItsWriterHasIt) {
  EXPECT_EQ(ReadDay("2026-03-05").day, "2026-03-05");
  EXPECT_EQ(ReadDay("2026-03-05T23:30:00-07:00").day, "2026-03-05");
  EXPECT_EQ(ReadDay("2026-03-05T00:00:00.123Z").day, "2026-03-05");
  EXPECT_EQ(ReadDay("2024-02-29").day, "2024-02-29");
}

TEST(Dates, ThatAreNoDaysAreTold) {
  EXPECT_TRUE(ReadDay("2026").partial);
  EXPECT_TRUE(ReadDay("2026-03").partial);
  EXPECT_EQ(ReadDay("2026-03").day, "");
  for (const char* text : {"", "IGNORED_FIELD", "2026-02-30", "20260305", "2026-3-5", "2026-03-05 ",
                           "2026-03-05T", "2026-03-05 10:00", "2026-03-05Tnoon"}) {
    const Day day = ReadDay(text);
    EXPECT_EQ(day.day, "") << text;
    EXPECT_FALSE(day.partial) << text;
  }
}

TEST(CodeSystems, AreOneInManySpellings) {
  for (const char* uri : {"https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                          "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                          "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
                          "https://bluebutton.cms.gov/resources/variables/hcpcs_cd",
                          "http://www.ama-assn.org/go/cpt", "HTTP://www.ama-assn.org/go/CPT/"}) {
    EXPECT_EQ(SystemOf(uri), CodeSystem::kProcedure) << uri;
  }
  EXPECT_EQ(SystemOf("http://hl7.org/fhir/sid/icd-10"), CodeSystem::kIcd10);
  EXPECT_EQ(
      SystemOf(
          "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"),
      CodeSystem::kPlaceOfService);
  EXPECT_EQ(SystemOf("https://www.cms.gov/medicare/coding/place-of-service-codes/"
                     "place_of_service_code_set.html"),
            CodeSystem::kPlaceOfService);
  EXPECT_EQ(SystemOf("https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-CNTR-CD"),
            CodeSystem::kRevenue);
  EXPECT_EQ(SystemOf(""), CodeSystem::kUnknown);
  EXPECT_EQ(SystemOf("http://example.org/codes"), CodeSystem::kUnknown);
}

TEST(CodeSystems, PayersLinesOfBusinessComeFromSeveralLists) {
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kPaymentTypology, "12"), v1::Payer::MEDICARE);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kPaymentTypology, "111"), v1::Payer::MEDICARE_ADVANTAGE);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kPaymentTypology, "2"), v1::Payer::MEDICAID);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kPaymentTypology, "3111"), v1::Payer::TRICARE);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kPaymentTypology, ""),
            v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kCoverageActCode, "WCBPOL"),
            v1::Payer::WORKERS_COMPENSATION);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kFilingIndicator, "MB"), v1::Payer::MEDICARE);
  EXPECT_EQ(LineOfBusinessOf(CodeSystem::kUnknown, "MB"), v1::Payer::LINE_OF_BUSINESS_UNSPECIFIED);
}

}  // namespace
}  // namespace scrubline
