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

} // namespace translation::provenance
