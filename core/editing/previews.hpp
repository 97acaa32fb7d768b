#pragma once
/// Previews: a link to drafts that expires, can be revoked, and lets whoever has it read, nothing else.
///
///   make ─► token, shown once ─► open (each time it is used) ─► delivery reads published_in_preview
///               └ revoke           └ is it in force, and may its maker still read and preview every variant of it?

#include "access/gate.hpp"
#include "editing/editor.hpp"
#include "store/previews.hpp"

namespace tandem::editing {

/// What a preview shows of an entry. Without locale: every variant that the caller may read. Without revision: the
/// head, whatever it is when the link is used.
struct PreviewItem {
  EntryId entry;
  std::optional<Locale> locale = {};
  std::optional<int> revision = {};
  bool withdrawn = false; ///< Shown as if it were not public.
};

struct PreviewOrder {
  std::vector<PreviewItem> items;
  std::optional<Uuid> bundle = {}; ///< A scheduled bundle that waits: what it would change now, beside the items.
  std::string note;
  std::chrono::hours lifetime;
};

struct NewPreview {
  store::PreviewRow preview;
  std::string token;                  ///< Not stored: it cannot be shown again.
  std::vector<store::ShownRow> shown; ///< What of its entries there is to see.
};

class Previews {
public:
  /// Both must outlive it.
  Previews(Context const& context, access::Gate const& gate) : context_(context), gate_(gate) {}

  /// Takes entry.preview on every variant: `not_found` for one that the caller may not read, else `forbidden`.
  /// The command line has no account in whose name drafts could be shown: `forbidden`. A bundle that waits no more is
  /// `conflict`.
  [[nodiscard]] Result<NewPreview> make(access::Actor const& actor, PreviewOrder const& order) const;
  /// Those in force, newest first: the caller's own; with account.manage, everybody's. With the items that the caller
  /// may read.
  [[nodiscard]] Result<std::vector<store::PreviewRow>>
  list(access::Actor const& actor, std::optional<Uuid> const& before, std::size_t limit) const;
  /// One's own; with account.manage, anybody's. `not_found` for others and for those that have ended.
  [[nodiscard]] Result<void> revoke(access::Actor const& actor, Uuid const& id) const;

  /// The preview that a token stands for. `unauthenticated`, without saying which, when there is none, when it has
  /// ended, or when its maker's account is disabled or has lost the grant on any variant of it.
  [[nodiscard]] Result<Uuid> open(std::string_view token) const;

  /// The site's languages.
  [[nodiscard]] std::vector<std::string> const& locales() const { return context_.locales; }

private:
  Context const& context_;
  access::Gate const& gate_;
};

} // namespace tandem::editing
