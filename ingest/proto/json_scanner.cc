#include "ingest/proto/json_scanner.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

constexpr int kMaxDepth = 32;  // a Claim nests five deep

std::string SnakeCase(std::string_view key) {
  std::string snake;
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') {
      snake += '_';
      snake += static_cast<char>(c - 'A' + 'a');
    } else {
      snake += c;
    }
  }
  return snake;
}

class Scanner {
 public:
  // Follows `target` when it is not empty.
  Scanner(std::string_view text, std::string_view target) : text_(text), target_(target) {}

  bool ScanDocument() {
    SkipBlanks();
    if (Peek() != '{') return Fail("expected a claim: `{`");
    if (!ScanValue("", 0)) return false;
    SkipBlanks();
    return at_ == text_.size() || Fail("expected nothing after the claim's closing `}`");
  }
  JsonError fault() const { return {std::min(at_, text_.size()), problem_}; }
  size_t found() const { return found_; }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void SkipBlanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool Fail(std::string problem) {
    if (at_ >= text_.size()) problem = "the text ends here in the middle of a claim";
    problem_ = std::move(problem);
    return false;
  }
  bool Expect(char c) {
    SkipBlanks();
    if (Peek() != c) return Fail(absl::StrCat("expected `", std::string(1, c), "`"));
    ++at_;
    return true;
  }

  // Notes the value at `path` when it lies on the way to the target; the longest one wins.
  void Visit(const std::string& path) {
    if (path.size() < longest_ || path.size() > target_.size()) return;
    if (target_.compare(0, path.size(), path) != 0) return;
    if (path.size() < target_.size() && !path.empty() && target_[path.size()] != '.' &&
        target_[path.size()] != '[') {
      return;
    }
    longest_ = path.size();
    found_ = at_;
  }

  bool ScanValue(const std::string& path, int depth) {
    SkipBlanks();
    Visit(path);
    switch (Peek()) {
      case '{':
        return ScanObject(path, depth);
      case '[':
        return ScanArray(path, depth);
      case '"':
        return ScanString(nullptr);
      default:
        return ScanWord();
    }
  }

  bool ScanObject(const std::string& path, int depth) {
    if (depth >= kMaxDepth) return Fail("nested too deeply");
    ++at_;
    std::vector<std::string> keys;
    SkipBlanks();
    if (Peek() == '}') return ++at_, true;
    while (true) {
      SkipBlanks();
      const size_t key_at = at_;
      std::string key;
      if (Peek() != '"') return Fail("expected a field name in double quotes");
      if (!ScanString(&key)) return false;
      key = SnakeCase(key);
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
        at_ = key_at;
        return Fail("this field was already given");
      }
      if (!Expect(':')) return false;
      if (!ScanValue(path.empty() ? key : path + "." + key, depth + 1)) return false;
      keys.push_back(std::move(key));
      SkipBlanks();
      if (Peek() == '}') return ++at_, true;
      if (Peek() != ',') return Fail("expected `,` or `}`");
      ++at_;
    }
  }

  bool ScanArray(const std::string& path, int depth) {
    if (depth >= kMaxDepth) return Fail("nested too deeply");
    ++at_;
    SkipBlanks();
    if (Peek() == ']') return ++at_, true;
    for (int i = 0;; ++i) {
      if (!ScanValue(absl::StrCat(path, "[", i, "]"), depth + 1)) return false;
      SkipBlanks();
      if (Peek() == ']') return ++at_, true;
      if (Peek() != ',') return Fail("expected `,` or `]`");
      ++at_;
    }
  }

  bool ScanString(std::string* content) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) {
        return Fail("a text may not hold a line break or control character");
      }
      if (text_[at_] == '\\') ++at_;
      if (content != nullptr && at_ < text_.size()) *content += text_[at_];
      ++at_;
    }
    if (at_ >= text_.size()) return Fail("");
    ++at_;
    return true;
  }

  // true, false, null or a number.
  bool ScanWord() {
    const size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view("+-.0123456789Eaeflnrstu").find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
    if (at_ == begin) return Fail("expected a value");
    const std::string_view word = text_.substr(begin, at_ - begin);
    const bool number = word[0] == '-' || (word[0] >= '0' && word[0] <= '9');
    if (number || word == "true" || word == "false" || word == "null") return true;
    at_ = begin;
    return Fail("expected a value: a text in double quotes, a number, true or false");
  }

  std::string_view text_;
  std::string_view target_;
  size_t at_ = 0;
  size_t longest_ = 0;
  size_t found_ = 0;
  std::string problem_;
};

}  // namespace

std::optional<JsonError> CheckJson(std::string_view text) {
  Scanner scanner(text, {});
  if (scanner.ScanDocument()) return std::nullopt;
  return scanner.fault();
}

size_t FindJsonField(std::string_view text, std::string_view path) {
  Scanner scanner(text, path);
  scanner.ScanDocument();
  return scanner.found();
}

LineAndColumn LineAndColumnOf(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const size_t last_break = before.rfind('\n');
  const size_t column = last_break == std::string_view::npos ? offset : offset - last_break - 1;
  return {static_cast<int>(lines) + 1, static_cast<int>(column) + 1};
}

}  // namespace scrubline
