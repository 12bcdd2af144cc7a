// authoring/handbook/named_lists.h — the code lists of rulesets as their authors wrote them, and
// which of them a condition's codes come from.
//
//   const NamedLists lists(parsed, resolved.rulesets);
//   NamedLists::Split split = lists.SplitUp(condition, rule.ruleset);
//   // split.lists: {the list `office_visits`}, split.codes: {"99281"}
//
// Resolving writes lists out, so that a condition knows only codes. Its words (Condition::written)
// name the lists; a list counts as named when the condition has all of its codes. Views into
// `parsed`, which must outlive it. Threads: const after construction, but for a cache: one thread.
// Tested by wording_test.cc and handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_NAMED_LISTS_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_NAMED_LISTS_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/code_reader.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct NamedList {
  std::string name;   // `office_visits`
  std::string title;  // the author's, else the name with blanks
  int ruleset = 0;
  Source source;
  std::vector<std::string> codes;  // as written: `99213`, `99202-99215`, `J9*`
};

class NamedLists {
 public:
  // `rulesets[i]` is the resolved header of `parsed[i]`; both have resolved without errors.
  NamedLists(std::span<const ParsedRuleset> parsed, const std::vector<Ruleset>& rulesets);
  NamedLists(const NamedLists&) = delete;
  NamedLists& operator=(const NamedLists&) = delete;

  // In the order of the rulesets, then of the files.
  const std::vector<NamedList>& all() const { return lists_; }

  // Where codes come from: indexes in all(), and those that stand for themselves.
  struct Split {
    std::vector<int> lists;
    std::vector<std::string> codes;
  };
  // Of a condition with `codes`, of a rule of `ruleset`.
  Split SplitUp(const Condition& condition, int ruleset) const;

 private:
  int Find(const std::string& name, int ruleset) const;  // -1: none
  const CodeSet& CodesOf(int list, const CodeShape& shape) const;

  Diagnostics ignored_;  // what is wrong was reported when the rulesets were resolved
  Names names_;
  std::vector<NamedList> lists_;
  std::vector<const Node*> code_nodes_;  // parallel to lists_
  std::map<const Node*, int> by_name_;   // the node of a list's name
  mutable std::map<std::pair<int, bool>, CodeSet> sets_;
};

// Every item of a set as authors write it: singles first, then ranges and prefixes.
std::vector<std::string> ItemsOf(const CodeSet& codes);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_NAMED_LISTS_H_
