#include "ingest/remittance/remittance_match.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

constexpr size_t kMinShortened = 6;

// Capitals, no blanks, no leading zeros.
std::string Plain(std::string_view number) {
  std::string plain;
  for (const char c : number) {
    if (c == ' ' || (c == '0' && plain.empty())) continue;
    plain.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return plain;
}

// Empty when one of the three is not known.
std::string ServiceKey(std::string_view member_id, std::string_view date,
                       std::optional<int64_t> charge_cents) {
  const std::string member = Plain(member_id);
  if (member.empty() || date.empty() || !charge_cents) return {};
  return absl::StrCat(member, "|", std::string(date), "|", *charge_cents);
}

// A reversal states the charge below zero.
std::optional<int64_t> ChargeOf(const auto& payment) {
  if (!payment.has_charge_cents()) return std::nullopt;
  return std::abs(payment.charge_cents());
}

std::string_view MemberOf(const v1::ClaimPayment& payment) {
  return payment.subscriber().id().empty() ? payment.patient().id() : payment.subscriber().id();
}

std::string FirstDayOf(const v1::ClaimPayment& payment) {
  std::string first = payment.statement_from();
  for (const v1::PaymentLine& line : payment.service_lines()) {
    const std::string& date = line.service_date();
    if (!date.empty() && (first.empty() || date < first)) first = date;
  }
  return first;
}

std::vector<size_t> PlacesOf(const auto& range) {
  std::vector<size_t> places;
  for (auto it = range.first; it != range.second; ++it) places.push_back(it->second);
  return places;
}

// Keeps the places that fit, if any does.
void Narrow(std::vector<size_t>& places, const std::function<bool(size_t)>& fits) {
  if (places.size() < 2) return;
  std::vector<size_t> fitting;
  std::copy_if(places.begin(), places.end(), std::back_inserter(fitting), fits);
  if (!fitting.empty()) places = std::move(fitting);
}

bool SameModifiers(const ClaimKeys::Line& ours, const v1::PaidProcedure& theirs) {
  return std::equal(ours.modifiers.begin(), ours.modifiers.end(), theirs.modifiers().begin(),
                    theirs.modifiers().end());
}

const v1::PaidProcedure& ProcedureOf(const v1::PaymentLine& line) {
  return line.has_submitted_procedure() ? line.submitted_procedure() : line.procedure();
}

// `ours` as ClaimIndex keeps it: codes plain, lines without a control number known by their own.
void MatchLines(const ClaimKeys& ours, v1::ClaimPayment& payment) {
  std::vector<bool> taken(ours.lines.size());
  for (v1::PaymentLine& line : *payment.mutable_service_lines()) line.clear_matched_line_number();

  // Gives each line of theirs the first one of ours that is left and fits; with `only`, where just
  // one does.
  const auto assign = [&](bool only, auto fits) {
    for (v1::PaymentLine& line : *payment.mutable_service_lines()) {
      if (line.matched_line_number() != 0) continue;
      const std::string code = Plain(ProcedureOf(line).code());
      size_t found = 0;
      size_t first = 0;
      for (size_t i = 0; i < ours.lines.size() && found < (only ? 2 : 1); ++i) {
        if (taken[i] || !fits(ours.lines[i], line, code)) continue;
        if (found++ == 0) first = i;
      }
      if (found != 1) continue;
      taken[first] = true;
      line.set_matched_line_number(ours.lines[first].line_number);
    }
  };
  const auto same_code = [](const ClaimKeys::Line& mine, const v1::PaymentLine&,
                            const std::string& code) { return !code.empty() && mine.code == code; };
  const auto same_charge = [&](const ClaimKeys::Line& mine, const v1::PaymentLine& line,
                               const std::string& code) {
    return same_code(mine, line, code) && mine.charge_cents == ChargeOf(line);
  };
  assign(false, [](const ClaimKeys::Line& mine, const v1::PaymentLine& line, const std::string&) {
    return !line.line_control_number().empty() && line.line_control_number() == mine.control_number;
  });
  assign(false,
         [&](const ClaimKeys::Line& mine, const v1::PaymentLine& line, const std::string& code) {
           return same_charge(mine, line, code) && mine.date == line.service_date() &&
                  SameModifiers(mine, ProcedureOf(line));
         });
  assign(false, same_charge);
  assign(true, same_code);
}

}  // namespace

