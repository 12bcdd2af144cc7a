#include "ingest/remittance/remittance_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/remittance/denial.h"
#include "ingest/x12/loops.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxText = 256;
constexpr int kMaxUnreadable = 1000;
// Fewer of a payment, which every record of it repeats.
constexpr int kMaxPaymentEntries = 20;
// A million millions: more is no payment, and sums stay within 64 bits.
constexpr int64_t kMaxCents = 100'000'000'000'000;
constexpr int64_t kMaxThousandths = 1'000'000'000'000;

constexpr std::string_view kMissing = "is missing";
constexpr std::string_view kNoAmount = "is no amount";

struct ClaimPartyRow {
  Qualifier qualifier;  // NM101
  bool (v1::ClaimPayment::*has)() const;
  v1::RemittanceParty* (v1::ClaimPayment::*party)();
};
constexpr ClaimPartyRow kClaimParties[] = {
    {"QC", &v1::ClaimPayment::has_patient, &v1::ClaimPayment::mutable_patient},
    {"IL", &v1::ClaimPayment::has_subscriber, &v1::ClaimPayment::mutable_subscriber},
    {"74", &v1::ClaimPayment::has_corrected_patient, &v1::ClaimPayment::mutable_corrected_patient},
    {"82", &v1::ClaimPayment::has_rendering, &v1::ClaimPayment::mutable_rendering},
    {"TT", &v1::ClaimPayment::has_crossover_payer, &v1::ClaimPayment::mutable_crossover_payer},
    {"PR", &v1::ClaimPayment::has_corrected_payer, &v1::ClaimPayment::mutable_corrected_payer},
    {"GB", &v1::ClaimPayment::has_other_subscriber, &v1::ClaimPayment::mutable_other_subscriber},
};

// References and dates with a field of their own; all others are kept by their qualifiers.
template <typename M>
struct TextRow {
  Qualifier qualifier;
  std::string_view field;
  std::string* (M::*text)();
};
constexpr TextRow<v1::ClaimPayment> kClaimReferences[] = {
    {"EA", "medical_record_number", &v1::ClaimPayment::mutable_medical_record_number},
    {"F8", "original_reference_number", &v1::ClaimPayment::mutable_original_reference_number},
};
constexpr TextRow<v1::PaymentLine> kLineReferences[] = {
    {"6R", "line_control_number", &v1::PaymentLine::mutable_line_control_number},
    {"0K", "policy_id", &v1::PaymentLine::mutable_policy_id},
};
constexpr TextRow<v1::ClaimPayment> kClaimDates[] = {
    {"232", "statement_from", &v1::ClaimPayment::mutable_statement_from},
    {"233", "statement_through", &v1::ClaimPayment::mutable_statement_through},
    {"050", "received_date", &v1::ClaimPayment::mutable_received_date},
    {"036", "coverage_expiration_date", &v1::ClaimPayment::mutable_coverage_expiration_date},
};
constexpr TextRow<v1::PaymentLine> kLineDates[] = {
    {"472", "service_date", &v1::PaymentLine::mutable_service_date},
    {"150", "service_date", &v1::PaymentLine::mutable_service_date},
    {"151", "service_date_through", &v1::PaymentLine::mutable_service_date_through},
};

template <typename M, size_t kSize>
const TextRow<M>* Find(const TextRow<M> (&rows)[kSize], std::string_view qualifier) {
  const auto row = std::find_if(std::begin(rows), std::end(rows), [&](const TextRow<M>& one) {
    return one.qualifier == Qualifier(qualifier);
  });
  return row == std::end(rows) ? nullptr : row;
}

template <typename Message, typename Value>
void Set(Message& message, void (Message::*set)(Value), const std::optional<Value>& value) {
  if (value) (message.*set)(*value);
}

// CO-45 is what a fee schedule takes off: it cannot take everything.
template <typename Message>
bool TakesWholeCharge(const Message& message) {
  return message.charge_cents() > 0 && message.paid_cents() == 0 &&
         std::any_of(message.adjustments().begin(), message.adjustments().end(),
                     [&](const v1::RemittanceAdjustment& adjustment) {
                       return adjustment.group_code() == "CO" && adjustment.reason_code() == "45" &&
                              adjustment.amount_cents() == message.charge_cents();
                     });
}

}  // namespace

