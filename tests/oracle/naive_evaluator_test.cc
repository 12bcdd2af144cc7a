// The slow evaluator on the worked examples of domain.md 1.9, 2.4, 3.4, 4.7, 5.1, 9.1 and 10, over
// a few rows: the examples are the law's own tests, so the second reader of the law must pass them
// too.
#include "tests/oracle/naive_evaluator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/oracle/small_world.h"

namespace scrubline::oracle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `45385; 45380-XS x2`: a professional Medicare claim of one provider and one day.
class ClaimText {
 public:
  explicit ClaimText(std::string_view lines, std::string_view date = "2024-07-10") {
    claim_.type = ClaimType::kProfessional;
    claim_.payer.line_of_business = LineOfBusiness::kMedicare;
    claim_.billing = claim_.AddProvider({.npi = "1234567893"});
    while (!lines.empty()) {
      const size_t end = std::min(lines.find("; "), lines.size());
      AddLine(lines.substr(0, end), date);
      lines.remove_prefix(std::min(end + 2, lines.size()));
    }
  }
  ServiceLine& AddLine(std::string_view text, std::string_view date) {
    ServiceLine& line = claim_.service_lines.emplace_back(Read(text, date));
    line.line_number = static_cast<int32_t>(claim_.service_lines.size());
    return line;
  }
  HistoryLine& AddHistory(std::string_view text, HistoryStatus status,
                          std::string_view date = "2024-07-10") {
    HistoryLine& history = claim_.history.emplace_back();
    history.line = Read(text, date);
    history.status = status;
    history.billing = claim_.billing;
    history.claim_id = "EARLIER";
    return history;
  }
  ClaimText&& Hospital(Code type_of_bill = Code::Of("0131")) {
    claim_.type = ClaimType::kInstitutional;
    claim_.type_of_bill = type_of_bill;
    return std::move(*this);
  }
  Claim& operator*() { return claim_; }
  Claim* operator->() { return &claim_; }

 private:
  static ServiceLine Read(std::string_view text, std::string_view date) {
    ServiceLine line;
    line.procedure_code = Code::Parse(text.substr(0, 5)).value();
    line.units = kThousandths;
    line.service_date = Date::Parse(date).value();
    text.remove_prefix(5);
    while (!text.empty()) {
      const size_t end = std::min(text.find_first_of("- ", 1), text.size());
      if (text[0] == '-') {
        line.modifiers[line.modifier_count++] = Code::Parse(text.substr(1, end - 1)).value();
      } else if (text[1] == 'x') {
        line.units = std::stoi(std::string(text.substr(2, end - 2))) * kThousandths;
      }
      text.remove_prefix(end);
    }
    return line;
  }
  Claim claim_;
};

// The national ruleset with the rules of some families alone: the worked examples of a section say
// nothing of the others.
ResolvedRulesets Only(std::initializer_list<std::string_view> families) {
  ResolvedRulesets rulesets = BuiltinRulesets();
  std::erase_if(rulesets.rules, [&families](const ResolvedRule& rule) {
    return std::none_of(families.begin(), families.end(), [&rule](std::string_view family) {
      return std::string_view(rule.id).substr(0, family.size()) == family;
    });
  });
  return rulesets;
}

ResolvedRulesets NcciAndNumbers() {
  return Only({"NCCI.", "PROV.NPI_MISSING", "PROV.NPI_FORMAT", "PROV.NPI_LUHN"});
}

