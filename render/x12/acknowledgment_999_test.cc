#include "render/x12/acknowledgment_999.h"

#include <string>
#include <utility>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::HasSubstr;

const AnswerEnvelope kEnvelope{.first_control_number = 5,
                               .now = [] { return X12Moment{.date = "20240512", .time = "0930"}; }};

std::string AnswerTo(const std::vector<X12Event>& events) {
  std::string text;
  AcknowledgmentWriter writer(kEnvelope, [&](std::string_view piece) { text += piece; });
  for (const X12Event& event : events) writer.OnEvent(event);
  writer.Finish();
  std::erase(text, '\n');
  return text;
}

std::string AnswerTo(const std::string& input, X12Mode mode = X12Mode::kStrict) {
  return AnswerTo(ReadAll(input, {.mode = mode}).events);
}

const X12Interchange kInterchange{.sender_qualifier = "30",
                                  .sender = "SENDER",
                                  .receiver_qualifier = "ZZ",
                                  .receiver = "US",
                                  .date = "240510",
                                  .time = "0800",
                                  .version = "00501",
                                  .control_number = "000000123",
                                  .usage = "T"};
const X12Group kGroup{.functional_id = "HC",
                      .sender = "SENDERGS",
                      .receiver = "USGS",
                      .control_number = "55",
                      .version = "005010X222A1"};
const X12Transaction kTransaction{
    .set = "837", .control_number = "0001", .version = "005010X222A1"};

X12Issue IssueOf(X12Problem problem, uint32_t segment) {
  X12Issue issue;
  issue.problem = problem;
  issue.position.segment = segment;
  return issue;
}

constexpr const char* kIsaBack =
    "ISA*00*          *00*          *ZZ*US             *30*SENDER         *240512*0930*^*00501*"
    "000000005*0*T*:~";
constexpr const char* kGsBack = "GS*FA*USGS*SENDERGS*20240512*0930*5*X*005010X231A1~";

TEST(Acknowledgment, AcceptsWhatIsInOrder) {
  X12GroupEnd end{.transactions_stated = 1, .transactions = 1, .transactions_accepted = 1};
  EXPECT_EQ(
      AnswerTo({kInterchange, kGroup, kTransaction, X12TransactionEnd{}, end, X12InterchangeEnd{}}),
      std::string(kIsaBack) + kGsBack +
          "ST*999*0001*005010X231A1~AK1*HC*55*005010X222A1~AK2*837*0001*005010X222A1~IK5*A~"
          "AK9*A*1*1*1~SE*6*0001~GE*1*5~IEA*1*000000005~");
}

TEST(Acknowledgment, NamesSegmentsAndElements) {
  X12TransactionEnd end;
  X12Issue unknown = IssueOf(X12Problem::kSegmentUnexpected, 12);
  unknown.segment = "XYZ";
  unknown.loop = "2010AA";
  X12Issue code = IssueOf(X12Problem::kLineOfBusiness, 20);
  code.segment = "SBR";
  code.loop = "2000B";
  code.element = 9;
  code.data_element = 1032;
  code.value = "Q*9";
  code.claim_id = "PCN:1";
  X12Issue charset = IssueOf(X12Problem::kCharset, 20);
  charset.segment = "SBR";
  charset.loop = "2000B";
  charset.element = 4;
  charset.component = 2;
  charset.claim_id = "PCN:1";
  X12Issue note = IssueOf(X12Problem::kHierarchyParent, 21);  // no acknowledgement knows it
  X12Issue nameless = IssueOf(X12Problem::kSegmentName, 30);
  end.issues = {unknown, code, charset, note, nameless};
  end.rejected = true;
  X12GroupEnd group{.transactions_stated = 1, .transactions = 1};
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction, end, group, X12InterchangeEnd{}}),
              HasSubstr("AK2*837*0001*005010X222A1~"
                        "IK3*XYZ*12*2010*2~"
                        "IK3*SBR*20*2000*8~CTX*CLM01:PCN 1~IK4*9*1032*7*Q 9~IK4*4:2**6~"
                        "IK3*ZZ*30**1~"
                        "IK5*R*5~AK9*R*1*1*0~SE*12*0001~"));
}

TEST(Acknowledgment, ErrorsThatDoNotRejectAreAcceptedWithErrors) {
  X12TransactionEnd end;
  end.issues = {IssueOf(X12Problem::kTransactionCount, 40)};
  X12GroupEnd group{.transactions_stated = 2, .transactions = 2, .transactions_accepted = 2};
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction, end, kTransaction, X12TransactionEnd{},
                        group, X12InterchangeEnd{}}),
              HasSubstr("IK5*E*4~AK2*837*0001*005010X222A1~IK5*A~AK9*E*2*2*2~"));
}

TEST(Acknowledgment, SomeAcceptedIsPartly) {
  X12TransactionEnd rejected;
  rejected.rejected = true;
  rejected.issues = {IssueOf(X12Problem::kTransactionTrailerMissing, 40)};
  X12GroupEnd group{.transactions_stated = 3, .transactions = 2, .transactions_accepted = 1};
  group.issues = {IssueOf(X12Problem::kGroupCount, 0)};
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction, rejected, kTransaction,
                        X12TransactionEnd{}, group, X12InterchangeEnd{}}),
              HasSubstr("IK5*R*2~AK2*837*0001*005010X222A1~IK5*A~AK9*P*3*2*1*5~"));
  group.rejected = true;
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction, X12TransactionEnd{}, group,
                        X12InterchangeEnd{}}),
              HasSubstr("AK9*R*3*2*0*5~"));
}

