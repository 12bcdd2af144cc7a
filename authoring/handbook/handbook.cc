#include "authoring/handbook/handbook.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "authoring/handbook/assets.h"
#include "authoring/handbook/handbook_folder.h"
#include "authoring/handbook/html.h"
#include "authoring/handbook/named_lists.h"
#include "authoring/handbook/rule_page.h"
#include "authoring/handbook/selection.h"
#include "rules_engine/evaluate/evaluator.h"
#include "rules_engine/parse/parsed_ruleset.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

constexpr std::string_view kSeverities[] = {"reject", "deny", "warn", "advise", "info"};

// The codes and lists that a rule names.
struct RuleCodes {
  std::set<std::string> codes;            // of any kind, for the search
  std::set<std::string> procedure_codes;  // for the index
  std::set<int> lists;
  std::set<int> procedure_lists;
};

class Handbook {
 public:
  Handbook(const Snapshot& snapshot, Selection selection, std::span<const ParsedRuleset> parsed)
      : snapshot_(snapshot),
        rulesets_(snapshot.rulesets()),
        selection_(std::move(selection)),
        lists_(parsed, rulesets_.rulesets) {}

  HandbookFiles Make() {
    footer_ = Footer();
    for (const int rule : selection_.rules) CollectCodes(rule);
    Scratch scratch;
    auto next = selection_.overrides.begin();  // they are in the order of rules
    for (const int rule : selection_.rules) {
      const auto begin = next;
      while (next != selection_.overrides.end() && OverrideAt(*next).rule == rule) ++next;
      const ResolvedRule& resolved = RuleAt(rule);
      Add(RulePath(resolved.id),
          {resolved.id + ": " + resolved.title, "../", "",
           RulePageBody(snapshot_, rule, {begin, next}, lists_, scratch), footer_});
    }
    AddFamilies();
    AddRulesets();
    AddSeverities();
    AddCodes();
    AddLists();
    files_["handbook.css"] = HandbookCss();
    files_["search.js"] = HandbookSearchJs();
    files_["search_index.js"] = SearchIndex();
    files_[std::string(kHandbookMark)] =
        "written by scrub docs from snapshot " + snapshot_.id() + "\n";
    return std::move(files_);
  }

 private:
  const ResolvedRule& RuleAt(int rule) const { return rulesets_.rules[static_cast<size_t>(rule)]; }
  const ResolvedOverride& OverrideAt(int i) const {
    return rulesets_.overrides[static_cast<size_t>(i)];
  }
  const Ruleset& RulesetAt(int i) const { return rulesets_.rulesets[static_cast<size_t>(i)]; }
  const NamedList& ListAt(int i) const { return lists_.all()[static_cast<size_t>(i)]; }
  std::string LinkTo(int rule, std::string_view root = "") const {
    return Link(std::string(root) + RulePath(RuleAt(rule).id), InCode(RuleAt(rule).id));
  }

  void Add(const std::string& path, const HtmlPage& page) { files_[path] = ToHtml(page); }
  void AddIndex(const std::string& path, std::string title, std::string body, bool search = false) {
    body = Element("h1", Escaped(title)) + "\n" + body;
    Add(path, {std::move(title), "", path, std::move(body), footer_, search});
  }

  std::string Footer() const {
    std::string text = "Rulesets:";
    for (const int i : selection_.rulesets) {
      text += " " + RulesetAt(i).id + " " + RulesetAt(i).version + ";";
    }
    const std::vector<TableInfo> tables = snapshot_.tables().infos();
    text += tables.empty() ? " no tables" : " tables:";
    for (const TableInfo& table : tables) {
      text += " " + table.name + " " + table.release + (table.sample ? " (a sample)" : "") + ";";
    }
    return "<p>" + Escaped(text) + "</p>\n<p>Snapshot " + InCode(snapshot_.id()) + "</p>";
  }

  void CollectCodes(int rule) {
    const ResolvedRule& resolved = RuleAt(rule);
    RuleCodes& out = codes_[rule];
    for (const Condition* condition : CodeConditions(resolved)) {
      const bool procedure = condition->field == FieldId::kProcedureCode;
      const NamedLists::Split split = lists_.SplitUp(*condition, resolved.ruleset);
      out.codes.insert(split.codes.begin(), split.codes.end());
      out.lists.insert(split.lists.begin(), split.lists.end());
      if (!procedure) continue;
      out.procedure_codes.insert(split.codes.begin(), split.codes.end());
      out.procedure_lists.insert(split.lists.begin(), split.lists.end());
    }
    for (const int list : out.lists) rules_of_list_[list].push_back(rule);
  }

  HtmlTable::Row RowOf(int rule) const {
    const ResolvedRule& resolved = RuleAt(rule);
    const Ruleset& ruleset = RulesetAt(resolved.ruleset);
    return {{LinkTo(rule), Escaped(resolved.title), Escaped(SeverityWords(resolved, ruleset.scope)),
             Escaped(LayerWords(ruleset))},
            ""};
  }
  std::string RuleTable(const std::vector<int>& rules, const std::string& caption) const {
    HtmlTable table{Escaped(caption), {"Rule", "What must be so", "Severity", "Set by"}, {}};
    for (const int rule : rules) table.rows.push_back(RowOf(rule));
    return ToHtml(table);
  }
  static std::string CountOf(size_t n, std::string_view what) {
    return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
  }

