// Conditions on published tables: `{table: mpfs, bilateral: ["0"]}`.
#include <algorithm>
#include <string>
#include <utility>

#include "rules_engine/resolve/condition_parts.h"
#include "rules_engine/resolve/condition_resolver.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Op = NumberTest::Op;

// What conditions may ask of NCCI's tables, which have forms of their own.
const std::vector<std::string_view>& NcciTables() {
  static const std::vector<std::string_view> tables = {"ncci_aoc", "ncci_mue_practitioner",
                                                       "ncci_mue_hospital", "ncci_mue_dme"};
  return tables;
}

bool IsNcciTable(std::string_view name) {
  return std::find(NcciTables().begin(), NcciTables().end(), name) != NcciTables().end();
}

std::string Joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

// The tables that are looked up by `field`.
std::vector<std::string_view> TablesOf(const Field& field) {
  std::vector<std::string_view> names;
  const std::string_view key = TableKeyOf(field);
  for (const ReferenceSchema& schema : AllReferenceSchemas()) {
    if (!key.empty() && schema.key == key) names.push_back(schema.name);
  }
  if (field.id == FieldId::kProcedureCode) {
    names.insert(names.end(), NcciTables().begin(), NcciTables().end());
  }
  return names;
}

}  // namespace

bool AsksTable(const Node& value) {
  return value.kind == Node::Kind::kMap && value.Find("table") != nullptr;
}

Condition ConditionResolver::TableIs(const Field& field, const Node& value,
                                     const Context& context) {
  const Node& table = *value.Find("table");
  const auto name = TextOf(table, "the name of a table", diagnostics_);
  if (!name) return {};
  const std::vector<std::string_view> tables = TablesOf(field);
  if (tables.empty()) {
    Report(diagnostics_, table, "no table is looked up by " + Quoted(field.name),
           "ask a table for a code, a provider or another identifier");
    return {};
  }
  if (std::find(tables.begin(), tables.end(), *name) != tables.end()) {
    if (IsNcciTable(*name)) return NcciTableIs(field, value);
    return RowIs(field, *FindReferenceSchema(*name), value, context);
  }
  if (const ReferenceSchema* other = FindReferenceSchema(*name)) {
    Report(diagnostics_, table,
           "the table " + Quoted(*name) + " is looked up by " + std::string(other->key) +
               ", not by " + Quoted(field.name),
           "by " + Quoted(field.name) + ": " + Joined(tables));
    return {};
  }
  std::string hint = DidYouMean(*name, tables);
  if (hint.empty()) hint = "by " + Quoted(field.name) + ": " + Joined(tables);
  Report(diagnostics_, table, "unknown table " + Quoted(*name), std::move(hint));
  return {};
}

Condition ConditionResolver::RowIs(const Field& field, const ReferenceSchema& schema,
                                   const Node& value, const Context& context) {
  Condition condition = About(Kind::kRow, field);
  RowTest& row = condition.row;
  row.table = schema.id;
  MapReader map(value, "a question to the table " + std::string(schema.name), diagnostics_);
  map.Find("table");
  const Node* listed = map.Find("listed");
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    if (const Node* node = map.Find(schema.columns[i].name)) {
      ReadColumn(schema, static_cast<int>(i), *node, context, row);
    }
  }
  const bool asks_columns = std::any_of(
      schema.columns.begin(), schema.columns.end(),
      [&value](const ReferenceColumn& column) { return value.Find(column.name) != nullptr; });
  map.Finish();
  if (listed != nullptr && asks_columns) {
    Report(diagnostics_, *listed, "`listed` beside columns",
           "columns are those of a row in force: leave `listed` out, or ask for it by itself");
  } else if (listed != nullptr) {
    row.listings = ReadListings(*listed);
  } else if (value.entries.size() == 1) {
    std::vector<std::string_view> columns;
    for (const ReferenceColumn& column : schema.columns) columns.push_back(column.name);
    Report(diagnostics_, value, "nothing is asked of the table " + std::string(schema.name),
           "write `listed: true`" +
               (columns.empty() ? "" : ", or what one of these must be: " + Joined(columns)));
  }
  return condition;
}

