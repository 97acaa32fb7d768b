/// A reading room in a prison has no network: this plugin counts what could be printed for it.
/// Route: /reading-room/v1/count, the number of public pages in a language.

#include <tandem/plugin.hpp>

namespace {

class ReadingRoom final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.settings().add("reading_room.locale", "nl", "language that is counted");
    host.before_publish("page", [](tandem::BeforePublish const& page) -> tandem::Result<void> {
      if (page.document.contains("body")) return {};
      return tandem::Error{tandem::ErrorCode::invalid_content,
                           "page " + page.entry.text() + " has no text: it cannot be printed", "/body"};
    });
    host.route(
        tandem::Method::get, "/reading-room/v1/count", tandem::Public,
        [&host](tandem::Request const&) -> tandem::Result<tandem::Response> {
          auto const pages =
              host.read("/api/v1/page?page[total]=true&locale=" + host.settings().get("reading_room.locale"));
          if (!pages) return pages.error();
          tandem::Response response;
          response.set("Content-Type", "application/json");
          response.body = tandem::json::serialize(tandem::json::object{{"pages", pages->at("meta").at("total")}});
          return response;
        },
        {"Public pages in the reading room's language"});
  }
};

} // namespace

TANDEM_PLUGIN(ReadingRoom, "reading_room", "1.0.0")
