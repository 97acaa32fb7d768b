#include "access/lockout.hpp"

#include "content/canonical_json.hpp"
#include "store/sign_in.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace tandem::access {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

/// An address has no line break, so two pairs never become the same text.
std::string pair_of(std::string const& name, std::string const& address) {
  return sha256_hex(name + "\n" + network_of(address));
}

} // namespace

microseconds time_to_wait(LockoutRule const& rule, int failures, Timestamp last_failure, Timestamp now) {
  if (failures < rule.failures || now - last_failure >= rule.forgotten_after) return microseconds{0};
  int const doublings = std::min(failures - rule.failures, 40); // 2^40 s is beyond any `longest`
  microseconds const delay = std::min<microseconds>(seconds{std::int64_t{1} << doublings}, rule.longest);
  return std::clamp(delay - (now - last_failure), microseconds{0}, delay);
}

std::string network_of(std::string const& address) {
  in6_addr parsed{};
  if (inet_pton(AF_INET6, address.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return address;
  std::fill(std::begin(parsed.s6_addr) + 8, std::end(parsed.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &parsed, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

Result<void> begin_attempt(store::Transaction& tx, LockoutRule const& rule, std::string const& name,
                           std::string const& address) {
  std::string const pair = pair_of(name, address);
  store::AttemptRow const row = store::lock_attempts(tx, pair, rule.forgotten_after);
  microseconds const wait = time_to_wait(rule, row.failures, row.last_failure, row.now);
  if (wait == microseconds{0}) {
    store::set_attempts(tx, pair, row.failures + 1, row.now);
    return {};
  }
  std::int64_t const whole = std::chrono::ceil<seconds>(wait).count();
  Error refused{ErrorCode::too_many_requests, "too many attempts failed; try again in " + std::to_string(whole) +
                                                  (whole == 1 ? " second" : " seconds")};
  refused.meta["retry_after"] = whole;
  return refused;
}

void take_back_attempt(store::Transaction& tx, LockoutRule const& rule, std::string const& name,
                       std::string const& address) {
  // It was let through, so the wait was over: it is now, too. Yet failures are not forgotten sooner by more than
  // that.
  store::take_back_attempt(tx, pair_of(name, address), std::min(rule.longest, rule.forgotten_after / 2));
}

void forget_attempts(store::Transaction& tx, std::string const& name, std::string const& address) {
  store::delete_attempts(tx, pair_of(name, address));
}

} // namespace tandem::access
