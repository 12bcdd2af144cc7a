#include "rules_engine/resolve/named_claims.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

namespace scrubline {
namespace {

constexpr std::string_view kExtends = "extends";

std::string_view FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::optional<size_t> PlaceOf(const Node& key, size_t most) {
  size_t place = 0;
  const char* end = key.text.data() + key.text.size();
  const auto [at, error] = std::from_chars(key.text.data(), end, place);
  if (error != std::errc() || at != end || place < 1 || place > most) return std::nullopt;
  return place;
}

// A map or list like `from`, at its position, without children yet.
std::shared_ptr<Node> EmptyLike(const Node& from, Node::Kind kind) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->line = from.line;
  node->column = from.column;
  node->source = from.source;
  return node;
}

}  // namespace

void NamedClaims::Add(const Node& file) {
  const Node* claims = file.Find("claims");
  if (claims == nullptr || claims->kind != Node::Kind::kMap) return;
  const std::string_view path = file.source->path();
  const bool shared = file.Find("tests") == nullptr;
  Scope& scope = scopes_[std::string(shared ? FolderOf(path) : path)];
  for (const Node::Entry& entry : claims->entries) {
    const auto [at, inserted] = scope.emplace(entry.key->text, entry.value);
    if (inserted) continue;
    const Position other = at->second->position();
    Report(diagnostics_, *entry.key, "the claim " + Quoted(entry.key->text) + " is given twice",
           "it stands in " + other.file + ":" + std::to_string(other.line) + " already");
  }
}

NodePtr NamedClaims::Find(const NodePtr& node) {
  if (node->kind != Node::Kind::kScalar) return Extended(node, 0);
  const NodePtr named = Lookup(*node);
  return named == nullptr ? nullptr : Extended(named, 0);
}

NodePtr NamedClaims::Lookup(const Node& name) {
  std::vector<std::string_view> known;
  std::string_view scope = name.source->path();
  while (true) {
    if (const auto claims = scopes_.find(scope); claims != scopes_.end()) {
      const auto found = claims->second.find(name.text);
      if (found != claims->second.end()) return found->second;
      for (const auto& [other, value] : claims->second) known.push_back(other);
    }
    if (scope.empty()) break;
    scope = FolderOf(scope);
  }
  Report(diagnostics_, name, "unknown claim " + Quoted(name.text), DidYouMean(name.text, known));
  return nullptr;
}

NodePtr NamedClaims::Extended(const NodePtr& claim, int depth) {
  const Node* base_name = claim->Find(kExtends);
  if (base_name == nullptr) return claim;
  if (!TextOf(*base_name, "the name of a claim", diagnostics_)) return nullptr;
  if (depth == kMaxExtensions) {
    Report(diagnostics_, *base_name,
           "more than " + std::to_string(kMaxExtensions) + " claims extend one another",
           "extend a nearer one, and see that they do not go in a circle");
    return nullptr;
  }
  const NodePtr named = Lookup(*base_name);
  if (named == nullptr) return nullptr;
  const NodePtr base = Extended(named, depth + 1);
  return base == nullptr ? nullptr : Merge(base, claim);
}

NodePtr NamedClaims::Merge(const NodePtr& base, const NodePtr& change) {
  if (change->kind != Node::Kind::kMap) return change;
  if (base->kind == Node::Kind::kSequence) return MergeItems(base, change);
  if (base->kind != Node::Kind::kMap) return change;
  auto merged = EmptyLike(*change, Node::Kind::kMap);
  for (const Node::Entry& entry : base->entries) {
    const auto changed = std::find_if(
        change->entries.begin(), change->entries.end(),
        [&entry](const Node::Entry& other) { return other.key->text == entry.key->text; });
    if (entry.key->text == kExtends) continue;
    merged->entries.push_back(changed == change->entries.end()
                                  ? entry
                                  : Node::Entry{changed->key, Merge(entry.value, changed->value)});
  }
  for (const Node::Entry& entry : change->entries) {
    if (entry.key->text == kExtends || base->Find(entry.key->text) != nullptr) continue;
    merged->entries.push_back(entry);
  }
  return merged;
}

NodePtr NamedClaims::MergeItems(const NodePtr& base, const NodePtr& change) {
  std::vector<NodePtr> items = base->items;
  for (const Node::Entry& entry : change->entries) {
    const auto place = PlaceOf(*entry.key, base->items.size() + 1);
    if (!place) {
      Report(diagnostics_, *entry.key,
             Quoted(entry.key->text) + " is not the place of an item in the list it changes",
             "the list has " + std::to_string(base->items.size()) +
                 "; one more may be added, or write a list to replace it");
      continue;
    }
    if (*place > items.size()) {
      items.push_back(entry.value);
    } else {
      items[*place - 1] = Merge(items[*place - 1], entry.value);
    }
  }
  std::erase_if(items, [](const NodePtr& item) { return item->kind == Node::Kind::kNull; });
  auto merged = EmptyLike(*change, Node::Kind::kSequence);
  merged->items = std::move(items);
  return merged;
}

}  // namespace scrubline
