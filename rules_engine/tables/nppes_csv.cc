#include "rules_engine/tables/nppes_csv.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr size_t kTaxonomies = 15;
// A file over fewer days has only changes: the whole one begins in 2005.
constexpr int kDaysOfAWholeFile = 3650;

// What is said of an NPI has no end: Date::Max() would be cut to the file's own day.
const DateInterval& Standing() {
  static const DateInterval standing = {kEveryDay.first, *Date::FromCivil(9999, 12, 31)};
  return standing;
}

// The days in `npidata_pfile_20050523-20260111.csv`.
std::vector<Date> DaysIn(std::string_view name) {
  std::vector<Date> days;
  for (size_t i = 0; i < name.size();) {
    const size_t end = std::min(name.find_first_not_of("0123456789", i), name.size());
    if (end - i == 8) {
      if (const auto day = Date::Parse(name.substr(i, 8))) days.push_back(*day);
    }
    i = std::max(end, i + 1);
  }
  return days;
}

struct Columns {
  size_t npi = CsvHeader::kAbsent, entity = CsvHeader::kAbsent, state = CsvHeader::kAbsent,
         enumerated = CsvHeader::kAbsent, deactivated = CsvHeader::kAbsent,
         reactivated = CsvHeader::kAbsent, sole = CsvHeader::kAbsent;
  std::array<size_t, kTaxonomies> taxonomies = {};
  std::array<size_t, kTaxonomies> switches = {};  // Y: the primary one
};

Columns PublishedColumns(const CsvHeader& header) {
  Columns at = {.npi = header.Find("NPI"),
                .entity = header.Find("Entity Type Code"),
                .state = header.Find("Provider Business Practice Location Address State Name"),
                .enumerated = header.Find("Provider Enumeration Date"),
                .deactivated = header.Find("NPI Deactivation Date"),
                .reactivated = header.Find("NPI Reactivation Date"),
                .sole = header.Find("Is Sole Proprietor")};
  for (size_t i = 0; i < kTaxonomies; ++i) {
    at.taxonomies[i] = header.Find(absl::StrCat("Healthcare Provider Taxonomy Code_", i + 1));
    at.switches[i] =
        header.Find(absl::StrCat("Healthcare Provider Primary Taxonomy Switch_", i + 1));
  }
  return at;
}

Columns ExtractColumns(const CsvHeader& header) {
  Columns at = {.npi = header.Find("npi"),
                .entity = header.Find("entity_type_code"),
                .state = header.Find("practice_state"),
                .enumerated = header.Find("enumeration_date"),
                .deactivated = header.Find("deactivation_date"),
                .reactivated = header.Find("reactivation_date"),
                .sole = header.Find("sole_proprietor")};
  at.taxonomies.fill(CsvHeader::kAbsent);
  at.switches.fill(CsvHeader::kAbsent);
  at.taxonomies[0] = header.Find("primary_taxonomy_code");
  return at;
}

