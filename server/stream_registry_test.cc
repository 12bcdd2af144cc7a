#include "server/stream_registry.h"

#include <gtest/gtest.h>

namespace scrubline {
namespace {

class FakeStream final : public StreamRegistry::Member {
 public:
  explicit FakeStream(StreamRegistry& registry) : registry_(registry) { registry_.Add(*this); }
  ~FakeStream() override { registry_.Remove(*this); }
  void CancelStalled() override {
    ++cancelled;
    if (also_ends != nullptr) registry_.Remove(*also_ends);
  }

  int cancelled = 0;
  FakeStream* also_ends = nullptr;

 private:
  StreamRegistry& registry_;
};

TEST(StreamRegistry, CancelsOnlyWhatHasStoodStill) {
  StreamRegistry registry;
  FakeStream stream(registry);
  EXPECT_EQ(registry.CancelIdleSince(absl::Now() - absl::Hours(1)), 0);
  EXPECT_EQ(stream.cancelled, 0);
  EXPECT_EQ(registry.CancelIdleSince(absl::Now() + absl::Hours(1)), 1);
  EXPECT_EQ(stream.cancelled, 1);
}

TEST(StreamRegistry, LeavesOutWhatHasEnded) {
  StreamRegistry registry;
  { const FakeStream stream(registry); }
  EXPECT_EQ(registry.CancelIdleSince(absl::Now() + absl::Hours(1)), 0);
}

TEST(StreamRegistry, AStreamMayEndWhileAnotherIsCancelled) {
  StreamRegistry registry;
  FakeStream a(registry), b(registry);
  a.also_ends = &b;
  b.also_ends = &a;
  EXPECT_EQ(registry.CancelIdleSince(absl::Now() + absl::Hours(1)), 1);
  EXPECT_EQ(a.cancelled + b.cancelled, 1);
}

}  // namespace
}  // namespace scrubline
