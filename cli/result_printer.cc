#include "cli/result_printer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "render/csv.h"
#include "render/json_lines.h"
#include "rules_engine/fields.h"

namespace scrubline {

ResultPrinter::ResultPrinter(OutputFormat format, size_t width, std::ostream& out,
                             std::ostream& err)
    : format_(format), layout_(width), out_(out), err_(err) {}

void ResultPrinter::Begin() {
  text_.clear();
  if (format_ == OutputFormat::kTable) layout_.AppendHeader(text_);
  if (format_ == OutputFormat::kCsv) AppendCsvHeader(text_);
  out_ << text_;
}

void ResultPrinter::Count(const v1::ScrubResult& result) {
  at_risk_cents_ += result.charge_at_risk_cents();
  const auto& gaps = result.not_evaluated();
  const bool optional = std::any_of(gaps.begin(), gaps.end(),
                                    [](const v1::NotEvaluated& gap) { return !gap.required(); });
  if (optional) ++optional_;
  switch (result.verdict()) {
    case v1::ScrubResult::CLEAN:
      ++clean_;
      return;
    case v1::ScrubResult::FINDINGS:
      ++findings_;
      return;
    case v1::ScrubResult::BLOCKED:
      ++blocked_;
      return;
    default:  // a verdict this program does not know is not taken for clean
      ++incomplete_;
      return;
  }
}

void ResultPrinter::PrintResult(const v1::ScrubResult& result) {
  switch (format_) {
    case OutputFormat::kTable:
      layout_.AppendClaim(result, text_);
      return;
    case OutputFormat::kCsv:
      AppendCsvRows(result, {}, text_);
      return;
    case OutputFormat::kJsonLines:
      if (absl::Status status = AppendJsonLine(result, text_); !status.ok()) {
        err_ << "error: " << status.message() << "\n";
        ++unreadable_;
      }
      return;
  }
}

void ResultPrinter::PrintUnreadable(CheckedClaim& claim) {
  v1::ScrubResult result;
  result.set_claim_id(claim.input.claim.claim_id());
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  for (const FieldViolation& violation : claim.violations) {
    const std::string text = violation.field.empty()
                                 ? violation.problem
                                 : absl::StrCat(violation.field, ": ", violation.problem);
    err_ << DescribePlace(claim.input, violation.field) << ": error: " << text << "\n";
    v1::NotEvaluated& gap = *result.add_not_evaluated();
    gap.set_rule_id("INPUT.UNREADABLE");
    gap.set_reason("unreadable: " + text);
    gap.set_required(true);
  }
  ++unreadable_;
  PrintResult(result);
}

void ResultPrinter::Print(ClaimBatch batch) {
  text_.clear();
  for (CheckedClaim& claim : batch) {
    if (claim.violations.empty()) {
      Count(claim.result);
      PrintResult(claim.result);
    } else {
      PrintUnreadable(claim);
    }
  }
  out_ << text_;
}

std::string ResultPrinter::Summary() const {
  std::string text = absl::StrCat(claims(), claims() == 1 ? " claim" : " claims");
  const char* separator = ": ";
  const auto add = [&](uint64_t count, const char* what) {
    if (count == 0) return;
    absl::StrAppend(&text, separator, count, " ", what);
    separator = ", ";
  };
  add(clean_, "clean");
  add(findings_, "with findings");
  add(blocked_, "blocked");
  add(incomplete_, "incomplete");
  add(unreadable_, "unreadable");
  if (at_risk_cents_ > 0) absl::StrAppend(&text, "; ", FormatCents(at_risk_cents_), " at risk");
  return text;
}

std::string ResultPrinter::Optional() const {
  if (format_ != OutputFormat::kTable || optional_ == 0) return "";
  return absl::StrCat("optional rules were not checked on ", optional_, " of them, for want of ",
                      "tables, history or records; --format jsonl names them");
}

int ResultPrinter::exit_code() const {
  if (unreadable_ > 0) return 2;
  if (blocked_ > 0) return 1;
  return incomplete_ > 0 ? 3 : 0;
}

}  // namespace scrubline