uint8_t ConditionResolver::ReadListings(const Node& node) {
  static const std::vector<std::string_view> words = {"true", "false", "ended", "not_yet", "never"};
  constexpr auto bit = [](Listing listing) {
    return static_cast<uint8_t>(1u << static_cast<int>(listing));
  };
  constexpr uint8_t kBits[] = {
      bit(Listing::kListed), bit(Listing::kEnded) | bit(Listing::kNotYet) | bit(Listing::kUnlisted),
      bit(Listing::kEnded), bit(Listing::kNotYet), bit(Listing::kUnlisted)};
  uint8_t listings = 0;
  for (const Node* item : OneOrMore(node)) {
    const auto word = WordOf(*item, "how a table may list a code", words, diagnostics_);
    if (word) listings = static_cast<uint8_t>(listings | kBits[*word]);
  }
  return listings;
}

void ConditionResolver::ReadColumn(const ReferenceSchema& schema, int column, const Node& node,
                                   const Context& context, RowTest& row) {
  const ReferenceColumn& about = schema.columns[static_cast<size_t>(column)];
  ColumnTest test;
  test.column = column;
  if (node.kind == Node::Kind::kScalar && (node.text == "present" || node.text == "missing") &&
      about.type != ColumnType::kFlag) {
    test.negated = node.text == "missing";
    row.columns.push_back(std::move(test));
    return;
  }
  switch (about.type) {
    case ColumnType::kCode:
    case ColumnType::kCodes:
    case ColumnType::kText:
      return ReadColumnValues(about, test, node, context, row);
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      return ReadColumnNumbers(about, test, node, context, row);
    case ColumnType::kDate:
      return ReadColumnDates(about, test, node, context, row);
    case ColumnType::kFlag:
      test.kind = ColumnTest::Kind::kFlag;
      if (const auto flag = FlagOf(node, diagnostics_)) {
        test.number.first = *flag ? 1 : 0;
        row.columns.push_back(std::move(test));
      }
      return;
  }
}

void ConditionResolver::ReadColumnValues(const ReferenceColumn& column, ColumnTest test,
                                         const Node& node, const Context& context, RowTest& row) {
  const auto add = [&](const Node& values, bool negated) {
    ColumnTest one = test;
    one.negated = negated;
    if (column.type == ColumnType::kText) {
      one.kind = ColumnTest::Kind::kTexts;
      const Field as_field{column.name, FieldId::kNone, Item::kClaim, FieldType::kText, column.doc};
      one.texts = codes_.ReadTexts(values, as_field, context.ruleset);
    } else {
      one.kind = ColumnTest::Kind::kCodes;
      one.codes = codes_.ReadSet(values, {}, context.ruleset);
    }
    row.columns.push_back(std::move(one));
  };
  if (node.kind != Node::Kind::kMap) return add(node, false);
  MapReader map(node, "a value of " + std::string(column.name), diagnostics_);
  if (const Node* any_of = map.Find("any_of")) add(*any_of, false);
  if (const Node* none_of = map.Find("none_of")) add(*none_of, true);
  if (const Node* other = map.Find("same_as")) {
    test.kind = ColumnTest::Kind::kSameAs;
    if (const Field* field = ReadOther(*other, context)) {
      switch (field->type) {
        case FieldType::kCode:
        case FieldType::kDiagnosis:
        case FieldType::kCodeSet:
        case FieldType::kDiagnosisSet:
        case FieldType::kText:
          break;
        default:
          Report(diagnostics_, *other, Quoted(other->text) + " is neither a code nor text",
                 "compare codes with codes and text with text");
      }
      test.other_field = field->id;
      test.other_of = field->of;
      row.columns.push_back(test);
    }
  }
  map.Finish();
  if (node.entries.empty()) {
    Report(diagnostics_, node, "an empty condition", "say what must hold, or delete it");
  }
}

void ConditionResolver::ReadColumnNumbers(const ReferenceColumn& column, ColumnTest test,
                                          const Node& node, const Context& context, RowTest& row) {
  const Field as_field{column.name, FieldId::kNone, Item::kClaim,
                       column.type == ColumnType::kMoney ? FieldType::kMoney : FieldType::kNumber,
                       column.doc};
  const auto read = [&](const Node& bound) { return ReadBound(as_field, bound, context); };
  std::vector<BoundTest> tests;
  if (node.kind == Node::Kind::kMap) {
    MapReader map(node, "a number", diagnostics_);
    tests = ReadNumberTests(map, diagnostics_, read);
    map.Finish();
    if (node.entries.empty()) {
      Report(diagnostics_, node, "no number to compare with", std::string(kNumberWords));
    }
  } else if (const auto bound = read(node)) {
    tests.push_back({{Op::kEquals, bound->value, 0}, bound->field});
  }
  test.kind = ColumnTest::Kind::kNumber;
  for (const BoundTest& bound : tests) {
    test.number = bound.test;
    test.other_field = bound.field == nullptr ? FieldId::kNone : bound.field->id;
    test.other_of = bound.field == nullptr ? Item::kClaim : bound.field->of;
    row.columns.push_back(test);
  }
}

