// The events around the claims, and which issue ends up in which.
#include "ingest/x12/events.h"

#include <string>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The events by their names: `ISA GS ST se ge iea`.
std::string Order(const Read& read) {
  static constexpr const char* kNames[] = {"ISA", "GS", "ST", "se", "ge", "iea"};
  std::string order;
  for (const X12Event& event : read.events) {
    if (!order.empty()) order.push_back(' ');
    order.append(kNames[event.index()]);
  }
  return order;
}

std::vector<std::string> Codes(const std::vector<X12Issue>& issues) {
  std::vector<std::string> codes;
  for (const X12Issue& issue : issues) codes.emplace_back(issue.ack().code);
  return codes;
}

const std::string kHead = std::string(kIsa) + "GS*HC*S*R*20240513*0930*7*X*005010X222A1~";
const std::string kSt = "ST*837*0001*005010X222A1~";
const std::string kTail = "GE*1*7~IEA*1*000000001~";

TEST(X12Events, HoldWhatAnAcknowledgementEchoes) {
  std::string bytes = Interchange(std::vector<std::string>{"NM1*41*2*SUBMITTER*****46*SUB1",
                                                           "PER*IC*JO*TE*5555555555",
                                                           "NM1*40*2*RECEIVER*****46*REC1"} +
                                  kParties + kClaim + kLine + kClaim + kLine);
  bytes.replace(bytes.find("BHT*0019*00*1"), 13, "BHT*0019*18*REF77");
  const Read read = ReadAll(bytes);
  EXPECT_EQ(Order(read), "ISA GS ST se ge iea");
  const X12Interchange isa = EventsOf<X12Interchange>(read)[0];
  EXPECT_EQ(isa.sender_qualifier, "ZZ");
  EXPECT_EQ(isa.sender, "SENDER");
  EXPECT_EQ(isa.receiver_qualifier, "ZZ");
  EXPECT_EQ(isa.receiver, "RECEIVER");
  EXPECT_EQ(isa.date, "240513");
  EXPECT_EQ(isa.time, "0930");
  EXPECT_EQ(isa.version, "00501");
  EXPECT_EQ(isa.control_number, "000000001");
  EXPECT_FALSE(isa.acknowledgment_requested);
  EXPECT_EQ(isa.usage, "T");
  const X12Group gs = EventsOf<X12Group>(read)[0];
  EXPECT_EQ(gs.functional_id, "HC");
  EXPECT_EQ(gs.sender, "SENDER");
  EXPECT_EQ(gs.receiver, "RECEIVER");
  EXPECT_EQ(gs.control_number, "7");
  EXPECT_EQ(gs.version, "005010X222A1");
  const X12Transaction st = EventsOf<X12Transaction>(read)[0];
  EXPECT_EQ(st.set, "837");
  EXPECT_EQ(st.control_number, "0001");
  EXPECT_EQ(st.version, "005010X222A1");
  EXPECT_EQ(st.guide, Guide::kProfessional);
  const X12TransactionEnd se = EventsOf<X12TransactionEnd>(read)[0];
  EXPECT_EQ(se.purpose, "18");
  EXPECT_EQ(se.reference, "REF77");
  EXPECT_EQ(se.claim_or_encounter, "CH");
  EXPECT_EQ(se.submitter.last_name, "SUBMITTER");
  EXPECT_EQ(se.submitter.id, "SUB1");
  EXPECT_EQ(se.receiver.last_name, "RECEIVER");
  EXPECT_EQ(se.receiver.id_qualifier, "46");
  EXPECT_EQ(se.segments, 26u);
  EXPECT_EQ(se.at.segment, 26u);
  EXPECT_EQ(se.claims, 2u);
  EXPECT_FALSE(se.rejected);
  const X12GroupEnd ge = EventsOf<X12GroupEnd>(read)[0];
  EXPECT_EQ(ge.transactions_stated, 1u);
  EXPECT_EQ(ge.transactions, 1u);
  EXPECT_EQ(ge.transactions_accepted, 1u);
  EXPECT_FALSE(ge.rejected);
  EXPECT_FALSE(EventsOf<X12InterchangeEnd>(read)[0].rejected);
}

