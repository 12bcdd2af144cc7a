#include "render/fhir_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "ingest/fhir/reader.h"
#include "nlohmann/json.hpp"

namespace scrubline {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// FHIR R4's value set issue-type.
const std::set<std::string> kIssueTypes = {
    "invalid",       "structure", "required",         "value",         "invariant",  "security",
    "login",         "unknown",   "expired",          "forbidden",     "suppressed", "processing",
    "not-supported", "duplicate", "multiple-matches", "not-found",     "deleted",    "too-long",
    "code-invalid",  "extension", "too-costly",       "business-rule", "conflict",   "transient",
    "lock-error",    "no-store",  "exception",        "timeout",       "incomplete", "throttled",
    "informational"};

FhirClaim SampleClaim() {
  FhirClaim claim;
  FhirReader reader({}, [&](FhirClaim& read) { claim = std::move(read); });
  std::ifstream file("sample_data/claims/sample_fhir_claim.json");
  reader.Feed(std::string(std::istreambuf_iterator<char>(file), {}));
  EXPECT_TRUE(reader.Finish().ok());
  return claim;
}

v1::Finding& AddFinding(v1::ScrubResult& result, v1::Finding::Severity severity,
                        const std::string& rule, const std::string& field,
                        const std::vector<int32_t>& lines) {
  v1::Finding& finding = *result.add_findings();
  finding.set_severity(severity);
  finding.set_outcome(v1::Finding::FIRED);
  finding.set_rule_id(rule);
  finding.set_field(field);
  finding.set_message("about " + rule);
  for (const int32_t line : lines) finding.add_line_numbers(line);
  return finding;
}

void AddGap(v1::ScrubResult& result, const std::string& rule, const std::string& reason,
            bool required) {
  v1::NotEvaluated& gap = *result.add_not_evaluated();
  gap.set_rule_id(rule);
  gap.set_reason(reason);
  gap.set_required(required);
}

v1::ScrubResult Blocked() {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::BLOCKED);
  AddFinding(result, v1::Finding::DENY, "NCCI.PTP", "service_lines[1].procedure_code", {2});
  AddFinding(result, v1::Finding::WARN, "MOD.ORDER", "", {1, 2});
  AddFinding(result, v1::Finding::INFO, "TF.NEAR", "", {});
  AddFinding(result, v1::Finding::DENY, "NCCI.MUE", "", {1}).set_outcome(v1::Finding::BYPASSED);
  return result;
}

// What R4 requires of every OperationOutcome.
json CheckedOutcome(const std::string& text) {
  const json outcome = json::parse(text);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(outcome["resourceType"], "OperationOutcome");
  EXPECT_GE(outcome["issue"].size(), 1U);
  for (const json& issue : outcome["issue"]) {
    EXPECT_TRUE(std::set<std::string>({"fatal", "error", "warning", "information"})
                    .contains(issue["severity"]))
        << issue;
    EXPECT_TRUE(kIssueTypes.contains(issue["code"])) << issue;
    EXPECT_FALSE(issue["details"]["text"].get<std::string>().empty());
  }
  return outcome;
}

// What R4 requires of every ClaimResponse.
json CheckedResponse(const std::string& text) {
  const json response = json::parse(text);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(response["resourceType"], "ClaimResponse");
  for (const char* name : {"status", "type", "use", "patient", "created", "insurer", "outcome"}) {
    EXPECT_TRUE(response.contains(name)) << name;
  }
  EXPECT_EQ(response["status"], "active");
  EXPECT_EQ(response["outcome"] == "error", response.contains("error"));
  EXPECT_FALSE(response.contains("item"));
  if (response.contains("error")) {
    for (const json& error : response["error"]) EXPECT_TRUE(error.contains("code")) << error;
  }
  size_t number = 0;
  if (response.contains("processNote")) {
    for (const json& note : response["processNote"]) {
      EXPECT_EQ(note["number"], ++number);
      EXPECT_EQ(note["type"], "print");
      EXPECT_FALSE(note["text"].get<std::string>().empty());
    }
  }
  return response;
}

