#pragma once
/// Which IP addresses belong to the public Internet. Pure; for core/http alone, because it shows Asio's types.

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string_view>

namespace tandem::http {

/// What an address is for when it is not one of the public Internet ("loopback", "private use", …), by the registries
/// of special-purpose addresses (RFC 6890, IANA); nothing for a public one. Of IPv6 only 2000::/3 is global unicast
/// (RFC 4291 section 2.4); an address that carries an IPv4 address (mapped, or NAT64 of RFC 6052) is what that is.
[[nodiscard]] std::optional<std::string_view> special_purpose(boost::asio::ip::address const& address);

} // namespace tandem::http