void RemittanceBuilder::BeginInterchange(char component) {
  component_ = component;
  component_confirmed_ = false;
}

void RemittanceBuilder::Begin(const v1::RemittancePlace& place) {
  level_ = Level::kPayment;
  place_ = place;
  payment_.Clear();
  has_payment_ = false;
  payment_balance_ = {};
}

void RemittanceBuilder::Read(const Segment& segment, const X12Position& position) {
  position_ = position;
  switch (segment.id()) {
    case SegmentId("BPR"):
      return ReadPayment(segment);
    case SegmentId("TRN"):
      return ReadTrace(segment);
    case SegmentId("N1"):
      return ReadParty(segment);
    case SegmentId("LX"):
      FinishClaim();
      level_ = Level::kBatch;
      return;
    case SegmentId("CLP"):
      return ReadClaim(segment);
    case SegmentId("NM1"):
      return ReadClaimParty(segment);
    case SegmentId("CAS"):
      return ReadAdjustments(segment);
    case SegmentId("MIA"):
    case SegmentId("MOA"):
      return ReadRemarks(segment);
    case SegmentId("SVC"):
      return ReadLine(segment);
    case SegmentId("LQ"):
      return ReadLineRemark(segment);
    case SegmentId("REF"):
      return ReadReference(segment);
    case SegmentId("DTM"):
      return ReadDate(segment);
    case SegmentId("AMT"):
      return ReadAmount(segment);
    case SegmentId("PLB"):
      return ReadProviderAdjustments(segment);
    // What the guide has besides, and nothing here asks for.
    case SegmentId("CUR"):
    case SegmentId("NTE"):
    case SegmentId("N2"):
    case SegmentId("N3"):
    case SegmentId("N4"):
    case SegmentId("PER"):
    case SegmentId("QTY"):
    case SegmentId("RDM"):
    case SegmentId("TS2"):
    case SegmentId("TS3"):
      return;
    default:
      return Issue(RemittanceProblem::kSegmentUnexpected);
  }
}

void RemittanceBuilder::NoteLostSegment() {
  // It may have held an amount.
  payment_balance_.Add(std::nullopt);
  claim_balance_.Add(std::nullopt);
  line_balance_.Add(std::nullopt);
  if (level_ != Level::kSummary) Unread("", "holds a segment that could not be read");
}

void RemittanceBuilder::End() {
  FinishClaim();
  position_ = payment_at_;
  if (has_payment_ && payment_balance_.known() && payment_balance_.cents() != 0) {
    Issue(RemittanceProblem::kPaymentBalance);
  }
}

void RemittanceBuilder::Abandon() {
  record_.Clear();
  level_ = Level::kPayment;
}

// --- Payment ---

void RemittanceBuilder::ReadPayment(const Segment& segment) {
  if (has_payment_ || level_ != Level::kPayment) {
    return Issue(RemittanceProblem::kSegmentUnexpected, "BPR");
  }
  has_payment_ = true;
  payment_at_ = position_;
  payment_.set_handling_code(Text("handling_code", segment[1]));
  std::optional<int64_t> total = Money("total_paid_cents", segment[2], Need::kRequired);
  if (total && segment[3] == "D") total = -*total;
  Set(payment_, &v1::RemittancePayment::set_total_paid_cents, total);
  payment_balance_.Add(total);
  payment_.set_method(Text("method", segment[4]));
  payment_.set_payment_date(Day("payment_date", segment[16]));
}

void RemittanceBuilder::ReadTrace(const Segment& segment) {
  if (level_ != Level::kPayment) return Issue(RemittanceProblem::kSegmentUnexpected, "TRN");
  payment_.set_trace_number(Text("trace_number", segment[2]));
  payment_.set_trace_originator(Text("trace_originator", segment[3]));
}

