#include "rules_engine/tables/hcpcs_text.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

// First and last place of a field, from 1, as the record layout counts.
struct Place {
  size_t first, last;
};
constexpr Place kCode = {1, 5};
constexpr Place kSequence = {6, 10};
constexpr Place kRecordType = {11, 11};  // 3 a code, 7 a modifier; 4 and 8 go on with them
constexpr Place kDescription = {12, 91};
constexpr Place kShortDescription = {92, 119};
constexpr Place kPricing = {120, 127};            // four of two
constexpr Place kLabCertifications = {181, 204};  // eight of three
constexpr Place kSuccessors = {205, 229};         // five of five
constexpr Place kCoverage = {230, 230};
constexpr Place kBetos = {257, 259};
constexpr Place kTypesOfService = {261, 265};  // five of one
constexpr Place kAdded = {269, 276};
constexpr Place kEnded = {285, 292};
constexpr Place kAction = {293, 293};

std::string_view Field(std::string_view line, Place place) {
  if (line.size() < place.first) return {};
  return TrimBlanks(line.substr(place.first - 1, place.last - place.first + 1));
}

std::vector<std::string> Fields(std::string_view line, Place place, size_t width) {
  std::vector<std::string> fields;
  for (size_t first = place.first; first <= place.last; first += width) {
    const std::string_view field = Field(line, {first, first + width - 1});
    if (!field.empty()) fields.emplace_back(field);
  }
  return fields;
}

bool IsRecord(std::string_view line) {
  if (line.size() < kRecordType.last) return false;
  const std::string_view sequence = Field(line, kSequence);
  return sequence.size() == 5 && sequence.find_first_not_of("0123456789") == std::string::npos &&
         std::string_view("3478").find(line[kRecordType.first - 1]) != std::string::npos;
}
bool IsContinuation(std::string_view line) {
  const char type = line[kRecordType.first - 1];
  return type == '4' || type == '8';
}

HcpcsRecord ReadRecord(std::string_view line, int number) {
  HcpcsRecord record;
  record.line = number;
  record.text = line;
  record.is_modifier = Field(line, kRecordType) == "7";
  record.code = Field(line, kCode);
  record.description = HcpcsText(Field(line, kDescription));
  record.short_description = HcpcsText(Field(line, kShortDescription));
  record.coverage = Field(line, kCoverage);
  record.action = Field(line, kAction);
  record.betos = Field(line, kBetos);
  record.pricing = Fields(line, kPricing, 2);
  record.lab_certifications = Fields(line, kLabCertifications, 3);
  record.successors = Fields(line, kSuccessors, 5);
  record.types_of_service = Fields(line, kTypesOfService, 1);
  record.added = Field(line, kAdded);
  record.ended = Field(line, kEnded);
  return record;
}

}  // namespace

bool IsHcpcsText(const TextBeginning& beginning) {
  const std::unique_ptr<ByteSource> source = FromMemory(beginning.bytes);
  LineReader lines(*source);
  std::string_view line;
  while (lines.number() <= kMaxRowsAboveHeader && lines.Next(line)) {
    if (line.size() >= kEnded.last && IsRecord(line) && !IsContinuation(line) &&
        Date::Parse(Field(line, kAdded)).has_value()) {
      return true;
    }
  }
  return false;
}

absl::Status ReadHcpcsText(ByteSource& source, HcpcsTake take) {
  LineReader lines(source);
  std::string_view line;
  HcpcsRecord record;  // the last one; its description may go on
  const auto refuse = [&](std::string fault) {
    HcpcsRecord refused;
    refused.line = lines.number();
    refused.text = line;
    refused.fault = std::move(fault);
    take(refused);
  };
  while (lines.Next(line)) {
    const bool above = record.line == 0;
    if (!IsRecord(line)) {
      if (!above && !TrimBlanks(line).empty()) refuse("it is no HCPCS record");
    } else if (!IsContinuation(line)) {
      if (!above) take(record);
      record = ReadRecord(line, lines.number());
    } else if (above || Field(line, kCode) != record.code) {
      refuse("it goes on with a code that does not stand before it");
    } else {
      record.description += " " + HcpcsText(Field(line, kDescription));
    }
  }
  if (record.line != 0) take(record);
  return lines.status();
}

}  // namespace scrubline
