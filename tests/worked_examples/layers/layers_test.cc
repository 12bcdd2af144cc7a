// The layering examples L1, L2, L5 and L6 of the domain's section 12.2, written in layers_test.yaml
// and run over the rulesets in rulesets/. L3 and L4 are diagnostics: resolver_test.cc and
// tests/golden/diagnostics/.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules_engine/examples.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/tables/import_tables.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

const char kFolder[] = "tests/worked_examples/layers";

// Two pairs in CMS's layout, in force since 2010, modifier indicator 1.
std::string MakeTables() {
  const std::string folder = ScratchFolder();
  const std::string source = folder + "/ccipra-2026q1.txt";
  std::string text = "Column1/Column2 Edits\t\t\t\t\t\t\n";
  text += "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n";
  text += "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n";
  text += "20610\t99213\t\t20100101\t*\t1\tStandards of medical practice\n";
  text += "45385\t45380\t\t20100101\t*\t1\tMore extensive procedure\n";
  WriteFile(source, text);
  ImportOptions options;
  options.into = folder + "/tables";
  options.as = "ncci_ptp_practitioner";
  options.release = "2026Q1";
  const auto report = ImportTables({source}, options);
  EXPECT_TRUE(report.ok()) << report.status();
  if (report.ok()) {
    EXPECT_EQ(ToString(report->errors), "");
  }
  return options.into;
}

TEST(LayersTest, WorkedExamples) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot(std::string(kFolder) + "/rulesets", MakeTables(), diagnostics);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  const auto files = ParseClaimTests(kFolder, DiskFileSource(), diagnostics);
  const std::vector<ClaimTest> tests =
      ResolveClaimTests(files, (*snapshot)->rulesets(), diagnostics);
  ASSERT_EQ(ToString(diagnostics), "");
  ASSERT_EQ(tests.size(), 14u);
  const ExampleReport report = RunExamples(**snapshot, {.more_tests = tests});
  EXPECT_EQ(report.passed, 16);
  for (const ExampleFailure& failure : report.failures) ADD_FAILURE() << failure.ToString();
}

}  // namespace
}  // namespace scrubline
