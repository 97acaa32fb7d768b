#pragma once
/// What was decided and said about drafts: rows in and out. Rules live in content/workflow and editing/.

#include "content/workflow.hpp"
#include "store/entries.hpp"

namespace tandem::store {

void insert_workflow_event(Transaction& tx, EntryId const& entry, Locale const& locale, WorkflowEvent const& event);
/// Of a variant, the oldest first.
[[nodiscard]] std::vector<WorkflowEvent> workflow_events(Transaction& tx, EntryId const& entry, Locale const& locale);

/// A variant whose head waits: something was decided about it, and it is not public.
struct WaitingRow {
  EntryRow entry;
  Locale locale;
  int head;
};
/// Keyset page by entry and locale, of entries that fit one of `visible`.
[[nodiscard]] std::vector<WaitingRow> waiting_variants(Transaction& tx, std::vector<Visible> const& visible,
                                                       std::optional<std::string> const& type,
                                                       std::optional<std::pair<EntryId, Locale>> const& after,
                                                       std::size_t limit);

struct CommentRow {
  Uuid id;
  EntryId entry;
  Locale locale;
  int revision;
  std::string pointer, author, text;
  Timestamp created_at;
  std::string resolved_by = {}; ///< "" while it is open.
  std::optional<Timestamp> resolved_at = {};
};
void insert_comment(Transaction& tx, CommentRow const& comment);
/// Held until the transaction ends.
[[nodiscard]] std::optional<CommentRow> find_comment(Transaction& tx, Uuid const& id);
/// Of a variant, the oldest first; `after` is the id of the last of the page before.
[[nodiscard]] std::vector<CommentRow> comments_of(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                  std::optional<Uuid> const& after, std::size_t limit);
/// `by` "": open again.
void set_resolved(Transaction& tx, Uuid const& id, std::string const& by, Timestamp at);

} // namespace tandem::store
