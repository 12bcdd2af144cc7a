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

TEST(SeenNumbers, ManyAreKnownLikeFew) {
  SeenNumbers seen(100'000);
  for (int round = 0; round < 2; ++round) {
    for (uint64_t i = 0; i < 1000; ++i) {
      const uint64_t hash = (i + 1) * 0x9E3779B97F4A7C15;
      EXPECT_EQ(seen.Insert(hash), Answer::kNew) << i;
      EXPECT_EQ(seen.Insert(hash), Answer::kSeen) << i;
    }
    EXPECT_EQ(seen.Insert(0x9E3779B97F4A7C15), Answer::kSeen) << "the first one, still";
    seen.Clear();
  }
}

}  // namespace
}  // namespace scrubline
