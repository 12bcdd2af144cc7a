// authoring/quiz/claim_edit.h — one small change to a claim: a modifier more or less, another code,
// date or number, a line more or less.
//
//   Claim copy = CopyOf(claim);                       // its texts are the original's
//   const ClaimEdit edit{.kind = ClaimEdit::Kind::kAddCode, .field = FieldId::kModifiers,
//                        .of = Item::kLine, .line = 0, .code = Code::Of("25")};
//   if (Apply(edit, copy)) ...                        // false: it cannot be done, or changes
//   nothing
//
// Fields that a line may leave to its claim are written where the line has them from, so that an
// edit changes what the author of the claim wrote; `own` writes them on the line itself. Fields
// that identify a patient are never written. Tested by claim_edit_test.cc.
#ifndef SCRUBLINE_AUTHORING_QUIZ_CLAIM_EDIT_H_
#define SCRUBLINE_AUTHORING_QUIZ_CLAIM_EDIT_H_

#include <compare>
#include <cstdint>
#include <string>

#include "rules_engine/claim.h"
#include "rules_engine/code.h"
#include "rules_engine/fields.h"

namespace scrubline {

struct ClaimEdit {
  enum class Kind : uint8_t {
    kSet,         // `field` gets the value
    kAddCode,     // the set `field` gets `code`
    kRemoveCode,  // the set `field` loses `code`
    kAddLine,     // a line like `line`, with procedure code `code`, no modifiers and one unit
    kRemoveLine,
  };
  Kind kind = Kind::kSet;
  FieldId field{};
  Item of = Item::kClaim;  // kClaim or kLine
  bool own = false;
  int32_t line = -1;  // index in Claim::service_lines; -1 for the claim
  // The value, by the field's type; empty or kUnset makes it absent.
  Code code;
  int64_t number = kUnset;  // in the field's own scale; a date's days, a choice's value
  std::string text;

  friend auto operator<=>(const ClaimEdit&, const ClaimEdit&) = default;
};

// Whether both change the same thing, one undoing or replacing the other.
bool SameTarget(const ClaimEdit& a, const ClaimEdit& b);

// REQUIRES: `edit.line` is a line of the claim, or -1 with Item::kClaim.
bool Apply(const ClaimEdit& edit, Claim& claim);

// The same values; texts are views into `claim`, which must outlive the copy.
Claim CopyOf(const Claim& claim);

}  // namespace scrubline

#endif  // SCRUBLINE_AUTHORING_QUIZ_CLAIM_EDIT_H_
