// rules_engine/resolve/names.h — the code lists and named conditions of all rulesets, and which of
// them a ruleset sees.
//
//   Names names(parsed, rulesets, diagnostics);
//   const Names::Entry* list = names.FindList("office_visits", ruleset);
//
// A ruleset sees its own names first, then those of the nearest lower layer that has one; two
// rulesets of that layer that both have it are an ambiguity, reported where it is used. Tested by
// resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_NAMES_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_NAMES_H_

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// `[a-z][a-z0-9_]*`: what a list or condition may be called, and what no code looks like.
bool IsName(std::string_view text);

class Names {
 public:
  struct Entry {
    const Node* value = nullptr;  // a condition's map, or a list's `codes`
    const Node* name = nullptr;
    int ruleset = 0;
  };

  // `rulesets[i]` is what the header of `parsed[i]` says. Reports what is wrong with the names
  // themselves and with the shape of the lists.
  Names(std::span<const ParsedRuleset> parsed, const std::vector<Ruleset>& rulesets,
        Diagnostics& diagnostics);

  // What `node`, a scalar, names for a ruleset. Null when there is none; `quietly` then says
  // nothing, else it is reported with the nearest name.
  const Entry* FindList(const Node& node, int ruleset, bool quietly,
                        Diagnostics& diagnostics) const;
  const Entry* FindCondition(const Node& node, int ruleset, Diagnostics& diagnostics) const;
  // The nearest list's name to `word`; empty when none is near.
  std::string ListHint(std::string_view word, int ruleset) const;

  using Table = std::multimap<std::string, Entry, std::less<>>;
  const Table& conditions() const { return conditions_; }

 private:
  const Entry* Find(const Table& table, std::string_view what, const Node& node, int ruleset,
                    bool quietly, Diagnostics& diagnostics) const;
  std::vector<std::string_view> Visible(const Table& table, int ruleset) const;
  bool Sees(int ruleset, const Entry& entry) const;

  const std::vector<Ruleset>& rulesets_;
  Table lists_;
  Table conditions_;
  std::set<std::string, std::less<>> unreadable_;  // lists that have been reported
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_NAMES_H_
