/// Its route needs a permission that it does not declare: nobody could hold it, so the start is refused.
#include <tandem/plugin.hpp>

namespace {
class Undeclared final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.route(tandem::Method::get, "/undeclared/v1/count", tandem::Permission{"reading_room.count"},
               [](tandem::Request const&) -> tandem::Result<tandem::Response> { return tandem::Response{}; },
               {"Nothing"});
  }
};
} // namespace

TANDEM_PLUGIN(Undeclared, "undeclared", "1.0.0")
