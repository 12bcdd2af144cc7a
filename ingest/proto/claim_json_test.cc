#include "ingest/proto/claim_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scrubline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Parse(std::string_view text) {
  v1::Claim claim;
  const std::optional<ClaimJsonError> error = ParseClaimJson(text, claim);
  if (!error.has_value()) return "ok";
  return std::to_string(error->line) + ":" + std::to_string(error->column) + ": " + error->message;
}

TEST(ClaimJson, ReadsBothSpellingsOfNamesAndEnumWords) {
  v1::Claim claim;
  ASSERT_FALSE(ParseClaimJson(R"({"claimId": "A", "type": "PROFESSIONAL", "service_lines":
      [{"procedureCode": "99213", "charge_cents": "12000"}], "history": [{"status": "PAID"}]})",
                              claim)
                   .has_value());
  EXPECT_EQ(claim.claim_id(), "A");
  EXPECT_EQ(claim.type(), v1::Claim::PROFESSIONAL);
  EXPECT_EQ(claim.service_lines(0).procedure_code(), "99213");
  EXPECT_EQ(claim.service_lines(0).charge_cents(), 12000);
  EXPECT_EQ(claim.history(0).status(), v1::HistoryLine::PAID);
}

TEST(ClaimJson, NamesLineColumnAndField) {
  const std::pair<const char*, const char*> kCases[] = {
      {"{\"service_lines\": [\n {\"units\": \"abc\"}]}",
       "2:12: service_lines[0].units: expected a number"},
      {"{\"serviceLines\": [\n {\"chargeCents\": 1.5}]}",
       "2:18: service_lines[0].charge_cents: expected a whole number"},
      {"{\"claim_id\": 7}", "1:14: claim_id: expected a text in double quotes"},
      {"{\"accident\": {\"auto\": \"maybe\"}}", "1:23: accident.auto: expected true or false"},
      {"{\"type\": \"DENTAL\"}",
       "1:10: type: expected one of the words that proto/scrubline/v1/claim.proto lists for this "
       "field"},
      {"{\"service_lines\": [{\"unitz\": 1}]}",
       "1:30: service_lines[0].unitz: there is no such field"},
      {"{\"claimid\": 1}", "1:13: `claimid` is not a field of a claim"},
      {"{\"claim_id\": \"a\",\n\"claim_id\": \"b\"}", "2:1: this field was already given"},
      {"{\"claim_id\": \"a\"", "1:17: the text ends here in the middle of a claim"},
      {"{\"claim_id\": \"\xff\"}", "1:1: a text is not valid UTF-8"},
  };
  for (const auto& [text, expected] : kCases) EXPECT_EQ(Parse(text), expected) << text;
}

TEST(ClaimJson, NeverRepeatsAValue) {
  for (const char* text : {"{\"service_lines\": [{\"units\": \"SECRET\"}]}",
                           "{\"type\": \"SECRET\"}", "{\"claim_id\": \"SECRET\" \"x\"}"}) {
    EXPECT_THAT(Parse(text), Not(HasSubstr("SECRET"))) << text;
  }
}

}  // namespace
}  // namespace scrubline
