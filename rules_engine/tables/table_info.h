// rules_engine/tables/table_info.h — where a table came from: what the manifest says about it.
//
// Carried by every packed table (PtpTable::info() and its siblings) and by the manifest, so that a
// finding can name its table and release, and an auditor the very file it was built from.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_TABLE_INFO_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_TABLE_INFO_H_

#include <cstdint>
#include <string>
#include <vector>

namespace scrubline {

// One published file that went into a table. CMS publishes a PTP table in four parts and an MUE
// table once a quarter, so a table may have several.
struct TableSource {
  std::string file;      // its name as downloaded, without the folder
  std::string sha256;    // of that file as downloaded, lower-case hexadecimal
  std::string release;   // `2024Q3`
  uint64_t rows = 0;     // rows kept
  uint64_t refused = 0;  // rows refused; the import reported each with its line

  friend bool operator==(const TableSource&, const TableSource&) = default;
};

struct TableInfo {
  std::string name;  // `ncci_ptp_practitioner`
  // `2024Q3`; an MUE table holds one release a quarter, oldest first: `2024Q3, 2024Q4`.
  std::string release;
  uint64_t rows = 0;
  uint64_t refused = 0;
  bool sample = false;  // a few rows for trying things out: it answers for its covered codes only
  std::vector<TableSource> sources;

  friend bool operator==(const TableInfo&, const TableInfo&) = default;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_TABLE_INFO_H_
