#include "http/address.hpp"

#include <gmock/gmock.h>

namespace tandem::http {
namespace {

std::string purpose(char const* address) {
  return std::string(special_purpose(boost::asio::ip::make_address(address)).value_or("public"));
}

struct Case {
  char const* address;
  char const* purpose;
};

class SpecialPurpose : public testing::TestWithParam<Case> {};

TEST_P(SpecialPurpose, IsKnownToTheEdgeOfEachRange) { EXPECT_EQ(purpose(GetParam().address), GetParam().purpose); }

INSTANTIATE_TEST_SUITE_P(
    V4, SpecialPurpose,
    testing::Values(
        Case{"0.0.0.0", "this network"}, Case{"0.255.255.255", "this network"}, Case{"1.0.0.0", "public"},
        Case{"9.255.255.255", "public"}, Case{"10.0.0.0", "private use"}, Case{"10.255.255.255", "private use"},
        Case{"11.0.0.0", "public"}, Case{"100.63.255.255", "public"}, Case{"100.64.0.0", "shared address space"},
        Case{"100.127.255.255", "shared address space"}, Case{"100.128.0.0", "public"},
        Case{"126.255.255.255", "public"}, Case{"127.0.0.0", "loopback"}, Case{"127.255.255.255", "loopback"},
        Case{"128.0.0.0", "public"}, Case{"169.253.255.255", "public"}, Case{"169.254.169.254", "link-local"},
        Case{"169.255.0.0", "public"}, Case{"172.15.255.255", "public"}, Case{"172.16.0.0", "private use"},
        Case{"172.31.255.255", "private use"}, Case{"172.32.0.0", "public"},
        Case{"192.0.0.255", "protocol assignments"}, Case{"192.0.1.0", "public"}, Case{"192.0.2.0", "documentation"},
        Case{"192.0.3.0", "public"}, Case{"192.88.99.1", "former 6to4 relay"}, Case{"192.167.255.255", "public"},
        Case{"192.168.0.0", "private use"}, Case{"192.168.255.255", "private use"}, Case{"192.169.0.0", "public"},
        Case{"198.17.255.255", "public"}, Case{"198.18.0.0", "benchmarking"}, Case{"198.19.255.255", "benchmarking"},
        Case{"198.20.0.0", "public"}, Case{"198.51.100.7", "documentation"}, Case{"203.0.113.255", "documentation"},
        Case{"203.0.114.0", "public"}, Case{"223.255.255.255", "public"}, Case{"224.0.0.0", "multicast"},
        Case{"239.255.255.255", "multicast"}, Case{"240.0.0.0", "reserved"}, Case{"255.255.255.255", "reserved"}));

INSTANTIATE_TEST_SUITE_P(
    V6, SpecialPurpose,
    testing::Values(
        Case{"::", "this network"}, Case{"::1", "loopback"}, Case{"::2", "not global unicast"},
        Case{"::ffff:127.0.0.1", "loopback"}, Case{"::ffff:10.1.2.3", "private use"},
        Case{"::ffff:8.8.8.8", "public"}, Case{"::7f00:1", "not global unicast"},
        Case{"64:ff9b::169.254.169.254", "link-local"}, Case{"64:ff9b::8.8.8.8", "public"},
        Case{"64:ff9b:1::808:808", "not global unicast"}, Case{"100::1", "not global unicast"},
        Case{"1fff:ffff::", "not global unicast"}, Case{"2000::", "public"}, Case{"2001::1", "protocol assignments"},
        Case{"2001:1ff:ffff::", "protocol assignments"}, Case{"2001:200::", "public"},
        Case{"2001:db7:ffff::", "public"}, Case{"2001:db8::1", "documentation"}, Case{"2001:db9::", "public"},
        Case{"2002:7f00:1::1", "6to4"}, Case{"2003::", "public"}, Case{"2a00:1450:4001::200e", "public"},
        Case{"3ffe:ffff::", "public"}, Case{"3fff:fff::1", "documentation"}, Case{"3fff:1000::", "public"},
        Case{"4000::", "not global unicast"}, Case{"fbff:ffff::", "not global unicast"},
        Case{"fc00::", "unique local"}, Case{"fdff:ffff::1", "unique local"}, Case{"fe80::1", "link-local"},
        Case{"febf:ffff::", "link-local"}, Case{"fec0::1", "not global unicast"}, Case{"ff02::1", "multicast"}));

} // namespace
} // namespace tandem::http