bool IsNpi(std::string_view text) {
  return text.size() == 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Date> ParseDay(std::string_view text) {
  const std::optional<Date> day = ParseUsDate(text);
  return day.has_value() ? day : Date::Parse(text);
}

// Puts one row into the table; the scratch vector is kept from row to row.
class Reader {
 public:
  Reader(const Columns& at, int release, ReferenceBuilder& builder)
      : at_(at), release_(release), builder_(builder) {}

  // Why the row is refused; empty when it was taken.
  std::string Take(const SheetRow& row) {
    const std::string_view npi = row.Text(at_.npi);
    if (!IsNpi(npi)) return absl::StrFormat("`%s` is not an NPI of ten digits", Printable(npi));
    const std::pair<int, size_t> days[] = {{providers::kEnumerated, at_.enumerated},
                                           {providers::kDeactivated, at_.deactivated},
                                           {providers::kReactivated, at_.reactivated}};
    ReferenceBuilder::Row built = builder_.AddRow(*TableKey::Parse(npi), Standing(), release_);
    for (const auto& [column, place] : days) {
      const std::string_view text = row.Text(place);
      if (text.empty()) continue;
      const std::optional<Date> day = ParseDay(text);
      if (!day.has_value()) {
        builder_.DropLastRow();
        return absl::StrFormat("`%s` is not a day", Printable(text));
      }
      built.OnDate(column, *day);
    }
    if (const auto entity = Code::Parse(row.Text(at_.entity))) {
      built.Code(providers::kEntityType, *entity);
    }
    if (const auto state = Code::ParseNormalized(row.Text(at_.state))) {
      built.Code(providers::kState, *state);
    }
    built.Flag(providers::kSoleProprietor, row.Text(at_.sole) == "Y");
    SetTaxonomies(row, built);
    return "";
  }

 private:
  void SetTaxonomies(const SheetRow& row, ReferenceBuilder::Row& built) {
    codes_.clear();
    TableKey primary;
    for (size_t i = 0; i < kTaxonomies; ++i) {
      const auto code = TableKey::Parse(row.Text(at_.taxonomies[i]));
      if (!code.has_value()) continue;
      codes_.push_back(KeyRange::Single(*code));
      if (row.Text(at_.switches[i]) == "Y" || at_.switches[i] == CsvHeader::kAbsent) {
        if (primary.empty()) primary = *code;
      }
    }
    if (codes_.empty()) return;
    built.Key(providers::kPrimaryTaxonomy, primary);
    built.Codes(providers::kTaxonomies, codes_);
  }

  const Columns at_;
  const int release_;
  ReferenceBuilder& builder_;
  std::vector<KeyRange> codes_;
};

absl::Status ReadProviders(ByteSource& source, Columns (*find)(const CsvHeader&),
                           const PublishedRelease& published, RowLog& log,
                           ReferenceBuilder& builder) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  Reader reader(find(header), builder.AddRelease(published.name, published.covered), builder);
  return ReadRows(sheet, log, [&reader](const SheetRow& row) { return reader.Take(row); });
}

}  // namespace

bool IsNppesCsv(const TextBeginning& beginning) {
  // The download has its header a second time, as a file of its own.
  return beginning.name.find("fileheader") == std::string::npos &&
         CsvHeader::Of(beginning).Has(
             {"NPI", "Entity Type Code", "Healthcare Provider Taxonomy Code_1"});
}

std::optional<PublishedRelease> NppesRelease(const TextBeginning& beginning,
                                             std::string_view given) {
  if (!given.empty()) {
    const std::optional<Date> day = Date::Parse(given);
    if (!day.has_value()) return std::nullopt;
    return PublishedRelease{day->ToString(), {kEveryDay.first, *day}};
  }
  std::vector<Date> days = DaysIn(beginning.name);
  if (days.empty()) days = DaysIn(beginning.download);
  if (days.empty()) return std::nullopt;
  const Date day = days.back();
  const bool whole = days.size() == 1 || day.days() - days.front().days() > kDaysOfAWholeFile;
  return PublishedRelease{day.ToString(), {whole ? kEveryDay.first : day, day}};
}

absl::Status ReadNppesCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                          ReferenceBuilder& builder) {
  return ReadProviders(source, PublishedColumns, release, log, builder);
}

bool IsNppesExtract(const TextBeginning& beginning) {
  return CsvHeader::Of(beginning).Has({"npi", "entity_type_code", "primary_taxonomy_code"});
}

std::optional<PublishedRelease> NppesExtractRelease(const TextBeginning& beginning,
                                                    std::string_view given) {
  auto release = UndatedRelease(beginning, given);
  if (given.empty()) release->name = "extract";
  release->covered.last = release->covered.first;  // a day before all others: none
  return release;
}

absl::Status ReadNppesExtract(ByteSource& source, const PublishedRelease& release, RowLog& log,
                              ReferenceBuilder& builder) {
  return ReadProviders(source, ExtractColumns, release, log, builder);
}

}  // namespace scrubline
