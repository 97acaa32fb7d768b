#pragma once
/// What the audit bears witness to: which revisions an entry has, and what of it was public when. `verify` compares.
///
///   entry.edit, entry.side      after: the hash of the revision made
///   bundle.*                    before, after: the publication that was closed, and the one that was opened
///   workflow.*                  what was decided about a revision, by whom, in whose name
///   entry.import, entry.sealed  heads and publications as they were at once
///
/// A revision, publication or decision that was changed behind the server's back differs from the audit; an audit
/// that was changed differs from its own chain; a chain that was computed anew does not lead through an end noted
/// elsewhere.

#include "editing/editor.hpp"
#include "store/publications.hpp"

namespace tandem::editing {

/// A publication as the audit tells it: revision, from, and until once it is closed.
[[nodiscard]] json::object witnessed(store::PublicationRow const& publication);
/// An entry as a whole: the hash of each variant's head, and every publication.
[[nodiscard]] json::object witnessed(store::Transaction& tx, EntryId const& entry);

/// After an upgrade from a version whose audit had no chain: chains what is there and bears witness to every entry as
/// it is now. Answers the number of lines sealed; 0 when there was nothing to do.
[[nodiscard]] Result<std::size_t> seal(store::Database& database);

/// What differs from what the audit says of an entry: one line each.
[[nodiscard]] std::vector<std::string> differences_from_audit(store::Transaction& tx, EntryId const& entry);

} // namespace tandem::editing
