// authoring/handbook/handbook.h — rulesets as a handbook to read: what `scrub docs` writes.
//
//   absl::StatusOr<HandbookFiles> files = MakeHandbook(*snapshot, {.payer = "SAMPLE01"}, disk);
//   absl::Status written = WriteHandbook(*files, "handbook");       // handbook_folder.h
//
// Static HTML: indexes by family, by payer, by severity and by code, a page for every rule with its
// examples as cases, a page for every code list, and a search. Nothing of it needs a network or a
// server. Every value of an author's is escaped. The same rulesets and tables give the same bytes:
// there is no clock in it. Cost: an evaluation for each example; some ten kilobytes a rule, all
// held in memory. Tested by handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/snapshot.h"

namespace scrubline {

// Path in the handbook's folder to bytes.
using HandbookFiles = std::map<std::string, std::string>;

struct HandbookOptions {
  std::vector<std::string> rules;  // ids or families; empty: all
  // Only rules for this payer's claims and what its layers make of them; empty: all payers.
  std::string payer;
};

// `files` is where the snapshot's rulesets were read from. NotFound when `rules` names no rule or
// no ruleset names `payer`, with the nearest name; otherwise as `files` has it.
absl::StatusOr<HandbookFiles> MakeHandbook(const Snapshot& snapshot, const HandbookOptions& options,
                                           const FileSource& files);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_HANDBOOK_H_
