#include "ingest/remittance/remittance_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ingest/remittance/remittance_testing.h"

namespace scrubline {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kOfficeVisit[] =
    "LX*1~"
    "CLP*A1*1*100*80*20*12*ICN1*11*1~"
    "NM1*QC*1*DOE*JANE*Q***MI*M1~"
    "NM1*74*1*DOE*JANE****C*M2~"
    "NM1*82*1*ROE*RICHARD****XX*1234567893~"
    "NM1*TT*2*NEXT PAYER*****PI*N1~"
    "MOA***MA01*N130~"
    "REF*EA*MRN7~REF*1L*GROUP1~"
    "DTM*050*20240520~DTM*232*20240501~DTM*573*20240603~"
    "AMT*AU*80~"
    "SVC*HC:99213:25*100*80**1*HC:99214*2~"
    "DTM*472*20240501~"
    "CAS*PR*2*20*1~"
    "REF*6R*L1~REF*0K*POLICY~AMT*B6*100~LQ*HE*N822~LQ*RX*70~";

TEST(RemittanceReader, ReadsEveryFieldOfAClaimPayment) {
  const Remittance result = ReadRemittance(InEnvelope(kOfficeVisit));
  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.problems(), IsEmpty());
  ASSERT_THAT(result.records, SizeIs(1));
  EXPECT_EQ(result.records[0].ShortDebugString(),
            "place { interchange_control_number: \"000000007\" group_control_number: \"70\" "
            "transaction_control_number: \"0001\" transaction: 1 segment: 10 byte_offset: 338 } "
            "payment { handling_code: \"I\" total_paid_cents: 8000 method: \"ACH\" "
            "payment_date: \"2024-06-03\" trace_number: \"TRACE1\" "
            "trace_originator: \"1999999999\" production_date: \"2024-06-01\" "
            "payer { last_name: \"INVENTED PAYER\" "
            "references { qualifier: \"2U\" value: \"P1\" } } "
            "payee { last_name: \"INVENTED PRACTICE\" id_qualifier: \"XX\" id: \"1234567893\" "
            "references { qualifier: \"TJ\" value: \"999999999\" } } } "
            "claim { claim_id: \"A1\" status_code: \"1\" charge_cents: 10000 paid_cents: 8000 "
            "patient_responsibility_cents: 2000 filing_indicator: \"12\" "
            "payer_claim_number: \"ICN1\" facility_code: \"11\" frequency_code: \"1\" "
            "remark_codes: \"MA01\" remark_codes: \"N130\" "
            "patient { last_name: \"DOE\" first_name: \"JANE\" middle_name: \"Q\" "
            "id_qualifier: \"MI\" id: \"M1\" } "
            "corrected_patient { last_name: \"DOE\" first_name: \"JANE\" id_qualifier: \"C\" "
            "id: \"M2\" } "
            "rendering { last_name: \"ROE\" first_name: \"RICHARD\" id_qualifier: \"XX\" "
            "id: \"1234567893\" } "
            "crossover_payer { last_name: \"NEXT PAYER\" id_qualifier: \"PI\" id: \"N1\" } "
            "statement_from: \"2024-05-01\" received_date: \"2024-05-20\" "
            "medical_record_number: \"MRN7\" "
            "references { qualifier: \"1L\" value: \"GROUP1\" } "
            "dates { qualifier: \"573\" date: \"2024-06-03\" } "
            "amounts { qualifier: \"AU\" amount_cents: 8000 } "
            "service_lines { procedure { qualifier: \"HC\" code: \"99213\" modifiers: \"25\" } "
            "submitted_procedure { qualifier: \"HC\" code: \"99214\" } "
            "charge_cents: 10000 paid_cents: 8000 units: 1 submitted_units: 2 "
            "service_date: \"2024-05-01\" line_control_number: \"L1\" policy_id: \"POLICY\" "
            "allowed_cents: 10000 "
            "adjustments { group_code: \"PR\" reason_code: \"2\" amount_cents: 2000 quantity: 1 } "
            "remark_codes: \"N822\" reject_codes: \"70\" out_of_balance_cents: 0 segment: 22 } "
            "out_of_balance_cents: 0 }");
}

