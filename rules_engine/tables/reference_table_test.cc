#include "rules_engine/tables/reference_table.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "rules_engine/claim.h"
#include "rules_engine/tables/reference_builder.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

Date On(std::string_view text) { return *Date::Parse(text); }
TableKey Key(std::string_view text) { return *TableKey::Parse(text); }

TEST(TableKeyTest, HoldsCodesAndLongerIdentifiers) {
  for (const std::string_view text :
       {"0131", "99213", "9300026", "1234567893", "207RC0000X", "00002143380", "05D0123456", "0"}) {
    ASSERT_TRUE(TableKey::Parse(text).has_value()) << text;
    EXPECT_EQ(Key(text).ToString(), text);
  }
  EXPECT_EQ(Key("99213"), TableKey::Of(Code::Of("99213")));
  EXPECT_LT(Key("1234567890"), Key("1234567893"));
  for (const std::string_view text : {"", "1234567890123", "12345678-9", "a23456789"}) {
    EXPECT_FALSE(TableKey::Parse(text).has_value()) << text;
  }
}

class ReferenceTableTest : public ::testing::Test {
 protected:
  ReferenceTable Build(const ReferenceBuilder& builder, bool sample = false,
                       const std::vector<Code>& covers = {}) {
    TableInfo info{.name = name_, .release = builder.ReleaseNames(), .sample = sample};
    EXPECT_TRUE(builder.Write(path_, info, covers).ok());
    absl::StatusOr<ReferenceTable> table = ReferenceTable::Map(path_);
    EXPECT_TRUE(table.ok()) << table.status();
    return *std::move(table);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string name_ = "hcpcs";
  const std::string path_ = ::testing::TempDir() + "/" +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name() +
                            ".tbl";
  const ReferenceSchema& schema_ = ReferenceSchemaOf(ReferenceId::kHcpcs);
};

TEST_F(ReferenceTableTest, GivesBackWhatWasPutIn) {
  ReferenceBuilder builder(schema_);
  const int release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("J1885"), {On("1990-01-01"), Date::Max()}, release)
      .Code(hcpcs::kCoverage, Code::Of("D"))
      .Codes(hcpcs::kSuccessors, {KeyRange::Single(Key("J2002")), KeyRange::Prefix(Code::Of("J1"))})
      .Text(hcpcs::kDescription, "Injection, per 15 mg");
  const ReferenceTable table = Build(builder);
  const auto answer = table.LookUp(Key("J1885"), On("2024-08-01"));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_EQ(table.CodeAt(answer.row, hcpcs::kCoverage), Code::Of("D"));
  EXPECT_TRUE(table.CodeAt(answer.row, hcpcs::kAction).empty());
  EXPECT_EQ(table.TextAt(answer.row, hcpcs::kDescription), "Injection, per 15 mg");
  EXPECT_TRUE(table.TextAt(answer.row, hcpcs::kShortDescription).empty());
  const auto codes = table.CodesAt(answer.row, hcpcs::kSuccessors);
  EXPECT_EQ(FormatRanges(codes), "J1*, J2002");
  EXPECT_TRUE(Contains(codes, Key("J1999")));
  EXPECT_TRUE(Contains(codes, Key("J2002")));
  EXPECT_FALSE(Contains(codes, Key("J2001")));
  EXPECT_FALSE(Contains(codes, Key("J0999")));
}

// What a file does not say is unknown: days after its own, and codes it may have dropped before.
TEST_F(ReferenceTableTest, SaysWhetherACodeIsListedOnADate) {
  ReferenceBuilder builder(schema_);
  const int release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("J1030"), {On("1985-01-01"), On("2024-03-31")}, release);
  builder.AddRow(Key("J1010"), {On("2024-04-01"), Date::Max()}, release);
  const ReferenceTable table = Build(builder);
  struct Case {
    std::string_view code, date;
    Listing expected;
  };
  const Case cases[] = {
      {"J1030", "2024-03-31", Listing::kListed},   {"J1030", "2024-04-01", Listing::kEnded},
      {"J1030", "1984-12-31", Listing::kNotYet},   {"J1030", "2024-10-01", Listing::kUnknown},
      {"J1010", "2024-03-31", Listing::kNotYet},   {"J1010", "2024-04-01", Listing::kListed},
      {"J1010", "2024-09-30", Listing::kListed},   {"J1010", "2024-10-01", Listing::kUnknown},
      {"J9999", "2024-07-01", Listing::kUnlisted}, {"J9999", "2024-06-30", Listing::kUnknown},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(table.LookUp(Key(c.code), On(c.date)).listing, c.expected) << c.code << " " << c.date;
  }
  EXPECT_EQ(table.LookUp(Key("J1010"), Date()).listing, Listing::kUnknown);
}

