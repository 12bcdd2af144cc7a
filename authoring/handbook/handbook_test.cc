#include "authoring/handbook/handbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "authoring/handbook/assets.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/testing.h"
#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A national ruleset and a payer's that overrides it.
std::map<std::string, std::string> SmallFiles() {
  return {{"rules/base/ruleset.yaml", kNationalHeader},
          {"rules/base/lists.yaml", R"(
lists:
  office_visits:
    title: Office <b>visits</b>
    source: {title: A manual, url: "https://example.org/a?b=1&c=2"}
    codes: ["99202-99205", "99211-99215"]
)"},
          {"rules/base/rules.yaml", R"(
rules:
  - id: BASE.VISIT.MODIFIER
    title: "A visit & <script>alert('x')</script> needs 25"
    severity: {default: warn, medicare: deny}
    when:
      procedure_code: office_visits
      modifiers: {none_of: ["25"]}
    with_line: {procedure_code: "11102", same: [service_date]}
    unless: {place_of_service: "23"}
    message: "{procedure_code} is billed with {with_line.procedure_code} <i>"
    fix:
      - {add_modifier: "25", if_documented: "a separate visit"}
    denial: {carc: ["97"], rarc: ["M144"]}
    source: {title: Manual, section: "4.2", url: "javascript:alert"}
    owner: coding@example.org
    effective: {from: 2026-01-01}
    examples:
      - fires: {place_of_service: "11", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}], on: [1]}
      - clear: {lines: [{procedure_code: "99213", modifiers: ["25"]}, {procedure_code: "11102"}]}
      - bypassed: {place_of_service: "23", lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}
      - not_evaluated: {lines: [{procedure_code: "99213"}, {procedure_code: "11102"}]}
  - id: BASE.UNITS
    title: Units
    severity: info
    parameters:
      most: {value: 3, title: units a day}
    when: {procedure_code: "97110", units: {more_than: $most}}
    message: "{units} units"
    examples:
      - fires: {lines: [{procedure_code: "97110", units: 4}]}
      - clear: {lines: [{procedure_code: "97110", units: 3}]}
)"},
          {"rules/acme/ruleset.yaml",
           "{id: acme, version: \"7\", language: 1, title: Acme, layer: payer, scope: "
           "{payers: [ACME1], line_of_business: [commercial]}}\n"},
          {"rules/acme/overrides.yaml", R"(
overrides:
  - id: ACME-1
    select: {rule: BASE.VISIT.MODIFIER}
    severity: deny
    effective: {from: 2026-02-01, to: 2026-12-31}
    reason: "bulletin <12>"
    owner: policy@example.org
  - id: ACME-2
    select: {rule: BASE.VISIT.MODIFIER}
    exempt_when: {procedure_code: "99211"}
    reason: nurses
    owner: policy@example.org
)"}};
}

struct Loaded {
  MemoryFileSource files;
  std::shared_ptr<const Snapshot> snapshot;
};
Loaded Load(std::map<std::string, std::string> texts) {
  Loaded loaded{MemoryFileSource(std::move(texts)), nullptr};
  Diagnostics diagnostics;
  auto rulesets = LoadRulesets("rules", loaded.files, diagnostics);
  EXPECT_TRUE(rulesets.ok()) << ToString(diagnostics);
  if (rulesets.ok()) loaded.snapshot = *Snapshot::Build(*std::move(rulesets), TableSet::Empty());
  return loaded;
}
HandbookFiles Make(const Loaded& loaded, const HandbookOptions& options = {}) {
  auto files = MakeHandbook(*loaded.snapshot, options, loaded.files);
  EXPECT_TRUE(files.ok()) << files.status();
  return files.ok() ? *std::move(files) : HandbookFiles();
}

