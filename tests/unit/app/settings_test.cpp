#include "app/settings.hpp"

#include <gmock/gmock.h>

namespace tandem::app {
namespace {

using testing::HasSubstr;

Configuration with(std::map<std::string, std::string> const& settings) {
  Configuration configuration;
  configuration.load("no file", {}, settings).value();
  return configuration;
}

TEST(PublicAddress, IsWhereItListensUnlessSaidOtherwise) {
  EXPECT_EQ(public_address(with({})).value(), "http://127.0.0.1:8080");
  EXPECT_EQ(public_address(with({{"http.address", "::1"}, {"http.port", "81"}})).value(), "http://[::1]:81");
  EXPECT_EQ(public_address(with({{"site.url", "https://hulp.voorbeeld.be/"}})).value(), "https://hulp.voorbeeld.be");
  EXPECT_EQ(public_address(with({{"site.url", "http://tandem.lan/cms"}})).value(), "http://tandem.lan/cms");
}

TEST(PublicAddress, IsAnAddressThatALinkMayBeginWith) {
  for (std::string const wrong : {"hulp.voorbeeld.be", "ftp://voorbeeld.be", "https://voorbeeld.be/?a=b",
                                  "https://voorbeeld.be/#a", "https://voor beeld.be", "javascript:alert(1)"})
    EXPECT_THAT(public_address(with({{"site.url", wrong}})).error().detail, HasSubstr("site.url")) << wrong;
}

TEST(SecondFactorFor, IsAListOfPermissionsThatAreKnown) {
  access::Roles const roles = access::Roles::from_json(parse_json(R"({"roles": {}})").value(), {}).value();
  EXPECT_EQ(second_factor_for(with({}), roles).value(),
            (std::set<std::string>{"account.manage", "entry.publish", "entry.unpublish"}));
  EXPECT_TRUE(second_factor_for(with({{"second_factor.required_for", ""}}), roles).value().empty());
  EXPECT_THAT(
      second_factor_for(with({{"second_factor.required_for", "entry.publish entry.fly"}}), roles).error().detail,
      HasSubstr("second_factor.required_for: \"entry.fly\""));
}

} // namespace
} // namespace tandem::app
