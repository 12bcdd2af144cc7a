#include "authoring/handbook/html.h"

#include <utility>

namespace scrubline {
namespace {

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

void AppendSentence(const Sentence& sentence, const NamedLists& lists,
                    const std::vector<Ruleset>& rulesets, std::string_view root, std::string& out) {
  for (const Sentence::Span& span : sentence.spans) {
    if (span.list >= 0) {
      const NamedList& list = lists.all()[static_cast<size_t>(span.list)];
      out += Link(std::string(root) + PathOf(list, rulesets), Escaped(span.text));
    } else {
      out += span.code ? InCode(span.text) : Escaped(span.text);
    }
  }
  if (sentence.parts.empty()) return;
  out += "\n<ul>\n";
  for (const Sentence& part : sentence.parts) {
    out += "<li>";
    AppendSentence(part, lists, rulesets, root, out);
    out += "</li>\n";
  }
  out += "</ul>";
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += IsControl(c) ? ' ' : c;
        break;
    }
  }
  return out;
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '<') {
      out += "\\u003c";
    } else {
      out += IsControl(c) ? ' ' : c;
    }
  }
  return out + '"';
}

std::string Element(std::string_view name, std::string_view html, std::string_view attributes) {
  const std::string tag(name);
  return "<" + tag + std::string(attributes) + ">" + std::string(html) + "</" + tag + ">";
}

std::string Link(std::string_view href, std::string_view html) {
  return "<a href=\"" + Escaped(href) + "\">" + std::string(html) + "</a>";
}

std::string LinkOut(std::string_view url, std::string_view text) {
  const bool safe = url.starts_with("https://") || url.starts_with("http://");
  if (!safe) return Escaped(text) + (url.empty() ? "" : " (" + Escaped(url) + ")");
  return Link(url, Escaped(text.empty() ? url : text));
}

std::string InCode(std::string_view text) { return Element("code", Escaped(text)); }

std::string ToHtml(const HtmlTable& table) {
  if (table.rows.empty()) return "";
  std::string html = "<div class=\"table\"><table>\n" + Element("caption", table.caption) + "\n";
  html += "<thead><tr>";
  for (const std::string& heading : table.headings) {
    html += Element("th", heading, " scope=\"col\"");
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const HtmlTable::Row& row : table.rows) {
    html += row.css_class.empty() ? "<tr>" : "<tr class=\"" + row.css_class + "\">";
    for (size_t i = 0; i < row.cells.size(); ++i) {
      html += i == 0 ? Element("th", row.cells[i], " scope=\"row\"") : Element("td", row.cells[i]);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string ToHtml(const Sentence& sentence, const NamedLists& lists,
                   const std::vector<Ruleset>& rulesets, std::string_view root) {
  std::string out = "<div class=\"says\">";
  AppendSentence(sentence, lists, rulesets, root, out);
  return out + "</div>\n";
}

std::string PathOf(const NamedList& list, const std::vector<Ruleset>& rulesets) {
  return "lists/" + rulesets[static_cast<size_t>(list.ruleset)].id + "." + list.name + ".html";
}

std::string RulePath(std::string_view id) { return "rules/" + std::string(id) + ".html"; }

std::string ToHtml(const HtmlPage& page) {
  constexpr std::pair<const char*, const char*> kMenu[] = {{"index.html", "By family"},
                                                           {"by_ruleset.html", "By payer"},
                                                           {"by_severity.html", "By severity"},
                                                           {"by_code.html", "By code"},
                                                           {"lists.html", "Code lists"}};
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"generator\" content=\"scrub docs\">\n";
  html += Element("title", Escaped(page.title)) + "\n";
  html += "<link rel=\"stylesheet\" href=\"" + page.root + "handbook.css\">\n";
  if (page.search) {
    html +=
        "<script src=\"search_index.js\" defer></script>\n"
        "<script src=\"search.js\" defer></script>\n";
  }
  html +=
      "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n"
      "<header>\n<nav aria-label=\"Handbook\">\n<ul>\n";
  for (const auto& [path, name] : kMenu) {
    const std::string current = page.current == path ? "\" aria-current=\"page" : "";
    html += "<li><a href=\"" + page.root + path + current + "\">" + name + "</a></li>\n";
  }
  html += "</ul>\n</nav>\n</header>\n<main id=\"main\">\n" + page.body + "</main>\n";
  html += Element("footer", page.footer) + "\n</body>\n</html>\n";
  return html;
}

}  // namespace scrubline
