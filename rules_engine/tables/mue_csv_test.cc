#include "rules_engine/tables/mue_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] =
    "\"A notice\nof several lines, \"\"quoted\"\" \xC2\xAE\",,,\r\n"
    "\"HCPCS/\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,"
    "MUE Rationale\r\n";

struct Outcome {
  absl::Status status;
  RowLog log{"test.csv"};
  MueRelease release;
};

Outcome Read(const std::string& text) {
  Outcome outcome;
  const auto source = FromMemory(text);
  CsvReader sheet(*source);
  outcome.status = ReadMueCsv(sheet, outcome.log, outcome.release);
  return outcome;
}

TEST(MueCsv, ReadsRowsAsPublished) {
  const Outcome outcome = Read(std::string(kHeader) +
                               "0001U,1,2 Date of Service Edit: Policy,Code Descriptor\r\n"
                               "X0002,22000,1 Line Edit,\"Clinical: \xC9tude, data\"\r\n"
                               "X0003,0,3 Date of Service Edit: Clinical,CMS Policy");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.log.kept(), 3u);
  EXPECT_EQ(outcome.log.refused(), 0u);
  EXPECT_EQ(outcome.release.limits.at(Code::Of("0001U")).mai, 2);
  EXPECT_EQ(outcome.release.limits.at(Code::Of("X0002")).limit, 22000u);
  EXPECT_EQ(outcome.release.limits.at(Code::Of("X0002")).rationale, "Clinical: \u00C9tude, data");
  EXPECT_EQ(outcome.release.limits.at(Code::Of("X0003")).limit, 0u);
}

TEST(MueCsv, ColumnsAreFoundByName) {
  const Outcome outcome = Read(
      "MUE Adjudication Indicator,MUE Rationale,HCPCS/CPT Code,DME Supplier Services MUE Values\n"
      "3 Date of Service Edit: Clinical,CMS Policy,X0001,5\n");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.release.limits.at(Code::Of("X0001")).limit, 5u);
}

TEST(MueCsv, TheHeaderNamesTheSetting) {
  const struct {
    std::string column;
    std::string_view setting;
  } kCases[] = {{"Practitioner Services MUE Values", "practitioner"},
                {"Outpatient Hospital Services MUE Values", "hospital"},
                {"DME Supplier Services MUE Values", "dme"},
                {"MUE Values", ""}};
  for (const auto& test : kCases) {
    const SheetRow header{1, {{"HCPCS/\nCPT Code"}, {test.column}, {"MUE Adjudication Indicator"}}};
    EXPECT_EQ(MueSetting(header), test.setting) << test.column;
  }
  EXPECT_EQ(MueSetting(SheetRow{1, {{"X0001"}, {"1"}, {"2"}}}), std::nullopt);
}

TEST(MueCsv, RefusesWhatItCannotUnderstand) {
  const struct {
    std::string row, cause;
  } kCases[] = {
      {"100,1,2 Date,r", "code `100` is not five characters A-Z 0-9"},
      {"X0001,,2 Date,r", "MUE value `` is not a whole number of units"},
      {"X0001,-1,2 Date,r", "MUE value `-1` is not"},
      {"X0001,1.5,2 Date,r", "MUE value `1.5` is not"},
      {"X0001,99999999999,2 Date,r", "MUE value `99999999999` is not"},
      {"X0001,1,4 Date,r", "adjudication indicator `4 Date` does not begin with 1, 2 or 3"},
      {"X0001,1,22,r", "adjudication indicator `22` does not"},
      {"X0001,1", "adjudication indicator `` does not"},
  };
  for (const auto& test : kCases) {
    const Outcome outcome = Read(kHeader + test.row + "\n");
    ASSERT_EQ(outcome.log.refused(), 1u) << test.row;
    EXPECT_THAT(outcome.log.diagnostics()[0].message, HasSubstr(test.cause));
    EXPECT_EQ(outcome.log.diagnostics()[0].position.line, 5);
    EXPECT_TRUE(outcome.release.limits.empty());
  }
}

TEST(MueCsv, OfTwoRowsForACodeTheFirstStands) {
  const Outcome outcome = Read(std::string(kHeader) + "X0001,1,2 D,r\nX0001,9,2 D,r\n");
  EXPECT_EQ(outcome.release.limits.at(Code::Of("X0001")).limit, 1u);
  EXPECT_EQ(outcome.log.refused(), 1u);
}

TEST(MueCsv, StopsWithoutAHeader) {
  EXPECT_THAT(std::string(Read("X0001,1,2 Date,r\n").status.message()), HasSubstr("no MUE header"));
}

}  // namespace
}  // namespace scrubline
