#include "rules_engine/tables/reference_builder.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rules_engine/claim.h"

namespace scrubline {
namespace {

// What a cell holds until it is set.
uint64_t AbsentCell(ColumnType type) {
  switch (type) {
    case ColumnType::kNumber:
    case ColumnType::kMoney:
      return static_cast<uint64_t>(kUnset);
    case ColumnType::kDate:
      return static_cast<uint64_t>(int64_t{Date().days()});
    default:
      return 0;
  }
}

void Join(std::vector<KeyRange>& ranges) {
  std::sort(ranges.begin(), ranges.end());
  size_t kept = 0;
  for (const KeyRange& range : ranges) {
    if (kept > 0 && range.first <= ranges[kept - 1].last) {
      ranges[kept - 1].last = std::max(ranges[kept - 1].last, range.last);
    } else {
      ranges[kept++] = range;
    }
  }
  ranges.resize(kept);
}

}  // namespace

int ReferenceBuilder::AddRelease(std::string name, DateInterval covered) {
  releases_.push_back({std::move(name), covered});
  return static_cast<int>(releases_.size()) - 1;
}

int ReferenceBuilder::FindRelease(std::string_view name) const {
  for (size_t i = 0; i < releases_.size(); ++i) {
    if (releases_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

ReferenceBuilder::Row ReferenceBuilder::AddRow(TableKey key, DateInterval dates, int release) {
  const size_t cell = cells_.size();
  for (const ReferenceColumn& column : schema_.columns) cells_.push_back(AbsentCell(column.type));
  rows_.push_back({key, dates, release, cell});
  return {*this, cell};
}

ReferenceBuilder::Row& ReferenceBuilder::Row::Key(int column, TableKey key) {
  Set(column, key.bits());
  return *this;
}
ReferenceBuilder::Row& ReferenceBuilder::Row::Number(int column, int64_t thousandths) {
  Set(column, static_cast<uint64_t>(thousandths));
  return *this;
}
ReferenceBuilder::Row& ReferenceBuilder::Row::Flag(int column, bool value) {
  Set(column, value ? 1 : 0);
  return *this;
}
ReferenceBuilder::Row& ReferenceBuilder::Row::OnDate(int column, Date date) {
  Set(column, static_cast<uint64_t>(int64_t{date.days()}));
  return *this;
}
ReferenceBuilder::Row& ReferenceBuilder::Row::Text(int column, std::string_view text) {
  Set(column, builder_.AddText(text));
  return *this;
}
ReferenceBuilder::Row& ReferenceBuilder::Row::Codes(int column, std::vector<KeyRange> ranges) {
  Set(column, builder_.AddList(std::move(ranges)));
  return *this;
}

std::string_view ReferenceBuilder::Row::TextAt(int column) const {
  const uint64_t cell = Cell(column);
  return std::string_view(builder_.texts_)
      .substr(reference_format::Begin(cell), reference_format::Count(cell));
}

uint64_t ReferenceBuilder::AddText(std::string_view text) {
  if (text.empty()) return 0;
  const auto [at, is_new] = text_cells_.try_emplace(std::string(text), 0);
  if (is_new) {
    at->second = reference_format::Span(static_cast<uint32_t>(texts_.size()),
                                        static_cast<uint32_t>(text.size()));
    texts_.append(text);
  }
  return at->second;
}

uint64_t ReferenceBuilder::AddList(std::vector<KeyRange> ranges) {
  if (ranges.empty()) return 0;
  Join(ranges);
  const auto [at, is_new] = list_cells_.try_emplace(std::move(ranges), 0);
  if (is_new) {
    at->second = reference_format::Span(static_cast<uint32_t>(lists_.size()),
                                        static_cast<uint32_t>(at->first.size()));
    lists_.insert(lists_.end(), at->first.begin(), at->first.end());
  }
  return at->second;
}

void ReferenceBuilder::AddReleasesOf(const ReferenceTable& table) {
  std::vector<int> numbers;
  for (int i = 0; i < table.release_count(); ++i) {
    const bool known = std::any_of(releases_.begin(), releases_.end(), [&](const Release& release) {
      return release.name == table.release_name(i);
    });
    numbers.push_back(
        known ? -1 : AddRelease(std::string(table.release_name(i)), table.release_dates(i)));
    if (!known) releases_.back().kept = true;
  }
  for (KeyId id = 1; id <= table.key_count(); ++id) {
    const ReferenceTable::Rows rows = table.RowsOf(id);
    for (RowId row = rows.begin; row != rows.end; ++row) {
      const int release = numbers[static_cast<size_t>(table.release(row))];
      if (release < 0) continue;
      DateInterval dates = table.dates(row);
      if (table.is_open(row)) dates.last = Date::Max();
      if (table.starts_open(row)) dates.first = Date();
      Row copy = AddRow(table.key(id), dates, release);
      for (size_t i = 0; i < schema_.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        switch (schema_.columns[i].type) {
          case ColumnType::kText:
            copy.Text(column, table.TextAt(row, column));
            break;
          case ColumnType::kCodes: {
            const auto ranges = table.CodesAt(row, column);
            copy.Codes(column, {ranges.begin(), ranges.end()});
            break;
          }
          default:
            copy.Key(column, table.KeyAt(row, column));  // the bits of the cell, whatever they mean
        }
      }
    }
  }
}

std::string ReferenceBuilder::ReleaseNames() const {
  std::vector<Release> ordered = releases_;
  std::stable_sort(ordered.begin(), ordered.end(), [](const Release& a, const Release& b) {
    return a.covered.first < b.covered.first;
  });
  return absl::StrJoin(ordered, ", ",
                       [](std::string* out, const Release& release) { out->append(release.name); });
}

std::vector<DateInterval> ReferenceBuilder::CoveredDays() const {
  std::vector<DateInterval> days;
  for (const Release& release : releases_) {
    DateInterval covered = release.covered;
    for (const Release& other : releases_) {
      const bool replaces = other.covered.first > release.covered.first &&
                            other.covered.first <= covered.last &&
                            other.covered.last >= release.covered.last;
      if (replaces) covered.last = other.covered.first - 1;
    }
    days.push_back(covered);
  }
  return days;
}

absl::StatusOr<uint64_t> ReferenceBuilder::Write(const std::string& path, const TableInfo& info,
                                                 const std::vector<Code>& covers) const {
  const absl::StatusOr<std::vector<std::byte>> file = Pack(info, covers);
  if (!file.ok()) return file.status();
  return WritePackedFile(path, *file);
}

absl::StatusOr<std::vector<std::byte>> ReferenceBuilder::Pack(
    const TableInfo& info, const std::vector<Code>& covers) const {
  const std::vector<DateInterval> covered_days = CoveredDays();
  // Releases by their last day, so that a greater number is a newer one.
  std::vector<size_t> order(releases_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const DateInterval &x = covered_days[a], &y = covered_days[b];
    return std::tuple(x.last, x.first, !releases_[a].kept, releases_[a].name) <
           std::tuple(y.last, y.first, !releases_[b].kept, releases_[b].name);
  });
  std::vector<uint16_t> number(releases_.size());
  std::vector<reference_format::Release> releases;
  std::string texts = texts_;
  for (const size_t i : order) {
    number[i] = static_cast<uint16_t>(releases.size());
    releases.push_back({covered_days[i].first.days(), covered_days[i].last.days(),
                        reference_format::Span(static_cast<uint32_t>(texts.size()),
                                               static_cast<uint32_t>(releases_[i].name.size()))});
    texts += releases_[i].name;
  }
  if (texts.size() > UINT32_MAX || lists_.size() > UINT32_MAX || rows_.size() >= UINT32_MAX) {
    return absl::ResourceExhaustedError(
        absl::StrCat(std::string(schema_.name), " is too large for a packed table"));
  }

  std::vector<size_t> sorted(rows_.size());
  std::iota(sorted.begin(), sorted.end(), size_t{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](size_t a, size_t b) {
    const BuiltRow &x = rows_[a], &y = rows_[b];
    if (x.key != y.key) return x.key < y.key;
    const uint16_t p = number[static_cast<size_t>(x.release)];
    const uint16_t q = number[static_cast<size_t>(y.release)];
    return p != q ? p > q : x.dates.first < y.dates.first;
  });

  const size_t columns = schema_.columns.size();
  std::vector<uint64_t> keys, cells;
  std::vector<uint32_t> key_rows;
  std::vector<reference_format::Row> rows;
  rows.reserve(sorted.size());
  cells.reserve(sorted.size() * columns);
  for (const size_t i : sorted) {
    const BuiltRow& from = rows_[i];
    const auto release = static_cast<size_t>(from.release);
    const bool starts_open = !from.dates.first.has_value();
    const bool open = from.dates.last == Date::Max();
    const Date first = starts_open ? covered_days[release].first : from.dates.first;
    const Date last = open ? covered_days[release].last : from.dates.last;
    if (last < first) continue;  // begins after its own release, or never held
    const auto begin = cells_.begin() + static_cast<ptrdiff_t>(from.cell);
    const bool same_key = !keys.empty() && keys.back() == from.key.bits();
    if (same_key) {
      reference_format::Row& before = rows.back();
      const bool touches = before.release == number[release] &&
                           (before.open & reference_format::kOpenEnd) == 0 &&
                           first.days() <= before.last_day + 1 && first.days() > before.first_day;
      if (touches && std::equal(begin, begin + static_cast<ptrdiff_t>(columns),
                                cells.end() - static_cast<ptrdiff_t>(columns))) {
        before.last_day = std::max(before.last_day, last.days());
        if (open) before.open |= reference_format::kOpenEnd;
        continue;
      }
    } else {
      keys.push_back(from.key.bits());
      key_rows.push_back(static_cast<uint32_t>(rows.size()));
    }
    rows.push_back({first.days(), last.days(), number[release],
                    static_cast<uint16_t>((open ? reference_format::kOpenEnd : 0) |
                                          (starts_open ? reference_format::kOpenStart : 0))});
    cells.insert(cells.end(), begin, begin + static_cast<ptrdiff_t>(columns));
  }
  key_rows.push_back(static_cast<uint32_t>(rows.size()));

  std::vector<uint32_t> slots(reference_format::SlotCount(keys.size()));
  for (size_t i = 0; i < keys.size(); ++i) {
    size_t slot = reference_format::Home(keys[i], slots.size());
    while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = static_cast<uint32_t>(i + 1);
  }
  std::string names =
      absl::StrJoin(schema_.columns, "\n", [](std::string* out, const ReferenceColumn& column) {
        absl::StrAppend(out, std::string(column.name), " ", static_cast<int>(column.type));
      });
  const std::vector<uint64_t> covered = CoveredBits({}, covers);

  PackedFileWriter writer(TableKind::kReference, info);
  writer.Add(SectionId::kColumns, std::span<const char>(names));
  writer.Add(SectionId::kKeys, keys);
  writer.Add(SectionId::kKeySlots, slots);
  writer.Add(SectionId::kKeyRows, key_rows);
  writer.Add(SectionId::kRows, rows);
  writer.Add(SectionId::kCells, cells);
  writer.Add(SectionId::kLists, lists_);
  writer.Add(SectionId::kTextHeap, std::span<const char>(texts));
  writer.Add(SectionId::kReleases, releases);
  writer.Add(SectionId::kCovered, covered);
  return writer.Bytes();
}

}  // namespace scrubline
