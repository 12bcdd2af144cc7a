#include "ingest/proto/decode_claim.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/str_cat.h"

namespace scrubline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A sound claim of one line, which the tests spoil.
constexpr char kSound[] = R"({
  "claim_id": "PCN-1", "type": "PROFESSIONAL", "place_of_service": "11",
  "payer": {"id": "SAMPLE01", "line_of_business": "MEDICARE"},
  "patient": {"birth_date": "1960-02-29", "sex": "FEMALE"},
  "billing": {"npi": "1234567893", "entity_type": "ORGANIZATION"},
  "diagnoses": [{"code": "E11.9"}],
  "service_lines": [{"line_number": 7, "procedure_code": "99213", "modifiers": ["25"],
    "service_date": "2024-05-10", "units": 1, "charge_cents": 12000, "diagnosis_pointers": [1]}]
})";

v1::Claim Message(const std::string& json = kSound) {
  v1::Claim message;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return message;
}

std::vector<std::string> Violations(const v1::Claim& message) {
  Claim claim;
  std::vector<FieldViolation> violations;
  const absl::Status status = DecodeClaim(message, claim, violations);
  EXPECT_EQ(status.ok(), violations.empty());
  std::vector<std::string> texts;
  for (const FieldViolation& violation : violations) {
    texts.push_back(violation.field + ": " + violation.problem);
  }
  return texts;
}

TEST(DecodeClaim, ReadsEveryPartOfASoundClaim) {
  const v1::Claim message = Message();
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  EXPECT_EQ(claim.claim_id, "PCN-1");
  EXPECT_EQ(claim.claim_id.data(), message.claim_id().data()) << "text must not be copied";
  EXPECT_EQ(claim.type, ClaimType::kProfessional);
  EXPECT_EQ(claim.payer.line_of_business, LineOfBusiness::kMedicare);
  EXPECT_EQ(claim.patient.sex, Sex::kFemale);
  EXPECT_EQ(claim.patient.birth_date, *Date::Parse("1960-02-29"));
  EXPECT_EQ(claim.provider(claim.billing)->npi, "1234567893");
  EXPECT_EQ(claim.provider(claim.billing)->entity_type, EntityType::kOrganization);
  EXPECT_EQ(claim.provider(claim.rendering), nullptr);
  EXPECT_EQ(claim.diagnoses[0].code, Code::Of("E119"));
  const ServiceLine& line = claim.service_lines[0];
  EXPECT_EQ(line.line_number, 7);
  EXPECT_EQ(line.procedure_code, Code::Of("99213"));
  EXPECT_EQ(line.modifiers[0], Code::Of("25"));
  EXPECT_EQ(line.modifier_count, 1);
  EXPECT_EQ(line.units, 1000);
  EXPECT_EQ(line.charge_cents, 12000);
  EXPECT_EQ(line.diagnosis_pointers[0], 1);
  EXPECT_EQ(line.minutes, kUnset) << "absent is not zero";
}

struct BadCase {
  const char* name;
  void (*spoil)(v1::Claim&);
  const char* expected;
};

void PrintTo(const BadCase& c, std::ostream* out) { *out << c.name; }

v1::ServiceLine& FirstLine(v1::Claim& m) { return *m.mutable_service_lines(0); }

