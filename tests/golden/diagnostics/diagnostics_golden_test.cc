// Every way of getting a ruleset wrong, with the whole text its author is shown; and no text in the
// sources that no author is shown here.
//
// NAME.yaml is named after the mistake; NAME.txt holds the diagnostics. A name that begins with
// `ruleset_` is a ruleset.yaml, one with `test_` a *_test.yaml, any other a file of rules; each is
// read as part of a payer's ruleset above the small base layer below. A mistake that takes several
// files is a folder NAME/ of them, laid over both rulesets. To accept new texts:
//
//   UPDATE_GOLDENS=1 build/dev/test/diagnostics_golden_test
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

const char kFolder[] = "tests/golden/diagnostics";

const char kBaseHeader[] =
    "{id: base, version: \"1\", language: 1, title: Base, layer: national}\n";
const char kBaseRules[] = R"(
lists:
  office_visits: {title: Office visits, codes: ["99202-99215"]}
  ncci_modifiers: {title: NCCI modifiers, codes: ["25", "59", "XE"]}
conditions:
  in_emergency_room: {place_of_service: "23"}
rules:
  - id: BASE.VISIT
    title: A rule of the base layer
    severity: warn
    when: {procedure_code: office_visits}
    message: "a visit"
    examples:
      - fires: {lines: [{procedure_code: "99213"}]}
      - clear: {lines: [{procedure_code: "11102"}]}
  - id: BASE.FILING
    title: A rule with parameters
    severity: warn
    parameters: {filing_days: 365, counted: office_visits}
    when:
      procedure_code: $counted
      days: {from: service_date, to: received_date, more_than: $filing_days}
    message: "late"
    examples:
      - fires: {received_date: 2027-12-31, lines: [{procedure_code: "99213"}]}
      - clear: {received_date: 2027-12-31, lines: [{procedure_code: "11102"}]}
  - id: NCCI.PTP
    use: NCCI.PTP
    title: PTP
    severity: {default: warn, medicare: deny}
    parameters: {bypass_modifiers: ncci_modifiers, em: office_visits, major_procedures: [],
                 excluded_modifiers: []}
    message: "{column2} with {column1}"
  - id: PROV.NPI_LUHN
    use: PROV.NPI_LUHN
    title: Check digit
    severity: reject
    locked: true
    message: "{npi}"
)";
const char kPayerHeader[] =
    "{id: acme, version: \"1\", language: 1, title: Acme, layer: payer, scope: {payers: [ACME]}}\n";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaml" || entry.is_directory()) {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string DiagnosticsOf(const std::string& name) {
  std::map<std::string, std::string> files = {{"rulesets/base/ruleset.yaml", kBaseHeader},
                                              {"rulesets/base/rules.yaml", kBaseRules},
                                              {"rulesets/acme/ruleset.yaml", kPayerHeader}};
  const fs::path folder = fs::path(kFolder) / name;
  if (fs::is_directory(folder)) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string path = fs::relative(entry.path(), folder).string();
      files["rulesets/" + path] = ReadFile(entry.path());
    }
  } else {
    const std::string path = name.starts_with("ruleset_") ? "rulesets/acme/ruleset.yaml"
                             : name.starts_with("test_")  ? "rulesets/acme/acme_test.yaml"
                                                          : "rulesets/acme/rules.yaml";
    files[path] = ReadFile(fs::path(kFolder) / (name + ".yaml"));
  }
  Diagnostics diagnostics;
  const auto resolved = LoadRulesets("rulesets", MemoryFileSource(std::move(files)), diagnostics);
  // Nothing half-loads: a result, or errors.
  EXPECT_EQ(resolved.ok(), !HasErrors(diagnostics));
  return ToString(diagnostics);
}

TEST(DiagnosticsGoldenTest, TheBaseItselfIsSound) {
  Diagnostics diagnostics;
  const auto resolved = LoadRulesets(
      "base",
      MemoryFileSource({{"base/ruleset.yaml", kBaseHeader}, {"base/rules.yaml", kBaseRules}}),
      diagnostics);
  EXPECT_TRUE(resolved.ok());
  EXPECT_EQ(ToString(diagnostics), "");
}

TEST(DiagnosticsGoldenTest, EveryMistakeHasItsText) {
  const bool update = std::getenv("UPDATE_GOLDENS") != nullptr;
  const std::vector<std::string> names = Cases();
  ASSERT_GE(names.size(), 150u);
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const fs::path golden = fs::path(kFolder) / (name + ".txt");
    const std::string text = DiagnosticsOf(name);
    EXPECT_NE(text, "") << "no mistake was found";
    if (update) {
      std::ofstream(golden, std::ios::binary) << text;
    } else {
      EXPECT_EQ(text, ReadFile(golden));
    }
  }
}

