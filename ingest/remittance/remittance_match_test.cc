#include "ingest/remittance/remittance_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "ingest/remittance/remittance_testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;

ClaimKeys Keys(std::string id, int64_t charge_cents, std::string member = "M1",
               std::string date = "2024-05-01") {
  return {.claim_id = std::move(id),
          .member_id = std::move(member),
          .date = std::move(date),
          .charge_cents = charge_cents};
}

v1::ClaimPayment Payment(std::string_view segments) {
  return ReadRemittance(InEnvelope(segments)).claim();
}

// How `segments` are matched among `claims`: `CLAIM_ID A1`.
std::string Matched(const std::vector<ClaimKeys>& claims, std::string_view segments) {
  ClaimIndex index;
  for (const ClaimKeys& claim : claims) index.Add(claim);
  v1::ClaimPayment payment = Payment(segments);
  const ClaimKeys* ours = index.Match(payment);
  EXPECT_EQ(ours == nullptr ? "" : ours->claim_id, payment.match().claim_id());
  std::string how = v1::ClaimMatch::By_Name(payment.match().by());
  return ours == nullptr ? how : how + " " + ours->claim_id;
}

TEST(ClaimIndex, NumbersAgreeWhateverPayersDoToThem) {
  EXPECT_EQ(Matched({Keys("A1", 100), Keys("A2", 100)}, "CLP*A2*1*1*1**12*I~"), "CLAIM_ID A2");
  EXPECT_EQ(Matched({Keys("00ab12", 100)}, "CLP*AB12*1*1*1**12*I~"), "CLAIM_ID 00ab12");
  EXPECT_EQ(Matched({Keys("AB12", 100)}, "CLP*000AB12*1*9*1**12*I~"), "CLAIM_ID AB12");
}

TEST(ClaimIndex, AShortenedNumberNeedsTheCharge) {
  const std::vector<ClaimKeys> claims = {Keys("PRACTICE-0001-A", 10000),
                                         Keys("PRACTICE-0001-B", 20000)};
  EXPECT_EQ(Matched(claims, "CLP*PRACTICE-0001*1*200*1**12*I~"), "SHORTENED_ID PRACTICE-0001-B");
  EXPECT_EQ(Matched(claims, "CLP*PRACTICE-0001*1*300*1**12*I~"), "BY_UNSPECIFIED");
  EXPECT_EQ(Matched({Keys("PRA-1", 20000)}, "CLP*PRA*1*200*1**12*I~"), "BY_UNSPECIFIED")
      << "three letters are the beginning of too much";
}

TEST(ClaimIndex, AReversalAnswersTheClaimItTakesBack) {
  EXPECT_EQ(Matched({Keys("PRACTICE-0001-A", 10000)}, "CLP*PRACTICE-0001*22*-100*-1**12*I~"),
            "SHORTENED_ID PRACTICE-0001-A");
}

TEST(ClaimIndex, ReferencesNeedTheChargeForTheyMayBeThePatients) {
  ClaimKeys first = Keys("A1", 10000, "M1");
  first.references = {"MRN7"};
  ClaimKeys second = Keys("A2", 20000, "M1");
  second.references = {"MRN7", "TRACE9"};
  EXPECT_EQ(Matched({first, second}, "CLP*X*1*200*1**12*I~REF*EA*MRN7~"), "REFERENCE A2");
  EXPECT_EQ(Matched({first, second}, "CLP*X*1*200*1**12*I~REF*D9*TRACE9~"), "REFERENCE A2");
  EXPECT_EQ(Matched({first, second}, "CLP*X*1*300*1**12*I~REF*EA*MRN7~"), "BY_UNSPECIFIED");
}

TEST(ClaimIndex, MemberDayAndChargeTogether) {
  const std::vector<ClaimKeys> claims = {Keys("A1", 10000, "M1"), Keys("A2", 10000, "M2")};
  EXPECT_EQ(Matched(claims,
                    "CLP*X*1*100*1**12*I~NM1*QC*1*DOE*J****MI*M2~"
                    "SVC*HC:1*50*1~DTM*472*20240503~SVC*HC:2*50*0~DTM*472*20240501~"),
            "MEMBER_DATE_CHARGE A2");
  EXPECT_EQ(Matched(claims, "CLP*X*1*100*1**12*I~NM1*QC*1*DOE*J****MI*M2~DTM*232*20240502~"),
            "BY_UNSPECIFIED");
  EXPECT_EQ(Matched(claims, "CLP*X*1*100*1**12*I~DTM*232*20240501~"), "BY_UNSPECIFIED")
      << "no member id";
}

