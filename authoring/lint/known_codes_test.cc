#include "authoring/lint/known_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using Answer = KnownCodes::Answer;

Date Day(int year, int month, int day) { return *Date::FromCivil(year, month, day); }

class KnownCodesTest : public testing::Test {
 protected:
  absl::Status Read(std::map<std::string, std::string> files) {
    return codes_.ReadLists("codes", MemoryFileSource(std::move(files)), diagnostics_);
  }
  Answer Find(CodeSystem system, const std::string& code, DateInterval dates = {}) {
    return codes_.Find(system, code, dates).answer;
  }
  Answer FindRange(CodeSystem system, const char* first, const char* last) {
    CodeSet set;
    set.AddRange(*Code::Parse(first), *Code::Parse(last));
    return codes_.FindRange(system, set.ranges().front());
  }

  std::shared_ptr<const TableSet> tables_ = TableSet::Empty();
  KnownCodes codes_{*tables_};
  Diagnostics diagnostics_;
};

TEST_F(KnownCodesTest, NothingIsKnownWithoutASource) {
  EXPECT_EQ(Find(CodeSystem::kProcedure, "99213"), Answer::kNothing);
  ASSERT_TRUE(Read({{"codes/modifiers.csv", "code\n25\n"}}).ok());
  EXPECT_EQ(Find(CodeSystem::kProcedure, "99213"), Answer::kNothing);
  EXPECT_EQ(Find(CodeSystem::kModifier, "25"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kModifier, "26"), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kNone, "25"), Answer::kNothing);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kProcedure, "99"), Answer::kNothing);
}

TEST_F(KnownCodesTest, DatesBoundACodesLife) {
  ASSERT_TRUE(Read({{"codes/procedure_codes_level2.csv",
                     "hcpcs_code,\"what, in words\",date_term,date_added\r\n"
                     "J1030,\"a \"\"drug\"\", injected\",2024-03-31,1982-01-01\r\n"
                     "J1010,,,20240401\r\n"},
                    {"codes/procedure_codes.csv", "code\n99213\n99214\n"},
                    {"codes/README.txt", "not a list"}})
                  .ok());
  EXPECT_TRUE(diagnostics_.empty()) << ToString(diagnostics_);
  const DateInterval in_2025 = {Day(2025, 1, 1), Day(2025, 12, 31)};
  const auto ended = codes_.Find(CodeSystem::kProcedure, "J1030", in_2025);
  EXPECT_EQ(ended.answer, Answer::kEnded);
  EXPECT_EQ(ended.date, Day(2024, 3, 31));
  EXPECT_EQ(Find(CodeSystem::kProcedure, "J1030", {Day(2024, 3, 31), Date::Max()}), Answer::kKnown);
  const auto later =
      codes_.Find(CodeSystem::kProcedure, "J1010", {Day(2023, 1, 1), Day(2024, 3, 31)});
  EXPECT_EQ(later.answer, Answer::kNotYet);
  EXPECT_EQ(later.date, Day(2024, 4, 1));
  EXPECT_EQ(Find(CodeSystem::kProcedure, "99213", in_2025), Answer::kKnown);
}

TEST_F(KnownCodesTest, RangesAndPrefixes) {
  ASSERT_TRUE(Read({{"codes/procedure_codes.csv", "code\n99213\n0001F\n"},
                    {"codes/taxonomy_codes.csv", "Code\n207L00000X\n"}})
                  .ok());
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "99202", "99215"), Answer::kKnown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "99214", "99215"), Answer::kUnknown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "0001F", "0009F"), Answer::kKnown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "0001T", "0009T"), Answer::kUnknown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kTaxonomy, "207L"), Answer::kKnown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kTaxonomy, "208"), Answer::kUnknown);
}

TEST_F(KnownCodesTest, CodesAsTheEngineKeepsThem) {
  ASSERT_TRUE(Read({{"codes/types_of_bill.csv", "code\n131\n"},
                    {"codes/diagnosis_codes.csv", "code\nE11.9\n"}})
                  .ok());
  EXPECT_EQ(Find(CodeSystem::kTypeOfBill, "0131"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "E119"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "E11.9"), Answer::kKnown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kDiagnosis, "E11."), Answer::kKnown);
}

