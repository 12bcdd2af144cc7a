#include "rules_engine/tables/file_name.h"

#include "absl/strings/ascii.h"
#include "re2/re2.h"
#include "rules_engine/tables/quarter.h"

namespace scrubline {
namespace {

std::optional<Date> FirstDay(int year, int quarter) {
  const auto parsed = Quarter::Parse(std::to_string(year) + "Q" + std::to_string(quarter));
  return parsed.has_value() ? std::optional(parsed->first_day()) : std::nullopt;
}

// The first day of a month by its English name or the first three letters of it, lower case.
std::optional<Date> FirstDayOfMonth(int year, const std::string& month) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  const size_t at = kMonths.find(month.substr(0, 3));
  if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return Date::FromCivil(year < 100 ? 2000 + year : year, static_cast<int>(at / 3) + 1, 1);
}

// What CMS names by month, by the letter of a quarter, or by year alone.
std::optional<Date> ReadMonth(const std::string& name) {
  static const std::string kMonth =
      "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
      "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
  static const RE2 kYearMonth(R"((?:^|[^0-9])(20\d\d|\d\d)[-_ ]?)" + kMonth + "(?:[^a-z]|$)");
  static const RE2 kMonthYear("(?:^|[^a-z])" + kMonth + R"([-_ ]?(20\d\d))");
  static const RE2 kRelativeValues(R"(rvu(\d\d)([a-d])(?:[^a-z]|$))");
  static const RE2 kYearOfHcpcs(R"((?:^|[^a-z])hcpcs?(20\d\d))");
  int year = 0;
  std::string month;
  if (RE2::PartialMatch(name, kYearMonth, &year, &month)) return FirstDayOfMonth(year, month);
  if (RE2::PartialMatch(name, kMonthYear, &month, &year)) return FirstDayOfMonth(year, month);
  if (RE2::PartialMatch(name, kRelativeValues, &year, &month)) {
    return FirstDay(2000 + year, month[0] - 'a' + 1);
  }
  if (RE2::PartialMatch(name, kYearOfHcpcs, &year)) return FirstDay(year, 1);
  return std::nullopt;
}

std::optional<Date> ReadEffective(const std::string& name) {
  static const RE2 kDay(R"(eff[-_ ]?(\d\d)[-_](\d\d)[-_](\d{4}))");
  static const RE2 kYearFirst(R"((20\d\d)[-_ ]?q([1-4]))");
  static const RE2 kQuarterFirst(R"(q([1-4])[-_ ]?(20\d\d))");
  static const RE2 kVersion(R"(v(\d\d)([0-3])(?:r\d|[^0-9]|$))");
  int year = 0, month = 0, day = 0, quarter = 0;
  if (RE2::PartialMatch(name, kDay, &month, &day, &year)) return Date::FromCivil(year, month, day);
  if (RE2::PartialMatch(name, kYearFirst, &year, &quarter)) return FirstDay(year, quarter);
  if (RE2::PartialMatch(name, kQuarterFirst, &quarter, &year)) return FirstDay(year, quarter);
  if (RE2::PartialMatch(name, kVersion, &year, &quarter)) return FirstDay(year + 1994, quarter + 1);
  return ReadMonth(name);
}

}  // namespace

NameHints ReadFileName(std::string_view name) {
  std::string lower(name);
  absl::AsciiStrToLower(&lower);
  const auto has = [&lower](std::string_view word) {
    return lower.find(word) != std::string::npos;
  };
  static const RE2 kPart(R"([-_ ]f([1-9])(?:[^0-9a-z]|$))");
  NameHints hints;
  if (has("ccipra") || has("practitioner")) hints.setting = "practitioner";
  if (has("ccioph") || has("hospital") || has("outpatient")) hints.setting = "hospital";
  if (has("dme") || has("durable")) hints.setting = "dme";
  hints.medicaid = has("medicaid");
  hints.effective = ReadEffective(lower);
  RE2::PartialMatch(lower, kPart, &hints.part);
  return hints;
}

}  // namespace scrubline
