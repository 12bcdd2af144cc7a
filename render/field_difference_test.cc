#include "render/field_difference.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace scrubline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DifferingFields, NamesEachKindOnce) {
  v1::Claim a;
  a.set_claim_id("A");
  a.mutable_patient()->set_id("P");
  a.add_service_lines()->set_minutes(5);
  a.add_service_lines()->set_minutes(6);
  a.mutable_service_lines(1)->add_modifiers("25");
  EXPECT_THAT(DifferingFields(a, a), IsEmpty());
  v1::Claim b = a;
  b.set_claim_id("B");
  b.clear_patient();
  b.mutable_service_lines(0)->clear_minutes();
  b.mutable_service_lines(1)->set_minutes(7);
  b.mutable_service_lines(1)->set_modifiers(0, "59");
  EXPECT_THAT(DifferingFields(a, b), ElementsAre("claim_id", "patient", "service_lines.minutes",
                                                 "service_lines.modifiers"));
  b.add_service_lines();
  EXPECT_THAT(DifferingFields(a, b), testing::Contains("service_lines"));
}

}  // namespace
}  // namespace scrubline
