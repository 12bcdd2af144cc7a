// The author's manual keeps its word: every YAML block of docs/rule_language.md is loaded, its
// examples and tests are run, what it shows as wrong is refused in just the words it shows, and its
// tables of fields, built-in rules, parameters and slots say what the catalogues say.
//
// The blocks are the files of one payer's ruleset above the shipped national one. What a block is
// can mostly be seen: `id:` begins a ruleset.yaml, `today:`, `claims:` or `tests:` a *_test.yaml,
// anything else is a file of rules. Where it cannot, a comment above the block says it:
//
//   <!-- yaml: condition -->         a condition, as under `when:` of a rule about a line
//   <!-- yaml: claim condition -->   the same of a rule about the claim
//   <!-- yaml: keys of a rule -->    keys of a rule; those it must have besides are put in
//   <!-- yaml: wrong -->             rules that are refused as the next block of the page says
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "re2/re2.h"
#include "rules_engine/builtins.h"
#include "rules_engine/evaluate/testing.h"
#include "rules_engine/examples.h"
#include "rules_engine/fields.h"
#include "rules_engine/parse/yaml_reader.h"
#include "rules_engine/resolve/condition_resolver.h"
#include "rules_engine/resolve/message_reader.h"
#include "rules_engine/resolve/named_claims.h"
#include "rules_engine/resolve/resolver.h"
#include "rules_engine/resolve/variants.h"
#include "tests/docs/markdown.h"

namespace scrubline {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string Code(std::string_view word) { return "`" + std::string(word) + "`"; }

// `a`, `b`
std::string CodeList(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + Code(word);
  return text;
}

std::string Indented(const std::string& text, const std::string& by) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) out += by + line + "\n";
  return out;
}

// A rule of which only `keys` (indented by four) are given; the others it needs are made up.
std::string RuleOf(const std::string& id, const std::string& keys) {
  std::string rule = "rules:\n  - id: " + id + "\n";
  for (const char* line : {"title: made up", "severity: warn", "message: made up"}) {
    const std::string key = std::string(line).substr(0, std::string(line).find(' '));
    if (keys.find("\n    " + key) == std::string::npos) rule += "    " + std::string(line) + "\n";
  }
  return rule + keys;
}

class RuleLanguagePage : public testing::Test {
 protected:
  using Files = std::map<std::string, std::string>;

  void SetUp() override { ASSERT_NE(page_.text, "") << "docs/rule_language.md cannot be read"; }

  // The national ruleset and the page's own header.
  Files Base() const {
    Files files;
    for (const auto& [path, text] : NationalRules()) files["manual/" + path] = text;
    for (const MarkdownPage::Block& block : page_.blocks) {
      if (IsHeader(block)) files["manual/acme/ruleset.yaml"] = block.text;
    }
    return files;
  }
  static bool IsHeader(const MarkdownPage::Block& block) {
    return block.language == "yaml" && block.note.empty() && block.text.starts_with("id:");
  }
  // The block as a file named after its line.
  static void Add(const MarkdownPage::Block& block, Files& files) {
    const std::string number = std::to_string(block.line);
    const std::string id = "MADE_UP.LINE_" + number;
    std::string path = "manual/acme/line_" + number + ".yaml";
    std::string text = block.text;
    if (block.note == "condition" || block.note == "claim condition") {
      const std::string subject = block.note == "condition" ? "line" : "claim";
      text = RuleOf(id, "    for: " + subject + "\n    when:\n" + Indented(text, "      "));
    } else if (block.note == "keys of a rule") {
      text = RuleOf(id, Indented(text, "    "));
    } else if (RE2::PartialMatch(text, "^(today|claims|tests):")) {
      path = "manual/acme/line_" + number + "_test.yaml";
    } else {
      EXPECT_EQ(block.note, "") << "line " << number << ": no such kind of block";
    }
    files[path] = text;
  }

  const MarkdownPage page_ = ReadMarkdown("docs/rule_language.md");
};

