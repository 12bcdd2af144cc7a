#include "rules_engine/resolve/override_conflicts.h"

#include <algorithm>

#include "rules_engine/resolve/header.h"

namespace scrubline {
namespace {

using Change = ResolvedOverride::ParameterChange;

bool KeysMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  using Key = ResolvedOverride::Key;
  if (a.key != b.key) return true;  // of equal rank only when both are sets or codes
  if (a.key == Key::kPair) return a.column1 == b.column1 && a.column2 == b.column2;
  return a.key == Key::kNone || MayIntersect(a.codes, b.codes);
}

bool DatesMeet(const ResolvedOverride& a, const ResolvedOverride& b) {
  return a.date_basis != b.date_basis || a.effective.Intersects(b.effective);
}

bool Disagree(const Change& a, const Change& b) {
  if (a.op == Change::Op::kSet && b.op == Change::Op::kSet) return !(a.value == b.value);
  if (a.op == b.op) return false;
  if (a.op == Change::Op::kSet || b.op == Change::Op::kSet) return true;
  return MayIntersect(a.value.codes, b.value.codes);
}

}  // namespace

bool MayIntersect(const CodeSet& a, const CodeSet& b) {
  for (const Code code : a.singles()) {
    if (b.Contains(code)) return true;
  }
  for (const Code code : b.singles()) {
    if (a.Contains(code)) return true;
  }
  for (const CodeSet::Range& x : a.ranges()) {
    for (const CodeSet::Range& y : b.ranges()) {
      const bool shapes =
          x.shape == y.shape || x.shape == CodeSet::kAnyShape || y.shape == CodeSet::kAnyShape;
      if (shapes && x.first <= y.last && y.first <= x.last) return true;
    }
  }
  return false;
}

std::string ConflictingAttribute(const ResolvedRule& rule, const ResolvedOverride& a,
                                 const ResolvedOverride& b) {
  if (a.layer != b.layer || a.specificity != b.specificity ||
      a.scope.BoundFields() != b.scope.BoundFields()) {
    return "";
  }
  if (a.ruleset == b.ruleset && a.id == b.id) return "";
  if (!KeysMeet(a, b) || !DatesMeet(a, b) || !Intersection(a.scope, b.scope)) return "";
  if (a.enabled && b.enabled && *a.enabled != *b.enabled) return "enabled";
  if (a.severity && b.severity && *a.severity != *b.severity) return "severity";
  for (const Change& x : a.parameters) {
    for (const Change& y : b.parameters) {
      if (x.parameter == y.parameter && Disagree(x, y)) {
        return std::string(
            BuiltinOf(*rule.builtin).parameters[static_cast<size_t>(x.parameter)].name);
      }
    }
  }
  return "";
}

}  // namespace scrubline
