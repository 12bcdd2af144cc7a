// rules_engine/tables/hcpcs_record.h — one code or modifier of a HCPCS Level II file, in whichever
// layout it stood, and what becomes of it in each table.
//
//   {"HCPCS codes (text)", ReferenceId::kHcpcs, IsHcpcsText, QuarterRelease,
//    ReadHcpcsTable<ReadHcpcsText, AddHcpcsCode>},            // a line of published_format.cc
//
// A layout gives records (hcpcs_text.h, hcpcs_csv.h, hcpcs_parts_csv.h), a table takes those it can
// use: one file fills hcpcs, hcpcs_modifiers and drug_dosages. A row holds from the day its code
// was added to its termination, which is the last usable day. A release answers for its quarter
// alone: codes are added and ended every quarter. Tested by hcpcs_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_RECORD_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_RECORD_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "rules_engine/tables/published_format.h"

namespace scrubline {

// Texts are UTF-8 without blanks around them; what a layout does not have is empty.
struct HcpcsRecord {
  int line = 0;
  std::string text;   // as published, for messages
  std::string fault;  // why it is no record; then the rest is empty
  bool is_modifier = false;
  std::string code;
  std::string description;
  std::string short_description;
  std::string coverage, action, betos;
  std::vector<std::string> pricing, lab_certifications, successors, types_of_service;
  std::string added, ended;  // days as published; no end: in use
};

using HcpcsTake = absl::FunctionRef<void(const HcpcsRecord&)>;
using HcpcsReader = absl::Status (*)(ByteSource& source, HcpcsTake take);

// Puts a record into a table. nullopt: it is none of this table's; else why it is refused, empty
// when it was taken.
using HcpcsAdd = std::optional<std::string> (*)(const HcpcsRecord& record, int release,
                                                ReferenceBuilder& builder);
std::optional<std::string> AddHcpcsCode(const HcpcsRecord& record, int release,
                                        ReferenceBuilder& builder);
std::optional<std::string> AddHcpcsModifier(const HcpcsRecord& record, int release,
                                            ReferenceBuilder& builder);
// A record without dates holds on every day its release answers for.
std::optional<std::string> AddDrugDosage(const HcpcsRecord& record, int release,
                                         ReferenceBuilder& builder);

// The codes of a list that is separated by blanks, commas, colons or semicolons.
std::vector<std::string> SplitHcpcsList(std::string_view text);

// As UTF-8, and CMS's no-break spaces as blanks.
std::string HcpcsText(std::string_view latin1);

template <HcpcsReader read, HcpcsAdd add>
absl::Status ReadHcpcsTable(ByteSource& source, const PublishedRelease& release, RowLog& log,
                            ReferenceBuilder& builder) {
  const int number = builder.AddRelease(release.name, release.covered);
  return read(source, [&](const HcpcsRecord& record) {
    std::optional<std::string> fault = add(record, number, builder);
    if (!fault.has_value()) return;
    if (fault->empty()) {
      log.Keep();
    } else {
      log.Refuse(record.line, 0, record.text, *std::move(fault), "");
    }
  });
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_HCPCS_RECORD_H_
