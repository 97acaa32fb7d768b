#pragma once
/// Schema migrations: numbered SQL files, each run once, in order, in one transaction.

#include "store/database.hpp"

#include <filesystem>

namespace tandem::store {

/// Runs what has not run yet of `folder` (`NNNN_name.sql`) in database schema `schema` ("tandem" or
/// "tandem_<plugin>", made when missing). Two nodes may call it at once: one waits. Errors name the file;
/// a file that was changed after it ran, or is missing, is an error.
/// Answers the names of the files that ran.
[[nodiscard]] Result<std::vector<std::string>> migrate(Database& database, std::string const& schema,
                                                       std::filesystem::path const& folder);

/// The migrations of `folder` that have not run yet; all of them when the schema is not there.
[[nodiscard]] Result<std::vector<std::string>> pending_migrations(Database& database, std::string const& schema,
                                                                  std::filesystem::path const& folder);

} // namespace tandem::store
