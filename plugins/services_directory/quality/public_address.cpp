#include "public_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

namespace directory::quality {
namespace {

struct Range {
  std::uint64_t network;
  unsigned bits;
};

/// IANA IPv4 Special-Purpose Address Registry, and multicast.
constexpr std::array special_v4{
    Range{0x00000000, 8},  Range{0x0A000000, 8},  Range{0x64400000, 10}, Range{0x7F000000, 8},  Range{0xA9FE0000, 16},
    Range{0xAC100000, 12}, Range{0xC0000000, 24}, Range{0xC0000200, 24}, Range{0xC0586300, 24}, Range{0xC0A80000, 16},
    Range{0xC6120000, 15}, Range{0xC6336400, 24}, Range{0xCB007100, 24}, Range{0xE0000000, 4},  Range{0xF0000000, 4}};

/// IANA IPv6 Special-Purpose Address Registry: those within 2000::/3, by the upper half of the address.
constexpr std::array special_v6{Range{0x2001'0000'0000'0000, 23}, Range{0x2001'0DB8'0000'0000, 32},
                                Range{0x2002'0000'0000'0000, 16}, Range{0x3FFF'0000'0000'0000, 20}};

template <std::size_t size> bool lies_in(std::array<Range, size> const& ranges, std::uint64_t value, unsigned width) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range const& range) { return (value ^ range.network) >> (width - range.bits) == 0; });
}

bool is_public_v6(std::array<unsigned char, 16> const& bytes) {
  auto const number = [&](std::size_t from, std::size_t to) {
    std::uint64_t value = 0;
    for (std::size_t i = from; i < to; ++i) value = value << 8U | bytes.at(i);
    return value;
  };
  std::uint64_t const upper = number(0, 8);
  bool const mapped = upper == 0 && number(8, 12) == 0xFFFF;
  bool const nat64 = upper == 0x0064'FF9B'0000'0000 && number(8, 12) == 0;
  if (mapped || nat64) return !lies_in(special_v4, number(12, 16), 32);
  return upper >> 61U == 1 && !lies_in(special_v6, upper, 64);
}

} // namespace

bool is_public(sockaddr const& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return !lies_in(special_v4, ntohl(v4.sin_addr.s_addr), 32);
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  std::array<unsigned char, 16> bytes{};
  std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
  return is_public_v6(bytes);
}

} // namespace directory::quality
