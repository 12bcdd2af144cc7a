#include "render/text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string WithoutControls(std::string_view text) {
  std::string clean;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) {
      clean += '?';
    } else if (byte == 0xC2 && i + 1 < text.size() &&
               static_cast<unsigned char>(text[i + 1]) < 0xA0) {  // U+0080 to U+009F
      clean += '?';
      ++i;
    } else {
      clean += text[i];
    }
  }
  return clean;
}

// The bytes of the first `width` characters.
size_t BytesOf(std::string_view text, size_t width) {
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (IsContinuation(text[i])) continue;
    if (width == 0) break;
    --width;
  }
  return i;
}

}  // namespace

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(c); }));
}

std::vector<std::string> WrapText(std::string_view text, size_t width) {
  const std::string clean = WithoutControls(text);
  std::string_view rest = clean;
  std::vector<std::string> pieces;
  while (CountCharacters(rest) > width) {
    const size_t limit = BytesOf(rest, width);
    size_t cut = rest[limit] == ' ' ? limit : rest.rfind(' ', limit - 1);
    if (cut == rest.npos || cut == 0) cut = limit;
    pieces.emplace_back(rest.substr(0, cut));
    rest.remove_prefix(cut);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
  if (!rest.empty() || pieces.empty()) pieces.emplace_back(rest);
  return pieces;
}

std::string JoinNumbers(const google::protobuf::RepeatedField<int32_t>& numbers,
                        std::string_view separator) {
  std::string text;
  for (const int32_t number : numbers) {
    if (!text.empty()) text += separator;
    absl::StrAppend(&text, number);
  }
  return text;
}

std::string WordOf(v1::Finding::Severity severity) {
  return absl::AsciiStrToLower(v1::Finding::Severity_Name(severity));
}

std::string WordOf(v1::ScrubResult::Verdict verdict) {
  return absl::AsciiStrToLower(v1::ScrubResult::Verdict_Name(verdict));
}

}  // namespace scrubline