void RemittanceBuilder::ReadParty(const Segment& segment) {
  const bool header = level_ < Level::kBatch;
  const bool payer = segment[1] == "PR";
  if (!header || (!payer && segment[1] != "PE")) {
    return Issue(RemittanceProblem::kSegmentUnexpected, "N1");
  }
  level_ = payer ? Level::kPayer : Level::kPayee;
  v1::RemittanceParty& party = payer ? *payment_.mutable_payer() : *payment_.mutable_payee();
  const std::string_view field = payer ? "payer" : "payee";
  party.set_last_name(Text(field, segment[2]));
  party.set_id_qualifier(Text(field, segment[3]));
  party.set_id(Text(field, segment[4]));
}

// --- Claim ---

void RemittanceBuilder::ReadClaim(const Segment& segment) {
  FinishClaim();
  level_ = Level::kClaim;
  claim_at_ = position_;
  claim_balance_ = {};
  entries_ = 0;
  room_reported_ = false;
  line_count_ = 0;

  v1::ClaimPayment& claim = this->claim();
  claim.set_claim_id(Text("claim_id", segment[1]));
  if (segment[1].empty()) Unread("claim_id", kMissing);
  claim.set_status_code(Text("status_code", segment[2]));
  if (segment[2].empty()) Unread("status_code", kMissing);
  claim.set_reversal(segment[2] == "22");
  const auto charge = Money("charge_cents", segment[3], Need::kRequired);
  const auto paid = Money("paid_cents", segment[4], Need::kRequired);
  Set(claim, &v1::ClaimPayment::set_charge_cents, charge);
  Set(claim, &v1::ClaimPayment::set_paid_cents, paid);
  Set(claim, &v1::ClaimPayment::set_patient_responsibility_cents,
      Money("patient_responsibility_cents", segment[5], Need::kOptional));
  claim.set_filing_indicator(Text("filing_indicator", segment[6]));
  claim.set_payer_claim_number(Text("payer_claim_number", segment[7]));
  claim.set_facility_code(Text("facility_code", segment[8]));
  claim.set_frequency_code(Text("frequency_code", segment[9]));
  claim.set_drg(Text("drg", segment[11]));
  claim_balance_.Add(charge);
  claim_balance_.Subtract(paid);
  payment_balance_.Subtract(paid);
}

void RemittanceBuilder::ReadClaimParty(const Segment& segment) {
  if (!in_claim()) return Issue(RemittanceProblem::kSegmentOutsideClaim, "NM1");
  const auto row = std::find_if(std::begin(kClaimParties), std::end(kClaimParties),
                                [qualifier = Qualifier(segment[1])](const ClaimPartyRow& one) {
                                  return one.qualifier == qualifier;
                                });
  if (level_ != Level::kClaim || row == std::end(kClaimParties) || (claim().*row->has)()) {
    return Issue(RemittanceProblem::kSegmentUnexpected, "NM1");
  }
  v1::RemittanceParty& party = *(claim().*row->party)();
  party.set_last_name(Text("name", segment[3]));
  party.set_first_name(Text("name", segment[4]));
  party.set_middle_name(Text("name", segment[5]));
  party.set_id_qualifier(Text("name", segment[8]));
  party.set_id(Text("name", segment[9]));
}

void RemittanceBuilder::ReadAdjustments(const Segment& segment) {
  if (!in_claim()) return Issue(RemittanceProblem::kSegmentOutsideClaim, "CAS");
  constexpr int kTrios = 6;  // reason, amount, quantity
  for (int trio = 0; trio < kTrios; ++trio) {
    const int at = 2 + 3 * trio;
    if (segment[at].empty() && segment[at + 1].empty()) continue;
    const auto amount = Money("adjustments", segment[at + 1], Need::kRequired);
    claim_balance_.Subtract(amount);
    if (level_ == Level::kLine) line_balance_.Subtract(amount);
    if (!HasRoom()) continue;
    v1::RemittanceAdjustment& adjustment =
        level_ == Level::kLine ? *line_->add_adjustments() : *claim().add_adjustments();
    adjustment.set_group_code(Text("adjustments", segment[1]));
    adjustment.set_reason_code(Text("adjustments", segment[at]));
    Set(adjustment, &v1::RemittanceAdjustment::set_amount_cents, amount);
    Set(adjustment, &v1::RemittanceAdjustment::set_quantity,
        Quantity("adjustments", segment[at + 2]));
  }
}

