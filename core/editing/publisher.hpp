#pragma once
/// Publication: bundles of variants go public, are withdrawn, or are taken back, each in one transaction. At a later
/// time: schedule.hpp, next door.

#include "editing/carry_out.hpp"

namespace tandem::editing {

class Publisher {
public:
  explicit Publisher(Context const& context) : context_(context) {}

  /// Makes revisions public and withdraws others, together. Takes entry.publish for what it makes public,
  /// entry.unpublish for what it withdraws. Refused as a whole, with all reasons, when an entry would not be
  /// complete, points at something that is not public, takes a slug or unique value of another, or when something
  /// public points at what is withdrawn (`conflict` with meta.referrers, unless `force`).
  [[nodiscard]] Result<Published> make(access::Actor const& actor, BundleOrder const& order) const;
  /// What `make` would do and what would refuse it; changes nothing. An error: a grant is missing, or the order names
  /// what there is none of, or what the caller may not see.
  [[nodiscard]] Result<Outcome> try_out(access::Actor const& actor, BundleOrder const& order) const;
  /// Makes public again what was public before a bundle, and sends readers where they were sent before: takes
  /// entry.publish for what it opens, entry.unpublish for what it closes. `conflict` when something newer is public
  /// since, or when the bundle was never carried out.
  [[nodiscard]] Result<Published> undo(access::Actor const& actor, Uuid const& bundle,
                                       std::string const& message) const;

private:
  Context const& context_;
};

} // namespace tandem::editing
