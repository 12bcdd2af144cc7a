#include "render/x12/segment_writer.h"

#include <algorithm>

namespace scrubline {
namespace {

std::string Decimal(int64_t scaled, int places) {
  const bool negative = scaled < 0;
  // Of the most negative number there is no positive one.
  uint64_t rest = negative ? 0 - static_cast<uint64_t>(scaled) : static_cast<uint64_t>(scaled);
  std::string fraction;
  for (int i = 0; i < places; ++i, rest /= 10) {
    if (const char digit = static_cast<char>('0' + rest % 10); digit != '0' || !fraction.empty()) {
      fraction.insert(fraction.begin(), digit);
    }
  }
  std::string text = negative ? "-" : "";
  text += std::to_string(rest);
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

SegmentWriter& SegmentWriter::Begin(std::string_view name) {
  skipped_ = 0;
  AppendClean(name, 3);
  return *this;
}

SegmentWriter& SegmentWriter::Add(std::string_view value, size_t max_length) {
  const size_t before = text_->size();
  const int skipped = skipped_;
  Separate();
  const size_t from = text_->size();
  AppendClean(value, max_length);
  if (text_->size() == from) {
    text_->resize(before);
    skipped_ = skipped + 1;
  }
  return *this;
}

SegmentWriter& SegmentWriter::AddComposite(const std::vector<std::string_view>& components) {
  const size_t before = text_->size();
  const int skipped = skipped_;
  Separate();
  size_t end = text_->size();  // behind the last component that is not empty
  const size_t from = end;
  for (size_t i = 0; i < components.size(); ++i) {
    if (i > 0) *text_ += delimiters_.component;
    const size_t at = text_->size();
    AppendClean(components[i], kNoLimit);
    if (text_->size() > at) end = text_->size();
  }
  text_->resize(end);
  if (end == from) {
    text_->resize(before);
    skipped_ = skipped + 1;
  }
  return *this;
}

SegmentWriter& SegmentWriter::AddFixed(std::string_view value, size_t length) {
  Separate();
  const size_t from = text_->size();
  AppendClean(value, length);
  text_->resize(from + length, ' ');
  return *this;
}

SegmentWriter& SegmentWriter::AddSeparator(char separator) {
  Separate();
  *text_ += separator;
  return *this;
}

SegmentWriter& SegmentWriter::Skip(int elements) {
  skipped_ += elements;
  return *this;
}

void SegmentWriter::End() {
  *text_ += delimiters_.segment;
  if (line_breaks_) *text_ += '\n';
  ++segments_;
}

void SegmentWriter::Separate() {
  text_->append(static_cast<size_t>(skipped_ + 1), delimiters_.element);
  skipped_ = 0;
}

void SegmentWriter::AppendClean(std::string_view value, size_t max_length) {
  const size_t from = text_->size();
  bool replaced = false;  // the last character appended stands for another one
  for (const char c : value) {
    const bool bad = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
                     c == delimiters_.element || c == delimiters_.component ||
                     c == delimiters_.repetition || c == delimiters_.segment;
    // No blank in front, and `a: b` has one in the middle.
    const bool behind_blank =
        text_->size() == from || (bad && text_->back() == ' ') || (c == ' ' && replaced);
    if ((bad || c == ' ') && behind_blank) {
      replaced = replaced || bad;
      continue;
    }
    *text_ += bad ? ' ' : c;
    replaced = bad;
  }
  if (text_->size() - from > max_length) {
    size_t end = from + max_length;
    while (end > from && IsContinuation((*text_)[end])) --end;
    text_->resize(end);
  }
  while (text_->size() > from && text_->back() == ' ') text_->pop_back();
}

std::string X12Money(int64_t cents) { return Decimal(cents, 2); }
std::string X12Quantity(int64_t thousandths) { return Decimal(thousandths, 3); }

}  // namespace scrubline
