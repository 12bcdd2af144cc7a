#include "render/json_lines.h"

#include <gtest/gtest.h>

#include "scrubline/v1/result.pb.h"

namespace scrubline {
namespace {

TEST(JsonLines, OneLineWithTheContractsNamesAndWords) {
  v1::ScrubResult result;
  result.set_claim_id("a\nb");
  result.set_verdict(v1::ScrubResult::BLOCKED);
  v1::Finding& finding = *result.add_findings();
  finding.set_rule_id("NCCI.PTP");
  finding.set_severity(v1::Finding::DENY);
  finding.add_line_numbers(2);
  finding.add_fixes()->set_kind(v1::Fix::ADD_MODIFIER);
  result.set_charge_at_risk_cents(12000);
  std::string text;
  ASSERT_TRUE(AppendJsonLine(result, text).ok());
  EXPECT_EQ(text,
            "{\"claimId\":\"a\\nb\",\"verdict\":\"BLOCKED\",\"findings\":[{\"ruleId\":\"NCCI.PTP\","
            "\"severity\":\"DENY\",\"lineNumbers\":[2],\"fixes\":[{\"kind\":\"ADD_MODIFIER\"}]}],"
            "\"chargeAtRiskCents\":\"12000\"}\n");
}

}  // namespace
}  // namespace scrubline
