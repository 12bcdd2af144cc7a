#include "rules_engine/resolve/resolver.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "rules_engine/resolve/claim_test_resolver.h"
#include "rules_engine/resolve/condition_resolver.h"
#include "rules_engine/resolve/content_hash.h"
#include "rules_engine/resolve/example_tables.h"
#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/override_resolver.h"
#include "rules_engine/resolve/rule_resolver.h"
#include "rules_engine/resolve/variants.h"

namespace scrubline {
namespace {

std::string Place(const Position& position) {
  return position.file + ":" + std::to_string(position.line);
}

// A rule with the node it was read from.
struct Read {
  ResolvedRule rule;
  const Node* node;
};

// False when there is too much of anything; where it became too much is reported.
bool CheckSizes(std::span<const ParsedRuleset> parsed, Diagnostics& diagnostics) {
  struct Count {
    std::string_view what;
    size_t most;
    size_t count = 0;
  };
  Count rules = {"rules", kMaxRules};
  Count names = {"code lists and named conditions", kMaxNames};
  Count overrides = {"overrides", kMaxOverrides};
  bool sound = true;
  const auto add = [&](Count& of, size_t more, const Node& last) {
    if (of.count <= of.most && of.count + more > of.most) {
      sound = false;
      Report(
          diagnostics, last,
          "more than " + std::to_string(of.most) + " " + std::string(of.what) + " in all rulesets",
          "use code lists and parameters in place of many alike");
    }
    of.count += more;
  };
  for (const ParsedRuleset& ruleset : parsed) {
    if (!ruleset.rules.empty()) add(rules, ruleset.rules.size(), *ruleset.rules.back());
    if (!ruleset.lists.empty()) add(names, ruleset.lists.size(), *ruleset.lists.back().name);
    if (!ruleset.conditions.empty()) {
      add(names, ruleset.conditions.size(), *ruleset.conditions.back().name);
    }
    if (!ruleset.overrides.empty()) {
      add(overrides, ruleset.overrides.size(), *ruleset.overrides.back());
    }
  }
  return sound;
}

void CheckRulesetIds(std::span<const ParsedRuleset> parsed, const std::vector<Ruleset>& rulesets,
                     Diagnostics& diagnostics) {
  for (size_t i = 0; i < rulesets.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (rulesets[i].id.empty() || rulesets[i].id != rulesets[k].id) continue;
      Report(diagnostics, *parsed[i].header->Find("id"),
             "the ruleset id " + Quoted(rulesets[i].id) + " is given twice",
             "it stands in " + Place(parsed[k].header->Find("id")->position()) + " already");
    }
  }
}

// Sorted by id; of rules of one id that of the lowest layer is kept and the others are reported.
// `nodes` gets the node of each.
std::vector<ResolvedRule> SortRules(std::vector<Read> read, const std::vector<Ruleset>& rulesets,
                                    std::vector<const Node*>& nodes, Diagnostics& diagnostics) {
  std::sort(read.begin(), read.end(), [&rulesets](const Read& a, const Read& b) {
    const Layer layer_a = rulesets[static_cast<size_t>(a.rule.ruleset)].layer;
    const Layer layer_b = rulesets[static_cast<size_t>(b.rule.ruleset)].layer;
    return std::tie(a.rule.id, layer_a, a.rule.position) <
           std::tie(b.rule.id, layer_b, b.rule.position);
  });
  std::vector<ResolvedRule> rules;
  rules.reserve(read.size());  // kept as long as the rules are served: no room to spare
  for (Read& item : read) {
    if (item.rule.id.empty()) continue;  // reported already
    if (!rules.empty() && rules.back().id == item.rule.id) {
      const Node* id = item.node->Find("id");
      Report(diagnostics, id != nullptr ? *id : *item.node,
             "the rule " + Quoted(item.rule.id) + " is defined twice",
             "it stands in " + Place(rules.back().position) +
                 " already; to change a rule of a lower layer write an override");
      continue;
    }
    rules.push_back(std::move(item.rule));
    nodes.push_back(item.node);
  }
  return rules;
}

// A side rule of an algorithm has its findings and parameters from the algorithm's main rule.
void CheckBuiltins(const std::vector<ResolvedRule>& rules, std::span<const Read> nodes,
                   Diagnostics& diagnostics) {
  std::set<BuiltinId> used;
  for (const ResolvedRule& rule : rules) {
    if (rule.builtin) used.insert(*rule.builtin);
  }
  for (const Read& read : nodes) {
    if (!read.rule.builtin) continue;
    const Builtin& side = BuiltinOf(*read.rule.builtin);
    if (!side.parameters.empty()) continue;
    for (const Builtin& main : AllBuiltins()) {
      if (main.algorithm != side.algorithm || main.parameters.empty() || used.contains(main.id))
        continue;
      Report(
          diagnostics, *read.node,
          Quoted(read.rule.id) + " comes out of " + Quoted(main.name) + ", which no ruleset uses",
          "add a rule with `use: " + std::string(main.name) + "`");
    }
  }
}

// What overrides make of rules by changing their parameters.
void ResolveVariants(std::span<const Node* const> nodes, const std::vector<Header>& headers,
                     VariantResolver& variants, ResolvedRulesets& resolved) {
  const std::vector<ResolvedOverride>& overrides = resolved.overrides;  // by rule
  for (size_t begin = 0, end = 0; begin < overrides.size(); begin = end) {
    const int index = overrides[begin].rule;
    while (end < overrides.size() && overrides[end].rule == index) ++end;
    ResolvedRule& rule = resolved.rules[static_cast<size_t>(index)];
    if (rule.declared_parameters.empty()) continue;
    variants.Resolve(*nodes[static_cast<size_t>(index)], headers[static_cast<size_t>(rule.ruleset)],
                     overrides, begin, end - begin, rule);
  }
}

std::vector<std::string_view> RuleIds(const std::vector<ResolvedRule>& rules) {
  std::vector<std::string_view> ids;
  for (const ResolvedRule& rule : rules) ids.push_back(rule.id);
  return ids;
}

}  // namespace

