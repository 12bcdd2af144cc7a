#include "rules_engine/resolve/named_claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/resolve/resolver.h"
#include "rules_engine/resolve/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

using Files = std::map<std::string, std::string>;

// The tests of `files`, each `file: text`.
std::vector<ClaimTest> Read(const Files& files, Diagnostics& diagnostics) {
  std::map<std::string, std::string> all;
  for (const auto& [path, text] : files) all["t/" + path] = text;
  const auto parsed = ParseClaimTests("t", MemoryFileSource(all), diagnostics);
  return ResolveClaimTests(parsed, ResolvedRulesets(), diagnostics);
}

std::string ErrorOf(const Files& files) {
  Diagnostics diagnostics;
  Read(files, diagnostics);
  EXPECT_FALSE(diagnostics.empty());
  return diagnostics.empty() ? "" : diagnostics.front().ToString();
}

// The claim in a word a line: `code-modifiers xunits`, then the place of service.
std::string Short(const Claim& claim) {
  std::string text;
  for (const ServiceLine& line : claim.service_lines) {
    text += line.procedure_code.ToString();
    for (size_t i = 0; i < line.modifier_count; ++i) text += "-" + line.modifiers[i].ToString();
    text += " x" + std::to_string(line.units / kThousandths) + "; ";
  }
  return text + claim.place_of_service.ToString();
}

std::string OneClaim(const std::string& claim) {
  Diagnostics diagnostics;
  const auto tests = Read({{"a_test.yaml", R"(
claims:
  visit:
    place_of_service: "11"
    payer: {id: ACME, line_of_business: medicare}
    lines: [{procedure_code: "99213", units: 2}, {procedure_code: "11102"}]
  with_25: {extends: visit, lines: {1: {modifiers: ["25"]}}}
tests:
  - {name: one, claim: )" + claim + "}\n"}},
                          diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  return tests.empty() ? "" : Short(*tests.front().claim);
}

TEST(NamedClaimsTest, AClaimBut) {
  EXPECT_EQ(OneClaim("visit"), "99213 x2; 11102 x1; 11");
  EXPECT_EQ(OneClaim("with_25"), "99213-25 x2; 11102 x1; 11");
  EXPECT_EQ(OneClaim("{extends: visit, place_of_service: '21'}"), "99213 x2; 11102 x1; 21");
  EXPECT_EQ(OneClaim("{extends: visit, place_of_service: ~}"), "99213 x2; 11102 x1; ");
  EXPECT_EQ(OneClaim("{extends: visit, lines: [{procedure_code: '99214'}]}"), "99214 x1; 11");
  EXPECT_EQ(OneClaim("{extends: visit, lines: {2: {units: 3}}}"), "99213 x2; 11102 x3; 11");
  EXPECT_EQ(OneClaim("{extends: visit, lines: {1: ~, 3: {procedure_code: '11103'}}}"),
            "11102 x1; 11103 x1; 11");
  EXPECT_EQ(OneClaim("{extends: with_25, lines: {1: {units: 1, modifiers: ['25', 'GT']}}}"),
            "99213-25-GT x1; 11102 x1; 11");
}

TEST(NamedClaimsTest, MapsAreMergedKeyByKey) {
  Diagnostics diagnostics;
  const auto tests = Read({{"a_test.yaml", R"(
claims:
  visit: {payer: {id: ACME, line_of_business: medicare}, lines: []}
tests:
  - {name: one, claim: {extends: visit, payer: {id: OTHER}}}
)"}},
                          diagnostics);
  ASSERT_EQ(tests.size(), 1u) << ToString(diagnostics);
  EXPECT_EQ(tests[0].claim->payer.id, "OTHER");
  EXPECT_EQ(tests[0].claim->payer.line_of_business, LineOfBusiness::kMedicare);
}

TEST(NamedClaimsTest, AFileWithoutTestsSharesItsClaims) {
  const Files files = {
      {"claims_test.yaml", "claims: {visit: {place_of_service: '11'}, bed: {lines: []}}"},
      {"a_test.yaml", "tests: [{name: a, claim: visit}]"},
      {"inner/claims_test.yaml",
       "claims: {visit: {place_of_service: '22'}, ward: {extends: bed, place_of_service: '21'}}"},
      {"inner/b_test.yaml", "tests: [{name: b, claim: visit}, {name: c, claim: ward}]"},
      {"inner/c_test.yaml",
       "{claims: {visit: {place_of_service: '23'}}, tests: [{name: d, claim: visit}]}"}};
  Diagnostics diagnostics;
  const auto tests = Read(files, diagnostics);
  EXPECT_EQ(ToString(diagnostics), "");
  ASSERT_EQ(tests.size(), 4u);
  EXPECT_EQ(Short(*tests[0].claim), "11");
  EXPECT_EQ(Short(*tests[1].claim), "22");  // the nearest
  EXPECT_EQ(Short(*tests[2].claim), "21");
  EXPECT_EQ(Short(*tests[3].claim), "23");  // the file's own before shared ones
}

TEST(NamedClaimsTest, WhatCannotBeFoundOrMerged) {
  EXPECT_EQ(ErrorOf({{"a_test.yaml",
                      "claims: {visit: {lines: []}}\n"
                      "tests: [{name: a, claim: {extends: vist}}]"}}),
            "t/a_test.yaml:2:36: error: unknown claim `vist`\n"
            " 2 | tests: [{name: a, claim: {extends: vist}}]\n"
            "   |                                    ^\n"
            "hint: did you mean `visit`?\n");
  // What a file with tests names is its own.
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "{claims: {visit: {lines: []}}, tests: []}"},
                       {"b_test.yaml", "tests: [{name: b, claim: visit}]"}}),
              HasSubstr("unknown claim `visit`"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "claims: {a: {extends: b}, b: {extends: a}}"}}),
              HasSubstr("more than 8 claims extend one another"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "claims: {a: {}}"}, {"b_test.yaml", "claims: {a: {}}"}}),
              HasSubstr("the claim `a` is given twice"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml",
                        "claims: {a: {lines: [{units: 1}]}, b: {extends: a, lines: {3: {}}}}"}}),
              HasSubstr("`3` is not the place of an item in the list it changes"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "claims: {a: {extends: [b]}}"}}),
              HasSubstr("expected the name of a claim"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "claims: {a: b}"}}), HasSubstr("expected a claim"));
  EXPECT_THAT(ErrorOf({{"a_test.yaml", "today: 2026-01-01"}}), HasSubstr("tests"));
}

}  // namespace
}  // namespace scrubline
