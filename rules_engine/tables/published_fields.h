// rules_engine/tables/published_fields.h — the fields CMS's files have in common.
//
//   std::optional<Code> code = ParseProcedureCode("0001A");   // five characters A-Z 0-9, no others
//
// Tested by ptp_text_test.cc, mue_csv_test.cc and add_on_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FIELDS_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "rules_engine/code.h"
#include "rules_engine/date.h"

namespace scrubline {

inline constexpr int kProcedureCodeLength = 5;

inline std::optional<Code> ParseProcedureCode(std::string_view text) {
  if (text.size() != kProcedureCodeLength) return std::nullopt;
  for (const char c : text) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return std::nullopt;
  }
  return Code::Parse(text);
}

inline std::string_view TrimBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// As TrimBlanks, and no-break spaces, Latin-1 or UTF-8: of codes, which have no other characters
// beyond ASCII.
inline std::string_view TrimCode(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\xA0\xC2";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// A decimal as thousandths (`places` 3) or cents (2): `1,234.5`, `$12.00`, `-0.5`. nullopt for
// anything else, and for more digits than `places` that are not zeros.
std::optional<int64_t> ParseAmount(std::string_view text, int places);

// `3/31/2023` or `03/31/2023`, nothing around it. nullopt for another form.
std::optional<Date> ParseUsDate(std::string_view text);

// CMS's csv files are Latin-1; ours is UTF-8.
std::string Latin1ToUtf8(std::string_view text);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_PUBLISHED_FIELDS_H_
