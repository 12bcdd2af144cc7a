// rules_engine/tables/atomic_file.h — a file is replaced whole or not at all.
//
// The bytes go to a temporary file in the same folder, are synced, and take the name in one rename:
// a crash or a full disk at any moment leaves the old file as it was. Tested by
// packed_file_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_TABLES_ATOMIC_FILE_H_
#define SCRUBLINE_RULES_ENGINE_TABLES_ATOMIC_FILE_H_

#include <cstddef>
#include <span>
#include <string>

#include "absl/status/status.h"

namespace scrubline {

absl::Status WriteFileAtomically(const std::string& path, std::span<const std::byte> bytes);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_TABLES_ATOMIC_FILE_H_
