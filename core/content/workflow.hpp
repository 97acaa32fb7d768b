#pragma once
/// The workflow of a content type: what must be agreed before a revision goes out, and how far a revision is.
///
///   draft ─submitted─► in_review ─(enough)─► approved ─(it goes out)─► published
///     ▲                  │  ▲
///     └────withdrawn─────┤  └─submitted─┐
///                        └─► changes_requested
///
/// Everything is said of one revision. Another revision starts as a draft: approvals and signatures are of the very
/// text that was read. Pure: the events are rows of store/workflow.hpp, who may decide is asked in editing/.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/timestamp.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tandem {

/// `x-tandem.workflow` of a content type (schemas/README.md).
struct Workflow {
  struct Review {
    int approvals = 1;             ///< How many accounts must approve: 1 to 10.
    std::vector<std::string> by{}; ///< Roles whose holders' approvals count; none: whoever may review.
    bool own = false;              ///< Whether the author's own approval counts.
  };
  std::optional<Review> review{};
  bool each_authority = false; ///< Joint sign-off: one coordinator of each authority signs.
};

/// Reads a declaration; pointers of errors start at `pointer`.
[[nodiscard]] Result<Workflow> read_workflow(json::value const& declared, std::string const& pointer);

enum class Decision { submitted, withdrawn, approved, changes_requested, signed_, unsigned_ };
/// As the API, the audit and the database call it: "signed" for `signed_`.
[[nodiscard]] std::string_view name_of(Decision decision);
[[nodiscard]] std::optional<Decision> decision_named(std::string_view name);

/// What somebody decided about a revision.
struct WorkflowEvent {
  int revision = 0;
  Decision decision = Decision::submitted;
  std::string actor;          ///< Name of the account …
  Uuid account;               ///< … and the account itself, which counts.
  std::string authority = {}; ///< Of a signature: in whose name.
  std::string message = {};
  Timestamp at = {};
  std::int64_t number = 0; ///< In order of happening, once stored.
};

enum class State { draft, in_review, changes_requested, approved, published };
[[nodiscard]] std::string_view name_of(State state);

/// How far one revision is.
struct WorkflowState {
  State state = State::draft;
  bool submitted = false;                          ///< Somebody wants it reviewed.
  std::vector<WorkflowEvent> approvals = {};       ///< Those that count, the oldest first.
  int needed = 0;                                  ///< Approvals.
  std::map<std::string, WorkflowEvent> signatures; ///< By authority.
  std::vector<std::string> missing = {};           ///< Authorities that have not signed.
  std::vector<WorkflowEvent> objections = {};      ///< Requests for changes that stand.
  /// Enough approvals, every signature, no objection: it may go out.
  [[nodiscard]] bool ready() const;
  /// Somebody approved or signed it.
  [[nodiscard]] bool agreed_to() const { return !approvals.empty() || !signatures.empty(); }
};

/// A revision, and what decides about its state.
struct RevisionInWorkflow {
  int number = 0;
  std::string author;                                ///< Name of the account that made it.
  std::optional<int> public_revision = std::nullopt; ///< Of its variant.
  bool superseded = false; ///< A newer one was made before it ever went out: what was decided about it is void.
};

/// `events` of the variant, the oldest first; those of other revisions do not count. `authorities`: all there are.
[[nodiscard]] WorkflowState state_of(Workflow const& workflow, RevisionInWorkflow const& revision,
                                     std::vector<WorkflowEvent> const& events,
                                     std::vector<std::string> const& authorities);

/// Whether the decision can follow on a revision in this state: `conflict` when there is nothing to decide (signed
/// already, nothing to withdraw, public), `forbidden` for the author's own approval.
[[nodiscard]] Result<void> check_decision(Workflow const& workflow, RevisionInWorkflow const& revision,
                                          WorkflowState const& state, WorkflowEvent const& event);

/// In the name of which authority somebody signs who may do so for `held`: the one they name, or the only one they
/// have. `forbidden` when it is not theirs, `invalid_content` with the pointer "/authority" when it is not clear.
[[nodiscard]] Result<std::string> authority_to_sign(std::set<std::string> const& held, std::string const& named);

} // namespace tandem
