#pragma once
/// A site with the sample content (or none), served on a real port; accounts are made as needed.

#include "api/document.hpp"
#include "app/routes.hpp"
#include "editing/transfer.hpp"
#include "http/server.hpp"
#include "store/listener.hpp"
#include "support/client.hpp"
#include "support/site.hpp"

namespace tandem::test {

/// Keys of the configuration and their values.
using Settings = std::map<std::string, std::string>;

enum class Content { sample, none };

class Served {
public:
  explicit Served(Settings settings = {}, std::string const& database = Cluster::get().fresh_database(),
                  Content content = Content::sample)
      : site(make_site(database, patient(std::move(settings)))) {
    if (content == Content::sample)
      editing::import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false)
          .value();
    routes = app::make_routes(*site, router).value();
    http::ServerOptions options;
    options.port = 0;
    options.error_response = [](int status, std::string_view detail) { return api::error_document(status, detail); };
    options.ready = &site->services().reads;
    server = std::make_unique<http::Server>(options, router);
    if (auto const problem = server->start()) throw std::runtime_error(*problem);
  }

  /// Makes an account and answers an API token of it.
  std::string account(std::string const& name, std::vector<store::Assignment> const& roles,
                      std::optional<EntryId> const& organisation = {}) {
    site->services().accounts.add(access::command_line(), name, roles, organisation).value();
    return site->services().tokens.create(access::command_line(), name, "test", {}).value().value;
  }

  /// A request with an API token ("": as the public).
  [[nodiscard]] Reply ask(std::string const& token, std::string const& method, std::string const& target,
                          std::string const& body = "", Headers headers = {}) const {
    if (!token.empty()) headers["Authorization"] = "Bearer " + token;
    return request(server->port(), method, target, body, std::move(headers));
  }

  /// Who asks everything again and again fails to sign in many times, and need not wait.
  static std::map<std::string, std::string> patient(std::map<std::string, std::string> settings) {
    settings.try_emplace("session.failures", "1000");
    return settings;
  }

  std::unique_ptr<app::Site> site;
  http::Router router;
  std::unique_ptr<api::Routes> routes;
  std::unique_ptr<http::Server> server;
  store::Listener listener{site->connection(), "tandem_changed", [this] { site->services().freshness.catch_up(); }};
};

} // namespace tandem::test
