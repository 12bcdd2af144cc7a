#include "rules_engine/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "rules_engine/tables/table_set.h"
#include "rules_engine/tables/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

class LoadTest : public testing::Test {
 protected:
  LoadTest() : folder_(ScratchFolder()) {
    std::filesystem::create_directories(folder_ + "/rules/base");
    WriteFile(folder_ + "/rules/base/ruleset.yaml",
              "{id: base, version: \"1\", language: 1, title: B, layer: national}\n");
    WriteRules("{procedure_code: \"99213\"}");
  }
  ~LoadTest() override { std::filesystem::remove_all(folder_); }

  void WriteRules(const std::string& when) {
    WriteFile(folder_ + "/rules/base/rules.yaml",
              "rules: [{id: BASE.A, title: T, severity: warn, for: line, message: wrong, "
              "examples: [{fires: {}}, {clear: {}}],\n  when: " +
                  when + "}]\n");
  }
  absl::StatusOr<std::shared_ptr<const Snapshot>> Load(const std::string& rules,
                                                       const std::string& tables = "") {
    diagnostics_.clear();
    return LoadSnapshot(rules, tables, diagnostics_);
  }

  std::string folder_;
  Diagnostics diagnostics_;
};

TEST_F(LoadTest, ASnapshotTriedOutHasNoExamples) {
  size_t seen = 0;
  const auto snapshot = LoadTriedSnapshot(
      folder_ + "/rules", "",
      [&seen](const Snapshot& tried) {
        seen = tried.rulesets().rules[0].examples.size();
        return absl::OkStatus();
      },
      diagnostics_);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics_);
  EXPECT_EQ(seen, 2u);
  EXPECT_TRUE((*snapshot)->rulesets().rules[0].examples.empty());
}

TEST_F(LoadTest, ASnapshotThatFailsItsTrialIsNotLoaded) {
  const auto snapshot = LoadTriedSnapshot(
      folder_ + "/rules", "",
      [](const Snapshot&) { return absl::InvalidArgumentError("an example fails"); }, diagnostics_);
  EXPECT_EQ(snapshot.status().message(), "an example fails");
}

TEST_F(LoadTest, AFolderOfRulesetsOrOneOfThem) {
  for (const char* folder : {"/rules", "/rules/base"}) {
    const auto snapshot = Load(folder_ + folder);
    ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics_);
    EXPECT_EQ((*snapshot)->rulesets().rules.size(), 1u);
    EXPECT_TRUE((*snapshot)->tables().infos().empty());
  }
}

TEST_F(LoadTest, TheShippedRulesetsLoad) {
  const auto snapshot = Load("rulesets");
  ASSERT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics_);
  EXPECT_EQ(ToString(diagnostics_), "");
  EXPECT_GT((*snapshot)->rulesets().rules.size(), 16u);
}

TEST_F(LoadTest, AnErrorOfTheAuthorsIsADiagnostic) {
  WriteRules("{procedure_kode: \"99213\"}");
  const auto snapshot = Load(folder_ + "/rules");
  EXPECT_TRUE(absl::IsInvalidArgument(snapshot.status())) << snapshot.status();
  ASSERT_EQ(diagnostics_.size(), 1u);
  EXPECT_EQ(diagnostics_[0].position.file, folder_ + "/rules/base/rules.yaml");
  EXPECT_EQ(diagnostics_[0].position.line, 2);
  EXPECT_EQ(diagnostics_[0].position.column, 10);
}

TEST_F(LoadTest, AnAbsentFolderIsNamed) {
  const auto rules = Load(folder_ + "/nowhere");
  EXPECT_TRUE(absl::IsNotFound(rules.status())) << rules.status();
  EXPECT_THAT(std::string(rules.status().message()), HasSubstr(folder_ + "/nowhere"));
  const auto tables = Load(folder_ + "/rules", folder_ + "/none");
  EXPECT_TRUE(absl::IsNotFound(tables.status())) << tables.status();
  EXPECT_THAT(std::string(tables.status().message()), HasSubstr(folder_ + "/none/manifest.json"));
}

TEST_F(LoadTest, ADamagedManifestIsNamed) {
  WriteFile(folder_ + "/manifest.json", "{");
  const auto snapshot = Load(folder_ + "/rules", folder_);
  EXPECT_TRUE(absl::IsInvalidArgument(snapshot.status())) << snapshot.status();
  EXPECT_THAT(std::string(snapshot.status().message()), HasSubstr(folder_ + "/manifest.json"));
}

}  // namespace
}  // namespace scrubline
