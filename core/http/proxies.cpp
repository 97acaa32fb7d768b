#include "http/proxies.hpp"

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <span>

namespace tandem::http {

namespace ip = boost::asio::ip;

namespace {

std::optional<ip::address> parse_address(std::string_view text) {
  boost::system::error_code ec;
  ip::address const address = ip::make_address(std::string(text), ec);
  if (ec) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

bool begin_alike(std::span<unsigned char const> a, std::span<unsigned char const> b, unsigned bits) {
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
    unsigned const here = std::min(bits, 8U);
    unsigned const mask = 0xffU << (8 - here) & 0xffU;
    if ((a[i] & mask) != (b[i] & mask)) return false;
    bits -= here;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

} // namespace

bool Network::contains(ip::address const& other) const {
  if (address.is_v4() != other.is_v4()) return false;
  if (address.is_v4()) return begin_alike(address.to_v4().to_bytes(), other.to_v4().to_bytes(), prefix);
  return begin_alike(address.to_v6().to_bytes(), other.to_v6().to_bytes(), prefix);
}

std::optional<Network> parse_network(std::string_view text) {
  std::size_t const slash = text.find('/');
  std::optional<ip::address> const address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  unsigned const most = address->is_v4() ? 32 : 128;
  unsigned prefix = most;
  if (slash != std::string_view::npos) {
    std::string_view const digits = text.substr(slash + 1);
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (ec != std::errc{} || end != digits.data() + digits.size() || prefix > most) return std::nullopt;
  }
  bool const canonical =
      address->is_v4()
          ? ip::network_v4(address->to_v4(), static_cast<unsigned short>(prefix)).network() == address->to_v4()
          : ip::network_v6(address->to_v6(), static_cast<unsigned short>(prefix)).network() == address->to_v6();
  if (!canonical) return std::nullopt;
  return Network{*address, prefix};
}

std::string client_address(std::string const& peer, std::vector<HeaderView> const& headers,
                           std::vector<Network> const& trusted) {
  std::optional<ip::address> const direct = parse_address(peer);
  if (!direct) return peer;
  auto const is_trusted = [&](ip::address const& address) {
    return std::any_of(trusted.begin(), trusted.end(), [&](Network const& one) { return one.contains(address); });
  };
  ip::address client = *direct;
  for (auto header = headers.rbegin(); header != headers.rend() && is_trusted(client); ++header) {
    if (!Request::same_name(header->name, "X-Forwarded-For")) continue;
    std::string_view left = header->value;
    for (bool more = true; more && is_trusted(client);) {
      std::size_t const comma = left.rfind(',');
      more = comma != std::string_view::npos;
      std::optional<ip::address> const next = parse_address(trimmed(more ? left.substr(comma + 1) : left));
      if (!next) return direct->to_string();
      client = *next;
      left = left.substr(0, more ? comma : 0);
    }
  }
  return client.to_string();
}

} // namespace tandem::http
