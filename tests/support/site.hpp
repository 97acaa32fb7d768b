#pragma once
/// A whole site for integration tests: the real plugins, schemas and roles, on a fresh database of a real private
/// PostgreSQL that all test programs share.

#include "app/upgrade.hpp"
#include "content/canonical_json.hpp"

#include <cstdlib>
#include <stdexcept>

namespace tandem::test {

/// The cluster lives below /tmp, because PostgreSQL's account must be let through to it wherever the build tree is.
/// It stops when the last test program that uses it ends.
class Cluster {
public:
  static Cluster& get() {
    static Cluster cluster;
    return cluster;
  }
  /// Connection string of a new, empty database.
  std::string fresh_database() {
    std::string const name = "t" + sha256_hex(Uuid::make().text()).substr(0, 20);
    std::string const command = "/usr/lib/postgresql/15/bin/createdb -h " + socket_ + " -U tandem " + name;
    if (std::system(command.c_str()) != 0) throw std::runtime_error("createdb failed: " + command);
    return "host=" + socket_ + " user=tandem dbname=" + name;
  }

  /// Where test programs may keep things.
  [[nodiscard]] std::string const& folder() const { return folder_; }

private:
  Cluster() : folder_("/tmp/tandem-tests-" + sha256_hex(TANDEM_BINARY_DIR).substr(0, 12)), postgres_({folder_}) {
    std::string const connection = postgres_.start().value(); // host=<socket> user=…
    socket_ = connection.substr(5, connection.find(' ') - 5);
  }
  std::string folder_;
  app::PrivatePostgres postgres_;
  std::string socket_;
};

/// A site on the given (or a fresh) database, migrated.
inline std::unique_ptr<app::Site> make_site(std::string const& database = Cluster::get().fresh_database(),
                                            std::map<std::string, std::string> settings = {}) {
  settings["database"] = database;
  // Of this database alone: what it does not know is removed from the folder.
  settings.try_emplace("media.folder", Cluster::get().folder() + "/media/" + sha256_hex(database).substr(0, 20));
  app::Configuration configuration;
  configuration.load("no file", {}, settings).value();
  std::filesystem::path const build = TANDEM_BINARY_DIR;
  app::Folders const folders{build / "share/tandem/schemas", build / "share/tandem/migrations",
                             build / "share/tandem/config/roles.json", build / "lib/tandem/plugins"};
  auto site = app::Site::load(std::move(configuration), folders).value();
  site->open_database().value();
  app::migrate(
      *site, [](std::string const&) {}, false)
      .value();
  return site;
}

/// Someone with the permissions of these roles as config/roles.json has them.
inline access::Actor somebody(std::string name) {
  access::Actor actor = access::command_line();
  actor.name = std::move(name);
  return actor;
}

} // namespace tandem::test
