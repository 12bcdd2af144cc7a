#include "rules_engine/explain/explain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "rules_engine/compile/program.h"
#include "rules_engine/evaluate/describe.h"
#include "rules_engine/evaluate/evaluation.h"
#include "rules_engine/explain/asked_rule.h"
#include "rules_engine/explain/builtin_rows.h"
#include "rules_engine/explain/layers.h"
#include "rules_engine/explain/near_miss.h"
#include "rules_engine/explain/seen_value.h"

namespace scrubline {
namespace {

using Kind = Condition::Kind;
using Part = WrittenCondition::Part;
using Setting = EvaluationTrace::Setting;

constexpr size_t kMaxCodesShown = 60;  // bytes of a list of codes in a reason
constexpr size_t kMaxRuleName = 200;

// A finding, and the one that it was folded into.
struct Found {
  const Finding* finding = nullptr;
  const Finding* cause = nullptr;
};

// Where the outcome of a rule was settled: the first condition that is not what it had to be, as
// deep as one condition alone settles it.
class Stop {
 public:
  explicit Stop(const AskedRule& rule) : rule_(rule) {}

  // The node at which the rule stopped; -1 when every part is as it must be.
  int Find(RuleOutcome outcome) const {
    if (outcome == RuleOutcome::kFired) return -1;
    const Truth amiss = outcome == RuleOutcome::kNotEvaluated ? Truth::kUnknown : Truth::kFalse;
    int unless = -1;
    for (const int root : rule_.roots()) {
      if (rule_.node(root).written.part == Part::kUnless) {
        unless = root;
      } else if (rule_.node(root).truth == amiss) {
        return Descend(root, amiss);
      }
    }
    if (unless < 0) return -1;
    const Truth held = amiss == Truth::kUnknown ? Truth::kUnknown : Truth::kTrue;
    return rule_.node(unless).truth == held ? Descend(unless, held) : -1;
  }

 private:
  int Descend(int index, Truth truth) const {
    const AskedRule::Node& node = rule_.node(index);
    const Kind kind = node.condition().kind;
    // One child settles a false `all` and a true `any`, and what is unknown.
    const bool by_one = (kind == Kind::kAll && truth == Truth::kFalse) ||
                        (kind == Kind::kAny && truth == Truth::kTrue) ||
                        (kind <= Kind::kAny && truth == Truth::kUnknown);
    if (!by_one) return index;
    for (const int child : node.children) {
      if (rule_.node(child).truth == truth) return Descend(child, truth);
    }
    return index;
  }

  const AskedRule& rule_;
};

// A map of several entries says nothing beside them, where it is a whole part of the rule or all
// that is asked of a line.
bool IsMapOfEntries(const AskedRule& rule, int index) {
  const AskedRule::Node& node = rule.node(index);
  if (node.parent >= 0 && !rule.node(node.parent).is_query()) return false;
  return node.condition().kind == Kind::kAll && node.written.written != nullptr &&
         node.written.written->text.starts_with('{');
}

std::vector<ConditionExplanation> Conditions(const AskedRule& rule, RuleOutcome outcome) {
  const int stop = Stop(rule).Find(outcome);
  const int stopped_entry = stop < 0 ? -1 : rule.EntryOf(stop);
  std::vector<ConditionExplanation> list;
  std::vector<int> depths(rule.nodes().size(), 0);  // of what stands under each node
  bool stop_below = false;  // the entry it stopped at is not shown: its first part is marked
  for (size_t i = 0; i < rule.nodes().size(); ++i) {
    const auto index = static_cast<int>(i);
    const AskedRule::Node& node = rule.nodes()[i];
    const int depth = node.parent < 0 ? 0 : depths[static_cast<size_t>(node.parent)];
    depths[i] = depth;
    if (rule.EntryOf(index) != index) continue;
    if (IsMapOfEntries(rule, index)) {
      stop_below |= index == stopped_entry;
      continue;
    }
    depths[i] = depth + 1;
    ConditionExplanation& entry = list.emplace_back();
    entry.part = node.written.part;
    entry.depth = depth;
    if (const Written* written = node.written.written) {
      entry.text = written->text;
      entry.name = written->name;
      entry.position = written->position;
    } else {
      entry.text = Dump(node.condition());
    }
    entry.asked = node.asked;
    if (!node.asked) continue;
    entry.truth = node.truth;
    if (const int lead = rule.LeadOf(index); lead >= 0) entry.seen = SeenValue(rule, lead);
    if (node.of_witness) entry.asked_of = ItemName(rule.claim(), node.of, node.item);
    entry.stopped_here = index == stopped_entry || stop_below;
    stop_below = false;
  }
  return list;
}

class Explainer {
 public:
  Explainer(Evaluation& evaluation, EvaluationTrace& trace, const ExplainOptions& what)
      : e_(evaluation),
        trace_(trace),
        what_(what),
        rulesets_(evaluation.snapshot.rulesets()),
        claim_(evaluation.claim) {
    for (const Finding& item : e_.findings.items) {
      found_[item.rule].push_back({&item, nullptr});
      ForEachAlso(e_.findings, item, [&](const Finding& also) {
        found_[also.rule].push_back({&also, &item});
      });
    }
    for (const Gap& gap : e_.findings.not_evaluated) gaps_[gap.rule].push_back(&gap);
    for (size_t i = 0; i < trace_.settings.size(); ++i) {
      settings_[trace_.settings[i].rule].push_back(i);
    }
    candidates_.assign(e_.scratch.candidates.begin(), e_.scratch.candidates.end());
    std::sort(candidates_.begin(), candidates_.end());
  }

