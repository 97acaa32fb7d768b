#pragma once
/// Review and sign-off: what people decide about drafts before they go public. content/workflow.hpp says what
/// follows.

#include "editing/editor.hpp"
#include "store/workflow.hpp"

namespace tandem::editing {

/// What somebody decides about some variants at once: people agree in meetings, on both languages.
struct Decision {
  struct Item {
    EntryId entry;
    Locale locale;
    int revision; ///< Must be the head.
  };
  Step step;
  std::vector<Item> items;
  std::string authority = {}; ///< To sign: in whose name; "" when the caller has one only.
  std::string message = {};
};

/// How far a variant's head has come.
struct Progress {
  Revision head;
  Workflow workflow;
  WorkflowState state;
  std::vector<WorkflowEvent> events; ///< Of all its revisions, the oldest first.
};

class Reviews {
public:
  explicit Reviews(Context const& context) : context_(context) {}

  /// All of it or nothing. `conflict` when a revision is not the head any more (meta.head), when its type asks for no
  /// such thing, or when it is decided already; `forbidden` without the grant, for one's own text, or for another's
  /// authority.
  [[nodiscard]] Result<std::vector<Progress>> decide(access::Actor const& actor, Decision const& decision) const;
  /// `not_found` for a variant that is not there or may not be read.
  [[nodiscard]] Result<Progress> progress(access::Actor const& actor, EntryId const& entry,
                                          Locale const& locale) const;

  struct Waiting {
    store::WaitingRow variant;
    WorkflowState state;
    std::vector<Step> next; ///< What the caller may do about it.
  };
  /// Variants that wait for a decision or for their publication, of entries that the caller may see: a page of at
  /// most `limit`, fewer when some of them do not wait for the caller and `for_caller` asks for those only.
  struct Page {
    std::vector<Waiting> waiting;
    std::optional<std::pair<EntryId, Locale>> last; ///< Where the next page begins; none: this is the last one.
  };
  [[nodiscard]] Result<Page> waiting(access::Actor const& actor, std::optional<std::string> const& type,
                                     bool for_caller, std::optional<std::pair<EntryId, Locale>> const& after,
                                     std::size_t limit) const;

private:
  Context const& context_;
};

/// `not_agreed` when the type asks for approvals or signatures that this revision does not have. The program itself
/// is not asked (whoever has the machine can import too), nor is a revision that is public already.
[[nodiscard]] Result<void> check_agreed(store::Transaction& tx, Context const& context, access::Actor const& actor,
                                        store::EntryRow const& entry, Locale const& locale, int revision);

/// Tells the audit that a new revision voids what was approved or signed on the head before it.
void void_decisions(store::Transaction& tx, access::Actor const& actor, ContentType const& type,
                    Revision const& before, Revision const& after);

} // namespace tandem::editing