void RemittanceBuilder::ReadRemarks(const Segment& segment) {
  if (!in_claim()) return Issue(RemittanceProblem::kSegmentOutsideClaim, "MIA");
  const bool inpatient = segment.id() == SegmentId("MIA");
  const auto add = [&](int from, int to) {
    for (int i = from; i <= to; ++i) {
      if (segment[i].empty() || !HasRoom()) continue;
      *claim().add_remark_codes() = Text("remark_codes", segment[i]);
    }
  };
  if (inpatient) {
    add(5, 5);
    add(20, 23);
  } else {
    add(3, 7);
  }
}

void RemittanceBuilder::ReadReference(const Segment& segment) {
  const std::string_view qualifier = segment[1];
  const std::string_view value = segment[2];
  const auto keep = [&](auto* list) {
    v1::RemittanceReference& reference = *list->Add();
    reference.set_qualifier(Text("references", qualifier));
    reference.set_value(Text("references", value));
  };
  const auto keep_of_payment = [&](auto* list) {
    if (list->size() < kMaxPaymentEntries) keep(list);
  };
  switch (level_) {
    case Level::kPayment:
      return keep_of_payment(payment_.mutable_references());
    case Level::kPayer:
      return keep_of_payment(payment_.mutable_payer()->mutable_references());
    case Level::kPayee:
      return keep_of_payment(payment_.mutable_payee()->mutable_references());
    case Level::kClaim:
      if (const auto* row = Find(kClaimReferences, qualifier)) {
        *(claim().*row->text)() = Text(row->field, value);
      } else if (HasRoom()) {
        keep(claim().mutable_references());
      }
      return;
    case Level::kLine:
      if (const auto* row = Find(kLineReferences, qualifier)) {
        *(line_->*row->text)() = Text(row->field, value);
      } else if (HasRoom()) {
        keep(line_->mutable_references());
      }
      return;
    case Level::kBatch:
    case Level::kSummary:
      return Issue(RemittanceProblem::kSegmentOutsideClaim, "REF");
  }
}

void RemittanceBuilder::ReadDate(const Segment& segment) {
  const auto keep = [&](auto* list) {
    v1::RemittanceDate& date = *list->Add();
    date.set_qualifier(Text("dates", segment[1]));
    date.set_date(Day("dates", segment[2]));
  };
  if (level_ == Level::kClaim) {
    if (const auto* row = Find(kClaimDates, segment[1])) {
      *(claim().*row->text)() = Day(row->field, segment[2]);
    } else if (HasRoom()) {
      keep(claim().mutable_dates());
    }
  } else if (level_ == Level::kLine) {
    if (const auto* row = Find(kLineDates, segment[1])) {
      *(line_->*row->text)() = Day(row->field, segment[2]);
    } else if (HasRoom()) {
      keep(line_->mutable_dates());
    }
  } else if (level_ < Level::kBatch) {
    if (segment[1] == "405") payment_.set_production_date(Day("production_date", segment[2]));
  } else {
    Issue(RemittanceProblem::kSegmentUnexpected, "DTM");
  }
}

void RemittanceBuilder::ReadAmount(const Segment& segment) {
  if (!in_claim()) return Issue(RemittanceProblem::kSegmentOutsideClaim, "AMT");
  const bool allowed = level_ == Level::kLine && segment[1] == "B6";
  const auto cents = Money(allowed ? "allowed_cents" : "amounts", segment[2], Need::kRequired);
  if (allowed) return Set(*line_, &v1::PaymentLine::set_allowed_cents, cents);
  if (!HasRoom()) return;
  v1::RemittanceAmount& amount =
      level_ == Level::kLine ? *line_->add_amounts() : *claim().add_amounts();
  amount.set_qualifier(Text("amounts", segment[1]));
  Set(amount, &v1::RemittanceAmount::set_amount_cents, cents);
}

// --- Line ---

