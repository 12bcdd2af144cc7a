// What a rule must bring with it: examples, a source, an owner, a message that helps and gives no
// patient away.
#include <algorithm>
#include <map>
#include <string>

#include "authoring/lint/lints.h"

namespace scrubline {
namespace {

using Part = MessageTemplate::Part;

std::string_view FirstWord(std::string_view id) { return id.substr(0, id.find('.')); }

}  // namespace

void LintMissingExample(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.is_yaml()) continue;
    const auto has = [&rule](Example::Expect expect) {
      return std::any_of(rule.rule->examples.begin(), rule.rule->examples.end(),
                         [expect](const Example& example) { return example.expect == expect; });
    };
    const bool fires = has(Example::Expect::kFires);
    const bool bypassed = has(Example::Expect::kBypassed);
    const bool clear = has(Example::Expect::kClear);
    const auto report = [&](const std::string& lack, const std::string& hint) {
      out.Add(rule.rule->position, rule.rule->id,
              "the rule " + Quoted(rule.id()) + " has no example " + lack, hint);
    };
    if (!fires) report("that fires", "without one nothing shows that it can: `- fires: {...}`");
    if (!clear && !bypassed) {
      report("that stays clear", "the nearest claim on which it must not fire: `- clear: {...}`");
    }
    if (rule.rule->unless && !bypassed) {
      report("that is bypassed", "nothing shows its exception: `- bypassed: {...}`");
    }
  }
}

void LintMissingSource(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.rule->source.title.empty()) continue;
    out.Add(rule.rule->position, rule.rule->id,
            "the rule " + Quoted(rule.id()) + " names no source",
            "`source: {title: ..., section: ..., url: ...}` of the text it follows");
  }
}

void LintMissingUrl(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (rule.rule->source.title.empty() || !rule.rule->source.url.empty()) continue;
    out.Add(KeyOf(*rule.node, "source"), rule.rule->id,
            "the source of " + Quoted(rule.id()) + " has no address",
            "`url:` lets a reader check the rule against its text");
  }
}

void LintMissingOwner(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    if (!rule.rule->owner.empty()) continue;
    out.Add(rule.rule->position, rule.rule->id, "the rule " + Quoted(rule.id()) + " has no owner",
            "`owner:` says who answers for it when the payer changes its policy");
  }
}

void LintMessageWithoutSlot(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    for (const MessageTemplate& message : rule.rule->messages) {
      if (std::any_of(message.parts.begin(), message.parts.end(),
                      [](const Part& part) { return part.kind != Part::Kind::kText; })) {
        continue;
      }
      out.Add(KeyOf(*rule.node, "message"), rule.rule->id,
              "the message of " + Quoted(rule.id()) + " is the same on every claim",
              "name what is wrong on this one: `{procedure_code} on {service_date} ...`");
      break;
    }
  }
}

void LintPrivateMessage(const LintInput& input, LintFindings& out) {
  for (const LintInput::Rule& rule : input.rules) {
    for (const MessageTemplate& message : rule.rule->messages) {
      for (const Part& part : message.parts) {
        if (part.kind != Part::Kind::kField && part.kind != Part::Kind::kPartnerField) continue;
        const std::string_view field = FieldOf(part.field, part.field_of).name;
        if (!field.starts_with("patient.") && field != "subscriber_id") continue;
        out.Add(KeyOf(*rule.node, "message"), rule.rule->id,
                "the message of " + Quoted(rule.id()) + " tells " + Quoted(field) +
                    ", which identifies the patient",
                "messages travel into reports and work lists: say what is wrong without it");
      }
    }
  }
}

void LintForeignId(const LintInput& input, LintFindings& out) {
  // The word with which most rules of each ruleset begin. A word that begins several ids, in
  // whatever rulesets, is a family; one that begins a single id is likely mistyped.
  std::map<int, std::map<std::string_view, int>> words;
  std::map<std::string_view, int> uses;
  for (const LintInput::Rule& rule : input.rules) {
    ++uses[FirstWord(rule.id())];
    if (rule.is_yaml()) ++words[rule.rule->ruleset][FirstWord(rule.id())];
  }
  std::map<int, std::string_view> family;
  for (const auto& [ruleset, counts] : words) {
    int total = 0;
    for (const auto& [word, count] : counts) total += count;
    for (const auto& [word, count] : counts) {
      if (2 * count > total) family[ruleset] = word;
    }
  }
  for (const LintInput::Rule& rule : input.rules) {
    const auto own = family.find(rule.rule->ruleset);
    const std::string_view word = FirstWord(rule.id());
    if (!rule.is_yaml() || own == family.end() || word == own->second || uses[word] > 1) continue;
    out.Add(rule.rule->position, rule.rule->id,
            "the id " + Quoted(rule.id()) + " is not of the family of its ruleset's other rules, " +
                Quoted(own->second),
            "overrides and filters select rules by the beginning of their ids");
  }
}

}  // namespace scrubline
