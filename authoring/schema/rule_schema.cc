// Rules, overrides and what they are made of.
#include "authoring/schema/schema_parts.h"
#include "rules_engine/builtins.h"
#include "rules_engine/fields.h"
#include "rules_engine/finding.h"

namespace scrubline {
namespace {

const std::vector<std::string_view>& LinesOfBusiness() {
  static const std::vector<std::string_view> words =
      FindField("payer.line_of_business", Item::kClaim)->choices;
  return words;
}

Json SeverityWords() {
  std::vector<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Severity::kInfo); ++i) {
    words.push_back(ToString(static_cast<Severity>(i)));
  }
  return Words(words);
}

Json LayerWords() {
  std::vector<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(Layer::kProvider); ++i) {
    words.push_back(ToString(static_cast<Layer>(i)));
  }
  return Words(words);
}

// One severity, or one for each line of business.
Json SeverityOfRule() {
  Json by_line = {{"default", Documented(Ref("severity"), "Where no other line says.")}};
  for (const std::string_view line : LinesOfBusiness())
    by_line[std::string(line)] = Ref("severity");
  return AnyOf({Ref("severity"), Map(std::move(by_line), {"default"})});
}

Json ScopeSchema(bool fine) {
  Json keys = {
      {"line_of_business", Documented(OneOrMore(Words(LinesOfBusiness())), "Lines of business.")},
      {"payers", Documented(OneOrMore(Ref("text")), "Payer ids.")},
      {"plans", Documented(OneOrMore(Ref("text")), "Plan ids.")},
      {"tenants", Documented(OneOrMore(Ref("text")), "Practices or customers.")},
      {"claim_types",
       Documented(OneOrMore(Words(FindField("type", Item::kClaim)->choices)), "Kinds of claim.")},
      {"states", Documented(OneOrMore(Ref("text")), "States of the billing provider.")},
      {"npis", Documented(OneOrMore(Ref("text")), "Rendering providers.")},
      {"tax_ids", Documented(OneOrMore(Ref("text")), "Tax ids of the billing provider.")}};
  if (fine) {
    keys["places_of_service"] =
        Documented(OneOrMore(Ref("text")), "Places of service of the line.");
  }
  return Map(std::move(keys));
}

Json FixSchema() {
  Json fields = Json::object();
  for (const Field& field : AllFields()) fields[std::string(field.name)] = Ref("text");
  return Map({{"add_modifier", Documented(Ref("text"), "Add this modifier.")},
              {"remove_modifier", Documented(Ref("text"), "Take this modifier off.")},
              {"replace_code", Documented(Ref("text"), "Bill this code instead.")},
              {"add_line", Documented(Ref("text"), "Add a line with this code.")},
              {"remove_line", Documented(Flag(), "Take the line off the claim.")},
              {"set_units", Documented(Ref("text"), "Bill this number of units.")},
              {"set_field", Documented(Map(std::move(fields)), "Set a field: `{FIELD: value}`.")},
              {"review", Documented(Ref("text"), "What to look at.")},
              {"if_documented",
               Documented(Ref("text"), "What the record must show; the fix becomes a question.")},
              {"text", Documented(Ref("text"), "In place of the sentence made from the rest.")},
              {"on", Documented(Words({"line", "with_line"}), "Which line it is for.")}});
}

Json BuiltinParameter(const Parameter& parameter) {
  switch (parameter.type) {
    case ParameterType::kChoice:
      return Words(parameter.choices);
    case ParameterType::kFlag:
      return Flag();
    case ParameterType::kCodes:
      return AnyOf({Ref("code_item"), ListOf(Ref("code_item"))});
    case ParameterType::kNumber:
      return Json{{"type", "integer"}, {"minimum", parameter.least}, {"maximum", parameter.most}};
  }
  return Ref("text");
}

std::string DocOf(const Parameter& parameter) {
  std::string doc(parameter.doc);
  if (!parameter.default_value.empty()) {
    doc += "; default `" + std::string(parameter.default_value) + "`";
  }
  return doc;
}

// The parameters of a built-in, in its rule or (`changes`) in an override.
Json BuiltinParameters(const Builtin& builtin, bool changes) {
  Json keys = Json::object();
  for (const Parameter& parameter : builtin.parameters) {
    Json value = BuiltinParameter(parameter);
    if (changes && parameter.type == ParameterType::kCodes) {
      value = AnyOf({value, Map({{"add", Documented(value, "These too.")},
                                 {"remove", Documented(value, "Without these.")}})});
    }
    keys[std::string(parameter.name)] = Documented(std::move(value), DocOf(parameter));
  }
  return Map(std::move(keys));
}

