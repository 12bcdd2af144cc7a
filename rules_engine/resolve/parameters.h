// rules_engine/resolve/parameters.h — the parameters of a YAML rule: named values in its own text.
//
//   parameters:
//     filing_days: {value: 365, title: days from the service to receipt}
//   when: {days: {from: service_date, to: received_date, more_than: $filing_days}}
//
//   ParameterNodes parameters = reader.ReadDeclarations(*rule.Find("parameters"), ruleset);
//   NodePtr written_out = WriteOut(rule, parameters, &unknown);
//
// A parameter is put in place of its name before the rule's conditions are resolved: what may stand
// in a place is decided by the place, and what is wrong with a value is reported where the value
// stands, in the rule or in the override that set it. A value is one scalar or a list of them; a
// code list's name in it is written out at once, in the names its own author sees. Tested by
// parameters_test.cc and the golden diagnostics.
#ifndef SCRUBLINE_RULES_ENGINE_RESOLVE_PARAMETERS_H_
#define SCRUBLINE_RULES_ENGINE_RESOLVE_PARAMETERS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/diagnostic.h"
#include "rules_engine/parse/node.h"
#include "rules_engine/resolve/names.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {

// A value as nodes. They belong to the parsed files, which must outlive it.
struct ParameterNode {
  std::string name, title;
  bool is_list = false;
  const Node* key = nullptr;       // where the rule names it
  const Node* value = nullptr;     // where the value stands
  std::vector<const Node*> items;  // one, or those of a list

  // What stands for it in the resolved stage.
  ParameterValue Resolved() const;
};
using ParameterNodes = std::vector<ParameterNode>;

// How many items of list parameters may be put among those of other lists in one rule.
inline constexpr size_t kMaxItemsPutIn = 200'000;

const ParameterNode* FindParameter(const ParameterNodes& parameters, std::string_view name);

class ParameterReader {
 public:
  ParameterReader(const Names& names, Diagnostics& diagnostics)
      : names_(names), diagnostics_(diagnostics) {}

  // `parameters:` of a rule.
  ParameterNodes ReadDeclarations(const Node& node, int ruleset);
  // The items of a value given by `ruleset`; nullopt, and reported, when it cannot be one of a
  // parameter that is a list or is none.
  std::optional<std::vector<const Node*>> ReadItems(const Node& value, bool is_list, int ruleset);

 private:
  bool IsList(const Node& value, int ruleset);

  const Names& names_;
  Diagnostics& diagnostics_;
};

// Drops what the diagnostics from `from` on say of a place.
void DropAt(const Position& position, size_t from, Diagnostics& diagnostics);

// Reports every `$name` in a condition that belongs to no rule, and drops what else was said of its
// place. `what` names the condition.
void ReportStrayParameters(const Node& condition, std::string_view what, Diagnostics& diagnostics);

// What was asked for while a rule was written out.
struct ParameterUses {
  std::vector<std::string> used;
  std::vector<const Node*> unknown;  // `$name`s that are none
  size_t put_in = 0;                 // items of lists that were put among those of others
};

// The rule with every `$name` in its conditions and fixes replaced. What names no parameter is left
// as it stands, and is in `uses`.
NodePtr WriteOut(const Node& rule, const ParameterNodes& parameters, ParameterUses& uses);

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_RESOLVE_PARAMETERS_H_
