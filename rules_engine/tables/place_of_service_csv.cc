#include "rules_engine/tables/place_of_service_csv.h"

#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {}  // namespace

bool IsPlaceOfServiceCsv(const TextBeginning& text) {
  return CsvHeader::Of(text).Has({"pos_code", "pos_type", "pos_name"});
}

absl::Status ReadPlaceOfServiceCsv(ByteSource& source, const PublishedRelease& published,
                                   RowLog& log, ReferenceBuilder& builder) {
  const int release = builder.AddRelease(published.name, published.covered);
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const CsvHeader header, CsvHeader::Read(sheet));
  const size_t code = header.Find("pos_code"), type = header.Find("pos_type"),
               name = header.Find("pos_name");
  return ReadRows(sheet, log, [&](const SheetRow& row) -> std::string {
    const std::string_view kind = row.Text(type);
    if (kind == "Unassigned") return std::string(kSkipped);
    if (kind != "Facility" && kind != "Non-Facility") {
      return absl::StrFormat("`%s` is neither Facility nor Non-Facility nor Unassigned",
                             Printable(kind));
    }
    const std::optional<TableKey> key = TableKey::Parse(row.Text(code));
    if (!key.has_value() || row.Text(code).size() != 2) {
      return absl::StrFormat("`%s` is not a place of service of two digits",
                             Printable(row.Text(code)));
    }
    builder.AddRow(*key, kEveryDay, release)
        .Flag(places_of_service::kFacility, kind == "Facility")
        .Text(places_of_service::kName, row.Text(name));
    return "";
  });
}

}  // namespace scrubline
