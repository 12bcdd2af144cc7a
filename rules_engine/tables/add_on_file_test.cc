#include "rules_engine/tables/add_on_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace scrubline {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] =
    "\"A notice\nof two lines\",,,,,,,\r\n"
    "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,"
    "AOC_Edit_DelDT,Special_Instruction_Notes\r\n";

struct Outcome {
  absl::Status status;
  RowLog log{"test.csv"};
  std::vector<AddOnTable::PublishedRow> rows;
};

Outcome Read(const std::string& text) {
  Outcome outcome;
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  outcome.status = ReadAddOnFile(sheet, outcome.log, outcome.rows);
  return outcome;
}

TEST(AddOnFile, ReadsRowsAsPublished) {
  const Outcome outcome = Read(std::string(kHeader) +
                               "2,0054T,,CCCCC,,2013091,,Contractor Defined Primary Codes\r\n"
                               "1,X0001,2013365,X0002,2014365,2013091,2012366\r\n"
                               "1,0071U,,0070U,,2018274\r\n");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  ASSERT_EQ(outcome.rows.size(), 3u);
  EXPECT_EQ(ToString(outcome.log.diagnostics()), "");
  EXPECT_EQ(outcome.rows[0].primary, AddOnTable::kContractorDefined);
  EXPECT_EQ(outcome.rows[0].note, "Contractor Defined Primary Codes");
  EXPECT_EQ(outcome.rows[0].effective.ToString(), "2013-04-01");
  EXPECT_EQ(outcome.rows[0].deletion, Date::Max());
  EXPECT_EQ(outcome.rows[1].add_on_deletion.ToString(), "2013-12-31");
  EXPECT_EQ(outcome.rows[1].primary_deletion.ToString(), "2014-12-31");
  EXPECT_EQ(outcome.rows[1].deletion.ToString(), "2012-12-31");
  EXPECT_EQ(outcome.rows[2].effective.ToString(), "2018-10-01");
}

TEST(AddOnFile, TheListOfActivePairsHasNoDatesAndSaysSo) {
  const Outcome outcome = Read("primary_code,add_on_code,aoc_edit_type\nX0002,X0001,1\n");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  ASSERT_EQ(outcome.rows.size(), 1u);
  EXPECT_EQ(outcome.rows[0].add_on, Code::Of("X0001"));
  EXPECT_EQ(outcome.rows[0].primary, Code::Of("X0002"));
  EXPECT_EQ(outcome.rows[0].effective, FirstAddOnEdits());
  EXPECT_EQ(outcome.rows[0].deletion, Date::Max());
  EXPECT_THAT(ToString(outcome.log.diagnostics()), HasSubstr("the file has no dates"));
}

TEST(AddOnFile, RefusesWhatItCannotUnderstand) {
  const struct {
    std::string row, cause;
  } kCases[] = {
      {"4,X0001,,X0002,,2013091,,", "edit type `4` is not 1, 2 or 3"},
      {"1,71U,,X0002,,2013091,,", "add-on code `71U` is not five characters A-Z 0-9"},
      {"1,X0001,,100,,2013091,,", "primary code `100` is not five"},
      {"1,X0001,,X0002,,2013366,,", "edit effective date `2013366` is not a day written YYYYDDD"},
      {"1,X0001,20131231,X0002,,2013091,,", "add-on code deletion date `20131231` is not"},
      {"1,X0001,,X0002,x,2013091,,", "primary code deletion date `x` is not"},
      {"1,X0001,,X0002,,2013091,0,", "edit deletion date `0` is not"},
      {"1,X0001,,X0002,,,,", "the edit effective date is missing"},
      {"1,X0001,,X0001,,2013091,,", "the add-on code is its own primary"},
  };
  for (const auto& test : kCases) {
    const Outcome outcome = Read(kHeader + test.row + "\n");
    ASSERT_EQ(outcome.log.refused(), 1u) << test.row;
    EXPECT_THAT(outcome.log.diagnostics()[0].message, HasSubstr(test.cause));
    EXPECT_EQ(outcome.log.diagnostics()[0].position.line, 4);
    EXPECT_TRUE(outcome.rows.empty());
  }
}

class Rows : public SheetReader {
 public:
  explicit Rows(std::vector<SheetRow> rows) : rows_(std::move(rows)) {}
  bool Next(SheetRow& row) override {
    if (at_ == rows_.size()) return false;
    row = rows_[at_++];
    return true;
  }
  const absl::Status& status() const override { return status_; }

 private:
  std::vector<SheetRow> rows_;
  size_t at_ = 0;
  absl::Status status_;
};

TEST(AddOnFile, NumbersGetTheirLeadingZerosBack) {
  Rows sheet({{1,
               {{"AOC_Edit_Type"},
                {"Add-On_Code"},
                {"Primary_Code"},
                {"AOC_Edit_EffDT"},
                {"AOC_Edit_DelDT"}}},
              {2, {{"1", true}, {"100", true}, {"790", true}, {"2013091", true}}},
              {3, {{"1", true}, {"123456", true}, {"790", true}, {"2013091", true}}}});
  RowLog log("test.xlsx");
  std::vector<AddOnTable::PublishedRow> rows;
  ASSERT_TRUE(ReadAddOnFile(sheet, log, rows).ok());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].add_on, Code::Of("00100"));
  EXPECT_EQ(rows[0].primary, Code::Of("00790"));
  EXPECT_EQ(rows[0].effective.ToString(), "2013-04-01");
  EXPECT_EQ(log.refused(), 1u);
  EXPECT_THAT(ToString(log.diagnostics()), HasSubstr("codes were numbers"));
}

TEST(AddOnFile, StopsWithoutAHeader) {
  EXPECT_THAT(std::string(Read("1,X0001,,X0002,,2013091,,\n").status.message()),
              HasSubstr("no add-on header"));
}

}  // namespace
}  // namespace scrubline
