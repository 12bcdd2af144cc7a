#include "rules_engine/parse/node.h"

#include <algorithm>
#include <utility>

namespace scrubline {
namespace {

// Lines longer than this are not shown: the caret would be out of sight, and a hostile file must
// not fill memory with copies of one line.
constexpr size_t kMaxShownLine = 240;
constexpr size_t kMaxQuoted = 60;

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

// `-12`, `0.5`: a number, of any size.
bool IsNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (point == std::string_view::npos) return digits(text);
  return digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

std::string Joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// Whether a scalar without quotes would read as something else in a one-line list or map.
bool NeedsQuotes(const Node& node) {
  return node.quoted || node.text.empty() ||
         node.text.find_first_of(",[]{}:#\"'\n") != std::string::npos;
}

// Appends to `text` until it has `most` bytes.
void AppendFlow(const Node& node, size_t most, std::string& text) {
  if (text.size() >= most) return;
  switch (node.kind) {
    case Node::Kind::kNull:
      text += '~';
      break;
    case Node::Kind::kScalar:
      if (!NeedsQuotes(node)) {
        text += node.text;
        break;
      }
      text += '"';
      for (const char c : node.text) {
        if (c == '"' || c == '\\') text += '\\';
        text += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
      }
      text += '"';
      break;
    case Node::Kind::kSequence:
      text += '[';
      for (size_t i = 0; i < node.items.size() && text.size() < most; ++i) {
        if (i > 0) text += ", ";
        AppendFlow(*node.items[i], most, text);
      }
      text += ']';
      break;
    case Node::Kind::kMap:
      text += '{';
      for (size_t i = 0; i < node.entries.size() && text.size() < most; ++i) {
        if (i > 0) text += ", ";
        AppendFlow(*node.entries[i].key, most, text);
        text += ": ";
        AppendFlow(*node.entries[i].value, most, text);
      }
      text += '}';
      break;
  }
}

// Where to cut `text` so that at most `most` bytes remain and no character is halved.
size_t CutAt(std::string_view text, size_t most) {
  size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return end;
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), line_starts_{0} {
  for (size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::string_view SourceFile::Line(int number) const {
  if (number < 1 || static_cast<size_t>(number) > line_starts_.size()) return {};
  const auto index = static_cast<size_t>(number);
  const size_t start = line_starts_[index - 1];
  const size_t end = index < line_starts_.size() ? line_starts_[index] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(start, end - start);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

const Node* Node::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key->text == key) return entry.value.get();
  }
  return nullptr;
}

void Report(Diagnostics& diagnostics, const SourceFile& source, int line, int column,
            std::string message, std::string hint, Diagnostic::Level level) {
  if (diagnostics.size() > kMaxDiagnostics) return;
  if (diagnostics.size() == kMaxDiagnostics) {
    diagnostics.push_back({Diagnostic::Level::kError,
                           {source.path(), 0, 0},
                           "too many problems; those after the first " +
                               std::to_string(kMaxDiagnostics) + " are not shown",
                           "",
                           ""});
    return;
  }
  std::string shown;
  if (source.Line(line).size() <= kMaxShownLine) shown = source.Line(line);
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; }, ' ');
  diagnostics.push_back({level,
                         {source.path(), line, column},
                         std::move(message),
                         std::move(hint),
                         std::move(shown)});
}

void Report(Diagnostics& diagnostics, const Node& node, std::string message, std::string hint,
            Diagnostic::Level level) {
  Report(diagnostics, *node.source, node.line, node.column, std::move(message), std::move(hint),
         level);
}

std::string Quoted(std::string_view text) {
  const size_t end = CutAt(text, kMaxQuoted);
  std::string quoted = "`";
  for (const char c : text.substr(0, end)) {
    quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return quoted + (end < text.size() ? "...`" : "`");
}

std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& candidates) {
  if (word.size() > kMaxQuoted) return "";
  const std::string_view nearest = NearestWord(word, candidates);
  return nearest.empty() ? "" : "did you mean " + Quoted(nearest) + "?";
}

std::string FlowText(const Node& node, size_t most) {
  std::string text;
  // One byte more than fits tells that something was left out.
  AppendFlow(node, most + 1, text);
  if (text.size() <= most) return text;
  text.resize(CutAt(text, most));
  return text + "...";
}

std::string_view KindName(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull:
      return "nothing";
    case Node::Kind::kScalar:
      return "text";
    case Node::Kind::kSequence:
      return "a list";
    case Node::Kind::kMap:
      return "a map";
  }
  return "";
}

std::optional<std::string_view> TextOf(const Node& node, std::string_view what,
                                       Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::kScalar) return node.text;
  Report(diagnostics, node,
         "expected " + std::string(what) + ", found " + std::string(KindName(node)));
  return std::nullopt;
}

std::optional<bool> FlagOf(const Node& node, Diagnostics& diagnostics) {
  const auto word = WordOf(node, "true or false", {"true", "false", "yes", "no"}, diagnostics);
  if (!word) return std::nullopt;
  return *word % 2 == 0;
}

