// Domain 6.2: the notes of the tabular list.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

const TestTable kNotes = {
    "icd10cm_notes",
    {"diagnosis,excludes1,excludes1_qualified,code_first,use_additional",
     "release FY2024 2023-10-01 2024-09-30", "E11,E10* O24* E11*,E13*,,Z79*", "E10,E11*,,,",
     "D63.1,,,N18*,", "E11.22,,,,N18.1-N18.6", "I25.1,,,,", "I50,,,I11.0* O00-O07,"}};
const TestTable kFlags = {"mce_diagnoses", {"diagnosis,manifestation", "D63.1,yes", "I50.9,no"}};

RuleFiles Rules(const RuleFiles& more = {}) {
  RuleFiles files = more;
  for (auto& [path, text] : ShippedRules({"coding"})) {
    if (path.ends_with("ruleset.yaml") || path.ends_with("diagnosis_notes.yaml"))
      files[path] = text;
  }
  return files;
}

std::string Claim(const std::string& codes, const std::string& pointers = "1") {
  std::string list;
  std::istringstream words(codes);
  for (std::string code; words >> code;) list += "{code: " + code + "}, ";
  return "diagnoses: [" + list + "], " + Lines("99213 {diagnosis_pointers: [" + pointers + "]}");
}

class DiagnosisNotesTest : public testing::Test {
 protected:
  DiagnosisNotesTest() : world_(Rules(), {kNotes, kFlags}) {}
  std::string Run(const std::string& claim) { return world_.Run(claim); }
  World world_;
};

TEST_F(DiagnosisNotesTest, X8TwoThatExcludeEachOther) {
  EXPECT_EQ(Run(Claim("E10.9 E11.9")), "DX.EXCL1 warn claim") << "once, though both have a note";
  EXPECT_EQ(Run(Claim("E11.9 E10.9")), "DX.EXCL1 warn claim");
  EXPECT_EQ(Run(Claim("E11.9 I10")), "");
  EXPECT_EQ(Run(Claim("E11.9 E11.65")), "") << "a note does not speak of its own category";
  EXPECT_EQ(Run(Claim("E11.9 E11.9")), "");
}

