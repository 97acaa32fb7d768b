#pragma once
/// Publication: bundles of variants go public, are withdrawn, or are taken back, each in one transaction.

#include "editing/editor.hpp"
#include "store/publications.hpp"

namespace tandem::editing {

/// One thing to publish or withdraw. Without locale: every variant of the entry. Without revision: the head.
struct BundleItem {
  EntryId entry;
  std::optional<Locale> locale;
  std::optional<int> revision;
};

struct Published {
  store::BundleRow bundle;
  std::vector<store::PublicationRow> opened;
  std::vector<store::PublicationRow> closed;
};

class Publisher {
public:
  explicit Publisher(Context const& context) : context_(context) {}

  /// Makes the revisions public together. Refused as a whole when one would not be complete, points at something
  /// that is not public, or takes a slug or unique value of another.
  [[nodiscard]] Result<Published> publish(access::Actor const& actor, std::vector<BundleItem> const& items,
                                          std::string const& message) const;
  /// Withdraws. While something public points at an entry: `conflict` with meta.referrers, unless `force`.
  /// Readers of a withdrawn entry are sent to `successor`; none given, to none.
  [[nodiscard]] Result<Published> unpublish(access::Actor const& actor, std::vector<BundleItem> const& items,
                                            std::string const& message, bool force,
                                            std::optional<EntryId> const& successor) const;
  /// Makes public again what was public before a bundle: takes entry.publish for what it opens, entry.unpublish for
  /// what it closes. `conflict` when something newer is public since.
  [[nodiscard]] Result<Published> undo(access::Actor const& actor, Uuid const& bundle,
                                       std::string const& message) const;

private:
  Context const& context_;
};

} // namespace tandem::editing
