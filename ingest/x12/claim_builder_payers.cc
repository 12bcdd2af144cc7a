// The other payers of the claim (2320, 2330B) and what they decided of its lines (2430).
#include <algorithm>
#include <optional>
#include <utility>

#include "ingest/x12/claim_builder.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxOtherPayers = 100;

// An amount that may be below zero, as those of adjustments.
std::optional<int64_t> ParseSignedCents(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto cents = ParseDecimal(negative ? text.substr(1) : text, 2);
  return cents && negative ? std::optional(-*cents) : cents;
}

}  // namespace

std::string ClaimBuilder::OtherPayerPath(int index, std::string_view field) {
  return "other_payers[" + std::to_string(index) + "]." + std::string(field);
}

Responsibility ClaimBuilder::ReadResponsibility(std::string_view code, std::string_view field) {
  if (code.empty()) return Responsibility::kUnset;
  const auto responsibility = FindResponsibility(code);
  if (!responsibility) Unread(field, "not one of P, S, T, A to H, U");
  return responsibility.value_or(Responsibility::kUnset);
}

void ClaimBuilder::OpenOtherPayer(const Segment& segment) {
  CommitParty();
  CloseLine();
  level_ = Level::kOtherPayer;
  loop_ = {};
  other_payer_ = -1;
  if (claim_.other_payers.size() >= kMaxOtherPayers) {
    return Unread("other_payers", "more other payers than are read of one claim");
  }
  other_payer_ = static_cast<int>(claim_.other_payers.size());
  OtherPayer& payer = claim_.other_payers.emplace_back();
  payer.responsibility =
      ReadResponsibility(segment[1], OtherPayerPath(other_payer_, "responsibility"));
  payer.filing_indicator = ReadCode(segment[9], OtherPayerPath(other_payer_, "filing_indicator"));
}

void ClaimBuilder::ReadAmount(const Segment& segment) {
  if (level_ != Level::kOtherPayer || other_payer_ < 0 || segment[1] != "D") return;
  claim_.other_payers[static_cast<size_t>(other_payer_)].paid_cents =
      ReadCents(segment[2], OtherPayerPath(other_payer_, "paid_cents"));
}

void ClaimBuilder::OpenAdjudication(const Segment& segment) {
  CommitParty();
  if (!InLine()) return;
  level_ = Level::kAdjudication;
  loop_ = {};
  const auto& payers = claim_.other_payers;
  const auto payer = std::find_if(payers.begin(), payers.end(), [&](const OtherPayer& candidate) {
    return !candidate.payer_id.empty() && candidate.payer_id == segment[1];
  });
  other_payer_ = payer == payers.end() ? -1 : static_cast<int>(payer - payers.begin());
  if (other_payer_ < 0) Issue(X12Problem::kAdjudicationPayer, 1);
}

void ClaimBuilder::ReadAdjustments(const Segment& segment) {
  if (level_ != Level::kOtherPayer && level_ != Level::kAdjudication) return;
  if (other_payer_ < 0) {
    adjustments_known_ = false;  // whose they are is not said
    return;
  }
  int64_t& total = claim_.other_payers[static_cast<size_t>(other_payer_)].adjusted_cents;
  if (total == kUnset) total = 0;
  // CAS02 to 19: a reason, an amount and a quantity, up to six times.
  for (int i = 3; i <= 18; i += 3) {
    if (segment[i].empty()) continue;
    if (const auto cents = ParseSignedCents(segment[i])) {
      total += *cents;
    } else {
      adjustments_known_ = false;
      UnreadInClaim(OtherPayerPath(other_payer_, "adjusted_cents"),
                    "an adjustment is not an amount: digits and at most two decimals", -1);
    }
  }
}

// Of the claim or of each of its lines: the latest one counts.
void ClaimBuilder::ReadRemittanceDate(std::string_view format, std::string_view value) {
  if (other_payer_ < 0) return;
  Date& latest = claim_.other_payers[static_cast<size_t>(other_payer_)].remittance_date;
  const Level level = std::exchange(level_, Level::kOtherPayer);  // a path of the claim's
  latest =
      std::max(latest, ReadDay(format, value, OtherPayerPath(other_payer_, "remittance_date")));
  level_ = level;
}

void ClaimBuilder::CompleteOtherPayers() {
  for (OtherPayer& payer : claim_.other_payers) {
    int64_t& total = payer.adjusted_cents;
    // A payer that adjusted nothing sends no CAS.
    if (total == kUnset && payer.paid_cents != kUnset) total = 0;
    // More was added than taken off: nothing this field can hold.
    if (total < 0 || !adjustments_known_ || line_dropped_) total = kUnset;
  }
}

}  // namespace scrubline
