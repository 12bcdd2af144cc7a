#include "server/reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "rules_engine/tables/table_set.h"

namespace scrubline {
namespace {

std::shared_ptr<const Snapshot> MakeSnapshot(const std::string& hash) {
  auto rulesets = std::make_shared<ResolvedRulesets>();
  rulesets->content_hash = hash;
  auto snapshot = Snapshot::Build(std::move(rulesets), TableSet::Empty());
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return snapshot.ok() ? *snapshot : nullptr;
}

class ReloaderTest : public ::testing::Test {
 protected:
  ReloaderTest()
      : folder_(::testing::TempDir() + "/reloader_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/inner");
    Write("rules");
  }
  void Write(const std::string& text) { std::ofstream(folder_ + "/inner/a.yaml") << text; }

  const std::string folder_;
  SnapshotHolder holder_;
  absl::StatusOr<std::shared_ptr<const Snapshot>> next_ = MakeSnapshot("1");
  int loads_ = 0;
  Reloader reloader_{{folder_},
                     [this] {
                       ++loads_;
                       return next_;
                     },
                     holder_};
};

TEST_F(ReloaderTest, LoadsOnceAndThenOnlyWhatChangedAndHasComeToRest) {
  EXPECT_EQ(holder_.Get(), nullptr);
  ASSERT_TRUE(reloader_.Reload().ok());
  EXPECT_EQ(holder_.Get(), *next_);
  EXPECT_FALSE(reloader_.Poll()) << "nothing changed";

  next_ = MakeSnapshot("2");
  Write("longer rules");
  EXPECT_FALSE(reloader_.Poll()) << "may still be changing";
  Write("even longer rules");
  EXPECT_FALSE(reloader_.Poll()) << "was changing";
  EXPECT_TRUE(reloader_.Poll());
  EXPECT_EQ(holder_.Get(), *next_);
  EXPECT_FALSE(reloader_.Poll());
  EXPECT_EQ(loads_, 2);
  EXPECT_EQ(reloader_.state().loads, 2u);
}

TEST_F(ReloaderTest, KeepsTheOldSnapshotWhenALoadFails) {
  ASSERT_TRUE(reloader_.Reload().ok());
  const std::shared_ptr<const Snapshot> old = holder_.Get();
  next_ = absl::InvalidArgumentError("a.yaml:1:1: error: no");
  Write("broken rules");
  reloader_.Poll();
  EXPECT_TRUE(reloader_.Poll());
  EXPECT_EQ(holder_.Get(), old);
  EXPECT_EQ(reloader_.state().failures, 1u);
  EXPECT_EQ(reloader_.state().last, next_.status());
  EXPECT_FALSE(reloader_.Poll()) << "a state that failed is not tried again by itself";
  EXPECT_EQ(reloader_.Reload(), next_.status()) << "but on request";

  next_ = MakeSnapshot("2");
  Write("mended rules!");
  reloader_.Poll();
  EXPECT_TRUE(reloader_.Poll());
  EXPECT_EQ(holder_.Get(), *next_);
  EXPECT_TRUE(reloader_.state().last.ok());
}

TEST(SnapshotHolder, AReaderKeepsWhatItGotWhileWritersSwap) {
  SnapshotHolder holder;
  const std::shared_ptr<const Snapshot> a = MakeSnapshot("a"), b = MakeSnapshot("b");
  holder.Set(a);
  std::thread writer([&] {
    for (int i = 0; i < 1000; ++i) holder.Set(i % 2 == 0 ? b : a);
  });
  for (int i = 0; i < 1000; ++i) {
    const std::shared_ptr<const Snapshot> held = holder.Get();
    EXPECT_TRUE(held->id() == a->id() || held->id() == b->id());
  }
  writer.join();
  EXPECT_EQ(holder.Get(), a);
  EXPECT_NE(a->id(), b->id());
}

}  // namespace
}  // namespace scrubline
