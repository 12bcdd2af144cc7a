// rules_engine/resolve/content_hash.h — one hash over every file of the rulesets, so that the same
// rules have the same id wherever their folder lies. Tested by resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_CONTENT_HASH_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_CONTENT_HASH_H_

#include <span>
#include <string>

#include "rules_engine/parse/parsed_ruleset.h"

namespace scrubline {

// SHA-256, hexadecimal, over each ruleset's folder name and each file's path in it, length and
// bytes, in their order.
std::string ContentHash(std::span<const ParsedRuleset> rulesets);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_CONTENT_HASH_H_
