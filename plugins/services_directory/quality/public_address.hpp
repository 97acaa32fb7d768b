#pragma once
/// Which IP addresses belong to the public Internet: a link in a text must not make the server ask its own network.
/// Pure.

#include <sys/socket.h>

namespace directory::quality {

/// False for loopback, private, link-local, multicast and the other special-purpose addresses of RFC 6890 and the
/// IANA registries; of IPv6 only 2000::/3 is global unicast (RFC 4291 section 2.4). An IPv6 address that carries an
/// IPv4 address (mapped, or NAT64 of RFC 6052) is what that is. False for what is no IP address.
[[nodiscard]] bool is_public(sockaddr const& address);

} // namespace directory::quality
