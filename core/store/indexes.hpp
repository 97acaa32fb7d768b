#pragma once
/// Indexes on `published` that content types declare. They are made and dropped outside a transaction, so that the
/// site is served and edited meanwhile.

#include "store/database.hpp"

namespace tandem::store {

/// Names of declared indexes begin with this; every other index belongs to the migrations.
inline constexpr std::string_view declared_prefix = "published:";

struct Index {
  std::string name;       ///< Begins with `declared_prefix`; at most 63 bytes.
  std::string definition; ///< What follows the table in `create index`.
};

/// Makes what is missing, interrupted or defined otherwise, and drops what is not wanted any more. `progress` gets a
/// line for each. When another node is at it, waits until it is done.
[[nodiscard]] Result<void> apply_indexes(Database& database, std::vector<Index> const& wanted,
                                         std::function<void(std::string const&)> const& progress);

} // namespace tandem::store
