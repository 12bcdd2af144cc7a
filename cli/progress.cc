#include "cli/progress.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace scrubline {
namespace {

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kRedraw{100};

std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), 1, ',');
  }
  return text;
}

}  // namespace

std::string ProgressLine(uint64_t done, uint64_t total, uint64_t claims, double seconds) {
  const uint64_t rate =
      seconds > 0 ? static_cast<uint64_t>(static_cast<double>(claims) / seconds) : 0;
  const std::string tail =
      absl::StrFormat("%s claims, %s a second", Grouped(claims), Grouped(rate));
  if (total == 0) return tail;
  const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  std::string bar(static_cast<size_t>(kBarWidth), ' ');
  const auto filled = static_cast<size_t>(part * kBarWidth);
  std::fill_n(bar.begin(), filled, '=');
  if (filled < bar.size()) bar[filled] = '>';
  std::string line = absl::StrFormat("[%s] %d %%  %s", bar, static_cast<int>(part * 100), tail);
  if (part > 0 && part < 1) {
    const auto left = static_cast<int64_t>(seconds * (1 - part) / part + 0.5);
    absl::StrAppendFormat(&line, ", %d:%02d left", left / 60, left % 60);
  }
  return line;
}

void Progress::SetBytes(uint64_t bytes) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (drawn_any_ && now - drawn_ < kRedraw) return;
  drawn_ = now;
  drawn_any_ = true;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  err_ << '\r' << ProgressLine(bytes, total_, claims_, seconds) << "\x1b[K" << std::flush;
}

void Progress::Clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (drawn_any_) err_ << "\r\x1b[K" << std::flush;
  drawn_any_ = false;
}

}  // namespace scrubline
