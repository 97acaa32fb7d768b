#pragma once
/// What became public or ceased to be, numbered in the order of commits: who has read up to a number has missed
/// nothing before it. The response cache and `/api/v1/changes` follow it. Each end of a transaction that appends some
/// is told on the channel `tandem_changed`.

#include "content/change_line.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct ChangeRow {
  std::int64_t number; ///< From 1, without holes.
  Timestamp at;
  ChangeLine line;
};

/// Appends what `Transaction::change` was told. The caller holds the end of the audit (audit.hpp) until the commit.
void append_changes(Transaction& tx, std::vector<ChangeLine> const& changes);
/// The number of the last change; 0 when there was none.
[[nodiscard]] std::int64_t last_change(Transaction& tx);
/// Those after a number, the oldest first.
[[nodiscard]] std::vector<ChangeRow> list_changes(Transaction& tx, std::int64_t after, std::size_t limit);

/// Present slugs of what is public of the entries: type and slug.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> public_slugs(Transaction& tx,
                                                                            std::vector<EntryId> const& entries);

} // namespace tandem::store
