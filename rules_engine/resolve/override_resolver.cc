#include "rules_engine/resolve/override_resolver.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "rules_engine/resolve/header.h"
#include "rules_engine/resolve/override_conflicts.h"
#include "rules_engine/resolve/rule_resolver.h"

namespace scrubline {
namespace {

using Words = std::vector<std::string_view>;
using Change = ResolvedOverride::ParameterChange;

// Specificities of domain 12.2.
enum Specificity {
  kAllRules = 0,
  kFamily = 1,
  kOneRule = 2,
  kCodeSet = 3,
  kOneCode = 4,
  kPair = 5
};

bool InFamily(const ResolvedRule& rule, std::string_view family) {
  return rule.id == family || (rule.id.size() > family.size() && rule.id.starts_with(family) &&
                               rule.id[family.size()] == '.');
}

std::string Place(const Position& position) {
  return position.file + ":" + std::to_string(position.line);
}

bool IsRange(const std::string& text) {
  const size_t dash = text.find('-');
  return text.ends_with('*') ||
         (dash != std::string::npos && Code::Parse(text.substr(0, dash)).has_value() &&
          Code::Parse(text.substr(dash + 1)).has_value());
}

bool Changes(const ResolvedOverride& entry) {
  return entry.enabled || entry.severity || !entry.parameters.empty() || entry.exempt_when;
}

}  // namespace

void OverrideResolver::ReadKey(MapReader& map, int ruleset, ResolvedOverride& common) {
  const Node* codes = map.Find("codes");
  const Node* pair = map.Find("pair");
  if (codes != nullptr && pair != nullptr) {
    Report(diagnostics_, *pair, "`pair` beside `codes`", "an override has one of them");
  }
  if (codes != nullptr) {
    common.key = ResolvedOverride::Key::kCodes;
    common.codes = codes_.ReadSet(*codes, kProcedureShape, ruleset);
    common.specificity = CodeReader::IsOneCode(*codes) ? kOneCode : kCodeSet;
    if (codes->kind == Node::Kind::kSequence && codes->items.empty()) {
      Report(diagnostics_, *codes, "an empty list selects nothing", "name at least one code");
    }
  }
  if (pair != nullptr) {
    common.key = ResolvedOverride::Key::kPair;
    common.specificity = kPair;
    if (pair->kind != Node::Kind::kSequence || pair->items.size() != 2) {
      Report(diagnostics_, *pair, "`pair` takes two codes",
             "column 1 first: `pair: [\"45385\", \"45380\"]`");
      return;
    }
    common.column1 = codes_.ReadOne(*pair->items[0], kProcedureShape).value_or(Code());
    common.column2 = codes_.ReadOne(*pair->items[1], kProcedureShape).value_or(Code());
  }
}

OverrideResolver::Selection OverrideResolver::ReadSelect(const Node& node, int ruleset,
                                                         ResolvedOverride& common) {
  Selection selection;
  MapReader map(node, "a selection", diagnostics_);
  const Node* rule = map.Find("rule");
  const Node* family = map.Find("family");
  const Node* all = map.Find("all");
  const int given = (rule != nullptr) + (family != nullptr) + (all != nullptr);
  common.specificity = rule != nullptr ? kOneRule : family != nullptr ? kFamily : kAllRules;
  ReadKey(map, ruleset, common);
  map.Finish();
  if (given != 1) {
    if (node.kind == Node::Kind::kMap) {
      Report(diagnostics_, node, "a selection names one of `rule`, `family` or `all: true`", "");
    }
    return selection;
  }
  const Node& named = rule != nullptr ? *rule : family != nullptr ? *family : *all;
  if (all != nullptr) {
    const auto flag = FlagOf(named, diagnostics_);
    if (flag && !*flag) {
      Report(diagnostics_, named, "`all: false` selects nothing",
             "write `rule:` or `family:` for some rules, or delete the override");
    }
    if (!flag.value_or(false)) return selection;
  } else if (!TextOf(named, "an id", diagnostics_)) {
    return selection;
  }
  selection.what = all != nullptr ? "any rule" : Quoted(named.text);
  const Layer layer = rulesets_[static_cast<size_t>(ruleset)].layer;
  bool above = false;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const ResolvedRule& candidate = rules_[i];
    const bool named_so = all != nullptr    ? true
                          : rule != nullptr ? candidate.id == rule->text
                                            : InFamily(candidate, family->text);
    if (!named_so) continue;
    if (rulesets_[static_cast<size_t>(candidate.ruleset)].layer > layer) {
      above = true;
      continue;
    }
    const bool ptp =
        candidate.builtin && BuiltinOf(*candidate.builtin).algorithm == Algorithm::kPtp;
    if (common.key == ResolvedOverride::Key::kPair && !ptp) continue;
    if (common.key == ResolvedOverride::Key::kCodes && candidate.for_claim) continue;
    selection.rules.push_back(static_cast<int>(i));
  }
  if (selection.rules.empty()) {
    Words names;
    for (const ResolvedRule& known : rules_)
      names.push_back(rule != nullptr ? known.id : known.family);
    std::string hint;
    if (above) {
      hint = "the rule is of a higher layer; override it there";
    } else if (common.key != ResolvedOverride::Key::kNone &&
               std::any_of(rules_.begin(), rules_.end(), [&](const ResolvedRule& known) {
                 return all != nullptr || known.id == named.text || InFamily(known, named.text);
               })) {
      hint = common.key == ResolvedOverride::Key::kPair
                 ? "`pair` selects from NCCI.PTP and its family only"
                 : "`codes` selects from rules about service lines only";
    } else if (all == nullptr) {
      hint = DidYouMean(named.text, names);
      if (hint.empty()) hint = "name a rule or family that a ruleset has, or delete the override";
    }
    Report(diagnostics_, named, "the override selects nothing", std::move(hint),
           Diagnostic::Level::kWarning);
  }
  return selection;
}

