#include "authoring/handbook/rule_list.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "absl/status/status.h"
#include "authoring/handbook/named_lists.h"
#include "authoring/handbook/rule_page.h"
#include "authoring/handbook/selection.h"
#include "authoring/handbook/wording.h"
#include "rules_engine/builtins.h"
#include "rules_engine/parse/parsed_ruleset.h"

namespace scrubline {
namespace {

bool NamesCode(const ResolvedRule& rule, Code code) {
  const auto has = [code](const auto* of) { return of->codes.Contains(code); };
  const std::vector<const Condition*> conditions = CodeConditions(rule);
  return std::any_of(conditions.begin(), conditions.end(), has) ||
         std::any_of(rule.parameters.begin(), rule.parameters.end(),
                     [&has](const ParameterValue& value) { return has(&value); });
}

bool HasSeverity(const ResolvedRule& rule, const Scope& scope, const RuleFilter& filter) {
  if (filter.severities.empty()) return true;
  const auto wanted = [&](LineOfBusiness line_of_business) {
    const Severity severity = rule.severity[static_cast<size_t>(line_of_business)];
    return std::find(filter.severities.begin(), filter.severities.end(), severity) !=
           filter.severities.end();
  };
  if (filter.line_of_business) return wanted(*filter.line_of_business);
  if (!scope.lines_of_business.empty()) {
    return std::any_of(scope.lines_of_business.begin(), scope.lines_of_business.end(), wanted);
  }
  for (int i = 0; i < kLineOfBusinessCount; ++i) {
    if (wanted(static_cast<LineOfBusiness>(i))) return true;
  }
  return false;
}

bool Takes(const Scope& scope, std::optional<LineOfBusiness> line_of_business) {
  if (!line_of_business || scope.lines_of_business.empty()) return true;
  return std::find(scope.lines_of_business.begin(), scope.lines_of_business.end(),
                   *line_of_business) != scope.lines_of_business.end();
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// The part of an id before its first dot: `MOD` of MOD.BILAT.
std::string_view Area(std::string_view id) { return id.substr(0, id.find('.')); }

std::string Indented(const std::string& text) {
  std::string indented;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    indented += "  " + text.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return indented;
}

// As Markdown has it in a cell of a table.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '<') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string SourceText(const Source& source) {
  std::string text = source.title;
  if (!source.section.empty()) text += (text.empty() ? "" : ", ") + source.section;
  return text;
}

}  // namespace

absl::StatusOr<std::vector<int>> ListRules(const ResolvedRulesets& rulesets,
                                           const RuleFilter& filter) {
  const auto selection = Select(rulesets, {.rules = filter.rules, .payer = filter.payer});
  if (!selection.ok()) return selection.status();
  std::optional<Code> code;
  if (!filter.code.empty()) {
    code = Code::ParseDiagnosis(filter.code);  // drops the dot, which no other code has
    if (!code.has_value() || code->empty()) {
      return absl::InvalidArgumentError("`" + filter.code + "` is not a code");
    }
  }
  std::vector<int> listed;
  for (const int index : selection->rules) {
    const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(index)];
    const Scope& scope = rulesets.rulesets[static_cast<size_t>(rule.ruleset)].scope;
    if (!Takes(scope, filter.line_of_business) || !HasSeverity(rule, scope, filter)) continue;
    if (code.has_value() && !NamesCode(rule, *code)) continue;
    listed.push_back(index);
  }
  return listed;
}

absl::StatusOr<std::string> RuleAsText(const ResolvedRulesets& rulesets, int index,
                                       const FileSource& files) {
  std::vector<ParsedRuleset> parsed;
  Diagnostics diagnostics;
  for (const Ruleset& ruleset : rulesets.rulesets) {
    parsed.push_back(ParseRuleset(ruleset.directory, files, diagnostics));
  }
  if (HasErrors(diagnostics)) {
    return absl::FailedPreconditionError(
        "the rulesets have changed while they were read; try again");
  }
  const NamedLists lists(parsed, rulesets.rulesets);
  const ResolvedRule& rule = rulesets.rules[static_cast<size_t>(index)];
  const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(rule.ruleset)];
  std::string text = rule.id + "  " + rule.title + "\n\n";
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += std::string(name) + ": " + value + "\n";
  };
  add("severity", SeverityWords(rule, ruleset.scope));
  add("ruleset", ruleset.id + " " + ruleset.version);
  add("applies to", InWords(ruleset.scope));
  add("in force", InWords(rule.effective));
  if (!rule.required) add("required", "no: a claim that lacks what it needs may still be clean");
  if (rule.locked) add("locked", "yes: no higher layer may weaken it");
  add("source", SourceText(rule.source));
  add("url", rule.source.url);
  add("owner", rule.owner);
  add("prevents", Joined(rule.carc) + (rule.carc.empty() || rule.rarc.empty() ? "" : "; remarks ") +
                      Joined(rule.rarc));
  text += "\n";
  if (rule.builtin) {
    const Builtin& builtin = BuiltinOf(*rule.builtin);
    text += "built into the engine: " + std::string(builtin.doc) + "\n";
    for (size_t i = 0; i < rule.parameters.size(); ++i) {
      const int parameter = static_cast<int>(i);
      text += "  " + std::string(rule.ParameterName(parameter)) + ": " +
              ParameterText(rule, parameter, rule.parameters[i]) + "\n";
    }
  } else {
    const RuleWords words = RuleInWords(rule, lists);
    text += ToText(words.when);
    if (words.unless) text += "\n" + ToText(*words.unless);
  }
  for (const MessageTemplate& message : rule.messages)
    text += "\nmessage:\n" + Indented(InWords(message));
  if (!rule.fixes.empty()) text += "\nfixes, best first:\n";
  for (const Fix& fix : rule.fixes) text += "  - " + InWords(fix) + "\n";
  bool first = true;
  for (const ResolvedOverride& override : rulesets.overrides) {
    if (override.rule != index) continue;
    if (first) text += "\nchanged by:\n";
    first = false;
    const Ruleset& by = rulesets.rulesets[static_cast<size_t>(override.ruleset)];
    text += "  - " + by.id;
    for (const Attribute& attribute : AttributesOf(rulesets, override)) {
      if (attribute.name != "rule") text += "; " + attribute.name + " " + attribute.value;
    }
    text += "\n";
  }
  return text;
}

std::string EditsPage(const ResolvedRulesets& rulesets) {
  std::map<std::string_view, std::vector<const ResolvedRule*>> areas;
  for (const ResolvedRule& rule : rulesets.rules) areas[Area(rule.id)].push_back(&rule);
  std::string page;
  for (const auto& [area, rules] : areas) {
    page += "\n## " + std::string(area) + "\n\n| rule | what it finds | severity | ruleset | " +
            "prevents | source |\n|---|---|---|---|---|---|\n";
    for (const ResolvedRule* rule : rules) {
      const Ruleset& ruleset = rulesets.rulesets[static_cast<size_t>(rule->ruleset)];
      std::vector<std::string> codes = rule->carc;
      codes.insert(codes.end(), rule->rarc.begin(), rule->rarc.end());
      page += "| `" + rule->id + "`" + (rule->required ? "" : " (optional)") + " | " +
              Cell(rule->title) + " | " + SeverityWords(*rule, ruleset.scope) + " | " + ruleset.id +
              " | " + Joined(codes) + " | " + Cell(SourceText(rule->source)) + " |\n";
    }
  }
  return page;
}

}  // namespace scrubline
