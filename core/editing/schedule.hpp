#pragma once
/// Bundles at a later time: scheduled, looked at, cancelled, carried out.
///
///   schedule ─► waiting ─┬─ carry_out_next ─► done (from here on a bundle like any other, under the same id)
///                        │                 └► failed, with the reason
///                        └─ cancel ─► cancelled
///
/// Carrying out and `done` are one transaction: a node that dies in between leaves a bundle that waits. Any number of
/// nodes may try; one at a time carries out, in the order of the instants, late rather than never.

#include "access/gate.hpp"
#include "editing/carry_out.hpp"
#include "store/schedule.hpp"

namespace tandem::editing {

/// A scheduled bundle as somebody may see it.
struct Scheduled {
  store::ScheduledBundleRow bundle;
  std::vector<BundleItem> items; ///< Those whose variants they may read.
  std::vector<Effect> replaces;  ///< While it waits: what is public now, and what these items would make of it.
};

class Scheduler {
public:
  explicit Scheduler(Context const& context) : context_(context) {}

  struct Answer {
    Scheduled scheduled;
    std::vector<Error> problems; ///< What would refuse it now; may pass before its time.
    std::vector<Uuid> overlaps;  ///< Other waiting bundles that touch a variant of it.
  };
  /// Makes a bundle that is carried out at `at`, with the revisions that the order means now. Refused for grants that
  /// are missing (they are checked again when it is carried out) and for what there is none of; it takes an account,
  /// in whose name it is carried out.
  [[nodiscard]] Result<Answer> schedule(access::Actor const& actor, BundleOrder const& order, Timestamp at) const;

  /// `not_found` when the caller may see none of its entries.
  [[nodiscard]] Result<Scheduled> find(store::Transaction& tx, access::Actor const& actor, Uuid const& id) const;
  /// Those of which the caller may see an entry, newest first.
  [[nodiscard]] std::vector<store::ScheduledBundleRow> list(store::Transaction& tx, access::Actor const& actor,
                                                            std::optional<store::BundleState> state,
                                                            std::optional<Uuid> const& before,
                                                            std::size_t limit) const;
  /// Takes the grants that making it takes. `conflict` when it does not wait any more.
  [[nodiscard]] Result<Scheduled> cancel(access::Actor const& actor, Uuid const& id,
                                         std::string const& message) const;

  /// What became of a bundle whose time had come.
  struct Attempt {
    Uuid bundle;
    std::chrono::milliseconds late;    ///< After its time.
    std::optional<Error> problem = {}; ///< Why it was not carried out.
    bool again = false;                ///< The problem may pass: it is tried again.
    std::string cause = {};            ///< Of a problem of our own, for the log.
  };
  /// Carries out the first bundle that is due, in the name of its author as the account is now. None: nothing is due,
  /// or another node is at it. An error: the database is away.
  [[nodiscard]] Result<std::optional<Attempt>> carry_out_next(access::Gate const& gate) const;
  /// How long until the next one is due; not positive when one is. None: nothing waits.
  [[nodiscard]] Result<std::optional<std::chrono::milliseconds>> time_to_next() const;

private:
  Context const& context_;
};

/// "there is no such bundle", whether it is so or the caller may not know.
[[nodiscard]] Error no_bundle();

/// From the next instant on until `horizon` from now.
[[nodiscard]] Result<void> check_instant(Timestamp at, Timestamp now, std::chrono::days horizon);

} // namespace tandem::editing
