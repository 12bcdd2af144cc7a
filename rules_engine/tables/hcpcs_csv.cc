#include "rules_engine/tables/hcpcs_csv.h"

#include <iterator>
#include <string>
#include <string_view>

#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Column {
  kCode,
  kRecordType,
  kDescription,
  kShortDescription,
  kCoverage,
  kBetos,
  kAdded,
  kEnded,
  kAction,
  kPricing,
  kLabCertifications = kPricing + 4,
  kSuccessors = kLabCertifications + 8,
  kTypesOfService = kSuccessors + 5,
  kColumns = kTypesOfService + 5
};
constexpr std::string_view kCaptions[] = {"HCPC",
                                          "RECID",
                                          "LONG DESCRIPTION",
                                          "SHORT DESCRIPTION",
                                          "COV",
                                          "BETOS",
                                          "ADD DT",
                                          "TERM DT",
                                          "ACTION CD",
                                          "PRICE1",
                                          "PRICE2",
                                          "PRICE3",
                                          "PRICE4",
                                          "LABCERT1",
                                          "LABCERT2",
                                          "LABCERT3",
                                          "LABCERT4",
                                          "LABCERT5",
                                          "LABCERT6",
                                          "LABCERT7",
                                          "LABCERT8",
                                          "XREF1",
                                          "XREF2",
                                          "XREF3",
                                          "XREF4",
                                          "XREF5",
                                          "TOS1",
                                          "TOS2",
                                          "TOS3",
                                          "TOS4",
                                          "TOS5"};
static_assert(std::size(kCaptions) == kColumns);

HcpcsRecord ReadRecord(const SheetRow& row, const std::vector<size_t>& places) {
  const auto text = [&](int column) {
    return std::string(row.Text(places[static_cast<size_t>(column)]));
  };
  const auto list = [&](int first, int end) {
    std::vector<std::string> items;
    for (int column = first; column < end; ++column) {
      if (!text(column).empty()) items.push_back(text(column));
    }
    return items;
  };
  HcpcsRecord record;
  record.line = row.line;
  record.text = row.ToString();
  record.is_modifier = text(kRecordType) == "7";
  record.code = text(kCode);
  record.description = HcpcsText(text(kDescription));
  record.short_description = HcpcsText(text(kShortDescription));
  record.coverage = text(kCoverage);
  record.action = text(kAction);
  record.betos = text(kBetos);
  record.pricing = list(kPricing, kLabCertifications);
  record.lab_certifications = list(kLabCertifications, kSuccessors);
  record.successors = list(kSuccessors, kTypesOfService);
  record.types_of_service = list(kTypesOfService, kColumns);
  record.added = text(kAdded);
  record.ended = text(kEnded);
  const std::string type = text(kRecordType);
  if (type != "3" && type != "7") record.fault = "RECID `" + Printable(type) + "` is not 3 or 7";
  return record;
}

}  // namespace

bool IsHcpcsCsv(const TextBeginning& beginning) { return HasCaptions(beginning.bytes, kCaptions); }

absl::Status ReadHcpcsCsv(ByteSource& source, HcpcsTake take) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kCaptions));
  SheetRow row;
  while (sheet.Next(row)) take(ReadRecord(row, places));
  return sheet.status();
}

}  // namespace scrubline
