#pragma once
/// Revisions: immutable versions of one variant, chained by hash.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/timestamp.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

/// One immutable version of a variant. Numbered from 1 per entry and locale.
///
///   nl:  1 ◄── 2 ◄── 3 (head)      parent arrows; each hash covers the parent's hash
///              ▲
///              └── 4 side          kept from an edit that came too late; never the head
struct Revision {
  EntryId entry;
  std::string type; ///< Content type of the entry.
  Locale locale;
  int number = 1;            ///< From 1, without holes, in order of making.
  std::optional<int> parent; ///< Number of the revision it was made from; none for the first.
  bool side = false;         ///< Kept from a stale edit; not part of the line that leads to the head.
  json::object data;         ///< The fields of this variant only: localised ones, or shared ones.
  std::string author;        ///< Name of the account that made it.
  std::string message;       ///< Why; may be empty.
  Timestamp created_at;
  /// The revision that it says the same as: for a translation what it was made from; of the same locale when it only
  /// corrects a slip and means what that one meant.
  std::optional<RevisionName> source;
  std::string hash; ///< 64 hex digits; see `revision_hash`.
  /// The fields of which that is said, in order of name; none: those that this revision changed.
  std::vector<std::string> source_fields = {};
};

/// Its source as people and programs read it: locale, number and, where there are some, fields. It must have one.
[[nodiscard]] json::object source_json(Revision const& revision);

/// SHA-256 over the canonical JSON (RFC 8785) of everything in the revision but `hash` itself, together
/// with the parent's hash ("" for a first revision). A change of any of it behind the server's back shows.
[[nodiscard]] std::string revision_hash(Revision const& revision, std::string_view parent_hash);

} // namespace tandem
