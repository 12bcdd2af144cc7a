#include "rules_engine/explain/explain_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

constexpr size_t kMaxTextColumn = 64;  // conditions longer than this push their value out

size_t Columns(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void Pad(std::string& line, size_t columns) {
  const size_t width = Columns(line);
  if (width < columns) line.append(columns - width, ' ');
}

// `not evaluated`: an outcome in words.
std::string Words(RuleOutcome outcome) {
  std::string text(ToString(outcome));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string_view Mark(const ConditionExplanation& condition) {
  if (!condition.asked) return "·";
  switch (condition.truth) {
    case Truth::kFalse:
      return "✗";
    case Truth::kTrue:
      return "✓";
    case Truth::kUnknown:
      return "?";
  }
  return " ";
}

// `named`: says which named condition it stands in.
std::string ConditionText(const ConditionExplanation& condition, bool first_of_part, bool named) {
  std::string line = "      ";
  absl::StrAppend(&line, std::string(Mark(condition)), " ");
  // `with_line` and its kin begin with their own word.
  const bool names_itself = condition.depth == 0 &&
                            condition.part != ConditionExplanation::Part::kWhen &&
                            condition.part != ConditionExplanation::Part::kUnless;
  if (first_of_part && !names_itself) line += ToString(condition.part);
  if (!names_itself) Pad(line, 15);
  line.append(static_cast<size_t>(2 * condition.depth), ' ');
  line += condition.text;
  if (named && !condition.name.empty()) absl::StrAppend(&line, " (", condition.name, ")");
  return line;
}

void AddConditions(const std::vector<ConditionExplanation>& conditions, std::string& text) {
  std::vector<std::string> lines;
  size_t width = 0;
  std::string name;  // of the named condition whose entries follow it
  for (size_t i = 0; i < conditions.size(); ++i) {
    const bool first = i == 0 || conditions[i].part != conditions[i - 1].part;
    const bool of_named = i > 0 && conditions[i].depth > 0 && conditions[i].name == name;
    if (!of_named) name = conditions[i].text.starts_with("condition: ") ? conditions[i].name : "";
    lines.push_back(ConditionText(conditions[i], first, !of_named && name.empty()));
    if (Columns(lines.back()) <= kMaxTextColumn) width = std::max(width, Columns(lines.back()));
  }
  for (size_t i = 0; i < conditions.size(); ++i) {
    const ConditionExplanation& condition = conditions[i];
    std::string& line = lines[i];
    if (!condition.seen.empty() || condition.stopped_here) {
      Pad(line, width);
      absl::StrAppend(&line, "  ", condition.seen);
      if (!condition.asked_of.empty()) absl::StrAppend(&line, " on ", condition.asked_of);
    }
    if (condition.stopped_here) line += "  <- stopped here";
    while (line.back() == ' ') line.pop_back();
    absl::StrAppend(&text, line, "\n");
  }
}

void AddLayer(const LayerExplanation& layer, std::string& text) {
  absl::StrAppend(&text, "      ", std::string(ToString(layer.layer)), " layer (", layer.ruleset,
                  "): ", layer.says);
  if (!layer.override_id.empty()) absl::StrAppend(&text, ", by ", layer.override_id);
  if (!layer.effective.empty()) absl::StrAppend(&text, ", effective ", layer.effective);
  if (!layer.reason.empty()) absl::StrAppend(&text, ": ", layer.reason);
  if (!layer.owner.empty()) absl::StrAppend(&text, " (", layer.owner, ")");
  absl::StrAppend(&text, "  ", layer.position.file, ":", layer.position.line, "\n");
}

void AddSubject(const RuleExplanation& rule, const SubjectExplanation& subject, std::string& text) {
  absl::StrAppend(
      &text, "  ",
      subject.line_number == 0 ? std::string("claim") : absl::StrCat("line ", subject.line_number),
      ": ", Words(subject.outcome));
  if (subject.outcome <= RuleOutcome::kBypassed) {
    absl::StrAppend(&text, " (", std::string(ToString(subject.severity)), ")");
  }
  if (subject.outcome == RuleOutcome::kClear && !subject.near_misses.empty()) text += ", nearly";
  text += "\n";
  if (!subject.message.empty()) absl::StrAppend(&text, "      ", subject.message, "\n");
  if (!subject.explained_by.empty()) {
    absl::StrAppend(&text, "      part of the mistake that ", subject.explained_by, " found\n");
  }
  for (const std::string& reason : subject.reasons) absl::StrAppend(&text, "      ", reason, "\n");
  AddConditions(subject.conditions, text);
  for (const std::string& near : subject.near_misses) absl::StrAppend(&text, "      ", near, "\n");
  // The rule's own severity is worth a line only beside what a layer changed.
  const bool changed = subject.layers.size() > 1 ||
                       (!subject.layers.empty() && !subject.layers[0].override_id.empty());
  if (changed || (subject.outcome <= RuleOutcome::kBypassed && !rule.rule->builtin.has_value())) {
    for (const LayerExplanation& layer : subject.layers) AddLayer(layer, text);
  }
}

void AddRow(const RowExplanation& row, std::string& text) {
  absl::StrAppend(&text, "  ", row.summary, ": ", row.verdict, "\n");
  for (const auto& [name, value] : row.facts) {
    std::string line = absl::StrCat("      ", name);
    Pad(line, 25);
    absl::StrAppend(&text, line, value, "\n");
  }
  for (const std::string& near : row.near_misses) absl::StrAppend(&text, "      ", near, "\n");
}

// Whether a rule has more to tell than that it is clear.
bool Tells(const RuleExplanation& rule) {
  return rule.outcome <= RuleOutcome::kNotEvaluated || rule.near_miss;
}

}  // namespace

std::string ExplainText(const RuleExplanation& rule) {
  std::string text = absl::StrCat(rule.rule->id, "  ", rule.rule->title, "\n");
  absl::StrAppend(&text, "  ", Words(rule.outcome));
  if (rule.near_miss && rule.outcome == RuleOutcome::kClear) text += ", nearly";
  absl::StrAppend(&text, "; ", std::string(ToString(rule.layer)), " layer, ", rule.ruleset, "  ",
                  rule.rule->position.file, ":", rule.rule->position.line, "\n");
  if (!rule.reason.empty()) absl::StrAppend(&text, "  ", rule.reason, "\n");
  for (const LayerExplanation& layer : rule.parameters) AddLayer(layer, text);
  for (const SubjectExplanation& subject : rule.subjects) AddSubject(rule, subject, text);
  for (const RowExplanation& row : rule.rows) AddRow(row, text);
  return text;
}

std::string ExplainText(const Explanation& explanation, const ExplainTextOptions& options) {
  constexpr size_t kOutcomes = 7;
  std::array<int, kOutcomes> rest{};
  std::string text;
  for (const RuleExplanation& rule : explanation.rules) {
    if (!options.everything && !Tells(rule)) {
      ++rest[static_cast<size_t>(rule.outcome)];
      continue;
    }
    if (!text.empty()) text += "\n";
    text += ExplainText(rule);
  }
  std::string counts;
  for (size_t i = 0; i < kOutcomes; ++i) {
    if (rest[i] == 0) continue;
    absl::StrAppend(&counts, counts.empty() ? "" : ", ", rest[i], " ",
                    Words(static_cast<RuleOutcome>(i)));
  }
  if (!counts.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "other rules: ", counts, "\n");
  }
  return text;
}

}  // namespace scrubline