TEST(RemittanceReader, AnAdjustmentSegmentHoldsUpToSix) {
  const Remittance result = ReadRemittance(
      InEnvelope("CLP*A1*1*100*80*20*12*I~CAS*CO*45*1**A2*2*3*253*3**94*-6**59*7**70*13~"));
  const auto& adjustments = result.claim().adjustments();
  ASSERT_EQ(adjustments.size(), 6);
  EXPECT_EQ(adjustments[0].ShortDebugString(),
            "group_code: \"CO\" reason_code: \"45\" amount_cents: 100");
  EXPECT_EQ(adjustments[1].ShortDebugString(),
            "group_code: \"CO\" reason_code: \"A2\" amount_cents: 200 quantity: 3");
  EXPECT_EQ(adjustments[3].amount_cents(), -600);
  EXPECT_EQ(result.claim().out_of_balance_cents(), 0);
}

TEST(RemittanceReader, RemarksOfAnInpatientClaim) {
  const Remittance result = ReadRemittance(
      InEnvelope("CLP*A1*1*80*80**MA*I*11*1**470~MIA*0****MA07***************N1*N2**N4~"));
  EXPECT_THAT(result.claim().remark_codes(), ElementsAre("MA07", "N1", "N2", "N4"));
  EXPECT_EQ(result.claim().drg(), "470");
}

TEST(RemittanceReader, LinesMaySpanDaysAndHaveRevenueCodes) {
  const Remittance result = ReadRemittance(InEnvelope(
      "CLP*A1*1*80*80**MA*I*13*1~SVC*NU:0450*80*80*0450*1.5~DTM*150*20240501~DTM*151*20240502~"));
  const v1::PaymentLine& line = result.claim().service_lines(0);
  EXPECT_EQ(line.procedure().qualifier(), "NU");
  EXPECT_EQ(line.procedure().code(), "0450");
  EXPECT_EQ(line.revenue_code(), "0450");
  EXPECT_EQ(line.units(), 1.5);
  EXPECT_EQ(line.service_date(), "2024-05-01");
  EXPECT_EQ(line.service_date_through(), "2024-05-02");
}

TEST(RemittanceReader, ProviderAdjustmentsAreRecordsOfTheirOwn) {
  const Remittance result = ReadRemittance(
      InEnvelope("CLP*A1*1*80*80**12*I~PLB*1234567893*20241231*WO:ICN0*30*L6*-1.5~", "51.50"));
  EXPECT_THAT(result.problems(), IsEmpty());
  ASSERT_THAT(result.records, SizeIs(2));
  EXPECT_EQ(result.records[1].provider_adjustments().ShortDebugString(),
            "provider_id: \"1234567893\" fiscal_period_date: \"2024-12-31\" "
            "adjustments { reason_code: \"WO\" reference: \"ICN0\" amount_cents: 3000 } "
            "adjustments { reason_code: \"L6\" amount_cents: -150 }");
  EXPECT_EQ(result.records[1].payment().trace_number(), "TRACE1");
  EXPECT_EQ(result.totals.provider_adjustments, 1);
}

// --- Amounts that do not agree ---

TEST(RemittanceReader, AClaimThatDoesNotBalanceIsToldAndDelivered) {
  const Remittance result = ReadRemittance(InEnvelope("LX*1~CLP*A1*1*100*80*20*12*I~"));
  ASSERT_THAT(result.records, SizeIs(1));
  EXPECT_EQ(result.claim().out_of_balance_cents(), 2000);
  ASSERT_THAT(result.problems(), ElementsAre(RemittanceProblem::kClaimBalance));
  EXPECT_THAT(result.issues[0].ToString(),
              HasSubstr("warning: interchange 1, group 1, transaction 1, segment 10, byte 338: "));
}

