#pragma once
/// Publications, bundles, the projection delivery reads, and unique values.

#include "content/revision.hpp"
#include "store/database.hpp"

#include <map>
#include <set>

namespace tandem::store {

struct PublicationRow {
  EntryId entry;
  Locale locale;
  int revision;
  Timestamp from;
  std::optional<Timestamp> until; ///< Absent while public.
  Uuid bundle;
  std::optional<Uuid> closed_by;
};

struct BundleRow {
  Uuid id;
  std::string kind; ///< publish, unpublish, mixed, undo, import.
  std::string author, message;
  Timestamp created_at;
  std::optional<Uuid> undoes;
  /// Where the readers of an entry were sent before the bundle said otherwise; none: nowhere.
  std::map<EntryId, std::optional<EntryId>> successors_before = {};
  std::optional<Timestamp> at = {}; ///< When it was to be carried out, for one that was scheduled. Only read.
};

void insert_bundle(Transaction& tx, BundleRow const& bundle);
[[nodiscard]] std::optional<BundleRow> find_bundle(Transaction& tx, Uuid const& id);
/// Newest first.
[[nodiscard]] std::vector<BundleRow> list_bundles(Transaction& tx, std::optional<Uuid> const& before,
                                                  std::size_t limit);

[[nodiscard]] std::optional<PublicationRow> open_publication(Transaction& tx, EntryId const& entry,
                                                             Locale const& locale);
/// Whether a revision is public, or ever was.
[[nodiscard]] bool was_public(Transaction& tx, EntryId const& entry, Locale const& locale, int revision);
[[nodiscard]] std::vector<PublicationRow> open_publications(Transaction& tx, EntryId const& entry);
/// What is public of an entry: the fields of each variant.
[[nodiscard]] std::map<Locale, json::object> public_contents(Transaction& tx, EntryId const& entry);
/// Every publication of an entry, by locale and time.
[[nodiscard]] std::vector<PublicationRow> publications_of(Transaction& tx, EntryId const& entry);
/// What a bundle opened, and what it closed.
[[nodiscard]] std::vector<PublicationRow> opened_by(Transaction& tx, Uuid const& bundle);
[[nodiscard]] std::vector<PublicationRow> closed_by(Transaction& tx, Uuid const& bundle);

void insert_publication(Transaction& tx, PublicationRow const& publication);
/// Ends the open publication of a variant at `until`.
void close_publication(Transaction& tx, EntryId const& entry, Locale const& locale, Timestamp until,
                       Uuid const& bundle);

/// Has PostgreSQL look at the tables of content again, after many rows came in one transaction: plans made for the
/// few that there were before would read all of them for each entry. Takes some tenths of a second.
void refresh_statistics(Transaction& tx);
/// Derives the projection rows of these entries again, as of `instant`.
void refresh_published(Transaction& tx, std::vector<EntryId> const& entries, Timestamp instant);
/// The whole projection again. Answers the number of rows.
std::size_t rebuild_published(Transaction& tx);
/// Rows in which the projection differs from what the publications say, as "entry locale" lines.
[[nodiscard]] std::vector<std::string> projection_differences(Transaction& tx);
/// Ids of `entries` that have at least one public row in the projection.
[[nodiscard]] std::vector<EntryId> public_among(Transaction& tx, std::vector<EntryId> const& entries);

/// A value that only one public entry of a type (and locale) may have.
struct UniqueValue {
  std::string type, field;
  Locale locale;
  std::string value;
  EntryId entry;
  bool is_slug;
};
/// Claims a value for an entry: takes over one that is free, that the entry held before, or that is a former slug
/// of another. Answers the entry that holds it when it is another's current value.
[[nodiscard]] std::optional<EntryId> claim(Transaction& tx, UniqueValue const& value);
/// What an entry holds by being public is given up: slugs stay as former ones, other unique values and its references
/// are removed. Answers what it pointed at.
[[nodiscard]] std::set<EntryId> release_public(Transaction& tx, EntryId const& entry);
/// The entry that a slug leads or once led to, in any of the locales; the current holder first.
[[nodiscard]] std::optional<EntryId> entry_of_slug(Transaction& tx, std::string const& type,
                                                   std::vector<std::string> const& locales, std::string const& slug);
/// Former slugs of an entry: (locale, slug).
[[nodiscard]] std::vector<std::pair<Locale, std::string>> former_slugs(Transaction& tx, EntryId const& entry);
void insert_former_slug(Transaction& tx, UniqueValue const& value);

/// Writes an event in the transaction it tells of, and a delivery for each enabled webhook that wants to know.
/// `kind`: published, withdrawn.
void insert_event(Transaction& tx, std::string const& kind, EntryId const& entry, std::string const& type,
                  Locale const& locale, Uuid const& bundle);

} // namespace tandem::store
