#include "render/x12/envelope_writer.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace scrubline {
namespace {

constexpr uint32_t kLastControlNumber = 999'999'999;

uint32_t Take(uint32_t& next) {
  const uint32_t number = next;
  next = next == kLastControlNumber ? 1 : next + 1;
  return number;
}

}  // namespace

X12Moment X12Now() {
  const absl::Time now = absl::Now();
  const absl::TimeZone zone = absl::LocalTimeZone();
  return {.date = absl::FormatTime("%Y%m%d", now, zone),
          .time = absl::FormatTime("%H%M", now, zone)};
}

EnvelopeWriter::EnvelopeWriter(SegmentWriter& out, uint32_t first_control_number)
    : out_(out),
      next_interchange_(std::clamp<uint32_t>(first_control_number, 1, kLastControlNumber)),
      next_group_(next_interchange_) {}

void EnvelopeWriter::BeginInterchange(const X12Addresses& addresses, const X12Moment& now) {
  interchange_ = Take(next_interchange_);
  in_interchange_ = true;
  groups_ = 0;
  const std::string_view date = now.date;
  out_.Begin("ISA").Add("00").AddFixed("", 10).Add("00").AddFixed("", 10);
  out_.AddFixed(addresses.sender_qualifier.empty() ? "ZZ" : addresses.sender_qualifier, 2);
  out_.AddFixed(addresses.sender, 15);
  out_.AddFixed(addresses.receiver_qualifier.empty() ? "ZZ" : addresses.receiver_qualifier, 2);
  out_.AddFixed(addresses.receiver, 15);
  out_.AddFixed(date.size() == 8 ? date.substr(2) : date, 6).AddFixed(now.time, 4);
  out_.AddSeparator(out_.delimiters().repetition).Add("00501").Add(interchange_control());
  out_.Add("0").Add(addresses.usage == "T" ? "T" : "P");
  out_.AddSeparator(out_.delimiters().component).End();
}

void EnvelopeWriter::BeginGroup(std::string_view functional_id, std::string_view sender,
                                std::string_view receiver, std::string_view version,
                                const X12Moment& now) {
  group_ = Take(next_group_);
  in_group_ = true;
  transactions_ = 0;
  version_ = version;
  out_.Begin("GS").Add(functional_id).Add(sender, 15).Add(receiver, 15).Add(now.date).Add(now.time);
  out_.Add(std::to_string(group_)).Add("X").Add(version).End();
}

void EnvelopeWriter::BeginTransaction(std::string_view set) {
  ++transactions_;
  in_transaction_ = true;
  out_.ResetCount();
  out_.Begin("ST").Add(set).Add(transaction_control()).Add(version_).End();
}

void EnvelopeWriter::EndTransaction() {
  if (!in_transaction_) return;
  in_transaction_ = false;
  out_.Begin("SE").Add(std::to_string(out_.segments() + 1)).Add(transaction_control()).End();
}

void EnvelopeWriter::EndGroup() {
  if (!in_group_) return;
  EndTransaction();
  in_group_ = false;
  ++groups_;
  out_.Begin("GE").Add(std::to_string(transactions_)).Add(std::to_string(group_)).End();
}

void EnvelopeWriter::EndInterchange() {
  if (!in_interchange_) return;
  EndGroup();
  in_interchange_ = false;
  out_.Begin("IEA").Add(std::to_string(groups_)).Add(interchange_control()).End();
}

std::string EnvelopeWriter::interchange_control() const {
  return absl::StrFormat("%09d", interchange_);
}
std::string EnvelopeWriter::transaction_control() const {
  return absl::StrFormat("%04d", transactions_);
}

}  // namespace scrubline
