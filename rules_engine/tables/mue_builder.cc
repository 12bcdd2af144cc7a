#include "rules_engine/tables/mue_builder.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rules_engine/tables/mue_format.h"
#include "rules_engine/tables/packed_file.h"

namespace scrubline {

void MueBuilder::AddRelease(MueRelease release) {
  const Quarter quarter = Quarter::Of(release.effective);
  releases_.try_emplace(quarter, std::move(release));
}

void MueBuilder::AddReleasesOf(const MueTable& table) {
  for (int i = 0; i < table.release_count(); ++i) {
    MueRelease release;
    release.effective = table.release_dates(i).first;
    for (size_t id = 1; id <= table.code_count(); ++id) {
      const auto code_id = static_cast<MueTable::CodeId>(id);
      MueTable::Entry entry;
      if (!table.Find(code_id, i, entry)) continue;
      release.limits[table.code(code_id)] = {entry.limit, entry.mai,
                                             std::string(table.rationale(code_id, i))};
    }
    for (const TableSource& source : table.info().sources) {
      if (source.release == table.release_name(i)) release.source = source;
    }
    AddRelease(std::move(release));
  }
}

TableInfo MueBuilder::info(const std::string& name, bool sample) const {
  TableInfo info{.name = name, .sample = sample};
  std::vector<std::string> names;
  for (const auto& [quarter, release] : releases_) {
    names.push_back(quarter.ToString());
    info.rows += release.limits.size();
    info.refused += release.source.refused;
    info.sources.push_back(release.source);
  }
  info.release = absl::StrJoin(names, ", ");
  return info;
}

absl::StatusOr<uint64_t> MueBuilder::Write(const std::string& path, const std::string& name,
                                           bool sample, const std::vector<Code>& covered) const {
  std::set<uint64_t> distinct;
  std::map<std::string, uint16_t> rationale_numbers;
  for (const auto& [quarter, release] : releases_) {
    for (const auto& [code, limit] : release.limits) {
      distinct.insert(code.bits());
      rationale_numbers.emplace(limit.rationale, 0);
    }
  }
  if (distinct.size() >= UINT16_MAX || rationale_numbers.size() >= UINT16_MAX) {
    return absl::ResourceExhaustedError(
        absl::StrCat(name, ": more than 65,534 codes or rationales"));
  }
  const std::vector<uint64_t> codes(distinct.begin(), distinct.end());
  std::vector<std::string> rationales;
  for (auto& [rationale, number] : rationale_numbers) {
    number = static_cast<uint16_t>(rationales.size());
    rationales.push_back(rationale);
  }

  std::vector<mue_format::Release> packed_releases;
  std::vector<mue_format::Limit> limits;
  const CodeList code_list(codes);
  for (const auto& [quarter, release] : releases_) {
    packed_releases.push_back({release.effective.days(), quarter.last_day().days()});
    const size_t first = limits.size();
    limits.resize(first + codes.size() + 1);
    for (const auto& [code, limit] : release.limits) {
      limits[first + code_list.Find(code)] = {limit.limit, rationale_numbers[limit.rationale],
                                              limit.mai, 0};
    }
  }

  const TableInfo table_info = info(name, sample);
  const std::vector<uint64_t> covered_bits =
      sample ? CoveredBits(codes, covered) : std::vector<uint64_t>();
  const std::vector<std::byte> texts = TextList::Encode(rationales);
  PackedFileWriter writer(TableKind::kMue, table_info);
  writer.Add(SectionId::kCodes, codes);
  writer.Add(SectionId::kCovered, covered_bits);
  writer.Add(SectionId::kTexts, texts);
  writer.Add(SectionId::kReleases, packed_releases);
  writer.Add(SectionId::kLimits, limits);
  return writer.Write(path);
}

}  // namespace scrubline