  void AddFamilies() {
    std::map<std::string, std::vector<int>> families;
    for (const int rule : selection_.rules) families[RuleAt(rule).family].push_back(rule);
    std::string body = Element("p", CountOf(selection_.rules.size(), "rule") + " in " +
                                        CountOf(selection_.rulesets.size(), "ruleset") + ".") +
                       "\n";
    body +=
        "<form id=\"search\" class=\"search\" role=\"search\" hidden>\n"
        "<label for=\"question\">Search rules: words, or a code</label><br>\n"
        "<input id=\"question\" type=\"search\" autocomplete=\"off\">\n</form>\n"
        "<div id=\"answer\" class=\"search\" aria-live=\"polite\"></div>\n";
    for (const auto& [family, rules] : families) {
      body += Element("h2", InCode(family), " id=\"family-" + Escaped(family) + "\"") + "\n";
      body += RuleTable(rules, CountOf(rules.size(), "rule"));
    }
    AddIndex("index.html", "Rules by family", std::move(body), /*search=*/true);
  }

  void AddRulesets() {
    std::string body;
    for (const int i : selection_.rulesets) {
      const Ruleset& ruleset = RulesetAt(i);
      body += Element("h2", Escaped(LayerWords(ruleset)), " id=\"" + Escaped(ruleset.id) + "\"");
      const std::string scope = InWords(ruleset.scope);
      body += "\n" + Element("p", "Applies to " + Escaped(scope.empty() ? "all claims" : scope) +
                                      ". Ruleset " + InCode(ruleset.id) + ", version " +
                                      Escaped(ruleset.version) + ".");
      std::vector<int> rules;
      for (const int rule : selection_.rules) {
        if (RuleAt(rule).ruleset == i) rules.push_back(rule);
      }
      body += "\n" + RuleTable(rules, CountOf(rules.size(), "rule"));
      HtmlTable changes{
          "Changes to rules of layers below", {"Rule", "Why", "When", "Override"}, {}};
      for (const int o : selection_.overrides) {
        const ResolvedOverride& override = OverrideAt(o);
        if (override.ruleset != i) continue;
        const std::string when = InWords(override.effective);
        changes.rows.push_back({{LinkTo(override.rule), Escaped(override.reason),
                                 when.empty() ? "always" : when, InCode(override.id)},
                                ""});
      }
      body += ToHtml(changes);
    }
    AddIndex("by_ruleset.html", "Rules by line of business and payer", std::move(body));
  }

  void AddSeverities() {
    std::string body =
        "<p>As the rule's own ruleset has it, at its gravest; layers above may change it.</p>\n";
    for (size_t severity = 0; severity < std::size(kSeverities); ++severity) {
      std::vector<int> rules;
      for (const int rule : selection_.rules) {
        const auto& all = RuleAt(rule).severity;
        const auto& bound = RulesetAt(RuleAt(rule).ruleset).scope.lines_of_business;
        Severity gravest = Severity::kInfo;
        if (bound.empty()) gravest = *std::min_element(all.begin(), all.end());
        for (const LineOfBusiness lob : bound) {
          gravest = std::min(gravest, all[static_cast<size_t>(lob)]);
        }
        if (static_cast<size_t>(gravest) == severity) rules.push_back(rule);
      }
      if (rules.empty()) continue;
      body += Element("h2", kSeverities[severity]) + "\n" +
              RuleTable(rules, CountOf(rules.size(), "rule"));
    }
    AddIndex("by_severity.html", "Rules by severity", std::move(body));
  }

  void AddCodes() {
    std::map<std::string, std::vector<int>> by_code;
    std::map<int, std::vector<int>> by_list;
    for (const auto& [rule, codes] : codes_) {
      for (const std::string& code : codes.procedure_codes) by_code[code].push_back(rule);
      for (const int list : codes.procedure_lists) by_list[list].push_back(rule);
    }
    const auto links = [this](const std::vector<int>& rules) {
      std::string html;
      for (const int rule : rules) html += (html.empty() ? "" : ", ") + LinkTo(rule);
      return html;
    };
    HtmlTable codes{"Procedure codes that rules name", {"Code", "Rules"}, {}};
    for (const auto& [code, rules] : by_code)
      codes.rows.push_back({{InCode(code), links(rules)}, ""});
    HtmlTable lists{"Lists of procedure codes", {"List", "Codes", "Rules"}, {}};
    for (const auto& [list, rules] : by_list) {
      lists.rows.push_back(
          {{Link(PathOf(ListAt(list), rulesets_.rulesets), Escaped(ListAt(list).title)),
            CodesOf(ListAt(list), 12), links(rules)},
           ""});
    }
    AddIndex("by_code.html", "Rules by procedure code",
             "<p>The NCCI edits look at every code of the published tables and are not repeated "
             "here.</p>\n" +
                 ToHtml(codes) + ToHtml(lists));
  }

