#pragma once
/// Who the client is when reverse proxies stand between: they say so in X-Forwarded-For, which anybody can send.

#include "http/ready_made.hpp"

#include <boost/asio/ip/address.hpp>

namespace tandem::http {

/// An address, or all that begin as it does ("192.0.2.0/24", CIDR of RFC 4632 and RFC 4291 section 2.3).
struct Network {
  boost::asio::ip::address address;
  unsigned prefix; ///< Bits that count: at most 32 or 128.
  [[nodiscard]] bool contains(boost::asio::ip::address const& other) const;
};
/// Nothing when the text is neither an address nor a network; one with bits set past its prefix is none.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text);

/// The address a request comes from. A `peer` that is no trusted proxy: its own, whatever the header says. Otherwise
/// the rightmost address in X-Forwarded-For (several of them are one list) that is not a trusted proxy itself; when
/// all are, the leftmost; when something stands in its way that is no address, or there is none, the peer's. IPv4
/// mapped into IPv6 counts, and is answered, as IPv4.
[[nodiscard]] std::string client_address(std::string const& peer, std::vector<HeaderView> const& headers,
                                         std::vector<Network> const& trusted);

} // namespace tandem::http
