#include "cli/result_tally.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "rules_engine/fields.h"

namespace scrubline {

void ResultTally::Count(const v1::ScrubResult& result) {
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

std::string ResultTally::Summary() const {
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

std::string ResultTally::Optional() const {
  if (optional_ == 0) return "";
  return absl::StrCat("optional rules were not checked on ", optional_, " of them, for want of ",
                      "tables, history or records; --format jsonl names them");
}

int ResultTally::exit_code() const {
  if (unreadable_ > 0) return 2;
  if (blocked_ > 0) return 1;
  return incomplete_ > 0 ? 3 : 0;
}

}  // namespace scrubline
