#pragma once
/// Decisions about revisions, and comments on them: rows in and out. What they come to is said by
/// content/workflow.hpp.

#include "content/workflow.hpp"
#include "store/entries.hpp"

namespace tandem::store {

void insert_decision(Transaction& tx, EntryId const& entry, Locale const& locale, WorkflowEvent const& event);
/// Everything decided about one revision, the oldest first.
[[nodiscard]] std::vector<WorkflowEvent> decisions_about(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                         int revision);
/// Everything decided about a variant's revisions, the newest first; those with smaller numbers than `before`.
[[nodiscard]] std::vector<WorkflowEvent> decisions_before(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                          std::optional<std::int64_t> before, std::size_t limit);

/// Everything decided about an entry, with the locale, the oldest first.
[[nodiscard]] std::vector<std::pair<Locale, WorkflowEvent>> decisions_of(Transaction& tx, EntryId const& entry);

/// A variant's head with all that decides about its state.
struct HeadInWorkflow {
  EntryRow entry;
  VariantRow variant;
  RevisionInWorkflow revision;
  std::vector<WorkflowEvent> decisions; ///< About the head, the oldest first.
};
/// Of all variants of these entries, in one statement, by entry and locale.
[[nodiscard]] std::vector<HeadInWorkflow> heads_in_workflow(Transaction& tx, std::vector<EntryId> const& entries);

/// Heads about which something was decided and that are not public; of present entries, by entry and locale.
struct DecidedFilter {
  std::optional<std::string> type = {};
  std::optional<std::pair<EntryId, Locale>> after = {}; ///< Keyset.
  std::vector<Visible> visible;                         ///< Entries that fit one of them.
};
[[nodiscard]] std::vector<HeadInWorkflow> decided_heads(Transaction& tx, DecidedFilter const& filter,
                                                        std::size_t limit);

struct CommentRow {
  Uuid id;
  EntryId entry;
  Locale locale;
  int revision;
  std::string pointer, author, text;
  Timestamp created_at;
  std::optional<std::string> resolved_by = {};
  std::optional<Timestamp> resolved_at = {};
};
void insert_comment(Transaction& tx, CommentRow const& comment);
[[nodiscard]] std::optional<CommentRow> find_comment(Transaction& tx, Uuid const& id);
/// Of a variant, the oldest first; those made after the comment `after`; all, or those that are (not) resolved.
[[nodiscard]] std::vector<CommentRow> list_comments(Transaction& tx, EntryId const& entry, Locale const& locale,
                                                    std::optional<bool> resolved, std::optional<Uuid> const& after,
                                                    std::size_t limit);
/// Resolves a comment, or (none) opens it again.
void set_resolved(Transaction& tx, Uuid const& id, std::optional<std::pair<std::string, Timestamp>> const& by);

} // namespace tandem::store
