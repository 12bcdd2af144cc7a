#include "cli/bench_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Ran {
  int exit_code = -1;
  std::string out, err;
};

Ran RunBench(std::vector<std::string> arguments) {
  Ran ran;
  std::ostringstream out, err;
  CLI::App app;
  AddBenchCommand(app, ran.exit_code, out, err);
  arguments.insert(arguments.begin(), "bench");
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    ran.err = error.what();
  }
  ran.out = out.str();
  ran.err += err.str();
  return ran;
}

TEST(BenchCommand, MeasuresTheClaimsOfAFile) {
  const Ran ran = RunBench({"sample_data/claims/sample_837p.txt", "--rulesets", "rulesets/national",
                            "--tables", "", "--seconds", "0.01"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(ContainsRegex("machine   .+ processors"), HasSubstr("(national)"),
                             ContainsRegex("claims    [0-9]+ of [0-9.]+ lines"),
                             HasSubstr("1 file\n"), ContainsRegex("evaluate  [0-9,]+/s")));
}

TEST(BenchCommand, SaysWhatItCannotDo) {
  const struct {
    std::vector<std::string> arguments;
    int exit_code;
    std::string error;
  } kCases[] = {
      {{"--rulesets", "rulesets/national", "--tables", ""}, 2, "no table ncci_ptp_practitioner"},
      {{"--rulesets", "no/such/folder", "--tables", ""}, 2, "no/such/folder"},
      {{"no_such_file", "--rulesets", "rulesets/national", "--tables", ""}, 2, "no_such_file"},
      {{"CONTRIBUTING.md", "--rulesets", "rulesets/national", "--tables", ""},
       2,
       "CONTRIBUTING.md"},
      {{"--lines", "0"}, -1, "--lines"},
      {{"--lines", "4", "some_file"}, -1, "excludes"},
  };
  for (const auto& c : kCases) {
    const Ran ran = RunBench(c.arguments);
    EXPECT_EQ(ran.exit_code, c.exit_code) << c.error;
    EXPECT_THAT(ran.err, HasSubstr(c.error));
    EXPECT_THAT(ran.out, IsEmpty());
  }
}

}  // namespace
}  // namespace scrubline
