#include "render/result_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "rules_engine/load.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRules[] = R"(rules:
  - id: TEST.PAIR
    title: Two made-up codes
    severity: warn
    for: line
    when: {procedure_code: "X0002"}
    with_line: {procedure_code: "X0001", same: [service_date]}
    unless: {place_of_service: ["23"]}
    message: "{procedure_code} beside {with_line.procedure_code}"
    fix:
      - {add_modifier: "25", if_documented: "a reason"}
      - {remove_line: true}
    denial: {carc: "97", rarc: ["M144", "N122"]}
    source: {title: "A manual", section: "I.D", url: "https://example.org/"}
    owner: test@example.org
    examples:
      - fires: {place_of_service: "11", lines: [{procedure_code: "X0001"}, {procedure_code: "X0002"}]}
      - clear: {place_of_service: "11", lines: [{procedure_code: "X0002"}]}
      - bypassed: {place_of_service: "23", lines: [{procedure_code: "X0001"}, {procedure_code: "X0002"}]}
)";

std::shared_ptr<const Snapshot> LoadTestRules() {
  // The tests of this file run at the same time, each in a process.
  const std::string folder =
      ::testing::TempDir() + "/result_encoder_test" + std::to_string(getpid());
  std::filesystem::create_directories(folder + "/test/rules");
  std::ofstream(folder + "/test/ruleset.yaml")
      << "id: test\nversion: \"1\"\nlanguage: 1\ntitle: Test\nlayer: national\n";
  std::ofstream(folder + "/test/rules/rules.yaml") << kRules;
  Diagnostics diagnostics;
  auto snapshot = LoadSnapshot(folder, "", diagnostics);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status() << ToString(diagnostics);
  return snapshot.ok() ? *snapshot : nullptr;
}

Claim PairClaim(Code place_of_service) {
  Claim claim;
  claim.claim_id = "PCN-1";
  claim.type = ClaimType::kProfessional;
  claim.place_of_service = place_of_service;
  for (const Code code : {Code::Of("X0002"), Code::Of("X0001")}) {
    ServiceLine& line = claim.service_lines.emplace_back();
    line.line_number = static_cast<int32_t>(claim.service_lines.size()) * 10;
    line.procedure_code = code;
    line.service_date = *Date::Parse("2026-02-03");
    line.units = kThousandths;
  }
  return claim;
}

v1::ScrubResult Encode(const Snapshot& snapshot, const Claim& claim, bool include_bypassed) {
  Scratch scratch;
  ResultEncoder encoder;
  v1::ScrubResult result;
  const EvaluateOptions options{.today = *Date::Parse("2026-03-01"),
                                .include_bypassed = include_bypassed};
  encoder.Encode(snapshot, claim, Evaluate(snapshot, claim, options, scratch), result);
  return result;
}

TEST(ResultEncoder, AValueThatCouldNotBeReadLeavesTheClaimIncomplete) {
  const std::shared_ptr<const Snapshot> snapshot = LoadTestRules();
  ASSERT_NE(snapshot, nullptr);
  Claim claim = PairClaim(Code::Of("23"));
  claim.unreadable.push_back({"service_lines[1].service_date", "is not a calendar date", 1});
  claim.unreadable.push_back({"billing.npi", "is too long", -1});
  const v1::ScrubResult result = Encode(*snapshot, claim, false);
  EXPECT_EQ(result.verdict(), v1::ScrubResult::INCOMPLETE);
  ASSERT_EQ(result.not_evaluated_size(), 2);
  EXPECT_TRUE(result.not_evaluated(0).required());
  EXPECT_EQ(result.not_evaluated(0).rule_id(), "INPUT.UNREADABLE");
  EXPECT_EQ(result.not_evaluated(0).reason(),
            "unreadable: service_lines[1].service_date is not a calendar date");
  EXPECT_THAT(result.not_evaluated(0).line_numbers(), ElementsAre(20));
  EXPECT_THAT(result.not_evaluated(1).line_numbers(), IsEmpty());
}

