// rules_engine/tables/captions.h — the columns of a published csv, found by their captions.
//
//   constexpr std::string_view kCaptions[] = {"*_CODE", "NDC2|NDC", "PKG SIZE"};
//   if (HasCaptions(beginning.bytes, kCaptions)) ...                  // it is such a file
//   absl::StatusOr<std::vector<size_t>> columns = ReadHeader(sheet, kCaptions);
//   while (sheet.Next(row)) { ... row.Text((*columns)[2]) ... }       // the package size
//
// Columns move from year to year and titles stand above them, so nothing is read by its place.
// Case, line breaks and runs of blanks do not matter; `|` separates the captions a column may have,
// `*` at the front stands for any beginning. Tested by captions_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_CAPTIONS_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_CAPTIONS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/tables/sheet.h"

namespace scrubline {

// How many rows of titles and notices a header may have above it.
inline constexpr int kMaxRowsAboveHeader = 50;

// Upper case, one blank for each run of blanks and line breaks, no byte order mark.
std::string NormalCaption(std::string_view text);

// By caption, the place of the first column that has it; nullopt when one is missing.
std::optional<std::vector<size_t>> FindCaptions(const SheetRow& row,
                                                std::span<const std::string_view> captions);

// Reads up to and with the row that has all captions. InvalidArgument without one.
absl::StatusOr<std::vector<size_t>> ReadHeader(SheetReader& sheet,
                                               std::span<const std::string_view> captions);

// Whether a csv that begins with `bytes` has such a row.
bool HasCaptions(std::string_view bytes, std::span<const std::string_view> captions);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_CAPTIONS_H_
