// rules_engine/tables/published_format.h — the layouts in which reference tables are published.
//
//   for (const PublishedFormat& format : PublishedFormats()) {
//     if (format.recognize(beginning)) ... format.read(*source, release, log, builder) ...
//   }
//
// One file a layout; a text may be recognised by several, one for each table it holds (a HCPCS file
// has codes and modifiers). A layout that carries no sign of its own is the user's own csv
// (own_csv.h), which has to be named by `--as`. Adding one: a file with its function here, its line
// in published_format.cc. Tested by import_reference_test.cc and beside each layout.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FORMAT_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FORMAT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "rules_engine/date.h"
#include "rules_engine/tables/byte_source.h"
#include "rules_engine/tables/reference_builder.h"
#include "rules_engine/tables/row_log.h"
#include "rules_engine/tables/table_catalogue.h"

namespace scrubline {

// What is known of a text before it is read: its name, in its archive and of the download, lower
// case, and its first bytes.
struct TextBeginning {
  std::string name;
  std::string download;
  std::string_view bytes;
};

// What a text calls itself, and the days it answers for.
struct PublishedRelease {
  std::string name;  // `2024Q3`, `FY2025`
  DateInterval covered;
};

// Every day there is: of lists that carry no dates.
inline constexpr DateInterval kEveryDay = {Date::FromDays(-10'000'000), Date::Max()};

enum class TextRole : uint8_t {
  kTable,      // the table's rows
  kCompletes,  // columns of rows that another text of the same release has: read after it
  kSideTable,  // rows of a second table, of which the text may have none
};

struct PublishedFormat {
  std::string_view name;  // `physician fee schedule (csv)`
  ReferenceId table;
  bool (*recognize)(const TextBeginning& beginning);
  // The release by name or content; nullopt: it does not say, and `--release` must. `given` is what
  // `--release` says, or empty.
  std::optional<PublishedRelease> (*release)(const TextBeginning& beginning,
                                             std::string_view given);
  // Reads all rows; those that cannot be used go to `log`. An error: the text as a whole cannot.
  absl::Status (*read)(ByteSource& source, const PublishedRelease& release, RowLog& log,
                       ReferenceBuilder& builder);
  TextRole role = TextRole::kTable;
};

std::span<const PublishedFormat> PublishedFormats();

// Ready-made answers of `PublishedFormat::release`. A quarter, by `--release` or the text's or the
// download's name (file_name.h), answers for itself: the next one may change every row.
std::optional<PublishedRelease> QuarterRelease(const TextBeginning& beginning,
                                               std::string_view given);
// A list without dates, or with dates of its own in every row, answers for every day. Named by
// `--release`, else `current`.
std::optional<PublishedRelease> UndatedRelease(const TextBeginning& beginning,
                                               std::string_view given);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FORMAT_H_
