#include "rules_engine/tables/recognize.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "rules_engine/tables/add_on_file.h"
#include "rules_engine/tables/line_reader.h"
#include "rules_engine/tables/mue_csv.h"
#include "rules_engine/tables/ptp_text.h"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr size_t kBeginning = 64 * 1024;
constexpr int kMaxHeaderRow = 50;

struct Content {
  TextFormat format;
  std::string_view setting;  // when the content says
};

// The first bytes of a member, as many as there are up to kBeginning.
absl::StatusOr<std::string> ReadBeginning(const SourceMember& member) {
  SCRUB_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenMember(member));
  std::string beginning(kBeginning, '\0');
  size_t size = 0;
  while (size < beginning.size()) {
    SCRUB_ASSIGN_OR_RETURN(const size_t n, source->Read(std::span(beginning).subspan(size)));
    if (n == 0) break;
    size += n;
  }
  beginning.resize(size);
  return beginning;
}

std::optional<Content> RecognizeText(std::string_view beginning) {
  const std::unique_ptr<ByteSource> lines_source = FromMemory(beginning);
  LineReader lines(*lines_source);
  std::string_view line;
  while (lines.number() < kMaxHeaderRow && lines.Next(line)) {
    if (IsPtpHeader(line)) return Content{TextFormat::kPtpText, ""};
  }
  const std::unique_ptr<ByteSource> rows_source = FromMemory(beginning);
  CsvReader sheet(*rows_source);
  SheetRow row;
  for (int i = 0; i < kMaxHeaderRow && sheet.Next(row); ++i) {
    if (const auto setting = MueSetting(row)) return Content{TextFormat::kMueCsv, *setting};
    if (IsAddOnHeader(row)) return Content{TextFormat::kAddOnCsv, ""};
  }
  return std::nullopt;
}

// A workbook that is a table CMS also publishes as text.
absl::Status WorkbookRefused(const SourceMember& member, std::string_view table,
                             std::string_view text) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: `%s` is %s as a workbook; spreadsheets drop the leading zeros of codes (00100 becomes "
      "100), so workbooks of it are not read: import %s",
      member.path, member.name, table, text));
}

absl::StatusOr<Content> RecognizeWorkbook(const SourceMember& member) {
  SCRUB_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenMember(member));
  absl::StatusOr<std::string> bytes = ReadAll(*source, kMaxWorkbookBytes);
  absl::StatusOr<std::string> beginning = bytes.ok() ? WorkbookBeginning(*bytes) : bytes.status();
  if (!beginning.ok()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: `%s`: %s", member.path, member.name, beginning.status().message()));
  }
  if (absl::StrContains(*beginning, "PTP Edit Rationale") ||
      absl::StrContains(*beginning, "Column1/Column2 Edits")) {
    return WorkbookRefused(member, "the PTP edits", "the .TXT file of the same download");
  }
  if (absl::StrContains(*beginning, "MUE Values")) {
    return WorkbookRefused(member, "the MUE values", "the .csv file of the same download");
  }
  if (absl::StrContains(*beginning, "Add-On_Code")) return Content{TextFormat::kAddOnWorkbook, ""};
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: the workbook `%s` is no table known here (add-on code edits)",
                      member.path, member.name));
}

NameHints HintsOf(const SourceMember& member, const Content& content) {
  NameHints hints = ReadFileName(member.name);
  const NameHints outer = ReadFileName(std::filesystem::path(member.path).filename().string());
  if (!content.setting.empty()) hints.setting = content.setting;
  if (hints.setting.empty()) hints.setting = outer.setting;
  if (!hints.effective.has_value()) hints.effective = outer.effective;
  if (hints.part == 0) hints.part = outer.part;
  hints.medicaid |= outer.medicaid;
  return hints;
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  absl::AsciiStrToLower(&lower);
  return lower;
}

// Once for each reference table whose layout it has.
void RecognizeReference(const SourceMember& member, const std::string& beginning,
                        const ReferenceSchema* as, std::vector<RecognizedText>& recognized) {
  RecognizedText text{.member = member, .format = TextFormat::kReference, .hints = {}};
  text.beginning = beginning;
  const TextBeginning start = BeginningOf(text);
  for (const PublishedFormat& format : PublishedFormats()) {
    if (as != nullptr && format.table != as->id) continue;
    if (!format.recognize(start)) continue;
    text.published = &format;
    recognized.push_back(text);
  }
}

