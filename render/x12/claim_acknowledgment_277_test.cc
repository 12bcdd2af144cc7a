#include "render/x12/claim_acknowledgment_277.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/x12/tokenizer.h"
#include "ingest/x12/values.h"
#include "render/status_code_list.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// What a clearinghouse is sent, as events.
class Answered {
 public:
  explicit Answered(ClaimAcknowledgmentSettings settings = {.id = "CLEAR1", .name = "CLEARING"})
      : writer_(std::move(settings),
                {.first_control_number = 7,
                 .now = [] { return X12Moment{.date = "20240512", .time = "0930"}; }},
                [this](std::string_view piece) { text_ += piece; }) {}

  Answered& Begin() {
    writer_.OnEvent(X12Interchange{.sender_qualifier = "30",
                                   .sender = "SENDER",
                                   .receiver_qualifier = "ZZ",
                                   .receiver = "US",
                                   .date = "240510",
                                   .time = "0800",
                                   .version = "00501",
                                   .control_number = "000000123",
                                   .usage = "T"});
    writer_.OnEvent(X12Group{.functional_id = "HC",
                             .sender = "SENDERGS",
                             .receiver = "USGS",
                             .control_number = "55",
                             .version = "005010X222A1"});
    return BeginTransaction();
  }
  Answered& BeginTransaction() {
    writer_.OnEvent(X12Transaction{.set = "837",
                                   .control_number = "0001",
                                   .version = "005010X222A1",
                                   .guide = Guide::kProfessional});
    return *this;
  }
  Answered& Claim(const X12ClaimSource& source, const v1::ScrubResult& result) {
    writer_.OnClaim(source, result);
    return *this;
  }
  Answered& EndTransaction(bool rejected = false) {
    X12TransactionEnd end;
    end.reference = "BATCH9";
    end.submitter = {.entity_type = "2", .last_name = "BILLING SERVICE", .id = "SUB1"};
    end.receiver = {.entity_type = "2", .last_name = "THE RECEIVER", .id = "REC1"};
    end.rejected = rejected;
    writer_.OnEvent(end);
    return *this;
  }
  // The answer, without line breaks.
  std::string End() {
    writer_.OnEvent(X12GroupEnd{});
    writer_.OnEvent(X12InterchangeEnd{});
    writer_.Finish();
    std::erase(text_, '\n');
    return text_;
  }

 private:
  std::string text_;
  ClaimAcknowledgmentWriter writer_;
};

X12ClaimSource SourceOf(std::string_view id, std::string_view charge, uint32_t provider = 1) {
  X12ClaimSource source;
  source.billing_level = provider;
  source.billing = {.entity_type = "2",
                    .last_name = "GROUP " + std::to_string(provider),
                    .id_qualifier = "XX",
                    .id = "1234567893"};
  source.patient = {.entity_type = "1", .last_name = "DOE", .first_name = "JANE"};
  source.subscriber_id = "MEMBER1";
  source.claim_id = id;
  source.total_charge = charge;
  source.service_from = "20240501";
  return source;
}

v1::ScrubResult Clean() {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::CLEAN);
  return result;
}

v1::ScrubResult With(std::string_view rule_id, v1::Finding::Severity severity, int line = 0,
                     std::string_view field = "") {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::BLOCKED);
  v1::Finding& finding = *result.add_findings();
  finding.set_rule_id(std::string(rule_id));
  finding.set_severity(severity);
  finding.set_outcome(v1::Finding::FIRED);
  finding.set_field(std::string(field));
  finding.set_message("why " + std::string(rule_id));
  if (line > 0) finding.add_line_numbers(line);
  return result;
}

