#include "render/csv.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

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
  std::string text;
  AppendCsvHeader(text);
  AppendCsvRows(result, text);
  EXPECT_EQ(text,
            "claim_id,verdict,rule_id,severity,outcome,line_numbers,related_line_numbers,"
            "related_claim_id,message,first_fix,carc,rarc,field,source,layer\r\n"
            "PCN-1,blocked,NCCI.PTP,DENY,FIRED,2 3,1,,\"a \"\"quoted\"\" text, with a comma\","
            "remove line 2,236,M15 M80,,\"Manual, I.D\",NATIONAL\r\n"
            "PCN-1,blocked,NCCI.MUE,,NOT_EVALUATED,,,,missing_table: none,,,,,,\r\n");
}

TEST(Csv, ACleanClaimHasItsRowToo) {
  v1::ScrubResult result;
  result.set_claim_id("A");
  result.set_verdict(v1::ScrubResult::CLEAN);
  std::string text;
  AppendCsvRows(result, text);
  EXPECT_EQ(text, "A,clean,,,,,,,,,,,,,\r\n");
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
    AppendCsvRows(result, text);
    EXPECT_EQ(text.find("'" + result.claim_id()), text[0] == '"' ? 1u : 0u) << text;
  }
}

}  // namespace
}  // namespace scrubline