const BadCase kBadCases[] = {
    {"NoLines", [](v1::Claim& m) { m.clear_service_lines(); },
     "service_lines: is empty; a claim has at least one line"},
    {"FiveThousandLines",
     [](v1::Claim& m) {
       while (m.service_lines_size() < 5000) m.add_service_lines();
     },
     "service_lines: has 5000 entries; at most 999 are accepted"},
    {"TooMuchHistory",
     [](v1::Claim& m) {
       while (m.history_size() < 10001) m.add_history();
     },
     "history: has 10001 entries; at most 10000 are accepted"},
    {"TooManyDiagnoses",
     [](v1::Claim& m) {
       while (m.diagnoses_size() < 51) m.add_diagnoses()->set_code("E119");
     },
     "diagnoses: has 51 entries; at most 50 are accepted"},
    {"NoSuchDay", [](v1::Claim& m) { FirstLine(m).set_service_date("2026-02-30"); },
     "service_lines[0].service_date: must be a day of the calendar, written YYYY-MM-DD"},
    {"DateWithoutDashes", [](v1::Claim& m) { FirstLine(m).set_service_date("20260228"); },
     "service_lines[0].service_date: must be a day of the calendar, written YYYY-MM-DD"},
    {"LongSpan", [](v1::Claim& m) { FirstLine(m).set_service_date_through("2034-05-12"); },
     "service_lines[0].service_date_through: is more than ten years after service_date"},
    {"NegativeUnits", [](v1::Claim& m) { FirstLine(m).set_units(-1); },
     "service_lines[0].units: must not be negative"},
    {"UnitsNotANumber",
     [](v1::Claim& m) { FirstLine(m).set_units(std::numeric_limits<double>::quiet_NaN()); },
     "service_lines[0].units: is not a number"},
    {"HugeUnits", [](v1::Claim& m) { FirstLine(m).set_units(1e308); },
     "service_lines[0].units: must be at most 1,000,000,000"},
    {"InfiniteQuantity",
     [](v1::Claim& m) { FirstLine(m).set_ndc_quantity(std::numeric_limits<double>::infinity()); },
     "service_lines[0].ndc_quantity: must be at most 1,000,000,000"},
    {"NegativeCharge", [](v1::Claim& m) { FirstLine(m).set_charge_cents(-5); },
     "service_lines[0].charge_cents: must not be negative"},
    {"HugeTotal", [](v1::Claim& m) { m.set_total_charge_cents(INT64_MAX); },
     "total_charge_cents: must be at most 10,000,000,000,000 cents"},
    {"FiveModifiers",
     [](v1::Claim& m) {
       for (int i = 0; i < 4; ++i) FirstLine(m).add_modifiers("59");
     },
     "service_lines[0].modifiers: has 5 entries; at most 4 are accepted"},
    {"LongModifier", [](v1::Claim& m) { FirstLine(m).set_modifiers(0, "250"); },
     "service_lines[0].modifiers[0]: must be 2 letters A-Z or digits"},
    {"PointerThirteen", [](v1::Claim& m) { FirstLine(m).set_diagnosis_pointers(0, 13); },
     "service_lines[0].diagnosis_pointers[0]: must be from 1 to 12"},
    {"PointerZero", [](v1::Claim& m) { FirstLine(m).set_diagnosis_pointers(0, 0); },
     "service_lines[0].diagnosis_pointers[0]: must be from 1 to 12"},
    {"ThirteenPointers",
     [](v1::Claim& m) {
       for (int i = 0; i < 12; ++i) FirstLine(m).add_diagnosis_pointers(1);
     },
     "service_lines[0].diagnosis_pointers: has 13 entries; at most 12 are accepted"},
    {"NonAsciiCode", [](v1::Claim& m) { FirstLine(m).set_procedure_code("9921\xC3\xA9"); },
     "service_lines[0].procedure_code: must be 5 letters A-Z or digits"},
    {"ShortCode", [](v1::Claim& m) { FirstLine(m).set_procedure_code("9921"); },
     "service_lines[0].procedure_code: must be 5 letters A-Z or digits"},
    {"LongCode", [](v1::Claim& m) { FirstLine(m).set_procedure_code("9921399213"); },
     "service_lines[0].procedure_code: must be 5 letters A-Z or digits"},
    {"CodeWithHyphen", [](v1::Claim& m) { FirstLine(m).set_procedure_code("99-13"); },
     "service_lines[0].procedure_code: must be 5 letters A-Z or digits"},
    {"BillWithoutLeadingZero", [](v1::Claim& m) { m.set_type_of_bill("131"); },
     "type_of_bill: must be 4 letters A-Z or digits"},
    {"FilingIndicator", [](v1::Claim& m) { m.mutable_payer()->set_filing_indicator("MBX"); },
     "payer.filing_indicator: must be 1 to 2 letters A-Z or digits"},
    {"EmptyDiagnosis", [](v1::Claim& m) { m.mutable_diagnoses(0)->set_code(""); },
     "diagnoses[0].code: must be 3 to 7 letters A-Z or digits, with or without the dot"},
    {"DiagnosisPunctuation", [](v1::Claim& m) { m.mutable_diagnoses(0)->set_code("E11,9"); },
     "diagnoses[0].code: must be 3 to 7 letters A-Z or digits, with or without the dot"},
    {"PresentOnAdmission",
     [](v1::Claim& m) { m.mutable_diagnoses(0)->set_present_on_admission("YES"); },
     "diagnoses[0].present_on_admission: must be Y, N, U, W, 1 or empty"},
    {"UnknownEnum", [](v1::Claim& m) { m.set_type(static_cast<v1::Claim::Type>(9)); },
     "type: is not one of the values this server knows"},
    {"NegativeEnum",
     [](v1::Claim& m) {
       m.mutable_payer()->set_line_of_business(static_cast<v1::Payer::LineOfBusiness>(-1));
     },
     "payer.line_of_business: is not one of the values this server knows"},
    {"LongText", [](v1::Claim& m) { m.set_claim_id(std::string(257, 'x')); },
     "claim_id: is 257 bytes long; at most 256 are accepted"},
    {"TaxIdWithoutDigits", [](v1::Claim& m) { m.mutable_billing()->set_tax_id("none"); },
     "billing.tax_id: holds no digit"},
    {"Confidence", [](v1::Claim& m) { FirstLine(m).mutable_draft()->set_confidence(1.5); },
     "service_lines[0].draft.confidence: must be from 0 to 1"},
    {"ConfidenceNotANumber",
     [](v1::Claim& m) {
       m.mutable_draft()->set_confidence(std::numeric_limits<double>::quiet_NaN());
     },
     "draft.confidence: must be from 0 to 1"},
    {"Minutes", [](v1::Claim& m) { FirstLine(m).set_minutes(-3); },
     "service_lines[0].minutes: must be from 0 to 100,000"},
    {"NegativeLineNumber", [](v1::Claim& m) { FirstLine(m).set_line_number(-1); },
     "service_lines[0].line_number: must not be negative"},
    {"RepeatedLineNumber", [](v1::Claim& m) { m.add_service_lines()->set_line_number(7); },
     "service_lines[1].line_number: is also that of service_lines[0]; a line without one counts as "
     "its position"},
    {"HistoryWithoutLine", [](v1::Claim& m) { m.add_history()->set_claim_id("X"); },
     "history[0].line: is missing"},
    {"HistoryDate",
     [](v1::Claim& m) { m.add_history()->mutable_line()->set_service_date("yesterday"); },
     "history[0].line.service_date: must be a day of the calendar, written YYYY-MM-DD"},
    {"OccurrenceSpanDate",
     [](v1::Claim& m) { m.add_occurrence_spans()->set_through("2024-13-01"); },
     "occurrence_spans[0].through: must be a day of the calendar, written YYYY-MM-DD"},
    {"ConditionCode", [](v1::Claim& m) { m.add_condition_codes("G"); },
     "condition_codes[0]: must be 2 letters A-Z or digits"},
};

