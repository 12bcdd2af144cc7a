// Every way of getting a ruleset wrong, with the whole text its author is shown.
//
// NAME.yaml is named after the mistake; NAME.txt holds the diagnostics. A name that begins with
// `ruleset_` is a ruleset.yaml, one with `test_` a *_test.yaml, any other a file of rules; each is
// read as part of a payer's ruleset above the small base layer below. To accept new texts:
//
//   UPDATE_GOLDENS=1 build/dev/test/diagnostics_golden_test
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
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
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string DiagnosticsOf(const std::string& name) {
  std::map<std::string, std::string> files = {{"rulesets/base/ruleset.yaml", kBaseHeader},
                                              {"rulesets/base/rules.yaml", kBaseRules},
                                              {"rulesets/acme/ruleset.yaml", kPayerHeader}};
  const std::string path = name.starts_with("ruleset_") ? "rulesets/acme/ruleset.yaml"
                           : name.starts_with("test_")  ? "rulesets/acme/acme_test.yaml"
                                                        : "rulesets/acme/rules.yaml";
  files[path] = ReadFile(fs::path(kFolder) / (name + ".yaml"));
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
  ASSERT_GE(names.size(), 40u);
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

}  // namespace
}  // namespace scrubline