  RuleExplanation Rule(int32_t index) {
    const ResolvedRule& rule = rulesets_.rules[static_cast<size_t>(index)];
    const Ruleset& ruleset = rulesets_.rulesets[static_cast<size_t>(rule.ruleset)];
    RuleExplanation out;
    out.rule = &rule;
    out.ruleset = ruleset.id;
    out.layer = ruleset.layer;
    if (!e_.view->IsActive(index)) {
      ExplainInactive(index, ruleset, out);
    } else if (rule.builtin.has_value()) {
      ExplainBuiltin(index, out);
    } else {
      ExplainYaml(index, out);
    }
    return out;
  }

 private:
  bool in_full() const { return what_.everything || !what_.rules.empty(); }
  bool Wanted(int32_t line_number) const {
    return what_.line_number == 0 || line_number == 0 || line_number == what_.line_number;
  }
  int32_t NumberOf(int32_t line) const {
    return line < 0 ? 0 : claim_.service_lines[static_cast<size_t>(line)].line_number;
  }

  void ExplainInactive(int32_t index, const Ruleset& ruleset, RuleExplanation& out) {
    out.looked_at = false;
    out.reason = OutOfScopeReason(ruleset.scope, claim_);
    out.outcome = out.reason.empty() ? RuleOutcome::kSwitchedOff : RuleOutcome::kNotInScope;
    if (!out.reason.empty()) return;
    out.reason = "switched off for this claim";
    if (const auto overrides = e_.view->overrides.find(index);
        overrides != e_.view->overrides.end()) {
      SubjectExplanation& subject = out.subjects.emplace_back();
      subject.outcome = RuleOutcome::kSwitchedOff;
      subject.layers = SwitchesOf(rulesets_, overrides->second);
    }
  }

  // What the layers said on `line` when a finding was at hand; null when it never came to that.
  const Setting* SettingOf(int32_t rule, int32_t line) const {
    const auto settings = settings_.find(rule);
    if (settings == settings_.end()) return nullptr;
    for (const size_t i : settings->second) {
      if (trace_.settings[i].subject == line) return &trace_.settings[i];
    }
    return nullptr;
  }

  void DescribeFinding(const Found& found, SubjectExplanation& subject) {
    Describe(e_.snapshot, claim_, e_.findings, *found.finding, text_);
    subject.outcome =
        found.finding->outcome == Outcome::kFired ? RuleOutcome::kFired : RuleOutcome::kBypassed;
    subject.severity = found.finding->severity;
    subject.message = text_.message;
    if (found.cause != nullptr) {
      subject.explained_by = rulesets_.rules[static_cast<size_t>(found.cause->rule)].id;
    }
  }

