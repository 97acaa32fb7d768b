#pragma once
/// The audit's rows. `Transaction::audit` collects lines; `Database` appends them last, just before it commits, so
/// that the end of the one chain is held as shortly as can be.

#include "content/audit_line.hpp"

#include <functional>
#include <vector>

namespace tandem::store {

class Transaction;

/// Numbers, chains and stores the lines.
void append_audit(Transaction& tx, std::vector<AuditLine> lines);

/// Chains the lines that have no hash yet (from before the chain). Answers how many.
std::size_t seal_audit(Transaction& tx);

/// Which lines; empty parts do not limit.
struct AuditFilter {
  std::optional<EntryId> entry = {};
  std::string actor = {}, action = {}; ///< `action` may end in ".*".
  std::optional<Timestamp> since = {}, until = {};
  std::optional<std::int64_t> before = {}; ///< Keyset: only lines with smaller numbers.
};
/// Newest first.
[[nodiscard]] std::vector<AuditLine> list_audit(Transaction& tx, AuditFilter const& filter, std::size_t limit);
[[nodiscard]] std::size_t count_audit(Transaction& tx, AuditFilter const& filter);
/// Calls `work` with every line, oldest first.
void each_audit_line(Transaction& tx, AuditFilter const& filter, std::function<void(AuditLine const&)> const& work);

struct AuditEnd {
  std::int64_t number;
  std::string hash; ///< "" when nothing was ever written.
};
[[nodiscard]] AuditEnd audit_end(Transaction& tx);
/// From here to the end of the transaction nobody else appends: what is numbered meanwhile is numbered in the order
/// of commits.
void hold_audit(Transaction& tx);

} // namespace tandem::store
