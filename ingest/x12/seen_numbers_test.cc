#include "ingest/x12/seen_numbers.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

using Answer = SeenNumbers::Answer;

TEST(SeenNumbers, KnowsWhatItSawUpToItsLimit) {
  SeenNumbers seen(3);
  EXPECT_EQ(seen.Insert(1), Answer::kNew);
  EXPECT_EQ(seen.Insert(uint64_t{1} << 63), Answer::kNew);
  EXPECT_EQ(seen.Insert(0), Answer::kNew);
  EXPECT_EQ(seen.Insert(1), Answer::kSeen);
  EXPECT_EQ(seen.Insert(2), Answer::kFull);
  EXPECT_EQ(seen.Insert(uint64_t{1} << 63), Answer::kSeen);
  seen.Clear();
  EXPECT_EQ(seen.Insert(2), Answer::kNew);
  EXPECT_EQ(seen.Insert(1), Answer::kNew);
}

}  // namespace
}  // namespace scrubline
