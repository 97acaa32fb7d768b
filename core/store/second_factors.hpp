#pragma once
/// Second factors and recovery codes of accounts: rows in and out.

#include "content/identity.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct SecondFactorRow {
  std::string secret; ///< Base32.
  bool confirmed = false;
  std::optional<std::int64_t> last_step = {}; ///< Of the last code that was accepted.
};
/// Others who ask for the row wait until the transaction ends.
[[nodiscard]] std::optional<SecondFactorRow> lock_second_factor(Transaction& tx, Uuid const& account);
/// Sets one up that is not confirmed yet, in place of another such one.
void put_second_factor(Transaction& tx, Uuid const& account, std::string const& secret);
void confirm_second_factor(Transaction& tx, Uuid const& account);
void set_last_step(Transaction& tx, Uuid const& account, std::int64_t step);
/// With its recovery codes. False when there was none, confirmed or not.
[[nodiscard]] bool delete_second_factor(Transaction& tx, Uuid const& account);

/// In place of those there were. Hashes are 64 hex digits of SHA-256.
void put_recovery_codes(Transaction& tx, Uuid const& account, std::vector<std::string> const& hashes);
/// Uses one up; false when there is no such one.
[[nodiscard]] bool take_recovery_code(Transaction& tx, Uuid const& account, std::string const& hash);

} // namespace tandem::store
