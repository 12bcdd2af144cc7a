#include "rules_engine/tables/hcpcs_parts_csv.h"

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Attribute { kCode, kPricing, kCoverage, kBetos, kTypes, kAction, kLab, kXref, kEnded, kAdded };
constexpr std::string_view kAttributes[] = {"hcpcs_code", "price",     "cov", "betos",
                                            "tos",        "action",    "lab", "xref",
                                            "date_term",  "date_added"};

constexpr std::string_view kDescriptions[] = {"hcpcs_code", "hcpcs_desc_type", "hcpcs_description"};

}  // namespace

bool IsHcpcsAttributesCsv(const TextBeginning& beginning) {
  return HasCaptions(beginning.bytes, kAttributes);
}

absl::Status ReadHcpcsAttributesCsv(ByteSource& source, HcpcsTake take) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kAttributes));
  SheetRow row;
  while (sheet.Next(row)) {
    HcpcsRecord record;
    record.line = row.line;
    record.text = row.ToString();
    record.code = row.Text(places[kCode]);
    record.coverage = row.Text(places[kCoverage]);
    record.action = row.Text(places[kAction]);
    record.betos = row.Text(places[kBetos]);
    record.pricing = SplitHcpcsList(row.Text(places[kPricing]));
    record.lab_certifications = SplitHcpcsList(row.Text(places[kLab]));
    record.successors = SplitHcpcsList(row.Text(places[kXref]));
    record.types_of_service = SplitHcpcsList(row.Text(places[kTypes]));
    record.added = row.Text(places[kAdded]);
    record.ended = row.Text(places[kEnded]);
    take(record);
  }
  return sheet.status();
}

bool IsHcpcsDescriptionsCsv(const TextBeginning& beginning) {
  return HasCaptions(beginning.bytes, kDescriptions);
}

absl::Status ReadHcpcsDescriptionsCsv(ByteSource& source, HcpcsTake take) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kDescriptions));
  SheetRow row;
  while (sheet.Next(row)) {
    if (row.Text(places[1]) != "Long") continue;
    HcpcsRecord record;
    record.line = row.line;
    record.text = row.ToString();
    record.code = row.Text(places[0]);
    record.description = HcpcsText(row.Text(places[2]));
    take(record);
  }
  return sheet.status();
}

absl::Status CompleteHcpcsDescriptions(ByteSource& source, const PublishedRelease& release,
                                       RowLog& log, ReferenceBuilder& builder) {
  const int number = builder.FindRelease(release.name);
  if (number < 0) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "descriptions of release %s without its attributes, which have the dates of the codes: "
        "import both files in one call",
        release.name));
  }
  absl::flat_hash_map<uint64_t, ReferenceBuilder::Row> rows;
  builder.ForEachRow(
      number, [&](TableKey key, ReferenceBuilder::Row row) { rows.try_emplace(key.bits(), row); });
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kDescriptions));
  SheetRow row;
  while (sheet.Next(row)) {
    const std::optional<TableKey> key = TableKey::Parse(row.Text(places[0]));
    const auto at = key.has_value() ? rows.find(key->bits()) : rows.end();
    const std::string_view type = row.Text(places[1]);
    if (at == rows.end()) {
      log.Refuse(row.line, 0, row.ToString(), "its code is not among the attributes", "");
    } else if (type != "Long" && type != "Short") {
      log.Refuse(row.line, 0, row.ToString(),
                 absl::StrFormat("`%s` is neither Long nor Short", Printable(type)), "");
    } else {
      at->second.Text(type == "Long" ? hcpcs::kDescription : hcpcs::kShortDescription,
                      HcpcsText(row.Text(places[2])));
      log.Keep();
    }
  }
  return sheet.status();
}

}  // namespace scrubline