void RemittanceBuilder::ReadLine(const Segment& segment) {
  if (!in_claim()) return Issue(RemittanceProblem::kSegmentOutsideClaim, "SVC");
  FinishLine();
  level_ = Level::kLine;
  line_at_ = position_;
  line_balance_ = {};
  if (++line_count_ <= max_lines_) {
    line_ = claim().add_service_lines();
  } else {
    if (line_count_ == max_lines_ + 1) Issue(RemittanceProblem::kTooManyLines);
    extra_line_.Clear();
    line_ = &extra_line_;
  }
  v1::PaymentLine& line = *line_;
  line.set_segment(position_.segment);
  ReadProcedure("procedure", segment[1], *line.mutable_procedure());
  const auto charge = Money("charge_cents", segment[2], Need::kRequired);
  const auto paid = Money("paid_cents", segment[3], Need::kRequired);
  Set(line, &v1::PaymentLine::set_charge_cents, charge);
  Set(line, &v1::PaymentLine::set_paid_cents, paid);
  line.set_revenue_code(Text("revenue_code", segment[4]));
  Set(line, &v1::PaymentLine::set_units, Quantity("units", segment[5]));
  if (!segment[6].empty()) {
    ReadProcedure("submitted_procedure", segment[6], *line.mutable_submitted_procedure());
  }
  Set(line, &v1::PaymentLine::set_submitted_units, Quantity("submitted_units", segment[7]));
  line_balance_.Add(charge);
  line_balance_.Subtract(paid);
}

void RemittanceBuilder::ReadProcedure(std::string_view field, std::string_view composite,
                                      v1::PaidProcedure& procedure) {
  const Composite parts = Split(composite);
  procedure.set_qualifier(Text(field, parts[1]));
  procedure.set_code(Text(field, parts[2]));
  if (parts[2].empty()) Unread(field, kMissing);
  constexpr int kFirstModifier = 3;
  constexpr int kLastModifier = 6;
  for (int i = kFirstModifier; i <= kLastModifier; ++i) {
    if (!parts[i].empty()) *procedure.add_modifiers() = Text(field, parts[i]);
  }
}

void RemittanceBuilder::ReadLineRemark(const Segment& segment) {
  if (level_ != Level::kLine) return Issue(RemittanceProblem::kSegmentOutsideClaim, "LQ");
  if (!HasRoom()) return;
  if (segment[1] == "HE") {
    *line_->add_remark_codes() = Text("remark_codes", segment[2]);
  } else if (segment[1] == "RX") {
    *line_->add_reject_codes() = Text("reject_codes", segment[2]);
  } else {
    Issue(RemittanceProblem::kSegmentUnexpected, "LQ");
  }
}

void RemittanceBuilder::FinishLine() {
  if (level_ != Level::kLine) return;
  level_ = Level::kClaim;
  const X12Position here = std::exchange(position_, line_at_);
  if (line_balance_.known()) {
    line_->set_out_of_balance_cents(line_balance_.cents());
    if (line_balance_.cents() != 0) Issue(RemittanceProblem::kLineBalance);
  }
  if (TakesWholeCharge(*line_)) Issue(RemittanceProblem::kWholeChargeContractual);
  position_ = here;
}

void RemittanceBuilder::FinishClaim() {
  if (!in_claim()) return;
  FinishLine();
  level_ = Level::kBatch;
  v1::ClaimPayment& claim = this->claim();
  const X12Position here = std::exchange(position_, claim_at_);
  if (claim_balance_.known()) {
    claim.set_out_of_balance_cents(claim_balance_.cents());
    if (claim_balance_.cents() != 0) Issue(RemittanceProblem::kClaimBalance);
  }
  if (claim.reversal() && (claim.charge_cents() > 0 || claim.paid_cents() > 0)) {
    Issue(RemittanceProblem::kReversalSign);
  }
  if (line_count_ == 0 && TakesWholeCharge(claim)) {
    Issue(RemittanceProblem::kWholeChargeContractual);
  }
  DeriveDenial(claim);
  Deliver();
  position_ = here;
}

// --- Provider level ---

