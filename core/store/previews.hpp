#pragma once
/// Previews: links that show the site as it would be. Rows in and out; what they show is `published_in_preview` in
/// the database, which delivery reads.

#include "content/identity.hpp"
#include "content/timestamp.hpp"
#include "store/database.hpp"

namespace tandem::store {

/// A variant that a preview shows otherwise than the public sees it.
struct PreviewItemRow {
  EntryId entry;
  Locale locale;
  std::optional<int> revision = {}; ///< Frozen.
  bool follows_head = false;        ///< Whatever the head is when it is read. Neither: withdrawn.
  std::string type = {};            ///< Of the entry, as is `organisation`: read, never written.
  std::optional<EntryId> organisation = {};
};

struct PreviewRow {
  Uuid id;
  Uuid account;             ///< Whose grants it shows drafts with.
  std::string account_name; ///< Read, never written.
  std::string note;
  Timestamp created_at, expires_at;
  std::vector<PreviewItemRow> items; ///< By entry and locale.
};

/// `secret_hash` is 64 hex digits of SHA-256. Previews that have ended are removed.
void insert_preview(Transaction& tx, PreviewRow const& preview, std::string const& secret_hash);

/// A preview in force: neither expired nor revoked.
[[nodiscard]] std::optional<PreviewRow> find_preview(Transaction& tx, Uuid const& id);
[[nodiscard]] std::optional<PreviewRow> find_preview(Transaction& tx, std::string const& secret_hash);
/// Those in force, of one account or of all, newest first; `before` is the keyset.
[[nodiscard]] std::vector<PreviewRow> list_previews(Transaction& tx, std::optional<Uuid> const& account,
                                                    std::optional<Uuid> const& before, std::size_t limit);
/// False when it is not in force.
[[nodiscard]] bool revoke_preview(Transaction& tx, Uuid const& id);
void revoke_previews_of(Transaction& tx, Uuid const& account);

/// A row of what the preview's own entries would be.
struct ShownRow {
  EntryId entry;
  std::string type;
  Locale locale; ///< `shared` for a type without localised fields.
};
[[nodiscard]] std::vector<ShownRow> shown_in_preview(Transaction& tx, Uuid const& id);

} // namespace tandem::store
