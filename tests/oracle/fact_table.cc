#include "tests/oracle/fact_table.h"

#include <algorithm>
#include <numeric>

namespace scrubline::oracle {

void FactTable::AddRelease(std::string name, DateInterval days) {
  releases.push_back({std::move(name), days});
}

void FactTable::Add(std::string_view key, FactDates dates, std::vector<std::string> fields) {
  fields.resize(columns.size());
  rows.push_back({std::string(key), dates, std::move(fields), static_cast<int>(releases.size()) - 1,
                  DateInterval()});
}

void FactTable::Settle() {
  // A release ends where a later one begins that lasts as long.
  std::vector<FactRelease> settled = releases;
  for (FactRelease& release : settled) {
    for (const FactRelease& other : releases) {
      if (release.days.first < other.days.first && other.days.first <= release.days.last &&
          release.days.last <= other.days.last) {
        release.days.last = other.days.first - 1;
      }
    }
  }
  std::vector<size_t> order(settled.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::pair(settled[a].days.last, settled[a].days.first) <
           std::pair(settled[b].days.last, settled[b].days.first);
  });
  std::vector<int> place(settled.size());
  for (size_t i = 0; i < order.size(); ++i) {
    releases[i] = settled[order[i]];
    place[order[i]] = static_cast<int>(i);
  }
  for (FactRow& row : rows) {
    row.release = place[static_cast<size_t>(row.release)];
    const DateInterval& days = releases[static_cast<size_t>(row.release)].days;
    row.dates.first = row.published.first.has_value() ? row.published.first : days.first;
    row.dates.last = row.published.last == Date::Max() ? days.last : row.published.last;
  }
  std::erase_if(rows, [](const FactRow& row) { return row.dates.last < row.dates.first; });
  std::stable_sort(rows.begin(), rows.end(), [](const FactRow& a, const FactRow& b) {
    if (a.key != b.key) return a.key < b.key;
    if (a.release != b.release) return a.release > b.release;
    return a.dates.first < b.dates.first;
  });
}

std::vector<const FactRow*> FactTable::RowsOf(std::string_view key) const {
  auto row = std::lower_bound(rows.begin(), rows.end(), key,
                              [](const FactRow& r, std::string_view k) { return r.key < k; });
  std::vector<const FactRow*> found;
  for (; row != rows.end() && row->key == key; ++row) found.push_back(&*row);
  return found;
}

std::vector<const FactRow*> FactTable::Below(std::string_view prefix, Date date) const {
  auto row = std::lower_bound(rows.begin(), rows.end(), prefix,
                              [](const FactRow& r, std::string_view k) { return r.key < k; });
  std::vector<const FactRow*> found;
  for (; row != rows.end() && row->key.starts_with(prefix); ++row) {
    if (!row->dates.Contains(date)) continue;
    if (found.empty() || found.back()->key != row->key) found.push_back(&*row);
  }
  return found;
}

bool FactTable::Covers(Date date) const {
  return std::any_of(releases.begin(), releases.end(),
                     [date](const FactRelease& release) { return release.days.Contains(date); });
}

FactTable::Answer FactTable::LookUp(std::string_view key, Date date) const {
  if (!date.has_value()) return {};
  const std::vector<const FactRow*> all = RowsOf(key);
  if (all.empty()) return {Covers(date) ? Said::kUnlisted : Said::kUnknown, nullptr};
  const FactRow* before = nullptr;
  const FactRow* after = nullptr;
  for (const FactRow* row : all) {
    if (row->dates.Contains(date)) return {Said::kListed, row};
    if (row->dates.last < date && (before == nullptr || before->dates.last < row->dates.last)) {
      before = row;
    }
    if (row->dates.first > date && (after == nullptr || row->dates.first < after->dates.first)) {
      after = row;
    }
  }
  // Of days after the last release nobody knows anything. A row without a day of its own lasts as
  // its release does: only one that answers for the date can have dropped it, or not had it yet.
  if (date > releases.back().days.last) return {};
  const bool by_release = before != nullptr ? before->published.last == Date::Max()
                                            : !after->published.first.has_value();
  if (by_release && !Covers(date)) return {};
  return before != nullptr ? Answer{Said::kEnded, before} : Answer{Said::kNotYet, after};
}

const std::string& FactTable::Get(const FactRow* row, std::string_view column) const {
  static const std::string* const kNothing = new std::string();
  const auto at = std::find(columns.begin(), columns.end(), column);
  if (row == nullptr || at == columns.end()) return *kNothing;
  return row->fields[static_cast<size_t>(at - columns.begin())];
}

std::vector<std::string> ItemsOf(std::string_view list) {
  std::vector<std::string> items(1);
  for (const char c : list) {
    if (c == ' ' || c == ';' || c == ',') {
      if (!items.back().empty()) items.emplace_back();
    } else {
      items.back() += c;
    }
  }
  if (items.back().empty()) items.pop_back();
  return items;
}

bool Lists(std::string_view list, std::string_view code) {
  for (const std::string& item : ItemsOf(list)) {
    const size_t dash = item.find('-');
    if (item.back() == '*') {
      if (code.starts_with(std::string_view(item).substr(0, item.size() - 1))) return true;
    } else if (dash != std::string::npos) {
      const std::string last = item.substr(dash + 1);
      if (item.substr(0, dash) <= code && (code <= last || code.starts_with(last))) return true;
    } else if (item == code) {
      return true;
    }
  }
  return false;
}

}  // namespace scrubline::oracle
