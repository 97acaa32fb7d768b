#pragma once
/// What a bundle asks for, and what that comes to: the exact change of each variant.
///
///   BundleOrder ─ resolve ─► Changes ─ effects_of ─► what is public now, and what would be
///                               └─ carry_out (carry_out.hpp)

#include "access/actor.hpp"
#include "content/revision.hpp"
#include "store/entries.hpp"

#include <map>

namespace tandem::editing {

enum class Action { publish, unpublish };

/// One thing to publish or withdraw.
struct BundleItem {
  EntryId entry;
  std::optional<Locale> locale = {}; ///< None: every variant of the entry.
  std::optional<int> revision = {};  ///< To publish: which; none: the head. Needs a locale.
  Action action = Action::publish;
  std::optional<EntryId> successor = {}; ///< Of what is withdrawn: where its readers are sent; none: the order's.
};

struct BundleOrder {
  std::vector<BundleItem> items;
  std::string message = {};
  bool force = false;                    ///< Withdraw although something public points at it.
  std::optional<EntryId> successor = {}; ///< Of every item withdrawn that names none.
};

/// publish, unpublish, or mixed.
[[nodiscard]] std::string kind_of(std::vector<BundleItem> const& items);

/// What a bundle does to one variant.
struct Change {
  EntryId entry;
  Locale locale;
  std::optional<int> revision; ///< Made public; none: the variant is withdrawn.
};

struct Changes {
  std::vector<Change> variants;
  /// Entries withdrawn, and where their readers are sent; none: nowhere.
  std::map<EntryId, std::optional<EntryId>> successors = {};
};

/// The changes an order comes to at present: items without locale become one for each variant, heads become numbers.
/// Refused: what the caller may not see or what there is none of (`not_found`, meta.entry), a variant named twice, a
/// revision without locale, a successor that is none (`invalid_content` with pointer into the request).
[[nodiscard]] Result<Changes> resolve(store::Transaction& tx, access::Actor const& actor, BundleOrder const& order);

/// An order that means the same later as `changes` mean now: revisions are named by number. An entry withdrawn as a
/// whole stays so, with the variants it will have then.
[[nodiscard]] std::vector<BundleItem> frozen(BundleOrder const& order, Changes const& changes);

/// What frozen items come to, without asking whether it can be.
[[nodiscard]] std::vector<Change> changes_of(store::Transaction& tx, std::vector<BundleItem> const& items);

/// As an order names it and as it is stored: entry, locale, revision, action, successor, those there are.
[[nodiscard]] json::object item_json(BundleItem const& item);

/// A change beside what is public now.
struct Effect {
  Change change;
  std::string type;                   ///< Content type of the entry.
  std::optional<int> public_revision; ///< Before the change; none: not public.
  [[nodiscard]] bool changes_something() const { return change.revision != public_revision; }
};
/// Of all changes, in their order.
[[nodiscard]] std::vector<Effect> effects_of(store::Transaction& tx, std::vector<Change> const& changes);

/// An error that says which entry of the bundle it is about.
[[nodiscard]] Error about(EntryId const& entry, Error error);

} // namespace tandem::editing