void OverrideResolver::ReadScopeAndDates(MapReader& map, ResolvedOverride& common) {
  const Ruleset& ruleset = rulesets_[static_cast<size_t>(common.ruleset)];
  common.scope = ruleset.scope;
  common.effective = ruleset.effective;
  if (const Node* scope = map.Find("scope")) {
    const auto both = Intersection(ruleset.scope, ReadScope(*scope, /*fine=*/true, diagnostics_));
    if (both) {
      common.scope = *both;
    } else {
      Report(diagnostics_, *scope, "the override applies nowhere",
             "its scope lies outside its ruleset's");
    }
  }
  if (const Node* effective = map.Find("effective")) {
    common.effective = Intersection(ruleset.effective, ReadInterval(*effective, diagnostics_));
    if (common.effective.last < common.effective.first) {
      Report(diagnostics_, *effective, "the override is never in force",
             "its period lies outside its ruleset's");
    }
  }
  if (const Node* basis = map.Find("date_basis")) {
    common.date_basis = ReadDateBasis(*basis, diagnostics_).value_or(common.date_basis);
  }
}

void OverrideResolver::Add(const Node& node, int ruleset) {
  MapReader map(node, "an override", diagnostics_);
  ResolvedOverride common;
  common.ruleset = ruleset;
  common.layer = rulesets_[static_cast<size_t>(ruleset)].layer;
  common.position = node.position();
  const auto read_text = [&](std::string_view key, std::string& into) {
    if (const Node* text = map.Require(key)) {
      into = TextOf(*text, "the " + std::string(key), diagnostics_).value_or("");
      if (text->kind == Node::Kind::kScalar && into.empty()) {
        Report(diagnostics_, *text, "an empty " + Quoted(key), "say who or why");
      }
    }
  };
  read_text("id", common.id);
  read_text("reason", common.reason);
  read_text("owner", common.owner);
  if (const Node* revision = map.Find("revision")) {
    common.revision =
        static_cast<int>(IntegerOf(*revision, 0, 1'000'000, diagnostics_).value_or(0));
  }
  ReadScopeAndDates(map, common);
  const Node* select = map.Require("select");
  const Node* suppress = map.Find("suppress");
  const Node* enable = map.Find("enable");
  if (suppress != nullptr && enable != nullptr) {
    Report(diagnostics_, *enable, "`enable` beside `suppress`", "an override has one of them");
  } else if (suppress != nullptr || enable != nullptr) {
    const auto flag = FlagOf(suppress != nullptr ? *suppress : *enable, diagnostics_);
    if (flag) common.enabled = (suppress != nullptr) != *flag;
  }
  if (const Node* severity = map.Find("severity")) {
    if (const auto word = WordOf(*severity, "a severity", SeverityWords(), diagnostics_)) {
      common.severity = static_cast<Severity>(*word);
    }
  }
  const Node* parameters = map.Find("parameters");
  const Node* exempt_when = map.Find("exempt_when");
  map.Finish();
  if (select == nullptr) return;
  const auto [first, is_new] =
      ids_.try_emplace({ruleset, common.id, common.revision}, common.position);
  if (!is_new && node.Find("id") != nullptr) {
    Report(diagnostics_, *node.Find("id"),
           "the override " + Quoted(common.id) + " is given twice in this ruleset",
           "it stands in " + Place(first->second) +
               " already; a later version of it needs a higher `revision`");
  }
  nodes_[common.position] = &node;
  const Selection selection = ReadSelect(*select, ruleset, common);
  if (!common.enabled && !common.severity && parameters == nullptr && exempt_when == nullptr) {
    const bool unread = suppress != nullptr || enable != nullptr || node.Find("severity");
    if (node.kind == Node::Kind::kMap && !unread) {
      Report(diagnostics_, node, "the override changes nothing",
             "it needs one of suppress, enable, severity, parameters or exempt_when");
    }
    return;
  }
  if (parameters != nullptr) CheckParameterNames(*parameters, selection);
  if (overrides_.size() + selection.rules.size() > kMaxSelections) {
    Report(diagnostics_, *select,
           "overrides that select more than " + std::to_string(kMaxSelections) +
               " rules in all, each rule counted once for each of them",
           "select families or single rules in place of `all`");
    return;
  }
  for (const int index : selection.rules) {
    const ResolvedRule& rule = rules_[static_cast<size_t>(index)];
    ResolvedOverride entry = common;
    entry.rule = index;
    if (parameters != nullptr) ReadParameters(*parameters, rule, entry);
    if (exempt_when != nullptr) {
      entry.exempt_when = conditions_.Resolve(
          *exempt_when, {ruleset, rule.for_claim ? Item::kClaim : Item::kLine, false});
    }
    Unlock(node, rule, entry);
    if (Changes(entry)) overrides_.push_back(std::move(entry));
  }
}

