#include "http/proxies.hpp"

#include <gmock/gmock.h>

namespace tandem::http {
namespace {

std::vector<Network> networks(std::vector<std::string> const& texts) {
  std::vector<Network> all;
  for (std::string const& text : texts) all.push_back(parse_network(text).value());
  return all;
}

bool lies_in(std::string const& address, std::string const& network) {
  return parse_network(network).value().contains(boost::asio::ip::make_address(address));
}

std::string client(std::string const& peer, std::vector<std::string> const& forwarded,
                   std::vector<std::string> const& trusted = {"10.0.0.0/8", "2001:db8::1"}) {
  std::vector<HeaderView> headers{{"Host", "gids.example"}};
  for (std::string const& value : forwarded) headers.push_back({"x-forwarded-for", value});
  return client_address(peer, headers, networks(trusted));
}

TEST(Networks, HoldWhatBeginsAsTheyDo) {
  EXPECT_TRUE(lies_in("192.0.2.255", "192.0.2.0/24"));
  EXPECT_FALSE(lies_in("192.0.3.0", "192.0.2.0/24"));
  EXPECT_TRUE(lies_in("172.31.255.255", "172.16.0.0/12"));
  EXPECT_FALSE(lies_in("172.32.0.0", "172.16.0.0/12"));
  EXPECT_TRUE(lies_in("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(lies_in("192.0.2.6", "192.0.2.7/32"));
  EXPECT_TRUE(lies_in("203.0.113.9", "0.0.0.0/0"));
  EXPECT_FALSE(lies_in("2001:db8::1", "0.0.0.0/0")) << "the other family";
  EXPECT_TRUE(lies_in("2001:db8:0:7fff::", "2001:db8::/49"));
  EXPECT_FALSE(lies_in("2001:db8:0:8000::", "2001:db8::/49"));
}

TEST(Networks, AnythingElseIsNone) {
  for (std::string const text :
       {"", "gids.example", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/24x", "192.0.2.1/24", "192.0.2",
        "2001:db8::/129", "2001:db8::1/64", "/24", "10.0.0.0/8/8"})
    EXPECT_FALSE(parse_network(text)) << text;
}

TEST(ClientAddress, AStrangersHeaderIsIgnored) {
  EXPECT_EQ(client("203.0.113.5", {"192.0.2.1"}), "203.0.113.5");
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}, {}), "10.0.0.1") << "by default nobody is trusted";
}

TEST(ClientAddress, IsWhatTheTrustedProxySays) {
  EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}), "192.0.2.1");
  EXPECT_EQ(client("2001:db8::1", {"2001:DB8:0::2"}), "2001:db8::2");
  EXPECT_EQ(client("10.0.0.1", {}), "10.0.0.1") << "it says nothing";
}

TEST(ClientAddress, IsTheRightmostThatIsNoTrustedProxy) {
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.9, 192.0.2.1 ,\t10.0.0.2"}), "192.0.2.1")
      << "what stands left of it is what the client claims";
  EXPECT_EQ(client("10.0.0.1", {"198.51.100.9", "192.0.2.1", "10.0.0.3, 10.0.0.2"}), "192.0.2.1")
      << "several headers are one list";
  EXPECT_EQ(client("10.0.0.1", {"10.0.0.4, 10.0.0.3"}), "10.0.0.4") << "all trusted: where it began";
}

TEST(ClientAddress, IsThePeersWhenTheHeaderIsMalformed) {
  for (std::string const wrong : {"", "unknown", "192.0.2.1:4711", "192.0.2.1,", ",", "192.0.2.1, gids.example",
                                  "_hidden", "[2001:db8::2]", "192.0.2.1 10.0.0.2"})
    EXPECT_EQ(client("10.0.0.1", {wrong}), "10.0.0.1") << wrong;
  EXPECT_EQ(client("10.0.0.1", {"onzin, 192.0.2.1"}), "192.0.2.1") << "nobody looks at what the client claims";
  EXPECT_EQ(client("10.0.0.1", {"onzin, 10.0.0.2"}), "10.0.0.1");
}

TEST(ClientAddress, Ipv4MappedIntoIpv6IsIpv4) {
  EXPECT_EQ(client("::ffff:10.0.0.1", {"::ffff:192.0.2.1"}), "192.0.2.1");
  EXPECT_EQ(client("::ffff:203.0.113.5", {"192.0.2.1"}), "203.0.113.5");
}

} // namespace
} // namespace tandem::http