TEST(ResultEncoder, GivesEveryPartOfAFinding) {
  const std::shared_ptr<const Snapshot> snapshot = LoadTestRules();
  ASSERT_NE(snapshot, nullptr);
  const v1::ScrubResult result = Encode(*snapshot, PairClaim(Code::Of("11")), false);
  EXPECT_EQ(result.claim_id(), "PCN-1");
  EXPECT_EQ(result.verdict(), v1::ScrubResult::FINDINGS);
  EXPECT_EQ(result.snapshot_id(), snapshot->id());
  EXPECT_THAT(result.tables(), IsEmpty());
  ASSERT_EQ(result.findings_size(), 1);
  const v1::Finding& finding = result.findings(0);
  EXPECT_EQ(finding.rule_id(), "TEST.PAIR");
  EXPECT_EQ(finding.severity(), v1::Finding::WARN);
  EXPECT_EQ(finding.outcome(), v1::Finding::FIRED);
  EXPECT_EQ(finding.layer(), v1::Finding::NATIONAL);
  EXPECT_EQ(finding.message(), "X0002 beside X0001");
  EXPECT_THAT(finding.line_numbers(), ElementsAre(10));
  EXPECT_THAT(finding.related_line_numbers(), ElementsAre(20));
  EXPECT_THAT(finding.carc(), ElementsAre("97"));
  EXPECT_THAT(finding.rarc(), ElementsAre("M144", "N122"));
  EXPECT_EQ(finding.source().title(), "A manual");
  EXPECT_EQ(finding.source().section(), "I.D");
  EXPECT_EQ(finding.source().url(), "https://example.org/");
  ASSERT_EQ(finding.fixes_size(), 2);
  EXPECT_EQ(finding.fixes(0).kind(), v1::Fix::ADD_MODIFIER);
  EXPECT_EQ(finding.fixes(0).value(), "25");
  EXPECT_EQ(finding.fixes(0).line_number(), 10);
  EXPECT_TRUE(finding.fixes(0).requires_documentation());
  EXPECT_EQ(finding.fixes(1).kind(), v1::Fix::REMOVE_LINE);
  EXPECT_FALSE(finding.fixes(1).requires_documentation());
}

TEST(ResultEncoder, ListsBypassedFindingsOnRequest) {
  const std::shared_ptr<const Snapshot> snapshot = LoadTestRules();
  ASSERT_NE(snapshot, nullptr);
  const Claim claim = PairClaim(Code::Of("23"));
  EXPECT_EQ(Encode(*snapshot, claim, false).findings_size(), 0);
  const v1::ScrubResult result = Encode(*snapshot, claim, true);
  ASSERT_EQ(result.findings_size(), 1);
  EXPECT_EQ(result.findings(0).outcome(), v1::Finding::BYPASSED);
  EXPECT_EQ(result.verdict(), v1::ScrubResult::CLEAN);
}

TEST(ResultEncoder, SaysWhatWasNotEvaluatedAndWhy) {
  const std::shared_ptr<const Snapshot> snapshot = LoadTestRules();
  ASSERT_NE(snapshot, nullptr);
  const v1::ScrubResult result = Encode(*snapshot, PairClaim(Code()), false);
  EXPECT_EQ(result.verdict(), v1::ScrubResult::INCOMPLETE);
  ASSERT_EQ(result.not_evaluated_size(), 1);
  EXPECT_EQ(result.not_evaluated(0).rule_id(), "TEST.PAIR");
  EXPECT_THAT(result.not_evaluated(0).reason(), ::testing::StartsWith("missing_field: "));
  EXPECT_THAT(result.not_evaluated(0).line_numbers(), ElementsAre(10));
}

TEST(ResultEncoder, NamesTheTablesThatApply) {
  Claim professional, outpatient, inpatient, medicaid;
  professional.type = medicaid.type = ClaimType::kProfessional;
  medicaid.payer.line_of_business = LineOfBusiness::kMedicaid;
  outpatient.type = inpatient.type = ClaimType::kInstitutional;
  outpatient.type_of_bill = Code::Of("0131");
  inpatient.type_of_bill = Code::Of("0111");
  const struct {
    const char* table;
    bool professional, outpatient, inpatient, medicaid;
  } kCases[] = {
      {"ncci_ptp_practitioner", true, false, false, true},
      {"ncci_ptp_hospital", false, true, false, false},
      {"ncci_mue_dme", true, false, false, true},
      {"ncci_aoc", true, true, false, true},
      {"medicaid_ncci_ptp_practitioner", false, false, false, true},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(TableApplies(c.table, professional), c.professional) << c.table;
    EXPECT_EQ(TableApplies(c.table, outpatient), c.outpatient) << c.table;
    EXPECT_EQ(TableApplies(c.table, inpatient), c.inpatient) << c.table;
    EXPECT_EQ(TableApplies(c.table, medicaid), c.medicaid) << c.table;
  }
}

}  // namespace
}  // namespace scrubline
