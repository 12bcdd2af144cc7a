#include "cli/check_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRules[] = R"(rules:
  - id: TEST.DENIED
    title: A made-up code
    severity: deny
    for: line
    when: {procedure_code: "X0001"}
    message: "{procedure_code} is denied"
    fix: [{remove_line: true}]
    source: {title: "A test"}
    owner: test@example.org
  - id: TEST.ADVICE
    title: Another made-up code
    severity: advise
    for: line
    when: {procedure_code: "X0002"}
    message: "{procedure_code} draws advice"
    fix: [{review: true, text: "look at it"}]
    source: {title: "A test"}
    owner: test@example.org
  - id: TEST.PLACE
    title: Needs the place of service
    severity: deny
    for: line
    when: {procedure_code: "X0003", place_of_service: ["11"]}
    message: "{procedure_code} in an office"
    fix: [{remove_line: true}]
    source: {title: "A test"}
    owner: test@example.org
)";

struct Outcome {
  int code = -1;
  std::string out, err;
};

class CheckCommand : public ::testing::Test {
 protected:
  CheckCommand()
      : folder_(::testing::TempDir() + "/check_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::create_directories(folder_ + "/rulesets/test/rules");
    std::ofstream(folder_ + "/rulesets/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    std::ofstream(folder_ + "/rulesets/test/rules/rules.yaml") << kRules;
  }
  ~CheckCommand() override { std::filesystem::remove_all(folder_); }

  // A file of JSON lines: one claim for each code, `?` being one that cannot be read.
  std::string Claims(const std::vector<std::string>& codes) {
    const std::string path = folder_ + "/claims.jsonl";
    std::ofstream file(path);
    for (size_t i = 0; i < codes.size(); ++i) {
      file << "{\"claim_id\": \"C" << i << "\", \"type\": \"PROFESSIONAL\", \"service_lines\": "
           << "[{\"procedure_code\": \"" << codes[i] << "\", \"service_date\": \"2026-02-03\", "
           << "\"units\": " << (codes[i] == "?" ? "-1" : "1") << ", \"charge_cents\": 1000}]}\n";
    }
    return path;
  }

  static std::string Read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  static int Entries(const std::string& folder) {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder),
                                          std::filesystem::directory_iterator()));
  }
  Outcome Run(std::vector<std::string> arguments) {
    CLI::App app("test");
    Outcome outcome;
    std::ostringstream out, err;
    outcome.code = 0;
    AddCheckCommand(app, outcome.code, out, err);
    arguments.insert(arguments.begin(),
                     {"check", "--rulesets", folder_ + "/rulesets", "--tables", ""});
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }

  const std::string folder_;
};

TEST_F(CheckCommand, ExitCodesSayTheWorst) {
  const struct {
    std::vector<std::string> codes;
    int code;
    const char* summary;
  } kCases[] = {
      {{"X0009"}, 0, "1 claim: 1 clean\n"},
      {{"X0009", "X0002"}, 0, "2 claims: 1 clean, 1 with findings\n"},
      {{"X0003"}, 3, "1 claim: 1 incomplete\n"},
      {{"X0003", "X0001"}, 1, "2 claims: 1 blocked, 1 incomplete; 10.00 at risk\n"},
      {{"X0001", "X0003", "?"},
       2,
       "3 claims: 1 blocked, 1 incomplete, 1 unreadable; 10.00 at risk\n"},
  };
  for (const auto& c : kCases) {
    const Outcome outcome = Run({Claims(c.codes)});
    EXPECT_EQ(outcome.code, c.code) << outcome.err;
    EXPECT_THAT(outcome.err, ::testing::EndsWith(c.summary));
  }
}

