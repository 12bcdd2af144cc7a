#include "authoring/comparison/ruleset_comparison.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "authoring/lint/implication.h"

namespace scrubline {
namespace {

// A thing with an id and what is said of it.
struct Item {
  std::string title;
  Position position;
  std::vector<Attribute> attributes;
  const ResolvedRule* rule = nullptr;
};
using Items = std::map<std::string, Item>;

// Codes of a condition are compared only where it is written the same on both sides.
constexpr std::string_view kCodesOf = "codes of ";

std::vector<std::string> EntriesOf(const CodeSet& codes) {
  std::vector<std::string> entries;
  for (const Code code : codes.singles()) entries.push_back(code.ToString());
  for (const CodeSet::Range& range : codes.ranges()) {
    CodeSet alone;
    alone.AddRange(range);
    alone.Seal();
    const std::string list = alone.ToString();  // `["99202-99215"]`
    entries.push_back(list.substr(2, list.size() - 4));
  }
  return entries;
}

bool OnlyJoins(const Condition& condition) {
  return condition.kind <= Condition::Kind::kNot && !condition.children.empty() &&
         condition.children.front().written.ptr != condition.written.ptr;
}

// The entries that conditions were written as, each once, and the codes they mean.
void AddConditions(const std::string& part, const Condition& condition,
                   std::set<const Written*>& known, std::vector<Attribute>& attributes) {
  if (OnlyJoins(condition)) {
    for (const Condition& child : condition.children) {
      AddConditions(part, child, known, attributes);
    }
    return;
  }
  const std::string text = condition.written ? condition.written->text : Dump(condition);
  if (known.insert(condition.written.ptr.get()).second) attributes.push_back({part, text});
  for (const std::string& entry : EntriesOf(condition.codes)) {
    attributes.push_back({std::string(kCodesOf) + part + " " + text, entry});
  }
  // `units: {at_least: 2, at_most: 5}` is one entry of two conditions; a question about other lines
  // has its own, told by its text, but the lists in them may change.
  for (const Condition& child : condition.children) {
    std::vector<Attribute> inner;
    std::set<const Written*> ignored;
    AddConditions(part, child, ignored, inner);
    std::copy_if(inner.begin(), inner.end(), std::back_inserter(attributes),
                 [](const Attribute& attribute) { return attribute.name.starts_with(kCodesOf); });
  }
}

// The rule's questions about other lines, asked or not, by the names of their keys.
std::vector<std::pair<std::string, const std::optional<Condition>*>> QueriesOf(
    const ResolvedRule& rule) {
  return {{"with_line", &rule.with_line},
          {"without_line", &rule.without_line},
          {"with_history", &rule.with_history},
          {"without_history", &rule.without_history}};
}

Items RulesOf(const ResolvedRulesets& rulesets) {
  Items items;
  for (const ResolvedRule& rule : rulesets.rules) {
    Item& item = items[rule.id];
    item.title = rule.title;
    item.position = rule.position;
    item.rule = &rule;
    item.attributes = AttributesOf(rulesets, rule);
    if (rule.builtin) continue;
    std::set<const Written*> known;
    if (rule.when != Condition()) AddConditions("when", rule.when, known, item.attributes);
    for (const auto& [name, query] : QueriesOf(rule)) {
      if (query->has_value()) AddConditions(name, **query, known, item.attributes);
    }
    if (rule.unless) AddConditions("unless", *rule.unless, known, item.attributes);
  }
  return items;
}

Items RulesetsOf(const ResolvedRulesets& rulesets) {
  Items items;
  for (const Ruleset& ruleset : rulesets.rulesets) {
    items[ruleset.id] = {
        ruleset.title, {ruleset.directory + "/ruleset.yaml", 0, 0}, AttributesOf(ruleset), nullptr};
  }
  return items;
}

// An override of a family stands once for each rule it selects; here it is one.
Items OverridesOf(const ResolvedRulesets& rulesets) {
  Items items;
  for (const ResolvedOverride& override : rulesets.overrides) {
    const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(override.ruleset)];
    const auto [at, inserted] = items.emplace(ruleset.id + "/" + override.id, Item());
    if (inserted) {
      at->second = {override.reason, override.position, AttributesOf(rulesets, override), nullptr};
    } else {
      at->second.attributes.push_back(
          {"rule", rulesets.rules[static_cast<size_t>(override.rule)].id});
    }
  }
  return items;
}

void AddText(std::string_view name, const Node* node, std::vector<Attribute>& attributes) {
  if (node == nullptr) return;
  if (node->kind == Node::Kind::kScalar) attributes.push_back({std::string(name), node->text});
  for (const NodePtr& item : node->items) AddText(name, item.get(), attributes);
  for (const Node::Entry& entry : node->entries) {
    AddText(std::string(name) + " " + entry.key->text, entry.value.get(), attributes);
  }
}

Items ListsOf(const RulesetVersion& version) {
  Items items;
  for (const ParsedRuleset& parsed : version.parsed) {
    const Node* id = parsed.header == nullptr ? nullptr : parsed.header->Find("id");
    for (const ParsedRuleset::Named& list : parsed.lists) {
      Item& item = items[(id == nullptr ? "" : id->text) + "/" + list.name->text];
      item.position = list.name->position();
      for (const Node::Entry& entry : list.value->entries) {
        AddText(entry.key->text, entry.value.get(), item.attributes);
      }
      if (const Node* title = list.value->Find("title")) item.title = title->text;
    }
  }
  return items;
}

// `units` of `units: {more_than: 1}`.
std::string_view KeyOf(std::string_view text) { return text.substr(0, text.find(':')); }

// What one attribute lost and gained; a loss and a gain of one key are a change.
void CompareValues(const std::string& name, std::vector<std::string> before,
                   std::vector<std::string> after, std::vector<AttributeChange>& changes) {
  for (auto old = before.begin(); old != before.end();) {
    const auto same = std::find(after.begin(), after.end(), *old);
    if (same == after.end()) {
      ++old;
    } else {
      after.erase(same);
      old = before.erase(old);
    }
  }
  const bool of_conditions = name == "when" || name == "unless" || name.starts_with("with");
  const bool of_codes = name.starts_with(kCodesOf) || name == "codes";
  for (const std::string& old : before) {
    const auto now = std::find_if(after.begin(), after.end(), [&](const std::string& candidate) {
      return !of_codes && (!of_conditions || KeyOf(candidate) == KeyOf(old));
    });
    changes.push_back({name, old, now == after.end() ? "" : *now});
    if (now != after.end()) after.erase(now);
  }
  for (std::string& now : after) changes.push_back({name, "", std::move(now)});
}

std::vector<AttributeChange> CompareAttributes(const std::vector<Attribute>& before,
                                               const std::vector<Attribute>& after) {
  std::vector<std::string> names;  // in the order of the later version
  for (const std::vector<Attribute>* side : {&after, &before}) {
    for (const Attribute& attribute : *side) {
      if (std::find(names.begin(), names.end(), attribute.name) == names.end()) {
        names.push_back(attribute.name);
      }
    }
  }
  const auto values = [](const std::vector<Attribute>& side, const std::string& name) {
    std::vector<std::string> found;
    for (const Attribute& attribute : side) {
      if (attribute.name == name) found.push_back(attribute.value);
    }
    return found;
  };
  std::vector<AttributeChange> changes;
  for (const std::string& name : names) {
    std::vector<std::string> old = values(before, name);
    std::vector<std::string> now = values(after, name);
    if (name.starts_with(kCodesOf) && (old.empty() || now.empty())) continue;
    CompareValues(name, std::move(old), std::move(now), changes);
  }
  return changes;
}

bool MeanTheSame(const Condition& a, const Condition& b) {
  return a == b || (Implies(a, b) && Implies(b, a));
}

// Conditions whose entries are the same may still be put together otherwise: `any` for `all`.
// Another order is no difference.
void CompareWholes(const ResolvedRule& before, const ResolvedRule& after,
                   std::vector<AttributeChange>& changes) {
  const auto compare = [&changes](const std::string& name, const Condition& old,
                                  const Condition& now) {
    const bool told =
        std::any_of(changes.begin(), changes.end(), [&name](const AttributeChange& change) {
          return change.name == name || change.name.starts_with(std::string(kCodesOf) + name);
        });
    if (!told && !MeanTheSame(old, now)) changes.push_back({name, Dump(old), Dump(now)});
  };
  compare("when", before.when, after.when);
  const auto old_queries = QueriesOf(before);
  const auto new_queries = QueriesOf(after);
  for (size_t i = 0; i < old_queries.size(); ++i) {
    compare(old_queries[i].first, old_queries[i].second->value_or(Condition()),
            new_queries[i].second->value_or(Condition()));
  }
  compare("unless", before.unless.value_or(Condition()), after.unless.value_or(Condition()));
}

std::vector<ItemChange> CompareItems(const Items& before, const Items& after) {
  std::vector<ItemChange> changes;
  std::set<std::string> ids;
  for (const Items* side : {&before, &after}) {
    for (const auto& [id, item] : *side) ids.insert(id);
  }
  for (const std::string& id : ids) {
    const auto old = before.find(id);
    const auto now = after.find(id);
    if (now == after.end()) {
      const Item& item = old->second;
      changes.push_back({ItemChange::What::kRemoved, id, item.title, item.position, {}});
      continue;
    }
    const Item& item = now->second;
    if (old == before.end()) {
      changes.push_back({ItemChange::What::kAdded, id, item.title, item.position, {}});
      continue;
    }
    std::vector<AttributeChange> attributes =
        CompareAttributes(old->second.attributes, item.attributes);
    if (item.rule != nullptr) CompareWholes(*old->second.rule, *item.rule, attributes);
    if (attributes.empty()) continue;
    changes.push_back(
        {ItemChange::What::kChanged, id, item.title, item.position, std::move(attributes)});
  }
  return changes;
}

}  // namespace

RulesetComparison CompareRulesets(const RulesetVersion& before, const RulesetVersion& after) {
  return {CompareItems(RulesetsOf(*before.resolved), RulesetsOf(*after.resolved)),
          CompareItems(RulesOf(*before.resolved), RulesOf(*after.resolved)),
          CompareItems(ListsOf(before), ListsOf(after)),
          CompareItems(OverridesOf(*before.resolved), OverridesOf(*after.resolved))};
}

}  // namespace scrubline
