#include "tests/docs/markdown.h"

#include <cctype>
#include <fstream>
#include <sstream>

namespace scrubline {
namespace {

constexpr std::string_view kFence = "```";

std::string Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

// The cells of `| a | b |`; a bar between backticks does not end one.
std::vector<std::string> Cells(const std::string& row) {
  std::vector<std::string> cells;
  std::string cell;
  bool code = false;
  for (size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '`') code = !code;
    if (row[i] == '|' && !code) {
      cells.push_back(Trimmed(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  return cells;
}

// `<!-- yaml: note -->`: the note; empty when the line is anything else.
std::string NoteOf(const std::string& line, const std::string& language) {
  const std::string begin = "<!-- " + language + ": ";
  const std::string end = " -->";
  if (!line.starts_with(begin) || !line.ends_with(end)) return "";
  return line.substr(begin.size(), line.size() - begin.size() - end.size());
}

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsWordCharacter(text[at - 1])) &&
        (end == text.size() || !IsWordCharacter(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool MarkdownPage::HasInCode(std::string_view word) const {
  for (const Block& block : blocks) {
    if (HasWord(block.text, word)) return true;
  }
  std::istringstream lines(text);
  bool in_block = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kFence)) in_block = !in_block;
    if (in_block) continue;
    for (size_t open = line.find('`'); open != std::string::npos;) {
      const size_t close = line.find('`', open + 1);
      if (close == std::string::npos) break;
      if (HasWord(std::string_view(line).substr(open + 1, close - open - 1), word)) return true;
      open = line.find('`', close + 1);
    }
  }
  return false;
}

MarkdownPage ReadMarkdown(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream whole;
  whole << file.rdbuf();
  MarkdownPage page;
  page.text = whole.str();
  std::istringstream lines(page.text);
  std::string section, before;
  bool in_block = false;
  int number = 0;
  for (std::string line; std::getline(lines, line); before = line) {
    ++number;
    if (line.starts_with(kFence)) {
      in_block = !in_block;
      if (!in_block) continue;
      const std::string language = line.substr(kFence.size());
      page.blocks.push_back({number + 1, language, NoteOf(before, language), ""});
    } else if (in_block) {
      page.blocks.back().text += line + "\n";
    } else if (line.starts_with("#")) {
      section = Trimmed(std::string_view(line).substr(line.find_first_not_of('#')));
    } else if (line.starts_with("|---")) {
      if (!page.rows.empty() && page.rows.back().line == number - 1) page.rows.pop_back();
    } else if (line.starts_with("|")) {
      page.rows.push_back({number, section, Cells(line)});
    }
  }
  return page;
}

}  // namespace scrubline
