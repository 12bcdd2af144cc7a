#include "rules_engine/tables/reference_table.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rules_engine/fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {

std::string TableKey::ToString() const {
  if ((bits_ & kLong) == 0) return Code::FromBits(bits_).ToString();
  constexpr std::string_view kDigits =
      "\0"
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  for (uint64_t number = bits_ & ~kLong; number != 0; number /= kBase) {
    if (number % kBase != 0) text += kDigits[number % kBase];
  }
  std::reverse(text.begin(), text.end());
  return text;
}

absl::StatusOr<ReferenceTable> ReferenceTable::Map(const std::string& path) {
  absl::StatusOr<PackedFile> file = PackedFile::Map(path, TableKind::kReference);
  if (!file.ok()) return file.status();
  ReferenceTable table(*std::move(file));
  SCRUB_RETURN_IF_ERROR(table.Read());
  return table;
}

absl::StatusOr<ReferenceTable> ReferenceTable::Copy(std::string name,
                                                    std::span<const std::byte> bytes) {
  absl::StatusOr<PackedFile> file = PackedFile::Copy(std::move(name), bytes, TableKind::kReference);
  if (!file.ok()) return file.status();
  ReferenceTable table(*std::move(file));
  SCRUB_RETURN_IF_ERROR(table.Read());
  return table;
}

absl::Status ReferenceTable::Read() {
  schema_ = FindReferenceSchema(file_.info().name);
  if (schema_ == nullptr) {
    return file_.Damaged(absl::StrCat("there is no table `", file_.info().name, "`"));
  }
  columns_ = schema_->columns.size();
  SCRUB_ASSIGN_OR_RETURN(const auto names, file_.Section<char>(SectionId::kColumns));
  const std::string expected =
      absl::StrJoin(schema_->columns, "\n", [](std::string* out, const ReferenceColumn& column) {
        absl::StrAppend(out, std::string(column.name), " ", static_cast<int>(column.type));
      });
  if (std::string_view(names.data(), names.size()) != expected) {
    return file_.Damaged("another version wrote it, with other columns");
  }
  SCRUB_ASSIGN_OR_RETURN(keys_, file_.Section<uint64_t>(SectionId::kKeys));
  SCRUB_ASSIGN_OR_RETURN(slots_, file_.Section<uint32_t>(SectionId::kKeySlots));
  SCRUB_ASSIGN_OR_RETURN(key_rows_, file_.Section<uint32_t>(SectionId::kKeyRows));
  SCRUB_ASSIGN_OR_RETURN(rows_, file_.Section<reference_format::Row>(SectionId::kRows));
  SCRUB_ASSIGN_OR_RETURN(cells_, file_.Section<uint64_t>(SectionId::kCells));
  SCRUB_ASSIGN_OR_RETURN(lists_, file_.Section<KeyRange>(SectionId::kLists));
  SCRUB_ASSIGN_OR_RETURN(texts_, file_.Section<std::byte>(SectionId::kTextHeap));
  SCRUB_ASSIGN_OR_RETURN(releases_, file_.Section<reference_format::Release>(SectionId::kReleases));
  SCRUB_ASSIGN_OR_RETURN(covered_, file_.Section<uint64_t>(SectionId::kCovered));

  if (slots_.size() != reference_format::SlotCount(keys_.size()) ||
      key_rows_.size() != keys_.size() + 1 || cells_.size() != rows_.size() * columns_) {
    return file_.Damaged("its parts do not fit each other");
  }
  if (!std::is_sorted(keys_.begin(), keys_.end(), std::less_equal<>()) ||
      !std::is_sorted(covered_.begin(), covered_.end(), std::less_equal<>()) ||
      (!keys_.empty() && keys_.front() == 0)) {
    return file_.Damaged("its keys are out of order");
  }
  size_t used = 0;
  for (const uint32_t slot : slots_) {
    if (slot > keys_.size()) return file_.Damaged("its hash points past its keys");
    used += slot != 0 ? 1u : 0u;
  }
  if (used != keys_.size()) return file_.Damaged("its hash does not hold its keys");
  if (key_rows_.front() != 0 || key_rows_.back() != rows_.size() ||
      !std::is_sorted(key_rows_.begin(), key_rows_.end())) {
    return file_.Damaged("its rows do not fit its keys");
  }
  const auto is_text = [this](uint64_t cell) {
    return uint64_t{reference_format::Begin(cell)} + reference_format::Count(cell) <= texts_.size();
  };
  for (const reference_format::Release& release : releases_) {
    if (release.last_day < release.first_day || !is_text(release.name)) {
      return file_.Damaged("a release has no dates or name");
    }
    covered_until_ = std::max(covered_until_, Date::FromDays(release.last_day));
  }
  for (const reference_format::Row& row : rows_) {
    if (row.release >= releases_.size()) return file_.Damaged("a row has no release");
  }
  return CheckCells();
}

