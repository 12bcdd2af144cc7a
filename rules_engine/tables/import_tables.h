// rules_engine/tables/import_tables.h — published files in, packed tables and their manifest out.
//
//   ImportOptions options;
//   options.into = "tables";
//   absl::StatusOr<ImportReport> report = ImportTables({"ccipra-v322r0-f1.zip", ...}, options);
//   if (!report->ok()) { ... report->errors: nothing was written ... }
//
// All or nothing: the packed files are written beside those in use and the manifest, written last,
// makes them count; a failure, a crash or a full disk before that leaves the folder as it was. Two
// imports into one folder at a time: the second is told so.
// The parts of one PTP table must come in one call; an MUE file adds its quarter to those already
// in the folder or replaces the same quarter. Tables are read in parallel, one thread each.
// Memory: about 50 bytes a row of the tables in work. Time: CMS's 4.3 million PTP rows from gzip in
// about 2 s on two busy cores.
// Tested by import_tables_test.cc and published_tables_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TABLES_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/code.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

struct ImportOptions {
  std::string into;     // the folder of packed tables; made when it is not there
  std::string as;       // the table's name, when the files' names do not say; see table_names.h
  std::string release;  // `2024Q3`, when the files' names do not say
  bool sample = false;  // the tables answer for the codes in them and in `covers` only
  std::vector<Code> covers;
};

// What became of one text.
struct ImportedText {
  std::string path;    // of the download
  std::string name;    // of the text in it
  std::string format;  // what it was recognised as
  std::string table;
  std::string release;
  std::string sha256;  // of the download
  uint64_t rows = 0;
  uint64_t refused = 0;
  Diagnostics diagnostics;  // warnings: the first refused rows, and what is worth a look
};

struct ImportReport {
  std::vector<ImportedText> texts;  // in the order of the sources
  Diagnostics errors;               // why nothing was imported
  std::vector<TableInfo> tables;    // written

  bool ok() const { return errors.empty(); }
};

// What is wrong with the sources is in the report; the status is an error only when the folder
// cannot be used.
absl::StatusOr<ImportReport> ImportTables(const std::vector<std::string>& sources,
                                          const ImportOptions& options);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_IMPORT_TABLES_H_