TEST(ClaimResponse, OfABlockedClaimHasItsErrors) {
  const FhirClaim claim = SampleClaim();
  const json response =
      CheckedResponse(ClaimResponseJson(claim.source, claim.issues, Blocked(), "2026-03-05"));
  EXPECT_EQ(response["outcome"], "error");
  ASSERT_EQ(response["error"].size(), 1U);
  const json& error = response["error"][0];
  EXPECT_EQ(error["itemSequence"], 2);
  EXPECT_EQ(error["code"]["text"], "about NCCI.PTP");
  EXPECT_EQ(error["code"]["coding"][0],
            (json{{"system", std::string(kRuleSystem)}, {"code", "NCCI.PTP"}}));
  EXPECT_EQ(error["code"]["coding"][1]["system"], "https://codesystem.x12.org/external/508");
  EXPECT_EQ(error["code"]["coding"][1]["code"], "454");
  ASSERT_EQ(response["processNote"].size(), 2U);
  EXPECT_EQ(response["processNote"][0]["text"], "lines 1 and 2: about MOD.ORDER (MOD.ORDER)");
  EXPECT_EQ(response["processNote"][1]["text"], "about TF.NEAR (TF.NEAR)");
}

TEST(ClaimResponse, RepeatsTheClaimsOwn) {
  const FhirClaim claim = SampleClaim();
  const json response =
      CheckedResponse(ClaimResponseJson(claim.source, claim.issues, Blocked(), "2026-03-05"));
  EXPECT_EQ(response["type"]["coding"][0]["code"], "professional");
  EXPECT_EQ(response["use"], "claim");
  EXPECT_EQ(response["created"], "2026-03-05");
  EXPECT_EQ(response["patient"]["reference"], "urn:uuid:5a6f3c1e-0000-4000-8000-000000000002");
  EXPECT_EQ(response["insurer"]["reference"], "urn:uuid:5a6f3c1e-0000-4000-8000-000000000004");
  EXPECT_EQ(response["requestor"]["reference"], "urn:uuid:5a6f3c1e-0000-4000-8000-000000000005");
  EXPECT_EQ(response["request"]["reference"], "urn:uuid:5a6f3c1e-0000-4000-8000-000000000001");
  EXPECT_THAT(response.dump(), Not(HasSubstr("1AC2DE3FG42")));
  EXPECT_THAT(response.dump(), Not(HasSubstr("Brightwater")));
}

TEST(ClaimResponse, OutcomeFollowsTheVerdict) {
  const FhirClaim claim = SampleClaim();
  const auto outcome = [&](v1::ScrubResult::Verdict verdict) {
    v1::ScrubResult result;
    result.set_verdict(verdict);
    return CheckedResponse(ClaimResponseJson(claim.source, {}, result, "2026-03-05"))["outcome"]
        .get<std::string>();
  };
  EXPECT_EQ(outcome(v1::ScrubResult::CLEAN), "complete");
  EXPECT_EQ(outcome(v1::ScrubResult::FINDINGS), "complete");
  EXPECT_EQ(outcome(v1::ScrubResult::INCOMPLETE), "partial");
  EXPECT_EQ(outcome(v1::ScrubResult::VERDICT_UNSPECIFIED), "partial");
}

TEST(ClaimResponse, AClaimWithoutPartiesStillHasTheRequiredElements) {
  FhirSource source;
  source.type = R"({"coding":[{"code":"professional"}]})";
  source.request_identifier = R"({"value":"A1"})";
  const json response = CheckedResponse(ClaimResponseJson(source, {}, {}, "2026-03-05"));
  EXPECT_EQ(response["insurer"]["extension"][0]["valueCode"], "unknown");
  EXPECT_EQ(response["patient"]["extension"][0]["valueCode"], "unknown");
  EXPECT_EQ(response["use"], "claim");
  EXPECT_EQ(response["request"]["identifier"]["value"], "A1");
}

TEST(ClaimResponse, CopiesNumbersAsTheyWereWritten) {
  FhirSource source;
  source.type = R"({"x":1.50})";
  EXPECT_THAT(ClaimResponseJson(source, {}, {}, "2026-03-05"), HasSubstr(R"({"x":1.50})"));
}

TEST(ClaimResponse, AnErrorOfADrugNamesItsDetail) {
  FhirSource source;
  source.type = "{}";
  source.lines = {{.item_sequence = 5, .detail_sequence = 3}};
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::BLOCKED);
  AddFinding(result, v1::Finding::REJECT, "UNIT.NDC_FORM", "service_lines[0].ndc", {5});
  AddFinding(result, v1::Finding::REJECT, "CHG.ZERO", "service_lines[0].charge_cents", {5});
  AddFinding(result, v1::Finding::REJECT, "REQ.X", "", {99});  // no such line: the claim
  const json errors = CheckedResponse(ClaimResponseJson(source, {}, result, "2026-03-05"))["error"];
  EXPECT_EQ(errors[0]["itemSequence"], 5);
  EXPECT_EQ(errors[0]["detailSequence"], 3);
  EXPECT_FALSE(errors[1].contains("detailSequence"));
  EXPECT_FALSE(errors[2].contains("itemSequence"));
}