// Text and lists must lie in their heaps, so that no look-up reads past them.
absl::Status ReferenceTable::CheckCells() const {
  for (size_t column = 0; column < columns_; ++column) {
    const ColumnType type = schema_->columns[column].type;
    if (type != ColumnType::kText && type != ColumnType::kCodes) continue;
    const uint64_t size = type == ColumnType::kText ? texts_.size() : lists_.size();
    for (size_t row = 0; row < rows_.size(); ++row) {
      const uint64_t cell = cells_[row * columns_ + column];
      if (uint64_t{reference_format::Begin(cell)} + reference_format::Count(cell) > size) {
        return file_.Damaged("a cell points past the end");
      }
    }
  }
  return absl::OkStatus();
}

ReferenceTable::KeyIds ReferenceTable::KeysIn(KeyRange range) const {
  const auto first = std::lower_bound(keys_.begin(), keys_.end(), range.first.bits());
  const auto last = std::upper_bound(first, keys_.end(), range.last.bits());
  return {static_cast<KeyId>(first - keys_.begin()) + 1,
          static_cast<KeyId>(last - keys_.begin()) + 1};
}

ReferenceTable::Answer ReferenceTable::LookUp(KeyId id, TableKey key, Date date) const {
  if (!date.has_value()) return {Listing::kUnknown, kNoRow};
  const Rows rows = RowsOf(id);
  RowId before = kNoRow, after = kNoRow;
  for (RowId row = rows.begin; row != rows.end; ++row) {
    const reference_format::Row& at = rows_[row];
    if (at.last_day < date.days()) {
      if (before == kNoRow || at.last_day > rows_[before].last_day) before = row;
    } else if (at.first_day > date.days()) {
      if (after == kNoRow || at.first_day < rows_[after].first_day) after = row;
    } else {
      return {Listing::kListed, row};
    }
  }
  if (rows.begin == rows.end) {
    const bool known = Covers(date) && covers(key);
    return {known ? Listing::kUnlisted : Listing::kUnknown, kNoRow};
  }
  if (date > covered_until_) return {Listing::kUnknown, kNoRow};
  // An open row lasts as long as its release: only one that covers the date can have dropped it,
  // or not had it yet.
  if (before == kNoRow) {
    if (starts_open(after) && !Covers(date)) return {Listing::kUnknown, kNoRow};
    return {Listing::kNotYet, after};
  }
  if (is_open(before) && !Covers(date)) return {Listing::kUnknown, kNoRow};
  return {Listing::kEnded, before};
}

std::string ReferenceTable::FirstDay(RowId row) const {
  const Date first = dates(row).first;
  // Rows of every day begin before the calendar does.
  if (starts_open(row) || first < *Date::FromCivil(1, 1, 1)) return "the beginning";
  return first.ToString();
}

bool ReferenceTable::Covers(Date date) const {
  for (const reference_format::Release& release : releases_) {
    if (release.first_day <= date.days() && date.days() <= release.last_day) return true;
  }
  return false;
}

bool ReferenceTable::covers(TableKey key) const {
  return !file_.info().sample || std::binary_search(covered_.begin(), covered_.end(), key.bits()) ||
         FindKey(key) != 0;
}

std::string_view ReferenceTable::release_name(int release) const {
  return Text(releases_[static_cast<size_t>(release)].name);
}

DateInterval ReferenceTable::release_dates(int release) const {
  const reference_format::Release& at = releases_[static_cast<size_t>(release)];
  return {Date::FromDays(at.first_day), Date::FromDays(at.last_day)};
}

std::string ReferenceTable::Format(RowId row, int column) const {
  switch (schema_->columns[static_cast<size_t>(column)].type) {
    case ColumnType::kCode:
      return KeyAt(row, column).ToString();
    case ColumnType::kNumber: {
      const int64_t number = NumberAt(row, column);
      return number == kUnset ? "" : FormatThousandths(number);
    }
    case ColumnType::kMoney: {
      const int64_t cents = NumberAt(row, column);
      return cents == kUnset ? "" : FormatCents(cents);
    }
    case ColumnType::kFlag:
      return FlagAt(row, column) ? "yes" : "no";
    case ColumnType::kDate:
      return DateAt(row, column).ToString();
    case ColumnType::kText:
      return std::string(TextAt(row, column));
    case ColumnType::kCodes:
      return FormatRanges(CodesAt(row, column));
  }
  return "";
}

bool Contains(std::span<const KeyRange> ranges, TableKey key) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), key,
                                      [](TableKey k, const KeyRange& r) { return k < r.first; });
  return after != ranges.begin() && (after - 1)->last >= key;
}

std::string FormatRanges(std::span<const KeyRange> ranges) {
  std::string text;
  for (const KeyRange& range : ranges) {
    if (!text.empty()) text += ", ";
    text += range.first.ToString();
    if (range.first == range.last) continue;
    const bool prefix = KeyRange::Prefix(Code::FromBits(range.first.bits())) == range;
    std::string last = range.last.ToString();
    last.erase(std::find(last.begin(), last.end(), '\xFF'), last.end());  // all that begins with it
    text += prefix ? "*" : "-" + last;
  }
  return text;
}

}  // namespace scrubline
