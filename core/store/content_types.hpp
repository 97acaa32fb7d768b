#pragma once
/// The content types as the database knows them.

#include "content/content_type.hpp"
#include "store/database.hpp"

namespace tandem::store {

/// Names of the types whose schema differs from the one applied (or was never applied).
[[nodiscard]] std::vector<std::string> changed_types(Transaction& tx, ContentTypes const& types);
/// Stores every type's schema and shape.
void apply_types(Transaction& tx, ContentTypes const& types);

} // namespace tandem::store