std::optional<Date> DateOf(const Node& node, Diagnostics& diagnostics) {
  const auto text = TextOf(node, "a date", diagnostics);
  if (!text) return std::nullopt;
  const auto date = text->size() == 10 ? Date::Parse(*text) : std::nullopt;
  if (!date) {
    Report(diagnostics, node, Quoted(*text) + " is not a date",
           "write year, month and day of a day there is: `2026-01-31`");
  }
  return date;
}

std::optional<int64_t> IntegerOf(const Node& node, int64_t least, int64_t most,
                                 Diagnostics& diagnostics) {
  const auto text = TextOf(node, "a whole number", diagnostics);
  if (!text) return std::nullopt;
  int64_t value = 0;
  bool sound = !text->empty() && text->size() <= 15;
  for (const char c : *text) {
    sound = sound && c >= '0' && c <= '9';
    if (sound) value = value * 10 + (c - '0');
  }
  if (sound && value >= least && value <= most) return value;
  Report(diagnostics, node,
         Quoted(*text) + (IsNumber(*text) && text->find('.') == std::string_view::npos
                              ? " is out of range"
                              : " is not a whole number"),
         "expected one from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<int64_t> DecimalOf(const Node& node, int places, Diagnostics& diagnostics) {
  const auto text = TextOf(node, "a number", diagnostics);
  if (!text) return std::nullopt;
  const size_t point = std::min(text->find('.'), text->size());
  const std::string_view whole = text->substr(0, point);
  const std::string_view fraction =
      point < text->size() ? text->substr(point + 1) : std::string_view();
  bool sound = !whole.empty() && whole.size() <= 12 &&
               fraction.size() <= static_cast<size_t>(places) &&
               (point == text->size() || !fraction.empty());
  int64_t value = 0;
  const auto add = [&](char c) {
    sound = sound && c >= '0' && c <= '9';
    if (sound) value = value * 10 + (c - '0');
  };
  for (const char c : whole) add(c);
  for (int i = 0; i < places; ++i) {
    add(static_cast<size_t>(i) < fraction.size() ? fraction[static_cast<size_t>(i)] : '0');
  }
  if (sound) return value;
  const bool long_fraction = IsNumber(*text) && fraction.size() > static_cast<size_t>(places);
  Report(diagnostics, node,
         Quoted(*text) + (long_fraction     ? " has too many decimals"
                          : IsNumber(*text) ? " is out of range"
                                            : " is not a number"),
         "write digits, at most 12 before the point and " + std::to_string(places) +
             " after it: `" +
             (places == 2  ? "2.50"
              : places > 0 ? "2.5"
                           : "2") +
             "`");
  return std::nullopt;
}

std::optional<int> WordOf(const Node& node, std::string_view what,
                          const std::vector<std::string_view>& words, Diagnostics& diagnostics) {
  const auto text = TextOf(node, what, diagnostics);
  if (!text) return std::nullopt;
  for (size_t i = 0; i < words.size(); ++i) {
    if (EqualIgnoringCase(*text, words[i])) return static_cast<int>(i);
  }
  std::string hint = DidYouMean(*text, words);
  if (hint.empty()) hint = "it is one of " + Joined(words);
  Report(diagnostics, node, Quoted(*text) + " is not " + std::string(what), std::move(hint));
  return std::nullopt;
}

std::vector<const Node*> OneOrMore(const Node& node) {
  if (node.kind != Node::Kind::kSequence) return {&node};
  std::vector<const Node*> nodes;
  for (const NodePtr& item : node.items) nodes.push_back(item.get());
  return nodes;
}

std::vector<std::string> TextsOf(const Node& node, std::string_view what,
                                 Diagnostics& diagnostics) {
  std::vector<std::string> texts;
  for (const Node* item : OneOrMore(node)) {
    if (const auto text = TextOf(*item, what, diagnostics)) texts.emplace_back(*text);
  }
  return texts;
}

MapReader::MapReader(const Node& node, std::string_view what, Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (node.kind != Node::Kind::kMap) {
    Report(diagnostics, node,
           "expected " + std::string(what) + " as a map of `key: value`, found " +
               std::string(KindName(node)));
  }
}

const Node* MapReader::Find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.push_back(key);
  return node_.Find(key);
}

const Node* MapReader::Require(std::string_view key) {
  const Node* found = Find(key);
  if (found == nullptr && node_.kind == Node::Kind::kMap) {
    Report(diagnostics_, node_, what_ + " needs " + Quoted(key));
  }
  return found;
}

void MapReader::Finish() {
  for (const Node::Entry& entry : node_.entries) {
    const std::string& key = entry.key->text;
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::string hint = DidYouMean(key, known_);
    if (hint.empty()) hint = what_ + " may have " + Joined(known_);
    Report(diagnostics_, *entry.key, "unknown key " + Quoted(key) + " in " + what_,
           std::move(hint));
  }
}

}  // namespace scrubline