Json RuleSchema() {
  std::vector<std::string_view> builtins;
  for (const Builtin& builtin : AllBuiltins()) builtins.push_back(builtin.name);
  Json rule = Map(
      {{"id", Documented(TextLike(R"(^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)*$)", /*numbers=*/false),
                         "Words of capital letters, digits and `_` with dots between; up to the "
                         "last dot it is the rule's family.")},
       {"title", Documented(Ref("text"), "What must be so, in one line.")},
       {"severity", Documented(SeverityOfRule(),
                               "`reject` (the front end turns it away), `deny`, `warn`, "
                               "`advise`, `info`; or by line of business.")},
       {"for", Documented(Words({"line", "claim"}), "Tried on each service line, or once.")},
       {"when", Documented(Ref("condition"), "The condition.")},
       {"with_line", Documented(Ref("question"), "Another service line exists that meets this.")},
       {"without_line", Documented(Ref("question"), "No other service line meets this.")},
       {"with_history",
        Documented(Ref("history_question"), "A line of an earlier claim exists that meets this.")},
       {"without_history",
        Documented(Ref("history_question"), "No line of an earlier claim meets this.")},
       {"with_diagnosis",
        Documented(Ref("diagnosis_question"), "A diagnosis of the claim meets this.")},
       {"without_diagnosis",
        Documented(Ref("diagnosis_question"), "No diagnosis of the claim meets this.")},
       {"with_occurrence",
        Documented(Ref("occurrence_question"), "An occurrence of the claim meets this.")},
       {"without_occurrence",
        Documented(Ref("occurrence_question"), "No occurrence of the claim meets this.")},
       {"with_occurrence_span",
        Documented(Ref("occurrence_span_question"), "An occurrence span of the claim meets this.")},
       {"without_occurrence_span",
        Documented(Ref("occurrence_span_question"), "No occurrence span of the claim meets this.")},
       {"with_value_code",
        Documented(Ref("value_code_question"), "A value code of the claim meets this.")},
       {"without_value_code",
        Documented(Ref("value_code_question"), "No value code of the claim meets this.")},
       {"with_other_payer",
        Documented(Ref("other_payer_question"), "Another payer of the claim meets this.")},
       {"without_other_payer",
        Documented(Ref("other_payer_question"), "No other payer of the claim meets this.")},
       {"with_accumulator",
        Documented(Ref("accumulator_question"), "What was used of a yearly limit meets this.")},
       {"without_accumulator",
        Documented(Ref("accumulator_question"), "What was used of no yearly limit meets this.")},
       {"unless", Documented(Ref("condition"), "The exception: there the rule is bypassed.")},
       {"parameters",
        Documented(Json{{"type", "object"}}, "Named values that other layers may set.")},
       {"use",
        Documented(Json{{"enum", builtins}}, "A built-in algorithm in place of conditions.")},
       {"message", Documented(AnyOf({Ref("text"), Json{{"type", "object"}}}),
                              "One sentence for a biller, with values in braces: "
                              "`{procedure_code}`, `{with_line.procedure_code}`.")},
       {"fix", Documented(OneOrMore(Ref("fix")), "What may be done, best first.")},
       {"denial", Documented(Ref("denial"), "The adjustment and remark codes it prevents.")},
       {"source", Documented(Ref("source"), "The published text it follows.")},
       {"owner", Documented(Ref("text"), "Who answers for it.")},
       {"effective", Documented(Ref("period"), "When; both days belong to it.")},
       {"date_basis", Documented(Ref("date_basis"), "Which date `effective` speaks of.")},
       {"required", Documented(Flag(),
                               "`false`: a claim without what the rule needs is not "
                               "INCOMPLETE for it.")},
       {"locked", Documented(Flag(), "No higher layer may suppress or weaken it.")},
       {"examples", Documented(OneOrMore(Ref("example")),
                               "Claims on which it fires, stays clear, is bypassed or is not "
                               "evaluated.")}},
      {"id", "title", "severity", "message"});
  Json cases = Json::array();
  for (const Builtin& builtin : AllBuiltins()) {
    Json then = {{"properties", {{"parameters", BuiltinParameters(builtin, false)}}}};
    cases.push_back(
        {{"if", {{"required", {"use"}}, {"properties", {{"use", {{"const", builtin.name}}}}}}},
         {"then", std::move(then)}});
  }
  rule["allOf"] = std::move(cases);
  return rule;
}

