#include "authoring/schema/schema.h"

#include <algorithm>
#include <utility>

#include "authoring/schema/schema_parts.h"

namespace scrubline {
namespace {

void SortUnique(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

// The keys of one kind of file, and what they may be.
Json KeysOf(SchemaKind kind) {
  switch (kind) {
    case SchemaKind::kRuleset:
      return Json{
          {"id", Documented(Ref("name"), "The ruleset's id: small letters, digits and `_`.")},
          {"version", Documented(Ref("text"), "Yours; shown, never compared.")},
          {"language", Documented(Json{{"enum", {1, "1"}}}, "The version of the rule language.")},
          {"title", Documented(Ref("text"), "What the ruleset is, in one line.")},
          {"layer", Documented(Ref("layer"),
                               "How far from the national edits it stands; higher "
                               "layers change what lower ones say.")},
          {"scope", Documented(Ref("scope"), "Which claims; what is not named binds nothing.")},
          {"effective", Documented(Ref("period"), "Dates of service it speaks about.")},
          {"required", Documented(Flag(),
                                  "The default for its rules: `false` where most claims "
                                  "rightly lack what they need.")},
          {"conditions", Documented(Ref("conditions"), "Named conditions.")}};
    case SchemaKind::kRules:
      return Json{{"rules", Documented(ListOf(Ref("rule")), "Rules.")},
                  {"lists", Documented(Ref("lists"), "Code lists, by name.")},
                  {"conditions", Documented(Ref("conditions"),
                                            "Named conditions, for use as "
                                            "`condition: NAME`.")},
                  {"overrides", Documented(ListOf(Ref("override")),
                                           "What this layer changes of the rules below it.")},
                  {"example_tables", Documented(Ref("example_tables"),
                                                "Rows of reference tables as csv, by the table's "
                                                "name, for the examples.")}};
    default:
      return Json{{"today", Documented(Ref("date"), "The day the tests run as of.")},
                  {"claims", Documented(Ref("claims"),
                                        "Claims by name, for the tests below and, in "
                                        "a file without tests, for those of the "
                                        "folder.")},
                  {"tests", Documented(ListOf(Ref("test")),
                                       "Claims with all findings they must "
                                       "give.")}};
  }
}

const std::vector<std::string>& RequiredOfRuleset() {
  static const std::vector<std::string> keys = {"id", "version", "language", "title", "layer"};
  return keys;
}

// A file of any kind: the first key that belongs to one kind alone says which.
Json AnyFile() {
  Json keys = KeysOf(SchemaKind::kRuleset);
  for (const SchemaKind kind : {SchemaKind::kRules, SchemaKind::kTests}) {
    const Json more = KeysOf(kind);
    for (const auto& [key, schema] : more.items()) keys[key] = schema;
  }
  Json file = Map(std::move(keys));
  const auto names = [](SchemaKind kind) {
    std::vector<std::string> keys_of;
    const Json of = KeysOf(kind);
    for (const auto& [key, schema] : of.items()) keys_of.push_back(key);
    return keys_of;
  };
  const auto when = [&](const std::vector<std::string>& any, SchemaKind kind,
                        const std::vector<std::string>& required) {
    std::vector<Json> one;
    for (const std::string& key : any) one.push_back(Json{{"required", {key}}});
    Json then = {{"propertyNames", {{"enum", names(kind)}}}};
    if (!required.empty()) then["required"] = required;
    return Json{{"if", AnyOf(std::move(one))}, {"then", std::move(then)}};
  };
  file["allOf"] = {
      when({"layer", "language", "version"}, SchemaKind::kRuleset, RequiredOfRuleset()),
      when({"rules", "lists", "overrides", "example_tables"}, SchemaKind::kRules, {}),
      when({"today", "claims", "tests"}, SchemaKind::kTests, {})};
  return file;
}

}  // namespace

SchemaNames CollectNames(std::span<const ParsedRuleset> parsed) {
  SchemaNames names;
  for (const ParsedRuleset& ruleset : parsed) {
    for (const ParsedRuleset::Named& list : ruleset.lists) names.lists.push_back(list.name->text);
    for (const ParsedRuleset::Named& condition : ruleset.conditions) {
      names.conditions.push_back(condition.name->text);
    }
    for (const NodePtr& rule : ruleset.rules) {
      const Node* id = rule->Find("id");
      if (id == nullptr || id->kind != Node::Kind::kScalar || id->text.empty()) continue;
      names.rules.push_back(id->text);
      // `NCCI.PTP.Q1` is of the families `NCCI.PTP` and `NCCI`, and of its own.
      for (size_t dot = id->text.size(); dot != std::string::npos && dot > 0;
           dot = id->text.rfind('.', dot - 1)) {
        names.families.push_back(id->text.substr(0, dot));
      }
    }
  }
  for (auto* list : {&names.lists, &names.conditions, &names.rules, &names.families}) {
    SortUnique(*list);
  }
  return names;
}

std::string MakeSchema(const SchemaNames& names, SchemaKind kind) {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Scrubline ruleset, language 1"}};
  const Json file = kind == SchemaKind::kAll       ? AnyFile()
                    : kind == SchemaKind::kRuleset ? Map(KeysOf(kind), RequiredOfRuleset())
                                                   : Map(KeysOf(kind));
  schema.update(file);
  Json definitions;
  for (const Json& part :
       {ConditionDefinitions(names), ClaimDefinitions(names), RuleDefinitions(names)}) {
    definitions.update(part);
  }
  schema["definitions"] = std::move(definitions);
  return schema.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// --- bricks ---

Json Ref(std::string_view definition) {
  return Json{{"$ref", "#/definitions/" + std::string(definition)}};
}

Json AnyOf(std::vector<Json> schemas) { return Json{{"anyOf", std::move(schemas)}}; }

Json TextLike(const std::string& pattern, bool numbers) {
  Json schema = {{"type", numbers ? Json{"string", "number"} : Json("string")}};
  if (!pattern.empty()) schema["pattern"] = pattern;
  return schema;
}

Json Words(const std::vector<std::string_view>& words) {
  std::string capitals;
  for (const std::string_view word : words) {
    capitals += capitals.empty() ? "^(" : "|";
    for (const char c : word) {
      capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return AnyOf({Json{{"enum", words}}, TextLike(capitals + ")$", /*numbers=*/false)});
}

Json ListOf(Json item, int least) {
  Json list = {{"type", "array"}, {"items", std::move(item)}};
  if (least > 0) list["minItems"] = least;
  return list;
}

Json OneOrMore(Json item) {
  Json list = ListOf(item, 1);
  return AnyOf({std::move(item), std::move(list)});
}

Json Flag() { return Json{{"enum", {true, false, "yes", "no"}}}; }

Json Map(Json properties, const std::vector<std::string>& required) {
  Json map = {
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) map["required"] = required;
  return map;
}

Json Documented(Json schema, std::string_view doc) {
  // Beside `$ref` draft-07 reads nothing, so the reference goes one level down.
  if (schema.contains("$ref")) schema = Json{{"allOf", Json::array({std::move(schema)})}};
  schema["description"] = doc;
  schema["markdownDescription"] = doc;
  return schema;
}

Json NameOf(const std::vector<std::string>& names, const std::string& pattern) {
  return names.empty() ? TextLike(pattern, /*numbers=*/false) : Json{{"enum", names}};
}

}  // namespace scrubline
