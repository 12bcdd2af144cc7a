#include "tests/bench/claim_generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "rules_engine/evaluate/npi.h"
#include "rules_engine/tables/import_tables.h"

namespace scrubline::bench {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;

// The repository's sample tables, imported once.
class ClaimGeneratorTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string folder =
        ::testing::TempDir() + "claim_generator_tables" + std::to_string(getpid());
    std::filesystem::remove_all(folder);
    std::vector<std::string> sources;
    for (const auto& entry : std::filesystem::directory_iterator("sample_data/tables")) {
      const std::string extension = entry.path().extension();
      const bool listed = entry.path().filename() == "covers.txt";
      if ((extension == ".txt" || extension == ".csv") && !listed) sources.push_back(entry.path());
    }
    const auto report = ImportTables(sources, {.into = folder, .sample = true});
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_TRUE(report->ok()) << ToString(report->errors);
    const auto tables = TableSet::Load(folder);
    ASSERT_TRUE(tables.ok()) << tables.status();
    tables_ = *tables;
    std::filesystem::remove_all(folder);
  }
  static void TearDownTestSuite() { tables_.reset(); }

  static std::vector<Claim> Generate(uint64_t seed, size_t count, int lines) {
    auto generator = ClaimGenerator::Create(*tables_, seed);
    EXPECT_TRUE(generator.ok()) << generator.status();
    return generator->Generate(count, lines);
  }

  static std::shared_ptr<const TableSet> tables_;
};
std::shared_ptr<const TableSet> ClaimGeneratorTest::tables_;

TEST_F(ClaimGeneratorTest, TheSameSeedGivesTheSameClaims) {
  const std::vector<Claim> one = Generate(7, 200, 0), two = Generate(7, 200, 0);
  const std::vector<Claim> other = Generate(8, 200, 0);
  size_t equal = 0, equal_to_other = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    equal +=
        one[i].claim_id == two[i].claim_id &&
        one[i].service_lines.size() == two[i].service_lines.size() &&
        one[i].service_lines.back().procedure_code == two[i].service_lines.back().procedure_code;
    equal_to_other += one[i].claim_id == other[i].claim_id;
  }
  EXPECT_EQ(equal, one.size());
  EXPECT_EQ(equal_to_other, 0u);
}

TEST_F(ClaimGeneratorTest, ClaimsHaveTheLinesAskedForAndFourOnAverage) {
  for (const int lines : {1, 4, 50}) {
    for (const Claim& claim : Generate(7, 100, lines)) {
      EXPECT_EQ(claim.service_lines.size(), static_cast<size_t>(lines));
    }
  }
  size_t total = 0;
  for (const Claim& claim : Generate(7, 5'000, 0)) total += claim.service_lines.size();
  EXPECT_THAT(static_cast<double>(total) / 5'000, AllOf(Ge(3.8), Le(4.2)));
}

TEST_F(ClaimGeneratorTest, ClaimsAreWhole) {
  for (const Claim& claim : Generate(7, 500, 0)) {
    ASSERT_NE(claim.provider(claim.billing), nullptr);
    const std::string_view npi = claim.provider(claim.billing)->npi;
    EXPECT_TRUE(HasNpiFormat(npi) && HasNpiCheckDigit(npi)) << npi;
    EXPECT_FALSE(claim.diagnoses.empty());
    int64_t charges = 0;
    for (const ServiceLine& line : claim.service_lines) {
      charges += line.charge_cents;
      EXPECT_FALSE(line.procedure_code.empty());
      EXPECT_THAT(line.service_date,
                  AllOf(Ge(*Date::Parse("2024-07-01")), Le(*Date::Parse("2024-09-30"))));
      EXPECT_GE(line.units, kThousandths);
      EXPECT_LE(line.diagnosis_pointers[0], claim.diagnoses.size());
    }
    EXPECT_EQ(claim.total_charge_cents, charges);
  }
}

TEST_F(ClaimGeneratorTest, CountsThePairsThatMeetAnEdit) {
  const Date day = *Date::Parse("2024-08-01");
  const PtpTable& table = *tables_->ptp("ncci_ptp_practitioner");
  uint32_t in_force = 0;
  while (table.row(in_force).indicator == 9 || table.row(in_force).deletion < day) ++in_force;
  const PtpTable::Row row = table.row(in_force);
  std::vector<Claim> claims(1);
  claims[0].type = ClaimType::kProfessional;
  for (const Code code : {row.column2, row.column1, Code::Of("XXXXX")}) {
    ServiceLine& line = claims[0].service_lines.emplace_back();
    line.procedure_code = code;
    line.service_date = day;
  }
  EXPECT_DOUBLE_EQ(PairsMeetingAnEdit(*tables_, claims), 1.0 / 3);
  EXPECT_EQ(PairsMeetingAnEdit(*tables_, {}), 0);
}

TEST_F(ClaimGeneratorTest, WithoutATableItSaysWhatToDo) {
  const auto generator = ClaimGenerator::Create(*TableSet::Empty(), 7);
  EXPECT_EQ(generator.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(generator.status().message()), HasSubstr("scrub tables import"));
}

}  // namespace
}  // namespace scrubline::bench
