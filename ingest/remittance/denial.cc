#include "ingest/remittance/denial.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace scrubline {
namespace {

using Adjustments = google::protobuf::RepeatedPtrField<v1::RemittanceAdjustment>;
using Texts = google::protobuf::RepeatedPtrField<std::string>;

// Reason codes that reduce a payment without denying anything. The codes are those of the X12 list
// of claim adjustment reason codes (external code list 139); what they mean is in our own words.
struct PricedReason {
  std::string_view code;
  std::string_view meaning;
};
constexpr PricedReason kPricedReasons[] = {
    // The patient's share.
    {"1", "deductible"},
    {"2", "coinsurance"},
    {"3", "copayment"},
    {"66", "blood deductible"},
    {"142", "the patient's monthly Medicaid share"},
    {"178", "spend-down not met"},
    {"241", "low-income subsidy copayment"},
    {"247", "deductible of a professional service on an institutional claim"},
    {"248", "coinsurance of a professional service on an institutional claim"},
    // The price.
    {"24", "covered by a capitation payment"},
    {"45", "above the fee schedule"},
    {"59", "reduced as a further procedure of the day"},
    {"90", "ingredient cost"},
    {"91", "dispensing fee"},
    {"94", "paid above the charge"},
    {"104", "managed care withholding"},
    {"105", "tax withholding"},
    {"131", "discount negotiated for the claim"},
    {"139", "contracted funding"},
    {"143", "part of the payment deferred"},
    {"144", "incentive"},
    {"161", "performance bonus"},
    {"237", "penalty set by law"},
    {"253", "sequestration"},
    // Paid already, by another or to another.
    {"23", "another payer's decision"},
    {"100", "paid to the patient or the insured"},
    {"187", "paid from a spending account"},
};

// Which of the shipped rule families look for what a code is about. Of reason codes with several
// meanings the likelier families come first.
constexpr size_t kMaxFamilies = 4;
struct FamilyRow {
  std::string_view code;
  std::array<std::string_view, kMaxFamilies> families;
};
constexpr FamilyRow kReasonFamilies[] = {
    {"4", {"MOD", "NCCI"}},
    {"5", {"POS"}},
    {"6", {"CODE", "IMM"}},
    {"7", {"CODE"}},
    {"8", {"PROV"}},
    {"9", {"DX"}},
    {"10", {"DX"}},
    {"11", {"DX"}},
    {"15", {"AUTH"}},
    {"18", {"DUP"}},
    {"22", {"COB"}},
    {"26", {"COV"}},
    {"27", {"COV"}},
    {"29", {"TF"}},
    {"31", {"REQ", "COV"}},
    {"39", {"AUTH"}},
    {"50", {"MN"}},
    {"54", {"MOD"}},
    {"58", {"POS"}},
    {"96", {"MPFS", "MN"}},
    {"97", {"NCCI", "GLOB", "MPFS"}},
    {"107", {"NCCI", "COMP"}},
    {"109", {"COV", "COB"}},
    {"110", {"DATE"}},
    {"119", {"FREQ", "NCCI"}},
    {"129", {"COB"}},
    {"140", {"REQ", "COV"}},
    {"146", {"DX"}},
    {"150", {"EM"}},
    {"151", {"NCCI", "FREQ", "UNIT"}},
    {"165", {"REF"}},
    {"167", {"MN", "DX"}},
    {"170", {"PROV"}},
    {"171", {"PROV", "POS"}},
    {"172", {"PROV"}},
    {"181", {"CODE"}},
    {"182", {"MOD"}},
    {"183", {"PROV"}},
    {"184", {"PROV"}},
    {"185", {"PROV"}},
    {"189", {"CODE"}},
    {"197", {"AUTH"}},
    {"198", {"AUTH"}},
    {"199", {"UB"}},
    {"204", {"MN", "MPFS"}},
    {"206", {"PROV"}},
    {"207", {"PROV"}},
    {"208", {"PROV"}},
    {"222", {"FREQ", "NCCI"}},
    {"231", {"NCCI"}},
    {"234", {"NCCI", "MPFS"}},
    {"236", {"NCCI"}},
    {"272", {"MN"}},
    {"B7", {"PROV"}},
    {"B11", {"COV"}},
    {"B13", {"DUP"}},
    {"B15", {"NCCI", "COMP"}},
    {"B16", {"EM"}},
};
constexpr FamilyRow kRemarkFamilies[] = {
    {"M15", {"NCCI", "MPFS"}}, {"M19", {"UNIT"}},
    {"M20", {"CODE"}},         {"M44", {"UB"}},
    {"M50", {"UB"}},           {"M51", {"CODE"}},
    {"M53", {"UNIT"}},         {"M54", {"CHG"}},
    {"M62", {"AUTH"}},         {"M64", {"DX"}},
    {"M76", {"DX"}},           {"M77", {"POS"}},
    {"M79", {"CHG"}},          {"M80", {"NCCI", "MPFS"}},
    {"M81", {"DX"}},           {"M119", {"UNIT"}},
    {"MA04", {"COB"}},         {"MA27", {"REQ", "COV"}},
    {"MA36", {"REQ"}},         {"MA61", {"REQ"}},
    {"MA63", {"DX"}},          {"MA114", {"POS"}},
    {"MA120", {"CLIA"}},       {"N4", {"COB"}},
    {"N19", {"NCCI", "MPFS"}}, {"N20", {"NCCI", "MPFS"}},
    {"N56", {"CODE"}},         {"N115", {"MN"}},
    {"N255", {"PROV"}},        {"N257", {"PROV"}},
    {"N265", {"PROV"}},        {"N286", {"PROV", "REF"}},
    {"N290", {"PROV"}},        {"N362", {"NCCI", "FREQ"}},
    {"N382", {"REQ"}},         {"N390", {"NCCI", "MPFS"}},
    {"N519", {"NCCI", "MOD"}}, {"N657", {"CODE"}},
};

template <size_t kSize>
void AddFamilies(const FamilyRow (&rows)[kSize], std::string_view code,
                 std::vector<std::string_view>& families) {
  const auto row = std::find_if(std::begin(rows), std::end(rows),
                                [code](const FamilyRow& one) { return one.code == code; });
  if (row == std::end(rows)) return;
  for (const std::string_view family : row->families) {
    if (family.empty()) break;
    if (std::find(families.begin(), families.end(), family) == families.end()) {
      families.push_back(family);
    }
  }
}

bool IsDenialStatus(std::string_view status) {
  return status != "22" && status != "23" && status != "25";
}

// At most RemittanceBuilder::kMaxEntries amounts of bounded size: no overflow.
int64_t DeniedCents(const Adjustments& adjustments) {
  int64_t cents = 0;
  for (const v1::RemittanceAdjustment& adjustment : adjustments) {
    if (IsDenialReason(adjustment.reason_code())) cents += adjustment.amount_cents();
  }
  return cents;
}

// Some payers state the adjustments of the lines once more for the claim as a whole: those of the
// claim alone then make up the difference between charge and payment, and are not to be added.
bool RepeatsItsLines(const v1::ClaimPayment& claim) {
  if (claim.out_of_balance_cents() == 0) return false;
  int64_t of_claim = 0;
  for (const v1::RemittanceAdjustment& adjustment : claim.adjustments()) {
    of_claim += adjustment.amount_cents();
  }
  return claim.charge_cents() - claim.paid_cents() == of_claim;
}

bool PaidNothing(const auto& message) {
  return message.has_paid_cents() && message.paid_cents() == 0;
}

void DeriveDenial(v1::PaymentLine& line, const v1::ClaimPayment& claim) {
  line.set_denied_cents(DeniedCents(line.adjustments()));
  line.set_denied(PaidNothing(line) && line.denied_cents() > 0);
  if (line.denied_cents() <= 0) return;
  Texts remarks = line.remark_codes();
  remarks.MergeFrom(claim.remark_codes());
  std::vector<std::string_view> families;
  for (const v1::RemittanceAdjustment& adjustment : line.adjustments()) {
    if (!IsDenialReason(adjustment.reason_code()) || adjustment.amount_cents() <= 0) continue;
    for (const std::string_view family : LikelyRuleFamilies(adjustment.reason_code(), remarks)) {
      if (std::find(families.begin(), families.end(), family) == families.end()) {
        families.push_back(family);
      }
    }
  }
  for (const std::string_view family : families) line.add_likely_rule_families(std::string(family));
}

}  // namespace