// Every `href` and `src` to the handbook itself leads to a file of it, and every `#name` to an id.
void CheckLinks(const HandbookFiles& files) {
  const RE2 link(R"re((?:href|src)="([^"]*)")re");
  int links = 0;
  for (const auto& [path, html] : files) {
    if (!path.ends_with(".html")) continue;
    re2::StringPiece rest(html);
    for (std::string href; RE2::FindAndConsume(&rest, link, &href);) {
      if (href.starts_with("http")) continue;
      ++links;
      const size_t hash = href.find('#');
      std::string target = path;
      if (hash != 0) {
        target = (std::filesystem::path(path).parent_path() / href.substr(0, hash))
                     .lexically_normal()
                     .string();
      }
      const auto file = files.find(target);
      ASSERT_TRUE(file != files.end()) << path << " leads to " << href;
      if (hash == std::string::npos) continue;
      EXPECT_THAT(file->second, HasSubstr(" id=\"" + href.substr(hash + 1) + "\""))
          << path << " leads to " << href;
    }
  }
  EXPECT_GT(links, 20);
}

// Tags that are opened are closed, in order; quotes close.
void CheckNesting(const std::string& path, const std::string& html) {
  const std::set<std::string> empty = {"meta", "link", "input", "br", "!DOCTYPE"};
  const RE2 tag(R"re(<(/?)([!A-Za-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*|\s*html)>)re");
  std::vector<std::string> open;
  re2::StringPiece rest(html);
  std::string slash, name, attributes;
  int tags = 0;
  while (RE2::FindAndConsume(&rest, tag, &slash, &name, &attributes)) {
    ++tags;
    if (empty.contains(name)) continue;
    if (slash.empty()) {
      open.push_back(name);
      continue;
    }
    ASSERT_FALSE(open.empty()) << path;
    ASSERT_EQ(open.back(), name) << path;
    open.pop_back();
  }
  EXPECT_TRUE(open.empty()) << path;
  EXPECT_EQ(std::count(html.begin(), html.end(), '<'), tags) << path << ": an odd tag";
}

TEST(Handbook, TellsOfARuleInFull) {
  const HandbookFiles files = Make(Load(SmallFiles()));
  const std::string& page = files.at("rules/BASE.VISIT.MODIFIER.html");
  for (const char* text : {
           "<dd>warn; medicare deny</dd>",
           "the procedure code is in <a href=\"../lists/base.office_visits.html\">",
           "<li>the line has no modifier <code>25</code></li>",
           "there is another line on the same service date, of which:",
           "<h2>Exception</h2>",
           "<li>add modifier 25 to the line, if the record shows a separate visit</li>",
           "<dd>97</dd>",
           "<dd>M144</dd>",
           "<dd>coding@example.org</dd>",
           "<dd>from 2026-01-01, by date of service</dd>",
           // Overrides: whose, what, why, when.
           "commercial; payer ACME1",
           "severity deny",
           "bulletin &lt;12&gt;",
           "from 2026-02-01 to 2026-12-31",
           "bypassed when:",
           "policy@example.org",
           // Cases, as the engine has them.
           "<h3>Case 1: the rule fires</h3>",
           "1 <strong>fires</strong>",
           "<strong>warn</strong>, line 1: 99213 is billed with 11102 &lt;i&gt;</p>",
           "<li>add modifier 25 to line 1 if the record shows a separate visit</li>",
           "<h3>Case 2: the rule is clear</h3>",
           "<h3>Case 3: the rule is bypassed</h3>",
           "1 <strong>bypassed</strong>",
           "<h3>Case 4: the rule is not evaluated</h3>",
           "the claim has no place_of_service",
       }) {
    EXPECT_THAT(page, HasSubstr(text));
  }
  EXPECT_THAT(files.at("rules/BASE.UNITS.html"),
              AllOf(HasSubstr("the units are more than 3"), HasSubstr("<code>most</code>"),
                    HasSubstr("units a day")));
}

TEST(Handbook, LetsNothingOfAnAuthorsBecomeMarkup) {
  const HandbookFiles files = Make(Load(SmallFiles()));
  for (const auto& [path, text] : files) {
    EXPECT_THAT(text, Not(HasSubstr("<script>alert"))) << path;
    EXPECT_THAT(text, Not(HasSubstr("<b>visits"))) << path;
    EXPECT_THAT(text, Not(HasSubstr("href=\"javascript:"))) << path;
  }
  EXPECT_THAT(
      files.at("rules/BASE.VISIT.MODIFIER.html"),
      HasSubstr("<h1>A visit &amp; &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; needs 25"));
  EXPECT_THAT(files.at("lists/base.office_visits.html"),
              HasSubstr("href=\"https://example.org/a?b=1&amp;c=2\""));
}

TEST(Handbook, HoldsTogetherAndIsTheSameEachTime) {
  const Loaded loaded = Load(SmallFiles());
  const HandbookFiles files = Make(loaded);
  EXPECT_EQ(files, Make(loaded));
  CheckLinks(files);
  for (const auto& [path, html] : files) {
    if (!path.ends_with(".html")) continue;
    CheckNesting(path, html);
    EXPECT_THAT(html, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("<main id=\"main\">"),
                            HasSubstr("<h1>")));
  }
}

TEST(Handbook, TellsOfTheShippedRulesToo) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot("rulesets", "", diagnostics);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const auto files = MakeHandbook(**snapshot, {}, DiskFileSource());
  ASSERT_TRUE(files.ok()) << files.status();
  CheckLinks(*files);
  for (const ResolvedRule& rule : (*snapshot)->rulesets().rules) {
    ASSERT_TRUE(files->contains("rules/" + rule.id + ".html")) << rule.id;
  }
  for (const auto& [path, html] : *files) {
    if (path.ends_with(".html")) CheckNesting(path, html);
  }
  // A built-in's parameters, without the references of its specification.
  EXPECT_THAT(files->at("rules/NCCI.MUE.html"),
              AllOf(HasSubstr("<td>whose units are summed</td>"),
                    HasSubstr("<td>lines with one of these are left out</td>")));
}

