#include "rules_engine/compile/column_test.h"

#include <algorithm>
#include <utility>

#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;

constexpr size_t kMostTriggerCodes = 8'000;

// Whether the ranges hold a code of the set.
bool Meet(std::span<const KeyRange> ranges, const CodeSet& codes) {
  return std::any_of(ranges.begin(), ranges.end(), [&codes](const KeyRange& range) {
    const auto from = std::lower_bound(codes.singles().begin(), codes.singles().end(),
                                       Code::FromBits(range.first.bits()));
    if (from != codes.singles().end() && TableKey::Of(*from) <= range.last) return true;
    return std::any_of(codes.ranges().begin(), codes.ranges().end(), [&](const auto& wanted) {
      return range.first == range.last
                 ? CodeSet::InRange(wanted, Code::FromBits(range.first.bits()))
                 : TableKey::Of(wanted.first) <= range.last &&
                       range.first <= TableKey::Of(wanted.last);
    });
  });
}

bool MayPass(const ReferenceTable& table, RowId row, const RowTest& test) {
  return std::all_of(test.columns.begin(), test.columns.end(), [&](const ColumnTest& column) {
    return ColumnHolds(table, row, column).value_or(true);
  });
}

// The procedure code of a key: its own, or what stands before a component.
Code ProcedureOf(TableKey key) {
  constexpr uint64_t kFiveBytes = 0xFFFFFFFFFF000000;
  return Code::FromBits(key.bits() & kFiveBytes);
}

std::optional<TableTrigger> OfRow(const Condition& condition, const TableSet& tables) {
  const RowTest& test = condition.row;
  const bool asks_codes = condition.field == FieldId::kProcedureCode &&
                          condition.field_of == Item::kLine && !test.columns.empty();
  const ReferenceTable* table =
      asks_codes ? tables.reference(ReferenceSchemaOf(test.table).name) : nullptr;
  if (table == nullptr || table->info().sample) return std::nullopt;
  TableTrigger trigger;
  trigger.table = test.table;
  for (KeyId key = 1; key <= table->key_count(); ++key) {
    const ReferenceTable::Rows rows = table->RowsOf(key);
    for (RowId row = rows.begin; row != rows.end; ++row) {
      if (!MayPass(*table, row, test)) continue;
      trigger.codes.Add(ProcedureOf(table->key(key)));
      break;
    }
  }
  trigger.codes.Seal();
  if (trigger.codes.singles().size() > kMostTriggerCodes) return std::nullopt;
  return trigger;
}

}  // namespace

bool IsColumnAbsent(const ReferenceTable& table, RowId row, int column) {
  switch (table.schema().columns[static_cast<size_t>(column)].type) {
    case ColumnType::kCode:
      return table.KeyAt(row, column).empty();
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      return table.NumberAt(row, column) == kUnset;
    case ColumnType::kDate:
      return !table.DateAt(row, column).has_value();
    case ColumnType::kText:
      return table.TextAt(row, column).empty();
    case ColumnType::kCodes:
      return table.CodesAt(row, column).empty();
    case ColumnType::kFlag:
      return false;
  }
  return true;
}

std::optional<bool> ColumnHolds(const ReferenceTable& table, RowId row, const ColumnTest& test) {
  const int column = test.column;
  const ColumnType type = table.schema().columns[static_cast<size_t>(column)].type;
  switch (test.kind) {
    case ColumnTest::Kind::kCodes: {
      const bool in = type == ColumnType::kCodes ? Meet(table.CodesAt(row, column), test.codes)
                                                 : test.codes.Contains(table.CodeAt(row, column));
      return in != test.negated;
    }
    case ColumnTest::Kind::kTexts:
      return test.texts.Contains(table.TextAt(row, column)) != test.negated;
    case ColumnTest::Kind::kPresent:
      return IsColumnAbsent(table, row, column) == test.negated;
    case ColumnTest::Kind::kFlag:
      return table.FlagAt(row, column) == (test.number.first != 0);
    case ColumnTest::Kind::kNumber:
      if (IsColumnAbsent(table, row, column)) return false;
      if (test.other_field != FieldId::kNone) return std::nullopt;
      return test.number.Holds(table.NumberAt(row, column));
    case ColumnTest::Kind::kDate:
      if (IsColumnAbsent(table, row, column)) return false;
      if (test.other_field != FieldId::kNone) return std::nullopt;
      return test.number.Holds(table.DateAt(row, column).days());
    case ColumnTest::Kind::kSameAs:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<TableTrigger> FindTableTrigger(const Condition& condition, const TableSet& tables) {
  if (condition.kind == Kind::kRow) return OfRow(condition, tables);
  if (condition.kind != Kind::kAll) return std::nullopt;
  std::optional<TableTrigger> best;
  for (const Condition& child : condition.children) {
    std::optional<TableTrigger> one = FindTableTrigger(child, tables);
    if (!one.has_value()) continue;
    if (!best.has_value() || one->codes.singles().size() < best->codes.singles().size()) {
      best = std::move(one);
    }
  }
  return best;
}

}  // namespace scrubline
