#include "cli/explain_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kRules[] = R"(rules:
  - id: TEST.BILATERAL
    title: One unit
    severity: deny
    for: line
    when: {modifiers: ["50"], units: {more_than: 1}}
    message: "{procedure_code} has modifier 50 and {units} units"
    source: {title: "A test"}
    owner: test@example.org
  - id: TEST.OTHER
    title: Another
    severity: warn
    for: line
    when: {procedure_code: "X0009"}
    message: "wrong"
    source: {title: "A test"}
    owner: test@example.org
)";

struct Outcome {
  int code = -1;
  std::string out, err;
};

class ExplainCommand : public ::testing::Test {
 protected:
  ExplainCommand()
      : folder_(::testing::TempDir() + "explain_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_ + "/rulesets/test");
    std::ofstream(folder_ + "/rulesets/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    std::ofstream(folder_ + "/rulesets/test/rules.yaml") << kRules;
  }
  ~ExplainCommand() override { std::filesystem::remove_all(folder_); }

  // Claims C-1, C-2 ... of one line of code 20610 with modifier 50 and so many units each.
  std::string Claims(const std::vector<int>& units) {
    const std::string path = folder_ + "/claims.jsonl";
    std::ofstream file(path);
    int number = 0;
    for (const int count : units) {
      file << R"({"claimId": "C-)" << ++number
           << R"(", "type": "PROFESSIONAL", "serviceLines": [{"lineNumber": 1, "procedureCode": )"
           << R"("20610", "modifiers": ["50"], "serviceDate": "2026-02-03", "units": )" << count
           << ", \"chargeCents\": 100}]}\n";
    }
    return path;
  }

  Outcome Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    arguments.insert(arguments.end(), {"--rulesets", folder_ + "/rulesets", "--tables", ""});
    std::ostringstream out, err;
    Outcome outcome;
    CLI::App app("scrub");
    AddExplainCommand(app, outcome.code, out, err);
    std::reverse(arguments.begin(), arguments.end());
    try {
      app.parse(arguments);
    } catch (const CLI::ParseError& error) {
      outcome.code = 2;
      err << error.what();
    }
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }

  const std::string folder_;
};

TEST_F(ExplainCommand, AClaimDoesNotSteerTheTerminal) {
  const std::string path = folder_ + "/claims.jsonl";
  std::ofstream(path) << R"({"claimId": "\u001b[31mC", "type": "PROFESSIONAL", "serviceLines": [)"
                      << R"({"lineNumber": 1, "procedureCode": "20610", "units": 1}]})"
                      << "\n";
  const Outcome outcome = Run({path});
  EXPECT_THAT(outcome.out, StartsWith("claim ?[31mC: "));
  EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos);
}

TEST_F(ExplainCommand, WhatFiredAndTheNumberOfTheRest) {
  const Outcome outcome = Run({Claims({2})});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, absl::StrCat("claim C-1: blocked\n\n"
                                      "TEST.BILATERAL  One unit\n"
                                      "  fired; national layer, test  ",
                                      folder_, R"(/rulesets/test/rules.yaml:2
  line 1: fired (deny)
      20610 has modifier 50 and 2 units
      ✓ when   modifiers: ["50"]      50
      ✓        units: {more_than: 1}  2
      would be clear if modifier 50 were absent
      would be clear if units were at most 1 (it is 2)
      national layer (test): severity deny  )",
                                      folder_, R"(/rulesets/test/rules.yaml:2

other rules: 1 clear
)"));
}

TEST_F(ExplainCommand, OneRuleAndOneClaimOfSeveral) {
  const Outcome outcome =
      Run({Claims({1, 2}), "--claim", "C-1", "--rule", "TEST.OTHER", "--line", "1"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("claim C-1: clean\n\nTEST.OTHER  Another\n  clear;"));
  EXPECT_THAT(outcome.out, HasSubstr("none of its procedure codes is on the claim: [\"X0009\"]\n"));
  EXPECT_THAT(outcome.out, HasSubstr("✗ when   procedure_code: \"X0009\"  20610  <- stopped here"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("BILATERAL")));
}

TEST_F(ExplainCommand, EveryRule) {
  EXPECT_THAT(Run({Claims({1}), "--all"}).out, HasSubstr("TEST.OTHER"));
  EXPECT_THAT(Run({Claims({1})}).out, Not(HasSubstr("TEST.OTHER")));
}

TEST_F(ExplainCommand, Json) {
  const Outcome outcome = Run({Claims({1}), "--format", "json", "--rule", "TEST.BILATERAL"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("{"));
  EXPECT_THAT(outcome.out, HasSubstr("\"ruleId\": \"TEST.BILATERAL\""));
  EXPECT_THAT(outcome.out, HasSubstr("\"would fire if units were more than 1 (it is 1)\""));
  EXPECT_THAT(outcome.out, HasSubstr("\"stoppedHere\": true"));
}

TEST_F(ExplainCommand, WhatIsWrongWithTheQuestion) {
  const std::string one = Claims({1});
  Outcome outcome = Run({one, "--rule", "TEST.BILATERL"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("did you mean TEST.BILATERAL?"));
  outcome = Run({one, "--line", "4"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, EndsWith("error: the claim has no line 4\n"));
  outcome = Run({one, "--claim", "C-2"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, EndsWith(absl::StrCat("error: no claim C-2 in ", one,
                                                 "\nhint: did you mean C-1?\n")));
  outcome = Run({one + ".none"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("claims.jsonl.none"));
  outcome = Run({Claims({1, 2})});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("holds 2 claims\nhint: name one with --claim: C-1 C-2"));
  outcome = Run({Claims({-1})});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("service_lines[0].units"));
  EXPECT_EQ(Run({one, "--today", "tomorrow"}).code, 2);
  EXPECT_EQ(Run({one, "--format", "jsno"}).err,
            "--format: `jsno` is not one of text, json; did you mean `json`?");
  EXPECT_EQ(Run({one, "--input", "838"}).err,
            "--input: `838` is not one of claim-json, jsonl, 837; did you mean `837`?");
}

}  // namespace
}  // namespace scrubline
