#include "rules_engine/tables/ptp_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules_engine/tables/ptp_table.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] =
    "A notice.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n";

struct Outcome {
  absl::Status status;
  RowLog log{"test.txt"};
  PtpBuilder builder;
};

Outcome ReadAfterHeader(const std::string& rows) {
  Outcome outcome;
  const std::string text = kHeader + rows;
  const auto source = FromMemory(text);
  outcome.status = ReadPtpText(*source, outcome.log, outcome.builder);
  return outcome;
}

// The only diagnostic of one bad row.
std::string Refusal(const std::string& row) {
  const Outcome outcome = ReadAfterHeader(row);
  EXPECT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.log.refused(), 1u);
  EXPECT_EQ(outcome.log.kept(), 0u);
  EXPECT_EQ(outcome.builder.row_count(), 0u);
  return ToString(outcome.log.diagnostics());
}

TEST(PtpText, ReadsRowsAsPublished) {
  Outcome outcome = ReadAfterHeader(
      "0001A\tX0002\t\t20220101\t20231231\t1\tMutually exclusive procedures\r\n"
      "X0003\t0001A\t*\t\t*\t0\tMore extensive procedure\r\n"
      "\r\n"
      "X0004\tX0005\t\t20201001\t20201001\t9\tCPT Separate procedure definition");
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.log.kept(), 3u);
  EXPECT_EQ(ToString(outcome.log.diagnostics()), "");
  const std::string path = ScratchPath("ptp.tbl");
  ASSERT_TRUE(outcome.builder.Write(path, {.name = "test"}, {}).ok());
  const absl::StatusOr<PtpTable> table = PtpTable::Map(path);
  ASSERT_TRUE(table.ok()) << table.status();

  const auto closed = table->History(Code::Of("0001A"), Code::Of("X0002"));
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].column1, Code::Of("0001A"));
  EXPECT_EQ(closed[0].effective.ToString(), "2022-01-01");
  EXPECT_EQ(closed[0].deletion.ToString(), "2023-12-31");
  EXPECT_EQ(closed[0].indicator, 1);
  EXPECT_EQ(closed[0].rationale, "Mutually exclusive procedures");

  const auto prior = table->History(Code::Of("0001A"), Code::Of("X0003"));
  ASSERT_EQ(prior.size(), 1u);
  EXPECT_EQ(prior[0].column1, Code::Of("X0003"));
  EXPECT_TRUE(prior[0].prior_to_1996);
  EXPECT_EQ(prior[0].effective.ToString(), "1996-01-01");
  EXPECT_EQ(prior[0].deletion, Date::Max());
}

TEST(PtpText, RefusedRowsAreNamedByPlaceCauseAndRemedy) {
  EXPECT_EQ(Refusal("100\tX0002\t\t20220101\t*\t1\tr\r\n"),
            "test.txt:7:1: warning: row refused: code `100` is not five characters A-Z 0-9\n"
            " 7 | 100\tX0002\t\t20220101\t*\t1\tr\n"
            "   | ^\n"
            "hint: a spreadsheet may have dropped leading zeros; use CMS's text file\n");
  EXPECT_EQ(Refusal("X0001\tX0002\t\t20220231\t*\t1\tr\r\n"),
            "test.txt:7:14: warning: row refused: effective date `20220231` is not a day written "
            "YYYYMMDD\n"
            " 7 | X0001\tX0002\t\t20220231\t*\t1\tr\n"
            "   |      \t     \t\t^\n");
}

TEST(PtpText, RefusesWhatItCannotUnderstand) {
  const struct {
    std::string row, cause;
  } kCases[] = {
      {"X0001\tX0002\t\t20220101\t*\t1", "expected seven fields with tabs between them"},
      {"X0001\tX0002\t\t20220101\t*\t1\tr\tmore", "expected seven fields"},
      {"x0001\tX0002\t\t20220101\t*\t1\tr", "code `x0001` is not five characters A-Z 0-9"},
      {"X0001\tX-002\t\t20220101\t*\t1\tr", "code `X-002` is not"},
      {"X0001\tX000\xC4\t\t20220101\t*\t1\tr", "code `X000?` is not"},
      {"X0001\tX0002\ty\t20220101\t*\t1\tr", "expected `*` or nothing in the third column"},
      {"X0001\tX0002\t\t\t*\t1\tr", "effective date `` is not a day"},
      {"X0001\tX0002\t\t20220101\t\t1\tr", "deletion date `` is neither `*` nor a day"},
      {"X0001\tX0002\t\t20220101\t20220199\t1\tr", "deletion date `20220199`"},
      {"X0001\tX0002\t\t20220101\t*\t2\tr", "modifier indicator `2` is not 0, 1 or 9"},
      {"X0001\tX0002\t\t20220101\t*\t\tr", "modifier indicator `` is not 0, 1 or 9"},
      {"X0001\tX0001\t\t20220101\t*\t1\tr", "column 1 and column 2 are the same code"},
      {"X0001\tX0002\t\t19690101\t*\t1\tr", "effective date is outside 1970 to 2149"},
      {"X0001\tX0002\t\t20220101\t99991231\t1\tr", "deletion date is outside 1970 to 2149"},
  };
  for (const auto& test : kCases) EXPECT_THAT(Refusal(test.row + "\r\n"), HasSubstr(test.cause));
}

TEST(PtpText, GoesOnAfterARefusedRowAndShowsABoundedNumber) {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += "bad\r\n";
  rows += "X0001\tX0002\t\t20220101\t*\t1\tr\r\n";
  const Outcome outcome = ReadAfterHeader(rows);
  EXPECT_EQ(outcome.log.kept(), 1u);
  EXPECT_EQ(outcome.log.refused(), 100u);
  EXPECT_EQ(outcome.log.diagnostics().size(), RowLog::kMaxShown);
}

TEST(PtpText, StopsWithoutAHeader) {
  const struct {
    std::string text, cause;
  } kCases[] = {
      {"", "no PTP header"},
      {"X0001\tX0002\t\t20220101\t*\t1\tr\n", "no PTP header"},
      {"Column 1\tColumn 2\tModifier\tEffective\tDeletion\tPrior\tRationale\n",
       "line 1: the columns are not those of a PTP text file"},
      {std::string(70'000, 'x'), "line 1 is longer than 65536 bytes"},
  };
  for (const auto& test : kCases) {
    RowLog log("test.txt");
    PtpBuilder builder;
    const auto source = FromMemory(test.text);
    const absl::Status status = ReadPtpText(*source, log, builder);
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(std::string(status.message()), HasSubstr(test.cause));
  }
}

TEST(RowLog, MessagesHoldNoControlCharactersAndNoEndlessText) {
  EXPECT_EQ(Printable("a\x1b[31m\tb\xe9"), "a?[31m\tb?");
  EXPECT_EQ(Printable(std::string(500, 'a')), std::string(120, 'a') + " ...");
}

}  // namespace
}  // namespace scrubline
