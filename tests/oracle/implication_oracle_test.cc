// What the lints believe to have proved of conditions (authoring/lint/implication.h), tried on
// random claims with the oracle's own reading of conditions: a proof must never be wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "authoring/lint/implication.h"
#include "tests/oracle/claim_generator.h"
#include "tests/oracle/naive_condition.h"
#include "tests/oracle/random.h"
#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

using Kind = Condition::Kind;

// Conditions over few fields and few values, so that one often follows from another.
class ConditionMaker {
 public:
  ConditionMaker(const Vocabulary& words, uint64_t seed) : words_(words), random_(seed) {}

  Condition Make(int depth, bool line_scope, bool in_query = false) {
    if (depth == 0 || random_.Percent(30)) return Leaf(line_scope, in_query);
    Condition condition;
    const int kind = random_.Below(100);
    condition.kind = kind < 45 ? Kind::kAll : kind < 80 ? Kind::kAny : Kind::kNot;
    const int children = condition.kind == Kind::kNot ? 1 : random_.Between(1, 3);
    for (int i = 0; i < children; ++i) {
      condition.children.push_back(Make(depth - 1, line_scope, in_query));
    }
    return condition;
  }

 private:
  Condition About(Kind kind, FieldId field, Item of) {
    Condition condition{.kind = kind};
    condition.field = field;
    condition.field_of = of;
    return condition;
  }

  NumberTest Number(int64_t low, int64_t step) {
    NumberTest test;
    test.op = static_cast<NumberTest::Op>(random_.Below(7));
    test.first = low + step * random_.Below(4);
    test.second = test.first + step * random_.Below(3);
    return test;
  }

  CodeSet Some(const std::vector<Code>& codes, size_t of_first) {
    CodeSet set;
    for (int i = random_.Between(1, 3); i > 0; --i) {
      set.Add(codes[static_cast<size_t>(random_.Below(std::min(of_first, codes.size())))]);
    }
    set.Seal();
    return set;
  }

  Condition Leaf(bool line_scope, bool in_query) {
    const int kind = random_.Below(line_scope ? 100 : 60);
    Condition condition;
    if (kind < 10) {
      condition = About(random_.Percent(50) ? Kind::kPresent : Kind::kMissing,
                        random_.Percent(50) ? FieldId::kReceivedDate : FieldId::kPlaceOfService,
                        Item::kClaim);
    } else if (kind < 20) {
      condition = About(Kind::kCodeIn, FieldId::kPlaceOfService, Item::kClaim);
      condition.codes = Some(words_.places_of_service, 3);
    } else if (kind < 28) {
      condition = About(Kind::kChoiceIn, FieldId::kPatientSex, Item::kClaim);
      condition.choices = static_cast<uint32_t>(random_.Between(1, 15)) << 1;
    } else if (kind < 36) {
      condition = About(Kind::kTextIn, FieldId::kPayerId, Item::kClaim);
      for (int i = random_.Between(0, 2); i > 0; --i) {
        condition.texts.exact.emplace_back(random_.Of(words_.payers));
      }
      std::sort(condition.texts.exact.begin(), condition.texts.exact.end());
      if (random_.Percent(40)) condition.texts.prefixes = {random_.Percent(50) ? "P" : "PAY"};
    } else if (kind < 44) {
      condition = About(Kind::kAge, line_scope ? FieldId::kServiceDate : FieldId::kSubmittedDate,
                        line_scope ? Item::kLine : Item::kClaim);
      condition.number = Number(40, 10);
    } else if (kind < 50) {
      condition = About(Kind::kMatches, FieldId::kPayerId, Item::kClaim);
      condition.pattern = random_.Percent(50) ? "2|M" : "R1";
    } else if (kind < 60 && !in_query) {
      condition.kind =
          random_.Of(std::vector<Kind>{Kind::kCount, Kind::kExists, Kind::kExists, Kind::kSum});
      condition.children.push_back(Make(1, true, true));
      condition.number = condition.kind == Kind::kSum ? Number(1000, 1000) : Number(0, 1);
      if (condition.kind == Kind::kSum) {
        condition.field = FieldId::kUnits;
        condition.field_of = Item::kLine;
      }
      if (line_scope) {
        for (int key = 0; key < 7; ++key) {
          if (random_.Percent(20)) condition.same.push_back(static_cast<SameKey>(key));
        }
      }
    } else if (kind < 60) {
      condition = About(Kind::kAnyOf, FieldId::kDiagnoses, Item::kClaim);
      condition.codes = Some(words_.diagnoses, 3);
    } else if (kind < 75) {
      condition = About(Kind::kCodeIn, FieldId::kProcedureCode, Item::kLine);
      condition.codes = Some(words_.codes, 4);
      if (random_.Percent(40)) {
        condition.codes.AddRange(Code::Of("10000"), Code::Of("49999"));
        condition.codes.Seal();
      }
    } else if (kind < 85) {
      condition = About(random_.Of(std::vector<Kind>{Kind::kAnyOf, Kind::kAllOf, Kind::kNoneOf}),
                        FieldId::kModifiers, Item::kLine);
      condition.codes = Some(words_.modifiers, 4);
    } else if (kind < 90) {
      condition = About(random_.Percent(50) ? Kind::kPresent : Kind::kMissing,
                        random_.Percent(50) ? FieldId::kModifiers : FieldId::kUnits, Item::kLine);
    } else if (kind < 96) {
      condition = About(Kind::kNumber, FieldId::kUnits, Item::kLine);
      condition.number = Number(0, 1000);
    } else if (kind < 98) {
      condition = About(Kind::kTable, FieldId::kProcedureCode, Item::kLine);
      condition.table = "ncci_aoc";
      condition.column = TableColumn::kAddOnType;
      condition.number = Number(0, 1);
    } else {
      condition = About(Kind::kDate, FieldId::kServiceDate, Item::kLine);
      condition.number = Number(Date::FromCivil(2024, 1, 1)->days(), 90);
    }
    return condition;
  }

