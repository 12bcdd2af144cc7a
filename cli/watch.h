// cli/watch.h — runs something again whenever files change, until the user has enough.
//
//   return WatchFolders(folders, [&] { RunTests(); }, InterruptFlag());
//
// Runs once at once, then after each change of a file under `folders` once they have been still for
// one look, so that a half-written file is not read. Looks four times a second (a walk over the
// folders' entries); what changes during a run is seen after it. Ends when `stop` becomes true, at
// most one look later. Tested by watch_test.cc.
#ifndef SCRUBLINE_CLI_WATCH_H_
#define SCRUBLINE_CLI_WATCH_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace scrubline {

void WatchFolders(const std::vector<std::string>& folders, const std::function<void()>& run,
                  const std::atomic<bool>& stop);

// A flag that ctrl-C (SIGINT) and SIGTERM set from now on in place of ending the program.
const std::atomic<bool>& InterruptFlag();

}  // namespace scrubline

#endif  // SCRUBLINE_CLI_WATCH_H_