void ConditionResolver::ReadColumnDates(const ReferenceColumn& column, ColumnTest test,
                                        const Node& node, const Context& context, RowTest& row) {
  test.kind = ColumnTest::Kind::kDate;
  Context inner = context;
  inner.subject = Item::kClaim;  // of a query the subject's dates are out of reach
  const auto add = [&](const Node& bound, Op op) {
    ColumnTest one = test;
    one.number.op = op;
    const bool literal = bound.kind != Node::Kind::kScalar || bound.text.empty() ||
                         (bound.text.front() >= '0' && bound.text.front() <= '9');
    if (literal) {
      const auto date = DateOf(bound, diagnostics_);
      if (!date) return;
      one.number.first = date->days();
    } else {
      const auto other = ReadDateBound(bound, inner);
      if (!other) return;
      one.other_field = other->field->id;
      one.other_of = other->field->of;
      one.offset = other->offset;
    }
    row.columns.push_back(std::move(one));
  };
  if (node.kind != Node::Kind::kMap) return add(node, Op::kEquals);
  MapReader map(node, "a day in " + std::string(column.name), diagnostics_);
  for (const DateWord& word : kDateWords) {
    if (const Node* bound = map.Find(word.key)) add(*bound, word.op);
  }
  map.Finish();
  if (node.entries.empty()) {
    Report(diagnostics_, node, "no date to compare with",
           "it needs one of equals, before, on_or_before, after or on_or_after");
  }
}

const Field* ConditionResolver::ReadOther(const Node& node, const Context& context) {
  if (!TextOf(node, "the name of a field", diagnostics_)) return nullptr;
  const Field* other = FindOther(node.text, context);
  if (other == nullptr) ReportUnknownField(node, context);
  return other;
}

Condition ConditionResolver::NcciTableIs(const Field& field, const Node& value) {
  MapReader map(value, "a table's column", diagnostics_);
  const std::string& table = map.Find("table")->text;
  std::vector<Condition> children;
  const auto read_column = [&](std::string_view key, TableColumn column, int64_t most) {
    const Node* node = map.Find(key);
    if (node == nullptr) return;
    Condition about;
    about.kind = Kind::kTable;
    about.field = FieldId::kProcedureCode;
    about.field_of = field.of;
    about.table = table;
    about.column = column;
    const auto read = [&](const Node& number) { return IntegerOf(number, 0, most, diagnostics_); };
    if (node->kind == Node::Kind::kMap) {
      MapReader numbers(*node, "a number", diagnostics_);
      const auto tests = ReadNumberTests(numbers, diagnostics_, read);
      numbers.Finish();
      children.push_back(AllOf(ForEachTest(about, tests)));
      return;
    }
    std::vector<BoundTest> tests;
    for (const Node* item : OneOrMore(*node)) {
      if (const auto number = read(*item)) tests.push_back({{Op::kEquals, *number, 0}});
    }
    std::vector<Condition> any = ForEachTest(about, tests);
    children.push_back(any.size() == 1 ? std::move(any.front())
                                       : MakeCondition(Kind::kAny, std::move(any)));
  };
  const bool add_on = table == "ncci_aoc";
  if (add_on) {
    read_column("type", TableColumn::kAddOnType, 3);
  } else {
    read_column("limit", TableColumn::kMueLimit, 1'000'000);
    read_column("adjudication_indicator", TableColumn::kMueAdjudicationIndicator, 3);
  }
  map.Finish();
  if (children.empty()) {
    Report(diagnostics_, value, "no column of the table is asked for",
           add_on ? "write `type: [\"1\"]`"
                  : "write `limit: {at_most: 1}` or `adjudication_indicator: [\"2\"]`");
  }
  return AllOf(std::move(children));
}

}  // namespace scrubline
