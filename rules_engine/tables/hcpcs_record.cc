#include "rules_engine/tables/hcpcs_record.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "rules_engine/tables/drug_dosage.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

// Empty when `dates` was set.
std::string ReadDates(const HcpcsRecord& record, DateInterval& dates) {
  const std::optional<Date> added = Date::Parse(record.added);
  if (!added.has_value()) {
    return absl::StrFormat("added on `%s`, which is not a day", Printable(record.added));
  }
  dates = {*added, Date::Max()};
  if (record.ended.empty()) return "";
  const std::optional<Date> ended = Date::Parse(record.ended);
  if (!ended.has_value()) {
    return absl::StrFormat("ended on `%s`, which is not a day", Printable(record.ended));
  }
  dates.last = *ended;
  return *ended < *added ? "it ends before it begins" : "";
}

std::vector<KeyRange> Keys(const std::vector<std::string>& texts) {
  std::vector<KeyRange> keys;
  for (const std::string& text : texts) {
    if (const auto key = TableKey::Parse(text)) keys.push_back(KeyRange::Single(*key));
  }
  return keys;
}

void SetCode(ReferenceBuilder::Row& row, int column, std::string_view text) {
  if (const auto code = Code::Parse(text)) row.Code(column, *code);
}

}  // namespace

std::optional<std::string> AddHcpcsCode(const HcpcsRecord& record, int release,
                                        ReferenceBuilder& builder) {
  if (!record.fault.empty()) return record.fault;
  if (record.is_modifier) return std::nullopt;
  const std::optional<Code> code = ParseProcedureCode(record.code);
  if (!code.has_value()) {
    return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(record.code));
  }
  DateInterval dates;
  if (std::string fault = ReadDates(record, dates); !fault.empty()) return fault;
  // A cross reference may say `CPT`: see that code book.
  std::vector<std::string> successors = record.successors;
  successors.erase(
      std::remove_if(successors.begin(), successors.end(),
                     [](const std::string& text) { return !ParseProcedureCode(text).has_value(); }),
      successors.end());
  ReferenceBuilder::Row row = builder.AddRow(TableKey::Of(*code), dates, release);
  SetCode(row, hcpcs::kCoverage, record.coverage);
  SetCode(row, hcpcs::kAction, record.action);
  SetCode(row, hcpcs::kBetos, record.betos);
  row.Codes(hcpcs::kPricing, Keys(record.pricing))
      .Codes(hcpcs::kLabCertifications, Keys(record.lab_certifications))
      .Codes(hcpcs::kSuccessors, Keys(successors))
      .Codes(hcpcs::kTypeOfService, Keys(record.types_of_service))
      .Text(hcpcs::kShortDescription, record.short_description)
      .Text(hcpcs::kDescription, record.description);
  return "";
}

std::optional<std::string> AddHcpcsModifier(const HcpcsRecord& record, int release,
                                            ReferenceBuilder& builder) {
  if (!record.is_modifier) return std::nullopt;
  const std::optional<Code> code = Code::Parse(record.code);
  if (!code.has_value() || code->length() != 2) {
    return absl::StrFormat("modifier `%s` is not two characters", Printable(record.code));
  }
  DateInterval dates;
  if (std::string fault = ReadDates(record, dates); !fault.empty()) return fault;
  constexpr int kDescription = 0;
  builder.AddRow(TableKey::Of(*code), dates, release).Text(kDescription, record.description);
  return "";
}

std::optional<std::string> AddDrugDosage(const HcpcsRecord& record, int release,
                                         ReferenceBuilder& builder) {
  if (record.is_modifier || !ParseProcedureCode(record.code).has_value()) return std::nullopt;
  DateInterval dates = {kEveryDay.first, Date::Max()};
  if (!record.added.empty() && !ReadDates(record, dates).empty()) return std::nullopt;
  const std::optional<DrugDosage> dosage = ParseDrugDosage(record.code, record.description);
  if (!dosage.has_value()) return std::nullopt;
  builder.AddRow(*TableKey::Parse(record.code), dates, release)
      .Number(drug_dosages::kAmount, dosage->amount)
      .Code(drug_dosages::kUnit, dosage->unit)
      .Code(drug_dosages::kKind, dosage->kind);
  return "";
}

std::vector<std::string> SplitHcpcsList(std::string_view text) {
  constexpr std::string_view kSeparators = " ,:;";
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(kSeparators), text.size());
    if (end > 0) items.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

std::string HcpcsText(std::string_view latin1) {
  constexpr char kNoBreakSpace = '\xA0';
  std::string text(latin1);
  std::replace(text.begin(), text.end(), kNoBreakSpace, ' ');
  absl::StripAsciiWhitespace(&text);
  return Latin1ToUtf8(text);
}

}  // namespace scrubline
