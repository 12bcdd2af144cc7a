// The .xlsx half of sheet.h: a zip archive whose first sheet is XML, with most texts in a list of
// their own.

#include <zip.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "pugixml.hpp"
#include "rules_engine/tables/sheet.h"
#include "rules_engine/tables/status_macros.h"

namespace scrubline {
namespace {

constexpr size_t kMaxPart = 64 << 20;
constexpr size_t kMaxColumns = 256;
constexpr char kTexts[] = "xl/sharedStrings.xml";

absl::Status Unreadable(std::string_view cause) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "the workbook cannot be read: %s; download it again, or save it as csv", cause));
}

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

// `bytes` must outlive the archive.
absl::StatusOr<Archive> Open(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive == nullptr) return Unreadable("not a zip archive");
  return Archive(archive);
}

// A part of the archive, at most `limit` bytes of it; NotFound when there is none.
absl::StatusOr<std::string> ReadPart(zip_t* archive, const char* name, size_t limit) {
  struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(archive, name, 0));
  if (file == nullptr) return absl::NotFoundError(name);
  std::string part;
  std::vector<char> buffer(1 << 16);
  while (part.size() < limit) {
    const zip_int64_t n = zip_fread(file.get(), buffer.data(), buffer.size());
    if (n < 0) return Unreadable("a part of it is damaged");
    if (n == 0) break;
    part.append(buffer.data(), static_cast<size_t>(n));
  }
  return part;
}

absl::StatusOr<pugi::xml_document> ReadXml(zip_t* archive, const char* name) {
  SCRUB_ASSIGN_OR_RETURN(const std::string part, ReadPart(archive, name, kMaxPart));
  if (part.size() >= kMaxPart) return Unreadable("a part of it is larger than 64 MB");
  pugi::xml_document document;
  if (!document.load_buffer(part.data(), part.size(),
                            pugi::parse_default | pugi::parse_ws_pcdata)) {
    return Unreadable(absl::StrFormat("`%s` is not XML", name));
  }
  return document;
}

// The text of a rich or plain text element: all its `t` children, but no phonetic guides.
std::string TextOf(const pugi::xml_node& element) {
  std::string text = element.child("t").text().get();
  for (const pugi::xml_node& run : element.children("r")) text += run.child("t").text().get();
  return text;
}

absl::StatusOr<std::vector<std::string>> ReadTexts(zip_t* archive) {
  std::vector<std::string> texts;
  const absl::StatusOr<pugi::xml_document> document = ReadXml(archive, kTexts);
  if (absl::IsNotFound(document.status())) return texts;  // a workbook may have its texts in place
  if (!document.ok()) return document.status();
  for (const pugi::xml_node& item : document->child("sst").children("si")) {
    texts.push_back(TextOf(item));
  }
  return texts;
}

// `C12` is column 2. Nothing for what is not a cell's name.
std::optional<size_t> ColumnOf(std::string_view reference) {
  size_t column = 0;
  size_t letters = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
    column = column * 26 + static_cast<size_t>(reference[letters] - 'A' + 1);
    if (++letters > 3) return std::nullopt;
  }
  if (letters == 0 || column > kMaxColumns) return std::nullopt;
  return column - 1;
}

// A whole number as it would be typed (`2.013091E6` is 2013091); other numbers as they stand.
std::string NumberText(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size() && value >= 0 &&
                     value < 1e15 && value == std::floor(value);
  return whole ? absl::StrFormat("%d", static_cast<int64_t>(value)) : std::string(text);
}

absl::StatusOr<SheetCell> ReadCell(const pugi::xml_node& cell,
                                   const std::vector<std::string>& texts) {
  const std::string_view type = cell.attribute("t").as_string("n");
  const std::string_view value = cell.child("v").text().get();
  if (type == "inlineStr") return SheetCell{TextOf(cell.child("is"))};
  if (type == "s") {
    size_t index = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    if (error != std::errc() || end != value.data() + value.size() || index >= texts.size()) {
      return Unreadable("a cell names a text that is not there");
    }
    return SheetCell{texts[index]};
  }
  if (type == "n" && !value.empty()) return SheetCell{NumberText(value), true};
  return SheetCell{std::string(value)};
}

absl::StatusOr<SheetRow> ReadRow(const pugi::xml_node& node,
                                 const std::vector<std::string>& texts) {
  SheetRow row;
  row.line = node.attribute("r").as_int();
  for (const pugi::xml_node& cell : node.children("c")) {
    const std::optional<size_t> column = ColumnOf(cell.attribute("r").as_string());
    const size_t at = column.value_or(row.cells.size());
    if (at >= kMaxColumns) return Unreadable("a row has more than 256 cells");
    if (at >= row.cells.size()) row.cells.resize(at + 1);
    SCRUB_ASSIGN_OR_RETURN(row.cells[at], ReadCell(cell, texts));
  }
  return row;
}

// The first sheet's part: by the workbook's relations in general, always this name in practice.
constexpr char kFirstSheet[] = "xl/worksheets/sheet1.xml";

}  // namespace

absl::StatusOr<WorkbookReader> WorkbookReader::Open(std::string bytes) {
  SCRUB_ASSIGN_OR_RETURN(const Archive archive, scrubline::Open(bytes));
  SCRUB_ASSIGN_OR_RETURN(const std::vector<std::string> texts, ReadTexts(archive.get()));
  const absl::StatusOr<pugi::xml_document> sheet = ReadXml(archive.get(), kFirstSheet);
  if (absl::IsNotFound(sheet.status())) return Unreadable("it has no first sheet");
  if (!sheet.ok()) return sheet.status();
  WorkbookReader reader;
  for (const pugi::xml_node& node : sheet->child("worksheet").child("sheetData").children("row")) {
    SCRUB_ASSIGN_OR_RETURN(SheetRow row, ReadRow(node, texts));
    bool blank = true;
    for (size_t i = 0; i < row.cells.size(); ++i) blank &= row.Text(i).empty();
    if (!blank) reader.rows_.push_back(std::move(row));
  }
  return reader;
}

bool WorkbookReader::Next(SheetRow& row) {
  if (at_ == rows_.size()) return false;
  row = rows_[at_++];
  return true;
}

absl::StatusOr<std::string> WorkbookBeginning(const std::string& bytes) {
  constexpr size_t kEnough = 256 * 1024;
  SCRUB_ASSIGN_OR_RETURN(const Archive archive, Open(bytes));
  std::string beginning;
  for (const char* name : {kTexts, kFirstSheet}) {
    const absl::StatusOr<std::string> part = ReadPart(archive.get(), name, kEnough);
    if (absl::IsNotFound(part.status())) continue;
    if (!part.ok()) return part.status();
    beginning += *part;
  }
  return beginning;
}

}  // namespace scrubline
