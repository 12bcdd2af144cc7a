// Code lists and named conditions that nobody uses, and lists that say the same.
#include <algorithm>
#include <map>

#include "authoring/lint/code_set_algebra.h"
#include "authoring/lint/lints.h"
#include "rules_engine/resolve/code_reader.h"

namespace scrubline {
namespace {

// The codes of each list; empty for what cannot be read as codes (taxonomy codes).
std::vector<CodeSet> ReadLists(const LintInput& input) {
  std::vector<CodeSet> sets(input.lists.size());
  Diagnostics wrong;
  const Names names(input.parsed, input.rulesets.rulesets, wrong);
  for (size_t i = 0; i < sets.size(); ++i) {
    const LintInput::List& list = input.lists[i];
    if (list.codes == nullptr) continue;
    const bool diagnoses =
        std::any_of(list.uses.begin(), list.uses.end(),
                    [](const LintInput::Use& use) { return use.system == CodeSystem::kDiagnosis; });
    wrong.clear();
    CodeSet codes =
        CodeReader(names, wrong).ReadSet(*list.codes, {"a code", 0, diagnoses}, list.ruleset);
    if (wrong.empty()) sets[i] = std::move(codes);
  }
  return sets;
}

// Whether a ruleset may name the lists of another.
bool Sees(const LintInput& input, int ruleset, int other) {
  return ruleset == other || input.RulesetOf(other).layer < input.RulesetOf(ruleset).layer;
}

std::string NameAndPlace(const LintInput::List& list) {
  return Quoted(list.name->text) + " (" + ShortPlace(list.name->position()) + ")";
}

}  // namespace

void LintUnusedList(const LintInput& input, LintFindings& out) {
  for (const LintInput::List& list : input.lists) {
    if (!list.uses.empty()) continue;
    out.Add(*list.name, list.name->text, "no rule uses the list " + Quoted(list.name->text),
            "delete it, or name it in a rule");
  }
}

void LintUnusedCondition(const LintInput& input, LintFindings& out) {
  for (const LintInput::Named& condition : input.conditions) {
    if (condition.used) continue;
    out.Add(*condition.name, condition.name->text,
            "no rule uses the condition " + Quoted(condition.name->text),
            "delete it, or name it in a rule: `condition: " + condition.name->text + "`");
  }
}

void LintEqualLists(const LintInput& input, LintFindings& out) {
  const std::vector<CodeSet> sets = ReadLists(input);
  std::map<std::string, std::vector<size_t>> seen;
  for (size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].empty()) continue;
    std::vector<size_t>& equals = seen[sets[i].ToString()];
    const auto other = std::find_if(equals.begin(), equals.end(), [&](size_t earlier) {
      return Sees(input, input.lists[i].ruleset, input.lists[earlier].ruleset) ||
             Sees(input, input.lists[earlier].ruleset, input.lists[i].ruleset);
    });
    if (other != equals.end()) {
      const LintInput::List& list = input.lists[i];
      out.Add(*list.name, list.name->text,
              "the list " + Quoted(list.name->text) + " holds just what " +
                  NameAndPlace(input.lists[*other]) + " does",
              "keep one of them");
    }
    equals.push_back(i);
  }
}

void LintContainedList(const LintInput& input, LintFindings& out) {
  const std::vector<CodeSet> sets = ReadLists(input);
  for (const LintInput::Codes& codes : input.codes) {
    for (const auto& [item, inner] : codes.named) {
      if (sets[inner].empty()) continue;
      for (const auto& [other, outer] : codes.named) {
        if (inner == outer || !IsSubset(sets[inner], sets[outer])) continue;
        // Of equal lists the later one is too much.
        if (sets[inner] == sets[outer] && item->position() < other->position()) continue;
        out.Add(*item, codes.subject,
                "every code of the list " + Quoted(item->text) + " is in " + Quoted(other->text) +
                    " too, which stands beside it",
                "the longer list is enough");
        break;
      }
      for (const Node* single : codes.items) {
        const auto code = Code::Parse(single->text);
        if (!code || !sets[inner].Contains(*code)) continue;
        out.Add(*single, codes.subject,
                Quoted(single->text) + " is in the list " + Quoted(item->text) +
                    " too, which stands beside it",
                "the list is enough");
      }
    }
  }
}

}  // namespace scrubline
