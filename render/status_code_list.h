// render/status_code_list.h — the claim status codes there are (X12 lists 507 and 508), by number
// only: whether one may be sent, and what must stand beside it.
//
//   IsStatusCode("562")         // true: it is in the list and not ended
//   StatusNeedsEntity("562")    // true: it speaks of an entity, which STC01-3 must name
//   StatusNeedsAnother("511")   // true: it says what is wrong, and another code must say of what
//
// X12 changes its lists three times a year. A code that it ends is taken out here, and
// status_codes_test.cc then names every edit that still answers with it. Numbers that are not in
// the list are ended ones or never were. Pure; thread-safe. Tested by status_codes_test.cc.
#ifndef SCRUBLINE_RENDER_STATUS_CODE_LIST_H_
#define SCRUBLINE_RENDER_STATUS_CODE_LIST_H_

#include <string_view>

namespace scrubline {

// The categories of an acknowledgement, A0 to A8.
bool IsStatusCategory(std::string_view category);
bool IsStatusCode(std::string_view status);
bool StatusNeedsEntity(std::string_view status);
bool StatusNeedsAnother(std::string_view status);
// The entities that a 277CA may name in STC01-3 of a claim or line.
bool IsStatusEntity(std::string_view entity);

}  // namespace scrubline

#endif  // SCRUBLINE_RENDER_STATUS_CODE_LIST_H_
