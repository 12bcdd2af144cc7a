#include "rules_engine/resolve/parameters.h"

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include "rules_engine/fields.h"

namespace scrubline {
namespace {

// What is said about a rule rather than by it: no parameter is looked for in these.
constexpr std::string_view kAboutTheRule[] = {
    "id",     "title",  "severity", "for",       "required", "locked",     "date_basis",
    "denial", "source", "owner",    "effective", "examples", "parameters", "message"};

bool IsReference(const Node& node) {
  return node.kind == Node::Kind::kScalar && node.text.starts_with('$') &&
         IsName(std::string_view(node.text).substr(1));
}

// Nodes of the parsed files outlive what is made of them here.
NodePtr Borrowed(const Node& node) { return {NodePtr(), &node}; }

class Writer {
 public:
  Writer(const ParameterNodes& parameters, ParameterUses& uses)
      : parameters_(parameters), uses_(uses) {}

  // Null when nothing in `node` is a parameter.
  NodePtr Write(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kScalar: {
        const ParameterNode* parameter = Find(node);
        return parameter == nullptr ? nullptr : InPlace(*parameter);
      }
      case Node::Kind::kSequence:
        return WriteSequence(node);
      case Node::Kind::kMap:
        return WriteMap(node, {});
      case Node::Kind::kNull:
        return nullptr;
    }
    return nullptr;
  }

  // The entries of `map` but for the keys in `apart`.
  NodePtr WriteMap(const Node& map, std::span<const std::string_view> apart) {
    std::shared_ptr<Node> copy;
    for (size_t i = 0; i < map.entries.size(); ++i) {
      const Node::Entry& entry = map.entries[i];
      if (std::find(apart.begin(), apart.end(), entry.key->text) != apart.end()) continue;
      NodePtr value = Write(*entry.value);
      if (value == nullptr) continue;
      if (copy == nullptr) copy = std::make_shared<Node>(map);
      // A key of its own: how the entry is written is remembered by it.
      copy->entries[i] = {std::make_shared<Node>(*entry.key), std::move(value)};
    }
    return copy;
  }

 private:
  // The parameter `node` names; null when it names none.
  const ParameterNode* Find(const Node& node) {
    if (!IsReference(node)) return nullptr;
    const ParameterNode* found = FindParameter(parameters_, std::string_view(node.text).substr(1));
    if (found == nullptr) {
      uses_.unknown.push_back(&node);
    } else {
      uses_.used.push_back(found->name);
    }
    return found;
  }

  NodePtr InPlace(const ParameterNode& parameter) {
    if (!parameter.is_list) return Borrowed(*parameter.items.front());
    NodePtr& in_place = lists_[&parameter];
    if (in_place != nullptr) return in_place;
    auto list = std::make_shared<Node>();
    list->kind = Node::Kind::kSequence;
    list->of_parameter = true;
    list->line = parameter.value->line;
    list->column = parameter.value->column;
    list->source = parameter.value->source;
    for (const Node* item : parameter.items) list->items.push_back(Borrowed(*item));
    in_place = std::move(list);
    return in_place;
  }

  // A list among the items of another is one with them.
  NodePtr WriteSequence(const Node& sequence) {
    bool changed = false;
    std::vector<NodePtr> items;
    for (const NodePtr& item : sequence.items) {
      const ParameterNode* parameter = Find(*item);
      if (parameter != nullptr) {
        uses_.put_in += parameter->items.size();
        if (uses_.put_in > kMaxItemsPutIn) return nullptr;  // reported by who asked
        for (const Node* value : parameter->items) items.push_back(Borrowed(*value));
        changed = true;
        continue;
      }
      NodePtr written = item->kind == Node::Kind::kScalar ? nullptr : Write(*item);
      changed = changed || written != nullptr;
      items.push_back(written != nullptr ? written : item);
    }
    if (!changed) return nullptr;
    auto copy = std::make_shared<Node>(sequence);
    copy->items = std::move(items);
    return copy;
  }

  const ParameterNodes& parameters_;
  ParameterUses& uses_;
  std::map<const ParameterNode*, NodePtr> lists_;  // each made once, wherever it is named
};

}  // namespace

ParameterValue ParameterNode::Resolved() const {
  ParameterValue resolved;
  for (const Node* item : items) resolved.texts.push_back(item->text);
  if (is_list) {
    std::sort(resolved.texts.begin(), resolved.texts.end());
    resolved.texts.erase(std::unique(resolved.texts.begin(), resolved.texts.end()),
                         resolved.texts.end());
  }
  return resolved;
}

