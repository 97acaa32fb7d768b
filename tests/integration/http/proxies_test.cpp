#include "integration/http/service.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::get;
using test::Service;

constexpr std::string_view forwarded = "X-Forwarded-For: 198.51.100.9, 192.0.2.1\r\n";

TEST(Proxies, ATrustedOneTellsWhoTheClientIsForEachRequestOfItsConnection) {
  Service service(
      [](http::ServerOptions& options) { options.trusted_proxies = {http::parse_network("127.0.0.0/8").value()}; });
  test::Wire proxy(service.port);
  proxy.send(get("/wie", forwarded) + get("/wie", "X-Forwarded-For: 2001:db8::2\r\n") + get("/wie"));
  EXPECT_EQ(proxy.receive().body, "192.0.2.1");
  EXPECT_EQ(proxy.receive().body, "2001:db8::2");
  EXPECT_EQ(proxy.receive().body, "127.0.0.1");
  EXPECT_EQ(service.served.first(1).at(0).remote_address, "192.0.2.1") << "the log says so too";
}

TEST(Proxies, NobodyIsTrustedByDefault) {
  Service service;
  EXPECT_EQ(service.ask(get("/wie", forwarded)).body, "127.0.0.1");
}

} // namespace
} // namespace tandem
