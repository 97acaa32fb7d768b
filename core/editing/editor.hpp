#pragma once
/// The use cases of a coordinator on one entry: create, save, restore, delete.
///
/// For `api/` and the command line. Each call is one transaction: grant, rules of the content type, hooks, revision,
/// references, audit. An entry of which the caller may read nothing is `not_found`. Publication is next door, in
/// publisher.hpp.

#include "access/actor.hpp"
#include "content/content_type.hpp"
#include "content/revision.hpp"
#include "store/database.hpp"

#include <functional>
#include <map>

namespace tandem::editing {

/// What plugins hook in; empty functions are skipped. Run inside the transaction.
struct Hooks {
  /// May change the data, or refuse.
  std::function<Result<void>(std::string const& type, EntryId const&, Locale const&, json::object& data)> before_save;
  /// May refuse. Gets shared and localised fields merged.
  std::function<Result<void>(std::string const& type, EntryId const&, Locale const&, json::object const& document)>
      before_publish;
  using Entries = std::optional<std::vector<EntryId>>; ///< None: all, to derive everything anew.
  /// Derives from what is public, when `published` has followed.
  std::function<void(store::Transaction&, Entries const&)> projections;
  /// Follow what changed; may refuse.
  std::function<Result<void>(store::Transaction&, Entries const&)> heads_changed, public_changed;
};

/// What every use case needs. All references must outlive the users of it.
struct Context {
  store::Database& database;
  ContentTypes const& types;
  std::vector<std::string> locales; ///< Locales a variant may have, besides `shared`.
  Hooks hooks;
  std::vector<std::string> authorities = {}; ///< In whose name coordinators sign.
};

struct NewEntry {
  std::string type;
  std::map<Locale, json::object> variants; ///< Fields per locale, and under Locale::shared().
  std::string message;
  std::optional<EntryId> organisation = {}; ///< Whose it is; none: the caller's organisation's, if they have one.
};

/// An edit of one variant.
struct Edit {
  EntryId entry;
  Locale locale;
  json::object fields;                 ///< Top-level fields to set; null removes one. Others stay.
  std::optional<std::string> if_match; ///< Hash of the head it was based on; none only for a new variant.
  std::string message;
  std::optional<RevisionName> source; ///< What it says the same as: for a translation, what it was made from.
  bool keep_side = false;             ///< When too late: keep what was sent as a side revision.
  /// The fields of which that is said; none: those that it changes. Naming some makes a revision although nothing
  /// else differs: the text was looked at and still says the same.
  std::vector<std::string> source_fields = {};
};

struct Saved {
  Revision revision;        ///< The head after the call.
  bool made;                ///< false: nothing differed, so no revision was made.
  json::object before = {}; ///< What the head held before the call; empty for a new variant.
};

class Editor {
public:
  explicit Editor(Context const& context) : context_(context) {}

  /// Makes an entry with the first revision of each variant given. Answers those revisions. An error in a
  /// variant's data has its pointer in that data and the locale in meta.variant.
  [[nodiscard]] Result<std::vector<Revision>> create(access::Actor const& actor, NewEntry const& entry) const;
  /// Errors: `precondition_required` without if_match, `stale` when it is not the head any more: meta holds the
  /// head's hash, `fields` with base, theirs and yours, and `side` with the number of a kept side revision.
  [[nodiscard]] Result<Saved> save(access::Actor const& actor, Edit const& edit) const;
  /// A new revision equal to revision `number`.
  [[nodiscard]] Result<Saved> restore(access::Actor const& actor, EntryId const& entry, Locale const& locale,
                                      int number, std::optional<std::string> const& if_match) const;
  /// Says whose entry it is; none: nobody's.
  [[nodiscard]] Result<void> transfer(access::Actor const& actor, EntryId const& entry,
                                      std::optional<EntryId> const& organisation) const;
  /// Hides an entry. `conflict` while it is public, or while a head points at it (meta.referrers says who).
  [[nodiscard]] Result<void> remove(access::Actor const& actor, EntryId const& entry) const;
  /// Brings a deleted entry back, as a draft. `conflict` when it is not deleted, or when what it points at is.
  [[nodiscard]] Result<void> undelete(access::Actor const& actor, EntryId const& entry) const;

private:
  Context const& context_;
};

} // namespace tandem::editing
