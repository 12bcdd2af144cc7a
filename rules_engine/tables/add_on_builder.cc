#include "rules_engine/tables/add_on_builder.h"

#include <map>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "rules_engine/tables/add_on_format.h"
#include "rules_engine/tables/packed_file.h"

namespace scrubline {

absl::StatusOr<uint64_t> WriteAddOnTable(const std::string& path, TableInfo info,
                                         const std::vector<AddOnTable::PublishedRow>& rows,
                                         const std::vector<Code>& covered) {
  std::set<uint64_t> add_ons;
  std::vector<Code> answered = covered;
  std::map<std::string, uint32_t> note_numbers;
  std::vector<std::string> notes;
  std::vector<add_on_format::Row> packed;
  packed.reserve(rows.size());
  for (const AddOnTable::PublishedRow& row : rows) {
    add_ons.insert(row.add_on.bits());
    if (row.primary != AddOnTable::kContractorDefined) answered.push_back(row.primary);
    const auto [note, is_new] =
        note_numbers.try_emplace(row.note, static_cast<uint32_t>(notes.size()));
    if (is_new) notes.push_back(row.note);
    packed.push_back({.add_on = row.add_on.bits(),
                      .primary = row.primary.bits(),
                      .add_on_deletion = row.add_on_deletion.days(),
                      .primary_deletion = row.primary_deletion.days(),
                      .effective = row.effective.days(),
                      .deletion = row.deletion.days(),
                      .note = note->second,
                      .type = row.type});
  }
  if (add_ons.size() >= UINT16_MAX) {
    return absl::ResourceExhaustedError(absl::StrCat(info.name, ": more than 65,534 add-on codes"));
  }
  const std::vector<uint64_t> codes(add_ons.begin(), add_ons.end());
  const std::vector<uint64_t> covered_bits =
      info.sample ? CoveredBits(codes, answered) : std::vector<uint64_t>();
  const std::vector<std::byte> texts = TextList::Encode(notes);
  info.rows = rows.size();
  PackedFileWriter writer(TableKind::kAddOn, info);
  writer.Add(SectionId::kCodes, codes);
  writer.Add(SectionId::kCovered, covered_bits);
  writer.Add(SectionId::kTexts, texts);
  writer.Add(SectionId::kRows, packed);
  return writer.Write(path);
}

}  // namespace scrubline
