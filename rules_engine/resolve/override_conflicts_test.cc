#include "rules_engine/resolve/override_conflicts.h"

#include <gtest/gtest.h>

#include <functional>

namespace scrubline {
namespace {

CodeSet Set(std::initializer_list<const char*> codes) {
  CodeSet set;
  for (const char* code : codes) set.Add(*Code::Parse(code));
  set.Seal();
  return set;
}

CodeSet Range(const char* first, const char* last) {
  CodeSet set;
  set.AddRange(*Code::Parse(first), *Code::Parse(last));
  set.Seal();
  return set;
}

TEST(OverrideConflictsTest, CodesThatMayMeet) {
  EXPECT_TRUE(MayIntersect(Set({"99213", "11102"}), Set({"11102"})));
  EXPECT_FALSE(MayIntersect(Set({"99213"}), Set({"11102"})));
  EXPECT_TRUE(MayIntersect(Set({"99213"}), Range("99202", "99215")));
  EXPECT_TRUE(MayIntersect(Range("99202", "99215"), Range("99215", "99220")));
  EXPECT_FALSE(MayIntersect(Range("99202", "99215"), Range("99216", "99220")));
  EXPECT_FALSE(MayIntersect(Range("00100", "01999"), Set({"0101T"})));
}

// Two overrides of NCCI.PTP that disagree about severity; each case changes one thing of the
// second.
TEST(OverrideConflictsTest, WhatMakesAndUnmakesAConflict) {
  ResolvedRule rule;
  rule.builtin = BuiltinId::kPtp;
  ResolvedOverride first;
  first.layer = Layer::kPayer;
  first.specificity = 2;
  first.id = "first";
  first.severity = Severity::kDeny;
  first.scope.payers = {"X"};
  first.effective = {*Date::Parse("2026-01-01"), *Date::Parse("2026-06-30")};
  ResolvedOverride base = first;
  base.id = "second";
  base.severity = Severity::kWarn;

  using Change = ResolvedOverride::ParameterChange;
  const auto change = [](Change::Op op, CodeSet codes) {
    return Change{ptp::kBypassModifiers, op, {.codes = std::move(codes)}};
  };
  first.parameters = {change(Change::Op::kRemove, Set({"XE"}))};

  const struct {
    const char* name;
    std::function<void(ResolvedOverride&)> alter;
    const char* attribute;
  } kCases[] = {
      {"as it stands", [](ResolvedOverride&) {}, "severity"},
      {"the same value", [](ResolvedOverride& o) { o.severity = Severity::kDeny; }, ""},
      {"the next layer", [](ResolvedOverride& o) { o.layer = Layer::kPlan; }, ""},
      {"more specific", [](ResolvedOverride& o) { o.specificity = 4; }, ""},
      {"bound more closely", [](ResolvedOverride& o) { o.scope.plans = {"HMO"}; }, ""},
      {"another payer", [](ResolvedOverride& o) { o.scope.payers = {"Y"}; }, ""},
      {"two payers, one the same",
       [](ResolvedOverride& o) {
         o.scope.payers = {"X", "Y"};
       },
       "severity"},
      {"from the last day",
       [](ResolvedOverride& o) {
         o.effective = {*Date::Parse("2026-06-30"), Date::Max()};
       },
       "severity"},
      {"from the day after",
       [](ResolvedOverride& o) {
         o.effective = {*Date::Parse("2026-07-01"), Date::Max()};
       },
       ""},
      {"by another date, which may be any",
       [](ResolvedOverride& o) {
         o.effective = {*Date::Parse("2026-07-01"), Date::Max()};
         o.date_basis = DateBasis::kReceivedDate;
       },
       "severity"},
      {"a revision of the first", [](ResolvedOverride& o) { o.id = "first"; }, ""},
      {"enabled is no severity",
       [](ResolvedOverride& o) {
         o.severity.reset();
         o.enabled = false;
       },
       ""},
      {"adds what the first removes",
       [&](ResolvedOverride& o) {
         o.severity.reset();
         o.parameters = {change(Change::Op::kAdd, Set({"XE", "XS"}))};
       },
       "bypass_modifiers"},
      {"adds something else",
       [&](ResolvedOverride& o) {
         o.severity.reset();
         o.parameters = {change(Change::Op::kAdd, Set({"XS"}))};
       },
       ""},
      {"sets what the first changes",
       [&](ResolvedOverride& o) {
         o.severity.reset();
         o.parameters = {change(Change::Op::kSet, Set({"XS"}))};
       },
       "bypass_modifiers"},
  };
  for (const auto& test : kCases) {
    ResolvedOverride second = base;
    test.alter(second);
    EXPECT_EQ(ConflictingAttribute(rule, first, second), test.attribute) << test.name;
    EXPECT_EQ(ConflictingAttribute(rule, second, first), test.attribute) << test.name;
  }
}

}  // namespace
}  // namespace scrubline