TEST(RemittanceReader, AdjustmentsOfLinesCountForTheClaim) {
  const Remittance result = ReadRemittance(
      InEnvelope("CLP*A1*1*100*80*20*12*I~CAS*PR*1*5~SVC*HC:99213*100*80~CAS*CO*45*15~"));
  EXPECT_EQ(result.claim().out_of_balance_cents(), 0);
  EXPECT_EQ(result.claim().service_lines(0).out_of_balance_cents(), 500);
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kLineBalance));
}

TEST(RemittanceReader, APaymentThatIsNotTheSumOfItsClaimsIsTold) {
  const Remittance result = ReadRemittance(InEnvelope("CLP*A1*1*80*80**12*I~", "79.99"));
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kPaymentBalance));
  EXPECT_EQ(result.issues[0].position.segment, 2u);
}

TEST(RemittanceReader, ADebitIsANegativePayment) {
  std::string text = InEnvelope("CLP*A1*22*-80*-80**12*I~");
  text.replace(text.find("*C*ACH"), 6, "*D*ACH");
  const Remittance result = ReadRemittance(text);
  EXPECT_THAT(result.problems(), IsEmpty());
  EXPECT_EQ(result.records[0].payment().total_paid_cents(), -8000);
  EXPECT_TRUE(result.claim().reversal());
}

TEST(RemittanceReader, AReversalOfPositiveAmountsIsTold) {
  const Remittance result = ReadRemittance(InEnvelope("CLP*A1*22*80*80**12*I~"));
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kReversalSign));
}

TEST(RemittanceReader, AContractualReductionOfAllIsTold) {
  const Remittance result =
      ReadRemittance(InEnvelope("CLP*A1*1*80*0**12*I~SVC*HC:99213*80*0~CAS*CO*45*80~", "0"));
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kWholeChargeContractual));
}

TEST(CentsSum, IsUnknownOnceSomethingIsMissingOrTooBig) {
  CentsSum sum;
  sum.Add(5);
  sum.Subtract(7);
  EXPECT_TRUE(sum.known());
  EXPECT_EQ(sum.cents(), -2);
  CentsSum missing;
  missing.Add(std::nullopt);
  missing.Add(1);
  EXPECT_FALSE(missing.known());
  CentsSum big;
  big.Add(INT64_MAX);
  big.Add(1);
  EXPECT_FALSE(big.known());
}

// --- Values that cannot be read ---

TEST(RemittanceReader, UnreadableValuesAreAbsentAndNamed) {
  const Remittance result = ReadRemittance(InEnvelope(
      "CLP*A1**1OO*80**12*I~DTM*232*20240230~SVC*HC*1*2~DTM*472*2024~CAS*CO*45*x~AMT*B6*~"));
  const v1::ClaimPayment& claim = result.claim();
  EXPECT_FALSE(claim.has_charge_cents());
  EXPECT_FALSE(claim.has_out_of_balance_cents());
  std::vector<std::string> fields;
  for (const auto& entry : claim.unreadable()) {
    fields.push_back(entry.field() + " " + entry.problem());
  }
  EXPECT_THAT(fields,
              ElementsAre("status_code is missing", "charge_cents is no amount",
                          "statement_from is no date", "service_lines[0].procedure is missing",
                          "service_lines[0].service_date is no date",
                          "service_lines[0].adjustments is no amount",
                          "service_lines[0].allowed_cents is missing"));
  EXPECT_THAT(result.problems(), IsEmpty()) << "nothing is compared with what is not known";
}

TEST(RemittanceReader, AmountsBeyondReasonAreUnreadable) {
  const Remittance result = ReadRemittance(
      InEnvelope("CLP*A1*1*999999999999999*-999999999999999**12*I~", "1000000000001"));
  EXPECT_EQ(result.claim().unreadable_size(), 2);
  EXPECT_EQ(result.records[0].payment().unreadable_size(), 1);
}

