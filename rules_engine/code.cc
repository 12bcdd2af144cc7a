#include "rules_engine/code.h"

#include <array>

namespace scrubline {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

constexpr char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::optional<Code> Code::ParseNormalized(std::string_view text) {
  text = Trimmed(text);
  if (text.size() > kMaxLength) return std::nullopt;
  std::array<char, kMaxLength> upper{};
  for (size_t i = 0; i < text.size(); ++i) upper[i] = Upper(text[i]);
  return Parse({upper.data(), text.size()});
}

std::optional<Code> Code::ParseDiagnosis(std::string_view text) {
  text = Trimmed(text);
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return ParseNormalized(text);
  if (text.size() > kMaxLength + 1) return std::nullopt;
  std::array<char, kMaxLength + 1> without{};
  size_t length = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i != dot) without[length++] = text[i];
  }
  if (length > kMaxLength) return std::nullopt;
  return ParseNormalized({without.data(), length});
}

std::string Code::ToString() const {
  std::string text;
  for (int i = 0, n = length(); i < n; ++i) text.push_back((*this)[i]);
  return text;
}

std::string FormatDiagnosis(Code code) {
  std::string text;
  for (int i = 0, n = code.length(); i < n; ++i) {
    if (i == 3) text.push_back('.');
    text.push_back(code[i]);
  }
  return text;
}

}  // namespace scrubline