TEST_F(ReferenceTableTest, BelievesTheNewerOfTwoReleases) {
  ReferenceBuilder builder(schema_);
  const int new_release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  const int old_release = builder.AddRelease("2019Q1", {On("2019-01-01"), On("2019-03-31")});
  builder.AddRow(Key("J0001"), {On("2000-01-01"), Date::Max()}, old_release)
      .Code(hcpcs::kCoverage, Code::Of("C"));
  builder.AddRow(Key("J0001"), {On("2000-01-01"), Date::Max()}, new_release)
      .Code(hcpcs::kCoverage, Code::Of("D"));
  builder.AddRow(Key("J0002"), {On("2000-01-01"), Date::Max()}, old_release);
  const ReferenceTable table = Build(builder);
  EXPECT_EQ(builder.ReleaseNames(), "2019Q1, 2024Q3");
  const auto answer = table.LookUp(Key("J0001"), On("2019-02-01"));
  EXPECT_EQ(table.CodeAt(answer.row, hcpcs::kCoverage), Code::Of("D"));
  EXPECT_EQ(table.release_name(table.release(answer.row)), "2024Q3");
  // Dropped by the newer release: ended there; between the two, nobody knows when.
  EXPECT_EQ(table.LookUp(Key("J0002"), On("2019-03-31")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("J0002"), On("2021-01-01")).listing, Listing::kUnknown);
  EXPECT_EQ(table.LookUp(Key("J0002"), On("2024-07-01")).listing, Listing::kEnded);
}

// A row without dates says what holds while its file counts, nothing of the days around it.
TEST_F(ReferenceTableTest, ARowWithoutDatesLastsAsItsRelease) {
  ReferenceBuilder builder(schema_);
  const int old_release = builder.AddRelease("2019Q1", {On("2019-01-01"), On("2019-03-31")});
  const int new_release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("J0001"), {}, old_release);
  builder.AddRow(Key("J0001"), {}, new_release);
  builder.AddRow(Key("J0002"), {}, new_release);
  ReferenceBuilder again(schema_);
  again.AddReleasesOf(Build(builder));
  const ReferenceTable table = Build(again);
  const struct {
    std::string_view code, date;
    Listing expected;
  } cases[] = {
      {"J0001", "2018-12-31", Listing::kUnknown}, {"J0001", "2019-01-01", Listing::kListed},
      {"J0001", "2020-01-01", Listing::kUnknown}, {"J0001", "2024-09-30", Listing::kListed},
      {"J0002", "2018-12-31", Listing::kUnknown}, {"J0002", "2019-02-01", Listing::kNotYet},
      {"J0002", "2024-07-01", Listing::kListed},  {"J0002", "2024-10-01", Listing::kUnknown},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(table.LookUp(Key(c.code), On(c.date)).listing, c.expected) << c.code << " " << c.date;
  }
}

// The April file of a year counts from April on: what it dropped has ended, what it added is new.
TEST_F(ReferenceTableTest, AReleaseEndsWhereALaterOneThatLastsAsLongBegins) {
  ReferenceBuilder builder(schema_);
  const int year = builder.AddRelease("2024", {On("2024-01-01"), On("2024-12-31")});
  builder.AddRow(Key("J0001"), {}, year);
  const ReferenceTable first = Build(builder);
  ReferenceBuilder again(schema_);
  const int april = again.AddRelease("2024-04", {On("2024-04-01"), On("2024-12-31")});
  again.AddRow(Key("J0002"), {}, april);
  again.AddReleasesOf(first);
  const ReferenceTable table = Build(again);
  EXPECT_EQ(table.release_dates(0), (DateInterval{On("2024-01-01"), On("2024-03-31")}));
  EXPECT_EQ(table.LookUp(Key("J0001"), On("2024-03-31")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("J0001"), On("2024-04-01")).listing, Listing::kEnded);
  EXPECT_EQ(table.LookUp(Key("J0002"), On("2024-03-31")).listing, Listing::kNotYet);
  EXPECT_EQ(table.LookUp(Key("J0002"), On("2024-04-01")).listing, Listing::kListed);
}

// Two lists for every day: the one being imported is believed.
TEST_F(ReferenceTableTest, TheImportAtHandIsNewerThanWhatWasThere) {
  ReferenceBuilder builder(schema_);
  const int old_release = builder.AddRelease("25.1", {On("1990-01-01"), Date::Max()});
  builder.AddRow(Key("J0001"), {On("2000-01-01"), Date::Max()}, old_release);
  const ReferenceTable first = Build(builder);
  ReferenceBuilder again(schema_);
  const int new_release = again.AddRelease("25.0", {On("1990-01-01"), Date::Max()});
  again.AddRow(Key("J0001"), {On("2000-01-01"), On("2024-12-31")}, new_release)
      .Code(hcpcs::kCoverage, Code::Of("D"));
  again.AddReleasesOf(first);
  const ReferenceTable table = Build(again);
  const auto answer = table.LookUp(Key("J0001"), On("2024-06-01"));
  EXPECT_EQ(table.release_name(table.release(answer.row)), "25.0");
}

