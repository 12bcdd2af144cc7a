#include "rules_engine/tables/mue_table.h"

#include <utility>

#include "absl/status/status.h"
#include "rules_engine/tables/quarter.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {

absl::StatusOr<MueTable> MueTable::Map(const std::string& path) {
  absl::StatusOr<PackedFile> file = PackedFile::Map(path, TableKind::kMue);
  if (!file.ok()) return file.status();
  MueTable table(*std::move(file));
  SCRUB_RETURN_IF_ERROR(table.Read());
  return table;
}

absl::Status MueTable::Read() {
  SCRUB_ASSIGN_OR_RETURN(const auto codes, file_.Section<uint64_t>(SectionId::kCodes));
  SCRUB_ASSIGN_OR_RETURN(const auto covered, file_.Section<uint64_t>(SectionId::kCovered));
  if (!CodeList::IsValid(codes) || !CodeList::IsValid(covered)) {
    return file_.Damaged("its codes are out of order");
  }
  codes_ = CodeList(codes);
  covered_ = CodeList(covered);
  SCRUB_ASSIGN_OR_RETURN(rationales_, TextList::Read(file_));
  SCRUB_ASSIGN_OR_RETURN(releases_, file_.Section<mue_format::Release>(SectionId::kReleases));
  SCRUB_ASSIGN_OR_RETURN(limits_, file_.Section<mue_format::Limit>(SectionId::kLimits));
  if (limits_.size() != releases_.size() * (codes_.size() + 1)) {
    return file_.Damaged("its limits do not fit its codes and releases");
  }
  Date before;
  for (const mue_format::Release& release : releases_) {
    const Date first = Date::FromDays(release.first_day);
    const Date last = Date::FromDays(release.last_day);
    if (release.first_day < 0 || first <= before || last < first || release.last_day > UINT16_MAX) {
      return file_.Damaged("its releases are out of order");
    }
    before = last;
    release_names_.push_back(Quarter::Of(first).ToString());
  }
  for (const mue_format::Limit& limit : limits_) {
    if (limit.mai > 3 || (limit.mai != 0 && limit.rationale >= rationales_.size())) {
      return file_.Damaged("a limit has no such indicator or rationale");
    }
  }
  for (size_t release = 0; release < releases_.size(); ++release) {
    if (At(0, static_cast<int>(release)).mai != 0) return file_.Damaged("no code has a limit");
  }
  return absl::OkStatus();
}

int MueTable::FindRelease(Date date) const {
  for (int i = release_count() - 1; i >= 0; --i) {
    if (release_dates(i).Contains(date)) return i;
  }
  return -1;
}

DateInterval MueTable::release_dates(int release) const {
  const mue_format::Release& packed = releases_[static_cast<size_t>(release)];
  return {Date::FromDays(packed.first_day), Date::FromDays(packed.last_day)};
}

std::string_view MueTable::rationale(CodeId id, int release) const {
  const mue_format::Limit& limit = At(id, release);
  return limit.mai == 0 ? std::string_view() : rationales_[limit.rationale];
}

}  // namespace scrubline
