#include "render/unreadable_result.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

TEST(UnreadableResult, NamesEachReasonAndIsNeverClean) {
  const v1::ScrubResult result =
      UnreadableResult("C1", {{"service_lines[0].units", "must not be negative"}, {"", "no JSON"}});
  EXPECT_EQ(result.claim_id(), "C1");
  EXPECT_EQ(result.verdict(), v1::ScrubResult::INCOMPLETE);
  ASSERT_EQ(result.not_evaluated_size(), 2);
  EXPECT_EQ(result.not_evaluated(0).rule_id(), "INPUT.UNREADABLE");
  EXPECT_EQ(result.not_evaluated(0).reason(),
            "unreadable: service_lines[0].units: must not be negative");
  EXPECT_EQ(result.not_evaluated(1).reason(), "unreadable: no JSON");
  EXPECT_TRUE(result.not_evaluated(0).required());
}

}  // namespace
}  // namespace scrubline
