#include "authoring/graph_drawing.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "authoring/graph_uses.h"
#include "authoring/handbook/selection.h"

namespace scrubline {
namespace {

constexpr size_t kMaxCodesShown = 40;  // bytes of the codes that activate a rule

// A label's text: what would end it is escaped.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// `by modifiers 50`: what leads to a rule.
std::string ActivationText(const ResolvedRule& rule, TriggerKind kind) {
  if (kind == TriggerKind::kAlways) return "always looked at";
  constexpr std::string_view kWords[] = {"", "procedure codes", "modifiers", "diagnoses"};
  const Trigger trigger = FindTrigger(rule);
  std::string codes = trigger.codes.ToString();
  if (codes.size() > kMaxCodesShown) codes = codes.substr(0, kMaxCodesShown) + "...";
  return absl::StrCat("by ", std::string(kWords[static_cast<size_t>(kind)]), " ", codes);
}

// Whether `code` on a claim is what the rule is looked at for.
bool LeadsTo(Code code, int rule, const Snapshot& snapshot) {
  if (snapshot.program().rules[static_cast<size_t>(rule)].trigger == TriggerKind::kAlways) {
    return false;
  }
  const ResolvedRule& resolved = snapshot.rulesets().rules[static_cast<size_t>(rule)];
  return FindTrigger(resolved).codes.Contains(code) ||
         std::any_of(resolved.variants.begin(), resolved.variants.end(),
                     [code](const ResolvedRule& variant) {
                       return FindTrigger(variant).codes.Contains(code);
                     });
}

class Drawing {
 public:
  explicit Drawing(const Snapshot& snapshot)
      : rulesets_(snapshot.rulesets()), program_(snapshot.program()), uses_(program_, rulesets_) {}

  absl::StatusOr<std::string> Of(const std::vector<int32_t>& rules) {
    std::set<NodeId> nodes;
    for (const int32_t rule : rules) {
      for (const NodeId node : NodesOf(program_, rule)) nodes.insert(node);
    }
    if (nodes.size() + rules.size() > kMaxDrawnNodes) {
      return absl::ResourceExhaustedError(
          absl::StrCat(nodes.size(), " conditions of ", rules.size(),
                       " rules are more than a drawing can show; choose rules, a code or a payer"));
    }
    text_ =
        "digraph rules {\n"
        "  rankdir=LR;\n"
        "  node [shape=box, style=filled, fillcolor=white, fontname=\"sans-serif\", "
        "fontsize=10];\n"
        "  edge [fontname=\"sans-serif\", fontsize=9];\n";
    for (const int32_t rule : rules) AddRule(rule);
    for (const NodeId node : nodes) AddNode(node);
    return text_ + "}\n";
  }

 private:
  void AddRule(int32_t index) {
    const ResolvedRule& rule = rulesets_.rules[static_cast<size_t>(index)];
    const CompiledRule& compiled = program_.rules[static_cast<size_t>(index)];
    absl::StrAppend(&text_, "  r", index, " [style=\"rounded,filled\", fillcolor=\"#dbe9f6\", ",
                    "label=\"", Escaped(rule.id), "\\n",
                    Escaped(ActivationText(rule, compiled.trigger)), "\", tooltip=\"",
                    Escaped(rule.title), "\"];\n");
    std::set<std::pair<NodeId, bool>> drawn;
    const auto add = [&](const CompiledRule& variant) {
      AddEdge(index, variant.condition, false, drawn);
      AddEdge(index, variant.unless, true, drawn);
    };
    add(compiled);
    if (const auto variants = program_.variants.find(index); variants != program_.variants.end()) {
      for (const CompiledRule& variant : variants->second) add(variant);
    }
  }

  void AddEdge(int32_t rule, NodeId node, bool exception,
               std::set<std::pair<NodeId, bool>>& drawn) {
    if (node == kNoNode || !drawn.emplace(node, exception).second) return;
    absl::StrAppend(&text_, "  r", rule, " -> n", node,
                    exception ? " [style=dashed, label=unless];\n" : ";\n");
  }

  void AddNode(NodeId id) {
    const auto index = static_cast<size_t>(id);
    const GraphNode& node = program_.graph.nodes[index];
    const size_t sharing = uses_.rules[index].size();
    absl::StrAppend(&text_, "  n", id, " [label=\"", Escaped(uses_.texts[index]));
    if (sharing > 1) absl::StrAppend(&text_, "\\nshared by ", sharing, " rules");
    text_ += sharing > 1 ? "\", fillcolor=\"#fff2cc\"];\n" : "\"];\n";
    for (uint32_t i = 0; i < node.child_count; ++i) {
      absl::StrAppend(&text_, "  n", id, " -> n", program_.graph.children[node.children + i],
                      ";\n");
    }
  }

  const ResolvedRulesets& rulesets_;
  const Program& program_;
  const GraphUses uses_;
  std::string text_;
};

}  // namespace

absl::StatusOr<std::vector<int32_t>> RulesToDraw(const Snapshot& snapshot,
                                                 const GraphFilter& filter) {
  const ResolvedRulesets& rulesets = snapshot.rulesets();
  const absl::StatusOr<Selection> selected =
      Select(rulesets, {.rules = filter.rules, .payer = filter.payer});
  if (!selected.ok()) return selected.status();
  const std::optional<Code> code =
      filter.code.empty() ? std::nullopt : Code::ParseDiagnosis(filter.code);
  if (!filter.code.empty() && !code.has_value()) {
    return absl::NotFoundError(absl::StrCat("`", filter.code, "` is no code"));
  }
  std::vector<int32_t> rules;
  for (const int rule : selected->rules) {
    const ResolvedRule& resolved = rulesets.rules[static_cast<size_t>(rule)];
    if (resolved.builtin.has_value()) continue;
    if (code.has_value() && !LeadsTo(*code, rule, snapshot)) continue;
    rules.push_back(rule);
  }
  if (rules.empty()) {
    return absl::NotFoundError(
        code.has_value()
            ? absl::StrCat("no rule is activated by ", filter.code,
                           "; rules that are always looked at, and built-in ones, are by no code")
            : std::string("these rules have no conditions to draw: they are built in"));
  }
  return rules;
}

absl::StatusOr<std::string> DrawGraph(const Snapshot& snapshot, const std::vector<int32_t>& rules) {
  return Drawing(snapshot).Of(rules);
}

}  // namespace scrubline
