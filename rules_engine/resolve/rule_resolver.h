// rules_engine/resolve/rule_resolver.h — one rule of a `rules:` list, YAML or built-in, to a
// ResolvedRule with its message, fixes and examples.
//
// What is wrong is reported and the rest is read all the same; when anything was, the result is
// good for nothing but finding more. Tested by resolver_test.cc and the golden diagnostics.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_RULE_RESOLVER_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_RULE_RESOLVER_H_

#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/condition_resolver.h"
#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/parameters.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

class RuleResolver {
 public:
  RuleResolver(const Names& names, Diagnostics& diagnostics)
      : conditions_(names, diagnostics),
        codes_(names, diagnostics),
        parameters_(names, diagnostics),
        diagnostics_(diagnostics) {}

  ResolvedRule Resolve(const Node& node, int ruleset, const Header& header);
  // A YAML rule that resolved, with these values of its parameters and without examples.
  ResolvedRule ResolveVariant(const Node& node, int ruleset, const Header& header,
                              const ParameterNodes& values);

 private:
  ResolvedRule ResolveWrittenOut(const Node& node, int ruleset, const Header& header,
                                 const ParameterNodes& parameters);
  void ReadWhat(MapReader& map, ResolvedRule& rule);
  void ReadYamlRule(MapReader& map, ResolvedRule& rule);
  void ReadBuiltin(MapReader& map, const Node& use, ResolvedRule& rule);
  void ReadBuiltinParameters(const Node* node, const Node& use, ResolvedRule& rule);
  void CheckUses(const ParameterNodes& parameters, const Node& rule, size_t first_diagnostic);
  void ReadSeverity(const Node& node, ResolvedRule& rule);
  void ReadMessages(const Node& node, const ParameterNodes& parameters, ResolvedRule& rule);
  void ReadFixes(const Node& node, ResolvedRule& rule);
  void ReadFix(const Node& node, ResolvedRule& rule);
  void ReadDenial(const Node& node, ResolvedRule& rule);
  void ReadSource(const Node& node, ResolvedRule& rule);
  void ReadExamples(const Node& node, const Header& header, ResolvedRule& rule);

  ConditionResolver conditions_;
  CodeReader codes_;
  ParameterReader parameters_;
  ParameterUses uses_;                // of the rule in hand
  std::vector<NodePtr> written_out_;  // conditions_ remembers the nodes it was given
  Diagnostics& diagnostics_;
};

// One built-in parameter's value: a word, true or false, or codes. Used by overrides too.
std::optional<ParameterValue> ReadParameterValue(const Parameter& parameter, const Node& node,
                                                 int ruleset, CodeReader& codes,
                                                 Diagnostics& diagnostics);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_RULE_RESOLVER_H_
