#include "cli/convert_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSample[] = "sample_data/claims/sample_837p.txt";

struct Outcome {
  int code = -1;
  std::string out, err;
};

class ConvertCommand : public testing::Test {
 protected:
  ConvertCommand() : folder_(testing::TempDir() + "/convert_command_test") {
    std::filesystem::create_directories(folder_);
  }
  ~ConvertCommand() override { std::filesystem::remove_all(folder_); }

  Outcome Run(std::vector<std::string> arguments) {
    CLI::App app("test");
    Outcome outcome;
    std::ostringstream out, err;
    AddConvertCommand(app, outcome.code, out, err);
    arguments.insert(arguments.begin(), "convert");
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
  }
  std::string File(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  const std::string folder_;
};

TEST_F(ConvertCommand, From837ToJsonAndBackAndAgain) {
  const Outcome json = Run({kSample, "--to", "json"});
  EXPECT_EQ(json.code, 0) << json.err;
  EXPECT_THAT(json.err, HasSubstr("claims converted\n"));
  const Outcome x12 = Run({File("claims.jsonl", json.out), "--to", "837"});
  EXPECT_EQ(x12.code, 0) << x12.err;
  EXPECT_TRUE(x12.out.starts_with("ISA*"));
  EXPECT_THAT(x12.err, HasSubstr("UNKNOWN"));
  EXPECT_THAT(x12.err, Not(HasSubstr("does not carry")));
  const Outcome again = Run({File("claims.837", x12.out), "--to", "json"});
  EXPECT_EQ(again.out, json.out);
}

TEST_F(ConvertCommand, NamesWhatAn837DoesNotCarryOnce) {
  const std::string claim =
      R"({"claimId":"C1","type":"PROFESSIONAL","tenantId":"SECRET","submittedDate":"2024-05-01",)"
      R"("patient":{"id":"MRN","relationship":"18"},)"
      R"("serviceLines":[{"procedureCode":"99213","minutes":17}]})"
      "\n";
  const Outcome outcome = Run(
      {File("claims.jsonl", claim + claim), "--to", "837", "--sender", "ME", "--receiver", "YOU"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.err,
              HasSubstr("note: an 837 does not carry as they are, or had to fill in: patient.id, "
                        "service_lines.minutes, tenant_id\n2 claims converted\n"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("SECRET")));
  EXPECT_THAT(outcome.out, HasSubstr("GS*HC*ME*YOU*"));
  EXPECT_THAT(outcome.out, HasSubstr("*0*T*:~"));
}

TEST_F(ConvertCommand, RefusesAClaimAndGoesOn) {
  const std::string good =
      R"({"claimId":"GOOD","type":"PROFESSIONAL","serviceLines":[{"procedureCode":"99213"}]})";
  const std::string no_type = R"({"claimId":"BAD","serviceLines":[{"procedureCode":"99213"}]})";
  const std::string wrong = R"({"claimId":"WORSE","serviceLines":[{"units":-1}]})";
  const Outcome outcome =
      Run({File("claims.jsonl", no_type + "\n" + wrong + "\n{\n" + good + "\n"), "--to", "837"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("claims.jsonl:1: error: type: say whether"));
  EXPECT_THAT(outcome.err, HasSubstr("error: service_lines[0].units: must not be negative\n"));
  EXPECT_THAT(outcome.err, HasSubstr("1 claim converted, 3 not\n"));
  EXPECT_THAT(outcome.out, HasSubstr("CLM*GOOD*"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("BAD")));
}

TEST_F(ConvertCommand, SaysWhenAFileIsMissing) {
  const Outcome outcome = Run({"/no/such/file", "--to", "837"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("error: /no/such/file: cannot be opened"));
  EXPECT_THROW(Run({kSample}), CLI::RequiredError);
  EXPECT_THROW(Run({kSample, "--to", "837", "--usage", "X"}), CLI::ValidationError);
}

}  // namespace
}  // namespace scrubline
