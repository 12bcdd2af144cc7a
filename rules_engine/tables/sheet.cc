#include "rules_engine/tables/sheet.h"

#include <algorithm>
#include <limits>
#include <span>

#include "absl/strings/str_format.h"
#include "rules_engine/tables/published_fields.h"

namespace scrubline {
namespace {

constexpr size_t kMaxCell = 64 * 1024;
constexpr size_t kMaxCells = 1024;  // NPPES has 330

}  // namespace

std::string_view SheetRow::Text(size_t i) const {
  return i < cells.size() ? TrimBlanks(cells[i].text) : std::string_view();
}

std::string SheetRow::ToString() const {
  std::string text;
  for (const SheetCell& cell : cells) {
    if (!text.empty()) text += ',';
    text += cell.text;
  }
  return text;
}

CsvReader::CsvReader(ByteSource& source) : source_(source), buffer_(64 * 1024) {}

int CsvReader::Peek() {
  if (at_ == end_) {
    if (!status_.ok()) return -1;
    const absl::StatusOr<size_t> n = source_.Read(buffer_);
    if (!n.ok()) status_ = n.status();
    at_ = 0;
    end_ = n.ok() ? *n : 0;
    if (end_ == 0) return -1;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

bool CsvReader::Next(SheetRow& row) {
  while (Peek() >= 0) {
    if (!ReadRow(row)) return false;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (!row.Text(i).empty()) return true;
    }
  }
  return false;
}

bool CsvReader::ReadRow(SheetRow& row) {
  row.line = line_;
  row.cells.clear();
  std::string* cell = &row.cells.emplace_back().text;
  while (true) {
    const int c = Peek();
    if (c < 0) return status_.ok();
    Skip();
    if (c == '\n') {
      if (line_ < std::numeric_limits<int>::max()) ++line_;
      return true;
    }
    if (c == '"' && cell->empty()) {
      if (!ReadQuoted(*cell)) return false;
    } else if (c == ',') {
      cell = &row.cells.emplace_back().text;
    } else if (c != '\r' || Peek() != '\n') {
      cell->push_back(static_cast<char>(c));
    }
    if (cell->size() > kMaxCell || row.cells.size() > kMaxCells) {
      status_ = absl::InvalidArgumentError(absl::StrFormat(
          "line %d: a cell of more than 65,536 bytes or a row of more than 1,024 cells: not a "
          "published table",
          row.line));
      return false;
    }
  }
}

bool CsvReader::ReadQuoted(std::string& text) {
  const int first_line = line_;
  while (true) {
    const int c = Peek();
    if (c < 0 || text.size() > kMaxCell) {
      if (status_.ok()) {
        status_ = absl::InvalidArgumentError(absl::StrFormat(
            "line %d: the quote is not closed within 65,536 bytes; download the file again",
            first_line));
      }
      return false;
    }
    Skip();
    if (c == '\n' && line_ < std::numeric_limits<int>::max()) ++line_;
    if (c == '"') {
      if (Peek() != '"') return true;
      Skip();
    }
    text.push_back(static_cast<char>(c));
  }
}

}  // namespace scrubline
