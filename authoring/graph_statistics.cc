#include "authoring/graph_statistics.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "authoring/graph_uses.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

size_t BytesOf(const Graph& graph) {
  size_t bytes = graph.nodes.size() * sizeof(GraphNode) + graph.children.size() * sizeof(NodeId);
  for (const CodeSet& set : graph.code_sets) {
    bytes += sizeof set + set.singles().size() * sizeof(Code) +
             set.ranges().size() * sizeof(CodeSet::Range);
  }
  for (const TextSet& set : graph.text_sets) {
    bytes += sizeof set;
    for (const std::string& text : set.exact) bytes += sizeof text + text.size();
    for (const std::string& text : set.prefixes) bytes += sizeof text + text.size();
  }
  return bytes;
}

class Measurement {
 public:
  explicit Measurement(const Snapshot& snapshot)
      : rulesets_(snapshot.rulesets()), program_(snapshot.program()), graph_(program_.graph) {}

  GraphStatistics Run() {
    const GraphUses uses(program_, rulesets_);
    for (const ResolvedRule& rule : rulesets_.rules) {
      ++(rule.builtin.has_value() ? out_.builtin_rules : out_.rules);
    }
    out_.written = uses.written;
    out_.constant = uses.constant;
    out_.nodes = graph_.nodes.size();
    out_.edges = graph_.children.size();
    out_.bytes = BytesOf(graph_);
    CountKinds();
    FindShared(uses);
    CountActivation(TriggerKind::kProcedureCode, "procedure code", program_.procedure_rules);
    CountActivation(TriggerKind::kModifier, "modifier", program_.modifier_rules);
    CountActivation(TriggerKind::kDiagnosis, "diagnosis", program_.diagnosis_rules);
    for (size_t i = 0; i < rulesets_.rules.size(); ++i) {
      if (!rulesets_.rules[i].builtin.has_value() &&
          program_.rules[i].trigger == TriggerKind::kAlways) {
        out_.always.push_back(rulesets_.rules[i].id);
      }
    }
    CountViews();
    return std::move(out_);
  }

