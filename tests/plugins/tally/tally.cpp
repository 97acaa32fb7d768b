/// Keeps count of what is public, by type: tables of a plugin's own, and a projection that changes with each
/// publication. Route: /tally/v1/counts. Command: tandem plugins run tally forget.

#include <tandem/plugin.hpp>

namespace {

class Tally final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.migrations("migrations");
    host.projection("recount");
    host.route(tandem::Method::get, "/tally/v1/counts", tandem::Public,
               [&host](tandem::Request const&) -> tandem::Result<tandem::Response> {
                 auto const rows =
                     host.storage().read({"select type, entries from tandem_tally.tally order by type"});
                 if (!rows) return rows.error();
                 tandem::json::object counts;
                 for (auto const& row : *rows) counts[row[0].value()] = std::stoll(row[1].value());
                 tandem::Response response;
                 response.set("Content-Type", "application/json");
                 response.body = tandem::json::serialize(counts);
                 return response;
               },
               {"Public entries by type"});
    host.route(tandem::Method::get, "/tally/v1/mistake", tandem::Public,
               [&host](tandem::Request const&) -> tandem::Result<tandem::Response> {
                 auto const rows = host.storage().read({"delete from tandem_tally.tally"});
                 if (!rows) return rows.error();
                 return tandem::Response{};
               },
               {"Tries to write where only reading is allowed"});
    host.command("forget", "empties the table, then fails", [&host](std::vector<std::string> const&) {
      auto const done = host.storage().write({{"delete from tandem_tally.tally"}, {"select 1 / 0"}});
      return done ? 0 : 1;
    });
  }
};

} // namespace

TANDEM_PLUGIN(Tally, "tally", "1.0.0")
