// render/field_value.h — the value of a claim's field by its path, as text.
//
//   FieldValue(claim, "service_lines[1].modifiers[0]")   // "25"
//   FieldValue(claim, "service_lines[1].modifiers")      // "25 59"
//   FieldValue(claim, "service_lines[1]")                // "": a line has no value of its own
//
// Paths are the contract's, as findings have them; money stands in cents, as the field does. Empty
// for what is absent, and for a path that leads nowhere. What comes out is the patient's: it
// belongs where the caller asked for values and nowhere else. Pure. Tested by field_value_test.cc.
#ifndef SCRUBLINE_RENDER_FIELD_VALUE_H_
#define SCRUBLINE_RENDER_FIELD_VALUE_H_

#include <string>
#include <string_view>

#include "scrubline/v1/claim.pb.h"

namespace scrubline {

std::string FieldValue(const v1::Claim& claim, std::string_view path);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_FIELD_VALUE_H_