ClaimKeys KeysOf(const v1::Claim& claim, const X12ClaimSource* source) {
  ClaimKeys keys;
  keys.claim_id = claim.claim_id();
  keys.member_id = claim.subscriber_id();
  keys.date = claim.statement_from();
  if (claim.has_total_charge_cents()) keys.charge_cents = claim.total_charge_cents();
  int32_t position = 0;
  for (const v1::ServiceLine& line : claim.service_lines()) {
    ++position;
    ClaimKeys::Line& key = keys.lines.emplace_back();
    key.line_number = line.line_number() == 0 ? position : line.line_number();
    key.code = line.procedure_code().empty() ? line.revenue_code() : line.procedure_code();
    key.modifiers.assign(line.modifiers().begin(), line.modifiers().end());
    key.date = line.service_date();
    if (line.has_charge_cents()) key.charge_cents = line.charge_cents();
    if (claim.statement_from().empty() && !key.date.empty() &&
        (keys.date.empty() || key.date < keys.date)) {
      keys.date = key.date;
    }
  }
  if (source == nullptr) return keys;
  if (!source->clearinghouse_trace.empty()) keys.references.push_back(source->clearinghouse_trace);
  for (size_t i = 0; i < std::min(keys.lines.size(), source->lines.size()); ++i) {
    keys.lines[i].control_number = source->lines[i].control_number;
  }
  return keys;
}

void ClaimIndex::Add(ClaimKeys keys) {
  for (ClaimKeys::Line& line : keys.lines) {
    line.code = Plain(line.code);
    if (line.control_number.empty()) line.control_number = absl::StrCat(line.line_number);
  }
  const size_t place = claims_.size();
  if (std::string id = Plain(keys.claim_id); !id.empty()) by_id_.emplace(std::move(id), place);
  for (const std::string& reference : keys.references) {
    if (std::string plain = Plain(reference); !plain.empty()) {
      by_reference_.emplace(std::move(plain), place);
    }
  }
  std::string service = ServiceKey(keys.member_id, keys.date, keys.charge_cents);
  if (!service.empty()) by_service_.emplace(std::move(service), place);
  claims_.push_back(std::move(keys));
}

std::vector<size_t> ClaimIndex::Shortened(const std::string& id,
                                          const v1::ClaimPayment& payment) const {
  std::vector<size_t> places;
  if (id.size() < kMinShortened) return places;
  for (auto it = by_id_.lower_bound(id); it != by_id_.end() && it->first.starts_with(id); ++it) {
    const ClaimKeys& ours = claims_[it->second];
    if (ours.charge_cents && ours.charge_cents == ChargeOf(payment)) places.push_back(it->second);
  }
  return places;
}

const ClaimKeys* ClaimIndex::Match(v1::ClaimPayment& payment) const {
  payment.mutable_match()->Clear();
  const std::string id = Plain(payment.claim_id());
  std::vector<size_t> places = PlacesOf(by_id_.equal_range(id));
  if (!places.empty()) return Decide(std::move(places), v1::ClaimMatch::CLAIM_ID, payment);

  places = Shortened(id, payment);
  if (!places.empty()) return Decide(std::move(places), v1::ClaimMatch::SHORTENED_ID, payment);

  std::vector<std::string> references = {payment.medical_record_number()};
  for (const v1::RemittanceReference& reference : payment.references()) {
    if (reference.qualifier() == "D9") references.push_back(reference.value());
  }
  for (const std::string& reference : references) {
    if (reference.empty()) continue;
    places = PlacesOf(by_reference_.equal_range(Plain(reference)));
    // A medical record number is the patient's: another visit has it too.
    std::erase_if(places,
                  [&](size_t place) { return claims_[place].charge_cents != ChargeOf(payment); });
    if (!places.empty()) return Decide(std::move(places), v1::ClaimMatch::REFERENCE, payment);
  }

  const std::string service = ServiceKey(MemberOf(payment), FirstDayOf(payment), ChargeOf(payment));
  places = PlacesOf(by_service_.equal_range(service));
  if (!places.empty()) {
    return Decide(std::move(places), v1::ClaimMatch::MEMBER_DATE_CHARGE, payment);
  }
  return nullptr;
}

const ClaimKeys* ClaimIndex::Decide(std::vector<size_t> places, v1::ClaimMatch::By by,
                                    v1::ClaimPayment& payment) const {
  Narrow(places, [&](size_t place) { return claims_[place].charge_cents == ChargeOf(payment); });
  Narrow(places, [&, member = Plain(MemberOf(payment))](size_t place) {
    return !member.empty() && Plain(claims_[place].member_id) == member;
  });
  if (places.size() > 1) {
    payment.mutable_match()->set_by(v1::ClaimMatch::AMBIGUOUS);
    return nullptr;
  }
  const ClaimKeys& ours = claims_[places[0]];
  payment.mutable_match()->set_by(by);
  payment.mutable_match()->set_claim_id(ours.claim_id);
  MatchLines(ours, payment);
  return &ours;
}

}  // namespace scrubline
