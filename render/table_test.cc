#include "render/table.h"

#include <gtest/gtest.h>

#include "render/text.h"

namespace scrubline {
namespace {

v1::ScrubResult Example() {
  v1::ScrubResult result;
  result.set_claim_id("PCN-1");
  result.set_verdict(v1::ScrubResult::BLOCKED);
  v1::Finding& finding = *result.add_findings();
  finding.set_rule_id("NCCI.PTP");
  finding.set_severity(v1::Finding::DENY);
  finding.set_outcome(v1::Finding::FIRED);
  finding.add_line_numbers(2);
  finding.set_message("45380 is bundled into 45385 on 2024-05-10 (NCCI).");
  finding.add_fixes()->set_text("add modifier XS to line 2 if the record shows another site");
  finding.add_fixes()->set_text("remove line 2");
  finding.add_also()->set_rule_id("NCCI.MUE");
  for (const char* rule : {"NCCI.MUE", "NCCI.MUE.ZERO"}) {
    v1::NotEvaluated& entry = *result.add_not_evaluated();
    entry.set_rule_id(rule);
    entry.set_reason("missing_table: the MUE table is not loaded; run `scrub tables import`");
    entry.add_line_numbers(1);
    entry.add_line_numbers(2);
    entry.set_required(true);
  }
  v1::NotEvaluated& optional = *result.add_not_evaluated();
  optional.set_rule_id("MPFS.BUNDLED");
  optional.set_reason("missing_table: mpfs is not loaded");
  return result;
}

TEST(Table, WrapsInsideItsColumns) {
  const TableLayout layout(100);
  std::string text;
  layout.AppendHeader(text);
  layout.AppendClaim(Example(), text);
  EXPECT_EQ(
      text,
      "CLAIM             LINE   SEVERITY     MESSAGE                               FIRST FIX\n"
      "----------------  -----  -----------  ------------------------------------  "
      "------------------------\n"
      "PCN-1             2      deny         45380 is bundled into 45385 on        "
      "add modifier XS to line\n"
      "                                      2024-05-10 (NCCI). [NCCI.PTP] also:   "
      "2 if the record shows\n"
      "                                      NCCI.MUE                              another site\n"
      "PCN-1             1, 2   not checked  the MUE table is not loaded; run\n"
      "                                      `scrub tables import` [NCCI.MUE,\n"
      "                                      NCCI.MUE.ZERO]\n");
}

TEST(Table, NoLineIsWiderThanTheTerminal) {
  for (const size_t width : {size_t{10}, size_t{80}, size_t{81}, size_t{120}, size_t{200}}) {
    const TableLayout layout(width);
    v1::ScrubResult result = Example();
    result.set_claim_id(std::string(100, 'x'));
    std::string text;
    layout.AppendHeader(text);
    layout.AppendClaim(result, text);
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      EXPECT_LE(CountCharacters(text.substr(at, end - at)), std::max<size_t>(width, 80));
      at = end + 1;
    }
  }
}

TEST(Table, ACleanClaimTakesNoRow) {
  v1::ScrubResult result;
  result.set_verdict(v1::ScrubResult::CLEAN);
  std::string text;
  TableLayout(100).AppendClaim(result, text);
  EXPECT_EQ(text, "");
}

}  // namespace
}  // namespace scrubline