TEST_F(RuleLanguagePage, EveryBlockLoadsAndEveryExampleOfItHolds) {
  Files files = Base();
  int blocks = 0;
  for (const MarkdownPage::Block& block : page_.blocks) {
    if (block.language != "yaml" || block.note == "wrong" || IsHeader(block)) continue;
    Add(block, files);
    ++blocks;
  }
  ASSERT_GE(blocks, 5);
  Diagnostics diagnostics;
  const auto rulesets = LoadRulesets("manual", MemoryFileSource(std::move(files)), diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    // Made-up rules have no examples; those the page shows whole must have them.
    if (diagnostic.message.find("`MADE_UP.") == std::string::npos) {
      ADD_FAILURE() << diagnostic.ToString();
    }
  }
  ASSERT_TRUE(rulesets.ok()) << rulesets.status();
  const auto snapshot = Snapshot::Build(*rulesets, MakeTables({}));
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const ExampleReport report = RunExamples(**snapshot);
  for (const ExampleFailure& failure : report.failures) ADD_FAILURE() << failure.ToString();
  EXPECT_GE(report.passed, 4);
}

TEST_F(RuleLanguagePage, WhatItShowsAsWrongIsRefusedInItsWords) {
  int shown = 0;
  for (size_t i = 0; i + 1 < page_.blocks.size(); ++i) {
    const MarkdownPage::Block& block = page_.blocks[i];
    if (block.note != "wrong") continue;
    SCOPED_TRACE("line " + std::to_string(block.line));
    ++shown;
    Files files = Base();
    files["manual/acme/rules.yaml"] = block.text;
    Diagnostics diagnostics;
    EXPECT_FALSE(LoadRulesets("manual", MemoryFileSource(std::move(files)), diagnostics).ok());
    std::string text = ToString(diagnostics);
    RE2::GlobalReplace(&text, "manual/", "");
    EXPECT_EQ(text, page_.blocks[i + 1].text);
  }
  EXPECT_GE(shown, 1);
}

// The words by which the manual tells a field's type.
std::string KindOf(const Field& field) {
  switch (field.type) {
    case FieldType::kCode:
      return "code";
    case FieldType::kDiagnosis:
      return "diagnosis";
    case FieldType::kText:
      return "text";
    case FieldType::kNumber:
      return "number";
    case FieldType::kMoney:
      return "money";
    case FieldType::kDate:
      return "date";
    case FieldType::kChoice:
      return "word: " + CodeList(field.choices);
    case FieldType::kCodeSet:
      return "set of codes";
    case FieldType::kDiagnosisSet:
      return "set of diagnoses";
  }
  return "";
}

TEST_F(RuleLanguagePage, ListsTheFieldsOfTheCatalogueAndNoOthers) {
  using Row = std::vector<std::string>;
  std::set<Row> expected;
  for (const Field& field : AllFields()) {
    std::string_view name = field.name;
    if (field.id >= FieldId::kFirstProviderField) {  // documented as roles and attributes
      const size_t dot = name.find('.');
      EXPECT_TRUE(page_.HasInCode(name.substr(0, dot))) << name;
      name = name.substr(dot + 1);
    }
    expected.insert({Code(name), KindOf(field), std::string(field.doc)});
  }
  std::set<Row> listed;
  for (const MarkdownPage::Row& row : page_.rows) {
    if (row.section == "Fields") listed.insert(row.cells);
  }
  for (const Row& row : expected) {
    EXPECT_TRUE(listed.contains(row))
        << "missing: | " << row[0] << " | " << row[1] << " | " << row[2] << " |";
  }
  for (const Row& row : listed) {
    EXPECT_TRUE(expected.contains(row)) << "not in the catalogue: " << testing::PrintToString(row);
  }
}

