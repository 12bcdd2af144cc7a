// docs/lints.md and the lints agree: its table is the table of lints, and of each lint's two
// examples the lint finds something in the first and nothing in the second.
//
// The examples are files of the ruleset of one payer, ACME, above a national one; keys that every
// rule must have and an example leaves out are put in. What the lists of codes know is below.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "authoring/lint/lint.h"
#include "tests/docs/markdown.h"

namespace scrubline {
namespace {

using Files = std::map<std::string, std::string>;

const Files kWorld = {
    {"world/base/ruleset.yaml",
     "{id: base, version: '1', language: 1, title: Base, layer: national}\n"},
    {"world/base/rules.yaml", R"(
rules:
  - id: BASE.UNITS
    title: Visits are billed with one unit
    severity: warn
    when: {procedure_code: "99202-99215", units: {more_than: 1}}
    message: "{procedure_code} has {units} units"
    denial: {carc: ["151"]}
  - {id: NCCI.MUE, title: Units, use: NCCI.MUE, severity: deny, message: "{units}", parameters: {excluded_modifiers: [], component_modifiers: []}}
  - {id: NCCI.MUE.ZERO, title: Units, use: NCCI.MUE.ZERO, severity: deny, message: "{units}"}
)"},
    {"world/acme/ruleset.yaml",
     "{id: acme, version: '1', language: 1, title: Acme, layer: payer, "
     "scope: {payers: [ACME], line_of_business: [commercial]}}\n"},
    {"codes/procedure_codes.csv",
     "code,from,to\n99202,,\n99205,,\n99212,,\n99213,,\n99214,,\n99215,,\n11102,,\n"
     "J1010,2024-04-01,\nJ1030,,2024-03-31\n"},
    {"codes/modifiers.csv", "code\n25\n57\n59\n"},
};

// Puts the keys that a rule must have into those that lack them.
std::string Completed(const std::string& text) {
  std::istringstream lines(text);
  std::string out, rule, section;
  const auto finish = [&] {
    if (rule.starts_with("  - ") && section == "rules:") {
      for (const char* key : {"title", "severity", "message"}) {
        if (rule.find("    " + std::string(key) + ":") != std::string::npos) continue;
        rule += "    " + std::string(key) + ": " +
                (std::string(key) == "severity" ? "warn" : "\"{procedure_code}\"") + "\n";
      }
    }
    out += rule;
    rule.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  - ") || !line.starts_with(" ")) finish();
    if (!line.starts_with(" ")) section = line;
    rule += line + "\n";
  }
  finish();
  return out;
}

// The findings of one lint in an example.
std::vector<std::string> FindingsOf(const std::string& lint, const std::string& example) {
  Files files = kWorld;
  const bool header = example.starts_with("id:");
  files[header ? "world/acme/ruleset.yaml" : "world/acme/rules.yaml"] =
      header ? example : Completed(example);
  const auto report = RunLints({"world", *Date::FromCivil(2026, 11, 1), "codes", {}, {}},
                               MemoryFileSource(std::move(files)), *TableSet::Empty());
  EXPECT_TRUE(report.ok()) << report.status();
  std::vector<std::string> found;
  if (!report.ok()) return found;
  for (const LintFinding& finding : report->findings) {
    const bool of_example = finding.text.position.file.starts_with("world/acme/");
    if (finding.lint->name == lint && of_example) found.push_back(finding.text.ToString());
    if (lint != "load-error") {
      EXPECT_NE(finding.lint->name, "load-error") << finding.text.ToString();
    }
  }
  return found;
}

struct Examples {
  std::vector<std::string> found, sound;
};

// The examples of the page, by the heading they stand under.
std::map<std::string, Examples> ReadExamples(const MarkdownPage& page) {
  std::vector<std::string> headings(1);  // of each line
  std::istringstream lines(page.text);
  for (std::string line; std::getline(lines, line);) {
    headings.push_back(line.starts_with("### ") ? line.substr(4) : headings.back());
  }
  std::map<std::string, Examples> examples;
  for (const MarkdownPage::Block& block : page.blocks) {
    Examples& of = examples[headings[static_cast<size_t>(block.line)]];
    if (block.note == "found") of.found.push_back(block.text);
    if (block.note == "sound") of.sound.push_back(block.text);
  }
  examples.erase("");
  return examples;
}

TEST(LintsPageTest, TheTableIsTheTableOfLints) {
  const MarkdownPage page = ReadMarkdown("docs/lints.md");
  std::vector<std::string> told, known;
  for (const MarkdownPage::Row& row : page.rows) {
    if (row.section == "The lints") {
      told.push_back(row.cells[0] + " " + row.cells[1] + " " + row.cells[2]);
    }
  }
  for (const LintInfo& lint : AllLints()) {
    const std::string name(lint.name);
    known.push_back("[`" + name + "`](#" + name + ") " + std::string(ToString(lint.level)) + " " +
                    std::string(lint.doc));
  }
  EXPECT_EQ(told, known);
}

TEST(LintsPageTest, EveryLintFindsItsFirstExampleAndNotItsSecond) {
  const auto examples = ReadExamples(ReadMarkdown("docs/lints.md"));
  EXPECT_EQ(examples.size(), AllLints().size());
  for (const LintInfo& lint : AllLints()) {
    const std::string name(lint.name);
    SCOPED_TRACE(name);
    const auto of = examples.find(name);
    ASSERT_NE(of, examples.end());
    ASSERT_EQ(of->second.found.size(), 1u);
    ASSERT_EQ(of->second.sound.size(), 1u);
    EXPECT_FALSE(FindingsOf(name, of->second.found.front()).empty());
    EXPECT_THAT(FindingsOf(name, of->second.sound.front()), testing::IsEmpty());
  }
}

}  // namespace
}  // namespace scrubline
