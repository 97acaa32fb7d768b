#pragma once
/// Brings the database up to what the program, its plugins and its content types expect.

#include "app/site.hpp"

namespace tandem::app {

/// Runs pending migrations, applies the content types and makes the indexes that they declare. `progress` gets a line
/// for each step. Changed types that stored content does not fit are `conflict`, unless that is accepted.
[[nodiscard]] Result<void> migrate(Site& site, std::function<void(std::string const&)> const& progress,
                                   bool accept_breaking);
/// What the loaded types would break in stored content: one line each.
[[nodiscard]] Result<std::vector<std::string>> check_types(Site& site);

} // namespace tandem::app