std::optional<ResolvedRulesets> ResolveRulesets(std::span<const ParsedRuleset> parsed,
                                                Diagnostics& diagnostics) {
  if (!CheckSizes(parsed, diagnostics)) {
    Sort(diagnostics);
    return std::nullopt;
  }
  ResolvedRulesets resolved;
  std::vector<Header> headers;
  for (const ParsedRuleset& ruleset : parsed) {
    headers.push_back(ResolveHeader(ruleset, diagnostics));
    resolved.rulesets.push_back(headers.back().ruleset);
  }
  CheckRulesetIds(parsed, resolved.rulesets, diagnostics);
  const Names names(parsed, resolved.rulesets, diagnostics);

  RuleResolver rule_resolver(names, diagnostics);
  std::vector<Read> read;
  for (size_t i = 0; i < parsed.size(); ++i) {
    for (const NodePtr& node : parsed[i].rules) {
      read.push_back({rule_resolver.Resolve(*node, static_cast<int>(i), headers[i]), node.get()});
    }
  }
  std::vector<const Node*> nodes;
  resolved.rules = SortRules(read, resolved.rulesets, nodes, diagnostics);
  CheckBuiltins(resolved.rules, read, diagnostics);

  // A condition nobody uses is checked too, as for a rule about lines, which sees every field.
  ConditionResolver conditions(names, diagnostics);
  for (const auto& [name, entry] : names.conditions()) {
    conditions.Resolve(*entry.value, {entry.ruleset, Item::kLine, false});
  }

  OverrideResolver override_resolver(names, resolved.rulesets, resolved.rules, diagnostics);
  for (size_t i = 0; i < parsed.size(); ++i) {
    for (const NodePtr& node : parsed[i].overrides) {
      override_resolver.Add(*node, static_cast<int>(i));
    }
  }
  resolved.overrides = override_resolver.Finish();
  for (const auto& [name, entry] : names.conditions()) {
    ReportStrayParameters(*entry.value, "a named condition", diagnostics);
  }
  for (const ParsedRuleset& ruleset : parsed) {
    for (const NodePtr& node : ruleset.overrides) {
      const Node* exempt_when = node->Find("exempt_when");
      if (exempt_when != nullptr) {
        ReportStrayParameters(*exempt_when, "the exception of an override", diagnostics);
      }
    }
  }
  if (!HasErrors(diagnostics)) {
    VariantResolver variants(names, rule_resolver, override_resolver, diagnostics);
    ResolveVariants(nodes, headers, variants, resolved);
  }

  std::vector<ParsedRuleset::File> tests;
  for (const ParsedRuleset& ruleset : parsed) {
    tests.insert(tests.end(), ruleset.tests.begin(), ruleset.tests.end());
  }
  resolved.tests = ClaimTestResolver(RuleIds(resolved.rules), diagnostics).Resolve(tests);
  resolved.example_tables = ResolveExampleTables(parsed, diagnostics);
  resolved.content_hash = ContentHash(parsed);

  Sort(diagnostics);
  if (HasErrors(diagnostics)) return std::nullopt;
  return resolved;
}