TEST(ClaimIndex, SeveralThatFitAreToldApartOrNoneIsTaken) {
  EXPECT_EQ(Matched({Keys("A1", 10000), Keys("a1", 20000)}, "CLP*A1*1*200*1**12*I~"),
            "CLAIM_ID a1");
  EXPECT_EQ(Matched({Keys("A1", 10000, "M1"), Keys("a1", 10000, "M2")},
                    "CLP*A1*1*100*1**12*I~NM1*QC*1*DOE*J****MI*M1~"),
            "CLAIM_ID A1");
  EXPECT_EQ(Matched({Keys("A1", 10000), Keys("a1", 10000)}, "CLP*A1*1*100*1**12*I~"), "AMBIGUOUS");
}

std::vector<int32_t> MatchedLines(const ClaimKeys& claim, std::string_view lines) {
  ClaimIndex index;
  index.Add(claim);
  v1::ClaimPayment payment =
      Payment("CLP*" + claim.claim_id + "*1*1*1**12*I~" + std::string(lines));
  index.Match(payment);
  std::vector<int32_t> numbers;
  for (const v1::PaymentLine& line : payment.service_lines()) {
    numbers.push_back(line.matched_line_number());
  }
  return numbers;
}

ClaimKeys WithLines() {
  ClaimKeys keys = Keys("A1", 100);
  keys.lines = {{1, "", "99213", {}, "2024-05-01", 5000},
                {2, "", "97110", {"GP"}, "2024-05-01", 4000},
                {3, "CTRL3", "97110", {"GP", "59"}, "2024-05-01", 4000},
                {4, "", "97110", {"GP"}, "2024-05-02", 4000}};
  return keys;
}

TEST(ClaimIndex, LinesByTheirNumberOfOurs) {
  EXPECT_THAT(MatchedLines(WithLines(), "SVC*HC:97110*1*1~REF*6R*CTRL3~SVC*HC:1*1*1~REF*6R*2~"),
              ElementsAre(3, 2));
}

TEST(ClaimIndex, LinesByCodeModifiersDayAndCharge) {
  EXPECT_THAT(MatchedLines(WithLines(),
                           "SVC*HC:97110:GP*40*1~DTM*472*20240502~"
                           "SVC*HC:97110:GP:59*40*1~DTM*472*20240501~"
                           "SVC*HC:97110:GP*40*1~DTM*472*20240501~"),
              ElementsAre(4, 3, 2));
}

TEST(ClaimIndex, LinesByTheCodeAsBilledWhereThePayerRecoded) {
  EXPECT_THAT(MatchedLines(WithLines(), "SVC*HC:99212*50*1***HC:99213~"), ElementsAre(1));
}

TEST(ClaimIndex, LinesByACodeThatOnlyOneHasLeft) {
  EXPECT_THAT(MatchedLines(WithLines(), "SVC*HC:99213*55*1~SVC*HC:97110*55*1~"), ElementsAre(1, 0));
}

TEST(ClaimIndex, NoLineIsGivenTwice) {
  EXPECT_THAT(MatchedLines(WithLines(), "SVC*HC:99213*50*1~SVC*HC:99213*50*1~"), ElementsAre(1, 0));
}

TEST(KeysOf, TakesTheEarliestDayAndNumbersLines) {
  v1::Claim claim;
  claim.set_claim_id("A1");
  claim.set_subscriber_id("M1");
  claim.set_total_charge_cents(9000);
  claim.add_service_lines()->set_service_date("2024-05-02");
  v1::ServiceLine& second = *claim.add_service_lines();
  second.set_service_date("2024-05-01");
  second.set_procedure_code("97110");
  second.add_modifiers("GP");
  second.set_charge_cents(4000);
  const ClaimKeys keys = KeysOf(claim);
  EXPECT_EQ(keys.date, "2024-05-01");
  EXPECT_EQ(keys.charge_cents, 9000);
  EXPECT_EQ(keys.lines[0].line_number, 1);
  EXPECT_EQ(keys.lines[1].line_number, 2);
  EXPECT_THAT(keys.lines[1].modifiers, ElementsAre("GP"));
}

TEST(KeysOf, TakesTraceAndControlNumbersFromTheSource) {
  v1::Claim claim;
  claim.add_service_lines();
  claim.add_service_lines();
  X12ClaimSource source;
  source.clearinghouse_trace = "TRACE9";
  source.lines.resize(2);
  source.lines[1].control_number = "L2";
  const ClaimKeys keys = KeysOf(claim, &source);
  EXPECT_THAT(keys.references, ElementsAre("TRACE9"));
  EXPECT_EQ(keys.lines[0].control_number, "");
  EXPECT_EQ(keys.lines[1].control_number, "L2");
}

}  // namespace
}  // namespace scrubline
