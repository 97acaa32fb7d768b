#include "app/memory.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace tandem::app {
namespace {

constexpr std::size_t mib = 1 << 20;

TEST(NextCacheLimit, ShrinksWhileMemoryIsShortAndGrowsBackSlowly) {
  std::size_t const most = 64 * mib, spare = 100 * mib;
  EXPECT_EQ(next_cache_limit(most, 40 * mib, most, spare - 1, spare), 20 * mib) << "half of what it holds";
  EXPECT_EQ(next_cache_limit(20 * mib, 20 * mib, most, 0, spare), 10 * mib);
  EXPECT_EQ(next_cache_limit(10 * mib, 30 * mib, most, 0, spare), 10 * mib) << "never more";
  EXPECT_EQ(next_cache_limit(10 * mib, 10 * mib, most, spare, spare), 10 * mib) << "neither short nor plenty";
  EXPECT_EQ(next_cache_limit(20 * mib, 0, most, 2 * spare, spare), 25 * mib);
  EXPECT_EQ(next_cache_limit(0, 0, most, 2 * spare, spare), 1 * mib);
  EXPECT_EQ(next_cache_limit(63 * mib, 0, most, 2 * spare, spare), most);
  EXPECT_EQ(next_cache_limit(0, 0, 0, 2 * spare, spare), 0U) << "a cache that is off stays off";
}

class Machine : public testing::Test {
protected:
  ~Machine() override { std::filesystem::remove_all(root); }
  void write(std::string const& file, std::string const& text) const {
    std::filesystem::create_directories((root / file).parent_path());
    std::ofstream(root / file) << text;
  }
  std::filesystem::path const root = "/tmp/tandem-machine-" + std::to_string(::getpid());
};

TEST_F(Machine, HasWhatTheKernelSaysOrLessInAControlGroup) {
  EXPECT_FALSE(available_memory(root));
  write("proc/meminfo",
        "MemTotal:       24000000 kB\nMemFree:         9000000 kB\nMemAvailable:    1000 kB\nBuffers: 5 kB\n");
  EXPECT_EQ(available_memory(root), 1000U * 1024);
  write("sys/fs/cgroup/memory.max", "max\n");
  write("sys/fs/cgroup/memory.current", "4096\n");
  EXPECT_EQ(available_memory(root), 1000U * 1024);
  write("sys/fs/cgroup/memory.max", "8192\n");
  EXPECT_EQ(available_memory(root), 4096U);
  write("sys/fs/cgroup/memory.max", "4000\n");
  EXPECT_EQ(available_memory(root), 0U);
}

TEST(ThisMachine, SaysWhatItHas) { EXPECT_GT(available_memory().value(), mib); }

} // namespace
} // namespace tandem::app
