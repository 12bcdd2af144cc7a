// rules_engine/resolve/resolver.h — stage 2: parsed rulesets to ResolvedRulesets, every name bound,
// every type checked, every layer known.
//
//   std::optional<ResolvedRulesets> resolved = ResolveRulesets(parsed, diagnostics);
//   if (!resolved) { ... }              // the errors are in `diagnostics`, with warnings
//
// All problems of all files are reported in one run; `diagnostics` comes out sorted, without
// repeats. One error anywhere, in parsing too, and there is no result: a wrong file never
// half-loads. Total and deterministic: the order of the input does not matter but for indexes.
// Tested by resolver_test.cc and tests/golden/diagnostics/.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVER_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/file_source.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// What all rulesets together may hold; no more than the largest imaginable customer needs, so that
// no folder can exhaust the server that loads it. Of one file: parse/yaml_reader.h.
inline constexpr size_t kMaxRules = 100'000;
inline constexpr size_t kMaxNames = 100'000;  // code lists and named conditions
inline constexpr size_t kMaxOverrides = 100'000;

// `diagnostics` holds those of the parser.
std::optional<ResolvedRulesets> ResolveRulesets(std::span<const ParsedRuleset> parsed,
                                                Diagnostics& diagnostics);

// Claim tests from files outside of the rulesets; names of rules are checked against `rulesets`.
// Empty when `diagnostics` has errors.
std::vector<ClaimTest> ResolveClaimTests(std::span<const ParsedRuleset::File> files,
                                         const ResolvedRulesets& rulesets,
                                         Diagnostics& diagnostics);

// The first stage for a folder: `directory` is a ruleset, or holds one folder for each. NotFound
// when there is none; what is wrong in the files is in `diagnostics`.
absl::StatusOr<std::vector<ParsedRuleset>> ParseRulesets(const std::string& directory,
                                                         const FileSource& files,
                                                         Diagnostics& diagnostics);

// Both stages. InvalidArgument when there are errors in `diagnostics`. The result is the caller's
// alone until it shares it.
absl::StatusOr<std::shared_ptr<ResolvedRulesets>> LoadRulesets(const std::string& directory,
                                                               const FileSource& files,
                                                               Diagnostics& diagnostics);
absl::StatusOr<std::shared_ptr<ResolvedRulesets>> LoadRulesets(const std::string& directory,
                                                               Diagnostics& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_RESOLVER_H_
