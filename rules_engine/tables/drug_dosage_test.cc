#include "rules_engine/tables/drug_dosage.h"

#include <gtest/gtest.h>

#include <string>

#include "rules_engine/diagnostic.h"

namespace scrubline {
namespace {

// `PER 15000 MG`: the amount in thousandths; `-` for no answer.
std::string Dosage(std::string_view code, std::string_view description) {
  const std::optional<DrugDosage> dosage = ParseDrugDosage(code, description);
  if (!dosage.has_value()) return "-";
  std::string text = dosage->kind.ToString();
  if (dosage->amount != kUnset)
    text += " " + std::to_string(dosage->amount) + " " + dosage->unit.ToString();
  return text;
}

TEST(DrugDosage, ReadsWhatOneUnitIs) {
  const struct {
    std::string_view description, expected;
  } kCases[] = {
      {"Injection, alpha, per 15 mg", "PER 15000 MG"},
      {"Injection, alpha, 10 mg", "PER 10000 MG"},
      {"Injection, alpha (brand) 0.5MG", "PER 500 MG"},
      {"Injection, alpha, .25 mg", "PER 250 MG"},
      {"Injection, alpha, up to 1000 mcg", "UP_TO 1000000 MCG"},
      {"Injection, alpha, per up to 2 ml ampule", "UP_TO 2000 ML"},
      {"Injection, alpha, 1 microgram, (non-esrd use)", "PER 1000 MCG"},
      {"Injection, alpha, 2 grams", "PER 2000 G"},
      {"Injection, alpha, up to 600,000 units", "UP_TO 600000000 UNITS"},
      {"Injection, alpha, 1 million units", "PER 1000000000 UNITS"},
      {"Injection, alpha, 250,000 i.u. vial", "PER 250000000 UNITS"},
      {"Injection, alpha, 10,000 kiu", "PER 10000000 KIU"},
      {"Injection, alpha, per 10 meq", "PER 10000 MEQ"},
      {"Alpha tc-99m, diagnostic, per study dose, up to 25 millicuries", "UP_TO 25000 MCI"},
      {"Infusion, alpha, 1000 cc", "PER 1000000 ML"},
      {"Alpha solution (500 ml = 1 unit)", "PER 500000 ML"},
      {"Alpha, oral, 1 mg (not for use with 5 mg of beta)", "PER 1000 MG"},
      {"Alpha, topical, single unit dosage form (354 mg)", "PER 354000 MG"},
      {"Injection, alpha and beta, 10mg/10mg (20mg)", "PER 20000 MG"},
      {"Injection, alpha, 0.9 mg, provided in 1.1 mg vial", "PER 900 MG"},
      {"Injection, factor, per i.u.", "PER 1000 UNITS"},
      {"Injection, factor complex, per factor viii i.u.", "PER 1000 UNITS"},
      {"Alpha, inhalation solution, per milligram", "PER 1000 MG"},
      {"Contrast, 150-199 mg/ml concentration, per ml", "PER 1000 ML"},
      {"Patch, per square centimeter", "PER 1000 SQCM"},
      {"Alpha, for intra-articular injection, per dose", "DOSE"},
      {"Alpha, per single use vial", "DOSE"},
      {"Alpha, per therapeutic dose", "DOSE"},
      {"Injection, alpha, over 10 cc", "DOSE"},
      {"Alpha, oral, less than or equal to 3 mg alpha", "DOSE"},
      {"Unclassified drugs", "NOC"},
      {"Alpha, oral, nos", "NOC"},
      {"Compounded drug, not otherwise classified", "NOC"},
      {"Factor, per i.u., not otherwise specified", "PER 1000 UNITS"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Dosage("J0001", test.description), test.expected) << test.description;
  }
}

TEST(DrugDosage, GuessesNothing) {
  for (const std::string_view description : {
           "Injection, alpha 3 mg and beta 125 mg",
           "Injection, alpha, 50 micrograms and 250 i.u.",
           "Injection, alpha, 10 mg/ml",
           "Injection, alpha and beta, 0.5 g/0.125 g",
           "Alpha, greater than 3 mg, but less than or equal to 6 mg",
           "Injection, alpha, 0.0005 mg",
           "Injection, alpha, 0 mg",
           "Intrauterine contraceptive",
           "Injection, alpha, 10 mgx",
           "",
       }) {
    EXPECT_EQ(Dosage("J0001", description), "-") << description;
  }
}

TEST(DrugDosage, AnswersForDrugsOnly) {
  EXPECT_EQ(Dosage("Q5101", "Injection, alpha, biosimilar, 1 mg"), "PER 1000 MG");
  EXPECT_EQ(Dosage("A9500", "Alpha tc-99m, diagnostic, per study dose"), "DOSE");
  EXPECT_EQ(Dosage("Q5001", "Care in the home, not otherwise specified"), "-");
  EXPECT_EQ(Dosage("A4216", "Sterile water, 10 ml"), "-");
  EXPECT_EQ(Dosage("99213", "10 mg"), "-");
}

}  // namespace
}  // namespace scrubline
