#pragma once
/// Writing drafts inside a given transaction, with all rules of editing: what single edits (editor.cpp) and batches
/// (batch.cpp) share.
///
///   grants ─► slug ─► before_save hooks ─► draft of the content type ─► references ─► revision, audit
///
/// An error in a variant's data has its pointer in that data.

#include "editing/editor.hpp"
#include "store/entries.hpp"

namespace tandem::editing {

/// Everything pointed at exists, is of the right type, and stays until this transaction ends. A draft that the caller
/// may not see does not exist for them.
[[nodiscard]] Result<void> check_references(store::Transaction& tx, access::Actor const& actor,
                                            std::vector<Reference> const& references);
/// A singleton has at most one entry, also when two are made at once: one waits for the other.
[[nodiscard]] Result<void> check_singleton(store::Transaction& tx, ContentType const& type);

/// Whether the caller may make an entry with these fields, and whether there can be one more.
[[nodiscard]] Result<void> check_new(store::Transaction& tx, access::Actor const& actor, ContentType const& type,
                                     std::optional<EntryId> const& owner,
                                     std::map<Locale, json::object const*> const& variants);
[[nodiscard]] Result<void> check_owner(store::Transaction& tx, std::optional<EntryId> const& owner);

/// Stores the first revision of a variant of an entry whose row this transaction made. meta.variant of an error is
/// the locale.
[[nodiscard]] Result<Revision> write_first(store::Transaction& tx, Context const& context, access::Actor const& actor,
                                           ContentType const& type, EntryId const& entry, Locale const& locale,
                                           json::object const& fields, std::string const& message);
/// Carries out an edit (see Editor::save). One that comes too late is an error, unless a side revision was to be
/// kept: then that is stored, and `late` has the error.
[[nodiscard]] Result<Saved> write_next(store::Transaction& tx, Context const& context, access::Actor const& actor,
                                       Edit const& edit, std::optional<Error>& late);

} // namespace tandem::editing