 private:
  void CountKinds() {
    std::map<std::string, size_t> kinds;
    for (const GraphNode& node : graph_.nodes) ++kinds[std::string(KindName(node.kind))];
    out_.kinds.assign(kinds.begin(), kinds.end());
    std::stable_sort(out_.kinds.begin(), out_.kinds.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  void FindShared(const GraphUses& uses) {
    std::vector<size_t> shared;
    for (size_t i = 0; i < uses.rules.size(); ++i) {
      if (uses.rules[i].size() > 1) shared.push_back(i);
    }
    out_.shared = shared.size();
    std::stable_sort(shared.begin(), shared.end(), [&uses](size_t a, size_t b) {
      return uses.rules[a].size() > uses.rules[b].size();
    });
    // Connectives say nothing without their parts, which are shared too.
    std::erase_if(shared,
                  [this](size_t node) { return graph_.nodes[node].kind <= Condition::Kind::kNot; });
    if (shared.size() > kMostShared) shared.resize(kMostShared);
    for (const size_t node : shared) {
      GraphStatistics::Shared& entry = out_.most_shared.emplace_back();
      entry.text = uses.texts[node];
      for (const int32_t rule : uses.rules[node]) {
        entry.rules.push_back(rulesets_.rules[static_cast<size_t>(rule)].id);
      }
    }
  }

  void CountActivation(TriggerKind kind, std::string name, const ActivationIndex& index) {
    std::map<std::string, Code> keys;  // as written, and a code that finds it
    for (size_t i = 0; i < rulesets_.rules.size(); ++i) {
      if (rulesets_.rules[i].builtin.has_value() || program_.rules[i].trigger != kind) continue;
      const CodeSet codes = FindTrigger(rulesets_.rules[i]).codes;
      for (const Code code : codes.singles()) keys.emplace(code.ToString(), code);
      for (const CodeSet::Range& range : codes.ranges()) {
        keys.emplace(CodeSet::ToString(range), range.first);
      }
    }
    if (keys.empty()) return;
    GraphStatistics::Activation& activation = out_.activation.emplace_back();
    activation.kind = std::move(name);
    activation.keys = keys.size();
    size_t sum = 0;
    for (const auto& [key, code] : keys) {
      size_t rules = 0;
      index.ForEach(index.Find(code), [&rules](int32_t) { ++rules; });
      sum += rules;
      if (rules <= activation.most) continue;
      activation.most = rules;
      activation.most_key = key;
    }
    activation.mean = static_cast<double>(sum) / static_cast<double>(keys.size());
  }

  void CountViews() {
    std::set<LineOfBusiness> lines_of_business;
    std::map<std::string, LineOfBusiness> payers;  // with the first line of business named for it
    for (const Ruleset& ruleset : rulesets_.rulesets) {
      const Scope& scope = ruleset.scope;
      lines_of_business.insert(scope.lines_of_business.begin(), scope.lines_of_business.end());
      for (const std::string& payer : scope.payers) {
        payers.emplace(payer, scope.lines_of_business.empty() ? LineOfBusiness::kUnset
                                                              : scope.lines_of_business.front());
      }
    }
    AddView("any other claim", "", LineOfBusiness::kUnset);
    const Field& field = FieldOf(FieldId::kPayerLineOfBusiness, Item::kClaim);
    for (const LineOfBusiness lob : lines_of_business) {
      AddView(std::string(field.choices[static_cast<size_t>(lob) - 1]), "", lob);
    }
    for (const auto& [payer, lob] : payers) AddView("payer " + payer, payer, lob);
  }

  void AddView(std::string name, const std::string& payer, LineOfBusiness lob) {
    Claim claim;
    claim.type = ClaimType::kProfessional;
    claim.payer.id = payer;
    claim.payer.line_of_business = lob;
    const std::shared_ptr<const View> view = program_.views.Get(program_.views.KeyOf(claim));
    size_t rules = 0;
    for (const uint64_t word : view->active) rules += static_cast<size_t>(std::popcount(word));
    out_.views.push_back({std::move(name), rules, view->always.size()});
  }

  const ResolvedRulesets& rulesets_;
  const Program& program_;
  const Graph& graph_;
  GraphStatistics out_;
};

}  // namespace

GraphStatistics MeasureGraph(const Snapshot& snapshot) { return Measurement(snapshot).Run(); }

std::string ToText(const GraphStatistics& s) {
  std::string text = absl::StrFormat(
      "rules          %d, and %d built in\n"
      "conditions     %d written, %d of them constant\n"
      "nodes          %d, %d edges, %d bytes\n",
      s.rules, s.builtin_rules, s.written, s.constant, s.nodes, s.edges, s.bytes);
  for (const auto& [kind, count] : s.kinds)
    absl::StrAppendFormat(&text, "  %-14s %d\n", kind, count);
  absl::StrAppendFormat(&text, "shared         %d nodes, read by several rules\n", s.shared);
  for (const GraphStatistics::Shared& shared : s.most_shared) {
    absl::StrAppendFormat(&text, "  %d rules  %s\n", shared.rules.size(), shared.text);
    std::string ids;
    for (const std::string& id : shared.rules) absl::StrAppend(&ids, ids.empty() ? "" : ", ", id);
    absl::StrAppendFormat(&text, "           %s\n", ids);
  }
  text += "activation\n";
  for (const GraphStatistics::Activation& a : s.activation) {
    absl::StrAppendFormat(&text, "  by %-14s %d keys, %.1f rules a key, at most %d (%s)\n", a.kind,
                          a.keys, a.mean, a.most, a.most_key);
  }
  absl::StrAppendFormat(&text, "  always            %d\n", s.always.size());
  for (const std::string& id : s.always) absl::StrAppendFormat(&text, "    %s\n", id);
  text += "views          professional claims\n";
  for (const GraphStatistics::View& view : s.views) {
    absl::StrAppendFormat(&text, "  %-22s %d rules, %d always looked at\n", view.name, view.rules,
                          view.always);
  }
  return text;
}

}  // namespace scrubline
