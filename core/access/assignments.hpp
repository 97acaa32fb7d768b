#pragma once
/// The roles that an account holds, each perhaps narrowed: as JSON, and checked.

#include "access/roles.hpp"
#include "store/accounts.hpp"

namespace tandem::access {

/// A role as an account holds it, for the API and the audit.
[[nodiscard]] json::object assignment_json(store::Assignment const& held);
/// What an account holds: roles and organisation.
[[nodiscard]] json::object held_json(store::AccountRow const& account);

/// Reads what `assignment_json` writes, in a list: `malformed_document` when it has not that shape. Pointers start at
/// `pointer`.
[[nodiscard]] Result<std::vector<store::Assignment>> read_assignments(json::value const& list,
                                                                      std::string const& pointer);

/// Whether an account may hold these: at least one, with roles and authorities of the file, types and languages of
/// the site, entries that are there. `invalid_content` with a pointer under /data/attributes.
[[nodiscard]] Result<void> check_held(store::Transaction& tx, Roles const& roles,
                                      std::vector<store::Assignment> const& held,
                                      std::optional<EntryId> const& organisation);

} // namespace tandem::access
