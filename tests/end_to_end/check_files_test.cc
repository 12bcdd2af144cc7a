// The real `scrub check` on folders and drop folders, interrupted and killed at any moment: no file
// lost, none answered twice, nothing half written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/end_to_end/process.h"

namespace scrubline {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

constexpr char kRules[] = R"(rules:
  - id: TEST.CODE
    title: A made-up code
    severity: deny
    for: line
    when: {procedure_code: "X0001"}
    message: "{procedure_code} is refused"
    fix: [{remove_line: true}]
    source: {title: "A test"}
    owner: test@example.org
)";

std::string ClaimsOf(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&text, R"({"claim_id": "C)", i,
                    R"(", "type": "PROFESSIONAL", "service_lines": [{"procedure_code": "X0001", )"
                    R"("service_date": "2026-02-03", "units": 1, "charge_cents": 1000}]})",
                    "\n");
  }
  return text;
}

class CheckFiles : public ::testing::Test {
 protected:
  CheckFiles()
      : root_(fs::path(::testing::TempDir()) /
              absl::StrCat("check_files_", getpid(), "_",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name())),
        inbox_(root_ / "inbox") {
    fs::remove_all(root_);
    fs::create_directories(inbox_);
    fs::create_directories(root_ / "rulesets/test/rules");
    std::ofstream(root_ / "rulesets/test/ruleset.yaml")
        << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
    std::ofstream(root_ / "rulesets/test/rules/rules.yaml") << kRules;
  }
  ~CheckFiles() override { fs::remove_all(root_); }

  std::unique_ptr<Process> Start(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"check", "--rulesets", (root_ / "rulesets").string(), "--tables", ""});
    return std::make_unique<Process>(SCRUB, arguments);
  }
  std::unique_ptr<Process> Watch() {
    return Start({"--watch", inbox_.string(), "--settle", "0", "--format", "jsonl,csv"});
  }
  // Whether it has said so, which it does once a stop is heeded.
  static bool Serves(const Process& scrub) {
    return Eventually([&] { return scrub.StandardError().find(": serving") != std::string::npos; });
  }
  void Put(const std::string& name, const std::string& content) {
    const fs::path hidden = inbox_ / absl::StrCat(".", name);
    std::ofstream(hidden) << content;
    fs::rename(hidden, inbox_ / name);
  }
  static std::string Read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static std::vector<std::string> Names(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  static bool Eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 1200; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(25));
    }
    return false;
  }

  const fs::path root_, inbox_;
};

TEST_F(CheckFiles, ADropFolderSurvivesBeingKilledAtAnyMoment) {
  constexpr int kFiles = 30;
  constexpr int kClaims = 40;
  std::vector<std::string> expected;
  for (int i = 0; i < kFiles; ++i) {
    Put(absl::StrCat("f", 100 + i, ".jsonl"), ClaimsOf(kClaims));
    expected.push_back(absl::StrCat("f", 100 + i, ".jsonl"));
  }
  std::mt19937 random(20261123);
  const auto done = [&] { return fs::exists(inbox_ / "done") ? Names(inbox_ / "done").size() : 0; };
  for (int kills = 0; kills < 12; ++kills) {
    const std::unique_ptr<Process> scrub = Watch();
    absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<int>(5, 200)(random)));
    // What has appeared so far is whole.
    if (fs::exists(inbox_ / "answers")) {
      for (const std::string& name : Names(inbox_ / "answers")) {
        const std::string answer = Read(inbox_ / "answers" / name / (name + ".jsonl"));
        EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), kClaims) << name;
      }
    }
    scrub->Signal(SIGKILL);
    scrub->Wait();
  }
  const std::unique_ptr<Process> scrub = Watch();
  EXPECT_TRUE(Eventually([&] { return done() == kFiles; })) << done();
  ASSERT_TRUE(Serves(*scrub));  // there may have been nothing left to do
  scrub->Signal(SIGTERM);
  EXPECT_EQ(scrub->Wait(), 0) << scrub->StandardError();
  EXPECT_EQ(Names(inbox_ / "done"), expected);
  EXPECT_EQ(Names(inbox_ / "answers"), expected);
  EXPECT_TRUE(Names(inbox_ / "failed").empty());
  EXPECT_TRUE(Names(inbox_ / ".scrub/work").empty());
  for (const std::string& name : expected) {
    const fs::path folder = inbox_ / "answers" / name;
    EXPECT_THAT(Names(folder),
                ::testing::ElementsAre(name + ".csv", name + ".jsonl", "messages.txt"));
  }
}

TEST_F(CheckFiles, AnInterruptedRunLeavesNoHalfWrittenFile) {
  Put("a.jsonl", ClaimsOf(10));
  Put("b.jsonl", ClaimsOf(100'000));  // long enough to be interrupted
  const fs::path out = root_ / "out";
  const std::unique_ptr<Process> scrub =
      Start({"--out", out.string(), (inbox_ / "a.jsonl").string(), (inbox_ / "b.jsonl").string()});
  ASSERT_TRUE(Eventually([&] { return fs::exists(out) && Names(out).size() == 2; }));
  scrub->Signal(SIGINT);
  EXPECT_EQ(scrub->Wait(), 130) << scrub->StandardError();
  EXPECT_THAT(Names(out), ::testing::ElementsAre("a.jsonl.jsonl"));
  EXPECT_THAT(scrub->StandardError(), HasSubstr("interrupted: the answers of files"));
}

TEST_F(CheckFiles, TwoDoNotServeOneFolder) {
  const std::unique_ptr<Process> first = Watch();
  ASSERT_TRUE(Serves(*first));
  const std::unique_ptr<Process> second = Watch();
  EXPECT_EQ(second->Wait(), 2);
  EXPECT_THAT(second->StandardError(), HasSubstr("another process serves this folder"));
  first->Signal(SIGINT);
  EXPECT_EQ(first->Wait(), 0);
}

}  // namespace
}  // namespace scrubline