TEST(Handbook, KeepsToWhatIsAskedFor) {
  const Loaded loaded = Load(SmallFiles());
  const HandbookFiles one = Make(loaded, {.rules = {"BASE.VISIT"}});
  EXPECT_TRUE(one.contains("rules/BASE.VISIT.MODIFIER.html"));
  EXPECT_FALSE(one.contains("rules/BASE.UNITS.html"));
  CheckLinks(one);
  const HandbookFiles payer = Make(loaded, {.payer = "ACME1"});
  EXPECT_TRUE(payer.contains("rules/BASE.UNITS.html"));
  const auto refused = [&loaded](const HandbookOptions& options) {
    return std::string(MakeHandbook(*loaded.snapshot, options, loaded.files).status().message());
  };
  EXPECT_EQ(refused({.rules = {"BASE.UNIT"}}),
            "no rule or family `BASE.UNIT`; did you mean `BASE.UNITS`?");
  EXPECT_EQ(refused({.payer = "ACME2"}),
            "no ruleset names the payer `ACME2`; did you mean `ACME1`?");
  EXPECT_EQ(refused({.payer = "SOMEBODY"}),
            "no ruleset names the payer `SOMEBODY`; named are `ACME1`");

  auto texts = SmallFiles();
  texts["rules/other/ruleset.yaml"] =
      "{id: other, version: \"1\", language: 1, title: Other, layer: payer, scope: {payers: "
      "[OTHER1]}}\n";
  texts["rules/other/rules.yaml"] =
      "rules: [{id: OTHER.A, title: a, severity: info, when: {units: 1}, message: m}]\n";
  EXPECT_FALSE(Make(Load(texts), {.payer = "ACME1"}).contains("rules/OTHER.A.html"));
}

TEST(Handbook, SearchKnowsCodesListsAndWords) {
  const HandbookFiles files = Make(Load(SmallFiles()));
  const std::string& index = files.at("search_index.js");
  EXPECT_THAT(index, HasSubstr("\"id\":\"BASE.VISIT.MODIFIER\""));
  EXPECT_THAT(index, HasSubstr("\"codes\":[\"11102\",\"23\",\"25\"],\"lists\":[0]"));
  EXPECT_THAT(index, HasSubstr("[\"99202-99205\",\"99211-99215\"]"));
  EXPECT_THAT(files.at("index.html"), HasSubstr("<script src=\"search_index.js\" defer>"));
}

// WCAG's relative luminance of `#rrggbb`.
double Luminance(const std::string& color) {
  const auto channel = [&color](size_t at) {
    const double value = std::stoi(color.substr(at, 2), nullptr, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

TEST(Handbook, TextStandsOutInLightAndDark) {
  const std::string css(HandbookCss());
  const size_t dark = css.find("@media (prefers-color-scheme: dark)");
  ASSERT_NE(dark, std::string::npos);
  for (const std::string& part : {css.substr(0, dark), css.substr(dark)}) {
    const auto color = [&part](const std::string& name) {
      std::string value;
      EXPECT_TRUE(RE2::PartialMatch(part, "--" + name + ": (#[0-9a-f]{6});", &value)) << name;
      return Luminance(value);
    };
    for (const char* text : {"ink", "quiet", "link"}) {
      for (const char* ground : {"paper", "panel", "mark"}) {
        const double a = color(text);
        const double b = color(ground);
        EXPECT_GE((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05), 4.5)
            << text << " on " << ground;
      }
    }
  }
}

}  // namespace
}  // namespace scrubline
