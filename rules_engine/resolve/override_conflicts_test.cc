#include "rules_engine/resolve/override_conflicts.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

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

// Each pair that may meet is visited once, and of those that cannot only a few.
TEST(OverrideConflictsTest, PairsAreThoseThatMayMeet) {
  const auto pairs = [](const std::vector<ResolvedOverride>& overrides) {
    std::multiset<std::pair<size_t, size_t>> visited;
    ForEachPair(overrides, [&visited](size_t i, size_t j) {
      EXPECT_LT(i, j);
      visited.emplace(i, j);
      return true;
    });
    for (size_t i = 0; i < overrides.size(); ++i) {
      for (size_t j = i + 1; j < overrides.size(); ++j) {
        EXPECT_LE(visited.count({i, j}), 1u);
        if (MayMeet(overrides[i], overrides[j])) {
          EXPECT_EQ(visited.count({i, j}), 1u);
        }
      }
    }
    return visited.size();
  };
  const auto named = [](const std::vector<std::string>& payers,
                        const std::vector<std::string>& tenants) {
    ResolvedOverride entry;
    entry.scope.payers = payers;
    entry.scope.tenants = tenants;
    return entry;
  };
  EXPECT_EQ(pairs({}), 0u);
  EXPECT_EQ(pairs({named({}, {}), named({}, {}), named({}, {})}), 3u);
  EXPECT_EQ(pairs({named({"A"}, {}), named({"B"}, {}), named({"A", "C"}, {})}), 1u);
  EXPECT_EQ(pairs({named({"A", "B"}, {}), named({"A", "B"}, {}), named({}, {})}), 3u);
  std::vector<ResolvedOverride> many;
  for (int i = 0; i < 500; ++i) many.push_back(named({"A"}, {std::to_string(i)}));
  EXPECT_EQ(pairs(many), 0u);
  many.push_back(named({"A"}, {}));
  EXPECT_EQ(pairs(many), 500u);
}

}  // namespace
}  // namespace scrubline
