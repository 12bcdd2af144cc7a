// tests/docs/markdown.h — as much of Markdown as a page has to be read for its examples to be run
// and its tables to be checked: fenced blocks and tables, by section. For tests only.
//
//   const MarkdownPage page = ReadMarkdown("docs/rule_language.md");
//   for (const MarkdownPage::Block& block : page.blocks) {
//     if (block.language == "yaml") Load(block.text, block.line);
//   }
//
// An HTML comment `<!-- LANGUAGE: NOTE -->` on the line above a block is its note: what the page's
// test has to know and its readers do not.
#ifndef SCRUBLINE_TESTS_DOCS_MARKDOWN_H_
#define SCRUBLINE_TESTS_DOCS_MARKDOWN_H_

#include <string>
#include <string_view>
#include <vector>

namespace scrubline {

struct MarkdownPage {
  struct Block {
    int line = 0;          // of its first line of text, from 1
    std::string language;  // `yaml`; may be empty
    std::string note;      // may be empty
    std::string text;
  };
  // A row of a table, headings and rules left out.
  struct Row {
    int line = 0;
    std::string section;  // the nearest heading above, without its marks
    std::vector<std::string> cells;
  };

  std::string text;  // of the whole page; empty when it cannot be read
  std::vector<Block> blocks;
  std::vector<Row> rows;

  // Whether `word` stands somewhere in the page's code, in a block or between backticks.
  bool HasInCode(std::string_view word) const;
};

MarkdownPage ReadMarkdown(const std::string& path);

}  // namespace scrubline

#endif  // SCRUBLINE_TESTS_DOCS_MARKDOWN_H_