TEST(ClaimAcknowledgment, AnAcceptedAndARejectedClaim) {
  X12ClaimSource rejected = SourceOf("PCN2", "75.50");
  rejected.clearinghouse_trace = "TRACE7";
  rejected.service_through = "20240502";
  rejected.lines = {{.number = "1", .procedure = "HC:99213:25", .charge = "35", .units = "1"},
                    {.number = "2",
                     .control_number = "6R2",
                     .procedure = "HC:11042:59:::LT:note",
                     .charge = "40.50",
                     .units = "1",
                     .service_from = "20240502"}};
  const std::string text = Answered()
                               .Begin()
                               .Claim(SourceOf("PCN1", "100"), Clean())
                               .Claim(rejected, With("NCCI.PTP", v1::Finding::DENY, 2))
                               .EndTransaction()
                               .End();
  EXPECT_EQ(text,
            "ISA*00*          *00*          *ZZ*US             *30*SENDER         *240512*0930*^*"
            "00501*000000007*0*T*:~"
            "GS*HN*USGS*SENDERGS*20240512*0930*7*X*005010X214~"
            "ST*277*0001*005010X214~"
            "BHT*0085*08*000000007-0001*20240512*0930*TH~"
            "HL*1**20*1~"
            "NM1*AY*2*CLEARING*****46*CLEAR1~"
            "TRN*1*000000007-0001~"
            "DTP*050*D8*20240512~"
            "DTP*009*D8*20240512~"
            "HL*2*1*21*1~"
            "NM1*41*2*BILLING SERVICE*****46*SUB1~"
            "TRN*2*BATCH9~"
            "STC*A1:19:PR*20240512*WQ*175.5~"
            "QTY*90*1~QTY*AA*1~AMT*YU*100~AMT*YY*75.5~"
            "HL*3*2*19*1~"
            "NM1*85*2*GROUP 1*****XX*1234567893~"
            "TRN*1*0~"
            "STC*A1:19:PR**WQ*175.5~"
            "QTY*QA*1~QTY*QC*1~AMT*YU*100~AMT*YY*75.5~"
            "HL*4*3*PT~"
            "NM1*QC*1*DOE*JANE****MI*MEMBER1~"
            "TRN*2*PCN1~"
            "STC*A2:20*20240512*WQ*100~"
            "DTP*472*D8*20240501~"
            "HL*5*3*PT~"
            "NM1*QC*1*DOE*JANE****MI*MEMBER1~"
            "TRN*2*PCN2~"
            "STC*A8:454*20240512*U*75.5******A8:453**why NCCI.PTP~"
            "REF*D9*TRACE7~"
            "DTP*472*RD8*20240501-20240502~"
            "SVC*HC:11042:59:::LT*40.5*****1~"
            "STC*A8:454*20240512*U*******A8:453~"
            "REF*FJ*6R2~"
            "DTP*472*D8*20240502~"
            "SE*39*0001~GE*1*7~IEA*1*000000007~");
}

TEST(ClaimAcknowledgment, WarningsNeverReject) {
  for (const auto severity : {v1::Finding::WARN, v1::Finding::ADVISE, v1::Finding::INFO}) {
    const std::string text = Answered()
                                 .Begin()
                                 .Claim(SourceOf("A", "1"), With("MOD.DUP", severity))
                                 .EndTransaction()
                                 .End();
    EXPECT_THAT(text, HasSubstr("STC*A2:20*20240512*WQ*1~"));
    EXPECT_THAT(text, Not(HasSubstr("why")));
  }
  v1::ScrubResult bypassed = With("NCCI.PTP", v1::Finding::DENY);
  bypassed.mutable_findings(0)->set_outcome(v1::Finding::BYPASSED);
  EXPECT_THAT(Answered().Begin().Claim(SourceOf("A", "1"), bypassed).EndTransaction().End(),
              HasSubstr("STC*A2:20*"));
}

TEST(ClaimAcknowledgment, SettingsDecideWhatRejectsAndHowAcceptanceIsTold) {
  ClaimAcknowledgmentSettings settings;
  settings.reject_from = v1::Finding::REJECT;
  settings.accepted = ClaimAcknowledgmentSettings::Accepted::kReceived;
  settings.is_payer = true;
  settings.batch_id = "B7";
  settings.received_date = "20240511";
  settings.claim_number_prefix = "ICN";
  X12ClaimSource source = SourceOf("A", "1");
  source.claim = 12;
  source.type_of_bill = "0131";
  const std::string text = Answered(settings)
                               .Begin()
                               .Claim(source, With("NCCI.PTP", v1::Finding::DENY))
                               .Claim(source, With("CHG.ZERO", v1::Finding::REJECT))
                               .EndTransaction()
                               .End();
  EXPECT_THAT(text, HasSubstr("BHT*0085*08*B7*"));
  EXPECT_THAT(text, HasSubstr("NM1*PR*2*THE RECEIVER*****46*REC1~TRN*1*B7~DTP*050*D8*20240511~"));
  EXPECT_THAT(text, HasSubstr("STC*A1:19:PR*20240512*WQ*1~REF*1K*ICN12~REF*BLT*0131~"));
  EXPECT_THAT(text, HasSubstr("STC*A7:402*20240512*U*1******A7:583**why CHG.ZERO~"));
}

