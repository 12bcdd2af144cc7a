#include "rules_engine/tables/code_calendar_csv.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_format.h"
#include "re2/re2.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Column { kCode, kAdded, kEnded, kClassified };
constexpr std::string_view kCaptions[] = {
    "hcpcs_code|HCPCS_Cd", "hcpcs_date_added|HCPCS_Cd_Add_Dt", "hcpcs_date_ended|HCPCS_Cd_End_Dt",
    "rbcs_date_effective|RBCS_Analysis_Start_Dt|RBCS_Assignment_Eff_Dt"};

// `2024-01-31` or `1/31/2024`.
std::optional<Date> ParseDay(std::string_view text) {
  static const RE2 kMonthFirst(R"((\d{1,2})/(\d{1,2})/(\d{4}))");
  int month = 0, day = 0, year = 0;
  if (RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kMonthFirst, &month, &day,
                     &year)) {
    return Date::FromCivil(year, month, day);
  }
  return Date::Parse(text);
}

struct CodeDays {
  Code code;
  DateInterval days;

  friend bool operator<(const CodeDays& a, const CodeDays& b) {
    return std::tie(a.code, a.days.first, a.days.last) <
           std::tie(b.code, b.days.first, b.days.last);
  }
  friend bool operator==(const CodeDays& a, const CodeDays& b) = default;
};

struct Reader {
  std::vector<CodeDays> codes;
  Date first = Date::Max();  // classified
  Date last;                 // on which anything happened

  // Why the row is refused; empty when it was taken.
  std::string Take(const SheetRow& row, const std::vector<size_t>& places) {
    const std::string_view code_text = row.Text(places[kCode]);
    const std::optional<Code> code = ParseProcedureCode(code_text);
    if (!code.has_value()) {
      return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(code_text));
    }
    const std::string_view ended_text = row.Text(places[kEnded]);
    const std::optional<Date> added = ParseDay(row.Text(places[kAdded]));
    const std::optional<Date> classified = ParseDay(row.Text(places[kClassified]));
    const std::optional<Date> ended = ended_text.empty() ? Date::Max() : ParseDay(ended_text);
    if (!added.has_value() || !ended.has_value() || !classified.has_value()) {
      return "one of its dates is not a day";
    }
    if (*ended < *added) return "it ends before it begins";
    const bool open = *ended == Date::Max() || ended->ToCivil().year == 9999;
    codes.push_back({*code, {*added, open ? Date::Max() : *ended}});
    first = std::min(first, *classified);
    last = std::max(last, open ? *added : *ended);
    return "";
  }
};

}  // namespace

bool IsCodeCalendarCsv(const TextBeginning& beginning) {
  return HasCaptions(beginning.bytes, kCaptions);
}

std::optional<PublishedRelease> CodeCalendarRelease(const TextBeginning& beginning,
                                                    std::string_view given) {
  static const RE2 kYear(R"((?:^|[^0-9])(20\d\d)(?:[^0-9]|$))");
  std::string name(given);
  for (const std::string& text : {beginning.name, beginning.download}) {
    if (name.empty()) RE2::PartialMatch(text, kYear, &name);
  }
  if (name.empty()) return std::nullopt;
  return PublishedRelease{name, kEveryDay};
}

absl::Status ReadCodeCalendarCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                                 ReferenceBuilder& builder) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kCaptions));
  Reader reader;
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = reader.Take(row, places);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
    }
  }
  SCRUB_RETURN_IF_ERROR(sheet.status());
  if (reader.codes.empty()) return absl::OkStatus();
  const Date last = *Date::FromCivil(reader.last.ToCivil().year, 12, 31);
  const int number = builder.AddRelease(release.name, {std::min(reader.first, last), last});
  std::sort(reader.codes.begin(), reader.codes.end());
  reader.codes.erase(std::unique(reader.codes.begin(), reader.codes.end()), reader.codes.end());
  for (const CodeDays& at : reader.codes) {
    builder.AddRow(TableKey::Of(at.code), at.days, number);
  }
  return absl::OkStatus();
}

}  // namespace scrubline