  // The first codes of a list, as text.
  static std::string CodesOf(const NamedList& list, size_t most) {
    std::string html;
    for (size_t i = 0; i < list.codes.size() && i < most; ++i) {
      html += (i > 0 ? " " : "") + InCode(list.codes[i]);
    }
    if (list.codes.size() > most) {
      html += " and " + std::to_string(list.codes.size() - most) + " more";
    }
    return html;
  }

  void AddLists() {
    HtmlTable table{"", {"List", "Codes", "Ruleset", "Used by"}, {}};
    for (const auto& [list, rules] : rules_of_list_) {
      AddList(list, rules);
      table.rows.push_back(
          {{Link(PathOf(ListAt(list), rulesets_.rulesets), Escaped(ListAt(list).title)),
            CodesOf(ListAt(list), 12), InCode(RulesetAt(ListAt(list).ruleset).id),
            CountOf(rules.size(), "rule")},
           ""});
    }
    table.caption = CountOf(table.rows.size(), "list") + " that rules name";
    AddIndex("lists.html", "Code lists", ToHtml(table));
  }

  void AddList(int index, const std::vector<int>& rules) {
    const NamedList& list = ListAt(index);
    const Ruleset& ruleset = RulesetAt(list.ruleset);
    std::string body = "<p class=\"quiet\">" + InCode(list.name) + ", " +
                       Escaped(LayerWords(ruleset)) + "</p>\n" +
                       Element("h1", Escaped(list.title)) + "\n";
    std::string source = list.source.title;
    if (!list.source.section.empty()) source += (source.empty() ? "" : ", ") + list.source.section;
    if (!source.empty() || !list.source.url.empty()) {
      body += Element("p", "Source: " + LinkOut(list.source.url, source)) + "\n";
    }
    body += Element("h2", "Codes") + "\n<ul class=\"codes\">\n";
    for (const std::string& code : list.codes) body += Element("li", InCode(code)) + "\n";
    body += "</ul>\n<p class=\"quiet\">A range holds its ends; a star stands for any ending.</p>\n";
    body += Element("h2", "Rules that name it") + "\n<ul>\n";
    for (const int rule : rules) {
      body += Element("li", LinkTo(rule, "../") + " " + Escaped(RuleAt(rule).title)) + "\n";
    }
    body += "</ul>\n";
    Add(PathOf(list, rulesets_.rulesets), {list.title, "../", "", std::move(body), footer_});
  }

  static std::string LowerCase(std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
  }

  std::string SearchIndex() const {
    std::map<int, int> place;  // of a list in the index
    std::string lists;
    for (const auto& [list, rules] : rules_of_list_) {
      place.emplace(list, static_cast<int>(place.size()));
      std::string codes;
      for (const std::string& code : ListAt(list).codes) {
        codes += (codes.empty() ? "" : ",") + JsonString(code);
      }
      lists += (lists.empty() ? "" : ",\n") + std::string("[") + codes + "]";
    }
    std::string rules;
    for (const int rule : selection_.rules) {
      const ResolvedRule& resolved = RuleAt(rule);
      std::string text = resolved.id + " " + resolved.title;
      for (const MessageTemplate& message : resolved.messages) text += " " + InWords(message);
      std::string codes, named;
      for (const std::string& code : codes_.at(rule).codes) {
        codes += (codes.empty() ? "" : ",") + JsonString(code);
      }
      for (const int list : codes_.at(rule).lists) {
        named += (named.empty() ? "" : ",") + std::to_string(place.at(list));
        text += " " + ListAt(list).title;
      }
      rules += (rules.empty() ? "" : ",\n") + std::string("{\"id\":") + JsonString(resolved.id) +
               ",\"title\":" + JsonString(resolved.title) +
               ",\"text\":" + JsonString(LowerCase(std::move(text))) + ",\"codes\":[" + codes +
               "],\"lists\":[" + named + "]}";
    }
    return "const handbookIndex = {\"rules\":[\n" + rules + "\n],\"lists\":[\n" + lists + "\n]};\n";
  }

  const Snapshot& snapshot_;
  const ResolvedRulesets& rulesets_;
  const Selection selection_;
  const NamedLists lists_;
  std::string footer_;
  std::map<int, RuleCodes> codes_;
  std::map<int, std::vector<int>> rules_of_list_;
  HandbookFiles files_;
};

}  // namespace

absl::StatusOr<HandbookFiles> MakeHandbook(const Snapshot& snapshot, const HandbookOptions& options,
                                           const FileSource& files) {
  absl::StatusOr<Selection> selection = Select(snapshot.rulesets(), options);
  if (!selection.ok()) return selection.status();
  std::vector<ParsedRuleset> parsed;
  Diagnostics diagnostics;
  for (const Ruleset& ruleset : snapshot.rulesets().rulesets) {
    parsed.push_back(ParseRuleset(ruleset.directory, files, diagnostics));
  }
  if (HasErrors(diagnostics)) {
    return absl::FailedPreconditionError(
        "the rulesets have changed while they were read; try again");
  }
  return Handbook(snapshot, *std::move(selection), parsed).Make();
}

}  // namespace scrubline