void OverrideResolver::ReadParameters(const Node& node, const ResolvedRule& rule,
                                      ResolvedOverride& entry) {
  for (size_t i = 0; i < rule.parameters.size(); ++i) {
    const int index = static_cast<int>(i);
    const Node* given = node.Find(rule.ParameterName(index));
    if (given == nullptr) continue;
    const Parameter* builtin = rule.builtin ? &BuiltinOf(*rule.builtin).parameters[i] : nullptr;
    const bool is_list = builtin != nullptr ? builtin->type == ParameterType::kCodes
                                            : rule.declared_parameters[i].is_list;
    const auto add = [&](const Node& value, Change::Op op) {
      auto read = builtin != nullptr
                      ? ReadParameterValue(*builtin, value, entry.ruleset, codes_, diagnostics_)
                      : ReadOwnValue(value, is_list, entry.ruleset);
      if (!read) return;
      const bool one_by_one = read->codes.ranges().empty() &&
                              std::none_of(read->texts.begin(), read->texts.end(), IsRange);
      if (op == Change::Op::kRemove && !one_by_one) {
        Report(diagnostics_, value, "`remove` with a range or prefix",
               "name every code to take out");
      }
      entry.parameters.push_back({index, op, *std::move(read)});
    };
    if (!is_list || given->kind != Node::Kind::kMap) {
      add(*given, Change::Op::kSet);
      continue;
    }
    MapReader changes(*given, "a change of a list", diagnostics_);
    const Node* more = changes.Find("add");
    const Node* fewer = changes.Find("remove");
    changes.Finish();
    if (more != nullptr) add(*more, Change::Op::kAdd);
    if (fewer != nullptr) add(*fewer, Change::Op::kRemove);
    if (given->entries.empty()) {
      Report(diagnostics_, *given, "the list is not changed", "it needs `add` or `remove`");
    }
  }
}

std::optional<ParameterValue> OverrideResolver::ReadOwnValue(const Node& value, bool is_list,
                                                             int ruleset) {
  ParameterNode parameter;
  parameter.is_list = is_list;
  auto items = parameters_.ReadItems(value, is_list, ruleset);
  if (!items) return std::nullopt;
  parameter.items = *std::move(items);
  return parameter.Resolved();
}

