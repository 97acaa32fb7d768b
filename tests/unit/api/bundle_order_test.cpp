#include "api/bundle_order.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
namespace {

std::string const entry = "0169d5c4-3700-7013-8000-000000000008", other = "014170e2-9700-7013-8000-000000000005";

http::Request request(std::string const& attributes) {
  http::Request asked;
  asked.headers.push_back({"Content-Type", "application/vnd.api+json"});
  asked.body = R"({"data": {"type": "bundle", "attributes": )" + attributes + "}}";
  return asked;
}

Result<BundleRequest> read(std::string const& attributes) { return bundle_request(request(attributes), 32, 2); }

std::string item(std::string const& more = "") { return R"({"entry": ")" + entry + "\"" + more + "}"; }

TEST(BundleOrder, ItemsTakeTheKindWhereTheySayNoActionOfTheirOwn) {
  auto const order = read(R"({"kind": "publish", "message": "fusie", "items": [)" + item(R"(, "locale": "fr")") +
                          R"(, {"entry": ")" + other + R"(", "action": "unpublish", "successor": ")" + entry +
                          R"("}], "at": "2019-04-01T00:00:00+02:00"})");
  ASSERT_TRUE(order) << order.error().detail << order.error().pointer;
  ASSERT_EQ(order->order.items.size(), 2U);
  EXPECT_EQ(order->order.items[0].action, editing::Action::publish);
  EXPECT_EQ(order->order.items[0].locale->text(), "fr");
  EXPECT_EQ(order->order.items[1].action, editing::Action::unpublish);
  EXPECT_EQ(order->order.items[1].successor->text(), entry);
  EXPECT_EQ(order->order.message, "fusie");
  EXPECT_EQ(format_timestamp(*order->at), "2019-03-31T22:00:00.000000Z");
  EXPECT_FALSE(order->dry_run || order->order.force);
  EXPECT_TRUE(read(R"({"items": [)" + item(R"(, "action": "publish")") + "]}")) << "then no kind is needed";
}

TEST(BundleOrder, AMistakeIsNamedWithItsPlace) {
  auto const pointer = [](std::string const& attributes) {
    auto const order = read(attributes);
    return order ? std::string("was taken") : order.error().pointer;
  };
  std::string const start = R"({"kind": "publish", "items": [)", end = "]";
  EXPECT_EQ(pointer(R"({"items": [)" + item() + "]}"), "/data/attributes/kind");
  EXPECT_EQ(pointer(R"({"kind": "mixed", "items": [)" + item() + "]}"), "/data/attributes/kind");
  EXPECT_EQ(pointer(start + end + "}"), "/data/attributes/items");
  EXPECT_EQ(pointer(start + item() + "," + item() + "," + item() + end + "}"), "/data/attributes/items")
      << "two at most";
  EXPECT_EQ(pointer(start + item() + ", 5" + end + "}"), "/data/attributes/items/1");
  EXPECT_EQ(pointer(start + item(R"(, "action": "wissen")") + end + "}"), "/data/attributes/items/0/action");
  EXPECT_EQ(pointer(start + item(R"(, "successor": "geen")") + end + "}"), "/data/attributes/items/0/successor");
  EXPECT_EQ(pointer(start + item(R"(, "revision": 0)") + end + "}"), "/data/attributes/items/0/revision");
  EXPECT_EQ(pointer(start + item(R"(, "kleur": "rood")") + end + "}"), "/data/attributes/items/0/kleur");
  for (std::string const member : {"force", "dry_run", "successor", "at"})
    EXPECT_EQ(pointer(start + item() + end + ", \"" + member + "\": 1}"), "/data/attributes/" + member);
  for (std::string const instant : {"2019-04-01", "2019-04-01T00:00:00", "1 april", ""})
    EXPECT_EQ(pointer(start + item() + end + R"(, "at": ")" + instant + "\"}"), "/data/attributes/at") << instant;
}

TEST(BundleOrder, AMessageAloneNeedsNoBody) {
  EXPECT_EQ(message_of(http::Request{}, 32).value(), "");
  EXPECT_EQ(message_of(request(R"({"message": "te vroeg"})"), 32).value(), "te vroeg");
  EXPECT_EQ(message_of(request(R"({"force": true})"), 32).error().pointer, "/data/attributes/force");
}

} // namespace
} // namespace tandem::api
