#include "render/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scrubline {
namespace {

using ::testing::ElementsAre;

TEST(Text, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0u);
  EXPECT_EQ(CountCharacters("abc"), 3u);
  EXPECT_EQ(CountCharacters("a\xC3\xA9\xE2\x82\xAC"), 3u);
}

TEST(Text, WrapsAtBlanksAndBreaksLongWords) {
  EXPECT_THAT(WrapText("", 5), ElementsAre(""));
  EXPECT_THAT(WrapText("one two three", 20), ElementsAre("one two three"));
  EXPECT_THAT(WrapText("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapText("one two three", 6), ElementsAre("one", "two", "three"));
  EXPECT_THAT(WrapText("abcdefgh ij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(WrapText("\xC3\xA9\xC3\xA9\xC3\xA9", 2), ElementsAre("\xC3\xA9\xC3\xA9", "\xC3\xA9"));
}

TEST(Text, KeepsControlCharactersFromTheTerminal) {
  EXPECT_THAT(WrapText("a\x1b[2Jb\nc\x7f", 20), ElementsAre("a?[2Jb?c?"));
  EXPECT_THAT(WrapText("a\xC2\x9B"
                       "b",
                       20),
              ElementsAre("a?b"));
}

TEST(Text, NamesSeveritiesAndVerdicts) {
  EXPECT_EQ(WordOf(v1::Finding::DENY), "deny");
  EXPECT_EQ(WordOf(v1::ScrubResult::INCOMPLETE), "incomplete");
}

}  // namespace
}  // namespace scrubline
