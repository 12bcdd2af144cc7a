// authoring/handbook/handbook_folder.h — a handbook on disk: written whole or not at all.
//
// The files go to a folder beside the named one, which then takes its name in one step, so that
// whoever reads the old handbook never meets half of a new one. Only a handbook is ever replaced: a
// folder with anything else in it is refused. Tested by handbook_folder_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_FOLDER_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_FOLDER_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "authoring/handbook/handbook.h"

namespace scrubline {

// The file by which a folder is known as a handbook.
inline constexpr std::string_view kHandbookMark = "handbook.txt";

// FailedPrecondition when `folder` is something else than a handbook; otherwise what the file
// system says, with the path.
absl::Status WriteHandbook(const HandbookFiles& files, const std::string& folder);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_FOLDER_H_
