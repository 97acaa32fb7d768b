#pragma once
/// What became public, or ceased to be.

#include "content/identity.hpp"

#include <optional>
#include <string>

namespace tandem {

struct ChangeLine {
  std::string kind; ///< published, withdrawn; `all` when anything may have changed (an import, a reindex).
  std::optional<EntryId> entry = {}; ///< None with `all`, nor what follows.
  std::string type = {};             ///< Content type of the entry.
  std::optional<Locale> locale = {}; ///< Variant.
  std::optional<int> revision = {};  ///< What became public.
  std::optional<Uuid> bundle = {};
};

} // namespace tandem
