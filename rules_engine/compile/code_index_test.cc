#include "rules_engine/compile/code_index.h"

#include <gmock/gmock.h>

#include <string>

namespace scrubline {
namespace {

TEST(CodeIndexTest, FindsWhatWasAddedAndNothingElse) {
  CodeIndex index;
  EXPECT_TRUE(index.Find(Code::Of("99213")).code.empty());
  index.Reserve(20000);
  for (int n = 10000; n < 30000; ++n)
    index.Add(*Code::Parse(std::to_string(n))).add_on = static_cast<uint16_t>(n);
  for (int n = 10000; n < 30000; ++n) {
    const CodeEntry& entry = index.Find(*Code::Parse(std::to_string(n)));
    ASSERT_EQ(entry.add_on, n);
  }
  for (int n = 30000; n < 50000; ++n)
    ASSERT_TRUE(index.Find(*Code::Parse(std::to_string(n))).code.empty());
  EXPECT_TRUE(index.Find(Code()).code.empty());
}

}  // namespace
}  // namespace scrubline
