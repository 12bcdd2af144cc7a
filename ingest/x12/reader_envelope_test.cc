// Interchanges, groups and transactions: which are read, which are refused, and by what code.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ingest/x12/testing.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(X12Reader, TheGuideIsFoundOutAndOthersAreRefused) {
  struct Case {
    std::string st03, gs08, clm05;
    ClaimType type;  // kUnset: refused
  };
  const std::vector<Case> cases = {
      {"005010X222A1", "005010X222A1", "11:B:1", ClaimType::kProfessional},
      {"005010X222", "005010X222", "11:B:1", ClaimType::kProfessional},
      {"005010X223A3", "005010X223A2", "13:A:1", ClaimType::kInstitutional},
      {"005010X223A2", "005010X222A1", "13:A:1", ClaimType::kInstitutional},
      {"", "005010X223A2", "13:A:1", ClaimType::kInstitutional},
      {"", "005010", "13:A:1", ClaimType::kInstitutional},
      {"", "", "11:B:1", ClaimType::kProfessional},
      {"005010X222A1", "005010X221A1", "11:B:1", ClaimType::kProfessional},
      {"005010X224A2", "005010X224A2", "11:B:1", ClaimType::kUnset},
      {"005010X291", "005010X291", "11:B:1", ClaimType::kUnset},
      {"005010X298", "005010X298", "11:B:1", ClaimType::kUnset},
      {"", "004010X098A1", "11:B:1", ClaimType::kUnset},
      {"004010X096A1", "005010X222A1", "11:B:1", ClaimType::kUnset},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.st03 + " in " + test.gs08);
    const Read read = ReadAll(
        kIsa + Lines({"GS*HC*S*R*20240513*0930*7*X*" + test.gs08, "ST*837*0001*" + test.st03}) +
        Lines(kParties) + Lines({"CLM*C*1***" + test.clm05}) +
        Lines({"SE*13*0001", "GE*1*7", "IEA*1*000000001"}));
    if (test.type == ClaimType::kUnset) {
      EXPECT_EQ(read.status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_THAT(read.issues, HasProblem(X12Problem::kGuideUnsupported));
      EXPECT_THAT(read.claims, IsEmpty());
    } else {
      EXPECT_TRUE(read.status.ok()) << read.status;
      ASSERT_THAT(read.claims, SizeIs(1));
      EXPECT_EQ(read.claims[0].type, test.type);
    }
  }
}

TEST(X12Reader, OtherTransactionsAreRefusedAndReadingGoesOn) {
  std::string isa = kIsa;
  isa.replace(isa.find("000000001"), 9, "000000002");
  const std::string remittance =
      isa + Lines({"GS*HP*S*R*20240513*0930*8*X*005010X221A1", "ST*835*0001", "BPR*I*1",
                   "CLP*C1*1*1*1", "SE*4*0001", "GE*1*8", "IEA*1*000000002"});
  const Read both = ReadAll(remittance + Interchange(kParties + kClaim + kLine));
  EXPECT_TRUE(both.status.ok()) << both.status;
  EXPECT_THAT(both.claims, SizeIs(1));
  EXPECT_THAT(both.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kNotClaims)));
  EXPECT_EQ(
      both.issues[0].ToString(),
      "error: interchange 1, group 1, transaction 1, segment 1, byte 148: the transaction set "
      "holds no claims and was skipped (835); send 837 transactions");
  EXPECT_EQ(both.sources[0].at.interchange, 2u);
  EXPECT_EQ(both.sources[0].at.transaction, 2u);

  const Read alone = ReadAll(remittance);
  EXPECT_EQ(alone.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(alone.status.message()), HasSubstr("found 835"));
}