void RemittanceBuilder::ReadProviderAdjustments(const Segment& segment) {
  FinishClaim();
  level_ = Level::kSummary;
  v1::ProviderAdjustments& all = *record_.mutable_provider_adjustments();
  all.set_provider_id(Text("provider_id", segment[1]));
  all.set_fiscal_period_date(Day("fiscal_period_date", segment[2]));
  constexpr int kFirst = 3;
  constexpr int kLast = 13;
  for (int at = kFirst; at <= kLast; at += 2) {
    if (segment[at].empty() && segment[at + 1].empty()) continue;
    const auto amount = Money("adjustments", segment[at + 1], Need::kRequired);
    payment_balance_.Add(amount);
    const Composite identifier = Split(segment[at]);
    v1::ProviderAdjustments::Adjustment& adjustment = *all.add_adjustments();
    adjustment.set_reason_code(Text("adjustments", identifier[1]));
    adjustment.set_reference(Text("adjustments", identifier[2]));
    Set(adjustment, &v1::ProviderAdjustments::Adjustment::set_amount_cents, amount);
  }
  Deliver();
}

void RemittanceBuilder::Deliver() {
  if (!has_payment_) {
    has_payment_ = true;
    payment_at_ = position_;
    payment_balance_.Add(std::nullopt);
    Issue(RemittanceProblem::kPaymentMissing);
  }
  *record_.mutable_place() = place_;
  record_.mutable_place()->set_segment(position_.segment);
  record_.mutable_place()->set_byte_offset(position_.offset);
  *record_.mutable_payment() = payment_;
  sink_(record_);
  record_.Clear();
}

// --- Values ---

bool RemittanceBuilder::HasRoom() {
  if (++entries_ <= kMaxEntries) return true;
  if (!std::exchange(room_reported_, true)) Issue(RemittanceProblem::kTooManyEntries);
  return false;
}

std::string RemittanceBuilder::Text(std::string_view field, std::string_view text) {
  if (text.size() > kMaxText) {
    Unread(field, "is longer than 256 bytes");
    return {};
  }
  return IsUtf8(text) ? std::string(text) : FromLatin1(text);
}

std::optional<int64_t> RemittanceBuilder::Money(std::string_view field, std::string_view text,
                                                Need need) {
  if (text.empty()) {
    if (need == Need::kRequired) Unread(field, kMissing);
    return std::nullopt;
  }
  const auto cents = ParseSignedDecimal(text, 2);
  if (cents && *cents >= -kMaxCents && *cents <= kMaxCents) return cents;
  Unread(field, kNoAmount);
  return std::nullopt;
}

std::optional<double> RemittanceBuilder::Quantity(std::string_view field, std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto thousandths = ParseSignedDecimal(text, 3);
  if (thousandths && *thousandths >= -kMaxThousandths && *thousandths <= kMaxThousandths) {
    return static_cast<double>(*thousandths) / 1000;
  }
  Unread(field, "holds no quantity");
  return std::nullopt;
}

std::string RemittanceBuilder::Day(std::string_view field, std::string_view text) {
  if (text.empty()) return {};
  const auto date = ParseDate("D8", text);
  if (date) return date->ToString();
  Unread(field, "is no date");
  return {};
}

Composite RemittanceBuilder::Split(std::string_view text) {
  if (!component_confirmed_) {
    constexpr std::string_view kInUse = ":>^|<\\";
    const size_t at = text.find_first_of(kInUse);
    if (text.find(component_) != text.npos) {
      component_confirmed_ = true;
    } else if (at != text.npos && at >= 1 && at <= 3 && at + 1 < text.size() &&
               IsAlphanumeric(text.substr(0, at)) && IsCapitalOrDigit(text[at + 1])) {
      component_ = text[at];
      component_confirmed_ = true;
      Issue(RemittanceProblem::kComponentSeparator);
    }
  }
  return Composite(text, component_);
}

void RemittanceBuilder::Unread(std::string_view field, std::string_view problem) {
  const bool in_record = in_claim() || level_ == Level::kSummary;
  auto* list = in_claim()  ? claim().mutable_unreadable()
               : in_record ? record_.mutable_provider_adjustments()->mutable_unreadable()
                           : payment_.mutable_unreadable();
  if (list->size() >= (in_record ? kMaxUnreadable : kMaxPaymentEntries)) return;
  v1::UnreadableField& entry = *list->Add();
  if (level_ == Level::kLine) {
    entry.set_field(absl::StrCat("service_lines[", line_count_ - 1, "]", field.empty() ? "" : ".",
                                 std::string(field)));
  } else {
    entry.set_field(std::string(field));
  }
  entry.set_problem(std::string(problem));
}

}  // namespace scrubline