bool IsDenialReason(std::string_view reason_code) {
  return std::none_of(std::begin(kPricedReasons), std::end(kPricedReasons),
                      [&](const PricedReason& reason) { return reason.code == reason_code; });
}

std::vector<std::string_view> LikelyRuleFamilies(std::string_view reason_code,
                                                 const Texts& remarks) {
  std::vector<std::string_view> families;
  for (const std::string& remark : remarks) AddFamilies(kRemarkFamilies, remark, families);
  AddFamilies(kReasonFamilies, reason_code, families);
  return families;
}

std::vector<std::string_view> AllLikelyRuleFamilies() {
  std::vector<std::string_view> families;
  for (const FamilyRow& row : kReasonFamilies) AddFamilies(kReasonFamilies, row.code, families);
  for (const FamilyRow& row : kRemarkFamilies) AddFamilies(kRemarkFamilies, row.code, families);
  return families;
}

void DeriveDenial(v1::ClaimPayment& claim) {
  if (!IsDenialStatus(claim.status_code())) return;
  int64_t of_lines = 0;
  for (v1::PaymentLine& line : *claim.mutable_service_lines()) {
    DeriveDenial(line, claim);
    of_lines += line.denied_cents();
  }
  const int64_t of_claim = DeniedCents(claim.adjustments());
  const int64_t cents = RepeatsItsLines(claim) ? of_claim : of_claim + of_lines;
  claim.set_denied_cents(cents);
  claim.set_denied(PaidNothing(claim) && cents > 0);
}

}  // namespace scrubline