const ParameterNode* FindParameter(const ParameterNodes& parameters, std::string_view name) {
  for (const ParameterNode& parameter : parameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

bool ParameterReader::IsList(const Node& value, int ruleset) {
  if (value.kind == Node::Kind::kSequence) return true;
  return value.kind == Node::Kind::kScalar && !value.quoted && IsName(value.text) &&
         names_.FindList(value, ruleset, /*quietly=*/true, diagnostics_) != nullptr;
}

std::optional<std::vector<const Node*>> ParameterReader::ReadItems(const Node& value, bool is_list,
                                                                   int ruleset) {
  if (!is_list && value.kind == Node::Kind::kSequence) {
    Report(diagnostics_, value, "expected one value, found a list",
           "the rule's own value is no list; a rule that takes several declares one: `[..]`");
    return std::nullopt;
  }
  std::vector<const Node*> items;
  for (const Node* item : OneOrMore(value)) {
    if (!TextOf(*item, is_list ? "a value of the list" : "a value", diagnostics_)) {
      return std::nullopt;
    }
    if (IsReference(*item)) {
      Report(diagnostics_, *item, "a parameter in the value of a parameter",
             "write the value itself");
      return std::nullopt;
    }
    if (!is_list || !IsList(*item, ruleset)) {
      items.push_back(item);
      continue;
    }
    const Names::Entry* list = names_.FindList(*item, ruleset, /*quietly=*/true, diagnostics_);
    for (const Node* code : OneOrMore(*list->value)) {
      if (code->kind == Node::Kind::kScalar) items.push_back(code);
    }
  }
  return items;
}

ParameterNodes ParameterReader::ReadDeclarations(const Node& node, int ruleset) {
  ParameterNodes parameters;
  if (node.kind != Node::Kind::kMap) {
    Report(diagnostics_, node,
           "expected parameters as a map of `name: value`, found " + std::string(KindName(node)));
    return parameters;
  }
  for (const Node::Entry& entry : node.entries) {
    ParameterNode parameter;
    parameter.key = entry.key.get();
    parameter.name = entry.key->text;
    parameter.value = entry.value.get();
    if (!IsName(parameter.name)) {
      Report(diagnostics_, *entry.key, Quoted(parameter.name) + " is no name for a parameter",
             "begin with a small letter; small letters, digits and `_`");
      continue;
    }
    if (FindField(parameter.name, Item::kLine) != nullptr) {
      Report(diagnostics_, *entry.key,
             "the parameter " + Quoted(parameter.name) + " has the name of a field",
             "in a message it could not be told from the field; choose another");
      continue;
    }
    if (entry.value->kind == Node::Kind::kMap) {
      MapReader map(*entry.value, "a parameter", diagnostics_);
      parameter.value = map.Require("value");
      if (const Node* title = map.Find("title")) {
        parameter.title = TextOf(*title, "a title", diagnostics_).value_or("");
      }
      map.Finish();
      if (parameter.value == nullptr) continue;
    }
    parameter.is_list = IsList(*parameter.value, ruleset);
    auto items = ReadItems(*parameter.value, parameter.is_list, ruleset);
    if (!items) continue;
    parameter.items = *std::move(items);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

void ReportStrayParameters(const Node& condition, std::string_view what, Diagnostics& diagnostics) {
  for (const NodePtr& item : condition.items) ReportStrayParameters(*item, what, diagnostics);
  for (const Node::Entry& entry : condition.entries) {
    ReportStrayParameters(*entry.value, what, diagnostics);
  }
  if (!IsReference(condition)) return;
  DropAt(condition.position(), 0, diagnostics);
  Report(
      diagnostics, condition,
      "the parameter " + Quoted(condition.text) + " in " + std::string(what),
      "parameters belong to the conditions of the rule that declares them: write this one there");
}

void DropAt(const Position& position, size_t from, Diagnostics& diagnostics) {
  diagnostics.erase(
      std::remove_if(diagnostics.begin() + static_cast<ptrdiff_t>(from), diagnostics.end(),
                     [&position](const Diagnostic& d) { return d.position == position; }),
      diagnostics.end());
}

NodePtr WriteOut(const Node& rule, const ParameterNodes& parameters, ParameterUses& uses) {
  NodePtr written = Writer(parameters, uses).WriteMap(rule, kAboutTheRule);
  return written != nullptr ? written : Borrowed(rule);
}

}  // namespace scrubline
