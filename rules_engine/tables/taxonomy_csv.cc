#include "rules_engine/tables/taxonomy_csv.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr size_t kCodeLength = 10;

// The last day of a retired code, from its notes: `[1/1/2023: marked inactive]<br/>Deactivation
// Date: 3/31/2023`, where the second is not always there.
std::optional<Date> RetiredIn(std::string_view notes) {
  constexpr std::string_view kLastDay = "Deactivation Date: ", kMarked = ": marked inactive";
  constexpr std::string_view kDate = "0123456789/";
  if (const size_t at = notes.find(kLastDay); at != std::string_view::npos) {
    const std::string_view rest = notes.substr(at + kLastDay.size());
    return ParseUsDate(rest.substr(0, std::min(rest.find_first_not_of(kDate), rest.size())));
  }
  const size_t end = notes.find(kMarked);
  if (end == std::string_view::npos) return std::nullopt;
  const size_t before = notes.substr(0, end).find_last_not_of(kDate);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return ParseUsDate(notes.substr(begin, end - begin));
}

// Whether a code of this form is one of individuals, where the file has no section for it: the
// groupings of organisations have numbers of their own.
bool IsIndividualCode(std::string_view code) {
  const std::string_view grouping = code.substr(0, 2);
  return !(grouping >= "25" && grouping <= "34") && grouping != "38" && grouping != "19";
}

struct Columns {
  size_t code, grouping, classification, specialization, notes, display, section, from, through;
};

std::string Take(const SheetRow& row, const Columns& at, int release, ReferenceBuilder& builder) {
  const std::string_view code = row.Text(at.code);
  const std::optional<TableKey> key =
      code.size() == kCodeLength ? TableKey::Parse(code) : std::nullopt;
  if (!key.has_value()) {
    return absl::StrFormat("`%s` is not a taxonomy code of ten characters", Printable(code));
  }
  DateInterval dates = kEveryDay;
  if (const auto first = ParseUsDate(row.Text(at.from))) dates.first = *first;
  if (const auto last = ParseUsDate(row.Text(at.through))) {
    dates.last = *last;
  } else if (const auto retired = RetiredIn(row.Text(at.notes))) {
    dates.last = *retired;
  }
  const std::string_view section = row.Text(at.section);
  const bool individual = section.empty()
                              ? IsIndividualCode(code)
                              : section == "Individual" && row.Text(at.grouping) != "Group";
  std::string name(row.Text(at.display));
  if (name.empty()) {
    name = row.Text(at.classification);
    const std::string special(row.Text(at.specialization));
    if (!special.empty()) absl::StrAppend(&name, ", ", special);
  }
  builder.AddRow(*key, dates, release)
      .Flag(nucc_taxonomy::kIndividual, individual)
      .Text(nucc_taxonomy::kDisplayName, name);
  return "";
}

}  // namespace

bool IsTaxonomyCsv(const TextBeginning& text) {
  return CsvHeader::Of(text).Has({"code", "grouping", "classification", "specialization"});
}

std::optional<PublishedRelease> TaxonomyRelease(const TextBeginning& text, std::string_view given) {
  constexpr std::string_view kSign = "taxonomy_";
  const size_t at = text.name.find(kSign);
  if (!given.empty() || at == std::string::npos) return UndatedRelease(text, given);
  const std::string_view rest = std::string_view(text.name).substr(at + kSign.size());
  const std::string_view version = rest.substr(0, rest.find_first_not_of("0123456789"));
  if (version.size() < 2) return UndatedRelease(text, given);
  const size_t years = version.size() - 1;
  return PublishedRelease{absl::StrFormat("%s.%s", version.substr(0, years), version.substr(years)),
                          kEveryDay};
}

absl::Status ReadTaxonomyCsv(ByteSource& source, const PublishedRelease& published, RowLog& log,
                             ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  const Columns at = {.code = header.Find("code"),
                      .grouping = header.Find("grouping"),
                      .classification = header.Find("classification"),
                      .specialization = header.Find("specialization"),
                      .notes = header.Find("notes"),
                      .display = header.Find("display name"),
                      .section = header.Find("section"),
                      .from = header.Find("effective date"),
                      .through = header.Find("deactivation date")};
  return ReadRows(sheet, log, [&](const SheetRow& row) { return Take(row, at, release, builder); });
}

}  // namespace scrubline
