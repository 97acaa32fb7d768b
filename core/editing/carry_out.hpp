#pragma once
/// Changes to what is public, carried out inside a transaction: all of a bundle or nothing. For publisher.cpp and
/// schedule.cpp, which decide when and whether it is kept.
///
///   lock the entries ─► grants ─► close and open publications ─► release, settle ─► projection ─► what points at
///   what
///
/// Everything is judged as it stands after the whole bundle: an entry may take over a slug of one that is withdrawn
/// beside it, and may point at one that is published beside it.

#include "editing/changes.hpp"
#include "editing/editor.hpp"
#include "store/publications.hpp"

namespace tandem::editing {

/// What a bundle is besides its changes.
struct Terms {
  std::string kind; ///< publish, unpublish, mixed or undo.
  std::string message = {};
  bool force = false; ///< Withdraw although something public points at it.
  std::optional<Uuid> undoes = {};
  std::optional<Uuid> scheduled = {}; ///< The scheduled bundle it carries out, whose id it takes.
};

struct Published {
  store::BundleRow bundle;
  std::vector<store::PublicationRow> opened;
  std::vector<store::PublicationRow> closed;
};

/// A bundle as it came out.
struct Outcome {
  Published done;
  std::vector<Effect> effects; ///< What was public before, what is now.
  std::vector<Error> problems; ///< Why it must not be kept; empty: it may.
};

/// Carries out the changes with their events and lines of the audit. Whoever lacks a grant, or may not see an entry,
/// gets an error. An outcome with problems, like an error, has to be rolled back. Problems: content is not complete,
/// a value belongs to another, a reference leads to nothing public, public entries point at what is withdrawn,
/// nothing to do.
[[nodiscard]] Result<Outcome> carry_out(store::Transaction& tx, Context const& context, access::Actor const& actor,
                                        Terms const& terms, Changes const& changes);

/// The outcome without problems, or these as one error.
[[nodiscard]] Result<Published> accepted(Result<Outcome> outcome);

/// In some scope at least: who may do neither learns nothing of a bundle by trying.
[[nodiscard]] Result<void> may_publish_or_withdraw(access::Actor const& actor);

/// Whether the actor holds entry.publish where the changes make public, entry.unpublish where they withdraw: one
/// error for each variant where it does not. `entries` has the entry of every change.
[[nodiscard]] std::vector<Error> missing_grants(access::Actor const& actor,
                                                std::map<EntryId, store::EntryRow> const& entries,
                                                std::vector<Change> const& changes);

} // namespace tandem::editing
