#include "cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace scrubline {
namespace {

TEST(Progress, ShowsHowFarHowFastAndHowLong) {
  EXPECT_EQ(ProgressLine(43, 100, 21504, 10),
            "[============>                 ] 43 %  21,504 claims, 2,150 a second, 0:13 left");
  EXPECT_EQ(ProgressLine(0, 100, 0, 0),
            "[>                             ] 0 %  0 claims, 0 a second");
  EXPECT_EQ(ProgressLine(100, 100, 1000, 4),
            "[==============================] 100 %  1,000 claims, 250 a second");
  EXPECT_EQ(ProgressLine(1, 1000, 999, 9),
            "[>                             ] 0 %  999 claims, 111 a "
            "second, 149:51 left");
}

TEST(Progress, ShowsNoBarForAnInputOfUnknownLength) {
  EXPECT_EQ(ProgressLine(43, 0, 1234567, 10), "1,234,567 claims, 123,456 a second");
}

TEST(Progress, NeverGoesBeyondTheEnd) {
  EXPECT_EQ(ProgressLine(150, 100, 1, 1),
            "[==============================] 100 %  1 claims, 1 a second");
}

TEST(Progress, IsDrawnAndTakenAwayOnlyWhereShown) {
  std::ostringstream shown;
  Progress progress(shown, true);
  progress.SetTotal(100);
  progress.SetBytes(50);
  EXPECT_NE(shown.str().find("] 50 %"), std::string::npos) << shown.str();
  progress.Clear();
  EXPECT_EQ(shown.str().substr(shown.str().size() - 4), "\r\x1b[K");

  std::ostringstream hidden;
  Progress silent(hidden, false);
  silent.SetBytes(50);
  silent.Clear();
  EXPECT_EQ(hidden.str(), "");
}

}  // namespace
}  // namespace scrubline
