#include "rules_engine/tables/mce_csv.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr std::pair<std::string_view, int> kFlags[] = {
    {"newborn", diagnosis_flags::kNewborn},
    {"pediatric", diagnosis_flags::kPediatric},
    {"maternity", diagnosis_flags::kMaternity},
    {"adult", diagnosis_flags::kAdult},
    {"male", diagnosis_flags::kMale},
    {"female", diagnosis_flags::kFemale},
    {"manifestation", diagnosis_flags::kManifestation},
    {"unacceptable", diagnosis_flags::kUnacceptablePrincipal},
    {"ecodepdx", diagnosis_flags::kExternalCause},
    {"unspecified", diagnosis_flags::kUnspecified},
};

// `43.1`, or as much of the text as is one.
std::string_view VersionAt(std::string_view text) {
  return text.substr(0, std::min(text.find_first_not_of("0123456789."), text.size()));
}

// Why the row is refused; empty when it was taken.
std::string Take(std::string_view code_text, std::string_view start, std::string_view end,
                 std::string_view flags, int release, ReferenceBuilder& builder) {
  const std::optional<Code> code = Code::ParseDiagnosis(code_text);
  if (!code.has_value() || code->empty()) {
    return absl::StrFormat("`%s` is not a diagnosis code", Printable(code_text));
  }
  const std::optional<Date> first = start.empty() ? Date() : Date::Parse(start);
  const std::optional<Date> last = end.empty() ? Date::Max() : Date::Parse(end);
  if (!first.has_value() || !last.has_value()) {
    return absl::StrFormat("`%s` is not a day", Printable(first.has_value() ? end : start));
  }
  ReferenceBuilder::Row row = builder.AddRow(TableKey::Of(*code), {*first, *last}, release);
  while (!flags.empty()) {
    const std::string_view flag = flags.substr(0, flags.find('|'));
    flags.remove_prefix(std::min(flag.size() + 1, flags.size()));
    for (const auto& [name, column] : kFlags) {
      if (flag == name) row.Flag(column, true);
    }
  }
  return "";
}

}  // namespace

bool IsMceCsv(const TextBeginning& text) {
  return CsvHeader::Of(text).Has({"code", "start_date", "end_date", "flags"});
}

std::optional<PublishedRelease> MceRelease(const TextBeginning& text, std::string_view given) {
  std::string_view version = VersionAt(given);
  if (given.empty()) {
    for (const std::string_view name :
         {std::string_view(text.name), std::string_view(text.download)}) {
      const size_t at = name.find("mce_v");
      if (version.empty() && at != std::string_view::npos) version = VersionAt(name.substr(at + 5));
    }
  }
  int number = 0;
  for (const char c : version.substr(0, version.find('.'))) number = number * 10 + (c - '0');
  if (number < 33 || number > 200) return std::nullopt;  // 33: the first with ICD-10-CM
  return PublishedRelease{std::string(version),
                          {*Date::FromCivil(2015, 10, 1), *Date::FromCivil(1983 + number, 9, 30)}};
}

absl::Status ReadMceCsv(ByteSource& source, const PublishedRelease& published, RowLog& log,
                        ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  const size_t code = header.Find("code"), start = header.Find("start_date"),
               end = header.Find("end_date"), flags = header.Find("flags");
  return ReadRows(sheet, log, [&](const SheetRow& row) {
    return Take(row.Text(code), row.Text(start), row.Text(end), row.Text(flags), release, builder);
  });
}

}  // namespace scrubline
