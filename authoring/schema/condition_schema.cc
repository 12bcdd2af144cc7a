// Conditions: every field of the catalogue with what it may be compared with, by its type.
#include "authoring/schema/schema_parts.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

// `$name`, a parameter of the rule, may stand wherever a value may.
constexpr char kParameter[] = R"(^\$[a-z][a-z0-9_]*$)";
constexpr char kName[] = "^[a-z][a-z0-9_]*$";

struct Word {
  const char* key;
  const char* doc;
};
constexpr Word kNumberWords[] = {{"equals", "This number."},
                                 {"at_least", "This number or more."},
                                 {"more_than", "More than this number."},
                                 {"at_most", "This number or less."},
                                 {"less_than", "Less than this number."}};
constexpr Word kDateWords[] = {{"equals", "On this day."},
                               {"before", "Before this day."},
                               {"on_or_before", "On this day or before it."},
                               {"after", "After this day."},
                               {"on_or_after", "On this day or after it."}};

// Questions about other items than the one in hand.
struct Query {
  const char* key;
  const char* schema;
  const char* doc;
};
constexpr Query kQueries[] = {
    {"with_line", "question", "Another service line exists that meets this."},
    {"without_line", "question", "No other service line meets this."},
    {"count_lines", "count", "How many lines meet this, the subject line included."},
    {"sum_units", "count", "The units of the lines that meet this, together."}};

Json QuestionKeys() {
  return Json{
      {"same", Documented(OneOrMore(Words({"service_date", "rendering_provider", "procedure_code",
                                           "place_of_service", "revenue_code", "modifiers",
                                           "first_pointed_diagnosis"})),
                          "What the other line must share with this one.")}};
}

template <size_t N>
Json Tests(const Word (&words)[N], const Json& value) {
  Json tests = Json::object();
  for (const Word& word : words) tests[word.key] = Documented(value, word.doc);
  Json between = ListOf(value, 2);
  between["maxItems"] = 2;
  tests["between"] =
      Documented(std::move(between), "From the first to the second; both belong to it.");
  return tests;
}

// What any field may be besides: there, or not there.
Json Presence() { return Json{{"enum", {"present", "missing"}}}; }

// A code, range, prefix or parameter, or the name of a list.
Json CodeItem(const SchemaNames& names) {
  return AnyOf({NameOf(names.lists, kName), TextLike(R"(^[A-Z0-9][A-Z0-9.]*(\*|-[A-Z0-9.]+)?$)"),
                TextLike(kParameter, /*numbers=*/false)});
}

Json CodesDefinition(bool sets) {
  Json tests = {{"none_of", Documented(OneOrMore(Ref("code_item")), "None of these.")},
                {"any_of", Documented(OneOrMore(Ref("code_item")), "One of these at least.")}};
  if (sets) {
    tests["all_of"] = Documented(OneOrMore(Ref("code_item")), "All of these.");
  } else {
    tests["matches"] = Documented(Ref("text"), "A pattern in RE2 syntax, found anywhere.");
    tests["table"] = Documented(
        Words({"ncci_aoc", "ncci_mue_practitioner", "ncci_mue_hospital", "ncci_mue_dme"}),
        "A published table, asked for the line's procedure code.");
    tests["type"] = Documented(Ref("number_value"), "Of an add-on code: 1, 2 or 3.");
    tests["limit"] = Documented(Ref("number_value"), "Units a day of the medically unlikely edit.");
    tests["adjudication_indicator"] = Documented(Ref("number_value"), "1 a line, 2 or 3 a day.");
  }
  return AnyOf({Presence(), OneOrMore(Ref("code_item")), Map(std::move(tests))});
}

Json TextsDefinition() {
  const Json item = AnyOf({Ref("list_name"), Ref("text")});
  return AnyOf({Presence(), OneOrMore(item),
                Map({{"matches", Documented(Ref("text"),
                                            "A pattern in RE2 syntax, found anywhere "
                                            "unless anchored.")},
                     {"any_of", OneOrMore(item)},
                     {"none_of", Documented(OneOrMore(item), "None of these.")}})});
}

// A number or several, or a map of comparisons.
Json NumberDefinition() {
  const Json number = TextLike(R"(^([0-9]+(\.[0-9]+)?|\$[a-z][a-z0-9_]*)$)");
  Json tests = Tests(kNumberWords, number);
  return AnyOf({OneOrMore(number), Map(std::move(tests))});
}

// Days as text, the name of a date field, perhaps with an offset, or a parameter.
Json DateBound() {
  std::string fields;
  for (const Field& field : AllFields()) {
    if (field.type != FieldType::kDate) continue;
    fields += "|";
    for (const char c : field.name) fields += c == '.' ? std::string("\\.") : std::string(1, c);
  }
  return TextLike(R"(^([0-9]{4}-[0-9]{2}-[0-9]{2}|\$[a-z][a-z0-9_]*|(today)" + fields +
                      R"()( [+-] [0-9]+ (day|month|year)s?)?)$)",
                  /*numbers=*/false);
}

