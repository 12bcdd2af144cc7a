// Conditions about other items: history, records of the claim, windows, sums.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules_engine/evaluate/conditions.h"
#include "rules_engine/evaluate/testing.h"

namespace scrubline {
namespace {

// The value of a condition for each line, `T`, `F` or `?`; in a rule `for: claim` one letter.
std::string Values(const std::string& when, const std::string& claim_yaml,
                   const std::string& subject = "line") {
  const auto snapshot = MakeSnapshot(
      OneRuleset("rules:\n  - {id: BASE.A, title: T, severity: warn, for: " + subject +
                 ", message: wrong, examples: [{fires: {}}, {clear: {}}], when: " + when + "}\n"));
  if (snapshot == nullptr) return "the rule cannot be read";
  const auto claim = MakeClaim(claim_yaml);
  Conditions conditions;
  conditions.Begin(snapshot->program(), *claim, *Date::Parse("2024-06-01"));
  const NodeId node = snapshot->program().rules[0].condition;
  std::string text;
  const size_t lines = subject == "line" ? claim->service_lines.size() : 1;
  for (size_t i = 0; i < lines; ++i) {
    text += "FT?"[static_cast<int>(conditions.Get(node, static_cast<int32_t>(i)))];
  }
  return text;
}

struct Case {
  const char* when;
  std::string claim;
  const char* expected;
};

void ExpectValues(std::span<const Case> cases, const std::string& subject = "line") {
  for (const Case& test : cases) {
    EXPECT_EQ(Values(test.when, test.claim, subject), test.expected)
        << test.when << " of " << test.claim;
  }
}

// One line on 2024-05-10 and a history.
std::string After(std::string_view history) { return Lines("99203") + ", " + History(history); }

TEST(QueriesTest, WhichHistoryCounts) {
  const char* const found = R"({with_history: {procedure_code: "99213"}})";
  const Case kCases[] = {
      {found, Lines("99203"), "?"},  // no history at all says nothing
      {found, After("paid 11102"), "F"},
      {found, After("paid 99213"), "T"},
      {found, After("pended 99213"), "T"},
      {found, After("submitted 99213"), "T"},
      {found, After("denied 99213; voided 99213"), "F"},
      {R"({with_history: {procedure_code: "99213", status: denied}})", After("denied 99213"), "T"},
      {R"({with_history: {procedure_code: "99213", any: [{status: voided}]}})", After("paid 99213"),
       "F"},
      {found, Lines("99203") + ", history: [{line: {procedure_code: \"99213\"}}]", "?"},
      // An earlier line without a code may be any; room and board rightly has none.
      {found, After("paid {procedure_code: ~}"), "?"},
      {found, After("paid {procedure_code: ~, revenue_code: \"0120\"}"), "F"},
      {found, Lines("99203") + ", history: [{status: paid, claim_type: institutional, line: {}}]",
       "F"},
      {R"({with_history: {procedure_code: {matches: '^992'}}})", After("paid {procedure_code: ~}"),
       "?"},
      // A replaced claim's lines are out (R17).
      {found, After("paid 99213") + ", frequency_code: \"7\", original_reference_number: H1", "F"},
      {found, After("paid 99213") + ", frequency_code: \"1\", original_reference_number: H1", "T"},
      {R"({without_history: {procedure_code: "99213"}})", After("paid 11102"), "T"},
      {R"({without_history: {procedure_code: "99213"}})", Lines("99203"), "?"},
      // What is false whatever the history is false.
      {R"({procedure_code: "1*", with_history: {procedure_code: "99213"}})", Lines("99203"), "F"},
  };
  ExpectValues(kCases);
}

TEST(QueriesTest, FieldsOfAnEarlierLine) {
  const std::string earlier =
      Lines("99203 {place_of_service: \"11\"}") +
      ", place_of_service: \"12\", history: [{claim_id: H1, payer_id: P2, claim_type: "
      "professional, "
      "type_of_bill: \"0131\", status: paid, billing: {npi: \"1234567893\"}, line: "
      "{procedure_code: \"99213\", units: 2, rendering: {npi: \"1003000126\"}}}]";
  const Case kCases[] = {
      {R"({with_history: {payer_id: P2, claim_type: professional, type_of_bill: "013*"}})", earlier,
       "T"},
      {R"({with_history: {billing.npi: "1234567893", rendering.npi: "1003000126", claim_id: H1}})",
       earlier, "T"},
      {R"({with_history: {units: {more_than: 1}}})", earlier, "T"},
      {R"({with_history: {units: {more_than: 2}}})", earlier, "F"},
      // Its own values only: this claim's place of service is not the earlier one's.
      {R"({with_history: {place_of_service: ["11", "12"]}})", earlier, "?"},
      {R"({with_history: {ordering.npi: missing, place_of_service: missing}})", earlier, "T"},
  };
  ExpectValues(kCases);
}

TEST(QueriesTest, Windows) {
  const auto on = [](const char* date) { return After(std::string("paid 99213 ") + date); };
  const Case kCases[] = {
      {"{with_history: {within_days: 90}}", on("2024-05-10"), "T"},
      {"{with_history: {within_days: 90}}", on("2024-02-10"), "T"},  // 90 days before
      {"{with_history: {within_days: 90}}", on("2024-02-09"), "F"},
      {"{with_history: {within_days: 90}}", on("2024-05-11"), "F"},
      {"{with_history: {within_days: 0}}", on("2024-05-10"), "T"},
      {"{with_history: {within_days: 0}}", on("2024-05-09"), "F"},
      {"{with_history: {within_months: 3}}", on("2024-02-11"), "T"},
      {"{with_history: {within_months: 3}}", on("2024-02-10"), "F"},
      // Domain 10: the third anniversary is free again.
      {"{with_history: {within_years: 3}}", on("2021-05-11"), "T"},
      {"{with_history: {within_years: 3}}", on("2021-05-10"), "F"},
      // Domain 7.3: eleven full months after the month of the last one.
      {"{with_history: {within_calendar_months: 11}}", on("2023-06-01"), "T"},
      {"{with_history: {within_calendar_months: 11}}", on("2023-05-31"), "F"},
      {"{with_history: {within_calendar_months: 0}}", on("2024-05-01"), "T"},
      {"{with_history: {in_calendar_year: true}}", on("2024-12-31"), "T"},
      {"{with_history: {in_calendar_year: true}}", on("2023-12-31"), "F"},
      {"{with_history: {days_before: {between: [1, 10]}}}", on("2024-05-09"), "T"},
      {"{with_history: {days_before: {between: [1, 10]}}}", on("2024-05-10"), "F"},
      {"{with_history: {days_before: {less_than: 0}}}", on("2024-05-11"), "T"},
      {"{with_history: {days_before: -1}}", on("2024-05-11"), "T"},
      {"{with_history: {days_before: {at_least: -1, at_most: 1}}}", on("2024-05-12"), "F"},
      // Without a date on either side nothing is sure.
      {"{with_history: {within_days: 90}}", After("paid 99213 {service_date: ~}"), "?"},
      {"{with_history: {within_days: 90}}",
       Lines("99203 {service_date: ~}") + ", " + History("paid 99213"), "?"},
      {R"({with_history: {procedure_code: "1*", within_days: 90}})",
       After("paid 99213 {service_date: ~}"), "F"},
      // From another date, and for the lines of the claim.
      {"{with_history: {within_days: 3, on: admission_date}}",
       on("2024-04-01") + ", admission_date: 2024-04-03", "T"},
      {"{with_history: {within_days: 3, on: admission_date}}", on("2024-04-01"), "?"},
      {"{with_history: {within_days: 3, on: service_date - 1 month}}", on("2024-04-08"), "T"},
      {"{with_line: {days_before: {between: [1, 10]}}}", Lines("99203; 99213 2024-05-05"), "TF"},
      {"{with_history: {service_date: {after: admission_date}}}",
       on("2024-04-04") + ", admission_date: 2024-04-03", "T"},
  };
  ExpectValues(kCases);
}

TEST(QueriesTest, TheLeapDayIsTheLastOfFebruary) {
  const std::string line = Lines("99203 2024-02-29") + ", ";
  EXPECT_EQ(Values("{with_history: {within_years: 1}}", line + History("paid 99213 2023-03-01")),
            "T");
  EXPECT_EQ(Values("{with_history: {within_years: 1}}", line + History("paid 99213 2023-02-28")),
            "F");
  EXPECT_EQ(Values("{with_history: {within_years: 1}}",
                   Lines("99203 2025-02-28") + ", " + History("paid 99213 2024-02-29")),
            "F");
}

TEST(QueriesTest, AClaimLooksBackFromItsFirstDay) {
  const std::string claim = Lines("99203 2024-05-12; 99203 2024-05-10") + ", ";
  const Case kCases[] = {
      {"{with_history: {days_before: 1}}", claim + History("paid 99213 2024-05-09"), "T"},
      {"{with_history: {days_before: 1}}", claim + History("paid 99213 2024-05-11"), "F"},
      {"{with_history: {days_before: 1}}", History("paid 99213"), "?"},
      {"{count_lines: {history: true, within_days: 9, at_least: 2}}",
       claim + History("paid 99213 2024-05-09"), "T"},
  };
  ExpectValues(kCases, "claim");
}

TEST(QueriesTest, WhatTheLinesShareAndWhereTheyDiffer) {
  const auto same = [](const char* keys, const char* lines) {
    return Values(std::string("{with_line: {procedure_code: \"9*\", ") + keys + "}}", Lines(lines));
  };
  EXPECT_EQ(same("same: [date_span]", "99213 2024-05-10..2024-05-11; 99214 2024-05-11"), "FF");
  EXPECT_EQ(same("same: [service_date]", "99213 2024-05-10..2024-05-11; 99214 2024-05-11"), "TT");
  EXPECT_EQ(same("same: [units, charge_cents]",
                 "99213 x2 {charge_cents: 10.00}; 99214 x2 {charge_cents: 10.00}"),
            "TT");
  EXPECT_EQ(same("same: [units]", "99213 x2; 99214 x1"), "FF");
  EXPECT_EQ(same("same: [charge_cents]", "99213; 99214"), "??") << "absent values may be the same";
  EXPECT_EQ(same("same: [minutes, ndc]",
                 "99213 {minutes: 3, ndc: \"1\"}; 99214 {minutes: 3, ndc: \"1\"}"),
            "TT");
  EXPECT_EQ(same("same: [ordering_provider]",
                 "99213 {ordering: {npi: \"1\"}}; 99214 {ordering: {npi: \"1\"}}"),
            "TT");
  EXPECT_EQ(same("differ: [rendering_provider]",
                 "99213 {rendering: {npi: \"1\"}}; 99214 {rendering: {npi: \"2\"}}"),
            "TT");
  EXPECT_EQ(same("differ: [rendering_provider]", "99213; 99214"), "FF");
  EXPECT_EQ(same("differ: [charge_cents]", "99213; 99214 {charge_cents: 1.00}"), "??")
      << "and may differ";
  EXPECT_EQ(same("same: [units, charge_cents]", "99213 x2; 99214 x1"), "FF")
      << "unless something else does";
  EXPECT_EQ(same("same: [procedure_code], differ: [modifiers]", "99213; 99213-25; 99214-25"),
            "TTF");
  EXPECT_EQ(same("same: [procedure_code], earlier: true", "99213; 99213; 99213"), "FTT");
  EXPECT_EQ(Values("{count_lines: {same: [procedure_code], earlier: true, equals: 2}}",
                   Lines("99213; 99213; 99213")),
            "FTF")
      << "the line itself and those before it";
}

TEST(QueriesTest, OneProviderByGroupAndSpecialty) {
  const auto values = [](const char* mine, const char* theirs) {
    return Values("{with_history: {same: [group_specialty]}}",
                  "billing: {npi: \"9\", tax_id: \"7\"}, " +
                      Lines(std::string("99203 {rendering: ") + mine + "}") +
                      ", history: [{status: paid, billing: {npi: \"8\", tax_id: \"7\"}, line: "
                      "{procedure_code: \"99213\", rendering: " +
                      theirs + "}}]");
  };
  EXPECT_EQ(values("{npi: \"1\", specialty_code: \"11\"}", "{npi: \"2\", specialty_code: \"11\"}"),
            "T");
  EXPECT_EQ(values("{npi: \"1\", specialty_code: \"11\"}", "{npi: \"2\", specialty_code: \"12\"}"),
            "F");
  EXPECT_EQ(values("{npi: \"1\"}", "{npi: \"1\", specialty_code: \"12\"}"), "T");
}

TEST(QueriesTest, CountsAndSumsTakeHistoryIn) {
  const std::string two =
      Lines("97110 x2; 97110 x1") + ", " + History("paid 97110 x3; denied 97110");
  const Case kCases[] = {
      {R"({count_lines: {where: {procedure_code: "97110"}, history: true, equals: 3}})", two, "TT"},
      {R"({count_lines: {where: {procedure_code: "97110"}, equals: 2}})", two, "TT"},
      {R"({sum_units: {where: {procedure_code: "97110"}, history: true, equals: 6}})", two, "TT"},
      {R"({count_lines: {history: true, same: [procedure_code], within_days: 9, more_than: 2}})",
       two, "TT"},
      // Without any history the count is what there is or more.
      {R"({count_lines: {history: true, more_than: 1}})", Lines("1; 2"), "TT"},
      {R"({count_lines: {history: true, more_than: 2}})", Lines("1; 2"), "??"},
      {R"({count_lines: {history: true, at_most: 1}})", Lines("1; 2"), "FF"},
      {R"({count_lines: {history: true, at_most: 2}})", Lines("1; 2"), "??"},
      {R"({count_lines: {more_than: 1}})", Lines("1; 2"), "TT"},
      // An amount that is not known may be any.
      {R"({sum_units: {more_than: 2}})", Lines("1 x3; 2 {units: ~}"), "TT"},
      {R"({sum_units: {more_than: 3}})", Lines("1 x3; 2 {units: ~}"), "??"},
      {R"({sum_minutes: {equals: 40}})", Lines("1 {minutes: 33}; 2 {minutes: 7}"), "TT"},
      {R"({count_days: {where: {procedure_code: "9*"}, equals: 2}})",
       Lines("97110; 97112; 97110 2024-05-11; 17000 2024-05-12"), "TTTT"},
      {R"({count_days: {history: true, in_calendar_year: true, more_than: 2}})",
       Lines("1; 2 2024-05-11") + ", " + History("paid 1 2024-01-02; paid 1 2023-12-31"), "TT"},
      {R"({count_days: {at_least: 2}})", Lines("1; 2 {service_date: ~}"), "??"},
  };
  ExpectValues(kCases);
}

TEST(QueriesTest, BoundsThatAreFields) {
  const Case kLines[] = {
      {"{wasted_quantity: {more_than: administered_quantity}}",
       Lines("1 {wasted_quantity: 2, administered_quantity: 1}; "
             "2 {wasted_quantity: 1, administered_quantity: 1}; 3 {wasted_quantity: 2}"),
       "TF?"},
      {"{units: minutes}", Lines("1 x2 {minutes: 2}; 2 x2 {minutes: 3}"), "TF"},
      {"{units: {between: [minutes, 5]}}", Lines("1 x2 {minutes: 2}; 2 x6 {minutes: 3}"), "TF"},
      {"{rendering.npi: {same_as: billing.npi}}", Lines("1; 2 {rendering: {npi: \"1245319599\"}}"),
       "TF"},
      {"{place_of_service: {same_as: revenue_code}}", Lines("1"), "?"},
      {"{modifiers: {count: {more_than: 1}}}", Lines("1-25; 1-25-59; 1"), "FTF"},
      {"{first_modifier: \"25\"}", Lines("1-25-59; 1-59-25; 1"), "TF?"},
      {"{service_date: {after: today}}", Lines("1 2024-06-02; 2 2024-06-01"), "TF"},
      {"{service_date: {on_or_before: today - 1 month}}", Lines("1 2024-05-01; 2 2024-05-02"),
       "TF"},
  };
  ExpectValues(kLines);
  const Case kClaims[] = {
      {"{sum_charges: {not_equal: total_charge_cents}}",
       Lines("1 {charge_cents: 10.00}; 2 {charge_cents: 5.00}") + ", total_charge_cents: 15.00",
       "F"},
      {"{sum_charges: {not_equal: total_charge_cents}}",
       Lines("1 {charge_cents: 10.00}; 2 {charge_cents: 5.01}") + ", total_charge_cents: 15.00",
       "T"},
      {"{sum_charges: {not_equal: total_charge_cents}}", Lines("1 {charge_cents: 10.00}"), "?"},
      {"{sum_charges: {not_equal: total_charge_cents}}",
       Lines("1 {charge_cents: 10.00}; 2") + ", total_charge_cents: 15.00", "?"},
      // What is known is too much already.
      {"{sum_charges: {not_equal: total_charge_cents}}",
       Lines("1 {charge_cents: 16.00}; 2") + ", total_charge_cents: 15.00", "T"},
      // Domain 10: one calendar year, its last day included, leap years too.
      {"{received_date: {after: first_service_date + 1 year}}",
       Lines("1 2024-02-29") + ", received_date: 2025-02-28", "F"},
      {"{received_date: {after: first_service_date + 1 year}}",
       Lines("1 2024-02-29") + ", received_date: 2025-03-01", "T"},
      {"{received_date: {after: first_service_date + 1 year}}",
       Lines("1 2023-03-15") + ", received_date: 2024-03-15", "F"},
      {"{diagnoses: {count: {at_most: 1}}}", "diagnoses: [I10, I10]", "F"},
      {"{admitting_diagnosis: I10}", "diagnoses: [E11.9, {code: I10, role: admitting}]", "T"},
  };
  ExpectValues(kClaims, "claim");
}

TEST(QueriesTest, SumsDoNotOverflow) {
  const auto snapshot = MakeSnapshot(
      OneRuleset("rules: [{id: BASE.A, title: T, severity: warn, message: wrong, when: "
                 "{sum_minutes: {more_than: 1}}, examples: [{fires: {}}, {clear: {}}]}]"));
  Claim claim;
  claim.service_lines.resize(3);
  for (ServiceLine& line : claim.service_lines) line.minutes = INT64_MAX - 1;
  Conditions conditions;
  conditions.Begin(snapshot->program(), claim);
  EXPECT_EQ(conditions.Get(snapshot->program().rules[0].condition, 0), Truth::kTrue);
}

TEST(QueriesTest, RecordsOfTheClaim) {
  const std::string records =
      "diagnoses: [{code: I10, role: principal, present_on_admission: Y}, {code: E11.9}], "
      "occurrences: [{code: \"11\", date: 2024-04-01}, {code: \"32\"}], "
      "occurrence_spans: [{code: \"74\", from: 2024-05-01, through: 2024-05-09}], "
      "value_codes: [{code: \"80\", amount_cents: 5.00}], " +
      Lines("99213");
  const Case kCases[] = {
      {R"({with_diagnosis: {code: I10, role: principal, present_on_admission: Y}})", records, "T"},
      {R"({with_diagnosis: {code: I10, present_on_admission: N}})", records, "F"},
      {R"({with_diagnosis: {code: "E11*", role: principal}})", records, "?"},
      {R"({without_diagnosis: {code: Z23}})", records, "T"},
      {R"({with_occurrence: {code: "11", date: {before: service_date}}})", records, "T"},
      {R"({with_occurrence: {code: "11", date: {after: service_date - 1 month}}})", records, "F"},
      {R"({with_occurrence: {code: "11", date: {on_or_after: admission_date}}})",
       records + ", admission_date: 2024-04-01", "T"},
      {R"({with_occurrence: {code: "11", within_days: 39}})", records, "T"},
      {R"({with_occurrence: {code: "11", within_days: 38}})", records, "F"},
      {R"({with_occurrence: {code: "32", date: {before: service_date}}})", records, "?"},
      {R"({with_occurrence_span: {code: "74", through: {before: service_date}}})", records, "T"},
      {R"({without_occurrence_span: {from: {after: through}}})", records, "T"},
      {R"({with_value_code: {code: "80", amount_cents: {more_than: 4.99}}})", records, "T"},
      {R"({with_value_code: {code: "80", amount_cents: {more_than: total_charge_cents}}})",
       records + ", total_charge_cents: 4.00", "T"},
      {R"({with_value_code: {code: "81"}})", records, "F"},
      {R"({without_occurrence: {code: "42"}})", Lines("1"), "T"},
      {R"({with_other_payer: {responsibility: primary, settled_cents: {not_equal: total_charge_cents}}})",
       "other_payers: [{responsibility: primary, paid_cents: 4.00, adjusted_cents: 0.99}], "
       "total_charge_cents: 5.00, " +
           Lines("1"),
       "T"},
      {R"({with_other_payer: {responsibility: primary, settled_cents: {not_equal: total_charge_cents}}})",
       "other_payers: [{responsibility: primary, paid_cents: 4.00}], total_charge_cents: 5.00, " +
           Lines("1"),
       "?"},
      {R"({with_other_payer: {responsibility: primary}})", Lines("1"), "F"},
      {R"({with_accumulator: {name: therapy_ot, amount_cents: {more_than: 4.00}}})",
       "accumulators: [{name: therapy_ot, amount_cents: 4.01}], " + Lines("1"), "T"},
      {R"({with_accumulator: {name: therapy_ot}})",
       "accumulators: [{name: therapy_pt_slp, amount_cents: 4.01}], " + Lines("1"), "F"},
  };
  ExpectValues(kCases);
}

TEST(QueriesTest, AFindingNamesTheLatestEarlierLineAndItsClaim) {
  World world(OneRuleset(R"(
rules:
  - id: BASE.NEW
    title: A new patient was not seen before
    severity: deny
    when: {procedure_code: "99203"}
    with_history: {procedure_code: "992*", same: [rendering_provider], within_years: 3}
    message: "seen {with_history.service_date} on {with_history.claim_id}"
    required: false
    examples: [{fires: {}}, {clear: {}}]
)"));
  const std::string claim = After(
      "paid 99212 2023-01-02; paid 99213 2024-02-03; paid 99213 2021-05-10; "
      "denied 99214 2024-05-01");
  EXPECT_EQ(world.Run(claim), "BASE.NEW deny 1 with h2");
  const auto texts = world.Describe(claim);
  EXPECT_EQ(texts.at(0).message, "seen 2024-02-03 on H2");
  EXPECT_EQ(texts.at(0).related_claim_id, "H2");
  EXPECT_EQ(world.Run(Lines("99203")), "BASE.NEW? history 1");
  EXPECT_EQ(world.Run(Lines("11102")), "");
  EXPECT_EQ(world.Run(After("paid 99213 {service_date: ~}")), "BASE.NEW? missing_field 1");
}

TEST(QueriesTest, WhatIsMissingIsSaidOfTheItemThatLacksIt) {
  const auto gap = [](const char* when, const std::string& claim_yaml) {
    const auto snapshot = MakeSnapshot(
        OneRuleset(std::string("rules:\n  - {id: BASE.A, title: T, severity: warn, message: wrong, "
                               "examples: [{fires: {}}, {clear: {}}], when: ") +
                   when + "}\n"));
    const auto claim = MakeClaim(claim_yaml);
    Scratch scratch;
    const Findings& findings =
        Evaluate(*snapshot, *claim, {.today = *Date::Parse("2024-06-01")}, scratch);
    std::string text;
    for (const Gap& item : findings.not_evaluated) text += DescribeGap(*claim, item) + "\n";
    return text;
  };
  EXPECT_EQ(gap("{with_history: {units: 2}}", After("paid 99213 {units: ~}")),
            "missing_field: an earlier line has no units\n");
  EXPECT_EQ(gap("{with_history: {within_days: 9}}", After("paid 99213 {service_date: ~}")),
            "missing_field: an earlier line has no service_date\n");
  EXPECT_EQ(gap("{with_history: {same: [service_date]}}", After("paid 99213 {service_date: ~}")),
            "missing_field: an earlier line has no service_date\n");
  EXPECT_EQ(gap("{with_history: {within_days: 9, on: admission_date}}", After("paid 99213")),
            "missing_field: the claim has no admission_date\n");
  EXPECT_EQ(gap("{with_diagnosis: {role: admitting}}", Lines("1") + ", diagnoses: [I10]"),
            "missing_field: a diagnosis has no role\n");
  EXPECT_EQ(gap("{with_other_payer: {responsibility: primary}}",
                Lines("1") + ", other_payers: [{payer_id: P2}]"),
            "missing_field: another payer has no responsibility\n");
  EXPECT_EQ(gap("{with_accumulator: {amount_cents: {more_than: 1.00}}}",
                Lines("1") + ", accumulators: [{name: therapy_ot}]"),
            "missing_field: an accumulator has no amount_cents\n");
  EXPECT_EQ(gap("{sum_charges: {more_than: 1.00}}", Lines("1")),
            "missing_field: the claim has no charge_cents\n");
  EXPECT_EQ(gap("{sum_charges: {more_than: total_charge_cents}}", Lines("1 {charge_cents: 1.00}")),
            "missing_field: the claim has no total_charge_cents\n");
  EXPECT_EQ(gap("{count_lines: {history: true, more_than: 3}}", Lines("1")),
            "history: the claim comes without the patient's earlier lines; send them with it\n");
}

}  // namespace
}  // namespace scrubline
