#pragma once
/// Keeps what the database knows of provenance (migrations/0001_provenance.sql) in line with the content, inside the
/// transactions that change it. Nothing else writes those tables.

#include "policy.hpp"

namespace translation::provenance {

/// Reads new revisions into wordings and says anew how the drafts stand.
[[nodiscard]] tandem::Result<void> follow_heads(tandem::Changed const& changed);
/// Says anew how what is public stands and stood. Refuses a bundle after which an entry whose type has the policy
/// `together`, and of which the bundle changed a language, is public in some languages only, or says different
/// things.
[[nodiscard]] tandem::Result<void> follow_public(tandem::Changed const& changed, Policies const& policies);

/// The wordings of entries, in order (in_order).
[[nodiscard]] std::map<tandem::EntryId, std::vector<Wording>>
wordings_of(tandem::Storage& storage, std::vector<tandem::EntryId> const& entries);

/// As it stands in the database: name → status, source, since, then, now.
[[nodiscard]] boost::json::object fields_json(Standing const& standing);

} // namespace translation::provenance