TEST(X12Reader, InputThatIsNoX12IsAClearError) {
  struct Case {
    std::string bytes, message;
  };
  const std::vector<Case> cases = {
      {"", "the input is empty"},
      {" \r\n ", "the input is empty"},
      {"claim_id,code\n1,99213\n",
       "no ISA segment in the first 22 bytes: the input is not an X12 interchange"},
      {std::string(100000, 'x'),
       "no ISA segment in the first 65536 bytes: the input is not an X12 interchange"},
      {std::string(100000, 'x') + kIsa,
       "no ISA segment in the first 65536 bytes: the input is not an X12 interchange"},
      {"GS*HC*S*R~ST*837*1~",
       "the input begins with GS: the ISA segment of the envelope is missing; add it"},
      {"ST*837*1~", "the input begins with ST: the ISA segment of the envelope is missing; add it"},
      {std::string("I\0S\0A\0*\0", 8), "the input looks like UTF-16; convert it to ASCII or UTF-8"},
      {"ISA*00*short~GS*HC~",
       "byte 0: the ISA segment is garbled: 16 elements and three different separators were "
       "expected; write the ISA with its fixed widths"},
      {std::string(kIsa) + "IEA*0*000000001~",
       "the input holds no 837 professional or institutional transaction (no transaction); send "
       "005010X222A1 or 005010X223A2"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.message);
    const Read read = ReadAll(test.bytes, {.mode = X12Mode::kStrict});
    EXPECT_EQ(read.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(std::string(read.status.message()), test.message);
    EXPECT_THAT(read.claims, IsEmpty());
  }
}

TEST(X12Reader, ATruncatedFileDeliversItsCompleteClaims) {
  const std::string whole = Interchange(kParties + kClaim + kLine + kClaim + kLine + kLine);
  const size_t second = whole.rfind("CLM*");
  const size_t transaction_end = whole.find("SE*");
  for (size_t size = 1; size < whole.size(); ++size) {
    SCOPED_TRACE(size);
    const Read read = ReadAll(whole.substr(0, size));
    // Within the terminated SE and behind it nothing of a claim is missing.
    const size_t complete = whole.find('~', transaction_end);
    if (size > complete) {
      EXPECT_TRUE(read.status.ok()) << read.status;
      EXPECT_THAT(read.claims, SizeIs(2));
    } else {
      EXPECT_FALSE(read.status.ok());
      EXPECT_THAT(read.claims, SizeIs(size > whole.find('~', second) ? 1 : 0));
    }
  }
  const Read read = ReadAll(whole.substr(0, second + 40));
  EXPECT_EQ(read.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(std::string(read.status.message()),
            "the input ends at byte " + std::to_string(second + 40) +
                " inside transaction 1, after 1 complete claims; send the whole file");
  EXPECT_THAT(read.issues, HasProblem(X12Problem::kTruncated));
}

TEST(X12Reader, EnvelopeFaultsAreReportedAndClaimsRead) {
  const std::string body = Lines(kParties + kClaim + kLine);
  const std::string gs = "GS*HC*S*R*20240513*0930*7*X*005010X222A1~";
  const std::string st = "ST*837*0001*005010X222A1~";
  const std::string se = "SE*17*0001~";
  struct Case {
    std::string name, bytes;
    X12Problem problem;
  };
  const std::vector<Case> cases = {
      {"no SE", kIsa + gs + st + body + "GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionTrailerMissing},
      {"SE01", kIsa + gs + st + body + "SE*99*0001~GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionCount},
      {"SE02", kIsa + gs + st + body + "SE*17*0002~GE*1*7~IEA*1*000000001~",
       X12Problem::kTransactionControlNumber},
      {"no GE", kIsa + gs + st + body + se + "IEA*1*000000001~", X12Problem::kGroupTrailerMissing},
      {"GE01", kIsa + gs + st + body + se + "GE*2*7~IEA*1*000000001~", X12Problem::kGroupCount},
      {"GE02", kIsa + gs + st + body + se + "GE*1*8~IEA*1*000000001~",
       X12Problem::kGroupControlNumber},
      {"no IEA", kIsa + gs + st + body + se + "GE*1*7~", X12Problem::kInterchangeTrailerMissing},
      {"IEA01", kIsa + gs + st + body + se + "GE*1*7~IEA*2*000000001~",
       X12Problem::kInterchangeCount},
      {"IEA02", kIsa + gs + st + body + se + "GE*1*7~IEA*1*000000002~",
       X12Problem::kInterchangeControlNumber},
      {"GS01", kIsa + ("GS*HP" + gs.substr(5)) + st + body + se + "GE*1*7~IEA*1*000000001~",
       X12Problem::kGroupKind},
      {"no GS", kIsa + st + body + se + "IEA*0*000000001~", X12Problem::kGroupHeaderMissing},
      {"stray segment", kIsa + gs + "N4*A~" + st + body + se + "GE*1*7~IEA*1*000000001~",
       X12Problem::kOutsideTransaction},
      {"SE without ST", kIsa + gs + st + body + se + "SE*1*0001~GE*1*7~IEA*1*000000001~",
       X12Problem::kTrailerWithoutHeader},
      {"GE without GS", kIsa + gs + st + body + se + "GE*1*7~GE*1*7~IEA*1*000000001~",
       X12Problem::kTrailerWithoutHeader},
      {"prose behind", kIsa + gs + st + body + se + "GE*1*7~IEA*1*000000001~\nthe end",
       X12Problem::kBytesSkipped},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadOne(test.bytes);
    EXPECT_THAT(read.issues, ElementsAre(Field(&X12Issue::problem, test.problem)));
  }
}

// What stands in an interchange around `body`, with one thing of it replaced.
std::string Replaced(const std::string& from, const std::string& to,
                     const std::vector<std::string>& body = kParties + kClaim + kLine) {
  std::string bytes = Interchange(body);
  const size_t at = bytes.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return bytes.replace(at, from.size(), to);
}

TEST(X12Reader, WhatAnIsaHoldsIsChecked) {
  struct Case {
    std::string from, to, code;
  };
  const std::vector<Case> cases = {
      {"ISA*00", "ISA*99", "010"},
      {"*00*          *ZZ*S", "*77*          *ZZ*S", "012"},
      {"*ZZ*SENDER", "*Z9*SENDER", "005"},
      {"*SENDER         *", "*               *", "006"},
      {"*ZZ*RECEIVER", "*  *RECEIVER", "007"},
      {"*RECEIVER       *", "*               *", "008"},
      {"*240513*", "*241313*", "014"},
      {"*0930*^", "*2530*^", "015"},
      {"*^*00501", "*U*00501", "016"},
      {"*00501*", "*00401*", "003"},
      {"*0*T*", "*2*T*", "019"},
      {"*0*T*", "*0*X*", "020"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.to);
    const std::string bytes = Replaced(test.from, test.to);
    const Read read = ReadAll(bytes);
    EXPECT_THAT(read.claims, SizeIs(1)) << "lenient: read on";
    const X12InterchangeEnd end = EventsOf<X12InterchangeEnd>(read)[0];
    ASSERT_THAT(end.issues, SizeIs(1));
    EXPECT_EQ(end.issues[0].ack().code, test.code);
    EXPECT_EQ(end.issues[0].ack().in, X12AckCode::In::kInterchange);
    EXPECT_FALSE(end.rejected);
    const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
    const bool tolerated = test.code == "016";
    EXPECT_THAT(strict.claims, SizeIs(tolerated ? 1 : 0));
    EXPECT_EQ(EventsOf<X12InterchangeEnd>(strict)[0].rejected, !tolerated);
  }
  std::string letters = Replaced("*000000001*0*T", "*00000000X*0*T");
  EXPECT_EQ(EventsOf<X12InterchangeEnd>(ReadAll(letters))[0].issues[0].ack().code, "018");
}

TEST(X12Reader, AnInterchangeWithoutUsableSeparatorsIsRejectedAndAnswerable) {
  for (const auto& [to, code] : {std::pair{"*T*::", "004"}, std::pair{"*T*A~", "027"}}) {
    SCOPED_TRACE(to);
    const Read read = ReadAll(Replaced("*T*:~", to));
    EXPECT_THAT(read.claims, IsEmpty());
    EXPECT_EQ(read.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(EventsOf<X12Interchange>(read)[0].sender, "SENDER");
    const X12InterchangeEnd end = EventsOf<X12InterchangeEnd>(read)[0];
    EXPECT_TRUE(end.rejected);
    ASSERT_THAT(end.issues, SizeIs(1));
    EXPECT_EQ(end.issues[0].ack().code, code);
  }
}

TEST(X12Reader, NumbersUsedTwiceAreTold) {
  const std::string body = Lines(kParties + kClaim + kLine) + "SE*17*0001~";
  const std::string st = "ST*837*0001*005010X222A1~BHT*0019*00*1*20240513*0930*CH~";
  const std::string whole = Interchange(kParties + kClaim + kLine);
  const std::string gs = "GS*HC*S*R*20240513*0930*7*X*005010X222A1~";
  struct Case {
    std::string name, bytes, code;
    X12AckCode::In in;
  };
  const std::vector<Case> cases = {
      {"ISA13", whole + whole, "025", X12AckCode::In::kInterchange},
      {"GS06", kIsa + gs + "GE*0*7~" + gs + "GE*0*7~IEA*2*000000001~", "19",
       X12AckCode::In::kGroup},
      {"ST02", kIsa + gs + st + "SE*3*0001~" + st + "SE*3*0001~GE*2*7~IEA*1*000000001~", "23",
       X12AckCode::In::kTransaction},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadAll(test.bytes);
    const auto of_kind = [&](const X12Issue& issue) {
      return issue.ack().in == test.in && issue.ack().code == test.code;
    };
    EXPECT_EQ(std::count_if(read.issues.begin(), read.issues.end(), of_kind), 1);
  }
  // Another sender may use the same number, and so may another interchange its groups'.
  std::string other = whole;
  other.replace(other.find("SENDER "), 7, "SENDER2");
  const Read read = ReadAll(whole + other);
  EXPECT_THAT(read.issues, IsEmpty());
  EXPECT_THAT(read.claims, SizeIs(2));
}

TEST(X12Reader, AControlNumberOfATransactionHasFourToNineCharacters) {
  for (const char* number : {"001", "0123456789"}) {
    std::string bytes = Replaced("ST*837*0001", std::string("ST*837*") + number);
    bytes.replace(bytes.find("*0001~\nGE"), 5, std::string("*") + number);
    const X12TransactionEnd end = EventsOf<X12TransactionEnd>(ReadAll(bytes))[0];
    ASSERT_THAT(end.issues, SizeIs(1));
    EXPECT_EQ(end.issues[0].ack().code, "7");
    EXPECT_FALSE(end.rejected);
  }
}

TEST(X12Reader, ClaimsSentTwiceAreTold) {
  const auto twice = [](const std::string& between, const std::string& second) {
    std::vector<std::string> body = kParties + kClaim + kLine;
    if (!between.empty()) body.push_back(between);
    return ReadAll(Interchange(body + std::vector<std::string>{second} + kLine));
  };
  const Read same = twice("", kClaim[0]);
  EXPECT_THAT(same.issues, ElementsAre(Field(&X12Issue::problem, X12Problem::kDuplicateClaim)));
  EXPECT_EQ(same.issues[0].claim_id, "C1");
  EXPECT_EQ(same.issues[0].position, same.sources[1].at);
  EXPECT_FALSE(same.sources[0].is_duplicate);
  EXPECT_TRUE(same.sources[1].is_duplicate);
  // A replacement repeats the number, and so may another practice.
  EXPECT_THAT(twice("", "CLM*C1*100***11:B:7*Y*A*Y*Y").issues, IsEmpty());
  const Read next_file =
      ReadAll(Interchange(kParties + kClaim) + Replaced("ISA*00", "ISA*03", kParties + kClaim));
  EXPECT_FALSE(next_file.sources[1].is_duplicate) << "another interchange";
}

TEST(X12Reader, LenientlyAnIsaMayBeMissing) {
  const std::string whole = Interchange(kParties + kClaim + kLine);
  const std::string from_gs = whole.substr(whole.find("GS*"));
  const std::string from_st = whole.substr(whole.find("ST*"));
  for (const std::string& bytes : {from_gs, from_st}) {
    const Read read = ReadAll(bytes);
    EXPECT_TRUE(read.status.ok()) << read.status;
    EXPECT_THAT(read.claims, SizeIs(1));
    EXPECT_EQ(read.issues[0].problem, X12Problem::kIsaMissing);
    EXPECT_EQ(EventsOf<X12Interchange>(read)[0].sender, "");
    EXPECT_EQ(EventsOf<X12InterchangeEnd>(read).size(), 1u);
    EXPECT_EQ(read.totals.interchanges, 0u);
    const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
    EXPECT_EQ(strict.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(strict.claims, IsEmpty());
    EXPECT_THAT(strict.events, IsEmpty());
  }
}

TEST(X12Reader, BytesBetweenInterchangesAreToldWithTheirRange) {
  const std::string whole = Interchange(kParties + kClaim);
  const Read read = ReadAll(whole + "garbage\n" + Replaced("*SENDER ", "*SENDER2", kParties));
  ASSERT_FALSE(read.issues.empty());
  const X12Issue& issue = read.issues[0];
  EXPECT_EQ(issue.problem, X12Problem::kBytesSkipped);
  EXPECT_EQ(issue.position.offset, whole.size());
  EXPECT_EQ(issue.detail, "to byte " + std::to_string(whole.size() + 7));
  EXPECT_EQ(read.totals.interchanges, 2u);
}

TEST(X12Reader, ContentOfAnotherKindRejectsTheTransaction) {
  struct Case {
    std::string name;
    std::vector<std::string> body;
  };
  const std::vector<Case> cases = {
      {"CLM05", kParties + std::vector<std::string>{"CLM*C1*1***13:A:1"}},
      {"SV2", kParties + kClaim + std::vector<std::string>{"LX*1", "SV2*0450*HC:99213*1*UN*1"}},
      {"SV3", kParties + kClaim + std::vector<std::string>{"LX*1", "SV3*AD:D0120*1"}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    const Read read = ReadAll(Interchange(test.body));
    const X12TransactionEnd end = EventsOf<X12TransactionEnd>(read)[0];
    EXPECT_TRUE(end.rejected);
    EXPECT_EQ(end.issues[0].ack().code, "I6");
    EXPECT_EQ(end.issues[0].ack().in, X12AckCode::In::kTransaction);
  }
}

TEST(X12Reader, StrictlyASeparatorThatIsaDoesNotDeclareRejectsTheInterchange) {
  const std::string bytes =
      Interchange(kParties + std::vector<std::string>{"CLM*C1*100***11>B>1*Y*A*Y*Y", "LX*1",
                                                      "SV1*HC>99213*100*UN*1***1", "CLM*C2*1"});
  const Read strict = ReadAll(bytes, {.mode = X12Mode::kStrict});
  EXPECT_THAT(strict.claims, IsEmpty());
  const X12InterchangeEnd end = EventsOf<X12InterchangeEnd>(strict)[0];
  EXPECT_TRUE(end.rejected);
  EXPECT_EQ(end.issues[0].ack().code, "027");
  EXPECT_TRUE(EventsOf<X12TransactionEnd>(strict)[0].rejected);
}

}  // namespace
}  // namespace scrubline