TEST(RemittanceReader, TextIsUtf8WhateverWasSent) {
  const Remittance result =
      ReadRemittance(InEnvelope("CLP*A1*1*80*80**12*I~NM1*QC*1*NU\xD1"
                                "EZ~"));
  EXPECT_EQ(result.claim().patient().last_name(),
            "NU\xC3\x91"
            "EZ");
  const Remittance lengthy =
      ReadRemittance(InEnvelope("CLP*" + std::string(300, 'A') + "*1*80*80**12*I~"));
  EXPECT_EQ(lengthy.claim().claim_id(), "");
  EXPECT_EQ(lengthy.claim().unreadable(0).field(), "claim_id");
}

TEST(RemittanceReader, AnotherComponentSeparatorThanDeclaredIsFound) {
  const Remittance result =
      ReadRemittance(InEnvelope("CLP*A1*1*80*80**12*I~SVC*HC>99213>25*40*40~SVC*HC>99214*40*40~"));
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kComponentSeparator));
  EXPECT_EQ(result.claim().service_lines(0).procedure().code(), "99213");
  EXPECT_THAT(result.claim().service_lines(0).procedure().modifiers(), ElementsAre("25"));
  EXPECT_EQ(result.claim().service_lines(1).procedure().code(), "99214");
}

// --- Structure ---

TEST(RemittanceReader, OtherGuidesAndTransactionSetsAreRefusedWithTheirPlace) {
  for (const char* version : {"004010X091A1", "005010X222A1"}) {
    std::string text = InEnvelope(kOfficeVisit);
    text.replace(text.find("005010X221A1"), 12, version);
    const Remittance result = ReadRemittance(text);
    EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(result.status.message()), HasSubstr(version));
    EXPECT_THAT(result.records, IsEmpty());
    ASSERT_THAT(result.problems(), ElementsAre(RemittanceProblem::kGuideUnsupported));
    EXPECT_EQ(result.issues[0].position.segment, 1u);
  }
  std::string claims = InEnvelope(kOfficeVisit);
  claims.replace(claims.find("ST*835"), 6, "ST*837");
  EXPECT_THAT(ReadRemittance(claims).problems(), ElementsAre(RemittanceProblem::kNotRemittance));
}

TEST(RemittanceReader, WhatNamesNoGuideIsReadInTheVersionOfItsInterchange) {
  std::string text = InEnvelope(kOfficeVisit);
  text.replace(text.find("005010X221A1"), 12, "005010");
  EXPECT_THAT(ReadRemittance(text).records, SizeIs(1));
  text.replace(text.find("*00501*"), 7, "*00401*");
  EXPECT_THAT(ReadRemittance(text).records, IsEmpty());
}

TEST(RemittanceReader, TrailersAreHeldAgainstWhatTheyClose) {
  struct Case {
    std::string_view from, to;
    RemittanceProblem problem;
  };
  const std::vector<Case> cases = {
      {"SE*30*0001", "SE*29*0001", RemittanceProblem::kTransactionTrailerMismatch},
      {"SE*30*0001", "SE*30*0002", RemittanceProblem::kTransactionTrailerMismatch},
      {"SE*30*0001~", "", RemittanceProblem::kTransactionTrailerMissing},
      {"GE*1*70", "GE*2*70", RemittanceProblem::kGroupTrailerMismatch},
      {"GE*1*70", "GE*1*71", RemittanceProblem::kGroupTrailerMismatch},
      {"GE*1*70~", "", RemittanceProblem::kGroupTrailerMissing},
      {"IEA*1*000000007", "IEA*1*000000008", RemittanceProblem::kInterchangeTrailerMismatch},
      {"IEA*1*000000007~", "", RemittanceProblem::kInterchangeTrailerMissing},
      {"GS*HP", "GS*HC", RemittanceProblem::kGroupKind},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(std::string(test.from) + " -> " + std::string(test.to));
    std::string text = InEnvelope(kOfficeVisit);
    ASSERT_NE(text.find(test.from), text.npos);
    text.replace(text.find(test.from), test.from.size(), test.to);
    const Remittance result = ReadRemittance(text);
    EXPECT_THAT(result.problems(), ElementsAre(test.problem));
    EXPECT_THAT(result.records, SizeIs(1)) << "nothing is lost by a trailer";
    EXPECT_TRUE(result.status.ok());
  }
}

