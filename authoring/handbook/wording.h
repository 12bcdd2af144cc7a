// authoring/handbook/wording.h — what a rule says, in English sentences.
//
//   RuleWords words = RuleInWords(rule, lists);
//   std::cout << ToText(words.when);
//
//   It fires on a line when all of these hold:
//   - the procedure code is in [Office visits]
//   - the line has none of the modifiers 24, 25, 57
//   - there is another line on the same service date, of which:
//     - its procedure code is in [Minor procedures]
//
// Sentences are made from the resolved conditions, never from the author's text, so that they say
// what the engine does; where a form has no sentence yet, the author's own words stand. Names of
// code lists come from NamedLists. Total. Tested by wording_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_WORDING_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_WORDING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/handbook/named_lists.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct Sentence {
  struct Span {
    std::string text;
    int list = -1;      // index in NamedLists::all() of the list that `text` is the title of
    bool code = false;  // stands on claims as it stands here: a code, a pattern
  };
  std::vector<Span> spans;
  std::vector<Sentence> parts;  // what it is made of, one level in

  Sentence& Add(std::string_view text) {
    spans.push_back({std::string(text)});
    return *this;
  }
};

// One condition; `of` is what its rule is about, `ruleset` its rule's.
Sentence InWords(const Condition& condition, Item of, int ruleset, const NamedLists& lists);

struct RuleWords {
  Sentence when;
  std::optional<Sentence> unless;
};
// REQUIRES: no built-in rule.
RuleWords RuleInWords(const ResolvedRule& rule, const NamedLists& lists);

// A message with its slots in braces, as its author wrote it.
std::string InWords(const MessageTemplate& message);

// What one fix asks for: `add modifier 25 if the record shows a separate visit`.
std::string InWords(const Fix& fix);

// `payers SAMPLE01, SAMPLE02; commercial`; empty when it binds nothing.
std::string InWords(const Scope& scope);

// `from 2026-01-01 to 2026-12-31`, `until 2026-12-31`; empty for always.
std::string InWords(const DateInterval& interval);

// The field as people call it: `procedure code`, `rendering provider's taxonomy code`.
std::string NounOf(const Field& field);

// A value of LineOfBusiness as authors write it; `other` than named for kUnset.
std::string_view WordOf(LineOfBusiness line_of_business);

// One sentence a line, parts under `- `, lists in brackets: the form of tests.
std::string ToText(const Sentence& sentence);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_WORDING_H_