// docs/diagnostics.md: each message once, whatever words of authors stand in it.
std::string ListOfDiagnostics() {
  struct Row {
    std::string message, hint, name;
  };
  std::map<std::string, Row> rows;
  const RE2 heading(R"(^[^ ]\S*: (?:error|warning): (.*)$)");
  for (const std::string& name : Cases()) {
    std::istringstream lines(ReadFile(fs::path(kFolder) / (name + ".txt")));
    Row* last = nullptr;
    for (std::string line, message; std::getline(lines, line);) {
      if (RE2::FullMatch(line, heading, &message)) {
        std::string pattern = message;
        RE2::GlobalReplace(&pattern, "`[^`]*`", "``");
        const auto [at, is_new] = rows.try_emplace(pattern, Row{message, "", name});
        last = is_new ? &at->second : nullptr;
      } else if (line.starts_with("hint: ") && last != nullptr) {
        last->hint = line.substr(6);
      }
    }
  }
  std::string text =
      "# Diagnostics\n\n"
      "Every message that the author of a ruleset may see, what to do, and a file that brings it "
      "about. The words in\n"
      "backticks are those of that file. What takes a file of megabytes is missing: see the "
      "[caps](rule_language.md#caps).\n\n"
      "Made from `tests/golden/diagnostics/` by its test.\n\n"
      "| message | remedy | example |\n|---|---|---|\n";
  const auto cell = [](std::string words) {
    RE2::GlobalReplace(&words, R"(\|)", R"(\\|)");
    return words;
  };
  for (const auto& [pattern, row] : rows) {
    const bool folder = fs::is_directory(fs::path(kFolder) / row.name);
    text += "| " + cell(row.message) + " | " + cell(row.hint) + " | [" + row.name +
            "](../tests/golden/diagnostics/" + row.name + (folder ? "/) |\n" : ".yaml) |\n");
  }
  return text;
}

TEST(DiagnosticsGoldenTest, TheListOfThemIsComplete) {
  const std::string page = "docs/diagnostics.md";
  if (std::getenv("UPDATE_GOLDENS") != nullptr) {
    std::ofstream(page, std::ios::binary) << ListOfDiagnostics();
  } else {
    EXPECT_EQ(ReadFile(page), ListOfDiagnostics());
  }
}

// The string literals of C++ source, neighbours joined, without those of comments and includes.
std::vector<std::string> StringLiterals(const std::string& source) {
  const RE2 token(
      R"re((?s)(//[^\n]*|#include[^\n]*|R"\(.*?\)"|'(?:\\.|[^'\\\n])'|"(?:\\.|[^"\\])*"|[\w']+|\S))re");
  std::vector<std::string> literals;
  re2::StringPiece rest(source);
  bool after_literal = false;
  for (std::string text; RE2::FindAndConsume(&rest, token, &text);) {
    if (text.starts_with("//") || text.starts_with("#include")) continue;
    if (text.front() != '"') {
      after_literal = false;
      continue;
    }
    text = text.substr(1, text.size() - 2);
    RE2::GlobalReplace(&text, R"(\\(["\\]))", R"(\1)");
    if (after_literal) {
      literals.back() += text;
    } else {
      literals.push_back(text);
    }
    after_literal = true;
  }
  return literals;
}

std::string Trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" ;:)");
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(" (") + 1 - begin);
}

// Whoever gives authors a new text shows here when they see it; what takes a file of megabytes or a
// folder that cannot be read has a unit test in place of a golden file.
TEST(DiagnosticsGoldenTest, EveryTextForAuthorsIsShown) {
  std::string shown, tested;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") shown += ReadFile(entry.path());
  }
  std::vector<fs::path> sources;
  for (const char* room : {"rules_engine/parse", "rules_engine/resolve"}) {
    for (const auto& entry : fs::directory_iterator(room)) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with("_test.cc")) {
        for (const std::string& literal : StringLiterals(ReadFile(entry.path()))) {
          tested += literal + "\n";
        }
      } else if (name.ends_with(".cc") && name != "dump.cc" && name != "file_source.cc") {
        sources.push_back(entry.path());
      }
    }
  }
  // What is said when memory runs out, and two errors of the machinery.
  const std::set<std::string> apart = {"the file cannot be read as YAML", "no ruleset in",
                                       "expected ruleset.yaml in it or in its folders",
                                       "the rulesets in", "have errors"};
  int texts = 0;
  for (const fs::path& source : sources) {
    for (const std::string& literal : StringLiterals(ReadFile(source))) {
      const std::string text = Trimmed(literal);
      // Words alone are keys, fields and operators.
      if (text.size() < 6 || text.find(' ') == std::string::npos || apart.contains(text)) continue;
      ++texts;
      EXPECT_TRUE(shown.find(text) != std::string::npos || tested.find(text) != std::string::npos)
          << source << ": no golden file and no test shows `" << text << "`";
    }
  }
  EXPECT_GT(texts, 300);
}

}  // namespace
}  // namespace scrubline
