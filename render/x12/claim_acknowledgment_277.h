// render/x12/claim_acknowledgment_277.h — the 277CA health care claim acknowledgment (005010X214):
// which claims are taken and which are rejected, and why, in claim status codes.
//
//   ClaimAcknowledgmentWriter answer({.id = "12345", .name = "ACME CLEARING"}, {}, sink);
//   answer.OnEvent(...); answer.OnClaim(source, result); ... answer.Finish();
//
// One 277 answers one 837, its hierarchy that of the 837: us, the submitter, the billing providers,
// the claims. Counts and amounts of the submitter and of each provider are the sums of their
// claims, accepted and rejected; claims are counted, not lines.
//
// A claim is rejected
//   - for a finding of `reject_from` or graver, with the codes of StatusOf and the finding's
//   message;
//   - for a value that could not be read (INPUT.UNREADABLE), with A7 and the field's code: what was
//     not read was not checked either.
// Each stands in a status of the claim, which alone has room for text; those about lines also in
// the one status of their line, up to three codes of them.
// Findings less grave never reject and are not told: they have no place in a 277CA. A claim for
// which a required rule could not be evaluated is neither: `incomplete` says how it is told.
// A claim of a transaction that the 999 rejects is not answered here, unless
// `answer_rejected_transactions`.
//
// Memory: the answer to one transaction, some 500 bytes a claim. Tested by
// claim_acknowledgment_277_test.cc.
#ifndef SCRUBLINE_RENDER_X12_CLAIM_ACKNOWLEDGMENT_277_H_
#define SCRUBLINE_RENDER_X12_CLAIM_ACKNOWLEDGMENT_277_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/status_codes.h"
#include "render/x12/answer_writer.h"

namespace scrubline {

struct ClaimAcknowledgmentSettings {
  // Who answers, loop 2100A. Empty: as the 837 names its receiver (1000B).
  std::string id;
  std::string name;
  // The payer itself (PR) instead of a clearinghouse (AY).
  bool is_payer = false;

  // How a claim without objections is told.
  enum class Accepted : uint8_t {
    kReceived,                 // A1:19:PR, received
    kAcceptedForAdjudication,  // A2:20, which many receivers understand alone
  };
  Accepted accepted = Accepted::kAcceptedForAdjudication;

  // How a claim is told to which nothing is objected so far, but that was not fully checked.
  enum class Incomplete : uint8_t {
    kReceived,  // A1:19:PR with A1:46, in review: received and not accepted for adjudication
    kAccepted,  // as one without objections
    kRejected,  // A3:46
  };
  Incomplete incomplete = Incomplete::kReceived;

  // The least grave severity that rejects: REJECT, or DENY for both.
  v1::Finding::Severity reject_from = v1::Finding::DENY;

  // Answer a transaction that the 999 rejects with A3:684 for the whole of it.
  bool answer_rejected_transactions = false;

  // Our number of the batch (2200A TRN02, BHT03). Empty: our control numbers.
  std::string batch_id;
  // Day of receipt, CCYYMMDD. Empty: that of the answer.
  std::string received_date;
  // In front of a claim's ordinal in the input it makes our number of the claim (REF*1K). Empty: we
  // give claims no number.
  std::string claim_number_prefix;
};

class ClaimAcknowledgmentWriter final : public AnswerWriter {
 public:
  ClaimAcknowledgmentWriter(ClaimAcknowledgmentSettings settings, AnswerEnvelope envelope,
                            AnswerSink sink);
  ClaimAcknowledgmentWriter(const ClaimAcknowledgmentWriter&) = delete;
  ClaimAcknowledgmentWriter& operator=(const ClaimAcknowledgmentWriter&) = delete;

  void OnEvent(const X12Event& event) override;
  void OnClaim(const X12ClaimSource& source, const v1::ScrubResult& result) override;
  void Finish() override;

 private:
  // Claims and their charges.
  struct Total {
    uint64_t claims = 0;
    int64_t cents = 0;
  };
  struct Totals {
    Total accepted, rejected;
  };
  struct Provider {
    uint32_t level = 0;
    uint64_t number = 0;  // HL01
    X12Party party;
    std::string tax_id;
    Totals totals;
    std::string claims;  // text
  };
  // An STC segment to be.
  struct Status {
    StatusCodes codes;
    std::string_view text;
  };
  struct LineStatus {
    size_t line = 0;  // index in X12ClaimSource::lines
    StatusCodes codes;
  };
  struct Judgement {
    bool rejected = false;
    std::vector<Status> statuses;
    std::vector<LineStatus> lines;  // in the order of the claim
    std::string text;               // what a status says, where no finding holds it
  };

  void On(const X12Interchange& interchange);
  void On(const X12Group& group);
  void On(const X12Transaction& transaction);
  void On(const X12TransactionEnd& end);
  void On(const X12GroupEnd& end);
  void On(const X12InterchangeEnd& end);

  Judgement Judge(const X12ClaimSource& source, const v1::ScrubResult& result) const;
  bool Rejects(const v1::Finding& finding) const;
  StatusCodes AcceptedCodes() const;
  void WritePeriod(std::string_view from, std::string_view through);
  Provider& ProviderOf(const X12ClaimSource& source);

  void WriteClaim(const X12ClaimSource& source, const Judgement& judgement, std::string_view charge,
                  const Provider& provider);
  void WriteLine(const X12ClaimSource::Line& line, size_t index, const StatusCodes& codes);
  void WriteStatus(const StatusCodes& codes, std::string_view date, bool rejected,
                   std::string_view amount, std::string_view text);
  void WriteSource(const X12TransactionEnd& end);
  void WriteSubmitter(const X12TransactionEnd& end);
  void WriteProvider(const Provider& provider);
  void WriteTotals(const Totals& totals, std::string_view accepted, std::string_view rejected);
  void HandOn();

  const ClaimAcknowledgmentSettings settings_;
  const AnswerEnvelope envelope_settings_;
  const AnswerSink sink_;
  std::string text_;   // what is ready to go out
  SegmentWriter out_;  // into it, or into the claims of a provider
  EnvelopeWriter envelope_;

  X12Interchange interchange_;
  X12Group group_;
  bool interchange_known_ = false;
  X12Moment now_;

  // Of the transaction being read.
  bool transaction_open_ = false;
  std::vector<Provider> providers_;
  uint64_t last_level_ = 0;  // the highest HL01 given
  Totals totals_;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_CLAIM_ACKNOWLEDGMENT_277_H_
