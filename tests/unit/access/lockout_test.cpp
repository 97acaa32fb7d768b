#include "access/lockout.hpp"

#include <gmock/gmock.h>

namespace tandem::access {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

LockoutRule const rule;
Timestamp const failed = parse_timestamp("2026-03-01T09:00:00Z").value();

microseconds wait_after(int failures, microseconds since = microseconds{0}) {
  return time_to_wait(rule, failures, failed, failed + since);
}

TEST(Lockout, TwoFailuresAreFreeThenEachDoublesTheWait) {
  for (int free = 0; free < 3; ++free) EXPECT_EQ(wait_after(free), seconds{0}) << free;
  EXPECT_EQ(wait_after(3), seconds{1});
  EXPECT_EQ(wait_after(4), seconds{2});
  EXPECT_EQ(wait_after(5), seconds{4});
  EXPECT_EQ(wait_after(12), seconds{512});
}

TEST(Lockout, NoWaitIsLongerThanAQuarterOfAnHour) {
  EXPECT_EQ(wait_after(13), seconds{900});
  EXPECT_EQ(wait_after(14), seconds{900});
  EXPECT_EQ(wait_after(1'000'000), seconds{900});
  EXPECT_EQ(wait_after(2'147'483'647), seconds{900});
}

TEST(Lockout, TheWaitGrowsShorterAndEnds) {
  EXPECT_EQ(wait_after(5, seconds{1}), seconds{3});
  EXPECT_EQ(wait_after(5, seconds{4} - microseconds{1}), microseconds{1});
  EXPECT_EQ(wait_after(5, seconds{4}), seconds{0});
  EXPECT_EQ(wait_after(5, seconds{5}), seconds{0});
  EXPECT_EQ(wait_after(5, seconds{-100}), seconds{4}) << "a clock that was set back makes nobody wait longer";
}

TEST(Lockout, ADayWithoutFailureForgets) {
  LockoutRule const patient{3, hours{48}, hours{24}};
  EXPECT_EQ(time_to_wait(patient, 60, failed, failed + hours{24} - microseconds{1}), hours{24} + microseconds{1});
  EXPECT_EQ(time_to_wait(patient, 60, failed, failed + hours{24}), seconds{0});
}

TEST(Lockout, FromTheFirstFailureOnWhenTheRuleSaysSo) {
  LockoutRule const strict{1, seconds{1}, hours{1}};
  EXPECT_EQ(time_to_wait(strict, 0, failed, failed), seconds{0});
  EXPECT_EQ(time_to_wait(strict, 1, failed, failed), seconds{1});
  EXPECT_EQ(time_to_wait(strict, 2, failed, failed), seconds{1});
}

TEST(Lockout, OneAddressIsAnIPv4AddressOrTheFirstHalfOfAnIPv6Address) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "::ffff:192.0.2.7") << "IPv4 in IPv6's clothes";
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2:ffff::1"), network_of("2001:db8:1:2:3:4:5:6"));
  EXPECT_NE(network_of("2001:db8:1:3::1"), network_of("2001:db8:1:2::1"));
  EXPECT_EQ(network_of(""), "");
}

} // namespace
} // namespace tandem::access