  // What kept a setting from applying.
  void Explain(const Setting& setting, SubjectExplanation& subject) const {
    const ResolvedRule& rule = rulesets_.rules[static_cast<size_t>(setting.rule)];
    switch (setting.verdict) {
      case Setting::Verdict::kApplies:
        break;
      case Setting::Verdict::kNotInForce:
        subject.outcome = RuleOutcome::kNotInForce;
        subject.reasons.push_back(absl::StrCat(
            "not in force on ", e_.BasisDate(rule.date_basis, setting.date).ToString(),
            ": effective ",
            PeriodText(e_.program.rules[static_cast<size_t>(setting.rule)].effective)));
        break;
      case Setting::Verdict::kOutOfScope:
        subject.outcome = RuleOutcome::kNotInScope;
        subject.reasons.push_back(
            "its ruleset is for other providers or places of service than this line's");
        break;
      case Setting::Verdict::kSwitchedOff:
        subject.outcome = RuleOutcome::kSwitchedOff;
        break;
    }
    subject.layers = LayersOf(rulesets_, claim_, setting);
  }

  void ExplainBuiltin(int32_t index, RuleExplanation& out) {
    const BuiltinId builtin = *out.rule->builtin;
    const Algorithm algorithm = BuiltinOf(builtin).algorithm;
    for (const Found& found : found_[index]) {
      const auto lines = e_.findings.Lines(found.finding->lines);
      const int32_t line = lines.empty() ? -1 : lines.front();
      if (!Wanted(NumberOf(line))) continue;
      SubjectExplanation& subject = out.subjects.emplace_back();
      subject.line_number = NumberOf(line);
      if (const Setting* setting = SettingOf(index, line)) Explain(*setting, subject);
      DescribeFinding(found, subject);
    }
    AddGaps(index, out);
    for (const size_t i : settings_[index]) {
      const Setting& setting = trace_.settings[i];
      if (setting.verdict == Setting::Verdict::kApplies || !Wanted(NumberOf(setting.subject)))
        continue;
      SubjectExplanation& subject = out.subjects.emplace_back();
      subject.line_number = NumberOf(setting.subject);
      Explain(setting, subject);
    }
    for (const SubjectExplanation& subject : out.subjects) {
      out.outcome = std::min(out.outcome, subject.outcome);
    }
    const BuiltinId main = MainRuleOf(algorithm);
    if (builtin != main) {
      out.reason = "decided with " + std::string(BuiltinOf(main).name) + ", whose rows tell";
      return;
    }
    out.reason = IdleReason(algorithm, trace_);
    out.looked_at = out.reason.empty();
    for (RowExplanation& row : RowsOf(algorithm, trace_, e_.program, claim_)) {
      const bool wanted = row.line_numbers.empty() ||
                          std::any_of(row.line_numbers.begin(), row.line_numbers.end(),
                                      [this](int32_t number) { return Wanted(number); });
      if (!wanted) continue;
      // A limit that is just kept is no near miss of the rule; two providers where one would be is.
      out.near_miss |= algorithm == Algorithm::kPtp && !row.near_misses.empty();
      out.rows.push_back(std::move(row));
    }
    std::vector<int32_t> overrides;
    e_.ParameterOverrides(index, e_.first_service_date(), -1, {}, overrides);
    out.parameters = ParametersOf(rulesets_, overrides);
  }

  // A built-in's lines that could not be evaluated, each once.
  void AddGaps(int32_t index, RuleExplanation& out) {
    std::map<int32_t, std::vector<std::string>> reasons;  // by line; -1: the claim
    for (const Gap* gap : gaps_[index]) {
      const std::string reason = DescribeGap(claim_, *gap);
      const auto lines = e_.findings.Lines(gap->lines);
      if (lines.empty()) reasons[-1].push_back(reason);
      for (const LineRef line : lines) reasons[line].push_back(reason);
    }
    for (auto& [line, texts] : reasons) {
      if (!Wanted(NumberOf(line))) continue;
      SubjectExplanation& subject = out.subjects.emplace_back();
      subject.line_number = NumberOf(line);
      subject.outcome = RuleOutcome::kNotEvaluated;
      subject.reasons = std::move(texts);
    }
  }

  std::vector<std::string> GapsOn(int32_t rule, int32_t line) {
    std::vector<std::string> reasons;
    for (const Gap* gap : gaps_[rule]) {
      const auto lines = e_.findings.Lines(gap->lines);
      const bool here =
          line < 0 ? lines.empty() : std::find(lines.begin(), lines.end(), line) != lines.end();
      if (here) reasons.push_back(DescribeGap(claim_, *gap));
    }
    return reasons;
  }