TEST_F(CheckCommand, PrintsEveryClaimInOrderWhateverTheNumberOfThreads) {
  std::vector<std::string> codes;
  for (int i = 0; i < 1500; ++i) codes.push_back(i % 7 == 3 ? "?" : i % 3 == 0 ? "X0001" : "X0009");
  const std::string file = Claims(codes);
  const Outcome one = Run({"--jobs", "1", file});
  const Outcome four = Run({"--jobs", "4", file});
  EXPECT_EQ(one.out, four.out);
  EXPECT_EQ(one.err, four.err);
  std::istringstream lines(one.out);
  std::string line;
  for (size_t i = 0; i < codes.size(); ++i) {
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_THAT(line, HasSubstr(absl::StrCat("\"claimId\":\"C", i, "\"")));
    EXPECT_EQ(line.find("INCOMPLETE") != line.npos, codes[i] == "?") << line;
  }
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(CheckCommand, NamesThePlaceOfAnUnreadableClaim) {
  const Outcome outcome = Run({"--format", "csv", Claims({"X0009", "?"})});
  EXPECT_THAT(outcome.err,
              HasSubstr("claims.jsonl:2:125: error: service_lines[0].units: must not be negative"));
  EXPECT_THAT(outcome.out, HasSubstr(",C1,,INPUT.UNREADABLE,,INPUT,"));
}

TEST_F(CheckCommand, ReadsTheOtherFilesWhenOneIsMissing) {
  const Outcome outcome = Run({"--format", "table", "/no/such/file", Claims({"X0001"})});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("error: /no/such/file: cannot be opened"));
  EXPECT_THAT(outcome.out, ::testing::StartsWith("CLAIM "));
  EXPECT_THAT(outcome.out, HasSubstr("X0001 is denied [TEST.DENIED]"));
}

TEST_F(CheckCommand, StopsAtRulesItCannotLoad) {
  std::ofstream(folder_ + "/rulesets/test/rules/rules.yaml")
      << "rules:\n  - id: A.B\n    titel: x\n";
  const Outcome outcome = Run({Claims({"X0001"})});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("rules.yaml:3:"));
}

TEST_F(CheckCommand, WritesEachFormIntoAFileOfItsOwn) {
  const std::string claims = Claims({"X0001", "X0009"});
  const std::string out = folder_ + "/out";
  const Outcome outcome = Run({"--format", "csv,jsonl", "--out", out, claims});
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(Read(out + "/claims.jsonl.jsonl"), Run({claims}).out);
  EXPECT_EQ(Read(out + "/claims.jsonl.csv"), Run({"--format", "csv", claims}).out);
  EXPECT_EQ(Entries(out), 2);
}

TEST_F(CheckCommand, AFileThatCannotBeReadAtAllGetsNoAnswer) {
  std::ofstream(folder_ + "/notes.txt") << "call the clearinghouse";
  const std::string out = folder_ + "/out";
  const Outcome outcome = Run({"--out", out, folder_ + "/notes.txt", Claims({"X0009"})});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(Entries(out), 1);
  EXPECT_TRUE(std::filesystem::exists(out + "/claims.jsonl.jsonl"));
}

TEST_F(CheckCommand, AnswersFhirInFhir) {
  const std::string file = "sample_data/claims/sample_fhir_claim.json";
  const Outcome response = Run({"--format", "fhir", file});
  EXPECT_THAT(response.out, HasSubstr(R"("resourceType":"ClaimResponse")"));
  const Outcome outcome = Run({"--format", "operation-outcome", file});
  EXPECT_THAT(outcome.out, HasSubstr(R"("resourceType":"OperationOutcome")"));
  EXPECT_EQ(response.code, outcome.code);
}

