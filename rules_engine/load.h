// rules_engine/load.h — folders on disk to a Snapshot: parse, resolve, map the tables, compile. The
// one way that scrubd, scrub and the tests take, so that they cannot differ.
#ifndef SCRUBLINE_RULES_ENGINE_LOAD_H_
#define SCRUBLINE_RULES_ENGINE_LOAD_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// `rulesets_dir` holds one folder per ruleset (each with a ruleset.yaml) or is one itself;
// `tables_dir` holds a manifest.json, and may be empty (""): then no tables. InvalidArgument when a
// ruleset has errors: they are in `diagnostics`. NotFound, DataLoss and others as the files have
// it; the message names the file and the remedy.
absl::StatusOr<std::shared_ptr<const Snapshot>> LoadSnapshot(const std::string& rulesets_dir,
                                                             const std::string& tables_dir,
                                                             Diagnostics& diagnostics);

// The same for a process that serves: `try_out` runs the examples (examples.h), and when it passes
// they and the claim tests are let go, which otherwise are half of the memory that rules take. Its
// error is returned as it is.
using TryOut = std::function<absl::Status(const Snapshot&)>;
absl::StatusOr<std::shared_ptr<const Snapshot>> LoadTriedSnapshot(const std::string& rulesets_dir,
                                                                  const std::string& tables_dir,
                                                                  const TryOut& try_out,
                                                                  Diagnostics& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_LOAD_H_