std::vector<std::string> Evaluate(const Claim& claim,
                                  const ResolvedRulesets& rulesets = NcciAndNumbers()) {
  static const ReferenceTables tables = SmallTables();
  const EvaluateOptions options{.today = *Date::Parse("2024-12-31"), .include_bypassed = true};
  std::vector<std::string> texts;
  for (const CanonicalFinding& finding :
       NaiveEvaluate({rulesets, tables, claim, options}).findings) {
    std::string text = finding.rule + (finding.outcome == Outcome::kBypassed ? " bypassed" : "");
    for (const LineRef line : finding.lines) text += " " + std::to_string(line + 1);
    const auto indicator = finding.facts.find("modifier_indicator");
    if (indicator != finding.facts.end()) text += " indicator " + indicator->second;
    for (const CanonicalFinding& also : finding.also) text += " (" + also.rule + ")";
    texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> Evaluate(ClaimText&& claim) { return Evaluate(*claim); }

ResolvedRulesets WithChoice(BuiltinId builtin, int parameter, int choice,
                            std::initializer_list<std::string_view> families = {"NCCI."}) {
  ResolvedRulesets rulesets = Only(families);
  for (ResolvedRule& rule : rulesets.rules) {
    if (rule.builtin == builtin) rule.parameters[static_cast<size_t>(parameter)].choice = choice;
  }
  return rulesets;
}

TEST(NaivePtp, WorkedExamples) {
  EXPECT_THAT(Evaluate(ClaimText("45385; 45380")), ElementsAre("NCCI.PTP 2 indicator 1"));  // P1
  EXPECT_THAT(Evaluate(ClaimText("45385; 45380-XS")),
              ElementsAre("NCCI.PTP bypassed 2 indicator 1"));  // P2
  ClaimText p3("45385-59; 45380");
  EXPECT_THAT(Evaluate(*p3), ElementsAre("NCCI.PTP bypassed 2 indicator 1"));
  EXPECT_THAT(Evaluate(*p3, WithChoice(BuiltinId::kPtp, ptp::kBypassSide, ptp::kColumn2Only)),
              ElementsAre("NCCI.PTP 2 indicator 1 (NCCI.PTP.Q3)"));
  EXPECT_THAT(Evaluate(ClaimText("45385; 45378-59")), ElementsAre("NCCI.PTP 2 indicator 0"));
  EXPECT_THAT(Evaluate(ClaimText("20610; 99213")), ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("27447; 99213")), ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("27447; 99213").Hospital()), IsEmpty());     // P6
  EXPECT_THAT(Evaluate(ClaimText("97530; 97116", "2020-10-01")), IsEmpty());  // P7
  EXPECT_THAT(Evaluate(ClaimText("97530; 97116", "2019-06-01")),
              ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("90471; 99211", "2021-09-30")),
              ElementsAre("NCCI.PTP 2 indicator 0"));  // P8
  EXPECT_THAT(Evaluate(ClaimText("90471; 99211-25", "2021-10-01")),
              ElementsAre("NCCI.PTP bypassed 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("99233; 99232")), ElementsAre("NCCI.PTP 2 indicator 0"));
  EXPECT_THAT(Evaluate(ClaimText("99233; 99232").Hospital()),
              ElementsAre("NCCI.PTP 2 indicator 1"));  // P9
  EXPECT_THAT(Evaluate(ClaimText("80053; 82947-91")),
              ElementsAre("NCCI.PTP bypassed 2 indicator 1"));  // P10
  EXPECT_THAT(Evaluate(ClaimText("29881-RT; 29877-LT")), ElementsAre("NCCI.PTP 2 indicator 0"));
  EXPECT_THAT(Evaluate(ClaimText("17110; 17000-76")), ElementsAre("NCCI.PTP 2 indicator 1"));
  ClaimText p13("45385");
  p13.AddHistory("45380", HistoryStatus::kPaid);
  EXPECT_THAT(Evaluate(*p13), ElementsAre("NCCI.PTP.HIST_COL2 1 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("36556; 99291")), ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("99291; 36000")), ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("99291; 36000").Hospital()), IsEmpty());  // P14
}

TEST(NaivePtp, DirectionsThatOverlapGoToTheLaterEffectiveDate) {
  EXPECT_THAT(Evaluate(ClaimText("20610; 20600", "2024-07-15")),
              ElementsAre("NCCI.PTP 1 indicator 0"));
  EXPECT_THAT(Evaluate(ClaimText("20610; 20600", "2024-07-16")),
              ElementsAre("NCCI.PTP 2 indicator 1"));
}

TEST(NaivePtp, HistoryThatIsDeniedReplacedOrAnotherProvidersTakesNoPart) {
  ClaimText denied("45385");
  denied.AddHistory("45380", HistoryStatus::kDenied);
  EXPECT_THAT(Evaluate(*denied), IsEmpty());
  ClaimText replaced("45385");
  replaced.AddHistory("45380", HistoryStatus::kPaid).payer_control_number = "ICN";
  replaced->frequency_code = Code::Of("7");
  EXPECT_THAT(Evaluate(*replaced), ElementsAre("NCCI.PTP.HIST_COL2 1 indicator 1"));
  replaced->original_reference_number = "ICN";
  EXPECT_THAT(Evaluate(*replaced), IsEmpty());
  ClaimText other("45385");
  HistoryLine& history = other.AddHistory("45380", HistoryStatus::kPaid);
  history.billing = other->AddProvider({.npi = "1245319599"});
  EXPECT_THAT(Evaluate(*other), IsEmpty());
}

TEST(NaiveMue, WorkedExamples) {
  EXPECT_THAT(Evaluate(ClaimText("27447-RT; 27447-LT")), ElementsAre("NCCI.MUE 1 2"));  // M1
  EXPECT_THAT(Evaluate(ClaimText("27447-50")), IsEmpty());                              // M2
  EXPECT_THAT(Evaluate(ClaimText("27447-50 x2")), ElementsAre("NCCI.MUE 1"));
  EXPECT_THAT(Evaluate(ClaimText("69210-RT; 69210-LT")), ElementsAre("NCCI.MUE 1 2"));  // M3
  EXPECT_THAT(Evaluate(ClaimText("20610-RT; 20610-LT")), IsEmpty());                    // M4
  EXPECT_THAT(Evaluate(ClaimText("20610 x3")), ElementsAre("NCCI.MUE 1"));
  EXPECT_THAT(Evaluate(ClaimText("97110 x8")), ElementsAre("NCCI.MUE 1"));  // M5
  EXPECT_THAT(Evaluate(ClaimText("97110 x8").Hospital()), IsEmpty());
  for (const auto& [units, findings] : {std::pair("97110 x32", 0), {"97110 x33", 1}}) {  // M6
    ClaimText m6(units, "2024-07-08");
    m6->service_lines[0].service_date_through = *Date::Parse("2024-07-12");
    EXPECT_EQ(Evaluate(*m6).size(), findings) << units;
  }
  EXPECT_THAT(Evaluate(ClaimText("J7192 x22001")), ElementsAre("NCCI.MUE 1"));  // M7
  EXPECT_THAT(Evaluate(ClaimText("J7192 x12000; J7192-76 x12000")), IsEmpty());
  EXPECT_THAT(Evaluate(ClaimText("99291; 99291")), ElementsAre("NCCI.MUE 1 2"));  // M8
  ClaimText m8("99291; 99291");
  m8->service_lines[1].rendering = m8->AddProvider({.npi = "1245319599"});
  EXPECT_THAT(Evaluate(*m8), IsEmpty());
  EXPECT_THAT(Evaluate(ClaimText("A4253 x2")), ElementsAre("NCCI.MUE.ZERO 1"));  // M9
}

TEST(NaiveAddOn, WorkedExamples) {
  EXPECT_THAT(Evaluate(ClaimText("11045 x2")), ElementsAre("NCCI.AOC 1"));  // A1
  EXPECT_THAT(Evaluate(ClaimText("11042; 11045")), IsEmpty());              // A2
  EXPECT_THAT(Evaluate(ClaimText("17004; 17003")),
              ElementsAre("NCCI.PTP 2 indicator 0 (NCCI.AOC)"));  // A3
  ClaimText a4("96375");
  a4.AddLine("96365", "2024-07-09");
  EXPECT_THAT(Evaluate(*a4), ElementsAre("NCCI.AOC 1"));
  for (const auto& [specialty, findings] : {std::pair("11", 0), {"06", 1}}) {  // A5
    ClaimText a5("99292");
    a5->billing = a5->AddProvider({.npi = "1003000126", .tax_id = "123456789"});
    a5->rendering = a5->AddProvider({.npi = "1234567893", .specialty_code = Code::Of("11")});
    HistoryLine& history = a5.AddHistory("99291", HistoryStatus::kPaid);
    history.line.rendering =
        a5->AddProvider({.npi = "1245319599", .specialty_code = Code::Parse(specialty).value()});
    EXPECT_EQ(Evaluate(*a5).size(), findings) << specialty;
  }
  EXPECT_THAT(Evaluate(ClaimText("99100; 00790")), IsEmpty());  // A6
  EXPECT_THAT(Evaluate(ClaimText("62323; 64483; 64484")),
              ElementsAre("NCCI.PTP 2 indicator 1",
                          "NCCI.PTP 3 indicator 1 (NCCI.AOC.PRIMARY_AT_RISK)"));  // A7
  EXPECT_THAT(Evaluate(ClaimText("90472; G0008")), IsEmpty());                    // A8
}

TEST(NaiveAddOn, TypesChainsAndCircles) {
  EXPECT_THAT(Evaluate(ClaimText("99100")), ElementsAre("NCCI.AOC.NO_PRIMARY_ANY 1"));
  EXPECT_THAT(Evaluate(ClaimText("20930")), ElementsAre("NCCI.AOC 1"));
  EXPECT_THAT(Evaluate(ClaimText("20930; 29881")), ElementsAre("NCCI.AOC.NO_PRIMARY_ANY 1"));
  EXPECT_THAT(Evaluate(ClaimText("15155; 15156; 15157")), IsEmpty());
  EXPECT_THAT(Evaluate(ClaimText("15156; 15157")),
              ElementsAre("NCCI.AOC 1", "NCCI.AOC.PRIMARY_AT_RISK 2"));
  EXPECT_THAT(Evaluate(ClaimText("37222; 37223")),
              ElementsAre("NCCI.AOC.PRIMARY_AT_RISK 1", "NCCI.AOC.PRIMARY_AT_RISK 2"));
  ClaimText prior_day("99292");
  prior_day.AddHistory("99291", HistoryStatus::kPaid, "2024-07-09");
  EXPECT_THAT(Evaluate(*prior_day), ElementsAre("NCCI.AOC.PRIOR_DAY 1"));
  EXPECT_THAT(Evaluate(ClaimText("11042-LT; 11045-RT")), ElementsAre("NCCI.AOC.LATERALITY 2"));
}

TEST(NaiveNpi, WorkedExamples) {
  struct Case {
    std::string_view npi, expected;
  };
  for (const Case& c : {Case{"1234567893", ""},
                        {"1245319599", ""},
                        {"1003000126", ""},
                        {"2000000002", ""},
                        {"1234567890", "PROV.NPI_LUHN"},
                        {"0000000000", "PROV.NPI_FORMAT"},
                        {"9876543213", "PROV.NPI_FORMAT"},
                        {"1003000127", "PROV.NPI_LUHN"},
                        {"123456789", "PROV.NPI_FORMAT"},
                        {"", "PROV.NPI_MISSING"}}) {
    ClaimText claim("99213");
    claim->billing = claim->AddProvider({.npi = c.npi});
    EXPECT_EQ(::testing::PrintToString(Evaluate(*claim)),
              c.expected.empty() ? "{}" : "{ \"" + std::string(c.expected) + "\" }")
        << c.npi;
  }
}

TEST(NaiveDuplicate, WorkedExamples) {
  const auto run = [](ClaimText&& claim) { return Evaluate(*claim, Only({"DUP."})); };
  EXPECT_THAT(run(ClaimText("97110-GP; 97110-GP")), ElementsAre("DUP.EXACT 2"));  // N1
  EXPECT_THAT(run(ClaimText("97110-GP; 97110-GP-59")), IsEmpty());
  EXPECT_THAT(run(ClaimText("97110-GP; 97110-GP x2; 97110-GP")),
              ElementsAre("DUP.SUSPECT 2", "DUP.EXACT 3"));
  for (const auto& [frequency, expected] : {std::pair("1", "DUP.ALREADY_PAID 1"), {"7", ""}}) {
    ClaimText paid("97110-GP");
    paid.AddHistory("97110-GP", HistoryStatus::kPaid);
    paid->frequency_code = Code::Parse(frequency).value();
    const std::vector<std::string> found = run(std::move(paid));
    EXPECT_EQ(found.empty() ? "" : found.front(), expected) << frequency;
  }
}

TEST(NaiveFiling, WorkedExamples) {
  const auto run = [](std::string_view service, std::string_view received) {
    ClaimText claim("99213", service);
    claim->received_date = Date::Parse(received).value();
    return Evaluate(*claim, Only({"TF."}));
  };
  EXPECT_THAT(run("2025-03-15", "2026-03-15"), IsEmpty());  // N2
  EXPECT_THAT(run("2025-03-15", "2026-03-16"), ElementsAre("TF.LATE 1"));
  EXPECT_THAT(run("2024-02-29", "2025-02-28"), IsEmpty());
  EXPECT_THAT(run("2024-02-29", "2025-03-01"), ElementsAre("TF.LATE 1"));
  for (const auto& [received, findings] : {std::pair("2026-04-02", 0), {"2026-04-03", 1}}) {  // N3
    ClaimText claim = ClaimText("99213", "2025-03-10").Hospital();
    claim->statement_from = *Date::Parse("2025-03-10");
    claim->statement_through = *Date::Parse("2025-04-02");
    claim->received_date = Date::Parse(received).value();
    EXPECT_EQ(Evaluate(*claim, Only({"TF."})).size(), findings) << received;
  }
  ResolvedRulesets rolls =
      WithChoice(BuiltinId::kFilingLate, filing::kRollForward, filing::kBusinessDays, {"TF."});
  // The fourth of July 2026 is a Saturday, and kept on the Friday before.
  for (const auto& [received, findings] : {std::pair("2026-07-06", 0), {"2026-07-07", 1}}) {
    ClaimText claim("99213", "2025-07-03");
    claim->received_date = Date::Parse(received).value();
    EXPECT_EQ(Evaluate(*claim, rolls).size(), findings) << received;
  }
}

TEST(NaiveCharge, WorkedExamples) {
  const auto run = [](ClaimText&& claim, std::initializer_list<int64_t> charges) {
    size_t line = 0;
    for (const int64_t cents : charges) claim->service_lines[line++].charge_cents = cents;
    return Evaluate(*claim, Only({"CHG."}));
  };
  EXPECT_THAT(run(ClaimText("99213"), {4000}), IsEmpty()) << "the place is not known";
  ClaimText n5("99213");
  n5->place_of_service = Code::Of("11");
  EXPECT_THAT(run(std::move(n5), {4000}), ElementsAre("CHG.LOW 1"));  // N5
  EXPECT_THAT(run(ClaimText("97110 x3"), {9003}), IsEmpty());
  EXPECT_THAT(run(ClaimText("97110"), {60021}), ElementsAre("CHG.HIGH 1"));
  EXPECT_THAT(run(ClaimText("17110; 17110 x2; 17110"), {4000, 8000, 4500}),
              ElementsAre("CHG.HIGH 1 2 3"));
}

TEST(NaiveAuthorization, WorkedExamples) {
  for (const auto& [used, findings] : {std::pair(10, 1), {9, 0}}) {  // N7
    ClaimText claim("97110");
    claim->prior_authorization_number = "A";
    claim->authorizations.push_back(
        {.number = "A", .units_approved = 10'000, .units_used = used * kThousandths});
    EXPECT_EQ(Evaluate(*claim, Only({"AUTH."})).size(), findings) << used;
  }
}

TEST(NaiveModifier, WorkedExamples) {
  const auto run = [](ClaimText&& claim) { return Evaluate(*claim, Only({"MOD."})); };
  EXPECT_THAT(run(ClaimText("20610-GD", "2019-12-31")), IsEmpty());
  EXPECT_THAT(run(ClaimText("20610-GD", "2020-01-01")), ElementsAre("MOD.DATE 1"));
  EXPECT_THAT(run(ClaimText("20610-CP", "2018-01-01")), ElementsAre("MOD.DATE 1"));
  EXPECT_THAT(run(ClaimText("20610-ZZ-ZZ-5")),
              ElementsAre("MOD.DUP 1", "MOD.SYNTAX 1", "MOD.UNKNOWN 1", "MOD.UNKNOWN 1"));
  EXPECT_THAT(run(ClaimText("20610-RT-26; 97110-GP-59-CQ; 97110-GP-CQ-59")),
              ElementsAre("MOD.ORDER 1", "MOD.ORDER 2"));
}

TEST(NaiveProvider, WorkedExamples) {
  ClaimText claim("99213");
  claim->rendering = claim->AddProvider({.npi = "1003000126"});  // a group, by the registry
  claim->supervising = claim->AddProvider({.npi = "2000000002"});
  claim->ordering = claim->AddProvider({.npi = "1245319599"});
  claim->referring = claim->AddProvider({.npi = "1003000127"});  // a bad check digit
  EXPECT_THAT(
      Evaluate(*claim, Only({"PROV."})),
      ElementsAre("PROV.NPI_LUHN", "PROV.ENTITY", "PROV.NPI_DEACTIVATED", "PROV.NPI_UNKNOWN"));
  ClaimText enrolment("99213", "2024-07-16");
  enrolment->payer.id = "PAYER1";
  EXPECT_THAT(Evaluate(*enrolment, Only({"PROV."})), ElementsAre("PROV.ENROLMENT"));
}

TEST(NaiveDrugUnits, WorkedExamples) {
  const auto run = [](std::string_view line, int64_t given, std::string_view unit,
                      int64_t wasted = kUnset, std::string_view waste = "") {
    ClaimText claim(line);
    claim->service_lines[0].administered_quantity = given;
    claim->service_lines[0].administered_unit = Code::Parse(unit).value();
    claim->service_lines[0].wasted_quantity = wasted;
    if (!waste.empty()) claim.AddLine(waste, "2024-07-10");
    return Evaluate(*claim, Only({"UNIT.DRUG"}));
  };
  EXPECT_THAT(run("J1885 x2", 30'000, "MG"), IsEmpty());                         // D1
  EXPECT_THAT(run("J3301 x4", 40'000, "MG"), IsEmpty());                         // D2
  EXPECT_THAT(run("J3301 x40", 40'000, "MG"), ElementsAre("UNIT.DRUG_TYPO 1"));  // D2
  EXPECT_THAT(run("J0696 x4", 1'000, "GR"), IsEmpty());                          // D3
  EXPECT_THAT(run("J3420", 1'000'000, "MCG"), IsEmpty());                        // D4
  EXPECT_THAT(run("J3420 x3", 1'500'000, "MCG"), ElementsAre("UNIT.DRUG_HIGH 1"));
  EXPECT_THAT(run("J9035 x31", 305'000, "MG", 95'000, "J9035-JW x9"), IsEmpty());  // D5
  EXPECT_THAT(run("J9035 x30", 305'000, "MG", 95'000, "J9035-JW x10"),
              ElementsAre("UNIT.DRUG_LOW 1", "UNIT.DRUG_HIGH 2"));
  EXPECT_THAT(run("J7323", 1'000, "UN"), IsEmpty());  // D8
}

TEST(NaiveGlobalSurgery, WorkedExamples) {
  const auto run = [](std::string_view surgery, std::string_view other, std::string_view date) {
    ClaimText claim(surgery, "2024-03-02");
    claim.AddLine(other, date);
    return Evaluate(*claim, Only({"GLOB."}));
  };
  EXPECT_THAT(run("27447", "99213", "2024-02-29"), IsEmpty());
  EXPECT_THAT(run("27447", "99213", "2024-03-01"), ElementsAre("GLOB.57 2"));
  EXPECT_THAT(run("27447", "99213-57", "2024-03-01"), IsEmpty());
  EXPECT_THAT(run("27447", "99213-24", "2024-04-10"), IsEmpty());
  EXPECT_THAT(run("27447", "99213", "2024-05-31"), ElementsAre("GLOB.24 2"));
  EXPECT_THAT(run("27447", "99213", "2024-06-01"), IsEmpty());
  EXPECT_THAT(run("27447", "20610", "2024-03-20"), ElementsAre("GLOB.PROC 2"));
  EXPECT_THAT(run("17110", "99213", "2024-03-02"), ElementsAre("GLOB.25 2"));
  EXPECT_THAT(run("17110", "99213-25", "2024-03-02"), IsEmpty());
  EXPECT_THAT(run("17110", "99213-57", "2024-03-02"), ElementsAre("GLOB.57.MINOR 2"));
  EXPECT_THAT(run("17110", "99213", "2024-03-12"), ElementsAre("GLOB.24 2"));
  EXPECT_THAT(run("17110", "99213", "2024-03-13"), IsEmpty());
  EXPECT_THAT(run("71046", "99213-25", "2024-03-02"), ElementsAre("GLOB.25.ALONE 2"));
}

TEST(NaiveCodes, WorkedExamples) {
  const auto run = [](std::string_view code, std::string_view date) {
    return Evaluate(*ClaimText(code, date), Only({"CODE."}));
  };
  EXPECT_THAT(run("J1030", "2024-03-31"), IsEmpty());
  EXPECT_THAT(run("J1030", "2024-04-01"), ElementsAre("CODE.TERM 1"));
  EXPECT_THAT(run("99241", "2022-12-31"), IsEmpty());
  EXPECT_THAT(run("99241", "2023-01-01"), ElementsAre("CODE.TERM 1"));
  EXPECT_THAT(run("Q5150", "2024-07-31"), ElementsAre("CODE.NOT_YET 1"));
  EXPECT_THAT(run("J0000", "2024-08-01"), ElementsAre("CODE.UNKNOWN 1"));
  EXPECT_THAT(run("J0000", "2024-06-30"), IsEmpty()) << "no release of that day";
  EXPECT_THAT(run("ABCDE", "2024-07-10"), ElementsAre("CODE.FORMAT 1"));
  EXPECT_THAT(run("D0120", "2024-07-10"), IsEmpty());
  // R20: a code out of date takes no part.
  EXPECT_THAT(Evaluate(ClaimText("17110; 17000", "2024-08-20")),
              ElementsAre("NCCI.PTP 2 indicator 1"));
  EXPECT_THAT(Evaluate(ClaimText("17110; 17000", "2024-08-21")), IsEmpty());
}

// A claim of a woman of 42 for these diagnoses, to all of which its line points.
ClaimText ForDiagnoses(std::initializer_list<std::string_view> codes,
                       std::string_view line = "99213", std::string_view date = "2024-07-10") {
  ClaimText claim(line, date);
  claim->patient.birth_date = *Date::Parse("1982-01-05");
  claim->patient.sex = Sex::kFemale;
  ServiceLine& service = claim->service_lines.front();
  for (const std::string_view code : codes) {
    claim->diagnoses.push_back({.code = Code::Parse(code).value()});
    service.diagnosis_pointers[service.pointer_count++] =
        static_cast<uint8_t>(claim->diagnoses.size());
  }
  return claim;
}

TEST(NaiveDiagnoses, WorkedExamples) {
  const auto run = [](std::initializer_list<std::string_view> codes,
                      std::string_view date = "2024-07-10") {
    return Evaluate(*ForDiagnoses(codes, "99213", date), Only({"DX."}));
  };
  EXPECT_THAT(run({"E11"}), ElementsAre("DX.NOT_BILLABLE"));                         // X1
  EXPECT_THAT(run({"S52501"}), ElementsAre("DX.7TH"));                               // X2
  EXPECT_THAT(run({"D631", "N184"}), ElementsAre("DX.MANIF_FIRST (DX.CODEFIRST)"));  // X3
  EXPECT_THAT(run({"W19XXXA"}), ElementsAre("DX.ECODE_FIRST"));                      // X4
  EXPECT_THAT(run({"Z00121"}), ElementsAre("DX.AGE"));                               // X5
  EXPECT_THAT(run({"N400"}, "2024-09-30"), ElementsAre("DX.SEX"));                   // X6
  EXPECT_THAT(run({"N400"}, "2024-10-01"), IsEmpty());
  EXPECT_THAT(run({"Z0000"}), IsEmpty());                       // X7
  EXPECT_THAT(run({"E109", "E119"}), ElementsAre("DX.EXCL1"));  // X8
  EXPECT_THAT(run({"M545"}), ElementsAre("DX.NOT_BILLABLE"));   // 6.1
  EXPECT_THAT(run({"M5451"}, "2024-10-01"), ElementsAre("DX.DATE"));
  EXPECT_THAT(run({"C4A1"}), IsEmpty());
  EXPECT_THAT(run({"25000"}), ElementsAre("DX.FORMAT"));
  EXPECT_THAT(run({"Q9999"}), ElementsAre("DX.UNKNOWN"));
  EXPECT_THAT(run({"L600", "L600"}), ElementsAre("DX.DUP"));
  ClaimText pointer = ForDiagnoses({"L600"});
  pointer->service_lines.front().diagnosis_pointers[0] = 13;  // X9
  EXPECT_THAT(Evaluate(*pointer, Only({"DX."})), ElementsAre("DX.PTR 1"));
  ClaimText stay = ForDiagnoses({"Z0000"});
  stay->type = ClaimType::kInstitutional;
  stay->type_of_bill = Code::Of("0111");
  stay->statement_from = stay->statement_through = *Date::Parse("2024-07-10");
  EXPECT_THAT(Evaluate(*stay, Only({"DX."})), ElementsAre("DX.UNACCEPT_PDX"));
  ClaimText span = ForDiagnoses({"M5451"}, "99213", "2024-09-29");
  span->service_lines.front().service_date_through = *Date::Parse("2024-10-02");
  EXPECT_THAT(Evaluate(*span, Only({"DX."})), ElementsAre("DX.SPAN 1"));
}

TEST(NaiveLaterality, WorkedExamples) {
  const auto run = [](std::string_view line, std::string_view diagnosis) {
    return Evaluate(*ForDiagnoses({diagnosis}, line), Only({"MOD.LATERALITY"}));
  };
  EXPECT_THAT(run("27447-LT", "M1711"), ElementsAre("MOD.LATERALITY 1"));
  EXPECT_THAT(run("27447-RT", "M1711"), IsEmpty());
  EXPECT_THAT(run("27447-RT", "M170"), IsEmpty());
  EXPECT_THAT(run("66984-RT", "H2512"), ElementsAre("MOD.LATERALITY 1"));
  EXPECT_THAT(run("11730-T1", "L600"), IsEmpty());
  EXPECT_THAT(run("20610-50", "M25561"), ElementsAre("MOD.LATERALITY 1"));
  EXPECT_THAT(run("20610-RT", "M25569"), ElementsAre("MOD.LATERALITY 1")) << "unspecified";
}

TEST(NaiveCoverage, WorkedExamples) {
  const auto run = [](ClaimText&& claim) { return Evaluate(*claim, Only({"MN."})); };
  EXPECT_THAT(run(ForDiagnoses({"Z0000"}, "83036")), ElementsAre("MN.NOT_COVERED 1"));
  EXPECT_THAT(run(ForDiagnoses({"E119"}, "83036")), IsEmpty());
  EXPECT_THAT(run(ForDiagnoses({"Z0000"}, "83036-GZ")), IsEmpty());
  ClaimText elsewhere = ForDiagnoses({"Z0000", "E119"}, "83036-GA");
  elsewhere->service_lines.front().pointer_count = 1;
  const ReferenceTables tables = SmallTables();
  const ResolvedRulesets rulesets = Only({"MN."});
  const std::vector<CanonicalFinding> findings =
      NaiveEvaluate({rulesets, tables, *elsewhere, {.today = *Date::Parse("2024-12-31")}}).findings;
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kInfo) << "the patient is liable";
  EXPECT_EQ(findings[0].facts.at("covered"), "E11.9");
  EXPECT_THAT(run(ForDiagnoses({"M1711"}, "27447-RT")), IsEmpty());
  EXPECT_THAT(run(ForDiagnoses({"M1711"}, "27447")), ElementsAre("MN.NOT_COVERED 1"))
      << "without the modifier that one group wants and the diagnoses that the other wants";
  EXPECT_THAT(run(ForDiagnoses({"I10"}, "29881-GA")), ElementsAre("MN.GA_UNNEEDED 1"));
}

TEST(NaiveVerdict, WhatCouldNotBeEvaluatedIsNeverClean) {
  const ReferenceTables none;
  const ResolvedRulesets rulesets = Only({"NCCI."});
  ClaimText claim("99213; 20610");
  const CanonicalResult result =
      NaiveEvaluate({rulesets, none, *claim, {.today = *Date::Parse("2024-12-31")}});
  EXPECT_EQ(ToText(result),
            "INCOMPLETE at risk 0.00\n"
            "not evaluated NCCI.AOC missing_table claim\n"
            "not evaluated NCCI.MUE missing_table claim\n"
            "not evaluated NCCI.PTP missing_table claim\n");
}

}  // namespace
}  // namespace scrubline::oracle
