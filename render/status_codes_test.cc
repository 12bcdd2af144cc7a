#include "render/status_codes.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "render/status_code_list.h"
#include "rules_engine/load.h"
#include "rules_engine/resolve/resolved_ruleset.h"

namespace scrubline {
namespace {

v1::Finding FindingOf(std::string_view rule_id, std::string_view field, int line = 0) {
  v1::Finding finding;
  finding.set_rule_id(std::string(rule_id));
  finding.set_field(std::string(field));
  if (line > 0) finding.add_line_numbers(line);
  return finding;
}

std::string CodesOf(const v1::Finding& finding) { return StatusOf(finding).ToString(); }

TEST(StatusCodes, EveryShippedRuleHasARow) {
  Diagnostics diagnostics;
  const auto snapshot = LoadSnapshot("rulesets", /*tables_dir=*/"", diagnostics);
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  const ResolvedRulesets& rulesets = (*snapshot)->rulesets();
  EXPECT_GE(rulesets.rules.size(), 300u);
  for (const ResolvedRule& rule : rulesets.rules) {
    EXPECT_TRUE(HasStatusRow(rule.id)) << rule.id;
  }
}

TEST(StatusCodes, EveryCodeIsInTheListsAndHasBesideItWhatItNeeds) {
  const std::set<std::string_view> issues = {
      "invalid",  "structure",     "required",  "value",         "invariant",
      "too-long", "code-invalid",  "not-found", "not-supported", "duplicate",
      "conflict", "business-rule", "incomplete"};
  const std::vector<StatusCodes> all = AllStatusCodes();
  EXPECT_GE(all.size(), 500u);
  for (const StatusCodes& codes : all) {
    SCOPED_TRACE(codes.ToString());
    EXPECT_TRUE(issues.contains(codes.issue)) << codes.issue;
    ASSERT_FALSE(codes.triples[0].empty());
    bool names_field = false;
    bool needs_another = false;
    for (const StatusTriple& triple : codes.triples) {
      if (triple.empty()) continue;
      EXPECT_TRUE(IsStatusCategory(triple.category));
      EXPECT_TRUE(IsStatusCode(triple.status)) << triple.status;
      EXPECT_EQ(!triple.entity.empty(), StatusNeedsEntity(triple.status)) << triple.ToString();
      EXPECT_TRUE(triple.entity.empty() || IsStatusEntity(triple.entity)) << triple.entity;
      (StatusNeedsAnother(triple.status) ? needs_another : names_field) = true;
    }
    EXPECT_TRUE(names_field) << "no code says which value: " << needs_another;
  }
}

TEST(StatusCodes, TheMostSpecificRowWins) {
  EXPECT_EQ(CodesOf(FindingOf("NCCI.PTP", "service_lines[1].procedure_code", 2)), "A8:454 A8:453");
  EXPECT_EQ(CodesOf(FindingOf("NCCI.PTP.Q2", "", 2)), "A8:453 A8:454");
  EXPECT_EQ(CodesOf(FindingOf("NCCI.PTP.HIST_COL2", "", 2)), "A8:454 A8:453");
  EXPECT_EQ(CodesOf(FindingOf("UB.CC", "")), "A7:460");
  EXPECT_EQ(CodesOf(FindingOf("UB.CC.PHP", "")), "A6:460");
  EXPECT_EQ(CodesOf(FindingOf("CHG.ZERO", "", 1)), "A7:402 A7:583");
  EXPECT_EQ(StatusOf(FindingOf("CHG.TOTAL", "")).issue, "invariant");
}

TEST(StatusCodes, TheRoleInTheFieldIsTheEntity) {
  EXPECT_EQ(CodesOf(FindingOf("PROV.NPI_LUHN", "billing.npi")), "A7:562:85");
  EXPECT_EQ(CodesOf(FindingOf("PROV.NPI_LUHN", "service_lines[0].rendering.npi", 1)), "A7:562:82");
  EXPECT_EQ(CodesOf(FindingOf("PROV.NPI_MISSING", "service_facility.npi")), "A6:562:77");
  EXPECT_EQ(CodesOf(FindingOf("PROV.NPI_LUHN", "operating.npi")), "A7:562:72");
  EXPECT_EQ(CodesOf(FindingOf("PROV.NPI_LUHN", "")), "A7:562:85");
  EXPECT_EQ(CodesOf(FindingOf("PROV.TAXONOMY_FORMAT", "supervising.taxonomy_code")), "A7:145:DQ");
}

TEST(StatusCodes, TheFirstDiagnosisIsThePrincipalOne) {
  EXPECT_EQ(CodesOf(FindingOf("DX.UNKNOWN", "diagnoses[0].code")), "A7:254");
  EXPECT_EQ(CodesOf(FindingOf("DX.UNKNOWN", "diagnoses[3].code")), "A7:255");
  EXPECT_EQ(CodesOf(FindingOf("DX.UNKNOWN", "diagnoses[10].code")), "A7:255");
}

TEST(StatusCodes, ARuleOfSomebodyElsesIsToldByItsField) {
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "service_lines[0].modifiers[1]", 1)), "A7:453");
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "service_lines[0].ordering.npi", 1)), "A7:562:DK");
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "occurrences[2].date")), "A7:720");
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "occurrences[2].code")), "A7:719");
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "patient.birth_date")), "A7:158:QC");
}