TEST(ClaimResponse, WhatWasNotCheckedIsANoteWhereTheVerdictWaitsForIt) {
  FhirClaim claim = SampleClaim();
  claim.issues.push_back({FhirProblem::kReferenceUnresolved, {}, "Claim.patient", {}});
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  AddGap(result, "INPUT.UNREADABLE", "unreadable: patient refers to nothing", true);
  AddGap(result, "NCCI.MUE", "missing_table: x", false);
  const json notes = CheckedResponse(
      ClaimResponseJson(claim.source, claim.issues, result, "2026-03-05"))["processNote"];
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0]["text"],
            "not checked: unreadable: patient refers to nothing (INPUT.UNREADABLE)");
  EXPECT_THAT(notes[1]["text"].get<std::string>(), HasSubstr("Claim.patient: the reference leads"));
}

TEST(OperationOutcome, HasAnIssueForEachFinding) {
  FhirClaim claim = SampleClaim();
  claim.issues.push_back(
      {FhirProblem::kCodeSystemUnknown, claim.source.place, "Claim.item[0].productOrService", {}});
  const json outcome = CheckedOutcome(OperationOutcomeJson(claim.source, claim.issues, Blocked()));
  ASSERT_EQ(outcome["issue"].size(), 4U);
  const json& bundled = outcome["issue"][0];
  EXPECT_EQ(bundled["severity"], "error");
  EXPECT_EQ(bundled["code"], "business-rule");
  EXPECT_EQ(bundled["details"]["coding"][0]["code"], "NCCI.PTP");
  EXPECT_EQ(bundled["details"]["text"], "about NCCI.PTP");
  EXPECT_EQ(bundled["diagnostics"], "line 1, Bundle.entry[0]");
  EXPECT_EQ(bundled["expression"], json({"Claim.item[1].productOrService"}));
  EXPECT_EQ(outcome["issue"][1]["severity"], "warning");
  EXPECT_EQ(outcome["issue"][1]["expression"], json({"Claim.item[0]", "Claim.item[1]"}));
  EXPECT_EQ(outcome["issue"][2]["severity"], "information");
  EXPECT_EQ(outcome["issue"][2]["expression"], json({"Claim"}));
  EXPECT_EQ(outcome["issue"][3]["severity"], "warning");
  EXPECT_EQ(outcome["issue"][3]["code"], "code-invalid");
  EXPECT_EQ(outcome["issue"][3]["expression"], json({"Claim.item[0].productOrService"}));
}

TEST(OperationOutcome, OfACleanClaimSaysSo) {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::CLEAN);
  const json outcome = CheckedOutcome(OperationOutcomeJson(result));
  ASSERT_EQ(outcome["issue"].size(), 1U);
  EXPECT_EQ(outcome["issue"][0]["severity"], "information");
  EXPECT_EQ(outcome["issue"][0]["code"], "informational");
}

TEST(OperationOutcome, UnreadableValuesAreWarningsAtTheirPlace) {
  const FhirClaim claim = SampleClaim();
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  AddGap(result, "INPUT.UNREADABLE",
         "unreadable: service_lines[1].service_date is a year or a month, not a day", true);
  AddGap(result, "NCCI.PTP", "missing_table: ncci_ptp is not loaded", true);
  AddGap(result, "NCCI.MUE", "missing_table: ncci_mue is not loaded", false);
  const json outcome = CheckedOutcome(OperationOutcomeJson(claim.source, {}, result));
  ASSERT_EQ(outcome["issue"].size(), 2U);
  EXPECT_EQ(outcome["issue"][0]["severity"], "warning");
  EXPECT_EQ(outcome["issue"][0]["expression"], json({"Claim.item[1].serviced"}));
  EXPECT_EQ(outcome["issue"][1]["code"], "incomplete");
}

TEST(OperationOutcome, OfX12NamesSegmentAndElement) {
  X12ClaimSource source;
  source.transaction_control = "0001";
  source.lines = {{.number = "01"}, {.number = ""}};
  source.places.SetGuide(Guide::kProfessional);
  const auto id = [](std::string_view name) {
    uint32_t packed = 0;
    for (const char c : name) packed = packed << 8 | static_cast<unsigned char>(c);
    return packed;
  };
  source.places.Add({.segment = id("CLM"), .level = Level::kClaim, .ordinal = 20});
  for (int16_t line = 0; line < 2; ++line) {
    const auto at = static_cast<uint32_t>(30 + 10 * line);
    source.places.Add({.segment = id("LX"), .level = Level::kLine, .line = line, .ordinal = at});
    source.places.Add(
        {.segment = id("SV1"), .level = Level::kLine, .line = line, .ordinal = at + 1});
  }
  const json outcome = CheckedOutcome(OperationOutcomeJson(source, Blocked()));
  EXPECT_EQ(outcome["issue"][0]["diagnostics"], "2400/SV101-2 segment 41 of ST 0001");
  EXPECT_EQ(outcome["issue"][1]["diagnostics"], "2400/LX segment 30 of ST 0001");
  EXPECT_FALSE(outcome["issue"][0].contains("expression"));
}

