#pragma once
/// A PostgreSQL of Tandem's own, for when no database is configured: made in the data folder on first use,
/// reachable through a Unix socket only, started and stopped with its users.

#include "content/error.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tandem::app {

/// One user of the private cluster. Several processes may use one cluster at once (a server and a command): each
/// holds a shared lock, and the last one out stops it. A cluster left running by a killed server is adopted.
class PrivatePostgres {
public:
  struct Options {
    std::filesystem::path data; ///< The cluster lives in `data`/postgres.
    std::filesystem::path binaries = "/usr/lib/postgresql/15/bin";
    std::string user = "postgres"; ///< System account to run as when we are root (PostgreSQL refuses root).
  };

  explicit PrivatePostgres(Options options);
  ~PrivatePostgres(); ///< Stops the cluster unless somebody else still uses it.
  PrivatePostgres(PrivatePostgres const&) = delete;
  PrivatePostgres& operator=(PrivatePostgres const&) = delete;

  /// Makes, starts or joins the cluster. Answers the connection string of its database `tandem`.
  /// Errors are one line that names the folder or quotes PostgreSQL's log. Without `may_make`, a missing cluster is
  /// one of them.
  [[nodiscard]] Result<std::string> start(bool may_make = true);
  /// Starts the cluster again when it has died; to be called now and then while it is in use. Answers whether it did.
  [[nodiscard]] Result<bool> revive();
  void stop();

private:
  [[nodiscard]] bool alive() const;
  [[nodiscard]] Result<void> make_cluster();
  [[nodiscard]] Result<void> make_socket_folder() const;
  [[nodiscard]] Result<bool> settled() const;
  [[nodiscard]] Result<void> run_cluster();
  int run(std::vector<std::string> const& arguments) const;
  [[nodiscard]] std::string last_log_line() const;

  Options options_;
  std::filesystem::path root_, cluster_, socket_, log_;
  int users_lock_ = -1;
};

} // namespace tandem::app
