// rules_engine/parse/node.h — a YAML document as a tree with a position on every node, and the
// few ways in which the parser and the resolver read it.
//
//   MapReader rule(node, "a rule", diagnostics);          // reports anything but a map
//   const Node* id = rule.Require("id");                  // reports its absence
//   if (const Node* date = rule.Find("date")) DateOf(*date, diagnostics);
//   rule.Finish();                                        // reports every key nobody asked for
//
// Scalars are text and nothing else: `0131` and `1E3` mean what is written, quoted or not; the
// reader of a value says what it wants of the text. Every reader that cannot have it reports a
// Diagnostic at the node and returns nullopt. Immutable once read; nodes may be shared (an alias is
// the same node as its anchor), and live as long as a NodePtr to them. Tested by node_test.cc.
#ifndef SCRUBLINE_RULES_ENGINE_PARSE_NODE_H_
#define SCRUBLINE_RULES_ENGINE_PARSE_NODE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules_engine/date.h"
#include "rules_engine/diagnostic.h"

namespace scrubline {

// The text of one file; kept as long as a node of it lives.
class SourceFile {
 public:
  SourceFile(std::string path, std::string text);
  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  // Line `number` (from 1) without its line break; empty when there is no such line.
  std::string_view Line(int number) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<size_t> line_starts_;
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Node {
  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMap };
  struct Entry {
    NodePtr key;  // always a scalar
    NodePtr value;
  };

  Kind kind = Kind::kNull;
  bool quoted = false;        // a scalar in quotes or a block scalar
  bool of_parameter = false;  // a list that stands for a parameter's name: it may be empty
  int line = 0;               // from 1
  int column = 0;             // from 1, in characters
  int depth = 1;              // of the tree under it
  int64_t size = 1;           // nodes under it, aliases written out
  std::string text;           // kScalar
  std::vector<NodePtr> items;
  std::vector<Entry> entries;  // in the order of the file; keys are distinct
  std::shared_ptr<const SourceFile> source;

  Position position() const { return {source->path(), line, column}; }
  const Node* Find(std::string_view key) const;
};

// Reports at `node`. After kMaxDiagnostics of them the rest is dropped, and one says so.
inline constexpr size_t kMaxDiagnostics = 1000;
void Report(Diagnostics& diagnostics, const Node& node, std::string message, std::string hint = "",
            Diagnostic::Level level = Diagnostic::Level::kError);
// The same at a line and column of a file, which may be 0 for the file as a whole.
void Report(Diagnostics& diagnostics, const SourceFile& source, int line, int column,
            std::string message, std::string hint = "",
            Diagnostic::Level level = Diagnostic::Level::kError);

// The author's own words in backticks, shortened, without control characters.
std::string Quoted(std::string_view text);
// `did you mean ...?`, or empty when no candidate is near.
std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& candidates);
// `node` in YAML's one-line form, as its author wrote it but for line breaks: `{any_of: ["50"]}`.
// After about `most` bytes it is cut short, which `...` tells.
std::string FlowText(const Node& node, size_t most);
// `a map`, `a list`, `text`, `nothing`.
std::string_view KindName(const Node& node);

// Readers of one value. `what` names it in the message: `expected a date, not a list`.
std::optional<std::string_view> TextOf(const Node& node, std::string_view what,
                                       Diagnostics& diagnostics);
std::optional<bool> FlagOf(const Node& node, Diagnostics& diagnostics);  // true, false, yes, no
std::optional<Date> DateOf(const Node& node, Diagnostics& diagnostics);  // YYYY-MM-DD
std::optional<int64_t> IntegerOf(const Node& node, int64_t least, int64_t most,
                                 Diagnostics& diagnostics);
// A decimal number of up to `places` decimals, scaled by 10^places; never negative, at most 10^12.
std::optional<int64_t> DecimalOf(const Node& node, int places, Diagnostics& diagnostics);
// The index in `words` of the word written, in letters of either case.
std::optional<int> WordOf(const Node& node, std::string_view what,
                          const std::vector<std::string_view>& words, Diagnostics& diagnostics);
// A scalar, or each item of a list.
std::vector<const Node*> OneOrMore(const Node& node);
// The same as texts; an item that is not text is reported and left out.
std::vector<std::string> TextsOf(const Node& node, std::string_view what, Diagnostics& diagnostics);

// Reads a map key by key and reports the keys nobody asked for.
class MapReader {
 public:
  // `what` names the map in messages: `a rule`. Anything but a map is reported, and reads as empty.
  MapReader(const Node& node, std::string_view what, Diagnostics& diagnostics);
  const Node& node() const { return node_; }
  const Node* Find(std::string_view key);
  // Reports when the key is absent.
  const Node* Require(std::string_view key);
  // Reports unknown keys. REQUIRED once, after every known key has been asked for.
  void Finish();

 private:
  const Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> known_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RULES_ENGINE_PARSE_NODE_H_
