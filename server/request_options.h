// server/request_options.h — what a request asks of the evaluation beside its claim.
//
//   const std::optional<EvaluateOptions> options = OptionsOf(request);
//   if (!options.has_value()) return BadToday();
//
// Tested by tests/end_to_end/scrubd_test.cc.
#ifndef SCRUBLINE_SERVER_REQUEST_OPTIONS_H_
#define SCRUBLINE_SERVER_REQUEST_OPTIONS_H_

#include <optional>
#include <string>

#include "rules_engine/date.h"
#include "rules_engine/evaluate/evaluator.h"
#include "server/claim_scrubber.h"

namespace scrubline {

// The day that a request's `today` means; nullopt when it is none.
inline std::optional<Date> TodayOf(const std::string& today) {
  return today.empty() ? Today() : Date::Parse(today);
}

// The options of a message with `today` and `include_bypassed`; nullopt when its `today` is no
// date.
template <typename Message>
std::optional<EvaluateOptions> OptionsOf(const Message& message) {
  const std::optional<Date> today = TodayOf(message.today());
  if (!today.has_value()) return std::nullopt;
  return EvaluateOptions{.today = *today, .include_bypassed = message.include_bypassed()};
}

}  // namespace scrubline

#endif  // SCRUBLINE_SERVER_REQUEST_OPTIONS_H_