TEST(StatusCodes, OrByTheDenialItForetellsOrInGeneral) {
  v1::Finding finding = FindingOf("ACME.X", "service_lines[0]", 1);
  EXPECT_EQ(CodesOf(finding), "A8:732 A8:247");
  finding.add_carc("16");
  finding.add_carc("29");
  EXPECT_EQ(CodesOf(finding), "A3:718");
  EXPECT_EQ(CodesOf(FindingOf("ACME.X", "")), "A8:732 A8:275");
  EXPECT_EQ(CodesOf(FindingOf("", "no_such_field")), "A8:732 A8:275");
}

TEST(StatusCodes, AValueThatCannotBeReadIsInvalid) {
  EXPECT_EQ(StatusOfUnreadable("service_lines[2].units").ToString(), "A7:476");
  EXPECT_EQ(StatusOfUnreadable("service_lines[2].rendering.npi").ToString(), "A7:562:82");
  EXPECT_EQ(StatusOfUnreadable("diagnoses[0].code").ToString(), "A7:254");
  EXPECT_EQ(StatusOfUnreadable("other_payers[0].remittance_date").ToString(), "A7:516:PR");
  EXPECT_EQ(StatusOfUnreadable("service_lines").ToString(), "A7:481 A7:275");
  EXPECT_EQ(StatusOfUnreadable("service_lines[1]").ToString(), "A7:481 A7:247");
}

TEST(StatusCodes, TheFieldThatCouldNotBeReadIsInTheReason) {
  v1::NotEvaluated gap;
  gap.set_rule_id("INPUT.UNREADABLE");
  gap.set_reason("unreadable: service_lines[2].units is no number");
  EXPECT_EQ(UnreadableField(gap), "service_lines[2].units");
  gap.set_reason("unreadable: patient.birth_date: not a date");
  EXPECT_EQ(UnreadableField(gap), "patient.birth_date");
  gap.set_reason("unreadable: claim_id");
  EXPECT_EQ(UnreadableField(gap), "claim_id");
  gap.set_reason("unreadable: expected a number");
  EXPECT_EQ(UnreadableField(gap), "");
  gap.set_reason("unreadable: ");
  EXPECT_EQ(UnreadableField(gap), "");
  gap.set_rule_id("NCCI.MUE");
  gap.set_reason("unreadable: claim_id");
  EXPECT_EQ(UnreadableField(gap), "");
}

TEST(StatusCodes, ListKnowsWhatIsEnded) {
  EXPECT_TRUE(IsStatusCode("0"));
  EXPECT_TRUE(IsStatusCode("799"));
  for (const char* ended : {"4", "87", "108", "169", "220", "253", "461", "797", "800", "", "07"}) {
    EXPECT_FALSE(IsStatusCode(ended)) << ended;
  }
}

}  // namespace
}  // namespace scrubline
