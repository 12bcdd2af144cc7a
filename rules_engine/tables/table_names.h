// rules_engine/tables/table_names.h — the tables there are, by name.
//
//   KindOfTable("ncci_mue_dme")     // TableKind::kMue; nullopt for a name that is not a table's
//
// Medicaid publishes its own NCCI files in Medicare's layouts; they are tables of their own.
// Tested by table_set_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TABLE_NAMES_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TABLE_NAMES_H_

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "rules_engine/tables/packed_file.h"
#include "rules_engine/tables/table_catalogue.h"

namespace scrubline {

struct TableName {
  std::string_view name;
  TableKind kind;
};

// Those with a packed form of their own; the reference tables are in table_catalogue.h.
inline constexpr std::array kTableNames = {
    TableName{"ncci_ptp_practitioner", TableKind::kPtp},
    TableName{"ncci_ptp_hospital", TableKind::kPtp},
    TableName{"ncci_mue_practitioner", TableKind::kMue},
    TableName{"ncci_mue_hospital", TableKind::kMue},
    TableName{"ncci_mue_dme", TableKind::kMue},
    TableName{"ncci_aoc", TableKind::kAddOn},
    TableName{"medicaid_ncci_ptp_practitioner", TableKind::kPtp},
    TableName{"medicaid_ncci_ptp_hospital", TableKind::kPtp},
    TableName{"medicaid_ncci_ptp_dme", TableKind::kPtp},
    TableName{"medicaid_ncci_mue_practitioner", TableKind::kMue},
    TableName{"medicaid_ncci_mue_hospital", TableKind::kMue},
    TableName{"medicaid_ncci_mue_dme", TableKind::kMue},
};

inline std::optional<TableKind> KindOfTable(std::string_view name) {
  for (const TableName& table : kTableNames) {
    if (table.name == name) return table.kind;
  }
  if (FindReferenceSchema(name) != nullptr) return TableKind::kReference;
  return std::nullopt;
}

inline std::vector<std::string_view> AllTableNames() {
  std::vector<std::string_view> names;
  for (const TableName& table : kTableNames) names.push_back(table.name);
  for (const ReferenceSchema& schema : AllReferenceSchemas()) names.push_back(schema.name);
  return names;
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TABLE_NAMES_H_
