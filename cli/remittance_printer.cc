#include "cli/remittance_printer.h"

#include <array>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "render/csv.h"
#include "render/json_lines.h"
#include "render/text.h"
#include "rules_engine/fields.h"

namespace scrubline {
namespace {

using Adjustments = google::protobuf::RepeatedPtrField<v1::RemittanceAdjustment>;

struct Column {
  const char* caption;
  size_t width;
  bool number;
};
constexpr std::array<Column, 8> kColumns = {{{"CLAIM", 20, false},
                                             {"LINE", 5, false},
                                             {"CODE", 8, false},
                                             {"STATUS", 8, false},
                                             {"CHARGE", 12, true},
                                             {"PAID", 12, true},
                                             {"DENIED", 12, true},
                                             {"REASONS", 30, false}}};

void AppendTableRow(const std::array<std::string, kColumns.size()>& cells, std::string& text) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    // Only the first piece of what is too long: a row is a line.
    const std::string cell = WrapText(cells[i], kColumns[i].width).front();
    const std::string blanks(kColumns[i].width - CountCharacters(cell), ' ');
    absl::StrAppend(&line, i == 0 ? "" : "  ", kColumns[i].number ? blanks + cell : cell + blanks);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&text, line, "\n");
}

std::string Amount(bool has, int64_t cents) {
  if (!has) return "";
  return cents < 0 ? "-" + FormatCents(-cents) : FormatCents(cents);
}

std::string Reasons(const Adjustments& adjustments) {
  return absl::StrJoin(
      adjustments, " ", [](std::string* text, const v1::RemittanceAdjustment& adjustment) {
        absl::StrAppend(text, adjustment.group_code(), "-", adjustment.reason_code());
      });
}

// `CO-45 12.00; PR-2 3.50`.
std::string ReasonsWithAmounts(const Adjustments& adjustments) {
  return absl::StrJoin(
      adjustments, "; ", [](std::string* text, const v1::RemittanceAdjustment& adjustment) {
        absl::StrAppend(text, adjustment.group_code(), "-", adjustment.reason_code(), " ",
                        Amount(adjustment.has_amount_cents(), adjustment.amount_cents()));
      });
}

std::string StatusOf(const v1::ClaimPayment& claim) {
  if (claim.reversal()) return "reversal";
  return claim.denied() ? "denied" : "paid";
}

std::string NetStatusOf(const v1::NetClaimPayment& net) {
  if (net.status_code().empty()) return "reversed";
  return net.denied() ? "denied" : "paid";
}

}  // namespace

void RemittancePrinter::Begin() {
  text_.clear();
  if (format_ == RemittanceFormat::kTable) {
    std::array<std::string, kColumns.size()> captions, rules;
    for (size_t i = 0; i < kColumns.size(); ++i) {
      captions[i] = kColumns[i].caption;
      rules[i] = std::string(kColumns[i].width, '-');
    }
    AppendTableRow(captions, text_);
    AppendTableRow(rules, text_);
  } else if (format_ == RemittanceFormat::kCsv && net_) {
    AppendCsvRow({"claim_id", "payer_claim_number", "status", "payments", "reversals",
                  "reversals_of_earlier", "charge", "paid", "patient_responsibility", "denied"},
                 text_);
  } else if (format_ == RemittanceFormat::kCsv) {
    AppendCsvRow({"payer",
                  "trace_number",
                  "payment_date",
                  "claim_id",
                  "payer_claim_number",
                  "status_code",
                  "status",
                  "line",
                  "code",
                  "modifiers",
                  "service_date",
                  "charge",
                  "paid",
                  "patient_responsibility",
                  "denied",
                  "adjustments",
                  "remarks",
                  "likely_rule_families",
                  "out_of_balance",
                  "matched_claim_id",
                  "matched_line"},
                 text_);
  }
  out_ << text_;
}

void RemittancePrinter::Count(const v1::RemittanceRecord& record) {
  sound_ = sound_ && record.payment().unreadable().empty() &&
           record.provider_adjustments().unreadable().empty();
  if (!record.has_claim()) return;
  const v1::ClaimPayment& claim = record.claim();
  ++payments_;
  reversals_ += claim.reversal();
  denied_ += claim.denied();
  paid_.Add(claim.has_paid_cents() ? std::optional<int64_t>(claim.paid_cents()) : std::nullopt);
  denied_amount_.Add(claim.denied_cents());
  sound_ = sound_ && claim.unreadable().empty() && claim.out_of_balance_cents() == 0;
  for (const v1::PaymentLine& line : claim.service_lines()) {
    sound_ = sound_ && line.out_of_balance_cents() == 0;
  }
}

absl::Status RemittancePrinter::Print(const v1::RemittanceRecord& record) {
  text_.clear();
  absl::Status status;
  switch (format_) {
    case RemittanceFormat::kJsonLines:
      status = AppendJsonLine(record, text_);
      break;
    case RemittanceFormat::kTable:
      AppendTable(record);
      break;
    case RemittanceFormat::kCsv:
      AppendCsv(record);
      break;
  }
  out_ << text_;
  return status;
}

absl::Status RemittancePrinter::Print(const v1::NetClaimPayment& net) {
  text_.clear();
  absl::Status status;
  const std::string charge = Amount(net.has_charge_cents(), net.charge_cents());
  const std::string paid = Amount(net.has_paid_cents(), net.paid_cents());
  const std::string denied = Amount(true, net.denied_cents());
  switch (format_) {
    case RemittanceFormat::kJsonLines:
      status = AppendJsonLine(net, text_);
      break;
    case RemittanceFormat::kTable:
      AppendTableRow({net.claim_id(), "", "", NetStatusOf(net), charge, paid, denied, ""}, text_);
      break;
    case RemittanceFormat::kCsv:
      AppendCsvRow(
          {net.claim_id(), net.payer_claim_number(), NetStatusOf(net), absl::StrCat(net.payments()),
           absl::StrCat(net.reversals()), absl::StrCat(net.reversals_of_earlier()), charge, paid,
           Amount(net.has_patient_responsibility_cents(), net.patient_responsibility_cents()),
           denied},
          text_);
      break;
  }
  out_ << text_;
  return status;
}