TEST_F(CheckCommand, FhirThatHoldsNoClaimIsAnsweredTooAndNothingElseIs) {
  std::ofstream(folder_ + "/patient.json") << R"({"resourceType": "Patient", "id": "p1"})";
  const std::string out = folder_ + "/out";
  const Outcome outcome = Run({"--format", "fhir,jsonl", "--out", out, folder_ + "/patient.json"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(Read(out + "/patient.json.fhir.ndjson"), HasSubstr(R"("severity":"fatal")"));
  EXPECT_EQ(Entries(out), 1);
}

TEST_F(CheckCommand, AnswersAn837InX12) {
  const std::string file = "sample_data/claims/sample_837p.txt";
  const std::string out = folder_ + "/out";
  const Outcome outcome = Run({"--format", "277ca,999", "--out", out, "--control-number", "5",
                               "--tell-accepted", "a1", "--answer-id", "OURID", file});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Read(out + "/sample_837p.txt.999"), HasSubstr("AK9*A*1*1*1"));
  EXPECT_THAT(Read(out + "/sample_837p.txt.999"), HasSubstr("IEA*1*000000005"));
  const std::string claims = Read(out + "/sample_837p.txt.277ca");
  EXPECT_THAT(claims, HasSubstr("IEA*1*100000005"));  // never the 999's
  EXPECT_THAT(claims, HasSubstr("*46*OURID~"));
  EXPECT_THAT(claims, HasSubstr("QTY*90*8~"));
  EXPECT_THAT(claims, HasSubstr("STC*A1:19:PR*"));
}

TEST_F(CheckCommand, AnAnswerOfNothingIsNoFile) {
  std::string text = Read("sample_data/claims/sample_837p.txt");
  for (size_t at = text.find("X222A1"); at != text.npos; at = text.find("X222A1", at)) {
    text.replace(at, 6, "X224A2");  // dental
  }
  std::ofstream(folder_ + "/dental.837") << text;
  const std::string out = folder_ + "/out";
  Run({"--format", "277ca,999,jsonl", "--out", out, folder_ + "/dental.837"});
  EXPECT_EQ(Entries(out), 1);
  EXPECT_THAT(Read(out + "/dental.837.999"), HasSubstr("IK5*R*I6"));
}

TEST_F(CheckCommand, AnAnswerInX12OrFhirIsForItsOwnKindOfFile) {
  const std::string claims = Claims({"X0009"});
  const struct {
    const char* format;
    const char* problem;
  } kCases[] = {{"277ca", "is no 837 file"}, {"999", "is no 837 file"}, {"fhir", "is no FHIR"}};
  for (const auto& c : kCases) {
    const Outcome outcome = Run({"--format", c.format, claims});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(c.problem));
  }
}

TEST_F(CheckCommand, WalksAFolder) {
  std::filesystem::create_directories(folder_ + "/in/north");
  std::filesystem::rename(Claims({"X0001"}), folder_ + "/in/north/a.jsonl");
  std::filesystem::rename(Claims({"X0009", "X0009"}), folder_ + "/in/b.jsonl");
  const std::string out = folder_ + "/out";
  const Outcome outcome = Run({"--out", out, folder_ + "/in"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("3 claims: 2 clean, 1 blocked"));
  EXPECT_THAT(Read(out + "/north/a.jsonl.jsonl"), HasSubstr("TEST.DENIED"));
  EXPECT_TRUE(std::filesystem::exists(out + "/b.jsonl.jsonl"));
}

TEST_F(CheckCommand, SaysWhatOptionsDoNotGoTogether) {
  const std::string file = Claims({"X0001"});
  const struct {
    std::vector<std::string> arguments;
    const char* problem;
  } kCases[] = {
      {{}, "name the files to check"},
      {{"--watch", folder_, file}, "name no files beside it"},
      {{"--watch", folder_, "--out", folder_}, "leave --out away"},
      {{"--format", "csv,jsonl", file}, "name a folder with --out"},
  };
  for (const auto& c : kCases) {
    const Outcome outcome = Run(c.arguments);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(c.problem));
  }
}

TEST_F(CheckCommand, RefusesBadUsage) {
  const std::string file = Claims({"X0001"});
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--format", "xml", file},
                                             {"--format", "csv,xml", file},
                                             {"--input", "dental", file},
                                             {"--today", "2026-02-30", file},
                                             {"--jobs", "0", file},
                                             {"--server", "127.0.0.1:1", file}}) {
    EXPECT_THROW(Run(arguments), CLI::ParseError);
  }
}

TEST_F(CheckCommand, SaysWhenNoServerAnswers) {
  CLI::App app("test");
  int code = 0;
  std::ostringstream out, err;
  AddCheckCommand(app, code, out, err);
  std::vector<std::string> arguments = {Claims({"X0001"}), "127.0.0.1:1", "--server", "check"};
  app.parse(arguments);
  EXPECT_EQ(code, 2);
  EXPECT_THAT(err.str(), HasSubstr("nobody answers at 127.0.0.1:1"));
}

}  // namespace
}  // namespace scrubline
