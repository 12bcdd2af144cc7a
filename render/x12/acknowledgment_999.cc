#include "render/x12/acknowledgment_999.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace scrubline {
namespace {

constexpr std::string_view kVersion = "005010X231A1";
constexpr std::string_view kSegmentsInError = "5";
constexpr std::string_view kGuideSegmentsInError = "I5";
constexpr std::string_view kVersionUnsupported = "2";  // AK905
constexpr size_t kMaxCodes = 5;                        // IK502 to IK506, AK905 to AK909
constexpr size_t kMaxValue = 99;                       // IK404
constexpr size_t kMaxLoop = 4;                         // IK303

void AddOnce(std::vector<std::string_view>& codes, std::string_view code) {
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

// IK301 must not be empty; of a segment whose name cannot be read there is none to give.
std::string_view SegmentName(const X12Issue& issue) {
  return issue.segment.empty() ? std::string_view("ZZ") : std::string_view(issue.segment);
}

bool SameSegment(const X12Issue& a, const X12Issue& b) {
  return a.position.segment == b.position.segment && a.segment == b.segment && a.loop == b.loop;
}

std::string ElementPosition(const X12Issue& issue, char separator) {
  std::string text = std::to_string(issue.element);
  if (issue.component > 0 || issue.repetition > 0) {
    text += separator;
    if (issue.component > 0) text += std::to_string(issue.component);
  }
  if (issue.repetition > 0) {
    text += separator;
    text += std::to_string(issue.repetition);
  }
  return text;
}

}  // namespace

AcknowledgmentWriter::AcknowledgmentWriter(AnswerEnvelope settings, AnswerSink sink)
    : settings_(std::move(settings)),
      sink_(std::move(sink)),
      out_(body_),
      envelope_(out_, settings_.first_control_number) {}

void AcknowledgmentWriter::OnEvent(const X12Event& event) {
  std::visit([this](const auto& kind) { On(kind); }, event);
}

void AcknowledgmentWriter::On(const X12Interchange& interchange) {
  Finish();
  interchange_ = interchange;
  interchange_open_ = true;
  front_sent_ = false;
  groups_ = 0;
  out_.WriteTo(front_);
  envelope_.BeginInterchange(Answering(interchange), settings_.now());
  out_.WriteTo(body_);
}

void AcknowledgmentWriter::On(const X12Group& group) {
  if (!interchange_open_) return;
  if (group_open_) EndGroup({});
  if (group.functional_id == "FA") return;
  group_open_ = true;
  any_errors_ = false;
  group_codes_.clear();
  ++groups_;
  const std::string& us = group.receiver.empty() ? interchange_.receiver : group.receiver;
  const std::string& them = group.sender.empty() ? interchange_.sender : group.sender;
  envelope_.BeginGroup("FA", us, them, kVersion, settings_.now());
  envelope_.BeginTransaction("999");
  out_.Begin("AK1").Add(group.functional_id, 2).Add(group.control_number, 9);
  out_.Add(group.version, 12).End();
}

void AcknowledgmentWriter::On(const X12Transaction& transaction) {
  if (!group_open_) return;
  transaction_open_ = true;
  out_.Begin("AK2").Add(transaction.set, 3).Add(transaction.control_number, 9);
  out_.Add(transaction.version, 35).End();
}

void AcknowledgmentWriter::On(const X12TransactionEnd& end) {
  if (!transaction_open_) return;
  transaction_open_ = false;
  Codes codes;
  for (const X12Issue& issue : end.issues) {
    const X12AckCode ack = issue.ack();
    if (ack.in == X12AckCode::In::kTransaction) AddOnce(codes, ack.code);
    if (ack.in == X12AckCode::In::kGroup) AddOnce(group_codes_, ack.code);
    if (issue.problem == X12Problem::kGuideUnsupported) {
      AddOnce(group_codes_, kVersionUnsupported);
    }
  }
  if (WriteSegmentErrors(end.issues)) {
    const bool of_guide = std::all_of(end.issues.begin(), end.issues.end(), [](const auto& issue) {
      const X12AckCode ack = issue.ack();
      return (ack.in != X12AckCode::In::kSegment && ack.in != X12AckCode::In::kElement) ||
             ack.code.starts_with('I');
    });
    AddOnce(codes, of_guide ? kGuideSegmentsInError : kSegmentsInError);
  }
  any_errors_ = any_errors_ || !codes.empty();
  out_.Begin("IK5").Add(end.rejected ? "R" : codes.empty() ? "A" : "E");
  AddCodes(codes);
  out_.End();
  if (body_.size() > kMaxHeld) HandOn();
}

// Whether there were any.
bool AcknowledgmentWriter::WriteSegmentErrors(const std::vector<X12Issue>& issues) {
  const X12Issue* open = nullptr;  // whose IK3 with code 8 may take further IK4
  bool any = false;
  for (const X12Issue& issue : issues) {
    const X12AckCode ack = issue.ack();
    const bool of_element = ack.in == X12AckCode::In::kElement && issue.element > 0;
    if (ack.in != X12AckCode::In::kSegment && ack.in != X12AckCode::In::kElement) continue;
    any = true;
    if (!of_element || open == nullptr || !SameSegment(*open, issue)) {
      out_.Begin("IK3").Add(SegmentName(issue), 3).Add(std::to_string(issue.position.segment));
      out_.Add(issue.loop, kMaxLoop);
      out_.Add(ack.in == X12AckCode::In::kElement ? "8" : ack.code).End();
      if (!issue.claim_id.empty()) {
        out_.Begin("CTX").AddComposite({"CLM01", issue.claim_id}).End();
      }
      open = of_element ? &issue : nullptr;
    }
    if (!of_element) continue;
    // Elements and components are told apart by a separator, which Add would take for a stray one.
    const std::string place = ElementPosition(issue, ':');
    std::vector<std::string_view> parts;
    for (size_t from = 0; from <= place.size();) {
      const size_t to = std::min(place.find(':', from), place.size());
      parts.push_back(std::string_view(place).substr(from, to - from));
      from = to + 1;
    }
    out_.Begin("IK4").AddComposite(parts);
    out_.Add(issue.data_element == 0 ? "" : std::to_string(issue.data_element));
    out_.Add(ack.code).Add(issue.value, kMaxValue).End();
  }
  return any;
}

void AcknowledgmentWriter::AddCodes(const Codes& codes) {
  for (size_t i = 0; i < std::min(codes.size(), kMaxCodes); ++i) out_.Add(codes[i]);
}

void AcknowledgmentWriter::On(const X12GroupEnd& end) {
  if (group_open_) EndGroup(end);
}

void AcknowledgmentWriter::EndGroup(const X12GroupEnd& end) {
  if (transaction_open_) On(X12TransactionEnd{.rejected = true});
  group_open_ = false;
  for (const X12Issue& issue : end.issues) {
    if (const X12AckCode ack = issue.ack(); ack.in == X12AckCode::In::kGroup) {
      AddOnce(group_codes_, ack.code);
    }
  }
  const bool all = end.transactions_accepted == end.transactions;
  const bool none = end.transactions_accepted == 0;
  const bool rejected = end.rejected || none;
  const bool errors = any_errors_ || !group_codes_.empty();
  out_.Begin("AK9").Add(rejected ? "R" : !all ? "P" : errors ? "E" : "A");
  out_.Add(
      std::to_string(end.transactions_stated == 0 ? end.transactions : end.transactions_stated));
  out_.Add(std::to_string(end.transactions));
  out_.Add(std::to_string(end.rejected ? 0 : end.transactions_accepted));
  AddCodes(group_codes_);
  out_.End();
  envelope_.EndGroup();
}

void AcknowledgmentWriter::On(const X12InterchangeEnd& end) {
  if (!interchange_open_) return;
  if (group_open_) EndGroup({});
  interchange_open_ = false;
  const bool at_fault = std::any_of(end.issues.begin(), end.issues.end(), [](const auto& issue) {
    return issue.ack().in == X12AckCode::In::kInterchange;
  });
  const bool wanted = interchange_.acknowledgment_requested || at_fault;
  if (front_sent_) {
    envelope_.EndInterchange();
    if (wanted) {
      envelope_.BeginInterchange(Answering(interchange_), settings_.now());
      WriteInterchangeAcknowledgment(end);
      envelope_.EndInterchange();
    }
    HandOn();
    return;
  }
  if (wanted) {
    out_.WriteTo(front_);
    WriteInterchangeAcknowledgment(end);
    out_.WriteTo(body_);
  }
  envelope_.EndInterchange();
  if (wanted || groups_ > 0) HandOn();
  front_.clear();
  body_.clear();
}

void AcknowledgmentWriter::WriteInterchangeAcknowledgment(const X12InterchangeEnd& end) {
  std::string_view code;
  for (const X12Issue& issue : end.issues) {
    const X12AckCode ack = issue.ack();
    if (ack.in == X12AckCode::In::kInterchange && code.empty()) code = ack.code;
  }
  out_.Begin("TA1").Add(interchange_.control_number, 9).Add(interchange_.date, 6);
  out_.Add(interchange_.time, 4).Add(end.rejected ? "R" : code.empty() ? "A" : "E");
  out_.Add(code.empty() ? "000" : code).End();
}

void AcknowledgmentWriter::HandOn() {
  if (!front_.empty()) sink_(front_);
  if (!body_.empty()) sink_(body_);
  front_.clear();
  body_.clear();
  front_sent_ = true;
}

void AcknowledgmentWriter::Finish() {
  if (interchange_open_) On(X12InterchangeEnd{});
}

}  // namespace scrubline
