// The schema's own form, and that it and the language have the same words. What it accepts and
// refuses is tried by tests/editor/.
#include "authoring/schema/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "rules_engine/builtins.h"
#include "rules_engine/fields.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {
namespace {

using nlohmann::json;

json Schema(const SchemaNames& names = {}, SchemaKind kind = SchemaKind::kAll) {
  return json::parse(MakeSchema(names, kind));
}

// Every `$ref` of the schema, wherever.
void CollectRefs(const json& node, std::set<std::string>& refs) {
  if (node.is_object()) {
    for (const auto& [key, value] : node.items()) {
      if (key == "$ref") refs.insert(value.get<std::string>());
      CollectRefs(value, refs);
    }
  } else if (node.is_array()) {
    for (const json& item : node) CollectRefs(item, refs);
  }
}

TEST(SchemaTest, EveryReferenceLeadsToADefinitionAndEveryDefinitionIsUsed) {
  const json schema = Schema();
  std::set<std::string> refs, definitions;
  CollectRefs(schema, refs);
  for (const auto& [name, of] : schema["definitions"].items()) {
    definitions.insert("#/definitions/" + name);
  }
  EXPECT_EQ(refs, definitions);
}

TEST(SchemaTest, HasEveryFieldWithItsMeaning) {
  const json definitions = Schema()["definitions"];
  constexpr std::string_view kConditions[] = {"condition",
                                              "condition",
                                              "history_condition",
                                              "diagnosis_condition",
                                              "occurrence_condition",
                                              "occurrence_span_condition",
                                              "value_code_condition",
                                              "other_payer_condition",
                                              "accumulator_condition"};
  for (const Field& field : AllFields()) {
    const std::string name(field.name);
    const json& condition =
        definitions[std::string(kConditions[static_cast<size_t>(field.of)])]["properties"];
    ASSERT_TRUE(condition.contains(name)) << name;
    EXPECT_FALSE(condition[name]["markdownDescription"].get<std::string>().empty()) << name;
  }
}

TEST(SchemaTest, HasEveryBuiltInWithItsParameters) {
  const json rule = Schema()["definitions"]["rule"];
  ASSERT_EQ(rule["allOf"].size(), AllBuiltins().size());
  for (size_t i = 0; i < AllBuiltins().size(); ++i) {
    const Builtin& builtin = AllBuiltins()[i];
    const json& one = rule["allOf"][i];
    EXPECT_EQ(one["if"]["properties"]["use"]["const"], builtin.name);
    const json& parameters = one["then"]["properties"]["parameters"]["properties"];
    EXPECT_EQ(parameters.size(), builtin.parameters.size());
    for (const Parameter& parameter : builtin.parameters) {
      EXPECT_TRUE(parameters.contains(std::string(parameter.name))) << parameter.name;
    }
  }
}

TEST(SchemaTest, NamesAreOffered) {
  const json schema = Schema({{"visits"}, {"by_telehealth"}, {"ACME.EM.25"}, {"ACME", "ACME.EM"}});
  const json& of = schema["definitions"];
  EXPECT_EQ(of["list_name"]["enum"], json({"visits"}));
  EXPECT_THAT(of["condition"]["properties"]["condition"].dump(),
              testing::HasSubstr("\"by_telehealth\""));
  EXPECT_THAT(of["override"]["properties"]["select"].dump(), testing::HasSubstr("\"ACME.EM.25\""));
  EXPECT_THAT(of["override"]["properties"]["select"].dump(), testing::HasSubstr("\"ACME.EM\""));
  EXPECT_THAT(of["expected_finding"].dump(), testing::HasSubstr("\"ACME.EM.25\""));
}

TEST(SchemaTest, NamesAreThoseOfTheFiles) {
  const MemoryFileSource files(std::map<std::string, std::string>{
      {"world/acme/ruleset.yaml", "id: acme"},
      {"world/acme/rules.yaml",
       "rules: [{id: ACME.EM.25}, {id: ACME.UNITS}, {title: unnamed}]\n"
       "lists: {visits: {}}\nconditions: {by_telehealth: {}}\n"}});
  Diagnostics ignored;
  const auto parsed = ParseRulesets("world", files, ignored);
  ASSERT_TRUE(parsed.ok());
  const SchemaNames names = CollectNames(*parsed);
  EXPECT_THAT(names.rules, testing::ElementsAre("ACME.EM.25", "ACME.UNITS"));
  EXPECT_THAT(names.families, testing::ElementsAre("ACME", "ACME.EM", "ACME.EM.25", "ACME.UNITS"));
  EXPECT_THAT(names.lists, testing::ElementsAre("visits"));
  EXPECT_THAT(names.conditions, testing::ElementsAre("by_telehealth"));
}

// A key that the schema has and the language has not is reported when the file is loaded.
TEST(SchemaTest, TheLanguageHasTheKeysOfTheSchema) {
  const json of = Schema()["definitions"];
  const auto unknown = [](const std::string& text) {
    const MemoryFileSource files(std::map<std::string, std::string>{
        {"world/acme/ruleset.yaml",
         "{id: acme, version: '1', language: 1, title: A, layer: national}"},
        {"world/acme/rules.yaml", text}});
    Diagnostics diagnostics;
    EXPECT_FALSE(LoadRulesets("world", files, diagnostics).ok());
    std::string found;
    for (const Diagnostic& diagnostic : diagnostics) {
      const bool about = diagnostic.message.starts_with("unknown key") ||
                         diagnostic.message.starts_with("unknown field");
      if (about) found += diagnostic.message + "\n";
    }
    return found;
  };
  const auto keys = [](const json& map) {
    std::string text;
    for (const auto& [key, schema] : map["properties"].items()) text += key + ": [],\n";
    return "{" + text + "}";
  };
  EXPECT_EQ(unknown("rules: [" + keys(of["rule"]) + "]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, when: " + keys(of["condition"]) + "}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, when: {with_line: " + keys(of["question"]) + "}}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, with_history: " + keys(of["history_question"]) + "}]"), "");
  for (const std::string item :
       {"diagnosis", "occurrence", "occurrence_span", "value_code", "other_payer", "accumulator"}) {
    EXPECT_EQ(unknown("rules: [{id: A.B, when: {with_" + item + ": " +
                      keys(of[item + "_question"]) + "}}]"),
              "");
  }
  EXPECT_EQ(unknown("rules: [{id: A.B, when: {count_lines: " + keys(of["count"]) + "}}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, fix: [" + keys(of["fix"]) + "]}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, source: " + keys(of["source"]) + "}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, denial: " + keys(of["denial"]) + "}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, effective: " + keys(of["period"]) + "}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, examples: [" + keys(of["example"]) + "]}]"), "");
  EXPECT_EQ(unknown("rules: [{id: A.B, examples: [{fires: " + keys(of["example_claim"]) + "}]}]"),
            "");
  EXPECT_EQ(unknown("overrides: [" + keys(of["override"]) + "]"), "");
  EXPECT_NE(unknown("overrides: [{ids: A}]"), "");
}

}  // namespace
}  // namespace scrubline