Json OverrideSchema(const SchemaNames& names) {
  Json parameters = Json::object();
  for (const Builtin& builtin : AllBuiltins()) {
    const Json of = BuiltinParameters(builtin, true);
    for (const auto& [key, schema] : of["properties"].items()) {
      parameters[key] = parameters.contains(key) && parameters[key] != schema
                            ? Json{{"description", "A built-in's parameter."}}
                            : schema;
    }
  }
  Json select =
      Map({{"rule", Documented(NameOf(names.rules, ""), "One rule, by its id.")},
           {"family", Documented(NameOf(names.families, ""), "All rules whose ids begin so.")},
           {"all", Documented(Flag(), "All rules of this and of lower layers.")},
           {"codes",
            Documented(OneOrMore(Ref("code_item")), "Only findings on lines with these codes.")},
           {"pair", Documented(ListOf(Ref("text"), 2), "Only this PTP pair, column 1 first.")}});
  // Those of YAML rules have names of their own.
  Json changes = {{"type", "object"}, {"properties", std::move(parameters)}};
  return Map(
      {{"id", Documented(Ref("text"), "Which override.")},
       {"reason", Documented(Ref("text"), "Why.")},
       {"owner", Documented(Ref("text"), "Who answers for it.")},
       {"revision", Documented(Ref("text"), "Of two from one day: which is later.")},
       {"select", Documented(std::move(select), "Which rules, and which of their findings.")},
       {"suppress", Documented(Flag(), "Turns the rule off.")},
       {"enable", Documented(Flag(), "Turns it on again.")},
       {"severity", Documented(Ref("severity"), "Another severity.")},
       {"parameters", Documented(std::move(changes),
                                 "Other values: one, or for a list `{add: "
                                 "[...], remove: [...]}`.")},
       {"exempt_when", Documented(Ref("condition"), "What it holds for is bypassed.")},
       {"scope",
        Documented(ScopeSchema(/*fine=*/true), "Which claims, within the ruleset's own scope.")},
       {"effective", Documented(Ref("period"), "When.")},
       {"date_basis", Documented(Ref("date_basis"), "Which date `effective` speaks of.")}},
      {"id", "reason", "owner", "select"});
}

}  // namespace

Json RuleDefinitions(const SchemaNames& names) {
  Json definitions;
  definitions["severity"] = SeverityWords();
  definitions["layer"] = LayerWords();
  definitions["date_basis"] = Words({"service_date", "submitted_date", "received_date"});
  definitions["period"] = Map({{"from", Documented(Ref("date"), "The first day.")},
                               {"to", Documented(Ref("date"), "The last day.")}});
  definitions["scope"] = ScopeSchema(/*fine=*/false);
  definitions["source"] = Map({{"title", Ref("text")},
                               {"section", Ref("text")},
                               {"url", Documented(Ref("text"), "Where it is published.")}},
                              {"title"});
  definitions["denial"] =
      Map({{"carc", Documented(OneOrMore(Ref("text")), "Claim adjustment reason codes.")},
           {"rarc", Documented(OneOrMore(Ref("text")), "Remittance advice remark codes.")}});
  const Json code = TextLike("^[A-Z0-9]");
  definitions["lists"] = Json{
      {"type", "object"},
      {"propertyNames", {{"pattern", "^[a-z][a-z0-9_]*$"}}},
      {"additionalProperties", Map({{"title", Documented(Ref("text"), "What the codes are.")},
                                    {"source", AnyOf({Ref("text"), Map({{"title", Ref("text")},
                                                                        {"section", Ref("text")},
                                                                        {"url", Ref("text")}})})},
                                    {"codes", Documented(OneOrMore(code),
                                                         "Codes, ranges `99202-99215` and prefixes "
                                                         "`J9*`.")}},
                                   {"codes"})}};
  definitions["fix"] = FixSchema();
  definitions["rule"] = RuleSchema();
  definitions["override"] = OverrideSchema(names);
  return definitions;
}

}  // namespace scrubline
