#pragma once
/// What the routes under /edit/v1 have in common. Entries, revisions and bundles have a file each.

#include "api/routes.hpp"
#include "content/revision.hpp"

namespace tandem::api {

struct EditLimits {
  std::size_t json_depth = 32;
  std::size_t bundle_items = 500;
};

/// The captures {id} and {locale} of a route; `not_found` when they are no id or locale at all.
[[nodiscard]] Result<EntryId> entry_id(Request const& request);
[[nodiscard]] Result<Locale> locale_of(Request const& request);

/// A revision as a JSON:API resource object.
[[nodiscard]] json::object revision_json(Revision const& revision);

/// A member of `data.attributes` that must be an object.
[[nodiscard]] Result<json::object> object_member(json::object const& attributes, std::string_view name);

} // namespace tandem::api