TEST(ClaimAcknowledgment, AnIncompleteClaimIsNotPlainlyAccepted) {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  v1::NotEvaluated& gap = *result.add_not_evaluated();
  gap.set_rule_id("NCCI.MUE");
  gap.set_reason("missing_table: none");
  gap.set_required(true);
  const auto answer = [&](ClaimAcknowledgmentSettings::Incomplete incomplete) {
    ClaimAcknowledgmentSettings settings;
    settings.incomplete = incomplete;
    return Answered(settings).Begin().Claim(SourceOf("A", "9"), result).EndTransaction().End();
  };
  using Incomplete = ClaimAcknowledgmentSettings::Incomplete;
  EXPECT_THAT(answer(Incomplete::kReceived),
              HasSubstr("STC*A1:19:PR*20240512*WQ*9******A1:46**NOT FULLY CHECKED NCCI.MUE "
                        "missing_table none~"));
  EXPECT_THAT(answer(Incomplete::kReceived), HasSubstr("QTY*90*1~AMT*YU*9~"));
  EXPECT_THAT(answer(Incomplete::kAccepted), HasSubstr("STC*A2:20*20240512*WQ*9~"));
  EXPECT_THAT(answer(Incomplete::kRejected), HasSubstr("STC*A3:46*20240512*U*9********NOT FULLY"));
  EXPECT_THAT(answer(Incomplete::kRejected), HasSubstr("QTY*AA*1~AMT*YY*9~"));

  // Optional rules that were not evaluated are nobody's business.
  result.set_verdict(v1::ScrubResult::CLEAN);
  result.mutable_not_evaluated(0)->set_required(false);
  EXPECT_THAT(answer(Incomplete::kReceived), HasSubstr("STC*A2:20*20240512*WQ*9~"));
  // A claim that was not scrubbed at all has no verdict.
  EXPECT_THAT(
      Answered().Begin().Claim(SourceOf("A", "9"), v1::ScrubResult()).EndTransaction().End(),
      HasSubstr("A1:46**NOT FULLY CHECKED~"));
}

TEST(ClaimAcknowledgment, AValueThatCannotBeReadRejects) {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::INCOMPLETE);
  for (const char* reason : {"unreadable: service_lines[1].units is no number",
                             "unreadable: patient.birth_date: not a date"}) {
    v1::NotEvaluated& gap = *result.add_not_evaluated();
    gap.set_rule_id("INPUT.UNREADABLE");
    gap.set_reason(reason);
    gap.set_required(true);
  }
  X12ClaimSource source = SourceOf("A", "no money");
  source.lines = {{.number = "1"}, {.number = "x", .charge = "3", .revenue_code = "0300"}};
  const std::string text = Answered().Begin().Claim(source, result).EndTransaction().End();
  EXPECT_THAT(text, HasSubstr("STC*A7:158:QC*20240512*U*0********unreadable patient.birth_date"));
  EXPECT_THAT(text, HasSubstr("SVC*NU:0300*3~STC*A7:476*20240512*U~REF*FJ*x~"));
}