TEST(InputOutcome, OfAnUnreadableInputIsFatal) {
  FhirReader reader({}, [](FhirClaim&) {});
  reader.Feed("<Claim/>");
  const absl::Status status = reader.Finish();
  const json outcome = CheckedOutcome(InputOutcomeJson(reader.issues(), status));
  ASSERT_EQ(outcome["issue"].size(), 1U);
  EXPECT_EQ(outcome["issue"][0]["severity"], "fatal");
  EXPECT_EQ(outcome["issue"][0]["code"], "not-supported");
  EXPECT_THAT(outcome["issue"][0]["details"]["text"].get<std::string>(), HasSubstr("XML"));
}

TEST(InputOutcome, SaysTheStatusWhereNoIssueDoes) {
  const json outcome =
      CheckedOutcome(InputOutcomeJson({}, absl::InvalidArgumentError("the input is empty")));
  EXPECT_EQ(outcome["issue"][0]["severity"], "fatal");
  EXPECT_EQ(outcome["issue"][0]["details"]["text"], "the input is empty");
}

TEST(InputOutcome, OfAnInputWithSomeClaimsReadHasErrors) {
  const json outcome = CheckedOutcome(InputOutcomeJson(
      {{FhirProblem::kClaimUse, {.line = 3}, {}, {}}, {FhirProblem::kNoClaim, {}, {}, "Patient"}},
      absl::OkStatus()));
  EXPECT_EQ(outcome["issue"][0]["severity"], "error");
  EXPECT_EQ(outcome["issue"][0]["diagnostics"], "line 3");
  EXPECT_EQ(outcome["issue"][1]["severity"], "warning");
}

// One line each; tests/peers/ has another implementation of FHIR read them.
TEST(FhirAnswers, AreAsTheyWere) {
  constexpr char kGolden[] = "tests/golden/fhir/answers.ndjson";
  FhirClaim claim = SampleClaim();
  claim.issues.push_back(
      {FhirProblem::kCodeSystemUnknown, claim.source.place, "Claim.item[0].productOrService", {}});
  v1::ScrubResult incomplete;
  incomplete.set_verdict(v1::ScrubResult::INCOMPLETE);
  AddGap(incomplete, "INPUT.UNREADABLE",
         "unreadable: service_lines[1].service_date is a year or a month, not a day", true);
  v1::ScrubResult clean;
  clean.set_verdict(v1::ScrubResult::CLEAN);
  FhirSource bare;
  bare.type = R"({"coding":[{"code":"professional"}]})";
  std::string actual;
  for (const v1::ScrubResult& result : {Blocked(), incomplete, clean}) {
    for (const std::string& answer :
         {ClaimResponseJson(claim.source, claim.issues, result, "2026-03-05"),
          ClaimResponseJson(bare, {}, result, "2026-03-05T10:00:00Z"),
          OperationOutcomeJson(claim.source, claim.issues, result), OperationOutcomeJson(result)}) {
      actual.append(answer).append("\n");
    }
  }
  actual.append(InputOutcomeJson({}, absl::InvalidArgumentError("the input is empty")))
      .append("\n");
  if (std::getenv("SCRUBLINE_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(kGolden) << actual;
    return;
  }
  std::ifstream file(kGolden);
  EXPECT_EQ(actual, std::string(std::istreambuf_iterator<char>(file), {}))
      << "SCRUBLINE_UPDATE_GOLDENS=1 rewrites " << kGolden;
}

TEST(FhirAnswers, SurviveTextThatIsNoUtf8) {
  v1::ScrubResult result;
  AddFinding(result, v1::Finding::DENY, "X", "", {}).set_message("\xC3(");
  CheckedOutcome(OperationOutcomeJson(result));
}

TEST(FhirIssues, HaveTypesOfTheValueSet) {
  for (int i = 0; i <= static_cast<int>(FhirProblem::kSeveralClaimTypes); ++i) {
    const FhirIssue issue{static_cast<FhirProblem>(i), {}, {}, {}};
    EXPECT_TRUE(kIssueTypes.contains(std::string(issue.type_code()))) << i;
  }
}

}  // namespace
}  // namespace scrubline