TEST(Acknowledgment, AnUnsupportedGuideIsRefusedInBothPlaces) {
  const std::string answer =
      AnswerTo(Interchange(kParties + kClaim + kLine, "005010X224A2"), X12Mode::kLenient);
  EXPECT_THAT(answer, HasSubstr("AK1*HC*7*005010X224A2~"));
  EXPECT_THAT(answer, HasSubstr("IK5*R*I6~"));
  EXPECT_THAT(answer, HasSubstr("AK9*R*1*1*0*2~"));
}

TEST(Acknowledgment, TheInterchangeIsAcknowledgedWhereAskedOrAtFault) {
  X12Interchange asked = kInterchange;
  asked.acknowledgment_requested = true;
  const X12GroupEnd group{.transactions_stated = 1, .transactions = 1, .transactions_accepted = 1};
  EXPECT_THAT(
      AnswerTo({asked, kGroup, kTransaction, X12TransactionEnd{}, group, X12InterchangeEnd{}}),
      HasSubstr(std::string(kIsaBack) + "TA1*000000123*240510*0800*A*000~" + kGsBack));

  X12InterchangeEnd end;
  end.issues = {IssueOf(X12Problem::kInterchangeControlNumber, 0),
                IssueOf(X12Problem::kInterchangeCount, 0)};
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction, X12TransactionEnd{}, group, end}),
              HasSubstr(std::string(kIsaBack) + "TA1*000000123*240510*0800*E*001~" + kGsBack));
  end.rejected = true;
  EXPECT_EQ(AnswerTo({kInterchange, end}),
            std::string(kIsaBack) + "TA1*000000123*240510*0800*R*001~IEA*0*000000005~");
}

TEST(Acknowledgment, AcknowledgmentsAreNotAcknowledged) {
  X12Group answer = kGroup;
  answer.functional_id = "FA";
  EXPECT_EQ(AnswerTo({kInterchange, answer, kTransaction, X12TransactionEnd{}, X12GroupEnd{},
                      X12InterchangeEnd{}}),
            "");
}

TEST(Acknowledgment, EachInterchangeAndGroupHasItsOwn) {
  const X12GroupEnd group{.transactions_stated = 1, .transactions = 1, .transactions_accepted = 1};
  const std::string text =
      AnswerTo({kInterchange, kGroup, kTransaction, X12TransactionEnd{}, group, kGroup,
                kTransaction, X12TransactionEnd{}, group, X12InterchangeEnd{}, kInterchange, kGroup,
                kTransaction, X12TransactionEnd{}, group, X12InterchangeEnd{}});
  EXPECT_THAT(text, HasSubstr("GE*1*5~GS*FA*"));
  EXPECT_THAT(text, HasSubstr("GE*1*6~IEA*2*000000005~ISA*"));
  EXPECT_THAT(text, HasSubstr("GE*1*7~IEA*1*000000006~"));
}

TEST(Acknowledgment, WhatBreaksOffIsEndedAndRejected) {
  EXPECT_THAT(AnswerTo({kInterchange, kGroup, kTransaction}),
              HasSubstr("IK5*R~AK9*R*0*0*0~SE*6*0001~GE*1*5~IEA*1*000000005~"));
  const std::string whole = Interchange(kParties + kClaim + kLine);
  for (size_t size = 0; size < whole.size(); size += 7) {
    const std::string answer = AnswerTo(whole.substr(0, size));
    if (answer.empty()) continue;
    EXPECT_TRUE(answer.ends_with("*000000005~")) << size;
    // A group that was whole is accepted; the interchange around it is not.
    EXPECT_TRUE(answer.find("AK9*A") == answer.npos || answer.find("*R*001~") != answer.npos ||
                answer.find("*R*023~") != answer.npos)
        << answer;
  }
}

TEST(Acknowledgment, AnAnswerTooLongToHoldBackHasItsTA1Behind) {
  X12Interchange asked = kInterchange;
  asked.acknowledgment_requested = true;
  std::string text;
  size_t longest = 0;
  AcknowledgmentWriter writer(kEnvelope, [&](std::string_view piece) {
    text += piece;
    longest = std::max(longest, piece.size());
  });
  writer.OnEvent(asked);
  writer.OnEvent(kGroup);
  const size_t transactions = 3 * AcknowledgmentWriter::kMaxHeld / 40;
  for (size_t i = 0; i < transactions; ++i) {
    writer.OnEvent(kTransaction);
    writer.OnEvent(X12TransactionEnd{});
  }
  writer.OnEvent(X12GroupEnd{.transactions_stated = transactions,
                             .transactions = transactions,
                             .transactions_accepted = transactions});
  writer.OnEvent(X12InterchangeEnd{});
  EXPECT_LT(longest, AcknowledgmentWriter::kMaxHeld + 1000);
  std::erase(text, '\n');
  const std::string tail = text.substr(text.size() - 300);
  EXPECT_THAT(tail, HasSubstr("GE*1*5~IEA*1*000000005~ISA*"));
  EXPECT_THAT(tail, HasSubstr("000000006*0*T*:~TA1*000000123*240510*0800*A*000~IEA*0*000000006~"));
  EXPECT_TRUE(text.starts_with(std::string(kIsaBack) + kGsBack));
}

}  // namespace
}  // namespace scrubline
