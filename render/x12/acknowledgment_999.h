// render/x12/acknowledgment_999.h — the 999 implementation acknowledgment (005010X231A1) and the
// TA1 interchange acknowledgment: what was received, and what is wrong with its form.
//
//   AcknowledgmentWriter answer({}, [&](std::string_view piece) { file << piece; });
//   answer.OnEvent(event); ... answer.Finish();
//
// One interchange answers one interchange, one 999 one functional group. A TA1 comes if the sender
// asked for it (ISA14) or the interchange is at fault: in front of the first group; in an
// interchange of its own behind, if the answer was so long (kMaxHeld) that its front had gone out
// already. Acknowledgments (999, 997) are not acknowledged, nor is what has no sender or no group.
// IK3 names a loop by its first four characters (`2010`): X12 allows it no more.
// The groups of an interchange that the TA1 rejects are answered all the same, for what they held
// is known by then. Business findings have no place here: claims are passed over. Memory: kMaxHeld.
// Tested by acknowledgment_999_test.cc.
#ifndef SCRUBLINE_RENDER_X12_ACKNOWLEDGMENT_999_H_
#define SCRUBLINE_RENDER_X12_ACKNOWLEDGMENT_999_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/x12/answer_writer.h"

namespace scrubline {

class AcknowledgmentWriter final : public AnswerWriter {
 public:
  // Bytes of an answer that wait for the end of the interchange.
  static constexpr size_t kMaxHeld = 4 << 20;

  AcknowledgmentWriter(AnswerEnvelope settings, AnswerSink sink);
  AcknowledgmentWriter(const AcknowledgmentWriter&) = delete;
  AcknowledgmentWriter& operator=(const AcknowledgmentWriter&) = delete;

  void OnEvent(const X12Event& event) override;
  void OnClaim(const X12ClaimSource& /*source*/, const v1::ScrubResult& /*result*/) override {}
  void Finish() override;

 private:
  using Codes = std::vector<std::string_view>;

  void On(const X12Interchange& interchange);
  void On(const X12Group& group);
  void On(const X12Transaction& transaction);
  void On(const X12TransactionEnd& end);
  void On(const X12GroupEnd& end);
  void On(const X12InterchangeEnd& end);

  bool WriteSegmentErrors(const std::vector<X12Issue>& issues);
  void WriteInterchangeAcknowledgment(const X12InterchangeEnd& end);
  void EndGroup(const X12GroupEnd& end);
  void AddCodes(const Codes& codes);
  void HandOn();

  const AnswerEnvelope settings_;
  const AnswerSink sink_;
  std::string front_;  // the ISA, and the TA1 if there is one
  std::string body_;   // the groups
  SegmentWriter out_;
  EnvelopeWriter envelope_;

  X12Interchange interchange_;
  bool interchange_open_ = false;
  bool front_sent_ = false;
  bool group_open_ = false;
  bool transaction_open_ = false;
  bool any_errors_ = false;  // in the group, besides what rejects
  Codes group_codes_;
  uint64_t groups_ = 0;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_ACKNOWLEDGMENT_999_H_
