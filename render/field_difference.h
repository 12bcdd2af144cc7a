// render/field_difference.h — in which fields two claims differ, by name and without values.
//
//   DifferingFields(claim, read_back)   // {"history", "patient.id", "service_lines.minutes"}
//
// Lists are compared element by element; their indexes are left out of the names, so that a claim
// of many lines has one entry for each kind of difference. Sorted, each once. Pure.
// Tested by field_difference_test.cc.
#ifndef SCRUBLINE_RENDER_FIELD_DIFFERENCE_H_
#define SCRUBLINE_RENDER_FIELD_DIFFERENCE_H_

#include <set>
#include <string>

#include "scrubline/v1/claim.pb.h"

namespace scrubline {

std::set<std::string> DifferingFields(const v1::Claim& a, const v1::Claim& b);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_FIELD_DIFFERENCE_H_
