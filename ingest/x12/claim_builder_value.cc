// Single values, and the record of those that cannot be read.
#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "ingest/x12/claim_builder.h"
#include "ingest/x12/text.h"
#include "ingest/x12/values.h"

namespace scrubline {
namespace {

constexpr size_t kMaxUnreadable = 1000;
constexpr size_t kMaxContextProblems = 16;
constexpr size_t kMaxEchoedValue = 99;

}  // namespace

Composite ClaimBuilder::SplitProbing(std::string_view text) {
  if (!component_confirmed_) {
    if (text.find(component_) != std::string_view::npos) {
      component_confirmed_ = true;
    } else {
      constexpr std::string_view kInUse = ":>^|<\\";
      const size_t at = text.find_first_of(kInUse);
      if (at != std::string_view::npos && at >= 1 && at <= 3 && at + 1 < text.size() &&
          std::all_of(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), IsCapitalOrDigit) &&
          IsCapitalOrDigit(text[at + 1])) {
        component_ = text[at];
        component_confirmed_ = true;
        Issue(X12Problem::kComponentSeparator);
      }
    }
  }
  const Composite composite = Split(text);
  if (composite.overflows()) Issue(X12Problem::kTooManyComponents, ElementOf(text));
  return composite;
}

ClaimBuilder::OpenLevel* ClaimBuilder::OpenContext() {
  switch (hierarchy_) {
    case Level::kBilling:
      return &billing_;
    case Level::kSubscriber:
      return &subscriber_;
    case Level::kPatient:
      return &patient_;
    default:
      return &header_;
  }
}

void ClaimBuilder::Issue(X12Problem problem, int element, int component, int data_element) {
  X12Issue issue{.problem = problem, .position = position_};
  issue.loop = LevelLoop(level_);
  if (!loop_.empty()) issue.loop = loop_;
  if (segment_ != nullptr) {
    issue.segment = (*segment_)[0];
    issue.element = static_cast<uint8_t>(element);
    issue.component = static_cast<uint8_t>(component);
    issue.data_element = static_cast<uint16_t>(data_element);
    if (element > 0) {
      const std::string_view whole = (*segment_)[element];
      SetUtf8(issue.value, component > 0 ? Split(whole)[component] : whole, kMaxEchoedValue);
    }
  }
  if (claim_open_) issue.claim_id = claim_.claim_id;
  report_(std::move(issue));
}

void ClaimBuilder::IssueOfClaim(X12Problem problem) {
  report_({.problem = problem,
           .position = claim_position_,
           .loop = std::string(LevelLoop(Level::kClaim)),
           .segment = "CLM",
           .claim_id = std::string(claim_.claim_id)});
}

void ClaimBuilder::IssueOnce(bool& told, X12Problem problem, int element) {
  if (!std::exchange(told, true)) Issue(problem, element);
}

// The element of the segment being read that holds these bytes, 0 if none does.
int ClaimBuilder::ElementOf(std::string_view value) const {
  for (int i = 1; segment_ != nullptr && i <= segment_->size(); ++i) {
    const std::string_view element = (*segment_)[i];
    const std::less_equal<const char*> not_behind;
    if (not_behind(element.data(), value.data()) &&
        not_behind(value.data() + value.size(), element.data() + element.size())) {
      return i;
    }
  }
  return 0;
}

void ClaimBuilder::Unread(std::string_view field, std::string_view problem) {
  std::string path;
  if (IsProvider(role_)) path.append(FieldName(role_)).append(".");
  path.append(field);
  if (!claim_open_) {
    OpenLevel& level = *OpenContext();
    if (level.problems.size() < kMaxContextProblems) {
      level.problems.push_back({std::move(path), problem});
    }
    return;
  }
  const bool in_line = InLine() && !claim_.service_lines.empty();
  const int index = static_cast<int>(claim_.service_lines.size()) - 1;
  if (in_line) path.insert(0, "service_lines[" + std::to_string(index) + "].");
  UnreadInClaim(path, problem, in_line ? index : -1);
}

void ClaimBuilder::UnreadInClaim(std::string_view field, std::string_view problem, int line_index) {
  if (claim_.unreadable.size() > kMaxUnreadable) return;
  if (claim_.unreadable.size() == kMaxUnreadable) {
    claim_.unreadable.push_back({"claim", "more values could not be read than are listed", -1});
    return;
  }
  claim_.unreadable.push_back({claim_.Keep(field), problem, static_cast<int16_t>(line_index)});
}

std::string_view ClaimBuilder::Text(std::string_view value, size_t max_length,
                                    std::string_view field) {
  bool plain = true;
  for (char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      Unread(field, "holds a control character");
      return {};
    }
    plain &= byte < 0x80;
  }
  if (value.size() > max_length) {
    Unread(field, "longer than its element may be");
    return {};
  }
  if (plain || IsUtf8(value)) return value;
  Issue(X12Problem::kCharset, ElementOf(value));
  text_ = FromLatin1(value);
  return text_;
}

std::string_view ClaimBuilder::KeptText(std::string_view value, size_t max_length,
                                        std::string_view field) {
  return claim_.Keep(Text(value, max_length, field));
}

Code ClaimBuilder::ReadCode(std::string_view value, std::string_view field) {
  if (value.empty()) return Code();
  const auto code = IsAlphanumeric(value) ? Code::ParseNormalized(value) : std::nullopt;
  if (!code) Unread(field, "not a code: up to eight letters and digits");
  return code.value_or(Code());
}

int64_t ClaimBuilder::ReadCents(std::string_view value, std::string_view field) {
  if (value.empty()) return kUnset;
  const auto cents = ParseDecimal(value, 2);
  if (!cents) Unread(field, "not an amount: digits and at most two decimals");
  return cents.value_or(kUnset);
}

int64_t ClaimBuilder::ReadThousandths(std::string_view value, std::string_view field) {
  if (value.empty()) return kUnset;
  const auto quantity = ParseDecimal(value, 3);
  if (!quantity) Unread(field, "not a quantity: digits and at most three decimals");
  return quantity.value_or(kUnset);
}

Date ClaimBuilder::ReadDay(std::string_view format, std::string_view value,
                           std::string_view field) {
  if (value.empty()) return Date();
  const auto date = ParseDate(format, value);
  if (!date) Unread(field, "not a date of the calendar");
  return date.value_or(Date());
}

}  // namespace scrubline
