// Conditions: every field of the catalogue with what it may be compared with, by its type.
#include <algorithm>

#include "authoring/schema/schema_parts.h"
#include "rules_engine/fields.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {
namespace {

// `$name`, a parameter of the rule, may stand wherever a value may.
constexpr char kParameter[] = R"(^\$[a-z][a-z0-9_]*$)";
constexpr char kName[] = "^[a-z][a-z0-9_]*$";

struct Word {
  const char* key;
  const char* doc;
};
constexpr Word kNumberWords[] = {
    {"equals", "This number."},           {"not_equal", "Any other number."},
    {"at_least", "This number or more."}, {"more_than", "More than this number."},
    {"at_most", "This number or less."},  {"less_than", "Less than this number."}};
constexpr Word kDateWords[] = {{"equals", "On this day."},
                               {"before", "Before this day."},
                               {"on_or_before", "On this day or before it."},
                               {"after", "After this day."},
                               {"on_or_after", "On this day or after it."}};

constexpr Word kAggregates[] = {
    {"count_lines", "How many lines meet this, the subject line included."},
    {"count_days", "On how many days there are lines that meet this."},
    {"sum_units", "The units of the lines that meet this, together."},
    {"sum_charges", "The charges of the lines that meet this, together."},
    {"sum_minutes", "The minutes of the lines that meet this, together."}};

// What may be asked for beside the item in hand, by `with_` and `without_` and its word.
struct Asked {
  Item item;
  const char* word;
  const char* with;
  const char* without;
};
constexpr Asked kAsked[] = {
    {Item::kLine, "line", "Another service line exists that meets this.",
     "No other service line meets this."},
    {Item::kHistory, "history", "A line of an earlier claim exists that meets this.",
     "No line of an earlier claim meets this."},
    {Item::kDiagnosis, "diagnosis", "A diagnosis of the claim meets this.",
     "No diagnosis of the claim meets this."},
    {Item::kOccurrence, "occurrence", "An occurrence of the claim meets this.",
     "No occurrence of the claim meets this."},
    {Item::kOccurrenceSpan, "occurrence_span", "An occurrence span of the claim meets this.",
     "No occurrence span of the claim meets this."},
    {Item::kValueCode, "value_code", "A value code of the claim meets this.",
     "No value code of the claim meets this."},
    {Item::kOtherPayer, "other_payer", "Another payer of the claim meets this.",
     "No other payer of the claim meets this."},
    {Item::kAccumulator, "accumulator", "What was used of a yearly limit meets this.",
     "What was used of no yearly limit meets this."}};

// The definitions of a condition on such an item, and of a question for one.
std::string ConditionName(const Asked& asked) {
  return asked.item == Item::kLine ? "condition" : std::string(asked.word) + "_condition";
}
std::string QuestionName(const Asked& asked) {
  return asked.item == Item::kLine ? "question" : std::string(asked.word) + "_question";
}

// Where the other item must lie in time.
Json WindowKeys() {
  const Json number = TextLike(R"(^([0-9]+|\$[a-z][a-z0-9_]*)$)");
  const Json days = TextLike(R"(^(-?[0-9]+|\$[a-z][a-z0-9_]*)$)");
  return Json{
      {"within_days", Documented(number, "At most so many days before.")},
      {"within_months", Documented(number, "Before, by less than so many months.")},
      {"within_years", Documented(number, "Before, by less than so many years.")},
      {"within_calendar_months",
       Documented(number, "Before, its month at most so many months earlier, whatever the days.")},
      {"in_calendar_year", Documented(Flag(), "In the same calendar year.")},
      {"days_before", Documented(AnyOf({days, Map([&days] {
                                          Json tests = Json::object();
                                          for (const Word& word : kNumberWords) {
                                            tests[word.key] = Documented(days, word.doc);
                                          }
                                          tests["between"] = ListOf(days, 2);
                                          return tests;
                                        }())}),
                                 "So many days before; negative is after.")},
      {"on", Documented(Ref("date_bound"), "The date from which these look.")}};
}

Json RelationKeys(Item item) {
  Json keys = Json::object();
  if (item != Item::kLine && item != Item::kHistory && item != Item::kOccurrence &&
      item != Item::kOccurrenceSpan) {
    return keys;  // it has no date
  }
  keys = WindowKeys();
  if (item != Item::kLine && item != Item::kHistory) return keys;
  std::vector<std::string_view> words;
  for (int key = 0; key < kSameKeyCount; ++key) {
    words.push_back(ToString(static_cast<SameKey>(key)));
  }
  keys["same"] =
      Documented(OneOrMore(Words(words)), "What the other line must share with this one.");
  keys["differ"] = Documented(OneOrMore(Words(words)), "In what the other line must differ.");
  if (item == Item::kLine) {
    keys["earlier"] = Documented(Flag(), "Only lines that stand before this one.");
  }
  return keys;
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

// What a column of a reference table may be asked for.
Json ColumnSchema(const ReferenceColumn& column) {
  const Json presence = Json{{"enum", {"present", "missing"}}};
  switch (column.type) {
    case ColumnType::kFlag:
      return Flag();
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      return AnyOf({presence, Ref("number_bound"), Ref("number_tests")});
    case ColumnType::kDate: {
      Json tests = Json::object();
      for (const Word& word : kDateWords) tests[word.key] = Documented(Ref("date_bound"), word.doc);
      return AnyOf({presence, Ref("date_bound"), Map(std::move(tests))});
    }
    case ColumnType::kCode:
    case ColumnType::kCodes:
    case ColumnType::kText:
      break;
  }
  const Json item =
      column.type == ColumnType::kText ? AnyOf({Ref("list_name"), Ref("text")}) : Ref("code_item");
  return AnyOf({presence, OneOrMore(item),
                Map({{"any_of", Documented(OneOrMore(item), "One of these.")},
                     {"none_of", Documented(OneOrMore(item), "None of these.")},
                     {"same_as", Documented(Ref("text"), "What a field of the claim holds.")}})});
}

// A question to a table: which it is decides what may be asked.
Json TableDefinition() {
  std::vector<Json> tables;
  for (const ReferenceSchema& schema : AllReferenceSchemas()) {
    Json keys = {
        {"table", Documented(Words({schema.name}), schema.title)},
        {"listed", Documented(OneOrMore(AnyOf({Flag(), Words({"ended", "not_yet", "never"})})),
                              "Whether it lists the code on that day; if not, why.")}};
    for (const ReferenceColumn& column : schema.columns) {
      keys[std::string(column.name)] = Documented(ColumnSchema(column), column.doc);
    }
    tables.push_back(Map(std::move(keys), {"table"}));
  }
  const auto number = [](std::string_view doc) { return Documented(Ref("number_value"), doc); };
  tables.push_back(Map({{"table", Documented(Words({"ncci_aoc"}), "NCCI add-on codes.")},
                        {"type", number("Of an add-on code: 1, 2 or 3.")}},
                       {"table"}));
  tables.push_back(Map(
      {{"table", Documented(Words({"ncci_mue_practitioner", "ncci_mue_hospital", "ncci_mue_dme"}),
                            "NCCI medically unlikely edits.")},
       {"limit", number("Units a day of the medically unlikely edit.")},
       {"adjudication_indicator", number("1 a line, 2 or 3 a day.")}},
      {"table"}));
  return AnyOf(std::move(tables));
}

Json CodesDefinition(bool sets) {
  const Json codes = AnyOf({OneOrMore(Ref("code_item")), Ref("table_question")});
  Json tests = {{"none_of", Documented(codes, "None of these.")},
                {"any_of", Documented(codes, "One of these at least.")}};
  if (sets) {
    tests["all_of"] = Documented(codes, "All of these; of a question to a table: every member.");
    tests["count"] = Documented(Ref("number_tests"), "How many members there are.");
  } else {
    tests["matches"] = Documented(Ref("text"), "A pattern in RE2 syntax, found anywhere.");
    tests["same_as"] = Documented(Ref("text"), "The value of another field.");
  }
  return AnyOf(
      {Presence(), OneOrMore(Ref("code_item")), Map(std::move(tests)), Ref("table_question")});
}

Json TextsDefinition() {
  const Json item = AnyOf({Ref("list_name"), Ref("text")});
  return AnyOf({Presence(), OneOrMore(item), Ref("table_question"),
                Map({{"matches", Documented(Ref("text"),
                                            "A pattern in RE2 syntax, found anywhere "
                                            "unless anchored.")},
                     {"same_as", Documented(Ref("text"), "The value of another field.")},
                     {"any_of", OneOrMore(item)},
                     {"none_of", Documented(OneOrMore(item), "None of these.")}})});
}

// The names of fields of these types, as a pattern has them: `|units|charge_cents`.
std::string FieldsOf(std::initializer_list<FieldType> types) {
  std::string names;
  for (const Field& field : AllFields()) {
    if (std::find(types.begin(), types.end(), field.type) == types.end()) continue;
    names += "|";
    for (const char c : field.name) names += c == '.' ? std::string("\\.") : std::string(1, c);
  }
  return names;
}

// A number, a parameter, or the name of a field that has one.
Json NumberBound() {
  return TextLike(R"(^([0-9]+(\.[0-9]+)?|\$[a-z][a-z0-9_]*)" +
                  FieldsOf({FieldType::kNumber, FieldType::kMoney}) + ")$");
}

// Days as text, the name of a date field, perhaps with an offset, or a parameter.
Json DateBound() {
  return TextLike(R"(^([0-9]{4}-[0-9]{2}-[0-9]{2}|\$[a-z][a-z0-9_]*|(today)" +
                      FieldsOf({FieldType::kDate}) + R"()( [+-] [0-9]+ (day|month|year)s?)?)$)",
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
  // Yes and no may be written as YAML's own.
  const bool flag = field.choices.front() == "no";
  const Json word =
      AnyOf({flag ? Flag() : Words(field.choices), TextLike(kParameter, /*numbers=*/false)});
  return AnyOf({Presence(), OneOrMore(word),
                Map({{"any_of", OneOrMore(word)}, {"none_of", OneOrMore(word)}})});
}

// The keys of a condition on an item: combinations, questions, fields.
Json ConditionKeys(const SchemaNames& names, const Asked& asked) {
  const std::string same = ConditionName(asked);
  Json keys = {
      {"all", Documented(ListOf(Ref(same), 1), "All of these conditions hold.")},
      {"any", Documented(ListOf(Ref(same), 1), "One of these conditions holds at least.")},
      {"not", Documented(Ref(same), "This condition does not hold.")},
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
  if (asked.item == Item::kLine) {
    for (const Asked& other : kAsked) {
      keys["with_" + std::string(other.word)] = Documented(Ref(QuestionName(other)), other.with);
      keys["without_" + std::string(other.word)] =
          Documented(Ref(QuestionName(other)), other.without);
    }
    for (const Word& word : kAggregates) keys[word.key] = Documented(Ref("count"), word.doc);
  }
  for (const Field& field : AllFields()) {
    // Of fields of one name the item's own is meant.
    if (FindField(field.name, asked.item) != &field) continue;
    keys[std::string(field.name)] = Documented(FieldSchema(field), field.doc);
  }
  return keys;
}

Json CountDefinition() {
  Json keys = Tests(kNumberWords, NumberBound());
  keys["where"] = Documented(Ref("condition"), "Which of them.");
  keys["history"] = Documented(Flag(), "The lines of earlier claims are taken in.");
  keys.update(RelationKeys(Item::kLine));
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
  definitions["table_question"] = TableDefinition();
  Json rows = Json::object();
  for (const ReferenceSchema& schema : AllReferenceSchemas()) {
    rows[std::string(schema.name)] = Documented(Ref("text"), schema.title);
  }
  definitions["example_tables"] = Map(std::move(rows));
  definitions["number_bound"] = NumberBound();
  definitions["number_tests"] = Map(Tests(kNumberWords, NumberBound()));
  definitions["number_value"] = AnyOf({OneOrMore(NumberBound()), Ref("number_tests")});
  definitions["numbers"] = AnyOf({Presence(), Ref("number_value")});
  definitions["dates"] =
      AnyOf({Presence(), OneOrMore(Ref("date_bound")), Map(Tests(kDateWords, Ref("date_bound")))});
  // A rule about the claim has fewer fields; which it is, the schema does not look at.
  for (const Asked& asked : kAsked) {
    Json condition = Map(ConditionKeys(names, asked));
    condition["minProperties"] = 1;
    definitions[ConditionName(asked)] = std::move(condition);
    // A question is a condition, with what relates what it finds to the subject.
    Json keys = ConditionKeys(names, asked);
    keys.update(RelationKeys(asked.item));
    definitions[QuestionName(asked)] = Map(std::move(keys));
  }
  definitions["count"] = CountDefinition();
  definitions["conditions"] = Json{{"type", "object"}, {"additionalProperties", Ref("condition")}};
  return definitions;
}

}  // namespace scrubline
