#include "rules_engine/tables/code_list_csv.h"

#include <algorithm>
#include <optional>
#include <string>

#include "rules_engine/tables/csv_header.h"
#include "rules_engine/tables/own_csv.h"

namespace scrubline {
namespace {

// Whether a file of this name holds the table; `-` and blanks in the name count as `_`.
bool IsNameOf(ReferenceId table, std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  std::replace(name.begin(), name.end(), ' ', '_');
  const auto has = [&name](std::string_view sign) { return name.find(sign) != std::string::npos; };
  switch (table) {
    case ReferenceId::kRevenueCodes:
      return has("revenue");
    case ReferenceId::kTypesOfBill:
      return has("type_of_bill") || has("types_of_bill") || has("bill_type");
    case ReferenceId::kConditionCodes:
      return has("condition_code");
    case ReferenceId::kOccurrenceCodes:
      return has("occurrence");
    case ReferenceId::kValueCodes:
      return has("value_code");
    case ReferenceId::kDischargeStatuses:
      return has("discharge_status") || has("patient_status");
    default:
      return false;
  }
}

}  // namespace

bool IsCodeList(ReferenceId table, const TextBeginning& beginning) {
  if (!IsNameOf(table, beginning.name)) return false;
  const CsvHeader header = CsvHeader::Of(beginning);
  return header.Has({"code"}) &&
         header.HasOnly({"code", "description", "start_date", "end_date", "from", "through"});
}

std::optional<PublishedRelease> CodeListRelease(const TextBeginning& beginning,
                                                std::string_view given) {
  constexpr std::string_view kEditor = "mce_v";
  const size_t at = beginning.name.find(kEditor);
  if (!given.empty() || at == std::string::npos) return UndatedRelease(beginning, given);
  const std::string_view rest = std::string_view(beginning.name).substr(at + kEditor.size());
  return UndatedRelease(beginning, rest.substr(0, rest.find_first_not_of("0123456789.")));
}

absl::Status ReadCodeList(ReferenceId table, ByteSource& source, const PublishedRelease& published,
                          RowLog& log, ReferenceBuilder& builder) {
  CsvReader sheet(source);
  const int release = builder.AddRelease(published.name, published.covered);
  return ReadOwnCsv(ReferenceSchemaOf(table), sheet, release, log, builder);
}

}  // namespace scrubline