// An archive may hold a reference table twice under one name, as text and as csv: the layout that
// published_format.cc has first is taken.
void DropTwins(std::vector<RecognizedText>& texts) {
  const auto stem = [](const RecognizedText& text) {
    return std::filesystem::path(text.member.name).stem().string();
  };
  const auto is_twin = [&](const RecognizedText& text) {
    return std::any_of(texts.begin(), texts.end(), [&](const RecognizedText& other) {
      return text.published != nullptr && other.published != nullptr &&
             other.published < text.published && other.published->table == text.published->table &&
             stem(other) == stem(text);
    });
  };
  std::vector<RecognizedText> kept;
  std::copy_if(texts.begin(), texts.end(), std::back_inserter(kept),
               [&](const RecognizedText& text) { return !is_twin(text); });
  texts = std::move(kept);
}

bool IsWorkbookName(std::string_view name) {
  return absl::EndsWithIgnoreCase(absl::string_view(name.data(), name.size()), ".xlsx");
}

}  // namespace

std::string_view Describe(TextFormat format) {
  switch (format) {
    case TextFormat::kPtpText:
      return "PTP edits (text)";
    case TextFormat::kMueCsv:
      return "MUE values (csv)";
    case TextFormat::kAddOnCsv:
      return "add-on code edits (csv)";
    case TextFormat::kAddOnWorkbook:
      return "add-on code edits (workbook)";
    case TextFormat::kReference:
      return "reference table";
    case TextFormat::kOwnCsv:
      return "your own csv";
  }
  return "";
}

TableKind KindOf(TextFormat format) {
  switch (format) {
    case TextFormat::kPtpText:
      return TableKind::kPtp;
    case TextFormat::kMueCsv:
      return TableKind::kMue;
    case TextFormat::kAddOnCsv:
    case TextFormat::kAddOnWorkbook:
      return TableKind::kAddOn;
    case TextFormat::kReference:
    case TextFormat::kOwnCsv:
      return TableKind::kReference;
  }
  return TableKind::kPtp;
}

TextBeginning BeginningOf(const RecognizedText& text) {
  return {LowerCase(std::filesystem::path(text.member.name).filename().string()),
          LowerCase(std::filesystem::path(text.member.path).filename().string()), text.beginning};
}

absl::StatusOr<std::vector<RecognizedText>> RecognizeFile(const std::string& path,
                                                          const ReferenceSchema* as) {
  SCRUB_ASSIGN_OR_RETURN(const std::vector<SourceMember> members, ListMembers(path));
  std::vector<RecognizedText> recognized;
  std::vector<SourceMember> workbooks;
  std::vector<std::string> others;
  for (const SourceMember& member : members) {
    SCRUB_ASSIGN_OR_RETURN(const std::string beginning, ReadBeginning(member));
    if (absl::StartsWith(beginning, "PK\3\4")) {
      (IsWorkbookName(member.name) || members.size() == 1 ? workbooks.push_back(member)
                                                          : others.push_back(member.name));
    } else if (const std::optional<Content> content =
                   as == nullptr ? RecognizeText(beginning) : std::nullopt) {
      recognized.push_back({member, content->format, HintsOf(member, *content)});
    } else {
      const size_t before = recognized.size();
      RecognizeReference(member, beginning, as, recognized);
      if (recognized.size() > before) continue;
      others.push_back(member.name);
      if (as != nullptr && members.size() == 1)
        recognized.push_back({member, TextFormat::kOwnCsv, {}});
    }
  }
  DropTwins(recognized);
  if (!recognized.empty()) return recognized;
  for (const SourceMember& member : workbooks) {
    SCRUB_ASSIGN_OR_RETURN(const Content content, RecognizeWorkbook(member));
    recognized.push_back({member, content.format, HintsOf(member, content)});
  }
  if (!recognized.empty()) return recognized;
  if (others.size() > 5) others.resize(5);
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: no published table found in %s; docs/tables.md lists the files that are known, and a "
      "csv of your own is named by `--as TABLE`",
      path, members.empty() ? "the empty archive" : "`" + absl::StrJoin(others, "`, `") + "`"));
}

}  // namespace scrubline
