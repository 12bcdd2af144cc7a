#include "rules_engine/resolve/variants.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "rules_engine/resolve/override_conflicts.h"

namespace scrubline {
namespace {

std::string Place(const Position& position) {
  return position.file + ":" + std::to_string(position.line);
}

std::vector<ParameterValue> Resolved(const ParameterNodes& values) {
  std::vector<ParameterValue> resolved;
  for (const ParameterNode& value : values) resolved.push_back(value.Resolved());
  return resolved;
}

int LastLine(const Node& node) {
  int last = node.line;
  for (const NodePtr& item : node.items) last = std::max(last, LastLine(*item));
  for (const Node::Entry& entry : node.entries) last = std::max(last, LastLine(*entry.value));
  return last;
}

bool Contains(const Node& node, const Position& position) {
  return position.file == node.source->path() && position.line >= node.line &&
         position.line <= LastLine(node);
}

// Whether `item`, when it is a range or a prefix, holds `code`.
bool Holds(std::string_view item, std::string_view code) {
  if (item.ends_with('*')) return code.starts_with(item.substr(0, item.size() - 1));
  const size_t dash = item.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view first = item.substr(0, dash);
  return first.size() == code.size() && first <= code && code <= item.substr(dash + 1);
}

}  // namespace

struct VariantResolver::Rule {
  const Node& node;
  const Header& header;
  ResolvedRule& rule;
  std::span<const ResolvedOverride> all;
  std::vector<size_t> changing;                 // of `all`, those that change a parameter
  std::vector<std::vector<size_t>> neighbours;  // of each, those after it that may meet it
  std::map<std::vector<std::vector<std::string>>, uint8_t> by_values;
};

void VariantResolver::Resolve(const Node& node, const Header& header,
                              std::span<const ResolvedOverride> all, size_t first, size_t count,
                              ResolvedRule& rule) {
  Rule in_hand = {node, header, rule, all, {}, {}, {}};
  std::vector<ResolvedOverride> changing;
  for (size_t i = first; i < first + count; ++i) {
    if (all[i].parameters.empty()) continue;
    in_hand.changing.push_back(i);
    changing.push_back(all[i]);
  }
  if (changing.empty()) return;
  in_hand.neighbours.resize(changing.size());
  size_t pairs = 0;
  ForEachPair(changing, [&](size_t i, size_t j) {
    if (!MayMeet(changing[i], changing[j])) return true;
    in_hand.neighbours[i].push_back(j);
    return ++pairs <= kMaxCombinations;  // each is a combination: too many are found out below
  });
  for (std::vector<size_t>& later : in_hand.neighbours) std::sort(later.begin(), later.end());
  std::vector<size_t> candidates(changing.size());
  for (size_t i = 0; i < candidates.size(); ++i) candidates[i] = i;
  const ParameterNodes own = parameters_.ReadDeclarations(*node.Find("parameters"), rule.ruleset);
  const auto values = Resolved(own);
  std::vector<std::vector<std::string>> key;
  for (const ParameterValue& value : values) key.push_back(value.texts);
  in_hand.by_values.emplace(std::move(key), 0);
  std::vector<size_t> group;
  Extend(in_hand, group, candidates, own);
  std::sort(rule.combinations.begin(), rule.combinations.end(),
            [](const auto& a, const auto& b) { return a.overrides < b.overrides; });
}

// Adds every group that begins with `group` and goes on with some of `candidates`, each two of
// which need not meet. False when there are too many.
bool VariantResolver::Extend(Rule& rule, std::vector<size_t>& group,
                             const std::vector<size_t>& candidates, const ParameterNodes& values) {
  for (const size_t next : candidates) {
    const ResolvedOverride& entry = rule.all[rule.changing[next]];
    const ParameterNodes changed = Apply(entry, values);
    group.push_back(next);
    std::vector<size_t> rest;
    std::set_intersection(candidates.begin(), candidates.end(), rule.neighbours[next].begin(),
                          rule.neighbours[next].end(), std::back_inserter(rest));
    const bool go_on = Add(rule, group, changed) && Extend(rule, group, rest, changed);
    group.pop_back();
    if (!go_on) return false;
  }
  return true;
}

ParameterNodes VariantResolver::Apply(const ResolvedOverride& entry, ParameterNodes values) {
  const Node& changes = *overrides_.NodeOf(entry).Find("parameters");
  for (ParameterNode& parameter : values) {
    const Node* given = changes.Find(parameter.name);
    if (given == nullptr) continue;
    const auto read = [&](const Node& node) {
      return parameters_.ReadItems(node, parameter.is_list, entry.ruleset)
          .value_or(std::vector<const Node*>());
    };
    parameter.value = given;
    if (given->kind != Node::Kind::kMap) {
      parameter.items = read(*given);
      continue;
    }
    if (const Node* more = given->Find("add")) {
      for (const Node* item : read(*more)) parameter.items.push_back(item);
    }
    if (const Node* fewer = given->Find("remove")) Remove(*fewer, entry.ruleset, parameter);
  }
  return values;
}

void VariantResolver::Remove(const Node& node, int ruleset, ParameterNode& parameter) {
  const auto fewer = parameters_.ReadItems(node, true, ruleset);
  if (!fewer) return;
  for (const Node* code : *fewer) {
    std::erase_if(parameter.items, [code](const Node* item) { return item->text == code->text; });
    const auto left =
        std::find_if(parameter.items.begin(), parameter.items.end(),
                     [code](const Node* item) { return Holds(item->text, code->text); });
    if (left == parameter.items.end()) continue;
    Report(diagnostics_, *code,
           Quoted(code->text) + " cannot be taken out of " + Quoted((*left)->text),
           "set the list anew with the ranges and prefixes that are meant");
  }
}

bool VariantResolver::Add(Rule& rule, const std::vector<size_t>& group,
                          const ParameterNodes& values) {
  const ResolvedOverride& last = rule.all[rule.changing[group.back()]];
  const Node& place = overrides_.NodeOf(last);
  if (rule.rule.combinations.size() == kMaxCombinations) {
    Report(diagnostics_, place,
           "the overrides of the parameters of " + Quoted(rule.rule.id) +
               " can come together in more than " + std::to_string(kMaxCombinations) + " ways",
           "bind them more closely, so that fewer of them meet");
    return false;
  }
  ResolvedRule::Combination combination;
  for (const size_t member : group) {
    combination.overrides.push_back(static_cast<int32_t>(rule.changing[member]));
  }
  std::vector<std::vector<std::string>> key;
  for (const ParameterValue& value : Resolved(values)) {
    key.push_back(value.texts);
    values_in_all_ += value.texts.size();
  }
  if (values_in_all_ > kMaxValuesInAll) {
    Report(diagnostics_, place,
           "the parameters of all rules, written out for every way in which their overrides come "
           "together, have more than " +
               std::to_string(kMaxValuesInAll) + " values",
           "use shorter lists, or fewer overrides of them");
    return false;
  }
  const auto found = rule.by_values.find(key);
  if (found != rule.by_values.end()) {
    combination.variant = found->second;
  } else if (rule.rule.variants.size() == kMaxVariants) {
    Report(diagnostics_, place,
           "the overrides give the parameters of " + Quoted(rule.rule.id) + " more than " +
               std::to_string(kMaxVariants) + " different sets of values",
           "write a rule of its own for some of the payers");
    return false;
  } else {
    const size_t before = diagnostics_.size();
    rule.rule.variants.push_back(
        rules_.ResolveVariant(rule.node, rule.rule.ruleset, rule.header, values));
    // What is wrong with the rule only now is the override's doing.
    for (size_t i = before; i < diagnostics_.size(); ++i) {
      Diagnostic& diagnostic = diagnostics_[i];
      if (diagnostic.level != Diagnostic::Level::kError) continue;
      if (Contains(place, diagnostic.position)) continue;  // it is the override's own value
      const bool alone = diagnostic.hint.empty() || diagnostic.hint.ends_with('?');
      diagnostic.hint += diagnostic.hint.empty() ? "" : alone ? " " : "; ";
      diagnostic.hint += "the override " + Quoted(last.id) + " (" + Place(last.position) +
                         ") gives " + Quoted(rule.rule.id) + " this value";
    }
    combination.variant = static_cast<uint8_t>(rule.rule.variants.size());
    rule.by_values.emplace(std::move(key), combination.variant);
  }
  rule.rule.combinations.push_back(std::move(combination));
  return true;
}

}  // namespace scrubline
