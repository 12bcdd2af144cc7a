#include "rules_engine/tables/mpfs_csv.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "re2/re2.h"
#include "rules_engine/tables/captions.h"
#include "rules_engine/tables/file_name.h"
#include "rules_engine/tables/published_fields.h"
#include "rules_engine/tables/quarter.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

struct Column {
  std::string_view caption;
  mpfs::Column column;
  std::string_view mark = {};  // of a flag: what stands for yes
};
constexpr std::array kColumns = {
    Column{"STATUS CODE", mpfs::kStatus},
    Column{"NOT USED FOR MEDICARE PAYMENT", mpfs::kNotUsedForMedicare, "+"},
    Column{"PCTC IND", mpfs::kPcTc},
    Column{"GLOB DAYS", mpfs::kGlobalDays},
    Column{"PRE OP", mpfs::kPreoperative},
    Column{"INTRA OP", mpfs::kIntraoperative},
    Column{"POST OP", mpfs::kPostoperative},
    Column{"MULT PROC", mpfs::kMultipleProcedure},
    Column{"BILAT SURG", mpfs::kBilateral},
    Column{"ASST SURG", mpfs::kAssistant},
    Column{"CO- SURG", mpfs::kCoSurgeon},
    Column{"TEAM SURG", mpfs::kTeam},
    Column{"ENDO BASE", mpfs::kEndoscopicBase},
    Column{"PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES", mpfs::kSupervision},
    Column{"NON-FAC NA INDICATOR", mpfs::kNonFacilityNa, "NA"},
    Column{"FACILITY NA INDICATOR", mpfs::kFacilityNa, "NA"},
    Column{"WORK RVU", mpfs::kWorkRvu},
    Column{"NON-FACILITY TOTAL", mpfs::kNonFacilityTotal},
    Column{"FACILITY TOTAL", mpfs::kFacilityTotal},
};

bool IsHeader(const SheetRow& row) {
  return row.Text(0) == "HCPCS" && row.Text(1) == "MOD" && row.Text(2) == "DESCRIPTION";
}

// Reads up to and with the header; by column, its captions from top to bottom. Empty without one.
std::vector<std::string> ReadStackedCaptions(SheetReader& sheet) {
  std::vector<std::string> captions;
  SheetRow row;
  for (int i = 0; i <= kMaxRowsAboveHeader && sheet.Next(row); ++i) {
    captions.resize(std::max(captions.size(), row.cells.size()));
    for (size_t j = 0; j < row.cells.size(); ++j) {
      if (row.Text(j).empty()) continue;
      if (!captions[j].empty()) captions[j] += ' ';
      captions[j] += NormalCaption(row.Text(j));
    }
    if (IsHeader(row)) return captions;
  }
  return {};
}

class Reader {
 public:
  Reader(int release, ReferenceBuilder& builder) : release_(release), builder_(builder) {}

