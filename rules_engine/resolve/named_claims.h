// rules_engine/resolve/named_claims.h — the claims that *_test.yaml files give names to, and claims
// written as "that one, but ...".
//
//   claims:
//     visit: {lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}
//     with_25: {extends: visit, lines: {1: {modifiers: ["25"]}}}
//
// `extends` takes over all of the named claim: a map is merged key by key, a list or value
// replaced,
// `~` takes away; a map in place of a list changes items by their place, counted from 1 (one past
// the end adds an item, `~` takes one out). A file with `claims` and without `tests` gives its
// claims to all test files in its folder and in the folders below; the nearest claim of a name
// counts. Unknown names, circles, chains of more than kMaxExtensions, and a name given twice are
// Diagnostics. Holds on to the nodes it was given. Tested by named_claims_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_NAMED_CLAIMS_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_NAMED_CLAIMS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"

namespace scrubline {

class NamedClaims {
 public:
  static constexpr int kMaxExtensions = 8;

  explicit NamedClaims(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  // Takes in the `claims` of one file. REQUIRED for all files before the first claim is asked for.
  void Add(const Node& file);

  // What stands at `node`, a name or a claim, with all it extends merged in; null when a name is
  // not known, which is reported.
  NodePtr Find(const NodePtr& node);

 private:
  using Scope = std::map<std::string, NodePtr, std::less<>>;

  // The named claim as seen from the file of `name`; null after reporting.
  NodePtr Lookup(const Node& name);
  NodePtr Extended(const NodePtr& claim, int depth);
  NodePtr Merge(const NodePtr& base, const NodePtr& change);
  NodePtr MergeItems(const NodePtr& base, const NodePtr& change);

  Diagnostics& diagnostics_;
  std::map<std::string, Scope, std::less<>> scopes_;  // by file, or by folder when shared
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_NAMED_CLAIMS_H_
