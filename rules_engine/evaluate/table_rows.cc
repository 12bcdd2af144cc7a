// Conditions that ask reference tables (kRow).
#include <algorithm>

#include "rules_engine/compile/column_test.h"
#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/evaluate/test_date.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

Truth FromBool(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

// Modifiers that bill one component of a service.
bool IsComponent(Code modifier) {
  return modifier == Code::Of("26") || modifier == Code::Of("TC") || modifier == Code::Of("53");
}

bool IsSet(FieldType type) {
  return type == FieldType::kCodeSet || type == FieldType::kDiagnosisSet;
}

}  // namespace

Date Conditions::RowDate(const GraphNode& node, ItemRef item, Code code) const {
  if (node.field_type == FieldType::kDiagnosis || node.field_type == FieldType::kDiagnosisSet) {
    for (size_t i = 0; i < claim_->diagnoses.size(); ++i) {
      const bool same = item.of == Item::kDiagnosis ? static_cast<size_t>(item.index) == i
                                                    : claim_->diagnoses[i].code == code;
      if (same) return DiagnosisTestDate(*claim_, i);
    }
  }
  const bool of_line = item.line != nullptr && node.field_of != Item::kClaim;
  return of_line ? item.line->service_date : ClaimTestDate(*claim_);
}

// Many rules ask one table about a line's procedure code: the answer is kept for the claim.
Conditions::RowAnswer Conditions::LookUp(const GraphNode& node, ItemRef item,
                                         const RowKey& key) const {
  if (item.of != Item::kLine || node.field != FieldId::kProcedureCode)
    return LookUpAnew(node, item, key);
  const ReferenceId id = ReferenceOf(node.table);
  std::vector<KeptRow>& kept = kept_rows_[static_cast<size_t>(id)];
  const auto line = static_cast<size_t>(item.index);
  if (kept.size() <= line) kept.resize(claim_->service_lines.size());
  KeptRow& row = kept[line];
  if (row.epoch != epoch_ || row.date != key.date)
    row = {epoch_, key.date, LookUpAnew(node, item, key)};
  return row.answer;
}

Conditions::RowAnswer Conditions::LookUpAnew(const GraphNode& node, ItemRef item,
                                             const RowKey& key) const {
  const ReferenceId id = ReferenceOf(node.table);
  const ReferenceTable& table = *program_->Reference(id);
  const bool by_component =
      id == ReferenceId::kPhysicianFeeSchedule || id == ReferenceId::kFeeSchedule;
  if (by_component && item.line != nullptr) {
    // The row of the component that the line bills, where there is one (domain 4.3).
    for (size_t i = 0; i < item.line->modifier_count; ++i) {
      const Code modifier = item.line->modifiers[i];
      if (!IsComponent(modifier)) continue;
      const TableKey component = TableKey::FromBits(key.key.bits() | modifier.bits() >> 40);
      const KeyId found = table.FindKey(component);
      const RowId row = table.FindRow(found, key.date);
      if (row != kNoRow) return {Listing::kListed, row, table.RowsOf(found).end};
    }
  }
  const KeyId found = table.FindKey(key.key);
  const ReferenceTable::Answer answer = table.LookUp(found, key.key, key.date);
  return {answer.listing, answer.row, table.RowsOf(found).end};
}