TEST_F(ReferenceTableTest, JoinsRowsThatTouchAndKeepsReleasesOfAnother) {
  ReferenceBuilder builder(schema_);
  const int release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("J0001"), {On("2024-01-01"), On("2024-01-31")}, release);
  builder.AddRow(Key("J0001"), {On("2024-02-01"), Date::Max()}, release);
  builder.AddRow(Key("J0002"), {On("2024-01-01"), On("2024-01-31")}, release)
      .Text(hcpcs::kDescription, "a");
  builder.AddRow(Key("J0002"), {On("2024-02-01"), Date::Max()}, release)
      .Text(hcpcs::kDescription, "b");
  const ReferenceTable table = Build(builder);
  const auto rows = table.RowsOf(table.FindKey(Key("J0001")));
  EXPECT_EQ(rows.end - rows.begin, 1u);
  EXPECT_TRUE(table.is_open(rows.begin));
  EXPECT_EQ(table.dates(rows.begin).first, On("2024-01-01"));
  EXPECT_EQ(table.RowsOf(table.FindKey(Key("J0002"))).end, 3u);

  ReferenceBuilder again(schema_);
  again.AddRelease("2024Q4", {On("2024-10-01"), On("2024-12-31")});
  again.AddReleasesOf(table);
  EXPECT_EQ(again.ReleaseNames(), "2024Q3, 2024Q4");
  const ReferenceTable copy = Build(again);
  const auto answer = copy.LookUp(Key("J0002"), On("2024-08-01"));
  ASSERT_EQ(answer.listing, Listing::kListed);
  EXPECT_EQ(copy.TextAt(answer.row, hcpcs::kDescription), "b");
  EXPECT_EQ(copy.LookUp(Key("J0002"), On("2024-10-01")).listing, Listing::kEnded);
}

TEST_F(ReferenceTableTest, ASampleAnswersForItsOwnCodesOnly) {
  ReferenceBuilder builder(schema_);
  const int release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("J0001"), {On("2024-01-01"), Date::Max()}, release);
  const ReferenceTable table = Build(builder, true, {Code::Of("J0003")});
  EXPECT_EQ(table.LookUp(Key("J0001"), On("2024-08-01")).listing, Listing::kListed);
  EXPECT_EQ(table.LookUp(Key("J0003"), On("2024-08-01")).listing, Listing::kUnlisted);
  EXPECT_EQ(table.LookUp(Key("J0004"), On("2024-08-01")).listing, Listing::kUnknown);
}

TEST_F(ReferenceTableTest, FindsTheKeysOfARange) {
  ReferenceBuilder builder(schema_);
  const int release = builder.AddRelease("2024Q3", {On("2024-07-01"), On("2024-09-30")});
  for (const std::string_view code : {"J1", "J10", "J101", "J2"})
    builder.AddRow(Key(code), {On("2024-01-01"), Date::Max()}, release);
  const ReferenceTable table = Build(builder);
  const auto ids = table.KeysIn(KeyRange::Prefix(Code::Of("J1")));
  EXPECT_EQ(ids.end - ids.begin, 3u);
  EXPECT_EQ(table.key(ids.begin).ToString(), "J1");
  const auto none = table.KeysIn(KeyRange::Prefix(Code::Of("K")));
  EXPECT_EQ(none.begin, none.end);
}

TEST_F(ReferenceTableTest, RefusesAFileOfOtherColumnsOrAnotherTable) {
  ReferenceBuilder builder(ReferenceSchemaOf(ReferenceId::kRevenueCodes));
  const int release = builder.AddRelease("2024", {On("2024-07-01"), On("2024-09-30")});
  builder.AddRow(Key("0360"), {On("2024-01-01"), Date::Max()}, release);
  ASSERT_TRUE(builder.Write(path_, {.name = "hcpcs"}, {}).ok());
  EXPECT_THAT(std::string(ReferenceTable::Map(path_).status().message()),
              HasSubstr("with other columns"));
  ASSERT_TRUE(builder.Write(path_, {.name = "revenue"}, {}).ok());
  EXPECT_THAT(std::string(ReferenceTable::Map(path_).status().message()),
              HasSubstr("there is no table `revenue`"));
}

TEST_F(ReferenceTableTest, AnEmptyTableAnswers) {
  ReferenceBuilder builder(schema_);
  const ReferenceTable table = Build(builder);
  EXPECT_EQ(table.FindKey(Key("J0001")), 0u);
  EXPECT_EQ(table.LookUp(Key("J0001"), On("2024-08-01")).listing, Listing::kUnknown);
}

}  // namespace
}  // namespace scrubline
