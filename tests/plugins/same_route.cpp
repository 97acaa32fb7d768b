/// Claims a route that reading_room has: the second one is refused.
#include <tandem/plugin.hpp>

namespace {
class SameRoute final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.route(tandem::Method::get, "/reading-room/v1/count", tandem::Public,
               [](tandem::Request const&) -> tandem::Result<tandem::Response> { return tandem::Response{}; },
               {"Nothing"});
  }
};
} // namespace

TANDEM_PLUGIN(SameRoute, "same_route", "1.0.0")
