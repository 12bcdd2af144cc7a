#include "rules_engine/tables/line_reader.h"

#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

#include "absl/strings/str_format.h"

namespace scrubline {

bool LineReader::Next(std::string_view& line) {
  size_t searched = 0;
  while (true) {
    const size_t unread = end_ - begin_;
    const char* start = buffer_.data() + begin_;
    const void* newline =
        searched < unread ? std::memchr(start + searched, '\n', unread - searched) : nullptr;
    if (newline == nullptr && !ended_ && unread <= kMaxLength) {
      searched = unread;
      if (!Refill()) return false;
      continue;
    }
    const size_t length = newline == nullptr
                              ? unread
                              : static_cast<size_t>(static_cast<const char*>(newline) - start);
    if (length > kMaxLength) {
      status_ = absl::InvalidArgumentError(
          absl::StrFormat("line %d is longer than %d bytes: not a published table",
                          number_ + int64_t{1}, kMaxLength));
      return false;
    }
    if (newline == nullptr && unread == 0) return false;
    begin_ += length + (newline == nullptr ? 0 : 1);
    line = {start, length};
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (number_ < std::numeric_limits<int>::max()) ++number_;
    return true;
  }
}

bool LineReader::Refill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const absl::StatusOr<size_t> n = source_.Read(std::span(buffer_).subspan(end_));
  if (!n.ok()) {
    status_ = n.status();
    return false;
  }
  ended_ = *n == 0;
  end_ += *n;
  return true;
}

}  // namespace scrubline