TEST(X12Events, EveryBeginHasItsEnd) {
  const std::string body = Lines(kParties + kClaim + kLine);
  struct Case {
    std::string name, bytes, order;
  };
  const std::vector<Case> cases = {
      {"no SE", kHead + kSt + body + kTail, "ISA GS ST se ge iea"},
      {"no SE, another ST", kHead + kSt + body + kSt + body + "SE*17*0001~" + kTail,
       "ISA GS ST se ST se ge iea"},
      {"no GE", kHead + kSt + body + "SE*17*0001~IEA*1*000000001~", "ISA GS ST se ge iea"},
      {"another GS", kHead + kSt + body + kHead.substr(kHead.find("GS*")) + kTail,
       "ISA GS ST se ge GS ge iea"},
      {"no IEA", kHead + kSt + body + "SE*17*0001~GE*1*7~", "ISA GS ST se ge iea"},
      {"another ISA", kHead + kSt + body + kIsa, "ISA GS ST se ge iea ISA iea"},
      {"broken off", kHead + kSt + body, "ISA GS ST se ge iea"},
      {"no GS", kIsa + kSt + body + "SE*17*0001~IEA*0*000000001~", "ISA GS ST se ge iea"},
      {"nothing in it", kIsa + std::string("IEA*0*000000001~"), "ISA iea"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(Order(ReadAll(test.bytes)), test.order);
  }
}

TEST(X12Events, ATransactionWithoutTrailerIsRejectedItsClaimsRead) {
  const Read read = ReadAll(kHead + kSt + Lines(kParties + kClaim + kLine) + kTail);
  EXPECT_THAT(read.claims, SizeIs(1));
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  EXPECT_TRUE(end.rejected);
  EXPECT_THAT(Codes(end.issues), ElementsAre("2"));
  EXPECT_EQ(end.segments, 16u) << "without the one that came instead of SE";
  EXPECT_EQ(EventsOf<X12GroupEnd>(read)[0].transactions_accepted, 0u);
  EXPECT_FALSE(EventsOf<X12GroupEnd>(read)[0].rejected);
}

TEST(X12Events, TrailersThatDoNotAgreeRejectInStrictModeOnly) {
  const std::string bytes =
      kHead + kSt + Lines(kParties + kClaim + kLine) + "SE*99*0002~GE*2*8~IEA*2*000000002~";
  const Read lenient = ReadAll(bytes);
  const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
  for (const Read* read : {&lenient, &strict}) {
    EXPECT_THAT(read->claims, SizeIs(1));
    EXPECT_THAT(Codes(EventsOf<X12TransactionEnd>(*read)[0].issues), ElementsAre("4", "3"));
    EXPECT_THAT(Codes(EventsOf<X12GroupEnd>(*read)[0].issues), ElementsAre("5", "4"));
    EXPECT_THAT(Codes(EventsOf<X12InterchangeEnd>(*read)[0].issues), ElementsAre("021", "001"));
    const bool rejected = read == &strict;
    EXPECT_EQ(EventsOf<X12TransactionEnd>(*read)[0].rejected, rejected);
    EXPECT_EQ(EventsOf<X12GroupEnd>(*read)[0].rejected, rejected);
    EXPECT_EQ(EventsOf<X12InterchangeEnd>(*read)[0].rejected, rejected);
  }
}

TEST(X12Events, WhatItsHeaderRejectsIsNotRead) {
  std::string bytes = kHead + kSt + Lines(kParties + kClaim + kLine) + "SE*17*0001~" + kTail;
  bytes.replace(bytes.find("GS*HC"), 5, "GS*HP");
  const Read lenient = ReadAll(bytes);
  EXPECT_THAT(lenient.claims, SizeIs(1));
  const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
  EXPECT_THAT(strict.claims, IsEmpty());
  EXPECT_EQ(Order(strict), "ISA GS ST se ge iea");
  EXPECT_TRUE(EventsOf<X12TransactionEnd>(strict)[0].rejected);
  const X12GroupEnd group = EventsOf<X12GroupEnd>(strict)[0];
  EXPECT_TRUE(group.rejected);
  EXPECT_EQ(group.transactions, 1u);
  EXPECT_EQ(group.transactions_accepted, 0u);
  EXPECT_THAT(Codes(group.issues), ElementsAre("1"));
}

TEST(X12Events, AGuideThatIsNotServedRejectsTransactionAndGroup) {
  std::string bytes = Interchange(kParties + kClaim, "005010X224A2");
  const Read read = ReadAll(bytes);
  const X12Transaction begin = EventsOf<X12Transaction>(read)[0];
  EXPECT_EQ(begin.guide, Guide::kUnsupported);
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  EXPECT_TRUE(end.rejected);
  EXPECT_THAT(Codes(end.issues), ElementsAre("I6"));
  EXPECT_EQ(end.claims, 0u);
  EXPECT_EQ(end.segments, 15u);
  EXPECT_THAT(Codes(EventsOf<X12GroupEnd>(read)[0].issues), ElementsAre("2"));
  EXPECT_TRUE(EventsOf<X12GroupEnd>(read)[0].rejected);
}

TEST(X12Events, IssuesSayWhereInTheTransactionTheyAre) {
  auto parties = kParties;
  parties[6] = "SBR*P*18*******QQ";
  const Read read = ReadAll(Interchange(parties + kClaim + std::vector<std::string>{"ZZZ*1"} +
                                        kLine + std::vector<std::string>{"NM1*36*1*A"}));
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  ASSERT_THAT(end.issues, SizeIs(3));
  EXPECT_EQ(end.issues[0].loop, "2000B");
  EXPECT_EQ(end.issues[0].segment, "SBR");
  EXPECT_EQ(end.issues[0].element, 9);
  EXPECT_EQ(end.issues[0].value, "QQ");
  EXPECT_EQ(end.issues[0].data_element, 1032);
  EXPECT_EQ(end.issues[0].claim_id, "");
  EXPECT_EQ(end.issues[1].loop, "2300");
  EXPECT_EQ(end.issues[1].segment, "ZZZ");
  EXPECT_EQ(end.issues[1].claim_id, "C1");
  EXPECT_EQ(end.issues[2].loop, "2400");
  EXPECT_EQ(end.issues[2].segment, "NM1");
}

TEST(X12Events, AnIssueOfAComponentGivesThatComponentBack) {
  const Read read = ReadAll(Interchange(
      kParties + std::vector<std::string>{"CLM*C1*100***11:B:1", "HI*ABK:I10*ABF:E11.9"} + kLine));
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  ASSERT_THAT(end.issues, SizeIs(1));
  EXPECT_EQ(end.issues[0].element, 2);
  EXPECT_EQ(end.issues[0].component, 2);
  EXPECT_EQ(end.issues[0].data_element, 1271);
  EXPECT_EQ(end.issues[0].value, "E11.9");
}

TEST(X12Events, IssuesOfATransactionAreBounded) {
  std::vector<std::string> body = kParties + kClaim;
  for (int i = 0; i < 50; ++i) body.push_back("NM1*36*1*A");
  const Read read = ReadAll(Interchange(body), {.max_issues = 5});
  const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
  EXPECT_THAT(end.issues, SizeIs(5));
  EXPECT_EQ(end.issues_dropped, 45u);
}

}  // namespace
}  // namespace scrubline
