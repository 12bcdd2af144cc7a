// rules_engine/resolve/testing.h — for tests: rulesets written as text, resolved from memory.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_TESTING_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_TESTING_H_

#include <map>
#include <memory>
#include <string>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/resolve/resolver.h"

namespace scrubline {

// The header of a ruleset of the national layer.
inline const char kNationalHeader[] =
    "{id: base, version: \"1\", language: 1, title: Base rules, layer: national}\n";

// Resolves `files` (paths under `rules/`); null when there are errors, which are in `diagnostics`.
inline std::shared_ptr<const ResolvedRulesets> ResolveFiles(
    std::map<std::string, std::string> files, Diagnostics& diagnostics) {
  std::map<std::string, std::string> all;
  for (auto& [path, text] : files) all["rules/" + path] = std::move(text);
  auto resolved = LoadRulesets("rules", MemoryFileSource(std::move(all)), diagnostics);
  return resolved.ok() ? *std::move(resolved) : nullptr;
}

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_TESTING_H_
