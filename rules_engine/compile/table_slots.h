// rules_engine/compile/table_slots.h — the tables that rules may read, as small numbers.
#ifndef SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_
#define SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

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
  kPhysicianFeeSchedule,  // not read yet: what needs it is reported as not evaluated
};
inline constexpr int kTableSlotCount = 12;
inline constexpr int kPtpSlotCount = 4;
inline constexpr int kMueSlotCount = 6;

inline constexpr std::array<std::string_view, kTableSlotCount> kTableSlotNames = {
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
    "mpfs",
};

constexpr std::string_view TableName(TableSlot slot) {
  return kTableSlotNames[static_cast<size_t>(slot)];
}

constexpr std::optional<TableSlot> FindTableSlot(std::string_view name) {
  for (size_t i = 0; i < kTableSlotNames.size(); ++i) {
    if (kTableSlotNames[i] == name) return static_cast<TableSlot>(i);
  }
  return std::nullopt;
}

constexpr int PtpIndex(TableSlot slot) { return static_cast<int>(slot); }
constexpr int MueIndex(TableSlot slot) {
  return static_cast<int>(slot) - static_cast<int>(TableSlot::kMuePractitioner);
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_COMPILE_TABLE_SLOTS_H_
