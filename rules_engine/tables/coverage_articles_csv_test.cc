#include "rules_engine/tables/coverage_articles_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/import_fixture.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

class CoverageArticlesCsv : public ImportTest {
 protected:
  CoverageArticlesCsv() { options_.as = "coverage_policies"; }

  std::string Say(std::string_view code, int row, int column) {
    const ReferenceTable& table = Table("coverage_policies");
    const auto rows = table.RowsOf(table.FindKey(Key(code)));
    return table.Format(rows.begin + static_cast<RowId>(row), column);
  }
};

constexpr char kArticles[] =
    "icd10_code,article_id,covered,group\n"
    "E11.9,58710,Y,1\nE11.65,58710,Y,1\nR73.01,58710,Y,2\nZ00.00,58710,N,1\nA15.0,59170,Y,1\n";
constexpr char kOwn[] =
    "code,policy,kind,states,from,group\n"
    "83036,A58710,ARTICLE,TX OK,2024-01-01,\n"
    "82947,58710,ARTICLE,,,2\n"
    "80061,L1,LCD,,,\n";

TEST_F(CoverageArticlesCsv, RowsGetTheDiagnosesOfTheirArticle) {
  const auto report = Import({{"articles.csv", kArticles}, {"own.csv", kOwn}});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  EXPECT_EQ(Say("83036", 0, coverage_policies::kCovered), "E1165, E119, R7301");
  EXPECT_EQ(Say("83036", 0, coverage_policies::kDenied), "Z0000");
  EXPECT_EQ(Say("83036", 0, coverage_policies::kStates), "OK, TX");
  EXPECT_EQ(Say("82947", 0, coverage_policies::kCovered), "R7301") << "its group only";
  EXPECT_EQ(Say("82947", 0, coverage_policies::kDenied), "");
  EXPECT_EQ(Say("80061", 0, coverage_policies::kCovered), "");
  EXPECT_THAT(Warnings(report), HasSubstr("1 articles are the policy of no procedure code"));
  EXPECT_EQ(Table("coverage_policies").LookUp(Key("83036"), On("2023-12-31")).listing,
            Listing::kNotYet);
}

TEST_F(CoverageArticlesCsv, NeedTheProcedureCodes) {
  EXPECT_THAT(ToString(Import("articles.csv", kArticles).errors),
              HasSubstr("the diagnoses of articles without their procedure codes"));
  EXPECT_THAT(
      ToString(
          Import({{"articles.csv", kArticles}, {"own.csv", "code,policy\n80061,L1\n"}}).errors),
      HasSubstr("it has no row that can be used"));
}

TEST_F(CoverageArticlesCsv, RefusesRowsItCannotUnderstand) {
  const auto report = Import(
      {{"articles.csv",
        std::string(kArticles) + "E11 9,58710,Y,1\nE11.9,,Y,1\nE11.9,58710,X,1\nE11.9,58710,Y,\n"},
       {"own.csv", kOwn}});
  ASSERT_TRUE(report.ok()) << ToString(report.errors);
  for (const char* expected : {"`E11 9` is not a diagnosis", "it names no article",
                               "covered is `X`, not Y or N", "group `` is not a number"}) {
    EXPECT_THAT(Warnings(report), HasSubstr(expected));
  }
}

}  // namespace
}  // namespace scrubline
