#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "authoring/lint/report.h"

namespace scrubline {
namespace {

using Level = Diagnostic::Level;

LintReport Sample() {
  LintReport report;
  report.rules = 2;
  report.suppressed = 1;
  report.findings = {{FindLint("load-error"),
                      "",
                      {Level::kError, {"a b/rules.yaml", 0, 0}, "no such file", "", ""}},
                     {FindLint("unused-list"),
                      "spare",
                      {Level::kWarning,
                       {"acme/rules.yaml", 3, 5},
                       "no rule uses the list `spare`: 50%",
                       "delete it,\nor use it",
                       "    spare: {}"}},
                     {FindLint("unknown-code"),
                      "spare",
                      {Level::kAdvice, {"acme/rules.yaml", 4, 0}, "odd", "", ""}}};
  return report;
}

TEST(LintReportTest, Text) {
  EXPECT_EQ(ToText(Sample()),
            "a b/rules.yaml: error: no such file [load-error]\n"
            "acme/rules.yaml:3:5: warning: no rule uses the list `spare`: 50% [unused-list]\n"
            " 3 |     spare: {}\n"
            "   |     ^\n"
            "hint: delete it,\nor use it\n"
            "acme/rules.yaml:4: advice: odd [unknown-code]\n"
            "2 rules: 1 error, 1 warning, 1 advice, 1 allowed\n");
}

TEST(LintReportTest, Json) {
  const auto json = nlohmann::json::parse(ToJson(Sample()));
  EXPECT_EQ(json["rules"], 2);
  EXPECT_EQ(json["errors"], 1);
  EXPECT_EQ(json["warnings"], 1);
  EXPECT_EQ(json["advice"], 1);
  EXPECT_EQ(json["allowed"], 1);
  const auto& finding = json["findings"][1];
  EXPECT_EQ(finding["lint"], "unused-list");
  EXPECT_EQ(finding["level"], "warning");
  EXPECT_EQ(finding["file"], "acme/rules.yaml");
  EXPECT_EQ(finding["line"], 3);
  EXPECT_EQ(finding["column"], 5);
  EXPECT_EQ(finding["subject"], "spare");
  EXPECT_EQ(finding["hint"], "delete it,\nor use it");
  EXPECT_FALSE(json["findings"][0].contains("line"));
}

TEST(LintReportTest, Sarif) {
  const auto sarif = nlohmann::json::parse(ToSarif(Sample(), "1.2.3"));
  EXPECT_EQ(sarif["version"], "2.1.0");
  const auto& run = sarif["runs"][0];
  const auto& rules = run["tool"]["driver"]["rules"];
  EXPECT_EQ(rules.size(), AllLints().size());
  ASSERT_EQ(run["results"].size(), 3u);
  for (const auto& result : run["results"]) {
    EXPECT_EQ(rules[result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
    EXPECT_EQ(result["partialFingerprints"]["scrubLint/v1"].get<std::string>().size(), 16u);
  }
  EXPECT_EQ(run["results"][2]["level"], "note");
  const auto& place = run["results"][1]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["region"]["startLine"], 3);
  EXPECT_EQ(place["region"]["startColumn"], 5);
  const auto& file = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(file["artifactLocation"]["uri"], "a%20b/rules.yaml");
  EXPECT_FALSE(file.contains("region"));
}

TEST(LintReportTest, Github) {
  EXPECT_EQ(ToGithub(Sample()),
            "::error file=a b/rules.yaml,title=load-error::no such file\n"
            "::warning file=acme/rules.yaml,line=3,col=5,title=unused-list::no rule uses the list "
            "`spare`: 50%25; delete it,%0Aor use it\n"
            "::notice file=acme/rules.yaml,line=4,title=unknown-code::odd\n");
}

TEST(LintReportTest, FingerprintsStayWhenLinesMove) {
  LintFinding finding = Sample().findings[1];
  finding.text.message = "as `other` (acme/rules.yaml:12) does";
  const std::string before = Fingerprint(finding);
  finding.text.position.line = 90;
  finding.text.message = "as `other` (acme/rules.yaml:7) does";
  EXPECT_EQ(Fingerprint(finding), before);
  finding.subject = "else";
  EXPECT_NE(Fingerprint(finding), before);
}

TEST(LintReportTest, ListOfLints) {
  const std::string list = ListLints();
  for (const LintInfo& lint : AllLints()) {
    EXPECT_NE(list.find(std::string(lint.name) + "  "), std::string::npos) << lint.name;
  }
}

}  // namespace
}  // namespace scrubline
