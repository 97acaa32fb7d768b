#pragma once
/// Entries, variants and revisions: rows in and out. Rules live in editing/.

#include "content/batch.hpp"
#include "content/content_type.hpp"
#include "content/revision.hpp"
#include "store/database.hpp"

#include <set>

namespace tandem::store {

struct EntryRow {
  EntryId id;
  std::string type;
  std::optional<Uuid> organisation;
  Timestamp created_at;
  std::optional<Timestamp> deleted = {}; ///< When it was deleted: hidden, with all of its history kept.
  std::optional<EntryId> successor;
};

/// The end of a variant's line of revisions.
struct VariantRow {
  Locale locale;
  int head;
  int last;
  std::string head_hash; ///< 64 hex digits.
};

/// How a row is held until the transaction ends. `share`: it stays (deletion and withdrawal wait). `edit`: nobody
/// else edits it. `update`: nobody else edits it or relies on it.
enum class Lock { none, share, edit, update };
/// As it stands at the end of a select: " for update"; "" for none.
[[nodiscard]] std::string_view lock_clause(Lock lock);

void insert_entry(Transaction& tx, EntryRow const& entry);
[[nodiscard]] std::optional<EntryRow> find_entry(Transaction& tx, EntryId const& id, Lock lock = Lock::none);
/// The same, but none when it is deleted.
[[nodiscard]] std::optional<EntryRow> find_present_entry(Transaction& tx, EntryId const& id, Lock lock = Lock::none);
/// Hides an entry, or (none) brings it back.
void set_entry_deleted(Transaction& tx, EntryId const& id, std::optional<Timestamp> at);
void set_entry_organisation(Transaction& tx, EntryId const& entry, std::optional<EntryId> const& organisation);
void set_successor(Transaction& tx, EntryId const& id, std::optional<EntryId> const& successor);

/// Entries that somebody may see: of these types, organisations and ids; what is absent does not limit.
struct Visible {
  std::optional<std::vector<std::string>> types, organisations, entries;
};

/// SQL: whether the row `e` of entry fits one of those that the JSON parameter `parameter` ("$3") holds.
[[nodiscard]] std::string visible_condition(std::string const& parameter);
[[nodiscard]] Cell visible_value(std::vector<Visible> const& visible);

/// Filter and keyset page of entries, newest id last.
enum class Which { present, deleted, all };
struct EntryFilter {
  std::optional<std::string> type;
  std::optional<EntryId> after;
  int limit = 50;
  Which which = Which::present;
  std::optional<std::vector<Visible>> visible = {}; ///< Those that fit one of them.
};
[[nodiscard]] std::vector<EntryRow> list_entries(Transaction& tx, EntryFilter const& filter);

[[nodiscard]] std::vector<VariantRow> variants_of(Transaction& tx, EntryId const& entry);
[[nodiscard]] std::optional<VariantRow> find_variant(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                     Lock lock = Lock::none);

/// Stores a revision and moves the variant's ends. The caller holds the variant's (or entry's) row lock and
/// has set number, parent and hash.
void insert_revision(Transaction& tx, Revision const& revision);
[[nodiscard]] std::optional<Revision> find_revision(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                    int number);
[[nodiscard]] std::optional<Revision> find_revision_by_hash(Transaction& tx, EntryId const& entry,
                                                            Locale const& locale, std::string const& hash);
/// All revisions of a variant, by number. `type` of each is filled in.
[[nodiscard]] std::vector<Revision> revisions_of(Transaction& tx, EntryId const& entry, Locale const& locale);

/// The `limit` newest of them, or those before a number; the newest first.
[[nodiscard]] std::vector<Revision> revisions_before(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                     std::optional<int> before, std::size_t limit);

/// The heads of all present entries of a type, by id. One statement: all of one moment.
[[nodiscard]] std::vector<EntryHeads> heads_of_type(Transaction& tx, std::string const& type);

/// Replaces the reference rows of one variant's head (`published` false) or public revision (true).
void set_references(Transaction& tx, EntryId const& entry, Locale const& locale, bool published,
                    std::vector<Reference> const& references);

/// The reference rows of what is public of an entry are removed.
void clear_public_references(Transaction& tx, EntryId const& entry);

/// Someone who points at an entry.
struct Referrer {
  EntryId entry;
  std::string type;
  Locale locale;
  std::string path;
};
/// Who points at `target` from a public revision (`published`) or from a head. Deleted entries do not count.
[[nodiscard]] std::vector<Referrer> referrers_of(Transaction& tx, EntryId const& target, bool published);

} // namespace tandem::store
