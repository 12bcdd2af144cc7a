// rules_engine/compile/table_slots.h — the tables that rules may read, as small numbers.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rules_engine/tables/table_catalogue.h"

namespace scrubline {

enum class TableSlot : uint8_t {
  kPtpPractitioner,
  kPtpHospital,
  kMedicaidPtpPractitioner,
  kMedicaidPtpHospital,
  kMuePractitioner,
  kMueHospital,
  kMueDme,
  kMedicaidMuePractitioner,
  kMedicaidMueHospital,
  kMedicaidMueDme,
  kAddOn,
  kFirstReference,  // the reference tables, by ReferenceId
};
inline constexpr int kFirstReferenceSlot = static_cast<int>(TableSlot::kFirstReference);
inline constexpr int kTableSlotCount = kFirstReferenceSlot + kReferenceCount;
inline constexpr int kPtpSlotCount = 4;
inline constexpr int kMueSlotCount = 6;

inline constexpr std::array<std::string_view, kFirstReferenceSlot> kTableSlotNames = {
    "ncci_ptp_practitioner",
    "ncci_ptp_hospital",
    "medicaid_ncci_ptp_practitioner",
    "medicaid_ncci_ptp_hospital",
    "ncci_mue_practitioner",
    "ncci_mue_hospital",
    "ncci_mue_dme",
    "medicaid_ncci_mue_practitioner",
    "medicaid_ncci_mue_hospital",
    "medicaid_ncci_mue_dme",
    "ncci_aoc",
};

constexpr TableSlot SlotOf(ReferenceId id) {
  return static_cast<TableSlot>(kFirstReferenceSlot + static_cast<int>(id));
}
// REQUIRES: a slot of a reference table.
constexpr ReferenceId ReferenceOf(TableSlot slot) {
  return static_cast<ReferenceId>(static_cast<int>(slot) - kFirstReferenceSlot);
}

inline std::string_view TableName(TableSlot slot) {
  if (slot >= TableSlot::kFirstReference) return ReferenceSchemaOf(ReferenceOf(slot)).name;
  return kTableSlotNames[static_cast<size_t>(slot)];
}

inline std::optional<TableSlot> FindTableSlot(std::string_view name) {
  for (size_t i = 0; i < kTableSlotNames.size(); ++i) {
    if (kTableSlotNames[i] == name) return static_cast<TableSlot>(i);
  }
  if (const ReferenceSchema* schema = FindReferenceSchema(name)) return SlotOf(schema->id);
  return std::nullopt;
}

constexpr int PtpIndex(TableSlot slot) { return static_cast<int>(slot); }
constexpr int MueIndex(TableSlot slot) {
  return static_cast<int>(slot) - static_cast<int>(TableSlot::kMuePractitioner);
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_