// A table answers for the days it covers, a list before it, and a sample never.
TEST_F(KnownCodesTest, ReferenceTablesAreLists) {
  const std::string folder = ScratchFolder();
  ImportOptions options;
  options.into = folder + "/tables";
  const auto import = [&](const std::string& as, const std::string& csv) {
    WriteFile(folder + "/own.csv", csv);
    options.as = as;
    const auto report = ImportTables({folder + "/own.csv"}, options);
    EXPECT_TRUE(report.ok() && report->ok());
  };
  import("icd10cm", "code,from,through\nE11.9,,\nM54.5,,2021-09-30\n");
  import("hcpcs", "code,from,through\nJ1030,1985-01-01,2024-03-31\nJ1010,2024-04-01,\n");
  import("hcpcs_modifiers", "code\nRT\n");
  import("nucc_taxonomy", "code\n207X00000X\n");
  import("types_of_bill", "code\n131\n");
  options.sample = true;
  options.into = folder + "/samples";
  import("carc", "code\n16\n");
  const auto tables = TableSet::Load(folder + "/tables").value();
  codes_ = KnownCodes(*tables);
  const DateInterval in_2025 = {Day(2025, 1, 1), Day(2025, 12, 31)};
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "E11.9"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "E11.8"), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "M545", in_2025), Answer::kEnded);
  EXPECT_EQ(codes_.Find(CodeSystem::kProcedure, "J1030", in_2025).date, Day(2024, 3, 31));
  EXPECT_EQ(Find(CodeSystem::kProcedure, "J1010", {Day(2023, 1, 1), Day(2023, 12, 31)}),
            Answer::kNotYet);
  EXPECT_EQ(Find(CodeSystem::kProcedure, "J9999"), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kProcedure, "99213"), Answer::kNothing);
  EXPECT_EQ(Find(CodeSystem::kModifier, "RT"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kModifier, "RU"), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kModifier, "25"), Answer::kNothing);
  EXPECT_EQ(Find(CodeSystem::kModifier, "P3"), Answer::kNothing);
  EXPECT_EQ(Find(CodeSystem::kTaxonomy, "207X00000X"), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kTaxonomy, "208X00000X"), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kTypeOfBill, "131"), Answer::kKnown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "J1000", "J1099"), Answer::kKnown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "J2000", "J2099"), Answer::kUnknown);
  EXPECT_EQ(FindRange(CodeSystem::kProcedure, "99202", "99215"), Answer::kNothing);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kTaxonomy, "207"), Answer::kKnown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kTaxonomy, "208"), Answer::kUnknown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kDiagnosis, "E11."), Answer::kKnown);
  EXPECT_EQ(codes_.FindPrefix(CodeSystem::kDiagnosis, "E12"), Answer::kUnknown);

  ASSERT_TRUE(Read({{"codes/modifiers.csv", "code\n25\n"}}).ok());
  EXPECT_EQ(Find(CodeSystem::kModifier, "RT"), Answer::kUnknown);

  const auto samples = TableSet::Load(folder + "/samples").value();
  EXPECT_EQ(KnownCodes(*samples).Find(CodeSystem::kAdjustmentReason, "17", {}).answer,
            Answer::kNothing);
}

// A file of one year says nothing of its codes before it and after it.
TEST_F(KnownCodesTest, TheDaysATableCoversBoundWhatItSays) {
  const std::string folder = ScratchFolder();
  ImportOptions options;
  options.into = folder + "/tables";
  for (const auto& [name, code] : std::map<std::string, std::string>{
           {"icd10cm_order_2024.txt", "A001   "}, {"icd10cm_order_2025.txt", "A002   "}}) {
    std::string text = "00001 A00     0 Cholera " + std::string(53, ' ') + "Cholera\n";
    text += "00002 " + code + " 1 Cholera " + std::string(53, ' ') + "Cholera of one kind\n";
    WriteFile(folder + "/" + name, text);
    const auto report = ImportTables({folder + "/" + name}, options);
    ASSERT_TRUE(report.ok() && report->ok()) << ToString(report->errors);
  }
  const auto tables = TableSet::Load(options.into).value();
  codes_ = KnownCodes(*tables);
  const auto in = [](int year) { return DateInterval{Day(year, 1, 1), Day(year, 1, 31)}; };
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A001", in(2020)), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A001", in(2025)), Answer::kEnded);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A002", in(2024)), Answer::kNotYet);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A002", in(2030)), Answer::kKnown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A003", in(2024)), Answer::kUnknown);
  EXPECT_EQ(Find(CodeSystem::kDiagnosis, "A003", in(2020)), Answer::kNothing);
}

TEST_F(KnownCodesTest, WhatIsWrongInAListIsReported) {
  ASSERT_TRUE(Read({{"codes/modifiers.csv", "code,to\n25,\n\n26,soon\n"}}).ok());
  EXPECT_THAT(ToString(diagnostics_),
              testing::HasSubstr("codes/modifiers.csv:4: error: `soon` is not a date"));
  EXPECT_FALSE(Read({}).ok());
}

}  // namespace
}  // namespace scrubline