TEST(RemittanceReader, SegmentsWithoutAClaimAreErrors) {
  const Remittance result = ReadRemittance(InEnvelope("LX*1~SVC*HC:99213*80*80~", "0"));
  EXPECT_THAT(result.records, IsEmpty());
  ASSERT_THAT(result.problems(), ElementsAre(RemittanceProblem::kSegmentOutsideClaim));
  EXPECT_EQ(result.issues[0].level(), RemittanceIssue::Level::kError);
}

TEST(RemittanceReader, ALostSegmentIsToldOnTheClaimItStoodIn) {
  const Remittance result = ReadRemittance(InEnvelope("CLP*A1*1*100*80*20*12*I~CASXX*PR*2*20~"));
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kSegmentName));
  ASSERT_EQ(result.claim().unreadable_size(), 1);
  EXPECT_FALSE(result.claim().has_out_of_balance_cents());
}

TEST(RemittanceReader, ATruncatedInputLosesTheClaimBeingReadAndSaysSo) {
  const std::string text = InEnvelope("CLP*A1*1*80*80**12*I~CLP*A2*1*80*80**12*J~", "160");
  const Remittance result = ReadRemittance(text.substr(0, text.find("SE*")));
  EXPECT_EQ(result.status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(result.records, SizeIs(1));
  EXPECT_THAT(result.problems(), Contains(RemittanceProblem::kTruncated));
}

TEST(RemittanceReader, WhatIsNoX12IsRefused) {
  EXPECT_THAT(std::string(ReadRemittance("").status.message()), HasSubstr("empty"));
  EXPECT_THAT(std::string(ReadRemittance("{\"a\": 1}").status.message()),
              HasSubstr("no ISA segment"));
}

TEST(RemittanceReader, LinesBeyondTheLimitStillCount) {
  const Remittance result = ReadRemittance(
      InEnvelope(
          "CLP*A1*1*120*80*40*12*I~SVC*HC:1*40*40~SVC*HC:2*40*40~SVC*HC:3*40*0~CAS*PR*1*40~"),
      1 << 20, {.max_lines_per_claim = 2});
  EXPECT_EQ(result.claim().service_lines_size(), 2);
  EXPECT_EQ(result.claim().out_of_balance_cents(), 0);
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kTooManyLines));
}

TEST(RemittanceReader, EntriesBeyondTheLimitAreToldOnce) {
  std::string text = "CLP*A1*1*80*80**12*I~";
  for (int i = 0; i < RemittanceBuilder::kMaxEntries + 10; ++i) text += "REF*1L*G~";
  const Remittance result = ReadRemittance(InEnvelope(text));
  EXPECT_EQ(result.claim().references_size(), RemittanceBuilder::kMaxEntries);
  EXPECT_THAT(result.problems(), ElementsAre(RemittanceProblem::kTooManyEntries));
}

TEST(RemittanceReader, PiecesMakeNoDifference) {
  const std::string text = InEnvelope(kOfficeVisit) + InEnvelope("CLP*A1*22*-80*-80**12*I~");
  const auto trace = [&](size_t piece) {
    const Remittance result = ReadRemittance(text, piece);
    std::string all = result.status.ToString();
    for (const auto& record : result.records) all += record.ShortDebugString();
    for (const RemittanceIssue& issue : result.issues) all += issue.ToString();
    return all;
  };
  const std::string whole = trace(text.size());
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{100}}) EXPECT_EQ(trace(piece), whole);
}

}  // namespace
}  // namespace scrubline
