#pragma once
/// Puts the rooms together: configuration, plugins, content types, roles, database. What `main` and every command
/// starts from; reads top to bottom in the order things come to life.

#include "access/accounts.hpp"
#include "access/gate.hpp"
#include "access/second_factor.hpp"
#include "access/single_sign_on.hpp"
#include "access/tokens.hpp"
#include "api/routes.hpp"
#include "app/configuration.hpp"
#include "app/private_postgres.hpp"
#include "delivery/delivery.hpp"
#include "editing/previews.hpp"
#include "plugin/plugins.hpp"
#include "webhooks/subscriptions.hpp"

namespace tandem::app {

/// Where the files that came with the program are: beside the program in the build tree as in an installation.
struct Folders {
  std::filesystem::path schemas, migrations, roles, plugins;
  [[nodiscard]] static Folders of_this_program();
};

class Site {
public:
  /// Loads plugins, content types and roles. Needs no database.
  [[nodiscard]] static Result<std::unique_ptr<Site>> load(Configuration configuration, Folders const& folders);
  ~Site();

  /// Connects to the configured database, or starts the private one (and makes it, if it may). The error says why the
  /// database cannot be had: for the one who runs the program, not for clients.
  [[nodiscard]] Result<void> open_database(bool may_make = true);
  /// Starts the private database again when it has died. Answers whether it did; always false with another database.
  [[nodiscard]] Result<bool> revive_database();
  /// Runs pending migrations and applies the content types. `progress` gets a line for each step.
  [[nodiscard]] Result<void> migrate(std::function<void(std::string const&)> const& progress, bool accept_breaking);
  /// What the loaded types would break in stored content: one line each.
  [[nodiscard]] Result<std::vector<std::string>> check_types();
  /// Every route of core and plugins. The site must outlive the router.
  [[nodiscard]] Result<std::unique_ptr<api::Routes>> routes(http::Router& router);

  [[nodiscard]] Configuration const& configuration() const { return configuration_; }
  [[nodiscard]] plugin::Plugins const& plugins() const { return *plugins_; }
  [[nodiscard]] ContentTypes const& types() const { return types_; }
  /// Connection string of the open database.
  [[nodiscard]] std::string const& connection() const { return connection_; }
  [[nodiscard]] store::Database& database() { return *database_; }
  [[nodiscard]] editing::Context const& editing() const { return *editing_; }
  [[nodiscard]] access::Accounts const& accounts() const { return *accounts_; }
  [[nodiscard]] webhooks::Settings webhook_settings() const;
  [[nodiscard]] access::Gate const& gate() const { return *gate_; }
  [[nodiscard]] access::SignIn const& sign_in() const { return *sign_in_; }
  [[nodiscard]] access::SecondFactor const& second_factor() const { return *second_factor_; }
  [[nodiscard]] access::Tokens const& tokens() const { return *tokens_; }

private:
  Site(Configuration configuration, Folders folders);
  [[nodiscard]] Result<json::object> read(std::string_view target) const;
  [[nodiscard]] editing::Hooks hooks() const;

  Configuration configuration_;
  Folders folders_;
  std::unique_ptr<Settings> settings_;
  std::unique_ptr<plugin::Plugins> plugins_;
  ContentTypes types_;
  delivery::Settings delivery_settings_;
  access::Roles roles_;
  std::string connection_;
  std::unique_ptr<PrivatePostgres> postgres_; // before the database: connections close first
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<editing::Context> editing_;
  std::unique_ptr<access::Accounts> accounts_;
  std::unique_ptr<access::SignIn> sign_in_;
  std::unique_ptr<access::SecondFactor> second_factor_;
  std::unique_ptr<access::Tokens> tokens_;
  std::unique_ptr<access::SingleSignOn> sign_on_;
  std::unique_ptr<access::Gate> gate_;
  std::unique_ptr<editing::Previews> previews_;
  std::unique_ptr<delivery::Delivery> delivery_;
  std::unique_ptr<webhooks::Subscriptions> subscriptions_;
};

} // namespace tandem::app