  absl::Status FindColumns(const std::vector<std::string>& captions) {
    for (size_t i = 0; i < kColumns.size(); ++i) {
      const auto at = std::find(captions.begin(), captions.end(), kColumns[i].caption);
      if (at == captions.end()) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "no column is captioned `%s`: a layout that is not known yet", kColumns[i].caption));
      }
      places_[i] = static_cast<size_t>(at - captions.begin());
    }
    return absl::OkStatus();
  }

  // Why the row is refused; empty when it was taken.
  std::string Take(const SheetRow& row) {
    const std::string_view code = row.Text(0), component = row.Text(1);
    if (!ParseProcedureCode(code).has_value()) {
      return absl::StrFormat("code `%s` is not five characters A-Z 0-9", Printable(code));
    }
    if (!component.empty() && component != "26" && component != "TC" && component != "53") {
      return absl::StrFormat("`%s` is none of 26, TC, 53", Printable(component));
    }
    const TableKey key = *TableKey::Parse(std::string(code) + std::string(component));
    if (!seen_.insert(key.bits()).second) return "a second row for it; the first stands";
    ReferenceBuilder::Row built = builder_.AddRow(key, {}, release_);
    for (size_t i = 0; i < kColumns.size(); ++i) {
      const std::string_view text = row.Text(places_[i]);
      if (text.empty() || Set(built, kColumns[i], text)) continue;
      builder_.DropLastRow();
      seen_.erase(key.bits());
      return absl::StrFormat("`%s` under %s", Printable(text), kColumns[i].caption);
    }
    return "";
  }

 private:
  bool Set(ReferenceBuilder::Row& row, const Column& column, std::string_view text) const {
    if (!column.mark.empty()) {
      row.Flag(column.column, true);
      return text == column.mark;
    }
    if (IsNumber(column.column)) {
      const std::optional<int64_t> number = ParseAmount(text, 3);
      if (number.has_value()) row.Number(column.column, *number);
      return number.has_value();
    }
    const std::optional<Code> code = Code::Parse(text);
    if (code.has_value()) row.Code(column.column, *code);
    return code.has_value();
  }
  static bool IsNumber(mpfs::Column column) {
    const ReferenceSchema& schema = ReferenceSchemaOf(ReferenceId::kPhysicianFeeSchedule);
    return schema.columns[column].type == ColumnType::kNumber;
  }

  // Rows are open at both ends: the file says nothing of the days around its release.
  const int release_;
  ReferenceBuilder& builder_;
  std::array<size_t, kColumns.size()> places_ = {};  // by kColumns, the place in the row
  absl::flat_hash_set<uint64_t> seen_;
};

// `2024 National Physician Fee Schedule Relative Value File July Release`.
std::optional<Date> TitleDate(std::string_view bytes) {
  static const RE2 kTitle(
      R"((20\d\d) National Physician Fee Schedule Relative Value File ([A-Za-z]+) Release)");
  std::string year, month;
  if (!RE2::PartialMatch(re2::StringPiece(bytes.data(), bytes.size()), kTitle, &year, &month)) {
    return std::nullopt;
  }
  return ReadFileName(month + " " + year).effective;
}

}  // namespace

bool IsMpfsCsv(const TextBeginning& beginning) {
  const absl::string_view name(beginning.name);
  if (absl::StrContains(name, "qpp") && !absl::StrContains(name, "nonqpp")) return false;
  const std::unique_ptr<ByteSource> source = FromMemory(beginning.bytes);
  CsvReader sheet(*source);
  return !ReadStackedCaptions(sheet).empty();
}

std::optional<PublishedRelease> MpfsRelease(const TextBeginning& beginning,
                                            std::string_view given) {
  std::optional<Date> first_day;
  if (!given.empty()) {
    if (const auto quarter = Quarter::Parse(given)) first_day = quarter->first_day();
  } else {
    first_day = ReadFileName(beginning.name).effective;
    if (!first_day.has_value()) first_day = ReadFileName(beginning.download).effective;
    if (!first_day.has_value()) first_day = TitleDate(beginning.bytes);
  }
  if (!first_day.has_value()) return std::nullopt;
  return PublishedRelease{Quarter::Of(*first_day).ToString(),
                          {*first_day, *Date::FromCivil(first_day->ToCivil().year, 12, 31)}};
}

absl::Status ReadMpfsCsv(ByteSource& source, const PublishedRelease& release, RowLog& log,
                         ReferenceBuilder& builder) {
  CsvReader sheet(source);
  const std::vector<std::string> captions = ReadStackedCaptions(sheet);
  SCRUB_RETURN_IF_ERROR(sheet.status());
  if (captions.empty()) {
    return absl::InvalidArgumentError("no header that begins `HCPCS,MOD,DESCRIPTION`");
  }
  Reader reader(builder.AddRelease(release.name, release.covered), builder);
  SCRUB_RETURN_IF_ERROR(reader.FindColumns(captions));
  SheetRow row;
  while (sheet.Next(row)) {
    std::string fault = reader.Take(row);
    if (fault.empty()) {
      log.Keep();
    } else {
      log.Refuse(row.line, 0, row.ToString(), std::move(fault), "");
    }
  }
  return sheet.status();
}

}  // namespace scrubline
