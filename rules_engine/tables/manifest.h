// rules_engine/tables/manifest.h — manifest.json, the list of a folder's packed tables.
//
//   absl::StatusOr<Manifest> manifest = ReadManifest("tables");
//   for (const ManifestEntry& entry : manifest->tables) { ... entry.file ... }
//
// It names each table's file, and is written last: until then the folder is what it was, since
// files are named by their content. docs/table_formats.md shows one. Tested by table_set_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_MANIFEST_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_MANIFEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules_engine/tables/table_info.h"

namespace scrubline {

struct ManifestEntry {
  TableInfo info;
  std::string file;       // in the manifest's folder
  uint64_t checksum = 0;  // of that file

  friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

struct Manifest {
  std::vector<ManifestEntry> tables;  // by name, each once

  // Replaces the table of that name or adds it.
  void Set(ManifestEntry entry);
  const ManifestEntry* Find(std::string_view name) const;
};

std::string ManifestPath(const std::string& folder);

// The name of a packed table's file: told by its content, so that an import never overwrites a file
// that the manifest in force, or a running server, uses.
std::string PackedFileName(std::string_view table, uint64_t checksum);

// NotFound when the folder has none, InvalidArgument when it cannot be understood; the message
// names the file and the remedy.
absl::StatusOr<Manifest> ReadManifest(const std::string& folder);

absl::Status WriteManifest(const std::string& folder, const Manifest& manifest);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_MANIFEST_H_