class BadClaim : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadClaim, IsRefusedByPath) {
  v1::Claim message = Message();
  GetParam().spoil(message);
  EXPECT_THAT(Violations(message), ElementsAre(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(DecodeClaim, BadClaim, ::testing::ValuesIn(kBadCases),
                         [](const auto& info) { return info.param.name; });

TEST(DecodeClaim, ReportsEveryViolationAtOnce) {
  v1::Claim message = Message();
  message.mutable_patient()->set_birth_date("1960-02-30");
  FirstLine(message).set_units(-1);
  FirstLine(message).set_procedure_code("x");
  FirstLine(message).mutable_rendering()->set_state("Texas");
  EXPECT_THAT(Violations(message),
              ElementsAre("patient.birth_date: must be a day of the calendar, written YYYY-MM-DD",
                          "service_lines[0].procedure_code: must be 5 letters A-Z or digits",
                          "service_lines[0].units: must not be negative",
                          "service_lines[0].rendering.state: must be 2 letters A-Z or digits"));
  Claim claim;
  std::vector<FieldViolation> violations;
  EXPECT_THAT(std::string(DecodeClaim(message, claim, violations).message()),
              HasSubstr("4 fields of the claim are wrong, the first: patient.birth_date"));
}

TEST(DecodeClaim, BoundsTheNumberOfViolations) {
  v1::Claim message = Message();
  for (int i = 0; i < 2000; ++i) message.add_history();
  EXPECT_EQ(Violations(message).size(), kMaxViolations);
}

TEST(DecodeClaim, BoundsTheNumberOfProviders) {
  v1::Claim message = Message();
  for (int i = 0; i < 600; ++i) {
    message.add_service_lines()->mutable_rendering()->set_npi(absl::StrCat(1000000000 + i));
  }
  const std::vector<std::string> violations = Violations(message);
  ASSERT_FALSE(violations.empty());
  EXPECT_THAT(violations[0], HasSubstr("one provider too many"));
}

TEST(DecodeClaim, NeverRepeatsAValue) {
  v1::Claim message = Message();
  message.mutable_patient()->set_birth_date("SECRET-BIRTH");
  FirstLine(message).set_procedure_code("SECRET");
  FirstLine(message).set_modifiers(0, "SECRET");
  message.mutable_diagnoses(0)->set_code("SECRET-DX");
  message.set_subscriber_id("SECRET" + std::string(300, 'x'));
  for (const std::string& text : Violations(message)) EXPECT_THAT(text, Not(HasSubstr("SECRET")));
}

TEST(DecodeClaim, PutsNotationRight) {
  v1::Claim message = Message();
  FirstLine(message).set_procedure_code(" j1885 ");
  message.mutable_diagnoses(0)->set_code("e11.65");
  message.mutable_billing()->set_npi(" 12345 ");
  message.mutable_billing()->set_tax_id("12-3456789");
  message.mutable_billing()->set_zip("12345-6789");
  message.mutable_billing()->set_taxonomy_code("207q00000x");
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  EXPECT_EQ(claim.service_lines[0].procedure_code, Code::Of("J1885"));
  EXPECT_EQ(claim.diagnoses[0].code, Code::Of("E1165"));
  const Provider& billing = *claim.provider(claim.billing);
  EXPECT_EQ(billing.npi, "12345") << "a malformed NPI is a finding, not an error";
  EXPECT_EQ(billing.tax_id, "123456789");
  EXPECT_EQ(billing.zip, "123456789");
  EXPECT_EQ(billing.taxonomy_code, "207Q00000X");
}

TEST(DecodeClaim, KeepsGapsBetweenModifiersAndDropsTrailingEmptyOnes) {
  v1::Claim message = Message();
  FirstLine(message).clear_modifiers();
  for (const char* modifier : {"", "59", "", "RT", "", " "}) {
    FirstLine(message).add_modifiers(modifier);
  }
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  const ServiceLine& line = claim.service_lines[0];
  EXPECT_EQ(line.modifier_count, 4);
  EXPECT_TRUE(line.modifiers[0].empty());
  EXPECT_EQ(line.modifiers[1], Code::Of("59"));
  EXPECT_TRUE(line.modifiers[2].empty());
  EXPECT_EQ(line.modifiers[3], Code::Of("RT"));
}

TEST(DecodeClaim, RoundsUnitsToThousandths) {
  const std::pair<double, int64_t> kCases[] = {{0, 0},      {1.5, 1500}, {0.1 + 0.2, 300},
                                               {0.0004, 0}, {0.0006, 1}, {1e9, 1000000000000}};
  for (const auto& [units, expected] : kCases) {
    v1::Claim message = Message();
    FirstLine(message).set_units(units);
    Claim claim;
    std::vector<FieldViolation> violations;
    ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
    EXPECT_EQ(claim.service_lines[0].units, expected) << units;
  }
}

TEST(DecodeClaim, NumbersLinesByPositionWhereTheCallerDoesNot) {
  v1::Claim message = Message();
  message.add_service_lines();
  message.add_service_lines();
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  EXPECT_EQ(claim.service_lines[0].line_number, 7);
  EXPECT_EQ(claim.service_lines[1].line_number, 2);
  EXPECT_EQ(claim.service_lines[2].line_number, 3);
}

TEST(DecodeClaim, TakesOverWhatTheSenderCouldNotRead) {
  v1::Claim message = Message();
  message.mutable_diagnoses(0)->clear_code();
  v1::UnreadableField& unreadable = *message.add_unreadable();
  unreadable.set_field("diagnoses[0].code");
  message.add_unreadable()->set_field("service_lines[0].units");
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  ASSERT_EQ(claim.unreadable.size(), 2u);
  EXPECT_EQ(claim.unreadable[0].field, "diagnoses[0].code");
  EXPECT_EQ(claim.unreadable[0].line, -1);
  EXPECT_EQ(claim.unreadable[1].line, 0);
}

TEST(DecodeClaim, AnEmptyMessageLacksLinesAndNothingElse) {
  EXPECT_THAT(Violations(v1::Claim()),
              ElementsAre("service_lines: is empty; a claim has at least one line"));
}

TEST(DecodeClaim, ReusesAClaimCleanly) {
  Claim claim;
  std::vector<FieldViolation> violations;
  v1::Claim message = Message();
  message.add_condition_codes("G0");
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  ASSERT_TRUE(DecodeClaim(Message(), claim, violations).ok());
  EXPECT_THAT(claim.condition_codes, IsEmpty());
  EXPECT_EQ(claim.providers.size(), 1u);
}

}  // namespace
}  // namespace scrubline
