#include "rules_engine/resolve/names.h"

namespace scrubline {
namespace {

bool Add(Names::Table& table, const ParsedRuleset::Named& named, const Node* value, int ruleset,
         std::string_view what, Diagnostics& diagnostics) {
  const std::string& name = named.name->text;
  if (!IsName(name)) {
    Report(diagnostics, *named.name, Quoted(name) + " is no name for a " + std::string(what),
           "begin with a small letter; small letters, digits and `_`");
    return false;
  }
  const auto [begin, end] = table.equal_range(name);
  for (auto it = begin; it != end; ++it) {
    if (it->second.ruleset != ruleset) continue;
    const Position first = it->second.name->position();
    Report(diagnostics, *named.name,
           "the " + std::string(what) + " " + Quoted(name) + " is defined twice in this ruleset",
           "it stands in " + first.file + ":" + std::to_string(first.line) + " already");
    return false;
  }
  table.emplace(name, Names::Entry{value, named.name.get(), ruleset});
  return true;
}

// The `codes` of a list; null when there are none.
const Node* CodesOf(const Node& list, Diagnostics& diagnostics) {
  if (list.kind != Node::Kind::kMap) {
    Report(diagnostics, list, "expected a code list as a map, found " + std::string(KindName(list)),
           "write `{title: Minor procedures, codes: [\"11102\"]}`");
    return nullptr;
  }
  MapReader reader(list, "a code list", diagnostics);
  if (const Node* title = reader.Find("title")) TextOf(*title, "a title", diagnostics);
  if (const Node* source = reader.Find("source")) {
    if (source->kind == Node::Kind::kMap) {
      MapReader of(*source, "a source", diagnostics);
      for (const char* key : {"title", "section", "url"}) {
        if (const Node* text = of.Find(key)) TextOf(*text, "text", diagnostics);
      }
      of.Finish();
    } else {
      TextOf(*source, "a source", diagnostics);
    }
  }
  const Node* codes = reader.Require("codes");
  reader.Finish();
  return codes;
}

}  // namespace

bool IsName(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

Names::Names(std::span<const ParsedRuleset> parsed, const std::vector<Ruleset>& rulesets,
             Diagnostics& diagnostics)
    : rulesets_(rulesets) {
  for (size_t i = 0; i < parsed.size(); ++i) {
    const int ruleset = static_cast<int>(i);
    for (const ParsedRuleset::Named& list : parsed[i].lists) {
      const Node* codes = CodesOf(*list.value, diagnostics);
      if (codes != nullptr) Add(lists_, list, codes, ruleset, "code list", diagnostics);
      if (codes == nullptr) unreadable_.insert(list.name->text);
    }
    for (const ParsedRuleset::Named& condition : parsed[i].conditions) {
      Add(conditions_, condition, condition.value.get(), ruleset, "condition", diagnostics);
    }
  }
}

bool Names::Sees(int ruleset, const Entry& entry) const {
  return entry.ruleset == ruleset || rulesets_[static_cast<size_t>(entry.ruleset)].layer <
                                         rulesets_[static_cast<size_t>(ruleset)].layer;
}

std::vector<std::string_view> Names::Visible(const Table& table, int ruleset) const {
  std::vector<std::string_view> names;
  for (const auto& [name, entry] : table) {
    if (Sees(ruleset, entry)) names.push_back(name);
  }
  return names;
}

const Names::Entry* Names::Find(const Table& table, std::string_view what, const Node& node,
                                int ruleset, bool quietly, Diagnostics& diagnostics) const {
  const Entry* best = nullptr;
  const Entry* rival = nullptr;
  const auto layer = [this](const Entry& entry) {
    return rulesets_[static_cast<size_t>(entry.ruleset)].layer;
  };
  const auto [begin, end] = table.equal_range(node.text);
  for (auto it = begin; it != end; ++it) {
    const Entry& entry = it->second;
    if (entry.ruleset == ruleset) return &entry;
    if (!Sees(ruleset, entry)) continue;
    if (best == nullptr || layer(entry) > layer(*best)) {
      best = &entry;
      rival = nullptr;
    } else if (layer(entry) == layer(*best)) {
      rival = &entry;
    }
  }
  if (best == nullptr) {
    if (!quietly && !unreadable_.contains(node.text)) {
      std::string hint = DidYouMean(node.text, Visible(table, ruleset));
      if (hint.empty() && what == "code list") {
        hint = "define it under `lists:`; codes are written in capital letters";
      } else if (hint.empty()) {
        hint = "define it under `conditions:`";
      }
      Report(diagnostics, node, "unknown " + std::string(what) + " " + Quoted(node.text),
             std::move(hint));
    }
    return nullptr;
  }
  if (rival != nullptr) {
    const auto place = [](const Entry& entry) {
      const Position position = entry.name->position();
      return position.file + ":" + std::to_string(position.line);
    };
    Report(diagnostics, node,
           "the " + std::string(what) + " " + Quoted(node.text) +
               " is defined in two rulesets of one layer: " + place(*best) + " and " +
               place(*rival),
           "define it in this ruleset");
    return nullptr;
  }
  return best;
}

const Names::Entry* Names::FindList(const Node& node, int ruleset, bool quietly,
                                    Diagnostics& diagnostics) const {
  return Find(lists_, "code list", node, ruleset, quietly, diagnostics);
}

const Names::Entry* Names::FindCondition(const Node& node, int ruleset,
                                         Diagnostics& diagnostics) const {
  return Find(conditions_, "condition", node, ruleset, /*quietly=*/false, diagnostics);
}

std::string Names::ListHint(std::string_view word, int ruleset) const {
  return DidYouMean(word, Visible(lists_, ruleset));
}

}  // namespace scrubline
