#pragma once
/// Puts the rooms together: configuration, plugins, content types, roles, database. What `main` and every command
/// starts from; reads top to bottom in the order things come to life.

#include "app/private_postgres.hpp"
#include "app/services.hpp"
#include "plugin/plugins.hpp"

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

  /// Says that the server begins to stop, to all that hear of it by `stopping`. It cannot be taken back.
  void stop() { stopping_.request_stop(); }
  [[nodiscard]] std::stop_token stopping() const { return stopping_.get_token(); }

  [[nodiscard]] Configuration const& configuration() const { return configuration_; }
  [[nodiscard]] plugin::Plugins const& plugins() const { return *plugins_; }
  [[nodiscard]] ContentTypes const& types() const { return types_; }
  [[nodiscard]] access::Roles const& roles() const { return roles_; }
  [[nodiscard]] Folders const& folders() const { return folders_; }
  /// Connection string of the open database.
  [[nodiscard]] std::string const& connection() const { return connection_; }
  [[nodiscard]] store::Database& database() { return *database_; }
  [[nodiscard]] media::FileStore& file_store() { return *file_store_; }
  [[nodiscard]] media::Pictures const& pictures() const { return *pictures_; }
  /// Those of the open database.
  [[nodiscard]] Services& services() { return *services_; }
  [[nodiscard]] editing::Context const& editing() const { return services_->editing; }

private:
  Site(Configuration configuration, Folders folders);
  [[nodiscard]] Result<json::object> read(std::string_view target) const;
  [[nodiscard]] plugin::Ports ports();

  std::stop_source stopping_;
  Configuration configuration_;
  Folders folders_;
  std::unique_ptr<Settings> settings_;
  std::unique_ptr<Storage> storage_;
  std::unique_ptr<plugin::Plugins> plugins_;
  ContentTypes types_;
  access::Roles roles_;
  std::string connection_;
  std::unique_ptr<PrivatePostgres> postgres_; // before the database: connections close first
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<media::FileStore> file_store_;
  std::unique_ptr<media::Pictures> pictures_;
  std::unique_ptr<Services> services_;
};

} // namespace tandem::app