  void ExplainYaml(int32_t index, RuleExplanation& out) {
    const CompiledRule& compiled = e_.program.rules[static_cast<size_t>(index)];
    out.looked_at = compiled.trigger == TriggerKind::kAlways ||
                    std::binary_search(candidates_.begin(), candidates_.end(), index);
    if (!out.looked_at) out.reason = NoTriggerReason(*out.rule);
    if (e_.is_void() && !compiled.structural) {
      out.looked_at = false;
      out.reason = "a void claim (frequency code 8) meets only the rules about a claim's form";
      return;
    }
    if (!out.looked_at && !in_full()) return;
    Variants asked;
    if (out.rule->for_claim) {
      out.outcome = ExplainSubject(index, -1, asked, out);
      return;
    }
    std::optional<RuleOutcome> first;
    for (int32_t line = 0; line < e_.own_lines; ++line) {
      if (!Wanted(NumberOf(line))) continue;
      const RuleOutcome outcome = ExplainSubject(index, line, asked, out);
      first = first.has_value() ? std::min(*first, outcome) : outcome;
    }
    out.outcome = first.value_or(RuleOutcome::kClear);
  }

  static std::string NoTriggerReason(const ResolvedRule& rule) {
    const Trigger trigger = FindTrigger(rule);
    constexpr std::string_view kWords[] = {"", "procedure codes", "modifiers", "diagnoses"};
    std::string codes = trigger.codes.ToString();
    if (codes.size() > kMaxCodesShown) codes = codes.substr(0, kMaxCodesShown) + "...";
    return absl::StrCat("none of its ", std::string(kWords[static_cast<size_t>(trigger.kind)]),
                        " is on the claim: ", codes);
  }

  FindingKey KeyOf(int32_t line) const {
    FindingKey key;
    if (line >= 0) key.code = e_.lines[static_cast<size_t>(line)].code();
    return key;
  }

  // The rule with the values of its parameters that hold for `line`.
  using Variants = std::map<uint8_t, AskedRule>;
  AskedRule& AskedAs(int32_t index, int32_t line, Variants& asked) {
    const bool has_variants = e_.program.rules[static_cast<size_t>(index)].has_variants;
    const uint8_t variant =
        has_variants ? e_.VariantOf(index, e_.SubjectDate(index, line), line, KeyOf(line)) : 0;
    return asked
        .try_emplace(variant, e_.scratch.conditions, e_.program, rulesets_, claim_, index, variant)
        .first->second;
  }

  // Adds the subject unless there is nothing to tell of it.
  RuleOutcome ExplainSubject(int32_t index, int32_t line, Variants& asked, RuleExplanation& out) {
    const CompiledRule& compiled = e_.program.rules[static_cast<size_t>(index)];
    SubjectExplanation subject;
    subject.line_number = NumberOf(line);
    subject.reasons = GapsOn(index, line);
    if (!subject.reasons.empty()) subject.outcome = RuleOutcome::kNotEvaluated;
    Apply(index, line, subject);
    for (const Found& found : found_[index]) {
      const auto lines = e_.findings.Lines(found.finding->lines);
      if ((lines.empty() ? -1 : lines.front()) == line) DescribeFinding(found, subject);
    }
    AskedRule& rule = AskedAs(index, line, asked);
    rule.Ask(line);
    if (subject.outcome <= RuleOutcome::kBypassed || subject.outcome == RuleOutcome::kClear) {
      if (out.looked_at || in_full()) {
        subject.near_misses = NearMisses(rule, subject.outcome, compiled.trigger);
      }
      out.near_miss |= subject.outcome == RuleOutcome::kClear && !subject.near_misses.empty();
    }
    const RuleOutcome outcome = subject.outcome;
    const bool telling = outcome <= RuleOutcome::kNotEvaluated || !subject.near_misses.empty();
    if (!telling && !in_full()) return outcome;
    subject.conditions = Conditions(rule, outcome);
    out.subjects.push_back(std::move(subject));
    return outcome;
  }

