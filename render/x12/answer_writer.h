// render/x12/answer_writer.h — what every form of answer to an X12 input has in common: it is fed
// the input's events and claims in the order of the file, and hands its text on as it grows.
//
//   std::unique_ptr<AnswerWriter> answer = ...;     // AcknowledgmentWriter,
//   ClaimAcknowledgmentWriter for each event:  answer->OnEvent(event); for each claim:
//   answer->OnClaim(source, result);   // where events.h has its claims answer->Finish();
//
// What an answer echoes are the sender's own values: they belong in its text and nowhere else.
// Total: whatever stood in the input, the answer is whole. Threads: one at a time.
#ifndef SCRUBLINE_RENDER_X12_ANSWER_WRITER_H_
#define SCRUBLINE_RENDER_X12_ANSWER_WRITER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ingest/x12/events.h"
#include "render/x12/envelope_writer.h"
#include "scrubline/v1/result.pb.h"

namespace scrubline {

class AnswerWriter {
 public:
  virtual ~AnswerWriter() = default;
  virtual void OnEvent(const X12Event& event) = 0;
  // `source` as read with X12Options::keep_source.
  virtual void OnClaim(const X12ClaimSource& source, const v1::ScrubResult& result) = 0;
  // The input is over, or broke off: what is open is ended.
  virtual void Finish() = 0;
};

// Takes the next piece of an answer; pieces end with a segment.
using AnswerSink = std::function<void(std::string_view piece)>;

struct AnswerEnvelope {
  // Of the first answering interchange and group; they are numbered on from here.
  uint32_t first_control_number = 1;
  std::function<X12Moment()> now = X12Now;
};

// Where a 277CA that answers the same file as a 999 begins to count: both go to the same receiver
// and must not share numbers.
AnswerEnvelope BesidesThe999(AnswerEnvelope envelope);

// A control number for who keeps none: the seconds of now, so that it differs from run to run.
uint32_t ControlNumberOfNow();

// The addresses of an answer: the sender's and the receiver's exchanged.
X12Addresses Answering(const X12Interchange& interchange);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_ANSWER_WRITER_H_