// A row for the claim, and one for each of its lines on which something was denied.
void RemittancePrinter::AppendTable(const v1::RemittanceRecord& record) {
  if (record.has_provider_adjustments()) {
    for (const auto& adjustment : record.provider_adjustments().adjustments()) {
      AppendTableRow({"(provider level)", "", adjustment.reason_code(), "", "",
                      Amount(adjustment.has_amount_cents(), -adjustment.amount_cents()), "", ""},
                     text_);
    }
    return;
  }
  const v1::ClaimPayment& claim = record.claim();
  AppendTableRow({claim.claim_id(), "", "", StatusOf(claim),
                  Amount(claim.has_charge_cents(), claim.charge_cents()),
                  Amount(claim.has_paid_cents(), claim.paid_cents()),
                  Amount(true, claim.denied_cents()), Reasons(claim.adjustments())},
                 text_);
  int number = 0;
  for (const v1::PaymentLine& line : claim.service_lines()) {
    ++number;
    if (line.denied_cents() <= 0) continue;
    AppendTableRow(
        {"", absl::StrCat(line.matched_line_number() == 0 ? number : line.matched_line_number()),
         line.procedure().code(), line.denied() ? "denied" : "in part",
         Amount(line.has_charge_cents(), line.charge_cents()),
         Amount(line.has_paid_cents(), line.paid_cents()), Amount(true, line.denied_cents()),
         absl::StrCat(Reasons(line.adjustments()), " ", absl::StrJoin(line.remark_codes(), " "))},
        text_);
  }
}

// A row for the claim as a whole, and one for each of its lines.
void RemittancePrinter::AppendCsv(const v1::RemittanceRecord& record) {
  const v1::RemittancePayment& payment = record.payment();
  if (record.has_provider_adjustments()) {
    for (const auto& adjustment : record.provider_adjustments().adjustments()) {
      AppendCsvRow({payment.payer().last_name(),
                    payment.trace_number(),
                    payment.payment_date(),
                    "",
                    adjustment.reference(),
                    "",
                    "provider_level",
                    "",
                    adjustment.reason_code(),
                    "",
                    "",
                    "",
                    Amount(adjustment.has_amount_cents(), -adjustment.amount_cents()),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    ""},
                   text_);
    }
    return;
  }
  const v1::ClaimPayment& claim = record.claim();
  AppendCsvRow(
      {payment.payer().last_name(),
       payment.trace_number(),
       payment.payment_date(),
       claim.claim_id(),
       claim.payer_claim_number(),
       claim.status_code(),
       StatusOf(claim),
       "",
       "",
       "",
       claim.statement_from(),
       Amount(claim.has_charge_cents(), claim.charge_cents()),
       Amount(claim.has_paid_cents(), claim.paid_cents()),
       Amount(claim.has_patient_responsibility_cents(), claim.patient_responsibility_cents()),
       Amount(true, claim.denied_cents()),
       ReasonsWithAmounts(claim.adjustments()),
       absl::StrJoin(claim.remark_codes(), " "),
       "",
       Amount(claim.has_out_of_balance_cents(), claim.out_of_balance_cents()),
       claim.match().claim_id(),
       ""},
      text_);
  int number = 0;
  for (const v1::PaymentLine& line : claim.service_lines()) {
    AppendCsvRow({payment.payer().last_name(),
                  payment.trace_number(),
                  payment.payment_date(),
                  claim.claim_id(),
                  claim.payer_claim_number(),
                  claim.status_code(),
                  line.denied() ? "denied" : StatusOf(claim),
                  absl::StrCat(++number),
                  line.procedure().code(),
                  absl::StrJoin(line.procedure().modifiers(), " "),
                  line.service_date(),
                  Amount(line.has_charge_cents(), line.charge_cents()),
                  Amount(line.has_paid_cents(), line.paid_cents()),
                  "",
                  Amount(true, line.denied_cents()),
                  ReasonsWithAmounts(line.adjustments()),
                  absl::StrJoin(line.remark_codes(), " "),
                  absl::StrJoin(line.likely_rule_families(), " "),
                  Amount(line.has_out_of_balance_cents(), line.out_of_balance_cents()),
                  claim.match().claim_id(),
                  line.matched_line_number() == 0 ? "" : absl::StrCat(line.matched_line_number())},
                 text_);
  }
}

std::string RemittancePrinter::Summary() const {
  std::string text = absl::StrCat(payments_, payments_ == 1 ? " claim payment" : " claim payments");
  const char* separator = ": ";
  const auto add = [&](uint64_t count, const char* what) {
    if (count == 0) return;
    absl::StrAppend(&text, separator, count, " ", what);
    separator = ", ";
  };
  add(payments_ - denied_ - reversals_, "paid");
  add(denied_, "denied");
  add(reversals_, reversals_ == 1 ? "reversal" : "reversals");
  if (paid_.known()) absl::StrAppend(&text, "; ", Amount(true, paid_.cents()), " paid");
  if (denied_amount_.known() && denied_amount_.cents() != 0) {
    absl::StrAppend(&text, ", ", Amount(true, denied_amount_.cents()), " denied");
  }
  return text;
}

}  // namespace scrubline
