#include "ingest/x12/text.h"

#include <algorithm>
#include <iterator>

namespace scrubline {
namespace {

// Well-formed UTF-8 of more than one byte at the front of `text`: its length, else 0.
size_t MultiByteLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                        : lead >= 0xE0 && lead <= 0xEF ? 3
                        : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                       : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool beyond = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

}  // namespace

bool IsAlphanumeric(std::string_view text) {
  for (char c : text) {
    if (!IsCapitalOrDigit(c) && (c < 'a' || c > 'z')) return false;
  }
  return true;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return IsDigit(c); });
  return digits;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = static_cast<unsigned char>(text[0]) < 0x80 ? 1 : MultiByteLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string FromLatin1(std::string_view text) {
  std::string utf8;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8.push_back(c);
    } else {
      utf8.push_back(static_cast<char>(0xC0 | byte >> 6));
      utf8.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    }
  }
  return utf8;
}

void SetUtf8(std::string& text, std::string_view value, size_t max_length) {
  if (value.size() > max_length) {
    // Not in the middle of a character.
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    size_t end = max_length;
    while (end > 0 && max_length - end < 3 && continues(value[end])) --end;
    value = value.substr(0, end);
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  bool plain = true;
  for (char c : value) plain &= !is_control(c) && static_cast<unsigned char>(c) < 0x80;
  if (plain) {
    text.assign(value);
    return;
  }
  text = IsUtf8(value) ? std::string(value) : FromLatin1(value);
  std::replace_if(text.begin(), text.end(), is_control, ' ');
}

}  // namespace scrubline
