#include "rules_engine/tables/addendum_b_csv.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "rules_engine/claim.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

enum Column { kCode, kStatus, kPaymentRate };
constexpr std::string_view kCaptions[] = {"HCPCS Code|HCPCS", "SI", "Payment Rate|payment_rate"};

}  // namespace

bool IsAddendumBCsv(const TextBeginning& beginning) {
  return HasCaptions(beginning.bytes, kCaptions);
}

absl::Status ReadAddendumBCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                              ReferenceBuilder& builder) {
  CsvReader sheet(source);
  SCRUB_ASSIGN_OR_RETURN(const std::vector<size_t> places, ReadHeader(sheet, kCaptions));
  const int number = builder.AddRelease(release.name, release.covered);
  absl::flat_hash_set<uint64_t> seen;
  // Why the row is refused; empty when it was taken.
  const auto take = [&](const SheetRow& row) -> std::string {
    const std::string_view code_text = TrimCode(row.Text(places[kCode]));
    const std::optional<Code> code = ParseProcedureCode(code_text);
    if (!code.has_value()) {
      return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(code_text));
    }
    const std::string_view status_text = TrimCode(row.Text(places[kStatus]));
    const std::optional<Code> status = Code::Parse(status_text);
    if (!status.has_value() || status->empty() || status->length() > 2) {
      return absl::StrFormat("`%s` is not a status indicator", Printable(status_text));
    }
    const std::string_view rate_text = TrimCode(row.Text(places[kPaymentRate]));
    const std::optional<int64_t> rate =
        rate_text.empty() ? std::optional(kUnset) : ParseAmount(rate_text, 3);
    if (!rate.has_value()) return absl::StrFormat("`%s` is not an amount", Printable(rate_text));
    if (!seen.insert(code->bits()).second) return "a second row for its code; the first stands";
    builder.AddRow(TableKey::Of(*code), {}, number)
        .Code(outpatient_status::kStatus, *status)
        .Number(outpatient_status::kPaymentRate, *rate);
    return "";
  };
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = take(row);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
    }
  }
  return sheet.status();
}

}  // namespace scrubline
