// The worked examples of the NCCI edits and of NPI checks, written in the *_test.yaml files beside
// this one, over the shipped national ruleset: once with the few rows of the examples in CMS's own
// layouts, once with the published tables where they are present.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "rules_engine/examples.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/tables/import_tables.h"
#include "tests/oracle/reference_tables.h"
#include "tests/oracle/small_world.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = "tests/worked_examples/ncci";
constexpr int kTests = 169;

class WorkedExamples : public ::testing::Test {
 protected:
  WorkedExamples() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ + "/rulesets");
    for (const std::string name :
         {"national", "medicaid", "medicare_advantage", "sample_medicaid_plan",
          "sample_advantage_plan", "sample_advantage_hmo"}) {
      fs::copy("rulesets/" + name, folder_ + "/rulesets/" + name, fs::copy_options::recursive);
    }
    fs::copy(std::string(kFolder) + "/rulesets/column2_payer", folder_ + "/rulesets/column2_payer",
             fs::copy_options::recursive);
  }
  ~WorkedExamples() override { fs::remove_all(folder_); }

  void Run(const std::vector<std::string>& published) {
    ImportOptions options;
    options.into = folder_ + "/tables";
    const auto report = ImportTables(published, options);
    ASSERT_TRUE(report.ok()) << report.status();
    ASSERT_TRUE(report->ok()) << ToString(report->errors);
    Diagnostics diagnostics;
    const auto snapshot = LoadSnapshot(folder_ + "/rulesets", options.into, diagnostics);
    ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics);
    const auto files = ParseClaimTests(kFolder, DiskFileSource(), diagnostics);
    const std::vector<ClaimTest> tests =
        ResolveClaimTests(files, (*snapshot)->rulesets(), diagnostics);
    ASSERT_EQ(ToString(diagnostics), "");
    EXPECT_EQ(tests.size(), kTests);
    const ExampleReport examples = RunExamples(**snapshot, {.more_tests = tests});
    EXPECT_GE(examples.passed, kTests);
    for (const ExampleFailure& failure : examples.failures) ADD_FAILURE() << failure.ToString();
  }

  const std::string folder_ = ::testing::TempDir() + "worked_examples_" +
                              ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(WorkedExamples, OverAFewRows) {
  fs::create_directories(folder_ + "/published");
  Run(oracle::WriteAsPublished(oracle::SmallTables(), folder_ + "/published"));
}

TEST_F(WorkedExamples, OverThePublishedTables) {
  const std::string data = oracle::PublishedDataFolder();
  if (data.empty()) GTEST_SKIP() << "no published tables at ../shared/data or $SCRUBLINE_DATA";
  Run(oracle::PublishedFiles(data));
}

}  // namespace
}  // namespace scrubline
