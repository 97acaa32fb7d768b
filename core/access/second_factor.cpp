#include "access/second_factor.hpp"

#include "access/accounts.hpp"
#include "access/audit.hpp"
#include "access/totp.hpp"
#include "store/second_factors.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::access {
namespace {

constexpr std::string_view issuer = "Tandem";

std::vector<std::string> put_recovery_codes(store::Transaction& tx, Uuid const& account) {
  std::vector<std::string> codes = totp::make_recovery_codes(), hashes;
  std::transform(codes.begin(), codes.end(), std::back_inserter(hashes), totp::recovery_hash);
  store::put_recovery_codes(tx, account, hashes);
  return codes;
}

void tell(store::Transaction& tx, Actor const& actor, std::string action, std::string const& account) {
  audit(tx, actor, {std::move(action), {}, "", {}, {{"account", account}}});
}

} // namespace

Result<bool> use_code(store::Transaction& tx, Uuid const& account, std::string_view code) {
  auto const factor = store::lock_second_factor(tx, account);
  if (!factor || !factor->confirmed) return false;
  if (code.empty()) return Error{ErrorCode::second_factor_required, "send a code of the second factor too"};
  if (auto const step = totp::check(factor->secret, code, now(), factor->last_step)) {
    store::set_last_step(tx, account, *step);
    return true;
  }
  if (store::take_recovery_code(tx, account, totp::recovery_hash(code))) return true;
  return Error{ErrorCode::unauthenticated, "the code is not right", "/data/attributes/code"};
}

Result<SecondFactor::Begun> SecondFactor::begin(Actor const& actor, std::string_view password) const {
  Error const there{ErrorCode::conflict, "the account has a second factor: take that away first"};
  Result<bool> const has = database_.transact([&](store::Transaction& tx) -> Result<bool> {
    auto const factor = store::lock_second_factor(tx, *actor.account);
    return factor && factor->confirmed;
  });
  if (!has) return has.error();
  if (*has) return there;
  if (auto ok = sign_in_.check_own_password(actor, actor.name, password); !ok) return ok.error();
  std::string const secret = totp::make_secret();
  return database_.transact([&](store::Transaction& tx) -> Result<Begun> {
    store::put_second_factor(tx, *actor.account, secret);
    if (store::lock_second_factor(tx, *actor.account)->confirmed) return there; // confirmed in between
    return Begun{secret, totp::uri(issuer, actor.name, secret)};
  });
}

Result<std::vector<std::string>> SecondFactor::confirm(Actor const& actor, std::string_view code) const {
  using Codes = Result<std::vector<std::string>>;
  return database_.transact([&](store::Transaction& tx) -> Codes {
    auto const factor = store::lock_second_factor(tx, *actor.account);
    if (!factor || factor->confirmed)
      return Error{ErrorCode::conflict,
                   "no second factor waits to be confirmed: begin with POST /edit/v1/second_factor"};
    auto const step = totp::check(factor->secret, code, now(), std::nullopt);
    if (!step) return Error{ErrorCode::invalid_content, "the code is not right", "/data/attributes/code"};
    store::confirm_second_factor(tx, *actor.account);
    store::set_last_step(tx, *actor.account, *step);
    store::set_second_factor_given(tx, *actor.session);
    tell(tx, actor, "second_factor.confirm", actor.name);
    return put_recovery_codes(tx, *actor.account);
  });
}

Result<void> SecondFactor::remove(Actor const& actor, Proof const& proof) const {
  if (auto ok = sign_in_.check_own_password(actor, actor.name, proof.password); !ok) return ok;
  return sign_in_.with_code(actor, proof.code, [&](store::Transaction& tx) {
    std::ignore = store::delete_second_factor(tx, *actor.account); // with_code has seen it
    store::forget_second_factor_given(tx, *actor.account);
    tell(tx, actor, "second_factor.remove", actor.name);
  });
}

Result<std::vector<std::string>> SecondFactor::renew_recovery_codes(Actor const& actor, Proof const& proof) const {
  if (auto ok = sign_in_.check_own_password(actor, actor.name, proof.password); !ok) return ok.error();
  std::vector<std::string> codes;
  Result<void> const done = sign_in_.with_code(actor, proof.code, [&](store::Transaction& tx) {
    codes = put_recovery_codes(tx, *actor.account);
    tell(tx, actor, "second_factor.recovery_codes", actor.name);
  });
  return done ? Result<std::vector<std::string>>(codes) : done.error();
}

Result<void> SecondFactor::take_away(Actor const& actor, std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    if (!store::delete_second_factor(tx, account->id))
      return Error{ErrorCode::not_found, "the account \"" + name + "\" has no second factor"};
    store::delete_sessions_of(tx, account->id);
    tell(tx, actor, "second_factor.remove", name);
    return {};
  });
}

} // namespace tandem::access