// The column holds what the field does; of a list of codes, one of them is a member of it.
Truth Conditions::SameAsColumn(const ReferenceTable& table, RowId row, const ColumnTest& test,
                               ItemRef item) const {
  const ColumnType type = table.schema().columns[static_cast<size_t>(test.column)].type;
  const Field& other = FieldOf(test.other_field, test.other_of);
  if (!IsPresent(other, *claim_, item)) {
    return IsSet(other.type) ? Truth::kFalse : Truth::kUnknown;
  }
  const auto holds = [&](std::string_view text) {
    if (type == ColumnType::kText) return table.TextAt(row, test.column) == text;
    const std::optional<TableKey> key = TableKey::Parse(text);
    if (!key.has_value()) return false;
    if (type == ColumnType::kCode) return table.KeyAt(row, test.column) == *key;
    const std::span<const KeyRange> ranges = table.CodesAt(row, test.column);
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const KeyRange& range) { return range.Contains(*key); });
  };
  const auto holds_code = [&](Code code) {
    char text[Code::kMaxLength];
    const int length = code.length();
    for (int i = 0; i < length; ++i) text[i] = code[i];
    return holds({text, static_cast<size_t>(length)});
  };
  if (other.type == FieldType::kText) {
    return FromBool(holds(ReadText(test.other_field, *claim_, item)));
  }
  if (!IsSet(other.type)) return FromBool(holds_code(ReadCode(test.other_field, *claim_, item)));
  bool any = false;
  ForEachCode(test.other_field, *claim_, item,
              [&](Code code) { return !(any = holds_code(code)); });
  return FromBool(any);
}

Truth Conditions::ColumnTruth(const ReferenceTable& table, RowId row, const ColumnTest& test,
                              ItemRef item) const {
  if (const std::optional<bool> known = ColumnHolds(table, row, test)) return FromBool(*known);
  NumberTest number = test.number;
  switch (test.kind) {
    case ColumnTest::Kind::kNumber:
      number.first = ReadNumber(test.other_field, *claim_, item);
      if (number.first == kUnset) return Truth::kUnknown;
      return FromBool(number.Holds(table.NumberAt(row, test.column)));
    case ColumnTest::Kind::kDate: {
      const Date other = ReadDateOf(test.other_field, item);
      if (!other.has_value()) return Truth::kUnknown;
      number.first = test.offset.AddTo(other).days();
      return FromBool(number.Holds(table.DateAt(row, test.column).days()));
    }
    default:
      return SameAsColumn(table, row, test, item);
  }
}

Truth Conditions::RowTruth(const GraphNode& node, ItemRef item, const RowKey& key) const {
  if (!key.present) return WithoutCode(node.field, item);
  const ReferenceTable* table = program_->Reference(ReferenceOf(node.table));
  if (table == nullptr || !key.date.has_value()) return Truth::kUnknown;
  const RowTest& test = program_->graph.row_tests[node.set];
  const RowAnswer answer = LookUp(node, item, key);
  if (answer.listing == Listing::kUnknown) return Truth::kUnknown;
  if (test.columns.empty()) return FromBool(test.listings >> static_cast<int>(answer.listing) & 1);
  if (answer.listing != Listing::kListed) return Truth::kFalse;
  // A table may hold several rows of a code at a time: a policy's groups, a provider's payers.
  Truth best = Truth::kFalse;
  for (RowId row = answer.row; row != answer.end && best != Truth::kTrue; ++row) {
    if (!table->dates(row).Contains(key.date) || table->release(row) != table->release(answer.row))
      continue;
    Truth all = Truth::kTrue;
    for (const ColumnTest& column : test.columns) {
      const Truth one = ColumnTruth(*table, row, column, item);
      if (one == Truth::kFalse) {
        all = one;
        break;
      }
      if (one == Truth::kUnknown) all = one;
    }
    if (all != Truth::kFalse) best = all;
  }
  return best;
}

Truth Conditions::Row(const GraphNode& node, ItemRef item) const {
  bool any[3] = {};  // by Truth
  ForEachRowKey(node, item, [&](const RowKey& key) {
    any[static_cast<size_t>(RowTruth(node, item, key))] = true;
  });
  const auto met = [&any](Truth truth) { return any[static_cast<size_t>(truth)]; };
  if (program_->graph.row_tests[node.set].every) {
    return met(Truth::kFalse)     ? Truth::kFalse
           : met(Truth::kUnknown) ? Truth::kUnknown
                                  : Truth::kTrue;
  }
  return met(Truth::kTrue) ? Truth::kTrue : met(Truth::kUnknown) ? Truth::kUnknown : Truth::kFalse;
}

}  // namespace scrubline