TEST(ClaimAcknowledgment, ALineHasOneStatusAndTheClaimAllTexts) {
  v1::ScrubResult result = With("CHG.ZERO", v1::Finding::REJECT, 1);
  result.MergeFrom(With("MOD.UNKNOWN", v1::Finding::REJECT, 1));
  result.MergeFrom(With("NCCI.PTP", v1::Finding::DENY, 1));
  result.MergeFrom(With("NCCI.PTP", v1::Finding::DENY, 1));
  X12ClaimSource source = SourceOf("A", "5");
  source.lines = {{.number = "1", .procedure = "HC:99213", .charge = "5"}};
  const std::string text = Answered().Begin().Claim(source, result).EndTransaction().End();
  EXPECT_THAT(text, HasSubstr("STC*A7:402*20240512*U*5******A7:583**why CHG.ZERO~"
                              "STC*A7:453*20240512*U*5********why MOD.UNKNOWN~"
                              "STC*A8:454*20240512*U*5******A8:453**why NCCI.PTP~"
                              "DTP*472*D8*20240501~"
                              "SVC*HC:99213*5~"
                              "STC*A7:402*20240512*U*******A7:583*A7:453~"
                              "REF*FJ*1~SE*"));
}

TEST(ClaimAcknowledgment, WithoutDaysOfItsOwnAClaimHasThoseOfItsLines) {
  X12ClaimSource source = SourceOf("A", "5");
  source.service_from.clear();
  source.lines = {{.number = "1", .service_from = "20240503"},
                  {.number = "2"},
                  {.number = "3", .service_from = "20240501", .service_through = "20240502"}};
  EXPECT_THAT(Answered().Begin().Claim(source, Clean()).EndTransaction().End(),
              HasSubstr("DTP*472*RD8*20240501-20240503~"));
  source.lines.clear();
  EXPECT_THAT(Answered().Begin().Claim(source, Clean()).EndTransaction().End(),
              Not(HasSubstr("DTP*472")));
}

TEST(ClaimAcknowledgment, ALineIsFoundByItsNumberOrItsPlace) {
  X12ClaimSource source = SourceOf("A", "5");
  source.lines = {{.number = "10", .procedure = "HC:10000"},
                  {.number = "", .procedure = "HC:20000"}};
  const auto line_of = [&](int number) {
    return Answered()
        .Begin()
        .Claim(source, With("CHG.ZERO", v1::Finding::REJECT, number))
        .EndTransaction()
        .End();
  };
  EXPECT_THAT(line_of(10), HasSubstr("SVC*HC:10000*0~"));
  EXPECT_THAT(line_of(2), HasSubstr("SVC*HC:20000*0~STC*A7:402*20240512*U*******A7:583~REF*FJ*2~"));
  // Of a line that the file does not have, the claim speaks.
  EXPECT_THAT(line_of(77), Not(HasSubstr("SVC*")));
  EXPECT_THAT(line_of(77), HasSubstr("STC*A7:402*20240512*U*5******A7:583**"));
}

TEST(ClaimAcknowledgment, TransactionsThatThe999RejectsAreNotAnswered) {
  EXPECT_EQ(Answered().Begin().Claim(SourceOf("A", "5"), Clean()).EndTransaction(true).End(), "");
  ClaimAcknowledgmentSettings settings;
  settings.answer_rejected_transactions = true;
  const std::string text = Answered(settings)
                               .Begin()
                               .Claim(SourceOf("A", "5"), Clean())
                               .Claim(SourceOf("B", "6"), With("CHG.ZERO", v1::Finding::REJECT))
                               .EndTransaction(true)
                               .End();
  EXPECT_THAT(text, HasSubstr("HL*2*1*21*0~"));
  EXPECT_THAT(text, HasSubstr("STC*A3:684*20240512*U*11~QTY*AA*2~AMT*YY*11~SE*14*0001~"));
}

TEST(ClaimAcknowledgment, ARejectedTransactionAtTheEndLeavesTheAnswerWhole) {
  const std::string text = Answered()
                               .Begin()
                               .Claim(SourceOf("A1", "100"), Clean())
                               .EndTransaction()
                               .BeginTransaction()
                               .Claim(SourceOf("A2", "100"), Clean())
                               .EndTransaction(/*rejected=*/true)
                               .End();
  EXPECT_THAT(text, HasSubstr("TRN*2*A1~"));
  EXPECT_THAT(text, Not(HasSubstr("TRN*2*A2")));
  EXPECT_THAT(text, testing::EndsWith("~GE*1*7~IEA*1*000000007~"));
}

