// rules_engine/resolve/header.h — ruleset.yaml: id, version, layer, scope and dates of a ruleset;
// and the scopes, intervals and small vocabularies that rules and overrides share with it.
// Tested by resolver_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_HEADER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_HEADER_H_

#include <optional>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

struct Header {
  Ruleset ruleset;
  bool required = true;  // what `required` is for a rule that does not say
};

Header ResolveHeader(const ParsedRuleset& parsed, Diagnostics& diagnostics);

const std::vector<std::string_view>& SeverityWords();
const std::vector<std::string_view>& LineOfBusinessWords();  // from kMedicare on

// `{from: 2026-01-01, to: 2026-12-31}`, either end open; both belong to it.
DateInterval ReadInterval(const Node& node, Diagnostics& diagnostics);
std::optional<DateBasis> ReadDateBasis(const Node& node, Diagnostics& diagnostics);
// `fine` allows what an override may bind beyond a ruleset: npis, tax_ids, places_of_service.
Scope ReadScope(const Node& node, bool fine, Diagnostics& diagnostics);

DateInterval Intersection(const DateInterval& a, const DateInterval& b);
// Where both apply; nullopt when nothing is in both.
std::optional<Scope> Intersection(const Scope& a, const Scope& b);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_HEADER_H_
