#include "rules_engine/parse/yaml_reader.h"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace scrubline {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The number of bytes of the UTF-8 character at text[i]; 0 when there is none.
size_t CharacterBytes(std::string_view text, size_t i) {
  const auto first = static_cast<unsigned char>(text[i]);
  const size_t n = first < 0x80                    ? 1
                   : first >= 0xC2 && first < 0xE0 ? 2
                   : first >= 0xE0 && first < 0xF0 ? 3
                   : first >= 0xF0 && first < 0xF5 ? 4
                                                   : 0;
  if (n == 0 || i + n > text.size()) return 0;
  for (size_t k = 1; k < n; ++k) {
    if (!IsContinuation(text[i + k])) return 0;
  }
  return n;
}

// 1-based, in characters, of a 0-based byte of a line.
int ColumnOf(std::string_view line, int byte) {
  int column = 1;
  for (int i = 0; i < byte && i < static_cast<int>(line.size()); ++i) {
    if (!IsContinuation(line[static_cast<size_t>(i)])) ++column;
  }
  return column;
}

// What can be said of the bytes before any YAML is read. True when they are sound.
bool CheckBytes(const SourceFile& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  const size_t before = diagnostics.size();
  int line = 1;
  size_t line_start = 0;
  bool indentation = true;
  const auto report = [&](size_t at, std::string message, std::string hint) {
    Report(diagnostics, source, line,
           ColumnOf(text.substr(line_start), static_cast<int>(at - line_start)), std::move(message),
           std::move(hint));
  };
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    const size_t bytes = CharacterBytes(text, i);
    if (bytes == 0) {
      diagnostics.push_back({Diagnostic::Level::kError,
                             {source.path(), line, 0},
                             "this line is not UTF-8 text",
                             "save the file with the encoding UTF-8",
                             ""});  // the line cannot be shown
      return false;                 // nothing after it can be trusted
    }
    if (c == '\n') {
      ++line;
      line_start = i + 1;
      indentation = true;
    } else if (c == '\t') {
      if (indentation) report(i, "a tab in the indentation", "indent with spaces");
      indentation = false;  // one report a line
    } else if (c == '\r' ? i + 1 == text.size() || text[i + 1] != '\n'
                         : (static_cast<unsigned char>(c) < ' ' || c == '\x7F')) {
      report(i, "a control character that cannot be seen", "delete it");
      return false;
    } else if (c != ' ') {
      indentation = false;
    }
    i += bytes;
  }
  return diagnostics.size() == before;
}

