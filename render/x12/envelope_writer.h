// render/x12/envelope_writer.h — the envelopes of an X12 file: interchange, group, transaction,
// with control numbers and counts that agree.
//
//   EnvelopeWriter envelope(out, first_control_number);
//   envelope.BeginInterchange({.sender = "US", .receiver = "THEM", .usage = "T"}, now);
//   envelope.BeginGroup("HN", "US", "THEM", "005010X214", now);
//   envelope.BeginTransaction("277");
//   ...                                           // the segments between ST and SE, through `out`
//   envelope.EndTransaction(); envelope.EndGroup(); envelope.EndInterchange();
//
// Each level is begun inside the one above; ending one that is not open does nothing, ending one
// ends those inside it. Threads: one at a time. Tested by envelope_writer_test.cc.
#ifndef SCRUBLINE_RENDER_X12_ENVELOPE_WRITER_H_
#define SCRUBLINE_RENDER_X12_ENVELOPE_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "render/x12/segment_writer.h"

namespace scrubline {

// A moment in the sender's own time.
struct X12Moment {
  std::string date;  // CCYYMMDD
  std::string time;  // HHMM
};

// The current one, local time.
X12Moment X12Now();

struct X12Addresses {
  std::string sender_qualifier = "ZZ", sender;
  std::string receiver_qualifier = "ZZ", receiver;
  std::string usage = "P";
};

class EnvelopeWriter {
 public:
  // `out` must outlive the writer. Interchanges and groups are numbered from `first_control_number`
  // on, each for itself, transactions of a group from 1; after 999,999,999 comes 1 again.
  EnvelopeWriter(SegmentWriter& out, uint32_t first_control_number);

  void BeginInterchange(const X12Addresses& addresses, const X12Moment& now);
  void BeginGroup(std::string_view functional_id, std::string_view sender,
                  std::string_view receiver, std::string_view version, const X12Moment& now);
  void BeginTransaction(std::string_view set);
  void EndTransaction();
  void EndGroup();
  void EndInterchange();

  bool in_interchange() const { return in_interchange_; }
  bool in_group() const { return in_group_; }
  // Of the open ones, or the last.
  std::string interchange_control() const;  // nine digits
  std::string transaction_control() const;  // four digits or more

 private:
  SegmentWriter& out_;
  uint32_t next_interchange_, next_group_;
  uint32_t interchange_ = 0, group_ = 0;
  uint64_t groups_ = 0, transactions_ = 0;
  std::string version_;
  bool in_interchange_ = false, in_group_ = false, in_transaction_ = false;
};

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_X12_ENVELOPE_WRITER_H_
