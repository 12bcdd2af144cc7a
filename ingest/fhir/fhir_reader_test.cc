#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ingest/fhir/reader.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string ClaimNumbered(const std::string& id) {
  return R"({"resourceType":"Claim","id":")" + id +
         R"(","status":"active","use":"claim","type":{"coding":[{"code":"professional"}]},)"
         R"("item":[{"sequence":1,"productOrService":{"coding":[{"system":)"
         R"("http://www.ama-assn.org/go/cpt","code":"99213"}]}}]})";
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string Bundle(const std::string& type, const std::vector<std::string>& resources) {
  std::string text = R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)";
  for (size_t i = 0; i < resources.size(); ++i) {
    if (i > 0) text += ',';
    text += R"({"resource":)" + resources[i] + "}";
  }
  return text + "]}";
}

struct Outcome {
  std::vector<std::string> claims;  // numbers with their places
  std::vector<FhirProblem> problems;
  std::vector<std::string> texts;  // of the issues
  uint64_t dropped = 0;
  absl::Status status;
};

Outcome Read(std::string_view text, FhirReader::Options options = {}, size_t piece = 1 << 20) {
  Outcome outcome;
  FhirReader reader(options, [&](FhirClaim& claim) {
    outcome.claims.push_back(claim.message.claim_id() + " at " + claim.source.place.ToString());
  });
  for (size_t at = 0; at < text.size(); at += piece) reader.Feed(text.substr(at, piece));
  outcome.status = reader.Finish();
  for (const FhirIssue& issue : reader.issues()) {
    outcome.problems.push_back(issue.problem);
    outcome.texts.push_back(issue.ToString());
  }
  outcome.dropped = reader.issues_dropped();
  return outcome;
}

TEST(FhirReader, ReadsOneClaimHoweverItIsLaidOut) {
  const std::string compact = ClaimNumbered("c1");
  const std::string broken = Replaced(compact, ",", ",\n");
  EXPECT_THAT(Read(compact).claims, ElementsAre("c1 at line 1"));
  EXPECT_THAT(Read(compact + "\n").claims, ElementsAre("c1 at line 1"));
  EXPECT_THAT(Read(broken).claims, ElementsAre("c1 at line 1"));
  EXPECT_THAT(Read("\xEF\xBB\xBF" + broken + "\r\n\n").claims, ElementsAre("c1 at line 1"));
  EXPECT_THAT(Read("\n\n" + broken).claims, ElementsAre("c1 at line 3"));
}

TEST(FhirReader, ReadsAResourceALine) {
  const Outcome outcome =
      Read(ClaimNumbered("c1") + "\r\n\n" + R"({"resourceType":"Patient"})" + "\n" +
           Bundle("batch", {R"({"resourceType":"Patient"})", ClaimNumbered("c2")}) + "\n" +
           ClaimNumbered("c3"));
  EXPECT_THAT(outcome.claims,
              ElementsAre("c1 at line 1", "c2 at line 4, Bundle.entry[1]", "c3 at line 5"));
  EXPECT_THAT(outcome.texts,
              ElementsAre("warning: line 3: the resource holds no claim (Patient); send a Claim, "
                          "or a Bundle with Claims"));
  EXPECT_TRUE(outcome.status.ok());
}

TEST(FhirReader, ABrokenLineCostsThatLineOnly) {
  const Outcome outcome = Read(ClaimNumbered("c1") + "\n" + "{\"resourceType\":\n[1,2\n" +
                               ClaimNumbered("c4") + "\n" + ClaimNumbered("c5").substr(0, 50));
  EXPECT_THAT(outcome.claims, ElementsAre("c1 at line 1", "c4 at line 4"));
  EXPECT_THAT(outcome.problems,
              ElementsAre(FhirProblem::kNotJson, FhirProblem::kNotJson, FhirProblem::kNotJson));
}

TEST(FhirReader, PiecesMakeNoDifference) {
  const std::string text = "\xEF\xBB\xBF\n" + ClaimNumbered("c1") + "\nnonsense\n" +
                           Bundle("collection", {ClaimNumbered("c2")}) + "\n";
  const Outcome whole = Read(text);
  ASSERT_EQ(whole.claims.size(), 2U);
  for (size_t piece : {1, 2, 3, 17}) {
    EXPECT_EQ(Read(text, {}, piece).claims, whole.claims);
    EXPECT_EQ(Read(text, {}, piece).texts, whole.texts);
  }
}

