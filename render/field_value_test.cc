#include "render/field_value.h"

#include "gtest/gtest.h"

namespace scrubline {
namespace {

class FieldValueOf : public testing::Test {
 protected:
  FieldValueOf() {
    claim_.set_claim_id("PCN-1");
    claim_.set_total_charge_cents(12550);
    claim_.mutable_billing()->set_npi("1234567893");
    claim_.mutable_payer()->set_line_of_business(v1::Payer::MEDICARE);
    claim_.add_condition_codes("A6");
    v1::ServiceLine& line = *claim_.add_service_lines();
    line.add_modifiers("25");
    line.add_modifiers("59");
    line.set_units(1.5);
    line.mutable_rendering()->set_npi("1111111112");
    claim_.mutable_accident()->set_auto_(true);
  }
  v1::Claim claim_;
};

TEST_F(FieldValueOf, FollowsThePath) {
  EXPECT_EQ(FieldValue(claim_, "claim_id"), "PCN-1");
  EXPECT_EQ(FieldValue(claim_, "total_charge_cents"), "12550");
  EXPECT_EQ(FieldValue(claim_, "billing.npi"), "1234567893");
  EXPECT_EQ(FieldValue(claim_, "payer.line_of_business"), "MEDICARE");
  EXPECT_EQ(FieldValue(claim_, "accident.auto"), "true");
  EXPECT_EQ(FieldValue(claim_, "condition_codes"), "A6");
  EXPECT_EQ(FieldValue(claim_, "service_lines[0].modifiers"), "25 59");
  EXPECT_EQ(FieldValue(claim_, "service_lines[0].modifiers[1]"), "59");
  EXPECT_EQ(FieldValue(claim_, "service_lines[0].units"), "1.5");
  EXPECT_EQ(FieldValue(claim_, "service_lines[0].rendering.npi"), "1111111112");
}

TEST_F(FieldValueOf, IsEmptyForWhatIsNotThere) {
  for (const char* path : {"",
                           ".",
                           "no_such_field",
                           "billing",
                           "rendering.npi",
                           "payer.responsibility",
                           "accident",
                           "service_lines",
                           "service_lines[0]",
                           "service_lines[1].units",
                           "service_lines[-1].units",
                           "service_lines[x].units",
                           "service_lines[0.units",
                           "service_lines[0]x",
                           "service_lines[",
                           "service_lines.units",
                           "service_lines[0].modifiers[2]",
                           "service_lines[0].charge_cents",
                           "claim_id[0]",
                           "claim_id.x",
                           "condition_codes[0].x",
                           "accident.employment"}) {
    EXPECT_EQ(FieldValue(claim_, path), "") << path;
  }
}

}  // namespace
}  // namespace scrubline
