#include "rules_engine/tables/csv_header.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "rules_engine/tables/byte_source.h"

namespace scrubline {

CsvHeader::CsvHeader(const SheetRow& row) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  for (size_t i = 0; i < row.cells.size(); ++i) {
    std::string_view name = row.Text(i);
    if (name.starts_with(kMark)) name.remove_prefix(kMark.size());
    // A mark before a quoted name leaves the quotes in the cell.
    if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
      name = name.substr(1, name.size() - 2);
    }
    names_.emplace_back(name);
    absl::AsciiStrToLower(&names_.back());
  }
}

CsvHeader CsvHeader::Of(const TextBeginning& text) {
  const std::unique_ptr<ByteSource> source = FromMemory(text.bytes);
  CsvReader sheet(*source);
  SheetRow row;
  return CsvHeader(sheet.Next(row) ? row : SheetRow());
}

absl::StatusOr<CsvHeader> CsvHeader::Read(SheetReader& sheet) {
  SheetRow row;
  if (sheet.Next(row)) return CsvHeader(row);
  return sheet.status().ok() ? absl::InvalidArgumentError("it is empty") : sheet.status();
}

size_t CsvHeader::Find(std::string_view name) const {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (std::equal(name.begin(), name.end(), names_[i].begin(), names_[i].end(),
                   [](char a, char b) {
                     return absl::ascii_tolower(static_cast<unsigned char>(a)) == b;
                   })) {
      return i;
    }
  }
  return kAbsent;
}

bool CsvHeader::Has(std::initializer_list<std::string_view> names) const {
  return std::all_of(names.begin(), names.end(),
                     [this](std::string_view name) { return Find(name) != kAbsent; });
}

bool CsvHeader::HasOnly(std::initializer_list<std::string_view> names) const {
  return std::all_of(names_.begin(), names_.end(), [names](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

absl::Status ReadRows(SheetReader& sheet, RowLog& log,
                      const std::function<std::string(const SheetRow&)>& take) {
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = take(row);
    if (fault.empty()) {
      log.Keep();
    } else if (fault != kSkipped) {
      log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
    }
  }
  return sheet.status();
}

}  // namespace scrubline
