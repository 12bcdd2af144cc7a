#include "ingest/remittance/remittance_netter.h"

#include <cstdlib>
#include <optional>

namespace scrubline {
namespace {

constexpr char kPredetermination[] = "25";

std::optional<int64_t> Signed(bool has, int64_t cents, bool reversal) {
  if (!has) return std::nullopt;
  return reversal ? -std::abs(cents) : cents;
}

}  // namespace

void RemittanceNetter::Add(const v1::RemittanceRecord& record) {
  const v1::ClaimPayment& payment = record.claim();
  if (!record.has_claim() || payment.status_code() == kPredetermination) return;
  std::string key = payment.claim_id();
  key.append(1, '\0').append(payment.payer_claim_number());
  const auto [place, is_new] = places_.emplace(std::move(key), claims_.size());
  if (is_new) {
    Claim& claim = claims_.emplace_back();
    claim.claim_id = payment.claim_id();
    claim.payer_claim_number = payment.payer_claim_number();
  }
  Claim& claim = claims_[place->second];
  const bool reversal = payment.reversal();
  claim.charge.Add(Signed(payment.has_charge_cents(), payment.charge_cents(), reversal));
  claim.paid.Add(Signed(payment.has_paid_cents(), payment.paid_cents(), reversal));
  // CLP05 may be left out where it is zero.
  claim.patient_responsibility.Add(Signed(true, payment.patient_responsibility_cents(), reversal));
  if (!reversal) {
    ++claim.payments;
    claim.standing.push_back({payment.status_code(), payment.denied_cents(), payment.denied()});
    return;
  }
  ++claim.reversals;
  if (claim.standing.empty()) {
    ++claim.reversals_of_earlier;
  } else {
    claim.standing.pop_back();
  }
}

void RemittanceNetter::ForEach(const std::function<void(const v1::NetClaimPayment&)>& sink) const {
  for (const Claim& claim : claims_) {
    v1::NetClaimPayment net;
    net.set_claim_id(claim.claim_id);
    net.set_payer_claim_number(claim.payer_claim_number);
    net.set_payments(claim.payments);
    net.set_reversals(claim.reversals);
    net.set_reversals_of_earlier(claim.reversals_of_earlier);
    if (claim.charge.known()) net.set_charge_cents(claim.charge.cents());
    if (claim.paid.known()) net.set_paid_cents(claim.paid.cents());
    if (claim.patient_responsibility.known()) {
      net.set_patient_responsibility_cents(claim.patient_responsibility.cents());
    }
    CentsSum denied;
    for (const Payment& payment : claim.standing) denied.Add(payment.denied_cents);
    if (denied.known()) net.set_denied_cents(denied.cents());
    if (!claim.standing.empty()) {
      net.set_status_code(claim.standing.back().status_code);
      net.set_denied(claim.standing.back().denied);
    }
    sink(net);
  }
}

}  // namespace scrubline
