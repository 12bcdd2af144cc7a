// rules_engine/folder_fingerprint.h — has anything in these folders changed?
//
//   uint64_t seen = FolderFingerprint(folders);
//   ... later ...
//   if (FolderFingerprint(folders) != seen) Reload();
//
// Looks at the names, sizes and times of all files, never into them. A folder that is not there, or
// a file that vanishes meanwhile, counts as nothing; a file in place of a folder counts as itself.
// Cost: one directory walk. Tested by folder_fingerprint_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_FOLDER_FINGERPRINT_H_
#define SCRUBLINE_RULES_ENGINE_FOLDER_FINGERPRINT_H_

#include <cstdint>
#include <string>
#include <vector>

namespace scrubline {

// A number that changes when a file under one of `folders` is added, removed, renamed or written.
uint64_t FolderFingerprint(const std::vector<std::string>& folders);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_FOLDER_FINGERPRINT_H_