// Builds the tree from yaml-cpp's events, which come before any alias is expanded. After the first
// breach of a cap it only listens on.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const SourceFile> source, Diagnostics& diagnostics)
      : source_(std::move(source)), diagnostics_(diagnostics) {}

  NodePtr root() const { return failed_ ? nullptr : root_; }
  bool failed() const { return failed_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (failed_) return;
    auto node = Make(Node::Kind::kNull, mark);
    // yaml-cpp notices that a key has no value where the next one stands.
    if (!stack_.empty() && stack_.back().at_value && stack_.back().key != nullptr &&
        stack_.back().key->line < node->line) {
      node->line = stack_.back().key->line;
      node->column = stack_.back().key->column;
    }
    Add(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (failed_) return;
    auto node = Make(Node::Kind::kScalar, mark);
    CheckTag(tag, *node);
    if (value.size() > kMaxScalarBytes) {
      Fail(*node, "a text of more than " + std::to_string(kMaxScalarBytes / 1024) + " KiB",
           "is a quote left open?");
      return;
    }
    node->text = value;
    node->quoted = tag == "!";
    if (node->quoted && !IsClosed(mark)) {
      Fail(*node, "the quote that begins here is never closed", "");
      return;
    }
    Add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (failed_) return;
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      Fail(*Make(Node::Kind::kNull, mark), "this alias stands inside its own anchor: a cycle",
           "write out what is meant");
      return;
    }
    Add(found->second, YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(Node::Kind::kSequence, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(Node::Kind::kMap, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapEnd() override { Close(); }

 private:
  struct Frame {
    std::shared_ptr<Node> node;
    YAML::anchor_t anchor;
    NodePtr key;                                         // a map's key waiting for its value
    bool skip_value = false;                             // the key was bad, or given twice
    bool at_value = false;                               // a map expects a value next
    std::unordered_map<std::string_view, int> key_line;  // of a map's keys
  };

  std::shared_ptr<Node> Make(Node::Kind kind, const YAML::Mark& mark) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->line = mark.line + 1;
    node->column = ColumnAt(node->line, mark.column);
    node->source = source_;
    return node;
  }

  // ColumnOf, going on from the event before: they come in reading order, and a line may be long.
  int ColumnAt(int line, int byte) {
    if (line != column_line_ || byte < column_byte_) {
      column_line_ = line;
      column_byte_ = 0;
      column_ = 1;
    }
    const std::string_view text = source_->Line(line);
    for (; column_byte_ < byte && static_cast<size_t>(column_byte_) < text.size(); ++column_byte_) {
      if (!IsContinuation(text[static_cast<size_t>(column_byte_)])) ++column_;
    }
    return column_;
  }

  // yaml-cpp takes the end of the file for a closing quote.
  bool IsClosed(const YAML::Mark& mark) const {
    const std::string_view first = source_->Line(mark.line + 1);
    const std::string& text = source_->text();
    const size_t start = static_cast<size_t>(first.data() - text.data()) +
                         std::min(first.size(), static_cast<size_t>(mark.column));
    if (start >= text.size() || (text[start] != '"' && text[start] != '\'')) return true;
    const char quote = text[start];
    for (size_t i = start + 1; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return true;
        ++i;
      }
    }
    return false;
  }

  void Fail(const Node& at, std::string message, std::string hint) {
    Report(diagnostics_, at, std::move(message), std::move(hint));
    failed_ = true;
  }

  void CheckTag(const std::string& tag, const Node& node) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    Report(diagnostics_, node, "the tag " + Quoted(tag) + " means nothing here",
           "values are text as they stand; delete the tag");
  }

  void Open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    if (failed_) return;
    auto node = Make(kind, mark);
    CheckTag(tag, *node);
    if (stack_.size() >= static_cast<size_t>(kMaxDepth)) {
      Fail(*node, "nested more than " + std::to_string(kMaxDepth) + " deep", "");
      return;
    }
    stack_.push_back({std::move(node), anchor, nullptr, false, false, {}});
  }

  void Close() {
    if (failed_) return;
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    Add(std::move(frame.node), frame.anchor);
  }

  // `node` is complete: files it under its anchor and its parent.
  void Add(NodePtr node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = node;
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    Node& parent = *frame.node;
    parent.size += node->size;
    parent.depth = std::max(parent.depth, node->depth + 1);
    if (parent.size > kMaxNodes) {
      Fail(parent, "more than " + std::to_string(kMaxNodes) + " values, aliases written out",
           "split the file, or write fewer aliases of aliases");
      return;
    }
    // A scalar is a level of the tree, but none of nesting.
    if (parent.depth + static_cast<int>(stack_.size()) > kMaxDepth + 2) {
      Fail(parent, "nested more than " + std::to_string(kMaxDepth) + " deep, aliases written out",
           "");
      return;
    }
    if (parent.kind == Node::Kind::kSequence) {
      parent.items.push_back(std::move(node));
    } else if (frame.at_value) {
      if (!frame.skip_value) parent.entries.push_back({std::move(frame.key), std::move(node)});
      frame.at_value = false;
    } else {
      AddKey(frame, std::move(node));
    }
  }

  void AddKey(Frame& frame, NodePtr key) {
    frame.at_value = true;
    frame.skip_value = true;
    if (key->kind != Node::Kind::kScalar) {
      Report(diagnostics_, *key, "a key must be text, found " + std::string(KindName(*key)),
             "text that begins with `{`, `[` or `~` must be quoted");
      return;
    }
    frame.key = std::move(key);
    const auto [found, is_new] = frame.key_line.emplace(frame.key->text, frame.key->line);
    if (!is_new) {
      Report(diagnostics_, *frame.key, "the key " + Quoted(frame.key->text) + " is given twice",
             "it stands in line " + std::to_string(found->second) + " already");
      return;
    }
    frame.skip_value = false;
  }

  std::shared_ptr<const SourceFile> source_;
  Diagnostics& diagnostics_;
  NodePtr root_;
  bool failed_ = false;
  int column_line_ = 0, column_byte_ = 0, column_ = 1;  // see ColumnAt
  std::vector<Frame> stack_;
  std::unordered_map<YAML::anchor_t, NodePtr> anchors_;
};

// Text that goes on behind the quote or bracket it began with: `"A" and more`, `{slot} is wrong`.
bool GoesOnAfterClosing(std::string_view line, size_t byte) {
  const size_t last = line.substr(0, byte).find_last_not_of(' ');
  return byte < line.size() && last != std::string_view::npos &&
         (line[last] == '"' || line[last] == '\'' || line[last] == '}' || line[last] == ']');
}

