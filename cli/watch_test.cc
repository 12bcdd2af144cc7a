#include "cli/watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace scrubline {
namespace {

TEST(WatchTest, RunsAtOnceAndAfterEachChangeUntilStopped) {
  const std::string folder = testing::TempDir() + "scrubline_watch_" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  std::atomic<bool> stop{false};
  int runs = 0;
  WatchFolders(
      {folder},
      [&] {
        if (++runs == 3) {
          stop = true;
          return;
        }
        std::ofstream(folder + "/rules.yaml", std::ios::app) << "x";
      },
      stop);
  EXPECT_EQ(runs, 3);
  std::filesystem::remove_all(folder);
}

TEST(WatchTest, AnInterruptSetsTheFlag) {
  const std::atomic<bool>& flag = InterruptFlag();
  EXPECT_FALSE(flag);
  std::raise(SIGINT);
  EXPECT_TRUE(flag);
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace
}  // namespace scrubline
