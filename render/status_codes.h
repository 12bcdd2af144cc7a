// render/status_codes.h — how a finding is told to who knows claim status codes (277CA) or issue
// types (FHIR) and not our rules.
//
//   const StatusCodes codes = StatusOf(finding);
//   codes.triples[0].ToString() == "A7:562:85"     // the billing provider's NPI is invalid
//   codes.issue == "value"                         // OperationOutcome.issue.code
//
// Every rule that ships has a row, its own or its family's: the longest front of its id that has
// one (`NCCI.PTP.Q1`, `NCCI.PTP`, `NCCI`). A rule of somebody else's is told by the field its
// finding names, else by the first denial it foretells (CARC), else in general. The role in a
// finding's field (`service_lines[0].rendering.npi`) decides the entity, and the first diagnosis is
// told as the principal one. Codes are numbers of lists that are X12's; which are in force,
// status_code_list.h knows.
// Total; thread-safe. The texts are valid forever. Cost: a few look-ups, for findings only.
// Tested by status_codes_test.cc.
#ifndef SCRUBLINE_RENDER_STATUS_CODES_H_
#define SCRUBLINE_RENDER_STATUS_CODES_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "scrubline/v1/result.pb.h"

namespace scrubline {

// What STC01, STC10 and STC11 hold.
struct StatusTriple {
  std::string_view category;  // `A7`; empty: there is none
  std::string_view status;    // `562`
  std::string_view entity;    // `85`; may be empty

  bool empty() const { return category.empty(); }
  // `A7:562:85`, or with another separator.
  std::string ToString(char separator = ':') const;
  friend bool operator==(const StatusTriple&, const StatusTriple&) = default;
};

struct StatusCodes {
  // The first is never empty; empty ones are last.
  std::array<StatusTriple, 3> triples;
  std::string_view issue;  // FHIR issue type: `required`, `value`, `code-invalid` ...

  // `A8:454 A8:453`.
  std::string ToString() const;
};

StatusCodes StatusOf(const v1::Finding& finding);

// Of a value that could not be read: `field` is its path in the contract.
StatusCodes StatusOfUnreadable(std::string_view field);

// The field that a rule could not be evaluated for because its value could not be read
// (`unreadable: service_lines[2].units is no number`); empty: it was for another reason.
std::string_view UnreadableField(const v1::NotEvaluated& gap);

// Whether a row of the rule's own or its family's says it; false: the fallbacks do.
bool HasStatusRow(std::string_view rule_id);

// Every triple that any answer can hold, for tests.
std::vector<StatusCodes> AllStatusCodes();

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_STATUS_CODES_H_
