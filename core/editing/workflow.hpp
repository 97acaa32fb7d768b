#pragma once
/// Reviews and joint sign-off: what people decide about revisions, and whether one may go out.
///
///   decide ─► rows and audit ─► state_of (content/workflow.hpp)
///                                  ▲
///   publisher ─ check_agreed ──────┘        editor ─ tell_void: a new revision makes what was agreed void
///
/// Decisions are made by accounts: what somebody does with access to the machine is agreed elsewhere.

#include "content/workflow.hpp"
#include "editing/editor.hpp"
#include "store/workflow.hpp"

namespace tandem::editing {

/// One revision to be decided about: the head of its variant.
struct DecisionItem {
  EntryId entry;
  Locale locale;
  int revision;
};

struct DecisionOrder {
  Decision decision;
  std::vector<DecisionItem> items;
  std::string authority = {}; ///< To sign: in whose name; "" for the only one that the account has.
  std::string message = {};
};

/// A variant's head, and its state if its type has a workflow.
struct HeadState {
  store::HeadInWorkflow head;
  std::optional<WorkflowState> state;
};

/// The heads of all variants of these entries.
[[nodiscard]] std::vector<HeadState> head_states(store::Transaction& tx, Context const& context,
                                                 std::vector<EntryId> const& entries);

/// Decides about several revisions at once, all or nothing; answers their heads afterwards. To submit and withdraw
/// takes entry.edit (or entry.translate, of a language), to approve and to ask for changes entry.review through a
/// role that the type lets review, to sign entry.sign and an authority. `conflict` when a revision is not the head
/// any more (meta.head, meta.etag), when its type has no workflow, or when there is nothing to decide. meta.entry and
/// meta.locale say which; pointers start at the order ("/items/0").
[[nodiscard]] Result<std::vector<HeadState>> decide(Context const& context, access::Actor const& actor,
                                                    DecisionOrder const& order);

/// Whether this revision may go public as far as its type's workflow asks; else `not_agreed`: meta says what it
/// lacks. What is public already may stay, and the program itself may do everything.
[[nodiscard]] Result<void> check_agreed(store::Transaction& tx, Context const& context, access::Actor const& actor,
                                        store::EntryRow const& entry, Locale const& locale, int revision);

/// Tells the audit which approvals and signatures of `before` are void, now that `after` is the head. What ever went
/// out was agreed, and may come back.
void tell_void(store::Transaction& tx, access::Actor const& actor, ContentType const& type, Revision const& before,
               Revision const& after);

/// Heads that wait for somebody: in review, or approved and not public yet.
struct WaitingFilter {
  std::optional<std::string> type = {};
  bool for_caller = false; ///< Only those of which the caller may do the next step: approve, sign or publish.
  std::optional<std::pair<EntryId, Locale>> after = {}; ///< Keyset: the last of the page before.
};
/// Of entries that the caller may see, at most `limit`.
[[nodiscard]] std::vector<HeadState> waiting(store::Transaction& tx, Context const& context,
                                             access::Actor const& actor, WaitingFilter const& filter,
                                             std::size_t limit);

} // namespace tandem::editing
