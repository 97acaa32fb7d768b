#pragma once
/// What of an entry the caller may know of. Who may read none of its drafts gets the answer that an entry which does
/// not exist would get.

#include "access/actor.hpp"
#include "store/entries.hpp"

namespace tandem::editing {

/// What a permission on the entry, or on one of its variants, is asked for.
[[nodiscard]] access::Target target_of(store::EntryRow const& entry, std::optional<Locale> locale = {});

/// "there is no such entry", whether it is so or the caller may not know.
[[nodiscard]] Error no_entry();

/// A present entry of which the caller may read some variant; else `no_entry`.
[[nodiscard]] Result<store::EntryRow> visible_entry(store::Transaction& tx, access::Actor const& actor,
                                                    EntryId const& id, store::Lock lock = store::Lock::none);
/// A present entry of which the caller may read this variant; else `no_entry`.
[[nodiscard]] Result<store::EntryRow> visible_variant(store::Transaction& tx, access::Actor const& actor,
                                                      EntryId const& id, Locale const& locale);

/// `require` on an entry that the caller sees, and `no_entry` on one that they do not.
[[nodiscard]] Result<void> require_on(access::Actor const& actor, std::string const& permission,
                                      store::EntryRow const& entry, std::optional<Locale> const& locale = {});

/// The permissions of which one is enough to write this variant; the first is named in refusals.
[[nodiscard]] std::vector<std::string> permissions_to_write(Locale const& locale);
/// One of them on the target, which names a variant.
[[nodiscard]] bool may_write(access::Actor const& actor, access::Target const& target);

/// The entries that the caller may see, for lists.
[[nodiscard]] std::vector<store::Visible> visible_to(access::Actor const& actor);

} // namespace tandem::editing
