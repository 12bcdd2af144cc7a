#include "ingest/fhir/value_reader.h"

#include <algorithm>
#include <vector>

#include "ingest/fhir/values.h"

namespace scrubline {
namespace {

// A claim of more issues than this has nothing more to say.
constexpr size_t kMaxIssues = 100;

bool IsControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

std::string_view TrimBlanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Elements of several types are written `servicedDate`, `servicedPeriod`; their path is `serviced`.
std::string_view PathName(std::string_view name) {
  constexpr std::string_view kChoices[] = {"serviced", "diagnosis", "location", "timing",
                                           "value",    "deceased",  "procedure"};
  constexpr std::string_view kTypes[] = {"Date",      "DateTime", "Period",   "CodeableConcept",
                                         "Reference", "Address",  "Quantity", "String",
                                         "Money",     "Boolean"};
  for (const std::string_view choice : kChoices) {
    if (!name.starts_with(choice)) continue;
    const std::string_view type = name.substr(choice.size());
    if (std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes)) return choice;
  }
  return name;
}

}  // namespace

std::string ValueReader::ExpressionOf(JsonValue element) const {
  std::vector<JsonValue> way;
  for (; element && element != claim_; element = element.parent()) way.push_back(element);
  std::string path = "Claim";
  if (!element) {
    path = way.back()["resourceType"].text();
    way.pop_back();
  }
  for (auto step = way.rbegin(); step != way.rend(); ++step) {
    if (step->parent().IsObject()) {
      path.append(".").append(PathName(step->name()));
    } else {
      path.append("[").append(std::to_string(step->index())).append("]");
    }
  }
  return path;
}

void ValueReader::Note(const std::string& field, JsonValue element) {
  if (element) out_.source.AddOrigin(field, ExpressionOf(element));
}

void ValueReader::Unread(const std::string& field, std::string_view problem, JsonValue element) {
  v1::Claim& message = out_.message;
  if (message.unreadable_size() >= kMaxUnreadable) return;
  Note(field, element);
  v1::UnreadableField& entry = *message.add_unreadable();
  const bool last = message.unreadable_size() == kMaxUnreadable;
  entry.set_field(last ? "claim" : field);
  entry.set_problem(last ? "more values could not be read than are listed" : std::string(problem));
}

void ValueReader::Issue(FhirProblem problem, JsonValue element) {
  if (out_.issues.size() >= kMaxIssues) return;
  out_.issues.push_back({problem, place_, ExpressionOf(element), {}});
}

void ValueReader::IssueOnce(FhirProblem problem, JsonValue element) {
  const bool known = std::any_of(out_.issues.begin(), out_.issues.end(),
                                 [&](const FhirIssue& issue) { return issue.problem == problem; });
  if (!known) Issue(problem, element);
}

std::string ValueReader::Text(JsonValue value, const std::string& field) {
  if (!value) return {};
  const std::string_view text = TrimBlanks(value.text());
  if (text.empty()) {
    Unread(field, "is not a text", value);
  } else if (text.size() > kMaxTextBytes) {
    Unread(field, "is longer than 256 bytes", value);
  } else if (std::any_of(text.begin(), text.end(), IsControl)) {
    Unread(field, "holds a control character", value);
  } else {
    Note(field, value);
    return std::string(text);
  }
  return {};
}

std::string ValueReader::TextWithDigits(JsonValue value, const std::string& field) {
  std::string text = Text(value, field);
  if (text.empty() || text.find_first_of("0123456789") != text.npos) return text;
  Unread(field, "holds no digit", value);
  return {};
}

std::string ValueReader::Code(std::string_view text, JsonValue element, const std::string& field,
                              CodeForm form) {
  const auto code = scrubline::Code::ParseNormalized(text);
  if (code.has_value() && form.Admits(*code)) {
    Note(field, element);
    return code->ToString();
  }
  Unread(field, "is not a code of its length: letters A-Z and digits only", element);
  return {};
}

std::string ValueReader::Day(JsonValue value, const std::string& field) {
  if (!value) return {};
  scrubline::Day day = ReadDay(value.text());
  if (!day.day.empty()) {
    Note(field, value);
  } else if (day.partial) {
    Unread(field, "is a year or a month, not a day", value);
  } else {
    Unread(field, "is not a date, written YYYY-MM-DD", value);
  }
  return std::move(day.day);
}

std::optional<int64_t> ValueReader::Amount(JsonValue money, const std::string& field) {
  if (!money) return std::nullopt;
  const JsonValue value = money["value"];
  if (money.IsObject() && !value) return std::nullopt;
  const std::string_view currency = money["currency"].text();
  if (!currency.empty() && currency != "USD") {
    Unread(field, "is not in US dollars", money);
    return std::nullopt;
  }
  const auto cents = ParseCents(value.number());
  if (!cents) {
    Unread(field, "is not an amount: a number of at most two decimals", money);
  } else if (cents->cents < 0) {
    Unread(field, "is negative", money);
  } else {
    if (cents->rounded) IssueOnce(FhirProblem::kAmountRounded, money);
    Note(field, money);
    return cents->cents;
  }
  return std::nullopt;
}

std::optional<double> ValueReader::Quantity(JsonValue quantity, const std::string& field) {
  if (!quantity) return std::nullopt;
  const JsonValue value = quantity["value"];
  if (quantity.IsObject() && !value) return std::nullopt;
  constexpr int kPlaces = 3;
  constexpr double kPerUnit = 1000;
  const auto thousandths = ParseJsonDecimal(value.number(), kPlaces);
  if (quantity["comparator"]) {
    Unread(field, "is a bound, not a number", quantity);
  } else if (!thousandths) {
    Unread(field, "is not a number", quantity);
  } else if (thousandths->value < 0) {
    Unread(field, "is negative", quantity);
  } else if (static_cast<double>(thousandths->value) / kPerUnit > kMaxQuantity) {
    Unread(field, "is more than 1,000,000,000", quantity);
  } else {
    Note(field, quantity);
    return static_cast<double>(thousandths->value) / kPerUnit;
  }
  return std::nullopt;
}

uint32_t PositiveInt(JsonValue value) {
  constexpr int64_t kMax = 2'147'483'647;
  const auto number = ParseJsonDecimal(value.number(), 0);
  if (!number || !number->exact || number->value < 1 || number->value > kMax) return 0;
  return static_cast<uint32_t>(number->value);
}

}  // namespace scrubline