TEST(FhirReader, RefusesWhatIsNoClaimOfOurs) {
  const std::string claim = ClaimNumbered("c1");
  const std::string use = R"("use":"claim")";
  const std::vector<std::pair<std::string, FhirProblem>> kCases = {
      {Replaced(claim, use, R"("use":"preauthorization")"), FhirProblem::kClaimUse},
      {Replaced(claim, use, R"("use":"predetermination")"), FhirProblem::kClaimUse},
      {Replaced(claim, use, R"("use":"complete")"), FhirProblem::kStu3},
      {Replaced(claim, use, R"("organization":{})"), FhirProblem::kStu3},
      {Replaced(claim, "productOrService", "service"), FhirProblem::kStu3},
      {Replaced(claim, "\"active\"", "\"draft\""), FhirProblem::kClaimStatus},
      {Replaced(claim, "\"active\"", "\"entered-in-error\""), FhirProblem::kClaimStatus},
      {Replaced(claim, "professional", "oral"), FhirProblem::kClaimType},
      {Replaced(claim, "professional", "pharmacy"), FhirProblem::kClaimType},
      {R"({"resourceType":"Claim"})", FhirProblem::kClaimStatus},
      {R"({"resourceType":"ExplanationOfBenefit"})", FhirProblem::kFeedbackOnly},
      {R"({"resourceType":"OperationOutcome"})", FhirProblem::kNoClaim},
      {R"({"resourceTyp":"Claim"})", FhirProblem::kNoResource},
      {"[]", FhirProblem::kNoResource},
      {"7", FhirProblem::kNoResource},
      {"<Claim/>", FhirProblem::kXml},
      {"ISA*00*", FhirProblem::kNotJson},
      {Replaced(claim, use, R"("use":"claim","use":"claim")"), FhirProblem::kDuplicateKey},
      {Bundle("history", {claim}), FhirProblem::kBundleType},
      {Bundle("collection", {Bundle("collection", {claim})}), FhirProblem::kBundleInBundle},
      {Bundle("collection", {R"({"resourceType":"Patient"})"}), FhirProblem::kNoClaim},
      {Bundle("searchset", {R"({"resourceType":"ClaimResponse"})"}), FhirProblem::kFeedbackOnly},
  };
  for (const auto& [text, problem] : kCases) {
    const Outcome outcome = Read(text);
    EXPECT_THAT(outcome.claims, IsEmpty()) << text;
    EXPECT_THAT(outcome.problems, ElementsAre(problem)) << text;
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(outcome.status.message()), HasSubstr(outcome.texts.front())) << text;
  }
  EXPECT_THAT(std::string(Read(" \n").status.message()), HasSubstr("empty"));
}

TEST(FhirReader, AClaimWithoutUseIsReadWithAWarning) {
  std::vector<FhirIssue> issues;
  FhirReader reader({}, [&](FhirClaim& claim) { issues = claim.issues; });
  reader.Feed(Replaced(ClaimNumbered("c1"), R"("use":"claim",)", ""));
  EXPECT_TRUE(reader.Finish().ok());
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues[0].problem, FhirProblem::kUseMissing);
  EXPECT_EQ(issues[0].expression, "Claim");
}

TEST(FhirReader, DecisionsBesideClaimsAreToldOnce) {
  const std::string benefit = R"({"resourceType":"ExplanationOfBenefit"})";
  const Outcome outcome = Read(Bundle("collection", {benefit, ClaimNumbered("c1"), benefit}));
  EXPECT_THAT(outcome.claims, ElementsAre("c1 at line 1, Bundle.entry[1]"));
  EXPECT_THAT(outcome.problems, ElementsAre(FhirProblem::kFeedbackOnly));
}

TEST(FhirReader, TellsTheLineOfASyntaxError) {
  EXPECT_THAT(Read("{\n\"a\": 1,\n\"b\": oops\n}").texts, ElementsAre(HasSubstr("line 3:")));
}

TEST(FhirReader, KeepsItsLimits) {
  const std::string claim = ClaimNumbered("c1");
  FhirReader::Options options;
  options.max_document_bytes = claim.size() + 1;
  EXPECT_EQ(Read(claim + "\n", options).claims.size(), 1U);
  const std::string longer = Replaced(claim, ",", ", ,");
  for (size_t piece : {size_t{1}, size_t{1000}}) {
    const Outcome outcome =
        Read(longer + "\n" + claim + "\n" + longer + "\n" + claim, options, piece);
    EXPECT_THAT(outcome.claims, ElementsAre("c1 at line 2", "c1 at line 4"));
    EXPECT_THAT(outcome.problems, ElementsAre(FhirProblem::kTooLarge, FhirProblem::kTooLarge));
  }
  options = {};
  options.max_bundle_entries = 2;
  EXPECT_EQ(Read(Bundle("batch", {claim, claim}), options).claims.size(), 2U);
  EXPECT_THAT(Read(Bundle("batch", {claim, claim, claim}), options).problems,
              ElementsAre(FhirProblem::kTooManyEntries));
  options = {};
  options.max_issues = 2;
  const Outcome outcome = Read("x\nx\nx\nx\n", options);
  EXPECT_EQ(outcome.problems.size(), 2U);
  EXPECT_EQ(outcome.dropped, 2U);
}

TEST(FhirReader, IssuesHoldNoValues) {
  const std::string secret = "SecretName";
  for (const std::string& text :
       {R"({"resourceType":"Pat ient )" + secret + R"("})", "{\"" + secret + "\": oops}",
        R"({"a":1,"a":")" + secret + R"("})",
        R"({"resourceType":"Claim","status":")" + secret + R"("})"}) {
    const Outcome outcome = Read(text);
    EXPECT_THAT(outcome.texts, ElementsAre(testing::Not(HasSubstr(secret)))) << text;
  }
}

}  // namespace
}  // namespace scrubline
