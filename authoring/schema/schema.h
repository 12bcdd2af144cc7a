// authoring/schema/schema.h — the rule language as a JSON Schema (draft-07), with which an editor
// completes and checks the files of a ruleset while they are written.
//
//   const SchemaNames names = CollectNames(parsed);            // may be of broken rulesets
//   std::cout << MakeSchema(names, SchemaKind::kAll);
//
// Made from the catalogues that the engine itself reads by: fields with their types, words and
// meanings, built-in rules with their parameters; and from the names of the rulesets at hand:
// lists, conditions, rule ids and their families. Where no names are at hand any that could be one
// will do. A schema cannot say all: what it lets pass may still be refused when the rulesets are
// loaded, but what loads it does not refuse. docs/editors.md tells how editors take it. Tested by
// schema_test.cc, by tests/editor/schema_test.py, which tries it on shipped and on wrong files, and
// by tests/editor/language_server.mjs, which drives a language server with it.
#ifndef SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_H_
#define SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules_engine/parse/parsed_ruleset.h"

namespace scrubline {

// Sorted, without repeats.
struct SchemaNames {
  std::vector<std::string> lists, conditions, rules, families;
};
SchemaNames CollectNames(std::span<const ParsedRuleset> parsed);

// Which files: all of a ruleset, or ruleset.yaml, those of rules, lists, conditions and overrides,
// or *_test.yaml alone.
enum class SchemaKind { kAll, kRuleset, kRules, kTests };

// The schema as JSON text.
std::string MakeSchema(const SchemaNames& names, SchemaKind kind);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_H_