TEST_F(DiagnosisNotesTest, NotesWithConditionsInWordsAdvise) {
  EXPECT_EQ(Run(Claim("E11.9 E13.9")), "DX.EXCL1 advise claim");
  const std::vector<FindingText> texts = world_.Describe(Claim("E11.9 E13.9"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(std::string(texts[0].message), testing::HasSubstr("the Excludes1 note at E11"));
  EXPECT_THAT(texts[0].evidence, testing::Contains(testing::Pair("codes", "E13")));
}

TEST_F(DiagnosisNotesTest, ANoteWithoutConditionsOutweighsOneWith) {
  World world(Rules(), {{"icd10cm_notes",
                         {"diagnosis,excludes1,excludes1_qualified", "M25,,M17*", "M25.562,M17.12,",
                          "M17.11,M25.561,"}}});
  EXPECT_EQ(world.Run(Claim("M25.561 M17.12")), "DX.EXCL1 advise claim");
  EXPECT_EQ(world.Run(Claim("M25.562 M17.12")), "DX.EXCL1 warn claim") << "of the code itself";
  EXPECT_EQ(world.Run(Claim("M25.561 M17.11")), "DX.EXCL1 warn claim") << "of the other code";
}

TEST_F(DiagnosisNotesTest, APayerMayLookAtLinesOnly) {
  World world(Rules({{"lines/ruleset.yaml",
                      "id: lines\nversion: 1\nlanguage: 1\ntitle: Lines\nlayer: payer\nscope: "
                      "{payers: [LINES]}\n"},
                     {"lines/overrides.yaml",
                      "overrides:\n  - {id: LINES-1, select: {rule: DX.EXCL1}, severity: deny, "
                      "parameters: {scope: line}, reason: contract, owner: a@b.example}\n"}}),
              {kNotes});
  EXPECT_EQ(world.Run("payer: {id: LINES}, " + Claim("E10.9 E11.9", "1")), "");
  EXPECT_EQ(world.Run("payer: {id: LINES}, " + Claim("E10.9 E11.9", "1, 2")),
            "DX.EXCL1 deny claim");
  EXPECT_EQ(world.Run("payer: {id: LINES}, " + Claim("E10.9 E11.9 E10.9", "2, 3")),
            "DX.EXCL1 deny claim")
      << "a diagnosis that stands twice is itself at both places";
}

TEST_F(DiagnosisNotesTest, TheUnderlyingConditionComesFirst) {
  EXPECT_EQ(Run(Claim("N18.4 D63.1")), "");
  EXPECT_EQ(Run(Claim("I10 D63.1")), "DX.CODEFIRST advise claim");
  EXPECT_EQ(Run(Claim("I10 D63.1 N18.4")), "DX.CODEFIRST advise claim");
  World world(Rules(), {{"icd10cm_notes", {"diagnosis,code_first", "N18,N18*"}},
                        {"mce_diagnoses", {"diagnosis,manifestation", "N18.4,yes"}}});
  EXPECT_EQ(world.Run(Claim("N18.4")), "DX.CODEFIRST advise claim") << "not before itself";
  const auto message = [this](const std::string& claim) {
    const std::vector<FindingText> texts = world_.Describe(claim);
    return texts.empty() ? "" : std::string(texts.front().message);
  };
  EXPECT_THAT(message(Claim("I10 D63.1 N18.4")), testing::HasSubstr("N18.4 stands behind it"));
  EXPECT_THAT(message(Claim("I10 D63.1")), testing::HasSubstr("(N18), and none is on the claim"));
}

TEST_F(DiagnosisNotesTest, OnlyAManifestationIsMissingItsCause) {
  EXPECT_EQ(Run(Claim("I50.9")), "") << "heart failure need not be due to hypertension";
  EXPECT_EQ(Run(Claim("I50.9 I11.0")), "DX.CODEFIRST advise claim");
  EXPECT_EQ(Run(Claim("I11.0 I50.9")), "");
  World without(Rules(), {kNotes});
  EXPECT_EQ(without.Run(Claim("I10 D63.1")), "DX.CODEFIRST? missing_table claim");
  EXPECT_EQ(without.Run(Claim("I50.9 I11.0")), "DX.CODEFIRST advise claim");
}

TEST_F(DiagnosisNotesTest, CodesOfNotesAreWrittenAsInTheBook) {
  World world(Rules(), {{"icd10cm_notes",
                         {"diagnosis,code_first", "D63.1,N18* I11.0* O00-O07 D57.00-D57.09"}},
                        kFlags});
  const std::vector<FindingText> texts = world.Describe(Claim("I10 D63.1"));
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_THAT(texts[0].evidence,
              testing::Contains(testing::Pair("codes", "D57.00-D57.09, I11.0, N18, O00-O07")));
}

TEST_F(DiagnosisNotesTest, AdditionalCodesOfSpecificCodesOnly) {
  EXPECT_EQ(Run(Claim("E11.22")), "DX.USEADDL advise claim");
  EXPECT_EQ(Run(Claim("E11.22 N18.4")), "");
  EXPECT_EQ(Run(Claim("E11.9")), "") << "the category's note is not read";
  World all(Rules({{"all/ruleset.yaml",
                    "id: all\nversion: 1\nlanguage: 1\ntitle: All\nlayer: payer\nscope: {payers: "
                    "[ALL]}\n"},
                   {"all/overrides.yaml",
                    "overrides:\n  - {id: ALL-1, select: {rule: DX.USEADDL}, parameters: "
                    "{fewest_characters: 3}, reason: contract, owner: a@b.example}\n"}}),
            {kNotes});
  EXPECT_EQ(all.Run("payer: {id: ALL}, " + Claim("E11.9")), "DX.USEADDL advise claim");
}

TEST_F(DiagnosisNotesTest, WithoutNotesOfTheDateNothingIsSaid) {
  EXPECT_EQ(Run("diagnoses: [{code: E10.9}, {code: E11.9}], " +
                Lines("99213 2024-10-01 {diagnosis_pointers: [1]}")),
            "DX.CODEFIRST? no_release claim; DX.EXCL1? no_release claim; DX.USEADDL? no_release "
            "claim");
  World without(Rules(), {});
  EXPECT_EQ(without.Run(Claim("E10.9 E11.9")),
            "DX.CODEFIRST? missing_table claim; DX.EXCL1? missing_table claim; DX.USEADDL? "
            "missing_table claim");
  EXPECT_EQ(without.Run(Lines("99213")), "");
}

}  // namespace
}  // namespace scrubline
