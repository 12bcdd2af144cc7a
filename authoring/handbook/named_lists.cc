#include "authoring/handbook/named_lists.h"

#include <algorithm>

namespace scrubline {
namespace {

std::string TextAt(const Node& map, std::string_view key) {
  const Node* node = map.Find(key);
  return node != nullptr ? node->text : "";
}

Source SourceOf(const Node& list) {
  const Node* node = list.Find("source");
  if (node == nullptr) return {};
  if (node->kind == Node::Kind::kScalar) return {node->text, "", ""};
  return {TextAt(*node, "title"), TextAt(*node, "section"), TextAt(*node, "url")};
}

// Words of small letters in the author's text: what may be names of lists. All of it may, where
// the text was cut short.
bool MayName(const Written& written, std::string_view list) {
  const std::string& text = written.text;
  if (text.ends_with("...")) return true;
  const auto in_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (size_t at = text.find(list); at != std::string::npos; at = text.find(list, at + 1)) {
    const size_t end = at + list.size();
    if ((at == 0 || !in_name(text[at - 1])) && (end == text.size() || !in_name(text[end]))) {
      return true;
    }
  }
  return false;
}

bool HasRange(const CodeSet& set, const CodeSet::Range& range) {
  return std::binary_search(set.ranges().begin(), set.ranges().end(), range);
}
bool HasSingle(const CodeSet& set, Code code) {
  return std::binary_search(set.singles().begin(), set.singles().end(), code);
}

bool HasAllOf(const CodeSet& set, const CodeSet& part) {
  return !part.empty() &&
         std::all_of(part.singles().begin(), part.singles().end(),
                     [&set](Code code) { return HasSingle(set, code); }) &&
         std::all_of(part.ranges().begin(), part.ranges().end(),
                     [&set](const CodeSet::Range& range) { return HasRange(set, range); });
}

}  // namespace

NamedLists::NamedLists(std::span<const ParsedRuleset> parsed, const std::vector<Ruleset>& rulesets)
    : names_(parsed, rulesets, ignored_) {
  for (size_t i = 0; i < parsed.size(); ++i) {
    for (const ParsedRuleset::Named& named : parsed[i].lists) {
      NamedList list;
      list.name = named.name->text;
      list.title = TextAt(*named.value, "title");
      if (list.title.empty()) {
        list.title = list.name;
        std::replace(list.title.begin(), list.title.end(), '_', ' ');
      }
      list.ruleset = static_cast<int>(i);
      list.source = SourceOf(*named.value);
      const Node* codes = named.value->Find("codes");
      for (const Node* item : OneOrMore(*codes)) list.codes.push_back(item->text);
      by_name_[named.name.get()] = static_cast<int>(lists_.size());
      lists_.push_back(std::move(list));
      code_nodes_.push_back(codes);
    }
  }
}

int NamedLists::Find(const std::string& name, int ruleset) const {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = name;
  Diagnostics ignored;
  const Names::Entry* entry = names_.FindList(node, ruleset, /*quietly=*/true, ignored);
  if (entry == nullptr) return -1;
  return by_name_.at(entry->name);
}

const CodeSet& NamedLists::CodesOf(int list, const CodeShape& shape) const {
  const auto [it, is_new] = sets_.try_emplace({list, shape.diagnosis});
  if (is_new) {
    Diagnostics ignored;
    CodeReader reader(names_, ignored);
    const auto index = static_cast<size_t>(list);
    it->second =
        reader.ReadSet(*code_nodes_[index], {"a code", 0, shape.diagnosis}, lists_[index].ruleset);
  }
  return it->second;
}

NamedLists::Split NamedLists::SplitUp(const Condition& condition, int ruleset) const {
  const CodeSet& codes = condition.codes;
  const CodeShape shape = ShapeOf(FieldOf(condition.field, condition.field_of));
  Split split;
  std::vector<const CodeSet*> named;
  for (size_t i = 0; condition.written && i < lists_.size(); ++i) {
    const int list = static_cast<int>(i);
    if (!MayName(*condition.written.ptr, lists_[i].name)) continue;
    if (Find(lists_[i].name, ruleset) != list || !HasAllOf(codes, CodesOf(list, shape))) continue;
    split.lists.push_back(list);
    named.push_back(&CodesOf(list, shape));
  }
  const auto stands_alone = [&named](const auto& is_in) {
    return std::none_of(named.begin(), named.end(), is_in);
  };
  const std::vector<std::string> items = ItemsOf(codes);
  const size_t singles = codes.singles().size();
  for (size_t i = 0; i < items.size(); ++i) {
    const bool alone =
        i < singles
            ? stands_alone([&](const CodeSet* set) { return HasSingle(*set, codes.singles()[i]); })
            : stands_alone(
                  [&](const CodeSet* set) { return HasRange(*set, codes.ranges()[i - singles]); });
    if (alone) split.codes.push_back(items[i]);
  }
  return split;
}

std::vector<std::string> ItemsOf(const CodeSet& codes) {
  const std::string text = codes.ToString();  // ["11102", "99202-99215"]
  std::vector<std::string> items;
  for (size_t open = text.find('"'); open != std::string::npos;) {
    const size_t close = text.find('"', open + 1);
    items.push_back(text.substr(open + 1, close - open - 1));
    open = text.find('"', close + 1);
  }
  return items;
}

}  // namespace scrubline
