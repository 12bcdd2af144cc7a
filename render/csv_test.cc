#include "render/csv.h"

#include <gtest/gtest.h>

#include <string>

#include "ingest/x12/segment.h"

namespace scrubline {
namespace {

constexpr const char* kHeader =
    "batch,isa13,gs06,st02,claim_seq,claim_id,line,rule_id,severity,category,loop,segment,element,"
    "value,message,stc,carc_likely,byte_offset,verdict,outcome,related_lines,related_claim_id,"
    "first_fix,rarc,field,source,layer\r\n";

TEST(Csv, OneRowAFindingAndARuleNotEvaluated) {
  v1::ScrubResult result;
  result.set_claim_id("PCN-1");
  result.set_verdict(v1::ScrubResult::BLOCKED);
  v1::Finding& finding = *result.add_findings();
  finding.set_rule_id("NCCI.PTP");
  finding.set_severity(v1::Finding::DENY);
  finding.set_outcome(v1::Finding::FIRED);
  finding.set_layer(v1::Finding::NATIONAL);
  finding.add_line_numbers(2);
  finding.add_line_numbers(3);
  finding.add_related_line_numbers(1);
  finding.set_message("a \"quoted\" text, with a comma");
  finding.add_fixes()->set_text("remove line 2");
  finding.add_carc("236");
  finding.add_rarc("M15");
  finding.add_rarc("M80");
  finding.mutable_source()->set_title("Manual");
  finding.mutable_source()->set_section("I.D");
  v1::NotEvaluated& entry = *result.add_not_evaluated();
  entry.set_rule_id("NCCI.MUE");
  entry.set_reason("missing_table: none");
  v1::NotEvaluated& unreadable = *result.add_not_evaluated();
  unreadable.set_rule_id("INPUT.UNREADABLE");
  unreadable.set_reason("unreadable: service_lines[1].units is no number");
  std::string text;
  AppendCsvHeader(text);
  AppendCsvRows(result, {.batch = "a.json", .claim_seq = 4}, text);
  EXPECT_EQ(
      text,
      std::string(kHeader) +
          "a.json,,,,4,PCN-1,2 3,NCCI.PTP,DENY,NCCI,,,,,\"a \"\"quoted\"\" text, with a comma\","
          "A8:454 A8:453,236,,blocked,FIRED,1,,remove line 2,M15 M80,,\"Manual, I.D\","
          "NATIONAL\r\n"
          "a.json,,,,4,PCN-1,,NCCI.MUE,,NCCI,,,,,missing_table: none,,,,blocked,"
          "NOT_EVALUATED,,,,,,,\r\n"
          "a.json,,,,4,PCN-1,,INPUT.UNREADABLE,,INPUT,,,,,"
          "unreadable: service_lines[1].units is no number,A7:476,,,blocked,NOT_EVALUATED,,,,,"
          "service_lines[1].units,,\r\n");
}

TEST(Csv, SaysWhereInTheFileAndKeepsTheValueToItself) {
  v1::Claim claim;
  claim.add_service_lines()->set_procedure_code("99213");
  X12ClaimSource source;
  source.at.offset = 500;
  source.interchange_control = "000000123";
  source.group_control = "7";
  source.transaction_control = "0001";
  source.places.SetGuide(Guide::kProfessional);
  source.places.Add(
      {.segment = SegmentId("CLM"), .level = Level::kClaim, .ordinal = 20, .offset = 500});
  source.places.Add(
      {.segment = SegmentId("LX"), .level = Level::kLine, .line = 0, .ordinal = 30, .offset = 700});
  source.places.Add({.segment = SegmentId("SV1"),
                     .level = Level::kLine,
                     .line = 0,
                     .ordinal = 31,
                     .offset = 705});
  v1::ScrubResult result;
  result.set_claim_id("A");
  result.set_verdict(v1::ScrubResult::BLOCKED);
  v1::Finding& finding = *result.add_findings();
  finding.set_rule_id("CODE.TERM");
  finding.set_field("service_lines[0].procedure_code");
  finding.add_line_numbers(1);
  const auto row = [&](bool show_values) {
    std::string text;
    AppendCsvRows(result,
                  {.batch = "b.837",
                   .claim_seq = 2,
                   .claim = &claim,
                   .source = &source,
                   .show_values = show_values},
                  text);
    return text;
  };
  EXPECT_EQ(row(true).substr(0, row(true).find(",blocked")),
            "b.837,000000123,7,0001,2,A,1,CODE.TERM,SEVERITY_UNSPECIFIED,CODE,2400,SV1,SV101-2,"
            "99213,,A8:454 A8:187,,705");
  EXPECT_NE(row(false).find(",SV101-2,***,,"), std::string::npos);
  EXPECT_EQ(row(false).find("99213"), std::string::npos);
  // Nothing to hide where there is nothing.
  claim.mutable_service_lines(0)->clear_procedure_code();
  EXPECT_NE(row(false).find(",SV101-2,,,"), std::string::npos);
}

TEST(Csv, ACleanClaimHasItsRowToo) {
  v1::ScrubResult result;
  result.set_claim_id("A");
  result.set_verdict(v1::ScrubResult::CLEAN);
  std::string text;
  AppendCsvRows(result, {}, text);
  EXPECT_EQ(text, ",,,,,A,,,,,,,,,,,,,clean,,,,,,,,\r\n");
}

TEST(Csv, ANegativeNumberIsOne) {
  std::string text;
  AppendCsvRow({"-12.50", "-12.5.0", "-1+1", "-"}, text);
  EXPECT_EQ(text, "-12.50,'-12.5.0,'-1+1,'-\r\n");
}

TEST(Csv, NoCellRunsAsAFormula) {
  for (const char* start : {"=", "+", "-", "@", "\t", "\r"}) {
    v1::ScrubResult result;
    result.set_claim_id(std::string(start) + "cmd");
    result.set_verdict(v1::ScrubResult::CLEAN);
    std::string text;
    AppendCsvRows(result, {}, text);
    EXPECT_NE(text.find("'" + result.claim_id()), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace scrubline
