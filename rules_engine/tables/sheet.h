// rules_engine/tables/sheet.h — rows of cells: a csv file or a workbook, row by row.
//
//   CsvReader sheet(*source);
//   SheetRow row;
//   while (sheet.Next(row)) { ... row.line, row.Text(2) ... }
//   if (!sheet.status().ok()) ...
//
// Rows without any text are left out. Tested by sheet_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_SHEET_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_SHEET_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/tables/byte_source.h"

namespace scrubline {

struct SheetCell {
  std::string text;
  bool is_number = false;  // a workbook's number: leading zeros, if there were any, are gone
};

struct SheetRow {
  int line = 0;  // where the row begins: the line of a csv file, the row of a workbook; from 1
  std::vector<SheetCell> cells;

  // The cell's text without blanks around it; empty beyond the last cell.
  std::string_view Text(size_t i) const;
  bool IsNumber(size_t i) const { return i < cells.size() && cells[i].is_number; }
  // All cells with commas between them, for messages.
  std::string ToString() const;
};

class SheetReader {
 public:
  virtual ~SheetReader() = default;
  // False at the end and after an error.
  virtual bool Next(SheetRow& row) = 0;
  virtual const absl::Status& status() const = 0;
};

// RFC 4180: quoted cells may hold commas, doubled quotes and line breaks. Memory: one row. A cell
// of more than 64 KB, or a row of more than 1,024 cells, ends the reading with InvalidArgument: so
// does a quote that is never closed.
class CsvReader : public SheetReader {
 public:
  // `source` must outlive the reader.
  explicit CsvReader(ByteSource& source);
  bool Next(SheetRow& row) override;
  const absl::Status& status() const override { return status_; }

 private:
  // The next byte, or -1 at the end and after an error.
  int Peek();
  void Skip() { ++at_; }
  bool ReadRow(SheetRow& row);
  bool ReadQuoted(std::string& text);

  ByteSource& source_;
  std::vector<char> buffer_;
  size_t at_ = 0;
  size_t end_ = 0;
  int line_ = 1;
  absl::Status status_;
};

// The first sheet of an .xlsx workbook. The published ones are small (2 MB of XML) and are read
// whole; a sheet or text part of more than 64 MB is refused.
class WorkbookReader : public SheetReader {
 public:
  // InvalidArgument when the bytes are not a workbook that can be read.
  static absl::StatusOr<WorkbookReader> Open(std::string bytes);
  bool Next(SheetRow& row) override;
  const absl::Status& status() const override { return status_; }

 private:
  std::vector<SheetRow> rows_;
  size_t at_ = 0;
  absl::Status status_;
};

// The beginning of a workbook's texts, cheaply: enough to tell what it is without reading it.
absl::StatusOr<std::string> WorkbookBeginning(const std::string& bytes);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_SHEET_H_
