// authoring/schema/schema_parts.h — the parts that schema.cc puts together. Each returns
// definitions: an object from names to schemas, which refer to one another by `Ref(name)`.
#ifndef SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_PARTS_H_
#define SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_PARTS_H_

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/schema/schema.h"

namespace scrubline {

using Json = nlohmann::ordered_json;

// Conditions and the values they compare with; named after fields' types.
Json ConditionDefinitions(const SchemaNames& names);
// Claims, examples and tests.
Json ClaimDefinitions(const SchemaNames& names);
// Rules, fixes, overrides, lists, scopes and periods.
Json RuleDefinitions(const SchemaNames& names);

// --- bricks ---

Json Ref(std::string_view definition);
Json AnyOf(std::vector<Json> schemas);
// Text that matches one of the patterns, or a number, which is what unquoted digits are to YAML.
Json TextLike(const std::string& pattern, bool numbers = true);
Json Words(const std::vector<std::string_view>& words);  // in letters of either case
Json ListOf(Json item, int least = 0);
Json OneOrMore(Json item);
Json Flag();
// An object that has no other keys than these.
Json Map(Json properties, const std::vector<std::string>& required = {});
// With what an editor shows when the pointer rests on it.
Json Documented(Json schema, std::string_view doc);

// One of the names, or, where there are none, whatever matches the pattern.
Json NameOf(const std::vector<std::string>& names, const std::string& pattern);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_SCHEMA_SCHEMA_PARTS_H_