// Every name must be a parameter of one of the rules selected at least.
void OverrideResolver::CheckParameterNames(const Node& node, const Selection& selection) {
  MapReader map(node, "the parameters", diagnostics_);
  Words known;
  for (const int index : selection.rules) {
    const ResolvedRule& rule = rules_[static_cast<size_t>(index)];
    for (size_t i = 0; i < rule.parameters.size(); ++i) {
      known.push_back(rule.ParameterName(static_cast<int>(i)));
    }
  }
  if (known.empty() && !selection.rules.empty()) {
    Report(diagnostics_, node, selection.what + " has no parameters",
           "they are those of NCCI.PTP, NCCI.MUE and NCCI.AOC, and what a rule declares under "
           "`parameters:`");
    return;
  }
  if (known.empty()) return;
  for (const Node::Entry& entry : node.entries) {
    const std::string& name = entry.key->text;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string hint = DidYouMean(name, known);
    if (hint.empty()) {
      std::sort(known.begin(), known.end());
      known.erase(std::unique(known.begin(), known.end()), known.end());
      hint = "it has";
      for (const std::string_view word : known) {
        hint += (word == known.front() ? " " : ", ") + std::string(word);
      }
    }
    Report(diagnostics_, *entry.key, "unknown parameter " + Quoted(name) + " of " + selection.what,
           std::move(hint));
  }
}

void OverrideResolver::Unlock(const Node& node, const ResolvedRule& rule, ResolvedOverride& entry) {
  const Layer rule_layer = rulesets_[static_cast<size_t>(rule.ruleset)].layer;
  if (!rule.locked || entry.layer <= rule_layer) return;
  const auto ignore = [&](std::string_view key) {
    const Node* at = node.Find(key);
    Report(diagnostics_, at != nullptr ? *at : node,
           "ignored: the rule " + Quoted(rule.id) + " is locked by layer " +
               Quoted(ToString(rule_layer)),
           "a higher layer may raise its severity, not weaken it", Diagnostic::Level::kWarning);
  };
  if (entry.enabled && !*entry.enabled) {
    ignore("suppress");
    entry.enabled.reset();
  }
  if (entry.severity) {
    const auto& lines = entry.scope.lines_of_business;
    bool lower = false;
    for (size_t lob = 0; lob < rule.severity.size(); ++lob) {
      const bool applies =
          lines.empty() ||
          std::find(lines.begin(), lines.end(), static_cast<LineOfBusiness>(lob)) != lines.end();
      lower = lower || (applies && *entry.severity > rule.severity[lob]);
    }
    if (lower) {
      ignore("severity");
      entry.severity.reset();
    }
  }
  if (!entry.parameters.empty()) {
    ignore("parameters");
    entry.parameters.clear();
  }
  if (entry.exempt_when) {
    ignore("exempt_when");
    entry.exempt_when.reset();
  }
}

void OverrideResolver::ReportConflicts(const std::vector<ResolvedOverride>& overrides) {
  // Overrides of one rule and one rank stand together.
  const auto rank = [](const ResolvedOverride& entry) {
    return std::make_tuple(entry.rule, entry.layer, entry.specificity, entry.scope.BoundFields());
  };
  for (size_t begin = 0, end = 0; begin < overrides.size(); begin = end) {
    while (end < overrides.size() && rank(overrides[end]) == rank(overrides[begin])) ++end;
    const std::span equals(overrides.data() + begin, end - begin);
    ForEachPair(equals, [&](size_t i, size_t j) {
      ReportConflict(equals[i], equals[j]);
      return diagnostics_.size() < kMaxDiagnostics;
    });
  }
}

void OverrideResolver::ReportConflict(const ResolvedOverride& a, const ResolvedOverride& b) {
  // The later place in reading order is where the error stands.
  const bool ordered = a.position < b.position;
  const ResolvedOverride& first = ordered ? a : b;
  const ResolvedOverride& second = ordered ? b : a;
  const ResolvedRule& rule = rules_[static_cast<size_t>(first.rule)];
  const std::string attribute = ConflictingAttribute(rule, first, second);
  if (attribute.empty()) return;
  Report(diagnostics_, *nodes_.at(second.position),
         "the overrides " + Quoted(first.id) + " (" + Place(first.position) + ") and " +
             Quoted(second.id) + " (" + Place(second.position) + ") disagree about " +
             Quoted(attribute) + " of " + Quoted(rule.id),
         "they are of equal rank and meet in scope and dates: end one, or bind it more closely");
}

std::vector<ResolvedOverride> OverrideResolver::Finish() {
  const auto rank = [](const ResolvedOverride& entry) {
    return std::make_tuple(entry.rule, entry.layer, entry.specificity, entry.scope.BoundFields(),
                           entry.effective.first, entry.revision, entry.id, entry.position);
  };
  std::sort(
      overrides_.begin(), overrides_.end(),
      [&](const ResolvedOverride& a, const ResolvedOverride& b) { return rank(a) < rank(b); });
  ReportConflicts(overrides_);
  return std::move(overrides_);
}

}  // namespace scrubline