std::string_view TypeName(FieldType type) {
  switch (type) {
    case FieldType::kCode:
    case FieldType::kDiagnosis:
      return "codes";
    case FieldType::kCodeSet:
    case FieldType::kDiagnosisSet:
      return "code_sets";
    case FieldType::kNumber:
    case FieldType::kMoney:
      return "numbers";
    case FieldType::kDate:
      return "dates";
    case FieldType::kText:
    case FieldType::kChoice:
      return "texts";
  }
  return "texts";
}

Json FieldSchema(const Field& field) {
  if (field.type != FieldType::kChoice) return Ref(TypeName(field.type));
  const Json word = AnyOf({Words(field.choices), TextLike(kParameter, /*numbers=*/false)});
  return AnyOf({Presence(), OneOrMore(word),
                Map({{"any_of", OneOrMore(word)}, {"none_of", OneOrMore(word)}})});
}

// The keys of a condition about an `of`: combinations, questions, fields.
Json ConditionKeys(const SchemaNames& names, Item of) {
  Json keys = {
      {"all", Documented(ListOf(Ref("condition"), 1), "All of these conditions hold.")},
      {"any", Documented(ListOf(Ref("condition"), 1), "One of these conditions holds at least.")},
      {"not", Documented(Ref("condition"), "This condition does not hold.")},
      {"condition", Documented(NameOf(names.conditions, kName), "A condition with a name.")}};
  const Json number = TextLike(R"(^([0-9]+|\$[a-z][a-z0-9_]*)$)");
  Json age = Tests(kNumberWords, number);
  age["under"] = Documented(number, "Younger than this.");
  age["over"] = Documented(number, "Older than this.");
  age["on"] = Documented(Ref("date_bound"), "The day: a date field, such as `service_date`.");
  keys["age"] = Documented(Map(std::move(age), {"on"}), "The patient's age in whole years.");
  Json days = Tests(kNumberWords, number);
  days["from"] = Documented(Ref("date_bound"), "A date field.");
  days["to"] = Documented(Ref("date_bound"), "A date field.");
  keys["days"] =
      Documented(Map(std::move(days), {"from", "to"}), "Days between two dates of the claim.");
  for (const Query& query : kQueries) keys[query.key] = Documented(Ref(query.schema), query.doc);
  for (const Field& field : AllFields()) {
    // Of fields of one name the item's own is meant.
    if (FindField(field.name, of) != &field) continue;
    keys[std::string(field.name)] = Documented(FieldSchema(field), field.doc);
  }
  return keys;
}

// A question about other items is a condition on them, with what relates them to the subject.
Json QuestionDefinition(const SchemaNames& names, Item over) {
  Json keys = ConditionKeys(names, over);
  keys.update(QuestionKeys());
  return Map(std::move(keys));
}

Json CountDefinition() {
  Json keys = Tests(kNumberWords, TextLike(R"(^([0-9]+(\.[0-9]+)?|\$[a-z][a-z0-9_]*)$)"));
  keys["where"] = Documented(Ref("question"), "Which of them.");
  keys.update(QuestionKeys());
  return Map(std::move(keys));
}

}  // namespace

Json ConditionDefinitions(const SchemaNames& names) {
  Json definitions;
  definitions["text"] = Json{{"type", {"string", "number", "boolean"}}};
  definitions["name"] = TextLike(kName, /*numbers=*/false);
  definitions["date"] = TextLike("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", /*numbers=*/false);
  definitions["date_bound"] = DateBound();
  definitions["list_name"] = NameOf(names.lists, kName);
  definitions["code_item"] = CodeItem(names);
  definitions["codes"] = CodesDefinition(/*sets=*/false);
  definitions["code_sets"] = CodesDefinition(/*sets=*/true);
  definitions["texts"] = TextsDefinition();
  definitions["number_value"] = NumberDefinition();
  definitions["numbers"] = AnyOf({Presence(), Ref("number_value")});
  definitions["dates"] =
      AnyOf({Presence(), OneOrMore(Ref("date_bound")), Map(Tests(kDateWords, Ref("date_bound")))});
  definitions["question"] = QuestionDefinition(names, Item::kLine);
  definitions["count"] = CountDefinition();
  // A rule about the claim has fewer fields; which it is, the schema does not look at.
  Json condition = Map(ConditionKeys(names, Item::kLine));
  condition["minProperties"] = 1;
  definitions["condition"] = std::move(condition);
  definitions["conditions"] = Json{{"type", "object"}, {"additionalProperties", Ref("condition")}};
  return definitions;
}

}  // namespace scrubline
