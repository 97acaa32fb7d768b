#pragma once
/// Slows down who guesses passwords or codes, and shuts nobody else out: failures are counted for each pair of name
/// and address, never for a name or an address alone. So whoever tries somebody's name from elsewhere does not keep
/// them from signing in. Names that do not exist are treated like those that do.

#include "content/timestamp.hpp"
#include "store/database.hpp"

namespace tandem::access {

struct LockoutRule {
  int failures = 3;                             ///< From this one on, waiting is asked for; at least 1.
  std::chrono::seconds longest{15 * 60};        ///< No wait is longer.
  std::chrono::seconds forgotten_after{86'400}; ///< Without another failure.
};

/// How long a pair must still wait: nothing before `rule.failures`, then 1 s after that failure, twice as long after
/// each further one, up to `rule.longest`. Never negative.
[[nodiscard]] std::chrono::microseconds time_to_wait(LockoutRule const& rule, int failures, Timestamp last_failure,
                                                     Timestamp now);

/// What counts as one address: an IPv4 address; of IPv6 the first 64 bits, because a customer gets all that begin so.
[[nodiscard]] std::string network_of(std::string const& address);

/// Counts an attempt as failed before it is checked, so that many at once do not get round the count;
/// `forget_attempts` takes it back. `too_many_requests` with `meta.retry_after` (whole seconds) while the pair must
/// wait: then it is not counted, and must not be checked. `name` is what was typed.
[[nodiscard]] Result<void> begin_attempt(store::Transaction& tx, LockoutRule const& rule, std::string const& name,
                                         std::string const& address);
/// The attempt did not fail, and did not succeed whole: it is as if it had not been made. Failures before it stay.
void take_back_attempt(store::Transaction& tx, LockoutRule const& rule, std::string const& name,
                       std::string const& address);
/// After a success.
void forget_attempts(store::Transaction& tx, std::string const& name, std::string const& address);

} // namespace tandem::access
