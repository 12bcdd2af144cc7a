#include "rules_engine/tables/captions.h"

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules_engine/tables/byte_source.h"

namespace scrubline {
namespace {

// `caption` is normal; `wanted` as in the header's comment.
bool Matches(std::string_view caption, std::string_view wanted) {
  while (true) {
    const size_t bar = std::min(wanted.find('|'), wanted.size());
    std::string pattern = NormalCaption(wanted.substr(0, bar));
    if (!pattern.empty() && pattern[0] == '*') {
      const std::string_view end = std::string_view(pattern).substr(1);
      if (caption.size() >= end.size() && caption.substr(caption.size() - end.size()) == end) {
        return true;
      }
    } else if (caption == pattern) {
      return true;
    }
    if (bar == wanted.size()) return false;
    wanted.remove_prefix(bar + 1);
  }
}

}  // namespace

std::string NormalCaption(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.substr(0, kMark.size()) == kMark) text.remove_prefix(kMark.size());
  std::string normal(text);
  absl::RemoveExtraAsciiWhitespace(&normal);
  std::replace_if(
      normal.begin(), normal.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; },
      ' ');
  absl::AsciiStrToUpper(&normal);
  return normal;
}

std::optional<std::vector<size_t>> FindCaptions(const SheetRow& row,
                                                std::span<const std::string_view> captions) {
  std::vector<std::string> found;
  for (size_t i = 0; i < row.cells.size(); ++i) found.push_back(NormalCaption(row.Text(i)));
  std::vector<size_t> columns;
  for (const std::string_view wanted : captions) {
    const auto at = std::find_if(found.begin(), found.end(), [wanted](const std::string& caption) {
      return Matches(caption, wanted);
    });
    if (at == found.end()) return std::nullopt;
    columns.push_back(static_cast<size_t>(at - found.begin()));
  }
  return columns;
}

absl::StatusOr<std::vector<size_t>> ReadHeader(SheetReader& sheet,
                                               std::span<const std::string_view> captions) {
  SheetRow row;
  for (int i = 0; i <= kMaxRowsAboveHeader && sheet.Next(row); ++i) {
    if (auto columns = FindCaptions(row, captions)) return *std::move(columns);
  }
  if (!sheet.status().ok()) return sheet.status();
  return absl::InvalidArgumentError(absl::StrFormat(
      "no header with the columns `%s` in the first %d rows",
      absl::StrJoin(captions, "`, `",
                    [](std::string* out, std::string_view caption) { out->append(caption); }),
      kMaxRowsAboveHeader + 1));
}

bool HasCaptions(std::string_view bytes, std::span<const std::string_view> captions) {
  const std::unique_ptr<ByteSource> source = FromMemory(bytes);
  CsvReader sheet(*source);
  return ReadHeader(sheet, captions).ok();
}

}  // namespace scrubline