std::vector<ClaimTest> ResolveClaimTests(std::span<const ParsedRuleset::File> files,
                                         const ResolvedRulesets& rulesets,
                                         Diagnostics& diagnostics) {
  std::vector<ClaimTest> tests =
      ClaimTestResolver(RuleIds(rulesets.rules), diagnostics).Resolve(files);
  Sort(diagnostics);
  if (HasErrors(diagnostics)) tests.clear();
  return tests;
}

absl::StatusOr<std::vector<ParsedRuleset>> ParseRulesets(const std::string& directory,
                                                         const FileSource& files,
                                                         Diagnostics& diagnostics) {
  const auto paths = files.List(directory);
  if (!paths.ok()) return paths.status();
  const std::string header = "/ruleset.yaml";
  std::vector<std::string> folders;
  for (const std::string& path : *paths) {
    if (!path.ends_with(header)) continue;
    const std::string folder = path.substr(0, path.size() - header.size());
    if (folder == directory) {
      folders = {folder};
      break;
    }
    // One level down; a ruleset inside a ruleset is a file of the outer one, and refused there.
    if (folder.find('/', directory.size() + 1) == std::string::npos) folders.push_back(folder);
  }
  if (folders.empty()) {
    return absl::NotFoundError("no ruleset in " + directory +
                               ": expected ruleset.yaml in it or in its folders");
  }
  std::vector<ParsedRuleset> parsed;
  for (const std::string& folder : folders) {
    parsed.push_back(ParseRuleset(folder, files, diagnostics));
  }
  return parsed;
}

absl::StatusOr<std::shared_ptr<ResolvedRulesets>> LoadRulesets(const std::string& directory,
                                                               const FileSource& files,
                                                               Diagnostics& diagnostics) {
  const auto parsed = ParseRulesets(directory, files, diagnostics);
  if (!parsed.ok()) return parsed.status();
  auto resolved = ResolveRulesets(*parsed, diagnostics);
  if (!resolved) {
    return absl::InvalidArgumentError("the rulesets in " + directory + " have errors");
  }
  return std::make_shared<ResolvedRulesets>(*std::move(resolved));
}

absl::StatusOr<std::shared_ptr<ResolvedRulesets>> LoadRulesets(const std::string& directory,
                                                               Diagnostics& diagnostics) {
  std::string folder = directory;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return LoadRulesets(folder, DiskFileSource(), diagnostics);
}

}  // namespace scrubline
