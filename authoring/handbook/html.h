// authoring/handbook/html.h — the few pieces of HTML that the handbook is put together from.
//
//   page.body += Element("h1", Escaped(rule.title)) + Link("../lists/a.html", Escaped(list.title));
//
// Text of an author's is passed through Escaped, once, where it enters; everything else here takes
// HTML. Tested by handbook_test.cc.
#ifndef SCRUBLINE_AUTHORING_HANDBOOK_HTML_H_
#define SCRUBLINE_AUTHORING_HANDBOOK_HTML_H_

#include <string>
#include <string_view>
#include <vector>

#include "authoring/handbook/wording.h"

namespace scrubline {

// `<script>` becomes `&lt;script&gt;`; quotes too, so that it may stand in an attribute. Control
// characters come out as blanks.
std::string Escaped(std::string_view text);
// A string of JavaScript and JSON, with its quotes; safe inside of HTML too.
std::string JsonString(std::string_view text);

// `<name attributes>html</name>`; `attributes` is empty or begins with a blank.
std::string Element(std::string_view name, std::string_view html, std::string_view attributes = "");
std::string Link(std::string_view href, std::string_view html);
// A link to an address an author wrote: only to http and https, anything else stands as text.
std::string LinkOut(std::string_view url, std::string_view text);
std::string InCode(std::string_view text);

// A table with its caption and headings; no rows, no table. Cells are HTML; the first of each row
// is its heading.
struct HtmlTable {
  std::string caption;
  std::vector<std::string> headings;
  struct Row {
    std::vector<std::string> cells;
    std::string css_class;  // may be empty
  };
  std::vector<Row> rows;
};
std::string ToHtml(const HtmlTable& table);

// A sentence with its parts as nested lists; `root` is the way to the handbook's folder.
std::string ToHtml(const Sentence& sentence, const NamedLists& lists,
                   const std::vector<Ruleset>& rulesets, std::string_view root);

// Where a list's page stands: `lists/acme.office_visits.html`.
std::string PathOf(const NamedList& list, const std::vector<Ruleset>& rulesets);
std::string RulePath(std::string_view id);

struct HtmlPage {
  std::string title;    // text
  std::string root;     // empty, or `../`
  std::string current;  // path of the page in the menu that this one is; may be empty
  std::string body;
  std::string footer;
  bool search = false;  // brings the search with it
};
std::string ToHtml(const HtmlPage& page);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_HANDBOOK_HTML_H_
