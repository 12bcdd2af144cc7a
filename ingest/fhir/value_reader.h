// ingest/fhir/value_reader.h — single values of a Claim into fields of the contract: checked, noted
// with the place they came from, and listed as unreadable where they cannot be read.
//
//   ValueReader values(claim, place, out);
//   *line.mutable_service_date() = values.Day(item["servicedDate"],
//   "service_lines[0].service_date");
//
// Every function takes the element the value stands in and the field's path, and gives back the
// empty value for an element that is absent or cannot be read. Tested by claim_mapper_test.cc.
#ifndef SCRUBLINE_INGEST_FHIR_VALUE_READER_H_
#define SCRUBLINE_INGEST_FHIR_VALUE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/fhir/fhir_claim.h"
#include "ingest/fhir/json.h"
#include "ingest/proto/claim_limits.h"

namespace scrubline {

class ValueReader {
 public:
  ValueReader(JsonValue claim, const FhirPlace& place, FhirClaim& out)
      : claim_(claim), place_(place), out_(out) {}

  // A string of at most kMaxTextBytes, without control characters; surrounding blanks are dropped.
  std::string Text(JsonValue value, const std::string& field);
  // Text with at least one digit.
  std::string TextWithDigits(JsonValue value, const std::string& field);
  // `text`, read from `element`, in upper case when it is of the form.
  std::string Code(std::string_view text, JsonValue element, const std::string& field,
                   CodeForm form);
  // YYYY-MM-DD.
  std::string Day(JsonValue value, const std::string& field);
  // A Money in US dollars, not negative.
  std::optional<int64_t> Amount(JsonValue money, const std::string& field);
  // The value of a Quantity to the nearest thousandth, not negative.
  std::optional<double> Quantity(JsonValue quantity, const std::string& field);

  // Notes where the field was read.
  void Note(const std::string& field, JsonValue element);
  // Lists the field as unreadable.
  void Unread(const std::string& field, std::string_view problem, JsonValue element = {});
  void Issue(FhirProblem problem, JsonValue element);
  // The same, the first time only.
  void IssueOnce(FhirProblem problem, JsonValue element);

  // `Claim.item[0].modifier[1]`; of what stands outside the Claim from the Bundle on.
  std::string ExpressionOf(JsonValue element) const;

 private:
  JsonValue claim_;
  FhirPlace place_;
  FhirClaim& out_;
};

// A whole number above zero, as FHIR's positiveInt; 0 for anything else.
uint32_t PositiveInt(JsonValue value);

}  // namespace scrubline

#endif  // SCRUBLINE_INGEST_FHIR_VALUE_READER_H_
