#include "render/x12/answer_writer.h"

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace scrubline {
namespace {

constexpr uint32_t kControlNumbers = 999'999'999;
// So many files later the two numberings would meet.
constexpr uint32_t kNumbersApart = 100'000'000;

}  // namespace

AnswerEnvelope BesidesThe999(AnswerEnvelope envelope) {
  envelope.first_control_number =
      (envelope.first_control_number + kNumbersApart - 1) % kControlNumbers + 1;
  return envelope;
}

uint32_t ControlNumberOfNow() {
  return static_cast<uint32_t>(absl::ToUnixSeconds(absl::Now()) % kControlNumbers) + 1;
}

X12Addresses Answering(const X12Interchange& interchange) {
  return {.sender_qualifier = interchange.receiver_qualifier,
          .sender = interchange.receiver,
          .receiver_qualifier = interchange.sender_qualifier,
          .receiver = interchange.sender,
          .usage = interchange.usage};
}

}  // namespace scrubline
