#pragma once
/// What a content type asks for before a revision goes public, and how far a revision has come. Pure.
///
///   draft ──submitted──► in_review ──approved (enough), signed (by every authority)──► approved ──► published
///     ▲                      │ changes_requested
///     └──── new revision ◄───┘
///
/// Approvals and signatures belong to one revision: the next one begins as a draft.

#include "content/identity.hpp"
#include "content/timestamp.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

/// Declared in the type's schema, `x-tandem.workflow`.
struct Workflow {
  int approvals = 0;                       ///< How many must approve; 0: no review.
  std::vector<std::string> reviewers = {}; ///< Roles that may; empty: whoever holds entry.review.
  bool own = false;                        ///< The revision's author may approve it too.
  bool every_authority = false;            ///< One holder of each authority must sign.

  [[nodiscard]] bool asks_nothing() const { return approvals == 0 && !every_authority; }
};

enum class Step { submitted, withdrawn, approved, changes_requested, signed_off, signature_withdrawn };
[[nodiscard]] std::string_view name_of(Step step);
[[nodiscard]] std::optional<Step> step_of(std::string_view name);

/// What somebody decided about a revision.
struct WorkflowEvent {
  Step step;
  int revision;
  std::string actor;
  std::string authority = {}; ///< In whose name it was signed.
  std::string message = {};
  Timestamp at = {};
};

struct WorkflowState {
  std::string name; ///< draft, in_review, changes_requested, approved, published.
  std::vector<std::string> approved_by = {};
  std::map<std::string, std::string> signatures = {}; ///< Authority → who signed for it.
  std::vector<std::string> missing = {};              ///< Authorities whose signature is asked for and not there.
  bool submitted = false;
  bool ready = false; ///< May be published.
};

/// Of one revision. `events` are those of its variant, the oldest first; those of other revisions do not count.
/// `authorities`: those of the site.
[[nodiscard]] WorkflowState state_of(Workflow const& workflow, int revision, std::optional<int> public_revision,
                                     std::vector<WorkflowEvent> const& events,
                                     std::vector<std::string> const& authorities);

} // namespace tandem
