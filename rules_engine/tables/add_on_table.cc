#include "rules_engine/tables/add_on_table.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "rules_engine/tables/add_on_format.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {

absl::StatusOr<AddOnTable> AddOnTable::Map(const std::string& path) {
  absl::StatusOr<PackedFile> file = PackedFile::Map(path, TableKind::kAddOn);
  if (!file.ok()) return file.status();
  AddOnTable table(*std::move(file));
  SCRUB_RETURN_IF_ERROR(table.Read());
  return table;
}

absl::Status AddOnTable::Read() {
  SCRUB_ASSIGN_OR_RETURN(const auto codes, file_.Section<uint64_t>(SectionId::kCodes));
  SCRUB_ASSIGN_OR_RETURN(const auto covered, file_.Section<uint64_t>(SectionId::kCovered));
  SCRUB_ASSIGN_OR_RETURN(const auto rows, file_.Section<add_on_format::Row>(SectionId::kRows));
  SCRUB_ASSIGN_OR_RETURN(const TextList notes, TextList::Read(file_));
  if (!CodeList::IsValid(codes) || !CodeList::IsValid(covered)) {
    return file_.Damaged("its codes are out of order");
  }
  add_ons_ = CodeList(codes);
  covered_ = CodeList(covered);

  // The published rows are few (9,000): the rows in force are worked out here, once, rather than
  // stored beside them.
  std::vector<std::pair<CodeId, Row>> in_force;
  for (const add_on_format::Row& packed : rows) {
    PublishedRow row{.add_on = Code::FromBits(packed.add_on),
                     .primary = Code::FromBits(packed.primary),
                     .type = static_cast<uint8_t>(packed.type),
                     .add_on_deletion = Date::FromDays(packed.add_on_deletion),
                     .primary_deletion = Date::FromDays(packed.primary_deletion),
                     .effective = Date::FromDays(packed.effective),
                     .deletion = Date::FromDays(packed.deletion)};
    const CodeId id = FindCode(row.add_on);
    if (id == 0 || packed.note >= notes.size() || packed.type < 1 || packed.type > 3) {
      return file_.Damaged("a row has no such code, note or type");
    }
    row.note = std::string(notes[packed.note]);
    const Date last = std::min({row.deletion, row.add_on_deletion, row.primary_deletion});
    if (row.effective < last)
      in_force.push_back({id, {row.primary, row.effective, last, row.type}});
    published_.push_back(std::move(row));
  }
  std::stable_sort(in_force.begin(), in_force.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first, a.second.primary) < std::pair(b.first, b.second.primary);
  });
  starts_.assign(add_ons_.size() + 2, 0);
  for (const auto& [id, row] : in_force) {
    ++starts_[id + 1u];
    rows_.push_back(row);
  }
  for (size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  return absl::OkStatus();
}

uint8_t AddOnTable::TypeOn(std::span<const Row> rows, Date date) {
  uint8_t type = 0;
  bool listed = false;
  bool contractor_defined = false;
  for (const Row& row : rows) {
    if (!row.InForce(date)) continue;
    type = std::max(type, row.type);
    (row.primary == kContractorDefined ? contractor_defined : listed) = true;
  }
  return listed && contractor_defined ? 3 : type;
}

std::vector<AddOnTable::PublishedRow> AddOnTable::History(Code add_on) const {
  std::vector<PublishedRow> history;
  std::copy_if(published_.begin(), published_.end(), std::back_inserter(history),
               [add_on](const PublishedRow& row) { return row.add_on == add_on; });
  return history;
}

}  // namespace scrubline
