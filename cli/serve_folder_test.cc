#include "cli/serve_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "absl/time/clock.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

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
)";

constexpr char kClaim[] =
    R"({"claim_id": "C1", "type": "PROFESSIONAL", "service_lines": [{"procedure_code": "X0001",)"
    R"( "service_date": "2026-02-03", "units": 1, "charge_cents": 1000}]})";

class ServeFolderTest : public ::testing::Test {
 protected:
  ServeFolderTest()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("serve_folder_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        inbox_(root_ / "inbox") {
    fs::remove_all(root_);
    fs::create_directories(inbox_);
    fs::create_directories(root_ / "rulesets/test/rules");
    std::ofstream(root_ / "rulesets/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    std::ofstream(root_ / "rulesets/test/rules/rules.yaml") << kRules;
    settings_.rulesets = (root_ / "rulesets").string();
    settings_.formats = {OutputFormat::kJsonLines, OutputFormat::kCsv};
    serve_.settle = absl::ZeroDuration();
    serve_.look = serve_.retry = absl::Milliseconds(10);
  }
  ~ServeFolderTest() override { fs::remove_all(root_); }

  void Put(const std::string& name, const std::string& content) {
    std::ofstream(inbox_ / ("." + name)) << content;
    fs::rename(inbox_ / ("." + name), inbox_ / name);
  }
  static std::string Read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  // Serves until `until` holds, or for twenty seconds.
  int Serve(const std::function<bool()>& until) {
    absl::StatusOr<CheckRun> run = CheckRun::Create(settings_, err_);
    if (!run.ok()) {
      ADD_FAILURE() << run.status();
      return -1;
    }
    std::atomic<bool> stop = false;
    int code = -1;
    std::thread serving([&] { code = ServeFolder(inbox_.string(), *run, serve_, err_, stop); });
    for (int i = 0; i < 2000 && !until(); ++i) absl::SleepFor(absl::Milliseconds(10));
    stop = true;
    serving.join();
    return code;
  }

  const fs::path root_, inbox_;
  CheckSettings settings_;
  ServeSettings serve_;
  std::ostringstream err_;
};

TEST_F(ServeFolderTest, AnswersInEveryFormAskedFor) {
  Put("a.json", kClaim);
  EXPECT_EQ(Serve([&] { return fs::exists(inbox_ / "done/a.json"); }), 0);
  EXPECT_THAT(Read(inbox_ / "answers/a.json/a.json.jsonl"), HasSubstr("TEST.DENIED"));
  EXPECT_THAT(Read(inbox_ / "answers/a.json/a.json.csv"), HasSubstr("TEST.DENIED"));
  EXPECT_THAT(Read(inbox_ / "answers/a.json/messages.txt"), HasSubstr("1 claim: 1 blocked"));
  EXPECT_EQ(Read(inbox_ / "done/a.json"), kClaim);
  EXPECT_FALSE(fs::exists(inbox_ / "a.json"));
  EXPECT_THAT(err_.str(), HasSubstr("a.json: answered, 1 claim: 1 blocked"));
}

TEST_F(ServeFolderTest, AFileThatCannotBeReadGoesAsideWithTheReasonAndTheNextIsAnswered) {
  Put("a.txt", "call the clearinghouse");
  Put("b.json", kClaim);
  EXPECT_EQ(Serve([&] { return fs::exists(inbox_ / "done/b.json"); }), 0);
  EXPECT_EQ(Read(inbox_ / "failed/a.txt/a.txt"), "call the clearinghouse");
  const std::string messages = Read(inbox_ / "failed/a.txt/messages.txt");
  EXPECT_THAT(messages, HasSubstr("error: a.txt: is neither"));
  EXPECT_THAT(messages, Not(HasSubstr(".scrub")));
  EXPECT_FALSE(fs::exists(inbox_ / "answers/a.txt"));
}

TEST_F(ServeFolderTest, WaitsForAServerThatIsAway) {
  settings_.server = "127.0.0.1:1";
  Put("a.json", kClaim);
  // Trying a connection takes up to five seconds; a stop in between puts the file back.
  EXPECT_EQ(Serve([&] { return err_.str().find("trying again") != std::string::npos; }), 0);
  EXPECT_THAT(err_.str(), HasSubstr("nobody answers at 127.0.0.1:1"));
  EXPECT_EQ(Read(inbox_ / "a.json"), kClaim);
  EXPECT_TRUE(fs::is_empty(inbox_ / "answers"));
  EXPECT_TRUE(fs::is_empty(inbox_ / "failed"));
}

TEST_F(ServeFolderTest, AFolderThatCannotBeServedIsAnError) {
  fs::remove(inbox_);
  EXPECT_EQ(Serve([] { return true; }), 2);
  EXPECT_THAT(err_.str(), HasSubstr("inbox: is no folder"));
}

}  // namespace
}  // namespace scrubline
