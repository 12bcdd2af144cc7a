// ingest/x12/text.h — small questions about characters, in no locale.
//
//   if (!IsUtf8(name)) name = FromLatin1(name);
//
// Tested by x12_values_test.cc.
#ifndef SCRUBLINE_INGEST_X12_TEXT_H_
#define SCRUBLINE_INGEST_X12_TEXT_H_

#include <string>
#include <string_view>

namespace scrubline {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsCapitalOrDigit(char c) { return (c >= 'A' && c <= 'Z') || IsDigit(c); }

// Only letters and digits, or nothing at all.
bool IsAlphanumeric(std::string_view text);

// `text` without all that is no digit.
std::string DigitsOf(std::string_view text);

// Whether `text` is well-formed UTF-8.
bool IsUtf8(std::string_view text);

// The text that ISO 8859-1 means by these bytes, in UTF-8.
std::string FromLatin1(std::string_view text);

// The longest text that is kept of an element nothing else limits: NM109's.
constexpr size_t kMaxX12Text = 80;

// `value`, in UTF-8 and without control characters, cut at `max_length` bytes of it.
void SetUtf8(std::string& text, std::string_view value, size_t max_length);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_X12_TEXT_H_
