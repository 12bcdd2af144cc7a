#include "ingest/proto/encode_claim.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "ingest/proto/decode_claim.h"

namespace scrubline {
namespace {

using google::protobuf::util::MessageDifferencer;

// Every field of the contract, each with a value of its own.
constexpr char kEverything[] = R"({
  "claim_id": "PCN-1", "type": "INSTITUTIONAL", "tenant_id": "t1",
  "payer": {"id": "P1", "name": "Payer", "line_of_business": "MEDICAID", "plan_id": "PL",
            "filing_indicator": "MC", "responsibility": "SECONDARY"},
  "patient": {"id": "pat", "birth_date": "1960-02-29", "sex": "MALE", "death_date": "2024-05-11",
              "relationship": "19"},
  "subscriber_id": "sub", "frequency_code": "7", "original_reference_number": "orig",
  "place_of_service": "11", "type_of_bill": "0131", "statement_from": "2024-05-01",
  "statement_through": "2024-05-31", "admission_date": "2024-05-02", "patient_status": "01",
  "submitted_date": "2024-06-01", "received_date": "2024-06-02", "accept_assignment": false,
  "prior_authorization_number": "pa", "referral_number": "ref", "clia_number": "clia",
  "total_charge_cents": 12000, "condition_codes": ["G0", "44"],
  "occurrences": [{"code": "11", "date": "2024-05-03"}],
  "occurrence_spans": [{"code": "74", "from": "2024-05-04", "through": "2024-05-05"}],
  "value_codes": [{"code": "80", "amount_cents": 300}],
  "accident": {"auto": true, "employment": false, "other": true, "state": "TX",
               "date": "2024-04-30"},
  "diagnoses": [{"code": "E119", "role": "PRINCIPAL", "present_on_admission": "Y"}],
  "service_lines": [{"line_number": 3, "procedure_code": "99213", "modifiers": ["", "25"],
    "service_date": "2024-05-10", "service_date_through": "2024-05-11", "units": 1.5,
    "unit_basis": "MINUTES", "charge_cents": 0, "place_of_service": "22",
    "diagnosis_pointers": [1, 12], "revenue_code": "0450", "ndc": "00000000001",
    "ndc_quantity": 2.25, "ndc_unit": "ML", "minutes": 12, "administered_quantity": 3,
    "administered_unit": "MG", "wasted_quantity": 0.5, "clia_number": "c2",
    "prior_authorization_number": "pa2", "description": "d", "noncovered_charge_cents": 5,
    "single_dose": false,
    "rendering": {"npi": "1"}, "ordering": {"npi": "2"}, "referring": {"npi": "3"},
    "supervising": {"npi": "4"}, "draft": {"source": "ls", "model": "lm", "model_version": "lv",
                                         "confidence": 0.5}}],
  "history": [{"line": {"line_number": 1, "procedure_code": "99214", "service_date": "2024-04-10",
                        "rendering": {"npi": "5"}},
    "claim_id": "old", "payer_control_number": "icn", "payer_id": "P1",
    "claim_type": "PROFESSIONAL", "type_of_bill": "0131", "billing": {"npi": "6"},
    "status": "PAID"}],
  "draft": {"source": "s", "model": "m", "model_version": "v", "confidence": 0.25},
  "billing": {"npi": "1234567893", "taxonomy_code": "207Q00000X", "tax_id": "123456789",
              "entity_type": "ORGANIZATION", "specialty_code": "08", "state": "TX", "zip": "75001"},
  "rendering": {"npi": "11"}, "referring": {"npi": "12"}, "ordering": {"npi": "13"},
  "supervising": {"npi": "14"}, "service_facility": {"npi": "15"}, "attending": {"npi": "16"},
  "operating": {"npi": "17"}, "initial_treatment_date": "2024-04-01",
  "last_menstrual_period_date": "2024-03-01", "onset_date": "2024-04-02",
  "eligibility": {"effective_from": "2024-01-01", "effective_through": "2024-12-31"},
  "authorizations": [{"number": "pa", "from": "2024-01-01", "through": "2024-06-30",
    "procedure_codes": ["97110", "97140"], "units_approved": 10, "units_used": 2.5,
    "provider_npi": "11"}],
  "other_payers": [{"payer_id": "P2", "responsibility": "PRIMARY", "paid_cents": 4000,
    "adjusted_cents": 8000, "filing_indicator": "MB", "remittance_date": "2024-05-20"}],
  "accumulators": [{"name": "therapy_pt_slp", "amount_cents": 200000}],
  "unreadable": [{"field": "patient.birth_date", "problem": "p"}]
})";

TEST(EncodeClaim, GivesBackEveryFieldThatWasDecoded) {
  v1::Claim message;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(kEverything, &message).ok());
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = message.GetDescriptor()->field(i);
    EXPECT_TRUE(field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                     : reflection.HasField(message, field))
        << "the text above lacks " << field->name();
  }
  Claim claim;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, claim, violations).ok());
  v1::Claim again;
  EncodeClaim(claim, again);
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(message, again)) << difference;
}

TEST(EncodeClaim, LeavesOutAndListsWhatTheContractDoesNotAdmit) {
  Claim claim;
  claim.claim_id = "\xff\xfe";
  claim.type_of_bill = Code::Of("13");
  claim.diagnoses.emplace_back().code = Code::Of("E1");
  Provider provider;
  provider.tax_id = "none";
  claim.billing = claim.AddProvider(provider);
  ServiceLine& line = claim.service_lines.emplace_back();
  line.procedure_code = Code::Of("9921");
  line.modifiers[0] = Code::Of("2");
  line.modifier_count = 1;
  line.units = -1000;
  line.charge_cents = -1;
  v1::Claim message;
  EncodeClaim(claim, message);
  std::vector<std::string> fields;
  for (const v1::UnreadableField& field : message.unreadable()) fields.push_back(field.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre(
                          "claim_id", "type_of_bill", "diagnoses[0].code", "billing.tax_id",
                          "service_lines[0].procedure_code", "service_lines[0].modifiers",
                          "service_lines[0].units", "service_lines[0].charge_cents"));
  Claim again;
  std::vector<FieldViolation> violations;
  EXPECT_TRUE(DecodeClaim(message, again, violations).ok());
  EXPECT_EQ(again.unreadable.size(), fields.size());
}

TEST(EncodeClaim, FallsBackToPositionsWhereLineNumbersRepeat) {
  Claim claim;
  claim.service_lines.emplace_back().line_number = 1;
  claim.service_lines.emplace_back().line_number = 1;
  v1::Claim message;
  EncodeClaim(claim, message);
  Claim again;
  std::vector<FieldViolation> violations;
  ASSERT_TRUE(DecodeClaim(message, again, violations).ok());
  EXPECT_EQ(again.service_lines[1].line_number, 2);
}

}  // namespace
}  // namespace scrubline