  const Vocabulary& words_;
  Random random_;
};

struct Proofs {
  int implies = 0, never = 0, always = 0, nothing_to_all = 0, nothing_to_any = 0;
};

class ImplicationOracleTest : public testing::Test {
 protected:
  // Tries every proof about pairs of random conditions on every claim.
  void Try(bool line_scope, uint64_t seed, int pairs, int claims, Proofs& proofs) {
    const ReferenceTables tables = SmallTables();
    const Vocabulary words = MakeVocabulary(tables, 1);
    ClaimGenerator generator(tables, words, seed, /*irregular=*/true);
    std::vector<Claim> all(static_cast<size_t>(claims));
    for (Claim& claim : all) generator.Generate(claim);
    ConditionMaker maker(words, seed);
    const ResolvedRulesets rulesets;
    for (int i = 0; i < pairs; ++i) {
      const Condition a = maker.Make(2, line_scope), b = maker.Make(2, line_scope);
      Condition both{.kind = Kind::kAll, .children = {a, b}};
      Condition either{.kind = Kind::kAny, .children = {a, b}};
      const bool implies = Implies(a, b), never = NeverTrue(both), always = AlwaysTrue(either);
      const bool to_all = AddsNothingToAll(a, b), to_any = AddsNothingToAny(a, b);
      proofs.implies += implies;
      proofs.never += never;
      proofs.always += always;
      proofs.nothing_to_all += to_all;
      proofs.nothing_to_any += to_any;
      if (!implies && !never && !always && !to_all && !to_any) continue;
      for (const Claim& claim : all) {
        const World world{rulesets, tables, claim, {}};
        const int lines = line_scope ? static_cast<int>(claim.service_lines.size()) : 0;
        for (int line = line_scope ? 0 : -1; line < lines; ++line) {
          const Truth x = Holds(world, a, line), y = Holds(world, b, line);
          const std::string what = Dump(a) + "\n" + Dump(b) + "\n" + ToText(claim);
          if (implies && x == Truth::kTrue) {
            ASSERT_EQ(y, Truth::kTrue) << what;
          }
          if (never) {
            ASSERT_NE(And(x, y), Truth::kTrue) << what;
          }
          if (always) {
            ASSERT_EQ(Or(x, y), Truth::kTrue) << what;
          }
          if (to_all) {
            ASSERT_EQ(And(x, y), x) << what;
          }
          if (to_any) {
            ASSERT_EQ(Or(x, y), x) << what;
          }
        }
      }
    }
  }
};

TEST_F(ImplicationOracleTest, OfLines) {
  Proofs proofs;
  for (uint64_t seed = 1; seed <= 2; ++seed) Try(true, seed, 3000, 25, proofs);
  EXPECT_GT(proofs.implies, 60);
  EXPECT_GT(proofs.never, 300);
  EXPECT_GT(proofs.always, 5);
  EXPECT_GT(proofs.nothing_to_all, 30);
  EXPECT_GT(proofs.nothing_to_any, 30);
}

TEST_F(ImplicationOracleTest, OfClaims) {
  Proofs proofs;
  for (uint64_t seed = 5; seed <= 6; ++seed) Try(false, seed, 2000, 50, proofs);
  EXPECT_GT(proofs.implies, 40);
  EXPECT_GT(proofs.never, 150);
  EXPECT_GT(proofs.always, 5);
}

}  // namespace
}  // namespace scrubline::oracle