  // What the layers say of the rule on this line; asked now when the evaluation had no reason to.
  void Apply(int32_t index, int32_t line, SubjectExplanation& subject) {
    const Setting* setting = SettingOf(index, line);
    Setting asked_now;
    if (setting == nullptr) {
      const DateInterval& effective = e_.program.rules[static_cast<size_t>(index)].effective;
      const bool dated = effective != DateInterval();
      const Date date = e_.SubjectDate(index, line);
      const DateBasis basis = rulesets_.rules[static_cast<size_t>(index)].date_basis;
      if (dated && basis == DateBasis::kServiceDate && !date.has_value()) return;
      e_.Resolve(index, date, line, KeyOf(line));
      asked_now = std::move(trace_.settings.back());
      trace_.settings.pop_back();
      setting = &asked_now;
    }
    Explain(*setting, subject);
  }

  Evaluation& e_;
  EvaluationTrace& trace_;
  const ExplainOptions& what_;
  const ResolvedRulesets& rulesets_;
  const Claim& claim_;
  std::map<int32_t, std::vector<Found>> found_;
  std::map<int32_t, std::vector<const Gap*>> gaps_;
  std::map<int32_t, std::vector<size_t>> settings_;  // by rule, in trace_.settings
  std::vector<int32_t> candidates_;                  // sorted
  FindingText text_;
};

// What is read first.
int Rank(const RuleExplanation& rule) {
  if (rule.outcome <= RuleOutcome::kBypassed) return static_cast<int>(rule.outcome);
  if (rule.near_miss) return 2;
  return static_cast<int>(rule.outcome) + 1;
}

}  // namespace

std::string_view ToString(RuleOutcome outcome) {
  constexpr std::string_view kNames[] = {"fired",        "bypassed",     "not_evaluated", "clear",
                                         "switched_off", "not_in_force", "not_in_scope"};
  return kNames[static_cast<size_t>(outcome)];
}

std::string_view ToString(ConditionExplanation::Part part) {
  constexpr std::string_view kNames[] = {"when",         "with_line",       "without_line",
                                         "with_history", "without_history", "unless"};
  return kNames[static_cast<size_t>(part)];
}

Explanation Explain(const Snapshot& snapshot, const Claim& claim, const EvaluateOptions& options,
                    const ExplainOptions& what, Scratch& scratch) {
  EvaluateOptions with_bypassed = options;
  with_bypassed.include_bypassed = true;
  EvaluationTrace trace;
  Evaluation evaluation(snapshot, claim, with_bypassed, scratch.impl(), &trace);
  EvaluateAll(evaluation);
  Explanation explanation;
  explanation.verdict = evaluation.findings.verdict;
  Explainer explainer(evaluation, trace, what);
  std::vector<int32_t> rules = what.rules;
  if (rules.empty()) {
    for (size_t i = 0; i < snapshot.rulesets().rules.size(); ++i) {
      rules.push_back(static_cast<int32_t>(i));
    }
  }
  for (const int32_t rule : rules) explanation.rules.push_back(explainer.Rule(rule));
  std::stable_sort(
      explanation.rules.begin(), explanation.rules.end(),
      [](const RuleExplanation& a, const RuleExplanation& b) { return Rank(a) < Rank(b); });
  return explanation;
}

absl::StatusOr<std::vector<int32_t>> SelectRules(const ResolvedRulesets& rulesets,
                                                 const std::vector<std::string>& names) {
  std::vector<int32_t> selected;
  for (const std::string& name : names) {
    if (name.size() > kMaxRuleName) {
      return absl::NotFoundError(absl::StrCat("no rule's name has ", name.size(), " characters"));
    }
    const size_t before = selected.size();
    for (size_t i = 0; i < rulesets.rules.size(); ++i) {
      const std::string& id = rulesets.rules[i].id;
      if (id == name || id.starts_with(name + ".")) selected.push_back(static_cast<int32_t>(i));
    }
    if (selected.size() > before) continue;
    std::vector<std::string_view> known;
    for (const ResolvedRule& rule : rulesets.rules) {
      known.push_back(rule.id);
      known.push_back(rule.family);
    }
    const std::string_view nearest = NearestWord(name, known);
    return absl::NotFoundError(
        absl::StrCat("no rule or family of rules is called ", name,
                     nearest.empty() ? std::string()
                                     : absl::StrCat("; did you mean ", std::string(nearest), "?")));
  }
  std::sort(selected.begin(), selected.end());
  selected.erase(std::unique(selected.begin(), selected.end()), selected.end());
  return selected;
}

}  // namespace scrubline