TEST(ClaimAcknowledgment, EachTransactionHasItsOwnAnswer) {
  const std::string text = Answered()
                               .Begin()
                               .Claim(SourceOf("A", "5"), Clean())
                               .EndTransaction()
                               .BeginTransaction()
                               .EndTransaction()  // no claims, no answer
                               .BeginTransaction()
                               .Claim(SourceOf("B", "6"), Clean())
                               .EndTransaction()
                               .End();
  EXPECT_THAT(text, HasSubstr("ST*277*0002*"));
  EXPECT_THAT(text, Not(HasSubstr("ST*277*0003*")));
  EXPECT_THAT(text, HasSubstr("GE*2*7~IEA*1*000000007~"));
}

// Reads an answer back with our own tokenizer.
class ReadBack final : public Tokenizer::Sink {
 public:
  explicit ReadBack(std::string_view text) {
    Tokenizer tokenizer(*this);
    tokenizer.Feed(text);
    tokenizer.Finish();
  }
  void OnInterchange(const InterchangeHeader& header) override {
    EXPECT_TRUE(header.fixed_width);
    EXPECT_EQ(header.delimiters.element, '*');
  }
  void OnSegment(const Segment& segment) override {
    std::vector<std::string> elements;
    for (int i = 0; i <= segment.size(); ++i) elements.emplace_back(segment[i]);
    segments.push_back(elements);
  }
  void OnProblem(X12Problem, uint64_t) override { ADD_FAILURE() << "a problem"; }
  void OnUnfinishedSegment(uint64_t) override { ADD_FAILURE() << "unfinished"; }

  std::vector<std::vector<std::string>> segments;
};

TEST(ClaimAcknowledgment, WhateverTheClaimsHoldItIsWholeAndBalanced) {
  // Claims of three providers, hostile values in every text.
  const std::vector<std::string> values = {"",     "A*B",  "~",       "X:Y^Z",
                                           "\n\r", "\x01", "O'BRIEN", std::string(300, 'L')};
  Answered answered;
  answered.Begin();
  int64_t cents = 0;
  size_t count = 0;
  for (uint32_t provider = 1; provider <= 3; ++provider) {
    for (const std::string& value : values) {
      X12ClaimSource source = SourceOf(value, "12.34", provider);
      source.billing.last_name = value;
      source.patient.last_name = value;
      source.subscriber_id = value;
      source.clearinghouse_trace = value;
      source.lines = {{.number = value,
                       .control_number = value,
                       .procedure = value,
                       .charge = value,
                       .units = value}};
      v1::ScrubResult result = With("NCCI.MUE", v1::Finding::DENY, 1);
      result.mutable_findings(0)->set_message(value);
      const bool rejected = count++ % 2 == 0;
      if (rejected) cents += 1234;
      answered.Claim(source, rejected ? result : Clean());
    }
  }
  const ReadBack read(answered.EndTransaction().End());
  ASSERT_GT(read.segments.size(), 50u);
  size_t since_st = 0;
  int64_t rejected_cents = 0, claims = 0, expected_level = 1;
  for (const std::vector<std::string>& segment : read.segments) {
    since_st = segment[0] == "ST" ? 1 : since_st + 1;
    if (segment[0] == "SE") {
      EXPECT_EQ(segment[1], std::to_string(since_st));
    }
    if (segment[0] == "HL") {
      EXPECT_EQ(segment[1], std::to_string(expected_level++));
    }
    if (segment[0] == "HL" && segment.size() > 3 && segment[3] == "PT") ++claims;
    if (segment[0] == "AMT" && segment[1] == "YY") rejected_cents += *ParseDecimal(segment[2], 2);
    if (segment[0] == "STC") {
      EXPECT_TRUE(segment.size() <= 12 || segment[12].size() <= 264u);
      const Composite codes(segment[1], ':');
      EXPECT_TRUE(IsStatusCode(codes[2]));
      EXPECT_EQ(StatusNeedsEntity(codes[2]), codes.size() > 2);
    }
  }
  EXPECT_EQ(claims, static_cast<int64_t>(3 * values.size()));
  // Once for the submitter, once for the providers together.
  EXPECT_EQ(rejected_cents, 2 * cents);
}

}  // namespace
}  // namespace scrubline
