#include "rules_engine/evaluate/evaluator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "rules_engine/evaluate/testing.h"

// A sanitizer has an allocator of its own, which this one must not stand beside.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SCRUBLINE_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SCRUBLINE_COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef SCRUBLINE_COUNTS_ALLOCATIONS
#define SCRUBLINE_COUNTS_ALLOCATIONS 1
#endif

#if SCRUBLINE_COUNTS_ALLOCATIONS
namespace {
std::atomic<int64_t> allocations{0};
}  // namespace

// Counted for this whole program: Evaluate must not allocate once its Scratch has grown.
[[gnu::noinline]] void* operator new(size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto align = static_cast<size_t>(alignment);
  if (void* memory = std::aligned_alloc(align, (size + align - 1) / align * align)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, size_t, std::align_val_t) noexcept {
  std::free(memory);
}
#endif

namespace scrubline {
namespace {

const std::vector<TestTable> kTables = {
    {"ncci_ptp_practitioner",
     {"45385 45380 1996-01-01 - 1", "45385 45378 1996-01-01 - 0", "17004 17003 1998-01-01 - 0",
      "17004 17000 1998-01-01 - 0", "62323 64483 2017-01-01 - 1", "62323 64484 2017-01-01 - 1"}},
    {"ncci_mue_practitioner",
     {"2024-04-01 97110 6 3", "2024-04-01 45378 1 2", "2024-04-01 45380 1 2"}},
    {"ncci_aoc",
     {"1 17003 17000 2013-04-01 -", "1 64484 64483 2013-04-01 -", "1 11045 11042 2013-04-01 -"}}};

// Rules beside the national ones: one of each severity, with a condition on a code of its own.
const char kRules[] = R"(
rules:
  - {id: A.CLAIM, title: T, severity: deny, for: claim, when: {diagnoses: [Z00.00]}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.INFO, title: T, severity: info, for: line, when: {procedure_code: A0001}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.ADVISE, title: T, severity: advise, for: line, when: {procedure_code: [A0001, A0002]}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.WARN, title: T, severity: warn, for: line, when: {procedure_code: [A0001, A0002]}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: B.WARN, title: T, severity: warn, for: line, when: {procedure_code: [A0001, A0002]}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.REJECT, title: T, severity: reject, for: line, when: {procedure_code: A0003}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.SEX, title: T, severity: warn, for: line, when: {procedure_code: A0004, patient.sex: male}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.SEX_OPTIONAL, title: T, severity: warn, required: false, for: line, when: {procedure_code: A0005, patient.sex: male}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.UNLESS, title: T, severity: deny, for: line, when: {procedure_code: A0006}, unless: {place_of_service: "23"}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.FROM, title: T, severity: warn, for: line, effective: {from: 2024-05-10, to: 2024-05-20}, when: {procedure_code: A0007}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.WITH, title: T, severity: warn, for: line, when: {procedure_code: A0008}, with_line: {procedure_code: A0009, same: service_date}, message: m, examples: [{fires: {}}, {clear: {}}]}
  - {id: A.WITHOUT, title: T, severity: warn, for: line, when: {procedure_code: A0010}, without_line: {procedure_code: A0009, same: service_date}, message: m, examples: [{fires: {}}, {clear: {}}]}
)";

struct Case {
  const char* why;
  std::string claim;
  const char* expected;
};

class EvaluatorTest : public testing::Test {
 protected:
  EvaluatorTest()
      : world_(
            NationalRules({{"more/ruleset.yaml",
                            "{id: more, version: \"1\", language: 1, title: M, layer: national}\n"},
                           {"more/rules.yaml", kRules}}),
            kTables) {}
  void RunAll(const std::vector<Case>& cases) {
    for (const Case& test : cases) EXPECT_EQ(world_.Run(test.claim), test.expected) << test.why;
  }
  World world_;
};

TEST_F(EvaluatorTest, OrderOfFindings) {
  // Severity, then the claim before its lines, the order of lines, the rule's id, related lines.
  EXPECT_EQ(world_.Run(Lines("A0002; A0001; A0003; 97110 x7") + ", diagnoses: [Z00.00]"),
            "A.REJECT reject 3; A.CLAIM deny claim; NCCI.MUE deny 4; A.WARN warn 1; B.WARN warn 1; "
            "A.WARN warn 2; B.WARN warn 2; A.ADVISE advise 1; A.ADVISE advise 2; A.INFO info 2");
  // By the place on the claim, whatever the caller's numbers.
  EXPECT_EQ(world_.Run(Lines("A0004 {line_number: 9}; A0004 {line_number: 2}") +
                       ", patient: {sex: male}"),
            "A.SEX warn 9; A.SEX warn 2");
  EXPECT_EQ(world_.Run(Lines("45380; 45385; 45378")),
            "NCCI.PTP deny 1 with 2; NCCI.PTP deny 3 with 2");
}

TEST_F(EvaluatorTest, Verdicts) {
  const struct {
    const char* why;
    std::string claim;
    Verdict verdict;
  } kCases[] = {
      {"nothing", Lines("99213"), Verdict::kClean},
      {"information", Lines("A0001"), Verdict::kFindings},
      {"a warning", Lines("A0002"), Verdict::kFindings},
      {"a denial", Lines("97110 x7"), Verdict::kBlocked},
      {"a required rule not evaluated", Lines("A0004"), Verdict::kIncomplete},
      {"an optional one", Lines("A0005"), Verdict::kClean},
      {"findings and a required rule not evaluated", Lines("A0002; A0004"), Verdict::kIncomplete},
      {"blocked above incomplete", Lines("97110 x7; A0004"), Verdict::kBlocked},
      {"a bypassed denial", Lines("A0006") + ", place_of_service: \"23\"", Verdict::kClean},
  };
  for (const auto& test : kCases) EXPECT_EQ(world_.VerdictOf(test.claim), test.verdict) << test.why;
  const auto claim = MakeClaim(Lines("A0006") + ", place_of_service: \"23\"");
  EXPECT_EQ(world_.Evaluate(*claim, /*include_bypassed=*/true).verdict, Verdict::kClean)
      << "listed, and still no finding";
}

TEST_F(EvaluatorTest, BypassedIsListedOnRequest) {
  const std::string claim = Lines("A0006") + ", place_of_service: \"23\"";
  EXPECT_EQ(world_.Run(claim), "");
  EXPECT_EQ(world_.Run(claim, /*include_bypassed=*/true), "A.UNLESS bypassed 1");
  EXPECT_EQ(world_.Run(Lines("A0006") + ", place_of_service: \"11\"", true), "A.UNLESS deny 1");
  EXPECT_EQ(world_.Run(Lines("A0006"), true), "A.UNLESS? missing_field 1")
      << "whether the exception holds is not known";
}

TEST_F(EvaluatorTest, RulesOfTheLanguage) {
  RunAll({
      {"before a rule begins", Lines("A0007 2024-05-09"), ""},
      {"its first day", Lines("A0007 2024-05-10"), "A.FROM warn 1"},
      {"its last day", Lines("A0007 2024-05-20"), "A.FROM warn 1"},
      {"after it", Lines("A0007 2024-05-21"), ""},
      {"a span that reaches into it (L6)", Lines("A0007 2024-05-01..2024-05-10"), "A.FROM warn 1"},
      {"one that does not", Lines("A0007 2024-05-01..2024-05-09"), ""},
      {"with a line", Lines("A0008; A0009"), "A.WITH warn 1 with 2"},
      {"the first of them is the related one", Lines("A0009 2024-05-09; A0009; A0008; A0009"),
       "A.WITH warn 3 with 2"},
      {"of another day", Lines("A0008; A0009 2024-05-09"), ""},
      {"without a line", Lines("A0010"), "A.WITHOUT warn 1"},
      {"with it", Lines("A0010; A0009"), ""},
  });
}

TEST_F(EvaluatorTest, RootCauses) {
  RunAll({
      {"A3: indicator 0 explains the missing primary", Lines("17004; 17003"),
       "NCCI.PTP deny 2 with 1 (NCCI.AOC deny 2)"},
      {"A7: an edit explains the primary at risk on the same line", Lines("62323; 64483; 64484"),
       "NCCI.PTP deny 2 with 1; NCCI.PTP deny 3 with 1 (NCCI.AOC.PRIMARY_AT_RISK warn 3 with 2)"},
      {"indicator 1 does not explain a missing primary", Lines("62323; 64484"),
       "NCCI.AOC deny 2; NCCI.PTP deny 2 with 1"},
      {"indicator 0 explains the units too", Lines("45385; 45378 x2"),
       "NCCI.PTP deny 2 with 1 (NCCI.MUE deny 2)"},
      {"indicator 1 does not", Lines("45385; 45380 x2"), "NCCI.MUE deny 2; NCCI.PTP deny 2 with 1"},
      {"nor where a line of the excess stands alone",
       Lines("45385; 45378 2024-05-09; 45378 x2 2024-05-09..2024-05-10"),
       "NCCI.MUE deny 2,3; NCCI.PTP deny 3 with 1"},
      {"another line's finding stays", Lines("45385; 45378; 11045"),
       "NCCI.PTP deny 2 with 1; NCCI.AOC deny 3"},
      {"a bypass explains nothing", Lines("62323; 64484-XS"), "NCCI.AOC deny 2"},
  });
}

TEST_F(EvaluatorTest, WhatIsMissingIsNamed) {
  RunAll({
      {"a field", Lines("A0004; 99213; A0004"), "A.SEX? missing_field 1,3"},
      {"a rule that is false anyway needs nothing", Lines("99213"), ""},
      {"a date, for a rule with dates", Lines("A0007 {service_date: ~}"),
       "A.FROM? service_date 1; NCCI.AOC? service_date 1; NCCI.MUE? service_date 1; NCCI.PTP? "
       "service_date 1"},
  });
  auto claim = MakeClaim(Lines("99213; 99213"));
  Claim& unreadable = const_cast<Claim&>(*claim);
  unreadable.unreadable.push_back({"service_lines[1].units", "is not a number", 1});
  unreadable.unreadable.push_back({"patient.birth_date", "is no date", -1});
  const Findings& findings = world_.Evaluate(*claim);
  EXPECT_EQ(ToText(world_.snapshot(), *claim, findings), "? unreadable 2; ? unreadable claim");
  EXPECT_EQ(findings.verdict, Verdict::kIncomplete);
  EXPECT_EQ(DescribeGap(*claim, findings.not_evaluated[0]),
            "unreadable: service_lines[1].units is not a number");
}

TEST_F(EvaluatorTest, ChargeAtRisk) {
  const auto at_risk = [this](const std::string& yaml) {
    return world_.Evaluate(*MakeClaim(yaml)).charge_at_risk_cents;
  };
  const char kPriced[] =
      "97110 x7 {charge_cents: 1000}; 99213 {charge_cents: 200}; A0003 {charge_cents: 30}; "
      "97110 {charge_cents: 4}";
  EXPECT_EQ(at_risk(Lines(kPriced)), 1034) << "each line once, whatever its findings";
  EXPECT_EQ(at_risk(Lines("A0002 {charge_cents: 5}")), 0) << "a warning blocks nothing";
  EXPECT_EQ(at_risk(Lines("97110 x7; A0003 {charge_cents: 30}")), 30) << "no charge, no risk";
  EXPECT_EQ(at_risk(Lines(kPriced) + ", diagnoses: [Z00.00]"), 1234) << "the whole claim";
  EXPECT_EQ(at_risk(Lines(kPriced) + ", diagnoses: [Z00.00], total_charge_cents: 9999"), 9999);
  EXPECT_EQ(at_risk(Lines("45385 {charge_cents: 7}; 45380 {charge_cents: 5}")), 5)
      << "column 2, not column 1";
}

TEST_F(EvaluatorTest, NothingOfTheLastClaimIsLeft) {
  const std::string first = Lines("A0002; 17004; 17003; 97110 x7") + ", diagnoses: [Z00.00]";
  const std::string once = world_.Run(first);
  EXPECT_EQ(world_.Run(Lines("99213")), "");
  EXPECT_EQ(world_.Evaluate(*MakeClaim(Lines("99213"))).charge_at_risk_cents, 0);
  EXPECT_EQ(world_.Run(first), once);
}

// A Scratch goes from one snapshot to the next.
TEST_F(EvaluatorTest, AScratchServesManySnapshots) {
  World other(NationalRules({{"quiet/ruleset.yaml",
                              "{id: quiet, version: \"1\", language: 1, title: Q, layer: payer, "
                              "scope: {payers: [X]}}\n"},
                             {"quiet/overrides.yaml",
                              "overrides: [{id: o, select: {rule: NCCI.PTP}, parameters: "
                              "{bypass_modifiers: {remove: [XS]}}, reason: r, owner: o}]\n"}}),
              kTables);
  const auto claim =
      MakeClaim(Lines("45385; 45380-XS") + ", payer: {id: X, line_of_business: medicare}");
  Scratch scratch;
  const EvaluateOptions options = {.today = *Date::Parse("2026-01-15")};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(
        ToText(world_.snapshot(), *claim, Evaluate(world_.snapshot(), *claim, options, scratch)),
        "");
    EXPECT_EQ(
        ToText(other.snapshot(), *claim, Evaluate(other.snapshot(), *claim, options, scratch)),
        "NCCI.PTP deny 2 with 1");
  }
}

#if SCRUBLINE_COUNTS_ALLOCATIONS
TEST_F(EvaluatorTest, NoAllocationInSteadyState) {
  std::vector<std::shared_ptr<const Claim>> claims;
  for (const std::string& yaml :
       {Lines("45385; 45380; 45378 x2; 17004; 17003"), Lines("99213"), Lines("A0001; A0004; A0006"),
        Lines("97110 x33 2024-05-06..2024-05-10; 97110; 11045") + ", " +
            History("paid 45385; denied 11042; paid 97110 x9"),
        Lines("45380") + ", " + History("paid 45385"),
        Lines("A0008; A0009; A0010") + ", billing: {npi: \"12\"}", std::string("type: ~")}) {
    claims.push_back(MakeClaim(yaml));
  }
  Scratch scratch;
  const EvaluateOptions options = {.today = *Date::Parse("2026-01-15"), .include_bypassed = true};
  size_t findings = 0;
  for (int round = 0; round < 2; ++round) {
    for (const auto& claim : claims) {
      findings += Evaluate(world_.snapshot(), *claim, options, scratch).items.size();
    }
  }
  ASSERT_GT(findings, 10u);
  const int64_t before = allocations;
  for (int round = 0; round < 10; ++round) {
    for (const auto& claim : claims) Evaluate(world_.snapshot(), *claim, options, scratch);
  }
  EXPECT_EQ(allocations - before, 0);
}
#endif

// Claims that nobody sends in good faith: an answer, in bounded time, whatever it is.
TEST_F(EvaluatorTest, HostileClaims) {
  const auto repeat = [](int count, const auto& text) {
    std::string all;
    for (int i = 0; i < count; ++i) all += std::string(text(i)) + ";";
    return all;
  };
  EXPECT_EQ(world_.Run(""), "") << "no line at all";
  EXPECT_EQ(world_.Run("type: ~, billing: ~, payer: {line_of_business: ~}"),
            "PROV.NPI_MISSING reject claim");
  EXPECT_EQ(world_.Run("lines: [{procedure_code: ~, units: ~, service_date: ~}]"),
            "NCCI.AOC? procedure_code 1; NCCI.MUE? procedure_code 1; NCCI.PTP? procedure_code 1");

  auto findings_of = [this](const std::string& yaml) {
    return world_.Evaluate(*MakeClaim(yaml), /*include_bypassed=*/true).items.size();
  };
  EXPECT_EQ(findings_of(Lines(repeat(999, [](int i) { return i % 2 ? "45380" : "45385"; }))), 500u)
      << "all lines collide: one for each line of column 2, one for their units";
  EXPECT_GT(findings_of(Lines(repeat(999, [](int i) { return i % 2 ? "45380-RT" : "45385-RT"; }))),
            499u);
  EXPECT_EQ(
      findings_of(Lines("45380; 97110 x4") + ", " +
                  History(repeat(5000, [](int i) { return i % 2 ? "paid 45385" : "paid 97110"; }))),
      2u);
  // Each line its own span of up to ten years over an edit and a limit.
  const auto span = [](const char* code, int i) {
    return std::string(code) + " x9999 2014-" + (i % 12 < 9 ? "0" : "") +
           std::to_string(i % 12 + 1) + "-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1) +
           "..2024-" + (i % 6 < 9 ? "0" : "") + std::to_string(i % 6 + 1) + "-" +
           (i % 27 < 9 ? "0" : "") + std::to_string(i % 27 + 1);
  };
  EXPECT_GT(findings_of(Lines(
                repeat(999,
                       [&](int i) {
                         return span(i % 3 == 0 ? "45385" : i % 3 == 1 ? "45380" : "97110", i);
                       }))),
            0u);
}

// Every line a span of its own over ten years of releases: days on which something changes are as
// many as lines, and each of them is over the limit.
TEST(EvaluatorLimitsTest, SpansOfManyYearsOverEveryRelease) {
  TestTable table = {"ncci_mue_practitioner", {}};
  for (int year = 2015; year < 2025; ++year) {
    for (const char* quarter : {"-01-01", "-04-01", "-07-01", "-10-01"}) {
      for (const char* row : {" J7192 1 1", " 97110 1 3", " A4253 0 2"})
        table.rows.push_back(std::to_string(year) + quarter + row);
    }
  }
  World world(NationalRules(), {table});
  for (const char* code : {"J7192", "97110", "A4253"}) {
    std::string lines;
    for (int i = 0; i < 999; ++i) {
      lines += std::string(code) + " x1000000 " + (*Date::Parse("2015-01-01") + i).ToString() +
               ".." + (*Date::Parse("2024-12-31") - i).ToString() + ";";
    }
    const auto claim = MakeClaim(Lines(lines));
    size_t over = 0;
    for (const Finding& finding : world.Evaluate(*claim).items)
      over += finding.severity == Severity::kDeny;
    EXPECT_GE(over, 999u) << code;
  }
}

}  // namespace
}  // namespace scrubline
