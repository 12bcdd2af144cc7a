#include "rules_engine/tables/ptp_text.h"

#include <array>
#include <optional>
#include <string>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

enum Column { kColumn1, kColumn2, kPriorTo1996, kEffective, kDeletion, kModifier, kRationale };
constexpr size_t kColumns = 7;
constexpr int kMaxPreamble = 50;  // lines before the header
constexpr size_t kMaxRationale = 200;

using Fields = std::array<std::string_view, kColumns>;

// False when the line has fewer or more fields.
bool Split(std::string_view line, Fields& fields) {
  for (size_t i = 0; i + 1 < kColumns; ++i) {
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return false;
    fields[i] = TrimBlanks(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  fields[kRationale] = TrimBlanks(line);
  return line.find('\t') == std::string_view::npos;
}

struct Fault {
  Column column;
  std::string message;
  std::string hint;
};

std::optional<Fault> Parse(const Fields& fields, PtpBuilder::Row& row) {
  for (const Column column : {kColumn1, kColumn2}) {
    const std::optional<Code> code = ParseProcedureCode(fields[column]);
    if (!code.has_value()) {
      return Fault{
          column,
          absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(fields[column])),
          fields[column].size() < kProcedureCodeLength
              ? "a spreadsheet may have dropped leading zeros; use CMS's text file"
              : ""};
    }
    (column == kColumn1 ? row.column1 : row.column2) = *code;
  }
  const std::string_view prior = fields[kPriorTo1996];
  if (!prior.empty() && prior != "*") {
    return Fault{kPriorTo1996, "expected `*` or nothing in the third column", ""};
  }
  row.prior_to_1996 = prior == "*";

  std::optional<Date> effective = Date::Parse(fields[kEffective]);
  if (fields[kEffective].empty() && row.prior_to_1996) effective = Date::FromCivil(1996, 1, 1);
  if (!effective.has_value()) {
    return Fault{kEffective,
                 absl::StrFormat("effective date `%s` is not a day written YYYYMMDD",
                                 Printable(fields[kEffective])),
                 ""};
  }
  row.effective = *effective;

  row.deletion = Date::Max();
  if (fields[kDeletion] != "*") {
    const std::optional<Date> deletion = Date::Parse(fields[kDeletion]);
    if (!deletion.has_value()) {
      return Fault{kDeletion,
                   absl::StrFormat("deletion date `%s` is neither `*` nor a day written YYYYMMDD",
                                   Printable(fields[kDeletion])),
                   ""};
    }
    row.deletion = *deletion;
  }

  const std::string_view modifier = fields[kModifier];
  if (modifier != "0" && modifier != "1" && modifier != "9") {
    return Fault{kModifier,
                 absl::StrFormat("modifier indicator `%s` is not 0, 1 or 9", Printable(modifier)),
                 ""};
  }
  row.indicator = static_cast<uint8_t>(modifier[0] - '0');
  row.rationale = fields[kRationale].substr(0, kMaxRationale);
  return std::nullopt;
}

int ColumnOf(std::string_view line, std::string_view field) {
  return static_cast<int>(field.data() - line.data()) + 1;
}

absl::Status SkipToHeader(LineReader& lines) {
  std::string_view line;
  while (lines.number() < kMaxPreamble && lines.Next(line)) {
    if (!IsPtpHeader(line)) continue;
    Fields names;
    if (Split(line, names) && names[kEffective] == "Effective" && names[kDeletion] == "Deletion" &&
        names[kModifier] == "Modifier") {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrFormat(
        "line %d: the columns are not those of a PTP text file (expected Column 1, Column 2, "
        "*=in existence, Effective, Deletion, Modifier, PTP Edit Rationale)",
        lines.number()));
  }
  if (!lines.status().ok()) return lines.status();
  return absl::InvalidArgumentError(absl::StrFormat(
      "no PTP header (`Column 1`, `Column 2`, ...) in the first %d lines", kMaxPreamble));
}

}  // namespace

bool IsPtpHeader(std::string_view line) {
  Fields names;
  return Split(line, names) && names[kColumn1] == "Column 1" && names[kColumn2] == "Column 2";
}

absl::Status ReadPtpText(ByteSource& source, RowLog& log, PtpBuilder& builder) {
  LineReader lines(source);
  if (absl::Status status = SkipToHeader(lines); !status.ok()) return status;
  std::string_view line;
  Fields fields;
  PtpBuilder::Row row;
  bool in_header = true;
  while (lines.Next(line)) {
    if (TrimBlanks(line).empty()) continue;
    if (!Split(line, fields)) {
      log.Refuse(lines.number(), 0, line, "expected seven fields with tabs between them", "");
      continue;
    }
    // The header goes on while its first column is blank.
    if (in_header && fields[kColumn1].empty() && fields[kColumn2].empty()) continue;
    in_header = false;
    if (const std::optional<Fault> fault = Parse(fields, row); fault.has_value()) {
      log.Refuse(lines.number(), ColumnOf(line, fields[fault->column]), line, fault->message,
                 fault->hint);
      continue;
    }
    const absl::Status added = builder.Add(row);
    if (absl::IsResourceExhausted(added)) return added;
    if (added.ok()) {
      log.Keep();
    } else {
      log.Refuse(lines.number(), 1, line, std::string(added.message()), "");
    }
  }
  return lines.status();
}

}  // namespace scrubline