// The slips behind yaml-cpp's terse messages. `byte` of `line` is where it stopped.
std::string HintFor(std::string_view message, std::string_view line, size_t byte) {
  if (message == YAML::ErrorMsg::END_OF_MAP) {
    if (GoesOnAfterClosing(line, byte)) {
      return "text that begins with `{`, `[` or a quote and goes on behind its end must be quoted "
             "as a whole";
    }
    if (line.substr(std::min(byte, line.size())).starts_with("- ")) {
      return "the `-` of one list stand in one column; a key's own value is no item of a list";
    }
  }
  struct Slip {
    std::string_view message, hint;
  };
  const Slip kSlips[] = {
      {YAML::ErrorMsg::MAP_VALUE,
       "text with `: ` in it must be quoted; keys of one map stand in one column"},
      {YAML::ErrorMsg::MAP_KEY, "keys of one map stand in one column"},
      {YAML::ErrorMsg::BLOCK_ENTRY, "the `-` of one list stand in one column"},
      {YAML::ErrorMsg::END_OF_MAP, "keys of one map stand in one column"},
      {YAML::ErrorMsg::END_OF_SEQ, "the `-` of one list stand in one column"},
      {YAML::ErrorMsg::END_OF_MAP_FLOW, "a `}` or a comma is missing"},
      {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `]` or a comma is missing"},
      {YAML::ErrorMsg::FLOW_END,
       "a `]` or `}` closes nothing, or another bracket than the last one opened"},
      {YAML::ErrorMsg::EOF_IN_SCALAR, "a quote is left open"},
      {YAML::ErrorMsg::DOC_IN_SCALAR, "a quote is left open"},
      {YAML::ErrorMsg::UNKNOWN_TOKEN,
       "text that begins with `@`, a backtick or `%` must be quoted"},
      {YAML::ErrorMsg::ALIAS_NOT_FOUND, "text that begins with `*` must be quoted"},
      {YAML::ErrorMsg::CHAR_IN_ALIAS, "text that begins with `*` must be quoted"},
      {YAML::ErrorMsg::ANCHOR_NOT_FOUND, "text that begins with `&` must be quoted"},
      {YAML::ErrorMsg::UNKNOWN_ANCHOR, "text that begins with `*` must be quoted"},
  };
  for (const Slip& slip : kSlips) {
    if (message.starts_with(slip.message)) return std::string(slip.hint);
  }
  if (message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    return "in double quotes a backslash begins an escape; use single quotes for patterns";
  }
  return "";
}

}  // namespace

NodePtr ReadYaml(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics) {
  if (source->text().size() > kMaxFileBytes) {
    Report(diagnostics, *source, 0, 0,
           "the file is larger than " + std::to_string(kMaxFileBytes >> 20) + " MiB",
           "split it; every file of the folder is read");
    return nullptr;
  }
  if (!CheckBytes(*source, diagnostics)) return nullptr;
  TreeBuilder builder(source, diagnostics);
  try {
    std::istringstream stream(source->text());
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder) ||
        (builder.root() && builder.root()->kind == Node::Kind::kNull)) {
      Report(diagnostics, *source, 0, 0, "the file is empty", "fill it or delete it");
      return nullptr;
    }
    Diagnostics of_second;  // what is wrong in it beside its being there does not matter
    TreeBuilder second(source, of_second);
    if (builder.root() && parser.HandleNextDocument(second)) {
      const NodePtr root = second.root();
      Report(diagnostics, *source, root ? root->line : 0, root ? root->column : 0,
             "a second document in one file", "delete the `---`, or make two files");
    }
  } catch (const YAML::DeepRecursion& error) {
    if (builder.failed()) return nullptr;
    Report(diagnostics, *source, error.mark.line + 1, 0,
           "nested more than " + std::to_string(kMaxDepth) + " deep", "");
    return nullptr;
  } catch (const YAML::Exception& error) {
    if (builder.failed()) return nullptr;
    const int line = error.mark.is_null() ? 0 : error.mark.line + 1;
    Report(diagnostics, *source, line,
           line == 0 ? 0 : ColumnOf(source->Line(line), error.mark.column),
           "this is not YAML: " + error.msg,
           HintFor(error.msg, source->Line(line),
                   error.mark.is_null() ? 0 : static_cast<size_t>(error.mark.column)));
    return nullptr;
  } catch (const std::exception&) {
    Report(diagnostics, *source, 0, 0, "the file cannot be read as YAML", "");
    return nullptr;
  }
  return builder.root();
}

std::string DropByteOrderMark(std::string text) {
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

}  // namespace scrubline
