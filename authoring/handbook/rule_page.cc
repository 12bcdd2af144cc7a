#include "authoring/handbook/rule_page.h"

#include <algorithm>
#include <string_view>

#include "authoring/handbook/example_case.h"
#include "authoring/handbook/html.h"
#include "authoring/handbook/wording.h"

namespace scrubline {
namespace {

std::string WithBlanks(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

// Without ` (1.5, R21)`: where an algorithm was specified is nothing to its readers.
std::string WithoutReferences(std::string_view doc) {
  std::string text(doc);
  for (size_t open = text.find(" ("); open != std::string::npos; open = text.find(" (", open + 1)) {
    const char first = text[open + 2];
    const size_t close = text.find(')', open);
    const bool reference = first == 'R' || (first >= '0' && first <= '9');
    if (reference && close != std::string::npos) text.erase(open, close + 1 - open);
  }
  return text;
}

class RulePage {
 public:
  RulePage(const Snapshot& snapshot, int32_t index, const NamedLists& lists)
      : snapshot_(snapshot),
        rulesets_(snapshot.rulesets()),
        index_(index),
        rule_(rulesets_.rules[static_cast<size_t>(index)]),
        ruleset_(rulesets_.rulesets[static_cast<size_t>(rule_.ruleset)]),
        lists_(lists) {}

  std::string Body(const std::vector<int>& overrides, Scratch& scratch) const {
    std::string html = "<p class=\"quiet\">" + InCode(rule_.id) + "</p>\n";
    html += Element("h1", Escaped(rule_.title)) + "\n";
    html += Facts();
    html += What();
    html += Messages();
    html += Fixes();
    html += Denial();
    html += Parameters();
    html += Overrides(overrides);
    html += Cases(scratch);
    return html;
  }

 private:
  std::string Facts() const {
    std::string html = "<dl>\n";
    const auto add = [&html](std::string_view name, const std::string& value) {
      if (!value.empty()) html += Element("dt", name) + Element("dd", value) + "\n";
    };
    add("Severity", Escaped(SeverityWords(rule_, ruleset_.scope)));
    add("Set by", Link("../by_ruleset.html#" + ruleset_.id, Escaped(LayerWords(ruleset_))) + " " +
                      Escaped(ruleset_.version));
    add("Applies to", Escaped(InWords(ruleset_.scope)));
    constexpr std::string_view kBasis[] = {"date of service", "date submitted", "date received"};
    const std::string effective = InWords(rule_.effective);
    add("In force",
        effective.empty()
            ? ""
            : effective + ", by " + std::string(kBasis[static_cast<size_t>(rule_.date_basis)]));
    add("Family", Link("../index.html#family-" + rule_.family, InCode(rule_.family)));
    std::string source = rule_.source.title;
    if (!rule_.source.section.empty()) {
      source += (source.empty() ? "" : ", ") + rule_.source.section;
    }
    if (!source.empty() || !rule_.source.url.empty()) {
      add("Source", LinkOut(rule_.source.url, source));
    }
    add("Answers for it", Escaped(rule_.owner));
    if (!rule_.required) {
      add("Required", "no: a claim without what it needs may be clean all the same");
    }
    if (rule_.locked) add("Locked", "yes: no higher layer may suppress it or lower its severity");
    return html + "</dl>\n";
  }

  std::string What() const {
    std::string html = "<h2>What it says</h2>\n";
    if (rule_.builtin) {
      const Builtin& builtin = BuiltinOf(*rule_.builtin);
      return html +
             Element("p", Escaped(builtin.doc) + " An algorithm built into the engine (" +
                              InCode(builtin.name) + ") finds it in the published tables.") +
             "\n";
    }
    const RuleWords words = RuleInWords(rule_, lists_);
    html += ToHtml(words.when, lists_, rulesets_.rulesets, "../");
    if (words.unless) {
      html += "<h2>Exception</h2>\n" + ToHtml(*words.unless, lists_, rulesets_.rulesets, "../");
    }
    return html;
  }

  std::string Messages() const {
    std::string html = "<h2>Message</h2>\n";
    for (const MessageTemplate& message : rule_.messages) {
      html += Element("p", Escaped(InWords(message)), " class=\"message\"") + "\n";
    }
    return html;
  }

  std::string Fixes() const {
    if (rule_.fixes.empty()) return "";
    std::string html = "<h2>How to put it right</h2>\n<p>Best first.</p>\n<ol>\n";
    for (const Fix& fix : rule_.fixes) html += Element("li", Escaped(InWords(fix))) + "\n";
    return html + "</ol>\n";
  }

  std::string Denial() const {
    if (rule_.carc.empty() && rule_.rarc.empty()) return "";
    std::string html = "<h2>Denials it prevents</h2>\n<dl>\n";
    if (!rule_.carc.empty()) {
      html +=
          Element("dt", "Adjustment reasons (CARC)") + Element("dd", Escaped(Joined(rule_.carc)));
    }
    if (!rule_.rarc.empty()) {
      html += Element("dt", "Remarks (RARC)") + Element("dd", Escaped(Joined(rule_.rarc)));
    }
    return html + "\n</dl>\n";
  }

  static std::string Items(const std::vector<std::string>& items) {
    std::string html;
    for (const std::string& item : items) html += (html.empty() ? "" : " ") + InCode(item);
    return html.empty() ? "none" : html;
  }
  std::string ValueWords(int parameter, const ParameterValue& value) const {
    if (!rule_.builtin) return Items(value.texts);
    const Parameter& of = BuiltinOf(*rule_.builtin).parameters[static_cast<size_t>(parameter)];
    switch (of.type) {
      case ParameterType::kChoice:
        return InCode(of.choices[static_cast<size_t>(value.choice)]);
      case ParameterType::kFlag:
        return InCode(value.choice != 0 ? "true" : "false");
      case ParameterType::kNumber:
        return InCode(std::to_string(value.number));
      case ParameterType::kCodes:
        break;
    }
    return Items(ItemsOf(value.codes));
  }
  std::string Meaning(size_t parameter) const {
    return rule_.builtin ? WithoutReferences(BuiltinOf(*rule_.builtin).parameters[parameter].doc)
                         : rule_.declared_parameters[parameter].title;
  }

  std::string Parameters() const {
    HtmlTable table{"What layers above may set otherwise", {"Parameter", "Value", "Meaning"}, {}};
    for (size_t i = 0; i < rule_.parameters.size(); ++i) {
      const int parameter = static_cast<int>(i);
      table.rows.push_back({{InCode(rule_.ParameterName(parameter)),
                             ValueWords(parameter, rule_.parameters[i]), Escaped(Meaning(i))},
                            ""});
    }
    return table.rows.empty() ? "" : "<h2>Parameters</h2>\n" + ToHtml(table);
  }

  std::string ParameterChange(const ResolvedOverride::ParameterChange& change) const {
    using Op = ResolvedOverride::ParameterChange::Op;
    const std::string_view how = change.op == Op::kAdd      ? " with "
                                 : change.op == Op::kRemove ? " without "
                                                            : " is ";
    return InCode(rule_.ParameterName(change.parameter)) + std::string(how) +
           ValueWords(change.parameter, change.value);
  }

  // What an override does, and to which findings.
  std::string Change(const ResolvedOverride& override) const {
    std::vector<std::string> changes;
    if (override.enabled) {
      changes.emplace_back(*override.enabled ? "the rule is on" : "the rule is off");
    }
    if (override.severity) {
      changes.push_back("severity " + std::string(ToString(*override.severity)));
    }
    for (const auto& change : override.parameters) changes.push_back(ParameterChange(change));
    if (override.exempt_when) {
      const Item of = rule_.for_claim ? Item::kClaim : Item::kLine;
      changes.push_back("bypassed when:" +
                        ToHtml(InWords(*override.exempt_when, of, override.ruleset, lists_), lists_,
                               rulesets_.rulesets, "../"));
    }
    std::string html;
    for (const std::string& change : changes) html += (html.empty() ? "" : "; ") + change;
    if (override.key == ResolvedOverride::Key::kPair) {
      html += ", for column 1 " + InCode(override.column1.ToString()) + " and column 2 " +
              InCode(override.column2.ToString());
    } else if (override.key == ResolvedOverride::Key::kCodes) {
      html += ", for";
      for (const std::string& item : ItemsOf(override.codes)) html += " " + InCode(item);
    }
    return html;
  }

  std::string Overrides(const std::vector<int>& overrides) const {
    HtmlTable table{"Applied from top to bottom; the last word counts",
                    {"For", "What", "Why", "When", "By"},
                    {}};
    for (const int i : overrides) {
      const ResolvedOverride& override = rulesets_.overrides[static_cast<size_t>(i)];
      const Ruleset& by = rulesets_.rulesets[static_cast<size_t>(override.ruleset)];
      const std::string when = InWords(override.effective);
      table.rows.push_back({{Escaped(InWords(override.scope)), Change(override),
                             Escaped(override.reason), when.empty() ? "always" : when,
                             InCode(override.id) + "<br>" + Escaped(LayerWords(by)) + "<br>" +
                                 Escaped(override.owner)},
                            ""});
    }
    return table.rows.empty() ? "" : "<h2>Changed by layers above</h2>\n" + ToHtml(table);
  }

  std::string Cases(Scratch& scratch) const {
    if (rule_.examples.empty()) return "";
    std::string html = "<h2>Cases</h2>\n<p>Made-up claims, and what the engine says of them.</p>\n";
    int number = 0;
    for (const Example& example : rule_.examples) {
      html += CaseHtml(snapshot_, index_, example, ++number, scratch);
    }
    return html;
  }

  const Snapshot& snapshot_;
  const ResolvedRulesets& rulesets_;
  const int32_t index_;
  const ResolvedRule& rule_;
  const Ruleset& ruleset_;
  const NamedLists& lists_;
};

void AddCodeConditions(const Condition& condition, std::vector<const Condition*>& out) {
  if (!condition.codes.empty()) out.push_back(&condition);
  for (const Condition& child : condition.children) AddCodeConditions(child, out);
}

}  // namespace

std::string SeverityWords(const ResolvedRule& rule, const Scope& scope) {
  const auto of = [&rule](LineOfBusiness lob) { return rule.severity[static_cast<size_t>(lob)]; };
  std::vector<LineOfBusiness> lobs = scope.lines_of_business;
  const bool bound = !lobs.empty();
  if (!bound) {
    for (int i = 1; i < kLineOfBusinessCount; ++i) lobs.push_back(static_cast<LineOfBusiness>(i));
  }
  const Severity usual = bound ? of(lobs.front()) : of(LineOfBusiness::kUnset);
  std::string text(ToString(usual));
  for (const LineOfBusiness lob : lobs) {
    if (of(lob) == usual) continue;
    text += "; " + std::string(WordOf(lob)) + " " + std::string(ToString(of(lob)));
  }
  return text;
}

std::string LayerWords(const Ruleset& ruleset) {
  return WithBlanks(ToString(ruleset.layer)) + " layer, " +
         (ruleset.title.empty() ? ruleset.id : ruleset.title);
}

std::string RulePageBody(const Snapshot& snapshot, int32_t rule, const std::vector<int>& overrides,
                         const NamedLists& lists, Scratch& scratch) {
  return RulePage(snapshot, rule, lists).Body(overrides, scratch);
}

std::vector<const Condition*> CodeConditions(const ResolvedRule& rule) {
  std::vector<const Condition*> out;
  AddCodeConditions(rule.when, out);
  for (const auto* condition : {&rule.with_line, &rule.without_line, &rule.with_history,
                                &rule.without_history, &rule.unless}) {
    if (condition->has_value()) AddCodeConditions(**condition, out);
  }
  return out;
}

}  // namespace scrubline
