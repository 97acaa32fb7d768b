#include "http/address.hpp"

#include <array>

namespace tandem::http {
namespace {

namespace ip = boost::asio::ip;

struct RangeV4 {
  std::uint32_t network;
  unsigned bits;
  std::string_view purpose;
};

/// IANA IPv4 Special-Purpose Address Registry, and multicast.
constexpr std::array ranges_v4{
    RangeV4{0x00000000, 8, "this network"},
    RangeV4{0x0A000000, 8, "private use"},
    RangeV4{0x64400000, 10, "shared address space"},
    RangeV4{0x7F000000, 8, "loopback"},
    RangeV4{0xA9FE0000, 16, "link-local"},
    RangeV4{0xAC100000, 12, "private use"},
    RangeV4{0xC0000000, 24, "protocol assignments"},
    RangeV4{0xC0000200, 24, "documentation"},
    RangeV4{0xC0586300, 24, "former 6to4 relay"},
    RangeV4{0xC0A80000, 16, "private use"},
    RangeV4{0xC6120000, 15, "benchmarking"},
    RangeV4{0xC6336400, 24, "documentation"},
    RangeV4{0xCB007100, 24, "documentation"},
    RangeV4{0xE0000000, 4, "multicast"},
    RangeV4{0xF0000000, 4, "reserved"},
};

struct RangeV6 {
  std::uint64_t network; // the upper half of the address
  unsigned bits;         // 64 at most
  std::string_view purpose;
};

/// IANA IPv6 Special-Purpose Address Registry: those within 2000::/3, and others worth a name of their own.
constexpr std::array ranges_v6{
    RangeV6{0x2001'0000'0000'0000, 23, "protocol assignments"},
    RangeV6{0x2001'0DB8'0000'0000, 32, "documentation"},
    RangeV6{0x2002'0000'0000'0000, 16, "6to4"},
    RangeV6{0x3FFF'0000'0000'0000, 20, "documentation"},
    RangeV6{0xFC00'0000'0000'0000, 7, "unique local"},
    RangeV6{0xFE80'0000'0000'0000, 10, "link-local"},
    RangeV6{0xFF00'0000'0000'0000, 8, "multicast"},
};

std::optional<std::string_view> special_purpose_v4(std::uint32_t address) {
  for (RangeV4 const& range : ranges_v4)
    if ((address ^ range.network) >> (32 - range.bits) == 0) return range.purpose;
  return std::nullopt;
}

std::optional<std::string_view> special_purpose_v6(ip::address_v6 const& address) {
  auto const bytes = address.to_bytes();
  auto const number = [&](std::size_t from, std::size_t to) {
    std::uint64_t value = 0;
    for (std::size_t i = from; i < to; ++i) value = value << 8U | bytes.at(i);
    return value;
  };
  std::uint64_t const upper = number(0, 8);
  auto const inner = [&] { return special_purpose_v4(static_cast<std::uint32_t>(number(12, 16))); };
  if (address.is_loopback()) return "loopback";
  if (address.is_unspecified()) return "this network";
  if (address.is_v4_mapped()) return inner();
  if (upper == 0x0064'FF9B'0000'0000 && number(8, 12) == 0) return inner(); // NAT64, 64:ff9b::/96
  for (RangeV6 const& range : ranges_v6)
    if ((upper ^ range.network) >> (64 - range.bits) == 0) return range.purpose;
  if (upper >> 61U != 1) return "not global unicast";
  return std::nullopt;
}

} // namespace

std::optional<std::string_view> special_purpose(ip::address const& address) {
  return address.is_v4() ? special_purpose_v4(address.to_v4().to_uint()) : special_purpose_v6(address.to_v6());
}

} // namespace tandem::http