TEST_F(RuleLanguagePage, ListsTheBuiltInRulesWithTheirParametersAndSlots) {
  std::multiset<std::vector<std::string>> rows;
  for (const MarkdownPage::Row& row : page_.rows) {
    if (row.section == "Built-in rules") rows.insert(row.cells);
  }
  const auto take = [&rows](const std::vector<std::string>& row) {
    const auto found = rows.find(row);
    EXPECT_TRUE(found != rows.end()) << "missing: " << testing::PrintToString(row);
    if (found != rows.end()) rows.erase(found);
  };
  const RE2 references(R"( \([0-9R][^)]*\))");  // to the sources the algorithms were made from
  for (const Builtin& builtin : AllBuiltins()) {
    take({Code(builtin.name), std::string(builtin.doc)});
    for (const Parameter& parameter : builtin.parameters) {
      std::string doc(parameter.doc);
      RE2::GlobalReplace(&doc, references, "");
      const std::string values = parameter.type == ParameterType::kCodes  ? "list of codes"
                                 : parameter.type == ParameterType::kFlag ? "`true`, `false`"
                                 : parameter.type == ParameterType::kNumber
                                     ? "whole number"
                                     : CodeList(parameter.choices);
      const std::string by_default =
          parameter.default_value.empty() ? "must be given" : Code(parameter.default_value);
      take({Code(parameter.name), values, by_default, doc});
    }
    for (const std::string_view variant : builtin.variants) {
      EXPECT_TRUE(page_.HasInCode(variant)) << variant;
    }
  }
  // What is left are the slots of rules and families of rules.
  for (const Builtin& builtin : AllBuiltins()) {
    std::vector<std::string> slots;
    for (const std::string_view slot : builtin.slots)
      slots.push_back("{" + std::string(slot) + "}");
    const std::string words = CodeList({slots.begin(), slots.end()});
    const bool told = std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
      for (std::string_view names = row[0]; !names.empty();) {
        const size_t end = std::min(names.find(", "), names.size());
        std::string name(names.substr(1, end - 2));
        names.remove_prefix(std::min(end + 2, names.size()));
        const bool family = name.ends_with('*');
        if (family) name.pop_back();
        const bool same = family ? builtin.name.starts_with(name) : builtin.name == name;
        if (same && row[1] == words) return true;
      }
      return false;
    });
    EXPECT_TRUE(told) << builtin.name << " has the slots " << words;
  }
}

std::string WithCommas(size_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

TEST_F(RuleLanguagePage, ListsTheCaps) {
  const std::vector<std::vector<std::string>> expected = {
      {"bytes of a file", WithCommas(kMaxFileBytes)},
      {"bytes of one text", WithCommas(kMaxScalarBytes)},
      {"levels of maps and lists in a file", WithCommas(kMaxDepth)},
      {"values of a file, aliases written out", WithCommas(kMaxNodes)},
      {"bytes of a message, or of a pattern", WithCommas(kMaxMessageBytes)},
      {"levels of conditions in conditions", WithCommas(kMaxConditionDepth)},
      {"conditions of one rule, named ones written out", WithCommas(kMaxConditions)},
      {"conditions of all rules, named ones written out", WithCommas(kMaxConditionsInAll)},
      {"codes of all rules, lists written out", WithCommas(kMaxCodesInAll)},
      {"rules of all rulesets", WithCommas(kMaxRules)},
      {"code lists and named conditions of all rulesets", WithCommas(kMaxNames)},
      {"overrides of all rulesets", WithCommas(kMaxOverrides)},
      {"rules that overrides select, counted for each of them", WithCommas(kMaxSelections)},
      {"sets of values that overrides give one rule's parameters", WithCommas(kMaxVariants)},
      {"ways in which overrides of one rule's parameters can meet", WithCommas(kMaxCombinations)},
      {"values of parameters, written out for all these ways", WithCommas(kMaxValuesInAll)},
      {"values that list parameters put among others in one rule", WithCommas(kMaxItemsPutIn)},
      {"claims of tests that extend one another", WithCommas(NamedClaims::kMaxExtensions)},
      {"problems reported in one run", WithCommas(kMaxDiagnostics)},
  };
  std::vector<std::vector<std::string>> listed;
  for (const MarkdownPage::Row& row : page_.rows) {
    if (row.section == "Caps") listed.push_back(row.cells);
  }
  EXPECT_EQ(listed, expected);
}

// A key or word of the language that the readers ask for must be told of.
TEST_F(RuleLanguagePage, NamesEveryKeyThatTheReadersAskFor) {
  const RE2 asked(R"re((?:Find|Require)\("([a-z_]+)"\)|key == "([a-z_]+)"|\{"([a-z_]+)", Op::)re");
  std::set<std::string> keys;
  for (const auto& entry : fs::directory_iterator("rules_engine/resolve")) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    const std::string text = ReadFile(entry.path());
    re2::StringPiece rest(text);
    for (std::string find, key, op; RE2::FindAndConsume(&rest, asked, &find, &key, &op);) {
      keys.insert(find + key + op);
    }
  }
  ASSERT_GT(keys.size(), 50u);
  for (const std::string& key : keys) {
    EXPECT_TRUE(page_.HasInCode(key)) << "the manual does not tell of the key `" << key << "`";
  }
}

}  // namespace
}  // namespace scrubline
