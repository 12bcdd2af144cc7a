#include "rules_engine/tables/asp_ndc_csv.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "re2/re2.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Column { kCode, kNdc, kDosage, kPackageSize, kPackageQuantity, kBillingUnits };
constexpr std::string_view kCaptions[] = {"*_CODE",   "NDC2|NDC", "HCPCS dosage",
                                          "PKG SIZE", "PKG QTY",  "BILLUNITSPKG"};

// Eleven digits, with or without dashes as 5-4-2; empty for anything else.
std::string NdcDigits(std::string_view text) {
  static const RE2 kNdc(R"((\d{5})-?(\d{4})-?(\d{2}))");
  std::string labeler, product, package;
  if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kNdc, &labeler, &product,
                      &package)) {
    return "";
  }
  return labeler + product + package;
}

// Why the row is refused; empty when it was taken.
std::string Take(const SheetRow& row, const std::vector<size_t>& places, DateInterval dates,
                 int release, ReferenceBuilder& builder) {
  const std::string_view code_text = row.Text(places[kCode]);
  const std::optional<Code> code = ParseProcedureCode(code_text);
  if (!code.has_value()) {
    return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(code_text));
  }
  const std::string ndc = NdcDigits(row.Text(places[kNdc]));
  if (ndc.empty()) {
    return absl::StrFormat("`%s` is not an NDC of 5-4-2 digits", Printable(row.Text(places[kNdc])));
  }
  const auto size = ParseAmount(row.Text(places[kPackageSize]), 3);
  const auto quantity = ParseAmount(row.Text(places[kPackageQuantity]), 3);
  const auto units = ParseAmount(row.Text(places[kBillingUnits]), 3);
  if (!size.has_value() || !quantity.has_value() || !units.has_value()) {
    return "its package size, quantity or billing units is not a number";
  }
  builder.AddRow(*TableKey::Parse(ndc), dates, release)
      .Code(ndc_crosswalk::kProcedureCode, *code)
      .Number(ndc_crosswalk::kPackageSize, *size)
      .Number(ndc_crosswalk::kPackageQuantity, *quantity)
      .Number(ndc_crosswalk::kBillingUnits, *units)
      .Text(ndc_crosswalk::kDosage, Latin1ToUtf8(row.Text(places[kDosage])));
  return "";
}

}  // namespace

bool IsAspNdcCsv(const TextBeginning& beginning) {
  static const RE2 kOther(R"((?i)\b(?:AWP|NOC|OPPS|PrEP)[- _]NDC)");
  const std::string_view title = beginning.bytes.substr(0, beginning.bytes.find('\n'));
  return !RE2::PartialMatch(beginning.name, kOther) &&
         !RE2::PartialMatch(re2::StringPiece(title.data(), title.size()), kOther) &&
         HasCaptions(beginning.bytes, kCaptions);
}

std::optional<PublishedRelease> AspNdcRelease(const TextBeginning& beginning,
                                              std::string_view given) {
  if (auto release = QuarterRelease(beginning, given)) return release;
  static const RE2 kEffective(R"(Effective ([A-Z][a-z]+) \d{1,2}, (20\d\d))");
  std::string month, year;
  if (!given.empty() ||
      !RE2::PartialMatch(re2::StringPiece(beginning.bytes.data(), beginning.bytes.size()),
                         kEffective, &month, &year)) {
    return std::nullopt;
  }
  return QuarterRelease({.name = month + " " + year, .download = "", .bytes = ""}, "");
}

absl::Status ReadAspNdcCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                           ReferenceBuilder& builder) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kCaptions));
  const int number = builder.AddRelease(release.name, release.covered);
  const DateInterval dates = {release.covered.first, Date::Max()};
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = Take(row, places, dates, number, builder);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
    }
  }
  return sheet.status();
}

}  // namespace scrubline
